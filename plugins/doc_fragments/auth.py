# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documentation of the connection options: for modules, and as LOOKUP for lookups."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  auth_keycloak_url:
    description:
      - Address of the Keycloak server, such as V(https://sso.example.org).
      - A server with a base path needs it here, such as V(https://sso.example.org/auth).
      - Required, as an option or from the environment.
      - Also read from C(keycloak_url) and E(KEYCLOAK_URL).
    type: str
    aliases: [url, auth_url]
  auth_realm:
    description:
      - Realm that the account or client logs in to. It need not be the realm that is managed.
      - Also read from C(keycloak_auth_realm) and E(KEYCLOAK_AUTH_REALM).
    type: str
    default: master
  auth_client_id:
    description:
      - Client to log in with.
      - Also read from C(keycloak_client_id) and E(KEYCLOAK_CLIENT_ID).
    type: str
    default: admin-cli
  auth_client_secret:
    description:
      - Secret of the client O(auth_client_id).
      - Without O(auth_username) the service account of the client logs in.
      - Also read from C(keycloak_client_secret) and E(KEYCLOAK_CLIENT_SECRET).
    type: str
  auth_username:
    description:
      - User to log in as. Needs O(auth_password).
      - Also read from C(keycloak_username) and E(KEYCLOAK_USERNAME).
    type: str
    aliases: [username]
  auth_password:
    description:
      - Password of O(auth_username).
      - Also read from C(keycloak_password) and E(KEYCLOAK_PASSWORD).
    type: str
    aliases: [password]
  auth_one_time_code:
    description:
      - One-time code of O(auth_username), where the account must use one.
      - Each code is good for one login.
      - Also read from C(keycloak_one_time_code) and E(KEYCLOAK_ONE_TIME_CODE).
    type: str
    aliases: [auth_totp]
  token:
    description:
      - Access token to use in place of a login. It is never logged out.
      - Once the server refuses it, O(refresh_token) or another way to log in takes over where one is set.
      - Also read from C(keycloak_token) and E(KEYCLOAK_TOKEN).
    type: str
    aliases: [auth_token]
  refresh_token:
    description:
      - Refresh token to get access tokens with. Its session is never logged out.
      - Also read from C(keycloak_refresh_token) and E(KEYCLOAK_REFRESH_TOKEN).
    type: str
    aliases: [auth_refresh_token]
  auth_private_key:
    description:
      - Private key in PEM form. The client O(auth_client_id) then proves itself by a signed JWT.
      - Needs the Python library C(cryptography).
      - Also read from C(keycloak_private_key) and E(KEYCLOAK_PRIVATE_KEY).
    type: str
  auth_private_key_file:
    description:
      - File with the private key. Excludes O(auth_private_key).
      - Also read from C(keycloak_private_key_file) and E(KEYCLOAK_PRIVATE_KEY_FILE).
    type: path
  auth_private_key_passphrase:
    description:
      - Passphrase of the private key.
      - Also read from C(keycloak_private_key_passphrase) and E(KEYCLOAK_PRIVATE_KEY_PASSPHRASE).
    type: str
  auth_private_key_id:
    description:
      - Key id (C(kid)) in the header of the signed JWT. Needed when the client has several keys.
      - Also read from C(keycloak_private_key_id) and E(KEYCLOAK_PRIVATE_KEY_ID).
    type: str
  auth_signature_algorithm:
    description:
      - How the JWT is signed; V(RS256) when only a private key is set.
      - V(HS256), V(HS384) and V(HS512) sign with O(auth_client_secret), which is then not sent.
      - Also read from C(keycloak_signature_algorithm) and E(KEYCLOAK_SIGNATURE_ALGORITHM).
    type: str
    choices: [RS256, RS384, RS512, ES256, ES384, ES512, HS256, HS384, HS512]
  auth_client_certificate:
    description:
      - File with the client certificate for mutual TLS, and its key unless O(auth_client_certificate_key) names it.
      - Without another way to log in the service account of O(auth_client_id) logs in by the certificate.
      - Also read from C(keycloak_client_certificate) and E(KEYCLOAK_CLIENT_CERTIFICATE).
    type: path
  auth_client_certificate_key:
    description:
      - File with the key of O(auth_client_certificate).
      - Also read from C(keycloak_client_certificate_key) and E(KEYCLOAK_CLIENT_CERTIFICATE_KEY).
    type: path
  validate_certs:
    description:
      - Whether to verify the TLS certificate of the server. Leave it on outside of tests.
      - Also read from C(keycloak_validate_certs) and E(KEYCLOAK_VALIDATE_CERTS).
    type: bool
    default: true
  ca_path:
    description:
      - File or directory with the certificates of the authorities to trust, in PEM form.
      - Also read from C(keycloak_ca_path) and E(KEYCLOAK_CA_PATH).
    type: path
  proxy:
    description:
      - Address of the proxy to use. Without it the usual proxy variables of the environment count.
      - Also read from C(keycloak_proxy) and E(KEYCLOAK_PROXY).
    type: str
  connection_timeout:
    description:
      - Seconds to wait for a connection.
      - Also read from C(keycloak_connection_timeout) and E(KEYCLOAK_CONNECTION_TIMEOUT).
    type: int
    default: 10
  read_timeout:
    description:
      - Seconds to wait for an answer.
      - Also read from C(keycloak_read_timeout) and E(KEYCLOAK_READ_TIMEOUT).
    type: int
    default: 120
  connection_retries:
    description:
      - How often to try again what is safe to repeat, after connection errors and the statuses 429, 502, 503 and 504;
        reads and deletions after the status 500 as well.
      - Also read from C(keycloak_connection_retries) and E(KEYCLOAK_CONNECTION_RETRIES).
    type: int
    default: 3
  http_agent:
    description:
      - User agent that the requests name.
      - Also read from C(keycloak_http_agent) and E(KEYCLOAK_HTTP_AGENT).
    type: str
    default: realmkit.keycloak/0.1.0
requirements:
  - requests
notes:
  - Options come first, then Ansible's variables such as C(keycloak_url), then environment variables.
  - Environment variables are read where the task runs, which is the managed host unless the task is delegated.
  - C(module_defaults) with the group C(group/realmkit.keycloak.keycloak) sets the connection once for a play.
"""

    # For modules that have an option username of their own, or a password as well: they are then no aliases here.
    # ansible-test looks at plain assignments only, and takes each for a text.
    OWN_USERNAME: str = DOCUMENTATION.replace("    aliases: [username]\n", "")
    OWN_PASSWORD: str = OWN_USERNAME.replace("    aliases: [password]\n", "")

    LOOKUP = r"""
options:
  auth_keycloak_url:
    description:
      - Address of the Keycloak server, such as V(https://sso.example.org).
      - A server with a base path needs it here, such as V(https://sso.example.org/auth).
      - Required, as an option or from the environment.
    type: str
    env:
      - name: KEYCLOAK_URL
    vars:
      - name: keycloak_url
  auth_realm:
    description:
      - Realm that the account or client logs in to. It need not be the realm that is managed.
    type: str
    default: master
    env:
      - name: KEYCLOAK_AUTH_REALM
    vars:
      - name: keycloak_auth_realm
  auth_client_id:
    description:
      - Client to log in with.
    type: str
    default: admin-cli
    env:
      - name: KEYCLOAK_CLIENT_ID
    vars:
      - name: keycloak_client_id
  auth_client_secret:
    description:
      - Secret of the client O(auth_client_id).
      - Without O(auth_username) the service account of the client logs in.
    type: str
    env:
      - name: KEYCLOAK_CLIENT_SECRET
    vars:
      - name: keycloak_client_secret
  auth_username:
    description:
      - User to log in as. Needs O(auth_password).
    type: str
    env:
      - name: KEYCLOAK_USERNAME
    vars:
      - name: keycloak_username
  auth_password:
    description:
      - Password of O(auth_username).
    type: str
    env:
      - name: KEYCLOAK_PASSWORD
    vars:
      - name: keycloak_password
  auth_one_time_code:
    description:
      - One-time code of O(auth_username), where the account must use one.
      - Each code is good for one login.
    type: str
    env:
      - name: KEYCLOAK_ONE_TIME_CODE
    vars:
      - name: keycloak_one_time_code
  token:
    description:
      - Access token to use in place of a login. It is never logged out.
      - Once the server refuses it, O(refresh_token) or another way to log in takes over where one is set.
    type: str
    env:
      - name: KEYCLOAK_TOKEN
    vars:
      - name: keycloak_token
  refresh_token:
    description:
      - Refresh token to get access tokens with. Its session is never logged out.
    type: str
    env:
      - name: KEYCLOAK_REFRESH_TOKEN
    vars:
      - name: keycloak_refresh_token
  auth_private_key:
    description:
      - Private key in PEM form. The client O(auth_client_id) then proves itself by a signed JWT.
      - Needs the Python library C(cryptography).
    type: str
    env:
      - name: KEYCLOAK_PRIVATE_KEY
    vars:
      - name: keycloak_private_key
  auth_private_key_file:
    description:
      - File with the private key. Excludes O(auth_private_key).
    type: path
    env:
      - name: KEYCLOAK_PRIVATE_KEY_FILE
    vars:
      - name: keycloak_private_key_file
  auth_private_key_passphrase:
    description:
      - Passphrase of the private key.
    type: str
    env:
      - name: KEYCLOAK_PRIVATE_KEY_PASSPHRASE
    vars:
      - name: keycloak_private_key_passphrase
  auth_private_key_id:
    description:
      - Key id (C(kid)) in the header of the signed JWT. Needed when the client has several keys.
    type: str
    env:
      - name: KEYCLOAK_PRIVATE_KEY_ID
    vars:
      - name: keycloak_private_key_id
  auth_signature_algorithm:
    description:
      - How the JWT is signed; V(RS256) when only a private key is set.
      - V(HS256), V(HS384) and V(HS512) sign with O(auth_client_secret), which is then not sent.
    type: str
    choices: [RS256, RS384, RS512, ES256, ES384, ES512, HS256, HS384, HS512]
    env:
      - name: KEYCLOAK_SIGNATURE_ALGORITHM
    vars:
      - name: keycloak_signature_algorithm
  auth_client_certificate:
    description:
      - File with the client certificate for mutual TLS, and its key unless O(auth_client_certificate_key) names it.
      - Without another way to log in the service account of O(auth_client_id) logs in by the certificate.
    type: path
    env:
      - name: KEYCLOAK_CLIENT_CERTIFICATE
    vars:
      - name: keycloak_client_certificate
  auth_client_certificate_key:
    description:
      - File with the key of O(auth_client_certificate).
    type: path
    env:
      - name: KEYCLOAK_CLIENT_CERTIFICATE_KEY
    vars:
      - name: keycloak_client_certificate_key
  validate_certs:
    description:
      - Whether to verify the TLS certificate of the server. Leave it on outside of tests.
    type: bool
    default: true
    env:
      - name: KEYCLOAK_VALIDATE_CERTS
    vars:
      - name: keycloak_validate_certs
  ca_path:
    description:
      - File or directory with the certificates of the authorities to trust, in PEM form.
    type: path
    env:
      - name: KEYCLOAK_CA_PATH
    vars:
      - name: keycloak_ca_path
  proxy:
    description:
      - Address of the proxy to use. Without it the usual proxy variables of the environment count.
    type: str
    env:
      - name: KEYCLOAK_PROXY
    vars:
      - name: keycloak_proxy
  connection_timeout:
    description:
      - Seconds to wait for a connection.
    type: int
    default: 10
    env:
      - name: KEYCLOAK_CONNECTION_TIMEOUT
    vars:
      - name: keycloak_connection_timeout
  read_timeout:
    description:
      - Seconds to wait for an answer.
    type: int
    default: 120
    env:
      - name: KEYCLOAK_READ_TIMEOUT
    vars:
      - name: keycloak_read_timeout
  connection_retries:
    description:
      - How often to try again what is safe to repeat, after connection errors and the statuses 429, 502, 503 and 504;
        reads and deletions after the status 500 as well.
    type: int
    default: 3
    env:
      - name: KEYCLOAK_CONNECTION_RETRIES
    vars:
      - name: keycloak_connection_retries
  http_agent:
    description:
      - User agent that the requests name.
    type: str
    default: realmkit.keycloak/0.1.0
    env:
      - name: KEYCLOAK_HTTP_AGENT
    vars:
      - name: keycloak_http_agent
requirements:
  - requests
notes:
  - Lookups run on the controller, so the environment variables are read there.
"""
