"""How much of a text means something: the letters without a meaning are marked with U+FFFD when a page is read."""

from __future__ import annotations

UNREAD = "\ufffd"
# A line with more unread letters than this is garbage: it is never searched and never quoted.
LEAST_READABLE = 0.95


def readable_share(text: str) -> float:
    """Share of the letters that mean something, 0..1; an empty text has nothing unreadable.

    >>> readable_share("ab\ufffd\ufffd")
    0.5
    """
    return 1.0 - text.count(UNREAD) / len(text) if text else 1.0
