# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Bad input found before anything is sent, by the rules in the installed SDK's own model of the service.

The SDK itself checks types, required members and minimum lengths, but neither patterns nor maximum lengths.
"""

from __future__ import annotations

import re

from ansible.module_utils.common.text.converters import to_text

from .errors import Failure

MAX_TAGS = 50
"""Tags that a resource can have, and that a call takes (API reference, CreateTags)."""


def refuse_bad_value(option, value, shape):
    """Raise C(Failure) (invalid_request) if a string breaks the pattern or length of a shape of the model.

    option: as the user knows it, for the message. value: a string, or C(None) for not given.
    """
    if value is None:
        return
    limits = shape.metadata
    if len(value) < limits.get("min", 0):
        _refuse(option, value, f"it must have at least {limits['min']} characters")
    if len(value) > limits.get("max", len(value)):
        _refuse(option, value, f"it has {len(value)} characters, and {limits['max']} are allowed")
    # The whole value counts: Python's $ would let a newline at the end pass.
    if "pattern" in limits and not re.fullmatch(limits["pattern"], value):
        _refuse(option, value, f"it must match {limits['pattern']}")


def refuse_bad_tags(tags, shape):
    """Raise C(Failure) (invalid_request) if a dict of tags breaks a rule.

    tags: a dict, or C(None) for not given. shape: of one tag, in the model. Keys that begin with C(aws:) are AWS's own.
    """
    if tags is None:
        return
    if len(tags) > MAX_TAGS:
        _refuse("tags", f"{len(tags)} tags", f"{MAX_TAGS} are allowed")
    for key, value in tags.items():
        if to_text(key).lower().startswith("aws:"):
            _refuse("tags", key, "keys that begin with aws: are reserved by AWS")
        refuse_bad_value("tags (key)", to_text(key), shape.members["Key"])
        refuse_bad_value(f"tags (value of {key})", to_text(value), shape.members["Value"])


def _refuse(option, value, rule):
    raise Failure("invalid_request", f"The value of {option} is not valid: {rule}. Given: {value!r}")
