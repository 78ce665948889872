# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading all accounts and Regions of a fleet in parallel, each by the code of the module ``workspaces_byol_info``."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._aws.client import ApiClient
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure, aws_errors, failure_from
from ansible_collections.euc.workspaces.plugins.module_utils._aws.rate_limit import RateLimiter, rate_key
from ansible_collections.euc.workspaces.plugins.module_utils._aws.run_rate_limits import RUN_RATE_LIMITS
from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import service_model
from ansible_collections.euc.workspaces.plugins.module_utils._aws.workspaces import WorkSpaces
from ansible_collections.euc.workspaces.plugins.module_utils._byol.info_options import read_info
from ansible_collections.euc.workspaces.plugins.module_utils._byol.plan import Executor
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.info import InfoTask
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.task import Context
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poller import Observer

from .accounts import Account
from .options import FleetOptions
from .sdk import FleetSdk
from .unanswered import LimitedClient

REPORT_IT = "This is a defect of the collection or of the SDK. Report it with this message."


def read_fleet(
    sdk: FleetSdk, accounts_and_regions: Sequence[tuple[Account, str]], options: FleetOptions
) -> list[dict[str, Any]]:
    """Return what is found in each account and Region, in their order.

    Each is a dict with ``facts`` or ``failure``, and ``account_id``. Whatever happens to one does not stop the others.
    """

    def read(account_and_region: tuple[Account, str]) -> dict[str, Any]:
        return _read_one(sdk, *account_and_region, options)

    with ThreadPoolExecutor(max_workers=min(options.threads, len(accounts_and_regions)) or 1) as pool:
        return list(pool.map(read, accounts_and_regions))


def _read_one(sdk: FleetSdk, account: Account, region: str, options: FleetOptions) -> dict[str, Any]:
    identity = sdk.identity(account)
    try:
        client, clock = sdk.workspaces(account, region, identity), Clock()
        limiter = RUN_RATE_LIMITS.limiter(clock, rate_key(client, sdk.owner(account)))
        facts = _facts(LimitedClient(client, clock), clock, limiter, options.info_params)
        return {"account_id": sdk.account_id(account, identity), "facts": facts}
    except Failure as error:
        failure = error
    except aws_errors() as error:
        # Without a client, as with settings of a profile that the SDK refuses.
        failure = failure_from(error, "connect to WorkSpaces")
    except Exception as error:
        failure = Failure("internal_error", f"{type(error).__name__}: {error}", REPORT_IT, exception=error)
    # What does not answer would not answer for AWS STS, either.
    unreachable = failure.reason == "connection_failed"
    return {
        "account_id": account.account_id if unreachable else sdk.account_id(account, identity),
        "failure": failure.result()["failure"],
    }


def _facts(client: LimitedClient, clock: Clock, limiter: RateLimiter, params: dict[str, Any]) -> dict[str, Any]:
    api = ApiClient(client, clock, limiter=limiter)
    task = InfoTask(read_info(params, service_model()), Context(WorkSpaces(api), Executor(api), clock, Observer()))
    task.run()
    return task.found
