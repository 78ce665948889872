# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running commands with their output shown and logged, and parts with a summary at the end."""

from __future__ import annotations

import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from . import layout


class PartError(Exception):
    """A part failed; the message says of what."""


@dataclass(frozen=True)
class Part:
    """One line of the summary."""

    name: str
    about: str
    run: Callable[[Log], None]


@dataclass
class Log:
    """The console and the log file of one part."""

    file: Path
    shown: bool = True
    lines: list[str] = field(default_factory=list)

    def say(self, text: str, *, show: bool = True) -> None:
        """Log a line, and show it."""
        if show and self.shown:
            print(text, flush=True)
        self.lines.append(text)
        with self.file.open("a", encoding="utf-8") as log:
            log.write(text + "\n")

    def run(self, *command: str | Path, cwd: Path, env: Mapping[str, str], show: bool = True) -> list[str]:
        """Run a command and return its output, lines of both streams; fail when it does."""
        words = [str(word) for word in command]
        self.say(f"$ {shlex.join([Path(words[0]).name, *words[1:]])}")
        start = len(self.lines)
        with subprocess.Popen(
            words,
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            for line in process.stdout or ():
                self.say(line.rstrip("\n"), show=show)
        if process.returncode:
            raise PartError(f"{Path(words[0]).name} ended with {process.returncode}")
        return self.lines[start:]


@dataclass(frozen=True)
class Outcome:
    """How a part ended; `problem` is empty when it passed."""

    part: Part
    seconds: float
    problem: str
    log: Path


def heading(part: Part) -> None:
    """Show what comes next."""
    print(f"\n{'=' * 8} {part.name}: {part.about}", flush=True)


def run_part(part: Part, logs: Path = layout.LOGS, *, shown: bool = True) -> Outcome:
    """Run one part, under its heading if its output is shown."""
    logs.mkdir(parents=True, exist_ok=True)
    file = logs / f"{part.name.replace(' ', '-')}.log"
    file.write_text("", encoding="utf-8")
    if shown:
        heading(part)
    start = time.monotonic()
    problem = ""
    log = Log(file, shown)
    try:
        part.run(log)
    except (PartError, OSError, subprocess.CalledProcessError) as error:
        problem = str(error)
        log.say(f"FAILED: {problem}")
    return Outcome(part, time.monotonic() - start, problem, file)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Format rows in columns as wide as their contents."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def run_in_turn(parts: Sequence[Part], logs: Path = layout.LOGS) -> list[Outcome]:
    """Run all parts one after another, whatever fails."""
    return [run_part(part, logs) for part in parts]


def run_side_by_side(groups: Sequence[Sequence[Part]], at_once: int, logs: Path = layout.LOGS) -> list[Outcome]:
    """Run all groups, ``at_once`` at a time, and the parts of a group in turn; a part is shown when it has ended."""
    printing, interrupted = threading.Lock(), threading.Event()

    def run(group: Sequence[Part]) -> list[Outcome]:
        outcomes = []
        for part in group:
            if not interrupted.is_set():
                print(f"{part.name} begins", flush=True)
                try:
                    outcomes.append(run_part(part, logs, shown=False))
                except BaseException:
                    interrupted.set()
                    raise
                with printing:
                    heading(part)
                    print(outcomes[-1].log.read_text(encoding="utf-8"), flush=True)
        return outcomes

    with ThreadPoolExecutor(at_once) as pool:
        try:
            futures = [pool.submit(run, group) for group in groups]
            return [outcome for future in futures for outcome in future.result()]
        finally:
            # What has not begun never does, if this is not the end but an interruption.
            interrupted.set()
            pool.shutdown(wait=False, cancel_futures=True)


def summary(outcomes: Sequence[Outcome]) -> int:
    """Show how the parts ended, and the plain total. Return an exit code."""
    rows = [(one.part.name, f"{one.seconds:.0f}", one.problem or "ok") for one in outcomes]
    failed = sum(bool(one.problem) for one in outcomes)
    print(f"\n{table(('part', 'seconds', 'result'), rows)}\n\nLogs: {layout.LOGS.relative_to(layout.ROOT)}")
    print(f"{len(outcomes) - failed} passed, {failed} failed")
    sys.stdout.flush()
    return 1 if failed else 0
