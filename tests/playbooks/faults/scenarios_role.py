# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole role, from an account that is not enabled to two images, while calls go wrong."""

from __future__ import annotations

from typing import Any

from .account import REGION, WAIT, Account
from .controller import Job
from .fault_proxy import IMPORT, LIST, MODIFICATIONS, MODIFY, POLL, REPLY_LOST, RESET, THROTTLED, Rule, on, status
from .scenario import Scenario

STORM: list[Rule] = [
    on("DescribeAccount", status(500)),
    on(MODIFY, REPLY_LOST),
    on(MODIFICATIONS, THROTTLED, 3),
    on(LIST, RESET),
    on(IMPORT, REPLY_LOST),
    on(POLL, status(503), 3),
    on(POLL, REPLY_LOST, 2),
]


def killed(account: Account) -> None:
    """The job is killed while its second import is on its way; the next run does the rest, and one more nothing."""
    account.spoil(*STORM)
    account.aws.add_faults([{"operation": IMPORT, "account": account.id, "after": 1, "do": {"hold": "before"}}])
    job = _start(account)
    account.until_held(IMPORT)
    job.kill()
    account.release()
    account.end(_start(account)).good()
    _is_complete(account)
    assert account.struck()
    quiet = _start(account)
    quiet.quiet_calls = {"DescribeAccount": 1, LIST: 1, POLL: 2}
    account.end(quiet).good()


def _start(account: Account) -> Job:
    options: dict[str, Any] = {
        "byol_region": REGION,
        "byol_image_defaults": {
            "description": "faults",
            "infrastructure_configuration_arn": account.arn,
            "os_version": "Windows_11",
        },
        "byol_images": [
            {
                "name": f"{account.name}-{source}",
                "image_source": {"ec2_import_task_id": f"import-ami-0123456789abcde0{source}"},
            }
            for source in "ab"
        ],
        **{f"byol_{option}": value for option, value in WAIT.items()},
    }
    return account.start({"ansible.builtin.include_role": {"name": "euc.workspaces.byol"}, "vars": options})


def _is_complete(account: Account) -> None:
    images = sorted((image["Name"], image["State"]) for image in account.images())
    assert images == [(f"{account.name}-a", "AVAILABLE"), (f"{account.name}-b", "AVAILABLE")]
    assert len(account.calls(IMPORT, acted=True)) == 2
    account.done_once(MODIFY)


SCENARIOS = [Scenario("the role killed while calls go wrong, and run again", killed)]
