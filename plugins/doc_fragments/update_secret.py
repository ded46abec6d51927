# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets that the server shows masked."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  update_secret:
    description:
      - What to do with secrets that the server shows masked, such as the password of a mail server.
      - V(when_changed) sends a secret that differs from the one that was applied last, V(always) sends it in each run,
        V(on_create) only where the server has none.
      - A salted fingerprint of the secret that was applied last is kept on the server, beside the secret or in an
        attribute of the realm.
      - A secret that somebody else changed on the server is not seen; V(always) repairs it.
    type: str
    choices: [when_changed, always, on_create]
    default: when_changed
"""
