# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
short_description: User events and admin events of Keycloak
description:
  - Follows the events that a server keeps and hands each to the rules once, oldest first.
  - A cursor on disk says what was handed on. After a restart of the rulebook or of the server it goes on there.
  - The cursor moves when ansible-rulebook has taken an event. If it is killed at that moment, the event comes again.
  - With C(feedback=true) and C(--persistence-id) of ansible-rulebook it moves when the rules have seen the event.
  - The realm must keep its events, for which realmkit.keycloak.keycloak_events_config has options. What the server
    removes before it was read, because it expired say, is lost.
  - The account needs the role view-events of the realm.
  - While the server can't be reached it asks again, less and less often. At its start a login that is refused or a
    realm that does not exist ends the rulebook.
  - Takes the connection options of the modules of this collection and the same variables of the environment, too.
options:
  realms:
    description: Realms to follow.
    type: list
    elements: str
    required: true
  kinds:
    description: Events to follow.
    type: list
    elements: str
    choices: [user, admin]
    default: [user, admin]
  cursor:
    description: File in which the plugin keeps its place. Each source needs one of its own.
    type: path
    required: true
  start:
    description: Where to begin without a cursor. V(now) skips what the server has, V(beginning) hands it on.
    type: str
    choices: [now, beginning]
    default: now
  interval:
    description: Seconds between two requests for new events.
    type: float
    default: 5
  max_interval:
    description: Most seconds between two tries while the server can't be reached.
    type: float
    default: 60
  overlap:
    description:
      - Seconds that each request looks back. An event shows up when its transaction ends, which can be after a later
        one.
    type: int
    default: 60
  types:
    description: Types of user events, such as LOGIN_ERROR. As in all filters V(*) and V(?) match as in a shell.
    type: list
    elements: str
  clients:
    description: Client ids of user events.
    type: list
    elements: str
  operations:
    description: Operations of admin events, such as UPDATE.
    type: list
    elements: str
  resource_types:
    description: Types of the resources of admin events, such as CLIENT.
    type: list
    elements: str
  resource_paths:
    description: Paths of the resources of admin events, such as V(clients/*).
    type: list
    elements: str
"""

EXAMPLES = r"""
- realmkit.keycloak.keycloak_events:
    auth_keycloak_url: https://sso.example.com
    auth_client_id: events
    auth_client_secret: "{{ events_secret }}"
    realms: [demo]
    kinds: [admin]
    operations: [CREATE, UPDATE, DELETE]
    cursor: /var/lib/rulebook/demo.cursor
"""

import asyncio
import logging
import sys
from itertools import islice
from pathlib import Path
from typing import Any, AsyncIterator, Dict, List, Mapping

# ansible-rulebook runs this file alone, and Ansible's own search for collections is not set up.
_TREE = str(Path(__file__).parents[7])
if _TREE not in sys.path:
    sys.path.append(_TREE)

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.arguments import problem
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.options import connect, connection_spec
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import REQUESTS_IMPORT_ERROR, Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.errors import KeycloakError
from ansible_collections.realmkit.keycloak.plugins.plugin_utils._following import (
    FILTERS,
    KINDS,
    Cursor,
    Place,
    Stream,
    is_wanted,
)

LOG = logging.getLogger(__name__)
# Events that are read before the first of them is handed on.
_AT_ONCE = 1000
_LIST = {"type": "list", "elements": "str"}
SPEC: Dict[str, Any] = {
    **connection_spec(),
    "realms": {**_LIST, "required": True},
    "kinds": {**_LIST, "choices": list(KINDS), "default": list(KINDS)},
    "cursor": {"type": "path", "required": True},
    "start": {"type": "str", "choices": ["now", "beginning"], "default": "now"},
    "interval": {"type": "float", "default": 5.0},
    "max_interval": {"type": "float", "default": 60.0},
    "overlap": {"type": "int", "default": 60},
    **dict.fromkeys(FILTERS, _LIST),
}
# Where ansible-rulebook keeps its state in a database, it says here when the rules have seen an event.
_FEEDBACK = "eda_feedback_queue"
_FOREIGN = ("feedback", _FEEDBACK)


async def main(queue: Any, args: Mapping[str, Any]) -> None:
    options = parsed({name: value for name, value in args.items() if name not in _FOREIGN})
    async for event, place, keep in _followed(options):
        if event:
            await queue.put(event)
            await (args[_FEEDBACK].get() if args.get(_FEEDBACK) else _taken(queue))
        keep(place)


def parsed(args: Mapping[str, Any]) -> Dict[str, Any]:
    """The options, or an InputError with one sentence that shows no value of a secret."""
    if REQUESTS_IMPORT_ERROR:
        raise InputError("The source keycloak_events needs the Python library requests.")
    wrong = problem(args, SPEC)
    if wrong:
        raise InputError(wrong.replace("of this module", "of the source keycloak_events"))
    result = ArgumentSpecValidator(SPEC).validate(dict(args))
    if result.error_messages:
        raise InputError(f"keycloak_events: {result.error_messages[0]}.")
    options = dict(result.validated_parameters)
    for name in ("realms", "kinds"):
        if not options[name]:
            raise InputError(f"{name} is empty: name at least one.")
    for name in ("interval", "max_interval"):
        if options[name] <= 0:
            raise InputError(f"{name} must be more than 0 seconds.")
    if options["overlap"] < 0:
        raise InputError("overlap must not be negative.")
    return options


async def _taken(queue: Any) -> None:
    """The queue of ansible-rulebook has room for one event: an empty one was taken. The pause leaves the rules time to
    act: without it a kill lost the actions of some ten events, which were taken and waited."""
    inner = getattr(queue, "queue", queue)
    while not inner.empty():
        await asyncio.sleep(0.02)


async def _followed(options: Mapping[str, Any]) -> AsyncIterator[Any]:
    """Each event that the filters let through, or None for those that they don't, with its place and how to keep it."""
    cursor = Cursor(options["cursor"])
    reached, tries = False, 0
    client = connect(options)
    streams = [
        Stream(client.server, realm, kind, options["overlap"] * 1000)
        for realm in dict.fromkeys(options["realms"])
        for kind in dict.fromkeys(options["kinds"])
    ]
    try:
        while True:
            try:
                for stream in streams:
                    async for step in _one(client, stream, cursor, options):
                        yield step
                if tries:
                    LOG.warning("Keycloak answers again.")
                reached, tries = True, 0
            except KeycloakError as error:
                if not reached and error.status in (400, 401, 403, 404) and not error.foreign:
                    raise
                tries += 1
                LOG.warning("The events can't be read, try %d: %s", tries, error)
                # A login that the server has forgotten, say: begin with a new one.
                await asyncio.to_thread(client.close)
                client = connect(options)
            pause = options["interval"] * 2 ** min(tries, 16)
            await asyncio.sleep(min(pause, max(options["max_interval"], options["interval"])) if tries else pause)
    finally:
        client.close()


async def _one(client: Client, stream: Stream, cursor: Cursor, options: Mapping[str, Any]) -> AsyncIterator[Any]:
    place = cursor.place(stream.name)
    if place is None:
        place = await asyncio.to_thread(stream.begin, client, options["start"] == "beginning")
        cursor.keep(stream.name, place)

    def keep(changed: Place) -> None:
        cursor.keep(stream.name, changed)

    found: List[Dict[str, Any]] = await asyncio.to_thread(lambda: list(islice(stream.new(client, place), _AT_ONCE)))
    for number, event in enumerate(found):
        place.add(event, stream.overlap)
        wanted = is_wanted(stream.kind, event, options)
        if wanted or number == len(found) - 1:
            yield (stream.shown(event) if wanted else None), place, keep
