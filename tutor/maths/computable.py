r"""A printed formula as one that can be computed: the reading's tree turned into the tree of typed answers, or None.

Law: only what has one sure meaning for numbers is turned; a matrix, an uncertain bracket, an unknown function is not.
A sum over i from 1 to n is written out for a small n that is chosen, x_i becoming x_1, x_2, x_3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tutor.maths import tree as typed
from tutor.maths.letters import bare, is_symbol, key, written
from tutor.maths.reading.nodes import (
    Apply,
    Big,
    Chain,
    Choose,
    Fence,
    Fraction,
    Function,
    Letter,
    Power,
    Prefix,
    Product,
    Root,
    Sub,
    Suffix,
    Sum,
    Super,
)
from tutor.maths.tree import Node, Number, height, walk

LENGTH = 3
_FUNCTIONS = {"exp": "exp", "log": "ln", "ln": "ln", "sin": "sin", "cos": "cos", "tan": "tan", "tanh": "tanh"}
_HERE = (0, 0)
# The identity matrix, and the mark of a place where something would stand.
_NEVER = frozenset(("I", "\\cdot", "\\Delta"))
_CHANCES = frozenset(("p", "q", "\\pi", "\\theta", "y"))


class NotComputable(Exception):
    """A piece that is no sure operation on numbers."""


@dataclass(slots=True)
class Computable:
    """One formula being turned; `shown` keeps the LaTeX of each quantity by its name, `fixed` the lengths that were chosen."""

    latex: str
    shown: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, int] = field(default_factory=dict)
    chances: set[str] = field(default_factory=set)
    indices: dict[str, int] = field(default_factory=dict)
    exponents: set[str] = field(default_factory=set)

    def turned(self, node: Node) -> Node | None:
        """The same formula for numbers, or None."""
        try:
            self.lengths(node)
            return self.turn(node)
        except (NotComputable, RecursionError):
            return None

    def lengths(self, node: Node) -> None:
        """What an overview settles: a length for every sum from 1 to n, which letters count, which are chances."""
        for part in typed.walk(node):
            if isinstance(part, Big) and part.upper is not None and is_symbol(part.upper):
                self.fixed[key(part.upper, self.latex)] = LENGTH
            elif isinstance(part, Choose):
                self.exponents |= {key(side, self.latex) for side in (part.top, part.bottom) if is_symbol(side)}
            elif isinstance(part, Sum) and part.signs == ("-",) and isinstance(part.terms[0], Number):
                self._chance(part.terms[0], part.terms[1])

    def _chance(self, one: Number, other: Node) -> None:
        """1 - p, for the letters that books use for a chance."""
        if one.text == "1" and is_symbol(other) and key(other, self.latex).removeprefix("\\hat") in _CHANCES:
            self.chances.add(key(other, self.latex))

    def quantity(self, name: str, latex: str) -> Node:
        self.shown.setdefault(name, latex)
        return typed.Symbol(_HERE, name)

    def symbol(self, node: Node) -> Node:
        name = key(node, self.latex)
        letter = bare(node)
        if (isinstance(letter, Letter) and letter.font in ("bold", "blackboard", "script")) or name in _NEVER:
            raise NotComputable
        if name in self.fixed:
            self.shown.setdefault(name, written(node, self.latex))
            return typed.Number(_HERE, str(self.fixed[name]))
        if name in self.indices:
            return typed.Number(_HERE, str(self.indices[name]))
        if isinstance(node, Sub) and self.indices and (at := self._places(node.index)):
            base = written(node.base, self.latex)
            return self.quantity(f"{key(node.base, self.latex)}_{at}", f"{base}_{{{at}}}" if len(at) > 1 else f"{base}_{at}")
        if name == "e":
            return typed.Symbol(_HERE, "e")
        return self.quantity(name, written(node, self.latex))

    def _places(self, index: Node) -> str:
        """The index with the numbers that are running put in: "2" for x_i, "13" for a_{ij}; "" where nothing in it runs."""
        parts = index.factors if isinstance(index, Product) and set(index.signs) == {""} else (index,)
        names = [part.text if isinstance(part, Number) else key(part, self.latex) for part in parts]
        inside = {key(part, self.latex) for part in walk(index) if is_symbol(part)}
        if not inside & set(self.indices):
            return ""
        plain = all(n.isdigit() or n in self.indices for n in names)
        if not plain or not inside <= set(self.indices) or len(inside) + sum(n.isdigit() for n in names) != len(names):
            raise NotComputable  # x_{i+1}, x_{i,k}: which of them is meant depends on more than the running index
        return "".join(n if n.isdigit() else str(self.indices[n]) for n in names)

    def turn(self, node: Node) -> Node:
        if isinstance(node, Letter) and node.name == "pi":
            return typed.Symbol(_HERE, "pi")
        if is_symbol(node):
            return self.symbol(node)
        match node:
            case Number(text=text) if text.replace(".", "", 1).isdigit():
                return typed.Number(_HERE, text)
            case Fence(role="group", body=body):
                return self.turn(body)
            case Fence(role="absolute value", body=body):
                return typed.Apply(_HERE, "abs", (self.turn(body),))
            case Prefix(sign="-", body=body):
                return typed.Negative(_HERE, self.turn(body))
            case Sum(signs=signs, terms=terms) if set(signs) <= {"+", "-"}:
                return self.joined(signs, terms)
            case Product(factors=factors) if any(map(self._one_word, factors, factors[1:])):
                raise NotComputable  # SE, IQR: one name of several letters, most likely
            case Product(signs=signs, factors=factors) if set(signs) <= {"", "cdot", "times", "/", "div"}:
                return self.joined(tuple("/" if s in ("/", "div") else "*" for s in signs), factors)
            case Fraction(top=top, bottom=bottom):
                return typed.Binary(_HERE, "/", self.turn(top), self.turn(bottom))
            case Power(base=base, exponent=exponent):
                return self.power(base, exponent)
            case Super(base=base, mark=mark) if is_symbol(mark) and key(mark, self.latex) in self.exponents:
                return self.power(base, mark)  # the k of "n choose k" is a number wherever it stands
            case Root(body=body, degree=None):
                return typed.Apply(_HERE, "sqrt", (self.turn(body),))
            case Suffix(base=base, mark="!"):
                return typed.Factorial(_HERE, self.turn(base))
            case Choose(top=top, bottom=bottom):
                return typed.Apply(_HERE, "binom", (self.turn(top), self.turn(bottom)))
            case Apply():
                return self.applied(node)
            case Big(name="sum"):
                return self.written_out(node)
        raise NotComputable

    def _one_word(self, left: Node, right: Node) -> bool:
        """Whether two factors are capitals printed without anything between them."""
        second_base = right.base if isinstance(right, Power) else right
        first, second = bare(left), bare(second_base)
        plain = isinstance(first, Letter) and isinstance(second, Letter) and first is left and first.font == second.font == ""
        return plain and left.span[1] == second.span[0] and self._capital(first) and self._capital(second)

    def _capital(self, letter: Node) -> bool:
        return self.latex[slice(*letter.span)].isupper()

    def joined(self, signs: tuple[str, ...], parts: tuple[Node, ...]) -> Node:
        found = self.turn(parts[0])
        for sign, part in zip(signs, parts[1:], strict=True):
            found = typed.Binary(_HERE, sign, found, self.turn(part))
        return found

    def power(self, base: Node, exponent: Node) -> Node:
        if isinstance(base, Letter) and base.name == "e":
            return typed.Apply(_HERE, "exp", (self.turn(exponent),))
        return typed.Binary(_HERE, "^", self.turn(base), self.turn(exponent))

    def applied(self, node: Apply) -> Node:
        if isinstance(node.function, Function) and node.function.name in _FUNCTIONS and not node.role:
            return typed.Apply(_HERE, _FUNCTIONS[node.function.name], (self.turn(node.argument),))
        if node.role == "probability":
            latex = self.latex[slice(*node.span)]
            name = "".join(latex.split())
            self.chances.add(name)
            return self.quantity(name, latex)
        raise NotComputable

    def written_out(self, node: Big) -> Node:
        """The sum term by term."""
        lower, upper = node.lower, node.upper
        if not (
            isinstance(lower, Chain)
            and len(lower.sides) == 2
            and lower.signs[0].name == "="
            and isinstance(lower.sides[1], Number)
        ):
            raise NotComputable
        if upper is None or not (is_symbol(upper) or isinstance(upper, Number)) or lower.sides[1].text not in ("0", "1"):
            raise NotComputable
        last = LENGTH if is_symbol(upper) else int(upper.text) if isinstance(upper, Number) and upper.text.isdigit() else 99
        index, first = key(lower.sides[0], self.latex), int(lower.sides[1].text)
        if last > 6 or index in self.indices:
            raise NotComputable
        total: Node | None = None
        for at in range(first, last + 1):
            self.indices[index] = at
            term = self.turn(node.body)
            total = term if total is None else typed.Binary(_HERE, "+", total, term)
        del self.indices[index]
        if total is None:
            raise NotComputable
        return total


@dataclass(frozen=True, slots=True)
class Turned:
    """The side of a formula that is computed, for numbers."""

    tree: Node
    left: str
    shown: Mapping[str, str]
    chances: frozenset[str]
    fixed: Mapping[str, int]
    left_chance: bool


def turned_side(tree: Node, latex: str, chances: frozenset[str], never: frozenset[str]) -> Turned | None:
    """The right side of y = ..., or a lone expression, turned for numbers."""
    left, side, left_chance = "", tree, False
    if isinstance(tree, Chain):
        plain = len(tree.sides) == 2 and tree.signs[0].name in ("=", ":=") and not tree.signs[0].negated
        first = tree.sides[0]
        if not plain or not (is_symbol(first) or isinstance(first, Apply)):
            return None
        left, side = latex[slice(*first.span)].strip(), tree.sides[1]
        left_chance = isinstance(first, Apply) and first.role == "probability"
    work = Computable(latex)
    turned = work.turned(side)
    if turned is None or height(turned) > 30 or sum(1 for _ in walk(turned)) > 120:
        return None
    if set(names_of(turned, work.shown)) & never or (isinstance(tree, Chain) and key(tree.sides[0], latex) in work.shown):
        return None
    return Turned(turned, left, work.shown, frozenset(work.chances) | chances, work.fixed, left_chance)


def names_of(node: Node, shown: Mapping[str, str]) -> list[str]:
    """The quantities of a turned formula in reading order."""
    found = dict.fromkeys(part.name for part in typed.walk(node) if isinstance(part, typed.Symbol))
    return [name for name in found if name in shown]
