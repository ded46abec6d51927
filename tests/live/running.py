# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a whole module in this process, as Ansible runs it, and keeps all that leaves it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from unittest import mock

from ansible.module_utils import basic

from ansible_collections.realmkit.keycloak.plugins.plugin_utils._in_process import Module

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
    log = []

    def note(_module, message, log_args=None):
        log.append(f"{message} {log_args}")

    with mock.patch.object(basic.AnsibleModule, "log", note):
        done = Module(module, given).run()
    told = json.loads(done["stdout_lines"][-1])
    return Outcome(told, done["stdout"] + done["stderr"], "\n".join(log))
