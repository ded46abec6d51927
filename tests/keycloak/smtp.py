# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real SMTP server that writes each mail as a file: smtp.py start|stop. Its state has the address and the folder."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import time
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
