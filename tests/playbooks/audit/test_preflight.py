# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images that would be imported are checked by preflight: a source that AWS would reject makes a host fail."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from ...emulator.control import EmulatorControl
from ..faults.controller import Controller
from ..faults.servers import embedded_aws
from .estate import image
from .schema import conforms

Json = dict[str, Any]
ACCOUNT, REGION = "600000000000", "eu-west-1"


class Preflight:
    """An account whose services are all in one simulated AWS."""

    def __init__(self, aws: EmulatorControl, folder: Path) -> None:
        self.aws = aws
        self._folder = folder
        self._controller = Controller(
            folder,
            AWS_ENDPOINT_URL=aws.url,
            AWS_ACCESS_KEY_ID=f"EMULATED{ACCOUNT}",
            AWS_SECRET_ACCESS_KEY="any",
        )
        self._runs = 0

    def audit(self, *images: Json, **variables: Any) -> tuple[Json, Path]:
        """Return the record of a host that desires these images, and the folder of the report."""
        self._runs += 1
        folder = self._folder / f"report-{self._runs}"
        self.aws.clear_calls()
        host = {"byol_region": REGION, "byol_images": list(images), **variables}
        extra = json.dumps({"audit_report_dir": str(folder)})
        run = self._controller.start_playbook("euc.workspaces.audit", {"home": host}, "-e", extra).end()
        assert run.code == 0, run.output
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        conforms(report)
        (record,) = report["hosts"]
        return record, folder


@pytest.fixture(scope="module")
def preflight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preflight]:
    """The account, with one image."""
    folder = tmp_path_factory.mktemp("preflight")
    with embedded_aws(folder / "aws.log") as aws:
        desired = image(0)
        record = {"source": {"Ec2ImageId": desired["image_source"]["ec2_image_id"]}}
        record["infrastructure_configuration_arn"] = desired["infrastructure_configuration_arn"]
        aws.account(support="ENABLED", account=ACCOUNT, region=REGION)
        aws.images("win11", description="Windows 11", account=ACCOUNT, region=REGION, **{"import": record})
        aws.infrastructure(desired["infrastructure_configuration_arn"], account=ACCOUNT, region=REGION)
        yield Preflight(aws, folder)


@pytest.fixture(scope="module")
def rejected(preflight: Preflight) -> Json:
    """An image from an AMI that AWS would reject."""
    ami = preflight.aws.ami(account=ACCOUNT, region=REGION, boot_mode="legacy-bios")
    return image(0, "rejected", image_source={"ec2_image_id": ami})


def other_calls(preflight: Preflight) -> list[Json]:
    """Return the calls to other services than WorkSpaces."""
    return [call for call in preflight.aws.calls() if call["service"] != "workspaces"]


def test_a_source_that_aws_would_reject_is_a_finding(preflight: Preflight, rejected: Json) -> None:
    good = image(0, "good", image_source={"ec2_image_id": preflight.aws.ami(account=ACCOUNT, region=REGION)})
    server = preflight.aws.ami(account=ACCOUNT, region=REGION, usage_operation="RunInstances:0002")
    doubtful = image(0, "doubtful", image_source={"ec2_image_id": server})
    record, folder = preflight.audit(image(0), rejected, good, doubtful)
    found = {each["subject"]: each for each in record["findings"]}
    assert record["condition"] == "failing"
    bad = found["image rejected"]
    assert (bad["kind"], bad["reason"], bad["preflight"]["verdict"]) == ("failing", "source_not_importable", "block")
    assert "boot_mode" in [check["check"] for check in bad["preflight"]["checks"]]
    assert "pass" not in [check["verdict"] for check in bad["preflight"]["checks"]]
    assert bad["remedy"]
    assert found["image good"]["kind"] == "would_change"
    assert not [call for call in preflight.aws.calls(service="workspaces") if call["write"]]
    assert len(other_calls(preflight)) <= 12 + 4
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "source_not_importable" in page
    assert "<th>Preflight<th>Verdict" in page
    assert "<p>Preflight: pass" in page
    cases = {case.get("name"): case for case in ElementTree.parse(folder / "report.xml").getroot().iter("testcase")}
    assert [failure.get("type") for failure in cases["image rejected"].findall("failure")] == ["source_not_importable"]
    assert cases["image rejected"].findtext("system-out", "").startswith("Preflight: block\nblock: boot_mode (ami-")
    assert cases["image doubtful"].findtext("system-out", "").startswith("Preflight: warn\nwarn: license (ami-")
    assert cases["image good"].findtext("system-out") == "Preflight: pass"
    assert cases["image win11"].findtext("system-out") is None
    with (folder / "report.csv").open(encoding="utf-8", newline="") as file:
        reasons = [row["reason"] for row in csv.DictReader(file)]
    assert "source_not_importable" in reasons


def test_only_images_that_would_be_imported_are_checked(preflight: Preflight) -> None:
    record, _folder = preflight.audit(image(0))
    assert record["condition"] == "compliant", record["findings"]
    assert other_calls(preflight) == []


@pytest.mark.parametrize(
    ("options", "variables", "kind", "verdict"),
    [
        ({"preflight": "off"}, {}, "would_change", None),
        ({}, {"byol_preflight": "off"}, "would_change", None),
        ({"preflight": "warn"}, {}, "would_change", "block"),
        ({"preflight": "block"}, {"byol_preflight": "off"}, "failing", "block"),
    ],
)
def test_it_is_as_a_run_would_do_it(
    preflight: Preflight, rejected: Json, options: Json, variables: Json, kind: str, verdict: str | None
) -> None:
    record, _folder = preflight.audit({**rejected, **options}, **variables)
    (found,) = record["findings"]
    assert (found["kind"], found.get("preflight", {}).get("verdict")) == (kind, verdict)
    assert bool(other_calls(preflight)) == (verdict is not None)


def test_what_cannot_be_found_out_is_no_finding(preflight: Preflight, rejected: Json) -> None:
    preflight.aws.settings(denied=[{"operation": "DescribeImages", "account": ACCOUNT}])
    record, _folder = preflight.audit(rejected)
    (found,) = record["findings"]
    assert found["kind"] == "would_change"


@pytest.mark.parametrize(("modes", "subjects"), [(["legacy-bios"], set()), (["legacy-bios", "uefi"], {"account"})])
def test_an_account_that_would_not_be_enabled_is_no_change(
    preflight: Preflight, modes: list[str], subjects: set[str]
) -> None:
    place = {"account": "700000000000", "region": REGION}
    arn = f"arn:aws:imagebuilder:{REGION}:700000000000:infrastructure-configuration/byol"
    preflight.aws.settings(denied=[])
    preflight.aws.account(support="DISABLED", **place)
    preflight.aws.infrastructure(arn, **place)
    amis = {mode: preflight.aws.ami(boot_mode=mode, **place) for mode in modes}
    wanted = [
        image(0, mode, image_source={"ec2_image_id": ami}, infrastructure_configuration_arn=arn)
        for mode, ami in amis.items()
    ]
    record, _folder = preflight.audit(*wanted, byol_assume_role_arn="arn:aws:iam::700000000000:role/byol")
    assert {found["subject"] for found in record["findings"]} == subjects | {f"image {mode}" for mode in modes}
    assert record["condition"] == "failing"
