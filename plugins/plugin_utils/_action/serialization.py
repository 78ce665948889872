# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Arguments and results as they are on the other side of a module's process, so that running without one is no different.

The text loses the marks that Ansible gives it: a result must not be taken for a template that somebody trusts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ansible.module_utils.common import json as ansible_json


def as_module_argument(args: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a task as a module gets them."""
    if hasattr(ansible_json, "get_module_encoder"):
        encoder = ansible_json.get_module_encoder("legacy", ansible_json.Direction.CONTROLLER_TO_MODULE)
        return json.loads(json.dumps(args, cls=encoder))
    # Before ansible-core 2.19.
    return json.loads(json.dumps(args, cls=ansible_json.AnsibleJSONEncoder, vault_to_text=True))


def as_module_result(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return a result as it comes from a module."""
    return json.loads(json.dumps(result, default=str))
