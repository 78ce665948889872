# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""With whom an image is to be shared, by table and by properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.sharing_plan import SharingSpec, plan_sharing

from ...support.plans import after_of

OWNER, ONE, TWO, THREE = (digit * 12 for digit in "1234")
IMAGE = {"image_id": "wsi-000000001", "name": "win11", "state": "AVAILABLE", "owner_account_id": OWNER}


def options(*accounts, **changes):
    return SharingSpec(accounts, **{"image_id": IMAGE["image_id"], **changes})


def changes_of(plan):
    assert {step.operation for step in plan.steps} <= {"UpdateWorkspaceImagePermission"}
    assert {step.params["ImageId"] for step in plan.steps} <= {IMAGE["image_id"]}
    return [(step.params["SharedAccountId"], step.params["AllowCopyImage"]) for step in plan.steps]


@pytest.mark.parametrize(
    ("desired", "purge", "current", "expected"),
    [
        ([], True, [], []),
        ([ONE], True, [ONE], []),
        ([ONE, ONE], True, [], [(ONE, True)]),
        ([TWO, ONE], True, [THREE], [(THREE, False), (ONE, True), (TWO, True)]),
        ([ONE], False, [THREE], [(ONE, True)]),
        ([], True, [TWO, ONE], [(ONE, False), (TWO, False)]),
        ([], False, [TWO], []),
    ],
)
def test_accounts(desired, purge, current, expected):
    plan = plan_sharing(options(*desired, purge_accounts=purge), IMAGE, current)
    assert changes_of(plan) == expected
    assert after_of(plan)["account_ids"] == sorted(set(desired) | (set() if purge else set(current)))
    assert (plan.before != after_of(plan)) is bool(plan.steps)


@pytest.mark.parametrize(
    ("image", "desired", "reason"),
    [
        (None, [ONE], "image_not_found"),
        (None, [], "image_not_found"),
        ({**IMAGE, "state": "PENDING"}, [ONE], "image_pending"),
        ({**IMAGE, "state": "ERROR"}, [ONE], "image_failed"),
        (IMAGE, [ONE, OWNER], "invalid_request"),
    ],
)
def test_refusals(image, desired, reason):
    with pytest.raises(Failure) as caught:
        plan_sharing(options(*desired, image_id=None, name="win11"), image, [])
    assert caught.value.reason == reason


@pytest.mark.parametrize("state", ["PENDING", "ERROR"])
def test_an_image_that_needs_no_change_may_be_in_any_state(state):
    assert not plan_sharing(options(ONE), {**IMAGE, "state": state}, [ONE]).steps


ACCOUNTS = st.lists(st.sampled_from([ONE, TWO, THREE, "5" * 12]))


@given(ACCOUNTS, ACCOUNTS, st.booleans())
def test_one_run_is_enough(desired, current, purge):
    wanted = options(*desired, purge_accounts=purge)
    plan = plan_sharing(wanted, IMAGE, current)
    after = set(current)
    for account, allow in changes_of(plan):
        assert (account in after) is not allow, "nothing is sent that holds already"
        after = after | {account} if allow else after - {account}
    assert sorted(after) == after_of(plan)["account_ids"]
    assert not plan_sharing(wanted, IMAGE, after).steps
