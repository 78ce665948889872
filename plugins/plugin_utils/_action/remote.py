# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task with ``wait`` whose module runs elsewhere: started without waiting, and polled by short runs of the info module."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._aws.connection import connection_of
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import REMEDIES, Failure
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock

from .progress_lines import ProgressLines

Result = dict[str, Any]
ModuleRunner = Callable[[str, Mapping[str, Any]], Result]
"""Runs a module of this collection with arguments, and returns its result."""


class ModuleReads:
    """Reads as those of ``WorkSpaces``, each by a run of ``workspaces_byol_info``. All raise ``Failure``."""

    def __init__(self, run_module: ModuleRunner, connection: Mapping[str, Any]):
        self._run_module = run_module
        self._connection = connection

    def images_by_id(self, image_ids: Iterable[str]) -> list[Result]:
        """Return those of the owned images that exist."""
        return self._info("images", image_ids=list(image_ids))["images"]

    def image_imports(self, image_ids: Iterable[str]) -> dict[str, Result | None]:
        """Return the records of custom imports by image ID, of those images that exist."""
        images = self._info("image_imports", image_ids=list(image_ids))["images"]
        return {image["image_id"]: image["import"] for image in images}

    def account(self) -> Result:
        """Return the account's BYOL configuration."""
        return self._info("account")["account"]

    def account_modifications(self) -> list[Result]:
        """Return all modifications of the account, oldest first."""
        return self._info("account_modifications")["account"]["modifications"]

    def bundle_named(self, name: str) -> Result | None:
        """Return the account's own bundle of that name, or ``None``."""
        return next(iter(self._info("bundles", bundle_names=[name])["bundles"]), None)

    def _info(self, gather: str, **args: Any) -> Result:
        result = self._run_module("workspaces_byol_info", {**self._connection, "gather": [gather], **args})
        if failed(result):
            raise failure_of(result)
        return result


@dataclass
class RemoteTask:
    """A task with ``wait``.

    module: its name. args: as the user gave them. params: the same, validated.
    """

    module: str
    args: Mapping[str, Any]
    params: Mapping[str, Any]
    run_module: ModuleRunner
    clock: Clock
    lines: ProgressLines

    def __post_init__(self) -> None:
        self.reads = ModuleReads(self.run_module, connection_of(self.args))
        self.started = self.clock.now()

    @property
    def delay(self) -> float:
        """Seconds between polls."""
        return self.params["wait_delay"]

    @property
    def deadline(self) -> float:
        """Until when to wait, by the clock."""
        return self.started + self.params["wait_timeout"]

    def run(self, **args: Any) -> Result:
        """Run the module once, without waiting. args: instead of those of the task."""
        result = self.run_module(self.module, {**self.args, **args, "wait": False})
        invocation = result.get("invocation", {}).get("module_args")
        if invocation:
            invocation["wait"] = True  # As the user gave it.
        return result

    def start(self) -> Result:
        """Run the module without waiting, again while AWS refuses its calls for their rate."""
        return self.start_each([None], lambda _items: [self.run()])[0]

    def start_each(self, items: list[Any], run: Callable[[list[Any]], list[Result]]) -> list[Result]:
        """Return the results of ``run(items)``, run again for those items that were throttled."""
        results = run(items)
        while throttled := [number for number, result in enumerate(results) if reason_of(result) == "throttled"]:
            if self.clock.now() >= self.deadline:
                break
            self.lines.trouble(failure_of(results[throttled[0]]))
            self.clock.sleep(self.delay)
            for number, again in zip(throttled, run([items[number] for number in throttled]), strict=True):
                results[number] = both(results[number], again)
        return results


def both(first: Result, second: Result) -> Result:
    """Return the result of two runs of one task as one."""
    result = {**second, "changed": any(each.get("changed", False) for each in (first, second))}
    warnings = [*first.get("warnings", []), *second.get("warnings", [])]
    if warnings:
        result["warnings"] = list(dict.fromkeys(warnings))
    if "diff" in first and "diff" in second and isinstance(second["diff"], dict):
        result["diff"] = {**second["diff"], "before": first["diff"]["before"]}
    return result


def with_failure(result: Result) -> Result:
    """Return a result whose failure has a reason, also where the module could not be run or was killed."""
    if not failed(result) or result.get("failure"):
        return result
    return {**result, "failure": failure_of(result).result()["failure"]}


def failed(result: Mapping[str, Any]) -> bool:
    """Whether a module failed, or could not be run."""
    return bool(result.get("failed") or result.get("unreachable"))


def reason_of(result: Mapping[str, Any]) -> str | None:
    """Return why a module failed, or ``None``."""
    return (result.get("failure") or {}).get("reason")


def failure_of(result: Mapping[str, Any]) -> Failure:
    """Return the ``Failure`` that a module ended with. One that could not be run at all may run the next time."""
    failure = result.get("failure") or {
        "reason": "connection_failed",
        "message": f"Failed to run the module: {result.get('msg')}",
        "transient": True,
    }
    reason = failure["reason"]
    remedy = failure.get("remedy", REMEDIES[reason])
    return Failure(reason, failure["message"], remedy, failure.get("code"), transient=failure.get("transient", False))
