# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write plugins/module_utils/_realm/known_keys.py: keys that the representations of any version of Keycloak have."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
JARS = ROOT / ".cache" / "keycloak-core"
TARGET = ROOT / "plugins" / "module_utils" / "_realm" / "known_keys.py"
VERSIONS = (
    *("1.9.8.Final", "2.5.5.Final", "3.4.3.Final", "4.8.3.Final", "8.0.2", "12.0.4", "16.1.1", "18.0.2", "20.0.5"),
    *("22.0.5", "24.0.5", "25.0.6", "26.0.8", "26.3.5", "26.5.6", "26.7.4"),
)
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
PACKAGE = "org.keycloak.representations.idm."
# By kind, or by the part of an object that is no kind.
CLASSES = {
    "authentication flow": ("AuthenticationFlow",),
    "authenticator config": ("AuthenticatorConfig",),
    "authorization permission": ("authorization.Policy",),
    "authorization policy": ("authorization.Policy",),
    "authorization resource": ("authorization.Resource",),
    "authorization scope": ("authorization.Scope",),
    "authorization settings": ("authorization.ResourceServer",),
    "client": ("Client", "Application", "OAuthClient"),
    "client policy": ("ClientPolicy",),
    "client profile": ("ClientProfile",),
    "client role": ("Role",),
    "client scope": ("ClientScope", "ClientTemplate"),
    "component": ("ComponentExport", "Component"),
    "credential": ("Credential",),
    "execution": ("AuthenticationExecutionExport", "AuthenticationExecution"),
    "group": ("Group",),
    "identity provider": ("IdentityProvider",),
    "link to identity provider": ("FederatedIdentity",),
    "mapper of identity provider": ("IdentityProviderMapper",),
    "organization": ("Organization",),
    "protocol mapper": ("ProtocolMapper",),
    "realm": ("Realm",),
    "required action": ("RequiredActionProvider",),
    "role": ("Role",),
    "roles": ("Roles",),
    "scope mapping": ("ScopeMapping",),
    "user": ("User",),
}
HEAD = '''# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys of representations in Keycloak {first} to {last}, by kind. Made by tests/tools/known_keys.py."""

from __future__ import annotations

from typing import Dict, FrozenSet

_KEYS = {{
{keys}
}}
KNOWN_KEYS: Dict[str, FrozenSet[str]] = {{kind: frozenset(keys.split()) for kind, keys in _KEYS.items()}}
'''


def main() -> None:
    shown = [properties(jar(version)) for version in VERSIONS]
    keys = {
        kind: sorted(
            {key for classes in shown for name in names for key in keys_of(classes, f"{PACKAGE}{name}Representation")}
        )
        for kind, names in CLASSES.items()
    }
    entries = "\n".join(f'    "{kind}": """\n{wrapped(found)}\n    """,' for kind, found in keys.items())
    TARGET.write_text(HEAD.format(first=VERSIONS[0].partition(".Final")[0], last=VERSIONS[-1], keys=entries))


def jar(version: str) -> Path:
    path = JARS / f"keycloak-core-{version}.jar"
    if not path.exists():
        artifact = f"-Dartifact=org.keycloak:keycloak-core:{version}:jar"
        subprocess.run(["mvn", "--quiet", "--batch-mode", COPY, artifact, f"-DoutputDirectory={JARS}"], check=True)
    return path


def properties(path: Path) -> dict[str, tuple[str, set[str]]]:
    """The classes of representations in a version, each with the one that it extends and its own properties."""
    listed = [name for name in zipfile.ZipFile(path).namelist() if name.startswith(PACKAGE.replace(".", "/"))]
    classes = [
        name.removesuffix(".class").replace("/", ".") for name in listed if name.endswith("Representation.class")
    ]
    command = ["javap", "-cp", str(path), *classes]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = {}
    for name, above, body in re.findall(
        r"class (\S+?)(?:<.*?>)?(?: extends ([\w.]+)\S*)?(?: implements \S+)? {(.*?)^}", shown, re.M | re.S
    ):
        names = re.findall(r"void set([A-Z]\w*)\(", body) + re.findall(r" (?:get|is)([A-Z]\w*)\(\)", body)
        found[name] = (above, {key[0].lower() + key[1:] for key in names})
    return found


def keys_of(classes: dict[str, tuple[str, set[str]]], name: str) -> set[str]:
    """The keys of a class and of those that it extends; none where the version has no such class."""
    above, own = classes.get(name, ("", set()))
    return own | (keys_of(classes, above) if above else set())


def wrapped(keys: list[str]) -> str:
    lines = [""]
    for key in keys:
        if len(lines[-1]) + len(key) > 110:
            lines.append("")
        lines[-1] += f"{' ' * 8 if not lines[-1] else ' '}{key}"
    return "\n".join(lines)


if __name__ == "__main__":
    main()
