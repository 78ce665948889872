# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection at work against the simulated AWS, step by step; fails when a step does not do what its text says."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.emulator.control import EmulatorControl
from tests.tools import emulator, layout
from tests.tools.console import table

from .steps import PIPELINE, PLACE, REPORT, STEPS, Step

# What `source` reads to reach the simulated AWS of KEEP=1.
ENVIRONMENT = PLACE / "environment.sh"

SPEED = ("--import-seconds", "24", "--account-seconds", "4")
SURROUNDINGS = {
    "AWS_ACCESS_KEY_ID": f"EMULATED{emulator.ACCOUNT}",
    "AWS_SECRET_ACCESS_KEY": "emulated",
    "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml",
    "ANSIBLE_NOCOWS": "true",
    "ANSIBLE_REMOTE_TEMP": str(PLACE / "tmp"),
}
WIDTH = 100


class DemoError(Exception):
    """A step did not do what its text says."""


def main() -> int:
    """Show all steps; whatever happens, the simulated AWS is stopped at the end."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    PLACE.mkdir(parents=True, exist_ok=True)
    say("An AWS on this machine", "It speaks as AWS does, keeps a log of each call, and is stopped at the end.")
    try:
        with emulator.running(layout.ROOT, PLACE / "emulator.log", *SPEED) as url:
            print(f"It listens on {url}")
            aws = EmulatorControl(url)
            rows = [show(step, aws) for step in STEPS]
            summarize(rows)
            if os.environ.get("KEEP"):
                keep(url)
    except DemoError as error:
        print(f"\nThe demo failed: {error}")
        return 1
    except KeyboardInterrupt:
        # Not an error: make ends by the same signal, and would add a line of its own to any other status.
        print("\nInterrupted. The simulated AWS is stopped.")
        return 0
    print("The simulated AWS is stopped. To start with your own account, see README.md.")
    return 0


def summarize(rows: Sequence[tuple[str, str, str]]) -> None:
    """Print the calls that each step made, and where the report of the audit is."""
    say(
        "API calls made",
        "Calls to Amazon WorkSpaces in each step, from the log of the simulated AWS. Most of those of the first"
        " run are polls while it waits.",
    )
    print(table(("step", "calls", "of them to change something"), rows))
    found = json.loads((REPORT / "report.json").read_text(encoding="utf-8"))["summary"]["findings"]
    if not found["resolved"] or found["total"]:
        raise DemoError(f"the second audit has found {found}")
    print(
        f"\nSince the first audit {found['resolved']} findings are resolved, {found['open']} are still open, {found['new']} are new."
    )
    print(f"Open the report of the audit: {(REPORT / 'report.html').relative_to(layout.ROOT)}", flush=True)


def keep(url: str) -> None:
    """Print what the user's playbooks need to reach the simulated AWS, and wait for SIGINT, which stops it."""
    variables = SURROUNDINGS | {
        "AWS_ENDPOINT_URL": url,
        "AWS_REGION": "eu-central-1",
        "ANSIBLE_COLLECTIONS_PATH": os.environ["ANSIBLE_COLLECTIONS_PATH"],
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}$PATH",
    }
    # Only PATH has something for the shell to expand.
    lines = [f"export {name}={shlex.quote(value)}" for name, value in variables.items() if name != "PATH"]
    ENVIRONMENT.write_text("\n".join([*lines, f'export PATH="{variables["PATH"]}"', ""]), encoding="utf-8")
    say("Your own playbooks", "The simulated AWS stays up. In another terminal, in this folder:")
    print(f"$ source {ENVIRONMENT.relative_to(layout.ROOT)}")
    print(f"$ ansible-playbook {shlex.join(PIPELINE)} --check --diff\n")
    print(ENVIRONMENT.read_text(encoding="utf-8"))
    print("Press Ctrl-C to stop it.", flush=True)
    signal.pause()


def show(step: Step, aws: EmulatorControl) -> tuple[str, str, str]:
    """Run the playbook of a step under its heading; return its line of the table."""
    say(step.heading, step.text)
    print(f"$ {shlex.join(['ansible-playbook', *step.arguments])}", flush=True)
    aws.clear_calls()
    status, output = play(step, os.environ | SURROUNDINGS | {"AWS_ENDPOINT_URL": aws.url, **step.settings})
    if bool(status) != bool(step.fails_with):
        raise DemoError(f"ansible-playbook ended with {status}")
    if step.fails_with not in " ".join(output.split()):
        raise DemoError(f"its output does not have: {step.fails_with}")
    calls = aws.calls(service="workspaces")
    changing = [call["operation"] for call in calls if call["write"]]
    if Counter(changing) != Counter(step.changing):
        raise DemoError(f"the calls that change something were {changing}, not {list(step.changing)}")
    counted = ", ".join(f"{count} {operation}" for operation, count in Counter(changing).items())
    return step.heading, str(len(calls)), counted or "none"


def play(step: Step, env: Mapping[str, str]) -> tuple[int, str]:
    """Run the playbook of a step, and return its status and, of a step that is to fail, its output.

    When the demo is stopped meanwhile, let it stop its tasks.
    """
    command = ["ansible-playbook", *step.arguments]
    stdout = subprocess.PIPE if step.fails_with else None
    with subprocess.Popen(command, cwd=layout.ROOT, env=dict(env), stdout=stdout, text=True) as process:
        try:
            lines = []
            for line in shortened(process.stdout or ()):
                print(line, end="", flush=True)
                lines.append(line)
            return process.wait(), "".join(lines)
        finally:
            process.terminate()


def shortened(lines: Iterable[str]) -> Iterator[str]:
    """Yield what ansible-playbook prints, of the results of failed tasks the message only."""
    in_result = in_message = False
    for line in lines:
        if not line.startswith(" "):
            in_result = line.startswith("fatal: ")
            in_message = False
        elif not line.startswith(" " * 5):
            in_message = line.strip().startswith("msg:")
        if in_message or not in_result or line.startswith("fatal: "):
            yield line


def say(heading: str, text: str) -> None:
    """Print a heading and what it means."""
    print(f"\n\n=== {heading} {'=' * (WIDTH - len(heading) - 5)}\n{textwrap.fill(text, WIDTH)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
