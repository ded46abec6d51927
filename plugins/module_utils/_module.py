# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""run(RESOURCE): a kind's module. Parses arguments, hides secrets, exits."""

from __future__ import annotations

from typing import Any, Callable, Dict, Optional

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ._client import REQUESTS_IMPORT_ERROR
from ._edge import hide_secrets
from ._errors import RealmkitError
from ._execute import Result, execute
from ._options import connect, connection_spec
from ._resource import Params, Resource
from ._show import shown
from ._spec import argument_spec, constraints


def run(resource: Resource, choose: Optional[Callable[[Params], Resource]] = None) -> None:
    """The whole of a module's main(). ``choose`` picks the kind by the arguments where one module serves several."""
    own = argument_spec(resource)
    names = [name for option, argument in own.items() for name in [option, *argument.get("aliases", ())]]
    module = AnsibleModule(
        argument_spec=dict(connection_spec(names), **own), supports_check_mode=True, **constraints(resource)
    )
    invocation = hide_secrets(module)
    if REQUESTS_IMPORT_ERROR:
        module.fail_json(msg=missing_required_lib("requests"), exception=REQUESTS_IMPORT_ERROR, invocation=invocation)
    try:
        with connect(module.params) as client:
            kind = choose(module.params) if choose else resource
            result = execute(kind, module.params, module.check_mode, client)
    except RealmkitError as error:
        module.fail_json(msg=str(error), invocation=invocation)
    for warning in result.warnings:
        module.warn(warning)
    module.exit_json(invocation=invocation, **_told(resource, result))


def _told(resource: Resource, result: Result) -> Dict[str, Any]:
    secret = [field.name for field in resource.every_field if field.secret]
    before, after = shown(result.before, result.after, secret)
    _same, end_state = shown({}, result.end_state, secret)
    _same, proposed = shown({}, result.proposed, secret)
    return {
        "changed": result.changed,
        "msg": result.msg,
        "operations": list(result.operations),
        "existing": before,
        "proposed": proposed,
        "end_state": end_state,
        "diff": {"before": before, "after": after},
    }
