"""Probabilities that are given, one to a line: what they leave open, and what they force (Boole 1854; Hailperin 1965).

Law: P(A) = 0.4 is taken as given where nothing before speaks against it. A line is wrong only where no weights of the outcomes
agree with it and with all that was given, and follows only where all weights that agree with these agree with it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Any

from tutor.maths.claims.claim import Verdict
from tutor.maths.claims.printed import number
from tutor.maths.derivations.rounding import stands_for
from tutor.maths.derivations.statements import OUT, TOLD, Said, Sheet, Step
from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import Apply, Chain, Fence, Given, Listing, Product, Sum
from tutor.maths.reading.nodes import Fraction as Over
from tutor.maths.tree import Node, Number, walk
from tutor.maths.values import Assignment, Exact, Sort, Space, value_of
from tutor.maths.values.linear_bounds import bounds_of

_MOST_EVENTS = 3
_MIXTURES = ((1, 2, 3, 5, 7, 11, 13, 17), (3, 1, 4, 1, 5, 9, 2, 6))
Row = tuple[tuple[Fraction, ...], Fraction]
Told = tuple[Chain, str]


def is_chance(node: Node) -> bool:
    """Whether a side is one probability: P(A), P(A | B)."""
    return isinstance(node, Apply) and node.role == "probability"


def told_in(words: Sequence[Told]) -> tuple[Told, ...]:
    """The equations among some that speak of probabilities."""
    return tuple((c, t) for c, t in words if len(c.sides) == 2 and c.signs[0].name == "=" and any(_chances(s) for s in c.sides))


def _chances(node: Node) -> list[Apply]:
    return [n for n in walk(node) if isinstance(n, Apply) and n.role == "probability"]


def by_chances(sheet: Sheet, givens: Sequence[Said], new: Said, *, anew: bool = True) -> Step | None:
    """Whether an equation about probabilities follows from those that are given; None where that is not what it is about."""
    equation = new.equation
    if equation is None or not any(_chances(side) for side in equation.sides):
        return None
    given: list[Told] = [*sheet.chances]
    given += [(chain, sheet.latex) for said in givens if said.together or len(said.chains) == 1 for chain in said.chains]
    given = list(told_in(given))
    closed = [side for side in equation.sides if _is_closed(sheet, side)]
    if not closed and not any(not _chances(side) for chain, _ in given for side in chain.sides):
        return None  # a law for all events, which is tried on spaces
    world = _world(sheet, given, (equation, sheet.latex))
    return None if world is None else _ruled(world, equation, closed, anew=anew)


def _is_closed(sheet: Sheet, side: Node) -> bool:
    return not sheet.letters(side) and not _chances(side)


# -- the weights that agree with what is given ---------------------------------------------------------------------------------
@dataclass(slots=True)
class _World:
    """Every way of some events to happen or not, and what is known of the weights of these ways."""

    sheet: Sheet
    events: tuple[str, ...]
    rows: list[Row]

    @property
    def many(self) -> int:
        return 1 << len(self.events)

    def value(self, node: Node, latex: str, weights: Sequence[Fraction]) -> Any:
        sets = {
            name: frozenset(n for n in range(self.many) if n >> at & 1) for at, name in enumerate(self.events)
        }  # way n has event `at` where that bit is set
        return value_of(node, latex, Assignment(space=Space(tuple(weights), sets)), Exact())

    def row(self, node: Node, latex: str) -> tuple[Fraction, ...] | None:
        """A side as a sum of weights; None where it is none."""
        try:
            found = tuple(self.value(node, latex, [Fraction(n == k) for n in range(self.many)]) for k in range(self.many))
            for mixture in _MIXTURES:
                whole = sum(mixture[: self.many])
                weights = [Fraction(m, whole) for m in mixture[: self.many]]
                if self.value(node, latex, weights) != sum(c * w for c, w in zip(found, weights, strict=True)):
                    return None
        except OUT:
            return None
        return found if all(isinstance(c, Fraction) for c in found) else None

    def between(self, row: Sequence[Fraction]) -> tuple[Fraction, Fraction] | None:
        """The least and the greatest value that the weights leave to a sum of them; None where no weights agree."""
        return bounds_of(row, [row for row, _ in self.rows], [value for _, value in self.rows])

    def forced(self, node: Node, latex: str) -> Fraction | None:
        """The one value that a probability can have; None where it has several."""
        row = self.row(node, latex)
        found = None if row is None else self.between(row)
        if found is not None:
            return found[0] if found[0] == found[1] else None
        inner = _inner(node)
        if not isinstance(inner, Given):
            return None
        both = self.forced(_about(node, Listing(inner.span, (",",), (inner.left, inner.right))), latex)
        below = self.forced(_about(node, inner.right), latex)
        return both / below if both is not None and below else None


def _world(sheet: Sheet, given: Sequence[Told], new: Told) -> _World | None:
    names = dict.fromkeys(n for chain, latex in (new, *given) for n in _events(chain, latex))
    if not names or len(names) > _MOST_EVENTS or any(n in sheet.kinds and sheet.kinds[n].sort is not Sort.EVENT for n in names):
        return None
    world = _World(sheet, tuple(names), [])
    world.rows.append((tuple([Fraction(1)] * world.many), Fraction(1)))
    for told in given:
        row = _equation(world, told)
        if row is None:
            continue
        world.rows.append(row)
        if world.between(row[0]) is None:
            world.rows.pop()  # what was rounded, or is wrong, is not built upon
    _promised(world)
    return world if world.between(world.rows[0][0]) is not None else None


def _events(chain: Chain, latex: str) -> Iterator[str]:
    """The letters of the events; the c of a complement stands for none."""
    for side in chain.sides:
        for one in _chances(side):
            yield from _symbols(one.argument, latex)


def _symbols(node: Node, latex: str) -> Iterator[str]:
    if is_symbol(node):
        yield key(node, latex)
        return
    for name in node.__dataclass_fields__:
        part = getattr(node, name)
        for one in part if isinstance(part, tuple) else (part,):
            if isinstance(one, Node) and name != "mark":
                yield from _symbols(one, latex)


def _equation(world: _World, told: Told) -> Row | None:
    """An equation as a condition on the weights; P(A | B) = 0.2 as P(A, B) - 0.2 P(B) = 0."""
    chain, latex = told
    left, right = chain.sides[0], chain.sides[-1]
    one, two = world.row(left, latex), world.row(right, latex)
    if one is not None and two is not None:
        return tuple(a - b for a, b in zip(one, two, strict=True)), Fraction(0)
    for side, other in ((left, right), (right, left)):
        inner = _inner(side)
        if is_chance(side) and isinstance(inner, Given) and not _chances(other):
            share = world.row(other, latex)
            both = world.row(_about(side, Listing(inner.span, (",",), (inner.left, inner.right))), latex)
            below = world.row(_about(side, inner.right), latex)
            if share is not None and both is not None and below is not None:
                return tuple(a - share[0] * b for a, b in zip(both, below, strict=True)), Fraction(0)
    return None


def _promised(world: _World) -> None:
    """Disjoint events never happen together; of independent ones whose probabilities are known these are multiplied."""
    kinds = world.sheet.kinds
    places = [at for at, name in enumerate(world.events) if name in kinds]
    for many in range(2, len(places) + 1):
        for group in combinations(places, many):
            traits = frozenset.intersection(*(kinds[world.events[at]].traits for at in group))
            together = tuple(Fraction(all(n >> at & 1 for at in group)) for n in range(world.many))
            if "disjoint" in traits:
                world.rows.append((together, Fraction(0)))
            elif "independent" in traits:
                single = [world.between(tuple(Fraction(n >> at & 1) for n in range(world.many))) for at in group]
                if all(one is not None and one[0] == one[1] for one in single):
                    product = Fraction(1)
                    for one in single:
                        product *= one[0] if one is not None else 1
                    world.rows.append((together, product))


# -- the ruling ----------------------------------------------------------------------------------------------------------------
def _ruled(world: _World, equation: Chain, closed: Sequence[Node], *, anew: bool) -> Step | None:
    row = _equation(world, (equation, world.sheet.latex))
    if row is None:
        return _valued(world, equation)
    between = world.between(row[0])
    if between is None:
        return None
    if between == (0, 0):
        return Step(Verdict.TESTED, "it follows from the probabilities above")
    if not between[0] <= 0 <= between[1]:
        value = next((world.forced(side, world.sheet.latex) for side in equation.sides if is_chance(side)), None)
        near = stands_for(float(value), closed[0], about=False) if value is not None and closed else None
        return near or Step(Verdict.FAILS, _against(world, equation))
    side = next((side for side in equation.sides if is_chance(side)), None)
    if side is None or not closed or not anew:
        return Step(Verdict.OPEN, "the probabilities above do not settle this")
    if why := _assumed(world, side, closed[0]):
        return Step(Verdict.OPEN, why)
    plain = not any(isinstance(n, Sum) or (isinstance(n, Product) and n.signs != ("/",)) for n in walk(closed[0]))
    return Step(Verdict.GIVEN, TOLD) if plain else Step(Verdict.OPEN, "the probabilities above do not settle this")


def _valued(world: _World, equation: Chain) -> Step | None:
    """P(A) P(B) = 0.08, where what is given leaves each probability one value."""
    latex, values = world.sheet.latex, []
    for side in equation.sides:
        known = {one.span: world.forced(one, latex) for one in _chances(side)}
        if any(value is None for value in known.values()):
            return Step(Verdict.OPEN, "the probabilities above do not settle this")
        value = world.row(_put(side, known), latex)
        if value is None:
            return None
        values.append(value[0])
    if values[0] == values[-1]:
        return Step(Verdict.TESTED, "it follows from the probabilities above")
    return Step(Verdict.FAILS, f"with the probabilities above the two sides are {number(values[0])} and {number(values[-1])}")


def _put(node: Node, known: Mapping[tuple[int, int], Fraction | None]) -> Node:
    """The tree with the value of each probability in its place."""
    if isinstance(node, Apply) and (value := known.get(node.span)) is not None:
        return Over(node.span, Number(node.span, str(value.numerator)), Number(node.span, str(value.denominator)))
    changes: dict[str, object] = {}
    for name in node.__dataclass_fields__:
        part = getattr(node, name)
        if isinstance(part, Node):
            changes[name] = _put(part, known)
        elif isinstance(part, tuple) and part and all(isinstance(p, Node) for p in part):
            changes[name] = tuple(_put(p, known) for p in part)
    return replace(node, **changes) if changes else node  # type: ignore[arg-type]


def _against(world: _World, equation: Chain) -> str:
    """What the given probabilities leave to the one a wrong line speaks of."""
    latex = world.sheet.latex
    for side in equation.sides:
        if not is_chance(side):
            continue
        said = f"${' '.join(latex[slice(*side.span)].split())}$"
        if (value := world.forced(side, latex)) is not None:
            return f"with the probabilities above {said} is {number(value)}"
        row = world.row(side, latex)
        found = None if row is None else world.between(row)
        if found is not None:
            return f"with what is given {said} lies between {number(found[0])} and {number(found[1])}"
    return "no probabilities agree with this line and with what is given"


def _assumed(world: _World, side: Node, value: Node) -> str:
    """Why a line is no plain given: it is what adding or multiplying gives, and nothing says that this is allowed."""
    inner, latex = _inner(side), world.sheet.latex
    if not isinstance(inner, Sum):
        return ""
    singles = [world.forced(_about(side, term), latex) for term in inner.terms]
    claimed = world.row(value, latex)
    if claimed is None or any(one is None for one in singles):
        return ""
    total, product = Fraction(0), Fraction(1)
    for one in singles:
        total, product = total + (one or 0), product * (one or 0)
    if inner.signs[0] in ("cup", "vee", "lor") and claimed[0] == total:
        return "this follows only if the events never happen together, and nothing says so"
    if inner.signs[0] in ("cap", "wedge", "land") and claimed[0] == product:
        return "this follows only if the events are independent, and nothing says so"
    return ""


def _inner(node: Node) -> Node:
    argument = node.argument if isinstance(node, Apply) else node
    while isinstance(argument, Fence):
        argument = argument.body
    return argument


def _about(node: Node, event: Node) -> Node:
    """The probability of another event, written as this one is."""
    if not isinstance(node, Apply):
        return node
    fence = node.argument if isinstance(node.argument, Fence) else Fence(node.span, "(", event, ")", "group")
    return replace(node, argument=replace(fence, body=event))
