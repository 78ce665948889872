# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Findings that somebody has accepted until a date. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import REMEDIES

from .findings import KINDS

Json = dict[str, Any]

REQUIRED = ("finding", "reason", "owner", "until")
PATTERNS = {"host": "*", "image": "*"}
ACTIVE, EXPIRED, UNUSED = "active", "expired", "unused"


@dataclass(frozen=True)
class Acceptance:
    """An accepted exception.

    Attributes:
        host: A pattern for names of hosts, with the wildcards of a shell.
        image: Likewise for names of images. With ``*`` the account and its variables are matched too.
        finding: A kind of finding, or a reason of failure.
        until: The last day, in UTC.
    """

    host: str
    image: str
    finding: str
    reason: str
    owner: str
    until: date

    def matches(self, host: str, found: Json) -> bool:
        """Return whether a finding of a host is one of these."""
        kind, _word, image = found["subject"].partition(" ")
        about = fnmatchcase(image, self.image) if kind == "image" else self.image == "*"
        return about and fnmatchcase(host, self.host) and self.finding in (found["kind"], found["reason"])

    def to_json(self) -> Json:
        """Return what a report holds of it."""
        return {**asdict(self), "until": self.until.isoformat()}


def read_exceptions(given: Any) -> tuple[list[Acceptance], list[str]]:
    """Return the exceptions of the option ``audit_exceptions``, and a sentence for each that is not valid."""
    exceptions, problems = [], []
    for number, entry in enumerate(given or []):
        errors = _errors(entry)
        problems += [f"audit_exceptions[{number}]: {error}" for error in errors]
        if not errors:
            texts = {key: str(entry.get(key) or PATTERNS.get(key)) for key in (*PATTERNS, *REQUIRED) if key != "until"}
            exceptions.append(Acceptance(**texts, until=_day(entry["until"]) or date.min))
    return exceptions, problems


def apply_exceptions(records: list[Json], exceptions: list[Acceptance], now: datetime) -> tuple[list[Json], list[Json]]:
    """Return the records with their findings marked, and the exceptions with how many findings each has matched."""
    today = now.date()
    # One that has not expired goes before one that has.
    ordered = sorted(exceptions, key=lambda each: each.until < today)
    matches = dict.fromkeys(exceptions, 0)
    marked = []
    for record in records:
        findings = []
        for found in record["findings"]:
            exception = next((each for each in ordered if each.matches(record["host"], found)), None)
            if exception:
                matches[exception] += 1
            findings.append({**found, "exception": exception and _mark(exception, today)})
        marked.append({**record, "findings": findings})
    used = [
        {**each.to_json(), "matches": count, "state": _state(each, count, today)} for each, count in matches.items()
    ]
    return marked, used


def _mark(exception: Acceptance, today: date) -> Json:
    kept = {key: value for key, value in exception.to_json().items() if key in ("reason", "owner", "until")}
    return {**kept, "state": _state(exception, 1, today)}


def _state(exception: Acceptance, matches: int, today: date) -> str:
    if not matches:
        return UNUSED
    return EXPIRED if exception.until < today else ACTIVE


def _errors(entry: Any) -> list[str]:
    """Return what is wrong with an entry."""
    if not isinstance(entry, Mapping):
        return [f"must be a dict with {', '.join((*PATTERNS, *REQUIRED))}, not {entry!r}"]
    allowed = (*PATTERNS, *REQUIRED)
    errors = [f"{key} is not a key; {', '.join(allowed)} are" for key in entry if key not in allowed]
    errors += [f"{key} is missing" for key in REQUIRED if entry.get(key) in (None, "")]
    found = entry.get("finding")
    if found and found not in KINDS and found not in REMEDIES:
        errors.append(
            f"finding {found!r} is neither a kind of finding nor a reason{_close(str(found), [*KINDS, *REMEDIES])}"
        )
    if entry.get("until") and _day(entry["until"]) is None:
        errors.append(f"until must be a date such as 2026-12-31, not {entry['until']!r}")
    return errors


def _close(word: str, words: Iterable[str]) -> str:
    close = get_close_matches(word, words, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _day(value: Any) -> date | None:
    """Return a day. YAML makes a date of what looks like one."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
