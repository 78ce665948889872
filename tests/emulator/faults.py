# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripted faults: which call goes wrong, and how. Pure; the gateway carries out what is decided here.

These are the faults of the service itself: of its n-th call, in its own time, before or after acting, and in its log.
What goes wrong on the way to it, in real time and by chance, is left to a proxy such as microburst.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .non_answers import ACTING, KINDS

# What can be kept out of sight for a time, with the operations that make it.
HIDING = {
    "hide_image": ("ImportCustomWorkspaceImage", "CopyWorkspaceImage"),
    "hide_bundle": ("CreateWorkspaceBundle",),
}
RULE_KEYS = frozenset({"operation", "account", "region", "match", "after", "times", "for_seconds", "do"})
# The ways to spoil a call, each with the keys that may go with it.
ACTIONS = {
    "error": frozenset({"status", "message"}),
    "status": frozenset(),
    "drop": frozenset(HIDING),
    "status_after": frozenset(),
    "truncate": frozenset(),
    "answer": frozenset({"acted"}),
    "hold": frozenset(),
    "meet": frozenset(),
    **dict.fromkeys(HIDING, frozenset[str]()),
}
BEFORE_OR_AFTER = ("drop", "hold")


class FaultError(ValueError):
    """A rule that makes no sense; the text says why."""


@dataclass(frozen=True)
class Subject:
    """What a rule is held against."""

    operation: str
    account: str
    region: str
    params: Mapping[str, Any]


@dataclass
class FaultRule:
    """One rule, and how many calls it has seen and spoilt."""

    operation: str
    do: dict[str, Any]
    account: str | None = None
    region: str | None = None
    match: dict[str, Any] = field(default_factory=dict)
    after: int = 0
    times: int | None = 1
    for_seconds: float | None = None
    seen: int = 0
    spoilt: int = 0
    first_spoilt_at: float | None = None

    @classmethod
    def from_json(cls, value: Any) -> FaultRule:
        """Check and take over one rule as it comes from a file or the control API."""
        if not isinstance(value, dict) or "operation" not in value or not isinstance(value.get("do"), dict):
            raise FaultError(f"a rule is an object with at least operation and do, not {value!r}")
        if unknown := set(value) - RULE_KEYS:
            raise FaultError(f"unknown keys in a rule: {', '.join(sorted(unknown))}")
        _check_action(value["do"])
        for action in value["do"].keys() & HIDING.keys():
            if value["operation"] not in HIDING[action]:
                raise FaultError(f"{action} goes with {' and '.join(HIDING[action])} only")
        # Calls that wait for each other are as many as they wait for.
        rule = cls(**{"times": value["do"].get("meet", 1), **value})
        if not _is_count(rule.after) or not (rule.times is None or _is_count(rule.times)):
            raise FaultError("after is a whole number, and times is one or null")
        return rule

    def concerns(self, subject: Subject) -> bool:
        """Whether the rule is about this call at all."""
        return (
            self.operation in ("*", subject.operation)
            and self.account in (None, subject.account)
            and self.region in (None, subject.region)
            and all(_lookup(subject.params, path) == wanted for path, wanted in self.match.items())
        )

    def strikes(self, now: float) -> bool:
        """Count a call that the rule concerns, and say whether this one is spoilt."""
        self.seen += 1
        if self.seen <= self.after or (self.times is not None and self.spoilt >= self.times):
            return False
        if self.first_spoilt_at is None:
            self.first_spoilt_at = now
        if self.for_seconds is not None and now >= self.first_spoilt_at + self.for_seconds:
            return False
        self.spoilt += 1
        return True


class FaultScript:
    """The rules in their order. The first that strikes decides; the ones after it do not count the call."""

    def __init__(self) -> None:
        self._rules: list[FaultRule] = []

    def set_rules(self, rules: Any) -> None:
        """Replace all rules, or none if one of them is wrong."""
        if not isinstance(rules, list):
            raise FaultError("the faults are a list of rules")
        self._rules = [FaultRule.from_json(rule) for rule in rules]

    def add_rules(self, rules: Any) -> None:
        """Put rules after those that there are, or none if one of them is wrong."""
        before = self._rules
        self.set_rules(rules)
        self._rules = before + self._rules

    def drop(self, account: str) -> None:
        """Drop the rules for an account."""
        self._rules = [rule for rule in self._rules if rule.account != account]

    def clear(self) -> None:
        """Drop all rules."""
        self._rules = []

    def decide(self, subject: Subject, now: float) -> FaultRule | None:
        """The rule that strikes this call, if one does."""
        return next((rule for rule in self._rules if rule.concerns(subject) and rule.strikes(now)), None)

    def as_list(self) -> list[dict[str, Any]]:
        """The rules and their counters, for whoever wonders why a fault did not strike."""
        return [
            {"operation": rule.operation, "do": rule.do, "seen": rule.seen, "spoilt": rule.spoilt}
            for rule in self._rules
        ]


def _check_action(do: dict[str, Any]) -> None:
    fitting = [name for name, others in ACTIONS.items() if name in do and set(do) <= others | {name}]
    if not fitting:
        raise FaultError(f"do is one of {', '.join(sorted(ACTIONS))}, not {', '.join(sorted(do)) or 'empty'}")
    for name in BEFORE_OR_AFTER:
        if do.get(name, "before") not in ("before", "after"):
            raise FaultError(f"{name} is before or after, not {do[name]!r}")
    if do.get("drop") == "before" and len(do) > 1:
        raise FaultError("what is dropped before acting makes nothing that could be hidden")
    for name in ("status", "status_after"):
        if name in do and not (_is_count(do[name]) and 400 <= do[name] <= 599):
            raise FaultError(f"{name} is a status from 400 to 599, not {do[name]!r}")
    if "meet" in do and not (_is_count(do["meet"]) and do["meet"] > 1):
        raise FaultError(f"meet is the number of calls that wait for each other, 2 or more, not {do['meet']!r}")
    if "answer" in do:
        _check_answer(do)


def _check_answer(do: dict[str, Any]) -> None:
    if do["answer"] not in KINDS:
        raise FaultError(f"answer is one of {', '.join(KINDS)}, not {do['answer']!r}")
    if do.get("acted", True) is not True and do["answer"] in ACTING:
        raise FaultError(f"the answer {do['answer']} is made from the service's own, so the operation is carried out")


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _lookup(params: Mapping[str, Any], path: str) -> Any:
    """The value of a member, or of a member of a member: ``ImageSource.Ec2ImageId``."""
    value: Any = params
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
