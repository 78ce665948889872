# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Misspelled variables of the role awx are found, and those that AWX sets are not reported."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

from ansible_collections.euc.workspaces.plugins.lookup._awx_unknown_variables import LookupModule
from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.surveys import role_options
from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.variables import unknown_variables

SET_BY_AWX = [
    "awx_execution_node",
    "awx_inventory_id",
    "awx_inventory_name",
    "awx_job_id",
    "awx_job_launch_type",
    "awx_job_scm_branch",
    "awx_job_template_id",
    "awx_job_template_name",
    "awx_parent_job_schedule_id",
    "awx_parent_job_schedule_name",
    "awx_project_revision",
    "awx_project_scm_branch",
    "awx_schedule_id",
    "awx_schedule_name",
    "awx_user_email",
    "awx_user_first_name",
    "awx_user_id",
    "awx_user_last_name",
    "awx_user_name",
    "awx_webhook_event_guid",
    "awx_webhook_event_ref",
    "awx_webhook_event_type",
    "awx_webhook_payload",
    "awx_webhook_status_api",
    "awx_workflow_job_id",
    "awx_workflow_job_launch_type",
    "awx_workflow_job_name",
]
"""Variables of jobs of AWX 24.6."""


def test_variables_of_the_role_of_awx_and_of_others_are_known():
    assert unknown_variables([*role_options("awx"), *SET_BY_AWX, "awx__template", "byol_regoin", "tower_job_id"]) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("awx_regoin", "awx_regoin is not a variable of this role; did you mean awx_region?"),
        ("awx_launcher", "awx_launcher is not a variable of this role; did you mean awx_launchers?"),
        ("awx_project_ulr", "awx_project_ulr is not a variable of this role; did you mean awx_project_url?"),
        ("awx_zzz", "awx_zzz is not a variable of this role."),
    ],
)
def test_an_unknown_variable_is_reported_with_a_suggestion(name, sentence):
    assert unknown_variables([name]) == [sentence]


def test_the_lookup_plugin_reads_the_variables_of_the_host():
    plugin = LookupModule(loader=DataLoader(), templar=Templar(DataLoader(), variables={}))
    assert plugin.run([], variables={"awx_state": "present"}) == []
    assert len(plugin.run([], variables={"awx_stat": "present", "awx_regin": ""})) == 2
    with pytest.raises(AnsibleError, match="has no terms and no options"):
        plugin.run(["awx"], variables={})
