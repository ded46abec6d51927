# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a module meets Ansible: arguments in, secrets and only those out of sight, one sentence for a failure."""

from __future__ import annotations

from typing import Any, Callable, Dict, Set

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from .._base.errors import InputError, RealmkitError
from .._engine.spec import with_names
from .._http.client import REQUESTS_IMPORT_ERROR, Client
from .._secrets.redact import HIDDEN, hidden_in, redact, secrets_in
from .options import connect, connection_spec

_FREE_FORM = ("dict", "list", "raw", "json")


class _Module(AnsibleModule):
    """A module whose lists of objects take plain names as well."""

    params: Dict[str, Any]

    def _load_params(self) -> None:
        super()._load_params()
        try:
            self.params = with_names(self.argument_spec, self.params)
        except InputError as error:
            # Nothing is known of secrets yet: the failure shows no arguments.
            self.params = {}
            self.fail_json(msg=str(error))


def carry_out(
    spec: Dict[str, Any],
    work: Callable[[AnsibleModule, Client], Dict[str, Any]],
    anonymous: bool = False,
    **constraints: Any,
) -> None:
    """A module's main(): its arguments, a client, what ``work`` does with them, and the exit.

    ``anonymous`` is for what the server tells everybody: nobody logs in.
    """
    names = [name for option, argument in spec.items() for name in [option, *argument.get("aliases", ())]]
    module = _Module(argument_spec={**connection_spec(names), **spec}, supports_check_mode=True, **constraints)
    invocation = hide_secrets(module)
    if REQUESTS_IMPORT_ERROR:
        module.fail_json(msg=missing_required_lib("requests"), exception=REQUESTS_IMPORT_ERROR, invocation=invocation)
    try:
        _refuse_hidden(module.params)
        with connect(module.params, anonymous) as client:
            result = work(module, client)
    except (RealmkitError, OSError) as error:
        module.fail_json(msg=str(error), invocation=invocation, **getattr(error, "told", {}))
    module.exit_json(invocation=invocation, **result)


def _refuse_hidden(params: Dict[str, Any]) -> None:
    """A result that is given back as arguments must not make its stand-in the secret."""
    place = hidden_in(params)
    if place:
        raise InputError(f"{place} is {HIDDEN}, which stands for a secret in results: give the secret or leave it out.")


def hide_secrets(module: Any) -> Dict[str, Any]:
    """The invocation to return in place of Ansible's own, with each secret of the arguments redacted.

    ``no_log`` on a free-form map censors each of its values wherever it appears in the result, ``true`` and ``1``
    included. What Ansible has to censor is narrowed here to the values that are secrets by their meaning.
    """
    secrets: Set[str] = set()
    shown = _shown_all(module.params, module.argument_spec, secrets)
    module.no_log_values = {secret for secret in secrets if secret.strip() and not hidden_in(secret, "it")}
    return {"module_args": shown}


def _shown_all(values: Dict[str, Any], specs: Dict[str, Any], secrets: Set[str]) -> Dict[str, Any]:
    return {name: _shown(name, value, specs.get(name) or {}, secrets) for name, value in values.items()}


def _shown(name: str, value: Any, spec: Dict[str, Any], secrets: Set[str]) -> Any:
    if value is None:
        return None
    options = spec.get("options")
    if options and isinstance(value, dict):
        return _shown_all(value, options, secrets)
    if options and isinstance(value, list):
        return [_shown_all(item, options, secrets) for item in value]
    if spec.get("type", "str") in _FREE_FORM:
        key = name if spec.get("no_log") is not True else ""
        secrets |= secrets_in({key: value})
        return redact({key: value})[key]
    if spec.get("no_log"):
        secrets.add(str(value))
        return HIDDEN
    return value
