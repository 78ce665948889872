# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""What the hosts of a fleet have as variables, and which groups they are in. Pure."""

from __future__ import annotations

from ansible.utils.unsafe_proxy import wrap_var

try:
    from ansible.template import trust_as_template
except ImportError:

    def trust_as_template(value):
        """Before ansible-core 2.19 all texts are templates but for those that are marked otherwise."""
        return value


GROUP = "byol"
UNAVAILABLE = "byol_unavailable"


def default_host_name(account, region):
    """account: an C(Account) with a unique label."""
    return f"{account.label}-{region}" if account.label else region


def host_vars(account, region, endpoint_url, found):
    """The variables that say how to reach the place, and what was found there. found: as by C(read_fleet()), or empty."""
    known = {
        "byol_region": region,
        "byol_profile": account.profile,
        "byol_assume_role_arn": account.role_arn,
        "byol_endpoint_url": endpoint_url,
        "byol_account_id": found.get("account_id") or account.account_id,
        "byol_account_name": account.name,
        "byol_facts": found.get("facts"),
        "byol_failure": found.get("failure"),
    }
    return {name: inert(value) for name, value in known.items() if value not in (None, "")}


def groups_of(found):
    """The groups that every host is in, besides those that the user constructs."""
    if "failure" not in found:
        return [GROUP]
    return [GROUP, UNAVAILABLE, f"byol_failure_{found['failure']['reason']}"]


def inert(value):
    """The value, with every text marked that could be a template, as AWS lets anyone write one.

    All others get the mark of texts that core may template, which changes nothing: from 2.19 on ansible-inventory shows
    texts without it as C({"__ansible_unsafe": …}), which scripts that read its JSON do not expect.
    """
    if isinstance(value, dict):
        return {key: inert(item) for key, item in value.items()}
    if isinstance(value, list):
        return [inert(item) for item in value]
    if not isinstance(value, str):
        return value
    # A template begins with a brace, or with a line that names other delimiters.
    return wrap_var(value) if "{" in value or value.startswith("#") else trust_as_template(value)
