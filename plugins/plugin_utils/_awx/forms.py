# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read the text of an answer into the value of an option, and say in words what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import IPv4Network
from typing import Any

LENGTHS = {"name": 64, "description": 256}
"""Maximum number of characters (API reference, ImportCustomWorkspaceImage)."""

TAG_KEY, TAG_VALUE = 127, 255
"""Maximum number of characters of a tag's key and value (API reference, Tag)."""

RANGE_PREFIX = 16
"""A management range is always a /16 (API reference, ModifyAccount)."""

NAME_CHARACTERS, NAME_IN_WORDS = r"[a-zA-Z0-9_./()\\-]", r"letters, digits and _./()\-, no spaces"
"""Of the name of an image and of a bundle (API reference, ImportCustomWorkspaceImage, CreateWorkspaceBundle)."""

SOURCES = {
    "import-ami-": (
        "ec2_import_task_id",
        r"import-ami-([a-zA-Z0-9]{8}|[a-zA-Z0-9]{17})",
        "import-ami-0123456789abcdef0",
    ),
    "ami-": ("ec2_image_id", r"ami-([a-f0-9]{8}|[a-f0-9]{17})", "ami-0123456789abcdef0"),
    "arn:": (
        "image_build_version_arn",
        r"arn:aws[^:]*:imagebuilder:[^:]+:[^:]+:image/[^/]+/[0-9x.]+(/[0-9]+)?",
        "arn:aws:imagebuilder:eu-central-1:123456789012:image/win11/1.0.0/1",
    ),
}
"""By how the id of a source begins: the suboption of ``image_source``, the pattern of an id, an example."""

INFRASTRUCTURE = r"arn:aws[^:]*:imagebuilder:[^:]+:[^:]+:infrastructure-configuration/[a-z0-9_-]+"


def read_name(text: str) -> str:
    """Return a name of an image; raise ValueError if AWS does not allow it."""
    _refuse_characters(text, NAME_CHARACTERS, NAME_IN_WORDS)
    return _at_most(text, LENGTHS["name"])


def read_description(text: str) -> str:
    """Return a description of an image; raise ValueError if AWS does not allow it."""
    _refuse_characters(text, r"[a-zA-Z0-9_./() -]", "letters, digits, spaces and _./()-")
    return _at_most(text, LENGTHS["description"])


def read_source(text: str) -> dict[str, str]:
    """Return ``image_source`` for the id of a source; raise ValueError if it is no such id."""
    for prefix, (option, pattern, example) in SOURCES.items():
        if text.startswith(prefix):
            if not re.fullmatch(pattern, text, re.ASCII):
                raise ValueError(f"{text!r} is not a valid id. It must look like {example}.")
            return {option: text}
    raise ValueError(f"{text!r} does not start with one of {', '.join(SOURCES)}.")


def read_infrastructure(text: str) -> str:
    """Return the ARN of an infrastructure configuration; raise ValueError if it is no such ARN."""
    if not re.fullmatch(INFRASTRUCTURE, text, re.ASCII):
        example = "arn:aws:imagebuilder:eu-central-1:123456789012:infrastructure-configuration/byol"
        raise ValueError(f"{text!r} is not the ARN of an infrastructure configuration. It must look like {example}.")
    return text


def read_range(text: str) -> str:
    """Return a management range; raise ValueError unless it is a /16."""
    if _network(text, strict=True).prefixlen != RANGE_PREFIX:
        raise ValueError(f"{text!r} is not a /{RANGE_PREFIX} such as 10.20.0.0/16.")
    return text


def read_search(text: str) -> str:
    """Return a range to search for a management range; raise ValueError if no /16 fits into it."""
    if _network(text, strict=False).prefixlen > RANGE_PREFIX:
        raise ValueError(f"{text!r} is smaller than a /{RANGE_PREFIX}. Give a larger range, such as 10.0.0.0/8.")
    return text


def read_tags(text: str) -> dict[str, str]:
    """Return tags given as ``key=value``, one on each line; raise ValueError if AWS does not allow them."""
    tags: dict[str, str] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        key, equals, value = (part.strip() for part in line.partition("="))
        if not key or not equals:
            raise ValueError(f"the line {line!r} is not of the form key=value.")
        if key in tags:
            raise ValueError(f"the key {key!r} is given twice.")
        if key.lower().startswith("aws:"):
            raise ValueError(f"the key {key!r} starts with aws:, which is reserved for AWS.")
        if len(key) > TAG_KEY or len(value) > TAG_VALUE:
            raise ValueError(
                f"the tag {key!r} is too long: {TAG_KEY} characters for the key, {TAG_VALUE} for the value."
            )
        tags[key] = value
    return tags


def read_rings(text: str) -> list[dict[str, Any]]:
    """Return the rings of a release given as ``name bundle soak_days``, one on each line; raise ValueError if they are none."""
    rings = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        words = line.split()
        if len(words) not in (2, 3):
            raise ValueError(f"the line {line!r} is not of the form: name bundle soak_days.")
        _refuse_characters(words[1], NAME_CHARACTERS, NAME_IN_WORDS)
        rings.append({"name": words[0], "bundle": words[1], "soak_days": _days(words[2]) if words[2:] else 0.0})
    return rings


READERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "name": read_name,
    "description": read_description,
    "source": read_source,
    "infrastructure": read_infrastructure,
    "range": read_range,
    "search": read_search,
    "tags": read_tags,
    "rings": read_rings,
}
"""Readers of free text, by form of the question."""


def _refuse_characters(text: str, allowed: str, words: str) -> None:
    wrong = dict.fromkeys(character for character in text if not re.fullmatch(allowed, character))
    if wrong:
        raise ValueError(f"{text!r} contains {', '.join(map(repr, wrong))}. Allowed are {words}.")


def _days(text: str) -> float:
    try:
        days = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number of days.") from None
    if not 0 <= days < float("inf"):
        raise ValueError(f"{text!r} is not a number of days, 0 or more.")
    return days


def _at_most(text: str, length: int) -> str:
    if len(text) > length:
        raise ValueError(f"{text!r} has {len(text)} characters. At most {length} are allowed.")
    return text


def _network(text: str, *, strict: bool) -> IPv4Network:
    try:
        network = IPv4Network(text, strict=strict)
    except ValueError:
        raise ValueError(f"{text!r} is not an IPv4 range such as 10.20.0.0/16.") from None
    # Without a prefix length, or with a netmask in its stead, this is a range for Python but not for AWS.
    if not re.fullmatch(r"[0-9.]+/[0-9]+", text):
        raise ValueError(f"{text!r} has no prefix length. Give a range such as 10.20.0.0/16.")
    return network
