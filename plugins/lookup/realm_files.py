# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: realm_files
short_description: A Keycloak realm from files on the controller that are templates
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Reads the files that O(_terms) name, renders each as a template, and merges them into one representation of a realm.
  - That is for the option O(realmkit.keycloak.keycloak_realm_config#module:parts).
  - The role P(realmkit.keycloak.realm#role) reads its files with it.
  - It sends nothing to a server.
options:
  _terms:
    description:
      - Files, or directories of which the files at any depth are read, in the order of their paths. They end in
        C(.json), C(.yaml) or C(.yml).
      - A relative path is looked for where the play and its roles look for files, then in the playbook's directory,
        in the directory above one that is called C(playbooks), and in the directory that Ansible was started in.
    type: list
    elements: str
    required: true
seealso:
  - module: realmkit.keycloak.keycloak_realm_config
  - module: realmkit.keycloak.keycloak_realm_export
"""

EXAMPLES = r"""
- name: A file with a variable for a secret
  ansible.builtin.copy:
    content: |
      clients:
        - clientId: shop
          secret: "{{ '{{' }} shop_secret }}"
    dest: /var/backups/realm.yml
    mode: "0600"

- name: Apply the files of a realm
  realmkit.keycloak.keycloak_realm_config:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    parts: "{{ query('realmkit.keycloak.realm_files', '/var/backups') }}"
  vars:
    shop_secret: "{{ vault_shop_secret }}"
"""

RETURN = r"""
_raw:
  description: One element, the representation that the files make together.
  type: list
  elements: dict
  sample:
    - displayName: Web shop
      clients: [{clientId: shop, secret: that of the variable}]
"""

import json
import os
import re
from typing import Any, Dict, Iterator, List, Optional

import ansible.template
from ansible.errors import AnsibleError
from ansible.plugins.loader import lookup_loader
from ansible.plugins.lookup import LookupBase
from jinja2.exceptions import TemplateError

from ..module_utils._base.errors import InputError, RealmkitError
from ..module_utils._base.files import content_of
from ..module_utils._realm.document import documents
from ..module_utils._realm.source import files, merged

# Before 2.19 the result of a template that looks like a map, as each file of JSON does, came back as one.
_AS_TEXT = {} if hasattr(ansible.template, "trust_as_template") else {"convert_data": False}
_UNDEFINED = re.compile(r"'([^']+)' is undefined")


class LookupModule(LookupBase):
    def run(self, terms: List[str], variables: Optional[Dict[str, Any]] = None, **kwargs: Any) -> List[Any]:
        self.set_options(var_options=variables, direct=kwargs)
        known = variables or {}
        try:
            paths = files([self._found(str(term), known) for term in terms], "realm_files")
            return [merged((path, documents(self._rendered(path, known), path, rendered=True)) for path in paths)]
        except RealmkitError as error:
            raise AnsibleError(str(error)) from None

    def _found(self, path: str, variables: Dict[str, Any]) -> str:
        if not path.strip():
            raise InputError("realm_files has an empty path: name a file or a directory.")
        tried = list(dict.fromkeys(os.path.abspath(place) for place in self._places(path, variables)))
        for place in tried:
            if os.path.exists(place):
                return place
        raise InputError(f"realm_files names {path}, which does not exist. These were looked for: {', '.join(tried)}.")

    def _places(self, path: str, variables: Dict[str, Any]) -> Iterator[str]:
        expanded = os.path.expanduser(path)
        if os.path.isabs(expanded):
            yield expanded
            return
        own = str(variables.get("playbook_dir") or self._loader.get_basedir())
        for base in [*(variables.get("ansible_search_path") or ()), own]:
            yield os.path.join(base, "files", path)
            yield os.path.join(base, path)
        # Playbooks are often in a directory of the project.
        if os.path.basename(own) == "playbooks":
            yield os.path.join(os.path.dirname(own), path)
        yield path

    def _rendered(self, path: str, variables: Dict[str, Any]) -> bytes:
        content = content_of(path)
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            # Refused with its place; rendering would not name it.
            documents(content, path)
        template = lookup_loader.get("ansible.builtin.template", loader=self._loader, templar=self._templar)
        try:
            (text,) = template.run([path], dict(variables), **_AS_TEXT)
            # From 2.19 on the template lookup returns what is undefined, for its caller to fail on.
            if hasattr(text, "trip"):
                text.trip()
        except (AnsibleError, TemplateError) as error:
            raise InputError(f"{path}{_line(content, str(error))} can't be rendered: {_reason(error)}") from None
        # A file that is one expression can be a map.
        return (text if isinstance(text, str) else json.dumps(text)).encode()


def _reason(error: Exception) -> str:
    """Without the template, which ansible-core before 2.19 appends: it may contain secrets."""
    return str(error).partition(". String: ")[0]


def _line(content: bytes, sentence: str) -> str:
    """Where the variable that an error names stands first."""
    name = _UNDEFINED.search(sentence)
    lines = content.decode("utf-8", "replace").splitlines() if name else ()
    number = next((at for at, line in enumerate(lines, 1) if name and "{{" in line and name[1] in line), 0)
    return f" line {number}" if number else ""
