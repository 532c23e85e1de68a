"""Whether a recovered formula is certain.

The layout read from a page is set again, on paper of our own: every sign must come out once, at the place and in the size that
TeX's rules give it (TeXbook, appendix G). What the reader saw out of place it noted as a doubt; here the tree itself is asked
whether anybody would write it. One doubt is enough: an unsure formula is shown with its picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tutor.library.pdf.formulas.glyphs import Glyph
from tutor.library.pdf.formulas.latex import FUNCTIONS
from tutor.library.pdf.formulas.layout import (
    Accent,
    Fence,
    Fraction,
    Grid,
    Limits,
    Line,
    Node,
    Root,
    Rows,
    Script,
    Sign,
    Words,
    children,
)
from tutor.library.pdf.formulas.recover import Recovered
from tutor.library.pdf.formulas.symbols import CLOSING, OPENING, named
from tutor.library.source import FormulaStatus

# Nothing hangs on these, and no formula in a line begins or ends with the relations among them.
_BETWEEN = frozenset("=+−<>≤≥≈∼≠≡∈⊂⊆→⇒⇔↦×⋅±∓∪∩∧∨∝≪≫,;:([{⟨")
_OPEN_ENDED = frozenset("=+<>≤≥≈∼≠≡∈⊂⊆→⇒⇔↦×⋅±∪∩∧∨∝≪≫")
_MOST_WORDS = 6
_MOST_LATEX = 1500
_MOST_UNKNOWN = 0.1  # of its signs


def status(found: Recovered | None, signs: Sequence[Glyph], display: bool) -> FormulaStatus:
    """What may be said of a formula read from these signs."""
    if found is None or not found.latex.strip() or len(found.latex) > 20_000:
        return FormulaStatus.IMAGE_ONLY
    if sum(not sign.known for sign in signs) > _MOST_UNKNOWN * len(signs):
        return FormulaStatus.IMAGE_ONLY  # so many holes that what is left says something else
    if found.doubts or any(questions(found, display)):
        return FormulaStatus.UNCONFIRMED
    return FormulaStatus.CONFIRMED


def questions(found: Recovered, display: bool) -> Iterator[str]:
    """What in the tree of a formula makes it uncertain, in a few words each; nothing when it is certain."""
    if leaves(found.node) != found.ink:
        yield "signs lost or doubled"
    if len(found.latex) > _MOST_LATEX:
        yield "very long"
    yield from _oddities(found.node, top=True)
    if not _balanced(found.node):
        yield "open bracket"
    yield from _of_display(found.node) if display else _of_line(found.node)


def leaves(node: Node) -> int:
    """How many printed signs a tree accounts for, rules left out."""
    own = 0
    match node:
        case Sign():
            own = 1
        case Words(text, _):
            own = len(text.replace(" ", ""))
        case Root():
            own = 1
        case Accent(command, _):
            own = 0 if command in ("overline", "underline") else 1
        case Fence(left, _, right) | Grid(left, _, right):
            own = bool(left) + bool(right)
        case Fraction(_, _, ruled):
            own = 0 if ruled else 2
    return own + sum(1 if type(child) is Sign else leaves(child) for child in children(node))


def _oddities(node: Node, top: bool = False) -> Iterator[str]:
    match node:
        case Sign(char, _) if not named(char):
            yield "unknown sign"
        case Script(base, below, above) if isinstance(base, Sign) and base.char in _BETWEEN and base.char not in "+−":
            yield "script on an operator"
        case Script(Line(()), _, _):
            yield "script on nothing"
        case Script(base, below, above) if isinstance(base, Sign) and base.char in "+−" and not (below is None or above is None):
            yield "script on an operator"
        case Script(Script(), _, _):
            yield "script on a script"
        case Rows() if not top:
            yield "lines inside"
        case Grid(_, rows, _):
            yield from _of_grid(rows)
        case Limits(_, Rows() as lines, None) | Limits(_, Rows() as lines, _):
            yield from (odd for line in lines.lines for odd in _oddities(line))
            return
        case Line(parts):
            yield from _of_words(parts)
        case Words(text, _) if any(not c.isprintable() for c in text) or (len(text) == 1 and not text.isascii()):
            yield "unknown letter"
    for child in children(node):
        if type(child) is not Sign or not named(child.char):  # most nodes are ordinary signs: nothing is odd about them
            yield from _oddities(child)


def _of_grid(rows: tuple[tuple[Node, ...], ...]) -> Iterator[str]:
    if any(cell == Line(()) for row in rows for cell in row):
        yield "empty cell"


def _of_words(parts: tuple[Node, ...]) -> Iterator[str]:
    """Two words that touch, with a script between them: one word torn apart."""
    for first, second in pairwise(parts):
        if isinstance(first, Script | Limits) and isinstance(first.base, Words) and isinstance(second, Words | Script | Limits):
            inner = second if isinstance(second, Words) else second.base
            if isinstance(inner, Words) and not inner.text.startswith(" ") and not _function(inner) and not _function(first.base):
                yield "torn word"


def _function(node: Node) -> bool:
    return isinstance(node, Words) and node.text.strip() in FUNCTIONS


def _balanced(node: Node) -> bool:
    """Whether the small brackets of every line close; half-open intervals may mix round and square ones."""
    if isinstance(node, Line):
        depth = 0
        for part in node.parts:
            char = _bracket(part)
            depth += (char in OPENING and char not in "|‖") - (char in CLOSING and char not in "|‖")
            if depth < 0:
                return False
        if depth:
            return False
    if isinstance(node, Rows):
        flat = tuple(part for line in node.lines for part in (line.parts if isinstance(line, Line) else (line,)))
        return _balanced(Line(flat))
    return all(_balanced(child) for child in children(node) if type(child) is not Sign)


def _bracket(node: Node) -> str:
    if isinstance(node, Script | Limits):
        node = node.base
    return node.char if isinstance(node, Sign) else ""


def _of_display(node: Node) -> Iterator[str]:
    words = _prose(node)
    if len(words) > _MOST_WORDS:
        yield "mostly words"
    first = _first(node)
    if isinstance(first, Words) and first.text.endswith(" ") and first.style == "mathrm":
        yield "begins like a sentence"
    if isinstance(first, Sign) and first.char == "∙":
        yield "begins like a list"
    if leaves(node) < 6 and not any(isinstance(part, Sign) and part.char in _BETWEEN for part in children(node)):
        yield "hardly a formula"
    for line in node.lines if isinstance(node, Rows) else ():
        if isinstance(line, Script | Sign | Words | Limits):
            yield "a line of one sign"


def _prose(node: Node) -> list[str]:
    own = node.text.split() if isinstance(node, Words) and not _function(node) else []
    return own + [word for child in children(node) for word in _prose(child)]


def _of_line(node: Node) -> Iterator[str]:
    if isinstance(node, Rows):
        yield "lines in a line"
    if isinstance(node, Sign) and node.char in "|‖":
        yield "a bar alone"
    first, last = _first(node), _last(node)
    if isinstance(first, Sign) and first.char in _OPEN_ENDED and first != last and first.char not in "+∼≈<>":
        yield "begins in the middle"
    if isinstance(last, Sign) and (last.char in _OPEN_ENDED or last.char in "−,") and first != last:
        yield "ends in the middle"


def _first(node: Node) -> Node:
    while isinstance(node, Line | Rows) and (parts := node.parts if isinstance(node, Line) else node.lines):
        node = parts[0]
    return node


def _last(node: Node) -> Node:
    while isinstance(node, Line | Rows) and (parts := node.parts if isinstance(node, Line) else node.lines):
        node = parts[-1]
    return node
