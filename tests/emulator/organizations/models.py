# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""AWS Organizations: accounts with ids of one's choice, listed for the management account only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.organizations.models import FakeAccount, OrganizationsBackend

EMAIL = "account-{}@example.com"


class EmulatedOrganizationsBackend(OrganizationsBackend):
    """moto's backend, which answers an account that manages no organization with an empty list."""

    def list_accounts(self, *args: Any, **page: Any) -> Any:
        """ListAccounts."""
        if self.org is None:
            raise JsonRESTError("AccessDeniedException", "You don't have permissions to access this resource.")
        return super().list_accounts(*args, **page)

    def add_account(self, account_id: str, name: str, state: str) -> None:
        """Add an account, each a second after the one before: AWS lists them by the time of joining, and so does moto."""
        if self.org is None:
            self.create_organization(self.region_name)
        assert self.org is not None
        account = FakeAccount(self.org, AccountName=name, Email=EMAIL.format(account_id))
        account.id = account_id
        account.status = account.state = state
        account.create_time = self.accounts[-1].create_time + timedelta(seconds=1)
        self.accounts.append(account)
