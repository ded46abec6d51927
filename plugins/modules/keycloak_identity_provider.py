#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_identity_provider
short_description: Manage identity providers of a Keycloak realm
version_added: 0.1.0
description:
  - Creates, changes and removes identity providers, of any type, with their mappers.
  - The server shows the client secret masked. A fingerprint that is kept beside it shows whether a secret is the one
    that was applied last. A secret that somebody else changed can't be seen; V(always) of O(update_secret) repairs
    it.
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  alias:
    description:
      - Name of the identity provider, without blanks and slashes.
    type: str
    required: true
  display_name:
    description:
      - Name that users see. An empty string clears it.
    type: str
    aliases: [displayName]
  provider_id:
    description:
      - Type, such as V(oidc), V(keycloak-oidc), V(saml), V(oauth2), V(jwt-authorization-grant), V(github) or
        V(google). A new one needs it; it can't be changed later.
    type: str
    aliases: [providerId]
  enabled:
    description:
      - Whether users can log in with it. A new one is enabled by default.
    type: bool
  trust_email:
    description:
      - Whether e-mail addresses from it count as verified.
    type: bool
    aliases: [trustEmail]
  store_token:
    description:
      - Whether the tokens of the provider are stored.
    type: bool
    aliases: [storeToken]
  add_read_token_role_on_create:
    description:
      - Whether new users may read the stored tokens.
    type: bool
    aliases: [addReadTokenRoleOnCreate]
  authenticate_by_default:
    description:
      - Whether the provider is tried before the login page is shown.
    type: bool
    aliases: [authenticateByDefault]
  link_only:
    description:
      - Whether accounts can be linked to it, but nobody can log in with it.
    type: bool
    aliases: [linkOnly]
  hide_on_login:
    description:
      - Whether the login page leaves it out.
    type: bool
    aliases: [hideOnLogin, hide_on_login_page, hideOnLoginPage]
  update_profile_first_login_mode:
    description:
      - Accepted for playbooks that were written for other collections and without effect. The flow in
        O(first_broker_login_flow_alias) says whether users check their profile at their first login.
    type: str
    aliases: [updateProfileFirstLoginMode]
  first_broker_login_flow_alias:
    description:
      - Flow for the first login of a user.
    type: str
    aliases: [firstBrokerLoginFlowAlias]
  post_broker_login_flow_alias:
    description:
      - Flow after each login. An empty string clears it.
    type: str
    aliases: [postBrokerLoginFlowAlias]
  config:
    description:
      - Settings of the provider, such as C(clientId), C(clientSecret), C(tokenUrl), C(syncMode). Numbers and booleans
        are stored as strings.
      - Settings that are not listed stay, a null removes one. C(fromUrl) is the same as O(import_from).
    type: dict
  mappers:
    description:
      - Mappers. Those that are not listed stay.
    type: list
    elements: dict
    suboptions:
      state:
        description:
          - Whether the mapper exists.
        type: str
        choices: [present, absent]
        default: present
      name:
        description:
          - Name of the mapper.
        type: str
        required: true
      identity_provider_mapper:
        description:
          - Type of the mapper, such as V(oidc-user-attribute-idp-mapper). A new one needs it.
        type: str
        aliases: [identityProviderMapper]
      config:
        description:
          - Settings of the mapper. Those that are not listed stay, a null removes one.
        type: dict
      id:
        description:
          - Accepted and not needed, since mappers are known by their name.
        type: str
      identity_provider_alias:
        description:
          - Not needed, since it is O(alias); another one is refused.
        type: str
        aliases: [identityProviderAlias]
  import_from:
    description:
      - URL, or file where the task runs, of the metadata of the provider, an OpenID Connect discovery document or
        SAML metadata. Settings from it lie under those of O(config). The server reads a URL in each run.
    type: str
    aliases: [importFrom, from_url]
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.update_secret
  - realmkit.keycloak.mappers
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_idp_mapper
  - module: realmkit.keycloak.keycloak_auth_flow
  - module: realmkit.keycloak.keycloak_organization
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Add another OpenID Connect provider
  realmkit.keycloak.keycloak_identity_provider:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    alias: partner
    display_name: Partner
    provider_id: oidc
    config:
      clientId: keycloak
      clientSecret: "{{ partner_secret }}"
      authorizationUrl: https://login.example.com/authorize
      tokenUrl: https://login.example.com/token
      syncMode: FORCE
    mappers:
      - name: department
        identity_provider_mapper: oidc-user-attribute-idp-mapper
        config:
          claim: dept
          user.attribute: department

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Change one setting and keep the rest
  realmkit.keycloak.keycloak_identity_provider:
    realm: demo
    alias: partner
    config:
      pkceEnabled: true
      pkceMethod: S256

- name: Import settings from the metadata of the provider
  realmkit.keycloak.keycloak_identity_provider:
    realm: demo
    alias: main
    provider_id: keycloak-oidc
    import_from: https://sso.example.com/realms/master/.well-known/openid-configuration
    config:
      clientId: keycloak
      clientSecret: "{{ main_secret }}"

- name: Remove the provider
  realmkit.keycloak.keycloak_identity_provider:
    realm: demo
    alias: partner
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create identity provider 'partner'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create identity provider 'partner'
  - create mapper of identity provider 'department'
existing:
  description: The identity provider before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The identity provider after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    alias: partner
    config:
      authorizationUrl: https://login.example.com/authorize
      clientId: keycloak
      clientSecret: '**********'
      syncMode: FORCE
      tokenUrl: https://login.example.com/token
    displayName: Partner
    enabled: true
    internalId: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    mappers:
    - config:
        claim: dept
        user.attribute: department
      id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
      identityProviderAlias: partner
      identityProviderMapper: oidc-user-attribute-idp-mapper
      name: department
    providerId: oidc
    types:
    - USER_AUTHENTICATION
    - CLIENT_ASSERTION
    - TRUST_MATERIAL
    - EXCHANGE_EXTERNAL_TOKEN
    - JWT_AUTHORIZATION_GRANT
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.identity_provider import IDENTITY_PROVIDER


def main() -> None:
    run(IDENTITY_PROVIDER)


if __name__ == "__main__":
    main()
