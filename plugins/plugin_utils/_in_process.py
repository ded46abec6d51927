# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module's main() in this process: its arguments in, what it prints out, and nothing of it left behind."""

from __future__ import annotations

import importlib
import json
import os
import sys
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any, Dict, Iterator, Mapping, Tuple

from ansible.module_utils import basic
from ansible.module_utils.common import json as common_json
from ansible.module_utils.common import warnings
from ansible.module_utils.parsing.convert_bool import boolean

from ..module_utils._edge.options import variables
from ..module_utils._http.client import REQUESTS_IMPORT_ERROR

_MODULES = "ansible_collections.realmkit.keycloak.plugins.modules."
_VARIABLE, _ENVIRONMENT = "keycloak_in_process", "KEYCLOAK_IN_PROCESS"
# ansible-core from 2.19 on says how arguments and results are serialised.
_PROFILE = "legacy"
_PROFILES = hasattr(common_json, "get_module_encoder")


def possible(task: Any, connection: Any, templar: Any, variables: Mapping[str, Any]) -> bool:
    """Whether the task means the same in this process: here, as this user, with this Python and environment."""
    return (
        REQUESTS_IMPORT_ERROR is None
        and connection.transport == "local"
        and not connection.become
        and not task.async_val
        and not any(task.environment or ())
        and _is_own_python(task, templar, variables)
        and _wanted(templar, variables)
    )


def variables_of(templar: Any, known: Mapping[str, Any]) -> Dict[str, Any]:
    """The values of Ansible's variables for the connection and the realm, by the names of the environment."""
    found = {name: templar.template(known[variable]) for variable, name in variables().items() if variable in known}
    return {name: value for name, value in found.items() if value not in (None, "")}


def _wanted(templar: Any, variables: Mapping[str, Any]) -> bool:
    chosen = templar.template(variables[_VARIABLE]) if _VARIABLE in variables else os.environ.get(_ENVIRONMENT, True)
    return bool(boolean(chosen))


def _is_own_python(task: Any, templar: Any, variables: Mapping[str, Any]) -> bool:
    if task.delegate_to:
        delegated = variables.get("ansible_delegated_vars") or {}
        variables = delegated.get(templar.template(task.delegate_to)) or {}
    chosen = templar.template(variables.get("ansible_python_interpreter") or "")
    if not chosen or str(chosen).startswith("auto"):
        return True
    return os.path.realpath(str(chosen)) == os.path.realpath(sys.executable)


def built(path: str) -> Any:
    """What Ansible's ``_configure_module`` returns of a module that needs no packing."""
    style, shebang, data = "new", f"#!{sys.executable}", b""
    if not _PROFILES:
        return style, shebang, data, path
    # Ansible's own, whose further fields differ from version to version.
    from ansible.executor.module_common import _BuiltModule

    bits = _BuiltModule(module_style=style, shebang=shebang, b_module_data=data, serialization_profile=_PROFILE)
    return bits, path


class Module:
    """One run of a module with its arguments, in the form in which another process would get them."""

    def __init__(self, name: str, arguments: Mapping[str, Any]) -> None:
        self._name = name.rpartition(".")[2]
        self._arguments = _packed(arguments)

    def run(self) -> Dict[str, Any]:
        """The exit code and the output, as of a process."""
        module = importlib.import_module(_MODULES + self._name)
        output, errors, code = StringIO(), StringIO(), 0
        with ExitStack() as stack:
            stack.enter_context(_as_module(self._arguments))
            stack.enter_context(redirect_stdout(output))
            stack.enter_context(redirect_stderr(errors))
            try:
                module.main()
            except SystemExit as exited:
                code = exited.code if isinstance(exited.code, int) else 1
        text, error = output.getvalue(), errors.getvalue()
        return {
            "rc": code,
            "stdout": text,
            "stdout_lines": text.splitlines(),
            "stderr": error,
            "stderr_lines": error.splitlines(),
        }


def _packed(arguments: Mapping[str, Any]) -> bytes:
    wrapped = {"ANSIBLE_MODULE_ARGS": arguments}
    if not _PROFILES:
        return json.dumps(wrapped, cls=common_json.AnsibleJSONEncoder, vault_to_text=True).encode()
    encoder = common_json.get_module_encoder(_PROFILE, common_json.Direction.CONTROLLER_TO_MODULE)
    return json.dumps(wrapped, cls=encoder).encode()


@contextmanager
def _as_module(arguments: bytes) -> Iterator[None]:
    """What a module's process has of its own: arguments, and warnings that go into the result."""
    replaced: Dict[Tuple[Any, str], Any] = {(basic, "_ANSIBLE_ARGS"): arguments}
    if _PROFILES:
        from ansible.module_utils import _internal

        replaced[(basic, "_ANSIBLE_PROFILE")] = _PROFILE
        # Modules collect warnings, the controller displays them at once.
        replaced[(_internal, "is_controller")] = False
    before = {place: getattr(*place, None) for place in replaced}
    for collected in (warnings._global_warnings, warnings._global_deprecations):
        collected.clear()
    try:
        for (holder, name), value in replaced.items():
            setattr(holder, name, value)
        yield
    finally:
        for (holder, name), value in before.items():
            setattr(holder, name, value)
