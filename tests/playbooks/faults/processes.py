# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The processes of a playbook: ansible-playbook itself, its workers, and the modules that they start.

A task runs in a module's own process, or, where Ansible runs it in process, in the worker. Whoever makes a task's calls
is therefore a module if there is one, and a worker otherwise.
"""

from __future__ import annotations

import os
import signal
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from .conditions import until

MODULE = b"AnsiballZ_"
"""In the command line of every module that Ansible starts, and of what starts it."""

PROGRAM = b"ansible-playbook"


class Part(str, Enum):
    """Who a signal goes to."""

    PARENT = "ansible-playbook"
    WORKER = "its workers"
    CALLER = "the process that calls AWS"
    EVERYTHING = "every process of the job"


class Process(NamedTuple):
    """A process that runs, or is stopped."""

    pid: int
    state: str
    command: bytes

    @property
    def is_module(self) -> bool:
        """Whether it is a module, or a shell or wrapper around one."""
        return MODULE in self.command


def marked(mark: bytes) -> list[Process]:
    """All processes with this variable in their environment, whatever their parent and process group are by now."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                state = (folder / "stat").read_bytes().rpartition(b") ")[2][:1].decode()
                found.append(Process(int(folder.name), state, (folder / "cmdline").read_bytes()))
        except OSError:
            # It has ended, or it is not ours.
            continue
    return found


def of_part(processes: list[Process], part: Part, parent: int) -> list[Process]:
    """Those of the processes that a signal to this part goes to."""
    workers = [process for process in processes if not process.is_module and process.pid != parent]
    workers = [process for process in workers if PROGRAM in process.command]
    return {
        Part.PARENT: [process for process in processes if process.pid == parent],
        Part.WORKER: workers,
        Part.CALLER: [process for process in processes if process.is_module] or workers,
        Part.EVERYTHING: processes,
    }[part]


def send(processes: list[Process], number: signal.Signals) -> None:
    """Send a signal to all of them that there still are."""
    for process in processes:
        try:
            os.kill(process.pid, number)
        except ProcessLookupError:
            continue


def stop(processes: list[Process]) -> None:
    """Stop them, and return when they have stopped."""
    send(processes, signal.SIGSTOP)
    until(lambda: all(_has_stopped(process.pid) for process in processes), "they have stopped")


def _has_stopped(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_bytes().rpartition(b") ")[2][:1] in (b"T", b"Z")
    except OSError:
        return True
