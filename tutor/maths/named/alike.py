"""Formulas that say the same: letter for letter, up to renaming, or as one side or one part of a larger formula.

For finding a pasted formula in a book. What two formulas share is their form (see `forms`): fonts, brackets and spellings aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from tutor.maths.formula import read_formula
from tutor.maths.named.forms import Form, heads, statements, weight
from tutor.maths.named.renaming import Renaming
from tutor.maths.tree import Node

__all__ = ["Wanted", "likeness", "wanted"]

_MOST_STATEMENTS = 24
_MOST_PARTS = 60
_LEAST_WEIGHT = 2  # a formula of one operator stands everywhere
_WHOLE, _SIDE, _PART = 1.0, 0.85, 0.6
_RENAMED = 0.9


@dataclass(frozen=True, slots=True)
class Wanted:
    """A formula to look for: its form (both ways round where it is an equation), and the operators every likeness must have."""

    forms: tuple[Form, ...]
    heads: frozenset[object]


@lru_cache(maxsize=256)
def wanted(latex: str) -> Wanted | None:
    r"""What to look for, or None where the formula is too small to be told from others.

    >>> wanted("x") is None, wanted(r"\mathbb{E}[X^2]-\mathbb{E}[X]^2") is None
    (True, False)
    """
    reading = read_formula(latex)
    whole = next(iter(statements(reading.tree)), None)
    if whole is None or not reading.complete or weight(whole[0]) < _LEAST_WEIGHT:
        return None
    pattern = whole[0]
    turned = (("rel", "=", pattern[3], pattern[2]),) if pattern[:2] == ("rel", "=") else ()
    return Wanted((pattern, *turned), heads(pattern) - {"rel"})


def likeness(asked: Wanted, tree: Node) -> float:
    r"""How like a formula is to what is wanted: 1 for the same, less up to renaming, as one side, as one part; 0 for unlike.

    >>> asked = wanted(r"\mathbb{E}[X^2]-\mathbb{E}[X]^2")
    >>> [round(likeness(asked, read_formula(f).tree), 2) for f in (r"V(Y) = E[Y^2] - (E[Y])^2", r"E[X^2] - E[X]^2", "a + b")]
    [0.77, 1.0, 0.0]
    """
    best = 0.0
    for target, _ in islice(statements(tree), _MOST_STATEMENTS):
        if asked.heads <= heads(target):
            best = max(best, max((_fit(asked, part, worth) for part, worth in _parts(target) if worth > best), default=0.0))
    return best


def _parts(target: Form) -> Iterator[tuple[Form, float]]:
    """A statement, its sides, then everything in them, with what a likeness there is worth."""
    yield target, _WHOLE
    sides = [side for side in target[2:] if isinstance(side, tuple)] if target[0] == "rel" else []
    for side in sides:
        yield side, _SIDE
    waiting = [part for one in (sides or [target]) for part in one if isinstance(part, tuple)]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if weight(part) >= _LEAST_WEIGHT:
            yield part, _PART
            waiting += [inner for inner in part if isinstance(inner, tuple)]


def _fit(asked: Wanted, target: Form, worth: float) -> float:
    if target in asked.forms:
        return worth
    for pattern in asked.forms:
        if pattern[:1] == target[:1] and next(iter(Renaming(commutes=False).match(pattern, target, {})), None) is not None:
            return worth * _RENAMED
    return 0.0
