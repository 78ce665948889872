# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Randomized: the condition that an audit gives a host is what a run of the role in check mode then does."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

pytest.importorskip("hypothesis")

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.euc.workspaces.plugins.action.workspaces_byol_account import refuse_difference
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.account import ACCOUNT
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.images import IMAGES
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.info import INFO
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.task import Surroundings
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.in_process import run_in_process
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.observations import Policy
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.record import Seen, next_step
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.desired import read_desired

from ...support.place import IMAGE, KEY, OTHER_ARN, RECORD, REGION, SECRET

OTHER = {"ec2_image_id": "ami-0fedcba9876543210"}
EXAMPLES = 100
NAMES = st.sampled_from(["win10", "win11", "cad"])

existing = st.fixed_dictionaries(
    {
        "description": st.sampled_from([IMAGE["description"], "Another text"]),
        "import": st.sampled_from([RECORD, {**RECORD, "infrastructure_configuration_arn": OTHER_ARN}, None]),
        "tags": st.sampled_from([{}, {"team": "euc"}, {"team": "other", "more": "yes"}]),
        "error": st.sampled_from([None, None, None, {"code": "OSNotSupported", "message": "No."}]),
    }
)
estates = st.fixed_dictionaries(
    {
        "support": st.sampled_from(["ENABLED", "ENABLED", "DISABLED"]),
        "cidr": st.sampled_from([None, "10.16.0.0/16", "10.32.0.0/16"]),
        "images": st.dictionaries(NAMES, existing, max_size=3),
        "shared": st.booleans(),
    }
)
desired_images = st.lists(
    st.fixed_dictionaries(
        {"name": st.one_of(NAMES, NAMES, NAMES, st.just("bad name"))},
        optional={
            "state": st.sampled_from(["present", "present", "absent"]),
            "image_source": st.sampled_from([IMAGE["image_source"], OTHER]),
            "protocol": st.sampled_from(["DCV", "DCV", "PCOIP"]),
            "tags": st.sampled_from([{}, {"team": "euc"}, {"aws:x": "y"}]),
            "replace_failed": st.booleans(),
            "os_version": st.sampled_from(["Windows_11", "Windows_12"]),
        },
    ),
    max_size=3,
)
variables = st.fixed_dictionaries(
    {"images": desired_images},
    optional={
        "account_enabled": st.booleans(),
        "management_cidr_range": st.sampled_from(["", "10.16.0.0/16", "10.0.0.0/8"]),
        "management_cidr_range_search": st.sampled_from(["", "10.0.0.0/8", "10.48.0.0/13"]),
    },
)
more = st.sampled_from([{}, {}, {}, {}, {"wait": "no"}, {"wait": "perhaps"}, {"wait_delay": 0}, {"image": []}])
"""Most of these a run refuses."""


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(estate=estates, desired=variables, besides=more)
def test_audit_and_run_agree(aws, estate, desired, besides):
    aws.control.reset()
    set_up(aws, estate)
    desired = {**desired, **besides, "images": [{**IMAGE, **image} for image in desired["images"]]}
    record = audit(aws.url, desired)
    expected = run(aws.url, desired)
    assert (record["condition"] == "failing") == (expected == "failing"), record["findings"]
    assert expected in ("failing", record["condition"]), record["findings"]
    assert not aws.writes()


def set_up(aws, estate):
    """Let AWS have an estate."""
    enabled = estate["support"] == "ENABLED"
    aws.account(support=estate["support"], cidr=estate["cidr"] if enabled else None)
    for name, seed in estate["images"].items():
        image_id = aws.image(name, **seed)
        if estate["shared"] and not seed["error"]:
            aws.share(image_id, "222222222222")


def as_variables(desired):
    """The variables of the host."""
    return {f"byol_{name}": value for name, value in desired.items()}


def task(definition, url, check_mode=True, **options):
    """Run what a module does, in check mode."""
    connection = {"endpoint_url": url, "region": REGION, "access_key": KEY, "secret_key": SECRET}
    return run_in_process(definition, {**connection, **options}, Surroundings(check_mode), show_diff=True).result


def audit(url, desired):
    """Audit a host as the role does: compare, and read what is missing until nothing is."""
    variables = as_variables(desired)
    seen = Seen("host", variables, tuple(variables))
    now, facts, read, answer = datetime.now(timezone.utc), None, None, None
    for _reads in range(6):
        step = next_step(seen, Policy(12), now, facts, read, answer)
        if step.read is None:
            return step.record
        facts, read, answer = step.facts, step.read, task(INFO, url, **step.read)
    raise AssertionError(f"the audit always wants to read more: {read}")


def run(url, desired):
    """Run what the role does, in check mode, and return the condition that it shows."""
    variables = as_variables(desired)
    valid = read_desired(variables, tuple(variables))
    if valid.problems:
        return "failing"
    wait = {"wait": True, "wait_delay": desired.get("wait_delay", 60)}
    ranges = {name: desired[name] for name in desired if name.startswith("management") and desired[name]}
    account = task(ACCOUNT, url, **ranges, **wait)
    if not desired.get("account_enabled", True):
        account = refuse_difference(account)
    results = [account]
    if "failure" not in account and desired["images"]:
        results.append(task(IMAGES, url, images=valid.requests, **wait))
    if any("failure" in result for result in results):
        return "failing"
    images = results[1]["images"] if len(results) > 1 else []
    if any(image["drift"] for image in images):
        return "drift"
    return "would_change" if any(result["changed"] for result in results) else "compliant"
