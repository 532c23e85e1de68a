"""What books print, as a tree: the kinds of nodes that typed answers never need, of the same family as `tutor.maths.tree`.

Law: as in tree.py, `span` is (start, end) in the LaTeX that was read. Lists stay as flat as they were printed: a + b - c is one
Sum, a b / c one Product, and nothing is grouped that the page did not group, for that would already be a claim.
"""

from __future__ import annotations

from dataclasses import dataclass

from tutor.maths.tree import Node


@dataclass(frozen=True, slots=True)
class Letter(Node):
    """One letter or symbol: x, alpha, infty; `font` is "", "bold", "blackboard", "script", "fraktur", "upright", "sans"..."""

    name: str
    font: str = ""


@dataclass(frozen=True, slots=True)
class Word(Node):
    r"""A name of several letters: \operatorname{rank}, MSE."""

    name: str
    font: str = ""


@dataclass(frozen=True, slots=True)
class Text(Node):
    r"""Words set among the formula by \text."""

    words: str


@dataclass(frozen=True, slots=True)
class Empty(Node):
    """Nothing, where something might stand: before the sign of "= 3"."""


@dataclass(frozen=True, slots=True)
class Unread(Node):
    """A piece of the source that was not understood, exactly as it stands there."""

    text: str


@dataclass(frozen=True, slots=True)
class Sign(Node):
    """A relation or arrow, with what stands above and below it."""

    name: str
    over: Node | None = None
    under: Node | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Prefix(Node):
    """A sign before its body: minus, plus, not, for all."""

    sign: str
    body: Node


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """Terms joined by plus, minus, union ...: one sign fewer than terms."""

    signs: tuple[str, ...]
    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Product(Node):
    """Factors joined by a sign, or by "" where they stand side by side."""

    signs: tuple[str, ...]
    factors: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """Sides joined by relations: a = b <= c."""

    signs: tuple[Sign, ...]
    sides: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Listing(Node):
    """Parts separated by commas, semicolons, full stops or wide space ("quad")."""

    signs: tuple[str, ...]
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Phrase(Node):
    """Formulas and words side by side."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Given(Node):
    """What stands before and after a bar or a colon: A | B, x : x > 0. `sign` is "mid", "|", "‖" or ":"."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Sub(Node):
    """A base with an index below."""

    base: Node
    index: Node


@dataclass(frozen=True, slots=True)
class Power(Node):
    """A base with a true exponent."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Super(Node):
    """A base with something above that is an index, a mark, or not surely an exponent."""

    base: Node
    mark: Node


@dataclass(frozen=True, slots=True)
class Transpose(Node):
    r"""A base with \top or T; `mark` keeps which."""

    base: Node
    mark: str


@dataclass(frozen=True, slots=True)
class Prime(Node):
    """A base with strokes."""

    base: Node
    count: int


@dataclass(frozen=True, slots=True)
class Accent(Node):
    """A base with a hat, a bar, an arrow ..."""

    base: Node
    mark: str


@dataclass(frozen=True, slots=True)
class Suffix(Node):
    """A base followed by "!" or "%"."""

    base: Node
    mark: str


@dataclass(frozen=True, slots=True)
class Fraction(Node):
    """Numerator over denominator."""

    top: Node
    bottom: Node


@dataclass(frozen=True, slots=True)
class Choose(Node):
    """A binomial coefficient; `word` keeps how it was written, "binom" or "choose"."""

    top: Node
    bottom: Node
    word: str


@dataclass(frozen=True, slots=True)
class Root(Node):
    """A root; `degree` is None for a square root."""

    body: Node
    degree: Node | None = None


@dataclass(frozen=True, slots=True)
class Fence(Node):
    """A body between delimiters; `role` says what they surely mean ("" when it is not sure)."""

    open: str
    body: Node
    close: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Function(Node):
    r"""A function known by its name: \log, \det."""

    name: str


@dataclass(frozen=True, slots=True)
class Apply(Node):
    """A function of its argument, surely."""

    function: Node
    argument: Node
    role: str = ""


@dataclass(frozen=True, slots=True)
class Beside(Node):
    """A name and a bracket after it, where the page does not say whether that is "of" or "times"."""

    head: Node
    fence: Node


@dataclass(frozen=True, slots=True)
class Big(Node):
    r"""A sum, a product, an integral, a limit, a minimum ... with its bounds, its body and, for integrals, its variables.

    `scripted` is False where the lower bound was set by \underset.
    """

    name: str
    lower: Node | None
    upper: Node | None
    body: Node
    variables: tuple[Node, ...] = ()
    scripted: bool = True


@dataclass(frozen=True, slots=True)
class Derivative(Node):
    """A quotient of differentials; `body` is None for d/dx standing alone, `inside` says that the body stood in the numerator."""

    letter: str
    order: Node | None
    body: Node | None
    variables: tuple[Node, ...]
    inside: bool


@dataclass(frozen=True, slots=True)
class Gradient(Node):
    """Nabla of a body, with respect to a variable where one is written."""

    variable: Node | None
    body: Node


@dataclass(frozen=True, slots=True)
class Ranged(Node):
    """A bracket with bounds: {x_i} from i = 1 to n, or F | from a to b."""

    base: Node
    lower: Node | None
    upper: Node | None


@dataclass(frozen=True, slots=True)
class Marked(Node):
    r"""A base with a note above or below: \underbrace{x}_{y}, \overset{y}{x}."""

    base: Node
    note: Node
    command: str


@dataclass(frozen=True, slots=True)
class Grid(Node):
    """Rows of cells: a matrix, by the name of its environment; `bar` columns stand before a bar, `rule` rows above a line."""

    kind: str
    rows: tuple[tuple[Node, ...], ...]
    bar: int = 0
    rule: int = 0


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """Rows of (value, condition)."""

    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Lines(Node):
    """Statements below each other."""

    rows: tuple[Node, ...]
