# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the same tasks with community.general and with this collection, each in a fresh realm, and compares them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import EmailMessage
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import made
import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
THEIRS = ROOT / ".cache" / "compat" / "venv"
# What gives a whole play the semantics of the other collections: docs/migrate.md has it.
BLOCK = re.search(r"^  module_defaults:\n(.*?)^  tasks:", (ROOT / "docs" / "migrate.md").read_text(), re.M | re.S)
FILES = ("tasks.yml", "options.yml")
# Of objects that tasks name by id, those that the realm has and those that tasks make. An id is good for one realm.
WITH_IDS = """realm app narrow guarded first reader team child person directory
    every mapper settings scope scope_mapper idp_mapper ldap_mapper"""
# No part of what a playbook builds on.
IGNORED = {"changed", "failed", "invocation", "warnings", "deprecations", "msg", "diff", "operations", "exception"}
OWN = (
    (re.compile(r"compat-(theirs|ours)", re.IGNORECASE), "<realm>"),
    (re.compile(r"[A-Za-z0-9+/_=-]{32,}"), "<random>"),
)
_ID = re.compile(r"{{ ids\.(\w+) }}")
LIFE = (
    ("create in check mode", "create", True),
    ("create", "create", False),
    ("again", "create", False),
    ("again in check mode", "create", True),
    ("change in check mode", "change", True),
    ("change", "change", False),
    ("change again", "change", False),
    ("absent in check mode", "absent", True),
    ("absent", "absent", False),
    ("absent again", "absent", False),
)


def ids(realm: str) -> dict[str, str]:
    return {name: str(uuid5(NAMESPACE_URL, f"{realm} {name}")) for name in WITH_IDS.split()}


def representation(realm: str, mail: dict[str, str]) -> dict[str, Any]:
    """The realm that both sides begin with."""
    of = ids(realm)
    guarded = {
        "resources": [{"name": "Default Resource"}],
        "scopes": [{"name": "file:read"}],
        "policies": [
            {"name": "there", "type": "scope", "config": {"scopes": '["file:read"]', "applyPolicies": "[]"}},
            {"name": "there too", "type": "role", "config": {"roles": '[{"id": "first"}]'}},
        ],
    }
    # Disabled, so that nobody asks a server for users.
    directory = {"enabled": ["false"], "editMode": ["UNSYNCED"], "vendor": ["other"], "usersDn": ["dc=example"]}
    mapper = {"name": "full name", "id": of["ldap_mapper"], "providerId": "full-name-ldap-mapper", "subComponents": {}}
    mapper["config"] = {"ldap.full.name.attribute": ["cn"], "read.only": ["true"], "write.only": ["false"]}
    return {
        "id": of["realm"],
        "realm": realm,
        "enabled": True,
        "internationalizationEnabled": True,
        "smtpServer": mail,
        "roles": {
            "realm": [
                {"name": "first", "id": of["first"]},
                {"name": "second"},
                {"name": "both", "composites": {"realm": ["first", "second"]}},
            ],
            "client": {"app": [{"name": "reader", "id": of["reader"]}, {"name": "writer"}]},
        },
        "clients": [
            {
                "clientId": "app",
                "id": of["app"],
                "secret": "a-secret-of-app",
                "redirectUris": ["https://app.example.com/*"],
            },
            {"clientId": "narrow", "id": of["narrow"], "fullScopeAllowed": False},
            {
                "clientId": "guarded",
                "id": of["guarded"],
                "serviceAccountsEnabled": True,
                "authorizationServicesEnabled": True,
                "authorizationSettings": guarded,
            },
        ],
        "groups": [{"name": "team", "id": of["team"], "subGroups": [{"name": "child", "id": of["child"]}]}],
        "users": [{"username": "person", "id": of["person"], "enabled": True, "email": f"person@{realm}.example.com"}],
        "components": {
            "org.keycloak.storage.UserStorageProvider": [
                {
                    "name": "there",
                    "id": of["directory"],
                    "providerId": "ldap",
                    "config": directory,
                    "subComponents": {"org.keycloak.storage.ldap.mappers.LDAPStorageMapper": [mapper]},
                }
            ]
        },
    }


def cases() -> list[dict[str, Any]]:
    return [case for file in FILES for case in yaml.safe_load((HERE / file).read_text())]


def steps(case: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Name, arguments and check mode of each step."""
    key = case.get("key", {})
    if "steps" in case:
        for step in case["steps"]:
            yield step["name"], {**key, **step["args"]}, step.get("check", False)
        return
    if "set" in case:
        yield "set", case["set"], False
        yield "again", case["set"], False
        return
    for name, which, check in LIFE:
        own = {**case["create"], "state": "absent"} if which == "absent" else case[which]
        yield name, {**key, **own}, check


def _state(case: dict[str, Any], given: dict[str, Any]) -> str:
    """The address of what is read after each step, if any: variables of tasks come to a callback as they are."""
    path = _ID.sub(lambda found: given["ids"][found[1]], case["state"]) if "state" in case else ""
    return path and f"/admin/realms/{given['realm']}{path}"


def playbook(collection: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    login = {"auth_keycloak_url": given["server"], "auth_realm": "master"}
    login.update(auth_username="admin", auth_password="admin")
    defaults: dict[str, Any] = {f"group/{collection}.keycloak": login}
    if collection == "realmkit.keycloak":
        defaults.update(yaml.safe_load(BLOCK[1]) if BLOCK else {})
    tasks = [
        {
            "name": f"{case['module']} | {case['case']} | {name}",
            f"{collection}.{case['module']}": arguments,
            "check_mode": check,
            "ignore_errors": True,
            "vars": {"kept_state": _state(case, given)},
        }
        for case in cases()
        for name, arguments, check in steps(case)
    ]
    return [{"hosts": "localhost", "gather_facts": False, "vars": given, "module_defaults": defaults, "tasks": tasks}]


def without_ansible() -> dict[str, str]:
    """The environment without settings that one side has."""
    return {name: it for name, it in os.environ.items() if not name.startswith(("ANSIBLE_", "KEYCLOAK_"))}


def run(collection: str, python: Path, given: dict[str, Any], folder: Path) -> dict[str, dict[str, Any]]:
    """The results of all tasks by their names."""
    realm = given["realm"]
    kept, file = folder / f"{realm}.jsonl", folder / f"{realm}.yml"
    kept.unlink(missing_ok=True)
    # JSON, which is YAML: unlike a dump it has no anchors.
    file.write_text(json.dumps(playbook(collection, given)))
    environment = {
        **without_ansible(),
        "ANSIBLE_CALLBACKS_ENABLED": "kept_results",
        "ANSIBLE_CALLBACK_PLUGINS": str(ROOT / "tests" / "keycloak" / "callback"),
        "ANSIBLE_HOME": str(folder / "home"),
        "ANSIBLE_PIPELINING": "true",
        "ANSIBLE_PYTHON_INTERPRETER": str(python),
        "KEPT_RESULTS": str(kept),
        "KEPT_SERVER": given["server"],
    }
    if collection == "realmkit.keycloak":
        environment["ANSIBLE_COLLECTIONS_PATH"] = str(ROOT / ".cache" / "collections")
    command = [
        str(python.with_name("ansible-playbook")),
        "--inventory",
        "localhost,",
        "--connection",
        "local",
        str(file),
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    lines = [json.loads(line) for line in kept.read_text().splitlines()]
    return {line["task"]: line for line in lines}


def plain(value: Any) -> Any:
    """Without what the server makes anew each time."""
    if isinstance(value, dict):
        return {key: plain(it) for key, it in value.items()}
    if isinstance(value, list):
        return [plain(it) for it in value]
    if isinstance(value, bool) or value is None:
        return value
    return made.without(str(value), OWN)


def mail(message: EmailMessage) -> Any:
    """Without the link, which is good for one user."""
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    return plain({"subject": message["Subject"], "text": re.sub(r"https?://\S+", "<link>", text)})


def ordered(value: Any) -> Any:
    """With all lists in one order: the server has none of its own for most of them."""
    if isinstance(value, dict):
        return {key: ordered(it) for key, it in value.items()}
    if isinstance(value, list):
        return sorted((ordered(it) for it in value), key=lambda it: json.dumps(it, sort_keys=True))
    return value


def kind(value: Any) -> str:
    if value == "<id>":
        return "id"
    names = {dict: "map", list: "list", bool: "bool", type(None): "null"}
    return names.get(type(value), "text")


def paths(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Each place of a value: the elements of a list share one."""
    yield place, value
    inner = value.items() if isinstance(value, dict) else [("", it) for it in value] if isinstance(value, list) else ()
    for key, item in inner:
        yield from paths(item, f"{place}.{key}".lstrip(".") if key else f"{place}[]")


def differences(theirs: dict[str, Any], ours: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The place, what differs there, and how."""
    for key in ("changed", "failed"):
        one, other = (
            bool(side["result"].get(key)) if key == "changed" else side["outcome"] == "failed"
            for side in (theirs, ours)
        )
        if one != other:
            yield key, "value", f"{one} there, {other} here"
    there, here = (ordered(plain(side.get("state"))) for side in (theirs, ours))
    if there != here:
        yield "server", "value", f"{there} there, {here} here"
    if "failed" in (theirs["outcome"], ours["outcome"]):
        return
    left, right = (
        plain({key: it for key, it in side["result"].items() if key not in IGNORED and not key.startswith("_")})
        for side in (theirs, ours)
    )
    found: dict[str, list[Any]] = {}
    for place, value in paths(right):
        found.setdefault(place, []).append(value)
    for place, value in paths(left):
        if place not in found:
            above = place.rpartition(".")[0] if not place.endswith("[]") else place[:-2]
            if above in found:
                yield place, "missing", f"{kind(value)} there"
        elif kind(value) not in {kind(it) for it in found[place]}:
            yield place, "kind", f"{kind(value)} there, {kind(found[place][0])} here"


def rows(theirs: dict[str, Any], ours: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """The task, the place, what differs and how, each once."""
    for task, one in theirs.items():
        for row in dict.fromkeys(differences(one, ours[task])):
            yield (task, *row)


@dataclass(frozen=True)
class Known:
    """A row of the table of known differences. Module, place and step are patterns as of file names.

    A module with a slash names the case as well.
    """

    module: str
    place: str
    step: str
    migration: str
    reason: str

    def fits(self, row: tuple[str, str, str, str]) -> bool:
        module, case, step = row[0].split(" | ")
        wanted = (
            (f"{module}/{case}" if "/" in self.module else module, self.module),
            (row[1], self.place),
            (step, self.step),
        )
        return all(fits(text, pattern) for text, pattern in wanted)


def fits(text: str, pattern: str) -> bool:
    return any(fnmatchcase(text, one.replace("[", "[[]")) for one in pattern.split("|"))


def known() -> list[Known]:
    lines = (HERE / "differences.tsv").read_text().splitlines()
    return [Known(*line.split("\t")) for line in lines[1:] if line and not line.startswith("#")]


def compared(folder: Path, make_realm: Callable[[str], dict[str, Any]]) -> list[tuple[str, str, str, str]]:
    """Runs both sides at once, and returns how they differ. Making a realm returns what its tasks may name."""
    sides = (
        ("community.general", THEIRS / "bin" / "python", make_realm("compat-theirs")),
        ("realmkit.keycloak", Path(sys.executable), make_realm("compat-ours")),
    )
    with ThreadPoolExecutor() as pool:
        theirs, ours = pool.map(lambda side: run(*side, folder), sides)
    return list(rows(theirs, ours))
