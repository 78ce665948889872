# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials that expire while an import is waited for."""

from __future__ import annotations

from functools import partial

from .account import ASYNC, ENDS, STANDS_STILL, WATCHED, Account
from .conditions import until
from .controller import Job, Json
from .fault_proxy import POLL
from .scenario import Scenario


def renewed_profile(account: Account, way: str, in_process: bool = True) -> None:
    """Someone renews the profile before its old keys expire: the wait goes on with the new ones."""
    old, new = account.new_keys(), account.new_keys()
    _write_profile(account, old)
    variables = {"euc_workspaces_in_process": in_process}
    job = _waiting(account, account.image(way), profile="byol", variables=variables)
    job.callers.update({old["access_key"], new["access_key"]})
    _write_profile(account, new)
    account.expire(old["access_key"])
    until(lambda: new["access_key"] in _callers(account), "AWS is called with the new keys")
    account.go_on(ENDS)
    account.has_one_image(account.end(job).good(), state="AVAILABLE")
    account.imported_once()


def expired_keys(account: Account, way: str) -> None:
    """Keys in the playbook cannot be renewed: the failure names the image, and a run with new ones resumes the wait."""
    keys = account.new_keys()
    job = _waiting(account, account.image(way), **keys)
    account.expire(keys["access_key"])
    report = account.end(job)
    result = report.bad("credentials_expired")
    assert result["changed"]
    assert keys["secret_key"] not in report.output
    account.has_one_image(result)
    account.go_on(ENDS)
    again = account.play(account.image(way), **account.new_keys()).good()
    assert not again["changed"]
    account.has_one_image(again, state="AVAILABLE")
    account.imported_once()


def expired_before(account: Account) -> None:
    """Nothing is done."""
    account.enable()
    keys = account.new_keys()
    account.expire(keys["access_key"])
    account.play(account.image(WATCHED), **keys).bad("credentials_expired")
    assert account.images() == []


def _waiting(account: Account, task: Json, **connection: object) -> Job:
    """Start a task, and return when it waits for an import that stands still."""
    account.enable()
    account.script(STANDS_STILL)
    job = account.start(task, **connection)  # type: ignore[arg-type]
    account.until_called(POLL)
    return job


def _callers(account: Account) -> set[str]:
    return {call["access_key"] for call in account.calls(POLL, acted=True)}


def _write_profile(account: Account, keys: Json) -> None:
    folder = account.folder / "one"
    folder.mkdir(exist_ok=True)
    fresh = folder / "fresh"
    lines = (
        "[byol]",
        f"aws_access_key_id = {keys['access_key']}",
        f"aws_secret_access_key = {keys['secret_key']}",
        f"aws_session_token = {keys['session_token']}",
    )
    fresh.write_text("\n".join(lines), encoding="utf-8")
    fresh.replace(folder / "credentials")


SCENARIOS = [
    Scenario("keys of a profile expire in the wait and were renewed, watched", partial(renewed_profile, way=WATCHED)),
    Scenario(
        "keys of a profile expire in the wait and were renewed, watched, by modules",
        partial(renewed_profile, way=WATCHED, in_process=False),
    ),
    Scenario("keys of a profile expire in the wait and were renewed, async", partial(renewed_profile, way=ASYNC)),
    Scenario("static keys expire in the wait, watched", partial(expired_keys, way=WATCHED)),
    Scenario("static keys expire in the wait, async", partial(expired_keys, way=ASYNC)),
    Scenario("static keys have expired before the start", expired_before),
]
