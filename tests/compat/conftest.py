# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the tests find the server, and both runs, which are made once."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE), str(HERE.parent / "keycloak")]

import background
import compat
import files
import server as keycloak
import smtp
from admin import Admin

REALMS = ("compat-theirs", "compat-ours")


@pytest.fixture(scope="session")
def mailbox():
    running = background.load(smtp.NAME)
    yield smtp.Mails(smtp.start())
    if running is None:
        background.stop(smtp.NAME)


def mails_of(mailbox, realm):
    return [compat.mail(it) for it in mailbox.mails_to(f"person@{realm}.example.com")]


@pytest.fixture(scope="session")
def earlier(mailbox):
    """How many mails a server that runs on has from earlier tests."""
    return {realm: len(mails_of(mailbox, realm)) for realm in REALMS}


@pytest.fixture(scope="session")
def differences(tmp_path_factory, mailbox, earlier):
    running = background.load(keycloak.TEST)
    assert running is not None, "no server: make server starts it"
    admin, folder = Admin(running.url), tmp_path_factory.mktemp("compat")
    key, certificate, keystore = files.make(folder)
    # The server reads keystores of a realm below this folder only.
    keystores = background.CACHE / "instances" / keycloak.TEST / "data"

    def remove(realm):
        for name in (realm, f"{realm}-more", f"{realm}-every"):
            admin.remove_realm(name)
        shutil.rmtree(keystores / realm, ignore_errors=True)

    def make(realm):
        remove(realm)
        admin.post("/admin/realms", compat.representation(realm, mailbox.settings))
        for name in ("shared", "also"):
            admin.post(f"/admin/realms/{realm}/client-scopes", {"name": name, "protocol": "openid-connect"})
        flows = {it["alias"]: it["id"] for it in admin.get(f"/admin/realms/{realm}/authentication/flows")}
        (keystores / realm).mkdir()
        return {
            "realm": realm,
            "server": running.url,
            "ids": compat.ids(realm),
            "flows": flows,
            "pair": {"key": key, "certificate": certificate},
            "keystore": str(shutil.copy(keystore, keystores / realm)),
        }

    found = compat.compared(folder, make)
    for realm in REALMS:
        remove(realm)
    return found


@pytest.fixture(scope="session")
def mails(differences, mailbox, earlier):
    """What each side has sent, as subject and text without the link."""
    return [mails_of(mailbox, realm)[earlier[realm] :] for realm in REALMS]
