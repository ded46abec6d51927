# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a lookup or an inventory meets Ansible: its arguments, and one sentence for a failure, without a secret."""

from __future__ import annotations

import difflib
import re
from contextlib import contextmanager
from typing import Any, Collection, Dict, Iterator, Mapping, Optional

from ansible.errors import AnsibleError, AnsibleOptionsError

from ..module_utils._base.errors import InputError, RealmkitError
from ..module_utils._edge.arguments import problem, redacted
from ..module_utils._edge.bug import sentence
from ..module_utils._edge.options import OPTIONS, connection_spec
from ..module_utils._edge.options import variables as connection_variables

# A lookup may have a parameter of that name: users are searched by their username.
_SPEC = connection_spec(("username", "password"))
_SHORT = {alias: name for name, option in _SPEC.items() for alias in option.get("aliases", ())}


def canonical(arguments: Mapping[str, Any]) -> Dict[str, Any]:
    """The connection options under their full names, as in tasks."""
    return {_SHORT.get(name, name): value for name, value in arguments.items()}


def set_options(plugin: Any, variables: Optional[Mapping[str, Any]], arguments: Mapping[str, Any]) -> None:
    """Ansible's own, whose errors show the value, and which takes any word for false."""
    wrong = problem({name: value for name, value in arguments.items() if name in OPTIONS}, _SPEC)
    if wrong:
        raise InputError(wrong)
    known = dict(variables or {})
    # Ansible hands variables to the options of a lookup as they are written.
    known.update({name: plugin._templar.template(known[name]) for name in connection_variables() if name in known})
    try:
        plugin.set_options(var_options=known, direct=dict(arguments))
    except AnsibleOptionsError as error:
        if "nvalid" not in str(error):
            raise
        named = re.search(r"[Cc]onfig(?:uration option)?:? '?(\w+)", str(error))
        option = named.group(1) if named else "One of its options"
        raise InputError(f"{option} has a value that it can't have: see the documentation.") from None


def refuse_unknown(plugin: str, arguments: Mapping[str, Any], own: Collection[str], sort: str = "lookup") -> None:
    names = [*own, *OPTIONS]
    for name in arguments:
        if name not in names:
            near = difflib.get_close_matches(name, names, 1, 0.6)
            hint = f" Did you mean {near[0]}?" if near else f" It has {', '.join(own)} and those of the connection."
            raise InputError(f"The {sort} {plugin} has no option '{name}'.{hint}")


@contextmanager
def failing_plainly(arguments: Mapping[str, Any]) -> Iterator[None]:
    try:
        yield
    except RealmkitError as error:
        raise AnsibleError(str(error)) from None
    except AnsibleError:
        raise
    except Exception as error:
        raise AnsibleError(sentence(error, redacted(arguments, _SPEC)[1])[0]) from None
