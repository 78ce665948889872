# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The argument spec of a module, with the options of the connection, and what in its values is secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from ansible.module_utils.common.arg_spec import ValidationResult
from ansible_collections.amazon.aws.plugins.module_utils.modules import aws_argument_spec

from .._aws.connection import ROLE_OPTIONS
from .._byol.arguments import validate
from .._byol.image_options import refuse_fractions
from .task import Definition


def argument_spec(definition: Definition) -> dict[str, Any]:
    """Return the ``argument_spec`` of a module."""
    return {**aws_argument_spec(), **ROLE_OPTIONS, **definition.options}


def read_arguments(definition: Definition, args: Mapping[str, Any]) -> ValidationResult:
    """Return the result of Ansible's validator for the arguments of a task. Raises ``Failure`` (invalid_request)."""
    if "name" in definition.options:
        refuse_fractions(args)
    return validate(args, argument_spec(definition), **definition.constraints)


def secrets_in(params: Mapping[str, Any], spec: Mapping[str, Any]) -> set[str]:
    """Return the values that no result or log may show.

    Ansible collects them only after it has checked the types of all options, and not those in ``aws_config``.
    """
    names = [name for option, of in spec.items() if of.get("no_log") for name in (option, *of.get("aliases", ()))]
    found = {str(params[name]) for name in names if params.get(name)}
    config = params.get("aws_config")
    proxies = config.get("proxies") if isinstance(config, dict) else None
    for url in proxies.values() if isinstance(proxies, dict) else ():
        try:
            found.add(urlsplit(str(url)).password or "")
        except ValueError:
            continue
    return found - {""}
