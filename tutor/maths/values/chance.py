"""Probabilities, expectations, variances and covariances on a finite space, exactly: nothing about chance is taken on trust."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import tutor.maths.values.blocks as blocks
from tutor.maths.evaluate import Undefined
from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import Accent, Chain, Fence, Given, Letter, Listing, Prefix, Prime, Sub, Sum, Super
from tutor.maths.tree import Node
from tutor.maths.values.assignment import Space
from tutor.maths.values.blocks import NotComputable, is_rows

if TYPE_CHECKING:
    from tutor.maths.values.value import Work

Event = frozenset[int]
_COMPLEMENTS = frozenset(["c", "complement", "C", "prime"])


def chance(work: Work, what: str, argument: Node, head: Node) -> Any:
    """P(...), E[...], Var(...) or Cov(..., ...) of the trial's space."""
    space = work.trial.space
    if space is None:
        raise NotComputable("no space of chance is drawn for this")
    if isinstance(head, Sub):
        raise NotComputable("an expectation with an index is not tried here")
    if what == "probability":
        if isinstance(argument, Given):
            below = event(work, space, argument.right)
            return share(work, space, event(work, space, argument.left) & below, below)
        return share(work, space, event(work, space, argument), everything(space))
    if what == "expectation":
        if isinstance(argument, Given):
            return mean(work, space, argument.left, given(work, space, argument.right))
        return mean(work, space, argument, everything(space))
    return spread(work, space, what, argument)


def spread(work: Work, space: Space, what: str, argument: Node) -> Any:
    """Var(X) as E[X X] - E[X] E[X]; Cov(X, Y) as E[X Y] - E[X] E[Y]."""
    if what == "cov":
        if not isinstance(argument, Listing) or len(argument.parts) != 2:
            raise NotComputable("a covariance is of two variables")
        first, second = argument.parts
        where = everything(space)
    elif isinstance(argument, Given):
        first = second = argument.left
        where = given(work, space, argument.right)
    else:
        first = second = argument
        where = everything(space)
    one, two = outcomes(work, space, first), outcomes(work, space, second)
    ring = work.ring
    product = average(work, space, [ring.multiply(a, b) for a, b in zip(one, two)], where)
    means = ring.multiply(average(work, space, one, where), average(work, space, two, where))
    return ring.add(product, ring.multiply(ring.number(Fraction(-1)), means))


def everything(space: Space) -> Event:
    return frozenset(range(len(space.weights)))


def outcomes(work: Work, space: Space, body: Node) -> list[Any]:
    """The value of an expression for each outcome."""
    found = [work.other(outcome=n).of(body) for n in range(len(space.weights))]
    if any(is_rows(value) or isinstance(value, blocks.Scale) for value in found):
        raise NotComputable("random vectors are not tried here")
    return found


def mean(work: Work, space: Space, body: Node, where: Event) -> Any:
    return average(work, space, outcomes(work, space, body), where)


def average(work: Work, space: Space, values: list[Any], where: Event) -> Any:
    weight = sum((space.weights[n] for n in where), Fraction(0))
    if weight == 0:
        raise Undefined
    total = work.lift(0)
    for n in where:
        total = work.ring.add(total, work.ring.multiply(work.lift(space.weights[n] / weight), values[n]))
    return total


def share(work: Work, space: Space, part: Event, whole: Event) -> Any:
    below = sum((space.weights[n] for n in whole), Fraction(0))
    if below == 0:
        raise Undefined
    return work.lift(sum((space.weights[n] for n in part), Fraction(0)) / below)


def given(work: Work, space: Space, condition: Node) -> Event:
    """The outcomes a condition leaves: an event, or those where a variable has the value it has in the outcome at hand."""
    if is_symbol(condition) and (name := key(condition, work.latex)) in space.variables:
        if work.outcome is None:
            raise NotComputable("a conditional expectation outside of an expectation is random itself")
        here = space.variables[name][work.outcome]
        return frozenset(n for n, value in enumerate(space.variables[name]) if value == here)
    return event(work, space, condition)


def event(work: Work, space: Space, node: Node) -> Event:
    """A set of outcomes: A, its complement, A and B, A or B, X <= 2."""
    name = key(node, work.latex)
    if name in space.events:
        return space.events[name]
    match node:
        case Fence(body=body):
            return event(work, space, body)
        case Super(base=base, mark=Letter(name=mark)) if mark in _COMPLEMENTS:
            return everything(space) - event(work, space, base)
        case Accent(base=base, mark="bar" | "overline") | Prime(base=base) | Prefix(sign="neg" | "lnot" | "not", body=base):
            return everything(space) - event(work, space, base)
        case Listing(parts=parts):
            found = everything(space)
            for part in parts:
                found &= event(work, space, part)
            return found
        case Sum(signs=signs, terms=terms) if len(set(signs)) == 1 and signs[0] in ("cap", "cup", "wedge", "vee", "land", "lor"):
            found = event(work, space, terms[0])
            for term in terms[1:]:
                other = event(work, space, term)
                found = found & other if signs[0] in ("cap", "wedge", "land") else found | other
            return found
        case Chain():
            return frozenset(n for n in range(len(space.weights)) if work.other(outcome=n).holds(node))
    raise NotComputable(f"{work.shown(node)} is no event that can be drawn here")
