# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CIDRs: what we accept the service accepts, and the range that is chosen is offered and inside the request."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from ipaddress import IPv4Network

import botocore.session
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.account_options import AccountSpec, read_account
from ansible_collections.euc.workspaces.plugins.module_utils._byol.account_plan import Observed, plan_account
from ansible_collections.euc.workspaces.tests.emulator.service_model import ServiceModel

MODEL = botocore.session.get_session().get_service_model("workspaces")
STRICT = ServiceModel()
WAIT = {"for_images": [], "wait": False, "wait_timeout": 60, "wait_delay": 60}
NOW = datetime(2026, 11, 23, tzinfo=timezone.utc)

BYTE = st.integers(0, 300).map(str) | st.sampled_from(["00", "01", "", "x", " 1", "1\n"])
CIDRS = st.builds(
    lambda parts, prefix: ".".join(parts) + prefix,
    st.lists(BYTE, min_size=3, max_size=5),
    st.integers(0, 40).map("/{}".format) | st.sampled_from(["", "/", "/16\n", "/016", "/-1"]),
)
RANGES = st.builds("{}.{}.0.0/16".format, st.integers(0, 255), st.integers(0, 255))
SEARCHES = st.builds("{}.{}.{}.{}/{}".format, *[st.integers(0, 255)] * 4, st.integers(0, 16))
TEXT = CIDRS | RANGES | SEARCHES | st.text("0123456789./ \nx\uff11\u00e9", max_size=20)


def we_accept(exact=None, search=None):
    """Whether our own check lets it pass."""
    try:
        read_account({**WAIT, "management_cidr_range": exact, "management_cidr_range_search": search}, MODEL)
    except Failure as failure:
        return failure.reason != "invalid_request"
    return True


@given(TEXT)
@example("10.0.0.0/16")
@example("10.0.0.0/16\n")
@example("10.0.1.0/16")
@example("255.255.0.0/16")
@example("256.0.0.0/16")
def test_exact_ranges(text):
    match = re.fullmatch(r"(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.0\.0/16", text, re.ASCII)
    allowed = match is not None and all(int(byte) <= 255 for byte in match.groups())
    assert we_accept(exact=text) is allowed
    sent = {"DedicatedTenancySupport": "ENABLED", "DedicatedTenancyManagementCidrRange": text}
    assert (STRICT.request_problem("ModifyAccount", sent) is None) is allowed


@given(TEXT)
@example("0.0.0.0/0")
@example("10.0.0.0/8\n")
@example("10.0.0.0/17")
@example("10.99.99.99/8")
def test_searches(text):
    problem = STRICT.request_problem("ListAvailableManagementCidrRanges", {"ManagementCidrRangeConstraint": text})
    accepted = we_accept(search=text)
    assert accepted is (problem is None and int(text.split("/")[1]) <= 16)


@given(SEARCHES, st.lists(RANGES, max_size=30, unique=True))
def test_what_a_search_chooses(search, offered):
    spec = AccountSpec(search=search)
    observed = Observed({"dedicated_tenancy_support": "ENABLED"}, [], offered)
    wide = IPv4Network(search, strict=False)
    fitting = [cidr for cidr in offered if IPv4Network(cidr).subnet_of(wide)]
    if not fitting:
        with pytest.raises(Failure) as caught:
            plan_account(spec, observed, NOW)
        assert caught.value.reason == "no_cidr_available"
        return
    (step,) = plan_account(spec, observed, NOW).steps
    assert step.params == {"DedicatedTenancyManagementCidrRange": fitting[0]}


@given(RANGES, st.lists(RANGES, max_size=30, unique=True))
def test_an_exact_range_is_chosen_or_nothing(exact, offered):
    spec = AccountSpec(exact)
    observed = Observed({"dedicated_tenancy_support": "ENABLED"}, [], offered)
    if exact in offered:
        (step,) = plan_account(spec, observed, NOW).steps
        assert step.params == {"DedicatedTenancyManagementCidrRange": exact}
    else:
        with pytest.raises(Failure) as caught:
            plan_account(spec, observed, NOW)
        assert caught.value.reason == "cidr_not_available"
        assert all(cidr in caught.value.message for cidr in offered)


@given(SEARCHES, RANGES)
def test_a_range_that_the_account_has(search, held):
    spec = AccountSpec(search=search)
    account = {"dedicated_tenancy_support": "ENABLED", "dedicated_tenancy_management_cidr_range": held}
    if IPv4Network(held).subnet_of(IPv4Network(search, strict=False)):
        assert plan_account(spec, Observed(account), NOW).steps == ()
    else:
        with pytest.raises(Failure) as caught:
            plan_account(spec, Observed(account), NOW)
        assert caught.value.reason == "cidr_immutable"
