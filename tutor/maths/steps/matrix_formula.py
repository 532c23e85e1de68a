"""Formulas of vectors and matrices as their own small tree: read from plain typing, sized, written back, and worth a number.

Law of this file: nothing commutes but numbers. What is typed is read sign by sign; a sign that is not known is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tutor.errors import Unreadable

Rows = list[list[float]]
FUNCTIONS = ("sigmoid", "exp", "ln", "log", "sin", "cos", "tanh", "sqrt")
_TOKEN = re.compile(
    r"\s*(?P<number>\d+(?:\.\d+)?)|\s*(?P<turn>\^\s*\{?\s*(?:T|\\top|\\intercal|\\mathsf\{T\})\s*\}?|ᵀ|⊤|')|\s*(?P<power>\^\s*\{?\s*\(?(?P<exponent>-?\d+)\)?\s*\}?|²)"
    r"|\s*(?P<word>\\?(?:sigmoid|sigma(?=\s*\(|\b)|exp|ln|log|sin|cos|tanh|sqrt)(?![a-z])|σ)|\s*(?P<bars>\|\||‖|\\\|)"
    r"|\s*(?P<letter>\\(?:alpha|beta|theta|mu|lambda|Sigma)|(?:\\(?:mathbf|boldsymbol|vec)\s*\{\s*)?[A-Za-zβθμλΣ](?:_\{?\w\}?)?(?:\s*\})?)|\s*(?P<sign>[-+*/()·\[\]])"
)  # fmt: skip
MOST_PARTS = 60
MOST_POWER = 12


@dataclass(frozen=True, slots=True)
class Formula:
    """One node, of kind number, letter, turn (transpose), sum, product, norm (squared), length, apply, power or over."""

    kind: str
    parts: tuple[Formula, ...] = ()
    name: str = ""
    value: Fraction = Fraction(0)


def number(value: Fraction | int) -> Formula:
    """A plain number."""
    return Formula("number", value=Fraction(value))


def letter(name: str) -> Formula:
    """A letter."""
    return Formula("letter", name=name)


def turn(body: Formula) -> Formula:
    """The transpose, pushed inwards: (AB)^T is B^T A^T."""
    match body.kind:
        case "number" | "norm" | "apply" | "power":
            return body
        case "turn":
            return body.parts[0]
        case "sum":
            return Formula("sum", tuple(turn(part) for part in body.parts))
        case "product":
            return product(*(turn(part) for part in reversed(body.parts)))
    return Formula("turn", (body,))


def product(*parts: Formula) -> Formula:
    """Factors in order, numbers gathered at the front."""
    flat: list[Formula] = []
    factor = Fraction(1)
    for part in parts:
        for one in part.parts if part.kind == "product" else (part,):
            if one.kind == "number":
                factor *= one.value
            else:
                flat.append(one)
    if not factor:
        return number(0)
    if factor != 1 or not flat:
        flat.insert(0, number(factor))
    return flat[0] if len(flat) == 1 else Formula("product", tuple(flat))


def total(*parts: Formula) -> Formula:
    """A sum, like terms put together."""
    flat: dict[Formula, Fraction] = {}
    for part in parts:
        for one in part.parts if part.kind == "sum" else (part,):
            factor, rest = split(one)
            flat[rest] = flat.get(rest, Fraction(0)) + factor
    left = [product(number(factor), rest) for rest, factor in flat.items() if factor]
    return number(0) if not left else left[0] if len(left) == 1 else Formula("sum", tuple(left))


def split(term: Formula) -> tuple[Fraction, Formula]:
    """The number in front, and what it stands in front of."""
    if term.kind == "number":
        return term.value, number(1)
    if term.kind == "product" and term.parts[0].kind == "number":
        return term.parts[0].value, product(*term.parts[1:])
    return Fraction(1), term


def names(formula: Formula) -> frozenset[str]:
    """The letters of a formula."""
    own = frozenset([formula.name]) if formula.kind == "letter" else frozenset()
    return own.union(*(names(part) for part in formula.parts))


# -- reading -----------------------------------------------------------------------------------------------------------------
def read_formula(text: str) -> Formula:
    """A typed formula of vectors and matrices; raises Unreadable at the first sign it does not know.

    >>> write(read_formula("(A x)^T b + x^T A^T b")), write(read_formula("||Ax - b||^2"))
    ('2 x^T A^T b', '||A x - b||^2')
    """
    tokens: list[tuple[str, str]] = []
    at = 0
    text = text.strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise Unreadable(f"I can't read '{text[at:].strip()[:12]}' in a formula of vectors and matrices — try x^T A x.")
        kind = next(k for k in ("number", "turn", "power", "word", "bars", "letter", "sign") if found[k] is not None)
        tokens.append((kind, (found["exponent"] or "2") if kind == "power" else found[kind].strip()))
        at = found.end()
    if len(tokens) > MOST_PARTS:
        raise Unreadable(f"This formula has {len(tokens)} parts — type one with at most {MOST_PARTS}.")
    reader = _Reader(tokens)
    formula = reader.sum()
    if reader.tokens:
        raise Unreadable(f"I can't place the '{reader.tokens[0][1]}' in this formula — check its brackets and bars.")
    return formula


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.deep = 0
        self.inside = False  # between the bars of a length

    def next(self) -> tuple[str, str]:
        return self.tokens[0] if self.tokens else ("end", "")

    def take(self, *wanted: str) -> bool:
        if self.tokens and self.next()[1] in wanted:
            self.tokens.pop(0)
            return True
        return False

    def sum(self) -> Formula:
        self.deep += 1
        if self.deep > 12:
            raise Unreadable("These brackets stand too deep — type a shorter formula.")
        parts = [product(number(-1), self.term()) if self.take("-") else self.term()]
        while self.next()[1] in ("+", "-") and self.next()[0] == "sign":
            sign = 1 if self.tokens.pop(0)[1] == "+" else -1
            parts.append(product(number(sign), self.term()))
        self.deep -= 1
        return total(*parts)

    def term(self) -> Formula:
        parts = [self.factor()]
        while self.tokens:
            if self.take("/"):
                below = self.factor()
                if names(below):
                    parts = [Formula("over", (product(*parts), below))]
                elif below.kind != "number" or not below.value:
                    raise Unreadable("This divides by what is no number — try (1/2) x^T A x.")
                else:
                    parts.append(number(1 / below.value))
            elif self.take("*", "·") or self._goes_on():
                parts.append(self.factor())
            else:
                break
        return product(*parts)

    def _goes_on(self) -> bool:
        kind, text = self.next()
        return kind in ("number", "letter", "word") or text in ("(", "[") or (kind == "bars" and not self.inside)

    def factor(self) -> Formula:
        body = self.atom()
        while self.next()[0] in ("turn", "power"):
            kind, text = self.tokens.pop(0)
            if kind == "turn":
                body = turn(body)
            elif body.kind == "number" and int(text) <= 9:
                body = number(body.value ** int(text))
            elif body.kind == "length" and text == "2":
                body = Formula("norm", body.parts)
            elif text == "-1" or 2 <= int(text) <= MOST_POWER:
                body = Formula("power", (body,), value=Fraction(int(text)))
            else:
                raise Unreadable(f"I can't work with the power {text} here — try (w^T x - y)^2.")
        return body

    def atom(self) -> Formula:
        kind, text = self.tokens.pop(0) if self.tokens else ("end", "")
        if kind == "number":
            return number(Fraction(text))
        if kind == "letter":
            return letter(re.sub(r"\\(?:mathbf|boldsymbol|vec)\s*\{\s*|\s*\}$|[{}]", "", text).lstrip("\\"))
        if kind == "word":
            return self._applied(text.lstrip("\\"))
        if text in ("(", "["):
            inside = self.sum()
            if not self.take(")", "]"):
                raise Unreadable("A bracket stays open in this formula — close it.")
            return inside
        if kind == "bars":
            before, self.inside = self.inside, True
            inside = self.sum()
            self.inside = before
            if self.next()[0] != "bars":
                raise Unreadable("A bar stays open in this formula — write a length as ||Ax - b||.")
            self.tokens.pop(0)
            if self.next() == ("letter", "_2"):
                self.tokens.pop(0)
            return Formula("length", (inside,))
        raise Unreadable("Something is missing in this formula — try x^T A x.")

    def _applied(self, name: str) -> Formula:
        name = {"σ": "sigmoid", "sigma": "sigmoid", "log": "ln"}.get(name, name)
        if not self.take("("):
            raise Unreadable(f"How far does {name} reach? — type it with brackets, such as {name}(w^T x).")
        inside = self.sum()
        if not self.take(")"):
            raise Unreadable("A bracket stays open in this formula — close it.")
        return Formula("apply", (inside,), name=name)


# -- writing -----------------------------------------------------------------------------------------------------------------
def write(formula: Formula, tex: bool = False) -> str:
    """The formula as one would type it, or in LaTeX."""
    match formula.kind:
        case "number":
            return _number(formula.value, tex)
        case "letter":
            known = {"beta", "theta", "mu", "lambda", "alpha", "Sigma"}
            return f"\\{formula.name}" if tex and formula.name in known else formula.name
        case "turn":
            return write(formula.parts[0], tex) + (r"^\top" if tex else "^T")
        case "sum":
            text = write(formula.parts[0], tex)
            for part in formula.parts[1:]:
                shown = write(part, tex)
                text += f" - {shown[1:]}" if shown.startswith("-") else f" + {shown}"
            return text
        case "product":
            return _product(formula, tex)
        case "norm" | "length":
            inside = write(formula.parts[0], tex)
            bars = rf"\|{inside}\|" if tex else f"||{inside}||"
            return bars + ("^2" if formula.kind == "norm" else "")
        case "over":
            top, below = (write(part, tex) for part in formula.parts)
            if tex:
                return rf"\frac{{{top}}}{{{below}}}"
            single = formula.parts[1].kind in ("length", "norm", "apply", "letter")
            whole = top if formula.parts[0].kind in ("letter", "apply", "length", "norm", "number") else f"({top})"
            return f"{whole}/{below}" if single else f"{whole}/({below})"
        case "power":
            return (
                f"{_held(formula.parts[0], tex)}^{{{formula.value}}}"
                if tex
                else f"{_held(formula.parts[0], tex)}^{formula.value}"
            )
    names = {"sigmoid": r"\sigma", "sqrt": r"\operatorname{sqrt}"}
    return f"{names.get(formula.name, chr(92) + formula.name) if tex else formula.name}({write(formula.parts[0], tex)})"


def _number(value: Fraction, tex: bool) -> str:
    if value.denominator == 1:
        return str(value)
    sign = "-" if value < 0 else ""
    return (
        rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}" if tex else f"({value})" if value > 0 else f"-({-value})"
    )


def _held(formula: Formula, tex: bool) -> str:
    text = write(formula, tex)
    return f"({text})" if formula.kind in ("sum", "product", "turn") or (formula.kind == "number" and formula.value < 0) else text


def _product(formula: Formula, tex: bool) -> str:
    parts = list(formula.parts)
    front = ""
    if parts[0].kind == "number":
        value = parts.pop(0).value
        front = "-" if value == -1 else _number(value, tex) + " "
    return front + " ".join(
        f"({write(p, tex)})" if p.kind == "sum" or (p.kind == "over" and not tex) else write(p, tex) for p in parts
    )


# -- values ------------------------------------------------------------------------------------------------------------------
def worth(formula: Formula, setting: Mapping[str, Rows]) -> Rows:
    """The value with numbers for all components; every value is a matrix, a number is 1 by 1. Raises Unreadable on sizes."""
    match formula.kind:
        case "number":
            return [[float(formula.value)]]
        case "letter":
            return setting[formula.name]
        case "turn":
            return [list(column) for column in zip(*worth(formula.parts[0], setting), strict=True)]
        case "sum":
            values = [worth(part, setting) for part in formula.parts]
            if len({(len(v), len(v[0])) for v in values}) > 1:
                raise DoesNotFit
            return [[math.fsum(v[i][j] for v in values) for j in range(len(values[0][0]))] for i in range(len(values[0]))]
        case "product":
            value = worth(formula.parts[0], setting)
            for part in formula.parts[1:]:
                value = times(value, worth(part, setting))
            return value
        case "norm" | "length":
            square = math.fsum(x * x for row in _column(worth(formula.parts[0], setting)) for x in row)
            return [[square if formula.kind == "norm" else math.sqrt(square)]]
        case "over":
            below = worth(formula.parts[1], setting)[0][0]
            return [[x / below for x in row] for row in worth(formula.parts[0], setting)]
    inside = worth(formula.parts[0], setting)
    if len(inside) != 1 or len(inside[0]) != 1:
        raise DoesNotFit
    return [[_applied(formula, inside[0][0])]]


class DoesNotFit(ArithmeticError):
    """The sizes of two parts do not go together."""


def _column(rows: Rows) -> Rows:
    if len(rows[0]) != 1:
        raise DoesNotFit
    return rows


def times(a: Rows, b: Rows) -> Rows:
    """A product; a 1 by 1 factor is a number."""
    for number_, other in ((a, b), (b, a)):
        if len(number_) == len(number_[0]) == 1:
            return [[number_[0][0] * x for x in row] for row in other]
    if len(a[0]) != len(b):
        raise DoesNotFit
    return [[math.fsum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


def _applied(formula: Formula, x: float) -> float:
    if formula.kind == "power":
        if not x and formula.value < 0:
            raise ZeroDivisionError
        return float(x ** int(formula.value))
    known = {
        "sigmoid": lambda: 1 / (1 + math.exp(-x)),
        "exp": lambda: math.exp(x),
        "ln": lambda: math.log(x),
        "sin": lambda: math.sin(x),
        "cos": lambda: math.cos(x),
        "tanh": lambda: math.tanh(x),
        "sqrt": lambda: math.sqrt(x),
    }
    return known[formula.name]()


def spread(values: Sequence[float]) -> Rows:
    """A column."""
    return [[x] for x in values]
