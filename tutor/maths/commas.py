"""A comma that may be a decimal point: 1,5 for 1.5, and (0,5; -1) for (0.5, -1).

Law: where both readings make sense and only one of them is right, the learner is asked; only a semicolon between values decides.
"""

from __future__ import annotations

import re

_LISTS = frozenset(["vector", "set", "interval", "vector_up_to_scale"])
_LONE = re.compile(r"\s*(?:[A-Za-z]\w?\s*=\s*)?[-−+]?\s*\d+,\d+\s*%?\s*")
_TIGHT = re.compile(r"(?<=\d),(?=\d)")


def with_points(kind: str, text: str) -> tuple[str, bool] | None:
    """The text with points for its decimal commas, and whether they can hardly be anything else; None where there are none.

    >>> with_points("vector", "(0,5; -1)")
    ('(0.5; -1)', True)
    >>> with_points("vector", "(1,2)") is None, with_points("vector", "(0,5, 1,5)")
    (True, ('(0.5, 1.5)', False))
    """
    if kind not in _LISTS or not _TIGHT.search(text):
        return None
    if ";" in text:
        return _TIGHT.sub(".", text), not re.search(r",\s", text)
    return (_TIGHT.sub(".", text), False) if re.search(r",\s", text) else None


def lone_comma(text: str) -> str | None:
    """The lone number with a point for its comma, to be shown and not guessed; None for anything else and for 1,000.

    >>> lone_comma("1,5"), lone_comma("1,000"), lone_comma("1, 5")
    ('1.5', None, None)
    """
    return _TIGHT.sub(".", text).strip() if _LONE.fullmatch(text) and not re.search(r",\d{3}\s*$", text) else None
