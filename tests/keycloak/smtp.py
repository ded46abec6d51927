# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real SMTP server that writes each mail as a file: smtp.py start|stop. Its state has the address and the folder."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import background

NAME = "smtp"


class Mailbox:
    """Takes what comes and keeps it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        part = self.folder / f"{time.time_ns()}.part"
        part.write_bytes(envelope.content)
        part.rename(part.with_suffix(".eml"))
        return "250 Message accepted"


class Mails:
    """The mails that a running server took, and a realm's settings to send to it."""

    def __init__(self, state: background.State) -> None:
        self._folder = Path(state.extra["folder"])
        host, port = state.url.removeprefix("smtp://").split(":")
        self.settings = {"host": host, "port": port, "from": "sso@example.com"}

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Oldest first."""
        read = [path.read_bytes() for path in sorted(self._folder.glob("*.eml"))]
        mails = [message_from_bytes(it, EmailMessage, policy=policy.default) for it in read]
        return [mail for mail in mails if mail["To"] == address]


def serve(port: int, folder: Path) -> None:
    from aiosmtpd.smtp import SMTP

    async def forever() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(Mailbox(folder), loop=loop), background.LOOPBACK, port)
        await server.serve_forever()

    asyncio.run(forever())


def start() -> background.State:
    running = background.load(NAME)
    if running is not None:
        return running
    folder = background.CACHE / "instances" / "mails"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    port = background.free_port()
    log = background.CACHE / "instances" / "smtp.log"
    process = background.spawn([sys.executable, Path(__file__), "serve", str(port), folder], log)
    background.wait(process, lambda: background.listening(port), log, "The SMTP server", 20)
    url = f"smtp://{background.LOOPBACK}:{port}"
    return background.State(NAME, url, process.pid, str(log), "smtp.py", {"folder": str(folder)}).save()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=("start", "stop", "serve"))
    parser.add_argument("port", nargs="?", type=int)
    parser.add_argument("folder", nargs="?", type=Path)
    arguments = parser.parse_args()
    if arguments.action == "serve":
        serve(arguments.port, arguments.folder)
    start() if arguments.action == "start" else background.stop(NAME)
    sys.exit(0)
