# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the errors of an import mean, and which of them are errors at all."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._byol.import_errors import (
    AWS,
    EXPLANATIONS,
    GUEST,
    SOURCE,
    explain,
)

CODES = set(
    botocore.session.get_session().get_service_model("workspaces").shape_for("WorkspaceImageErrorDetailCode").enum
)


def failed(*details: tuple[str, str], **others: Any) -> dict[str, Any]:
    """An image or import in ERROR with these details."""
    listed = [{"error_code": code, "error_message": message} for code, message in details]
    return {"state": "ERROR", "error_details": listed, **others}


def test_every_code_of_the_sdk_is_explained_and_no_other():
    assert set(EXPLANATIONS) == CODES
    assert len(CODES) == 48


@pytest.mark.parametrize("code", sorted(EXPLANATIONS))
def test_an_explanation_is_whole(code):
    explanation = EXPLANATIONS[code]
    assert explanation.meaning.endswith(".")
    assert explanation.remedy.endswith(".")
    assert explanation.where in (GUEST, SOURCE, AWS)


def test_a_documented_code_keeps_the_text_of_aws_beside_its_meaning():
    (entry,) = explain(None, failed(("DiskFreeSpace", "Too\nfull.\x1b[31m")))
    assert entry == {
        "code": "DiskFreeSpace",
        "message": "Too full. [31m",
        "meaning": "The local disk has less than 20 GB of free space.",
        "remedy": "Free 20 GB or more on the local disk.",
        "where": "guest",
        "retry": False,
    }


def test_an_undocumented_code_means_what_aws_says():
    (entry,) = explain(None, failed(("BrandNewCheck", "something\r\n new\u202e\x00")))
    assert (entry["code"], entry["meaning"], entry["where"]) == ("BrandNewCheck", "something new", AWS)
    assert entry["remedy"]
    assert entry["retry"] is False


def test_a_code_without_a_text_still_has_a_meaning():
    (entry,) = explain(None, failed(("BrandNewCheck", "")))
    assert (entry["message"], entry["meaning"]) == ("", "BrandNewCheck")


def test_each_code_comes_once_with_the_import_first():
    record = failed(("BrandNewCheck", "new"), ("DomainJoined", "joined"))
    image = failed(("UnknownError", "new"), ("DomainJoined", "joined, too"), ("PendingReboot", "reboot"))
    assert [entry["code"] for entry in explain(image, record)] == ["BrandNewCheck", "DomainJoined", "PendingReboot"]


def test_unknown_errors_with_different_texts_are_all_kept():
    image = failed(("UnknownError", "one"), ("UnknownError", "two"), ("UnknownError", "one"))
    assert [entry["meaning"] for entry in explain(image, None)] == ["one", "two"]


def test_the_code_of_the_image_counts_where_there_are_no_details():
    image = {"state": "ERROR", "error_code": "OSNotSupported", "error_message": "not this one"}
    assert [entry["code"] for entry in explain(image, None)] == ["OSNotSupported"]
    assert explain({**image, "error_details": [{"error_code": "DomainJoined"}]}, None)[0]["code"] == "DomainJoined"


@pytest.mark.parametrize(
    ("image", "record"),
    [
        ({"state": "AVAILABLE"}, {**failed(("AppXPackagesInstalled", "fixed")), "state": "COMPLETED"}),
        ({**failed(("DomainJoined", "old")), "state": "AVAILABLE"}, None),
        (None, {**failed(("DomainJoined", "so far")), "state": "VALIDATING"}),
        (None, None),
        ({"state": "ERROR"}, {"state": "ERROR", "error_details": None}),
    ],
)
def test_what_did_not_fail_has_no_errors(image, record):
    assert explain(image, record) == []
