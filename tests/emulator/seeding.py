# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts state into the emulator without going through the AWS API: accounts, images, bundles, shares and AMIs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moto.moto_api._internal import mock_random
from moto.workspaces.models import Workspace

from .caller import DEFAULT_ACCOUNT, DEFAULT_REGION
from .import_curve import Failure, ImportPlan, Point, plan_import
from .service_model import error_detail_codes
from .workspaces.account import ByolAccount, Modification, Outcome
from .workspaces.bundle_rules import volumes_of
from .workspaces.image_imports import ImportRecord, mark_failed
from .workspaces.models import EmulatedWorkSpacesBackend
from .workspaces.registration import backend_of, organization_of

SEEDED_SOURCE = {"Ec2ImportTaskId": "import-ami-0123456789abcdef0"}
SEEDED_INFRASTRUCTURE = "arn:aws:imagebuilder:{region}:{account}:infrastructure-configuration/workspaces-byol"
ACCOUNT_CHOICES: dict[str, tuple[str | bool | None, ...]] = {
    "support": ("ENABLED", "DISABLED"),
    "type": ("SOURCE_ACCOUNT", "TARGET_ACCOUNT", None),
    "consent": (True, False),
}
# What AWS knows of an image and shows to nobody.
PROPERTIES = frozenset({"os_version", "root_gb"})
DIRECTORY = "d-0123456789"
PLACE = frozenset({"account", "region"})


class SeedError(ValueError):
    """State that cannot be; the text says why."""


def set_account(body: Mapping[str, Any]) -> dict[str, Any]:
    """Set what holds for the BYOL account: the members that are given; the others stay."""
    _only(body, {"support", "cidr", "type", "message", "consent", "next_outcome", "modifications"})
    for name, choices in ACCOUNT_CHOICES.items():
        if body.get(name, choices[0]) not in choices:
            raise SeedError(f"{name} is one of {choices}, not {body[name]!r}")
    backend = _backend(body)
    account: ByolAccount = backend.account
    for name in ("support", "cidr", "type", "message", "consent"):
        if name in body:
            setattr(account, name, body[name])
    if "next_outcome" in body:
        account.next_outcome = _outcome(body["next_outcome"], backend.world.settings.account_seconds)
    if "modifications" in body:
        account.modifications = [_modification(entry, backend) for entry in body["modifications"]]
    return account.describe(backend.now)


def add_images(body: Mapping[str, Any]) -> dict[str, Any]:
    """Add one image, or ``count`` of them with numbered names; with ``import`` they get an import record."""
    _only(body, {"name", "count", "description", "state", "tags", "age_seconds", "error", "import", *PROPERTIES})
    backend = _backend(body)
    count = int(body.get("count", 1))
    names = [body["name"]] if "count" not in body else [f"{body['name']}-{n:04d}" for n in range(1, count + 1)]
    return {"image_ids": [_add_image(backend, name, body) for name in names]}


def show_images(body: Mapping[str, Any]) -> None:
    """Let all images of the account show that are hidden yet."""
    _only(body, set())
    backend = _backend(body)
    for image_id in backend.workspace_images:
        backend.world.show_image(image_id)


def replan_import(body: Mapping[str, Any]) -> dict[str, Any]:
    """Let the import of the newest image of a name go on by another script from now on."""
    _only(body, {"name", "script"})
    backend = _backend(body)
    images = [image for image in backend.workspace_images.values() if body["name"] == image.name]
    if not images or images[-1].image_id not in backend.imports:
        raise SeedError(f"{backend.account_id} has no import of {body['name']} in {backend.region_name}")
    backend.replan_import(images[-1].image_id, body.get("script", {}))
    return {"image_id": images[-1].image_id}


def add_bundles(body: Mapping[str, Any]) -> dict[str, Any]:
    """Add one bundle, or ``count`` of them, that use an image."""
    properties = {"description", "compute_type", "user_storage", "root_storage", "state", "tags", "age_seconds"}
    _only(body, {"name", "count", "image_id", *properties})
    backend = _backend(body)
    _existing(backend, body["image_id"])
    name = body.get("name", "bundle")
    names = [name] if "count" not in body else [f"{name}-{n:04d}" for n in range(1, int(body["count"]) + 1)]
    return {"bundle_ids": [_add_bundle(backend, each, body) for each in names]}


def add_desktops(body: Mapping[str, Any]) -> dict[str, Any]:
    """Add WorkSpaces based on a bundle, which keep it from being deleted."""
    _only(body, {"bundle_id", "count"})
    backend = _backend(body)
    if backend.bundles.find(body["bundle_id"]) is None:
        raise SeedError(f"{backend.account_id} has no bundle {body['bundle_id']} in {backend.region_name}")
    desktops = [
        Workspace(
            {"DirectoryId": DIRECTORY, "BundleId": body["bundle_id"], "UserName": f"user{n}"}, "AUTO_STOP", "", ""
        )
        for n in range(1, int(body.get("count", 1)) + 1)
    ]
    backend.workspaces.update({desktop.workspace_id: desktop for desktop in desktops})
    return {"workspace_ids": [desktop.workspace_id for desktop in desktops]}


def add_share(body: Mapping[str, Any]) -> dict[str, Any]:
    """Share an image with the account ``with``."""
    _only(body, {"image_id", "with"})
    backend = _backend(body)
    _existing(backend, body["image_id"])
    backend.share(body["image_id"], body["with"])
    return {"image_id": body["image_id"], "with": body["with"]}


def add_estate(body: Mapping[str, Any]) -> dict[str, Any]:
    """The same account and the same images in each of the accounts and Regions."""
    _only(body, {"accounts", "regions", "account_state", "images"})
    places = [{"account": account, "region": region} for account in body["accounts"] for region in body["regions"]]
    for place in places:
        set_account({**body.get("account_state", {}), **place})
        for image in body.get("images", []):
            add_images({**image, **place})
    return {"places": len(places)}


def add_organization(body: Mapping[str, Any]) -> dict[str, Any]:
    """Add accounts to the organization that ``account`` manages; each has ``id``, ``name`` and perhaps ``state``."""
    _only(body, {"accounts"})
    organization = organization_of(body.get("account", DEFAULT_ACCOUNT))
    for member in body["accounts"]:
        organization.add_account(member["id"], member["name"], member.get("state", "ACTIVE"))
    return {"accounts": [account.id for account in organization.accounts]}


def _backend(body: Mapping[str, Any]) -> EmulatedWorkSpacesBackend:
    region = body.get("region", DEFAULT_REGION)
    try:
        return backend_of(body.get("account", DEFAULT_ACCOUNT), region)
    except KeyError as error:
        raise SeedError(f"there is no Region {region!r} with Amazon WorkSpaces") from error


def _only(body: Mapping[str, Any], known: set[str]) -> None:
    if unknown := set(body) - known - PLACE:
        raise SeedError(f"unknown keys: {', '.join(sorted(unknown))}; known are: {', '.join(sorted(known | PLACE))}")


def _existing(backend: EmulatedWorkSpacesBackend, image_id: str) -> None:
    if image_id not in backend.workspace_images:
        raise SeedError(f"{backend.account_id} has no image {image_id} in {backend.region_name}")


def _outcome(value: Mapping[str, Any], seconds: float) -> Outcome:
    lag = float(value.get("lag_seconds", 0.0))
    return Outcome(float(value.get("seconds", seconds)), value.get("error_code"), value.get("error_message"), lag)


def _modification(value: Mapping[str, Any], backend: EmulatedWorkSpacesBackend) -> Modification:
    """A modification of the past: started ``age_seconds`` ago."""
    start = backend.now - float(value.get("age_seconds", 86400))
    return Modification(start, _outcome(value, 0.0), value.get("support"), value.get("cidr"))


def _add_bundle(backend: EmulatedWorkSpacesBackend, name: str, body: Mapping[str, Any]) -> str:
    compute_type = body.get("compute_type", "STANDARD")
    root, user = body.get("root_storage"), body.get("user_storage", 50)
    bundle = backend.bundles.add(
        name,
        body["image_id"],
        description=body.get("description", "A seeded bundle"),
        compute_type=compute_type,
        volumes=volumes_of(compute_type, None if root is None else str(root), str(user)),
        tags=_tag_list(body),
    )
    bundle.created = bundle.updated = backend.now - float(body.get("age_seconds", 0))
    if body.get("state") == "PENDING":
        bundle.ready = float("inf")
    else:
        bundle.final_state = body.get("state", "AVAILABLE")
    return bundle.bundle_id


def _tag_list(body: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in body.get("tags", {}).items()]


def _add_image(backend: EmulatedWorkSpacesBackend, name: str, body: Mapping[str, Any]) -> str:
    image = backend.add_image(name, body.get("description", "A seeded image"), _tag_list(body))
    image.created = backend.now - float(body.get("age_seconds", 0))
    for name in PROPERTIES & set(body):
        setattr(image, name, body[name])
    error = body.get("error") or {}
    failure = plan_import({"error": error}, 0.0, 0.0).failure if error else None
    image.state = "ERROR" if failure else body.get("state", "AVAILABLE")
    if failure:
        mark_failed(image, failure, error_detail_codes())
    if "import" in body:
        record = body["import"]
        place = {"region": backend.region_name, "account": backend.account_id}
        infrastructure = SEEDED_INFRASTRUCTURE.format(**place)
        backend.add_import(
            ImportRecord(
                image_id=image.image_id,
                source=record.get("source", SEEDED_SOURCE),
                infrastructure_configuration_arn=record.get("infrastructure_configuration_arn", infrastructure),
                builder_instance_id=f"i-{mock_random.get_random_hex(17)}",
                created=image.created,
                plan=_plan(image.state, failure, record.get("script"), backend),
            )
        )
    return image.image_id


def _plan(
    state: str, failure: Failure | None, script: Mapping[str, Any] | None, backend: EmulatedWorkSpacesBackend
) -> ImportPlan:
    """The plan of a seeded import: the script that is given, or one that is over in the state of the image."""
    if script is not None or state == "PENDING":
        settings = backend.world.settings
        return plan_import(script or {}, settings.import_seconds, settings.image_lag_seconds)
    if state == "ERROR":
        return ImportPlan((Point(0.0, "ERROR", None, None),), failure)
    return ImportPlan((Point(0.0, "COMPLETED", 100, None),))
