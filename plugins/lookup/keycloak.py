# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: keycloak
short_description: Read anything from Keycloak's admin REST API
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Reads from an endpoint of the admin REST API by its name, through all pages of a list.
  - Variables of the endpoint's path and parameters of its query are further keyword arguments under Keycloak's
    own names, such as C(search='ann'); underscores do for hyphens, as in C(user_id).
  - Instead of an id a name can be set as C(user) (user name), C(client) (client ID), C(client_scope), C(group)
    (path), C(role), C(organization), C(flow) or C(identity_provider). C(target_client) names the client of the roles
    where the path already has a client.
  - Returns what the server returns, secrets included.
extends_documentation_fragment:
  - realmkit.keycloak.auth.lookup
options:
  _terms:
    description:
      - Names of endpoints, such as V(users.list) or V(realms.get). A section alone, such as V(users), means its list.
      - The page C(docs/api.md) of the collection lists them all.
    type: list
    elements: str
    required: true
  realm:
    description:
      - The realm, for all endpoints that have one in their path.
    type: str
    env:
      - name: KEYCLOAK_REALM
    vars:
      - name: keycloak_realm
  values:
    description:
      - Values of path variables, for those whose name is also that of an option.
    type: dict
    default: {}
  query:
    description:
      - Parameters of the query, for those whose name is also that of an option.
    type: dict
    default: {}
  one:
    description:
      - Whether each endpoint must return exactly one result. None or several are an error.
    type: bool
    default: false
  default:
    description:
      - What to return in place of an error where an object or, with O(one=true), a result is not there.
    type: raw
  attribute:
    description:
      - Return only this key of each result, such as V(id).
    type: str
seealso:
  - plugin: realmkit.keycloak.object_id
    plugin_type: lookup
  - plugin: realmkit.keycloak.user
    plugin_type: lookup
  - module: realmkit.keycloak.keycloak_api
  - module: realmkit.keycloak.keycloak_info
"""

EXAMPLES = r"""
- name: All users of a realm whose name contains ann
  ansible.builtin.debug:
    msg: "{{ query('realmkit.keycloak.keycloak', 'users', realm='demo', search='ann') | map(attribute='username') }}"

- name: The id of a client
  ansible.builtin.set_fact:
    client_uuid: >-
      {{ lookup('realmkit.keycloak.keycloak', 'clients', realm='demo', clientId='my-app', one=true, attribute='id') }}

- name: The groups of a user
  ansible.builtin.debug:
    msg: "{{ query('realmkit.keycloak.keycloak', 'users.groups', realm='demo', user='ann', attribute='path') }}"

- name: Whether a realm exists
  ansible.builtin.debug:
    msg: "{{ lookup('realmkit.keycloak.keycloak', 'realms.get', realm='demo', default={}) != {} }}"
"""

RETURN = r"""
_raw:
  description: The results of all endpoints in one list.
  type: list
  elements: raw
  sample:
    - id: de84c802-ee66-4831-acbc-9efabf69a7ff
      username: ann
"""

import difflib
from typing import Any, Dict, List, Mapping, Optional

from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase

from ..module_utils._base.errors import InputError
from ..module_utils._edge.options import OPTIONS
from ..module_utils._edge.sharing import connected
from ..module_utils._engine.names import UnknownName, accepted, path_values, variable_named, variable_spelt
from ..module_utils._http.catalogue import endpoint_named
from ..module_utils._http.client import REQUESTS_IMPORT_ERROR, Client
from ..module_utils._http.endpoint import Endpoint
from ..module_utils._http.errors import KeycloakError
from ..plugin_utils._asking import canonical, failing_plainly, set_options

_OWN = ("realm", "values", "query", "one", "default", "attribute")


class LookupModule(LookupBase):
    def run(self, terms: List[str], variables: Optional[Mapping[str, Any]] = None, **kwargs: Any) -> List[Any]:
        if REQUESTS_IMPORT_ERROR:
            raise AnsibleError(
                "The lookup realmkit.keycloak.keycloak needs the Python library requests on the controller."
            )
        arguments = canonical(kwargs)
        known = {name: value for name, value in arguments.items() if name in _OWN or name in OPTIONS}
        free = {name: value for name, value in arguments.items() if name not in known}
        with failing_plainly(arguments):
            set_options(self, variables, known)
            wanted = [self._request(term, free) for term in terms]
            with connected({name: self.get_option(name) for name in OPTIONS}) as client:
                return [result for request in wanted for result in self._read(client, "default" in known, *request)]

    def _request(self, term: str, free: Dict[str, Any]) -> Any:
        """The endpoint, its path values and its query; whatever is wrong with them shows before anything is sent."""
        endpoint = endpoint_named(term)
        if endpoint.method != "GET":
            raise InputError(f"The lookup only reads, and {term} is a {endpoint.method}: use the module keycloak_api.")
        values, query = dict(self.get_option("values")), dict(self.get_option("query"))
        if self.get_option("realm") is not None and "realm" in endpoint.variables:
            values["realm"] = self.get_option("realm")
        for name, value in free.items():
            if variable_spelt(endpoint, name):
                values[name] = value
            elif _query_name(endpoint, name):
                query[_query_name(endpoint, name)] = value
            elif variable_named(endpoint, name):
                values[name] = value
            else:
                raise InputError(_unknown(term, endpoint, name))
        return term, endpoint, values, query

    def _read(
        self,
        client: Client,
        tolerant: bool,
        term: str,
        endpoint: Endpoint,
        given: Dict[str, Any],
        query: Dict[str, Any],
    ) -> List[Any]:
        try:
            results = _results(client, endpoint, path_values(client, endpoint, given), query)
        except UnknownName:
            if not tolerant:
                raise
            return [self.get_option("default")]
        except KeycloakError as error:
            if not tolerant or not (error.absent or error.missing_realm):
                raise
            return [self.get_option("default")]
        if self.get_option("one") and len(results) != 1:
            if tolerant and not results:
                return [self.get_option("default")]
            raise InputError(f"{term} gave {len(results)} results where exactly one was wanted.")
        return _plucked(results, self.get_option("attribute"), term)


def _results(client: Client, endpoint: Endpoint, values: Dict[str, Any], query: Dict[str, Any]) -> List[Any]:
    if endpoint.paged and not {"first", "max"} & set(query):
        return list(client.pages(endpoint, values, query))
    data = client.get(endpoint, values, query)
    if data is None:
        return []
    return data if isinstance(data, list) else [data]


def _plucked(results: List[Any], attribute: Optional[str], term: str) -> List[Any]:
    if not attribute or not results:
        return results
    keys = sorted({key for result in results if isinstance(result, dict) for key in result})
    if attribute not in keys:
        near = difflib.get_close_matches(attribute, keys, 3, 0.5) or keys
        raise InputError(f"No result of {term} has the key {attribute}: there are {', '.join(near) or 'none'}.")
    return [result.get(attribute) if isinstance(result, dict) else None for result in results]


def _query_name(endpoint: Endpoint, name: str) -> Optional[str]:
    wanted = name.replace("_", "").lower()
    return next((known for known in endpoint.query if known.replace("-", "").replace("_", "").lower() == wanted), None)


def _unknown(term: str, endpoint: Endpoint, name: str) -> str:
    names = accepted(endpoint) + list(endpoint.query)
    near = difflib.get_close_matches(name, names, 3, 0.5) or names
    return f"{term} does not take {name}: it takes {', '.join(near) or 'nothing'}."
