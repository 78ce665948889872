# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: byol
version_added: 0.2.0
short_description: Accounts and Regions for bring-your-own-license desktops in Amazon WorkSpaces
description:
  - Builds an inventory in which each host is one account in one Region, for the role and the playbooks of this
    collection.
  - The accounts are profiles of the SDK, roles to assume, or all accounts of an organization. Without any of
    O(profiles), O(role_arns) and O(organization_role_name) it is the one account that the present credentials belong to.
  - With O(gather), each host has the facts that M(euc.workspaces.workspaces_byol_info) would return. All accounts and
    Regions are read side by side in one process, so an overview of a fleet needs no task.
  - An account that cannot be read does not stop the others. Its hosts are in the groups C(byol_unavailable) and
    C(byol_failure_REASON), and have RV(ignore:byol_failure).
  - The inventory file is a YAML configuration file and must end with C(byol.{yml|yaml}). For example C(byol.yml) or
    C(fleet.byol.yml).
author:
  - euc.workspaces contributors (@euc-workspaces)
options:
  plugin:
    description: Marks the file as one of this plugin.
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
      - The accounts, as ARNs of roles that the present credentials may assume.
    type: list
    elements: str
  organization_role_name:
    description:
      - The accounts are all active ones of AWS Organizations. This is the name of the role that the present credentials
        may assume in each, with its path if it has one.
      - The accounts are listed with the present credentials too, or as O(assume_role_arn) if that is given. That has to be
        the organization's management account, or an administrator that it has delegated.
    type: str
  exclude_account_ids:
    description:
      - With O(organization_role_name), accounts to leave out. Quote the ids, as YAML would take them for numbers.
    type: list
    elements: str
    default: []
  regions:
    description:
      - The Regions, the same for all accounts.
      - If empty, all that the installed SDK knows to have Amazon WorkSpaces in the partition of the account. This has
        Regions in it that an account must opt in to.
    type: list
    elements: str
    default: []
  gather:
    description:
      - What to read, as in O(euc.workspaces.workspaces_byol_info#module:gather). It is in RV(ignore:byol_facts) then.
      - If empty, no call of Amazon WorkSpaces is made, and no role is assumed.
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
      - Where to look for management ranges on offer, a /16 or wider, as in V(10.0.0.0/8).
      - Required if O(gather) has V(available_cidr_ranges).
    type: str
  hostname:
    description:
      - A Jinja2 expression for the names of the hosts, in which the variables of the host can be used. Names must differ.
      - By default the name of the profile or of the account, or else the account id, then a hyphen and the Region. Where
        names of accounts are the same, their ids are added.
    type: str
  threads:
    description:
      - How many accounts and Regions are read at the same time, V(1) or more.
      - Amazon WorkSpaces limits calls for each account and Region by itself. Where there are many images, a higher
        number is faster. Each takes up to 4 connections.
    type: int
    default: 100
  endpoint_url:
    description:
      - URL to reach Amazon WorkSpaces at, instead of the endpoints of AWS. Hosts have it as C(byol_endpoint_url).
      - AWS STS and AWS Organizations are reached as the SDK is set up, for example by C(AWS_ENDPOINT_URL_STS).
  assume_role_arn:
    description:
      - With O(organization_role_name), the role to list the accounts of the organization as.
      - Otherwise the same as a single entry of O(role_arns).
  region:
    description:
      - Where AWS STS is asked. It does not choose the hosts, O(regions) does.
  cache:
    description:
      - What is cached are the accounts, what was read of them, and why others could not be read, but no credentials.
      - A file whose options have changed does not use what was cached before.
extends_documentation_fragment:
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
  - amazon.aws.boto3
  - amazon.aws.common.plugins
  - amazon.aws.region.plugins
  - amazon.aws.assume_role.plugins
notes:
  - All hosts are in the group C(byol). They have C(byol_region), and as far as they apply C(byol_profile),
    C(byol_assume_role_arn) and C(byol_endpoint_url), by which the role P(euc.workspaces.byol#role) reaches them, and
    C(byol_account_id) and C(byol_account_name).
  - Of a profile, the account id is known if the SDK's configuration has it. With O(gather) AWS STS is asked for it.
  - What AWS STS gives for a role is renewed while it is needed. It is in no variable, no cache and no log.
  - Access keys are used to build the inventory only. Tasks on its hosts take them from the environment.
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
# roles.byol.yml: roles of other accounts, with names of one's own
plugin: euc.workspaces.byol
role_arns:
  - arn:aws:iam::111111111111:role/ByolAudit
  - arn:aws:iam::222222222222:role/ByolAudit
regions: [eu-central-1]
hostname: "'desktops-' ~ byol_account_id ~ '-' ~ byol_region"
"""

from ansible.errors import AnsibleParserError
from ansible_collections.amazon.aws.plugins.plugin_utils.inventory import AWSInventoryBase

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.sdk import BOTOCORE, refuse_old_sdk
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.fleet import find_fleet
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.accounts import Account
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.hosts import default_host_name, groups_of, host_vars
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.options import read_fleet_options

TEMPLATES = ("profiles", "role_arns", "organization_role_name", "exclude_account_ids")
"""Options of our own that can be templates, as those can by which amazon.aws connects."""


class InventoryModule(AWSInventoryBase):
    """Inventory of accounts and Regions."""

    NAME = "euc.workspaces.byol"
    INVENTORY_FILE_SUFFIXES = ("byol.yml", "byol.yaml")

    class TemplatedOptions(AWSInventoryBase.TemplatedOptions):
        """Options that can be templates: those of amazon.aws, and what names accounts here."""

        def get(self, *args):
            """The value of an option, templated."""
            # Not by the method of amazon.aws, some versions of which newer versions of ansible-core warn of.
            value = self.original_options.get(*args)
            can_be = args[0] in (*self.TEMPLATABLE_OPTIONS, *TEMPLATES)
            return self.templar.template(value) if value and self.templar and can_be else value

    def parse(self, inventory, loader, path, cache=True, botocore_version=BOTOCORE, boto3_version=None):
        """Add the hosts of a file to the inventory."""
        try:
            refuse_old_sdk(botocore_version, "the inventory plugin euc.workspaces.byol")
            super().parse(inventory, loader, path, cache, botocore_version, boto3_version)
            options = read_fleet_options(self.get_option)
            places = self._places(options, path, cache)
        except Failure as failure:
            # What has caused it is in the message already, and ansible-core would add it.
            raise AnsibleParserError(failure.result()["msg"]) from None
        names: set[str] = set()
        for place in places:
            self._add(place, options.endpoint_url, names)

    def _set_frozen_credentials(self):
        """Roles are assumed when they are needed, and renewed; amazon.aws would assume one now, once."""

    def _places(self, options, path, cache):
        """What C(find_fleet()) gives, or gave for the same options."""
        cached, kept = self.get_cached_result(path, cache)
        if cached and kept.get("options") == options.shown:
            return kept["places"]
        places = find_fleet(options)
        if self.get_option("cache"):
            self._cache[self.get_cache_key(path)] = {"options": options.shown, "places": places}
        return places

    def _add(self, place, endpoint_url, names):
        account, region = Account(**place["account"]), place["region"]
        variables = host_vars(account, region, endpoint_url, place)
        host = self._host_name(account, region, variables)
        if host in names:
            raise AnsibleParserError(
                f"Two hosts would be called {host!r}. Give names that differ by the option hostname."
            )
        names.add(host)
        for group in groups_of(place):
            self.inventory.add_host(host, group=self.inventory.add_group(group))
        for name, value in variables.items():
            self.inventory.set_variable(host, name, value)
        strict = self.get_option("strict")
        self._set_composite_vars(self.get_option("compose"), variables, host, strict=strict)
        self._add_host_to_composed_groups(self.get_option("groups"), variables, host, strict=strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), variables, host, strict=strict)

    def _host_name(self, account, region, variables):
        expression = self.get_option("hostname")
        if not expression:
            return default_host_name(account, region)
        try:
            name = self._compose(expression, variables)
        except Exception as error:
            raise AnsibleParserError(f"The option hostname cannot be evaluated: {error}") from None
        if not isinstance(name, str) or not name:
            raise AnsibleParserError(f"The option hostname must give a text, not {name!r}")
        return str(name)
