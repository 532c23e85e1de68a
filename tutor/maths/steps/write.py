"""Values written twice: as one would type them, so that our own reader reads them back, and as LaTeX for the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

_TYPED = (
    (r"\bE\b", "e"),
    (r"\bI\b", "i"),
    (r"\blog\(", "ln("),
    (r"\bAbs\(", "abs("),
    (r"\ba(sin|cos|tan)\(", r"arc\1("),
)


def plain(value: object) -> str:
    """A number or formula as one would type it.

    >>> plain(Fraction(-1, 2)), plain(3)
    ('-1/2', '3')
    """
    if isinstance(value, int | Fraction | str):
        return str(value)
    import sympy

    if ordered := _upright(value):
        return " ".join([plain(ordered[0]), *(f"- {plain(-x)}" if _falls(x) else f"+ {plain(x)}" for x in ordered[1:])])
    text = sympy.sstr(value).replace("**", "^")
    for pattern, typed in _TYPED:
        text = re.sub(pattern, typed, text)
    return str(text)


def tex(value: object) -> str:
    r"""A number or formula in LaTeX.

    >>> tex(Fraction(-1, 2)), tex(3)
    ('-\\frac{1}{2}', '3')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Fraction | int):
        sign = "-" if value < 0 else ""
        value = abs(Fraction(value))
        return f"{sign}{value}" if value.denominator == 1 else rf"{sign}\frac{{{value.numerator}}}{{{value.denominator}}}"
    import sympy

    if ordered := _upright(value):
        return " ".join([tex(ordered[0]), *(f"- {tex(-x)}" if _falls(x) else f"+ {tex(x)}" for x in ordered[1:])])
    return str(sympy.latex(value, ln_notation=True))


def _falls(term: Any) -> bool:
    return bool(term.could_extract_minus_sign())


def _upright(value: Any) -> list[Any]:
    """The terms of a sum of numbers that would be written with a minus in front, a positive one first; else nothing."""
    if not getattr(value, "is_Add", False) or value.free_symbols:
        return []
    import sympy

    if value.has(sympy.I) or not sympy.sstr(value).startswith("-"):
        return []
    terms = sorted(value.args, key=_falls)
    return [] if _falls(terms[0]) or any(term.is_Add for term in terms) else terms


def vector(values: Iterable[object]) -> str:
    """A vector as one would type it.

    >>> vector([1, Fraction(1, 2)])
    '(1, 1/2)'
    """
    return "(" + ", ".join(map(plain, values)) + ")"


def listed(values: Iterable[str]) -> str:
    """Values between braces, as one types a set or a basis.

    >>> listed(["1", "3"])
    '{1, 3}'
    """
    return "{" + ", ".join(values) + "}"


def matrix(rows: Iterable[Iterable[object]]) -> str:
    """A matrix as one would type it.

    >>> matrix([[1, 2], [3, 4]])
    '[[1, 2], [3, 4]]'
    """
    return "[" + ", ".join("[" + ", ".join(map(plain, row)) + "]" for row in rows) + "]"


def matrix_tex(rows: Iterable[Iterable[object]]) -> str:
    r"""A matrix in LaTeX.

    >>> matrix_tex([[1, 2]])
    '\\begin{bmatrix} 1 & 2 \\end{bmatrix}'
    """
    inside = r" \\ ".join(" & ".join(map(tex, row)) for row in rows)
    return rf"\begin{{bmatrix}} {inside} \end{{bmatrix}}"


def vector_tex(values: Iterable[object]) -> str:
    r"""A column in LaTeX.

    >>> vector_tex([1, 2])
    '\\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}'
    """
    return matrix_tex([[value] for value in values])


def augmented_tex(rows: Sequence[Sequence[object]], bar: int | None) -> str:
    """A matrix with a bar before column `bar` (None for no bar), in LaTeX."""
    if bar is None:
        return matrix_tex(rows)
    columns = "c" * bar + "|" + "c" * (len(rows[0]) - bar)
    inside = r" \\ ".join(" & ".join(map(tex, row)) for row in rows)
    return rf"\left[\begin{{array}}{{{columns}}} {inside} \end{{array}}\right]"


def set_tex(values: Iterable[str]) -> str:
    r"""LaTeX parts between braces.

    >>> set_tex(["1", "2"])
    '\\left\\{1,\\; 2\\right\\}'
    """
    return r"\left\{" + r",\; ".join(values) + r"\right\}"


def bracketed(value: object) -> str:
    """LaTeX of a factor, in brackets where it begins with a minus sign or is a sum.

    >>> bracketed(-3), bracketed(4)
    ('(-3)', '4')
    """
    text = tex(value)
    is_sum = not isinstance(value, int | Fraction | str) and bool(getattr(value, "is_Add", False))
    return rf"\left({text}\right)" if is_sum else f"({text})" if text.startswith("-") else text


def raised(value: object) -> str:
    r"""LaTeX of what a power stands on, in brackets where the power would stand on a piece of it alone.

    >>> raised(Fraction(7, 2)), raised(-3), raised(4)
    ('\\left(\\frac{7}{2}\\right)', '(-3)', '4')
    """
    text = bracketed(value)
    alone = text != tex(value) or re.fullmatch(r"[\d.]+|[A-Za-z]|\\[A-Za-z]+", text)
    return text if alone else rf"\left({text}\right)"


def products(a: Iterable[object], b: Iterable[object]) -> str:
    r"""A sum of products, spelled out.

    >>> products([1, -2], [3, 4])
    '1 \\cdot 3 + (-2) \\cdot 4'
    """
    return " + ".join(rf"{bracketed(x)} \cdot {bracketed(y)}" for x, y in zip(a, b, strict=True))


def about(value: object, places: int = 4) -> str:
    r""" " \approx 0.3333" beside an exact number that is not whole or a short decimal, else nothing.

    >>> about(Fraction(1, 3)), about(2)
    (' \\approx 0.3333', '')
    """
    if isinstance(value, int | Fraction):
        short = (Fraction(value) * 10**places).denominator == 1
        if Fraction(value).denominator == 1:
            return ""
        return f" = {float(value):.{places}f}".rstrip("0") if short else rf" \approx {_rounded(float(value), places)}"
    number: Any = value
    if number.is_Rational:
        return about(Fraction(int(number.p), int(number.q)), places)
    found = complex(number)
    return rf" \approx {_rounded(found.real, places)}" if abs(found.imag) < 1e-12 else ""


def _rounded(value: float, places: int) -> str:
    return f"{value:.{places}f}" if abs(value) >= 10 ** (1 - places) or value == 0 else f"{value:.3g}"
