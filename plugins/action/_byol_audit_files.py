# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from ansible import __version__ as ansible_version
from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

from ansible_collections.euc.workspaces.plugins.module_utils._aws.sdk import installed_botocore
from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import VERSION
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.csv_file import csv_of, images_csv_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.files import as_json, make_folder, write_together
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.html import html_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.junit import junit_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.options import (
    FILES_OPTIONS,
    Checked,
    check,
    policy_variables,
)
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.report import Options, report_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.summary import failures_of, lines_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.untemplated import untemplated
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.plain import plain

FORMATS = {
    "json": (".json", as_json),
    "junit": (".xml", junit_of),
    "csv": (".csv", csv_of),
    "images_csv": (".images.csv", images_csv_of),
    "html": (".html", html_of),
}
"""What is written of a report, by the name that the result has for it."""

Json = dict[str, Any]


class ActionModule(ActionBase):
    """Writes the report of an audit on the controller."""

    _requires_connection = False

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> Json:
        """Check the options and make the folder; then write the report, unless only that is requested."""
        self._supports_check_mode = True
        super().run(tmp, task_vars)
        self._task.args = {**policy_variables(self._templar, task_vars or {}), **self._task.args}
        _checked, args = self.validate_argument_spec(argument_spec=FILES_OPTIONS)
        args = plain(args)
        checked = check(args, task_vars or ())
        if checked.problems:
            raise AnsibleActionFail(". ".join(checked.problems))
        folder = Path(args["path"]).resolve()
        now = datetime.now(timezone.utc)
        try:
            make_folder(folder, args["directory_mode"])
            if args["state"] == "prepared":
                return {"changed": False, "started": now.isoformat()}
            report = report_of(
                args["records"], now.isoformat(timespec="seconds"), _options(args, checked, task_vars or {})
            )
            files = {key: folder / f"{args['name']}{suffix}" for key, (suffix, _make) in FORMATS.items()}
            contents = {files[key]: make(report) for key, (_suffix, make) in FORMATS.items()}
            write_together(contents, args["mode"])
        except OSError as error:
            raise AnsibleActionFail(f"The report cannot be written: {error}") from error
        return {
            "changed": False,
            "report": untemplated(report),
            "files": {key: str(path) for key, path in files.items()},
            "lines": untemplated(lines_of(report, str(files["html"]))),
            "failures": untemplated(failures_of(report, args["fail_on"], args["fail_on_new"])),
        }


def _options(args: Json, checked: Checked, variables: Mapping[str, Any]) -> Options:
    policy = {
        key: args[key] for key in ("max_image_age_days", "required_tags", "read", "retention", "fail_on", "fail_on_new")
    }
    versions = {
        "euc.workspaces": VERSION,
        "ansible-core": ansible_version,
        "python": platform.python_version(),
        "botocore": installed_botocore(),
    }
    sources = plain(variables.get("ansible_inventory_sources")) or []
    return Options(
        title=args["title"],
        stuck_after=args["stuck_after"],
        policy=policy,
        exceptions=checked.exceptions,
        previous=checked.previous,
        previous_path=args["previous"] or None,
        started=args["started"],
        provenance={"versions": versions, "inventory": [str(source) for source in sources]},
    )
