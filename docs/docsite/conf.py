# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sphinx's configuration of the documentation site, which ``make docs`` builds."""

from __future__ import annotations

from typing import Any

from docutils import nodes

project = "euc.workspaces"
author = "euc.workspaces contributors"
copyright = f"2026 {author}"
html_title = html_short_title = "euc.workspaces"

extensions = ["myst_parser", "sphinx_antsibull_ext"]
myst_heading_anchors = 4
html_theme = "sphinx_ansible_theme"
html_css_files = ["site.css"]
html_static_path = ["_static"]
html_show_sphinx = False
html_use_index = False
html_copy_source = False
pygments_style = "ansible"
highlight_language = "YAML+Jinja"
default_role = "any"
# Each reference must lead somewhere; ``make docs`` fails for a warning.
nitpicky = True

ANSIBLE = "https://docs.ansible.com/projects/ansible/latest"
# The references of plugin pages to Ansible's own documentation, by label. An inventory of these pages, which intersphinx
# would read, is missing without network access.
PAGES = {
    "action_plugins": "plugins/action.html#action-plugins",
    "ansible_configuration_settings": "reference_appendices/config.html#ansible-configuration-settings",
    "common_return_values": "reference_appendices/common_return_values.html#common-return-values",
}


def ansible_page(kind: str, target: str) -> str | None:
    """Return the page of Ansible's documentation that a reference to something outside this collection is for."""
    if kind == "envvar" and target.startswith("ANSIBLE_"):
        return f"reference_appendices/config.html#envvar-{target}"
    if target.startswith("ansible_collections.") and not target.startswith("ansible_collections.euc.workspaces."):
        namespace, collection, page = target.split(".")[1:4]
        return f"collections/{namespace}/{collection}/{page}.html"
    return PAGES.get(target)


def link_to_ansible(_app: Any, _env: Any, node: Any, content: Any) -> nodes.reference | None:
    """Resolve a reference that no page of this site has."""
    page = ansible_page(node["reftype"], node["reftarget"])
    return nodes.reference("", "", content, internal=False, refuri=f"{ANSIBLE}/{page}") if page else None


def setup(app: Any) -> None:
    """Register what this file adds to Sphinx."""
    app.connect("missing-reference", link_to_ansible)
