# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes of a job are killed or stopped at a moment that AWS holds, and the job is run again: never a second image."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from functools import partial

from .account import ASYNC, PATIENT, STANDS_STILL, WATCHED, Account
from .conditions import until
from .controller import Job
from .fault_proxy import IMPORT, LIST, MODIFICATIONS, MODIFY, POLL
from .history import ORPHAN_SECONDS
from .processes import Part, send
from .scenario import Scenario

Moment = tuple[str, str]
"""A call that AWS holds, and whether before or after acting."""

DAY = 86400
SEARCH = {"management_cidr_range_search": "10.0.0.0/8"}

IN_THE_LIST, IN_THE_IMPORT, IN_THE_REPLY, IN_A_POLL = (
    (LIST, "before"),
    (IMPORT, "before"),
    (IMPORT, "after"),
    (POLL, "before"),
)
MOMENTS = {
    IN_THE_LIST: "while it lists the images",
    IN_THE_IMPORT: "while the import is on its way",
    IN_THE_REPLY: "while the reply to the import is on its way",
    IN_A_POLL: "while it polls",
}
EVERY_MOMENT = tuple(MOMENTS)
AROUND_THE_IMPORT = (IN_THE_IMPORT, IN_THE_REPLY)
"""All that there is to report apart where nothing of the job is left to go on: AWS has acted, or has not yet."""

MODES = {True: "in process", False: "by modules"}
"""Where a task runs: in Ansible's own process, or in that of a module."""


def killed(
    account: Account,
    part: Part,
    way: str,
    in_process: bool,
    moments: Sequence[Moment],
    number: signal.Signals = signal.SIGKILL,
) -> None:
    """At each moment: start, kill, let the call go on without its caller, run again to the end. Each has an image."""
    account.enable()
    for index, (operation, when) in enumerate(moments):
        name = f"{account.name}-{index}"
        job = _held(account, operation, when, way, name, in_process)
        job.kill(part, number)
        account.release()
        if part is Part.CALLER and way == WATCHED:
            # Ansible is left to report what it makes of that.
            account.end(job)
        again = account.play(account.image(way, name=name), variables=_mode(in_process)).good()
        images = [image for image in account.images() if image["Name"] == name]
        assert [image["ImageId"] for image in images] == [again["image_id"]], operation
        assert images[0]["State"] == "AVAILABLE"
        job.kill()
    assert len(account.calls(IMPORT, acted=True)) == len(moments)
    when_killed = ", ".join(MOMENTS[moment] for moment in moments)
    account.seen = f"{len(moments)} jobs killed {when_killed}: the next run has the same image"


def stopped(account: Account, part: Part, way: str, in_process: bool, moments: Sequence[Moment]) -> None:
    """The same, but the processes stand still meanwhile, and then go on to the same image."""
    account.enable()
    for index, (operation, when) in enumerate(moments):
        name = f"{account.name}-{index}"
        job = _held(account, operation, when, way, name, in_process)
        still = job.stop(part)
        assert still
        account.release()
        again = account.play(account.image(way, name=name), variables=_mode(in_process), controller="other").good()
        send(still, signal.SIGCONT)
        assert account.end(job).good()["image_id"] == again["image_id"]
        assert [image["ImageId"] for image in account.images() if image["Name"] == name] == [again["image_id"]]
    assert len(account.calls(IMPORT, acted=True)) == len(moments)


def _held(account: Account, operation: str, when: str, way: str, name: str, in_process: bool) -> Job:
    """Start an import of which AWS holds a call."""
    account.hold(operation, when)
    job = account.start(account.image(way, name=name), variables=_mode(in_process), aws_config=PATIENT)
    account.until_held(operation)
    return job


def _mode(in_process: bool) -> dict[str, bool]:
    return {"euc_workspaces_in_process": in_process}


def orphans(account: Account, way: str, in_process: bool) -> None:
    """Only ansible-playbook is killed, in a wait that would take hours: what it has started ends soon too."""
    account.enable()
    account.script(STANDS_STILL)
    job = account.start(account.image(way, wait_timeout=DAY), variables=_mode(in_process))
    account.until_called(POLL)
    job.kill(Part.PARENT)
    until(lambda: not job.processes(), "its processes have ended", ORPHAN_SECONDS)
    calls = len(account.aws.calls(account=account.id))
    report = account.play(account.image())
    assert not report.good()["changed"]
    account.has_one_image(report.last)
    assert len(account.aws.calls(account=account.id)) > calls


def killed_while_enabling(account: Account, part: Part, when: str) -> None:
    """The account: one modification, whether AWS has acted already or has not when the job is killed."""
    account.hold(MODIFY, when)
    job = account.start(account.enabling(WATCHED), aws_config=PATIENT)
    account.until_held(MODIFY)
    job.kill(part)
    account.release()
    account.until_called(MODIFY)
    result = account.play(account.enabling(WATCHED)).good()
    assert not result["changed"]
    assert result["account"]["dedicated_tenancy_support"] == "ENABLED"
    account.done_once(MODIFY)


def killed_in_a_search(account: Account) -> None:
    """A search for a range takes two modifications; AWS may say ENABLED while the first is pending.

    The next run follows the first one, and then sets the range.
    """
    account.move(pending_account_shows="after", account_seconds=DAY)
    job = account.start(account.enabling(WATCHED, **SEARCH))
    account.until_called(MODIFY)
    job.kill()
    _search_again(account)


def again_while_it_is_enabled(account: Account) -> None:
    """The same without a kill: a run that does not wait, and then one that does."""
    account.move(pending_account_shows="after", account_seconds=DAY)
    account.play(account.enabling(**SEARCH)).good()
    _search_again(account)


def _search_again(account: Account) -> None:
    """Run the search while the first modification is pending, and then let that end."""
    polls = len(account.calls(MODIFICATIONS))
    again = account.start(account.enabling(WATCHED, **SEARCH))
    account.until_called(MODIFICATIONS, more_than=polls)
    account.aws.settings(account_seconds=0)
    account.aws.advance(DAY)
    result = account.end(again).good()
    assert result["account"]["dedicated_tenancy_management_cidr_range"].startswith("10.")
    assert len(account.calls(MODIFY, acted=True)) == 2


def _scenario(
    verb: str, play: Callable[..., None], part: Part, way: str, moments: Sequence[Moment], in_process: bool = True
) -> Scenario:
    title = f"{verb} to {part.value}, {way}, {MODES[in_process]}"
    return Scenario(title, partial(play, part=part, way=way, moments=moments, in_process=in_process))


# In process the workers are who calls AWS. What is left of a job, and goes on, is worth every moment; by modules and with
# async it is other processes that are left, which one moment is enough for. `make soak` kills at any moment.
SCENARIOS = [
    _scenario("SIGKILL", killed, Part.PARENT, WATCHED, EVERY_MOMENT),
    _scenario("SIGKILL", killed, Part.PARENT, WATCHED, (IN_THE_REPLY,), in_process=False),
    _scenario("SIGKILL", killed, Part.CALLER, WATCHED, EVERY_MOMENT),
    _scenario("SIGKILL", killed, Part.CALLER, WATCHED, AROUND_THE_IMPORT, in_process=False),
    _scenario("SIGKILL", killed, Part.EVERYTHING, WATCHED, AROUND_THE_IMPORT),
    _scenario("SIGKILL", killed, Part.PARENT, ASYNC, (IN_THE_LIST,)),
    _scenario("SIGKILL", killed, Part.CALLER, ASYNC, (IN_THE_REPLY,)),
    _scenario("SIGTERM", partial(killed, number=signal.SIGTERM), Part.EVERYTHING, WATCHED, (IN_THE_REPLY,)),
    _scenario("SIGSTOP and SIGCONT", stopped, Part.PARENT, WATCHED, (IN_A_POLL,)),
    _scenario("SIGSTOP and SIGCONT", stopped, Part.CALLER, WATCHED, EVERY_MOMENT),
    _scenario("SIGSTOP and SIGCONT", stopped, Part.CALLER, WATCHED, (IN_THE_IMPORT,), in_process=False),
    _scenario("SIGSTOP and SIGCONT", stopped, Part.EVERYTHING, ASYNC, (IN_THE_LIST,)),
    *[
        Scenario(f"nothing outlives ansible-playbook for long, {name}", partial(orphans, way=WATCHED, in_process=mode))
        for mode, name in MODES.items()
    ],
    *[
        Scenario(
            f"SIGKILL to {part.value} while the account is being enabled, {when} AWS acts",
            partial(killed_while_enabling, part=part, when=when),
        )
        for part, when in ((Part.PARENT, "before"), (Part.EVERYTHING, "after"))
    ],
    Scenario("killed in a search for a range, and AWS says ENABLED early", killed_in_a_search),
    Scenario("a search is run again, and AWS says ENABLED early", again_while_it_is_enabled),
]
