# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tasks of the role byol take from its variables."""

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.plugin_utils._action.role_variables import RoleVariables


class Templar:
    """Evaluates what is a template here."""

    def template(self, value: object) -> object:
        """Return the value of the variable ``home``, or what is no template."""
        return "eu-west-1" if value == "{{ home }}" else value


def role(**variables: object) -> RoleVariables:
    """Return the variables of the role in a task that starts something."""
    return RoleVariables(Templar(), {"euc_workspaces_step": "start", **variables})


def test_variables_are_evaluated_and_those_that_are_not_set_are_left_to_module_defaults() -> None:
    variables = role(
        byol_region="{{ home }}",
        byol_profile="",
        byol_assume_role_arn=None,
        byol_assume_role_duration=900,
        byol_wait_timeout=60,
        byol_wait_delay=5,
    )
    connection = {"region": "eu-west-1", "assume_role_duration": 900}
    assert variables.options == {**connection, "wait_timeout": 60, "wait_delay": 5}


def test_booleans_can_be_words() -> None:
    assert role(byol_wait="yes").is_set("wait")
    assert not role(byol_wait="no").is_set("wait")
    assert role().starts
