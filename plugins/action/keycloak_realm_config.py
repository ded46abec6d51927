# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any, Dict, Optional

from ansible.utils.display import Display

from ..plugin_utils._action import ActionModule as _ActionModule


class ActionModule(_ActionModule):
    def run(self, tmp: Any = None, task_vars: Optional[Dict[str, Any]] = None) -> Any:
        result = super().run(tmp, task_vars)
        self._show_plan(result)
        return result

    def _show_plan(self, result: Dict[str, Any]) -> None:
        """The plan of a whole realm, as lines above the task's result; --diff shows it in more words.

        The role has a task that shows it, so that it is part of what AWX keeps of a job.
        """
        role = self._task._role
        if (
            result.get("changes")
            and not self._task.diff
            and not (role and role.get_name() == "realmkit.keycloak.realm")
        ):
            Display().display("\n".join(map(str, result["changes"])))
