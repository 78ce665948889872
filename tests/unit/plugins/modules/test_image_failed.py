# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_custom_image_import where the image of the name is in ERROR."""

from __future__ import annotations

import pytest

from ..support.place import NAME, OTHER_SOURCE, REQUEST
from ..support.running import failure_of, succeeded

ERROR = {
    "code": "ImageCheckFailed",
    "message": "two checks failed",
    "details": [
        {"code": "DomainJoined", "message": "The image is joined to a domain."},
        {"code": "DiskFreeSpace", "message": "There is not enough free space on the disk."},
    ],
}


@pytest.fixture
def failed_id(aws):
    """An image whose import failed."""
    return aws.image(error=ERROR)


@pytest.mark.parametrize("check_mode", [False, True])
def test_it_is_reported_with_the_reasons_of_aws(aws, image, failed_id, check_mode):
    result = image(check_mode=check_mode)
    failure = failure_of(result)
    assert failure["reason"] == "failed_image_exists"
    assert "replace_failed" in failure["remedy"]
    for text in ("DomainJoined", "joined to a domain", "DiskFreeSpace", "not enough free space", NAME, failed_id):
        assert text in failure["message"]
    assert result["image_id"] == failed_id
    assert result["image"]["state"] == "ERROR"
    assert aws.writes() == []


def test_it_is_reported_even_if_the_source_is_another(image, failed_id):
    failure = failure_of(image(image_source=OTHER_SOURCE))
    assert failure["reason"] == "failed_image_exists"
    assert failed_id in failure["message"]


def test_it_is_replaced_where_that_is_requested(aws, image, failed_id):
    predicted = succeeded(image(check_mode=True, diff=True, replace_failed=True))
    assert aws.writes() == []
    done = succeeded(image(diff=True, replace_failed=True))
    assert [call["operation"] for call in aws.writes()] == ["DeleteWorkspaceImage", "ImportCustomWorkspaceImage"]
    assert aws.requests("DeleteWorkspaceImage") == [{"ImageId": failed_id}]
    assert aws.requests("ImportCustomWorkspaceImage") == [REQUEST]
    assert predicted["changed"] is done["changed"] is True
    assert predicted.keys() == done.keys()
    assert predicted["image_id"] is None
    assert done["image_id"] not in (None, failed_id)
    assert predicted["diff"] == done["diff"]
    assert done["diff"]["before"].keys() == done["diff"]["after"].keys()
    assert done["diff"]["before"]["name"] == done["diff"]["after"]["name"]


def test_it_is_replaced_once(aws, image, failed_id):
    first = succeeded(image(replace_failed=True))
    second = succeeded(image(replace_failed=True))
    assert second["changed"] is False
    assert second["image_id"] == first["image_id"] != failed_id
    assert aws.imports_done() == 1


def test_it_is_replaced_by_one_of_another_source(image, failed_id):
    result = succeeded(image(replace_failed=True, image_source=OTHER_SOURCE))
    assert result["image_import"]["image_source"] == OTHER_SOURCE
    assert result["image_id"] != failed_id


def test_an_image_that_did_not_fail_is_not_replaced(aws, image):
    image_id = aws.image()
    result = succeeded(image(replace_failed=True))
    assert result["changed"] is False
    assert result["image_id"] == image_id
    assert failure_of(image(replace_failed=True, image_source=OTHER_SOURCE))["reason"] == "image_source_differs"
    assert aws.writes() == []


def test_replacing_and_waiting(aws, image, failed_id):
    aws.settings(import_seconds=3600)
    result = succeeded(image(replace_failed=True, wait=True))
    assert result["image"]["state"] == "AVAILABLE"
    assert result["image_id"] != failed_id


def test_an_image_in_error_without_a_record(aws, image):
    aws.image(error=ERROR, **{"import": None})
    failure = failure_of(image())
    assert failure["reason"] == "failed_image_exists"
    assert "DomainJoined" in failure["message"]
