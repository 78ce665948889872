# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where progress lines are printed."""

from __future__ import annotations

from ansible import constants as C
from ansible.utils.display import Display

MACHINE_CALLBACKS = {"json", "jsonl", "json_indent", "junit", "minimal_json", "null", "oneline", "tree"}
"""Callbacks, without their collections, whose standard output is read by programs."""


def show(line: str) -> None:
    """Print a line at default verbosity, on standard error where standard output is for programs."""
    callback = str(C.config.get_config_value("DEFAULT_STDOUT_CALLBACK") or "").rpartition(".")[2]
    Display().display(line, stderr=callback in MACHINE_CALLBACKS)
