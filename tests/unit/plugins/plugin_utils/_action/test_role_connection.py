# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the tasks of the role byol connect."""

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.plugin_utils._action.role_connection import role_connection


class Templar:
    """Evaluates what is a template here."""

    def template(self, value: object) -> object:
        """Return the value of the variable ``home``, or what is no template."""
        return "eu-west-1" if value == "{{ home }}" else value


def test_the_variables_of_the_role_are_evaluated_and_those_that_are_not_set_are_left_to_module_defaults() -> None:
    variables = {
        "euc_workspaces_connection_from_role": True,
        "byol_region": "{{ home }}",
        "byol_profile": "",
        "byol_assume_role_arn": None,
        "byol_assume_role_duration": 900,
        "byol_wait": True,
    }
    assert role_connection(Templar(), variables) == {"region": "eu-west-1", "assume_role_duration": 900}


def test_other_tasks_have_the_options_that_they_are_given() -> None:
    assert role_connection(Templar(), {"byol_region": "eu-west-1"}) == {}
