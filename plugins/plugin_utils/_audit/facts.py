# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is known of a host in AWS, what a comparison needs beside it, and how the answer to a read is added. Pure.

Facts are those of ``workspaces_byol_info``. A read is a dict of its options, or of those of ``workspaces_byol_images`` in
check mode for images that would be imported. What could not be read is noted under ``FAILED``, so that nothing is read twice.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import ImageSpec

from .._desired.desired import Desired
from . import engine
from .observations import Policy
from .retention import candidates_of

Json = dict[str, Any]

EVERYTHING = ["account", "account_modifications", "images", "image_imports"]
SUPPORT = "dedicated_tenancy_support"
OFFERED, FAILED = "offered_management_cidr_ranges", "failed_read"
CALLS, PREFLIGHT = "calls_of_this_audit", "preflight"
PER_IMAGE = {"image_imports": "import", "image_tags": "tags", "image_permissions": "shared_account_ids"}
"""Words of ``gather`` that cost a call for each image, and the key that they give an image."""


def read_needed(facts: Json | None, desired: Desired, policy: Policy, now: datetime) -> Json | None:
    """Return the next read that an audit needs, ``None`` where everything is known or a read has failed.

    Args:
        facts: ``None`` where nothing was read yet.
    """
    if facts is None:
        return {"gather": EVERYTHING}
    if FAILED in facts:
        return None
    words, ids = _words(facts, desired, policy, now)
    if words:
        return {"gather": words, **({"image_ids": ids} if ids else {})}
    if not desired.compares:
        return None
    return _ranges(facts, desired, now) or _preflight(facts, desired)


def is_preflight(read: Json) -> bool:
    """Return whether a read is for ``workspaces_byol_images`` in check mode."""
    return "images" in read


def with_answer(facts: Json | None, read: Json, answer: Json) -> Json:
    """Return the facts with the result of a read, whether it succeeded or failed."""
    known = dict(facts or {})
    if is_preflight(read):
        # What preflight cannot find out is unknown, and no finding.
        return {**known, PREFLIGHT: {image["name"]: image for image in answer.get("images") or []}}
    known[CALLS] = known.get(CALLS, 0) + (answer.get("calls") or 0)
    if "failure" in answer or not _answers(read, answer):
        code = (answer.get("failure") or {}).get("code")
        if read["gather"] == ["available_cidr_ranges"] and code == "AccessDeniedException" and not _enabled(known):
            # AWS refuses this list to an account that is not enabled yet, where a run goes on without it.
            return {**known, OFFERED: None}
        return {**known, FAILED: answer}
    if "account" in answer:
        known["account"] = {**(known.get("account") or {}), **answer["account"]}
    if "images" in answer:
        known["images"] = _merged(known.get("images"), answer["images"], read)
    if "bundles" in answer:
        known["bundles"] = answer["bundles"]
    if "available_management_cidr_ranges" in answer:
        known[OFFERED] = answer["available_management_cidr_ranges"]
    return known


def image_named(facts: Json, name: str) -> Json | None:
    """Return the image that a run would take for a name."""
    image = next((image for image in facts.get("images") or [] if image.get("name") == name), None)
    if image is None or "bundles" not in facts:
        return image
    return {**image, "bundles": [bundle for bundle in facts["bundles"] if bundle.get("image_id") == image["image_id"]]}


def _may_be_used(facts: Json, spec: ImageSpec) -> bool:
    """Return whether an image that is to be deleted may have bundles, which a run reads before it deletes it."""
    image = image_named(facts, spec.name) if spec.state == "absent" else None
    return image is not None and image.get("state") == "AVAILABLE"


def _enabled(facts: Json) -> bool:
    return (facts.get("account") or {}).get(SUPPORT) == "ENABLED"


def _answers(read: Json, answer: Json) -> bool:
    """Return whether an answer has what was read: a task that Ansible itself has ended has not."""
    keys = {
        "account": "account",
        "account_modifications": "account",
        "available_cidr_ranges": "available_management_cidr_ranges",
        "bundles": "bundles",
        "bundle_tags": "bundles",
    }
    return all(keys.get(word, "images") in answer for word in read["gather"])


def _merged(known: list[Json] | None, answered: list[Json], read: Json) -> list[Json]:
    """Return the images, those that exist already with the keys that were read of them."""
    if known is None or "images" in read["gather"]:
        return answered
    more = {image["image_id"]: image for image in answered}
    keys = [PER_IMAGE[word] for word in read["gather"] if word in PER_IMAGE]
    ids = read.get("image_ids") or list(more)
    # One that has gone in the meantime has nothing, which must not be read again.
    return [
        {**image, **{key: more.get(image["image_id"], {}).get(key) for key in keys}}
        if image["image_id"] in ids
        else image
        for image in known
    ]


def _words(facts: Json, desired: Desired, policy: Policy, now: datetime) -> tuple[list[str], list[str]]:
    """Return the words of ``gather`` that are missing, and the images that they concern where not all are."""
    whole: list[str] = []
    account = facts.get("account") or {}
    if desired.compares and SUPPORT not in account:
        whole.append("account")
    if "images" not in facts and (desired.specs or policy.required_tags or policy.reads or policy.retention):
        whole.append("images")
    matches = not whole and desired.account and engine.account_matches(desired.account, account)
    if desired.compares and "modifications" not in account and not matches:
        whole.append("account_modifications")
    whole += _bundle_words(facts, desired, policy)
    if whole:
        return whole, []
    missing = _missing_of_images(facts, desired, policy, now)
    return list(missing), list(dict.fromkeys(image_id for ids in missing.values() for image_id in ids))


def _bundle_words(facts: Json, desired: Desired, policy: Policy) -> list[str]:
    if ("bundle_tags" in policy.reads or policy.retention) and not bundle_tags_known(facts):
        return ["bundle_tags"]
    used = "bundles" in policy.reads or any(_may_be_used(facts, spec) for spec in desired.specs)
    return ["bundles"] if used and "bundles" not in facts else []


def bundle_tags_known(facts: Json) -> bool:
    """Return whether the bundles and their tags were read."""
    return "bundles" in facts and all("tags" in bundle for bundle in facts["bundles"])


def missing_of(spec: ImageSpec, image: Json | None) -> list[str]:
    """Return what a plan for an image needs and facts lack, in words of ``gather``. image: ``None`` where there is none."""
    if image is None:
        return []
    words = ["image_imports"]
    if engine.needs_tags(spec):
        words.append("image_tags")
    if spec.state == "absent" and image.get("state") == "AVAILABLE":
        words.append("image_permissions")
    return [word for word in words if PER_IMAGE[word] not in image]


def _missing_of_images(facts: Json, desired: Desired, policy: Policy, now: datetime) -> dict[str, list[str]]:
    """Return what is missing of images, by the word of ``gather``: the ids of those that lack it."""
    missing: dict[str, list[str]] = {}
    for spec in desired.specs:
        image = image_named(facts, spec.name)
        for word in missing_of(spec, image):
            missing.setdefault(word, []).append(image["image_id"] if image else "")
    for_all = [word for word in PER_IMAGE if word in policy.reads]
    for_all += ["image_tags"] if policy.required_tags else []
    for_candidates = ["image_tags", "image_permissions"] if policy.retention else []
    candidates = candidates_of(policy.retention, facts, now)
    for image in facts.get("images") or []:
        words = [*for_all, *(for_candidates if image["image_id"] in candidates else [])]
        for word in dict.fromkeys(words):
            if PER_IMAGE[word] not in image:
                missing.setdefault(word, []).append(image["image_id"])
    return missing


def _ranges(facts: Json, desired: Desired, now: datetime) -> Json | None:
    """Return the read of the ranges on offer, which change often: those of an inventory are not used."""
    if OFFERED in facts or desired.account is None:
        return None
    account = facts.get("account") or {}
    search = engine.range_to_search(desired.account, account, account.get("modifications") or [], now)
    return {"gather": ["available_cidr_ranges"], "management_cidr_range_search": search} if search else None


def _preflight(facts: Json, desired: Desired) -> Json | None:
    """Return the check of the sources of images that a run would import: it would fail for those that AWS would reject."""
    if PREFLIGHT in facts or "images" not in facts:
        return None
    specs = [spec for spec in desired.specs if spec.preflight != "off"]
    importing = [spec.name for spec in specs if engine.plan_image(spec, image_named(facts, spec.name)).imports]
    return {"images": desired.requests_of(importing)} if importing else None
