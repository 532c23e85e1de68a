"""The same tree with one sign the other way round, in every way there is: what a slip of a sign would have made of it."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.maths.reading.nodes import Fence, Prefix, Product, Sum
from tutor.maths.tree import Node
from tutor.maths.values.retree import changed as rebuilt

MOST = 24


def flipped(node: Node) -> Iterator[Node]:
    r"""Every tree that differs in one sign: + and - exchanged, a minus left out, a minus put before the whole.

    >>> from tutor.maths.formula import read_formula
    >>> len(list(flipped(read_formula("a + b - c").tree)))
    4
    """
    yield from _inside(node)
    yield _minus(node)


def _minus(node: Node) -> Node:
    if isinstance(node, Prefix) and node.sign == "-":
        return node.body
    if isinstance(node, Sum):
        node = Fence(node.span, "(", node, ")", "group")
    return Prefix(node.span, "-", node)


def _inside(node: Node) -> Iterator[Node]:
    if isinstance(node, Prefix) and node.sign in ("-", "+"):
        yield node.body if node.sign == "-" else rebuilt(node, sign="-")
    if isinstance(node, Sum):
        for n, sign in enumerate(node.signs):
            if sign in ("+", "-"):
                signs = (*node.signs[:n], "-" if sign == "+" else "+", *node.signs[n + 1 :])
                yield rebuilt(node, signs=signs)
        for n, term in enumerate(node.terms):
            if n == 0 and not (isinstance(term, Prefix) and term.sign == "-"):
                yield rebuilt(node, terms=(Prefix(term.span, "-", term), *node.terms[1:]))
    if isinstance(node, Product) and isinstance(node.factors[0], Prefix):
        yield rebuilt(node, factors=(node.factors[0].body, *node.factors[1:]))
    for name in node.__dataclass_fields__:
        part = getattr(node, name)
        if isinstance(part, Node):
            yield from (rebuilt(node, **{name: changed}) for changed in _inside(part))
        elif isinstance(part, tuple) and part and isinstance(part[0], Node):
            for n, one in enumerate(part):
                for changed in _inside(one):
                    yield rebuilt(node, **{name: (*part[:n], changed, *part[n + 1 :])})
        elif isinstance(part, tuple) and part and isinstance(part[0], tuple):
            yield from _rows(node, name, part)


def _rows(node: Node, name: str, rows: tuple[tuple[Node, ...], ...]) -> Iterator[Node]:
    for n, row in enumerate(rows):
        for m, cell in enumerate(row):
            for changed in _inside(cell):
                yield rebuilt(node, **{name: (*rows[:n], (*row[:m], changed, *row[m + 1 :]), *rows[n + 1 :])})
            yield rebuilt(node, **{name: (*rows[:n], (*row[:m], _minus(cell), *row[m + 1 :]), *rows[n + 1 :])})
