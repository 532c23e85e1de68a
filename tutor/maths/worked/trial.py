r"""A formula to play with: the learner chooses the numbers, every step is computed again, a curve shows how one quantity acts.

Laws: exact where that can be, else rounded and written with \approx; a curve is drawn through computed points only, and where
there is no value there is a gap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tutor.maths.computable import Turned, names_of, turned_side
from tutor.maths.evaluate import Floats, evaluate, exact
from tutor.maths.tree import Apply, Binary, Node, Symbol, walk
from tutor.maths.worked.numbers_example import MOST_NAMES, Example, first_point
from tutor.maths.worked.working import OUT, computed, equals, second_route, show

__all__ = ["Quantity", "Trial", "trial"]

_POINTS = 161
_STEEPEST = 1e9


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity of a formula: its LaTeX, its value now, and the values worth trying, from `low` to `high` by `step`."""

    symbol: str
    value: Fraction
    low: Fraction
    high: Fraction
    step: Fraction


@dataclass(frozen=True, slots=True)
class Trial:
    """The formula at the chosen numbers; `curve` holds (x, y) as `varied` moves, y is None where there is no value."""

    quantities: tuple[Quantity, ...]
    example: Example | None
    left: str
    varied: str
    curve: tuple[tuple[float, float | None], ...]


def trial(
    tree: Node,
    latex: str,
    values: Mapping[str, Fraction] | None = None,
    vary: str = "",
    chances: frozenset[str] = frozenset(),
    never: frozenset[str] = frozenset(),
) -> Trial | None:
    r"""The formula at `values` (by the LaTeX of each quantity; the rest keeps friendly numbers), and the curve of `vary`.

    None where the formula is no sure computation; `chances` and `never` as in `worked_example`.

    >>> from tutor.maths.formula import read_formula
    >>> found = trial(read_formula("A = \\pi r^2").tree, "A = \\pi r^2", {"r": Fraction(2)})
    >>> found.example.result, found.quantities[0].symbol, found.curve[0]
    ('A \\approx 12.57', 'r', (0.0, 0.0))
    """
    turned = turned_side(tree, latex, chances, never)
    if turned is None or isinstance(turned.tree, Symbol):
        return None
    names = names_of(turned.tree, turned.shown)
    if not names or len(names) > MOST_NAMES:
        return None
    start = first_point(turned, names)
    chosen = {name: (values or {}).get(turned.shown[name], start[name]) for name in names}
    quantities = tuple(_quantity(turned, name, chosen[name]) for name in names)
    varied = next(
        (name for name in names if turned.shown[name] == vary), names[-1] if len(names) == 1 else _lively(turned, names)
    )
    low, high = next((q.low, q.high) for q in quantities if q.symbol == turned.shown[varied])
    curve = _curve(turned, chosen, varied, low, high)
    return Trial(quantities, _worked(turned, names, chosen), turned.left, turned.shown[varied], curve)


def _worked(turned: Turned, names: list[str], point: Mapping[str, Fraction]) -> Example | None:
    written: list[str] = []
    try:
        value = computed(turned.tree, point, written, rounded=True)
        checked = second_route(turned.tree, point, value)
    except OUT:
        return None
    given = tuple((turned.shown[name], show(point[name])) for name in names)
    result = f"{turned.left} {equals(value)}" if turned.left else show(value)
    return Example(given, tuple(written), result, checked) if checked else None


def _quantity(turned: Turned, name: str, value: Fraction) -> Quantity:
    """What may be tried: a chance lies between 0 and 1, a count is whole and not negative, the rest has both signs."""
    if name in turned.chances:
        return Quantity(turned.shown[name], value, Fraction(0), Fraction(1), Fraction(1, 20))
    if name in _counted(turned.tree):
        return Quantity(turned.shown[name], value, Fraction(0), max(Fraction(12), value), Fraction(1))
    low = Fraction(0) if _only_from_zero(turned, name) else Fraction(-10)
    return Quantity(turned.shown[name], value, low, max(Fraction(10), value), Fraction(1, 2))


def _counted(node: Node) -> frozenset[str]:
    """Quantities under a factorial or in a binomial coefficient: whole numbers."""
    found: set[str] = set()
    for part in walk(node):
        if type(part).__name__ == "Factorial" or (isinstance(part, Apply) and part.function == "binom"):
            found |= {inner.name for inner in walk(part) if isinstance(inner, Symbol)}
    return frozenset(found)


def _only_from_zero(turned: Turned, name: str) -> bool:
    """Whether a quantity stands for a length, a deviation, a rate: told by its letter; or negative values have no result."""
    if name.lstrip("\\").split("_")[0] in ("sigma", "r", "n", "N", "t", "eta", "alpha", "tau"):
        return True
    return any(
        isinstance(part, Apply) and part.function in ("sqrt", "ln") and any(inner == Symbol((0, 0), name) for inner in walk(part))
        for part in walk(turned.tree)
    )


def _lively(turned: Turned, names: list[str]) -> str:
    """The quantity whose curve says most: what the left side is a function of, else one that is raised, rooted or divided by."""
    asked = [name for name in names if turned.left.endswith(f"({turned.shown[name]})")]
    if asked or "x" in names:
        return asked[0] if asked else "x"
    for part in walk(turned.tree):
        bent: Node | None = None
        if isinstance(part, Binary) and part.op in ("^", "/"):
            bent = part.left if part.op == "^" and any(isinstance(p, Symbol) for p in walk(part.left)) else part.right
        elif isinstance(part, Apply):
            bent = part.arguments[0]
        inside = [p.name for p in walk(bent) if isinstance(p, Symbol) and p.name in names] if bent is not None else []
        if inside:
            return inside[0]
    return names[0]


def _curve(
    turned: Turned, point: Mapping[str, Fraction], varied: str, low: Fraction, high: Fraction
) -> tuple[tuple[float, float | None], ...]:
    found: list[tuple[float, float | None]] = []
    whole = varied in _counted(turned.tree)
    count = int(high - low) + 1 if whole else _POINTS
    for place in range(count):
        x = low + (high - low) * Fraction(place, max(1, count - 1))
        found.append((float(x), _height(turned.tree, {**point, varied: x})))
    return tuple(found)


def _height(node: Node, point: Mapping[str, Fraction]) -> float | None:
    try:
        plain = exact(node, point)
        if plain is not None:
            return float(plain) if abs(plain) < _STEEPEST else None
        value = evaluate(node, Floats(), {name: complex(v) for name, v in point.items()})
    except OUT:
        return None
    return value.real if abs(value.imag) < 1e-12 and abs(value) < _STEEPEST else None
