# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Servers in the background: a state file for each, a free port, a start that waits, a stop by process id."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("REALMKIT_CACHE", ROOT / ".cache"))
STATES = CACHE / "run"
LOOPBACK = "127.0.0.1"


class StartError(Exception):
    """A server did not start; the message holds the end of its own log."""


@dataclass(frozen=True)
class State:
    """What a later command needs to know about a running server."""

    name: str
    url: str
    pid: int
    log: str
    mark: str
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def running(self) -> bool:
        # The process id may belong to something else by now: the mark in its command line tells.
        command = subprocess.run(
            ["ps", "-ww", "-o", "command=", "-p", str(self.pid)], capture_output=True, text=True, check=False
        )
        return self.mark in command.stdout

    def save(self) -> State:
        STATES.mkdir(parents=True, exist_ok=True)
        path = STATES / f"{self.name}.json"
        part = path.with_suffix(".part")
        part.write_text(json.dumps(asdict(self), indent=2) + "\n")
        part.replace(path)
        return self


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def load(name: str) -> State | None:
    """The state of a running server, or None."""
    try:
        state = State(**json.loads((STATES / f"{name}.json").read_text()))
    except FileNotFoundError:
        return None
    return state if state.running else None


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def lock(name: str) -> Iterator[None]:
    """Keep a second process from preparing or starting the same thing at the same time."""
    import fcntl

    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def spawn(command: Sequence[str | Path], log: Path, environment: Mapping[str, str] | None = None) -> subprocess.Popen:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )


def wait(process: subprocess.Popen, ready: Callable[[], bool], log: Path, what: str, seconds: float = 240) -> None:
    begin = time.monotonic()
    shown = 0.0
    while not ready():
        past = time.monotonic() - begin
        if process.poll() is not None or past > seconds:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            reason = "ended" if process.returncode is not None else f"was not ready after {seconds:.0f} s"
            raise StartError(f"{what} {reason}. The end of its log {log}:\n{tail(log)}")
        if past - shown >= 5:
            shown = past
            say(f"  {what}: {past:.0f} s, {last_line(log)}")
        time.sleep(0.1)
    say(f"  {what} is ready after {time.monotonic() - begin:.1f} s")


def tail(log: Path, lines: int = 40) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def last_line(log: Path) -> str:
    return tail(log, 1)[-110:]


def listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def end(pid: int, seconds: float = 20) -> None:
    """End the process and what it started: it leads its own group."""
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.killpg(pid, signal.SIGTERM)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            # A child of ours stays as a zombie until it is waited for.
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
            os.killpg(pid, 0)
            time.sleep(0.1)
        os.killpg(pid, signal.SIGKILL)


def stop(name: str) -> bool:
    state = load(name)
    if state is not None:
        end(state.pid)
        say(f"{name} is stopped")
    (STATES / f"{name}.json").unlink(missing_ok=True)
    return state is not None


def maven(artifact: str, file_name: str, whole: Callable[[Path], bool]) -> Path:
    """Bring a file from Maven Central into the cache, once; a part of it is never taken for the whole.

    Maven itself resumes an interrupted download and, by -C, compares the checksum that the repository publishes.
    """
    target = CACHE / "downloads" / file_name
    if target.exists():
        return target
    with lock("downloads"):
        if target.exists():
            return target
        if shutil.which("mvn") is None:
            raise StartError("The command mvn (Maven) is needed to bring the server; install it.")
        say(f"Bringing {artifact} through Maven")
        folder = CACHE / "downloads" / "incoming"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        fetch(artifact, folder, file_name)
        if not whole(folder / file_name):
            raise StartError(f"{file_name} is damaged. Remove it from Maven's local repository and try again.")
        (folder / file_name).replace(target)
        folder.rmdir()
    return target


def fetch(artifact: str, folder: Path, file_name: str) -> None:
    plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
    command = ["mvn", "-C", plugin, f"-Dartifact={artifact}", f"-DoutputDirectory={folder}"]
    # On a terminal Maven shows its own progress; elsewhere its thousands of lines of it would hide all else.
    if not sys.stderr.isatty():
        command[1:1] = ["-B", "-ntp"]
    process = subprocess.Popen(command, stdout=sys.stderr, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    begin = time.monotonic()
    while True:
        try:
            code = process.wait(10)
            break
        except subprocess.TimeoutExpired:
            if not sys.stderr.isatty():
                say(f"  {file_name}: {time.monotonic() - begin:.0f} s{downloaded(artifact)}")
    if code:
        raise StartError(f"Maven could not bring {artifact}: see its lines above. A second run goes on where it ended.")


def downloaded(artifact: str) -> str:
    """How much of the artifact Maven's local repository holds so far, where that is the usual one."""
    group, name, version = artifact.split(":")[:3]
    folder = Path.home() / ".m2" / "repository" / group.replace(".", "/") / name / version
    size = sum(path.stat().st_size for path in folder.glob("*") if path.is_file()) if folder.exists() else 0
    return f", {size / 1e6:.0f} MB" if size else ""
