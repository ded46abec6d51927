# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the executions of authentication flows, and sends what changes them.

Several executions may share settings: the server gives those of an alias to a new execution that names it. It removes
them with any one of these executions (26.7), so the others get them again.
"""

from __future__ import annotations

from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple

from .._engine.field import TEXT_MAP
from .._engine.reference import Representation, Values
from .._http.api import authentication
from .._http.capability import lacks_key
from .._http.reader import Reader
from .._secrets.redact import MASK
from ._execution_changes import Change
from ._executions import BASIC, Execution, every, held

# The one flow that the server leaves out of its list (26.7).
HIDDEN = "saml ecp"


def executions_of(client: Reader, values: Values, alias: str) -> Tuple[Execution, ...]:
    """The executions of a flow."""
    rows = client.get(authentication.EXECUTIONS, dict(values, flowAlias=alias))
    ids = {row["authenticationConfig"] for row in rows if row.get("authenticationConfig")}
    configs = {key: client.get(authentication.GET_CONFIG, dict(values, id=key)) for key in ids}
    return held(rows, configs)


def hidden_flow(client: Reader, values: Values) -> Optional[Representation]:
    rows = client.find(authentication.EXECUTIONS, dict(values, flowAlias=HIDDEN))
    if not rows:
        return None
    execution = client.get(authentication.GET_EXECUTION, dict(values, executionId=rows[0]["id"]))
    found: Representation = client.get(authentication.GET, dict(values, id=execution["parentFlow"]))
    return found


class Shared:
    """Which executions of a realm have which settings, and which flows have which sub-flows."""

    def __init__(self, client: Reader, values: Values) -> None:
        self._client, self._values = client, values
        self.flows: Dict[str, List[str]] = {}
        self._holders: Dict[str, List[str]] = {}
        self._ids: Dict[str, str] = {}
        for flow in client.get(authentication.LIST, values):
            for row in client.get(authentication.EXECUTIONS, dict(values, flowAlias=flow["alias"])):
                if row.get("flowId"):
                    self.flows.setdefault(row["flowId"], []).append(flow["alias"])
                if row.get("authenticationConfig"):
                    alias = row["alias"]
                    self.flows.setdefault(alias, []).append(flow["alias"])
                    self._ids[alias] = row["authenticationConfig"]
                    # Executions of a built-in flow can't be made again, so these get the settings first.
                    place = 0 if flow.get("builtIn") else len(self._holders.get(alias, ()))
                    self._holders.setdefault(alias, []).insert(place, row["id"])

    def others(self, alias: Optional[str], own: Iterable[str]) -> List[str]:
        """The executions that have the settings of this alias, besides these."""
        mine = set(own)
        return [it for it in self._holders.get(alias or "", ()) if it not in mine]

    def config(self, alias: str) -> Mapping[str, Any]:
        found = self._client.get(authentication.GET_CONFIG, dict(self._values, id=self._ids[alias]))
        return found.get("config") or {}

    def left(self, executions: Sequence[Execution]) -> Dict[str, List[str]]:
        """The settings that executions share with others, which lose them when these are removed."""
        gone = {item.id for item, _kind in every(executions, BASIC)}
        aliases = {item.config_alias for item, _kind in every(executions, BASIC) if item.config_alias}
        found = {alias: self.others(alias, gone) for alias in aliases}
        return {alias: rest for alias, rest in found.items() if rest}

    def set(self, alias: str, holders: Sequence[str], config_id: str = "") -> None:
        self._holders[alias] = list(holders)
        if config_id:
            self._ids[alias] = config_id

    def id_of(self, alias: str) -> str:
        return self._ids[alias]


def unrestorable(shared: Shared, executions: Sequence[Execution]) -> Iterator[str]:
    """Why these executions can't be removed: others would lose what nobody can give them again."""
    for alias in shared.left(executions):
        if MASK in shared.config(alias).values():
            yield (
                f"The settings '{alias}' hold a secret and belong to other executions as well, which would lose them "
                f"with this one: give those of {_listed(shared.flows[alias])} an alias of their own."
            )
    for item, _kind in every(executions, BASIC):
        flows = set(shared.flows.get(item.flow_id, ())) if item.flow_id else set()
        if len(flows) > 1:
            yield (
                f"The sub-flow '{item.sub_flow}' belongs to the flows {_listed(flows)}, which would lose it with one "
                "of them: give the others a sub-flow with another alias."
            )


def _listed(flows: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(set(flows)))


class Writes:
    """Sends the changes of a flow. ``added`` are the ids of its new executions."""

    def __init__(self, client: Reader, values: Values, shared: Optional[Shared]) -> None:
        self._client, self._values, self._shared = client, values, shared
        self.added: List[str] = []

    def send(self, change: Change, parent_id: str) -> None:
        want, now = change.wanted, change.now
        if change.verb == "remove":
            self.remove(now)
        elif change.verb == "release":
            self._release(now)
        elif change.verb == "configure":
            self._configure(now, want)
        elif change.verb == "add" and want.sub_flow:
            self._add_sub_flow(change)
        elif change.verb == "add":
            self._add(want, change.parent.id or parent_id)
        elif change.verb == "order":
            self._order(change.parent.alias, want.executions or ())
        else:
            over: Dict[str, Any] = {"requirement": want.requirement}
            if want.priority is not None:
                over["priority"] = want.priority
            if change.verb == "describe":
                over["description"] = want.description
            body = dict(now.raw or {}, **over)
            self._put(authentication.UPDATE_EXECUTION, body, flowAlias=change.parent.alias)

    def remove(self, item: Execution) -> None:
        left = self.leaving([item])
        self._put(authentication.DELETE_EXECUTION, None, executionId=item.id)
        self.restore(left)

    def leaving(self, executions: Sequence[Execution]) -> Dict[str, Tuple[Mapping[str, Any], List[str]]]:
        if self._shared is None:
            return {}
        shared = self._shared
        left = {alias: (shared.config(alias), rest) for alias, rest in shared.left(executions).items()}
        for item, _kind in every(executions, BASIC):
            if item.config_alias:
                shared.set(item.config_alias, shared.others(item.config_alias, [item.id]))
        return left

    def restore(self, left: Mapping[str, Tuple[Mapping[str, Any], List[str]]]) -> None:
        for alias, (config, (first, *others)) in left.items():
            self._new_config(first, alias, config)
            for other in others:
                self._renew(other, alias, config)

    def _release(self, now: Execution) -> None:
        left = self.leaving([now])
        self._put(authentication.DELETE_CONFIG, None, id=now.config_id)
        self.restore(left)

    def _add(self, want: Execution, parent_id: str) -> None:
        body = {
            "parentFlow": parent_id,
            "authenticator": want.provider,
            "requirement": want.requirement,
            "priority": want.priority,
        }
        self._create(body, want.config_alias if want.config else None, want.config or {})

    def _create(self, body: Mapping[str, Any], alias: Optional[str], config: Mapping[str, Any]) -> None:
        """A new execution, with settings of its own or with those that others have."""
        client, values = self._client, self._values
        holders = self._shared.others(alias, ()) if self._shared else []
        if not (alias and self._shared and holders):
            made = client.send(authentication.CREATE_EXECUTION, values, body=dict(body)).id
            self.added.append(made)
            if alias:
                self._new_config(made, alias, config)
            return
        made = client.send(authentication.CREATE_EXECUTION, values, body=dict(body, authenticatorConfig=alias)).id
        self.added.append(made)
        self._shared.set(alias, [*holders, made])
        if not TEXT_MAP.same(self._shared.config(alias), config):
            self._put_config(self._shared.id_of(alias), alias, config)

    def _renew(self, execution: str, alias: str, config: Mapping[str, Any]) -> None:
        """The server lets an execution share settings only when it is made (26.7)."""
        old = self._client.get(authentication.GET_EXECUTION, dict(self._values, executionId=execution))
        body = {key: old.get(key) for key in ("parentFlow", "authenticator", "requirement", "priority")}
        below = self._below(execution, old["parentFlow"])
        self._create(body, alias, config)
        self._put(authentication.DELETE_EXECUTION, None, executionId=execution)
        for _step in range(below):
            self._put(authentication.RAISE_EXECUTION, None, executionId=self.added[-1])

    def _below(self, execution: str, flow_id: str) -> int:
        """How many a new one in its place has to pass: without priorities (Keycloak 24) it begins at the end."""
        if not lacks_key(self._client, "execution", "priority"):
            return 0
        flow = self._client.get(authentication.GET, dict(self._values, id=flow_id))
        rows = self._client.get(authentication.EXECUTIONS, dict(self._values, flowAlias=flow["alias"]))
        there = [row["id"] for row in rows if row["level"] == 0]
        return len(there) - 1 - there.index(execution)

    def _new_config(self, execution: str, alias: str, config: Mapping[str, Any]) -> None:
        body = {"alias": alias, "config": dict(config)}
        path = dict(self._values, executionId=execution)
        made = self._client.send(authentication.ADD_EXECUTION_CONFIG, path, body=body).id
        if self._shared is not None:
            self._shared.set(alias, [execution], made)

    def _add_sub_flow(self, change: Change) -> None:
        """A new sub-flow does nothing until it is complete: the server adds it disabled."""
        client, want, parent = self._client, change.wanted, dict(self._values, flowAlias=change.parent.alias)
        body = {"alias": want.sub_flow, "type": want.type, "provider": want.provider, "priority": want.priority}
        flow_id = client.send(
            authentication.ADD_SUBFLOW, parent, body=dict(body, description=want.description or "")
        ).id
        for inner in change.inner:
            self.send(inner, flow_id)
        rows = client.get(authentication.EXECUTIONS, parent)
        row = next(row for row in rows if row.get("flowId") == flow_id)
        client.send(authentication.UPDATE_EXECUTION, parent, body=dict(row, requirement=want.requirement))
        self.added.append(row["id"])

    def _order(self, alias: str, wanted: Sequence[Execution]) -> None:
        """One step at a time: a server without priorities moves an execution past the one before it."""
        rows = self._client.get(authentication.EXECUTIONS, dict(self._values, flowAlias=alias))
        there = [row["id"] for row in rows if row["level"] == 0]
        known = {item.id for item in wanted}
        # New ones stand at the end, in the order in which they were added.
        new = iter([own for own in there if own not in known])
        for place, own in enumerate([item.id or next(new) for item in wanted]):
            for _step in range(there.index(own) - place):
                self._put(authentication.RAISE_EXECUTION, None, executionId=own)
            there.remove(own)
            there.insert(place, own)

    def _configure(self, now: Execution, want: Execution) -> None:
        if now.config_id and not want.config:
            self._release(now)
            return
        alias, config, shared = want.config_alias or "", want.config or {}, self._shared
        same = alias == now.config_alias
        if shared and not same and (shared.others(alias, [now.id]) or shared.others(now.config_alias, [now.id])):
            left = self.leaving([now])
            self._renew(now.id, alias, config)
            self.restore(left)
        elif now.config_id:
            if shared and not same:
                shared.set(now.config_alias or "", ())
                shared.set(alias, [now.id], now.config_id)
            self._put_config(now.config_id, alias, config)
        else:
            self._new_config(now.id, alias, config)

    def _put_config(self, config_id: str, alias: str, config: Mapping[str, Any]) -> None:
        self._put(authentication.UPDATE_CONFIG, {"id": config_id, "alias": alias, "config": dict(config)}, id=config_id)

    def _put(self, endpoint: Any, body: Optional[Mapping[str, Any]], **path: str) -> None:
        values = dict(self._values, **path)
        if body is None:
            self._client.send(endpoint, values)
        else:
            self._client.send(endpoint, values, body=dict(body))


def touches_settings(change: Change) -> bool:
    """Whether settings come, go or change."""
    own = change.verb in ("release", "configure") or (change.verb == "add" and change.wanted.config)
    gone = change.verb == "remove" and any(item.config_alias for item, _kind in every((change.now,), BASIC))
    return bool(own or gone or any(map(touches_settings, change.inner)))


def remove_flow(client: Reader, path: Values, flow: Representation) -> None:
    """Executions of other flows that share settings with those of this one keep them."""
    values = {key: it for key, it in path.items() if key != "id"}
    executions = executions_of(client, values, flow["alias"])
    held_settings = any(item.config_alias for item, _kind in every(executions, BASIC))
    writes = Writes(client, values, Shared(client, values) if held_settings else None)
    left = writes.leaving(executions)
    client.send(authentication.DELETE, path)
    writes.restore(left)
