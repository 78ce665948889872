# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated AWS as these tests use it: in one account and Region, with its log in a handy form."""

from __future__ import annotations

from .place import DESCRIPTION, NAME, PLACE, RECORD


class Embedded:
    """Wraps a running emulator. control: its own client, for what is not repeated here."""

    def __init__(self, control):
        self.control = control
        self.url = control.url
        self.settings = control.settings
        self.faults = control.faults
        self.advance = control.advance

    def account(self, **state):
        """Set the state of the account."""
        self.control.account(**PLACE, **state)

    def image(self, name=NAME, **properties):
        """Add an image with the record of an import and return its id; ``**{"import": None}`` for one without."""
        wanted = {"description": DESCRIPTION, "import": RECORD, **PLACE, **properties}
        (image_id,) = self.control.images(name, **{key: value for key, value in wanted.items() if value is not None})
        return image_id

    def images(self, count, name="filler", **properties):
        """Add images with numbered names and return their ids."""
        wanted = {"import": RECORD, "count": count, **PLACE, **properties}
        return self.control.images(name, **{key: value for key, value in wanted.items() if value is not None})

    def bundles(self, image_id, **properties):
        """Add bundles that use an image and return their ids."""
        return self.control.bundles(image_id, **PLACE, **properties)

    def desktops(self, bundle_id, **properties):
        """Add WorkSpaces based on a bundle and return their ids."""
        return self.control.desktops(bundle_id, **PLACE, **properties)

    def share(self, image_id, account_id):
        """Share an image with an account."""
        self.control.share(image_id, account_id, **PLACE)

    def calls(self, **wanted):
        """The calls to WorkSpaces so far."""
        return self.control.calls(service="workspaces", **wanted)

    def operations(self):
        """Their names, in their order, and forget them."""
        names = [call["operation"] for call in self.calls()]
        self.control.clear_calls()
        return names

    def writes(self):
        """The calls that change something, whether they succeeded or not."""
        return [call for call in self.calls() if call["write"]]

    def requests(self, operation):
        """The parameters of all calls of an operation."""
        return [call["params"] for call in self.calls(operation=operation)]

    def imports_done(self):
        """How many imports AWS has carried out: the number of images that came of them."""
        return sum(call["acted"] for call in self.calls(operation="ImportCustomWorkspaceImage"))
