r"""Which pieces of a formula are symbols: a letter with all its marks, \hat{y}_i, is one; a transpose or a square is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.maths.reading import words
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Big,
    Derivative,
    Fence,
    Letter,
    Listing,
    Power,
    Prime,
    Product,
    Sub,
    Sum,
    Super,
    Text,
    Word,
)
from tutor.maths.told.symbols import same_symbol
from tutor.maths.tree import Node, Number, children, walk
from tutor.maths.unicode_signs import written_out

CONSTANTS = frozenset(
    "infty dots partial nabla emptyset top bot circ times prime hbar square Re Im star * + - heartsuit diamondsuit clubsuit "
    "spadesuit checkmark bullet pounds hash angle dollar section euro at question ampersand triangle frown wp dagger".split()
)
SPACES = frozenset("RNZQC")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_COMMANDS = (
    frozenset(words.SYMBOLS)
    | frozenset(words.ALIASES)
    | frozenset(words.FONTS)
    | frozenset(words.ACCENTS)
    | frozenset(words.PRODUCTS)
    | frozenset(words.SUMS)
    | frozenset(words.FUNCTIONS)
    | frozenset(words.RELATIONS)
    | words.LAYOUT
    | words.LAYOUT_WITH_ARGUMENT
    | words.TEXTS
    | words.NAMING
    | {"left", "right", "frac", "quad", "mid"}
)
_FONTS = {
    "bold": "mathbf",
    "blackboard": "mathbb",
    "measure": "mathbb",
    "script": "mathcal",
    "fraktur": "mathfrak",
    "sans": "mathsf",
}
_BOLD = re.compile(r"\\(?:mathbf|boldsymbol|bm|pmb|bf|symbf|mathbfit|bold|Bf|vb|textbf)(?![A-Za-z])")
_TELLING = frozenset({"blackboard", "script", "fraktur"})  # a script L is another letter than L


def is_symbol(node: Node) -> bool:
    """Whether a node is a symbol, with its marks."""
    while isinstance(node, Sub | Accent | Prime | Super):
        if isinstance(node, Super) and not (
            isinstance(node.mark, Fence)
            or (isinstance(node.mark, Letter) and node.mark.name in ("*", "star", "+", "-", "dagger"))
        ):
            return False
        node = node.base
    if isinstance(node, Letter):
        return node.name not in CONSTANTS and not (node.font == "blackboard" and node.name in SPACES)
    return isinstance(node, Word) and bool(node.name) and not node.font


def bare(node: Node) -> Node:
    """The letter below all marks."""
    while isinstance(node, Sub | Accent | Prime | Super):
        node = node.base
    return node


def key(node: Node, latex: str) -> str:
    """A symbol as a text that does not change with fonts and spaces."""
    return same_symbol(written(node, latex))


def written(node: Node, latex: str) -> str:
    r"""A symbol as LaTeX, without the exponent that may stand among its marks: R_{adj} for R^2_{adj}."""
    text = latex[slice(*node.span)].strip()
    if isinstance(node, Letter) and node.font in _TELLING and "\\" not in text:
        return _spelled(node)
    if any(name not in _COMMANDS for name in _COMMAND.findall(text)) or text.count("{") != text.count("}"):
        return _spelled(node)
    alone = _COMMAND.fullmatch(text) if isinstance(node, Letter | Sub | Accent | Super) else None
    if alone and words.ALIASES.get(alone[1], alone[1]) not in words.SYMBOLS:
        return _spelled(node)  # the i of a book's own \sub, which is a sign elsewhere
    if not text.isascii() and written_out(text) != text:
        return _spelled(node)  # xᵢ is the x_i that the text speaks of
    if isinstance(node, Sub) and _mixed(node, latex):
        index = latex[slice(*node.index.span)].strip()
        return f"{written(node.base, latex)}_{index if len(index) == 1 else '{' + index + '}'}"
    return text


def dressed(node: Node, latex: str, always: bool = False) -> str:
    r"""A symbol as LaTeX that keeps its bold where a mark or a digit would lose it, \mathbf{v}_i; `always` also a letter's."""
    text = written(node, latex)
    bold = any(isinstance(inner, Letter) and inner.font == "bold" for inner in walk(node))
    if bold and (always or not isinstance(node, Letter) or node.name.isdigit()) and not _BOLD.search(text):
        return _spelled(node)
    return text


def _spelled(node: Node) -> str:
    r"""A symbol as LaTeX made from the tree, for one that a macro of the book stands for: \hat{\theta} for its \that."""
    match node:
        case Letter(name=name, font=font):
            plain = name if len(name) == 1 or name.isdigit() else f"\\{name}"
            return f"\\{_FONTS[font]}{{{plain}}}" if font in _FONTS else plain
        case Word(name=name):
            return f"\\mathrm{{{name}}}"
        case Number(text=text) | Text(words=text):
            return text
        case Sub(base=base, index=index):
            return f"{_spelled(base)}_{{{_spelled(index)}}}"
        case Accent(base=base, mark=mark):
            return f"\\{mark}{{{_spelled(base)}}}"
        case Prime(base=base, count=count):
            return _spelled(base) + "'" * count
        case Super(base=base, mark=above):
            return f"{_spelled(base)}^{{{_spelled(above)}}}"
        case Fence(body=body):
            return f"({_spelled(body)})"
        case Product(signs=signs, factors=factors):
            joints = [f" \\{'times' if sign == 'by' else sign} " if sign.isalpha() else f" {sign} " for sign in signs]
            return "".join(a + _spelled(b) for a, b in zip(["", *joints], factors, strict=True))
        case Listing(parts=parts):
            return ",".join(map(_spelled, parts))
        case Sum(signs=signs, terms=terms):
            rest = "".join(f"{sign}{_spelled(term)}" for sign, term in zip(signs, terms[1:], strict=True))
            return _spelled(terms[0]) + rest
    return "?"


def _mixed(node: Sub, latex: str) -> bool:
    """Whether an exponent of something larger stands inside the span of a symbol with an index."""
    between = latex[node.base.span[1] : node.index.span[0]]
    after = latex[node.index.span[1] : node.span[1]]
    return "^" in between or "^" in after


def symbols_in(tree: Node, latex: str) -> Iterator[tuple[str, Node]]:
    """The symbols of a formula in reading order, each once: (key, node); indices that only count are left out."""
    seen: set[str] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if is_symbol(node):
            name = key(node, latex)
            if name and name not in seen and not _constant(node):
                seen.add(name)
                yield name, node
            continue
        waiting += reversed(list(_below(node)))


def _below(node: Node) -> list[Node]:
    if isinstance(node, Apply | Beside) and getattr(node, "role", "") in ("probability", "expectation"):
        return [node.argument]  # type: ignore[union-attr]
    if isinstance(node, Power) and isinstance(node.base, Letter) and node.base.name == "e":
        return [node.exponent]
    if isinstance(node, Big):
        return [part for part in (node.lower, node.upper, node.body, *node.variables) if part is not None]
    if isinstance(node, Derivative):
        return [part for part in (node.body, *node.variables) if part is not None]
    return list(children(node))


def _constant(node: Node) -> bool:
    return isinstance(node, Number) or (isinstance(node, Letter) and node.name == "pi")
