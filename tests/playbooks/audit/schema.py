# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The schema of reports, and whether a report is as it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[3] / "docs" / "audit-report.schema.json").read_text(encoding="utf-8")
)


def conforms(report: dict[str, Any]) -> None:
    """Fail unless a report is as its schema says, and has no key that the schema does not describe."""
    validator = jsonschema.Draft202012Validator(SCHEMA)
    validator.check_schema(SCHEMA)
    assert not [f"{error.json_path}: {error.message}" for error in validator.iter_errors(report)]
    parts = SCHEMA["$defs"]
    assert set(report) == set(SCHEMA["properties"])
    for host in report["hosts"]:
        assert set(host) == set(parts["host"]["properties"])
        assert all(set(image) == set(parts["image"]["properties"]) for image in host["images"])
        assert all(set(bundle) == set(parts["bundle"]["properties"]) for bundle in host["bundles"] or [])
        assert all(set(found) <= set(parts["finding"]["properties"]) for found in host["findings"])
