# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kinds of objects of AWX as far as the role awx creates them: fields, defaults, links."""

from __future__ import annotations

from typing import Any

from .launch_rules import PROMPTS

Json = dict[str, Any]

SINGULAR = {"inventories": "inventory"}

REQUIRED = {
    "credential_types": ("name", "kind"),
    "credentials": ("name", "credential_type"),
    "execution_environments": ("name", "image"),
    "inventories": ("name", "organization"),
    "inventory_sources": ("name", "inventory", "source"),
    "job_templates": ("name", "project", "playbook"),
    "notification_templates": ("name", "organization", "notification_type"),
    "projects": ("name",),
    "schedules": ("name", "unified_job_template", "rrule"),
    "workflow_job_templates": ("name",),
    "workflow_job_template_nodes": ("workflow_job_template",),
}
"""Fields without which AWX refuses an object. Only these kinds can be created."""

_TEMPLATE: Json = {
    **dict.fromkeys((*PROMPTS.values(), "ask_labels_on_launch", "ask_variables_on_launch"), False),
    **dict.fromkeys(("limit", "job_tags", "skip_tags", "scm_branch", "extra_vars"), ""),
}
DEFAULTS: dict[str, Json] = {
    "job_templates": {
        **_TEMPLATE,
        **dict.fromkeys(("become_enabled", "diff_mode", "force_handlers", "use_fact_cache"), False),
        "forks": 0,
        "job_slice_count": 1,
        "job_type": "run",
        "start_at_task": "",
        "timeout": 0,
        "verbosity": 0,
    },
    "projects": {"scm_revision": "", "scm_update_on_launch": False, "scm_update_cache_timeout": 0},
    "schedules": {"enabled": True, "extra_data": {}},
    "workflow_job_templates": _TEMPLATE,
    "workflow_job_template_nodes": {"extra_data": {}},
}
"""Values of fields that a request leaves out."""

LINKS = {
    "credential": "credentials",
    "credential_type": "credential_types",
    "default_environment": "execution_environments",
    "execution_environment": "execution_environments",
    "inventory": "inventories",
    "organization": "organizations",
    "project": "projects",
    "source_project": "projects",
    "workflow_job_template": "workflow_job_templates",
}
"""Fields that hold the id of an object, and its kind."""

REMOVED_WITH = {
    "job_templates": ("schedules", "unified_job_template"),
    "workflow_job_templates": ("workflow_job_template_nodes", "workflow_job_template"),
    "inventories": ("inventory_sources", "inventory"),
}
"""What AWX removes together with an object, and the field that holds the object's id."""

UNIFIED = ("job_templates", "workflow_job_templates", "projects", "inventory_sources", "workflow_approval_templates")
"""Kinds that are listed as unified job templates too."""

ASSOCIATIONS = {
    "credentials": "credentials",
    "success_nodes": "workflow_job_template_nodes",
    "notification_templates_error": "notification_templates",
    "notification_templates_approvals": "notification_templates",
    "users": "users",
    "teams": "teams",
}
"""Lists of other objects below an object, and their kind."""

ROLES = {
    "job_templates": ("admin_role", "execute_role", "read_role"),
    "workflow_job_templates": ("admin_role", "execute_role", "read_role", "approval_role"),
}
"""Roles that users and teams can have on an object."""

AWS_TYPE = {
    "fields": [{"id": "username"}, {"id": "password", "secret": True}, {"id": "security_token", "secret": True}]
}
"""Inputs of the credential type "Amazon Web Services"."""

NOTIFICATION_SECRETS = ("password", "token")
"""Settings of notification templates that AWX never returns."""
