# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report of an audit as JUnit XML: a suite for each host, a case for the account and for each image. Pure."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from .findings import is_accepted

Json = dict[str, Any]

ERRORS = {"not_authorized", "unreachable"}
"""Findings that the host could not be read; the others are failures of what was read."""

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_of(report: Json) -> str:
    """Return the report as JUnit XML. A case with open findings fails; one whose findings are all accepted is skipped."""
    root = ElementTree.Element("testsuites", name=_clean(report["title"]))
    for host in report["hosts"]:
        suite = ElementTree.SubElement(root, "testsuite", name=_clean(host["host"]), timestamp=report["generated"])
        subjects = ["account", *(f"image {image['name']}" for image in host["images"])]
        subjects += [found["subject"] for found in host["findings"]]
        for subject in dict.fromkeys(subjects):
            _case(suite, host, subject)
        _count(suite)
    _count(root)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _case(suite: ElementTree.Element, host: Json, subject: str) -> None:
    names = {"classname": _clean(host["host"]), "name": _clean(subject), "time": "0"}
    case = ElementTree.SubElement(suite, "testcase", names)
    findings = [found for found in host["findings"] if found["subject"] == subject]
    rejected = [found for found in findings if not is_accepted(found)]
    if not findings:
        return
    if not rejected:
        ElementTree.SubElement(case, "skipped", {"message": _clean("; ".join(map(_acceptance, findings)))})
        return
    kind = "error" if any(found["kind"] in ERRORS for found in rejected) else "failure"
    types = dict.fromkeys(found["reason"] or found["kind"] for found in rejected)
    about = {"type": _clean(", ".join(types)), "message": _clean("; ".join(found["message"] for found in rejected))}
    remedies = dict.fromkeys(found["remedy"] for found in rejected if found["remedy"])
    ElementTree.SubElement(case, kind, about).text = _clean("\n".join(remedies))
    preflight = [line for found in rejected for line in _preflight(found.get("preflight"))]
    if preflight:
        ElementTree.SubElement(case, "system-out").text = _clean("\n".join(preflight))


def _preflight(found: Json | None) -> list[str]:
    """Return the verdict on the source of an image that would be imported, and each check that does not pass."""
    if not found:
        return []
    checks = [
        f"{check['verdict']}: {check['check']} ({check['subject']}): {check['message']} {check['remedy']}"
        for check in found["checks"]
    ]
    return [f"Preflight: {found['verdict']}", *checks]


def _acceptance(found: Json) -> str:
    exception = found["exception"]
    return f"{found['message']} (accepted until {exception['until']} by {exception['owner']}: {exception['reason']})"


def _count(element: ElementTree.Element) -> None:
    for attribute, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(attribute, str(len(list(element.iter(tag)))))


def _clean(text: str) -> str:
    """Return text without the characters that XML cannot hold."""
    return NOT_IN_XML.sub("\ufffd", str(text))
