# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated AWS and the proxy in front of it, each as a process on a free port."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ...emulator.control import EmulatorControl
from .conditions import until
from .fault_proxy import FaultProxy

TESTS = Path(__file__).resolve().parents[2]
READY = "Simulated AWS on "


@contextmanager
def embedded_aws(log: Path, *options: str) -> Iterator[EmulatorControl]:
    """Run the simulated AWS and stop it at the end."""
    command = [sys.executable, str(TESTS / "emulator"), "--port", "0", *options]
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        try:
            line = process.stdout.readline() if process.stdout else ""
            assert line.startswith(READY), f"the simulated AWS did not start: {log.read_text(encoding='utf-8')}"
            yield EmulatorControl(line.removeprefix(READY).strip())
        finally:
            _stop(process)


@contextmanager
def proxy(upstream: str, log: Path, seed: int | None = None) -> Iterator[FaultProxy]:
    """Run microburst in front of an AWS and stop it at the end. seed: for its random numbers."""
    program = (
        ["-m", "microburst"] if seed is None else [str(Path(__file__).with_name("seeded_microburst.py")), str(seed)]
    )
    port = free_port()
    proxy_client = FaultProxy(f"http://127.0.0.1:{port}")
    with _microburst(program, ["--upstream", upstream, "--port", str(port)], log, proxy_client.is_up):
        yield proxy_client


@contextmanager
def _microburst(program: list[str], options: list[str], log: Path, is_up: Callable[[], bool]) -> Iterator[None]:
    with (
        log.open("a", encoding="utf-8") as output,
        subprocess.Popen([sys.executable, *program, *options], stdout=output, stderr=subprocess.STDOUT) as process,
    ):
        try:
            until(lambda: _answers(is_up, process), f"microburst answers, see {log}")
            yield
        finally:
            _stop(process)


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(is_up: Callable[[], bool], process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, "microburst did not start"
    try:
        return is_up()
    except OSError:
        return False


def _stop(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
