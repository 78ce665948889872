# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Only an answer of the service is an answer: each operation of each module, the wait, the inventory and the audit.

Each is run without faults first. Then each operation that it has sent is answered, every time, by each kind of what is no
answer: the outcome is a failure that says so, or that of the run without faults, and nothing else is ever changed.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any, NamedTuple

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.client import REPEATABLE_WRITES
from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import service_model
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.task import Surroundings
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.in_process import run_in_process
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.observations import Policy
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.record import Seen, next_step
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.fleet import find_fleet, open_sdk
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.options import FleetOptions
from ansible_collections.euc.workspaces.tests.emulator.non_answers import ACTING, KINDS

from ..support.embedded import Embedded
from ..support.operations import operations_sent
from ..support.place import ACCOUNT, IMAGE, KEY, NAME, REGION, SECRET
from ..support.running import DEFINITIONS

Json = dict[str, Any]

IMPORT_IMAGE = "workspaces_custom_image_import"
BUNDLE = {"name": "pilot", "description": "Pilot", "compute_type": "STANDARD", "user_storage": 50, "image_name": NAME}
OTHER_ACCOUNT = "222222222222"
WAIT = {"wait": True, "wait_timeout": 900}
"""Some polls: that many more would be answered alike says nothing more, and takes most of the time."""
GATHER = [
    *("account", "account_modifications", "images", "image_imports", "image_tags", "image_permissions"),
    *("available_cidr_ranges", "bundles", "bundle_tags"),
]


class Case(NamedTuple):
    """A task. prepare: lets AWS have what the task finds; returns more options. options: of its module."""

    module: str
    options: Json
    prepare: Callable[[Embedded], Json] = lambda _aws: {}


def _bare(aws: Embedded) -> Json:
    aws.account(support="DISABLED")
    return {}


def _image(aws: Embedded) -> Json:
    aws.image(tags={"old": "1"})
    return {}


def _used_image(aws: Embedded) -> Json:
    image_id = aws.image()
    aws.bundles(image_id, name="standard")
    aws.control.organization([{"id": OTHER_ACCOUNT, "name": "other"}], account=ACCOUNT)
    aws.control.account(account=OTHER_ACCOUNT, region=REGION, support="ENABLED")
    return {}


def _failed_image(aws: Embedded) -> Json:
    aws.image(error={"code": "DomainJoined", "message": "Leave the domain"})
    return {}


def _bundle(aws: Embedded) -> Json:
    aws.bundles(aws.image("older"), name="pilot", tags={"old": "1"})
    aws.image()
    return {}


def _far_image(aws: Embedded) -> Json:
    far = {"account": ACCOUNT, "region": "us-east-1"}
    aws.control.account(**far, support="ENABLED")
    return {"source_image_id": aws.control.images("golden", **far)[0]}


def _old_images(aws: Embedded) -> Json:
    for number in range(1, 4):
        image_id = aws.image(f"win11-{number}", age_seconds=(10 - number) * 86400)
    aws.bundles(image_id, name="standard")
    return {}


CASES = {
    "account": Case("workspaces_byol_account", {**WAIT, "management_cidr_range_search": "10.0.0.0/8"}, _bare),
    "account that is enabled": Case("workspaces_byol_account", {}),
    "import": Case(IMPORT_IMAGE, {**IMAGE, "tags": {"team": "euc"}, **WAIT}),
    "image that exists": Case(IMPORT_IMAGE, {**IMAGE, "tags": {"team": "euc"}}, _image),
    "image that is replaced": Case(IMPORT_IMAGE, {**IMAGE, "replace_failed": True}, _failed_image),
    "image that is deleted": Case(IMPORT_IMAGE, {"name": NAME, "state": "absent"}, _image),
    "images": Case("workspaces_byol_images", {"images": [IMAGE, {**IMAGE, "name": "second"}], **WAIT}, _image),
    "info": Case("workspaces_byol_info", {"gather": GATHER, "management_cidr_range_search": "10.0.0.0/8"}, _used_image),
    "bundle": Case("workspaces_bundle", {**BUNDLE, "tags": {"team": "euc"}}, _image),
    "bundle that is updated": Case("workspaces_bundle", {**BUNDLE, "tags": {"team": "euc"}}, _bundle),
    "bundle that is deleted": Case("workspaces_bundle", {"name": "pilot", "state": "absent"}, _bundle),
    "sharing": Case("workspaces_image_sharing", {"name": NAME, "account_ids": [OTHER_ACCOUNT]}, _used_image),
    "copy": Case("workspaces_image_copy", {"name": "copied", "source_region": "us-east-1", **WAIT}, _far_image),
    "retention": Case(
        "workspaces_image_retention", {"name_pattern": r"win11-\d", "keep": 1, "state": "absent"}, _old_images
    ),
}
ANSWERS_WITHOUT_MEMBERS = {"empty", "hollow"}
"""What an operation whose answer has no members answers."""
MANY_SLEEPS = 10_000
"""Of a wait whose polls are all answered so."""


@pytest.fixture(autouse=True)
def long_waits(clock):
    """Let a wait go on until its deadline."""
    clock._most_sleeps = MANY_SLEEPS


def played(aws: Embedded, case: Case, fault: Json | None = None) -> Json:
    """Run a task in an account with nothing but what it is to find."""
    aws.control.reset()
    aws.account(support="ENABLED")
    options = {**case.options, **case.prepare(aws)}
    aws.control.clear_calls()
    aws.faults([fault] if fault else [])
    connection = {"endpoint_url": aws.url, "region": REGION, "access_key": KEY, "secret_key": SECRET}
    return run_in_process(DEFINITIONS[case.module], {**connection, **options}, Surroundings(), False).result


def has_members(operation: str) -> bool:
    """Whether the answer of an operation has members."""
    shape = service_model().operation_model(operation).output_shape
    return bool(shape and shape.members)


def changes(aws: Embedded) -> Counter[str]:
    """What was changed at AWS, by operation."""
    counted = Counter(call["operation"] for call in aws.writes() if call["acted"])
    # Sent twice, these do what they do once.
    return Counter({name: 1 if name in REPEATABLE_WRITES else count for name, count in counted.items()})


def faults(operation: str, is_write: bool) -> list[Json]:
    """Each kind of what is no answer; those to a call that changes something after acting, and without."""
    kinds = [{"answer": kind} for kind in KINDS]
    if is_write:
        without = ACTING | (frozenset() if has_members(operation) else ANSWERS_WITHOUT_MEMBERS)
        kinds += [{"answer": kind, "acted": False} for kind in KINDS if kind not in without]
    return [{"operation": operation, "times": None, "do": do} for do in kinds]


@pytest.mark.parametrize("title", sorted(CASES))
def test_modules_and_their_waits(aws: Embedded, title: str) -> None:
    case = CASES[title]
    expected = played(aws, case)
    assert not expected.get("failed"), expected
    sent, changed = {call["operation"]: call["write"] for call in aws.calls()}, changes(aws)
    problems = []
    for operation, is_write in sent.items():
        for fault in faults(operation, is_write):
            result = played(aws, case, fault)
            problem = _problem(result, changes(aws), expected, changed)
            if problem:
                problems.append((operation, fault["do"], problem))
    assert not problems


def _problem(result: Json, changed: Counter[str], expected: Json, to_be_changed: Counter[str]) -> str | None:
    """Return what is wrong with an outcome."""
    if not changed <= to_be_changed:
        return f"changed {dict(changed)}"
    if result.get("failed"):
        # Of several images, each has its own.
        failures = [each["failure"] for each in result.get("images", ()) if "failure" in each] or [result["failure"]]
        return None if all(map(_is_of_no_answer, failures)) else result["msg"]
    if result["changed"] != expected["changed"] or changed != to_be_changed:
        return f"says changed={result['changed']} and changed {dict(changed)}"
    return None


def _is_of_no_answer(failure: Json) -> bool:
    """A wait goes on until its deadline; everything else says that the answer was none, and can be repeated."""
    return failure["reason"] == "timeout" or (failure["reason"] == "connection_failed" and failure["transient"])


def test_each_module_and_each_operation_is_in_a_case(aws: Embedded) -> None:
    sent = set()
    for case in CASES.values():
        played(aws, case)
        sent |= {call["operation"] for call in aws.calls()}
    assert sent == operations_sent()
    # The preflight reads what the others read; what it cannot read is unknown, and never fails it.
    assert {case.module for case in CASES.values()} == DEFINITIONS.keys() - {"workspaces_byol_preflight"}


OF_INFO = sorted(
    operation for operation in operations_sent() - {"DescribeWorkspaces"} if operation.startswith(("Describe", "List"))
)
OF_AUDIT = ["DescribeAccount", "DescribeCustomWorkspaceImageImport", "DescribeWorkspaceImages"]
SAYS_ENOUGH = {("DescribeCustomWorkspaceImageImport", "missing_member")}
"""Without its first member, the id of the image that was requested, this is still an answer of the service."""


def answers(operations: list[str]) -> list[tuple[str, str]]:
    """Each operation with each kind of what is no answer to it."""
    return [each for each in itertools.product(operations, KINDS) if each not in SAYS_ENOUGH]


@pytest.fixture
def estate(aws: Embedded, monkeypatch: pytest.MonkeyPatch) -> Embedded:
    """An account with something of everything that is read; the environment leads there."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
    _used_image(aws)
    return aws


@pytest.mark.parametrize(("operation", "kind"), answers(OF_INFO))
def test_the_inventory(estate: Embedded, operation: str, kind: str) -> None:
    options = FleetOptions(
        **{
            **dict.fromkeys(FleetOptions._fields),
            "exclude_account_ids": [],
            "regions": [REGION],
            "gather": GATHER,
            "threads": 1,
            "access_key": KEY,
            "secret_key": SECRET,
            "management_cidr_range_search": "10.0.0.0/8",
        }
    )
    estate.faults([{"operation": operation, "times": None, "do": {"answer": kind}}])
    (found,) = find_fleet(open_sdk(options), options)
    assert "facts" not in found
    assert _is_of_no_answer(found["failure"])


@pytest.mark.parametrize(("operation", "kind"), answers(OF_AUDIT))
def test_the_audit(estate: Embedded, operation: str, kind: str) -> None:
    connection = {"endpoint_url": estate.url, "region": REGION, "access_key": KEY, "secret_key": SECRET}
    estate.faults([{"operation": operation, "times": None, "do": {"answer": kind}}])
    seen, now = Seen("host", {"byol_images": [IMAGE]}), datetime.now(timezone.utc)
    facts = read = answer = None
    while True:
        step = next_step(seen, Policy(12), now, facts, read, answer)
        if step.read is None:
            break
        facts, read = step.facts, step.read
        answer = run_in_process(
            DEFINITIONS["workspaces_byol_info"], {**connection, **read}, Surroundings(), False
        ).result
    assert step.record["condition"] == "unreachable"
    assert not step.record["complete"]
    assert not step.record["images"]
