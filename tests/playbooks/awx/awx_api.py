# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the REST API of AWX, as far as the modules of awx.awx and ansible-rulebook use it here.

It keeps objects, finds them by name, associates them, hides secrets, and refuses what ``survey_rules`` and ``launch_rules``
know AWX to refuse. A field that a request leaves out stays unchanged. Jobs end as soon as they are launched; nothing runs.
Of permissions it knows one rule: only a system administrator may change credential types.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .awx_objects import (
    ASSOCIATIONS,
    AWS_TYPE,
    DEFAULTS,
    LINKS,
    NOTIFICATION_SECRETS,
    REMOVED_WITH,
    REQUIRED,
    ROLES,
    SINGULAR,
    UNIFIED,
)
from .launch_rules import accepted_prompts, answers_of_a_job, refused_in_answers, refused_in_rule, refused_prompts
from .survey_rules import refused_in_credential_type, refused_in_survey

Json = dict[str, Any]
Reply = tuple[int, Any]

ADMINISTRATOR = "admin"
"""The system administrator. Everybody else administers the organization."""

ENCRYPTED = "$encrypted$"


class Refused(Exception):
    """A request that AWX answers with 400, or with another status."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


class AwxApi:
    """The objects of an AWX.

    Attributes:
        playbooks: paths that a project has after a sync.
        failing_syncs: how many of the next project syncs fail.
        writes: requests that are no reads, such as ``POST projects``.
        launches: launched templates, each with ``name``, ``limit`` and the extra variables of the job, as ``extra_vars``.
    """

    def __init__(self, playbooks: list[str]) -> None:
        self.playbooks = playbooks
        self.failing_syncs = 0
        self.writes: list[str] = []
        self.launches: list[Json] = []
        self.url = ""
        self._last_id = 0
        self._objects: dict[str, dict[int, Json]] = {}
        self._surveys: dict[tuple[str, int], Json] = {}
        self._associated: dict[tuple[str, int, str], list[int]] = {}
        self.add("organizations", {"name": "Default"})
        self.add("credential_types", {"name": "Amazon Web Services", "kind": "cloud", "inputs": AWS_TYPE})

    # For tests

    def add(self, kind: str, item: Json) -> int:
        """Add an object that nobody created by a request; return its id."""
        return int(self._keep(kind, item)["id"])

    def all(self, kind: str) -> dict[str, Json]:
        """Return all objects of a kind by name."""
        return {_name(item): item for item in self._objects.get(kind, {}).values()}

    def survey(self, kind: str, name: str) -> Json:
        """Return the survey of a template."""
        return self._surveys[kind, self.all(kind)[name]["id"]]

    def associated(self, kind: str, name: str, list_name: str) -> list[str]:
        """Return the names of what is associated with an object."""
        return self._names(kind, self.all(kind)[name]["id"], list_name)

    def granted(self, kind: str, name: str, role: str) -> list[str]:
        """Return the names of the users and teams that have a role on an object."""
        number = self.all(kind)[name]["roles"][role]
        return [*self._names("roles", number, "users"), *self._names("roles", number, "teams")]

    def _names(self, kind: str, number: int, list_name: str) -> list[str]:
        found = self._associated.get((kind, number, list_name), [])
        return [_name(self._objects[ASSOCIATIONS[list_name]][one]) for one in found]

    # Requests

    def answer(self, method: str, path: str, body: Json, user: str = ADMINISTRATOR) -> Reply:
        """Answer a request below ``/api/v2``."""
        address = urlsplit(path)
        parts = address.path.removeprefix("/api/v2").strip("/").split("/")
        try:
            if parts[0] == "tokens":
                return (201, {"id": 1, "token": f"token-of-{user}"}) if method == "POST" else (204, None)
            if method != "GET":
                self._permit(parts[0], user)
                self.writes.append(f"{method} {parts[0]}")
            if parts == ["config"]:
                return 200, {"version": "24.6.1"}
            if len(parts) == 1:
                query = dict(parse_qsl(address.query))
                return self._list(parts[0], query) if method == "GET" else self._create(parts[0], body)
            kind, number = parts[0], int(parts[1])
            if number not in self._objects.get(kind, {}):
                return 404, {"detail": "Not found."}
            if len(parts) == 2:
                return self._one(method, kind, number, body)
            return self._below(method, kind, number, parts[2], body)
        except Refused as error:
            return error.status, {"__all__": [str(error)], "error": str(error), "detail": str(error)}

    def _permit(self, kind: str, user: str) -> None:
        if kind == "credential_types" and user != ADMINISTRATOR:
            raise Refused("You do not have permission to perform this action.", 403)

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
        item = DEFAULTS.get(kind, {}) | {key: "" if value is None else value for key, value in body.items()}
        missing = [key for key in REQUIRED.get(kind, ()) if item.get(key) in (None, "")]
        if kind not in REQUIRED or missing:
            raise Refused(f"{kind}: {', '.join(missing)} may not be blank")
        self._check(kind, item)
        if "name" in item and item["name"] in self.all(kind):
            raise Refused(f"{kind} with this name already exists")
        shown = self._shown(self._keep(kind, item))
        if kind == "projects":
            # The first sync starts automatically; later requests no longer see it.
            shown["summary_fields"]["current_update"] = {"id": self._sync(item)["id"]}
        return 201, shown

    def _one(self, method: str, kind: str, number: int, body: Json) -> Reply:
        item = self._objects[kind][number]
        if method == "PATCH":
            changed = item | {key: "" if value is None else value for key, value in body.items()}
            for field in ("inputs", "notification_configuration"):
                if isinstance(body.get(field), dict):
                    changed[field] = {
                        key: item[field][key] if value == ENCRYPTED else value for key, value in body[field].items()
                    }
            self._check(kind, changed)
            item.update(changed)
        if method == "DELETE":
            self._remove(kind, number)
            return 204, None
        return 200, self._shown(item)

    def _below(self, method: str, kind: str, number: int, what: str, body: Json) -> Reply:
        if what in ASSOCIATIONS:
            return self._associate(method, (kind, number, what), body)
        item = self._objects[kind][number]
        if what == "survey_spec":
            return self._survey(method, (kind, number), body)
        if method == "POST" and what == "launch":
            return self._launch(kind, item, body)
        if method == "POST" and what == "update" and kind == "projects":
            return 202, self._shown(self._sync(item))
        if method == "POST" and what == "create_approval_template":
            template = self._keep("workflow_approval_templates", dict(body))
            item["unified_job_template"] = template["id"]
            return 201, self._shown(template)
        return 404, {"detail": "Not found."}

    def _associate(self, method: str, key: tuple[str, int, str], body: Json) -> Reply:
        associated = self._associated.setdefault(key, [])
        if method == "GET":
            found = [self._shown(self._objects[ASSOCIATIONS[key[2]]][one]) for one in associated]
            return 200, {"count": len(found), "next": None, "results": found}
        (associated.remove if body.get("disassociate") else associated.append)(body["id"])
        return 204, None

    def _survey(self, method: str, key: tuple[str, int], body: Json) -> Reply:
        if method == "GET":
            return 200, self._surveys.get(key, {})
        if problems := refused_in_survey(body):
            raise Refused("; ".join(problems))
        self._surveys[key] = body
        return 200, {}

    def _launch(self, kind: str, template: Json, body: Json) -> Reply:
        survey = self._survey_of(kind, template)
        answers = body.get("extra_vars", {})
        answers = json.loads(answers) if isinstance(answers, str) else answers
        if problems := refused_in_answers(survey, answers):
            raise Refused("; ".join(problems))
        prompts = accepted_prompts(template, body)
        launch = {"name": template["name"], "limit": "", **prompts, "extra_vars": answers_of_a_job(survey, answers)}
        self.launches.append(launch)
        job = self._keep("jobs", {"name": template["name"], "status": "successful", "failed": False, "artifacts": {}})
        return 201, self._shown(job)

    def _sync(self, project: Json) -> Json:
        failed = self.failing_syncs > 0
        self.failing_syncs -= failed
        project["scm_revision"] = project["scm_revision"] if failed else "0" * 40
        status = "failed" if failed else "successful"
        ended = {"name": project["name"], "status": status, "failed": failed, "finished": "2026-11-23T07:50:56Z"}
        return self._keep("project_updates", {**ended, "scm_revision": project["scm_revision"]})

    # Objects

    def _keep(self, kind: str, item: Json) -> Json:
        self._last_id += 1
        number = self._last_id
        item |= {"id": number, "type": SINGULAR.get(kind, kind[:-1]), "url": f"/api/v2/{kind}/{number}/"}
        self._objects.setdefault(kind, {})[number] = item
        if kind in ROLES:
            item["roles"] = {role: self._keep("roles", {"name": role})["id"] for role in ROLES[kind]}
        return item

    def _shown(self, item: Json) -> Json:
        shown = {key: value for key, value in item.items() if key != "roles"}
        related = {name: f"{item['url']}{name}/" for name in ("survey_spec", "update", "launch")}
        summary: Json = {"object_roles": {role: {"id": number} for role, number in item.get("roles", {}).items()}}
        if template := item.get("unified_job_template"):
            related["unified_job_template"] = f"/api/v2/{self._unified(template)[0]}/{template}/"
        if item.get("organization"):
            summary["organization"] = {"name": self._objects["organizations"][item["organization"]]["name"]}
        if item["type"] == "credential":
            shown["inputs"] = _hidden(item.get("inputs", {}), self._secrets(item["credential_type"]))
        if item["type"] == "notification_template":
            shown["notification_configuration"] = _hidden(item["notification_configuration"], NOTIFICATION_SECRETS)
        return shown | {"related": related, "summary_fields": summary}

    def _secrets(self, credential_type: int) -> list[str]:
        fields = self._objects["credential_types"][credential_type]["inputs"]["fields"]
        return [field["id"] for field in fields if field.get("secret")]

    def _unified(self, number: int) -> tuple[str, Json]:
        for kind in UNIFIED:
            if number in self._objects.get(kind, {}):
                return kind, self._objects[kind][number]
        raise Refused(f"unified_job_template: invalid pk {number}")

    def _survey_of(self, kind: str, template: Json) -> Json:
        return self._surveys.get((kind, template["id"]), {}) if template.get("survey_enabled") else {}

    def _check(self, kind: str, item: Json) -> None:
        for key, other in LINKS.items():
            if item.get(key) and item[key] not in self._objects.get(other, {}):
                raise Refused(f"{key}: invalid pk {item[key]}")
        checks = {
            "credential_types": refused_in_credential_type,
            "credentials": self._refused_in_credential,
            "job_templates": self._refused_in_job_template,
            "schedules": self._refused_in_schedule,
            "workflow_job_template_nodes": self._refused_in_node,
        }
        if kind in checks and (problems := checks[kind](item)):
            raise Refused("; ".join(problems))

    def _refused_in_credential(self, item: Json) -> list[str]:
        fields = self._objects["credential_types"][item["credential_type"]]["inputs"]["fields"]
        unknown = set(item.get("inputs", {})) - {field["id"] for field in fields}
        wrong = [f"Additional properties are not allowed: {unknown}"] if unknown else []
        return wrong + [f"{key} is no text" for key, value in item["inputs"].items() if not isinstance(value, str)]

    def _refused_in_job_template(self, item: Json) -> list[str]:
        project = self._objects["projects"][item["project"]]
        item["organization"] = project.get("organization")
        synced = project["scm_revision"] and item["playbook"] in self.playbooks
        return [] if synced else [f"Playbook not found for project: {item['playbook']}"]

    def _refused_in_schedule(self, item: Json) -> list[str]:
        return [*refused_in_rule(item["rrule"]), *self._refused_in_saved(item, required=True)]

    def _refused_in_node(self, item: Json) -> list[str]:
        return self._refused_in_saved(item, required=False) if item.get("unified_job_template") else []

    def _refused_in_saved(self, item: Json, *, required: bool) -> list[str]:
        kind, template = self._unified(item["unified_job_template"])
        if kind not in ("job_templates", "workflow_job_templates"):
            return []
        survey = self._survey_of(kind, template)
        wrong = refused_in_answers(survey, item.get("extra_data", {}), saved=True, required=required)
        return [*wrong, *refused_prompts(template, item)]

    def _remove(self, kind: str, number: int) -> None:
        credentials = self._objects.get("credentials", {}).values()
        if kind == "credential_types" and number in [item["credential_type"] for item in credentials]:
            raise Refused("Credential types that are in use cannot be deleted", 403)
        for role in self._objects[kind].pop(number).get("roles", {}).values():
            del self._objects["roles"][role]
        for associated in self._associated.items():
            if ASSOCIATIONS[associated[0][2]] == kind and number in associated[1]:
                associated[1].remove(number)
        other, key = REMOVED_WITH.get(kind, ("", ""))
        for item in [item for item in self._objects.get(other, {}).values() if item.get(key) == number]:
            self._remove(other, item["id"])


def _name(item: Json) -> str:
    return str(next(item[key] for key in ("name", "username", "identifier") if key in item))


def _hidden(values: Json, secrets: tuple[str, ...] | list[str]) -> Json:
    return {key: ENCRYPTED if key in secrets and value else value for key, value in values.items()}
