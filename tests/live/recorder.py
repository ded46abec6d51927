# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Notes which plugin sent what to the server, in which test: the claims of docs/operations.md are held to it."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ansible_collections.realmkit.keycloak.plugins.module_utils._http.catalogue import ENDPOINTS
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._reads import LOOKUPS, READS

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
NAMES = {endpoint: name for name, endpoint in ENDPOINTS.items()}


class Sent(NamedTuple):
    """A request that the server answered with success."""

    plugin: str
    endpoint: str
    test: str


def _imports():
    """What each module imports of which file of kinds: (file, name), module."""
    for path in sorted((PLUGINS / "modules").glob("*.py")):
        for stem, names in re.findall(r"_kinds\.(\w+) import (\([^)]*\)|.*)", path.read_text()):
            for name in re.findall(r"\w+", names):
                yield stem, name, path.stem


IMPORTS = list(_imports())


def _modules(resource):
    """The modules of a kind: those that import it, or else, where they choose it, those that import from its file."""
    held = {name.rpartition(".")[2]: vars(it) for name, it in list(sys.modules.items()) if "._kinds." in name}
    named = {module for stem, name, module in IMPORTS if held.get(stem, {}).get(name) is resource}
    return named or {
        module
        for stem, _name, module in IMPORTS
        if any(getattr(it, "name", None) == resource.name for it in held.get(stem, {}).values())
    }


def _acting(actions):
    """The module of these actions."""
    files = {name.rpartition(".")[2]: it for name, it in list(sys.modules.items()) if "._actions." in name}
    stem = next(stem for stem, it in files.items() if getattr(it, "ACTIONS", None) is actions)
    return "keycloak_user_federation_sync" if stem == "user_federation" else f"keycloak_{stem}_action"


def _reads(frame):
    """The lookups and reads of keycloak_info that this function serves."""
    for name, read in {**LOOKUPS, **READS}.items():
        cells = dict(zip(read.reader.__code__.co_freevars, (it.cell_contents for it in read.reader.__closure__ or ())))
        if read.reader.__code__ is frame.f_code and all(frame.f_locals.get(key) == it for key, it in cells.items()):
            yield f"lookup {name}" if name in LOOKUPS else "keycloak_info"


@cache
def _place(filename):
    """The name of a file and of its directory."""
    return Path(filename).parent.name, Path(filename).name


def _plugins(frame):
    """The plugins that a running function belongs to."""
    parent, name = _place(frame.f_code.co_filename)
    if parent == "modules":
        return [name.removesuffix(".py")]
    if parent == "lookup":
        return [f"lookup {name.removesuffix('.py')}"]
    place = (parent, name, frame.f_code.co_name)
    if place == ("_actions", "action.py", "execute_action"):
        return [_acting(frame.f_locals["actions"])]
    if place == ("_engine", "execute.py", "execute"):
        return _modules(frame.f_locals["resource"])
    if place == ("_realm", "converge.py", "converge"):
        return ["keycloak_realm_config"]
    if place[:2] == ("_realm", "export.py"):
        return ["keycloak_realm_export"]
    return list(_reads(frame)) if name == "_reads.py" else []


def _test():
    return re.sub(r"[ \[].*", "", os.environ.get("PYTEST_CURRENT_TEST", "")).rpartition("/")[2]


@contextmanager
def recording(record):
    """The requests of the block that were answered with success, added to a set as ``Sent``."""
    send = Client.send

    def noting(self, endpoint, *arguments, **options):
        answer = send(self, endpoint, *arguments, **options)
        frame, test = sys._getframe(1), _test()
        while frame is not None:
            record.update(Sent(plugin, NAMES.get(endpoint, ""), test) for plugin in _plugins(frame))
            frame = frame.f_back
        return answer

    Client.send = noting
    try:
        yield
    finally:
        Client.send = send
