# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Samples of results for the documentation of modules: samples.py [MODULE ...].

Runs the examples of a module on the server of the tests. What the first of them returns becomes the sample of
``operations`` and ``end_state``; of a large object that is what the example declares, and the id. A sample that is
there stays.
"""

from __future__ import annotations

import re
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / part) for part in ("tests/keycloak", "tests/live", ".cache/collections")]

import server as keycloak  # noqa: E402
import smtp  # noqa: E402
from admin import Admin  # noqa: E402
from test_examples import DOCUMENTED, FEATURED, examples, make_realm, name_of, realm_of, run_pages  # noqa: E402

# More keys than that are no sample but a list.
LARGE = 12
WIDE = 110
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def missing(path: Path) -> list[str]:
    text = re.search(r'^RETURN = r"""\n(.*?)^"""', path.read_text(), re.S | re.M).group(1)
    documented = yaml.safe_load(text)
    return [
        key
        for key in ("operations", "end_state")
        if key in documented and not {"sample", "contains"} & set(documented[key])
    ]


def first_result(path: Path, mailbox: smtp.Mails) -> dict[str, Any]:
    """Of a run that ends with an object."""
    state = keycloak.start_featured() if path.stem in FEATURED else keycloak.start(keycloak.TEST)
    admin = Admin(state.url)
    make_realm(admin, path, mailbox)
    try:
        with tempfile.TemporaryDirectory() as folder:
            done = run_pages("in process", state, [path], Path(folder))
    finally:
        admin.remove_realm(realm_of(path))
    module = f"realmkit.keycloak.{path.stem}"
    own = {task["name"] for task in yaml.safe_load(examples(path)) if module in task}
    results = (it["result"] for it in done.of(name_of(path)) if it["outcome"] == "ok" and it["task"] in own)
    return next((it for it in results if it.get("end_state") and it.get("operations")), {})


def sample(result: dict[str, Any], realm: str) -> dict[str, Any]:
    state, proposed = result["end_state"], result["proposed"]
    if isinstance(state, list):
        state = state[:2]
    elif len(state) > LARGE:
        state = {key: value for key, value in state.items() if key == "id" or key in proposed}
    return plain({"operations": result["operations"], "end_state": state}, realm)


def plain(value: Any, realm: str) -> Any:
    """With an id and a realm that do not change from run to run."""
    if isinstance(value, dict):
        return {key: plain(item, realm) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item, realm) for item in value]
    if isinstance(value, str):
        value = UUID.sub("0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15", value).replace(realm, "demo")
        return value if len(value) <= WIDE else f"{value[: WIDE // 2]}..."
    return value


def write(path: Path, samples: dict[str, Any]) -> None:
    text = path.read_text()
    for key, value in samples.items():
        shown = textwrap.indent(
            yaml.safe_dump({"sample": value}, sort_keys=False, allow_unicode=True, width=WIDE), "  "
        )
        block = re.compile(rf"(?<=\n){key}:\n(?:  .*\n)+")
        before, start, returned = text.partition('\nRETURN = r"""')
        text = before + start + block.sub(lambda found, shown=shown: found.group(0) + shown, returned, count=1)
    path.write_text(text)


def main(wanted: list[str]) -> None:
    mailbox = smtp.Mails(smtp.start())
    # The server with further features takes its time: a module by name only.
    for path in [it for it in DOCUMENTED if it.stem in wanted or not wanted and it.stem not in FEATURED]:
        keys = missing(path) if path.parent.name == "modules" else []
        if keys:
            result = first_result(path, mailbox)
            if result:
                found = sample(result, realm_of(path))
                write(path, {key: found[key] for key in keys})
            print(f"{path.stem}: {'written' if result else 'no result that has an object'}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
