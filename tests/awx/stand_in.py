# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the REST API of AWX, as far as the modules of awx.awx use it here.

It keeps objects, looks them up by name, associates them, hides secrets, and refuses what ``awx_rules`` knows AWX to refuse.
Jobs are over as soon as they are launched, nothing runs; it has no permissions, and it is not AWX: that AWX takes the same, only AWX can show.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .awx_rules import refused_in_answers, refused_in_credential_type, refused_in_survey

Json = dict[str, Any]
Reply = tuple[int, Any]

AWS_TYPE = {
    "fields": [{"id": "username"}, {"id": "password", "secret": True}, {"id": "security_token", "secret": True}]
}
SINGULAR = {"inventories": "inventory"}
UNIFIED = ("job_templates", "workflow_job_templates", "projects", "inventory_sources", "workflow_approval_templates")
ASSOCIATIONS = ("credentials", "success_nodes", "always_nodes", "failure_nodes", "instance_groups", "labels")
PROMPTS = ("ask_limit_on_launch", "ask_labels_on_launch", "ask_inventory_on_launch", "ask_variables_on_launch")
NEEDED = {
    "credential_types": ("name", "kind"),
    "credentials": ("name", "credential_type"),
    "execution_environments": ("name", "image"),
    "inventories": ("name", "organization"),
    "inventory_sources": ("name", "inventory", "source"),
    "job_templates": ("name", "project", "playbook"),
    "projects": ("name",),
    "workflow_job_templates": ("name",),
    "workflow_job_template_nodes": ("workflow_job_template",),
}
LINKS = {
    "credential": "credentials",
    "credential_type": "credential_types",
    "default_environment": "execution_environments",
    "execution_environment": "execution_environments",
    "inventory": "inventories",
    "organization": "organizations",
    "project": "projects",
    "source_project": "projects",
    "workflow_job_template": "workflow_job_templates",
}
GOES_WITH = {"workflow_job_template_nodes": "workflow_job_template", "inventory_sources": "inventory"}
"""What is removed together with the object that it belongs to."""


class Refused(Exception):
    """A request that AWX answers with 400, or with another status."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


class StandIn:
    """The objects. playbooks: the paths that a project is found to have. writes: what was changed, as ``POST projects``.

    launches: of job templates, each with ``name``, ``limit`` and the variables that AWX takes, as ``extra_vars``.
    """

    def __init__(self, playbooks: list[str]) -> None:
        self.playbooks = playbooks
        self.writes: list[str] = []
        self.launches: list[Json] = []
        self.url = ""
        self._ids = count(1)
        self._objects: dict[str, dict[int, Json]] = {}
        self._surveys: dict[tuple[str, int], Json] = {}
        self._associated: dict[tuple[str, int, str], list[int]] = {}
        self._keep("organizations", {"name": "Default"})
        self._keep("credential_types", {"name": "Amazon Web Services", "kind": "cloud", "inputs": AWS_TYPE})

    def all(self, kind: str) -> dict[str, Json]:
        """All objects of a kind, by name."""
        return {str(item.get("name", item.get("identifier"))): item for item in self._objects.get(kind, {}).values()}

    def survey(self, kind: str, name: str) -> Json:
        """The survey of a template."""
        return self._surveys[kind, self.all(kind)[name]["id"]]

    def associated(self, kind: str, name: str, with_what: str) -> list[str]:
        """The names of what is associated with an object."""
        found = self._associated.get((kind, self.all(kind)[name]["id"], with_what), [])
        other = kind if with_what.endswith("_nodes") else with_what
        return [
            str(item.get("name", item.get("identifier"))) for number in found if (item := self._objects[other][number])
        ]

    # Requests

    def answer(self, method: str, path: str, body: Json) -> Reply:
        """Answer a request below ``/api/v2``."""
        address = urlsplit(path)
        parts = address.path.removeprefix("/api/v2").strip("/").split("/")
        try:
            if parts[0] == "tokens":
                return (201, {"id": 1, "token": "token"}) if method == "POST" else (204, None)
            if method != "GET":
                self.writes.append(f"{method} {parts[0]}")
            if parts == ["config"]:
                return 200, {"version": "24.6.1"}
            if len(parts) == 1:
                return (
                    self._list(parts[0], dict(parse_qsl(address.query)))
                    if method == "GET"
                    else self._create(parts[0], body)
                )
            kind, number = parts[0], int(parts[1])
            if number not in self._objects.get(kind, {}):
                return 404, {"detail": "Not found."}
            if len(parts) == 2:
                return self._one(method, kind, number, body)
            return self._below(method, kind, number, parts[2], body)
        except Refused as error:
            return error.status, {"__all__": [str(error)], "error": str(error)}

    def _list(self, kind: str, wanted: dict[str, str]) -> Reply:
        kinds = UNIFIED if kind == "unified_job_templates" else (kind,)
        items = [item for one in kinds for item in self._objects.get(one, {}).values()]
        either = {key.removeprefix("or__"): value for key, value in wanted.items() if key.startswith("or__")}
        both = {key: value for key, value in wanted.items() if not key.startswith("or__")}
        found = [
            self._shown(item)
            for item in items
            if all(str(item.get(key)) == value for key, value in both.items())
            and (not either or any(str(item.get(key)) == value for key, value in either.items()))
        ]
        return 200, {"count": len(found), "next": None, "results": found}

    def _create(self, kind: str, body: Json) -> Reply:
        item = {key: "" if value is None else value for key, value in body.items()}
        missing = [key for key in NEEDED.get(kind, ()) if item.get(key) in (None, "")]
        if kind not in NEEDED or missing:
            raise Refused(f"{kind}: {', '.join(missing)} may not be blank")
        self._check(kind, item)
        if "name" in item and item["name"] in {other.get("name") for other in self._objects.get(kind, {}).values()}:
            raise Refused(f"{kind} with this name already exists")
        return 201, self._shown(self._keep(kind, item))

    def _one(self, method: str, kind: str, number: int, body: Json) -> Reply:
        item = self._objects[kind][number]
        if method == "PATCH":
            changed = item | {key: "" if value is None else value for key, value in body.items()}
            if kind == "credentials" and "inputs" in body:
                kept = {
                    key: item["inputs"][key] if value == "$encrypted$" else value
                    for key, value in body["inputs"].items()
                }
                changed["inputs"] = kept
            self._check(kind, changed)
            item.update(changed)
        if method == "DELETE":
            self._remove(kind, number)
            return 204, None
        return 200, self._shown(item)

    def _below(self, method: str, kind: str, number: int, what: str, body: Json) -> Reply:
        if what == "survey_spec":
            if method == "POST":
                if problems := refused_in_survey(body):
                    raise Refused("; ".join(problems))
                self._surveys[kind, number] = body
            return 200, self._surveys.get((kind, number), {}) if method == "GET" else {}
        if what == "launch" and method == "POST":
            return self._launch(self._objects[kind][number], body)
        if what == "create_approval_template" and method == "POST":
            template = self._keep("workflow_approval_templates", dict(body))
            self._objects[kind][number]["unified_job_template"] = template["id"]
            return 201, self._shown(template)
        if what not in ASSOCIATIONS:
            return 404, {"detail": "Not found."}
        associated = self._associated.setdefault((kind, number, what), [])
        if method == "GET":
            other = kind if what.endswith("_nodes") else what
            return 200, {
                "count": len(associated),
                "next": None,
                "results": [self._shown(self._objects[other][one]) for one in associated],
            }
        (associated.remove if body.get("disassociate") else associated.append)(body["id"])
        return 204, None

    def _launch(self, template: Json, body: Json) -> Reply:
        survey = self._surveys["job_templates", template["id"]]
        given = body.get("extra_vars", {})
        given = json.loads(given) if isinstance(given, str) else given
        asked = {question["variable"]: question["default"] for question in survey["spec"]}
        # Variables that no question asks for are dropped without a word.
        answers = asked | {name: value for name, value in given.items() if name in asked}
        if problems := refused_in_answers(survey, answers):
            raise Refused("; ".join(problems))
        limit = body.get("limit", "") if template.get("ask_limit_on_launch") else ""
        self.launches.append({"name": template["name"], "limit": limit, "extra_vars": answers})
        job = self._keep("jobs", {"name": template["name"], "status": "successful", "failed": False, "artifacts": {}})
        return 201, self._shown(job)

    # Objects

    def _keep(self, kind: str, item: Json) -> Json:
        number = next(self._ids)
        item |= {"id": number, "type": SINGULAR.get(kind, kind[:-1]), "url": f"/api/v2/{kind}/{number}/"}
        self._objects.setdefault(kind, {})[number] = item
        if kind == "projects":
            item |= {"scm_revision": "0" * 40}
            update = self._keep("project_updates", {"name": item["name"], "status": "successful"})
            item["update"] = update["id"]
        return item

    def _shown(self, item: Json) -> Json:
        shown = {key: value for key, value in item.items() if key != "update"}
        related = {name: f"{item['url']}{name}/" for name in ("survey_spec", "update", "launch")}
        if template := item.get("unified_job_template"):
            kind = next(kind for kind in UNIFIED if template in self._objects.get(kind, {}))
            related["unified_job_template"] = f"/api/v2/{kind}/{template}/"
        summary = {"current_update": {"id": item["update"]}} if "update" in item else {}
        if item.get("organization"):
            summary["organization"] = {"name": self._objects["organizations"][item["organization"]]["name"]}
        if item["type"] == "job_template":
            shown = dict.fromkeys(PROMPTS, False) | shown
        if item["type"] == "credential":
            secret = {
                field["id"]
                for field in self._objects["credential_types"][item["credential_type"]]["inputs"]["fields"]
                if field.get("secret")
            }
            shown["inputs"] = {
                key: "$encrypted$" if key in secret and value else value
                for key, value in item.get("inputs", {}).items()
            }
        return shown | {"related": related, "summary_fields": summary}

    def _check(self, kind: str, item: Json) -> None:
        for key, other in LINKS.items():
            if item.get(key) and item[key] not in self._objects.get(other, {}):
                raise Refused(f"{key}: invalid pk {item[key]}")
        if kind == "credential_types" and (problems := refused_in_credential_type(item)):
            raise Refused("; ".join(problems))
        if kind == "credentials":
            fields = {
                field["id"] for field in self._objects["credential_types"][item["credential_type"]]["inputs"]["fields"]
            }
            if unknown := set(item.get("inputs", {})) - fields:
                raise Refused(f"Additional properties are not allowed: {unknown}")
        if kind == "job_templates":
            item["organization"] = self._objects["projects"][item["project"]].get("organization")
            if item["playbook"] not in self.playbooks:
                raise Refused(f"Playbook not found for project: {item['playbook']}")
        if kind == "workflow_job_template_nodes" and item.get("job_type"):
            template = self._objects["job_templates"].get(item.get("unified_job_template", 0), {})
            if not template.get("ask_job_type_on_launch"):
                raise Refused("Field is not configured to prompt on launch: job_type")

    def _remove(self, kind: str, number: int) -> None:
        used = [
            key for key, item in self._objects.get("credentials", {}).items() if item.get("credential_type") == number
        ]
        if kind == "credential_types" and used:
            raise Refused("Credential types that are in use cannot be deleted", 403)
        del self._objects[kind][number]
        for other, key in GOES_WITH.items():
            if LINKS[key] == kind:
                for item in [item for item in self._objects.get(other, {}).values() if item[key] == number]:
                    self._remove(other, item["id"])


@contextmanager
def awx(playbooks: list[str]) -> Iterator[StandIn]:
    """Serve a stand-in on a free port of the loopback."""
    stand_in = StandIn(playbooks)

    class Handler(BaseHTTPRequestHandler):
        """Hands requests over."""

        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            """Read a request, answer it."""
            length = int(self.headers.get("Content-Length") or 0)
            raw = self.rfile.read(length) if length else b""
            body = json.loads(raw) if re.match(rb"\s*{", raw) else {}
            status, reply = stand_in.answer(self.command, self.path, body)
            content = b"" if reply is None else json.dumps(reply).encode()
            self.send_response(status)
            self.send_header("X-API-Product-Name", "AWX")
            self.send_header("X-API-Product-Version", "24.6.1")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    for method in ("GET", "POST", "PATCH", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.handle_one)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        stand_in.url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield stand_in
        finally:
            server.shutdown()
            thread.join()
