# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the emulator: ``python tests/emulator``, or ``python -m`` with the package's name."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

if __name__ == "__main__":
    package = Path(__file__).resolve().parent
    if not __package__:
        sys.path[0] = str(package.parent)
    program = importlib.import_module(f"{__package__ or package.name}.command_line")
    sys.exit(program.main())
