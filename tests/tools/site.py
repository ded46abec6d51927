# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Build the documentation site: site.py SOURCE TARGET. Pages of docs/ and of the root, and a page for each plugin.

Links that lead to files of the repository lead to their pages here, and where there is none to the repository.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
OF_THE_ROOT = ("CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "SECURITY.md")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)(#[^)\s]*)?\)")
# Where the pages of plugins are that are named by the file of their code.
PLUGIN = re.compile(r"plugins/(\w+)/(\w+)\.py")

# Pages of Ansible's own documentation that antsibull-docs refers to. The inventory of that site has them all, but is
# beyond the network of a build.
ANSIBLE = "https://docs.ansible.com/projects/ansible/latest/"
LABELS = {
    "action_plugins": "plugins/action.html#action-plugins Action plugins",
    "ansible_configuration_settings": "reference_appendices/config.html#ansible-configuration-settings Configuration",
    "common_return_values": "reference_appendices/common_return_values.html#common-return-values Return values",
}


def inventory() -> bytes:
    """Sphinx's form of these labels."""
    head = "# Sphinx inventory version 2\n# Project: Ansible\n# Version: \n# The rest is compressed with zlib.\n"
    lines = (f"{name} std:label -1 {place}\n" for name, place in LABELS.items())
    return head.encode() + zlib.compress("".join(lines).encode())


def led(page: Path, repository: str) -> str:
    """The text of a page with its links as they are on the site."""

    def led_one(found: re.Match[str]) -> str:
        target = (page.parent / found.group(1)).resolve().relative_to(ROOT)
        anchor = found.group(2) or ""
        plugin = PLUGIN.fullmatch(str(target))
        if not (ROOT / target).exists():
            raise SystemExit(f"{page.relative_to(ROOT)}: {target} does not exist")
        if plugin:
            kind = "module" if plugin.group(1) == "modules" else plugin.group(1)
            return f"](plugins/{plugin.group(2)}_{kind}.rst{anchor})"
        if str(target) == "roles/realm/README.md":
            return f"](plugins/realm_role.rst{anchor})"
        if target.parts[0] == "docs" or str(target) in OF_THE_ROOT:
            return f"]({os.path.relpath(target, 'docs') if target.parts[0] == 'docs' else target}{anchor})"
        return f"]({repository}/blob/main/{target}{anchor})"

    return LINK.sub(led_one, page.read_text(encoding="utf-8"))


def lay_out(source: Path) -> None:
    repository = yaml.safe_load((ROOT / "galaxy.yml").read_text())["repository"]
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(ROOT / "docs" / "site", source)
    shutil.copytree(ROOT / "docs" / "images", source / "images")
    for path in (ROOT / "galaxy.yml", *(ROOT / "docs").glob("*.svg")):
        shutil.copy(path, source)
    (source / "ansible.inv").write_bytes(inventory())
    for page in (*(ROOT / "docs").glob("*.md"), *(ROOT / name for name in OF_THE_ROOT)):
        (source / page.name).write_text(led(page, repository), encoding="utf-8")


def main(source: Path, target: Path) -> None:
    lay_out(source)
    plugins = source / "plugins"
    plugins.mkdir()
    command = [BIN / "antsibull-docs", "collection", "--use-current", "--squash-hierarchy", "--fail-on-error"]
    subprocess.run([*command, "--dest-dir", plugins, "realmkit.keycloak"], check=True)
    modules = {path.stem for path in (ROOT / "plugins" / "modules").glob("*.py")}
    # antsibull-docs leaves out modules whose action meta/runtime.yml redirects.
    missing = {name for name in modules if not (plugins / f"{name}_module.rst").exists()}
    if missing:
        raise SystemExit(f"These modules have no page: {', '.join(sorted(missing))}.")
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(
        [BIN / "sphinx-build", "-q", "-W", "--keep-going", "-j", "2", "-b", "html", source, target], check=True
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
