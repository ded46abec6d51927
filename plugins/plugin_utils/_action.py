# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action plugin of all modules: it runs them in Ansible's worker where that means the same as a process of its own.

Each module has an action plugin of its name, since strategies load that in the main process: the imports below are made
once, and each worker has them.
"""

from __future__ import annotations

from typing import Any, Dict, Optional

from ansible import constants
from ansible.plugins.action.normal import ActionModule as OrdinaryAction

from ..module_utils._edge import module as _engine  # noqa: F401 that each worker has it
from ..module_utils._edge.options import CALLED, VARIABLES
from ..module_utils._edge.sharing import share_in
from . import _in_process as here

share_in(constants.DEFAULT_LOCAL_TMP)


class ActionModule(OrdinaryAction):
    """The ordinary action of modules. In process it replaces how the module's code gets to where it runs."""

    def run(self, tmp: Any = None, task_vars: Optional[Dict[str, Any]] = None) -> Any:
        self._run_here = here.possible(self._task, self._connection, self._templar, task_vars or {})
        self._module: Any = None
        return super().run(tmp, task_vars)

    def _is_pipelining_enabled(self, module_style: str, wrap_async: bool = False) -> Any:
        return self._run_here or super()._is_pipelining_enabled(module_style, wrap_async)

    def _update_module_args(
        self, module_name: str, module_args: Dict[str, Any], task_vars: Any, *more: Any, **named: Any
    ) -> None:
        super()._update_module_args(module_name, module_args, task_vars, *more, **named)
        module_args[CALLED] = self._task.action.rpartition(".")[2]
        module_args[VARIABLES] = here.variables_of(self._templar, task_vars or {})

    def _configure_module(self, module_name: str, module_args: Dict[str, Any], task_vars: Any) -> Any:
        if not self._run_here:
            return super()._configure_module(module_name=module_name, module_args=module_args, task_vars=task_vars)
        found = self._shared_loader_obj.module_loader.find_plugin_with_context(
            module_name, collection_list=self._task.collections
        )
        self._module = here.Module(found.resolved_fqcn, module_args)
        return here.built(found.plugin_resolved_path)

    def _low_level_execute_command(self, *arguments: Any, **more: Any) -> Any:
        if not self._module:
            return super()._low_level_execute_command(*arguments, **more)
        module, self._module = self._module, None
        return module.run()
