"""Claims that were tried, and derivations that were followed, in words and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tutor import Tutor
from ui.parts.checked_words import behind, plainly
from ui.parts.show import fresh_key, show_problem, show_small, show_text

if TYPE_CHECKING:
    from tutor import Derivation, TriedClaim

_MARKS = {"proved": "✓ proved", "tested": "✓ⁿ tested", "fails": "✗ does not hold", "open": "○ open"}
_MOST_SHOWN = 30


@st.cache_data(max_entries=256, show_spinner=False)
def tried_formula(_tutor: Tutor, latex: str, context: str) -> tuple[TriedClaim, ...]:
    """The claims of one formula, tried once."""
    return _tutor.try_formula(latex, context)


def draw_formula_claims(tutor: Tutor, latex: str, context: str) -> None:
    """What trying the formula showed, where it showed anything."""
    for claim in tried_formula(tutor, latex, context):
        if claim.verdict.value != "open":
            _draw_finding(claim)


def draw_claims(claims: tuple[TriedClaim, ...]) -> None:
    """Every claim of a text with what was found, those that fail first."""
    if not claims:
        show_text(
            "There is no equality or inequality in this text to try. Write one as you would type it: `(a+b)^2 = a^2 + b^2`."
        )
        return
    ordered = sorted(claims, key=lambda c: (c.verdict.value != "fails", c.start))
    for claim in ordered[:_MOST_SHOWN]:
        with st.container(key=fresh_key(f"tried-{claim.verdict.value}"), gap=None):
            show_text(f"${claim.latex}$")
            _draw_finding(claim)
    if len(claims) > _MOST_SHOWN:
        show_small(f"and {len(claims) - _MOST_SHOWN} more")


def _draw_finding(claim: TriedClaim) -> None:
    """The mark and why, in plain words; what fails, with the numbers it fails for."""
    show_small(f"{_MARKS[claim.verdict.value]}: {plainly(_clause(claim.why))}", behind(claim.why))
    _draw_counterexample(claim)


def _draw_counterexample(claim: TriedClaim) -> None:
    if claim.counterexample:
        show_text("Take " + ", ".join(f"${symbol} = {value}$" for symbol, value in claim.counterexample) + ".")


def _clause(why: str) -> str:
    """A finding without the values, which are set below it."""
    head, fails, rest = why.partition("fails for ")
    return f"it fails, as one example shows; {rest.rpartition('; ')[2]}" if fails and not head else why


def draw_derivation(tutor: Tutor, found: Derivation) -> None:
    """The lines with a mark each, the first that does not follow lit, and the misconception that makes it."""
    for number, line in enumerate(found.lines):
        bad = number == found.first_bad
        with st.container(key=fresh_key("line-bad" if bad else "line"), gap=None):
            mark = "✗" if bad else {"proved": "✓", "tested": "✓", "fails": "·", "open": "○", "given": "–"}[line.verdict.value]
            show_text(f"{mark}\u2002`{line.text}`")
            if bad or line.verdict.value == "open":
                show_small(line.why)
    if found.first_bad is None:
        show_text(found.why)
    elif found.misconception:
        show_problem(tutor.graph.misconception(found.misconception).says)
