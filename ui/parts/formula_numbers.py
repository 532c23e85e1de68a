"""Numbers put into a formula: a worked example, sliders for the learner's own numbers, a curve of what one of them does."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import streamlit as st

from tutor import Tutor
from ui.parts.checked_words import behind, plainly
from ui.parts.show import pick, show_curve, show_small, show_text, slide

if TYPE_CHECKING:
    from tutor import FormulaExplanation, Trial

_LEAST_POINTS, _LONGEST_CAPTION = 6, 60
_EQUATION = re.compile(r"[=<>]|\\(?:leq?|geq?|neq?|approx|sim|to)(?![A-Za-z])")
_MOST_LOOKED_AT, _MOST_LETTERS = 8, 3
_GREEK = {"sigma": "σ", "mu": "μ", "lambda": "λ", "theta": "θ", "alpha": "α", "beta": "β", "gamma": "γ", "pi": "π", "rho": "ρ"}
_SIGNS = {"\\" + name: sign for name, sign in _GREEK.items()}
_SIGNS |= {"\\mid": "|", "\\hat": "", "\\bar": "", "\\left": "", "\\right": "", "\\,": " ", "^{2}": "²", "^2": "²"}


def draw_numbers(tutor: Tutor, e: FormulaExplanation, context: str, at: int | None = None) -> None:
    """The worked example; where the formula is a computation, a fold to try other numbers; and what grows.

    The formula begins at letter `at` of `context`, if that is known.
    """
    if e.example:
        show_small("With numbers")
        given = ", ".join(f"${name} = {value}$" for name, value in e.example.given)
        steps = "; ".join(f"${step}$" for step in e.example.steps)
        show_text(f"Take {given}. Then {steps}, so ${e.example.result}$.")
        _draw_checked(e.example.checked)
    if e.grows:
        show_small("What if")
        show_text("\n".join(f"- {g.sentence[:1].upper()}{g.sentence[1:]}." for g in e.grows))
    started = _tried(tutor, e.latex, context, (), "", at)
    if started is not None:
        with st.expander("Try your own numbers"):
            _play(tutor, e.latex, context, _key(e.latex), at)


def _draw_checked(checked: str) -> None:
    """The check mark with how it was checked."""
    show_small(f"✓ {plainly(checked)}", behind(checked))


def draw_own_curve(tutor: Tutor, latex: str, context: str) -> None:
    """The curve of a formula that says a function of one letter, or of x beside a few others, at once and without a fold."""
    whole = latex if _EQUATION.search(latex) else f"y = {latex}"
    found = curve_asked(tutor, [whole], context)
    if found is not None and (found.varied == "x" or len(found.quantities) == 1) and len(found.quantities) <= _MOST_LETTERS:
        with st.container(key="own-curve"):
            draw_curve(found, whole)


def curve_of(tutor: Tutor, formulas: Sequence[str]) -> Trial | None:
    """The first of these formulas that says a function of one variable outright, as in `f(x) = ...`, with its curve."""
    tried = (_tried(tutor, latex, "", (), "") for latex in formulas[:_MOST_LOOKED_AT])
    return next((found for found in tried if found is not None and says_function(found) and _worth_drawing(found)), None)


def curve_asked(tutor: Tutor, formulas: Sequence[str], context: str = "") -> Trial | None:
    """The curve of a formula somebody wants drawn: over x where it stands there, else over what says most."""
    tried = (_tried(tutor, latex, context, (), "x") or _tried(tutor, latex, context, (), "") for latex in formulas[:1])
    return next((found for found in tried if found is not None and _worth_drawing(found)), None)


def draw_curve(found: Trial, name: str = "") -> None:
    """A small curve, and what was put in for the letters that stay; `name` is its LaTeX, if it is to be called by all of it."""
    at = next(float(q.value) for q in found.quantities if q.symbol == found.varied)
    show_curve(found.curve, at, _plain(found.varied), _plain(found.left))
    rest = [(name, value) for name, value in (found.example.given if found.example else ()) if name != found.varied]
    others = f", drawn for {', '.join(f'${name} = {value}$' for name, value in rest)}" if rest else ""
    called = name if 0 < len(name) <= _LONGEST_CAPTION else found.left
    show_small(f"The curve of ${called}$, computed here{others}.")


def says_function(found: Trial) -> bool:
    r"""Whether the left side is a function of what varies, alone or given the rest: f(x), N(x | mu, sigma^2), not f(x, y)."""
    name = re.escape(found.varied)
    return (
        bool(re.fullmatch(rf"[^()=]*\(\s*{name}\s*(?:(?:\\mid|\||;).*)?\)", found.left))
        and len(found.quantities) <= _MOST_LETTERS
    )


@st.fragment
def _play(tutor: Tutor, latex: str, context: str, key: str, place: int | None) -> None:
    """Sliders, the steps with the chosen numbers, and the curve; only this part is drawn again when a slider moves."""
    begun = _tried(tutor, latex, context, (), "", place)
    if begun is None:
        return
    names = [q.symbol for q in begun.quantities]
    values = []
    for number, q in enumerate(begun.quantities):
        at = slide(f"${q.symbol}$", float(q.low), float(q.high), float(q.value), float(q.step), f"slide-{key}-{number}")
        values.append((q.symbol, Fraction(at).limit_denominator(1000)))
    vary = begun.varied
    if len(names) > 1:
        shown = [begun.varied, *(name for name in names if name != begun.varied)]
        vary = pick("curve of", [f"${name}$" for name in shown], f"vary-{key}").strip("$")
    now = _tried(tutor, latex, context, tuple(values), vary, place)
    if now is None or now.example is None:
        show_text("There is no value at these numbers: try others.")
    else:
        show_text("; ".join(f"${step}$" for step in now.example.steps))
        show_text(f"**${now.example.result}$**")
        _draw_checked(now.example.checked)
    if now is not None and _worth_drawing(now):
        show_curve(now.curve, float(dict(values)[now.varied]), _plain(now.varied), _plain(now.left) or "result")


@st.cache_data(max_entries=512, show_spinner=False)
def _tried(
    _tutor: Tutor, latex: str, context: str, values: tuple[tuple[str, Fraction], ...], vary: str, at: int | None = None
) -> Trial | None:
    return _tutor.try_numbers(latex, context, dict(values), vary, at)


def _worth_drawing(now: Trial) -> bool:
    """Enough points, and not a level line."""
    heights = {round(y, 9) for _, y in now.curve if y is not None}
    return len(heights) >= _LEAST_POINTS


def _plain(latex: str) -> str:
    r"""A name for an axis, where LaTeX is not drawn.

    >>> _plain(r"\sigma^2"), _plain(r"P(A \mid B)"), _plain("x_{1}")
    ('σ²', 'P(A | B)', 'x1')
    """
    for command, sign in _SIGNS.items():
        latex = latex.replace(command, sign)
    return "".join(c for c in latex if c not in "\\{}_^")


def _key(latex: str) -> str:
    """A key that two formulas of one page do not share; the same formula twice on a page gets its number from the run."""
    from ui.parts.show import fresh_key

    return fresh_key(hashlib.sha256(latex.encode()).hexdigest()[:10])
