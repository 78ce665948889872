# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who imports whom among the private packages: the rules of plugins/module_utils/README.md and plugin_utils/README.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PLUGINS = Path(__file__).resolve().parents[4] / "plugins"
BASIC = "ansible.module_utils.basic"
SHARED = ("module_utils",)

# What each package may import of this collection, besides itself; a prefix stands for all below it.
ALLOWED: dict[str, tuple[str, ...]] = {
    "module_utils._aws": (),
    "module_utils._byol": ("module_utils._aws.errors", "module_utils._aws.validation", "module_utils._aws.text"),
    "module_utils._wait": ("module_utils._aws", "module_utils._byol"),
    "module_utils._tasks": SHARED,
    "plugin_utils._action": (*SHARED, "plugin_utils._roles"),
    "plugin_utils._audit": (*SHARED, "plugin_utils._desired", "plugin_utils._roles"),
    "plugin_utils._awx": (*SHARED, "plugin_utils._roles"),
    "plugin_utils._desired": (*SHARED, "plugin_utils._roles", "plugin_utils._awx"),
    "plugin_utils._inventory": SHARED,
    "plugin_utils._roles": (),
}

# Imports against the rules that have a reason; a test fails for one that is there no longer.
EXCEPTIONS = {
    ("module_utils/_byol/image_options.py", "module_utils._aws.sdk.refuse_old_sdk"): "reports an SDK that is too old",
}


def imports(file: Path) -> Iterator[str]:
    """Yield the full dotted names that a file imports, wherever it does; names of this collection start with their kind."""
    package = file.relative_to(PLUGINS).parent.parts
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from (
                f"{module}.{alias.name}".removeprefix("ansible_collections.euc.workspaces.plugins.")
                for alias in node.names
            )


def within(name: str, prefixes: tuple[str, ...]) -> bool:
    """Say whether a dotted name is one of the prefixes or below it."""
    return any(f"{name}.".startswith(f"{prefix}.") for prefix in prefixes)


def against_the_rules() -> Iterator[tuple[str, str]]:
    """Yield each file with an import that its package may not have."""
    for package, allowed in ALLOWED.items():
        for file in sorted((PLUGINS / package.replace(".", "/")).rglob("*.py")):
            for name in imports(file):
                if within(name, ("module_utils", "plugin_utils")) and not within(name, (package, *allowed)):
                    yield file.relative_to(PLUGINS).as_posix(), name
    for file in sorted(PLUGINS.rglob("*.py")):
        path = file.relative_to(PLUGINS).as_posix()
        if path != "module_utils/_tasks/frame.py" and not path.startswith("modules/"):
            yield from ((path, name) for name in imports(file) if within(name, (BASIC,)))


def test_each_package_has_its_rules() -> None:
    there = {
        f"{kind}.{path.name}" for kind in ("module_utils", "plugin_utils") for path in (PLUGINS / kind).glob("_*/")
    }
    assert {name for name in there if "__pycache__" not in name} == set(ALLOWED)


def test_imports_go_in_one_direction() -> None:
    assert set(against_the_rules()) == set(EXCEPTIONS)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from .. import _wait", "module_utils._wait"),
        ("from .._wait.clock import Clock", "module_utils._wait.clock.Clock"),
        ("def f():\n    import ansible.module_utils.basic", BASIC),
        ("from ansible_collections.euc.workspaces.plugins.module_utils._byol import plan", "module_utils._byol.plan"),
    ],
)
def test_an_import_is_found_however_it_is_written(
    source: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "PLUGINS", tmp_path)
    file = tmp_path / "module_utils" / "_aws" / "example.py"
    file.parent.mkdir(parents=True)
    file.write_text(source)
    assert list(imports(file)) == [expected]
