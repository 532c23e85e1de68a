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
    Beside,
    Big,
    Chain,
    Empty,
    Fence,
    Fraction,
    Function,
    Given,
    Grid,
    Letter,
    Product,
    Root,
    Sub,
    Sum,
    Super,
    Transpose,
)
from tutor.maths.reading.scan import Doubt
from tutor.maths.tree import Node, Number, Span, children, walk

_SIDE = ("the sign of relation stands between two sides", "the sign is no relation here, or one of the two sides is left out")
_MARK = ("the mark stands above the whole", "the mark stands above the first sign only")
_ENDS = ("the integral ends at the differential that follows", "the integral ends before that")
_SIGMA = ("the sign of a sum", "a capital sigma, the name of a matrix")
_GREAT = ("the sign of a sum or a product", "a capital letter with indices")
_ALONE = ("a function whose argument is left out", "a name of its own")
_VALUE = ("the value of what is in the first bracket", "a product")
_COLUMNS = ("a row of numbers", "vectors side by side, as the columns of a matrix")
MISREAD = (_SIDE, _MARK, _ENDS, _SIGMA)
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
        if isinstance(node, Chain):
            named = any(isinstance(side, Letter) and side.name.isupper() for side in node.sides)
            yield from ((side.span, _COLUMNS) for side in node.sides if named and _row_of_names(side))
        if isinstance(node, Product):
            for n, (before, factor) in enumerate(itertools.pairwise(node.factors)):
                if isinstance(factor, Function) and not node.signs[n] and factor.name not in ("max", "min"):
                    yield factor.span, _ALONE
                if not node.signs[n] and _made_function(before, factor):
                    yield (before.span[0], factor.span[1]), _VALUE
        if isinstance(node, Sub) and isinstance(node.index, Chain) and getattr(node.base, "name", "") in ("Pi", "Sigma"):
            yield node.span, _GREAT
        if isinstance(node, Big) and node.name == "sum" and node is not tree and _may_be_letter(node):
            yield node.span, _SIGMA


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


def _row_of_names(node: Node) -> bool:
    """Whether a grid is one row of the same small letter with running indices, [u_1 u_2 ... u_m]: numbers, or columns."""
    body = node.body if isinstance(node, Fence) else node
    if not isinstance(body, Grid) or len(body.rows) != 1 or len(body.rows[0]) < 2:
        return False
    cells = [c for c in body.rows[0] if not (isinstance(c, Letter) and c.name == "dots")]
    names = {c.base.name for c in cells if isinstance(c, Sub) and isinstance(c.base, Letter) and not c.base.font}
    return all(isinstance(c, Sub) for c in cells) and len(names) == 1 and not next(iter(names)).isupper()


def _made_function(before: Node, after: Node) -> bool:
    """Whether (P R)(p) may be a function that was put together, at p: a bracket of letters, then one that holds a single name."""
    first = before.fence if isinstance(before, Beside) else before
    if not (isinstance(first, Fence) and isinstance(after, Fence) and first.open == after.open == "("):
        return False
    inside = after.body.base if isinstance(after.body, Sub) else after.body
    lettered = isinstance(first.body, Product | Sum) and any(isinstance(n, Letter) and n.name.isupper() for n in walk(first.body))
    return lettered and isinstance(inside, Letter)


def _may_be_letter(node: Big) -> bool:
    r"""Whether a sum sign may stand for the letter, U \\sum V^T: nothing is summed, or it has no bounds before a capital."""
    if node.upper is not None:
        return False
    if isinstance(node.body, Empty):
        return not isinstance(node.lower, Chain)
    core = node.body.base if isinstance(node.body, Transpose | Super | Sub) else node.body
    return node.lower is None and isinstance(core, Letter) and core.name.isupper()


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
