# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rings of a release, from the variables of a host."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.broken import Broken
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.release import Release, read_release

RINGS = [{"name": "pilot", "bundle": "w-pilot", "soak_days": 3}, {"name": "broad", "bundle": "w"}]


def test_rings_are_found_by_their_bundle():
    release = read_release({"release_image_name": "win11", "release_rings": [*RINGS, {"name": "late", "bundle": "w"}]})
    assert release == Release("win11", {"w-pilot": ["pilot"], "w": ["broad", "late"]})


@pytest.mark.parametrize("variables", [{}, {"release_rings": None}, {"release_image_name": ""}])
def test_a_host_without_a_release(variables):
    assert read_release(variables) == Release()


@pytest.mark.parametrize(
    ("rings", "words"),
    [
        (7, "release_rings"),
        ([{"name": "pilot"}], "missing required arguments: bundle"),
        (Broken("release_rings cannot be evaluated"), "cannot be evaluated"),
    ],
)
def test_what_a_run_would_refuse(rings, words):
    release = read_release({"release_image_name": "win11", "release_rings": rings})
    assert {(problem.subject, problem.reason) for problem in release.problems} == {("variables", "invalid_request")}
    assert words in release.problems[0].message
    assert release.rings == {}
