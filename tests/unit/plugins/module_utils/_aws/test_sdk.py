# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The version of the SDK, and what code that runs without ``AnsibleModule`` must not import."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws import sdk
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure

PREFIX = "ansible_collections.euc.workspaces.plugins.module_utils._aws"


@pytest.mark.parametrize("installed", ["1.40.10", "1.40.11", "1.100.0", "2.0.0", "1.41.0.dev1"])
def test_new_enough(monkeypatch, installed):
    monkeypatch.setattr(sdk, "BOTOCORE_VERSION", installed)
    sdk.refuse_old_sdk("1.40.10")


@pytest.mark.parametrize(
    ("installed", "message"),
    [("1.40.9", "botocore 1.40.9 is installed"), ("1.9.99", "1.9.99"), (None, "boto3 and botocore are not installed")],
)
def test_too_old(monkeypatch, installed, message):
    monkeypatch.setattr(sdk, "BOTOCORE_VERSION", installed)
    with pytest.raises(Failure, match=f"The option x needs botocore 1.40.10 or newer; .*{message}") as caught:
        sdk.refuse_old_sdk("1.40.10", "the option x")
    assert caught.value.reason == "sdk_too_old"


@pytest.mark.parametrize("name", ["sdk", "shared_clients", "assume_role"])
def test_ansible_module_is_not_imported(name):
    program = f"import sys, {PREFIX}.{name}; sys.exit('ansible.module_utils.basic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
