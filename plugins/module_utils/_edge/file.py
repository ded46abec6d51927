# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that are kept in a file where the task runs."""

from __future__ import annotations

import json
import os
import tempfile
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._base.errors import InputError
from .._base.files import check_destination, content_of


def check_place(module: AnsibleModule, dest: str, mode: Any) -> None:
    """Refuse what can't be written before the request: what it answers may be had only once."""
    check_destination(dest)
    folder = os.path.dirname(os.path.abspath(dest))
    if not _is_mode(module, folder, mode):
        raise InputError('mode must be a file mode, such as "0600" or "u=rw,g=r".')
    if not module.check_mode:
        # Only a file that is made shows a read-only or full file system, to root above all.
        try:
            handle, path = tempfile.mkstemp(dir=folder, prefix=".keycloak-")
            os.close(handle)
            os.remove(path)
        except OSError as error:
            raise InputError(f"dest {dest} can't be created: {error.strerror}.") from None


def save(module: AnsibleModule, dest: str, mode: Any, data: Any) -> bool:
    """Put an answer in a file, with the mode set before anyone can read it. True when the file changed."""
    check_destination(dest)
    content = _encoded(data)
    changed = not os.path.exists(dest) or content_of(dest) != content
    if changed and not module.check_mode:
        path = _kept(content, os.path.dirname(os.path.abspath(dest)))
        try:
            module.set_mode_if_different(path, mode, False)
            os.replace(path, os.path.realpath(dest))
        except OSError as error:
            raise InputError(f"dest {dest} can't be written: {error.strerror}. The answer is kept in {path}.") from None
        module.set_default_selinux_context(dest, False)
    return bool(module.set_mode_if_different(dest, mode, changed) if os.path.exists(dest) else changed)


def _kept(content: bytes, folder: str) -> str:
    """A new file with this content that only its owner can read; in the system's directory if there is no room."""
    for place in (folder, tempfile.gettempdir()):
        try:
            handle, path = tempfile.mkstemp(dir=place, prefix=".keycloak-")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
        except OSError:
            continue
        return path
    raise InputError(f"Neither {folder} nor the directory for temporary files has room for the answer, which is lost.")


def _is_mode(module: AnsibleModule, folder: str, mode: Any) -> bool:
    if mode is None or (isinstance(mode, int) and not isinstance(mode, bool)):
        return mode is None or 0 <= mode <= 0o7777
    try:
        return 0 <= int(mode, 8) <= 0o7777
    except (TypeError, ValueError):
        pass
    try:
        module._symbolic_mode_to_octal(os.lstat(folder), mode)
    except Exception:
        return False
    return bool(mode)


def _encoded(data: Any) -> bytes:
    if isinstance(data, bytes):
        return data
    if isinstance(data, str):
        return data.encode()
    return b"" if data is None else (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()
