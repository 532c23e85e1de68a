r"""What is put together as in no formula met before: two kinds of things that are common everywhere, and stand so nowhere.

Most readings that are wrong hold such a place: a hat over a product, where a name was torn apart; a pair beside a command, where
an interval stood. So the tutor says that it has not been there. What was met is kept in `met.json`, written by
`python -m tests.met` from some 31,000 formulas of books.

Law: this only lists; what is said stays as the grammar reads it. Two kinds count as common where chance alone would have put
them together in more than `EXPECTED` books.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from tutor.maths.reading.nodes import (
    Accent,
    Beside,
    Big,
    Cases,
    Choose,
    Derivative,
    Empty,
    Fence,
    Given,
    Gradient,
    Grid,
    Letter,
    Listing,
    Marked,
    Prefix,
    Prime,
    Product,
    Sign,
    Suffix,
    Sum,
    Text,
    Transpose,
    Unread,
    Word,
)
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.tree import Node, Number, Span, children

__all__ = ["EXPECTED", "UNMET", "arrangements", "kind", "unmet"]

EXPECTED = 480.0
MOST_PLACES = 3
UNMET = ("what is said here", "something else, for it is put together as in no formula known here")
_TABLE = "met.json"
_PLAIN = (Number, Text, Unread, Word, Empty, Sign, Transpose, Prime, Suffix, Listing, Letter, Gradient, Beside, Cases)
_ADDED = frozenset(["+", "-", "+-", "-+"])
_MULTIPLIED = frozenset(["", "cdot", "times", "dots", "cdots"])

ANYWHERE = ""  # what stands in nothing else may stand so wherever its like was met

Arrangement = tuple[str, str, str]


def kind(node: Node) -> str:
    """What a node is, as coarsely as arrangements are told apart: its class, and what sign or bracket makes it another."""
    name = type(node).__name__
    if isinstance(node, _PLAIN):
        return name
    match node:
        case Sum(signs=signs):
            return name if _ADDED.issuperset(signs) else f"{name}:{'/'.join(sorted(set(signs)))}"
        case Product(signs=signs):
            return name if _MULTIPLIED.issuperset(signs) else f"{name}:{'/'.join(sorted(set(signs)))}"
        case Fence(open=opening, close=closing, role=role):
            return f"{name}:{opening}{closing}:{role}"
        case Big(name=sign):
            return f"{name}:{sign}"
        case Accent(mark=mark):
            return f"{name}:{mark}"
        case Given(sign=sign) | Prefix(sign=sign):
            return f"{name}:{sign}"
        case Grid(kind=made):
            return f"{name}:{made}"
        case Marked(command=command) | Choose(word=command):
            return f"{name}:{command}"
        case Derivative(letter=letter):
            return f"{name}:{letter}"
    return f"{name}:{getattr(node, 'role', '')}" if hasattr(node, "role") else name


def arrangements(tree: Node) -> Iterator[tuple[Arrangement, tuple[str, str], Span]]:
    """Every arrangement of a tree, the two kinds that meet in it, and where they stand: below each other in something, or beside
    each other in it. What was not understood arranges nothing."""
    waiting: list[tuple[Node, str, str]] = [(tree, kind(tree), ANYWHERE)]
    while waiting:
        node, own, above = waiting.pop()
        held = [(part, kind(part)) for part in children(node)]
        within = type(node).__name__
        for n, (part, what) in enumerate(held):
            waiting.append((part, what, own))
            if "Unread" in (own, what):
                continue
            yield (above, own, what), (own, what), node.span
            if n and held[n - 1][1] != "Unread":
                before = held[n - 1]
                yield (within, before[1], f"+{what}"), (before[1], what), (before[0].span[0], part.span[1])


def unmet(tree: Node) -> list[Doubt]:
    """A doubt about each place of a tree that is like nothing met, the strangest `MOST_PLACES` of them."""
    books, common, met = _met()
    least = EXPECTED * books
    found: dict[Span, int] = {}
    for arrangement, (one, other), span in arrangements(tree):
        together = common.get(one, 0) * common.get(other, 0)
        if together > least and arrangement not in met:
            found[span] = max(found.get(span, 0), together)
    places = sorted(found, key=lambda span: -found[span])[:MOST_PLACES]
    return [Doubt(place, UNMET) for place in sorted(places)]


@lru_cache(maxsize=1)
def _met() -> tuple[int, dict[str, int], frozenset[Arrangement]]:
    """How many books were met, in how many of them each common kind stands, and the arrangements of these kinds."""
    kept = json.loads((files(__package__) / _TABLE).read_text(encoding="utf-8"))
    found = ((above, one, other) for above, below in kept["met"].items() for one, others in below.items() for other in others)
    return kept["books"], kept["common"], frozenset(found)
