r"""A meaning tree written back as LaTeX, for "I read this as ...": one sees what was understood before trusting a grade."""

from __future__ import annotations

import re
from fractions import Fraction

from tutor.maths.signs import GREEK
from tutor.maths.tree import (
    Apply,
    Binary,
    Factorial,
    Matrix,
    Negative,
    Node,
    Number,
    Percent,
    PlusMinus,
    Relation,
    Sequence,
    Symbol,
)

_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)
_RELATIONS = {"=": "=", "<": "<", ">": ">", "<=": r"\le", ">=": r"\ge", "!=": r"\ne", "in": r"\in"}
_LATEX_FUNCTIONS = frozenset("""sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh exp ln log det dim""".split())
_BRACKETS = {
    "(": r"\left(",
    ")": r"\right)",
    "[": r"\left[",
    "]": r"\right]",
    "{": r"\left\{",
    "}": r"\right\}",
    "⟨": r"\left\langle ",
    "⟩": r"\right\rangle ",
}


def to_latex(node: Node) -> str:
    r"""The formula in LaTeX, with brackets wherever the meaning needs them.

    >>> from tutor.maths.parse import read
    >>> to_latex(read("(x+1)/2 * sqrt2")), to_latex(read("-(a+b)^2")), to_latex(read("[1 2; 3 4]"))
    ('\\frac{x + 1}{2} \\sqrt{2}', '-\\left(a + b\\right)^{2}', '\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}')
    """
    return _write(node)[0]


def _write(node: Node) -> tuple[str, int]:
    """The LaTeX of a node and how tightly it binds."""
    match node:
        case Number(text=text):
            return _number(text)
        case Symbol(name=name):
            return symbol_latex(name), _ATOM
        case Negative(body=body):
            return f"-{_at_least(body, _POWER)}", _SIGN
        case PlusMinus(left=left, right=right):
            before = f"{to_latex(left)} " if left else ""
            return rf"{before}\pm {_at_least(right, _PRODUCT)}", _SUM
        case Binary():
            return _binary(node)
        case Apply():
            return _apply(node)
        case Factorial(body=body):
            return f"{_at_least(body, _ATOM)}!", _ATOM
        case Percent(body=body):
            return rf"{_at_least(body, _ATOM)}\%", _ATOM
        case Relation(signs=signs, sides=sides):
            rest = "".join(f" {_RELATIONS[sign]} {to_latex(side)}" for sign, side in zip(signs, sides[1:], strict=True))
            return to_latex(sides[0]) + rest, _SUM
        case Sequence(open=opening, parts=parts, close=closing):
            inside = r",\; ".join(to_latex(part) for part in parts)
            return f"{_BRACKETS.get(opening, '')}{inside}{_BRACKETS.get(closing, '')}", _ATOM if opening else _SUM
        case Matrix(rows=rows):
            inside = r" \\ ".join(" & ".join(to_latex(entry) for entry in row) for row in rows)
            return rf"\begin{{bmatrix}} {inside} \end{{bmatrix}}", _ATOM
    raise ValueError(f"no LaTeX for {type(node).__name__}")


def _number(text: str) -> tuple[str, int]:
    if "/" in text:
        value = Fraction(text)
        return rf"\frac{{{value.numerator}}}{{{value.denominator}}}", _ATOM
    if found := re.fullmatch(r"(.*)[eE]([+-]?)0*(\d+)", text):
        sign = found.group(2).replace("+", "")
        return rf"{found.group(1)} \cdot 10^{{{sign}{found.group(3)}}}", _PRODUCT
    return ("0" + text if text.startswith(".") else text), _ATOM


def symbol_latex(name: str) -> str:
    r"""A name in LaTeX: Greek by its command, subscripts in braces.

    >>> symbol_latex("lambda_12"), symbol_latex("x"), symbol_latex("oo")
    ('\\lambda_{12}', 'x', '\\infty')
    """
    if name == "oo":
        return r"\infty"
    if name == "emptyset":
        return r"\emptyset"
    stem, mark, low = name.partition("_")
    shown = rf"\{stem}" if stem in GREEK or stem == "pi" else stem
    return f"{shown}_{{{low}}}" if mark else shown


def _at_least(node: Node, tightness: int) -> str:
    text, binds = _write(node)
    return text if binds >= tightness else rf"\left({text}\right)"


def _binary(node: Binary) -> tuple[str, int]:
    left, right = node.left, node.right
    if node.op == "cup":
        return rf"{to_latex(left)} \cup {to_latex(right)}", _SUM
    if node.op == "/":
        return rf"\frac{{{to_latex(left)}}}{{{to_latex(right)}}}", _ATOM
    if node.op == "^":
        base = _at_least(left, _ATOM)
        fraction = isinstance(left, Number) and "/" in left.text
        if (isinstance(left, Apply) and left.function != "abs") or isinstance(left, Binary) or fraction:
            base = rf"\left({to_latex(left)}\right)"
        return f"{base}^{{{to_latex(right)}}}", _POWER
    if node.op == "*":
        first, second = _at_least(left, _PRODUCT), _at_least(right, _POWER)
        dot = r" \cdot " if re.match(r"[\d.]|\\frac", second) or first.endswith(("!", "%")) else " "
        return f"{first}{dot}{second}", _PRODUCT
    second = _at_least(right, _PRODUCT)
    return f"{_at_least(left, _SUM)} {node.op} " + (rf"\left({second}\right)" if second.startswith("-") else second), _SUM


def _apply(node: Apply) -> tuple[str, int]:
    inside = ", ".join(to_latex(argument) for argument in node.arguments)
    if node.function == "sqrt":
        return rf"\sqrt{{{inside}}}", _ATOM
    if node.function == "dot":
        return rf"{_at_least(node.arguments[0], _PRODUCT)} \cdot {_at_least(node.arguments[1], _PRODUCT)}", _PRODUCT
    if node.function == "abs":
        return rf"\left|{inside}\right|", _ATOM
    if node.function == "binom" and len(node.arguments) == 2:
        return rf"\binom{{{to_latex(node.arguments[0])}}}{{{to_latex(node.arguments[1])}}}", _ATOM
    name = rf"\{node.function}" if node.function in _LATEX_FUNCTIONS else rf"\operatorname{{{node.function}}}"
    low = f"_{{{to_latex(node.base)}}}" if node.base else ""
    return rf"{name}{low}\left({inside}\right)", _ATOM
