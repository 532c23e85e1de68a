"""Does one line follow from the line before? By equal sides, by the same done to both, by definitions, by roots, by examples.

A line follows in one direction only: every solution of the line before solves it, and none is lost. What lets solutions in is
allowed and said. What no rule shows and no example refutes stays open.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from tutor.maths.claims.claim import Pair, Verdict
from tutor.maths.claims.letters import names
from tutor.maths.claims.pieces import arguments, on_every_piece
from tutor.maths.claims.printed import number
from tutor.maths.claims.trials import Known, Tried
from tutor.maths.derivations.carried import carried
from tutor.maths.derivations.everywhere import from_everything, narrowed
from tutor.maths.derivations.ordering import follows_in_order
from tutor.maths.derivations.refuting import counterexample, inverse_of_vector, misfit, shown
from tutor.maths.derivations.statements import FOLLOWED, OUT, Said, Sheet, Step, agreed, at_value, put_in
from tutor.maths.evaluate import Exact
from tutor.maths.letters import is_symbol
from tutor.maths.reading.nodes import Chain, Derivative, Power, Prefix, Product
from tutor.maths.roots import coefficients, near, roots, turns
from tutor.maths.tree import Node, Number, walk
from tutor.maths.values import Defined, Sort, value_of

ROUND = 1e-7
_TRIES = 4
_MOST_PIECES = 8
_RANK = (Verdict.TESTED, Verdict.PROVED)


def follows(sheet: Sheet, before: Said, after: Said) -> Step:
    """Whether what a line says follows from the line before alone."""
    signs = before.signs | after.signs
    if not signs <= FOLLOWED or any(sign.negated for said in (before, after) for c in said.chains for sign in c.signs):
        return Step(Verdict.OPEN, "this relation is not followed here")
    if signs != {"="}:
        return follows_in_order(sheet, before, after)
    first, second = before.equation, after.equation
    if why := inverse_of_vector(sheet, after):
        return Step(Verdict.FAILS, why)
    if first is not None and second is not None:
        step = same_sides(sheet, first, second) or by_definition(sheet, first, second)
        if step is not None:
            return step
    if not sheet.scalar(*before.sides, *after.sides):
        return by_examples(sheet, before, after)
    if len(sheet.letters(*before.sides, *after.sides)) > 1 and (step := refuted(sheet, before, after)) is not None:
        return step
    if any(len(chain.sides) > 2 for chain in (*before.chains, *after.chains)) or before.together or after.together:
        return Step(Verdict.OPEN, "this step cannot be followed here")
    return by_roots(sheet, before, after)


def numbers_put_in(sheet: Sheet, known: Known, before: Said, after: Said) -> Step | None:
    """(2 - x)(3 - x) - 2 = 0 after det(A - xI) = 0: the line is tried with what A was told to be, or left open; else None."""
    old, new = sheet.letters(*before.sides), sheet.letters(*after.sides)
    gone = [n for n in old if n not in new and sheet.kinds[n].sort in (Sort.MATRIX, Sort.VECTOR)]
    numerals = [{n.text for side in said.sides for n in walk(side) if isinstance(n, Number)} for said in (before, after)]
    if not gone or not numerals[1] - numerals[0] - {"0", "1"}:
        return None
    if all(n in known.definitions for n in gone):
        step = follows(sheet.with_known(known), before, after)
        return replace(step, why=f"{step.why}, with what was told above")
    return Step(Verdict.OPEN, f"numbers are put in for {', '.join(gone)} here, and nothing says which")


# -- equal sides ---------------------------------------------------------------------------------------------------------------
def same_sides(sheet: Sheet, first: Chain, second: Chain) -> Step | None:
    """The same two sides, or the same done to both of them."""
    a, b, c, d = first.sides[0], first.sides[-1], second.sides[0], second.sides[-1]
    if narrowed(sheet, (a, b), (c, d)):
        return None  # where a side has no value any more a solution may be lost: the solutions themselves tell
    for left, right in ((c, d), (d, c)):
        if agreed(one := sheet.tried(a, left)) and agreed(two := sheet.tried(b, right)):
            return Step(min(_strength(one), _strength(two), key=_RANK.index), "both sides are the same as before")
    if (verdict := carried(sheet, first, second)) is not None:
        return Step(verdict, "the same was done to both sides")
    return Step(Verdict.TESTED, "the same was done to both sides") if proportional(sheet, first, second) else None


def agreement(sheet: Sheet, a: Node, b: Node) -> Verdict:
    """PROVED where two sides that agree do so modulo a large prime or are closed exact numbers; else TESTED."""
    return _strength(sheet.tried(a, b))


def _strength(found: Tried) -> Verdict:
    floats = any(isinstance(t.left, float) or isinstance(t.right, float) for t in found.trials)
    closed = not any(t.at.values or t.at.wholes or t.at.space for t in found.trials)
    return Verdict.PROVED if found.proof >= 3 or (closed and not floats) else Verdict.TESTED


def proportional(sheet: Sheet, first: Chain, second: Chain) -> bool:
    """Whether left minus right is the same multiple of left minus right, at every point tried, on every piece of both."""
    letters = sheet.letters(*first.sides, *second.sides)
    if not letters or not sheet.scalar(*first.sides, *second.sides):
        return False
    draw = random.Random("ratio")
    points = [{name: Fraction(draw.randrange(-300, 300) * 2 + 1, 64) for name in letters} for _ in range(12)]
    for chain in (first, second):
        pair = Pair(chain.sides[0], chain.sides[-1], "=", False, sheet.latex)
        kinds = {name: sheet.kinds[name] for name in letters}
        points += [dict(at.values) for at in on_every_piece(pair, [sheet.at(points[0])], kinds, {}, ordered=False)]
    ratios: list[float] = []
    for point in points:
        one, two = sheet.gap(first, point), sheet.gap(second, point)
        if one is None or two is None:
            continue
        if abs(one) < 1e-6 * max(1.0, *(abs(float(v)) for v in point.values())):
            if abs(two) > 1e-3:
                return False
            continue
        ratios.append(two / one)
    return len(ratios) >= 4 and all(abs(r - ratios[0]) <= ROUND * max(1, abs(r)) for r in ratios) and abs(ratios[0]) > 1e-9


def by_definition(sheet: Sheet, first: Chain, second: Chain) -> Step | None:
    """b = A x gives b a value: then the next line must hold for every x. A B = I makes B the inverse of A, of square matrices."""
    found = sheet.lone(first) or _inverse_pair(sheet, first)
    if found is None or not sheet.letters(found[1]):
        return None
    name, body = found
    left, right = second.sides[0], second.sides[-1]
    known = sheet.known
    if sheet.kinds[name].sort in (Sort.VARIABLE, Sort.EVENT):  # what is random is written in: it has no value of its own
        left, right = (put_in(side, name, body, sheet.latex) for side in (left, right))
    else:
        known = Known(known.fixed, known.functions, {**known.definitions, name: Defined(body, sheet.latex)})
    tried = sheet.tried(left, right, known)
    if (holds := agreed(tried)) is None:
        return None
    if holds and (gone := narrowed(sheet, (body,), (left, right), known)):
        return Step(Verdict.OPEN, f"it holds where both sides have a value, but for {gone} this line has none")
    if holds:
        return Step(Verdict.PROVED if tried.proof >= 3 else Verdict.TESTED, "it holds whenever the line before holds")
    return Step(Verdict.FAILS, f"the line before does not give this: {sheet.difference(left, right, known)}")


def _inverse_pair(sheet: Sheet, first: Chain) -> tuple[str, Node] | None:
    """B, and the inverse of A, out of A B = I where both are said to be square."""
    for side, other in ((first.sides[0], first.sides[-1]), (first.sides[-1], first.sides[0])):
        if not (isinstance(side, Product) and len(side.factors) == 2 and sheet.latex[slice(*other.span)].strip() == "I"):
            continue
        one, two = side.factors
        if not (is_symbol(one) and is_symbol(two)):
            return None
        name, partner = sheet.lone_name(two), sheet.lone_name(one)
        if name and partner and name != partner and sheet.square(name) and sheet.square(partner):
            return name, Power(one.span, one, Prefix(one.span, "-", Number(one.span, "1")))
    return None


# -- examples ------------------------------------------------------------------------------------------------------------------
def refuted(sheet: Sheet, before: Said, after: Said) -> Step | None:
    """An example against a step, if one is found."""
    at = counterexample(sheet, [before], after)
    if at is None:
        return None
    values = shown(sheet, at, sheet.letters(*before.sides, *after.sides))
    equation = after.equation
    sides = ""
    if equation is not None:
        sides = _both(sheet, equation, {n: v for n, v in at.values.items() if isinstance(v, Fraction)})
    return Step(Verdict.FAILS, f"{values} satisfies the line before, but not this line{sides}", example=at)


def _both(sheet: Sheet, equation: Chain, point: Mapping[str, Fraction]) -> str:
    one, two = sheet.value(equation.sides[0], point), sheet.value(equation.sides[-1], point)
    return f": here the two sides are then {number(one)} and {number(two)}" if one is not None and two is not None else ""


def by_examples(sheet: Sheet, before: Said, after: Said) -> Step:
    """Matrices, vectors and unknown functions: an example against the step, or nothing is said."""
    if (step := refuted(sheet, before, after)) is not None:
        return step
    if why := misfit(sheet, after):
        return Step(Verdict.FAILS, why)
    return Step(Verdict.OPEN, "no rule known here shows that it follows, and no example against it was found")


# -- roots ---------------------------------------------------------------------------------------------------------------------
def by_roots(sheet: Sheet, before: Said, after: Said) -> Step:
    """The solutions of one unknown before and after, the other letters at random values."""
    letters = sheet.letters(*before.sides, *after.sides)
    if not letters:
        return plain(sheet, before, after)
    unknown = next((f[0] for eq in after.chains if (f := sheet.lone(eq)) and f[0] in letters), letters[-1])
    step = Step(Verdict.OPEN, "this step cannot be followed here")
    for others in _settings(sheet, before, after, [name for name in letters if name != unknown]):
        step = _one(sheet, before, after, unknown, others)
        if step.verdict is Verdict.FAILS:
            return step
    return step


def _settings(sheet: Sheet, before: Said, after: Said, free: list[str]) -> list[dict[str, Fraction]]:
    """Values for the letters that stay: a few at random, and where the lines are made of pieces some on every piece."""
    draw = random.Random("roots")
    found = [{name: Fraction(draw.randrange(2, 40), 8) for name in free} for _ in range(_TRIES if free else 1)]
    kinds = {name: sheet.kinds[name] for name in free}
    if not free or not arguments([(side, sheet.latex) for side in (*before.sides, *after.sides)]):
        return found
    start = sheet.at({**dict.fromkeys(sheet.kinds, Fraction(3, 2)), **found[0]})
    for chain in (*before.chains, *after.chains):
        pair = Pair(chain.sides[0], chain.sides[-1], "=", False, sheet.latex)
        drawn = [{name: at.values[name] for name in free} for at in on_every_piece(pair, [start], kinds, {}, ordered=False)]
        found += drawn[:: max(1, len(drawn) // _MOST_PIECES)]
    return found


def plain(sheet: Sheet, before: Said, after: Said) -> Step:
    """Lines of numbers alone."""
    gaps = [sheet.gap(said.chains[0], {}) for said in (before, after)]
    if gaps[0] is None or gaps[1] is None or abs(gaps[0]) > ROUND:
        return Step(Verdict.OPEN, "the line before is not true, so anything follows")
    if abs(gaps[1]) <= ROUND:
        return Step(Verdict.PROVED, "true by computing")
    return Step(Verdict.FAILS, "the two sides of this line differ")


def _one(sheet: Sheet, before: Said, after: Said, unknown: str, others: Mapping[str, Fraction]) -> Step:
    old, always = solutions(sheet, before, unknown, others, after)
    new, true_now = solutions(sheet, after, unknown, others, before)
    if always:
        return from_everything(sheet, before, after, unknown, others)
    old = [x for x in old if sheet.may_be({**others, unknown: x})] or old
    if not old and true_now:
        return Step(Verdict.TESTED, "true for every value")
    if not old:
        return _of_nothing(sheet, before, after, new, unknown, others)
    lost = tuple(x for x in old if not any(near(x, y) for y in new) and not _solves(sheet, after, unknown, others, x))
    told = "".join(f", with {at_value(n, v)}" for n, v in list(others.items())[:3])
    if not lost:
        extra = [y for y in new if not any(near(x, y) for x in old)]
        note = f"; it lets in {at_value(unknown, extra[0])} as well, so check at the end" if extra else ""
        return Step(Verdict.TESTED, f"the solutions of the line before solve this line{note}")
    kept = min(lost, key=abs)
    lost = (kept, *(x for x in lost if x != kept))
    if any(near(x, y) for x in old for y in new):
        return Step(Verdict.FAILS, f"the solution {at_value(unknown, kept)} of the line before is lost here{told}", lost)
    sides = _both(sheet, after.chains[0], {**others, unknown: Fraction(kept).limit_denominator(10**6)})
    return Step(Verdict.FAILS, f"{at_value(unknown, kept)} solves the line before{told}, but not this line{sides}", lost)


def _of_nothing(sheet: Sheet, before: Said, after: Said, new: list[float], unknown: str, others: Mapping[str, Fraction]) -> Step:
    """What can be said where the line before seems to have no solution."""
    surely = all(_polynomial(sheet, chain, unknown, others) is not None for chain in before.chains)
    if any(isinstance(node, Derivative) for side in after.sides for node in walk(side)):
        return Step(Verdict.OPEN, "nothing above says what this derivative is")
    if not new:
        closed = not sheet.letters(*after.sides)
        said = "no real solution of the line before was found, nor of this line"
        return Step(Verdict.TESTED if surely or closed else Verdict.OPEN, said)
    if surely:
        return Step(Verdict.FAILS, "the line before has no real solution")
    return Step(Verdict.OPEN, "no solution of the line before was found to compare with")


def _solves(sheet: Sheet, said: Said, unknown: str, others: Mapping[str, Fraction], x: float) -> bool:
    for equation in said.chains:
        for at in (Fraction(x).limit_denominator(10**6), Fraction(x)):
            found = sheet.gap(equation, {**others, unknown: at})
            if found is not None and abs(found) <= 1e-6 * max(1.0, abs(x)):
                return True
    return False


def solutions(
    sheet: Sheet, said: Said, unknown: str, others: Mapping[str, Fraction], beside: Said | None = None
) -> tuple[list[float], bool]:
    """The solutions of alternatives, and whether one of them is true everywhere; the closed sides about are looked at first."""
    sides = [*said.sides, *(beside.sides if beside else ())]
    hints = [
        float(v) for side in sides if unknown not in names(side, sheet.latex) and (v := sheet.value(side, others)) is not None
    ]
    found: list[float] = []
    for equation in said.chains:

        def at(x: float, eq: Chain = equation) -> float | None:
            return sheet.gap(eq, {**others, unknown: Fraction(x)})

        exactly = _polynomial(sheet, equation, unknown, others)
        if exactly is not None:
            here, always = _real_roots(exactly)
        else:
            here, always = roots(at, hints)
        if always:
            return [], True
        found += [x for x in here if not any(near(x, y) for y in found)]
    return sorted(found), False


def _polynomial(sheet: Sheet, equation: Chain, unknown: str, others: Mapping[str, Fraction]) -> tuple[Fraction, ...] | None:
    """The coefficients of left minus right, where it is a polynomial that is defined everywhere."""
    if sheet.kinds[unknown].sort is not Sort.NUMBER or sheet.divides(equation):
        return None

    def at(x: Fraction) -> Fraction | None:
        try:
            one, two = (
                value_of(s, sheet.latex, sheet.at({**others, unknown: x}), Exact())
                for s in (equation.sides[0], equation.sides[-1])
            )
        except OUT:
            return None
        return one - two if isinstance(one, Fraction) and isinstance(two, Fraction) else None

    return coefficients(at)


def _real_roots(polynomial: tuple[Fraction, ...]) -> tuple[list[float], bool]:
    if not any(polynomial):
        return [], True
    size = float(max(abs(c) for c in polynomial))

    def value(x: float) -> float:
        total = 0.0
        for c in reversed(polynomial):
            total = total * x + float(c)
        return total

    found: list[float] = []
    for x in turns(polynomial):
        scale = size * max(1.0, abs(x)) ** (len(polynomial) - 1)
        if abs(value(x)) <= 1e-11 * scale and not any(near(x, y) for y in found):
            found.append(round(x, 12) if abs(x) < 1e6 else x)
    return found, False
