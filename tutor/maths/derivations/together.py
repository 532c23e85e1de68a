"""What several lines say together: systems of equations, values told line by line, and what was never a solution to begin with.

Points that satisfy all given lines are looked for from many starts (Levenberg 1944, Marquardt 1963); a new line holds at each.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from tutor.maths.claims.claim import Verdict
from tutor.maths.claims.pieces import may_be
from tutor.maths.claims.trials import Known
from tutor.maths.derivations.refuting import counterexample, shown
from tutor.maths.derivations.solving import solutions
from tutor.maths.derivations.statements import Said, Sheet, Step, at_value
from tutor.maths.letters import is_symbol
from tutor.maths.reading.nodes import Chain
from tutor.maths.values import Defined, Kind

_STARTS, _ROUNDS, _MOST_LETTERS, _FEWEST = 24, 40, 5, 3
_SMALL, _SURE = 1e-9, 1e-5
Point = dict[str, float]


def follows_together(sheet: Sheet, givens: Sequence[Said], new: Said) -> Step | None:
    """Whether a line follows from all lines before it together; None where that cannot be said."""
    if not givens:
        return None
    if (step := by_values(sheet, givens, new)) is not None:
        return step
    sides = [side for said in (*givens, new) for side in said.sides]
    letters = sheet.letters(*sides)
    if not letters or not sheet.scalar(*sides):
        return None
    if len(letters) == 1:
        return _of_one(sheet, givens, new, letters[0])
    if len(letters) > _MOST_LETTERS:
        return None
    at = counterexample(sheet, givens, new, 0.1)
    if at is not None:
        return Step(Verdict.FAILS, f"{shown(sheet, at, letters)} satisfies the lines before, but not this line", example=at)
    return _at_points(sheet, givens, new, letters)


def by_values(sheet: Sheet, givens: Sequence[Said], new: Said) -> Step | None:
    """a = 3, b = 4 and c = sqrt(a^2 + b^2) give c a value: the line must hold with what the letters were told to be."""
    known = told(sheet, givens)
    equation = new.equation
    if equation is None or not known.definitions:
        return None
    used = [n for n in sheet.letters(*equation.sides) if n in known.definitions]
    if not used:
        return None
    agreed = sheet.agree(equation.sides[0], equation.sides[-1], known)
    if agreed:
        return Step(Verdict.TESTED, "it follows from what the letters were said to be")
    free = [n for n in sheet.letters(*equation.sides) if n not in known.definitions]
    if agreed is False and not free and all_closed(sheet, known, used):
        why = sheet.difference(equation.sides[0], equation.sides[-1], known)
        return Step(Verdict.FAILS, f"with the values above it is not true: {why.removeprefix('fails: ')}")
    return None


def all_closed(sheet: Sheet, known: Known, names: Sequence[str]) -> bool:
    """Whether the values told lead down to numbers."""
    waiting, seen = list(names), set[str]()
    while waiting:
        name = waiting.pop()
        if name not in known.definitions:
            return False
        if name not in seen:
            seen.add(name)
            waiting += sheet.letters(known.definitions[name].body)
    return True


def told(sheet: Sheet, givens: Sequence[Said]) -> Known:
    """What the lines say single letters to be, each letter once and none by way of itself."""
    found: dict[str, Defined] = dict(sheet.known.definitions)
    below: dict[str, set[str]] = {name: set() for name in found}
    for said in givens:
        chains = said.chains if said.together or len(said.chains) == 1 else ()
        for chain in chains:
            lone = sheet.lone(chain) if len(chain.sides) == 2 and chain.signs[0].name == "=" else None
            if lone is None or lone[0] in found:
                continue
            name, body = lone
            uses = set(sheet.letters(body))
            uses |= {deep for one in uses for deep in below.get(one, ())}
            if name not in uses:
                found[name], below[name] = Defined(body, sheet.latex), uses
                below = {one: deep | uses if name in deep else deep for one, deep in below.items()}
    return Known(sheet.known.fixed, sheet.known.functions, found)


# -- one letter ----------------------------------------------------------------------------------------------------------------
def _of_one(sheet: Sheet, givens: Sequence[Said], new: Said, unknown: str) -> Step | None:
    """The solutions that all givens share."""
    start = next((said for said in givens if _searchable(said)), None)
    if start is None or not _searchable(new):
        return None
    found, always = solutions(sheet, start, unknown, {}, new)
    if always:
        return None
    kept = [
        x
        for x in found
        if all(_nearly(sheet, said, {unknown: x}) for said in givens)
        and sheet.may_be({unknown: x})
        and may_be(Fraction(x), sheet.kinds[unknown])
    ]
    if not kept:
        return None
    lost = [x for x in kept if not _nearly(sheet, new, {unknown: x})]
    if not lost:
        return Step(Verdict.TESTED, "it follows from the lines before; what is left out does not solve the first of them")
    return Step(Verdict.FAILS, f"{at_value(unknown, lost[0])} solves the lines before, but not this line", tuple(lost))


def _searchable(said: Said) -> bool:
    return said.signs == {"="} and not said.together and all(len(chain.sides) == 2 for chain in said.chains)


def never_solved(sheet: Sheet, first: Said, last: Said) -> str:
    """Why what the last line gives is no solution of the first: it has no value there, or the sides differ; "" if it may be one.

    Only a last line that gives one letter plain values is looked at, and only a first line in that letter alone.
    """
    letters = sheet.letters(*first.sides)
    if len(letters) != 1 or not _searchable(first) or not _searchable(last) or not sheet.scalar(*first.sides, *last.sides):
        return ""
    for chain in last.chains:
        lone = sheet.lone(chain)
        if lone is None or lone[0] != letters[0] or sheet.letters(lone[1]):
            return ""
        value = sheet.value(lone[1], {})
        if value is None:
            return ""
        said = at_value(lone[0], value)
        gaps = [sheet.gap(one, {lone[0]: Fraction(value)}) for one in first.chains]
        if all(gap is None for gap in gaps):
            elsewhere = [sheet.gap(first.chains[0], {lone[0]: Fraction(x)}) for x in (0.3, -0.7, 1.7, 5.3, 40.1, -40.1)]
            if any(gap is not None for gap in elsewhere):
                return f"{said} is no solution of line 1, which has no value there"
        elif all(gap is None or abs(gap) > 1e-4 * max(1.0, abs(value)) for gap in gaps) and not _rounded(chain, sheet):
            return f"{said} does not solve line 1"
    return ""


def _rounded(chain: Chain, sheet: Sheet) -> bool:
    """Whether a decimal is written, which may be rounded."""
    return any("." in sheet.latex[slice(*side.span)] for side in chain.sides if not is_symbol(side))


# -- several letters -----------------------------------------------------------------------------------------------------------
def _at_points(sheet: Sheet, givens: Sequence[Said], new: Said, letters: Sequence[str]) -> Step | None:
    found = 0
    for point in points(sheet, givens, letters):
        holds = _nearly(sheet, new, point)
        if holds is None:
            continue
        found += 1
        if not holds:
            values = ", ".join(at_value(name, value) for name, value in point.items())
            return Step(Verdict.FAILS, f"{values} satisfies the lines before, but not this line")
    return Step(Verdict.TESTED, f"it follows from the lines before together, at {found} points") if found >= _FEWEST else None


def points(sheet: Sheet, givens: Sequence[Said], letters: Sequence[str]) -> Iterator[Point]:
    """Points that satisfy all equations of the givens, from many starts."""
    chains = [chain for said in givens if said.together or len(said.chains) == 1 for chain in said.chains]
    equations = [chain for chain in chains if len(chain.sides) == 2 and chain.signs[0].name == "="]
    draw = random.Random("starts")
    for turn in range(_STARTS):
        reach = (2, 6, 20)[turn % 3]
        start = {name: draw.uniform(-reach, reach) for name in letters}
        point = _settled(sheet, equations, start)
        if (
            point is not None
            and all(_nearly(sheet, said, point) for said in givens)
            and _promised(point, sheet.kinds)
            and sheet.may_be(point)
        ):
            yield point


def _promised(point: Point, kinds: Mapping[str, Kind]) -> bool:
    return all(may_be(Fraction(value), kinds[name]) for name, value in point.items())


def _settled(sheet: Sheet, equations: Sequence[Chain], point: Point) -> Point | None:
    """One start brought to a solution by damped least squares; None where it does not settle."""
    names, damping = list(point), 1e-2
    here = _gaps(sheet, equations, point)
    if here is None:
        return None
    for _ in range(_ROUNDS):
        if max(abs(g) for g in here) < _SMALL * 1e-2:
            break
        slopes = [_gaps(sheet, equations, {**point, n: point[n] + 1e-6 * max(1.0, abs(point[n]))}) for n in names]
        if any(moved is None for moved in slopes):
            return None
        jacobian = [
            [((moved or [])[k] - g) / (1e-6 * max(1.0, abs(point[n]))) for n, moved in zip(names, slopes)]
            for k, g in enumerate(here)
        ]
        step = _least(jacobian, here, damping)
        if step is None:
            return None
        tried = {n: point[n] - s for n, s in zip(names, step, strict=True)}
        there = _gaps(sheet, equations, tried)
        if there is not None and sum(g * g for g in there) < sum(g * g for g in here):
            point, here, damping = tried, there, damping / 10
        else:
            damping *= 10
            if damping > 1e8:
                return None
    size = max(1.0, *(abs(v) for v in point.values()))
    return point if max(abs(g) for g in here) < _SMALL * size and size < 1e6 else None


def _gaps(sheet: Sheet, equations: Sequence[Chain], point: Point) -> list[float] | None:
    found = [sheet.gap(eq, {n: Fraction(v) for n, v in point.items()}) for eq in equations]
    return None if any(g is None for g in found) or not found else [g for g in found if g is not None]


def _least(jacobian: list[list[float]], gaps: list[float], damping: float) -> list[float] | None:
    """Solve (J^T J + damping I) s = J^T g by elimination with pivots."""
    many = len(jacobian[0])
    rows = [
        [sum(r[i] * r[j] for r in jacobian) + (damping if i == j else 0.0) for j in range(many)]
        + [sum(r[i] * g for r, g in zip(jacobian, gaps, strict=True))]
        for i in range(many)
    ]
    for column in range(many):
        pivot = max(range(column, many), key=lambda i: abs(rows[i][column]))
        if abs(rows[pivot][column]) < 1e-300:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for i in range(many):
            if i != column:
                factor = rows[i][column] / rows[column][column]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[column], strict=True)]
    return [rows[i][many] / rows[i][i] for i in range(many)]


def _nearly(sheet: Sheet, said: Said, point: Point) -> bool | None:
    """Whether a statement is true at a point known in floats; None where a side has no value."""
    found = [_chain_nearly(sheet, chain, point) for chain in said.chains]
    if said.together:
        return False if False in found else None if None in found else True
    return True if True in found else None if all(one is None for one in found) else False


def _chain_nearly(sheet: Sheet, chain: Chain, point: Point) -> bool | None:
    at = {n: Fraction(v) for n, v in point.items()}
    for sign, left, right in zip(chain.signs, chain.sides, chain.sides[1:]):
        one, two = sheet.value(left, at), sheet.value(right, at)
        if one is None or two is None:
            return None
        size = _SURE * max(1.0, abs(one), abs(two))
        if sign.name == "=" and abs(one - two) > size:
            return False
        if sign.name in ("<", "leq", "le", "leqslant") and one - two > size:
            return False
        if sign.name in (">", "geq", "ge", "geqslant") and two - one > size:
            return False
    return True
