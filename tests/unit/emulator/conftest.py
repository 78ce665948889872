# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One emulator for all tests, emptied before each, and clients that do not retry."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

ACCOUNT = "111111111111"
REGION = "eu-west-1"
INFRASTRUCTURE = f"arn:aws:imagebuilder:{REGION}:{ACCOUNT}:infrastructure-configuration/byol"

collect_ignore_glob = [] if importlib.util.find_spec("moto") else ["test_*.py"]


class Clients(Protocol):
    """Makes a client of a service, in the test account unless another is named."""

    def __call__(self, service: str = ..., account: str = ..., region: str = ..., **options: Any) -> Any:
        """Make it."""


@pytest.fixture(scope="package")
def _running() -> Iterator[Any]:
    from tests.emulator.server import EmbeddedAws

    with EmbeddedAws(settings={"clock": "manual"}) as emulator:
        yield emulator


@pytest.fixture
def aws(_running: Any) -> Any:
    """The emulator, empty, with a clock that stands still."""
    _running.reset()
    return _running


@pytest.fixture
def clients(aws: Any) -> Clients:
    """A factory of clients without retries."""
    import boto3
    from botocore.config import Config

    def make(service: str = "workspaces", account: str = ACCOUNT, region: str = REGION, **options: Any) -> Any:
        settings = {"aws_access_key_id": f"EMULATED{account}", "aws_secret_access_key": "any", **options}
        config = Config(retries={"total_max_attempts": 1}, read_timeout=60, parameter_validation=False)
        return boto3.client(service, region_name=region, endpoint_url=aws.url, config=config, **settings)

    return make


@pytest.fixture
def client(clients: Clients) -> Any:
    """A WorkSpaces client of the test account."""
    return clients()


@pytest.fixture
def enabled(aws: Any) -> None:
    """The test account is enabled for BYOL."""
    aws.account(account=ACCOUNT, region=REGION, support="ENABLED")


@pytest.fixture
def request_of() -> Any:
    """The members of a good ImportCustomWorkspaceImage request, with some of them replaced."""

    def make(name: str = "win11", **members: Any) -> dict[str, Any]:
        return {
            "ImageName": name,
            "ImageDescription": "Windows 11 of the tests",
            "ComputeType": "BASE",
            "Protocol": "DCV",
            "ImageSource": {"Ec2ImportTaskId": "import-ami-0123456789abcdef0"},
            "InfrastructureConfigurationArn": INFRASTRUCTURE,
            "Platform": "WINDOWS",
            "OsVersion": "Windows_11",
            **members,
        }

    return make


@pytest.fixture
def code_of() -> Any:
    """Calls a function and gives back the code of the error it ends in."""
    from botocore.exceptions import ClientError

    def code(call: Any, **members: Any) -> str:
        with pytest.raises(ClientError) as caught:
            call(**members)
        return str(caught.value.response["Error"]["Code"])

    return code
