# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The real server, an administrator that is independent of the collection's client, and realms to work in."""

from __future__ import annotations

import os
import sys
import uuid
from pathlib import Path

import pytest
import recorder

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / part) for part in ("keycloak", "tools")]

import background  # noqa: E402
import claims  # noqa: E402
import ldap  # noqa: E402
import server as keycloak  # noqa: E402
import smtp  # noqa: E402
from admin import Admin  # noqa: E402

# They may name a production server.
for name in [name for name in os.environ if name.startswith("KEYCLOAK_") and name != "KEYCLOAK_VERSION"]:
    del os.environ[name]


def pytest_addoption(parser):
    parser.addoption(
        "--both-ways", action="store_true", help="run the examples as modules, too, and compare the results"
    )


class Whole:
    """What a run did as a whole, whether in one process or in several: held to the claims of tests/operations.tsv."""

    def __init__(self, config):
        self._output = getattr(config, "workeroutput", None)
        self._wrong = []
        self._ran = set()
        self.sent = set()
        self.started = set()

    def pytest_runtest_logreport(self, report):
        if report.when == "setup":
            self._ran.add(claims.short(report.nodeid))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        """A worker hands over what it recorded."""
        output = getattr(node, "workeroutput", {})
        self.sent.update(map(tuple, output.get("sent", ())))
        self.started.update(output.get("started", ()))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session):
        if self._output is not None:
            self._output.update(sent=[list(it) for it in self.sent], started=list(self.started))
            return
        for name in self.started:
            background.stop(name)
        # An older server does not have all operations.
        newest = keycloak.VERSION == keycloak.NEWEST
        self._wrong = claims.unshown(self._ran, self.sent) if newest else None
        if self._wrong and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        if self._wrong is None:
            terminalreporter.write_line("tests/operations.tsv: not compared, the run left out tests that it names")
        elif self._wrong:
            terminalreporter.section("tests/operations.tsv claims what the named test did not send", red=True)
            for row in self._wrong:
                terminalreporter.write_line(f"{row['plugin']} {row['endpoint']} {row['test']}")
        else:
            terminalreporter.write_line("tests/operations.tsv: each operation is shown by the test that it names")


def pytest_configure(config):
    config.pluginmanager.register(Whole(config), "whole")


@pytest.fixture(scope="session")
def whole(request):
    return request.config.pluginmanager.get_plugin("whole")


@pytest.fixture(scope="session", autouse=True)
def record(whole):
    """Notes what the plugins send in this run."""
    with recorder.recording(whole.sent):
        yield


@pytest.fixture(scope="session")
def shared(whole):
    """Gives a server that starts once a test wants one. Workers share it: only the run stops it, at its end."""

    def give(name, start):
        with background.lock(f"live-{name}"):
            if background.load(name) is None:
                whole.started.add(name)
            return start()

    return give


@pytest.fixture(scope="session")
def server():
    running = background.load(keycloak.TEST)
    assert running is not None, "no server: make server starts it"
    return running


@pytest.fixture(scope="session")
def admin(server):
    return Admin(server.url)


@pytest.fixture(scope="session")
def featured(shared):
    """A second server, with features that are off by default."""
    return shared(keycloak.FEATURED, keycloak.start_featured)


@pytest.fixture(scope="session")
def featured_admin(featured):
    return Admin(featured.url)


@pytest.fixture(scope="session")
def own_storage(featured_admin):
    """A user federation of one's own, which the second server has where there is a Java compiler that can make it."""
    kinds = featured_admin.get("/admin/serverinfo")["componentTypes"]["org.keycloak.storage.UserStorageProvider"]
    if "own-storage" not in [kind["id"] for kind in kinds]:
        pytest.skip(f"the server {keycloak.VERSION} has no user federation of one's own: it could not be compiled")


@pytest.fixture(scope="session")
def mailbox(shared):
    return smtp.Mails(shared(smtp.NAME, smtp.start))


@pytest.fixture(scope="session")
def ldap_settings(shared):
    """Of a user federation with a real LDAP server."""
    state = shared(ldap.NAME, ldap.start)
    return {
        "vendor": "other",
        "connectionUrl": state.url,
        "usersDn": f"ou=people,{state.extra['base']}",
        "bindDn": state.extra["bind_dn"],
        "bindCredential": state.extra["password"],
        "authType": "simple",
        "usernameLDAPAttribute": "uid",
        "rdnLDAPAttribute": "uid",
        "uuidLDAPAttribute": "entryUUID",
        "userObjectClasses": "inetOrgPerson",
        "editMode": "READ_ONLY",
    }


@pytest.fixture(scope="module")
def realm(admin):
    name = f"live-{uuid.uuid4().hex[:8]}"
    admin.post("/admin/realms", {"realm": name, "enabled": True})
    yield name
    admin.remove_realm(name)
