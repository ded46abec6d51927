# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What to say of an error that the collection should not make."""

from __future__ import annotations

import os
import traceback
from typing import Iterable, Tuple

from .._secrets.redact import scrub


def sentence(error: BaseException, secrets: Iterable[str]) -> Tuple[str, str]:
    """One sentence with the place in the code, and its lines; no secret in either."""
    known = list(secrets)
    frames = traceback.extract_tb(error.__traceback__)
    last = f" in {os.path.basename(frames[-1].filename)}, line {frames[-1].lineno}" if frames else ""
    message = f"{type(error).__name__}{last}: {scrub(str(error), known)}"
    report = "This is a bug of realmkit.keycloak: report it with the task that leads to it."
    return f"{message.rstrip('.')}. {report}", scrub("".join(traceback.format_tb(error.__traceback__)), known)
