# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole modules, run in this process through the real SDK against the simulated AWS."""

from __future__ import annotations

import gc
import os
from functools import partial

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.run_rate_limits import RUN_RATE_LIMITS, SharedCells
from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import preload
from ansible_collections.euc.workspaces.plugins.module_utils._tasks import preflight as preflight_task
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.sources import clients
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.sources.reader import SourceReader, client_options
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock
from ansible_collections.euc.workspaces.plugins.modules import (
    workspaces_bundle,
    workspaces_byol_account,
    workspaces_byol_images,
    workspaces_byol_info,
    workspaces_custom_image_import,
    workspaces_image_copy,
    workspaces_image_retention,
    workspaces_image_sharing,
)
from ansible_collections.euc.workspaces.tests.emulator.server import EmbeddedAws

from .support.botocore_hooks import hurry
from .support.embedded import Embedded
from .support.place import IMAGE, INFRASTRUCTURE, KEY, NAME, PLACE, REGION, SECRET
from .support.running import run_module
from .support.scripted_clock import ScriptedClock

CELLS = SharedCells(1024)
CLOCK = {"now": Clock.now, "sleep": Clock.sleep}

BEHIND_BOTH_WAYS = {
    "test_account_pending",
    "test_account_wait",
    "test_image_wait",
    "test_info_pace",
    "test_lost_replies",
    "test_non_answers",
    "test_races",
    "test_read_faults",
    "test_throttling",
}
"""Calls, waits and faults. Options, results, warnings and failures pass through either way; all other files are about them."""


hurry()
preload()  # Once, for forked tests too: parsing the SDK's data takes longer than all the rest of a module.
gc.freeze()  # What is there now stays to the end; collecting it again and again took a fifth of the time.


@pytest.fixture(scope="module")
def _running():
    """One emulator for each file: there can be one in a process, and the emulator's own tests need theirs."""
    with EmbeddedAws(settings={"clock": "manual"}) as running:
        yield running


@pytest.fixture
def aws(_running):
    """The emulator, empty, in an account that is enabled for BYOL."""
    _running.reset()
    embedded = Embedded(_running)
    embedded.account(support="ENABLED")
    return embedded


@pytest.fixture
def clock(aws, monkeypatch):
    """A clock that steps that of the emulator with its own."""
    scripted = ScriptedClock(aws.advance)
    monkeypatch.setattr(Clock, "now", lambda _self: scripted.now())
    monkeypatch.setattr(Clock, "sleep", lambda _self, seconds: scripted.sleep(seconds))
    return scripted


@pytest.fixture
def real_time(clock, monkeypatch):
    """Time passes as it does, for what the emulator measures in real time."""
    del clock
    monkeypatch.setattr(Clock, "now", CLOCK["now"])
    monkeypatch.setattr(Clock, "sleep", CLOCK["sleep"])


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.startswith("AWS_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))


@pytest.fixture
def connection(aws, clock):
    """Options that lead to the emulator; time stands still there and here."""
    assert not clock.slept
    return {"endpoint_url": aws.url, "region": REGION, "access_key": KEY, "secret_key": SECRET}


@pytest.fixture
def elsewhere(aws):
    """A client of someone else in the same account."""
    import boto3

    place = {"region_name": REGION, "endpoint_url": aws.url}
    return boto3.client("workspaces", aws_access_key_id=KEY, aws_secret_access_key="any", **place)


@pytest.fixture(autouse=True)
def _a_run_of_its_own(monkeypatch):
    """The rate of calls of a run starts again with each test, whose clock may show another time than the last one's."""
    CELLS.memory[:] = bytes(len(CELLS.memory))
    monkeypatch.setattr(RUN_RATE_LIMITS, "_shared", CELLS)


def pytest_generate_tests(metafunc):
    """Run modules both ways, but in the files about what both ways hand over to."""
    if "way" in metafunc.fixturenames:
        shared = metafunc.module.__name__.rpartition(".")[2] in BEHIND_BOTH_WAYS
        metafunc.parametrize("way", ["in_process"] if shared else ["module", "in_process"])


@pytest.fixture
def image(connection, way):
    """Run workspaces_custom_image_import, by default to import the image of the tests."""

    def run(check_mode=False, diff=False, **options):
        wanted = {**connection, **IMAGE, **options}
        return run_module(workspaces_custom_image_import, wanted, check_mode, diff, way)

    return run


@pytest.fixture
def absent(connection, way):
    """Run workspaces_custom_image_import to delete the image of the tests."""

    def run(check_mode=False, diff=False, **options):
        wanted = {**connection, "name": NAME, "state": "absent", **options}
        return run_module(workspaces_custom_image_import, wanted, check_mode, diff, way)

    return run


@pytest.fixture
def source(aws, monkeypatch):
    """Define an AMI and return it as ``image_source``; nothing else can be imported.

    Preflight reaches the emulator. The machine may be slow.
    """
    monkeypatch.setattr(preflight_task, "SourceReader", partial(SourceReader, seconds=300))
    monkeypatch.setattr(clients, "client_options", lambda: {**client_options(), "read_timeout": 300})
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
    aws.settings(sources_modelled=True)
    aws.control.infrastructure(INFRASTRUCTURE, **PLACE)
    return lambda **ami: {"ec2_image_id": aws.control.ami(**PLACE, **ami)}


@pytest.fixture
def images(connection, way):
    """Run workspaces_byol_images. asked: the options of each image, by its name, besides those of the image of the tests.

    preflights: of all images that do not set it.
    """

    def run(asked, check_mode=False, diff=False, preflights="off", **options):
        common = {**IMAGE, "preflight": preflights}
        wanted = {**connection, "images": [{**common, "name": name, **own} for name, own in asked.items()], **options}
        return run_module(workspaces_byol_images, wanted, check_mode, diff, way)

    return run


@pytest.fixture
def account(connection, way):
    """Run workspaces_byol_account."""

    def run(check_mode=False, diff=False, **options):
        return run_module(workspaces_byol_account, {**connection, **options}, check_mode, diff, way)

    return run


@pytest.fixture
def info(connection, way):
    """Run workspaces_byol_info."""

    def run(check_mode=False, **options):
        return run_module(workspaces_byol_info, {**connection, **options}, check_mode, False, way)

    return run


@pytest.fixture
def bundle(connection, way):
    """Run workspaces_bundle."""

    def run(check_mode=False, diff=False, **options):
        return run_module(workspaces_bundle, {**connection, **options}, check_mode, diff, way)

    return run


@pytest.fixture
def sharing(connection, way):
    """Run workspaces_image_sharing."""

    def run(check_mode=False, diff=False, **options):
        return run_module(workspaces_image_sharing, {**connection, **options}, check_mode, diff, way)

    return run


@pytest.fixture
def image_copy(connection, way):
    """Run workspaces_image_copy."""

    def run(check_mode=False, diff=False, **options):
        return run_module(workspaces_image_copy, {**connection, **options}, check_mode, diff, way)

    return run


@pytest.fixture
def retention(connection, way):
    """Run workspaces_image_retention."""

    def run(check_mode=False, diff=False, **options):
        return run_module(workspaces_image_retention, {**connection, **options}, check_mode, diff, way)

    return run
