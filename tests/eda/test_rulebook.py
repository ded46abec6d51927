# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The example rulebook, run by ansible-rulebook: what somebody changes by hand is reset. `make eda` runs this."""

from __future__ import annotations

import json

from rulebooks import SECRET, output, rulebook, wait


def test_what_was_changed_by_hand_is_reset(server, admin, realm, tmp_path):
    home = f"/admin/realms/{realm}/clients"

    def web():
        (client,) = admin.get(f"{home}?clientId=web")
        return client

    def change(name):
        client = web()
        admin.put(f"{home}/{client['id']}", {**client, "name": name})

    def running():
        return rulebook("realmkit.keycloak.reset_clients", tmp_path, **variables)

    variables = {
        "keycloak_url": server.url,
        "events_client_id": realm,
        "events_client_secret": SECRET,
        "realm_name": realm,
        "realm_files": str(tmp_path / "files"),
        "cursor": str(tmp_path / "cursor"),
    }
    (tmp_path / "files").mkdir()
    wanted = {"clients": [{"clientId": "web", "name": "As declared"}]}
    (tmp_path / "files" / "realm.json").write_text(json.dumps(wanted))
    admin.post(home, {"clientId": "web", "name": "As declared"})
    # Of the realm master, whose administrators may do everything: what it needs is not the question here.
    with admin.account(realm, SECRET):
        with running():
            change("By hand")
            wait(lambda: web()["name"] == "As declared", tmp_path)
        # Changed while no rulebook runs: the cursor knows.
        change("By hand, at night")
        with running():
            wait(lambda: web()["name"] == "As declared", tmp_path)
    assert SECRET not in output(tmp_path)
