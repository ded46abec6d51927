#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_client
short_description: Manage Keycloak clients
version_added: 0.1.0
description:
  - Creates, changes and removes clients, with their protocol mappers and client scopes.
  - A client scope or flow that does not exist fails the task before anything is written.
  - "What a task does not mention is left as it is: further mappers, entries of their config, attributes, scopes."
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  id:
    description:
      - Id of the client, in place of its O(client_id). With an O(client_id) that differs the client is renamed.
    type: str
  client_id:
    description:
      - Name of the client that applications know, often a URL.
    type: str
    aliases: [clientId]
  name:
    description:
      - Name that users see.
    type: str
  description:
    description:
      - What the client is for.
    type: str
  type:
    description:
      - Type of the client. Needs the server's feature C(client-types).
    type: str
  root_url:
    description:
      - URL that relative URLs of the client are based on.
    type: str
    aliases: [rootUrl]
  admin_url:
    description:
      - URL that Keycloak calls for logout and revocation.
    type: str
    aliases: [adminUrl]
  base_url:
    description:
      - Home page of the client.
    type: str
    aliases: [baseUrl]
  enabled:
    description:
      - Whether users can log in through the client.
    type: bool
  always_display_in_console:
    description:
      - Whether the account console always lists the client.
    type: bool
    aliases: [alwaysDisplayInConsole]
  surrogate_auth_required:
    description:
      - Whether surrogate authentication is required.
    type: bool
    aliases: [surrogateAuthRequired]
  client_authenticator_type:
    description:
      - How a confidential client authenticates, such as V(client-secret), V(client-jwt) or V(client-x509).
    type: str
    aliases: [clientAuthenticatorType]
  secret:
    description:
      - Secret of a confidential client. It is compared with that on the server, and never shown.
    type: str
  redirect_uris:
    description:
      - URIs that a login may return to. The list replaces the current one.
    type: list
    elements: str
    aliases: [redirectUris]
  web_origins:
    description:
      - Origins that may call Keycloak from a browser (CORS). The list replaces the current one.
    type: list
    elements: str
    aliases: [webOrigins]
  not_before:
    description:
      - Tokens issued before this time are not accepted, in seconds since 1970.
    type: int
    aliases: [notBefore]
  bearer_only:
    description:
      - Whether the client only checks tokens and never starts a login.
    type: bool
    aliases: [bearerOnly]
  consent_required:
    description:
      - Whether users are asked for their consent.
    type: bool
    aliases: [consentRequired]
  standard_flow_enabled:
    description:
      - Whether the client uses the authorization code flow.
    type: bool
    aliases: [standardFlowEnabled]
  implicit_flow_enabled:
    description:
      - Whether the client uses the implicit flow.
    type: bool
    aliases: [implicitFlowEnabled]
  direct_access_grants_enabled:
    description:
      - Whether the client may send a user's name and password itself.
    type: bool
    aliases: [directAccessGrantsEnabled]
  service_accounts_enabled:
    description:
      - Whether the client may log in as itself.
    type: bool
    aliases: [serviceAccountsEnabled]
  authorization_services_enabled:
    description:
      - Whether the client has authorization services.
    type: bool
    aliases: [authorizationServicesEnabled]
  public_client:
    description:
      - Whether the client has no secret.
    type: bool
    aliases: [publicClient]
  frontchannel_logout:
    description:
      - Whether the client is logged out through the browser.
    type: bool
    aliases: [frontchannelLogout]
  protocol:
    description:
      - Protocol of the client, such as V(openid-connect), V(saml) or V(docker-v2).
    type: str
  attributes:
    description:
      - Attributes of the client, each a value. Numbers and booleans are stored as strings.
      - Attributes that are not listed stay; a null removes one.
    type: dict
  authentication_flow_binding_overrides:
    description:
      - "Flows of this client in place of those of the realm, by alias or id: V(browser) for logins with a browser,
        V(direct_grant) for logins with name and password. V(browser_name) and V(direct_grant_name) say the same."
      - A null or an empty string removes one.
    type: dict
    aliases: [authenticationFlowBindingOverrides]
  authentication_flow_binding_overrides_behavior:
    description:
      - V(additive) keeps the flows that O(authentication_flow_binding_overrides) does not list, V(exact) removes them.
    type: str
    choices: [additive, exact]
    default: additive
  full_scope_allowed:
    description:
      - Whether tokens contain all roles of the user.
    type: bool
    aliases: [fullScopeAllowed]
  node_re_registration_timeout:
    description:
      - How often cluster nodes must register again, in seconds.
    type: int
    aliases: [nodeReRegistrationTimeout]
  registered_nodes:
    description:
      - Cluster nodes, each with the time of its registration in seconds since 1970.
    type: dict
    aliases: [registeredNodes]
  default_client_scopes:
    description:
      - Client scopes that every token request uses. One that is optional so far moves.
    type: list
    elements: str
    aliases: [defaultClientScopes]
  client_scopes_behavior:
    description:
      - V(additive) adds what is listed, V(exact) removes what a list of the task does not name.
      - V(ignore) assigns scopes to new clients only. V(patch) is another word for V(additive), V(idempotent) for
        V(exact).
    type: str
    choices: [additive, exact, ignore, patch, idempotent]
    default: additive
    aliases: [clientScopesBehavior]
  optional_client_scopes:
    description:
      - Client scopes that a token request may ask for. One that is default so far moves.
    type: list
    elements: str
    aliases: [optionalClientScopes]
  protocol_mappers_behavior:
    description:
      - V(additive) adds what is listed and keeps all others, V(exact) removes those that are not listed.
    type: str
    choices: [additive, exact]
    default: additive
  backchannel_logout_url:
    description:
      - Address at which the client takes logouts, kept in its attribute C(backchannel.logout.url). An empty string
        removes it.
    type: str
    aliases: [backchannelLogoutUrl]
  valid_post_logout_redirect_uris:
    description:
      - Addresses that a logout may return to, kept in the attribute C(post.logout.redirect.uris). V(+) as the only one
        means those of O(redirect_uris). An empty list removes them.
    type: list
    elements: str
    aliases: [validPostLogoutRedirectUris, postLogoutRedirectUris]
  authorization_settings:
    description:
      - Settings of the authorization services of a new client. Of an existing client they are not touched.
    type: dict
    aliases: [authorizationSettings]
  force:
    description:
      - Disable or remove the client that this task is logged in with.
    type: bool
    default: false
  client_template:
    description:
      - Accepted for playbooks that were written for other collections and without effect, since Keycloak has no
        client templates.
    type: str
    aliases: [clientTemplate]
  default_roles:
    description:
      - Accepted for playbooks that were written for other collections and without effect. Roles that all users
        have are composites of the default role of the realm, see M(realmkit.keycloak.keycloak_role).
    type: list
    elements: str
    aliases: [defaultRoles]
  registration_access_token:
    description:
      - Accepted for playbooks that were written for other collections and without effect, since Keycloak makes
        the token itself.
    type: str
    aliases: [registrationAccessToken]
  use_template_config:
    description:
      - Accepted for playbooks that were written for other collections and without effect, since Keycloak has no
        client templates.
    type: bool
    aliases: [useTemplateConfig]
  use_template_mappers:
    description:
      - Accepted for playbooks that were written for other collections and without effect, since Keycloak has no
        client templates.
    type: bool
    aliases: [useTemplateMappers]
  use_template_scope:
    description:
      - Accepted for playbooks that were written for other collections and without effect, since Keycloak has no
        client templates.
    type: bool
    aliases: [useTemplateScope]
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.mappers.protocol
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_client_scope
  - module: realmkit.keycloak.keycloak_client_scope_type
  - module: realmkit.keycloak.keycloak_protocol_mapper
  - module: realmkit.keycloak.keycloak_client_role
  - module: realmkit.keycloak.keycloak_client_secret
  - module: realmkit.keycloak.keycloak_scope_mapping
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Create a confidential service
  realmkit.keycloak.keycloak_client:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    client_id: backend
    public_client: false
    service_accounts_enabled: true
    standard_flow_enabled: false
    secret: "{{ backend_secret }}"
    protocol_mappers:
      - name: audience
        protocol_mapper: oidc-audience-mapper
        config:
          included.client.audience: backend
          access.token.claim: true

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Create a single-page app
  realmkit.keycloak.keycloak_client:
    realm: demo
    client_id: web
    public_client: true
    redirect_uris: ["https://app.example.com/*"]
    web_origins: ["+"]
    attributes:
      pkce.code.challenge.method: S256
    default_client_scopes: [email]

- name: Remove a client
  realmkit.keycloak.keycloak_client:
    realm: demo
    client_id: web
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create client 'backend'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create client 'backend'
  - create protocol mapper 'audience'
existing:
  description: The client before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The client after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    clientId: backend
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    publicClient: false
    secret: VALUE_HIDDEN
    serviceAccountsEnabled: true
    standardFlowEnabled: false
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client import CLIENT


def main() -> None:
    run(CLIENT)


if __name__ == "__main__":
    main()
