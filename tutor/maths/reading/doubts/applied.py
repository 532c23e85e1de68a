r"""What acts on what: the letter before a bracket, the D before a function, the sign of analysis parted from its variable.

Law: the reading stays as it is; the other one is listed, and no sentence is made of what it would settle.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from tutor.maths.reading.context import Context
from tutor.maths.reading.nodes import (
    Apply,
    Beside,
    Big,
    Fence,
    Fraction,
    Gradient,
    Letter,
    Listing,
    Power,
    Prefix,
    Product,
    Sub,
    Sum,
    Super,
)
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.tree import Node, Number

_ORDER = ("the order of a power", "a power of the order")
_WITH_RESPECT = ("the gradient, with respect to the letter behind the sign, of what follows", "a product")
_DIFFERENTIAL = ("a differential: the variable is what stands behind the d", "a factor d")
_MULTIPLE = ("a multiple of the vector with these entries", "the value of a function there")
_FACTOR = ("a factor", "a function of what follows")
_AT_A_POINT = ("a derivative, at that point", "a product")
_LENGTH = ("the absolute value of it", "the norm of it")
UNSAID = (_ORDER, _WITH_RESPECT, _DIFFERENTIAL, _MULTIPLE, _FACTOR, _AT_A_POINT, _LENGTH)
_INTEGRALS = frozenset(["int", "iint", "iiint", "oint"])
_POINTS = frozenset("xyzuvpqrab")
_SPACE = re.compile(r"\\(?:mathbb\s*\{?\s*R|R(?![a-zA-Z])|RR(?![a-zA-Z]))\s*\}?\s*\^")


def applied_doubts(nodes: Sequence[Node], context: Context) -> list[Doubt]:
    """A doubt for every place where something may act on what stands behind it, or multiply it; `nodes` are all of the tree."""
    found = [*_orders(nodes), *_split_off(nodes), *_multiples(nodes), *_bound_heads(nodes), *_at_points(nodes)]
    if any(isinstance(n, Fence) and n.role == "absolute value" for n in nodes) and _SPACE.search(context.text):
        found += [Doubt(n.body.span, _LENGTH) for n in nodes if isinstance(n, Fence) and _between_points(n)]
    return found


def _between_points(node: Fence) -> bool:
    """Whether bars hold the difference of two plain letters, |x - y|: numbers, or points of a space."""
    body = node.body
    if node.role != "absolute value" or not isinstance(body, Sum) or body.signs != ("-",):
        return False
    return all(isinstance(t, Letter) and t.name in _POINTS and not t.font for t in body.terms)


def _multiples(nodes: Sequence[Node]) -> Iterator[Doubt]:
    """A letter before a row of numbers, beside another such row: t (3, 1) + s (1, 0) = (4, 1) multiplies vectors."""
    fences = [n for n in nodes if isinstance(n, Fence) and _numbers(n) > 1]
    heads = [n for n in nodes if isinstance(n, Apply | Beside) and _numbers(n.argument if isinstance(n, Apply) else n.fence) > 1]
    taken = {id(n.argument if isinstance(n, Apply) else n.fence) for n in heads}
    alone = {_numbers(fence) for fence in fences if id(fence) not in taken}
    for node in heads:
        head, row = (node.function, node.argument) if isinstance(node, Apply) else (node.head, node.fence)
        letter = head.base if isinstance(head, Sub) else head
        if isinstance(letter, Letter) and letter.name.islower() and _numbers(row) in alone:
            yield Doubt(node.span, _MULTIPLE)


def _numbers(node: Node) -> int:
    """How many numbers a bracket lists; 0 where anything else stands in it."""
    parts = node.body.parts if isinstance(node, Fence) and node.open == "(" and isinstance(node.body, Listing) else ()
    plain = [p.body if isinstance(p, Prefix) else p for p in parts]
    return len(plain) if all(isinstance(p, Number) for p in plain) else 0


def _bound_heads(nodes: Sequence[Node]) -> Iterator[Doubt]:
    """A letter that an integral runs over, before a bracket: the frequency in e^{i 2 pi f (t - s)} df is no function."""
    for integral in (n for n in nodes if isinstance(n, Big) and n.name in _INTEGRALS):
        runs = {v.name for v in integral.variables if isinstance(v, Letter)}
        low, high = integral.span
        for node in nodes if runs else ():
            called = isinstance(node, Apply) and isinstance(node.function, Letter) and node.function.name in runs
            if called and low <= node.span[0] and node.span[1] <= high:
                yield Doubt(node.span, _FACTOR)


def _at_points(nodes: Sequence[Node]) -> Iterator[Doubt]:
    """A D, what it acts on, and a bracket: D(f + g)(a) and Df(a) are derivatives at a, or products."""
    for node in nodes:
        if not isinstance(node, Product):
            continue
        for n, (left, right) in enumerate(zip(node.factors, node.factors[1:], strict=False)):
            after = node.factors[n + 2] if n + 2 < len(node.factors) else None
            if isinstance(left, Beside) and _is_d(left.head) and isinstance(right, Fence):
                yield Doubt((left.span[0], right.span[1]), _AT_A_POINT)
            elif _is_d(left) and isinstance(right, Letter) and isinstance(after, Fence) and after.open == "(":
                yield Doubt((left.span[0], after.span[1]), _AT_A_POINT)


def _is_d(node: Node) -> bool:
    return isinstance(node, Letter) and node.name == "D" and node.font in ("", "bold", "upright")


def _orders(nodes: Sequence[Node]) -> Iterator[Doubt]:
    """The order of a power, typed with the power behind the bracket: O(h)^3."""
    for node in nodes:
        base = node.base if isinstance(node, Power | Super) else None
        if isinstance(base, Apply) and isinstance(base.function, Letter) and base.function.name in ("O", "o"):
            yield Doubt(node.span, _ORDER)


def _split_off(nodes: Sequence[Node]) -> Iterator[Doubt]:
    """A sign of analysis parted from what it belongs to: the w of nabla w f(x, w), the d of an integral before a fraction."""
    for node in nodes:
        if isinstance(node, Product):
            for left, right in itertools.pairwise(node.factors):
                of = isinstance(left, Gradient) and isinstance(right, Apply) and isinstance(right.argument, Fence)
                named = left.body.name if of and isinstance(left, Gradient) and isinstance(left.body, Letter) else ""
                inside = right.argument.body if isinstance(right, Apply) and isinstance(right.argument, Fence) else None
                parts = inside.parts if isinstance(inside, Listing) else (inside,)
                if named and any(isinstance(part, Letter) and part.name == named for part in parts):
                    yield Doubt((left.span[0], right.span[1]), _WITH_RESPECT)
        elif isinstance(node, Big) and node.name in _INTEGRALS and not node.variables and isinstance(node.body, Product):
            for left, right in itertools.pairwise(node.body.factors):
                if isinstance(left, Letter) and left.name == "d" and isinstance(right, Fraction):
                    yield Doubt((left.span[0], right.span[1]), _DIFFERENTIAL)
