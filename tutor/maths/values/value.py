r"""The value of a printed formula: its reading tree computed at an assignment, in exact fractions, modulo a prime, or in floats.

Laws: nothing is guessed. A piece that has no sure value raises NotComputable with its reason; shapes that do not go together
raise DoesNotFit; a point outside the domain raises Undefined; what this arithmetic cannot hold raises OutsideArithmetic.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

import tutor.maths.values.applied as applied
import tutor.maths.values.blocks as blocks
import tutor.maths.values.calculus as calculus
import tutor.maths.values.sums as sums
from tutor.maths.evaluate import Arithmetic, Exact, OutsideArithmetic, Undefined
from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import (
    Apply,
    Beside,
    Big,
    Cases,
    Chain,
    Choose,
    Derivative,
    Empty,
    Fence,
    Gradient,
    Grid,
    Letter,
    Listing,
    Power,
    Prefix,
    Product,
    Root,
    Sub,
    Suffix,
    Sum,
    Super,
    Text,
    Transpose,
)
from tutor.maths.reading.nodes import (
    Fraction as Over,
)
from tutor.maths.tree import Node, Number
from tutor.maths.values.arithmetics import Dual, Duals, Reals, real, vanishes
from tutor.maths.values.assignment import Assignment
from tutor.maths.values.blocks import DoesNotFit, NotComputable, Scale, is_rows

_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GRIDS = frozenset(["matrix", "bmatrix", "pmatrix", "Bmatrix", "vmatrix", "smallmatrix", "array", "bsmallmatrix", "psmallmatrix"])
_DEEPEST = 12
_ENTRY = 2


def value_of(tree: Node, latex: str, assignment: Assignment, arithmetic: Arithmetic, *, layout: str = "column") -> Any:
    r"""The value of a tree; `layout` says how the derivative of a number by a vector stands, as a "column" or a "row".

    >>> from tutor.maths.formula import read_formula
    >>> text = r"\frac{d}{dx} x^2 + \sum_{i=1}^3 i"
    >>> value_of(read_formula(text).tree, text, Assignment(values={"x": Fraction(5)}), Exact())
    Fraction(16, 1)
    """
    return Work(latex, assignment, arithmetic, layout=layout).of(tree)


def numeral(text: str) -> Fraction:
    """A numeral as printed; raises NotComputable for 1.2.3 and the like.

    >>> numeral("1,250.5")
    Fraction(2501, 2)
    """
    text = text.replace("{", "").replace("}", "").replace(" ", "")
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if not re.fullmatch(r"\d{0,40}(?:\.\d{1,40})?", text) or not text.strip("."):
        raise NotComputable(f"the numeral {text} can be read in more than one way")
    return Fraction(text)


class Work:
    """One computation: the formula's LaTeX, the trial, the arithmetic; what moves under a derivative, what counts in a sum."""

    def __init__(
        self,
        latex: str,
        trial: Assignment,
        ring: Arithmetic,
        moving: dict[str, Any] | None = None,
        bound: dict[str, int] | None = None,
        layout: str = "column",
        outcome: int | None = None,
        depth: int = 0,
    ) -> None:
        self.latex, self.trial, self.ring, self.layout = latex, trial, ring, layout
        self.moving, self.bound, self.outcome, self.depth = moving or {}, bound or {}, outcome, depth
        if depth > _DEEPEST:
            raise NotComputable("a definition leads back to itself")

    def other(self, **changed: Any) -> Work:
        """The same work with a few things changed."""
        mine = {
            "latex": self.latex,
            "trial": self.trial,
            "ring": self.ring,
            "moving": self.moving,
            "bound": self.bound,
            "layout": self.layout,
            "outcome": self.outcome,
            "depth": self.depth + 1,
        }
        return Work(**{**mine, **changed})

    # -- numbers and names -----------------------------------------------------------------------------------------------
    def lift(self, value: Any) -> Any:
        """Fractions as numbers of this arithmetic."""
        if is_rows(value):
            return tuple(tuple(self.lift(entry) for entry in row) for row in value)
        return value if isinstance(value, Dual) else self.ring.number(Fraction(value))

    def name(self, node: Node) -> str:
        return key(node, self.latex)

    def known(self, name: str) -> Any:
        """The value of a name, or None."""
        trial = self.trial
        if name in self.bound:
            return self.ring.number(Fraction(self.bound[name]))
        if name in self.moving:
            return self.moving[name]
        if name in trial.wholes:
            return self.ring.number(Fraction(trial.wholes[name]))
        if name in trial.values:
            return self.lift(trial.values[name])
        if trial.space is not None and name in trial.space.variables:
            if self.outcome is None:
                raise NotComputable(f"{name} is random and stands outside of an expectation")
            return self.lift(trial.space.variables[name][self.outcome])
        found = trial.definitions.get(name)
        return self.other(latex=found.latex, bound={}).of(found.body) if found else None

    def symbol(self, node: Node) -> Any:
        name = self.name(node)
        if isinstance(node, Sub):
            entry = sums.entry(self, node)
            if entry is not None:
                return entry
        found = self.known(name)
        if found is not None:
            return found
        if isinstance(node, Letter) and node.name in ("pi", "e") and node.font in ("", "upright"):
            return self.ring.constant(node.name)
        if re.fullmatch(r"I(_\{?\w+\}?)?", name):
            size = self.whole(node.index) if isinstance(node, Sub) else None
            return blocks.identity(self.ring, size) if size is not None and 0 < size <= blocks.LARGEST else Scale(self.lift(1))
        raise NotComputable(f"nothing tells what {self.latex[slice(*node.span)].strip()} is")

    def whole(self, node: Node) -> int | None:
        """A whole number, of numerals and counting letters only; None for anything else."""
        if isinstance(node, Number) and node.text.isdigit():
            return int(node.text) if len(node.text) < 10 else None
        try:
            trial = Assignment(wholes=self.trial.wholes, values={}, length=self.trial.length)
            found = Work(self.latex, trial, Exact(), bound=self.bound, depth=self.depth + 1).of(node)
        except (NotComputable, ArithmeticError):
            return None
        return int(found) if isinstance(found, Fraction) and found.denominator == 1 and abs(found) < 10**9 else None

    # -- the tree --------------------------------------------------------------------------------------------------------
    def of(self, node: Node) -> Any:
        if is_symbol(node):
            return self.symbol(node)
        match node:
            case Number(text=text):
                return self.ring.number(numeral(text))
            case Fence():
                return self.fence(node)
            case Sum():
                return self.sum(node)
            case Product():
                return self.product(node)
            case Prefix(sign="-", body=body):
                return blocks.negative(self.ring, self.of(body))
            case Prefix(sign="+", body=body):
                return self.of(body)
            case Over(top=top, bottom=bottom):
                return self.quotient(self.of(top), self.of(bottom))
            case Power(base=base, exponent=exponent):
                return self.power(base, exponent)
            case Transpose(base=base):
                return blocks.transpose(self.of(base))
            case Super(base=base, mark=Letter() | Sum() | Product() | Prefix() as mark):
                return self.power(base, mark)
            case Grid():
                return self.grid(node)
        return self.rest(node)

    def rest(self, node: Node) -> Any:
        match node:
            case Root(body=body, degree=None):
                return self.ring.apply("sqrt", self.number(body))
            case Root(body=body, degree=degree) if degree is not None:
                return applied.root(self, body, degree)
            case Suffix(base=base, mark="%"):
                return self.ring.divide(self.number(base), self.lift(100))
            case Suffix(base=base, mark="!"):
                return self.lift(math.factorial(self.small(base, 40, "a factorial")))
            case Choose(top=top, bottom=bottom):
                return self.lift(math.comb(self.small(top, 300, "a choice"), self.small(bottom, 300, "a choice")))
            case Apply() | Beside():
                return applied.apply(self, node)
            case Big():
                return sums.big(self, node)
            case Derivative():
                return calculus.derivative(self, node)
            case Gradient():
                return calculus.gradient(self, node)
            case Sub(base=Fence() as fence):
                return applied.marked_fence(self, node, fence)
            case Cases(rows=rows):
                return self.cases(rows)
            case Letter(name="pi"):
                return self.ring.constant("pi")
        raise NotComputable(f"{self.shown(node)} has no value that can be computed here")

    def shown(self, node: Node) -> str:
        return self.latex[slice(*node.span)].strip()[:40] or "a piece"

    def number(self, node: Node) -> Any:
        """The value of a piece that must be a single number."""
        found = self.of(node)
        if is_rows(found) or isinstance(found, Scale):
            raise DoesNotFit(f"{self.shown(node)} is a matrix where a number belongs")
        return found

    def small(self, node: Node, most: int, what: str) -> int:
        found = self.whole(node)
        if found is None:
            raise NotComputable(f"{what} needs a whole number")
        if not 0 <= found <= most:
            raise Undefined
        return found

    def fence(self, node: Fence) -> Any:
        body = node.body
        if isinstance(body, Listing) and set(body.signs) == {","}:
            if node.role == "inner product" and len(body.parts) == _ENTRY:
                return blocks.inner(self.ring, self.of(body.parts[0]), self.of(body.parts[1]))
            rows = [p.body for p in body.parts if isinstance(p, Fence) and p.open == "[" and isinstance(p.body, Listing)]
            if node.open == "[" and len(rows) == len(body.parts) and len({len(row.parts) for row in rows}) == 1:
                return tuple(tuple(self.number(cell) for cell in row.parts) for row in rows)
            if node.role in ("tuple", "group", "matrix") or (node.open, node.close) == ("[", "]"):
                return tuple((self.number(part),) for part in body.parts)
        if node.role == "group" or (node.open, node.close) in (("(", ")"), ("[", "]")):
            return self.of(body)
        if node.role == "matrix":
            return self.of(body)
        if (node.open, node.close) == ("|", "|"):
            inside = self.of(body)
            if isinstance(inside, Scale):
                raise NotComputable("the size of the identity is not told")
            if is_rows(inside) and inside and len(inside[0]) == 1 < len(inside):
                return applied.length(self, inside, "2")
            return blocks.determinant(self.ring, inside) if is_rows(inside) else self.absolute(inside)
        if node.role == "norm":
            return applied.length(self, self.of(body), "")
        if node.role in ("floor", "ceiling"):
            inside = self.number(body)
            return self.lift(math.floor(real(inside)) if node.role == "floor" else math.ceil(real(inside)))
        raise NotComputable(f"{self.shown(node)} has no value that can be computed here")

    def absolute(self, value: Any) -> Any:
        if isinstance(value, int):
            raise OutsideArithmetic("abs")
        return self.ring.apply("abs", value)

    def sum(self, node: Sum) -> Any:
        total = self.of(node.terms[0])
        for sign, term in zip(node.signs, node.terms[1:], strict=True):
            if sign not in ("+", "-"):
                raise NotComputable(f"the sign in {self.shown(node)} has no value that can be computed here")
            value = self.of(term)
            total = blocks.add(self.ring, total, value if sign == "+" else blocks.negative(self.ring, value))
        return total

    def product(self, node: Product) -> Any:
        if any(isinstance(f, Derivative | Gradient) and not isinstance(f.body, Fence) for f in node.factors[:-1]):
            raise NotComputable("how far the derivative reaches is not sure")
        total = self.of(node.factors[0])
        for sign, factor in zip(node.signs, node.factors[1:], strict=True):
            if isinstance(factor, Empty | Text):
                raise NotComputable("words stand among the factors")
            value = self.of(factor)
            total = self.joined(sign, total, value)
        return total

    def joined(self, sign: str, a: Any, b: Any) -> Any:
        columns = is_rows(a) and is_rows(b) and len(a[0]) == len(b[0]) == 1
        if sign == "cdot" and columns:
            return blocks.inner(self.ring, a, b)
        if sign in ("/", "div"):
            return self.quotient(a, b)
        if sign == "odot" and is_rows(a) and is_rows(b):
            if blocks.shape(a) != blocks.shape(b):
                raise DoesNotFit("an entry-by-entry product needs equal sizes")
            return tuple(tuple(self.ring.multiply(x, y) for x, y in zip(r, s)) for r, s in zip(a, b))
        matrices = is_rows(a) or is_rows(b)
        if sign in ("", "cdot") or (sign in ("times", "*") and not (is_rows(a) and is_rows(b))) or (sign == "*" and not matrices):
            return blocks.multiply(self.ring, a, b)
        raise NotComputable(f"the sign {sign} has no value that can be computed here")

    def quotient(self, a: Any, b: Any) -> Any:
        if is_rows(b) or isinstance(b, Scale):
            raise DoesNotFit("nothing is divided by a matrix")
        return blocks.multiply(self.ring, a, self.ring.divide(self.lift(1), b)) if is_rows(a) else self.ring.divide(a, b)

    def power(self, base: Node, exponent: Node) -> Any:
        if isinstance(exponent, Prefix) and isinstance(exponent.body, Letter) and exponent.body.name in ("T", "top"):
            return blocks.transpose(blocks.inverse(self.ring, self.of(base)))
        if isinstance(base, Letter) and base.name == "e" and self.known("e") is None:
            return self.ring.apply("exp", self.number(exponent))
        if isinstance(exponent, Letter) and exponent.name == "T" and self.known("T") is None:
            return self.turned(base)
        whole = self.whole(exponent)
        if (squared := applied.even_power(self, base, whole)) is not None:
            return squared
        value = self.of(base)
        if is_rows(value) or isinstance(value, Scale):
            if whole is None:
                raise NotComputable("a matrix has whole powers only, here")
            return value if isinstance(value, Scale) and whole == 1 else self.matrix_power(value, whole)
        if whole is not None:
            if abs(whole) > 400:
                raise NotComputable("the power is too large to try here")
            return self.ring.power(value, self.lift(whole), whole)
        high = self.number(exponent)
        if isinstance(self.ring, Reals | Duals):
            return self.ring.power(value, high, None)
        if isinstance(high, Fraction) and isinstance(self.ring, Exact):
            return self.ring.power(value, high, None)
        raise OutsideArithmetic("power")

    def turned(self, base: Node) -> Any:
        """What carries a T that may be an exponent: a transpose where it is a matrix or vector."""
        value = self.of(base)
        if not is_rows(value):
            raise NotComputable("the T above may be an exponent")
        return blocks.transpose(value)

    def matrix_power(self, value: Any, whole: int) -> Any:
        if isinstance(value, Scale):
            return Scale(self.ring.power(value.factor, self.lift(whole), whole))
        if whole == -1:
            return blocks.inverse(self.ring, value)
        return blocks.power(self.ring, value, whole)

    def grid(self, node: Grid) -> Any:
        if node.kind not in _GRIDS or node.bar or node.rule or len({len(row) for row in node.rows}) != 1:
            raise NotComputable("this table is no matrix of numbers")
        rows = tuple(tuple(self.number(cell) for cell in row) for row in node.rows)
        if max(blocks.shape(rows)) > blocks.LARGEST:
            raise NotComputable("the matrix is too large to try here")
        return blocks.determinant(self.ring, rows) if node.kind == "vmatrix" else blocks.plain(rows)

    def cases(self, rows: tuple[tuple[Node, ...], ...]) -> Any:
        """The first row whose condition holds; a row without one, or with "otherwise", is the last resort."""
        for row in rows:
            parts = [part for part in row if not isinstance(part, Empty)]
            if len(parts) == 1 or (isinstance(parts[-1], Text) and "otherwise" in parts[-1].words):
                return self.of(parts[0])
            if len(parts) != _ENTRY or not isinstance(parts[1], Chain):
                raise NotComputable("the conditions of these cases are not decided here")
            if self.holds(parts[1]):
                return self.of(parts[0])
        raise Undefined

    def holds(self, chain: Chain) -> bool:
        """Whether a chain of comparisons of numbers is true here."""
        found = [self.number(side) for side in chain.sides]
        for sign, a, b in zip(chain.signs, found, found[1:]):
            order = {"<": real(a) < real(b), "leq": real(a) <= real(b), ">": real(a) > real(b), "geq": real(a) >= real(b)}
            order |= {"=": vanishes(real(a) - real(b)), "neq": not vanishes(real(a) - real(b))}
            if sign.name not in order:
                raise NotComputable("this condition is not decided here")
            if order[sign.name] is sign.negated:
                return False
        return True
