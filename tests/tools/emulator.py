# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated AWS as a process of its own, and the settings that point integration tests at it."""

from __future__ import annotations

import configparser
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import layout, toolchain
from .console import PartError

# The simulated AWS takes an access key of this form for the account that it names.
ACCOUNT = "123456789012"
READY = "Simulated AWS on "


@contextmanager
def running(collection: Path, log: Path, *options: str) -> Iterator[str]:
    """Run the simulated AWS of a copy of the collection; give its URL and stop it at the end."""
    venv = toolchain.tools()
    command = [str(venv.bin / "python"), "tests/emulator", "--port", "0", *options]
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            command,
            cwd=collection,
            env=layout.environment(venv.bin),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line.startswith(READY):
                raise PartError(f"the simulated AWS did not start, see {log.relative_to(layout.ROOT)}")
            yield line.removeprefix(READY).strip()
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def write_cloud_config(collection: Path, url: str) -> None:
    """Write the file that ansible-test hands to targets with the alias cloud/aws."""
    config = configparser.ConfigParser()
    config["default"] = {
        "aws_access_key": f"EMULATED{ACCOUNT}",
        "aws_secret_key": "emulated",
        "security_token": "",
        "aws_region": "us-east-1",
        "aws_endpoint_url": url,
        # Only the simulated AWS has a control API; targets leave out what needs it elsewhere.
        "emulator_url": url,
        # ansible-core writes async jobs to our HOME, and searches for them in that of the user database.
        "ansible_async_dir": str(layout.HOME / ".ansible_async"),
    }
    with (collection / "tests" / "integration" / "cloud-config-aws.ini").open("w", encoding="utf-8") as file:
        config.write(file)
