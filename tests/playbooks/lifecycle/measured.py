# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tasks after the import cost in calls, and what happens after a fault of each call that changes something."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.euc.workspaces.plugins.filter._byol_release_plan import _byol_release_plan
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.bundle import BUNDLE
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.copy import COPY
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.info import INFO
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.retention import RETENTION
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.sharing import SHARING

from ...emulator.server import EmbeddedAws
from .host import ACCOUNTS, REGIONS, Host, Json, surroundings_of

DAY = 86400
RINGS = ("pilot", "early", "broad")
OTHER = ACCOUNTS[1]
FAR = REGIONS[1]


class Place:
    """One account in one Region, with what the tasks find there."""

    def __init__(self, aws: EmbeddedAws) -> None:
        self.aws = aws
        aws.reset()
        aws.estate(list(ACCOUNTS[:2]), list(REGIONS[:2]), account_state={"support": "ENABLED"})
        aws.organization([{"id": OTHER, "name": "other"}], account=ACCOUNTS[0])
        self.host = Host(ACCOUNTS[0], REGIONS[0], surroundings_of(aws))

    def image(self, name: str = "new", **properties: Any) -> str:
        """Add an image and return its ID."""
        return self.aws.images(name, **self.host.where, **properties)[0]

    def rings(self, image_id: str) -> None:
        """Add the bundles of the rings."""
        for name in RINGS:
            self.aws.bundles(image_id, name=name, description="A ring", tags={"team": "euc"}, **self.host.where)

    def bundle(self, **options: Any) -> Json:
        """Run ``workspaces_bundle`` for the first ring."""
        wanted = {"description": "A ring", "compute_type": "STANDARD", "user_storage": 50, "image_name": "new"}
        return self.host.attempt(BUNDLE, name=RINGS[0], **{**wanted, **options})

    def no_bundle(self) -> Json:
        """Delete the bundle of the first ring."""
        return self.host.attempt(BUNDLE, name=RINGS[0], state="absent")

    def share(self, *account_ids: str) -> Json:
        """Run ``workspaces_image_sharing``."""
        return self.host.attempt(SHARING, name="new", account_ids=list(account_ids))

    def source(self) -> str:
        """Add an image in another Region and return its ID."""
        return self.aws.images("new", account=self.host.account, region=FAR)[0]

    def copy(self, source: str, **options: Any) -> Json:
        """Run ``workspaces_image_copy``."""
        return self.host.attempt(COPY, name="new", source_image_id=source, source_region=FAR, **options)

    def retain(self, **options: Any) -> Json:
        """Run ``workspaces_image_retention``."""
        return self.host.attempt(RETENTION, name_pattern="new|old.*", **{"keep": 1, "state": "absent", **options})

    def release_facts(self) -> Json:
        """Read what the role ``byol_release`` reads."""
        names = {"names": ["new"], "bundle_names": list(RINGS)}
        return self.host.attempt(INFO, gather=["images", "bundle_tags"], **names)

    def move_ring(self, state: str = "promoted") -> Json:
        """Do what the role ``byol_release`` does where one ring has its turn, or is taken back."""
        rings = [{"name": name, "bundle": name, "soak_days": 1} for name in RINGS]
        (move,) = _byol_release_plan(self.release_facts(), "new", rings, state)["moves"]
        return self.host.attempt(BUNDLE, **move["options"])


@dataclass(frozen=True)
class Path:
    """One way through a task. prepare: makes what it finds; what it returns is given to ``act``."""

    name: str
    prepare: Callable[[Place], Any]
    act: Callable[[Place, Any], Json]


def _old_and_new(place: Place) -> str:
    old = place.image("old", age_seconds=9 * DAY)
    place.rings(old)
    return place.image()


def _has_new(place: Place) -> None:
    place.rings(place.image())


def _promoted(place: Place) -> None:
    _old_and_new(place)
    place.move_ring()


def _unused(place: Place) -> None:
    for number in range(2):
        place.image(f"old-{number}", age_seconds=(9 - number) * DAY)
    place.rings(place.image())


def _copied(place: Place) -> str:
    source = place.source()
    place.copy(source)
    return source


def _shared(place: Place) -> None:
    place.aws.share(place.image(), OTHER, **place.host.where)


PATHS = (
    Path("`workspaces_bundle`, to be created", Place.image, lambda place, _new: place.bundle()),
    Path("… as it should be", _has_new, lambda place, _: place.bundle()),
    Path(
        "… as it should be, with `image_id`",
        lambda place: (_has_new(place), place.image("x"))[1],
        lambda place, _: _by_id(place),
    ),
    Path("… another image", _old_and_new, lambda place, _: place.bundle()),
    Path("… other tags", _has_new, lambda place, _: place.bundle(tags={"a": "b"})),
    Path("… to be deleted", _has_new, lambda place, _: place.no_bundle()),
    Path("… deleted already", Place.image, lambda place, _: place.no_bundle()),
    Path("`workspaces_image_sharing`, as it should be", _shared, lambda place, _: place.share(OTHER)),
    Path("… one more account", Place.image, lambda place, _: place.share(OTHER)),
    Path("… one account less", _shared, lambda place, _: place.share()),
    Path("`workspaces_image_copy`, to be started", Place.source, lambda place, source: place.copy(source)),
    Path("… exists", _copied, lambda place, source: place.copy(source)),
    Path("… other tags", _copied, lambda place, source: place.copy(source, tags={"a": "b"})),
    Path("`workspaces_image_retention`, nothing to delete", _has_new, lambda place, _: place.retain()),
    Path("… two images, 3 bundles, reported", _unused, lambda place, _: place.retain(state="reported")),
    Path("… two images, 3 bundles, deleted", _unused, lambda place, _: place.retain()),
    Path("`byol_release`, 3 rings, nothing due", _has_new, lambda place, _: place.release_facts()),
    Path("… one ring promoted", _old_and_new, lambda place, _: place.move_ring()),
    Path("… one ring rolled back", _promoted, lambda place, _: place.move_ring("rolled_back")),
)


def _by_id(place: Place) -> Json:
    bundle = place.release_facts()["bundles"][0]
    place.aws.clear_calls()
    return place.bundle(image_name=None, image_id=bundle["image_id"])


def calls_of(aws: EmbeddedAws, path: Path) -> list[str]:
    """Return the operations that a path sends, in their order."""
    place = Place(aws)
    prepared = path.prepare(place)
    aws.clear_calls()
    result = path.act(place, prepared)
    assert not result.get("failed"), (path.name, result)
    return [call["operation"] for call in aws.calls(service="workspaces")]


WRITES: Mapping[str, Path] = {
    "CreateWorkspaceBundle": Path("", Place.image, lambda place, _new: place.bundle()),
    "UpdateWorkspaceBundle": Path("", _old_and_new, lambda place, _: place.bundle()),
    "CreateTags": Path("", _has_new, lambda place, _: place.bundle(tags={"a": "b"}, purge_tags=False)),
    "DeleteTags": Path("", _has_new, lambda place, _: place.bundle(tags={})),
    "DeleteWorkspaceBundle": Path("", _has_new, lambda place, _: place.no_bundle()),
    "UpdateWorkspaceImagePermission": Path("", Place.image, lambda place, _: place.share(OTHER)),
    "CopyWorkspaceImage": Path("", Place.source, lambda place, source: place.copy(source)),
    "DeleteWorkspaceImage": Path("", _unused, lambda place, _: place.retain(max_deletions=1)),
}
"""The calls that change something, and a path that sends each of them once."""

FAULTS: Mapping[str, Json] = {
    "lost before AWS acts": {"drop": "before"},
    "reply lost": {"drop": "after"},
    "reply cut off": {"truncate": True},
    "503 though done": {"status_after": 503},
    "a proxy's page though done": {"answer": "html"},
    "throttled": {"error": "ThrottlingException"},
    "denied": {"error": "AccessDeniedException"},
}


@dataclass(frozen=True)
class Outcome:
    """The outcome of a call with a fault. sent, acted: how often. reason: of the failure, ``None`` for none."""

    sent: int
    acted: int
    changed: bool
    reason: str | None

    def __str__(self) -> str:
        ended = f"`{self.reason}`" if self.reason else "done"
        return f"{ended}, sent {'once' if self.sent == 1 else 'twice' if self.sent == 2 else f'{self.sent} times'}"


def outcome_of(aws: EmbeddedAws, operation: str, fault: Json) -> Outcome:
    """Return what happens to a call whose first attempt has a fault."""
    place = Place(aws)
    path = WRITES[operation]
    prepared = path.prepare(place)
    aws.clear_calls()
    aws.faults([{"operation": operation, "do": fault}])
    result = path.act(place, prepared)
    calls = aws.calls(service="workspaces", operation=operation)
    reason = result["failure"]["reason"] if result.get("failed") else None
    return Outcome(len(calls), sum(call["acted"] for call in calls), result["changed"], reason)


def table(heads: list[str], rows: Iterator[list[str]]) -> list[str]:
    """Return the lines of a table of Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def path_table(aws: EmbeddedAws) -> list[str]:
    """Return the table of calls by path."""

    def rows() -> Iterator[list[str]]:
        for path in PATHS:
            calls = calls_of(aws, path)
            yield [path.name, str(len(calls)), ", ".join(_counted(calls))]

    return table(["path", "calls", "which"], rows())


def fault_table(aws: EmbeddedAws) -> list[str]:
    """Return the table of outcomes by call and fault."""

    def rows() -> Iterator[list[str]]:
        for operation in WRITES:
            yield [operation, *(str(outcome_of(aws, operation, fault)) for fault in FAULTS.values())]

    return table(["call", *FAULTS], rows())


def _counted(calls: list[str]) -> Iterator[str]:
    """Yield operations, those that follow each other with their number."""
    for name in dict.fromkeys(calls):
        number = calls.count(name)
        yield f"{number} {name}" if number > 1 else name
