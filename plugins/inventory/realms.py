# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: realms
short_description: The realms of a Keycloak server as hosts
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Each realm of a server, or each folder of a directory of realm files, is a host.
  - Ansible's forks, C(serial), C(--limit) and AWX's job slices then work on realms.
  - The tasks of these hosts run on the controller.
  - The file of the inventory ends in C(realms.yml) or C(realms.yaml).
  - Connection options that are strings may be templates, as in C(lookup('ansible.builtin.env', 'SSO1_PASSWORD')).
  - Each host has the variables C(keycloak_url), C(keycloak_realm), C(realm_name), C(keycloak_realm_settings) and, with
    O(directory), C(realm_files). Secrets are hidden in the settings. Credentials are no variables of a host.
  - The groups C(realms_enabled) and C(realms_disabled) have the realms for which that is known.
extends_documentation_fragment:
  - realmkit.keycloak.auth.lookup
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
options:
  plugin:
    description:
      - Name of this plugin.
    type: str
    required: true
    choices: [realmkit.keycloak.realms]
  names:
    description:
      - Names of realms, in which V(*), V(?) and V([a-c]) match as in a shell. Upper and lower case differ.
    type: list
    elements: str
    default: ["*"]
  exclude:
    description:
      - Names of realms to leave out, in the same form.
      - The realm C(master) is a host only if this list is set without it.
    type: list
    elements: str
    default: [master]
  enabled:
    description:
      - Whether the realm must be enabled or disabled. If not set, both are hosts.
    type: bool
  attributes:
    description:
      - Attributes of the realm, each with the value that it must have. The value is a pattern as in O(names).
    type: dict
    default: {}
  directory:
    description:
      - Directory of realm files, with a folder for each realm. A relative path begins at the file of the inventory.
      - The host has the name of the folder, or the C(realm) that the files of the folder have.
      - The files are read as they are, since variables of hosts are not known yet. Where a template is in the way of
        reading a file, its settings are left out and a warning says so.
      - Nothing is sent to the server, and nothing is cached.
    type: str
  host_prefix:
    description:
      - Beginning of the name of each host. It tells realms of the same name on several servers apart.
    type: str
    default: ""
  group:
    description:
      - Group of all hosts of this inventory, for variables that hold for one server, such as its credentials.
    type: str
"""

EXAMPLES = r"""
# sso1.realms.yml
plugin: realmkit.keycloak.realms
auth_keycloak_url: https://sso1.example.com
auth_client_id: ansible
auth_client_secret: "{{ lookup('ansible.builtin.env', 'SSO1_SECRET') }}"
names: ["team-*"]
attributes:
  owner: shop
enabled: true
host_prefix: sso1-
group: sso1
keyed_groups:
  - prefix: ssl
    key: keycloak_realm_settings.sslRequired
compose:
  owner: keycloak_realm_settings.attributes.owner
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: .cache/inventory
cache_timeout: 600

# files.realms.yml: a host for each folder of realms/, such as realms/demo/clients.yml
# plugin: realmkit.keycloak.realms
# auth_keycloak_url: https://sso1.example.com
# directory: realms
"""

import hashlib
import os
from fnmatch import fnmatchcase
from typing import Any, Dict, Iterator, List, Mapping, Tuple

import ansible.template
from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable

from ..module_utils._base.errors import InputError, RealmkitError
from ..module_utils._base.files import content_of
from ..module_utils._edge.options import OPTIONS, clean_url
from ..module_utils._edge.sharing import connected
from ..module_utils._http.api import realms
from ..module_utils._http.client import REQUESTS_IMPORT_ERROR
from ..module_utils._realm.document import documents
from ..module_utils._realm.source import files, merged
from ..module_utils._secrets.redact import redact
from ..module_utils._secrets.show import without_fingerprints
from ..plugin_utils._asking import canonical, failing_plainly, refuse_unknown, set_options

# From 2.19 on only what is marked is a template: the file of the inventory, nothing that a server says. Before, all
# strings were, but for those that are wrapped.
_MARKS = hasattr(ansible.template, "trust_as_template")

Realm = Dict[str, Any]
_OWN = ("names", "exclude", "enabled", "attributes", "directory", "host_prefix", "group")
_ANSIBLE = ("plugin", "strict", "compose", "groups", "keyed_groups", "leading_separator", "use_extra_vars")
_CACHE = ("cache", "cache_plugin", "cache_timeout", "cache_connection", "cache_prefix")
# Ansible has these groups in each inventory.
_RESERVED = ("all", "ungrouped")


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    NAME = "realmkit.keycloak.realms"

    def verify_file(self, path: str) -> bool:
        return bool(super().verify_file(path)) and path.endswith(("realms.yml", "realms.yaml"))

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        super().parse(inventory, loader, path, cache)
        if REQUESTS_IMPORT_ERROR:
            raise AnsibleParserError("The inventory realmkit.keycloak.realms needs the Python library requests.")
        with failing_plainly({}):
            # Ansible's own check shows the value of an option that is wrong: this one comes first.
            self._set(loader.load_from_file(path))
            self._set(self._read_config_data(path))
            url = self.get_option("auth_keycloak_url")
            place = {"keycloak_url": clean_url(url)} if url else {}
            for realm, more in self._realms(path, cache):
                if self._is_wanted(realm):
                    self._add(realm, {**place, **more})

    def _set(self, config: Any) -> None:
        config = canonical(config) if isinstance(config, dict) else {}
        refuse_unknown("realms", config, (*_OWN, *_ANSIBLE, *_CACHE), sort="inventory")
        for name in OPTIONS:
            if isinstance(config.get(name), str):
                config[name] = self.templar.template(_as_template(config[name]))
        set_options(self, None, config)

    def _realms(self, path: str, cache: bool) -> Iterator[Tuple[Realm, Dict[str, str]]]:
        """Each realm, and what is known of its host besides."""
        directory = self.get_option("directory")
        if directory:
            yield from self._in_directory(
                os.path.join(os.path.dirname(os.path.abspath(path)), os.path.expanduser(directory))
            )
        else:
            for realm in self._cached(path, cache):
                yield realm, {}

    def _cached(self, path: str, cache: bool) -> List[Realm]:
        if not self.get_option("cache"):
            return self._of_server()
        key = self._key(path)
        if cache:
            try:
                return list(self._cache[key])
            except KeyError:
                pass
        # With --flush-cache, too: what is read is kept.
        self._cache[key] = self._of_server()
        return list(self._cache[key])

    def _key(self, path: str) -> str:
        """Another server, or an account that sees other realms, has a list of its own."""
        account = [self.get_option(f"auth_{name}") for name in ("keycloak_url", "realm", "client_id", "username")]
        digest = hashlib.sha256(repr(account).encode()).hexdigest()[:12]
        return f"{self.get_cache_key(path)}_{digest}"

    def _of_server(self) -> List[Realm]:
        with connected({name: self.get_option(name) for name in OPTIONS}) as client:
            found = client.get(realms.LIST, query={"briefRepresentation": False})
        return [_shown(realm) for realm in sorted(found, key=lambda it: str(it["realm"]))]

    def _in_directory(self, directory: str) -> Iterator[Tuple[Realm, Dict[str, str]]]:
        if not os.path.isdir(directory):
            raise InputError(f"directory {directory} does not exist: name one that has a folder for each realm.")
        for folder in sorted(os.listdir(directory)):
            path = os.path.join(directory, folder)
            if os.path.isdir(path) and not folder.startswith("."):
                yield {"realm": folder, **self._settings(path)}, {"realm_files": path}

    def _settings(self, folder: str) -> Realm:
        """Those of the realm itself, without its objects."""
        try:
            whole = merged(
                (path, documents(content_of(path), path, rendered=True)) for path in files([folder], "directory")
            )
        except RealmkitError as error:
            self.display.warning(f"The settings of {folder} are left out: {error}")
            return {}
        return _shown({name: value for name, value in whole.items() if name == "attributes" or _is_plain(value)})

    def _is_wanted(self, realm: Mapping[str, Any]) -> bool:
        name = str(realm["realm"])
        if not _matches(name, self.get_option("names")) or _matches(name, self.get_option("exclude")):
            return False
        enabled, attributes = self.get_option("enabled"), self.get_option("attributes")
        # The server shows only the names of realms whose settings the account may not view.
        if (enabled is not None or attributes) and set(realm) == {"realm"} and not self.get_option("directory"):
            self.display.warning(
                f"The realm {name} is left out: the account may not see whether it is enabled and its attributes, "
                "for which it needs the role view-realm."
            )
            return False
        # A realm without the setting is disabled on the server.
        if enabled is not None and bool(realm.get("enabled")) is not enabled:
            return False
        own = realm.get("attributes") or {}
        return all(key in own and fnmatchcase(str(own[key]), str(value)) for key, value in attributes.items())

    def _add(self, realm: Realm, known: Mapping[str, str]) -> None:
        name = str(realm["realm"])
        host = self.get_option("host_prefix") + name
        if host in _RESERVED or host == self.get_option("group"):
            raise InputError(
                f"The realm {name} has the name of a group: set host_prefix, which begins its host's name."
            )
        if host in self.inventory.hosts and "keycloak_realm" in self.inventory.hosts[host].vars:
            self.display.warning(f"The host {host} is a realm of another inventory, too: set host_prefix in both.")
        self.inventory.add_host(host)
        values: Realm = {"ansible_connection": "local", "keycloak_realm": name, "realm_name": name, **known}
        values["keycloak_realm_settings"] = realm
        for variable, value in values.items():
            self.inventory.set_variable(host, variable, _as_data(value))
        if self.get_option("group"):
            self._join(self.get_option("group"), host)
        if "enabled" in realm:
            self._join("realms_enabled" if realm["enabled"] else "realms_disabled", host)
        strict, known = self.get_option("strict"), self.inventory.get_host(host).get_vars()
        self._set_composite_vars(self.get_option("compose"), known, host, strict=strict)
        known = self.inventory.get_host(host).get_vars()
        self._add_host_to_composed_groups(self.get_option("groups"), known, host, strict=strict, fetch_hostvars=False)
        self._add_host_to_keyed_groups(
            self.get_option("keyed_groups"), known, host, strict=strict, fetch_hostvars=False
        )

    def _join(self, group: str, host: str) -> None:
        self.inventory.add_host(host, group=self.inventory.add_group(group))


def _as_template(value: str) -> Any:
    return ansible.template.trust_as_template(value) if _MARKS else value


def _as_data(value: Any) -> Any:
    if _MARKS:
        return value
    from ansible.utils.unsafe_proxy import wrap_var

    return wrap_var(value)


def _matches(name: str, patterns: List[str]) -> bool:
    return any(fnmatchcase(name, str(pattern)) for pattern in patterns)


def _is_plain(value: Any) -> bool:
    return not isinstance(value, dict) and not (
        isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value)
    )


def _shown(realm: Mapping[str, Any]) -> Realm:
    """The settings as they may be shown and kept: without secrets, and without the fingerprints of some."""
    return {name: value for name, value in without_fingerprints(redact(realm)).items() if value is not None}
