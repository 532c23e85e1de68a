"""A value as LaTeX: fractions, decimals, matrices, functions, spaces of chance."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tutor.maths.values.assignment import Assignment, Polynomial, Space
from tutor.maths.values.blocks import Scale, is_rows


def in_latex(value: Any) -> str:
    r"""A value as LaTeX; floats with six digits.

    >>> in_latex(Fraction(-1, 2)), in_latex(((Fraction(1), Fraction(0)),)), in_latex(0.5)
    ('-\\frac{1}{2}', '\\begin{bmatrix}1 & 0\\end{bmatrix}', '0.5')
    """
    if isinstance(value, Scale):
        return "I" if value.factor == 1 else f"{in_latex(value.factor)} I"
    if is_rows(value):
        return r"\begin{bmatrix}" + r" \\ ".join(" & ".join(in_latex(x) for x in row) for row in value) + r"\end{bmatrix}"
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return str(value.numerator)
        if value.denominator in (2, 5, 10, 4, 20, 25, 50, 100, 1000) and abs(value.numerator) > 20:
            return f"{float(value):g}"
        return f"{'-' if value < 0 else ''}\\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
    return f"{float(value):.6g}"


def decimal(value: Any, places: int) -> str:
    """A number rounded to so many places, half away from zero, as schools round.

    >>> decimal(Fraction(745, 100), 1), decimal(2.0, 0)
    ('7.5', '2')
    """
    exact = Fraction(value)
    scaled = abs(exact) * 10**places
    whole = int(scaled + Fraction(1, 2))
    text = str(whole).rjust(places + 1, "0")
    shown = text if not places else f"{text[:-places]}.{text[-places:]}"
    return f"-{shown}" if exact < 0 and whole else shown


def polynomial(function: Polynomial, letter: str = "t") -> str:
    """A drawn function as LaTeX.

    >>> polynomial(Polynomial((Fraction(1), Fraction(0), Fraction(2))))
    '1 + 2 t^{2}'
    """
    parts = []
    for n, c in enumerate(function.coefficients):
        if c:
            parts.append(in_latex(c) + ("" if n == 0 else f" {letter}" if n == 1 else f" {letter}^{{{n}}}"))
    return " + ".join(parts).replace("+ -", "- ") or "0"


def shown(trial: Assignment, latex_of: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The values of a trial for the letters named, in the order they are given."""
    found: list[tuple[str, str]] = []
    for name, latex in latex_of.items():
        if name in trial.values:
            found.append((latex, in_latex(trial.values[name])))
        elif name in trial.wholes:
            found.append((latex, str(trial.wholes[name])))
        elif isinstance(told := trial.functions.get(name), Polynomial):
            found.append((f"{latex}(t)", polynomial(told)))
        else:
            found += [(n, in_latex(v)) for n, v in trial.values.items() if n.startswith(f"{name}_") and not n.endswith(("_0",))][
                : trial.length
            ]
    return tuple(found) + (_space(trial.space, latex_of) if trial.space else ())


def _space(space: Space, latex_of: dict[str, str]) -> tuple[tuple[str, str], ...]:
    rows = [("weights of the outcomes", ", ".join(in_latex(w) for w in space.weights))]
    for name, values in space.variables.items():
        rows.append((latex_of.get(name, name), ", ".join(in_latex(v) for v in values)))
    for name, event in space.events.items():
        rows.append((latex_of.get(name, name), r"\{" + ", ".join(str(n + 1) for n in sorted(event)) + r"\}"))
    return tuple(rows)
