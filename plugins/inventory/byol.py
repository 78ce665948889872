# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: byol
version_added: 0.2.0
short_description: Amazon WorkSpaces BYOL accounts and Regions as hosts
description:
  - Builds an inventory in which each host is one account in one Region, for the role and the playbooks of this
    collection.
  - The accounts are profiles of the SDK, roles to assume, or all accounts of an organization. Without any of
    O(profiles), O(role_arns) and O(organization_role_name) it is the one account of the current credentials.
  - With O(gather), each host has the facts that M(euc.workspaces.workspaces_byol_info) would return. All accounts and
    Regions are read in parallel in one process, so an overview of a fleet needs no task.
  - An account that cannot be read does not stop the others. Its hosts are in the groups C(byol_unavailable) and
    C(byol_failure_REASON), and have RV(ignore:byol_failure).
  - The inventory file is a YAML configuration file and must end with C(byol.{yml|yaml}). For example C(byol.yml) or
    C(fleet.byol.yml). An option that the plugin does not have is an error.
author:
  - euc.workspaces contributors (@euc-workspaces)
options:
  plugin:
    description: Identifies the file as a configuration of this plugin.
    type: str
    required: true
    choices: [euc.workspaces.byol]
  profiles:
    description:
      - The accounts, as profiles of the SDK's configuration.
    type: list
    elements: str
  role_arns:
    description:
      - The accounts, as ARNs of roles that the current credentials may assume.
    type: list
    elements: str
  organization_role_name:
    description:
      - The accounts are all active ones of AWS Organizations. This is the name of the role that the current credentials
        may assume in each, with its path if it has one.
      - The accounts are listed with the current credentials too, or as O(assume_role_arn) if that is given. That has to be
        the organization's management account, or an administrator that it has delegated.
    type: str
  exclude_account_ids:
    description:
      - With O(organization_role_name), accounts to leave out. Quote the ids, as YAML would read them as numbers.
    type: list
    elements: str
    default: []
  regions:
    description:
      - The Regions, the same for all accounts.
      - If empty, all that the installed SDK knows to have Amazon WorkSpaces in the partition of the account. This includes
        Regions that an account must opt in to.
    type: list
    elements: str
    default: []
  gather:
    description:
      - What to read, as in O(euc.workspaces.workspaces_byol_info#module:gather). RV(ignore:byol_facts) has the result.
      - If empty, Amazon WorkSpaces is not called, and no role is assumed.
    type: list
    elements: str
    choices:
      - account
      - account_modifications
      - images
      - image_imports
      - image_tags
      - image_permissions
      - available_cidr_ranges
    default: []
  management_cidr_range_search:
    description:
      - The range in which to list the available management ranges, a /16 or wider, such as V(10.0.0.0/8).
      - Required if O(gather) has V(available_cidr_ranges).
    type: str
  hostname:
    description:
      - A Jinja2 expression for the names of the hosts, in which the variables of the host can be used. Names must differ.
      - Characters other than letters, digits, C(_), C(.) and C(-) are replaced by C(-).
      - By default the name of the profile or of the account, or else the account id, then a hyphen and the Region. Where
        names of accounts are the same, their ids are added.
    type: str
  threads:
    description:
      - How many accounts and Regions are read at the same time, V(1) or more.
      - Amazon WorkSpaces limits calls for each account and Region separately. Where there are many images, a higher
        number is faster. Each takes up to 4 connections.
    type: int
    default: 100
  endpoint_url:
    description:
      - URL of Amazon WorkSpaces, instead of the endpoints of AWS. Hosts have it as C(byol_endpoint_url). It must not have
        a user name or a password.
      - AWS STS and AWS Organizations are called where the SDK's configuration says, for example by
        C(AWS_ENDPOINT_URL_STS).
  assume_role_arn:
    description:
      - With O(organization_role_name), the role that lists the accounts of the organization.
      - Otherwise the same as a single entry of O(role_arns).
  assume_role_external_id:
    description:
      - The external ID that the trust policies of the roles require (C(sts:ExternalId)). It is used for all roles.
      - Hosts have it as C(byol_assume_role_external_id), which C(ansible-inventory) shows.
    type: str
    version_added: 1.0.0
  assume_role_session_name:
    description:
      - The name of the sessions, by which AWS CloudTrail shows who assumed the roles.
      - Hosts have it as C(byol_assume_role_session_name). If it is not set, the name is V(euc.workspaces).
    type: str
    version_added: 1.0.0
  assume_role_duration:
    description:
      - How many seconds the credentials of a role are valid before they are renewed, V(900) to V(43200).
      - Hosts have it as C(byol_assume_role_duration). If it is not set, AWS STS decides, which is an hour.
    type: int
    version_added: 1.0.0
  region:
    description:
      - Where AWS STS is called. It does not choose the hosts, O(regions) does.
  cache:
    description:
      - The cache has the accounts, what was read for them, and why others could not be read, but no credentials.
      - A cache is used only with the same options and by the same caller. To know the caller of temporary credentials,
        AWS STS is called.
extends_documentation_fragment:
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
  - amazon.aws.boto3
  - amazon.aws.common.plugins
  - amazon.aws.region.plugins
  - amazon.aws.assume_role.plugins
notes:
  - All hosts are in the group C(byol). They have C(byol_region), and as far as they apply C(byol_profile),
    C(byol_assume_role_arn), C(byol_assume_role_external_id), C(byol_assume_role_session_name),
    C(byol_assume_role_duration) and C(byol_endpoint_url), by which the role P(euc.workspaces.byol#role) reaches them, and
    C(byol_account_id) and C(byol_account_name).
  - The account id of a profile is known if the SDK's configuration has it. With O(gather) AWS STS is called for it.
  - The credentials of a role are renewed while they are needed. They are in no variable, cache or log.
  - Access keys are used to build the inventory only. Tasks on its hosts take them from the environment.
  - Text from AWS, such as names and tags, is never run as a template or an expression, neither by the plugin nor by tasks
    on its hosts.
seealso:
  - module: euc.workspaces.workspaces_byol_info
"""

EXAMPLES = r"""
# byol.yml: two accounts in two Regions, four hosts. Nothing is sent.
plugin: euc.workspaces.byol
profiles: [prod, test]
regions: [eu-central-1, us-east-1]

---
# fleet.byol.yml: an organization, with facts. Show it with: ansible-inventory -i fleet.byol.yml --list
plugin: euc.workspaces.byol
organization_role_name: ByolAudit
exclude_account_ids: ["123456789012"]
regions: [eu-central-1, us-east-1]
gather: [account, images, image_imports]
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: ~/.ansible/byol
cache_timeout: 3600
groups:
  # Hosts that could not be read have no byol_facts.
  byol_enabled: byol_facts.account.dedicated_tenancy_support | default('') == 'ENABLED'
  byol_broken_images: byol_facts.images | default([]) | selectattr('state', 'eq', 'ERROR') | list | length > 0
keyed_groups:
  - key: byol_region
    prefix: region
compose:
  image_names: byol_facts.images | default([]) | map(attribute='name') | list
  # For plays that use modules of this collection themselves. The playbooks of the collection need neither.
  ansible_connection: "'local'"
  ansible_python_interpreter: ansible_playbook_python

---
# roles.byol.yml: roles of other accounts that require an external ID, with custom names of hosts
plugin: euc.workspaces.byol
role_arns:
  - arn:aws:iam::111111111111:role/ByolAudit
  - arn:aws:iam::222222222222:role/ByolAudit
assume_role_external_id: desktops-2026
regions: [eu-central-1]
hostname: "'desktops-' ~ byol_account_id ~ '-' ~ byol_region"
"""

from typing import Any

from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.sdk import refuse_old_sdk
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.accounts import Account
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.fleet import find_fleet, open_sdk
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.hosts import (
    default_host_name,
    groups_of,
    host_vars,
)
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.options import (
    FleetOptions,
    read_fleet_options,
    refuse_unknown_options,
)
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.text import as_host_name, one_line

TEMPLATES = {
    *("access_key", "secret_key", "session_token", "profile", "region", "endpoint_url"),
    *("assume_role_arn", "assume_role_external_id", "assume_role_session_name"),
    *("profiles", "role_arns", "organization_role_name", "exclude_account_ids", "regions"),
}
"""Options that can be templates, as the connection options of the inventory plugins of amazon.aws can be."""


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """Inventory of accounts and Regions.

    Not based on the inventory plugins of amazon.aws: those assume a role when they are set up, once, and depend on boto3.
    """

    NAME = "euc.workspaces.byol"
    INVENTORY_FILE_SUFFIXES = ("byol.yml", "byol.yaml")

    def verify_file(self, path: str) -> bool:
        """Return whether a file is one of this plugin, by its name."""
        return bool(super().verify_file(path)) and path.endswith(self.INVENTORY_FILE_SUFFIXES)

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        """Add the hosts of a file to the inventory."""
        super().parse(inventory, loader, path, cache)
        config = self._read_config_data(path)
        try:
            refuse_old_sdk(what="the inventory plugin euc.workspaces.byol")
            refuse_unknown_options(config, self._option_names())
            options = read_fleet_options(self.get_option)
            targets = self._targets(options, path, cache)
        except Failure as failure:
            # The message names the cause already, and ansible-core would add it again.
            raise AnsibleParserError(one_line(failure.result()["msg"])) from None
        names: set[str] = set()
        for target in targets:
            self._add(target, options, names)

    def get_option(self, option: str, hostvars: dict[str, Any] | None = None) -> Any:
        """Return the value of an option, with templates rendered where the option can have them."""
        value = super().get_option(option, hostvars)
        return self.templar.template(value) if value and option in TEMPLATES else value

    def _option_names(self) -> set[str]:
        definitions = self.option_definitions
        return {*definitions, *(alias for option in definitions.values() for alias in option.get("aliases") or ())}

    def _targets(self, options: FleetOptions, path: str, cache: bool) -> list[dict[str, Any]]:
        """Return what ``find_fleet()`` does, or did for the same options and caller."""
        sdk = open_sdk(options)
        if not self.get_option("cache"):
            return find_fleet(sdk, options)
        key, digest = self.get_cache_key(path), sdk.cache_digest()
        cached = self._cached(key) if cache else None
        if cached and cached.get("digest") == digest:
            return cached["targets"]
        targets = find_fleet(sdk, options)
        self._cache[key] = {"digest": digest, "targets": targets}
        return targets

    def _cached(self, key: str) -> dict[str, Any] | None:
        try:
            return self._cache[key]
        except KeyError:
            # It has expired, or there is none.
            return None

    def _add(self, target: dict[str, Any], options: FleetOptions, names: set[str]) -> None:
        account, region = Account(**target["account"]), target["region"]
        variables = host_vars(account, region, options.endpoint_url, options.role, target)
        host = self._host_name(account, region, variables)
        if host in names:
            raise AnsibleParserError(f"Two hosts have the name {host!r}. Set names that differ by the option hostname.")
        names.add(host)
        for group in groups_of(target):
            self.inventory.add_host(host, group=self.inventory.add_group(group))
        for name, value in variables.items():
            self.inventory.set_variable(host, name, value)
        strict = self.get_option("strict")
        self._set_composite_vars(self.get_option("compose"), variables, host, strict=strict)
        self._add_host_to_composed_groups(self.get_option("groups"), variables, host, strict=strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), variables, host, strict=strict)

    def _host_name(self, account: Account, region: str, variables: dict[str, Any]) -> str:
        expression = self.get_option("hostname")
        if not expression:
            return default_host_name(account, region)
        try:
            name = self._compose(expression, variables)
        except Exception as error:
            raise AnsibleParserError(f"The option hostname cannot be evaluated: {one_line(error)}") from None
        if not isinstance(name, str) or not as_host_name(name):
            raise AnsibleParserError(
                f"The option hostname must evaluate to a text with letters or digits, not {name!r}"
            )
        return as_host_name(name)
