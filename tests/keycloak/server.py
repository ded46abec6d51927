# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bring a real Keycloak, prepare it once, start and stop named instances of it.

  server.py start [--name NAME] [--features LIST] [--version VERSION]
  server.py stop | status | env | state [--name NAME]

The first start unpacks the distribution, runs Keycloak's build step and lets it make its database. Each instance is
a copy of that, so that it is ready in a few seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import background
from background import CACHE, LOOPBACK, StartError, State, say

NEWEST = "26.7.4"
# Those that `make test-matrix` runs: the last of each that people have.
VERSIONS = (NEWEST, "26.5.6", "26.3.5", "26.2.5", "26.0.8", "25.0.6", "24.0.5")
# One of each release, for what a new realm has.
RELEASES = (NEWEST, "26.6.4", "26.5.6", "26.4.7", "26.3.5", "26.2.5", "26.1.4", "26.0.8", "25.0.6", "24.0.5")
VERSION = os.environ.get("KEYCLOAK_VERSION") or NEWEST
SHA256 = {"26.7.4": "a286e98b4296d4e75ee88d8527c7cd463b307caa022f088c9f22cffccc741fa1"}
USERNAME = PASSWORD = "admin"  # a server on loopback, for tests and the demo
# The instance that tests share, one for each version.
TEST = "test" if VERSION == NEWEST else f"v{VERSION.replace('.', '')}"
# A second server, for what the first can't have: features that are off by default, the first version of fine-grained
# admin permissions, and providers of its own, which are deployed where the feature of scripts is on.
FEATURED = "features" if VERSION == NEWEST else f"{TEST}-features"
# What a server is built with and the first one can't have either: that it asks for certificates.
BUILT = ("--https-client-auth=request",)
PROVIDERS = Path(__file__).parent / "providers"
# Instances write into these; all else of the distribution is shared by hard links.
OWN = ("data", "conf", "lib/quarkus")
# Both compilers of Java: the one that starts fast takes several times longer for a new realm's keys and for passwords.
JAVA = {"JAVA_OPTS_KC_HEAP": "-Xms128m -Xmx768m"}
# Each task logs in, and what makes guessing expensive took most of the time of a login.
CHEAP_HASHES = "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)"
# The first version that knows it. An older server refuses an option that it does not know.
SINCE = {
    "--optimized": (19,),
    "export --optimized": (21,),
    "script for sh": (23,),
    "--cache at the start": (25,),
    "--http-management-port": (25,),
    "client-types": (25,),
    "oid4vc-vci": (25,),
    "KC_BOOTSTRAP_ADMIN": (26,),
    "admin-fine-grained-authz:v1": (26, 2),
}
# Loopback needs no proxy, whatever the environment says.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def numbers(version: str) -> tuple[int, ...]:
    """Of a version, in order."""
    return tuple(int(part) for part in version.split("."))


def has(version: str, feature: str) -> bool:
    return numbers(version) >= SINCE[feature]


def features_of(version: str) -> str:
    names = [name for name in ("scripts", "client-types", "oid4vc-vci") if name not in SINCE or has(version, name)]
    first = "admin-fine-grained-authz:v1"
    return ",".join([first if has(version, first) else first.partition(":")[0], *names])


FEATURES = features_of(VERSION)


def environment(version: str) -> Mapping[str, str]:
    """Settings of a Keycloak that the user runs elsewhere must not reach ours."""
    for name in [name for name in os.environ if name.startswith("KC_")]:
        del os.environ[name]
    if has(version, "KC_BOOTSTRAP_ADMIN"):
        return {**JAVA, "KC_BOOTSTRAP_ADMIN_USERNAME": USERNAME, "KC_BOOTSTRAP_ADMIN_PASSWORD": PASSWORD}
    return {**JAVA, "KEYCLOAK_ADMIN": USERNAME, "KEYCLOAK_ADMIN_PASSWORD": PASSWORD}


def script(home: Path, version: str) -> list[str | Path]:
    """The command of the server, which the archive unpacks without the right to run."""
    return ["sh" if has(version, "script for sh") else "bash", home / "bin" / "kc.sh"]


def distribution(version: str) -> Path:
    def whole(path: Path) -> bool:
        wanted = SHA256.get(version)
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        return digest == wanted if wanted else zipfile.ZipFile(path).testzip() is None

    artifact = "keycloak-quarkus-dist"
    return background.maven(f"org.keycloak:{artifact}:{version}:zip", f"{artifact}-{version}.zip", whole)


def prepared(version: str, features: str) -> Path:
    """An unpacked and built Keycloak with a database that has the master realm and its administrator."""
    label = digest(features) if features else "plain"
    home = CACHE / "keycloak" / f"{version}-{label}"
    if home.exists():
        return home
    archive = distribution(version)
    with background.lock(f"prepare-{version}-{label}"):
        if home.exists():
            return home
        part = home.with_name(home.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        say(f"Unpacking Keycloak {version}")
        with zipfile.ZipFile(archive) as content:
            content.extractall(part)
        inner = part / f"keycloak-{version}"
        if "scripts" in features.split(","):
            deploy_providers(inner)
        build(inner, version, features)
        process, _port = launch(inner, CACHE / "keycloak" / f"{home.name}.log", version=version)
        background.end(process.pid)
        shutil.rmtree(inner / "data" / "tmp", ignore_errors=True)
        inner.replace(home)
        part.rmdir()
    return home


def digest(features: str) -> str:
    """Of what a server with features is made of, so that another is built when the providers change."""
    content = [path.read_bytes() for path in sorted(PROVIDERS.rglob("*")) if path.is_file()]
    return hashlib.sha256(b"".join([" ".join([features, *BUILT]).encode(), *content])).hexdigest()[:8]


def deploy_providers(home: Path) -> None:
    """Scripts and classes get into a server as JARs only."""
    classes = home / "providers" / "classes"
    if shutil.which("javac"):
        command = ["javac", "-classpath", f"{home}/lib/lib/main/*", "-d", classes, *PROVIDERS.rglob("*.java")]
        # They are written for the newest version.
        if subprocess.run(command, check=False).returncode:
            say("The user federation of one's own does not compile for this version: it is left out")
    else:
        say("No Java compiler: the user federation of one's own is left out")
    for folder in PROVIDERS.iterdir():
        if folder.name == "storage" and not any(classes.rglob("*.class")):
            continue
        with zipfile.ZipFile(home / "providers" / f"{folder.name}.jar", "w") as jar:
            for path in folder.rglob("*"):
                if path.is_file() and path.suffix != ".java":
                    jar.write(path, path.relative_to(folder))
            if folder.name == "storage":
                for path in classes.rglob("*.class"):
                    jar.write(path, path.relative_to(classes))
    shutil.rmtree(classes, ignore_errors=True)


def build(home: Path, version: str, features: str) -> None:
    say("Building it once")
    command = [*script(home, version), "build", "--db=dev-file"]
    if not has(version, "--cache at the start"):
        command.append("--cache=local")
    if features:
        command += [f"--features={features}", *BUILT]
    log = home.parent / "build.log"
    process = background.spawn(command, log, environment(version))
    background.wait(process, lambda: process.poll() == 0, log, "Keycloak's build")
    log.unlink()


def launch(
    home: Path, log: Path, more: Mapping[str, object] | None = None, version: str = VERSION
) -> tuple[subprocess.Popen, int]:
    """``more`` are further options, none of those that a server is built with."""
    port = int(str((more or {}).get("http-port") or background.free_port()))
    options = {
        "http-enabled": "true",
        "http-host": LOOPBACK,
        "http-port": port,
        "hostname-strict": "false",
        **({"http-management-port": background.free_port()} if has(version, "--http-management-port") else {}),
        **({"cache": "local"} if has(version, "--cache at the start") else {}),
        **(more or {}),
    }
    optimized = ["--optimized"] if has(version, "--optimized") else []
    command = [*script(home, version), "start", *optimized, *(f"--{k}={v}" for k, v in options.items())]
    process = background.spawn(command, log, environment(version))
    url = f"http://{LOOPBACK}:{port}"
    background.wait(process, lambda: answers(url), log, f"Keycloak at {url}")
    return process, port


def answers(url: str) -> bool:
    try:
        with OPENER.open(f"{url}/realms/master", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def hash_cheaply(url: str) -> None:
    """The password policy of the realm of administrators, and a login with which the password is hashed by it."""

    def token() -> str:
        form = {"grant_type": "password", "client_id": "admin-cli", "username": USERNAME, "password": PASSWORD}
        answer = send("POST", "/realms/master/protocol/openid-connect/token", urlencode(form).encode())
        return json.loads(answer)["access_token"]

    def send(method: str, path: str, body: bytes, **headers: str) -> bytes:
        with OPENER.open(urllib.request.Request(url + path, body, headers, method=method), timeout=60) as answer:
            return answer.read()

    policy = json.dumps({"passwordPolicy": CHEAP_HASHES}).encode()
    headers = {"Authorization": f"Bearer {token()}", "Content-Type": "application/json"}
    send("PUT", "/admin/realms/master", policy, **headers)
    token()


def instance(name: str, version: str, features: str) -> Path:
    """A fresh copy of the prepared server: its database is that of a new installation."""
    source = prepared(version, features)
    home = CACHE / "instances" / name
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(source, home, copy_function=link, ignore=ignore(source))
    for folder in OWN:
        shutil.copytree(source / folder, home / folder)
    return home


def ignore(source: Path):
    own = {source / folder for folder in OWN}
    return lambda folder, names: [name for name in names if Path(folder) / name in own]


def link(source: str, target: str) -> str:
    with contextlib.suppress(OSError):
        os.link(source, target)
        return target
    return shutil.copy2(source, target)


def start(name: str, version: str = VERSION, features: str = "", more: Mapping[str, object] | None = None) -> State:
    with background.lock(f"start-{name}"):
        running = background.load(name)
        if running is not None:
            if (running.extra["version"], running.extra["features"]) != (version, features):
                raise StartError(f"{name} runs with another version or other features; stop it first.")
            say(f"{name} runs already: {running.url}")
            return running
        home = instance(name, version, features)
        log = CACHE / "instances" / f"{name}.log"
        process, port = launch(home, log, more, version)
        extra = {"username": USERNAME, "password": PASSWORD, "version": version, "features": features}
        url = f"http://{LOOPBACK}:{port}"
        hash_cheaply(url)
        # In either of the two: the script, or Java where the script gives its process to it.
        return State(name, url, process.pid, str(log), str(home / "bin"), extra).save()


def start_again(state: State) -> State:
    """A stopped instance as it was left: with its database, and at its address."""
    home, port = Path(state.mark).parent, state.url.rpartition(":")[2]
    process, _port = launch(home, Path(state.log), {"http-port": port}, state.extra["version"])
    return replace(state, pid=process.pid).save()


def start_featured() -> State:
    return start(FEATURED, features=FEATURES)


def exports(state: State) -> str:
    values = {"URL": state.url, "USERNAME": state.extra["username"], "PASSWORD": state.extra["password"]}
    return "\n".join(f"export KEYCLOAK_{name}={shlex.quote(value)}" for name, value in values.items())


def show(action: str, name: str) -> int:
    state = background.load(name)
    if state is None:
        say(f"{name} does not run")
        return 1
    shown = {
        "status": lambda: f"{name} runs at {state.url}, process {state.pid}, log {state.log}",
        "env": lambda: exports(state),
        "state": lambda: json.dumps({"url": state.url, "log": state.log, **state.extra}),
    }
    print(shown[action]())
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    actions = parser.add_subparsers(dest="action", required=True)
    for action in ("start", "stop", "status", "env", "state"):
        command = actions.add_parser(action)
        command.add_argument("--name", default=TEST)
        if action == "start":
            command.add_argument("--version", default=VERSION)
            command.add_argument("--features", default="", help="switched on in the server, separated by commas")
    arguments = parser.parse_args()
    if arguments.action == "start":
        try:
            start(arguments.name, arguments.version, arguments.features)
        except StartError as error:
            say(str(error))
            return 1
        return 0
    if arguments.action == "stop":
        background.stop(arguments.name)
        return 0
    return show(arguments.action, arguments.name)


if __name__ == "__main__":
    sys.exit(main())
