# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The progress of an image, by table."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._byol.progress import (
    needs_image,
    progress_of,
    reasons_for_failure,
)


def with_state(state):
    """A description with that state, or none."""
    return state and {"state": state}


@pytest.mark.parametrize(
    ("image", "image_import", "phase", "state"),
    [
        ("AVAILABLE", "COMPLETED", "ready", "COMPLETED"),
        ("AVAILABLE", None, "ready", "AVAILABLE"),
        ("PENDING", "COMPLETED", "in progress", "COMPLETED"),
        ("AVAILABLE", "PUBLISHING", "in progress", "PUBLISHING"),
        ("PENDING", "PENDING", "in progress", "PENDING"),
        ("PENDING", None, "in progress", "PENDING"),
        ("PENDING", "NEVER_HEARD_OF", "in progress", "NEVER_HEARD_OF"),
        ("NEVER_HEARD_OF", None, "in progress", "NEVER_HEARD_OF"),
        ("NEVER_HEARD_OF", "COMPLETED", "in progress", "COMPLETED"),
        ("ERROR", "COMPLETED", "failed", "ERROR"),
        ("PENDING", "ERROR", "failed", "ERROR"),
        ("ERROR", None, "failed", "ERROR"),
        ("AVAILABLE", "ERROR", "failed", "ERROR"),
        (None, "IN_PROGRESS", "in progress", "IN_PROGRESS"),
        (None, "COMPLETED", "in progress", "COMPLETED"),
        (None, "ERROR", "failed", "ERROR"),
        (None, None, "gone", "not listed"),
    ],
)
def test_phase_and_state(image, image_import, phase, state):
    progress = progress_of(with_state(image), with_state(image_import))
    assert (progress.phase, progress.state) == (phase, state)


def test_descriptions_without_a_state():
    assert progress_of({}, {}).phase == "in progress"
    assert progress_of({}, None).phase == "in progress"


@pytest.mark.parametrize(
    ("percentage", "words"), [(None, "VALIDATING"), (0, "VALIDATING at 0 %"), (83, "VALIDATING at 83 %")]
)
def test_in_words(percentage, words):
    record = {"state": "VALIDATING", "state_message": "Validating.", "progress_percentage": percentage}
    progress = progress_of({"state": "PENDING"}, record)
    assert str(progress) == words
    assert progress.message == "Validating."


@pytest.mark.parametrize(
    ("state", "expected"),
    [("COMPLETED", True), ("ERROR", True), ("PENDING", False), ("NEVER_HEARD_OF", False), (None, True)],
)
def test_when_the_image_must_be_described_too(state, expected):
    assert needs_image(with_state(state)) is expected


DISK = {"error_code": "DiskFreeSpace", "error_message": "Too full."}
DOMAIN = {"error_code": "DomainJoined", "error_message": "Joined."}


@pytest.mark.parametrize(
    ("image", "image_import", "text"),
    [
        (None, None, "AWS gives no reason"),
        ({}, {}, "AWS gives no reason"),
        ({}, {"error_details": []}, "AWS gives no reason"),
        ({"error_code": "X", "error_message": "y"}, None, "X: y"),
        ({"error_code": "X"}, None, "X"),
        ({"error_message": "y"}, None, "y"),
        ({}, {"error_details": [DISK, DOMAIN]}, "DiskFreeSpace: Too full.; DomainJoined: Joined."),
        ({"error_details": [DISK]}, {"error_details": [DISK]}, "DiskFreeSpace: Too full."),
        ({"error_details": [DOMAIN]}, {"error_details": [DISK]}, "DiskFreeSpace: Too full.; DomainJoined: Joined."),
        ({}, {"state_message": "It broke."}, "It broke."),
        ({}, {"error_details": [{"error_code": "X"}], "state_message": "It broke."}, "X; It broke."),
    ],
)
def test_reasons(image, image_import, text):
    assert reasons_for_failure(image, image_import) == text
