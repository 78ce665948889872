# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A year of monthly releases in 5 accounts and 3 Regions: the tasks of the playbooks in this process, on a clock that is moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.euc.workspaces.plugins.filter._byol_release_plan import _byol_release_plan
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.bundle import BUNDLE
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.copy import COPY
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.image import IMAGE
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.info import INFO
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.preflight import PREFLIGHT
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.retention import RETENTION
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.sharing import SHARING

from ...emulator.server import EmbeddedAws
from .host import ACCOUNTS, REGIONS, Host, Json, surroundings_of

DAY = 86400.0
MONTHS = 12
RINGS = (
    {"name": "pilot", "bundle": "win11-pilot", "soak_days": 3},
    {"name": "early", "bundle": "win11-early", "soak_days": 7},
    {"name": "broad", "bundle": "win11", "soak_days": 0},
)
PROMOTIONS = {0: "pilot", 3: "early", 10: "broad"}
"""Which ring has its turn on which day of a month."""

ROLLED_BACK = 6
"""The month whose image is taken back, on the day before the last ring would have it."""

RUNS = {2: (0, 1, 3, 9, 10, 20), ROLLED_BACK: (0, 3, 9, 10)}
"""On which days the release runs, by month; in all others on those of the promotions. On other days nothing may change."""

KEEP = 3
INFRASTRUCTURE = f"arn:aws:imagebuilder:{REGIONS[0]}:{ACCOUNTS[0]}:infrastructure-configuration/byol"


class Year:
    """The estate, and what is done in it month by month."""

    def __init__(self, aws: EmbeddedAws) -> None:
        self._aws = aws
        surroundings = surroundings_of(aws)
        self.clock = surroundings.clock
        aws.estate(list(ACCOUNTS), list(REGIONS), account_state={"support": "ENABLED"})
        aws.organization([{"id": account, "name": account} for account in ACCOUNTS[1:]], account=ACCOUNTS[0])
        self.hosts = [Host(account, region, surroundings) for account in ACCOUNTS for region in REGIONS]
        self.source, *self.others = self.hosts
        aws.infrastructure(INFRASTRUCTURE, **self.source.where)

    def play(self) -> None:
        """Play the year."""
        for month in range(1, MONTHS + 1):
            end = self.clock.now() + 30 * DAY
            self._make(name_of(month))
            if month == 1:
                self._make_bundles(name_of(month))
            released = self.clock.now()
            for day in RUNS.get(month, tuple(PROMOTIONS)):
                self._go_to(released + day * DAY)
                self._release_on(month, day)
            self._retain()
            self._go_to(end)

    def _make(self, name: str) -> None:
        """Import an image in the source, and copy it to all other accounts and Regions."""
        source = {"ec2_image_id": self._aws.ami(**self.source.where)}
        wanted = {"name": name, "image_source": source, "os_version": "Windows_11"}
        wanted["infrastructure_configuration_arn"] = INFRASTRUCTURE
        # On a slow machine not all of it is read in time.
        assert self.source.run(PREFLIGHT, **wanted)["verdict"] in ("pass", "unknown")
        made = self.source.run(IMAGE, **wanted, description="Windows 11 Enterprise", wait=True, wait_delay=600)
        copied = {"name": name, "source_image_id": made["image_id"], "source_region": self.source.region}
        shared = [account for account in ACCOUNTS if account != self.source.account]
        self.source.run(SHARING, name=name, account_ids=shared)
        for wait in (False, True):
            for host in self.others:
                host.run(COPY, **copied, wait=wait)
        # The copies do not need it, and what is shared is never deleted.
        self.source.run(SHARING, name=name, account_ids=[])

    def _make_bundles(self, name: str) -> None:
        for host in self.hosts:
            for ring in RINGS:
                size = {"compute_type": "STANDARD", "user_storage": 50}
                host.run(BUNDLE, name=ring["bundle"], description="Windows 11", image_name=name, wait=True, **size)

    def _release_on(self, month: int, day: int) -> None:
        """Run the release as on every day, and assert that it does what is due and nothing else."""
        name, taken_back = name_of(month), month == ROLLED_BACK and day >= 9
        if month == ROLLED_BACK and day == 9:
            moved = [self._release(host, name, "rolled_back") for host in self.hosts]
            assert moved == [["pilot", "early"]] * len(self.hosts)
            assert [self._release(host, name, "rolled_back") for host in self.hosts] == [[]] * len(self.hosts)
        due = [PROMOTIONS[day]] if day in PROMOTIONS and month > 1 and not taken_back else []
        moved = [self._release(host, name, "promoted") for host in self.hosts]
        assert moved == [due] * len(self.hosts), (month, day, moved)

    def _release(self, host: Host, name: str, state: str) -> list[str]:
        """Do what the role byol_release does, and return the names of the rings that were moved."""
        bundles = [ring["bundle"] for ring in RINGS]
        facts = host.run(INFO, gather=["images", "bundle_tags"], names=[name], bundle_names=bundles)
        plan = _byol_release_plan(facts, name, RINGS, state)
        assert "failure" not in plan, plan
        for move in plan["moves"]:
            assert host.run(BUNDLE, **move["options"])["changed"] is True
        return [move["ring"]["name"] for move in plan["moves"]]

    def _retain(self) -> None:
        for host in self.hosts:
            host.run(RETENTION, name_pattern=r"(win11)-\d{2}", keep=KEEP, state="absent")

    def _go_to(self, moment: float) -> None:
        self.clock.sleep(max(0.0, moment - self.clock.now()))


def name_of(month: int) -> str:
    """Return the name of the image of a month."""
    return f"win11-{month:02d}"


def deleted_in_use(calls: list[Mapping[str, Any]]) -> list[str]:
    """Return the images that a bundle had, could be rolled back to, or that were shared when they were deleted.

    calls: the log of the simulated AWS, from which the state at each deletion is rebuilt, whatever our code has read.
    """
    bundles: dict[str, Json] = {}
    shares: dict[str, set[str]] = {}
    found = []
    for call in (each for each in calls if each["write"] and each["acted"]):
        operation, params = call["operation"], call["params"]
        if operation == "CreateWorkspaceBundle":
            bundles[call["result"]["WorkspaceBundle"]["BundleId"]] = {"image": params["ImageId"], "previous": None}
        elif operation == "UpdateWorkspaceBundle":
            bundles[params["BundleId"]]["image"] = params["ImageId"]
        elif operation == "CreateTags" and params["ResourceId"] in bundles:
            tags = {tag["Key"]: tag["Value"] for tag in params["Tags"]}
            bundles[params["ResourceId"]]["previous"] = tags["euc.workspaces/previous_image"]
        elif operation == "UpdateWorkspaceImagePermission":
            accounts = shares.setdefault(params["ImageId"], set())
            (accounts.add if params["AllowCopyImage"] else accounts.discard)(params["SharedAccountId"])
        elif operation == "DeleteWorkspaceImage":
            used = {image for bundle in bundles.values() for image in bundle.values()}
            if params["ImageId"] in used or shares.get(params["ImageId"]):
                found.append(params["ImageId"])
    return found
