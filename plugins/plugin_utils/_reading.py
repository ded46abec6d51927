# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lookups that read one thing by its name."""

from __future__ import annotations

from typing import Any, List, Mapping, Optional

from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase

from ..module_utils._base.errors import InputError
from ..module_utils._edge.options import OPTIONS
from ..module_utils._edge.sharing import connected
from ..module_utils._engine.names import UnknownName
from ..module_utils._http.client import REQUESTS_IMPORT_ERROR
from ..module_utils._http.errors import KeycloakError
from ..module_utils._reads import LOOKUPS
from ..module_utils._secrets.redact import redact
from ._asking import canonical, failing_plainly, refuse_unknown, set_options


class ReadingLookup(LookupBase):
    """A lookup whose terms are names, all of them read in one session."""

    reads = ""

    def run(self, terms: List[str], variables: Optional[Mapping[str, Any]] = None, **kwargs: Any) -> List[Any]:
        if REQUESTS_IMPORT_ERROR:
            raise AnsibleError("The lookups of realmkit.keycloak need the Python library requests on the controller.")
        arguments = canonical(kwargs)
        read = LOOKUPS[self.reads]
        place = () if self.reads in ("token", "server_info") else ("realm",)
        with failing_plainly(arguments):
            refuse_unknown(self.reads, arguments, (*place, *read.options, "default"))
            set_options(self, variables, arguments)
            options = {name: self.get_option(name) for name in read.options}
            values = {name: self.get_option(name) for name in place}
            if read.term and not terms:
                raise InputError(f"The lookup {self.reads} needs the name of a {read.term} as its term.")
            found: List[Any] = []
            with connected({name: self.get_option(name) for name in OPTIONS}) as client:
                for term in terms if read.term else [""]:
                    try:
                        found += read.reader(client, values, str(term), options)
                    except (UnknownName, KeycloakError) as error:
                        gone = isinstance(error, UnknownName) or error.absent or error.missing_realm
                        if "default" not in arguments or not gone:
                            raise
                        found.append(self.get_option("default"))
        return found if read.secret else redact(found)
