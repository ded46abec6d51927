# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that are kept in a file where the task runs."""

from __future__ import annotations

import json
import os
import tempfile
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._base.files import check_destination, content_of


def save(module: AnsibleModule, dest: str, mode: Any, data: Any) -> bool:
    """Put an answer in a file, with the mode set before anyone can read it. True when the file changed."""
    check_destination(dest)
    content = _encoded(data)
    changed = not os.path.exists(dest) or content_of(dest) != content
    if changed and not module.check_mode:
        # mkstemp makes a file that only its owner can read
        handle, path = tempfile.mkstemp(dir=module.tmpdir)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        module.set_mode_if_different(path, mode, False)
        module.atomic_move(path, dest, keep_dest_attrs=False)
    return bool(module.set_mode_if_different(dest, mode, changed) if os.path.exists(dest) else changed)


def _encoded(data: Any) -> bytes:
    if isinstance(data, bytes):
        return data
    if isinstance(data, str):
        return data.encode()
    return b"" if data is None else (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()
