# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a kind's task in process, with its arguments parsed as the module would, and counts its writes."""

from __future__ import annotations

from dataclasses import dataclass

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from connecting import admin_options

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.options import connect
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.execute import execute
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.spec import argument_spec, with_names
from ansible_collections.realmkit.keycloak.plugins.module_utils._secrets.show import shown


@dataclass(frozen=True)
class Run:
    """What a task told, and how many writes it sent."""

    result: object
    writes: int

    @property
    def changed(self):
        return self.result.changed


def task(server, resource, check=False, spec_of=None, **arguments):
    """One task against the server. Raises what the module would report as a failure."""
    spec = argument_spec(spec_of or resource)
    parsed = ArgumentSpecValidator(spec).validate(with_names(spec, arguments))
    assert not parsed.error_messages, parsed.error_messages
    with connect(admin_options(server)) as client:
        result = execute(resource, parsed.validated_parameters, check, client)
        return Run(result, client.writes)


def converge(server, resource, spec_of=None, **arguments):
    """Check, run, run again: check mode tells the truth, and neither it nor a second run writes. Returns the run."""
    checked = task(server, resource, True, spec_of, **arguments)
    run = task(server, resource, False, spec_of, **arguments)
    again = task(server, resource, False, spec_of, **arguments)
    assert checked.changed == run.changed
    assert checked.result.operations == run.result.operations
    # A fingerprint of a secret has a new salt each time; what a person is shown must be the same.
    told = [shown(it.before, it.after) for it in (checked.result, run.result)]
    assert told[0] == told[1]
    assert (checked.writes, again.writes, again.changed) == (0, 0, False), again.result.operations
    assert run.writes > 0 or not run.changed
    return run
