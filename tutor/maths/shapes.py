r"""Do these matrices fit together? Sizes declared in the text or by the caller, carried along; a clash is pointed at.

Laws: only what is declared is judged: a symbol without a size fits everywhere. A vector of length n is a column, n x 1; two
different letters are two different sizes, because nothing says that they are equal. `start` and `end` of a clash are
places in the LaTeX.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Big,
    Chain,
    Fence,
    Fraction,
    Function,
    Gradient,
    Grid,
    Letter,
    Lines,
    Listing,
    Phrase,
    Power,
    Prefix,
    Product,
    Ranged,
    Root,
    Sign,
    Sub,
    Sum,
    Super,
    Transpose,
    Word,
)
from tutor.maths.reading.shape import is_minus_one
from tutor.maths.sizes import NUMBER, Area, Size, clean, declared, size_in_formula, spoken
from tutor.maths.told.symbols import Told, same_symbol
from tutor.maths.tree import Node, Number, children

__all__ = ["Clash", "Shapes", "check_shapes", "sizes_of"]

_SQUARE_ONLY = frozenset("det tr Tr trace Trace adj".split())
_TONUMBER = frozenset("rank rk dim Var var Cov cov nullity".split())
_ENTRYWISE = frozenset("exp log ln sin cos tan tanh softmax relu ReLU sigmoid sigma phi max min".split())
_EQUAL = frozenset(["=", ":=", "approx", "gets", "equiv", "<", ">", "leq", "geq"])


@dataclass(frozen=True, slots=True)
class Clash:
    """Two pieces that cannot stand together: what is wrong in one sentence, and where."""

    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shapes:
    """The size of each symbol that is known, the size of the whole (None where it is not known), and every clash."""

    symbols: tuple[tuple[str, Size], ...]
    result: Size | None
    clashes: tuple[Clash, ...]


def sizes_of(text: str, told: Sequence[Told] = (), given: Mapping[str, Sequence[object]] | None = None) -> dict[str, Size]:
    r"""Every size that text, harvest and caller declare; the caller wins, then the short declarations, then the prose.

    >>> sizes_of("B is 3x2", given={"A": [4, 4]})
    {'B': ('3', '2'), 'A': ('4', '4')}
    """
    pairs = [(same_symbol(t.symbol), t.shape) for t in told if t.shape is not None]
    pairs += [(same_symbol(name), size) for name, size in declared(text)]
    found: dict[str, Size] = {}
    unsure = set()
    for name, size in pairs:
        if found.setdefault(name, size) != size and size != ():
            unsure.add(name)
    found = {name: size for name, size in found.items() if name not in unsure}
    for name, stated in (given or {}).items():
        found[same_symbol(str(name))] = tuple(clean(str(part)) for part in stated)[:2]
    return found


def check_shapes(tree: Node, latex: str, sizes: Mapping[str, Size]) -> Shapes:
    """Carry the sizes through the formula."""
    work = _Work(latex, {name: _area(size) for name, size in sizes.items() if len(size) <= 2})
    try:
        result = work.area(tree)
    except RecursionError:
        result = None
    known = tuple((name, _size(area)) for name, area in work.areas.items())
    return Shapes(known, None if result is None else _size(result), tuple(dict.fromkeys(work.clashes)))


def _area(size: Size) -> Area:
    return NUMBER if not size else (size[0], "1") if len(size) == 1 else (size[0], size[1])


def _size(area: Area) -> Size:
    return () if area == NUMBER else (area[0],) if area[1] == "1" else area


class _Work:
    """One formula being measured."""

    def __init__(self, latex: str, areas: dict[str, Area]) -> None:
        self.latex = latex
        self.areas = areas
        self.clashes: list[Clash] = []

    # -- words ---------------------------------------------------------------------------------------------------------
    def name(self, node: Node) -> str:
        while isinstance(node, Fence) and node.role == "group":
            node = node.body
        return " ".join(self.latex[slice(*node.span)].split())

    def says(self, node: Node, area: Area) -> str:
        """ "B is 3x2", "x is a vector of length n", "c is a single number"."""
        return f"{self.name(node)} is {spoken(area)}"

    def clash(self, sentence: str, *nodes: Node) -> None:
        self.clashes.append(Clash(sentence, min(n.span[0] for n in nodes), max(n.span[1] for n in nodes)))

    # -- the tree ------------------------------------------------------------------------------------------------------
    def area(self, node: Node) -> Area | None:
        """The rows and columns of a piece; None where they are not known."""
        known = self.areas.get(key(node, self.latex)) if is_symbol(node) or isinstance(node, Power | Transpose) else None
        if known is not None:
            return known
        match node:
            case Number():
                return NUMBER
            case Fence():
                return self.fence(node)
            case Transpose(base=base):
                inner = self.area(base)
                return None if inner is None else (inner[1], inner[0])
            case Prefix(sign="-" | "+", body=body):
                return self.area(body)
            case Sum():
                return self.sum(node)
            case Product():
                return self.product(node)
            case Fraction(top=top, bottom=bottom):
                below = self.area(bottom)
                return self.area(top) if below == NUMBER else (self.area(top) and None)
            case Power():
                return self.power(node)
            case Apply() | Beside():
                return self.applied(node)
            case Chain():
                return self.chain(node)
            case Grid(rows=rows) if _is_table(rows):
                return (str(len(rows)), str(len(rows[0])))
        return self.rest(node)

    def rest(self, node: Node) -> Area | None:
        match node:
            case Big(name=name, lower=lower, body=body):
                inner = self.area(body)
                if name.startswith("arg") and lower is not None:
                    return self.area(lower) if is_symbol(lower) else None
                return inner if name in ("sum", "int", "lim") or inner == NUMBER else None
            case Gradient(variable=variable, body=body):
                self.area(body)
                return self.area(variable) if variable is not None else None
            case Root(body=body):
                return NUMBER if self.area(body) == NUMBER else None
            case Accent(base=base) if not is_symbol(node):
                return self.area(base)
            case Lines() | Listing() | Phrase() | Ranged():
                found = [self.area(part) for part in children(node) if not isinstance(part, Sign)]
                return found[0] if len(found) == 1 else None
            case Sub() | Super() | Letter() | Word():
                return None
        for part in children(node):
            self.area(part)
        return None

    def fence(self, node: Fence) -> Area | None:
        if node.role == "inner product" and isinstance(node.body, Listing):
            first, second = node.body.parts[0], node.body.parts[-1]
            self.alike(first, second, "an inner product needs two of the same size")
            return NUMBER
        inner = self.area(node.body)
        if node.role == "determinant" and inner is not None and inner[0] != inner[1]:
            self.clash(f"{self.says(node.body, inner)}: only a square matrix has a determinant", node)
        if node.role in ("norm", "absolute value", "determinant", "size"):
            return NUMBER if node.role != "absolute value" or inner == NUMBER else None
        return (
            inner
            if node.role in ("group", "matrix") or (node.open in ("[", "(") and not isinstance(node.body, Listing))
            else None
        )

    # -- sums and products ---------------------------------------------------------------------------------------------
    def sum(self, node: Sum) -> Area | None:
        if not set(node.signs) <= {"+", "-", "pm", "mp"}:
            for term in node.terms:
                self.area(term)
            return None
        first: tuple[Node, Area] | None = None
        found: Area | None = None
        for term in node.terms:
            area = self.area(term)
            if area is None or isinstance(term, Number):
                continue
            if first is None:
                first, found = (term, area), area
            elif not self.added(first, (term, area)):
                return None
            elif found is not None and found[0] == "1" and area[0] != "1":
                found = area
        if found is not None and found[0] == "1" != found[1] and any(self.area(t) is None for t in node.terms):
            return None
        if first is None:
            return NUMBER if all(isinstance(t, Number) for t in node.terms) else None
        return found

    def added(self, first: tuple[Node, Area], second: tuple[Node, Area]) -> bool:
        """Whether two terms may be added; a row may be added to every row of a matrix, as networks do with a bias."""
        (left, one), (right, two) = first, second
        row = one[1] == two[1] != "1" and "1" in (one[0], two[0])
        if one == two or row:
            return True
        self.clash(f"{self.says(left, one)} and {self.says(right, two)}: only equal sizes can be added", left, right)
        return False

    def product(self, node: Product) -> Area | None:
        signs = node.signs
        areas = [self.area(factor) for factor in node.factors]
        if any(sign in ("circ", "otimes", "bmod", "/", "div", "by") for sign in signs):
            return areas[0] if set(signs) == {"/"} and areas[1:] == [NUMBER] else None
        spot, so_far = node.factors[0], areas[0]
        unknown = so_far is None
        for sign, factor, area in zip(signs, node.factors[1:], areas[1:], strict=True):
            if so_far is None or area is None:
                unknown = unknown or area is None
                so_far, spot = area if sign in ("", "cdot", "times") else None, factor
                continue
            so_far = self.times(sign, (spot, so_far), (factor, area))
            if so_far is None:
                return None
            spot = _between(spot, factor)
        return None if unknown else so_far

    def times(self, sign: str, left: tuple[Node, Area], right: tuple[Node, Area]) -> Area | None:
        (before, one), (after, two) = left, right
        if sign in ("odot", "*"):
            if one == two:
                return one
            self.clash(
                f"{self.says(before, one)} and {self.says(after, two)}: an entry-by-entry product needs equal sizes",
                before,
                after,
            )
            return None
        if NUMBER in (one, two):
            return two if one == NUMBER else one
        if sign in ("cdot", "times") and one[1] == two[1] == "1":
            if sign == "times":
                return one
            if one[0] == two[0]:
                return NUMBER
            self.clash(
                f"{self.says(before, one)} and {self.says(after, two)}: a dot product needs equal lengths",
                before,
                after,
            )
            return None
        if one[1] == two[0]:
            return (one[0], two[1])
        self.clash(
            f"{self.says(before, one)} and {self.says(after, two)}: the inner sizes {one[1]} and {two[0]} differ", before, after
        )
        return None

    def power(self, node: Power) -> Area | None:
        base = self.area(node.base)
        if base is None or base == NUMBER:
            return base
        if isinstance(node.exponent, Letter) and node.exponent.name == "T":
            return (base[1], base[0])
        if base[1] == "1":
            return None
        if base[0] != base[1]:
            what = "has an inverse" if is_minus_one(node.exponent) else "can be multiplied by itself"
            self.clash(f"{self.says(node.base, base)}: only a square matrix {what}", node)
            return None
        return base

    # -- functions and relations -----------------------------------------------------------------------------------------
    def applied(self, node: Apply | Beside) -> Area | None:
        head, argument = (node.function, node.argument) if isinstance(node, Apply) else (node.head, node.fence)
        inner = self.area(argument)
        name = head.name if isinstance(head, Function | Word | Letter) else ""
        if name in _SQUARE_ONLY:
            if inner is not None and inner[0] != inner[1]:
                what = "determinant" if name == "det" else "trace" if name.lower().startswith("tr") else "adjugate"
                self.clash(f"{self.says(argument, inner)}: only a square matrix has a {what}".replace("a adj", "an adj"), node)
            return NUMBER
        if name in _TONUMBER or getattr(node, "role", "") == "probability":
            return NUMBER
        if name == "diag" and inner is not None and inner[1] == "1":
            return (inner[0], inner[0])
        if name in _ENTRYWISE or getattr(node, "role", "") == "expectation":
            return inner
        if isinstance(node, Beside) and is_symbol(head) and inner is not None and key(head, self.latex) in self.areas:
            return self.times("", (head, self.areas[key(head, self.latex)]), (argument, inner))
        return None

    def chain(self, node: Chain) -> Area | None:
        found: tuple[Node, Area] | None = None
        areas = [
            self.area(side) if n == 0 or node.signs[n - 1].name != "in" else self.space(side) for n, side in enumerate(node.sides)
        ]
        self.declares(node, areas)
        for n, side in enumerate(node.sides):
            area = areas[n]
            if n and node.signs[n - 1].name not in _EQUAL | {"in"}:
                found = None
            if area is None or (isinstance(side, Number) and side.text == "0"):
                continue
            if found is not None and found[1] != area and not node.signs[n - 1].negated:
                self.unlike(node.signs[n - 1], found, (side, area))
            elif found is None:
                found = (side, area)
        if found is not None:
            for n, side in enumerate(node.sides):
                if areas[n] is None:
                    self.learn(side, found[1])
        return found[1] if found else None

    def declares(self, node: Chain, areas: list[Area | None]) -> None:
        """x in R^n says what x is, whatever was said before."""
        for n, sign in enumerate(node.signs):
            space = areas[n + 1]
            if sign.name == "in" and space is not None and is_symbol(node.sides[n]):
                self.areas[key(node.sides[n], self.latex)] = space
                areas[n] = space

    def unlike(self, sign: Sign, left: tuple[Node, Area], right: tuple[Node, Area]) -> None:
        if sign.name == "in":
            self.clash(f"{self.says(*left)}, but {self.name(right[0])} holds what is {spoken(right[1])}", left[0], right[0])
        else:
            self.clash(f"{self.says(*left)} and {self.says(*right)}: two sides must have the same size", left[0], right[0])

    def alike(self, first: Node, second: Node, why: str) -> None:
        one, two = self.area(first), self.area(second)
        if one is not None and two is not None and one != two:
            self.clash(f"{self.says(first, one)} and {self.says(second, two)}: {why}", first, second)

    def space(self, node: Node) -> Area | None:
        size = size_in_formula(self.latex[slice(*node.span)])
        return None if size is None or len(size) > 2 else _area(size)

    def learn(self, node: Node, area: Area) -> None:
        """A symbol without a size, equal to something that has one: y = Ax; and x where Ax = b."""
        if is_symbol(node):
            self.areas.setdefault(key(node, self.latex), area)
        elif isinstance(node, Product) and len(node.factors) == 2 and set(node.signs) <= {"", "cdot"}:
            left, right = node.factors
            size = self.area(left)
            if size is not None and size != NUMBER and size[0] == area[0] and is_symbol(right):
                self.areas.setdefault(key(right, self.latex), (size[1], area[1]))


def _is_table(rows: tuple[tuple[Node, ...], ...]) -> bool:
    """Whether rows make a matrix of single numbers, and not a sketch with dots or a matrix of blocks."""
    wide = len(rows[0]) if rows else 0
    return wide > 0 and all(len(row) == wide and all(_is_entry(cell) for cell in row) for row in rows)


def _is_entry(cell: Node) -> bool:
    """Whether a cell surely holds one number: a numeral or a thin small letter with or without an index."""
    cell = cell.body if isinstance(cell, Prefix) else cell
    cell = cell.base if isinstance(cell, Sub) else cell
    return isinstance(cell, Number) or (
        isinstance(cell, Letter) and cell.font == "" and cell.name.islower() and cell.name != "dots"
    )


def _between(first: Node, last: Node) -> Node:
    """A stand-in for the run of factors from one to another, for its name and place."""
    return Node((first.span[0], last.span[1]))
