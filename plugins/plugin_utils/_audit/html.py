# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of a report as one HTML file that needs nothing else: no other file, no network, and no script for reading.

The template escapes everything. The policy in the page lets only our own script run, so nothing that AWS or a user wrote
could become one.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .links import KINDS, REASONS
from .page import LABELS, page_of
from .text import one_line
from .timeline import MARK, WIDTH

FILES = Path(__file__).resolve().parent / "htmlfiles"


def html_of(report: dict[str, Any]) -> str:
    """Return the page of a report."""
    environment = Environment(
        loader=FileSystemLoader(FILES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_finalize,
    )
    style, script = ((FILES / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    return environment.get_template("report.html.j2").render(
        page=page_of(report),
        labels=LABELS,
        kinds=KINDS,
        reasons=REASONS,
        timeline_width=WIDTH,
        mark=MARK,
        style=Markup(style),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _finalize(value: Any) -> Any:
    """Return what is written of an expression: texts as one line of printable characters, and our own markup as it is."""
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value
