# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keeps what callbacks are told of each task, a JSON object a line, in the file that KEPT_RESULTS names.

A task with the variable kept_state has what the server of KEPT_SERVER has there after it, too.
"""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.parse
import urllib.request

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: kept_results
type: notification
short_description: Keeps the results of tasks
description: [For tests.]
"""


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "kept_results"

    def _keep(self, outcome, result):
        told = json.loads(self._dump_results(result._result, sort_keys=True))
        line = {"host": result._host.name, "task": result._task.get_name(), "outcome": outcome, "result": told}
        if result._task.vars.get("kept_state"):
            line["state"] = _read(result._task.vars["kept_state"])
        with open(os.environ["KEPT_RESULTS"], "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def v2_runner_on_ok(self, result):
        self._keep("ok", result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._keep("failed", result)

    def v2_runner_on_skipped(self, result):
        self._keep("skipped", result)


def _call(path, body=None, token=""):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(os.environ["KEPT_SERVER"] + path, data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def _read(path):
    form = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": "admin"}
    body = urllib.parse.urlencode(form).encode()
    token = _call("/realms/master/protocol/openid-connect/token", body)["access_token"]
    try:
        return _call(path, token=token)
    except urllib.error.HTTPError as error:
        return f"status {error.code}"
