# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every state module keeps to: check mode tells the truth and writes nothing, nor does a second run.

Its data is in tests/integration/targets/<module>/vars/main.yml, a map for each variable that begins with "contract":

  module    the module
  featured  whether it needs the server with further features
  needs     what older servers lack, by its name in tests/keycloak/since.py
  realm     what the realm has beforehand, as a realm representation; false where the module makes it
  before    tasks to be done first
  ids       a name for each id that a path or an option needs, as {name}, and the path at which the server lists it:
            a query that finds one, or path and name
  base      the options that name the object
  create    further options of its creation
  created   a part of what must be there after the creation
  change    the options that a change mentions, and no others
  changed   a part of what must be there after the change, what nobody mentioned included
  read      the path below the realm at which the server shows the object
  select    where that gives a list: key and value that pick the object; list: the list's key in a document
  remove    false where nothing can be removed; or further options of the removal

tests/live/test_contract.py runs all of them in process. The targets of kinds that differ most run theirs as a playbook,
too, and the other targets run their first and last steps: see tests/integration/targets/setup_contract.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from admin import Admin


def make(admin: Admin, realm: str, contract: Mapping[str, Any]) -> dict[str, Any]:
    """The realm that the contract needs: its steps, with ids in place of their names, and where the object is read."""
    remove(admin, realm)
    if contract.get("realm", {}) is not False:
        admin.post("/admin/realms", {"realm": realm, "enabled": True, **contract.get("realm", {})})
    base = f"/admin/realms/{quote(realm)}"
    ids = {"default_roles": quote(f"default-roles-{realm.lower()}")}
    ids.update({name: _id(admin, base, wanted) for name, wanted in contract.get("ids", {}).items()})
    filled = _filled(contract, ids)
    options = {"realm": realm, **filled["base"]}
    return {
        "before": [{**task, "options": {"realm": realm, **task["options"]}} for task in filled.get("before", ())],
        "steps": list(_steps(options, filled)),
        "module": filled["module"],
        "read": f"{base}/{filled['read']}".rstrip("/"),
        "select": filled.get("select", {}),
    }


def remove(admin: Admin, realm: str) -> None:
    admin.remove_realm(realm)


def _id(admin: Admin, base: str, wanted: str | Mapping[str, str]) -> str:
    query = {"path": wanted} if isinstance(wanted, str) else wanted
    listed = admin.get(f"{base}/{query['path']}")
    (found,) = (item["id"] for item in listed if "name" not in query or item["name"] == query["name"])
    return found


def _filled(value: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _filled(item, ids) for key, item in value.items()}
    if isinstance(value, str):
        return re.sub(r"\{(\w+)\}", lambda found: ids.get(found[1], found[0]), value)
    return [_filled(item, ids) for item in value] if isinstance(value, Sequence) else value


def _steps(base: dict[str, Any], contract: Mapping[str, Any]) -> Any:
    for name, expected in (("create", "created"), ("change", "changed")):
        options = {**base, **contract[name]}
        yield {"name": name, "options": options, "expected": contract[expected], "there": True}
    removal = contract.get("remove", {})
    if removal is not False:
        yield {"name": "remove", "options": {**base, **removal, "state": "absent"}, "expected": {}, "there": False}


def found(admin: Admin, made: Mapping[str, Any]) -> list[Any]:
    """The objects that the server itself shows where the contract looks: none or one."""
    answer, select = admin.find(made["read"]), made["select"]
    if "list" in select:
        answer = answer[select["list"]]
    if isinstance(answer, list):
        return [item for item in answer if item.get(select["key"]) == select["value"]]
    return [answer] if answer else []


def holds(there: Any, expected: Any) -> bool:
    """Whether a state holds what was expected: the server may add keys and defaults of its own, nothing else."""
    if isinstance(expected, Mapping):
        return isinstance(there, Mapping) and all(
            key in there and holds(there[key], value) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(there, list)
            and len(there) == len(expected)
            and all(any(holds(item, value) for item in there) for value in expected)
        )
    return there == expected


def broken(
    step: Mapping[str, Any],
    runs: Sequence[Mapping[str, Any]],
    sent: Sequence[Sequence[Mapping[str, Any]]],
    objects: Sequence[Any],
) -> list[str]:
    """What a step did not keep to, as sentences.

    Of the same task in check mode, as a run and again: what each told, and the requests that came by. ``objects`` is
    what the server shows in the end.
    """
    checked, done, again = runs
    writes = [[request for request in requests if request["writing"]] for requests in sent]
    kept = {
        "check mode announces a change": checked["changed"],
        "check mode writes nothing": not writes[0],
        "check mode looks at the server": bool(sent[0]),
        "the run changes something": done["changed"],
        "the run writes": bool(writes[1]),
        "the run does what check mode said": done["operations"] == checked["operations"],
        "the run shows the difference that check mode showed": done["diff"] == checked["diff"],
        "each entry of the difference names its object": all(
            it["before_header"].endswith(" (server)") for it in done["diff"]
        ),
        "a difference is shown, and none where nothing differs": bool(done["diff"]) and not again["diff"],
        "the second run changes nothing": not again["changed"],
        "the second run writes nothing": not writes[2],
        "the second run looks at the server": bool(sent[2]),
        "what was predicted is what is read back": holds(again["existing"], checked["end_state"]),
        "the object is there, or is gone": bool(objects) == step["there"],
        "the server holds what was asked for": holds(objects[0] if objects else {}, step["expected"]),
    }
    return [sentence for sentence, true in kept.items() if not true]
