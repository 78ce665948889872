# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every story of bad weather ends as it must, with real ansible-playbook processes against the embedded AWS."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from . import (
    stories_of_credentials,
    stories_of_images,
    stories_of_killed_jobs,
    stories_of_lost_replies,
    stories_of_the_account,
    stories_of_the_role,
    stories_of_the_service,
    stories_of_time,
    stories_of_two_controllers,
)
from .story import Outcome, Story

# Those that take long come first, as all are told side by side.
TABLE: list[Story] = [
    *stories_of_killed_jobs.STORIES,
    *stories_of_the_role.STORIES,
    *stories_of_images.STORIES,
    *stories_of_the_service.STORIES,
    *stories_of_the_account.STORIES,
    *stories_of_credentials.STORIES,
    *stories_of_lost_replies.STORIES,
    *stories_of_two_controllers.STORIES,
    *stories_of_time.STORIES,
]


@pytest.mark.parametrize("story", TABLE, ids=[story.title for story in TABLE])
def test_story(story: Story, told: Callable[[Story], Outcome]) -> None:
    """It has been told to its end, where what it asserts held."""
    assert told(story).title == story.title
