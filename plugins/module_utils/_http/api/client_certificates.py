# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates and keys of clients."""

from __future__ import annotations

from ..endpoint import get, post

GET = get("/admin/realms/{realm}/clients/{client-uuid}/certificates/{attr}")
DOWNLOAD = post("/admin/realms/{realm}/clients/{client-uuid}/certificates/{attr}/download", reading=True)
GENERATE = post("/admin/realms/{realm}/clients/{client-uuid}/certificates/{attr}/generate")
GENERATE_AND_DOWNLOAD = post("/admin/realms/{realm}/clients/{client-uuid}/certificates/{attr}/generate-and-download")
UPLOAD = post("/admin/realms/{realm}/clients/{client-uuid}/certificates/{attr}/upload", body="multipart")
UPLOAD_CERTIFICATE = post(
    "/admin/realms/{realm}/clients/{client-uuid}/certificates/{attr}/upload-certificate", body="multipart"
)
