# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where an image stands, from what AWS reports: in progress, ready, failed or gone. Pure.

Ready means import COMPLETED and image AVAILABLE, as either can come first. AWS adds states, so any state that is not
known to be final is "in progress".
"""

from __future__ import annotations

from typing import Any, NamedTuple

IN_PROGRESS, READY, FAILED, GONE = "in progress", "ready", "failed", "gone"


class Progress(NamedTuple):
    """The progress of an image.

    phase: one of the four constants. state: AWS's own word. percentage and message: ``None`` where AWS gives none
    (botocore before 1.42.24, or no record of an import).
    """

    phase: str
    state: str
    percentage: int | None = None
    message: str | None = None

    def __str__(self) -> str:
        percentage = "" if self.percentage is None else f" at {self.percentage} %"
        return f"{self.state}{percentage}"


def progress_of(image: dict[str, Any] | None, image_import: dict[str, Any] | None) -> Progress:
    """Return the progress of an image.

    image: as DescribeWorkspaceImages, ``None`` where it is not listed. image_import: as
    DescribeCustomWorkspaceImageImport, ``None`` where there is no record, as for images made in another way.
    """
    record = image_import or {}
    image_state = (image or {}).get("state")
    import_state = record.get("state")
    if image is None and image_import is None:
        return Progress(GONE, "not listed")
    state = import_state or image_state or "unknown"
    if "ERROR" in (image_state, import_state):
        phase, state = FAILED, "ERROR"
    elif image_state == "AVAILABLE" and import_state in (None, "COMPLETED"):
        phase = READY
    else:
        phase = IN_PROGRESS
    return Progress(phase, state, record.get("progress_percentage"), record.get("state_message"))


def needs_image(image_import: dict[str, Any] | None) -> bool:
    """Whether the record of the import leaves open whether it has ended, so that the image must be described too."""
    return (image_import or {}).get("state") in (None, "COMPLETED", "ERROR")


def reasons_for_failure(image: dict[str, Any] | None, image_import: dict[str, Any] | None) -> str:
    """Return the codes and texts of AWS for a failed image, each once, in one line."""
    reasons = []
    for described in (image_import or {}, image or {}):
        for detail in described.get("error_details") or []:
            reasons.append((detail.get("error_code"), detail.get("error_message")))
        reasons.append((described.get("error_code"), described.get("error_message")))
    if image_import:
        reasons.append((None, image_import.get("state_message")))
    texts = [": ".join(part for part in reason if part) for reason in dict.fromkeys(reasons)]
    return "; ".join(text for text in texts if text) or "AWS gives no reason"
