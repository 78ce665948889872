# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `make test` runs: the parts of each command, over one copy of the collection."""

from __future__ import annotations

import os
import re
import shlex
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ..playbooks.audit import browser
from . import build, layout, site, toolchain, tree, words
from .ansible_test import AnsibleTest
from .console import Log, Outcome, Part, PartError, run_side_by_side

PLACE = layout.PYTHON_CACHE / "tree"
# What runs beside the other parts writes into a copy of its own.
INTEGRATION_PLACE = layout.PYTHON_CACHE / "tree-of-integration"
# The documentation site leaves out what is private.
SITE_PLACE = layout.PYTHON_CACHE / "tree-of-site"
UNIT_DATA = layout.COVERAGE / "unit"
# Options for the test runner, as in: make unit ARGS="-k import"
ARGUMENTS = tuple(shlex.split(os.environ.get("ARGS", "")))

_LAYING = threading.Lock()


def pytest_arguments(path: str, arguments: Sequence[str] = ARGUMENTS) -> tuple[str, ...]:
    """Return what pytest runs: all tests of ``path``, or those that the arguments name by their own paths."""
    named = any(argument.startswith("tests/") for argument in arguments)
    return (*arguments,) if named else (path, *arguments)


def collection(place: Path = PLACE) -> Path:
    """Lay a copy once for all parts of a run, some of which run in parallel."""
    with _LAYING:
        return _collection(place)


@cache
def _collection(place: Path) -> Path:
    laid = tree.lay(place, toolchain.amazon_aws())
    # For the role that makes the objects of AWX: the linters read its tasks, and a test runs it.
    tree.link_collection(place, "awx.awx", toolchain.awx_awx())
    return laid


def in_tools() -> dict[str, str]:
    """Return the environment in which the copy is found by Ansible and by Python."""
    collection()
    venv = toolchain.tools()
    return layout.environment(
        venv.bin,
        ANSIBLE_COLLECTIONS_PATH=PLACE,
        ANSIBLE_NOCOLOR=1,
        PYTHONPATH=PLACE,
        PYTHONPYCACHEPREFIX=layout.BYTECODE,
    )


def program(name: str) -> Path:
    """Return the path of a program of our environment."""
    return toolchain.tools().bin / name


def nox(session: str, about: str) -> Part:
    """Return the part that runs a session of antsibull-nox.toml."""

    def run(log: Log) -> None:
        env = in_tools()
        # Each session has an environment of its own, where the copy would shadow what is installed there.
        del env["PYTHONPATH"]
        # antsibull-nox reformats the sources unless it takes itself to be in CI.
        env["CI"] = "false" if session == "formatters" else "true"
        envdir = layout.PYTHON_CACHE / "nox"
        command = (program("nox"), "--envdir", envdir, "--sessions", session)

        def install() -> None:
            log.run(*command, "--reuse-existing-virtualenvs", "--install-only", cwd=layout.ROOT, env=env, show=False)

        toolchain.once(envdir / f".installed-{session}", (layout.ROOT / "antsibull-nox.toml").read_text(), install)
        log.run(*command, "-R", cwd=layout.ROOT, env=env)

    return Part(session, about, run)


DOCUMENTED = {
    "module": "plugins/modules",
    "inventory": "plugins/inventory",
    "role": "roles",
}
"""What ansible-doc shows to users, and where it is."""


def changelog(log: Log) -> None:
    """Hold the changelog and its fragments against antsibull-changelog."""
    log.run(program("antsibull-changelog"), "lint", cwd=collection(), env=in_tools())


def linters() -> toolchain.Venv:
    """Return the environment of the linters that antsibull-nox has no session for."""
    return toolchain.Venv(layout.PYTHON_CACHE / "linters").install("lint")


def importer() -> toolchain.Venv:
    """Return the environment of Galaxy's importer."""
    return toolchain.Venv(layout.PYTHON_CACHE / "importer").install("importer")


def install_beside() -> None:
    """Make the environments that the parts use beside our own; a part that needs one waits for it."""
    for environment in (linters, importer, site.environment, build.bill_environment):
        environment()


def wording(log: Log) -> None:
    """Check spelling, and find words that AWS's and Ansible's documentation would not use."""
    venv = linters()
    log.run(venv.bin / "codespell", *words.command(), cwd=layout.ROOT, env=layout.environment(venv.bin))


def workflows(log: Log) -> None:
    """Check the workflows of the repository for insecure patterns, without any network access."""
    venv = linters()
    options = ("--offline", "--no-progress", "--pedantic", "--strict-collection", ".github")
    log.run(venv.bin / "zizmor", *options, cwd=layout.ROOT, env=layout.environment(venv.bin))


def galaxy_import(log: Log) -> None:
    """Build the tarball and import it as Galaxy does; its findings do not show in its exit code."""
    venv = importer()
    site_packages = next(venv.path.glob("lib/python*/site-packages"))
    tree.link_amazon_aws(site_packages, toolchain.amazon_aws())
    tarball = build.tarball(log, collection())
    env = layout.environment(venv.bin)
    output = log.run(venv.bin / "python", "-m", "galaxy_importer.main", tarball, cwd=layout.DIST, env=env)
    findings = [line for line in output if re.match("WARNING|ERROR", line)]
    if findings:
        raise PartError(f"Galaxy's importer has {len(findings)} findings")


def sbom(log: Log) -> None:
    """Build the tarball and its software bill of materials, which must fit the schema of CycloneDX."""
    build.bill(log, build.tarball(log, collection()))


def docs(log: Log) -> None:
    """Build the documentation as a site; a warning fails."""
    tree.lay(SITE_PLACE, toolchain.amazon_aws())
    site.build(log, SITE_PLACE)


def ansible_doc(log: Log) -> None:
    """Render the documentation of everything that has any, as a user sees it."""
    for kind, place in DOCUMENTED.items():
        folder = collection() / place
        names = sorted(path.stem for path in folder.glob("*") if not path.name.startswith(("_", ".")))
        if not names:
            raise PartError(f"there is no {kind}")
        full = [f"{layout.NAMESPACE}.{layout.NAME}.{name}" for name in names]
        # Core 2.19 announces that it will no longer show the attributes of a role; antsibull-docs does.
        env = in_tools() | {"ANSIBLE_DEPRECATION_WARNINGS": "0"}
        output = log.run(program("ansible-doc"), "--type", kind, *full, cwd=layout.ROOT, env=env, show=False)
        text = "\n".join(output).lower()
        problems = [name for name in full if name not in text]
        # ansible-core warns of a collection of its own.
        problems += [line for line in output if re.match(r"\[(WARNING|ERROR)", line) and "/_internal/" not in line]
        if problems:
            raise PartError(f"ansible-doc --type {kind}: {'; '.join(problems)}")


def ansible_test(place: Path = PLACE) -> AnsibleTest:
    """Return ansible-test at work in a copy."""
    python = layout.PYTHON_CACHE.name.removeprefix("python")
    return AnsibleTest(toolchain.tools(), collection(place), python=python)


def integration(*options: str) -> Part:
    """Return the part that runs the integration targets."""

    def run(log: Log) -> None:
        ansible_test(INTEGRATION_PLACE).integration(log, *options, *ARGUMENTS)

    return Part("integration", "ansible-test integration against the simulated AWS", run)


def covered_unit(log: Log) -> None:
    """Run the unit tests by pytest alone, and show what they cover; tracing adds half of their time."""
    layout.COVERAGE.mkdir(parents=True, exist_ok=True)
    UNIT_DATA.unlink(missing_ok=True)
    data = ("--data-file", UNIT_DATA)
    command: tuple[str | Path, ...] = ("run", *data, "-m", "pytest", *pytest_arguments("tests/unit"))
    log.run(program("coverage"), *command, cwd=collection(), env=in_tools())
    # Some of the tests cannot cover what all do.
    limit = ("--fail-under", "0") if ARGUMENTS else ()
    log.run(program("coverage"), "report", *data, *limit, cwd=collection(), env=in_tools())


def tests(name: str, about: str, path: str) -> Part:
    """Return the part that runs the tests at a path with real Ansible processes."""

    def run(log: Log) -> None:
        log.run(program("python"), "-m", "pytest", *pytest_arguments(path), cwd=collection(), env=in_tools())

    return Part(name, about, run)


def soak(log: Log) -> None:
    """Play many rounds of the randomized test, each with another seed."""
    log.run(program("python"), "-m", "tests.playbooks.faults.soak", *ARGUMENTS, cwd=collection(), env=in_tools())


def option_sets(log: Log) -> None:
    """Carry out 20,000 generated option sets, or OPTION_SETS, against the simulated AWS; `make unit` carries out some."""
    path = "tests/unit/plugins/module_utils/_tasks/test_random_options.py"
    env = {"OPTION_SETS": "20000", **in_tools()}
    log.run(program("python"), "-m", "pytest", "-s", path, cwd=collection(), env=env)


def audit(log: Log) -> None:
    """Audit an estate with every condition by real ansible-playbook processes, and open its page in Chromium."""
    left_out: tuple[str, ...] = ()
    if not browser.program():
        log.say("There is no Chromium, so the page of the audit is NOT opened. On Debian: apt-get install chromium")
        left_out = ("--ignore", "tests/playbooks/audit/test_page.py")
    options = (*pytest_arguments("tests/playbooks/audit"), *left_out)
    log.run(program("python"), "-m", "pytest", *options, cwd=collection(), env=in_tools())


def awx(log: Log) -> None:
    """Run what AWX runs, without AWX: jobs, the objects as code, the execution environment, the rulebook."""
    rulebook, options = toolchain.rulebook(), pytest_arguments("tests/playbooks/awx")
    if not rulebook:
        log.say("LEFT OUT: the test of the rulebook, as ansible-rulebook cannot be had here. It needs Java 17.")
        options += ("--ignore", "tests/playbooks/awx/test_rulebook.py")
    env = in_tools() | rulebook
    log.run(program("python"), "-m", "pytest", *options, cwd=collection(), env=env)


def coverage(log: Log) -> None:
    """Show what units and integration have covered together; fail below the limit in pyproject.toml."""
    test = ansible_test(INTEGRATION_PLACE)
    test.run(log, "coverage", "combine", "--venv", "--requirements")
    targets = test.collection / "tests" / "output" / "coverage" / "coverage"
    data = layout.COVERAGE / "data"
    commands = (
        ("combine", "--keep", targets, UNIT_DATA),
        ("html", "--fail-under", "0", "--directory", layout.COVERAGE / "html"),
        ("xml", "--fail-under", "0", "-o", layout.COVERAGE / "coverage.xml"),
        ("report",),
    )
    for command in commands:
        log.run(program("coverage"), command[0], "--data-file", data, *command[1:], cwd=test.collection, env=in_tools())


FORMAT = (nox("formatters", "ruff format, applied"),)
LINT = (
    nox("lint", "ruff, yamllint and mypy"),
    nox("extra-checks", "stray files, action group, trailing whitespace"),
    nox("docs-check", "antsibull-docs"),
    nox("license-check", "copyright and license of each file, by REUSE"),
    nox("ansible-lint", "roles and playbooks, profile production"),
    Part("words", "codespell, with the list of tests/words", wording),
    Part("workflows", "zizmor", workflows),
    Part("changelog", "antsibull-changelog", changelog),
    Part("galaxy-import", "the tarball, as Galaxy imports it", galaxy_import),
    Part("sbom", "the bill of materials of the tarball", sbom),
    Part("docs", "the documentation as a site, without warnings", docs),
    Part("ansible-doc", "the documentation as users see it", ansible_doc),
)
SANITY = (Part("sanity", "ansible-test sanity", lambda log: ansible_test().sanity(log)),)
UNIT = (tests("unit", "pytest", "tests/unit"),)
INTEGRATION = (integration(),)
FAULTS = (tests("faults", "real playbooks while things go wrong", "tests/playbooks/faults"),)
SOAK = (
    *(() if ARGUMENTS else (Part("options", "generated option sets of all modules", option_sets),)),
    Part("soak", "many tasks among random faults", soak),
)
AUDIT = (Part("audit", "an audit of an estate, and its page in a browser", audit),)
LIFECYCLE = (tests("lifecycle", "what comes after the import, by real processes", "tests/playbooks/lifecycle"),)
INVENTORY = (tests("inventory", "the inventory plugin, by real processes", "tests/playbooks/inventory"),)
SCENARIOS = (tests("scenarios", "faults, one by one", "tests/playbooks/faults/test_scenarios.py"),)
RANDOMIZED = (tests("randomized", "faults at random, with a fixed seed", "tests/playbooks/faults/test_randomized.py"),)
AWX = (Part("awx", "what AWX runs, by ansible-runner", awx),)
COVERAGE = (
    Part("unit", "pytest, with coverage", covered_unit),
    integration("--coverage"),
    Part("coverage", "units and integration together", coverage),
)


def everything() -> list[Outcome]:
    """Run what `make test` runs, what takes longest first, so that the cores have work to the end."""
    for place in (PLACE, INTEGRATION_PLACE):
        collection(place)
    groups = (
        INTEGRATION,
        # These share the tarball and the environments of their tools.
        LINT,
        SCENARIOS,
        UNIT,
        SANITY,
        AWX,
        AUDIT,
        LIFECYCLE,
        INVENTORY,
        RANDOMIZED,
    )
    return run_side_by_side(groups, at_once())


def at_once() -> int:
    """Return how many parts run at a time: one more than there are cores, as playbooks wait for AWS much of their time."""
    return (os.cpu_count() or 1) + 1
