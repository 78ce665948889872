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

    def clear_faults(self) -> None:
        """Drop the fault rules."""
        self._send("DELETE", "/faults")

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

    def bundles(self, image_id: str, **properties: Any) -> list[str]:
        """Add bundles that use an image; gives back their ids."""
        result: list[str] = self._send("POST", "/bundles", {"image_id": image_id, **properties})["bundle_ids"]
        return result

    def desktops(self, bundle_id: str, **properties: Any) -> list[str]:
        """Add WorkSpaces based on a bundle; gives back their ids."""
        result: list[str] = self._send("POST", "/desktops", {"bundle_id": bundle_id, **properties})["workspace_ids"]
        return result

    def share(self, image_id: str, account_id: str, **place: Any) -> None:
        """Share an image with an account."""
        self._send("POST", "/shares", {"image_id": image_id, "with": account_id, **place})

    def ami(self, **properties: Any) -> str:
        """Register an AMI in EC2; gives back its id."""
        return str(self._send("POST", "/amis", properties)["ami_id"])

    def estate(self, accounts: list[str], regions: list[str], **state: Any) -> int:
        """Set up many accounts and Regions alike; gives back how many there are."""
        return int(self._send("POST", "/estate", {"accounts": accounts, "regions": regions, **state})["places"])

    def organization(self, accounts: list[Json], **place: Any) -> list[str]:
        """Add accounts to an organization; gives back the ids of all that it has."""
        result: list[str] = self._send("POST", "/organization", {"accounts": accounts, **place})["accounts"]
        return result

    def _send(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}/_emulator{path}", data, {"Content-Type": "application/json"}, method=method)
        try:
            with self._opener.open(request, timeout=30) as response:
                return json.load(response)
        except HTTPError as error:
            with error:
                raise ControlError(json.load(error)["error"]) from error
