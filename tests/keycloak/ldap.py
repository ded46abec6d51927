# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real LDAP server in memory, filled from seed.ldif: ldap.py start|stop. Its state has the address and the login."""

from __future__ import annotations

import argparse
import sys
import zipfile
from pathlib import Path

import background

VERSION = "7.0.3"
NAME = "ldap"
BASE = "dc=example,dc=org"
BIND_DN = "cn=admin"
PASSWORD = "admin"


def start() -> background.State:
    running = background.load(NAME)
    if running is not None:
        return running
    jar = background.maven(
        f"com.unboundid:unboundid-ldapsdk:{VERSION}:jar",
        f"unboundid-ldapsdk-{VERSION}.jar",
        lambda path: zipfile.ZipFile(path).testzip() is None,
    )
    port = background.free_port()
    tool = ["java", "-Xmx64m", "-cp", jar, "com.unboundid.ldap.listener.InMemoryDirectoryServerTool"]
    bind = ["--additionalBindDN", BIND_DN, "--additionalBindPassword", PASSWORD]
    seed = ["--baseDN", BASE, "--ldifFile", Path(__file__).with_name("seed.ldif"), "--port", str(port)]
    log = background.CACHE / "instances" / "ldap.log"
    process = background.spawn([*tool, *seed, *bind], log)
    background.wait(process, lambda: background.listening(port), log, "The LDAP server", 60)
    extra = {"base": BASE, "bind_dn": BIND_DN, "password": PASSWORD}
    url = f"ldap://{background.LOOPBACK}:{port}"
    return background.State(NAME, url, process.pid, str(log), "InMemoryDirectoryServerTool", extra).save()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=("start", "stop"))
    start() if parser.parse_args().action == "start" else background.stop(NAME)
    sys.exit(0)
