r"""What only comes out where the page was typed in a way the grammar does not know: a relation without a side inside a fraction,
a hat over a whole sum, an integral that closes nowhere while its d x stands behind it.

Law: each of these is read as the grammar reads it, and listed as a doubt: a reading that needs such a shape may have been cut
in the wrong place.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Big,
    Chain,
    Empty,
    Fence,
    Fraction,
    Given,
    Letter,
    Product,
    Root,
    Sub,
    Sum,
    Super,
)
from tutor.maths.reading.scan import Doubt
from tutor.maths.tree import Node, Number, Span, children, walk

_SIDE = ("the sign of relation stands between two sides", "the sign is no relation here, or one of the two sides is left out")
_MARK = ("the mark stands above the whole", "the mark stands above the first sign only")
_ENDS = ("the integral ends at the differential that follows", "the integral ends before that")
_NARROW = frozenset(["hat", "tilde", "dot", "ddot", "vec", "check", "breve", "acute", "grave", "mathring"])


def oddities(tree: Node) -> list[Doubt]:
    """A doubt for every shape that a book hardly means."""
    return [Doubt(span, readings) for span, readings in (*_found(tree), *_labelled(tree))]


def _found(tree: Node) -> Iterator[tuple[Span, tuple[str, ...]]]:
    for node in walk(tree):
        if isinstance(node, Chain) and any(isinstance(side, Empty) for side in node.sides[1:-1]):
            yield node.span, _SIDE
        elif isinstance(node, Fraction | Product | Sum | Root | Given | Apply | Accent) or _paired(node):
            for child in children(node):
                if isinstance(child, Chain) and any(isinstance(side, Empty) for side in child.sides):
                    yield child.span, _SIDE
        if isinstance(node, Accent) and node.mark in _NARROW and isinstance(node.base, Chain | Sum):
            yield node.span, _MARK
        elif isinstance(node, Sub | Super) and isinstance(node.base, Fence) and isinstance(node.base.body, Big):
            if isinstance(node.base.body.body, Empty):
                yield node.span, _SIDE
        elif isinstance(node, Product):
            yield from _unclosed(node)


def _labelled(tree: Node) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """A bracket of two whole numbers at the very end, y = b (1 - 2): a factor, or the number of the equation."""
    last: Node | None = tree
    while isinstance(last, Chain | Sum | Product):
        parts = last.sides if isinstance(last, Chain) else last.terms if isinstance(last, Sum) else last.factors
        if isinstance(last, Product) and isinstance(parts[-1], Fence) and isinstance(parts[-1].body, Sum):
            whole = (
                parts[-1].body.terms if parts[-1].body.signs == ("-",) and any(isinstance(n, Letter) for n in walk(tree)) else ()
            )
            if whole and all(isinstance(n, Number) and n.text.isdigit() and len(n.text) < 3 for n in whole):
                yield parts[-1].span, ("a factor", "the number of the formula")
        last = parts[-1]


def _paired(node: Node) -> bool:
    return isinstance(node, Fence) and node.role in ("interval", "pair", "norm", "absolute value")


def _unclosed(node: Product) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """An integral without a differential, with d x among the factors behind it."""
    for n, factor in enumerate(node.factors[:-1]):
        if not isinstance(factor, Big) or factor.name not in ("int", "iint", "iiint", "oint") or factor.variables:
            continue
        behind = node.factors[n + 1 :]
        pairs = itertools.pairwise(behind)
        if any(isinstance(a, Letter) and a.name == "d" and isinstance(b, Letter | Sub) for a, b in pairs):
            yield node.span, _ENDS
