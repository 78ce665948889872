# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Preflight of a task: read what its images need, then judge them."""

from __future__ import annotations

from collections.abc import Iterable

from .._aws.sources.reader import SourceReader
from .._byol.preflight.judge import judge
from .._byol.preflight.observations import ImageRequest, Target
from .._byol.preflight.survey import Survey
from .._byol.preflight.verdicts import Check


def run_preflight(images: Iterable[ImageRequest], target: Target, reader: SourceReader) -> dict[str, list[Check]]:
    """Return the checks of each image by its name. Only reads are sent, and nothing is raised.

    :param images: All images that the task would import, in their order.
    """
    listed = list(images)
    answers = reader.read(lambda so_far: Survey(listed, target, so_far).calls())
    return judge(listed, target, answers)
