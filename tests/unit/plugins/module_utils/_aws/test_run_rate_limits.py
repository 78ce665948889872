# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One rate for all processes of a run, also after one of them was killed while it took its turn."""

from __future__ import annotations

import fcntl
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws import run_rate_limits
from ansible_collections.euc.workspaces.plugins.module_utils._aws.run_rate_limits import RunRateLimits, SharedCells

from ...support.scripted_clock import ScriptedClock

PROCESSES = 8
CHANGES = 500


def fork(work: Callable[[], None]) -> int:
    """Do something in a process that is forked, as Ansible does for each task, and return its id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
        os._exit(0)
    finally:
        os._exit(1)


def end(pid: int) -> int:
    """Wait for the end of a process and return its code, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@contextmanager
def held(cells: SharedCells, cell: int) -> Iterator[int]:
    """Have a process that never comes back from a change of a cell, and give its id."""
    ready, is_ready = os.pipe()

    def change(_number: float) -> float:
        os.write(is_ready, b".")
        signal.pause()
        raise AssertionError("it is killed")

    pid = fork(lambda: cells.update(cell, change) and None)
    try:
        assert os.read(ready, 1) == b"."
        yield pid
    finally:
        os.kill(pid, signal.SIGKILL)
        os.close(ready)
        os.close(is_ready)


def test_no_change_of_another_process_is_lost():
    cells = SharedCells(4)

    def work() -> None:
        for _change in range(CHANGES):
            cells.update(3, lambda number: number + 1)

    assert [end(pid) for pid in [fork(work) for _process in range(PROCESSES)]] == [0] * PROCESSES
    assert cells.update(3, float) == PROCESSES * CHANGES
    assert [cells.update(cell, float) for cell in range(3)] == [0.0] * 3


def test_no_change_of_another_thread_is_lost():
    cells = SharedCells(1)
    threads = [
        threading.Thread(target=lambda: [cells.update(0, lambda number: number + 1) for _change in range(CHANGES)])
        for _thread in range(PROCESSES)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert cells.update(0, float) == PROCESSES * CHANGES


def test_a_process_that_is_killed_while_it_holds_a_cell():
    cells = SharedCells(2)
    with held(cells, 0) as pid:
        changed = fork(lambda: cells.update(0, lambda _number: 7.0) and None)
        # Another cell is free meanwhile, and this one is not.
        assert cells.update(1, lambda _number: 5.0) == 5.0
        assert os.waitpid(changed, os.WNOHANG) == (0, 0)
    assert end(pid) == -signal.SIGKILL
    assert end(changed) == 0
    assert cells.update(0, float) == 7.0


def test_without_a_folder_for_temporary_files(monkeypatch: pytest.MonkeyPatch):
    def none():
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(run_rate_limits.tempfile, "mkstemp", none)
    monkeypatch.setattr(fcntl, "lockf", lambda *_arguments: pytest.fail("there is nothing to lock"))
    assert SharedCells(1).update(0, lambda number: number + 1) == 1.0


def test_processes_wait_for_each_other():
    """Each takes four turns at the same moment of a clock of its own, and sleeps as long as all together must."""
    limits, (slept, has_slept) = RunRateLimits(), os.pipe()

    def work() -> None:
        clock = ScriptedClock()
        for _call in range(4):
            limits.limiter(clock, ("https://workspaces", "eu-west-1", "owner")).take()
            os.write(has_slept, b"%9.3f" % clock.passed)
            clock = ScriptedClock()

    assert [end(pid) for pid in [fork(work) for _process in range(5)]] == [0] * 5
    turns = sorted(float(os.read(slept, 9)) for _call in range(20))
    assert turns == [0.0] * 4 + [0.5 * number for number in range(1, 17)]


@pytest.mark.parametrize("other", [("b", "r", "o"), ("e", "s", "o"), ("e", "r", None)])
def test_another_account_or_region_has_a_rate_of_its_own(other: tuple[str, str, str | None]):
    limits, clock = RunRateLimits(), ScriptedClock()
    for _call in range(4):
        limits.limiter(clock, ("e", "r", "o")).take()
        limits.limiter(clock, other).take()
    assert clock.passed == 0
    limits.limiter(clock, ("e", "r", "o")).take()
    assert clock.passed == 0.5
