# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator as a program."""

from __future__ import annotations

import argparse
import json
import os
import signal
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .server import EmbeddedAws, require_loopback


def main(arguments: Sequence[str] | None = None) -> int:
    """Start, say where, serve until SIGTERM or SIGINT."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        require_loopback(options.host)
    except ValueError as error:
        parser.error(str(error))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with EmbeddedAws(options.host, options.port, _settings(options), options.log) as emulator:
        if options.faults:
            emulator.faults(json.loads(options.faults.read_text(encoding="utf-8")))
        if options.pid_file:
            options.pid_file.write_text(f"{os.getpid()}\n", encoding="utf-8")
        print(f"Simulated AWS on {emulator.url}", flush=True)
        stop.wait()
    if options.pid_file:
        options.pid_file.unlink(missing_ok=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="emulator", description="An AWS on the loopback, with Amazon WorkSpaces BYOL."
    )
    parser.add_argument("--host", default="127.0.0.1", help="an address of the loopback, 127.0.0.1 by default")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one (default)")
    parser.add_argument("--import-seconds", type=float, help="how long an import takes")
    parser.add_argument("--account-seconds", type=float, help="how long an account modification takes")
    parser.add_argument("--rate-limit", action="store_true", help="2 calls a second, burst 5, per account and Region")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="JSON object of settings")
    parser.add_argument("--faults", type=Path, metavar="FILE", help="JSON list of fault rules")
    parser.add_argument("--log", type=Path, metavar="FILE", help="append every call to it as a line of JSON")
    parser.add_argument("--pid-file", type=Path, metavar="FILE")
    return parser


def _settings(options: argparse.Namespace) -> dict[str, Any]:
    settings: dict[str, Any] = json.loads(options.settings.read_text(encoding="utf-8")) if options.settings else {}
    for name in ("import_seconds", "account_seconds"):
        if getattr(options, name) is not None:
            settings[name] = getattr(options, name)
    if options.rate_limit:
        settings["rate_limit"] = True
    return settings
