# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a whole module in this process, as Ansible runs it, and keeps all that leaves it."""

from __future__ import annotations

import importlib
import json
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from io import StringIO
from unittest import mock

from ansible.module_utils import _internal, basic
from ansible.module_utils.common import warnings

MODULES = "ansible_collections.realmkit.keycloak.plugins.modules."


@dataclass(frozen=True)
class Outcome:
    """``result`` as Ansible gets it, ``output`` all that was printed, ``log`` what would stand in the system's log."""

    result: dict
    output: str
    log: str

    @property
    def failed(self):
        return bool(self.result.get("failed"))

    @property
    def everything(self):
        return self.output + self.log


def run_module(module, /, *, check=False, **arguments):
    given = {**arguments, "_ansible_check_mode": check, "_ansible_diff": True, "_ansible_verbosity": 4}
    packed = json.dumps({"ANSIBLE_MODULE_ARGS": given}).encode()
    log, output = [], StringIO()

    def note(_module, message, log_args=None):
        log.append(f"{message} {log_args}")

    with (
        mock.patch.object(basic, "_ANSIBLE_ARGS", packed),
        mock.patch.object(basic, "_ANSIBLE_PROFILE", "legacy", create=True),
        # Once anything of the controller is imported, warnings would be displayed, and be in no result.
        mock.patch.object(_internal, "is_controller", False, create=True),
        mock.patch.object(basic.AnsibleModule, "log", note),
        redirect_stdout(output),
        redirect_stderr(output),
    ):
        # Those of the module that ran before.
        warnings._global_warnings.clear()
        with suppress(SystemExit):
            importlib.import_module(MODULES + module).main()
    printed = output.getvalue()
    return Outcome(json.loads(printed.strip().splitlines()[-1]), printed, "\n".join(log))
