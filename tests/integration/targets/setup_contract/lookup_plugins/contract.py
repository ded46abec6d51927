# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Looks at the server and at what was sent to it without the collection, and without a process for each look.

The first term says what: make (the realm, for a contract), remove (the realm), found (the objects that a made contract
is about) or sent (the requests since the last look).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import requests
from ansible.plugins.lookup import LookupBase

sys.path.append(str(Path(__file__).resolve().parents[4] / "keycloak"))

import contract  # noqa: E402
from admin import Admin  # noqa: E402


def sent():
    session = requests.Session()
    session.trust_env = False
    address = f"{os.environ['KEYCLOAK_URL']}/__proxy__/requests"
    answer = session.get(address, timeout=60)
    answer.raise_for_status()
    session.delete(address, timeout=60).raise_for_status()
    return answer.json()


class LookupModule(LookupBase):
    def run(self, terms, variables=None, **kwargs):
        word, *rest = terms
        admin = Admin(os.environ["TEST_SERVER_URL"])
        does = {
            "make": lambda realm, data: contract.make(admin, realm, data),
            "remove": lambda realm: contract.remove(admin, realm),
            "found": lambda made: contract.found(admin, made),
            "sent": sent,
        }
        return [does[word](*rest)]
