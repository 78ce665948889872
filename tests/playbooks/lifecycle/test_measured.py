# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of docs/lifecycle.md are what is measured, and no fault lets a call act twice. With ``-s`` they are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ...emulator.server import EmbeddedAws
from .measured import FAULTS, WRITES, fault_table, outcome_of, path_table

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "lifecycle.md"


@pytest.fixture(scope="module")
def aws() -> Iterator[EmbeddedAws]:
    with EmbeddedAws(settings={"clock": "manual"}) as running, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", running.url)
        yield running


@pytest.mark.parametrize("measure", [path_table, fault_table])
def test_the_document_has_what_is_measured(aws: EmbeddedAws, measure: Callable[[EmbeddedAws], list[str]]) -> None:
    measured = "\n".join(measure(aws))
    print(f"\n{measured}")
    assert measured in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize("operation", WRITES)
@pytest.mark.parametrize("fault", FAULTS)
def test_no_call_acts_twice_and_changed_is_true_where_it_acted(aws: EmbeddedAws, operation: str, fault: str) -> None:
    outcome = outcome_of(aws, operation, FAULTS[fault])
    repeatable = operation in ("CreateTags", "DeleteTags")
    assert outcome.acted <= (2 if repeatable else 1)
    assert (outcome.reason is None) is (fault != "denied")
    assert outcome.changed is (outcome.acted > 0)
