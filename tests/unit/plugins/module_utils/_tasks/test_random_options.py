# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a user writes: an option set is accepted, or refused with a reason."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.connection import read_connection
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import service_model
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.arguments import argument_spec, read_arguments
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.task import Surroundings, perform
from ansible_collections.euc.workspaces.plugins.modules import workspaces_byol_info

from ...support.place import BUILD_ARN, IMAGE, INFRASTRUCTURE, SOURCE
from ...support.reasons import REASONS
from ...support.running import DEFINITIONS

MODULES = Path(workspaces_byol_info.__file__).parent
SEED = 20261124
SETS = 5_000
"""For each module."""
PLAYED = 50
"""Of these, how many that are accepted, and that are refused for the same reason, are played against the embedded AWS."""
UNUSED = {"profile": None, "session_token": None, "assume_role_arn": None, "aws_config": None, "aws_ca_bundle": None}
"""Options that would lead elsewhere."""
SOURCE_OPTIONS = ("image_source", "infrastructure_configuration_arn", "os_version")
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


def option_set(chance: random.Random, spec: dict[str, Any], required: dict[str, Any]) -> dict[Any, Any]:
    """Some options with some values, most often on top of what is required."""
    names = [*spec, "nmae", "", 7]
    args = dict(required) if chance.random() < 0.7 else {}
    for name in chance.sample(names, chance.randint(0, 5)):
        args[name] = chance.choice(VALUES)
    return args


REQUIRED: dict[str, dict[str, Any]] = {
    "workspaces_bundle": {
        "name": "pilot",
        "description": "Pilot",
        "compute_type": "STANDARD",
        "user_storage": 50,
        "image_name": IMAGE["name"],
    },
    "workspaces_byol_account": {},
    "workspaces_byol_images": {"images": [IMAGE]},
    "workspaces_byol_info": {},
    "workspaces_byol_preflight": {key: IMAGE[key] for key in SOURCE_OPTIONS},
    "workspaces_custom_image_import": IMAGE,
    "workspaces_image_copy": {"name": "copied", "source_image_id": "wsi-0123456789", "source_region": "us-east-1"},
    "workspaces_image_retention": {"name_pattern": "win11.*", "keep": 1},
    "workspaces_image_sharing": {"name": IMAGE["name"], "account_ids": []},
}
"""What each module needs."""


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


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_what_is_accepted_is_sent_as_the_service_model_says_and_what_is_refused_is_not_sent(
    name: str, aws: Any, connection: dict[str, Any]
):
    chance = random.Random(f"{SEED} sent {name}")
    played: Counter[str] = Counter()
    for outcome, params in option_sets(chance, name, SETS):
        if params is None or played[outcome] == PLAYED:
            continue
        played[outcome] += 1
        aws.control.clear_calls()
        result = perform(DEFINITIONS[name], {**params, **UNUSED, **connection}, Surroundings()).result
        outcomes = {call["outcome"] for call in aws.calls()}
        assert "ValidationException" not in outcomes, (params, result)
        if outcome == "accepted":
            assert result.get("failure", {}).get("reason") in (None, *REASONS - {"internal_error"}), (params, result)
        else:
            assert result["failure"]["reason"] == outcome
            assert not outcomes
    assert played["accepted"] == PLAYED


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
