# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The embedded AWS and the proxy in front of it, as processes of their own on free ports."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from ..emulator.control import EmulatorControl
from .conditions import until
from .weather import Weather

TESTS = Path(__file__).resolve().parents[1]
READY = "Embedded AWS on "


@contextmanager
def embedded_aws(log: Path, *options: str) -> Iterator[EmulatorControl]:
    """Run the embedded AWS and stop it at the end."""
    command = [sys.executable, str(TESTS / "emulator"), "--port", "0", *options]
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        try:
            line = process.stdout.readline() if process.stdout else ""
            assert line.startswith(READY), f"the embedded AWS did not start: {log.read_text(encoding='utf-8')}"
            yield EmulatorControl(line.removeprefix(READY).strip())
        finally:
            _stop(process)


@contextmanager
def proxy(upstream: str, log: Path, port: int = 0, seed: int | None = None) -> Iterator[Weather]:
    """Run microburst in front of a server and stop it at the end. port: 0 takes a free one."""
    port = port or free_port()
    program = ["-m", "microburst"] if seed is None else [str(TESTS / "faults" / "seeded_microburst.py"), str(seed)]
    command = [sys.executable, *program, "--upstream", upstream, "--port", str(port)]
    with (
        log.open("a", encoding="utf-8") as output,
        subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT) as process,
    ):
        try:
            weather = Weather(f"http://127.0.0.1:{port}")
            until(lambda: _answers(weather, process), f"microburst answers, see {log}")
            yield weather
        finally:
            _stop(process)


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(weather: Weather, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, "microburst did not start"
    try:
        return weather.is_up()
    except URLError:
        return False


def _stop(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
