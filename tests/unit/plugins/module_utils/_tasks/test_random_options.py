# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a user writes: an option set is accepted, or refused with a reason."""

from __future__ import annotations

import random
from typing import Any

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.connection import read_connection
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import service_model
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.arguments import argument_spec, read_arguments

from ...support.place import BUILD_ARN, IMAGE, INFRASTRUCTURE, SOURCE
from ...support.reasons import REASONS
from ...support.running import DEFINITIONS

SETS = 20_000
VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 10**400, 10**12, 1.1, float("nan"), float("inf"), "", "x", "x\n", "é", "\ud800"),
    *("5400.0", "1e4", "yes", "present", "absent", "win11", "10.0.0.0/16", "10.0.0.0/8", "ALL", [], {}, [{}], [None]),
    *(["account"], ["images", 1], {"a": "b"}, {1: 2.5}, {"aws:x": "y"}, SOURCE, {"ec2_image_id": -1}, {"foo": 1}),
    *(BUILD_ARN, INFRASTRUCTURE, "Windows_11", "PCOIP", "DCV", "http://u:p@h", "http://127.0.0.1:99999", IMAGE, [IMAGE]),
]


def option_set(chance: random.Random, spec: dict[str, Any], required: dict[str, Any]) -> dict[Any, Any]:
    """Some options with some values, most often on top of what is required."""
    names = [*spec, "nmae", "", 7]
    args = dict(required) if chance.random() < 0.7 else {}
    for name in chance.sample(names, chance.randint(0, 5)):
        args[name] = chance.choice(VALUES)
    return args


def test_each_is_read_or_refused_with_a_reason():
    chance = random.Random(20261124)
    model = service_model()
    required = {"workspaces_custom_image_import": IMAGE, "workspaces_byol_images": {"images": [IMAGE]}}
    specs = {name: argument_spec(definition) for name, definition in DEFINITIONS.items()}
    accepted = 0
    for number in range(SETS):
        name = sorted(DEFINITIONS)[number % len(DEFINITIONS)]
        args = option_set(chance, specs[name], required.get(name, {}))
        try:
            params = read_arguments(DEFINITIONS[name], args).validated_parameters
            DEFINITIONS[name].read(params, model)
            read_connection(params)
            accepted += 1
        except Failure as failure:
            assert failure.reason in REASONS
            assert failure.message.isprintable()
        except Exception as error:  # Named with what led to it.
            pytest.fail(f"{type(error).__name__}: {error} for {name} {args!r}")
    assert SETS / 50 < accepted < SETS / 2
