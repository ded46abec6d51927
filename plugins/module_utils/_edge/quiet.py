# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An AnsibleModule that never shows a secret among its arguments: not in its log, in no result, in no failure."""

from __future__ import annotations

import copy
import json
import os
from typing import Any, Dict, Iterable, Mapping, Set

from ansible.module_utils.basic import AnsibleModule

from .._base.errors import InputError
from .._engine.spec import with_names
from .._secrets.redact import censored, scrub
from .arguments import problem, redacted
from .options import CALLED, GIVEN, REALM, VARIABLES


class QuietModule(AnsibleModule):
    """Replaces what Ansible does with arguments that are ``no_log``.

    Ansible searches the whole result for each of their values, ``true`` and ``1`` of a free-form map included, and
    writes options that are not ``no_log`` to the log as they are. Here arguments are redacted by the meaning of their
    keys; Ansible only searches for secrets that can't be part of anything else.
    """

    params: Dict[str, Any]

    def __init__(self, **arguments: Any) -> None:
        # Of secrets of which only the server knows: names of settings, and values.
        self.secret_keys: Set[str] = set()
        self.known_secrets: Set[str] = set()
        self._given: Dict[str, Any] = {}
        # The name that the task calls the module by.
        self.called = ""
        self._checked = False
        super().__init__(**arguments)
        self._checked = True
        self._narrow()
        for names in self.required_one_of or ():
            # For Ansible an empty string is there.
            if all(self.params.get(name) in (None, "") for name in names):
                self.fail_json(msg=f"All of {', '.join(names)} are empty: set one.")

    @property
    def realm_by_default(self) -> bool:
        """Whether no option, variable or environment names the realm, so that it is master."""
        option = self.argument_spec.get("realm") or {}
        named = any(self._given.get(name) for name in ("realm", *option.get("aliases", ())))
        return bool(option.get("default")) and not named and not (GIVEN.get(REALM) or os.environ.get(REALM))

    @property
    def secrets(self) -> Set[str]:
        """All secrets among the arguments."""
        given = redacted(self._given, self.argument_spec, self.secret_keys)[1]
        parsed = redacted(self.params, self.argument_spec, self.secret_keys)[1]
        return given | parsed | self.known_secrets

    def _load_params(self) -> None:
        super()._load_params()
        GIVEN.clear()
        GIVEN.update(self.params.pop(VARIABLES, None) or {})
        self.called = self.params.pop(CALLED, None) or ""
        try:
            self.params = with_names(self.argument_spec, self.params)
        except InputError as error:
            # Nothing is known of secrets yet: the failure shows no arguments.
            self.params = {}
            self.fail_json(msg=str(error))
        # Ansible empties lists that it can't convert.
        self._given = copy.deepcopy(self.params)

    def _set_internal_properties(self, *arguments: Any, **more: Any) -> None:
        """The last that Ansible does before it looks at types, in words without a place or not at all (a traceback)."""
        super()._set_internal_properties(*arguments, **more)
        wrong = problem(self._given, self.argument_spec)
        if wrong:
            self.fail_json(msg=wrong)

    def learn(self, keys: Iterable[str], secrets: Iterable[str]) -> None:
        """The server reported more secrets."""
        self.secret_keys.update(keys)
        self.known_secrets.update(secrets)
        self._narrow()

    def exit_json(self, **result: Any) -> None:
        super().exit_json(invocation=self._invocation(), **result)

    def fail_json(self, msg: str, **result: Any) -> None:
        if not self._checked:
            # Ansible refuses the arguments: they are what the task has, under any names and of any types.
            msg = scrub(str(msg), self.secrets)
            self._narrow()
        super().fail_json(msg=msg, invocation=self._invocation(strict=True), **result)

    def _invocation(self, strict: bool = False) -> Any:
        arguments = self.params if self._checked else self._given
        shown, _secrets = redacted(arguments, self.argument_spec, self.secret_keys, self.known_secrets, strict)
        return {"module_args": shown}

    def _narrow(self) -> None:
        shown, _secrets = redacted(self.params, self.argument_spec, self.secret_keys)
        self.no_log_values = censored(self.secrets, shown)

    def _log_invocation(self) -> None:
        """Ansible's own takes apart the text of a list or map, and misses secrets with quotes or line ends."""
        shown, _secrets = redacted(self.params, self.argument_spec, strict=True)
        known = {name: value for name, value in shown.items() if value is not None}
        self._narrow()
        self.log("Invoked with " + json.dumps(known, ensure_ascii=False, default=str), log_args=_texts(known))


def _texts(arguments: Mapping[str, Any]) -> Dict[str, str]:
    return {
        name: value if isinstance(value, str) else json.dumps(value, default=str) for name, value in arguments.items()
    }
