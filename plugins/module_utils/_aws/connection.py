# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""The options that say how to reach AWS and as whom, so that one module's connection can serve another."""

from __future__ import annotations

ROLE_OPTIONS = {
    "assume_role_arn": {"type": "str"},
    "assume_role_external_id": {"type": "str", "no_log": True},
    "assume_role_session_name": {"type": "str"},
    "assume_role_duration": {"type": "int"},
}
"""What the fragment C(euc.workspaces.assume_role) documents, as an argument spec."""

CONNECTION_OPTIONS = {
    "access_key": ("aws_access_key_id", "aws_access_key", "ec2_access_key"),
    "secret_key": ("aws_secret_access_key", "aws_secret_key", "ec2_secret_key"),
    "session_token": ("aws_session_token", "security_token", "access_token", "aws_security_token"),
    "profile": ("aws_profile",),
    "endpoint_url": ("aws_endpoint_url", "ec2_url", "s3_url"),
    "validate_certs": (),
    "aws_ca_bundle": (),
    "aws_config": (),
    "debug_botocore_endpoint_logs": (),
    "region": ("aws_region", "ec2_region"),
    **dict.fromkeys(ROLE_OPTIONS, ()),
}
"""Option and aliases, as in C(aws_argument_spec()) of amazon.aws, whose import would cost the controller the SDK, and our own."""


def connection_of(args):
    """Those of the arguments of a task that say how to reach AWS."""
    names = {name for option, aliases in CONNECTION_OPTIONS.items() for name in (option, *aliases)}
    return {name: value for name, value in args.items() if name in names}
