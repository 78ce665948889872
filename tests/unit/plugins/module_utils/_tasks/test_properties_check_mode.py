# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is requested and observed: check mode and a real run agree on what has changed, the result and the diff."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timezone
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.account_options import AccountSpec
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import ImageSpec
from ansible_collections.euc.workspaces.plugins.module_utils._byol.plan import DryRunExecutor, Executor
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.account import AccountTask
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.image import ImageTask
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.task import Context
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poller import Observer

from ...support.place import INFRASTRUCTURE, OTHER_ARN
from ...support.scripted_clock import ScriptedClock

Json = dict[str, Any]
NAME = "win11"


class Aws:
    """The reads of ``WorkSpaces`` and the writes of its client, on what one account has."""

    def __init__(self, images: Iterable[Json] = (), account: Json | None = None, **more: Any):
        self.client = self
        self.found = {image["image_id"]: image for image in images}
        self.reported = account or {}
        self.more = more
        self.writes: list[str] = []

    def images(self, _kind: str) -> Iterator[list[Json]]:
        yield list(self.found.values())

    def image(self, image_id: str) -> Json | None:
        return self.found.get(image_id)

    def image_import(self, _image_id: str) -> Json | None:
        return self.more["record"]

    def image_tags(self, _image_id: str) -> dict[str, str]:
        return dict(self.more["tags"])

    def bundles_of(self, _image_id: str) -> list[Json]:
        return self.more["bundles"]

    def shared_account_ids(self, _image_id: str) -> list[str]:
        return self.more["shared"]

    def account(self) -> Json:
        return self.reported

    def account_modifications(self) -> list[Json]:
        return self.more["modifications"]

    def available_ranges(self, _constraint: str) -> Iterator[list[str]]:
        if self.more["offered"] is None:
            raise Failure("not_authorized", "No", code="AccessDeniedException")
        yield self.more["offered"]

    def write(self, operation: str, _doing: str, **params: Any) -> Json:
        self.writes.append(operation)
        if operation == "DeleteWorkspaceImage":
            del self.found[params["ImageId"]]
        return {"ImageId": "wsi-new", "State": "PENDING"} if operation == "ImportCustomWorkspaceImage" else {}


def outcome(new_task: Callable[[Context], Any], aws: Aws, kind: type[Executor]) -> tuple[Any, ...]:
    """What a run reports, without the ID that only a real import has."""
    workspaces = cast(Any, copy.deepcopy(aws))
    context = Context(workspaces, kind(workspaces), cast(Any, ScriptedClock()), Observer())
    task = new_task(context)
    reason = None
    try:
        task.run()
    except Failure as failure:
        reason = (failure.reason, failure.message, sorted(failure.facts))
    result = task.result()
    nested = {key: value.keys() for key, value in result.items() if isinstance(value, dict)}
    if kind is DryRunExecutor:
        assert workspaces.writes == []
    else:
        assert result["changed"] is bool(workspaces.writes)
    diff = task.diff
    assert (diff["before"] != diff["after"]) is result["changed"]
    return reason, result["changed"], result.keys(), nested, diff, task.warnings, result.get("drift")


TAGS = st.dictionaries(st.sampled_from(["team", "os", "aws:kept"]), st.sampled_from(["", "a", "b"]))
OWN_TAGS = st.fixed_dictionaries({}, optional={"euc.workspaces/protocol": st.sampled_from(["DCV", "BYOP"])})
SOURCES = st.sampled_from([("ec2_image_id", "ami-1"), ("ec2_image_id", "ami-2"), ("ec2_import_task_id", "ami-1")])
IMAGE_SPECS = st.builds(
    ImageSpec,
    st.just(NAME),
    state=st.sampled_from(["present", "absent"]),
    description=st.sampled_from(["old", "new"]),
    source=SOURCES,
    infrastructure_configuration_arn=st.sampled_from([INFRASTRUCTURE, OTHER_ARN]),
    os_version=st.just("Windows_11"),
    protocol=st.sampled_from(["DCV", "BYOP"]),
    image_validation_mode=st.sampled_from([None, "SERVICE_MANAGED"]),
    tags=st.none() | TAGS.map(lambda tags: {key: value for key, value in tags.items() if key != "aws:kept"}),
    purge_tags=st.booleans(),
    replace_failed=st.booleans(),
    tag_properties=st.booleans(),
    preflight=st.just("off"),
)
STATES = st.sampled_from(["AVAILABLE", "PENDING", "ERROR"])
IMAGES = st.lists(
    st.fixed_dictionaries(
        {"image_id": st.sampled_from(["wsi-1", "wsi-2"]), "name": st.sampled_from([NAME, "other"]), "state": STATES},
        optional={"description": st.just("old"), "error_code": st.just("X")},
    ),
    max_size=2,
    unique_by=lambda image: image["image_id"],
)
RECORDS = st.none() | st.fixed_dictionaries(
    {"state": st.sampled_from(["COMPLETED", "PENDING", "ERROR"])},
    optional={
        "image_source": SOURCES.map(lambda source: dict([source])),
        "infrastructure_configuration_arn": st.just(INFRASTRUCTURE),
    },
)


@settings(max_examples=1000)
@given(
    IMAGE_SPECS,
    st.builds(
        Aws,
        IMAGES,
        record=RECORDS,
        tags=st.builds(lambda one, other: {**one, **other}, TAGS, OWN_TAGS),
        bundles=st.sampled_from([[], [], [{"bundle_id": "wsb-1", "name": "b"}]]),
        shared=st.sampled_from([[], [], ["222222222222"]]),
    ),
)
def test_images(spec, aws):
    dry, real = (outcome(lambda context: ImageTask(spec, context), aws, kind) for kind in (DryRunExecutor, Executor))
    assert dry == real


SUPPORT, RANGE = "dedicated_tenancy_support", "dedicated_tenancy_management_cidr_range"
RANGES = st.sampled_from(["10.32.0.0/16", "10.48.0.0/16", "172.31.0.0/16"])
NOW = datetime.now(timezone.utc).isoformat()
ACCOUNTS = st.fixed_dictionaries(
    {SUPPORT: st.sampled_from(["ENABLED", "DISABLED"])},
    optional={RANGE: RANGES, "dedicated_tenancy_account_type": st.sampled_from(["SOURCE_ACCOUNT", "TARGET_ACCOUNT"])},
)
MODIFICATIONS = st.lists(
    st.fixed_dictionaries(
        {"modification_state": st.sampled_from(["PENDING", "COMPLETED", "FAILED"])},
        optional={
            "start_time": st.sampled_from([NOW, "2026-01-01T00:00:00+00:00"]),
            SUPPORT: st.sampled_from(["ENABLED", "DISABLED"]),
            RANGE: RANGES,
        },
    ),
    max_size=2,
)
ACCOUNT_SPECS = st.sampled_from(
    [
        *(AccountSpec(), AccountSpec("10.32.0.0/16"), AccountSpec("172.31.0.0/16")),
        *(AccountSpec(search="10.0.0.0/8"), AccountSpec(search="192.168.0.0/16")),
    ]
)


@settings(max_examples=1000)
@given(
    ACCOUNT_SPECS,
    st.builds(
        Aws,
        account=ACCOUNTS,
        modifications=MODIFICATIONS,
        offered=st.none() | st.lists(RANGES, max_size=3, unique=True),
    ),
)
def test_accounts(spec, aws):
    dry, real = (outcome(lambda context: AccountTask(spec, context), aws, kind) for kind in (DryRunExecutor, Executor))
    assert dry == real
