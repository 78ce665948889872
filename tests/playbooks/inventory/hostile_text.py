# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text that would be run if it were taken for a template or a condition, and tasks that use it in every way a playbook can."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .controller import Json

PAYLOADS = {
    "expression": "lookup('ansible.builtin.pipe', '{}')",
    "condition": 'true and lookup("ansible.builtin.pipe", "{}")',
    "list": "[lookup('pipe', '{}')]",
    "template": "{{{{ lookup('ansible.builtin.pipe', '{}') }}}}",
    "text_and_template": "win11 {{{{ query('pipe', '{}') | join }}}} ",
    "statement": "{{% set x = lookup('pipe', '{}') %}}",
    "other_delimiters": "#jinja2: variable_start_string:'<<'\n{{{{<< lookup('pipe', '{}') }}}}",
}
"""Of which the first three have no braces."""


class Payloads:
    """Commands that leave a line behind when they are run. folder: of a short path, as tags are short."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "run"
        self.texts = {name: payload.format(self.command(name)) for name, payload in PAYLOADS.items()}

    def command(self, name: str) -> str:
        return f"echo {name} >> {self._file}"

    def run(self) -> list[str]:
        """The names of those that were run, and forget them."""
        names = self._file.read_text(encoding="utf-8").split() if self._file.exists() else []
        self._file.unlink(missing_ok=True)
        return names


def tasks(texts: dict[str, str], file: Path, kinds: Sequence[str] = ("",)) -> list[Json]:
    """Tasks that use texts in every way that a playbook can.

    file: a template to write. kinds: the beginnings of names of variables that have the same texts.
    """
    everything = {
        f"{kind}{name}": template(f"{kind}{name} | default('')" if kind else text)
        for kind in kinds
        for name, text in texts.items()
    }
    file.write_text("\n".join(everything.values()), encoding="utf-8")
    rendered = {"rendered": "{{ lookup('ansible.builtin.template', '" + str(file) + "') }}"}
    kept = {f"kept_{name}": value for name, value in everything.items()}
    again = [template(name) for name in kept]
    bare = [f"{kind}{name}" for kind in kinds if kind for name in list(texts)[:1]]
    conditions = [*texts.values(), *map(template, texts.values()), *map(template, kept), *bare]
    debug = "ansible.builtin.debug"
    return [
        {"ansible.builtin.set_fact": {**kept, **rendered, "kept_list": [{"key": value} for value in kept.values()]}},
        {debug: {"msg": ["{{ rendered }}", "{{ kept_list }}", *again, *everything.values()]}},
        {debug: {"msg": "{{ item }} {{ again }}"}, "loop": list(everything.values()), "vars": {"again": "{{ item }}"}},
        {debug: {"var": "item"}, "loop": list(everything.values()), "when": "{{ item }}"},
        *({debug: {"msg": "ran"}, "when": condition} for condition in conditions),
        *({"ansible.builtin.assert": {"that": [template(text)], "quiet": True}} for text in texts.values()),
        *({"ansible.builtin.assert": {"that": text, "quiet": True}} for text in map(template, texts.values())),
        {debug: {"msg": "all tasks were run"}},
    ]


def template(expression: str) -> str:
    """A template of an expression."""
    return "{{ " + expression + " }}"
