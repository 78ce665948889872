# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Reading all accounts and Regions of a fleet side by side, each by the code of M(euc.workspaces.workspaces_byol_info)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from ansible_collections.euc.workspaces.plugins.module_utils._aws.client import Calls
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure, aws_errors, failure_from
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.info import InfoTask
from ansible_collections.euc.workspaces.plugins.module_utils._aws.workspaces import WorkSpaces


def read_fleet(aws, places, options):
    """What is found in each place, in their order: a dict with C(facts) or C(failure), and C(account_id).

    aws: C(FleetAws). places: of C(Account) and Region. options: C(FleetOptions).
    """
    identities = {account: aws.identity(account) for account, _region in places}

    def read(place):
        account, region = place
        identity = identities[account]
        found = {"account_id": aws.account_id(account, identity)}
        try:
            return {**found, "facts": _facts(aws.workspaces(account, region, identity), options.info_params)}
        except Failure as failure:
            return {**found, "failure": failure.result()["failure"]}
        except aws_errors() as error:
            # Without a client, as with settings of a profile that the SDK does not take.
            return {**found, "failure": failure_from(error, "connect to WorkSpaces").result()["failure"]}

    with ThreadPoolExecutor(max_workers=min(options.threads, len(places)) or 1) as pool:
        return list(pool.map(read, places))


def _facts(client, params):
    clock = Clock()
    task = InfoTask(WorkSpaces(Calls(lambda: client, clock)), params, clock, None)
    task.run(False)
    return task.found
