# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replies that AWS does not document and may give nevertheless."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from ansible_collections.euc.workspaces.plugins.module_utils._aws.workspaces import WorkSpaces


class Replies:
    """A client whose calls are all answered by the same reply."""

    def __init__(self, **reply):
        self.reply = reply

    def read(self, _operation, _doing, **_params):
        """The reply, as the SDK gives it."""
        return {**self.reply, "ResponseMetadata": {"HTTPStatusCode": 200}}

    def pages(self, operation, doing, **params):
        """The reply as the only page."""
        yield self.read(operation, doing, **params)


def test_a_modification_without_a_time_is_the_newest():
    started = datetime(2026, 11, 1, tzinfo=timezone.utc)
    found = [{"ModificationState": "PENDING"}, {"ModificationState": "FAILED", "StartTime": started}]
    modifications = WorkSpaces(Replies(AccountModifications=found)).account_modifications()
    assert [item["modification_state"] for item in modifications] == ["FAILED", "PENDING"]


def test_times_are_in_utc_and_in_order_where_the_clock_is_put_back():
    """The later one seems earlier in the time zone of the process."""
    summer, winter = timezone(timedelta(hours=2)), timezone(timedelta(hours=1))
    found = [
        {"ModificationState": "FAILED", "StartTime": datetime(2026, 10, 25, 2, 10, tzinfo=winter)},
        {"ModificationState": "COMPLETED", "StartTime": datetime(2026, 10, 25, 2, 50, tzinfo=summer)},
    ]
    modifications = WorkSpaces(Replies(AccountModifications=found)).account_modifications()
    assert [item["start_time"] for item in modifications] == ["2026-10-25T00:50:00+00:00", "2026-10-25T01:10:00+00:00"]


def test_an_import_with_nothing_on_record():
    assert WorkSpaces(Replies()).image_import("wsi-0a1b2c3d4") is None
