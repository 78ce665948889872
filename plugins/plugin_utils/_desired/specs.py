# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options of the role byol as the plans take them, or what a run would refuse of them before any call. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.sdk import refuse_old_sdk
from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import service_model
from ansible_collections.euc.workspaces.plugins.module_utils._byol.account_options import AccountSpec, read_account
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import ImageSpec, read_images

from .problem import ACCOUNT, Problem

Json = dict[str, Any]

RANGES = ("management_cidr_range", "management_cidr_range_search")
WAIT = ("wait", "wait_timeout", "wait_delay")
FIRST = re.compile(r"^images\[0\]( \(.*?\))?: ")
"""How a message begins that names the image among several; the subject of a problem names it already."""


def account_spec(options: Json) -> tuple[AccountSpec | None, list[Problem]]:
    """Return the account as the plan takes it, and what a run would refuse."""
    ranges = {name: options.get(f"byol_{name}") or None for name in RANGES}
    params = {**ranges, "for_images": [], **_wait(options)}
    return _read(ACCOUNT, lambda: read_account(params, _model()))


def image_spec(subject: str, image: Json, options: Json) -> tuple[ImageSpec | None, list[Problem]]:
    """Return an image as the plans take it, and what a run would refuse."""
    params = {"images": [as_requested(image, options)], **_wait(options)}
    specs, problems = _read(subject, lambda: read_images(params, _model()))
    return (specs[0] if specs else None), problems


def as_requested(image: Json, options: Json) -> Json:
    """Return an image as the role passes it to ``workspaces_byol_images``."""
    return {"state": "present", "preflight": options["byol_preflight"], **image}


def _wait(options: Json) -> Json:
    return {name: options[f"byol_{name}"] for name in WAIT}


def _model() -> Any:
    refuse_old_sdk(what="the comparison with the desired state")
    return service_model()


def _read(subject: str, read: Callable[[], Any]) -> tuple[Any, list[Problem]]:
    try:
        return read(), []
    except Failure as failure:
        why = failure.result()["failure"]
        return None, [Problem(subject, FIRST.sub("", why["message"]), why["remedy"], why["reason"])]
