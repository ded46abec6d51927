# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Authentication flows with the tree of their executions.

A flow that is in use is changed behind a copy of what it was: the copy is bound in its place, and the flow again once
it is complete. So each login meets a whole flow, the old one or the new one, wherever a run breaks off; the next run
finds the copy and completes the change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from .._base.errors import InputError
from .._engine.assignment import Params
from .._engine.change import Change as ObjectChange
from .._engine.change import Wanted
from .._engine.field import TEXT_MAP, Field
from .._engine.hooks import Hooks, Need, Requests, Step
from .._engine.masked import keep, kept_for
from .._engine.reference import TO_FLOW, Reference, Representation, Values, listed_reference
from .._engine.resource import Masked, Resource
from .._engine.session import Session
from .._http.api import authentication
from .._http.capability import lacks_key
from .._http.endpoint import Endpoint
from .._http.reader import Reader
from .._secrets.fingerprint import is_fingerprint_of
from .._secrets.redact import MASK
from ._execution_changes import Change, Parent, Rules, additions, changes, masked, with_settings
from ._execution_twins import yield_to_other_run
from ._executions import BASIC, CLIENT, FORM, Execution, copied, declared, every
from ._flow_in_use import COPY, bind, copy_of, sharing, uses
from ._flow_requests import (
    HIDDEN,
    Shared,
    Writes,
    executions_of,
    hidden_flow,
    remove_flow,
    touches_settings,
    unrestorable,
)

_SHOWN = "authenticationExecutions"
_KNOWN = "realmkit.executions"


@dataclass(frozen=True)
class _Known:
    """What is read besides the representation: the executions, and the fingerprints of secrets that the realm keeps.

    ``ordered`` is whether the server has no priorities of executions, where there are none yet that show it.
    """

    tree: Tuple[Execution, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    ordered: bool = False


def _providers(kind: str, endpoint: Endpoint) -> Reference:
    return listed_reference(kind, "id", lambda client, values: client.get(endpoint, values))


_AUTHENTICATORS = {
    BASIC: _providers("authenticator", authentication.AUTHENTICATORS),
    FORM: _providers("form action", authentication.FORM_ACTIONS),
    CLIENT: _providers("client authenticator", authentication.CLIENT_AUTHENTICATORS),
}
_FORMS = _providers("form provider", authentication.FORMS)


def _find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    flows = {flow["alias"]: flow for flow in client.get(authentication.LIST, values)}
    found = flows.get(wanted["alias"])
    if found is None and wanted["alias"] == HIDDEN:
        found = hidden_flow(client, values)
    copy = flows.get(COPY.format(alias=wanted["alias"]))
    return found and dict(found, copy=copy and copy["id"])


def _details(client: Reader, values: Values, raw: Representation, wanted: Wanted) -> Dict[str, Any]:
    tree = executions_of(client, values, raw["alias"])
    declared_tree = _declared(wanted.params, raw["providerId"], tree) or ()
    compared = wanted.update_secret == "when_changed" and any(masked(tree, declared_tree))
    kept = kept_for(client, values, raw["id"]) if compared else {}
    return {_KNOWN: _Known(tree, kept), _SHOWN: [item.shown() for item in tree]}


def _prepare(client: Reader, values: Values, params: Params, raw: Optional[Representation]) -> Params:
    """A new copy starts as what it is a copy of."""
    if raw is None and params.get("executions") and not params.get("copy_from"):
        return dict(params, **{_KNOWN: _Known(ordered=lacks_key(client, "execution", "priority"))})
    if raw is not None or not params.get("copy_from"):
        return params
    source = TO_FLOW.find(client, values, params["copy_from"])
    if source is None:
        return params
    if (params.get("provider_id") or source["providerId"]) != source["providerId"]:
        raise InputError(
            f"A copy of the flow '{source['alias']}' has the provider_id {source['providerId']}, as that has."
        )
    description = source.get("description") if params.get("description") is None else params["description"]
    tree = executions_of(client, values, source["alias"])
    own = {
        "provider_id": source["providerId"],
        "description": description,
        _KNOWN: _Known(copied(tree, params["alias"])),
    }
    return dict(params, **own)


def _declared(
    params: Params, flow_type: Optional[str], existing: Sequence[Execution] = ()
) -> Optional[Tuple[Execution, ...]]:
    if params.get("executions") is None:
        return None
    known = () if _behavior(params) == "exact" else existing
    return declared(params["executions"], flow_type or BASIC, params["alias"], known)


def _behavior(params: Params) -> str:
    return params.get("executions_behavior") or ("additive" if params.get("copy_from") else "exact")


def _type(params: Params, raw: Optional[Representation]) -> str:
    return str((raw or {}).get("providerId") or params.get("provider_id") or BASIC)


def _normalise(params: Params) -> Params:
    # What an additive list names may be on the server.
    if _behavior(params) == "exact":
        _declared(params, params.get("provider_id"))
    return params


def _known(raw: Optional[Mapping[str, Any]]) -> _Known:
    found: Optional[_Known] = (raw or {}).get(_KNOWN)
    return found or _Known()


def executions_in(raw: Optional[Mapping[str, Any]]) -> Iterator[Execution]:
    """All that were read with the representation of a flow, in the server's order."""
    return (item for item, _in in every(_known(raw).tree, BASIC))


def _todo(wanted: Wanted, raw: Optional[Representation]) -> Tuple[Tuple[Change, ...], Tuple[Execution, ...]]:
    params = wanted.params
    known = _known(params if raw is None else raw)
    tree = _declared(params, _type(params, raw), known.tree)
    if tree is None:
        return (), known.tree
    behavior = _behavior(params)
    rules = Rules(
        behavior == "exact", behavior == "existing", _settled(wanted.update_secret, known.kept), known.ordered
    )
    return changes(Parent(params.get("new_alias") or params["alias"]), known.tree, tree, rules)


def _secret_settings(client: Reader, params: Params, raw: Optional[Representation]) -> Tuple[str, ...]:
    """The new settings that their authenticator declares to be secrets; the server shows existing ones masked."""
    kind, present = _type(params, raw), _known(params if raw is None else raw).tree
    shown = {
        (it.provider, name): value for it, _in in every(present, kind) for name, value in (it.config or {}).items()
    }
    new = {
        it.provider
        for it, _in in every(_declared(params, kind, present) or (), kind)
        for name, value in (it.config or {}).items()
        if shown.get((it.provider, name)) not in (value, MASK)
    }
    values = {"realm": params["realm"]}
    found = [
        client.find(authentication.CONFIG_DESCRIPTION, dict(values, providerId=name)) or {} for name in sorted(new)
    ]
    settings = [setting for description in found for setting in description.get("properties") or ()]
    return tuple(setting["name"] for setting in settings if setting.get("secret"))


def _settled(policy: Optional[str], kept: Mapping[str, str]) -> Callable[[str, str, str], bool]:
    def settled(config: str, name: str, wanted: str) -> bool:
        if policy in ("on_create", "always"):
            return policy == "on_create"
        return wanted == MASK or is_fingerprint_of(wanted, kept.get(f"{config}.{name}", ""))

    return settled


def _keep_fingerprints(session: Session, values: Values, flow: Mapping[str, Any], wanted: Wanted) -> None:
    """The settings of an execution have no room for them."""
    # Those of a new flow are sent when it is read back.
    if wanted.params.get("update_secret") == "on_create" and not wanted.reading_back:
        return
    tree = executions_of(session.client, values, flow["alias"])
    given = _declared(wanted.params, flow["providerId"], tree) or ()
    if not any(item.config for item, _type_of in every(given, flow["providerId"])):
        return
    secrets = {f"{config}.{name}": value for config, name, value in masked(tree, given)}
    if secrets:
        keep(session.client, values, flow["id"], secrets)


def _steps(wanted: Wanted, raw: Optional[Representation], _values: Mapping[str, Any]) -> Sequence[Step]:
    params = wanted.params
    todo, after = _todo(wanted, raw)
    copy = (raw or {}).get("copy")
    if not todo and not copy and raw is not None:
        return ()
    lines = tuple(line for change in todo for line in change.lines)
    if copy:
        lines += (f"bind flow '{params['alias']}' again in place of the copy that an interrupted change left",)

    def run(session: Session, values: Values, flow: Representation) -> None:
        # The name has changed by now where it was to change.
        renamed = dict(flow, alias=params.get("new_alias") or flow["alias"])
        _apply(session, values, renamed, todo)
        _keep_fingerprints(session, values, renamed, wanted)

    return (Step(lines, run, {_SHOWN: [item.shown() for item in after]}),)


def _apply(session: Session, values: Values, flow: Representation, todo: Sequence[Change]) -> None:
    client, alias = session.client, flow["alias"]
    copy = {"id": flow["copy"], "alias": COPY.format(alias=alias)} if flow.get("copy") else None
    bound = list(uses(client, values, flow)) if copy or sum(change.writes for change in todo) > 1 else []
    if copy is None and bound:
        copy = copy_of(client, values, flow, _known(flow).tree)
    if copy:
        bind(client, bound, flow, copy)
    writes = Writes(client, values, Shared(client, values) if any(map(touches_settings, todo)) else None)
    for change in todo:
        writes.send(change, flow["id"])
    if copy:
        bind(client, uses(client, values, copy), copy, flow)
        client.send(authentication.DELETE, dict(values, id=copy["id"]))
    if _KNOWN in flow:
        # Of a new flow one run removes the whole.
        known = [item.id for item, _type_of in every(_known(flow).tree, BASIC)]
        yield_to_other_run(client, dict(values, flowAlias=alias), known, writes.added)


def _needs(params: Params, raw: Optional[Representation]) -> Sequence[Need]:
    needs: List[Need] = []
    if raw is None and params.get("copy_from"):
        needs.append((TO_FLOW, params["copy_from"], "copy_from"))
    kind = _type(params, raw)
    if params.get("executions_behavior") == "existing":
        # It adds no execution, so it may list some whose authenticator the server does not have.
        return needs
    tree = _known(params if raw is None else raw).tree
    # One that the flow has may be of a provider that the server has no longer.
    present = {item.provider for item, _kind in every(tree if raw else (), kind)}
    for item, inside in every(_declared(params, kind, tree) or (), kind):
        if item.provider and item.provider not in present:
            needs.append((_FORMS if item.sub_flow else _AUTHENTICATORS[inside], item.provider, "executions"))
    return needs


def _verify(session: Session, plan: ObjectChange) -> None:
    raw = plan.current.raw
    if plan.action == "delete" and raw:
        _verify_removal(session, plan, raw)
        return
    todo, _after = _todo(plan.wanted, raw)
    if raw and raw.get("builtIn") and any(change.verb in ("add", "remove") for change in todo):
        session.problems.append(
            f"The flow '{raw['alias']}' is built in, so executions can be neither added nor removed: "
            "make a copy with copy_from, change that, and bind it."
        )
        return
    if any(map(touches_settings, todo)):
        _verify_settings(session, plan, todo)
    mine = {item.sub_flow for item, _kind in every(_known(raw).tree, BASIC)}
    for change in additions(todo):
        name = change.wanted.sub_flow
        if (
            name not in mine
            and session.client.find(authentication.EXECUTIONS, dict(plan.current.values, flowAlias=name)) is not None
        ):
            session.problems.append(
                f"The sub-flow '{name}' can't be added: another flow of the realm has that alias. Choose another one."
            )


def _verify_settings(session: Session, plan: ObjectChange, todo: Sequence[Change]) -> None:
    """Settings that other flows have as well, and those that the server can neither share nor copy."""
    client, values, raw = session.client, plan.current.values, plan.current.raw or {}
    shared, executions = Shared(client, values), _known(raw).tree
    session.problems += unrestorable(shared, [change.now for change in todo if change.verb in ("remove", "release")])
    mine = {item.id for item, _kind in every(executions, BASIC)}
    for change in with_settings(todo):
        alias = change.wanted.config_alias or ""
        elsewhere = sorted({name for name in shared.flows.get(alias, ()) if name != raw.get("alias")})
        joins = alias != change.now.config_alias and shared.others(alias, [change.now.id])
        if joins and raw.get("builtIn"):
            session.problems.append(
                f"{change.wanted.title} of the built-in flow '{raw['alias']}' can't share the settings '{alias}' with "
                "others: give them another alias."
            )
        elif joins and shared.others(alias, mine) and not TEXT_MAP.same(shared.config(alias), change.wanted.config):
            others = [name for name in elsewhere if not session.promises(AUTH_FLOW.name, name)]
            if others:
                session.warnings.append(
                    f"The settings '{alias}' belong to the flow '{others[0]}' as well, where they change with this one:"
                    " another alias keeps them apart."
                )
    if any(MASK in (item.config or {}).values() for item in sharing(executions)) and any(uses(client, values, raw)):
        session.problems.append(
            f"The flow '{raw['alias']}' is in use, and the server can't copy it, since its executions share settings "
            "with a secret: bind another flow while it is changed."
        )


def _verify_removal(session: Session, plan: ObjectChange, raw: Representation) -> None:
    if raw.get("builtIn"):
        session.problems.append(f"The flow '{raw['alias']}' is built in and can't be removed.")
        return
    bound = [use.title for use in uses(session.client, plan.current.values, raw)]
    if bound:
        session.problems.append(
            f"The flow '{raw['alias']}' can't be removed while it is in use by {', '.join(bound)}: "
            "bind another one first."
        )
    executions = _known(raw).tree
    if any(item.config_alias or item.sub_flow for item in executions):
        session.problems += unrestorable(Shared(session.client, plan.current.values), executions)


def _creation(_session: Session, values: Values, params: Params) -> Tuple[Endpoint, Values]:
    if params.get("copy_from"):
        return authentication.COPY, dict(values, flowAlias=params["copy_from"])
    return authentication.CREATE, values


def _twins(client: Reader, values: Values, wanted: Mapping[str, Any]) -> List[Representation]:
    """The server looks for the alias before it makes a flow, and nothing keeps two runs from looking at once (26.7)."""
    return [item for item in client.get(authentication.LIST, values) if item["alias"] == wanted["alias"]]


AUTH_FLOW = Resource(
    name="authentication flow",
    key=Field("alias", required=True),
    find=_find,
    variable="id",
    fields=(
        Field("description"),
        Field("provider_id", choices=(BASIC, CLIENT), create_only=True),
    ),
    get=authentication.GET,
    listing=authentication.LIST,
    create=authentication.CREATE,
    update=authentication.UPDATE,
    delete=authentication.DELETE,
    renames="new_alias",
    arguments={
        "copy_from": {"type": "str", "aliases": ["copyFrom"]},
        "executions": {
            "type": "list",
            "elements": "dict",
            "no_log": True,
            "aliases": ["authentication_executions", "authenticationExecutions"],
        },
        "executions_behavior": {"type": "str", "choices": ["exact", "additive", "existing"]},
        "force": {"type": "bool", "default": False},
        # How other collections exchange a flow that is in use, which is changed in place here.
        "force_temporary_swap_flow_deletion": {"type": "bool"},
        "temporary_swap_flow_suffix": {"type": "str"},
    },
    inert={
        name: "a flow that is in use is changed in place, behind a copy that is bound meanwhile"
        for name in ("force", "force_temporary_swap_flow_deletion", "temporary_swap_flow_suffix")
    },
    # Those in the settings of its executions, which the steps see to.
    masked=(Masked("config", "*"),),
    noise=("copy", _KNOWN),
    requests=Requests(
        constant={"providerId": BASIC, "topLevel": True, "builtIn": False},
        extra=lambda params: {"newName": params["alias"]} if params.get("copy_from") else {},
        creation=_creation,
        unsent=("copy", _KNOWN, _SHOWN),
        twins=_twins,
        removal=remove_flow,
    ),
    hooks=Hooks(
        normalise=_normalise,
        details=_details,
        prepare=_prepare,
        secret_settings=_secret_settings,
        steps=_steps,
        needs=_needs,
        verify=_verify,
    ),
)
