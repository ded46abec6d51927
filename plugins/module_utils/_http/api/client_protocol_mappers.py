# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Protocol mappers of clients."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get("/admin/realms/{realm}/clients/{client-uuid}/protocol-mappers/models")
CREATE = post("/admin/realms/{realm}/clients/{client-uuid}/protocol-mappers/models")
CREATE_MANY = post("/admin/realms/{realm}/clients/{client-uuid}/protocol-mappers/add-models")
GET = get("/admin/realms/{realm}/clients/{client-uuid}/protocol-mappers/models/{id}")
UPDATE = put("/admin/realms/{realm}/clients/{client-uuid}/protocol-mappers/models/{id}")
DELETE = delete("/admin/realms/{realm}/clients/{client-uuid}/protocol-mappers/models/{id}")
LIST_OF_PROTOCOL = get("/admin/realms/{realm}/clients/{client-uuid}/protocol-mappers/protocol/{protocol}")
