# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files where the task runs: what is uploaded, and answers that are kept in one."""

from __future__ import annotations

import os
from pathlib import Path

from .errors import InputError


def content_of(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read()
    except OSError:
        raise InputError(f"The file {path} can't be read where the task runs.") from None


def write_text(path: str, text: str, private: bool = False) -> None:
    """Replace a file as a whole. A ``private`` one can be read by its owner alone."""
    temporary = f"{path}.{os.getpid()}"
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if private else 0o666)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, os.path.realpath(path))
    except OSError as error:
        raise InputError(f"The file {path} can't be written where the task runs: {error.strerror}.") from None


def check_destination(dest: str) -> None:
    """Refuse one that can't be written before anything is asked for."""
    folder = os.path.dirname(os.path.abspath(dest))
    if not os.path.isdir(folder) or os.path.isdir(dest):
        raise InputError(f"dest {dest} must be a file in a directory that exists.")
    # A device such as /dev/null would be replaced by a file.
    if os.path.exists(dest) and not os.path.isfile(dest):
        raise InputError(f"dest {dest} is no regular file: only those are replaced.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InputError(f"The directory of dest {dest} can't be written where the task runs.")
