# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No role and no playbook asks or pauses: a job of AWX would hang for ever."""

from __future__ import annotations

import pytest
import yaml

from ..support.collection import ROOT

PROMPTS = {"vars_prompt", "pause", "ansible.builtin.pause"}
FILES = sorted(path for folder in ("roles", "playbooks", "extensions") for path in (ROOT / folder).rglob("*.yml"))


class Loader(yaml.SafeLoader):
    """Reads the tags of Ansible as the values that they mark."""


Loader.add_multi_constructor("!", lambda loader, _tag, node: loader.construct_scalar(node))


def keys_in(value):
    """All keys, however deep."""
    if isinstance(value, dict):
        return set(value).union(*map(keys_in, value.values()))
    return set().union(*map(keys_in, value)) if isinstance(value, list) else set()


@pytest.mark.parametrize("file", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_nothing_asks(file):
    assert not PROMPTS & keys_in(yaml.load(file.read_text(encoding="utf-8"), Loader))


def test_a_prompt_would_be_found():
    assert PROMPTS & keys_in(yaml.safe_load("- hosts: all\n  tasks:\n    - block:\n        - ansible.builtin.pause:\n"))
