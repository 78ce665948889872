# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages of a list, with tokens that say nothing to the caller and are accepted only where they were given out."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from enum import Enum
from typing import TypeVar

Item = TypeVar("Item")


class InvalidTokenError(ValueError):
    """The token was not given out for this request."""


class Paging(str, Enum):
    """How a list is cut into pages."""

    COMPLETE = "complete"
    """Each item once, and an end."""

    OVERLAPPING = "overlapping"
    """The last item of a page is the first of the next, as in a list that has grown in between."""

    ENDLESS = "endless"
    """Two tokens in turn, and never an end."""


def take_page(
    items: Sequence[Item], size: int, token: str | None, scope: str, paging: Paging = Paging.COMPLETE
) -> tuple[list[Item], str | None]:
    """One page, and the token of the next one if there is one.

    ``scope`` stands for the request: a token of one scope is refused in another.
    """
    start = _read(token, scope) if token else 0
    end = start + max(size, 1)
    following = _following(start, end, len(items), paging)
    return list(items[start:end]), None if following is None else _write(following, scope)


def _following(start: int, end: int, count: int, paging: Paging) -> int | None:
    """Where the next page begins."""
    if paging is Paging.ENDLESS:
        return 0 if start else end
    if end >= count:
        return None
    return end - 1 if paging is Paging.OVERLAPPING and end - 1 > start else end


def _write(offset: int, scope: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([offset, _seal(offset, scope)]).encode()).decode()


def _read(token: str, scope: str) -> int:
    try:
        offset, seal = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, TypeError, binascii.Error) as error:
        raise InvalidTokenError(token) from error
    if not isinstance(offset, int) or seal != _seal(offset, scope):
        raise InvalidTokenError(token)
    return offset


def _seal(offset: int, scope: str) -> str:
    return hashlib.blake2s(f"{offset}:{scope}".encode(), digest_size=8).hexdigest()
