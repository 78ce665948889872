# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of the emulator's control API that needs nothing but the standard library."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

Json = dict[str, Any]


class ControlError(RuntimeError):
    """The emulator refused a control call; the text says why."""


class EmulatorControl:
    """Talks to the emulator that listens at ``url``. Accounts and Regions default to 123456789012 and us-east-1."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._opener = build_opener(ProxyHandler({}))

    def calls(self, **wanted: str) -> list[Json]:
        """The calls so far: all, or those of an ``account``, ``region``, ``service`` or ``operation``."""
        result: list[Json] = self._send("GET", f"/calls?{urlencode(wanted)}" if wanted else "/calls")
        return result

    def clear_calls(self) -> None:
        """Forget the calls."""
        self._send("DELETE", "/calls")

    def reset(self) -> None:
        """Forget everything, in all services, and go back to the settings of the start."""
        self._send("POST", "/reset")

    def settings(self, **changes: Any) -> Json:
        """Change settings; gives back all of them as they are now."""
        result: Json = self._send("POST", "/settings", changes)
        return result

    def faults(self, rules: list[Json]) -> None:
        """Set the fault rules."""
        self._send("POST", "/faults", rules)

    def add_faults(self, rules: list[Json]) -> None:
        """Add fault rules to those in force."""
        self._send("PATCH", "/faults", rules)

    def clear_faults(self) -> None:
        """Drop the fault rules."""
        self._send("DELETE", "/faults")

    def drop_faults(self, account: str) -> None:
        """Drop the fault rules for an account."""
        self._send("DELETE", f"/faults?{urlencode({'account': account})}")

    def held(self, **wanted: str) -> list[Json]:
        """The calls that a fault holds: all, or those of an ``operation``, ``account`` or ``region``."""
        result: list[Json] = self._send("GET", f"/held?{urlencode(wanted)}" if wanted else "/held")
        return result

    def release(self, **wanted: str) -> int:
        """Let calls that a fault holds go on; gives back their number."""
        return int(self._send("DELETE", f"/held?{urlencode(wanted)}" if wanted else "/held")["released"])

    def advance(self, seconds: float) -> float:
        """Step the clock; gives back the time."""
        return float(self._send("POST", "/clock", {"advance": seconds})["now"])

    def account(self, **state: Any) -> Json:
        """Set the state of an account; gives back what DescribeAccount says."""
        result: Json = self._send("POST", "/account", state)
        return result

    def images(self, name: str, **properties: Any) -> list[str]:
        """Add images; gives back their ids."""
        result: list[str] = self._send("POST", "/images", {"name": name, **properties})["image_ids"]
        return result

    def show_images(self, **where: Any) -> None:
        """Let all images of an account in a Region show that are hidden yet."""
        self._send("POST", "/images/shown", where)

    def replan_import(self, name: str, script: Json, **where: Any) -> str:
        """Let the import of the newest image of a name go on by another script from now on; gives back the id."""
        return str(self._send("POST", "/imports", {"name": name, "script": script, **where})["image_id"])

    def bundles(self, image_id: str, **properties: Any) -> list[str]:
        """Add bundles that use an image; gives back their ids."""
        result: list[str] = self._send("POST", "/bundles", {"image_id": image_id, **properties})["bundle_ids"]
        return result

    def desktops(self, bundle_id: str, **properties: Any) -> list[str]:
        """Add WorkSpaces based on a bundle; gives back their ids."""
        result: list[str] = self._send("POST", "/desktops", {"bundle_id": bundle_id, **properties})["workspace_ids"]
        return result

    def share(self, image_id: str, account_id: str, **where: Any) -> None:
        """Share an image with an account."""
        self._send("POST", "/shares", {"image_id": image_id, "with": account_id, **where})

    def ami(self, **properties: Any) -> str:
        """Register an AMI in EC2; gives back its id."""
        return str(self._send("POST", "/amis", properties)["ami_id"])

    def import_task(self, **properties: Any) -> str:
        """Define an import task; gives back its id."""
        return str(self._send("POST", "/import_tasks", properties)["import_task_id"])

    def build(self, arn: str, **properties: Any) -> str:
        """Define a build of Image Builder; gives back its ARN."""
        return str(self._send("POST", "/builds", {"arn": arn, **properties})["arn"])

    def infrastructure(self, arn: str, **properties: Any) -> Json:
        """Define an infrastructure configuration; gives back what GetInfrastructureConfiguration says of it."""
        result: Json = self._send("POST", "/infrastructure", {"arn": arn, **properties})
        return result

    def estate(self, accounts: list[str], regions: list[str], **state: Any) -> int:
        """Set up many accounts and Regions alike; gives back how many there are."""
        return int(self._send("POST", "/estate", {"accounts": accounts, "regions": regions, **state})["places"])

    def organization(self, accounts: list[Json], **where: Any) -> list[str]:
        """Add accounts to an organization; gives back the ids of all that it has."""
        result: list[str] = self._send("POST", "/organization", {"accounts": accounts, **where})["accounts"]
        return result

    def _send(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}/_emulator{path}", data, {"Content-Type": "application/json"}, method=method)
        try:
            with self._opener.open(request, timeout=300) as response:
                return json.load(response)
        except HTTPError as error:
            with error:
                raise ControlError(json.load(error)["error"]) from error
