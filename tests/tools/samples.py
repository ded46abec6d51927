# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Samples of results for the documentation of modules: samples.py [MODULE ...].

Each module creates the object of its contract, see tests/keycloak/contract.py, on the server of the tests. What it
returns becomes the sample of ``operations`` and ``end_state``; of a large object that is what the task declares, with
the ids. A sample that a person wrote stays.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / part) for part in ("tests/keycloak", "tests/live", ".cache/collections")]

import contract  # noqa: E402
import server as keycloak  # noqa: E402
from admin import Admin  # noqa: E402
from running import run_module  # noqa: E402

TARGETS = ROOT / "tests" / "integration" / "targets"
REALM = "demo-of-samples"
# More keys than that are no sample but a list.
LARGE = 12
WIDE = 110
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def contracts() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(TARGETS.glob("*/vars/main.yml")):
        data = yaml.safe_load(path.read_text()).get("contract")
        if data:
            yield data["module"].rpartition(".")[2], data


def returned(name: str, data: dict[str, Any]) -> dict[str, Any]:
    """The result of the creation."""
    state = keycloak.start_featured() if data.get("featured") else keycloak.start(keycloak.TEST)
    admin = Admin(state.url)
    login = {"auth_keycloak_url": state.url, "auth_username": "admin", "auth_password": "admin"}
    try:
        made = contract.make(admin, REALM, data)
        for task in made["before"]:
            run_module(task["module"].rpartition(".")[2], **login, **task["options"])
        result = run_module(name, **login, **made["steps"][0]["options"]).result
    finally:
        contract.remove(admin, REALM)
    if result.get("failed"):
        raise SystemExit(f"{name}: {result['msg']}")
    return result


def sample(result: dict[str, Any]) -> dict[str, Any]:
    state, proposed = result["end_state"], result["proposed"]
    if len(state) > LARGE:
        state = {key: value for key, value in state.items() if key == "id" or key in proposed}
    return {"operations": plain(result["operations"]), "end_state": plain(state)}


def plain(value: Any) -> Any:
    """With ids and a realm that do not change from run to run."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, str):
        return UUID.sub("0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15", value).replace(REALM, "demo")
    return value


def write(path: Path, samples: dict[str, Any]) -> None:
    text = path.read_text()
    block = re.search(r'^RETURN = r"""\n(.*?)^"""', text, re.S | re.M)
    documented = yaml.safe_load(block.group(1))
    new = block.group(1)
    for key, value in samples.items():
        if value and "sample" not in documented[key] and "contains" not in documented[key]:
            shown = yaml.safe_dump({"sample": value}, sort_keys=False, allow_unicode=True, width=WIDE)
            new = re.sub(
                rf"^{key}:\n(?:  .*\n)+",
                lambda found, shown=shown: found.group(0) + textwrap.indent(shown, "  "),
                new,
                flags=re.M,
            )
    path.write_text(text[: block.start(1)] + new + text[block.end(1) :])


def main(wanted: list[str]) -> None:
    for name, data in contracts():
        if not wanted or name in wanted:
            write(ROOT / "plugins" / "modules" / f"{name}.py", sample(returned(name, data)))


if __name__ == "__main__":
    main(sys.argv[1:])
