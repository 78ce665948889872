# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""The report of an audit as JUnit XML: a suite for each host, a case for the account and for each image. Pure."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

Json = dict[str, Any]

ERRORS = {"not_authorized", "unreachable"}
"""Findings that say that the audit could not look; the others are failures of what it saw."""

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_of(report: Json) -> str:
    """The report as JUnit XML. Whatever needs somebody fails a case, stuck and failed imports too."""
    root = ElementTree.Element("testsuites", name=_clean(report["title"]))
    for host in report["hosts"]:
        suite = ElementTree.SubElement(root, "testsuite", name=_clean(host["host"]), timestamp=report["generated"])
        subjects = ["account", *(f"image {image['name']}" for image in host["images"])]
        subjects += [finding["subject"] for finding in host["findings"]]
        for subject in dict.fromkeys(subjects):
            _case(suite, host, subject)
        _count(suite)
    _count(root)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _case(suite: ElementTree.Element, host: Json, subject: str) -> None:
    names = {"classname": _clean(host["host"]), "name": _clean(subject), "time": "0"}
    case = ElementTree.SubElement(suite, "testcase", names)
    findings = [finding for finding in host["findings"] if finding["subject"] == subject]
    if not findings:
        return
    kind = "error" if any(finding["kind"] in ERRORS for finding in findings) else "failure"
    types = dict.fromkeys(finding["reason"] or finding["kind"] for finding in findings)
    told = {"type": _clean(", ".join(types)), "message": _clean("; ".join(finding["message"] for finding in findings))}
    remedies = dict.fromkeys(finding["remedy"] for finding in findings if finding["remedy"])
    ElementTree.SubElement(case, kind, told).text = _clean("\n".join(remedies))


def _count(element: ElementTree.Element) -> None:
    for attribute, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
        element.set(attribute, str(len(list(element.iter(tag)))))


def _clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return NOT_IN_XML.sub("\ufffd", str(text))
