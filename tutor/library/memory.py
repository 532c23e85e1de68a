"""Memory that is free given back to the system: reading a large book leaves holes that the C library would keep for itself."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable
from contextlib import suppress

_M_ARENA_MAX = -8  # malloc.h


def give_back() -> None:
    """Hand what is free back to the system, where its C library can (glibc); costs a few milliseconds, does nothing elsewhere."""
    if (trim := _trim()) is not None:
        trim(0)


@functools.cache
def few_arenas() -> None:
    """Let the threads of this program share two heaps (glibc): else each keeps holes of its own, and a long session grows."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


@functools.cache
def _trim() -> Callable[[int], int] | None:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return None
