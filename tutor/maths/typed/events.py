"""Events joined by words, as people type them in a probability: "P(A or B)", "P(not A)", "P(A given B)"."""

from __future__ import annotations

import re

__all__ = ["events_in_signs"]

_PROBABILITY = re.compile(r"(?<![A-Za-z\\])(P|Pr|Prob|p)\s*\(([^()$\\]{1,60})\)")
_EVENT = r"[A-Z](?:_?\d)?"
_NOT = re.compile(rf"\bnot\s+({_EVENT})(?![\w'])")
_SIDE = rf"(?:{_EVENT}|\\overline\{{{_EVENT}\}})"
_JOINED = re.compile(rf"(?<![\w'\\])({_SIDE})\s+(and|or|given)\s+(?={_SIDE}(?![\w']))")
_SIGN = {"and": "∩", "or": "∪", "given": "|"}


def events_in_signs(text: str) -> str:
    r"""A text with the words between events written as signs, inside a probability and nowhere else.

    >>> events_in_signs("P(A or B) = P(A) + P(B) - P(A and B)"), events_in_signs("P(not A or B given C) for A or B")
    ('P(A ∪ B) = P(A) + P(B) - P(A ∩ B)', 'P(\\overline{A} ∪ B | C) for A or B')
    >>> events_in_signs("P(rain or snow)")
    'P(rain or snow)'
    """
    return _PROBABILITY.sub(lambda found: f"{found[1]}({_signs(found[2])})", text)


def _signs(inside: str) -> str:
    return _JOINED.sub(lambda found: f"{found[1]} {_SIGN[found[2]]} ", _NOT.sub(r"\\overline{\1}", inside))
