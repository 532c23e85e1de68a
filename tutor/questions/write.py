"""Values written twice: as one would type them (so that our own reader reads them back) and as LaTeX for the page."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from tutor.questions.question import Kind


def typed(value: object, kind: Kind | None) -> str:
    """The value as a learner could type it.

    >>> typed([1, Fraction(1, 2)], Kind.VECTOR), typed({3, -2}, Kind.SET), typed("a saddle point", None)
    ('(1, 1/2)', '{-2, 3}', 'a saddle point')
    """
    if isinstance(value, str):
        return value
    if kind is Kind.MATRIX:
        return "[" + ", ".join("[" + ", ".join(map(_plain, row)) + "]" for row in _rows(value)) + "]"
    if kind in (Kind.VECTOR, Kind.VECTOR_UP_TO_SCALE):
        return "(" + ", ".join(map(_plain, _flat(value))) + ")"
    if kind is Kind.BASIS:
        return "{" + ", ".join(typed(vector, Kind.VECTOR) for vector in _listed(value)) + "}"
    if kind is Kind.SET:
        return "{" + ", ".join(map(_plain, _ordered(value))) + "}"
    return _plain(value)


def tex(value: object, kind: Kind | None = None) -> str:
    r"""The value as LaTeX, vectors as columns.

    >>> tex([1, 2], Kind.VECTOR), tex(Fraction(1, 2))
    ('\\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}', '\\frac{1}{2}')
    """
    if isinstance(value, str):
        return value
    if kind is Kind.MATRIX or (kind is None and _is_table(value)):
        return _bmatrix(_rows(value))
    if kind in (Kind.VECTOR, Kind.VECTOR_UP_TO_SCALE) or (kind is None and _is_list(value)):
        return _bmatrix([[x] for x in _flat(value)])
    if kind is Kind.BASIS:
        return r"\left\{" + ",\\; ".join(tex(vector, Kind.VECTOR) for vector in _listed(value)) + r"\right\}"
    if kind is Kind.SET:
        return r"\left\{" + ",\\; ".join(_latex(x) for x in _ordered(value)) + r"\right\}"
    return _latex(value)


def _bmatrix(rows: Iterable[Iterable[object]]) -> str:
    inside = r" \\ ".join(" & ".join(_latex(x) for x in row) for row in rows)
    return rf"\begin{{bmatrix}} {inside} \end{{bmatrix}}"


def _is_table(value: object) -> bool:
    if hasattr(value, "tolist"):
        return True
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], list | tuple)


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple)


def _rows(value: object) -> list[list[object]]:
    rows: Any = value.tolist() if hasattr(value, "tolist") else value
    return [list(row) for row in rows]


def _flat(value: object) -> list[object]:
    if hasattr(value, "tolist"):
        return [x for row in _rows(value) for x in row]
    return _listed(value)


def _listed(value: object) -> list[object]:
    listed: Any = value
    return list(listed)


def _ordered(value: object) -> list[object]:
    """The elements of a set in one order on every machine."""
    import sympy

    return sorted(_listed(value), key=lambda x: (float(sympy.N(_sympy(x))), str(x)))


def _sympy(value: object) -> Any:
    import sympy

    if isinstance(value, Fraction):
        return sympy.Rational(value.numerator, value.denominator)
    return sympy.sympify(value) if isinstance(value, int | sympy.Basic) else value


def _plain(value: object) -> str:
    import sympy

    text = sympy.sstr(_sympy(value), order="lex")
    return str(text).replace("**", "^").replace("Abs(", "abs(").replace("E", "e")


def _latex(value: object) -> str:
    import sympy

    return str(sympy.latex(_sympy(value), mat_delim="", ln_notation=True, order="lex"))


def sum_of_products(a: Iterable[object], b: Iterable[object]) -> str:
    r"""The terms of a dot product spelled out, negative factors in brackets.

    >>> sum_of_products([1, -2], [3, 4])
    '1 \\cdot 3 + (-2) \\cdot 4'
    """
    return " + ".join(rf"{bracketed(x)} \cdot {bracketed(y)}" for x, y in zip(a, b, strict=True))


def bracketed(value: object) -> str:
    r"""A value in LaTeX, in brackets when it is negative.

    >>> bracketed(-3), bracketed(4)
    ('(-3)', '4')
    """
    text = _latex(value)
    return f"({text})" if text.startswith("-") else text
