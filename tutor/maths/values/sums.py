"""Sums and products written out, entries of vectors and matrices, definite integrals."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import tutor.maths.values.blocks as blocks
from tutor.maths.evaluate import OutsideArithmetic, Undefined
from tutor.maths.letters import is_symbol
from tutor.maths.reading.nodes import Big, Chain, Letter, Listing, Prefix, Product, Sub
from tutor.maths.tree import Node, children, walk
from tutor.maths.values.arithmetics import Reals, real
from tutor.maths.values.blocks import NotComputable, is_rows

if TYPE_CHECKING:
    from tutor.maths.values.value import Work

_MOST_TERMS = 400
_BORDER = 4.0


def entry(work: Work, node: Sub) -> Any:
    """x_i or a_{ij} at the numbers its indices have here; None where they have none or the base is no vector."""
    parts = index_parts(node.index)
    places = [work.bound[work.name(p)] if work.name(p) in work.bound else work.whole(p) for p in parts]
    if any(place is None for place in places):
        return None
    where = [place for place in places if place is not None]
    base = work.name(node.base)
    names = [base] + ([base.upper()] if len(base) == 1 and base.islower() and len(where) == 2 else [])
    for name in names:
        rows = work.known(name) if name in work.trial.values or name in work.moving or name in work.trial.definitions else None
        if is_rows(rows):
            return picked(rows, where)
    return work.known(f"{base}_" + ",".join(map(str, where)))


def picked(rows: Any, where: list[int]) -> Any:
    """The entry of a matrix (two places) or of a vector (one), counted from 1."""
    height, width = blocks.shape(rows)
    row, column = (where[0], where[1]) if len(where) == 2 else (where[0], 1) if width == 1 else (0, 0)
    if not (1 <= row <= height and 1 <= column <= width):
        raise NotComputable("this entry is not in the matrix")
    return rows[row - 1][column - 1]


def index_parts(index: Node) -> tuple[Node, ...]:
    """The indices of a_{ij}, a_{i,j} or x_i one by one."""
    if isinstance(index, Product) and not any(index.signs):
        return index.factors
    return index.parts if isinstance(index, Listing) else (index,)


def big(work: Work, node: Big) -> Any:
    """A sum, a product, a maximum or minimum over an index; a definite integral."""
    if node.name == "int":
        return integral(work, node)
    if node.name not in ("sum", "prod", "max", "min"):
        raise NotComputable(f"{work.shown(node)} has no value that can be computed here")
    names = index_names(work, node)
    if node.upper is None and not isinstance(node.lower, Chain) and not all(_counts(work, node.body, name) for name in names):
        # Over x itself, not over the entries of a list: all numbers, or those somebody named elsewhere.
        raise NotComputable(f"the range of {work.shown(node)} is not told")
    values: list[Any] = []
    for bound in ranges(work, node, names):
        values.append(work.other(bound={**work.bound, **bound}).of(node.body))
        if len(values) > _MOST_TERMS:
            raise NotComputable("the sum is too long to write out here")
    return joined(work, node.name, values)


def joined(work: Work, name: str, values: list[Any]) -> Any:
    if name in ("max", "min"):
        if not values:
            raise NotComputable("nothing to choose from")
        return (max if name == "max" else min)(values, key=real)
    total = None if values else work.lift(1 if name == "prod" else 0)
    for value in values:
        if total is None:
            total = value
        elif name == "sum":
            total = blocks.add(work.ring, total, value)
        else:
            total = blocks.multiply(work.ring, total, value)
    return total


def index_names(work: Work, node: Big) -> list[str]:
    lower = node.lower
    if isinstance(lower, Chain) and len(lower.sides) == 2 and lower.signs[0].name == "=" and not lower.signs[0].negated:
        lower = lower.sides[0]
    parts = lower.parts if isinstance(lower, Listing) else (lower,)
    names = [work.name(part) for part in parts if part is not None and is_symbol(part)]
    if len(names) != len(parts) or not names or (len(names) > 1 and node.upper is not None):
        raise NotComputable(f"the range of {work.shown(node)} is not told")
    return names


def _counts(work: Work, body: Node, name: str) -> bool:
    """Whether a name stands only where entries are counted, as the i of x_i does."""

    def bare(node: Node) -> bool:
        if is_symbol(node) and work.name(node) == name:
            return True
        within = (node.base,) if isinstance(node, Sub) else children(node)
        return any(bare(child) for child in within)

    return not bare(body)


def ranges(work: Work, node: Big, names: list[str]) -> Iterator[dict[str, int]]:
    """Every choice of the indices."""
    first, last = 1, work.trial.length
    if isinstance(node.lower, Chain):
        first = _limit(work, node.lower.sides[1])
        if node.upper is None:
            raise NotComputable(f"the range of {work.shown(node)} is not told")
    if node.upper is not None:
        last = _limit(work, node.upper)
    if last - first > _MOST_TERMS:
        raise NotComputable("the sum is too long to write out here")
    choices: list[dict[str, int]] = [{}]
    for name in names:
        choices = [{**chosen, name: at} for chosen in choices for at in range(first, last + 1)]
    yield from choices


def _limit(work: Work, node: Node) -> int:
    found = work.whole(node)
    if found is None:
        raise NotComputable("the ends of this sum are not told")
    return found


# -- integrals -------------------------------------------------------------------------------------------------------------
def integral(work: Work, node: Big) -> Any:
    """A definite integral of one variable in floats, by the tanh-sinh rule (Takahasi and Mori 1974)."""
    if node.lower is None or node.upper is None or len(node.variables) != 1 or not is_symbol(node.variables[0]):
        raise NotComputable(f"{work.shown(node)} has no value that can be computed here")
    if any(isinstance(part, Big) and part.name != "sum" for part in walk(node.body)):
        raise NotComputable("an integral in an integral is not computed here")
    if not isinstance(work.ring, Reals):
        raise OutsideArithmetic("integral")
    name, low, high = work.name(node.variables[0]), _end(work, node.lower), _end(work, node.upper)

    def at(x: float) -> float:
        try:
            inside = work.other(moving={**work.moving, name: x}, ring=Reals()).number(node.body)
        except Undefined:
            return 0.0
        return float(inside)

    coarse, fine = _doubly(at, low, high, 1 / 16), _doubly(at, low, high, 1 / 32)
    if not math.isfinite(fine) or abs(coarse - fine) > 1e-7 * max(1.0, abs(fine)):
        raise NotComputable("this integral does not settle in floats")
    return work.ring.number(Fraction(fine))


def _end(work: Work, node: Node) -> float:
    sign = -1.0 if isinstance(node, Prefix) and node.sign == "-" else 1.0
    inner = node.body if isinstance(node, Prefix) else node
    if isinstance(inner, Letter) and inner.name == "infty":
        return sign * math.inf
    return float(work.number(node))


def _doubly(at: Callable[[float], float], low: float, high: float, step: float) -> float:
    if low > high:
        return -_doubly(at, high, low, step)
    total = 0.0
    border = _BORDER if math.isfinite(low) or math.isfinite(high) else 6.0
    for n in range(int(-border / step), int(border / step) + 1):
        t = n * step
        x, weight = _node(t, low, high)
        if weight and math.isfinite(x) and low < x < high:
            total += at(x) * weight
    return total * step


def _node(t: float, low: float, high: float) -> tuple[float, float]:
    """Where the rule looks and how much it counts there."""
    bend, slope = math.pi / 2 * math.sinh(t), math.pi / 2 * math.cosh(t)
    if math.isfinite(low) and math.isfinite(high):
        half = (high - low) / 2
        return (low + high) / 2 + half * math.tanh(bend), half * slope / math.cosh(min(abs(bend), 300.0)) ** 2
    if math.isfinite(low):
        x = math.exp(min(bend, 300.0))
        return low + x, x * slope
    if math.isfinite(high):
        x = math.exp(min(bend, 300.0))
        return high - x, x * slope
    return math.sinh(bend), slope * math.cosh(bend)
