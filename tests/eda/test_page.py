# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The blocks of docs/events.md, from top to bottom, as printed but for names of server, realm, client and secret."""

from __future__ import annotations

import shlex
import subprocess

from pages import blocks
from rulebooks import BIN, ROOT, SECRET, command, environment, output, wait

PAGE = ROOT / "docs" / "events.md"


def test_the_page(server, admin, realm, tmp_path):
    """``realm`` is the name of the client, too."""
    replaced = {
        "https://sso.example.com": server.url,
        "auth_client_id: events": f"auth_client_id: {realm}",
        "the secret of the client": SECRET,
    }
    login = {"KEYCLOAK_URL": server.url, "KEYCLOAK_USERNAME": "admin", "KEYCLOAK_PASSWORD": "admin"}
    found = list(blocks(PAGE, realm))
    assert not [it for it in found if it.reason or it.language not in ("sh", "yaml")]
    used = set()
    with admin.account(realm, SECRET, "view-events", f"{realm}-realm"):
        for block in found:
            if block.file:
                text = block.text
                for old in [old for old in replaced if old in text]:
                    used.add(old)
                    text = text.replace(old, replaced[old])
                (tmp_path / block.file).write_text(text)
            elif block.text.startswith("ansible-rulebook "):
                follow(block.text, admin, realm, tmp_path)
            else:
                command_line = shlex.split(block.text)
                subprocess.run(command_line, cwd=tmp_path, env={**environment(), **login}, check=True)
    assert used == set(replaced)


def follow(line, admin, realm, folder):
    first, *rest = shlex.split(line)
    with command([str(BIN / first), *rest], folder) as process:
        wait(lambda: (folder / f"{realm}.cursor").exists() and process.poll() is None, folder)
        admin.post(f"/admin/realms/{realm}/roles", {"name": "no client"})
        admin.post(f"/admin/realms/{realm}/clients", {"clientId": "web/größe", "secret": "a-client-secret"})
        wait(lambda: "web/größe was made by" in output(folder), folder)
    assert "a-client-secret" not in output(folder) and SECRET not in output(folder)
