r"""What one field writes as another writes something else: f g(x) may be f after g, a R b a relation, B(3, -1) a point.

Law: the reading stays as it is; the other one is listed, and no sentence is made of what it would settle.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from tutor.maths.reading.context import Context
from tutor.maths.reading.doubts.odd import STACKED
from tutor.maths.reading.doubts.spoken_of import EDGE
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Big,
    Chain,
    Choose,
    Fence,
    Given,
    Grid,
    Letter,
    Listing,
    Phrase,
    Power,
    Prefix,
    Product,
    Ranged,
    Sub,
    Sum,
    Super,
    Word,
)
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.reading.shape import branches, is_minus_one
from tutor.maths.tree import Node, Number, Span

_AFTER = ("the one function after the other", "a product")
_RELATED = ("the first stands in that relation to the last", "a product")
_COUNTED = ("the number of ways to choose or to arrange", "a product")
_POINT = ("the point with these coordinates", "the value of a function there")
_STROKES = ("the point with these coordinates", "one given the other")
_ORDER = ("its absolute value", "the sum of the numbers in a multi-index")
_ENTRIES = ("its norm", "the matrix with these entries")
_IMPLIED = ("is a superset of", "implies")
_ACTING = ("a construction or an operator, of what follows", "a factor")
_DOUBLE = ("a double factorial", "the factorial of a factorial")
_ONE_SIDED = ("the limit from that side", "the value there")
_WITHOUT = ("the one set without the other", "a quotient")
_CARRIED = ("what the map carries over", "a product")
_GIVES = ("what it gives for what follows", "a product")
_SUBGROUP = ("is at most", "is a subgroup of")
_ARROW = ("goes to", "implies")
_COORDINATES = ("the coordinates", "a set")
_TRIPLE = ("the triple product", "a product")
_VARIED = ("the variation of what follows", "a factor")
_STATING = frozenset(["=", "<", ">", "leq", "geq", "neq", "in", "subset", "subseteq"])
_MAPS = frozenset("fgh")
_NO_POINTS = frozenset("FGHUNLIT")  # functions, laws and spaces
_PROPOSITIONS = frozenset("pqrs")

# What these leave open would be settled by telling the formula in other words, so no sentence is made of it.
UNSAID = (
    _AFTER,
    STACKED,
    _RELATED,
    _COUNTED,
    _POINT,
    _STROKES,
    EDGE,
    _ORDER,
    _ENTRIES,
    _IMPLIED,
    _ACTING,
    _DOUBLE,
    _ONE_SIDED,
    _CARRIED,
    _GIVES,
    _SUBGROUP,
    _ARROW,
    _COORDINATES,
    _TRIPLE,
    _VARIED,
    _WITHOUT,
)

_Found = Iterator[tuple[Span, tuple[str, ...]]]


def field_doubts(nodes: Sequence[Node], context: Context) -> list[Doubt]:
    """The doubts that come of how one field writes what another writes otherwise; `nodes` are all of the tree."""
    found = (*_whole(nodes, context), *_side_by_side(nodes), *_barred(nodes), *_columns(nodes), *_related(nodes), *_led(nodes))
    if context.speaks_of("binomial", "combination", "permutation", "choose"):
        found = (*found, *_chosen(nodes))
    return [Doubt(span, readings) for span, readings in found]


def _whole(nodes: Sequence[Node], context: Context) -> _Found:
    """Points by themselves, A(1, 2), B(3, -1): a capital and its coordinates, all numbers or all x_0 and y_0."""
    tree = nodes[0]
    alone = tree.parts if isinstance(tree, Listing | Phrase) else (tree,)
    for node in alone:
        if isinstance(node, Apply) and isinstance(node.argument, Fence) and node.argument.open == "(":
            name = _capital(node.function)
            called = not name or name in _NO_POINTS or name in context.functions
            chance = context.speaks_of("distribut", "probab", "random", "likelihood", "channel")
            if not called and not chance and _coordinates(node.argument.body):
                yield node.span, _POINT
            elif not called and not chance and _listed_coordinates(node.argument.body):
                yield node.span, _STROKES


def _led(nodes: Sequence[Node]) -> _Found:
    r"""An arrow between two statements, i > j \to t_i \geq t_j: what follows, rather than where something goes."""
    for node in (n for n in nodes if isinstance(n, Chain) and len(n.signs) > 2):
        names = ["" if sign.over or sign.under else sign.name for sign in node.signs]
        for at, name in enumerate(names):
            if name == "to" and _STATING & set(names[:at]) and _STATING & set(names[at + 1 :]):
                yield (node.sides[at].span[0], node.sides[at + 1].span[1]), _ARROW


def _chosen(nodes: Sequence[Node]) -> _Found:
    r"""Columns of two counts where the prose speaks of choosing: \begin{pmatrix} n \\ r \end{pmatrix}."""
    for node in nodes:
        column = isinstance(node, Grid) and node.kind == "pmatrix" and [len(row) for row in node.rows] == [1, 1]
        if column and isinstance(node, Grid) and all(isinstance(cell, Letter | Number) for row in node.rows for cell in row):
            yield node.span, STACKED


def _capital(head: Node) -> str:
    core = head.base if isinstance(head, Sub) and isinstance(head.index, Number) else head
    plain = isinstance(core, Letter) and len(core.name) == 1 and core.name.isupper() and not core.font
    return core.name if plain and isinstance(core, Letter) else ""


def _coordinates(body: Node) -> bool:
    if not isinstance(body, Listing) or len(body.parts) > 3:
        return False
    numbers = all(isinstance(p.body if isinstance(p, Prefix) else p, Number) for p in body.parts)
    names = [p.base.name for p in body.parts if isinstance(p, Sub) and isinstance(p.base, Letter) and isinstance(p.index, Number)]
    return numbers or names in (["x", "y"], ["x", "y", "z"])


def _listed_coordinates(body: Node) -> bool:
    """Whether strokes part two or three numbers, A(1|2|3), as coordinates are printed in German schools."""
    return isinstance(body, Given) and all(isinstance(p, Number | Given) for p in (body.left, body.right))


def _side_by_side(nodes: Sequence[Node]) -> _Found:
    for node in nodes:
        if not isinstance(node, Product):
            continue
        names = [getattr(f, "name", "") for f in node.factors]
        if len(names) == 3 and not any(node.signs) and all(isinstance(f, Accent) and f.mark == "vec" for f in node.factors):
            yield node.span, _TRIPLE
        if not any(node.signs) and len(names) == 3 and all(len(name) == 1 for name in names):
            if names[1] == "R" and names[0].islower() and names[2].islower():
                yield node.span, _RELATED
            elif names[0] in ("n", "N") and names[1] in ("C", "P") and names[2] in ("r", "k", "i", "j"):
                yield node.span, _COUNTED
        for sign, (left, right) in zip(node.signs, itertools.pairwise(node.factors), strict=True):
            if sign:
                continue
            step = isinstance(left, Letter) and left.name == "h"  # h f(x), a step times a slope
            if (
                _map(left)
                and not step
                and isinstance(right, Apply)
                and _map(right.function)
                and isinstance(right.argument, Fence)
            ):
                yield (left.span[0], right.span[1]), _AFTER
            elif isinstance(left, Sub) and isinstance(left.base, Fence) and getattr(left.index, "name", "") in ("hash", "*"):
                yield (left.span[0], right.span[1]), _CARRIED
            elif isinstance(left, Fence) and _gives(left, right):
                yield (left.span[0], right.span[1]), _GIVES
            elif (isinstance(left, Letter) and left.name == "Box") or _differential(left, right):
                yield (left.span[0], right.span[1]), _ACTING
            elif isinstance(left, Letter) and left.name == "delta" and isinstance(right, Big) and right.name in ("int", "iint"):
                yield (left.span[0], right.span[1]), _VARIED
            elif isinstance(left, Power) and isinstance(left.base, Word) and left.base.font and isinstance(right, Letter | Sub):
                yield (left.span[0], right.span[1]), _ACTING


def _differential(left: Node, right: Node) -> bool:
    r"""Whether a d with a point below may be the differential there, d_\gamma A(\epsilon); d_i f(x) may be a number."""
    marked = isinstance(left, Sub) and isinstance(left.base, Letter) and left.base.name == "d" and not left.base.font
    below = getattr(left.index, "name", "") if isinstance(left, Sub) else ""
    return marked and isinstance(right, Apply | Beside) and len(below) > 2  # a Greek letter


def _gives(left: Fence, right: Node) -> bool:
    r"""Whether a bracket may be a function that was made in it: (\lambda x. M) N, [u(t)](x), \{e\}(x)."""
    body = left.body
    if isinstance(body, Listing) and "." in body.signs:
        head = body.parts[0].factors[0] if isinstance(body.parts[0], Product) else body.parts[0]
        return getattr(head, "name", "") == "lambda"
    if not (isinstance(right, Fence) and right.open == "(" and isinstance(right.body, Letter)):
        return False
    return (left.open == "{" and isinstance(body, Letter)) or (left.open == "[" and isinstance(body, Apply | Beside))


def _map(head: Node) -> bool:
    """Whether a head is f, g or h, or the inverse of one of them."""
    core = head.base if isinstance(head, Power) and is_minus_one(head.exponent) else head
    return isinstance(core, Letter) and core.name in _MAPS and not core.font


def _barred(nodes: Sequence[Node]) -> _Found:
    r"""|\alpha| of a multi-index, which the formula raises a derivative to or sums, and \|a_{ij}\| for a matrix."""
    raised = {
        n.mark.name
        for n in nodes
        if isinstance(n, Super) and isinstance(n.mark, Letter) and getattr(n.base, "name", "") in ("D", "partial")
    }
    for node in nodes:
        if (
            isinstance(node, Fence)
            and node.role == "absolute value"
            and isinstance(node.body, Letter)
            and node.body.name in raised
        ):
            yield node.span, _ORDER
        if not isinstance(node, Chain) or [s.name for s in node.signs] not in (["="], [":="]):
            continue
        left, right = node.sides
        if isinstance(left, Fence) and left.role == "absolute value" and _sums_entries(left.body, right):
            yield left.span, _ORDER
        if isinstance(right, Fence) and right.role == "norm" and _capital(left) and _entry(right.body):
            yield right.span, _ENTRIES


def _sums_entries(body: Node, total: Node) -> bool:
    r"""Whether |\alpha| stands before \alpha_1 + ... + \alpha_n."""
    first = total.terms[0] if isinstance(total, Sum) else None
    return isinstance(body, Letter) and isinstance(first, Sub) and getattr(first.base, "name", "") == body.name


def _entry(body: Node) -> bool:
    return isinstance(body, Sub) and isinstance(body.index, Product) and len(body.index.factors) == 2


def _columns(nodes: Sequence[Node]) -> _Found:
    r"""\binom{3}{-2} is no number of choices, and beside it, or beside an arrow over letters, no other one is for sure."""
    stacks = [n for n in nodes if isinstance(n, Choose)]
    arrows = stacks and any(isinstance(n, Accent) and n.mark in ("vec", "overrightarrow") for n in nodes)
    several = len(stacks) > 1
    if arrows or any(isinstance(n.bottom, Prefix) or (several and (_few(n) or _negative(n))) for n in stacks):
        yield from ((n.span, STACKED) for n in stacks)


def _negative(node: Choose) -> bool:
    """Whether a number below zero stands above another number."""
    return isinstance(node.top, Prefix) and isinstance(node.top.body, Number) and isinstance(node.bottom, Number)


def _few(node: Choose) -> bool:
    """Whether more are chosen than there are: 1 choose 4."""
    top, bottom = node.top, node.bottom
    numbers = isinstance(top, Number) and isinstance(bottom, Number) and top.text.isdigit() and bottom.text.isdigit()
    return numbers and int(getattr(top, "text", "0")) < int(getattr(bottom, "text", "0"))


def _between(node: Chain, left: Node, right: Node) -> _Found:
    r"""H \leq G of groups, p \to q of propositions, \vec a = \{1; 2; 3\} of coordinates."""
    names = (getattr(left, "name", ""), getattr(right, "name", ""))
    sign = node.signs[0].name
    listed = isinstance(right, Fence) and right.role == "set" and isinstance(right.body, Listing) and ";" in right.body.signs
    if sign == "leq" and names[1] == "G" and names[0] in ("H", "K", "N"):
        yield node.span, _SUBGROUP
    elif sign == "to" and set(names) <= _PROPOSITIONS and names[0] != names[1]:
        yield node.span, _ARROW
    elif sign == "=" and isinstance(left, Accent) and left.mark == "vec" and listed:
        yield right.span, _COORDINATES


def _from_one_side(node: Node) -> Node | None:
    """The a + 0 of f(a + 0), or of a limit as x approaches a - 0; None elsewhere."""
    if isinstance(node, Apply) and isinstance(node.argument, Fence):
        place = node.argument.body
    elif isinstance(node, Beside) and isinstance(node.fence, Fence):
        place = node.fence.body
    elif isinstance(node, Big) and node.name == "lim" and isinstance(node.lower, Chain):
        place = node.lower.sides[-1]
    else:
        return None
    ends = isinstance(place, Sum) and len(place.terms) == 2 and getattr(place.terms[1], "text", "") == "0"
    return place if ends and isinstance(place, Sum) and isinstance(place.terms[0], Letter | Sub) else None


def _parted(node: Chain) -> Node | None:
    r"""A quotient of capitals that is a member of something, \Omega/A \in \Sigma: perhaps of sets, one without the other."""
    side = node.sides[0]
    parts = side.factors if isinstance(side, Product) and side.signs == ("/",) else ()
    return side if parts and all(isinstance(p, Letter) and p.name[:1].isupper() for p in parts) else None


def _related(nodes: Sequence[Node]) -> _Found:
    r"""p \supset q between propositions, single small letters or beside a sign of logic; the edge u v in E."""
    logical = any(isinstance(n, Prefix) and n.sign == "neg" for n in nodes) or any(
        isinstance(n, Sum) and "vee" in n.signs for n in nodes
    )
    low = {id(n.index if isinstance(n, Sub) else n.lower) for n in nodes if isinstance(n, Sub | Ranged)}  # a norm from p to q
    for node in branches(nodes):
        if (sided := _from_one_side(node)) is not None:
            yield sided.span, _ONE_SIDED
        if isinstance(node, Chain) and len(node.sides) == 2 and id(node) not in low:
            yield from _between(node, *node.sides)
        if isinstance(node, Chain) and [s.name for s in node.signs] == ["in"] and (parted := _parted(node)) is not None:
            yield parted.span, _WITHOUT
        if isinstance(node, Chain) and [s.name for s in node.signs] == ["in"] and getattr(node.sides[1], "name", "") == "E":
            ends = node.sides[0].factors if isinstance(node.sides[0], Product) and not any(node.sides[0].signs) else ()
            if len(ends) == 2 and all(isinstance(end, Letter) and end.name.islower() for end in ends):
                yield node.sides[0].span, EDGE
        if not isinstance(node, Chain) or all(s.name != "supset" for s in node.signs):
            continue
        if logical or all(isinstance(s, Letter) and s.name in _PROPOSITIONS for s in node.sides):
            yield node.span, _IMPLIED
