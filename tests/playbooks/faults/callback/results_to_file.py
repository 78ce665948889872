# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A callback plugin that appends each result of a playbook to a file, as lines of JSON."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: results_to_file
type: notification
short_description: Results of tasks as lines of JSON
description:
  - Appends a line for each task, or for each item of a loop, to the file that E(RESULTS_FILE) names.
"""


class CallbackModule(CallbackBase):
    """Written immediately, so that what was known is there when the process is killed."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "results_to_file"
    CALLBACK_NEEDS_ENABLED = True

    def v2_runner_on_ok(self, result: Any) -> None:
        """Record a task that succeeded."""
        self._note(result, True)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """Record a task that failed."""
        del ignore_errors
        self._note(result, False)

    def v2_runner_item_on_ok(self, result: Any) -> None:
        """Record an item that succeeded."""
        self._note(result, True)

    def v2_runner_item_on_failed(self, result: Any) -> None:
        """Record an item that failed."""
        self._note(result, False)

    def _note(self, result: Any, succeeded: bool) -> None:
        if "results" in result.result:
            # The whole of a loop, after its items.
            return
        line = {
            "time": time.monotonic(),
            "host": result.host.get_name(),
            "action": result.task.action,
            "succeeded": succeeded,
            "result": result.result,
        }
        with Path(os.environ["RESULTS_FILE"]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, default=str) + "\n")
