# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One call through the SDK, as a script would make it: python bare.py SERVICE OPERATION PARAMETERS."""

from __future__ import annotations

import json
import sys

import boto3

service, operation, parameters = sys.argv[1:]
getattr(boto3.client(service), operation)(**json.loads(parameters))
