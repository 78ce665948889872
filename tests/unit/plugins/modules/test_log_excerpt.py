# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option log_excerpt: the lines that EC2 Image Builder has logged, in the result of an import that failed."""

from __future__ import annotations

import boto3
import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.rate_limit import RateLimits
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.arguments import read_arguments
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.images import IMAGES
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.task import Surroundings
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poller import Observer
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.fleet import Started, wait_for_hosts
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.handover import Handed
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.in_process import run_in_process

from ..support.place import IMAGE, KEY, NAME, REGION
from ..support.running import failure_of, succeeded

ERROR = {"code": "ImageCheckFailed", "message": "a check failed"}
GROUP = f"/aws/imagebuilder/{NAME}"


@pytest.fixture
def logged(aws, source):
    """Log a line in the group of the image, and return the services that are called."""
    del source
    keys = {"aws_access_key_id": KEY, "aws_secret_access_key": "any"}
    logs = boto3.client("logs", region_name=REGION, endpoint_url=aws.url, **keys)
    logs.create_log_group(logGroupName=GROUP)
    logs.create_log_stream(logGroupName=GROUP, logStreamName="1.0.0/1")
    now = logs.describe_log_groups()["logGroups"][0]["creationTime"]
    events = [{"timestamp": now, "message": "Sysprep failed"}]
    logs.put_log_events(logGroupName=GROUP, logStreamName="1.0.0/1", logEvents=events)
    aws.control.clear_calls()
    return lambda: {call["service"] for call in aws.control.calls()}


def test_a_failed_image_has_the_last_lines(aws, image, images, logged):
    aws.image(error=ERROR)
    result = image(log_excerpt=True)
    assert failure_of(result)["reason"] == "failed_image_exists"
    assert result["log_excerpt"] == {
        "log_group": GROUP,
        "log_stream": "1.0.0/1",
        "lines": ["Sysprep failed"],
        "note": None,
    }
    together = images({NAME: {"log_excerpt": True}})
    assert together["images"][0]["log_excerpt"] == result["log_excerpt"]
    assert logged() == {"workspaces", "logs"}
    assert aws.writes() == []


def test_an_import_that_fails_in_the_wait_has_them_too(aws, image, logged):
    aws.settings(import_seconds=30, imports={NAME: {"error": {"at": 0.5, **ERROR}}})
    result = image(log_excerpt=True, wait=True, wait_delay=10)
    assert failure_of(result)["reason"] == "import_failed"
    assert result["log_excerpt"]["lines"] == ["Sysprep failed"]
    assert "logs" in logged()


@pytest.mark.parametrize("postponed", [False, True])
def test_the_wait_for_all_hosts_adds_them_too(aws, connection, logged, source, postponed):
    fails = {"error": {"at": 0.5, **ERROR}}
    aws.settings(import_seconds=30, imports={NAME: fails, "unread": fails})
    good = {"name": "good", "image_source": source(), "log_excerpt": True}
    wanted = [{**IMAGE, **own} for own in ({"log_excerpt": True}, {"name": "unread"}, good)]
    args = {**connection, "images": wanted, "wait_delay": 10}
    if postponed:
        params, started = read_arguments(IMAGES, args).validated_parameters, {"changed": False}
    else:
        outcome = run_in_process(IMAGES, args, Surroundings(), False)
        params, started = outcome.params, outcome.result
    waits = [Started("images", Handed(IMAGES.name, params, postponed), started)]
    ended = wait_for_hosts({"eu": waits}, Clock(), lambda _host: Observer(), RateLimits())["eu"]["images"]
    failed, unread, good = ended["images"]
    assert failed["failure"]["reason"] == unread["failure"]["reason"] == "import_failed"
    assert failed["log_excerpt"]["lines"] == ["Sysprep failed"]
    assert "log_excerpt" not in unread
    assert (good["failed"], "log_excerpt" in good) == (False, False)
    assert "logs" in logged()


def test_by_default_and_without_a_failure_no_log_is_read(aws, image, logged):
    aws.image(error=ERROR)
    assert "log_excerpt" not in image()
    assert "log_excerpt" not in succeeded(image(name="other", log_excerpt=True))
    assert logged() == {"workspaces"}


def test_what_may_not_be_read_is_noted(aws, image, logged, monkeypatch):
    del logged
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    aws.image(error=ERROR)
    result = image(log_excerpt=True)
    assert failure_of(result)["reason"] == "failed_image_exists"
    assert result["log_excerpt"]["lines"] == []
    assert "AWS_ENDPOINT_URL_LOGS" in result["log_excerpt"]["note"]
