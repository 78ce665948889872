# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module of the collection in this process, as ansible-core would, and reads its result."""

from __future__ import annotations

import contextlib
import io
import json
from unittest import mock

import pytest
from ansible.module_utils import basic
from ansible.module_utils.common import warnings as recorded
from ansible.module_utils.common.parameters import PASS_VARS

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.account import ACCOUNT
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.bundle import BUNDLE
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.copy import COPY
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.image import IMAGE
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.images import IMAGES
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.info import INFO
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.preflight import PREFLIGHT
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.retention import RETENTION
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.sharing import SHARING
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.task import Surroundings
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.in_process import run_in_process

from .place import SECRET
from .reasons import REASONS

DEFINED = (ACCOUNT, BUNDLE, COPY, IMAGE, IMAGES, INFO, PREFLIGHT, RETENTION, SHARING)
DEFINITIONS = {definition.name: definition for definition in DEFINED}

# The arguments come back, as with -vvv: nothing secret may be in them either. Older ansible-core always gives them back.
INVOCATION = {"_ansible_inject_invocation": True} if "inject_invocation" in PASS_VARS else {}

try:
    from ansible.module_utils._internal._secrets import _secret_masker

    MASK = _secret_masker.mask_string
    """Since ansible-core 2.22 the controller removes secrets from the output of a module, which only names them."""
except ImportError:
    MASK = str

try:
    from ansible.module_utils import _internal as side
    from ansible.module_utils.testing import patch_module_args
except ImportError:
    # ansible-core before 2.19 has no helper for this.
    side = basic

    def patch_module_args(args):
        """Hand arguments to the next module."""
        return mock.patch.object(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": args}).encode())


def run_module(module, options, check_mode=False, diff=False, way="module"):
    """Run a module and return its result, with ``warnings`` as a list of texts.

    way: ``module`` runs its main() and takes what it prints; ``in_process`` runs it as its action plugin does.
    """
    result = (_by_main if way == "module" else _in_process)(module, options, check_mode, diff)
    assert SECRET not in json.dumps(result)
    del result["invocation"]
    assert "deprecations" not in result
    result["warnings"] = [_text(warning) for warning in result.get("warnings", [])]
    return result


def _in_process(module, options, check_mode, diff):
    definition = DEFINITIONS[module.__name__.rpartition(".")[2]]
    return run_in_process(definition, options, Surroundings(check_mode), diff).result


def _by_main(module, options, check_mode, diff):
    internal = {"_ansible_check_mode": check_mode, "_ansible_diff": diff, **INVOCATION}
    printed = io.StringIO()
    for record in (recorded._global_warnings, recorded._global_deprecations):
        record.clear()
    with (
        patch_module_args({**options, **internal}),
        # Tests of action plugins in the same process make it a controller, which prints warnings itself.
        mock.patch.object(side, "is_controller", False, create=True),
        contextlib.redirect_stdout(printed),
        pytest.raises(SystemExit) as end,
    ):
        module.main()
    result = json.loads(MASK(printed.getvalue()))
    result.pop("_ansible_new_secrets", None)
    assert bool(result.get("failed")) == bool(end.value.code), result
    return result


def failure_of(result):
    """Return the failure of a failed result, after checking what holds for every one."""
    assert result.get("failed") is True, result
    failure = result["failure"]
    assert failure["reason"] in REASONS
    assert failure["message"].rstrip(".") in result["msg"]
    assert failure["remedy"]
    assert failure["transient"] in (True, False)
    assert failure["remedy"] in result["msg"]
    assert "Traceback" not in result["msg"]
    return failure


def succeeded(result):
    """Return the result of a task that succeeded."""
    assert not result.get("failed"), result
    return result


def _text(warning):
    """A warning's text: a string, or from ansible-core 2.19 on a structure."""
    return warning if isinstance(warning, str) else warning["event"]["msg"]
