# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The environment of an Ansible process of a test: nothing of AWS from the shell, and all files in the test's folder."""

from __future__ import annotations

import os
import sys
import tempfile
from functools import cache
from pathlib import Path

PROGRAMS = Path(sys.executable).parent
"""Where the programs of Ansible are."""

SCRUBBED = ("AWS_", "BOTO")
"""Settings of the developer's shell that would change what a test does; make leaves out those of Ansible."""

PATIENT = "[defaults]\ninternal_poll_interval = 0.02\n"
"""An ansible.cfg where many playbooks wait at a time: each looks for the end of its workers, by default every millisecond."""


def clean_environment(folder: Path, **settings: str) -> dict[str, str]:
    """The variables. folder: of the process. settings: more of them."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(SCRUBBED)}
    # Without bytecode a process takes five times the processor time, and beside the sources it would get into a tarball.
    bytecode = {} if "PYTHONPYCACHEPREFIX" in kept else {"PYTHONDONTWRITEBYTECODE": "1"}
    return kept | {
        "PATH": os.pathsep.join((str(PROGRAMS), kept.get("PATH", os.defpath))),
        "ANSIBLE_ASYNC_DIR": str(folder / "async"),
        "ANSIBLE_HOME": str(folder / "home"),
        "ANSIBLE_LOCAL_TEMP": str(folder / "local"),
        "ANSIBLE_REMOTE_TEMP": str(folder / "remote"),
        "ANSIBLE_NOCOLOR": "true",
        "AWS_EC2_METADATA_DISABLED": "true",
        **bytecode,
        **settings,
    }


@cache
def unquoted_python() -> str:
    """This Python, by a path without spaces: ansible-core does not quote that of a task with async."""
    if " " not in sys.executable:
        return sys.executable
    link = Path(tempfile.mkdtemp()) / "python"
    link.symlink_to(sys.prefix)
    return str(link / Path(sys.executable).relative_to(sys.prefix))
