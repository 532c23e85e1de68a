r"""What the words around a formula leave open: (T - S) x may be a value of an operator, argmin a set of minimisers.

Law: the reading stays as it is; the other one is listed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from tutor.maths.reading.context import Context
from tutor.maths.reading.nodes import Accent, Big, Chain, Fence, Letter, Listing, Prefix, Product, Ranged, Sub, Sum, Super
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.tree import Node, Number

_APPLIED = ("an operator that acts on what follows", "a factor")
_SETS = ("one value that does so", "the set of all values that do so")
BOUNDED = ("two statements", "bounds for each of them")
_HYPHEN = ("a difference", "a hyphen, as in the epsilon-delta definition")
_OPERATORS = ("operator", "functional", "linear map", "homomorphism", "semigroup")
_SET_VALUED = ("set of minimi", "set of maximi", "set-valued", "set of solutions", "set of optim")
_EXTREMES = ("argmin", "argmax")


def spoken_doubts(nodes: Sequence[Node], context: Context) -> list[Doubt]:
    """The doubts that come of the words around a formula; `nodes` are all of its tree."""
    found = [Doubt(node.span, BOUNDED) for node in nodes if isinstance(node, Listing) and _shares_bounds(node)]
    if context.speaks_of(*_SET_VALUED):
        found += [Doubt(node.span, _SETS) for node in nodes if isinstance(node, Big) and node.name in _EXTREMES]
    if nodes and isinstance(nodes[0], Sum) and [getattr(t, "name", "") for t in nodes[0].terms] == ["epsilon", "delta"]:
        found.append(Doubt(nodes[0].span, _HYPHEN))
    acting = context.speaks_of(*_OPERATORS)
    for node in nodes:
        if isinstance(node, Product):
            found += _acting(node, acting)
    return found


def _acting(node: Product, acting: bool) -> Iterator[Doubt]:
    """Where a factor may be an operator that acts on the next: a map restricted to a set, and a bracket of operators."""
    for sign, (left, right) in zip(node.signs, itertools.pairwise(node.factors), strict=True):
        restricted = isinstance(left, Ranged) and not isinstance(right, Number)
        if not sign and (restricted or (acting and _of_operators(left) and _is_point(right))):
            yield Doubt((left.span[0], right.span[1]), _APPLIED)


def _of_operators(node: Node) -> bool:
    """Whether a bracket holds a sum of plain capitals, T - S or I - T_n."""
    if not (isinstance(node, Fence) and isinstance(node.body, Sum)):
        return False
    return all(_capital(term) for term in node.body.terms)


def _capital(term: Node) -> bool:
    core = term.body if isinstance(term, Prefix) else term
    core = core.factors[-1] if isinstance(core, Product) else core
    while isinstance(core, Sub | Super | Accent):
        core = core.base
    return isinstance(core, Letter) and len(core.name) == 1 and core.name.isupper() and core.font != "blackboard"


def _is_point(node: Node) -> bool:
    while isinstance(node, Sub | Super | Accent):
        node = node.base
    return isinstance(node, Letter) and len(node.name) == 1 and node.name.islower()


def _shares_bounds(node: Listing) -> bool:
    r"""Whether 0 \leq a, b < 1 may bound both letters: the first part has no upper end and the last no lower one."""
    first, last = node.parts[0], node.parts[-1]
    if (
        len(node.parts) < 2
        or not (isinstance(first, Chain) and isinstance(last, Chain))
        or (len(first.sides), len(last.sides)) != (2, 2)
    ):
        return False
    below = first.signs[0].name in ("<", "leq") and isinstance(first.sides[0], Number)
    above = (
        last.signs[0].name in ("<", "leq")
        and isinstance(last.sides[-1], Number | Letter)
        and isinstance(last.sides[0], Letter | Sub)
    )
    return below and above and isinstance(first.sides[-1], Letter | Sub)
