# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the modules of community.general do and return otherwise is known, with a reason."""

from __future__ import annotations

import compat


def test_every_difference_is_known(differences):
    table = compat.known()
    assert [row for row in differences if not any(it.fits(row) for it in table)] == []


def test_every_known_difference_occurs(differences):
    assert [it for it in compat.known() if not any(it.fits(row) for row in differences)] == []


def test_both_send_the_same_mails(mails):
    theirs, ours = mails
    assert theirs == ours
    assert [("Verify Email" in it["text"], "Update Password" in it["text"]) for it in ours] == [
        (True, True),
        (False, True),
    ]
