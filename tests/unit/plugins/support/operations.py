# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations of Amazon WorkSpaces that the collection sends."""

from __future__ import annotations

import ast
from pathlib import Path

import botocore.session

from ansible_collections.euc.workspaces.plugins.module_utils._aws import answers


def operations_sent() -> set[str]:
    """Return all names of operations in the code of ``module_utils``."""
    known = set(botocore.session.get_session().get_service_model("workspaces").operation_names)
    files = Path(answers.__file__).parents[1].rglob("*.py")
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    constants = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return constants & known
