# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator as a program of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.emulator.control import EmulatorControl

EMULATOR = Path(__file__).resolve().parents[2] / "emulator"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_starts_serves_and_stops(tmp_path: Path, number: signal.Signals) -> None:
    faults, settings = tmp_path / "faults.json", tmp_path / "settings.json"
    faults.write_text(json.dumps([{"operation": "*", "do": {"status": 503}}]))
    settings.write_text(json.dumps({"image_quota": 3}))
    pid_file = tmp_path / "pid"
    options = ["--import-seconds", "7", "--rate-limit", "--pid-file", str(pid_file)]
    files = ["--faults", str(faults), "--settings", str(settings)]
    with subprocess.Popen(
        [sys.executable, str(EMULATOR), *options, *files], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    ) as program:
        assert program.stdout is not None
        line = program.stdout.readline()
        assert line.startswith("Simulated AWS on http://127.0.0.1:")
        control = EmulatorControl(line.split()[-1])
        shown = control.settings()
        assert (shown["import_seconds"], shown["rate_limit"], shown["image_quota"]) == (7, True, 3)
        assert pid_file.read_text().strip() == str(program.pid)
        program.send_signal(number)
        assert program.wait(timeout=60) == 0
    assert not pid_file.exists()


def test_it_refuses_an_address_that_others_can_reach() -> None:
    command = [sys.executable, str(EMULATOR), "--host", "0.0.0.0"]
    program = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert program.returncode == 2
    assert "loopback address only" in program.stderr
