# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the roles of this collection, from their argument specs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

Json = dict[str, Any]

ROLES = Path(__file__).resolve().parents[3] / "roles"


def role_names() -> list[str]:
    """Return the names of the roles that have argument specs."""
    return sorted(path.name for path in ROLES.iterdir() if (path / "meta" / "argument_specs.yml").is_file())


@cache
def options_of(role: str) -> Json:
    """Return the options of a role."""
    path = ROLES / role / "meta" / "argument_specs.yml"
    specs = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    options: Json = specs["argument_specs"]["main"]["options"]
    return options
