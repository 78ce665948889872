# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Looking at AWS from the controller: each look is a short run of M(euc.workspaces.workspaces_byol_info).

A fresh process reads profiles and credentials anew, which one that waits for hours does not.
"""

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import REMEDIES, Failure

PASSING = {"api_error", "connection_failed", "throttled"}
"""Reasons that may be gone at the next look."""


class Looks:
    """Reads like those of C(WorkSpaces), and tells of trouble.

    run_module: called with the name and the arguments of a module, returns its result. connection: arguments that say
    how to reach AWS. lines: C(ProgressLines).
    """

    def __init__(self, run_module, connection, lines):
        self._run_module = run_module
        self._connection = connection
        self._lines = lines

    def images_by_id(self, image_ids):
        """Those of the owned images that exist. Raises C(Failure), as all of these."""
        return self._images("images", image_ids)

    def image_imports(self, image_ids):
        """The records of custom imports by image id, of those images that exist."""
        return {image["image_id"]: image["import"] for image in self._images("image_imports", image_ids)}

    def account(self):
        """The account's BYOL configuration."""
        return self._info(gather=["account"])["account"]

    def account_modifications(self):
        """All modifications of the account, oldest first."""
        return self._info(gather=["account_modifications"])["account"]["modifications"]

    def _images(self, gather, image_ids):
        return self._info(gather=[gather], image_ids=image_ids)["images"]

    def _info(self, **args):
        result = self._run_module("euc.workspaces.workspaces_byol_info", {**self._connection, **args})
        if failed(result):
            failure = failure_of(result)
            if failure.passing:
                self._lines.trouble(failure.message)
            raise failure
        return result


def failed(result):
    """Whether a module failed, or could not be run."""
    return bool(result.get("failed") or result.get("unreachable"))


def reason_of(result):
    """Why a module failed, or C(None)."""
    return result.get("failure", {}).get("reason")


def failure_of(result):
    """The C(Failure) that a module ended with. One that could not be run at all may run the next time."""
    failure = result.get("failure") or {"reason": "connection_failed", "message": str(result.get("msg"))}
    reason = failure["reason"]
    remedy = failure.get("remedy", REMEDIES[reason])
    return Failure(reason, failure["message"], remedy, failure.get("code"), passing=reason in PASSING)
