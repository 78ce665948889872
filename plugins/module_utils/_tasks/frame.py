# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""What all modules of the collection have in common: the frame around a task, from bad options to the result."""

from __future__ import annotations

import gc

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.warnings import warn
from ansible_collections.amazon.aws.plugins.module_utils.botocore import get_aws_connection_info
from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

from .._aws.client import Calls
from .._aws.connection import ROLE_OPTIONS
from .._aws.errors import Failure
from .._aws.sdk import refuse_old_sdk
from .._aws.workspaces import WorkSpaces
from .._wait.clock import Clock
from .._wait.poll import refuse_bad_wait

try:
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError
except ImportError:
    pass  # Said by refuse_old_sdk().


class _Module(AnsibleModule):
    """Gives those failures a reason that are found before our own code runs: options, Region, profile."""

    def fail_json(self, msg, **kwargs):
        self._hide_secrets()
        if "failure" not in kwargs:
            kwargs = {**Failure("invalid_request", msg).result(), **kwargs}
            msg = kwargs.pop("msg")
        super().fail_json(msg, **kwargs)

    def _hide_secrets(self):
        """Ansible collects secrets only after it has checked the types of all options, so a wrong type could tell them."""
        for option, spec in self.argument_spec.items():
            if spec.get("no_log"):
                values = (self.params.get(name) for name in (option, *spec.get("aliases", ())))
                self.no_log_values.update(str(value) for value in values if value)


def new_module(argument_spec, **kwargs):
    """An C(AnsibleAWSModule) whose every failure carries C(failure). Arguments: those of C(AnsibleModule)."""
    AnsibleAWSModule.default_settings["module_class"] = _Module
    spec = {**argument_spec, **ROLE_OPTIONS}
    return AnsibleAWSModule(argument_spec=spec, check_boto3=False, supports_check_mode=True, **kwargs)


def run_task(module, new_task, refuse_bad_options):
    """Run one task and leave the process with its result.

    new_task: called with a C(WorkSpaces), the options, the clock and the deadline (C(None): no wait);
    returns an object with C(run(check_mode)), C(result()) and C(plan). refuse_bad_options: called with the options and
    the SDK's model of the service before anything is sent; raises C(Failure).
    """
    clock = Clock()
    task = None
    try:
        refuse_old_sdk()
        deadline = _deadline(module.params, clock)
        calls = Calls(lambda: _client(module), clock, reconnect=not module.params["access_key"], deadline=deadline)
        refuse_bad_options(module.params, calls.service_model)
        task = new_task(WorkSpaces(calls), module.params, clock, deadline)
        start_collecting()
        task.run(module.check_mode)
    except Failure as failure:
        module.fail_json(**{**_report(module, task), **failure.result()})
    module.exit_json(**_report(module, task))


def start_collecting():
    """Let Python look for garbage, which the modules put off before they import anything.

    What is imported stays for good. To go through all of it again and again, and once more at the exit, cost a seventh
    of a task's time (make bench ARGS="--only process"). A module that waits lives for hours, so it cannot stay off.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _report(module, task):
    if task is None:
        return {}
    result = task.result()
    if task.plan is not None:
        for warning in task.plan.warnings:
            warn(warning)
        if module._diff:  # pylint: disable=protected-access
            result["diff"] = task.plan.diff
    return result


def _deadline(params, clock):
    """Until when the task may wait, in seconds by the clock; C(None) if it does not."""
    if "wait" not in params:
        return None
    refuse_bad_wait(params)
    return clock.now() + params["wait_timeout"] if params["wait"] else None


def _client(module):
    """A client that sends each call once: C(Calls) decides what is sent again."""
    options = {key: value for key, value in (module.params["aws_config"] or {}).items() if key != "retries"}
    try:
        config = Config(retries={"total_max_attempts": 1}, **options)
    except (BotoCoreError, TypeError, ValueError) as error:
        raise Failure("invalid_request", f"aws_config cannot be used: {error}") from error
    if module.params["assume_role_arn"]:
        return _client_as(module, module.params["assume_role_arn"], config)
    return module.client("workspaces", aws_config=config)


def _client_as(module, role_arn, config):
    """A client that acts as a role. O(endpoint_url) is that of WorkSpaces, so STS is where the SDK's own settings say."""
    from .._aws.assume_role import read_role_arn, role_credentials, session_as  # Here: most tasks need no role.

    read_role_arn("assume_role_arn", role_arn)
    sts = module.client("sts", endpoint=None)
    region, endpoint, connection = get_aws_connection_info(module)
    session = session_as(role_credentials(sts, role_arn), connection.get("profile_name"))
    place = {"region_name": region, "endpoint_url": endpoint, "verify": connection["verify"]}
    try:
        return session.create_client("workspaces", config=config, **place)
    except (BotoCoreError, ValueError) as error:
        raise Failure("invalid_request", f"Couldn't connect to AWS: {error}") from error
