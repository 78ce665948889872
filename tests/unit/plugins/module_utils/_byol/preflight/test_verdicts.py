# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the outcome of preflight is reported."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import ImageSpec
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_plan import import_step, preview
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.verdicts import (
    Check,
    in_words,
    overall,
    to_warn_of,
    warnings_of,
)


def checks_of(**verdicts: str) -> list[Check]:
    """Return checks with these verdicts by their names."""
    return [
        Check(name, verdict, "ami-1", None, "It is so.", "Change it.", "https://aws")
        for name, verdict in verdicts.items()
    ]


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        ({}, "pass"),
        ({"boot_mode": "pass", "license": "pass"}, "pass"),
        ({"boot_mode": "unknown", "license": "pass"}, "unknown (boot_mode)"),
        ({"boot_mode": "unknown", "license": "warn", "volumes": "warn"}, "warn (license, volumes)"),
        ({"boot_mode": "block", "license": "warn", "volumes": "unknown"}, "block (boot_mode)"),
    ],
)
def test_the_worst_verdict_is_reported_with_its_checks(verdicts, words):
    checks = checks_of(**verdicts)
    assert in_words(checks) == words
    assert overall(checks) == words.split()[0]


def test_one_warning_for_each_check_and_subject():
    checks = checks_of(boot_mode="warn", license="unknown", volumes="pass", encryption="block")
    assert warnings_of(to_warn_of(checks + checks)) == [
        "Preflight check boot_mode of ami-1: It is so. Change it.",
        "Preflight check license of ami-1: It is so. Change it.",
    ]


@pytest.mark.parametrize(("preflight", "warned"), [("block", ["license"]), ("warn", ["license", "encryption"])])
def test_what_blocks_is_a_warning_where_it_only_warns(preflight, warned):
    checks = checks_of(license="unknown", volumes="pass", encryption="block")
    assert [check.check for check in to_warn_of(checks, preflight)] == warned


def test_who_approves_a_run_sees_the_outcome():
    spec = ImageSpec(
        "win11", source=("ec2_image_id", "ami-1"), infrastructure_configuration_arn="arn:i", os_version="Windows_11"
    )
    line = preview(spec, [import_step(spec)], "warn (license)")
    assert line == (
        "win11: would import from ec2_image_id ami-1 (Windows_11 BASE DCV) with arn:i; preflight: warn (license)"
    )
