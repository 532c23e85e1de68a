r"""Noun phrases for what has a frame of its own: functions, probabilities, derivatives, sums, brackets and spaces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tutor.maths.letters import bare, is_symbol
from tutor.maths.reading.nodes import (
    Apply,
    Big,
    Chain,
    Derivative,
    Fence,
    Function,
    Given,
    Letter,
    Listing,
    Power,
    Prime,
    Product,
    Sub,
    Sum,
    Super,
    Word,
)
from tutor.maths.tree import Node, Number, walk

_KEPT = frozenset("|‖⌊⌈")  # bars are no brackets: log |x| is not log x
_FUNCTIONS = {
    "log": "logarithm",
    "ln": "natural logarithm",
    "exp": "exponential",
    "sin": "sine",
    "cos": "cosine",
    "tan": "tangent",
    "arcsin": "arcsine",
    "arccos": "arccosine",
    "arctan": "arctangent",
    "tanh": "hyperbolic tangent",
    "sign": "sign",
    "sgn": "sign",
    "det": "determinant",
    "tr": "trace",
    "Tr": "trace",
    "trace": "trace",
    "rank": "rank",
    "rk": "rank",
    "dim": "dimension",
    "ker": "kernel",
    "diag": "diagonal matrix",
    "max": "largest",
    "min": "smallest",
    "softmax": "softmax",
    "sigmoid": "sigmoid",
    "Var": "variance",
    "var": "variance",
    "Cov": "covariance",
    "cov": "covariance",
    "Corr": "correlation",
    "corr": "correlation",
}
_ORDERS = {"2": "second", "3": "third", "4": "fourth"}
SLOPES = ("deriv", "differen", "slope", "gradient", "tangent", "chain rule", "newton", "taylor", "calculus", "rate", "convex")
_SAYS = {"=": "equals", "<": "is less than", ">": "is greater than", "leq": "is at most", "geq": "is at least"}


class NoSentence(Exception):
    """A form that has no wording here."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a symbol when a sentence is built: its meaning, and a remark for its first mention."""

    meaning: str
    remark: str = ""


class Frames:
    """Wording for everything with an inside; `Phrases` adds symbols and arithmetic."""

    latex: str
    known: Mapping[str, Known]
    careful: bool

    def phrase(self, node: Node, loose: bool = False) -> str:
        raise NotImplementedError

    def mention(self, node: Node, apart: bool = False) -> str:
        raise NotImplementedError

    def inside(self, node: Node) -> Node:
        """What stands in plain brackets."""
        while isinstance(node, Fence) and node.role == "group":
            node = node.body
        return node

    def is_short(self, node: Node) -> bool:
        """Whether a node is one number or one symbol."""
        node = self.inside(node)
        return isinstance(node, Number) or is_symbol(node) or (isinstance(node, Letter) and node.name in ("pi", "infty"))

    def is_function(self, node: Node) -> bool:
        raise NotImplementedError

    def may_be(self, *stems: str) -> bool:
        raise NotImplementedError

    def speaks_of(self, *stems: str) -> bool:
        raise NotImplementedError

    def refuse(self) -> str:
        raise NoSentence

    # -- functions ---------------------------------------------------------------------------------------------------
    def slope_at(self, node: Node) -> str:
        """Where a derivative is taken; f'(x; d) is the slope at x along d."""
        if isinstance(node, Fence) and isinstance(node.body, Listing) and ";" in node.body.signs:
            raise NoSentence
        return self.arguments(node)

    def arguments(self, node: Node) -> str:
        body = node.body if isinstance(node, Fence) and node.open not in _KEPT else node
        if isinstance(body, Listing):
            if set(body.signs) - {",", ";"}:
                raise NoSentence
            parts = [self.phrase(part) for part in body.parts]
            return f"({', '.join(parts)})" if self.careful else listed(parts)
        return self.phrase(body)

    def apply(self, node: Apply) -> str:
        if node.role == "probability":
            return f"the probability {self.event(node.argument)}"
        if node.role == "expectation":
            if not isinstance(node.function, Letter):
                raise NoSentence
            inside = node.argument.body if isinstance(node.argument, Fence) else node.argument
            if isinstance(inside, Listing):
                raise NoSentence  # E[y; theta]: what stands behind is a parameter
            return f"the expected value of {self.arguments(node.argument)}"
        head = node.function
        if isinstance(head, Prime) and is_symbol(head.base) and node.role == "":
            if any(isinstance(n, Letter) and n.font == "bold" for n in walk(node.argument)) and str(bare(head)).isupper():
                raise NoSentence  # P'(u): another operator
            if not self.may_be(*SLOPES):
                raise NoSentence  # f' may be another f
            order = "derivative" if head.count == 1 else f"{_ORDERS.get(str(head.count), '')} derivative".strip()
            return f"the {order} of {self.mention(head.base)} at {self.slope_at(node.argument)}"
        if isinstance(head, Function) or (isinstance(head, Word) and head.name in _FUNCTIONS):
            return self.named(head.name, node.argument)
        if (
            isinstance(head, Power)
            and isinstance(head.base, Function)
            and isinstance(head.exponent, Number)
            and head.exponent.text == "2"
        ):
            return f"the square of {self.named(head.base.name, node.argument)}"
        if is_symbol(head):
            letter = bare(head)
            if isinstance(letter, Letter) and letter.name == "E" and letter is not head:
                raise NoSentence
            if self.is_function(head):
                return f"{self.mention(head)} at {self.arguments(node.argument)}"
            if isinstance(letter, Letter | Word):
                return f"{self.mention(head)} of {self.arguments(node.argument)}"
        if isinstance(head, Fence) and isinstance(self.inside(head), Product):
            map_ = f"({self.phrase(head)})" if self.careful else self.phrase(head)
            return f"{map_} at {self.arguments(node.argument)}"
        raise NoSentence

    def named(self, name: str, argument: Node) -> str:
        called = _FUNCTIONS.get(name)
        if called is None:
            raise NoSentence
        return f"the {called} of {self.arguments(argument)}"

    def event(self, node: Node) -> str:
        body = node.body if isinstance(node, Fence) else node
        match body:
            case Given(left=left, right=right):
                if isinstance(right, Product) and not any(right.signs) and all(isinstance(f, Sub | Super) for f in right.factors):
                    self.refuse()  # P(s' | s_t a_t): both of them, and no product
                return f"of {self.happening(left)} given {self.happening(right)}"
            case Chain(sides=(left, right), signs=(sign,)) if sign.name in _SAYS and not sign.negated:
                verb = _SAYS[sign.name]
                return f"that {self.phrase(left)} {verb} {self.phrase(right)}"
        return f"of {self.happening(body)}"

    def happening(self, node: Node) -> str:
        if isinstance(node, Listing):
            return " and ".join(self.happening(part) for part in node.parts) if set(node.signs) == {","} else self.refuse()
        if isinstance(node, Sum) and set(node.signs) in ({"cup"}, {"cap"}):
            return (" or " if "cup" in node.signs else " and ").join(self.phrase(t) for t in node.terms)
        if isinstance(node, Product) and set(node.signs) == {""} and all(map(_is_event, node.factors)):
            return " and ".join(self.phrase(f) for f in node.factors)  # P(A B): both happen
        return self.phrase(node)

    # -- calculus and big operators ----------------------------------------------------------------------------------
    def derivative(self, node: Derivative) -> str:
        if node.body is None or len(node.variables) != 1:
            raise NoSentence
        kind = "partial derivative" if node.letter == "partial" else "derivative"
        order = ""
        variable = node.variables[0]
        if node.order is not None:
            order = _ORDERS.get(getattr(node.order, "text", ""), "")
            variable = variable.base if isinstance(variable, Power) else variable
            if not order:
                raise NoSentence
        return f"the {order + ' ' if order else ''}{kind} of {self.phrase(node.body)} with respect to {self.phrase(variable)}"

    def big(self, node: Big) -> str:
        if node.name in ("sum", "prod"):
            called = "sum" if node.name == "sum" else "product"
            return f"the {called}{self.range(node)} of {self.phrase(node.body)}"
        if node.name == "int" and len(node.variables) == 1:
            bounds = ""
            if node.lower is not None and node.upper is not None:
                bounds = f" from {self.phrase(node.lower)} to {self.phrase(node.upper)}"
            elif node.lower is not None:
                raise NoSentence  # over a region: "over x" would pass it by
            return f"the integral of {self.phrase(node.body)} with respect to {self.phrase(node.variables[0])}{bounds}"
        if (
            node.name in ("max", "min", "argmax", "argmin")
            and node.lower is not None
            and is_symbol(node.lower)
            and node.upper is None
        ):
            variable, best = self.phrase(node.lower), "largest" if "max" in node.name else "smallest"
            if node.name.startswith("arg"):
                wish = {"largest": "large", "smallest": "small"}[best]
                return f"the value of {variable} that makes {self.phrase(node.body)} as {wish} as possible"
            return f"the {best} value, over all {variable}, of {self.phrase(node.body)}"
        if (
            node.name == "lim"
            and isinstance(node.lower, Chain)
            and len(node.lower.sides) == 2
            and node.lower.signs[0].name == "to"
        ):
            moving, goal = node.lower.sides
            return f"the limit of {self.phrase(node.body)} as {self.phrase(moving)} goes to {self.phrase(goal)}"
        raise NoSentence

    def range(self, node: Big) -> str:
        lower, upper = node.lower, node.upper
        if lower is None and upper is None:
            return ", over all terms,"
        if lower is not None and upper is None and is_symbol(lower):
            return f", over all {self.phrase(lower)},"
        if isinstance(lower, Chain) and len(lower.sides) == 2 and lower.signs[0].name == "=" and upper is not None:
            return f", for {self.phrase(lower.sides[0])} from {self.phrase(lower.sides[1])} to {self.phrase(upper)},"
        if isinstance(lower, Chain) and len(lower.sides) == 2 and lower.signs[0].name == "in" and upper is None:
            return f", over all {self.phrase(lower.sides[0])} in {self.phrase(lower.sides[1])},"
        raise NoSentence

    # -- brackets and spaces -----------------------------------------------------------------------------------------
    def fence(self, node: Fence) -> str:
        match node.role:
            case "group" | "matrix":
                return self.phrase(node.body)
            case "norm":
                plain = self.may_be("length", "vector", "distance") and not self.speaks_of(
                    "number of elements", "number of entries"
                )
                plain = plain and not any(map(_may_be_matrix, walk(node.body)))
                return f"the {'length' if plain else 'norm'} of {self.phrase(node.body)}"
            case "absolute value":
                return f"the absolute value of {self.phrase(node.body)}"
            case "determinant":
                return f"the determinant of {self.phrase(node.body)}"
            case "size":
                return f"the number of elements of {self.phrase(node.body)}"
            case "inner product":
                return f"the inner product of {self.arguments(node)}"
            case "interval" if isinstance(node.body, Listing) and len(node.body.parts) == 2:
                return self.interval(node.open + node.close, *node.body.parts)
            case "tuple" | "list" if (
                isinstance(node.body, Listing) and len(node.body.parts) <= 6 and all(self.is_short(p) for p in node.body.parts)
            ):
                parts = ", ".join(self.phrase(part) for part in node.body.parts)
                return f"[{parts}]" if node.role == "list" else f"({parts})"
            case "set" if isinstance(node.body, Listing) and all(self.is_short(p) for p in node.body.parts):
                return f"the set of {self.arguments(node)}"
        raise NoSentence

    def interval(self, ends: str, low: Node, high: Node) -> str:
        """From where to where, and whether the ends belong to it."""
        kind = {"[]": "closed ", "()": "open "}.get(ends, "")
        first, last = ("", "") if kind else tuple(" included" if end in "[]" else " excluded" for end in ends)
        return f"the {kind}interval from {self.phrase(low)}{first} to {self.phrase(high)}{last}"

    def space(self, node: Node) -> str | None:
        """What it means to be in \\mathbb{R}^n or \\mathbb{R}^{m x n}."""
        if isinstance(node, Letter) and node.font == "blackboard" and node.name == "R":
            return "a real number"
        if not (
            isinstance(node, Super | Power)
            and isinstance(node.base, Letter)
            and node.base.font == "blackboard"
            and node.base.name == "R"
        ):
            return None
        power = self.inside(node.mark if isinstance(node, Super) else node.exponent)
        if isinstance(power, Product) and set(power.signs) == {"times"} and len(power.factors) == 2:
            return (
                f"a matrix of real numbers with {self.phrase(power.factors[0])} rows and {self.phrase(power.factors[1])} columns"
            )
        if isinstance(power, Product):
            return None
        return f"a vector of {self.phrase(power)} real numbers"


def listed(parts: list[str]) -> str:
    """a, b and c; a comma before the last "and" where an earlier part holds one of its own."""
    if len(parts) > 1 and any(" and " in part for part in parts[:-1]):
        return f"{', '.join(parts[:-1])}, and {parts[-1]}"
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _is_event(node: Node) -> bool:
    """Whether a factor may be an event: a capital, perhaps with an index."""
    core = node.base if isinstance(node, Sub) else node
    return isinstance(core, Letter) and len(core.name) == 1 and core.name.isupper()


def _may_be_matrix(node: Node) -> bool:
    """Whether a letter may be a matrix, which has a norm and no length."""
    return isinstance(node, Letter) and len(node.name) == 1 and node.name.isupper()
