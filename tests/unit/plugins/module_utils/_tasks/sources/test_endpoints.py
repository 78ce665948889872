# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which services may be called where ``endpoint_url`` points WorkSpaces elsewhere: what the SDK itself would use."""

from __future__ import annotations

from pathlib import Path

import botocore.loaders
import botocore.session
import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.sources.endpoints import (
    NotConfigured,
    configured_endpoint,
    require_endpoint,
)

LOADER = botocore.loaders.create_loader()
"""Of all sessions, as the model of EC2 is large."""

SERVICES = ["ec2", "imagebuilder", "iam", "service-quotas", "sts"]
HERE = "http://127.0.0.1:1"
PROFILES = """
[default]
region = eu-west-1
[profile everything]
endpoint_url = http://127.0.0.1:2
[profile some]
services = local
[profile both]
services = local
endpoint_url = http://127.0.0.1:2
[profile ignoring]
services = local
ignore_configured_endpoint_urls = true
[services local]
ec2 =
  endpoint_url = http://127.0.0.1:3
service_quotas =
  endpoint_url = http://127.0.0.1:4
"""
VARIABLES = [
    {},
    {"AWS_ENDPOINT_URL": "http://127.0.0.1:5"},
    {"AWS_ENDPOINT_URL_EC2": "http://127.0.0.1:6", "AWS_ENDPOINT_URL_SERVICE_QUOTAS": "http://127.0.0.1:7"},
    {"AWS_ENDPOINT_URL_IMAGEBUILDER": "http://127.0.0.1:8", "AWS_ENDPOINT_URL": "http://127.0.0.1:5"},
    {"AWS_ENDPOINT_URL": "http://127.0.0.1:5", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"},
    {"AWS_ENDPOINT_URL_WORKSPACES": "http://127.0.0.1:9"},
]


@pytest.fixture
def session(tmp_path, monkeypatch):
    """Makes a session of a profile."""
    path = Path(tmp_path) / "config"
    path.write_text(PROFILES, encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path))

    def make(profile: str | None):
        made = botocore.session.Session(profile=profile)
        made.register_component("data_loader", LOADER)
        return made

    return make


@pytest.mark.parametrize("variables", VARIABLES, ids=[",".join(variables) for variables in VARIABLES])
@pytest.mark.parametrize("profile", [None, "everything", "some", "both", "ignoring"])
def test_the_endpoint_is_the_one_that_the_sdk_uses(session, monkeypatch, profile, variables):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    made = session(profile)
    for service in SERVICES:
        client = made.create_client(service, "eu-west-1", aws_access_key_id="any", aws_secret_access_key="any")
        used = client.meta.endpoint_url
        assert configured_endpoint(made, service) == (used if used.startswith("http://127.0.0.1") else None)


def test_without_endpoint_url_every_service_is_called(session):
    for service in SERVICES:
        require_endpoint(session(None), service, None)
        require_endpoint(session(None), service, "")


def test_a_task_that_was_pointed_elsewhere_sends_nothing(session):
    for service in SERVICES:
        with pytest.raises(NotConfigured, match="endpoint_url is set") as refused:
            require_endpoint(session(None), service, HERE)
        assert f"AWS_ENDPOINT_URL_{service.replace('-', '_').upper()}" in refused.value.remedy


def test_only_services_with_an_endpoint_of_their_own_are_called(session):
    require_endpoint(session("some"), "ec2", HERE)
    require_endpoint(session("some"), "service-quotas", HERE)
    for service in ("iam", "imagebuilder", "sts"):
        with pytest.raises(NotConfigured):
            require_endpoint(session("some"), service, HERE)


def test_a_task_can_ignore_the_settings(session):
    with pytest.raises(NotConfigured):
        require_endpoint(session("everything"), "ec2", HERE, ignored=True)
    require_endpoint(session("everything"), "ec2", HERE, ignored=False)


def test_a_services_section_that_does_not_exist_names_no_endpoint(session, tmp_path):
    (Path(tmp_path) / "config").write_text("[default]\nservices = none\n", encoding="utf-8")
    assert configured_endpoint(session(None), "ec2") is None
