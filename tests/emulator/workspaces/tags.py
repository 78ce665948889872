# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tags of a resource: at most 50, no key twice, no key that starts with ``aws:``.

Source: Amazon WorkSpaces administration guide, "Tag WorkSpaces resources".
"""

from __future__ import annotations

from collections.abc import Iterable

from .service_error import invalid_values, limit_exceeded

MOST_TAGS = 50

Tags = list[dict[str, str]]


def merge(present: Tags, wanted: Tags) -> Tags:
    """The tags after CreateTags: a key that is there already gets the new value."""
    keys = [tag["Key"] for tag in wanted]
    if len(set(keys)) < len(keys):
        raise invalid_values("A tag key is given more than once.")
    if any(key.lower().startswith("aws:") for key in keys):
        raise invalid_values("Tag keys that start with aws: are reserved.")
    values = {tag["Key"]: tag["Value"] for tag in present}
    values.update({tag["Key"]: tag.get("Value", "") for tag in wanted})
    if len(values) > MOST_TAGS:
        raise limit_exceeded(f"A resource can have at most {MOST_TAGS} tags.")
    return [{"Key": key, "Value": value} for key, value in values.items()]


def remove(present: Tags, keys: Iterable[str]) -> Tags:
    """The tags after DeleteTags: keys that are not there are passed over."""
    gone = set(keys)
    if any(key.lower().startswith("aws:") for key in gone):
        raise invalid_values("Tag keys that start with aws: are reserved.")
    return [tag for tag in present if tag["Key"] not in gone]
