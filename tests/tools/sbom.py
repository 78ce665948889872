# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The software bill of materials of a tarball: `python -m tests.tools.sbom TARBALL FILE`.

The tarball holds nothing of others. The bill says what it is, and what it needs in which versions, by the files in it.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import yaml
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

# CycloneDX has no member for the versions that a component may have.
VERSIONS = "euc.workspaces:versions"


def bill(tarball: Path) -> str:
    """Return the bill of a tarball as JSON; raise ``ValueError`` if it does not fit the schema."""
    with tarfile.open(tarball) as archive:
        info = json.loads(_read(archive, "MANIFEST.json"))["collection_info"]
        needed = list(_needed(archive, info["dependencies"]))
    main = Component(
        name=info["name"],
        group=info["namespace"],
        version=info["version"],
        type=ComponentType.LIBRARY,
        description=info["description"],
        licenses=[LicenseFactory().make_from_string(name) for name in info["license"]],
        purl=PackageURL("generic", info["namespace"], info["name"], info["version"]),
        bom_ref=f"{info['namespace']}.{info['name']}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(tarball.read_bytes()).hexdigest())],
        external_references=[ExternalReference(type=ExternalReferenceType.VCS, url=XsUri(info["repository"]))],
    )
    bom = Bom(components=needed)
    bom.metadata.component = main
    bom.register_dependency(main, needed)
    text = JsonV1Dot6(bom).output_as_string(indent=2)
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if problem:
        raise ValueError(str(problem))
    return text


def _needed(archive: tarfile.TarFile, collections: dict[str, str]) -> Iterator[Component]:
    """Yield ansible-core, the collections and the Python packages that the files in the tarball name."""
    yield _component("pypi", "ansible-core", yaml.safe_load(_read(archive, "meta/runtime.yml"))["requires_ansible"])
    for name, versions in collections.items():
        yield _component("generic", name, versions)
    for line in _read(archive, "requirements.txt").splitlines():
        found = re.fullmatch(r"([\w.-]+)([<>=!~].*)", line)
        if found:
            yield _component("pypi", *found.groups())


def _component(kind: str, name: str, versions: str) -> Component:
    return Component(
        name=name,
        type=ComponentType.LIBRARY,
        bom_ref=name,
        purl=PackageURL(kind, name=name),
        properties=[Property(name=VERSIONS, value=versions)],
    )


def _read(archive: tarfile.TarFile, name: str) -> str:
    file = archive.extractfile(name)
    if not file:
        raise ValueError(f"{name} is no file of the tarball")
    return file.read().decode()


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(bill(Path(sys.argv[1])) + "\n", encoding="utf-8")
