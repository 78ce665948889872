# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ansible-builder finds the SDK in the tarball, and takes the definition of an execution environment that we give."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
import yaml
from ansible.constants import COLLECTIONS_PATHS

ROOT = Path(__file__).resolve().parents[3]
PROGRAMS = Path(sys.executable).parent
DEFINITION = ROOT / "docs" / "awx" / "execution-environment.yml"


def run(*command: object, cwd: Path) -> str:
    """Run one of our programs; return what it wrote."""
    env = os.environ | {"PATH": os.pathsep.join((str(PROGRAMS), os.environ.get("PATH", os.defpath)))}
    words = [str(PROGRAMS / str(command[0])), *map(str, command[1:])]
    ended = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The collection as users get it, out of its tarball, beside amazon.aws."""
    folder = tmp_path_factory.mktemp("ee")
    run("ansible-galaxy", "collection", "build", "--output-path", folder, cwd=ROOT)
    collections = folder / "tree" / "ansible_collections"
    with tarfile.open(next(folder.glob("*.tar.gz"))) as tarball:
        tarball.extractall(collections / "euc" / "workspaces", filter="data")
    source = next(
        path for root in COLLECTIONS_PATHS if (path := Path(root, "ansible_collections", "amazon", "aws")).exists()
    )
    shutil.copytree(source, collections / "amazon" / "aws", ignore=shutil.ignore_patterns("plugins", "tests"))
    return folder / "tree"


def test_builder_finds_the_sdk(installed: Path) -> None:
    """The floors of boto3 and botocore are in what would be installed, and nothing of the system is."""
    found = yaml.safe_load(run("ansible-builder", "introspect", "--sanitize", installed, cwd=installed))
    ours = {
        kind: [line.partition("#")[0].strip() for line in lines if "collection euc.workspaces" in line]
        for kind, lines in found.items()
    }
    assert ours["python"] == ["boto3>=1.40.10", "botocore>=1.40.10"]
    # Of the system, only what tests of the collection need; bindep leaves that out.
    assert all("[test" in line for line in ours["system"])


def test_builder_takes_our_definition(tmp_path: Path) -> None:
    """It matches the schema and requires the collection, and the entrypoint is that of ansible-builder."""
    options = ("--context", tmp_path, "--output-filename", "Containerfile")
    run("ansible-builder", "create", "--file", DEFINITION, *options, cwd=tmp_path)
    containerfile = (tmp_path / "Containerfile").read_text()
    assert "/opt/builder/bin/entrypoint" in containerfile
    wanted = yaml.safe_load((tmp_path / "_build" / "requirements.yml").read_text())
    assert {entry["name"] for entry in wanted["collections"]} == {"amazon.aws", "euc.workspaces"}


def test_our_definition_allows_every_core_that_the_collection_allows() -> None:
    """An upper bound would exclude the next ansible-core, which nobody then tries."""
    pinned = yaml.safe_load(DEFINITION.read_text())["dependencies"]["ansible_core"]["package_pip"]
    lowest = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text())["requires_ansible"]
    assert pinned == f"ansible-core{lowest.removesuffix('.0')}"
