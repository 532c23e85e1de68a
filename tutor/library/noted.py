"""A note beside the record: that something slow was looked into, and in which state of the library. Losing it costs time only."""

from __future__ import annotations

import hashlib
import os
import threading
from contextlib import suppress
from pathlib import Path


def is_noted(note: Path, state: str) -> bool:
    """Whether this very state is what was noted."""
    try:
        return note.read_text(encoding="ascii") == _digest(state)
    except (OSError, ValueError):
        return False


def take_note(note: Path, state: str) -> None:
    """Note this state; what was noted before is forgotten."""
    with suppress(OSError):
        fresh = note.with_name(f"{note.name}.{os.getpid()}.{threading.get_ident()}")
        fresh.write_text(_digest(state), encoding="ascii")
        fresh.replace(note)


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
