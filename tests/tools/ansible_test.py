# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ansible-test on a copy of the collection, able to set itself up from a package index alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from . import emulator, layout
from .console import Log, PartError
from .toolchain import Venv

# ansible-test fetches pip's bootstrap script from a host of its own, unless its cache has it.
# This one takes the pip that comes with Python, so nothing but the package index is needed.
GET_PIP = """\
import ensurepip
import pathlib
import sys

wheel = next(pathlib.Path(ensurepip.__file__).parent.glob("_bundled/pip-*.whl"))
sys.path.insert(0, str(wheel))
from pip._internal.cli.main import main

arguments = [argument for argument in sys.argv[1:] if argument not in ("--no-setuptools", "--no-wheel")]
sys.exit(main(["install", "--upgrade", "--force-reinstall", *arguments]))
"""


@dataclass(frozen=True)
class AnsibleTest:
    """ansible-test of one environment, at work in one copy of the collection."""

    venv: Venv
    collection: Path
    home: Path = layout.HOME
    python: str = "default"

    def run(self, log: Log, *command: str) -> list[str]:
        """Run a command of ansible-test in virtual environments of its own."""
        self._cache_pip_bootstrap()
        env = layout.environment(self.venv.bin, home=self.home)
        program = self.venv.bin / "ansible-test"
        return log.run(program, *command, "--color", "no", cwd=self.collection, env=env)

    def sanity(self, log: Log) -> None:
        """Run all sanity tests; there is no list of ignored findings."""
        ignored = sorted(self.collection.glob("tests/sanity/ignore*"))
        if ignored:
            raise PartError(f"there are ignored findings: {', '.join(file.name for file in ignored)}")
        # Without a Python, the tests of what runs on managed nodes run on each supported one that is found.
        self.run(log, "sanity", "--venv")

    def units(self, log: Log, *options: str) -> None:
        """Run the unit tests."""
        self.run(log, "units", *self._where(), "--requirements", *options)

    def integration(self, log: Log, *options: str) -> None:
        """Run the integration targets against the simulated AWS."""
        if not any(self.collection.glob("tests/integration/targets/*/aliases")):
            raise PartError("there are no integration targets")
        with emulator.running(self.collection, log.file.with_suffix(".emulator.log")) as url:
            emulator.write_cloud_config(self.collection, url)
            self.run(log, "integration", *self._where(), "--requirements", *options)

    def _where(self) -> tuple[str, ...]:
        return ("--venv", "--python", self.python)

    def _cache_pip_bootstrap(self) -> None:
        source = next(self.venv.path.glob("lib/python*/site-packages/ansible_test/_internal/python_requirements.py"))
        cache = self.home / ".ansible" / "test" / "cache"
        cache.mkdir(parents=True, exist_ok=True)
        for version in re.findall(r"pip=['\"]([\d.]+)['\"]", source.read_text(encoding="utf-8")):
            (cache / f"get_pip_{version.replace('.', '_')}.py").write_text(GET_PIP, encoding="utf-8")
