"""When all lines are read: what the last one gives is held against the first, and what only seems to be new is left open."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.maths.claims.claim import Verdict
from tutor.maths.derivations.chances import is_chance
from tutor.maths.derivations.ordering import lets_in
from tutor.maths.derivations.pasted import Piece
from tutor.maths.derivations.rates import in_base_ten
from tutor.maths.derivations.said_lines import outer, said_by
from tutor.maths.derivations.solving import by_roots
from tutor.maths.derivations.statements import TOLD, Said, Sheet, Step
from tutor.maths.derivations.systems import is_value
from tutor.maths.derivations.together import never_solved


def look_back(sheet: Sheet, pieces: Sequence[Piece], steps: list[Step]) -> None:
    """What the last line gives must solve the first: squaring and cancelling let solutions in."""
    if len(pieces) < 2 or any(step.verdict is Verdict.FAILS for step in steps):
        return
    first, last = said_by(pieces[0]), said_by(pieces[-1])
    if steps[-1].why == TOLD and not pieces[-1].told and (what := _unfounded(sheet, pieces[-1])):
        steps[-1] = Step(Verdict.OPEN, f"{what} is new here, and nothing before says what it is")
    if first is None or last is None or steps[0].verdict is not Verdict.GIVEN or steps[-1].verdict is Verdict.GIVEN:
        return
    if (found := _let_in(sheet, pieces, steps)) is not None:
        steps[found[0]] = found[1]
        return
    based = any(in_base_ten(chain) is not None for chain in first.chains)  # to which base a log goes is not known
    if not based and (why := never_solved(sheet, first, outer(last))):
        steps[-1] = Step(Verdict.FAILS, why)


def _unfounded(sheet: Sheet, piece: Piece) -> str:
    """What a last line that was only told speaks of: a letter, a probability, a name; "" where it may be told last."""
    said = said_by(piece)
    if piece.name or (said is not None and any(is_chance(side) for side in said.sides)):
        return "this"
    return "this letter" if said is not None and is_value(sheet, said) else ""


def _let_in(sheet: Sheet, pieces: Sequence[Piece], steps: Sequence[Step]) -> tuple[int, Step] | None:
    """Inequalities each of which follows from the one before: what was let in on the way may not stand in the answer."""
    said = [one for piece in pieces if (one := said_by(piece)) is not None]
    if len(said) < len(steps) or any(step.verdict not in (Verdict.PROVED, Verdict.TESTED) for step in steps[1:]):
        return None
    return lets_in(sheet, said)


def nothing_solves(sheet: Sheet, facts: Sequence[Said]) -> Step:
    """ "no solution": true where none is found for the lines before."""
    first = next(iter(facts), None)
    letters = sheet.letters(*first.sides) if first is not None else []
    if first is None or len(letters) != 1 or first.signs != {"="} or not sheet.scalar(*first.sides):
        return Step(Verdict.OPEN, "that there is no solution is not followed here")
    found = by_roots(sheet, first, first)
    if found.verdict is Verdict.TESTED and ("solve this line" in found.why or "true for every value" in found.why):
        return Step(Verdict.FAILS, "line 1 has a real solution")
    return Step(Verdict.TESTED, "no real solution of line 1 was found")


def everything_solves(sheet: Sheet, facts: Sequence[Said]) -> Step:
    """ "true for all x": line 1 must hold wherever its sides have a value."""
    equation = facts[0].equation if facts else None
    if equation is None or not sheet.letters(*equation.sides):
        return Step(Verdict.OPEN, "that every value is a solution is not followed here")
    left, right = equation.sides
    agreed = sheet.agree(left, right)
    if agreed is None or (not agreed and len(sheet.letters(left, right)) > 1):
        return Step(Verdict.OPEN, "that every value is a solution cannot be tried here")
    if agreed:
        return Step(Verdict.TESTED, "line 1 is true wherever it was tried")
    return Step(Verdict.FAILS, f"line 1 is not true for every value: it {sheet.difference(left, right)}")
