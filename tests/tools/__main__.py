# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands behind the Makefile: `python -m tests.tools COMMAND`."""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from . import build, layout, matrix, parts, release, site, toolchain
from .console import Log, Part, run_in_turn, run_part, summary

# The exit status of a shell for what SIGINT ends.
INTERRUPTED = 130
TESTS = {
    "format": parts.FORMAT,
    "lint": parts.LINT,
    "sanity": parts.SANITY,
    "unit": parts.UNIT,
    "integration": parts.INTEGRATION,
    "audit": parts.AUDIT,
    "faults": parts.FAULTS,
    "soak": parts.SOAK,
    "awx": parts.AWX,
    "coverage": parts.COVERAGE,
    "inventory": parts.INVENTORY,
    "lifecycle": parts.LIFECYCLE,
}


def test(command: str) -> int:
    """Run the parts of a test command."""
    setup("test")
    return summary(run_in_turn(TESTS[command]))


def test_everything() -> int:
    """Run all parts, which begin when our own environment is made, whatever of the others is not."""
    with ThreadPoolExecutor(1) as beside:
        # What goes wrong here goes wrong again in the part that needs it.
        beside.submit(parts.install_beside)
        setup("test")
        return summary(parts.everything())


def setup(purpose: str) -> int:
    """Make the environment of a purpose."""
    tools = toolchain.tools().install(purpose)
    toolchain.amazon_aws()
    # A path for people and guides, whatever the Python at hand.
    layout.VENV.unlink(missing_ok=True)
    layout.VENV.symlink_to(tools.path)
    return 0


def script(folder: str, venv: toolchain.Venv) -> int:
    """Hand over to tests/FOLDER/run, with the collection installed as a user would have it."""
    build.install(_log(folder))
    program = layout.ROOT / "tests" / folder / "run"
    env = layout.environment(venv.bin, ANSIBLE_COLLECTIONS_PATH=build.INSTALLED)
    sys.stdout.flush()
    os.chdir(layout.ROOT)
    os.execve(program, [str(program), *parts.ARGUMENTS], env)


def demo() -> int:
    """Show the collection at work."""
    setup("run")
    return script("demo", toolchain.tools())


def bench() -> int:
    """Measure, in an environment of its own: the AWS command line in it may hold the SDK to an older version."""
    setup("run")
    return script("bench", toolchain.Venv(layout.PYTHON_CACHE / "bench").install("bench"))


def tarball() -> int:
    """Build the tarball."""
    setup("run")
    build.tarball(_log("build"), parts.collection())
    return 0


def docs() -> int:
    """Build the documentation as a site."""
    setup("test")
    log = _log("docs")
    parts.docs(log)
    log.say(f"Open {(site.SITE / 'html' / 'index.html').relative_to(layout.ROOT)}")
    return 0


def changelog() -> int:
    """Turn the fragments into the changelog of the version in galaxy.yml."""
    setup("test")
    _log("changelog").run(parts.program("antsibull-changelog"), "release", cwd=layout.ROOT, env=parts.in_tools())
    return 0


def make_release() -> int:
    """Make what is published of the version in VERSION; the release workflow runs this for a tag."""
    setup("test")
    version = os.environ.get("VERSION", "")
    about = "the tarball, its bill of materials and the notes"
    return summary([run_part(Part("release", about, lambda log: release.make(log, version)))])


def clean() -> int:
    """Remove all that these commands made."""
    shutil.rmtree(layout.CACHE, ignore_errors=True)
    return 0


COMMANDS = {
    "setup": lambda: setup("test"),
    "test": test_everything,
    "demo": demo,
    "bench": bench,
    "build": tarball,
    "docs": docs,
    "changelog": changelog,
    "release": make_release,
    "matrix": lambda: matrix.run(parts.ARGUMENTS),
    "cells": matrix.show,
    "clean": clean,
}


def _log(name: str) -> Log:
    layout.LOGS.mkdir(parents=True, exist_ok=True)
    file = layout.LOGS / f"{name}.log"
    file.unlink(missing_ok=True)
    return Log(file)


@contextmanager
def alone() -> Iterator[None]:
    """Keep a second run in the same checkout waiting: both would write the same copy."""
    layout.CACHE.mkdir(exist_ok=True)
    lock = layout.CACHE / "lock"
    with lock.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another run is at work in this checkout; waiting for it", flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        # The demo and the benchmark replace this process; they keep the lock.
        os.set_inheritable(handle.fileno(), True)
        yield


def main() -> int:
    """Run the command named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=[*TESTS, *COMMANDS])
    command = parser.parse_args().command
    try:
        with alone():
            return test(command) if command in TESTS else COMMANDS[command]()
    except KeyboardInterrupt:
        print(f"\nmake {command} was interrupted.")
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
