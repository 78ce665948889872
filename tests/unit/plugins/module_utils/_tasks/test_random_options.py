# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a user writes: an option set is accepted, or refused with a reason."""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.connection import read_connection
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import service_model
from ansible_collections.euc.workspaces.plugins.module_utils._aws.shared_clients import SharedClients
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.arguments import argument_spec, read_arguments
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.task import Surroundings
from ansible_collections.euc.workspaces.plugins.modules import workspaces_byol_info
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.in_process import run_in_process

from ...support.place import BUILD_ARN, IMAGE, INFRASTRUCTURE, REQUIRED, SECRET, SOURCE
from ...support.reasons import REASONS
from ...support.running import DEFINITIONS

MODULES = Path(workspaces_byol_info.__file__).parent
SEED = 20261124
SETS = 5_000
"""For each module."""
PLAYED = int(os.environ.get("OPTION_SETS", "500"))
"""How many more, of all modules together, are carried out against the simulated AWS."""
MOST = 3
"""Of their options that are drawn, so that many are accepted."""
SETS_OF_AN_ESTATE = 10
"""How many of these find what the ones before have left."""
VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 10**400, 10**12, 1.1, float("nan"), float("inf"), "", "x", "x\n", "é", "\ud800"),
    *("5400.0", "1e4", "yes", "present", "absent", "win11", "10.0.0.0/16", "10.0.0.0/8", "ALL", [], {}, [{}], [None]),
    *(["account"], ["images", 1], {"a": "b"}, {1: 2.5}, {"aws:x": "y"}, SOURCE, {"ec2_image_id": -1}, {"foo": 1}),
    *(
        BUILD_ARN,
        INFRASTRUCTURE,
        "Windows_11",
        "PCOIP",
        "DCV",
        "http://u:p@h",
        "http://127.0.0.1:99999",
        IMAGE,
        [IMAGE],
    ),
]


def option_set(chance: random.Random, spec: dict[str, Any], required: dict[str, Any], most: int = 5) -> dict[Any, Any]:
    """Some options with some values, most often on top of what is required. most: of these options."""
    names = [*spec, "nmae", "", 7]
    args = dict(required) if chance.random() < 0.7 else {}
    for name in chance.sample(names, chance.randint(0, most)):
        args[name] = chance.choice(VALUES)
    return args


def test_all_modules_that_call_aws_take_part():
    """The private ones have no options of AWS."""
    assert REQUIRED.keys() == DEFINITIONS.keys()
    names = {path.stem for path in MODULES.glob("*.py")}
    assert names - DEFINITIONS.keys() == {"_byol_audit_files", "_byol_audit_host", "_byol_validate", "_byol_wait"}


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_each_is_read_or_refused_with_a_reason(name: str):
    chance = random.Random(f"{SEED} {name}")
    outcomes = Counter(outcome for outcome, _params in option_sets(chance, name, SETS))
    assert outcomes.keys() <= {*REASONS, "accepted"}
    assert outcomes["accepted"] > SETS / 10
    assert outcomes["invalid_request"] > SETS / 10


def test_whatever_is_written_is_carried_out_or_refused_with_a_reason(
    aws: Any, clock: Any, connection: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    """All modules in one process: no traceback, no request that the service model refuses, no call before a local refusal."""
    chance = random.Random(f"{SEED} played")
    clock._most_sleeps = 20_000
    # Where the options lead nowhere else, all services are those of the simulated AWS.
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
    # Not by its HTTP interface, which would take as long as the tasks.
    log = aws.control.world.calls
    shared = SharedClients()
    outcomes: Counter[str] = Counter()
    problems: list[str] = []
    for number in range(PLAYED):
        if number % SETS_OF_AN_ESTATE == 0:
            seed_estate(aws, chance)
        clock.slept.clear()
        log.clear()
        started = time.monotonic()
        name = chance.choice(sorted(DEFINITIONS))
        args = {**connection, **option_set(chance, argument_spec(DEFINITIONS[name]), REQUIRED[name], MOST)}
        check_mode, diff = chance.random() < 0.2, chance.random() < 0.2
        # Making a client takes longer than all the rest.
        clients = None if {"profile", "aws_profile"} & args.keys() else shared
        surroundings = Surroundings(check_mode, clients=clients)
        result = run_in_process(DEFINITIONS[name], args, surroundings, diff).result
        # A read that an earlier preflight has given up may be answered only now.
        calls = [call for call in log.rows() if call["arrived"] >= started]
        outcomes[result["failure"]["reason"] if result.get("failed") else "succeeded"] += 1
        about = f"{number}: {name} {args!r}, check mode {check_mode}: {result}; {calls}"
        problems += [f"{breach}: {about}" for breach in breaches(result, calls, check_mode)]
    print(f"{PLAYED} option sets: {dict(outcomes.most_common())}, {len(problems)} problems")
    assert not problems, "\n".join(problems[:5])
    assert outcomes["succeeded"] > PLAYED / 10
    assert outcomes["invalid_request"] > PLAYED / 10


def breaches(result: dict[str, Any], calls: list[dict[str, Any]], check_mode: bool) -> Iterator[str]:
    """What does not hold for a task, and has to for every one."""
    text, failure = json.dumps(result), result.get("failure", {})
    if "Traceback" in text or failure.get("reason") == "internal_error":
        yield "a traceback"
    if SECRET in text:
        yield "a secret"
    if any(call["service"] == "workspaces" and call["outcome"] == "ValidationException" for call in calls):
        yield "a request that the service model refuses"
    if check_mode and any(call["service"] == "workspaces" and call["write"] for call in calls):
        yield "a write in check mode"
    if bool(result.get("failed")) != (failure.get("reason") in REASONS):
        yield "no reason"
    if not failure.get("message", "").isprintable():
        yield "a message that is no line"
    if failure.get("reason") == "invalid_request" and "code" not in failure and calls:
        yield "a call before a local refusal"


def seed_estate(aws: Any, chance: random.Random) -> None:
    """Put the account into one of the states that tasks find."""
    aws.control.reset()
    aws.account(support=chance.choice(["ENABLED", "ENABLED", "DISABLED"]))
    state = chance.choice([None, "AVAILABLE", "AVAILABLE", "PENDING", "ERROR"])
    if state is None:
        return
    failed = (
        {"error": {"code": "X", "message": "Text of AWS\n\x1b[31m\u202e"}} if state == "ERROR" else {"state": state}
    )
    image_id = aws.image(tags={"team": "euc"}, **failed)
    if state == "AVAILABLE" and chance.random() < 0.5:
        aws.bundles(image_id, name="pilot", description="Pilot", user_storage=50)


def option_sets(chance: random.Random, name: str, count: int) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Yield the reason for which each option set is refused, or ``accepted``, and the options where Ansible takes them."""
    spec = argument_spec(DEFINITIONS[name])
    for _set in range(count):
        yield read(name, option_set(chance, spec, REQUIRED[name]), service_model())


def read(name: str, args: dict[Any, Any], model: Any) -> tuple[str, dict[str, Any] | None]:
    """Read one option set and return the reason for which it is refused, or ``accepted``, and the options."""
    params = None
    try:
        read_connection(read_arguments(DEFINITIONS[name], args).validated_parameters)
        params = read_arguments(DEFINITIONS[name], args).validated_parameters
        DEFINITIONS[name].read(params, model)
    except Failure as failure:
        reason = failure.reason if failure.message.isprintable() else f"a message that is no line: {failure.message!r}"
        return reason, params
    except Exception as error:  # Named with what led to it.
        pytest.fail(f"{type(error).__name__}: {error} for {name} {args!r}")
    return "accepted", params
