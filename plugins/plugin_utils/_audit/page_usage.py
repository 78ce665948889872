# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which image is where, as the page shows it: by the name of the image for the whole fleet, and for each image of a host. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .usage import NEWER_IMAGE, NOT_RELEASED, TOO_OLD

Json = dict[str, Any]

OLD = {
    NEWER_IMAGE: "a newer image exists",
    NOT_RELEASED: "not the released image",
    TOO_OLD: "older than allowed",
}
MOST_ROWS = 200
"""Rows of a table that says again what the hosts have; they and the CSV file of images have all."""


class OldBundle(NamedTuple):
    """A bundle with an old image. host: its number and its name."""

    number: int
    host: str
    bundle: str
    ring: str
    image: str
    since: str
    why: str
    rollback: str


@dataclass
class Named:
    """All images of a name. hosts: that have one. read: whether the bundles of one of them were read. shares: accounts."""

    name: str
    hosts: int = 0
    read: bool = False
    bundles: int = 0
    old: int = 0
    rollback: int = 0
    shares: int = 0
    copies: int = 0
    rings: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    dates: list[str] = field(default_factory=list)

    @property
    def since(self) -> str:
        """Since when bundles have it."""
        first, last = (min(self.dates), max(self.dates)) if self.dates else ("", "")
        return first if first == last else f"{first} to {last}"


@dataclass(frozen=True)
class Usage:
    """What the page shows of the use of images. hidden: how many more there are. retains: whether retention is known."""

    names: list[Named]
    hidden_names: int
    old: list[OldBundle]
    hidden_old: int
    retains: bool


def usage_of(report: Json) -> Usage | None:
    """Return which image is where, ``None`` where nothing of that was read. Hosts are numbered from 1, as on the page."""
    hosts = report["hosts"]
    images = [image for host in hosts for image in host["images"]]
    retains = any(image["retention"] for image in images)
    if not (retains or any(host["bundles"] for host in hosts) or any(_used(image) for image in images)):
        return None
    names: dict[str, Named] = {}
    for host in hosts:
        _add(names, host)
    ordered = sorted(names.values(), key=lambda each: (-each.bundles, each.name))
    old = [
        _old_bundle(number, host, bundle)
        for number, host in enumerate(hosts, start=1)
        for bundle in host["bundles"] or []
        if bundle["old"]
    ]
    hidden_names, hidden_old = (max(0, len(each) - MOST_ROWS) for each in (ordered, old))
    return Usage(ordered[:MOST_ROWS], hidden_names, old[:MOST_ROWS], hidden_old, retains)


def uses_of(image: Json, bundles: list[Json] | None) -> list[tuple[str, bool]]:
    """Return what uses an image of a host, as phrases, each with whether it is to be noticed."""
    uses = [
        (_bundle(bundle), bool(bundle["old"]))
        for bundle in bundles or []
        if image["image_id"] and bundle["image_id"] == image["image_id"]
    ]
    uses += [(f"rollback image of {name}", False) for name in image["previous_of"] or []]
    if image["shared_account_ids"]:
        uses.append((f"shared with {', '.join(image['shared_account_ids'])}", False))
    if image["copied_from"]:
        uses.append((f"copy of {'/'.join(image['copied_from'].values())}", False))
    uses += [(f"copied to {copy['host']}", False) for copy in image["copies"] or []]
    return uses or [("in no bundle", False)] * bool(bundles is not None and image["image_id"])


def others_of(host: Json) -> list[str]:
    """Return the bundles of images that the account does not own, each with its image."""
    own = {image["image_id"] for image in host["images"]}
    others = [bundle for bundle in host["bundles"] or [] if bundle["image_id"] not in own]
    return [f"{_bundle(bundle)} ({bundle['image_id']})" for bundle in others]


def _used(image: Json) -> bool:
    return bool(image["shared_account_ids"] or image["copied_from"])


def _add(names: dict[str, Named], host: Json) -> None:
    """Count the images of a host, and those of its bundles that it does not own."""
    for name in {image["name"] for image in host["images"] if image["image_id"]}:
        named = names.setdefault(name, Named(name))
        named.hosts += 1
        named.read |= host["bundles"] is not None
    for image in host["images"]:
        if not image["image_id"]:
            continue
        named = names[image["name"]]
        named.rollback += len(image["previous_of"] or [])
        named.shares += len(image["shared_account_ids"] or [])
        named.copies += len(image["copies"] or [])
        named.actions.update([image["retention"]["action"]] if image["retention"] else [])
    for bundle in host["bundles"] or []:
        name = bundle["image_name"] or str(bundle["image_id"])
        named = names.setdefault(name, Named(name, read=True))
        named.bundles += 1
        named.old += bool(bundle["old"])
        named.rings.update(bundle["rings"])
        named.dates += [bundle["image_since"][:10]] if bundle["image_since"] else []


def _old_bundle(number: int, host: Json, bundle: Json) -> OldBundle:
    return OldBundle(
        number,
        host["host"],
        bundle["name"],
        ", ".join(bundle["rings"]),
        bundle["image_name"] or str(bundle["image_id"]),
        (bundle["image_since"] or "")[:10],
        ", ".join(OLD[reason] for reason in bundle["old"]),
        bundle["previous_image_name"] or bundle["previous_image_id"] or "",
    )


def _bundle(bundle: Json) -> str:
    ring = f" (ring {', '.join(bundle['rings'])})" if bundle["rings"] else ""
    since = f" since {bundle['image_since'][:10]}" if bundle["image_since"] else ""
    old = f": {', '.join(OLD[reason] for reason in bundle['old'])}" if bundle["old"] else ""
    return f"{bundle['name']}{ring}{since}{old}"
