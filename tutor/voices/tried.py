"""An equation that is asked about is tried, and a curve that cannot be drawn is said so: both as claims."""

from __future__ import annotations

from tutor.maths.claims import Claim as TriedClaim
from tutor.maths.claims import Verdict, try_claim
from tutor.voices.explanation import Claim, Standing
from tutor.voices.voice import Layer

_MOST = 3
_UNDRAWN = "I can't draw this one: I can't compute it at a number. This is what it says."
_STANDING = {Verdict.PROVED: Standing.PROVED, Verdict.TESTED: Standing.TESTED, Verdict.FAILS: Standing.PROVED}
_ONE_CASE = "one case where it fails is enough; it was computed here"


def tried_claims(latex: str, around: str = "") -> tuple[Claim, ...]:
    r"""What trying an equation showed, the first thing one wants to know of it; nothing where there was nothing to try.

    >>> [c.text for c in tried_claims("(a+b)^2 = a^2 + b^2")]
    ['$(a+b)^2 = a^2 + b^2$ does not hold in general: with $a = 1$, $b = 1$ the two sides are 4 and 2.']
    >>> tried_claims("y = mx + b"), tried_claims(r"\frac{d}{dx} x^2 = 2x")[0].standing.value
    ((), 'proved')
    """
    found = [one for one in try_claim(latex, around) if one.verdict is not Verdict.OPEN]
    return tuple(Claim(_said(one), _STANDING[one.verdict], _why(one), layer=Layer.ANSWER) for one in found[:_MOST])


def undrawn_claim(why: str = _UNDRAWN) -> Claim:
    """One sentence in the place of a curve."""
    return Claim(why, Standing.UNCHECKED, "about this program", layer=Layer.ANSWER)


def _said(one: TriedClaim) -> str:
    if one.verdict is Verdict.PROVED:
        return f"${one.latex}$ holds."
    if one.verdict is Verdict.TESTED:
        return f"${one.latex}$ held every time it was tried."
    case = ", ".join(f"${letter} = {value}$" for letter, value in one.counterexample)
    if case:
        both = f"are {one.computed}" if " and " in one.computed else "differ"
        return f"${one.latex}$ does not hold in general: with {case} the two sides {both}."
    return f"${one.latex}$ does not hold: {one.why.rstrip('.')}."


def _why(one: TriedClaim) -> str:
    return _ONE_CASE if one.verdict is Verdict.FAILS and one.counterexample else one.why
