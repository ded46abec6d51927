# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan that is saved for approval, and applied later only if the server and the files still give that very plan."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Mapping

from .._base.errors import InputError
from .._base.files import content_of, write_text
from .._base.sentences import listed
from .._secrets.fingerprint import fingerprint, is_fingerprint_of
from .._secrets.redact import secrets_in
from .outcome import Outcome

_FORMAT = "realmkit.keycloak plan 1"


def document(outcome: Outcome, realm: str) -> Dict[str, Any]:
    """The plan as data, without secrets. Equal plans have equal documents."""
    return {
        "realm": realm,
        "summary": outcome.summary,
        "counts": outcome.counts,
        "warnings": outcome.warnings,
        "objects": [
            {
                "title": it.title,
                "kind": it.kind,
                "action": it.action,
                "before": it.before,
                "after": it.after,
                "further": list(it.further),
            }
            for it in outcome.differences
        ],
    }


def save(path: str, outcome: Outcome, realm: str, server: str) -> None:
    """Write the plan. Of its secrets it has one salted, slow fingerprint of all of them."""
    plan = {
        "format": _FORMAT,
        "server": server,
        "secrets": fingerprint(_secrets(outcome)),
        **document(outcome, realm),
    }
    write_text(path, json.dumps(plan, indent=2, ensure_ascii=False) + "\n", private=True)


def require_same(path: str, outcome: Outcome, realm: str, server: str) -> None:
    """Refuse any other plan than the saved one, and say what differs since."""
    plan = _read(path)
    now = json.loads(json.dumps(document(outcome, realm)))
    changed = [
        f"it was made for the {name} {plan.get(name)}, and this is {value}"
        for name, value in (("server", server), ("realm", realm))
        if plan.get(name) != value
    ]
    changed = changed or _differences(plan["objects"], now["objects"])
    if not changed and not is_fingerprint_of(_secrets(outcome), str(plan.get("secrets"))):
        changed = ["a secret in the files is another one"]
    if changed:
        raise InputError(
            f"The plan in {path} is not what a run would do now: {'; '.join(changed)}. "
            "Nothing was written: make a new plan and have that approved."
        )


def _read(path: str) -> Dict[str, Any]:
    try:
        plan = json.loads(content_of(path))
    except ValueError:
        plan = None
    if not isinstance(plan, dict) or plan.get("format") != _FORMAT:
        raise InputError(f"The file {path} is no plan that this version saved: make one with plan_file.")
    return plan


def _differences(then: List[Mapping[str, Any]], now: List[Mapping[str, Any]]) -> List[str]:
    old, new = ({it["title"]: it for it in items} for items in (then, now))
    gone = [f"{_todo(old[title])} {title}" for title in old if title not in new]
    come = [f"{_todo(new[title])} {title}" for title in new if title not in old]
    other = [_other(old[title], new[title]) for title in old if title in new and old[title] != new[title]]
    return [
        *([f"no longer to do: {listed(gone)}"] if gone else []),
        *([f"to do as well: {listed(come)}"] if come else []),
        *([f"other changes of {listed(other)}"] if other else []),
    ]


def _todo(it: Mapping[str, Any]) -> str:
    return "change" if it["action"] == "update" else str(it["action"])


def _other(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The object with what differs of its change."""
    sides = [(old[side] or {}, new[side] or {}) for side in ("before", "after")]
    names = sorted({key for one, other in sides for key in {*one, *other} if one.get(key) != other.get(key)})
    return f"{new['title']} ({', '.join(names) or _todo(new)})"


def _secrets(outcome: Outcome) -> str:
    """All secrets that the plan is about, as one string."""
    found = [
        [it.declared.title, sorted(secrets_in(dict(it.declared.params), it.plan.secret_keys))] for it in outcome.changed
    ]
    return json.dumps(sorted(found))
