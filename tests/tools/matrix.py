# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every version that people run: matrix.py [--again] [--list] [PART ...].

A cell is one check of one version: `server 24.0.5: live test_users.py`, `controller 2.16.19 on Python 3.10: unit`. Each
is kept in tests/matrix.json as soon as it ends, so a run that was stopped goes on where it was: what has passed is not
run again without --again. PARTs choose the cells whose name has all of them. At the end docs/versions.md and the table
of the README are written anew from what is kept. The live tests of a server share one run of pytest.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / part) for part in ("keycloak", "tools")]

import background  # noqa: E402
import ldap  # noqa: E402
import matrix_results  # noqa: E402
import matrix_table  # noqa: E402
import server as keycloak  # noqa: E402
import smtp  # noqa: E402

CACHE = background.CACHE / "matrix"
BIN = Path(sys.executable).parent
# Those that only the smoke test runs on: a newer one, the releases between those above, and one that is too old.
OTHERS = ("26.7.5", "26.6.4", "26.4.7", "26.1.4", "23.0.7")
# ansible-core with the oldest and the newest Python of those that run it.
CONTROLLERS = {
    "2.16.19": ("3.10", "3.12"),
    "2.17.14": ("3.10", "3.12"),
    "2.18.19": ("3.11", "3.13"),
    "2.19.14": ("3.11", "3.13"),
    "2.20.10": ("3.12", "3.13"),
    "2.21.5": ("3.12", "3.13"),
}
# The controller, and the Python and the version of requests where the modules run.
TARGETS = (
    ("2.16.19", "3.10", "3.9", "2.22.0"),
    ("2.18.19", "3.11", "3.9", "2.25.1"),
    ("2.21.5", "3.13", "3.9", "2.32.5"),
    ("2.21.5", "3.13", "3.13", "2.34.2"),
)
TESTS = ("pytest==9.*", "pytest-xdist", "hypothesis", "cryptography", "aiosmtpd", "yamllint")


@dataclass(frozen=True)
class Cell:
    """``work`` returns whether it passed and what to say of it; None for a file of live tests."""

    of: str
    check: str
    work: Callable[[], tuple[bool, str]] | None = None

    @property
    def name(self) -> str:
        return f"{self.of}: {self.check}"

    @property
    def alone(self) -> bool:
        """What uses both processors, or starts servers that others would stop."""
        return self.check not in ("unit", "lookups")


@contextlib.contextmanager
def beside() -> Iterator[None]:
    """The servers that live tests share: a run of one file would stop those that it starts."""
    begun = [it for it in (ldap, smtp) if background.load(it.NAME) is None]
    for it in begun:
        it.start()
    try:
        yield
    finally:
        for it in begun:
            background.stop(it.NAME)


def environment(**more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("KEYCLOAK_")}
    paths = {"ANSIBLE_COLLECTIONS_PATH": str(background.CACHE / "collections")}
    return {**kept, **paths, "ANSIBLE_HOME": str(background.CACHE / "ansible"), "ANSIBLE_NOCOLOR": "1", **more}


def connection(version: str) -> dict[str, str]:
    state = started(version)
    extra = {"KEYCLOAK_USERNAME": state.extra["username"], "KEYCLOAK_PASSWORD": state.extra["password"]}
    return {"KEYCLOAK_URL": state.url, **extra, "TEST_SERVER_URL": state.url}


def instance(version: str) -> str:
    """The name of the server of a version."""
    return "test" if version == keycloak.NEWEST else f"v{version.replace('.', '')}"


def started(version: str) -> background.State:
    return keycloak.start(instance(version), version)


def run(command: Sequence[str | Path], log: str, env: Mapping[str, str], seconds: int = 1800) -> tuple[bool, str]:
    """Whether a command passed, and the last line that says something."""
    path = CACHE / "logs" / f"{re.sub(r'[^A-Za-z0-9.]+', '-', log)}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as output:
        try:
            done = subprocess.run(
                [str(it) for it in command],
                env=dict(env),
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False, f"was not done after {seconds} s"
    text = path.read_text(errors="replace")
    failures = re.findall(r"^FAILED (?:tests/\w+/)?(\S+)|^FAILED (\w+)", text, re.M)
    failed = ", ".join(one or other for one, other in failures)
    reasons = [line for line in text.splitlines() if re.search(r"fatal:|ERROR|Error:|rror: ", line)]
    counts = re.findall(r"^=*\s*(\d+ (?:passed|failed|skipped|error)[^=\n]*?)(?: in [\d.]+s.*)?$", text, re.M)
    told = counts[-1].strip() if counts else ""
    if done.returncode == 0:
        return True, told
    return False, "; ".join(filter(None, (told, failed or (reasons[-1][:300] if reasons else text[-300:]))))


def live(version: str, files: Sequence[str]) -> None:
    """Files of tests/live in two processes. The plugin keeps the result of each."""
    started(version)
    print(f"{len(files)} files of live tests on Keycloak {version}", flush=True)
    command = [BIN / "python", "-m", "pytest", "-rfs", "--tb=short", "--numprocesses", "2", "--dist", "loadfile"]
    env = environment(
        KEYCLOAK_VERSION=version,
        MATRIX_SERVER=f"server {version}",
        PYTEST_ADDOPTS="-p matrix_results",
        PYTHONDONTWRITEBYTECODE="1",
        PYTHONPATH=str(Path(__file__).parent),
    )
    passed, told = run([*command, *(f"tests/live/{file}" for file in files)], f"live-{version}", env, 4 * 3600)
    print(f"Keycloak {version}: {'passed' if passed else 'FAILED'} {told}", flush=True)


def interpreter(version: str) -> str:
    """A Python of that version: of pyenv, or the system's."""
    found = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"))
    return str(found[-1]) if found else f"python{version}"


def venv(name: str, python: str, *packages: str) -> Path:
    folder = CACHE / "venv" / name
    if not (folder / "ready").exists():
        subprocess.run([interpreter(python), "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", *packages], check=True)
        (folder / "ready").touch()
    return folder / "bin"


def controller(core: str, python: str) -> Path:
    return venv(f"{core}-{python}", python, f"ansible-core=={core}", "requests", *TESTS)


def unit(core: str, python: str) -> tuple[bool, str]:
    own = controller(core, python)
    command = [own / "python", "-m", "pytest", "-rf", "--tb=short", "tests/unit"]
    return run(command, f"unit-{core}-{python}", environment())


def smoke(version: str, own: Path, target: Path | str = "") -> tuple[bool, str]:
    env = environment(**connection(version))
    command = [BIN / "python", "tests/tools/smoke.py", own / "ansible-playbook", *([target] if target else [])]
    return run(command, f"smoke-{version}-{own.parent.name}-{target}", env)


def other(version: str) -> tuple[bool, str]:
    """The smoke test on a server that is stopped after it."""
    try:
        return smoke(version, BIN)
    finally:
        background.stop(instance(version))


def examples(core: str, python: str) -> tuple[bool, str]:
    own = controller(core, python)
    started(keycloak.NEWEST)
    command = [own / "python", "-m", "pytest", "-rf", "--tb=short", "tests/live/test_examples.py"]
    return run(command, f"examples-{core}-{python}", environment(), 2400)


def lookups(core: str, python: str) -> tuple[bool, str]:
    own = controller(core, python)
    started(keycloak.NEWEST)
    command = [own / "python", "tests/tools/integration.py", "lookup_daily", "lookup_keycloak"]
    return run(command, f"lookups-{core}-{python}", environment())


def sanity(core: str, python: str) -> tuple[bool, str]:
    own = controller(core, python)
    env = environment(PATH=f"{own}:{os.environ['PATH']}", SANITY_PYTHON=python, SANITY_NAME=f"sanity-{core}")
    return run(["bash", "tests/tools/sanity.sh"], f"sanity-{core}-{python}", env)


def integration(version: str) -> tuple[bool, str]:
    started(version)
    env = environment(KEYCLOAK_VERSION=version)
    return run([BIN / "python", "tests/tools/integration.py"], f"integration-{version}", env, 3600)


def cells() -> list[Cell]:
    found = []
    files = sorted(path.name for path in (ROOT / "tests" / "live").glob("test_*.py"))
    for version in keycloak.VERSIONS:
        of = f"server {version}"
        found.append(Cell(of, "smoke", lambda v=version: smoke(v, BIN)))
        found += [Cell(of, f"live {file}") for file in files]
        found.append(Cell(of, "integration", lambda v=version: integration(v)))
    found += [Cell(f"other server {it}", "smoke", lambda v=it: other(v)) for it in OTHERS]
    newest = keycloak.NEWEST
    for core, pythons in CONTROLLERS.items():
        for python in pythons:
            of = f"controller {core} on Python {python}"
            checks = {"unit": unit, "lookups": lookups, "examples": examples}
            if python == pythons[-1] or core == min(CONTROLLERS):
                checks["sanity"] = sanity
            found.append(Cell(of, "smoke", lambda c=core, p=python: smoke(newest, controller(c, p))))
            found += [Cell(of, name, lambda w=work, c=core, p=python: w(c, p)) for name, work in checks.items()]
    for core, python, target, requests in TARGETS:
        of = f"target with Python {target} and requests {requests}, controller {core}"

        def on_target(core=core, python=python, target=target, requests=requests) -> tuple[bool, str]:
            modules = venv(f"target-{target}-{requests}", target, f"requests=={requests}") / "python"
            return smoke(newest, controller(core, python), modules)

        found.append(Cell(of, "smoke", on_target))
    return found


def oldest() -> int:
    """The oldest server with the oldest ansible-core, on the Python that runs this. Nothing of it is kept."""
    version, core = keycloak.VERSIONS[-1], next(iter(CONTROLLERS))
    running = background.load(instance(version))
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    try:
        passed, told = smoke(version, controller(core, python))
    finally:
        if running is None:
            background.stop(instance(version))
    print(f"{'passed' if passed else 'FAILED'}: Keycloak {version} with ansible-core {core} on Python {python} {told}")
    return 0 if passed else 1


def run_cell(cell: Cell) -> None:
    begin = time.monotonic()
    try:
        passed, told = cell.work()
    except (background.StartError, subprocess.CalledProcessError) as error:
        passed, told = False, str(error)[-300:]
    print(matrix_results.keep(cell.name, passed, time.monotonic() - begin, told), flush=True)


def run_cells(own: Sequence[Cell]) -> None:
    """Those of one version."""
    files = [cell.check.removeprefix("live ") for cell in own if cell.work is None]
    if files:
        live(own[0].of.partition(" ")[2], files)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run_cell, [cell for cell in own if cell.work and not cell.alone]))
    for cell in own:
        if cell.work and cell.alone:
            run_cell(cell)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART")
    parser.add_argument("--again", action="store_true", help="also the cells that have passed")
    parser.add_argument("--list", action="store_true", help="names the cells and runs none")
    parser.add_argument("--oldest", action="store_true", help="only the smoke test of the oldest pair")
    arguments = parser.parse_args()
    if arguments.oldest:
        return oldest()
    every = cells()
    results = matrix_results.kept()
    chosen = [cell for cell in every if all(part in cell.name for part in arguments.parts)]
    todo = [cell for cell in chosen if arguments.again or not (results.get(cell.name) or {}).get("passed")]
    if arguments.list:
        print("\n".join(cell.name for cell in todo))
        return 0
    with beside():
        for of in dict.fromkeys(cell.of for cell in todo):
            run_cells([cell for cell in todo if cell.of == of])
    results = matrix_results.kept()
    matrix_table.write([(cell.of, cell.check, results.get(cell.name)) for cell in every])
    failed = [cell.name for cell in chosen if not (results.get(cell.name) or {}).get("passed")]
    print(f"{len(chosen) - len(failed)} of {len(chosen)} cells passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
