# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which version brought which key and which endpoint: since.py [VERSION ...], oldest first.

The classes of Keycloak itself say it; Maven brings the two archives of each version, and `javap` of a JDK reads them.
What this prints is what plugins/module_utils/_http/capability.py knows.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "keycloak"))

import background  # noqa: E402

VERSIONS = ["24.0.0", "25.0.0", "26.0.0", "26.1.0", "26.2.0", "26.3.0", "26.4.0", "26.5.0", "26.6.0", "26.7.0"]
REPRESENTATIONS = re.compile(r"org/keycloak/representations/(idm|userprofile|workflows|admin)/?[^$]*\.class$")
RESOURCES = re.compile(
    r"org/keycloak/(services/resources/admin|organization/admin|workflow/admin|authorization/admin)/"
)
VERB = re.compile(r"\s+jakarta\.ws\.rs\.(GET|POST|PUT|DELETE|PATCH|OPTIONS)$")


def disassembled(artifact: str, version: str, wanted: re.Pattern[str], *options: str) -> list[str]:
    name = f"{artifact}-{version}.jar"
    archive = background.maven(f"org.keycloak:{artifact}:{version}:jar", name, zipfile.is_zipfile)
    with zipfile.ZipFile(archive) as content:
        names = [it for it in content.namelist() if wanted.match(it) and it.endswith(".class")]
    classes = [it.removesuffix(".class").replace("/", ".") for it in names]
    command = ["javap", *options, "-cp", str(archive), *classes]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()


def keys(version: str) -> Iterator[tuple[str, ...]]:
    """Each representation with each of its keys."""
    name = ""
    for line in disassembled("keycloak-core", version, REPRESENTATIONS, "-public"):
        found = re.match(r"public .*?class (\S+?)[<\s]", line)
        name = found.group(1).rpartition(".")[2] if found else name
        setter = re.match(r"\s+public void set(\w)(\w*)\(", line)
        if setter:
            yield name, setter.group(1).lower() + setter.group(2)


def endpoints(version: str) -> Iterator[tuple[str, ...]]:
    """Each resource with the methods and paths that it answers; a path alone is that of a resource below it."""
    name, verb, path, before = "", "", "", ""
    for line in disassembled("keycloak-services", version, RESOURCES, "-v", "-p"):
        found = re.match(r"(?:public |final |abstract )*(?:class|interface) (\S+)", line)
        if found or re.match(r"  \S.*\(.*\).*;$", line):
            if verb or path:
                yield name, verb or "below", path
            verb = path = ""
        name = found.group(1).rpartition(".")[2] if found else name
        method, value = VERB.match(line), re.match(r'\s+value="(.*)"', line)
        verb = method.group(1) if method else verb
        path = value.group(1) if value and before.strip() == "jakarta.ws.rs.Path(" else path
        before = line


def main(versions: Sequence[str]) -> None:
    for what, read in (("keys", keys), ("endpoints", endpoints)):
        known = set(read(versions[0]))
        for version in versions[1:]:
            now = set(read(version))
            print(f"== {what} of {version}")
            print("\n".join(f"  {' '.join(it)}" for it in sorted(now - known)))
            known = now


if __name__ == "__main__":
    main(sys.argv[1:] or VERSIONS)
