"""What a formula is made of: the tree of its layout, and the boxes on paper that the tree is read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tutor.library.pdf.formulas.symbols import Role


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: its character, and the LaTeX alphabet it is set in."""

    char: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Upright letters that form one word."""

    text: str
    style: str = "mathrm"


@dataclass(frozen=True, slots=True)
class Line:
    """Signs side by side."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A base with what stands below and above at its right."""

    base: Node
    below: Node | None
    above: Node | None


@dataclass(frozen=True, slots=True)
class Limits:
    """A base with what stands right under and over it. `stacked` is False for signs that take limits by themselves."""

    base: Node
    below: Node | None
    above: Node | None
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Fraction:
    """One line over another with a rule between them, or none in a binomial."""

    above: Node
    below: Node
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class Root:
    """A root with its degree, if one is written."""

    body: Node
    degree: Node | None


@dataclass(frozen=True, slots=True)
class Accent:
    """A LaTeX command put over or under a body: hat, overline, underbrace."""

    command: str
    body: Node


@dataclass(frozen=True, slots=True)
class Fence:
    """A body between brackets that grow with it; an empty string is a bracket that is not printed."""

    left: str
    body: Node
    right: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells between brackets: a matrix, or cases."""

    left: str
    rows: tuple[tuple[Node, ...], ...]
    right: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Lines under each other: an aligned chain."""

    lines: tuple[Node, ...]


Node = Sign | Words | Line | Script | Limits | Fraction | Root | Accent | Fence | Grid | Rows


@dataclass(slots=True)
class Box:
    """A piece of the page with the tree read from it so far. `start` to `end` is its advance, the rest its ink, in points.

    `y` is its baseline; signs that stand around the axis of the formula have `axis` instead. `size` is that of its letters.
    """

    node: Node
    left: float
    bottom: float
    right: float
    top: float
    start: float
    end: float
    y: float
    size: float
    role: Role = Role.ORDINARY
    axis: float | None = None
    indexes: frozenset[int] = field(default_factory=frozenset)
    opentype: bool = False  # from a font of mathematics with measures of its own, which need not be those of Computer Modern
    char: str = field(init=False, default=" ")  # its character when it is one sign, else a space

    def __post_init__(self) -> None:
        if isinstance(self.node, Sign):
            self.char = self.node.char

    @property
    def middle(self) -> float:
        """Half way from left to right of its ink."""
        return (self.left + self.right) / 2

    @property
    def centre(self) -> float:
        """Half way from bottom to top of its ink."""
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        return self.top - self.bottom


def bounds(boxes: Iterable[Box]) -> tuple[float, float, float, float]:
    """(left, bottom, right, top) of the ink of some boxes, in points."""
    held = list(boxes)
    return (
        min(b.left for b in held),
        min(b.bottom for b in held),
        max(b.right for b in held),
        max(b.top for b in held),
    )


def merged(node: Node, boxes: Sequence[Box], **known: object) -> Box:
    """A box of `node` around the ink of `boxes`; what is not `known` comes from the first of them."""
    left, bottom, right, top = bounds(boxes)
    first = boxes[0]
    given: dict[str, object] = {
        "start": min(b.start for b in boxes),
        "end": max(b.end for b in boxes),
        "y": first.y,
        "size": first.size,
        "role": Role.ORDINARY,
        "indexes": frozenset().union(*(b.indexes for b in boxes)),
        "opentype": first.opentype,
    }
    return Box(node, left, bottom, right, top, **{**given, **known})  # type: ignore[arg-type]


def body_size(boxes: Iterable[Box]) -> float:
    """Size of the largest letters among the boxes, in points; brackets, sums and roots do not count where there are others."""
    held = list(boxes)
    letters = [b.size for b in held if b.role not in _GROWING and b.char not in _SMALL_FENCES]
    return max(letters or [b.size for b in held] or [10.0])


_SMALL_FENCES = frozenset("()[]{}|‖")
_GROWING = (Role.FENCE, Role.BIG, Role.INTEGRAL, Role.RADICAL, Role.PIECE, Role.BRACE, Role.ACCENT)


def without(boxes: Sequence[Box], gone: Iterable[Box]) -> list[Box]:
    """The boxes that are not among those gone."""
    dropped = set(map(id, gone))
    return [box for box in boxes if id(box) not in dropped]


def children(node: Node) -> Sequence[Node]:
    """The nodes right below a node."""
    match node:
        case Sign() | Words():  # most nodes are leaves
            return ()
        case Line(parts):
            return parts
        case Script(base, below, above) | Limits(base, below, above):
            return [part for part in (base, below, above) if part is not None]
        case Fraction(above, below):
            return (above, below)
        case Root(body, degree):
            return (body,) if degree is None else (body, degree)
        case Accent(_, body) | Fence(_, body, _):
            return (body,)
        case Grid(_, rows, _):
            return [cell for row in rows for cell in row]
        case Rows(lines):
            return lines
    return ()


EMPTY = Line(())
