# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The characters that the documentation allows in names and descriptions are those of the service model."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import service_model
from ansible_collections.euc.workspaces.plugins.modules import workspaces_bundle

COLLECTION = Path(workspaces_bundle.__file__).parents[2]
SENTENCE = re.compile(
    r"- The (?P<what>name|description) of the (?P<of>image|copy|bundle)[^.]*\."
    r"\s+Letters, digits(?P<spaces>, spaces)? and\s+V\((?P<marks>(?:\\.|[^)\\])+)\)"
)
SHAPES = {
    ("name", "bundle"): "WorkspaceBundleName",
    ("description", "bundle"): "WorkspaceBundleDescription",
    ("name", "image"): "WorkspaceImageName",
    ("description", "image"): "WorkspaceImageDescription",
}


def documented() -> list[tuple[str, re.Match[str]]]:
    """Each sentence, with the file that has it."""
    files = [
        *sorted((COLLECTION / "plugins").glob("modules/*.py")),
        *sorted((COLLECTION / "plugins").glob("doc_fragments/*.py")),
        *sorted((COLLECTION / "roles").glob("*/meta/argument_specs.yml")),
    ]
    return [(file.name, found) for file in files for found in SENTENCE.finditer(file.read_text(encoding="utf-8"))]


def test_there_are_such_sentences():
    assert len(documented()) >= 6


@pytest.mark.parametrize(
    ("file", "found"), [pytest.param(*each, id=f"{each[0]} {each[1]['what']}") for each in documented()]
)
def test_they_name_the_characters_of_the_service_model(file, found):
    shape = SHAPES[found["what"], found["of"].replace("copy", "image")]
    pattern = service_model().shape_for(shape).metadata["pattern"]
    allowed = {mark for mark in string.punctuation + " " if re.fullmatch(pattern, mark)}
    marks = set(re.sub(r"\\(.)", r"\1", found["marks"])) | ({" "} if found["spaces"] else set())
    assert marks == allowed, file
