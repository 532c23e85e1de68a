"""Questions about the shape of a node that reading aloud, reading back and explaining all ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeGuard

from tutor.maths.reading.nodes import (
    Accent,
    Choose,
    Derivative,
    Fence,
    Fraction,
    Function,
    Gradient,
    Letter,
    Power,
    Prefix,
    Prime,
    Product,
    Sub,
    Suffix,
    Sum,
    Super,
    Transpose,
    Word,
)
from tutor.maths.tree import Node, Number, walk

_DECORATED = Prime | Accent | Transpose | Suffix


_LEAVES = frozenset([Letter, Number, Word])


def branches(nodes: Iterable[Node]) -> list[Node]:
    """The nodes that may hold others: two of three are letters or numbers, which are asked nothing."""
    return [node for node in nodes if type(node) not in _LEAVES]


def strip(node: Node) -> Node:
    """The name below all scripts and marks."""
    while isinstance(node, Sub | Super | Power | Prime | Accent | Transpose):
        node = node.base
    return node


def arrowed(node: Node) -> bool:
    """Whether a letter bears the arrow of a vector, with whatever index or stroke."""
    while isinstance(node, Sub | Super | Power | Prime):
        node = node.base
    return isinstance(node, Accent) and node.mark == "vec"


def is_leaf(node: Node) -> bool:
    """Whether a node is one short name that needs no audible end: x, 3, x sub i, A transpose."""
    if isinstance(node, Number | Letter | Word):
        return True
    if isinstance(node, Sub):
        return is_leaf(node.base)
    if isinstance(node, Super):
        return is_leaf(node.base) and not (isinstance(node.base, Letter) and node.base.font == "blackboard")
    if isinstance(node, _DECORATED):
        return is_leaf(node.base)
    return isinstance(node, Fence) and node.role == "group" and is_leaf(node.body)


def bracketed(index: Node) -> TypeGuard[Fence]:
    """Whether an index stands in brackets of its own: the order statistic x_(i) is not x_i."""
    return isinstance(index, Fence) and index.role == "group" and index.open == "(" and is_leaf(index.body)


def is_bare(node: Node) -> bool:
    """Whether a node is one name without any mark, so that no mark after it can be taken for its own."""
    return isinstance(node, Number | Letter | Word | Function)


def is_short(node: Node) -> bool:
    """A leaf, or the square or cube of one."""
    if isinstance(node, Power) and isinstance(node.exponent, Number) and node.exponent.text in ("2", "3"):
        return is_leaf(node.base)
    return is_leaf(node)


def is_plain(node: Node) -> bool:
    """Whether a factor may stand silently beside another: letters with scripts, as in x y or A transpose A."""
    if isinstance(node, Power):
        return is_plain(node.base) and (
            is_leaf(node.exponent) or is_minus_one(node.exponent) or isinstance(node.exponent, Number | Prefix | Sum | Product)
        )
    if isinstance(node, Sub):
        return is_plain(node.base)
    if isinstance(node, Super):
        return is_plain(node.base) and not (isinstance(node.base, Letter) and node.base.font == "blackboard")
    if isinstance(node, Fence):
        return False
    return is_leaf(node) and not isinstance(node, Function)


def is_minus_one(node: Node) -> bool:
    """Whether a node is -1."""
    return isinstance(node, Prefix) and node.sign == "-" and isinstance(node.body, Number) and node.body.text == "1"


def is_numeric(node: Node) -> bool:
    """Whether a node is made of numerals only."""
    if isinstance(node, Number):
        return True
    if not isinstance(node, Fraction | Power | Prefix | Sum | Product | Fence | Choose | Suffix):
        return False
    return not any(isinstance(n, Letter | Word | Derivative | Gradient) for n in walk(node))


def end_word(name: str) -> str:
    """What closes a named function: "end log", "end square root"."""
    return name


def quotient_acts(node: Node) -> bool:
    r"""Whether a fraction is an operator by its letters, \frac{\delta}{\delta w} or \frac{D}{Dt}, which multiplies nothing."""
    if not isinstance(node, Fraction) or not isinstance(node.top, Letter):
        return False
    below = node.bottom.factors[0] if isinstance(node.bottom, Product) else node.bottom
    if node.top.name == "partial" and getattr(getattr(below, "base", None), "name", "") == "partial":
        return True  # \\frac{\\partial}{\\partial_x}
    return node.top.name in ("delta", "D") and getattr(below, "name", "") in (node.top.name, "d", "dt", "Dt")
