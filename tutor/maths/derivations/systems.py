"""Is an equation that does not follow one more equation of a system? A later line that needs both tells."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.maths.claims.claim import Verdict
from tutor.maths.derivations.slip import slip_between
from tutor.maths.derivations.solving import follows
from tutor.maths.derivations.statements import Said, Sheet, Step
from tutor.maths.derivations.together import follows_together, points

_MOST = 4
_GOOD = (Verdict.PROVED, Verdict.TESTED)


def one_more(sheet: Sheet, givens: Sequence[Said], new: Said, later: Sequence[Said]) -> bool:
    """Whether an equation is one more of a system: the first later line that no single equation gives follows from all of them.

    Where that line does not follow either, x + y = 10 and x - y = 4 are still a system, unless a slip makes one of the other.
    """
    parts = [*givens, new]
    sides = [side for said in parts for side in said.sides]
    letters = sheet.letters(*sides)
    if len(letters) < 2 or len(parts) > _MOST or not all(p.signs == {"="} for p in parts) or not sheet.scalar(*sides):
        return False
    if next(iter(points(sheet, parts, letters)), None) is None:
        return False
    for at, said in enumerate(later[:_MOST]):
        if any(follows(sheet, one, said).verdict in _GOOD for one in (new, *givens)):
            continue
        joint = follows_together(sheet, parts, said)
        if joint is not None and joint.verdict in _GOOD:
            return True
        if (
            len(letters) > 2
            and (_is_plain(sheet, said) or is_value(sheet, said))
            and one_more(sheet, parts, said, later[at + 1 :])
        ):
            return True
        stated = all(_is_plain(sheet, part) or is_value(sheet, part) or _is_formula(sheet, part) for part in parts)
        return stated and slip_between(sheet, givens[-1], new, Step(Verdict.FAILS, ""), "") is None
    return False


def is_value(sheet: Sheet, said: Said) -> bool:
    """Whether a line gives one letter a plain value: h = 2."""
    lone = sheet.lone(said.equation) if said.equation is not None else None
    return lone is not None and not sheet.letters(lone[1])


def _is_formula(sheet: Sheet, said: Said) -> bool:
    """Whether a line says what one letter is in terms of several others: V = pi r^2 h."""
    lone = sheet.lone(said.equation) if said.equation is not None else None
    return lone is not None and bool(sheet.letters(lone[1]))


def _is_plain(sheet: Sheet, said: Said) -> bool:
    """Whether two letters or more stand on one side and a number on the other."""
    equation = said.equation
    if equation is None:
        return False
    left, right = (sheet.letters(side) for side in equation.sides)
    return (len(left) > 1 and not right) or (len(right) > 1 and not left)
