# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keeps the result of each task, and what the server has after it, a JSON object a line in the file COMPAT_RESULTS."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.parse
import urllib.request

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: compat_results
type: notification
short_description: Keeps the results of tasks and the state of the server
description: [For tests.]
"""


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "compat_results"

    def _keep(self, failed, result):
        told = json.loads(self._dump_results(result._result, sort_keys=True))
        path = result._task.vars.get("compat_state")
        line = {"task": result._task.get_name(), "failed": failed, "result": told, "state": _read(path) if path else None}
        with open(os.environ["COMPAT_RESULTS"], "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def v2_runner_on_ok(self, result):
        self._keep(False, result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._keep(True, result)


def _call(path, body=None, token=""):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(os.environ["COMPAT_SERVER"] + path, data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def _read(path):
    form = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": "admin"}
    body = urllib.parse.urlencode(form).encode()
    token = _call("/realms/master/protocol/openid-connect/token", body)["access_token"]
    try:
        return _call(f"/admin/realms/{os.environ['COMPAT_REALM']}{path}", token=token)
    except urllib.error.HTTPError as error:
        return f"status {error.code}"
