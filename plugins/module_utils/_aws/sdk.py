# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which version of the AWS SDK is installed, and whether it is new enough.

The equivalent in ``amazon.aws`` imports ``AnsibleModule``, which the inventory plugin has no use for.
"""

from __future__ import annotations

import importlib.util

from ansible.module_utils.compat.version import LooseVersion

from .errors import Failure

try:
    import botocore

    BOTOCORE_VERSION = botocore.__version__
except ImportError:
    BOTOCORE_VERSION = None

BOTOCORE = "1.40.10"
"""The first botocore that has ``ImportCustomWorkspaceImage``."""


def installed_botocore() -> str | None:
    """Return the version of botocore, or ``None`` unless both boto3 and botocore are installed."""
    return BOTOCORE_VERSION if importlib.util.find_spec("boto3") else None


def refuse_old_sdk(version: str = BOTOCORE, what: str = "this module") -> None:
    """Raise ``Failure`` (``sdk_too_old``) unless botocore has at least that version.

    Args:
        version: The oldest version of botocore that will do.
        what: What needs it, for the message.
    """
    installed = installed_botocore()
    if installed and LooseVersion(installed) >= LooseVersion(version):
        return
    found = f"botocore {installed} is installed" if installed else "boto3 and botocore are not installed"
    raise Failure("sdk_too_old", f"{what[:1].upper()}{what[1:]} needs botocore {version} or newer; {found}")
