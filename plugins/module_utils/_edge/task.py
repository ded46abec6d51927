# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a module meets Ansible: arguments in, secrets and only those out of sight, one sentence for a failure."""

from __future__ import annotations

from typing import Any, Callable, Dict

from ansible.module_utils.basic import missing_required_lib

from .._base.errors import InputError, RealmkitError
from .._http.capability import untested
from .._http.client import REQUESTS_IMPORT_ERROR, Client
from .._secrets.redact import HIDDEN, hidden_in
from .bug import sentence
from .options import REALM, connection_spec, given_fallback
from .quiet import QuietModule
from .sharing import connected


def run_module(
    spec: Dict[str, Any],
    work: Callable[[QuietModule, Client], Dict[str, Any]],
    anonymous: bool = False,
    **constraints: Any,
) -> None:
    """A module's main(): its arguments, a client, what ``work`` does with them, and the exit.

    ``anonymous`` is for public information of the server: nobody logs in.
    """
    if "realm" in spec:
        spec = {**spec, "realm": {**spec["realm"], "fallback": (given_fallback, [REALM])}}
    names = [name for option, argument in spec.items() for name in [option, *argument.get("aliases", ())]]
    module = QuietModule(argument_spec={**connection_spec(names), **spec}, supports_check_mode=True, **constraints)
    if REQUESTS_IMPORT_ERROR:
        module.fail_json(msg=missing_required_lib("requests"), exception=REQUESTS_IMPORT_ERROR)
    try:
        _refuse_hidden(module.params)
        with connected(module.params, anonymous) as client:
            result = work(module, client)
            warning = untested(client.version)
            if warning:
                module.warn(warning)
    except (RealmkitError, OSError) as error:
        module.fail_json(msg=str(error), **getattr(error, "report", {}))
    except Exception as error:
        # Its text can contain an argument: a KeyError, or a number that is none.
        message, lines = sentence(error, module.secrets)
        module.fail_json(msg=message, exception=lines)
    if result.get("changed") and module.realm_by_default:
        module.warn("No realm is named, so this changed the realm master: set realm, keycloak_realm or KEYCLOAK_REALM.")
    module.exit_json(**result)


def _refuse_hidden(params: Dict[str, Any]) -> None:
    """A result that is given back as arguments must not make its stand-in the secret."""
    place = hidden_in(params)
    if place:
        raise InputError(
            f"{place} is {HIDDEN}, which replaces secrets in results: set the secret or leave the option out."
        )
