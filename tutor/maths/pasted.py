r"""Lines of a derivation as people paste them, read into trees over one common text, so that they can be compared.

Typed lines, 2(x+3) = 14, are read by `parse` and set as LaTeX; LaTeX lines are read as they are. Numbering, arrows and words such
as "so" before a line fall away; "x = 2 or x = -3" and "x = ±2" are alternatives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tutor.errors import Unreadable
from tutor.maths.formula import read_formula
from tutor.maths.parse import read
from tutor.maths.reading.lexer import MOST_CHARACTERS
from tutor.maths.reading.nodes import Chain, Empty, Listing
from tutor.maths.tree import Node
from tutor.maths.typeset import to_latex

MOST_LINES = 60
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,2}[.):]\s+|\(\d{1,2}\)\s*|[-*•]\s+|step\s+\d+[.:]?\s*)", re.IGNORECASE)
_ARROW = re.compile(
    r"^\s*(?:=>|<=>|⇒|⟹|⇔|⟺|∴|→|->|\\(?:Rightarrow|Longrightarrow|implies|iff|Leftrightarrow|therefore|to)(?![a-zA-Z])"
    r"|(?:so|thus|then|hence|therefore|and|which gives|we get|that is|i\.e\.)\b,?)\s*",
    re.IGNORECASE,
)
_OR = re.compile(
    r"\s+or\s+|\\(?:text|mathrm)\s*\{\s*or\s*\}|\s*∨\s*|\\lor(?![a-z])|\s*[,;]\s*(?:and\s+)?(?=[a-zA-Z](?:_\w)?\s*=)"
)
_TYPED = re.compile(
    r"[*/√²³]|(?<![A-Za-z\\])(?:sqrt|sin|cos|tan|log|ln|exp|abs|pi|det|tr)\s*\(|\^\(|(?<![A-Za-z\\])(?:sqrt|sin|cos|tan|log|ln|exp)\b"
)
_SLOPE = re.compile(r"^d/d([a-z])\s*[(\[](.*)[)\]]\s*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """One line: its text and place, whether it goes on with "=", its alternatives as trees over the common text."""

    text: str
    start: int
    end: int
    continues: bool
    trees: tuple[Node, ...]
    unread: str = ""


def pasted(text: str, context: str = "") -> tuple[tuple[Piece, ...], str]:
    """The lines of a text that hold something, and the LaTeX that all their trees point into.

    >>> lines, latex = pasted("1) 2x = 6\\n=> x = 3")
    >>> [line.text for line in lines], latex
    (['1) 2x = 6', '=> x = 3'], '2x = 6   x = 3')
    """
    found: list[Piece] = []
    latex, at = "", 0
    for raw in re.split(r"(\n|\\\\)", text[:20_000]):
        start, at = at, at + len(raw)
        if raw in ("\n", "\\\\") or not raw.strip(" \t\r$&"):
            continue
        shown = raw.strip()
        start += raw.index(shown)
        body, continues = _bare(shown)
        trees: list[Node] = []
        unread = ""
        for option in _options(body):
            try:
                piece, tree = _read(option, context)
            except Unreadable as refusal:
                unread = str(refusal)
                break
            trees.append(shifted(tree, len(latex)))
            latex += piece + "   "
        found.append(Piece(shown, start, start + len(shown), continues, tuple(trees) if not unread else (), unread))
        if len(found) == MOST_LINES:
            break
    return tuple(found), latex.rstrip()


def _bare(line: str) -> tuple[str, bool]:
    """A line without numbering, arrows and alignment; whether it begins with an equal sign."""
    body = re.sub(r"\$+|\\\[|\\\]|\\\(|\\\)|&|\\(?:begin|end)\{(?:align|aligned|equation|gather)\*?\}", " ", line)
    body = _NUMBERING.sub("", body)
    for _ in range(3):
        body = _ARROW.sub("", body)
    body = re.sub(r"\s*[.,;]?\s*$", "", body)
    body = re.sub(r"\s+\|\s*[-+*/:÷]\s*[\w^()]+\s*$", "", body)  # 2x + 6 = 14  | - 6
    body = body.replace("−", "-").replace("·", "*").replace("×", "*") if "\\" not in body else body
    continues = bool(re.match(r"\s*=", body))
    return re.sub(r"^\s*=\s*", "", body).strip(), continues


def _options(body: str) -> list[str]:
    options = [part for part in _OR.split(body) if part and part.strip()]
    found: list[str] = []
    for option in options[:6]:
        if "±" in option or "\\pm" in option:
            found += [re.sub(r"±|\\pm(?![a-z])", sign, option) for sign in ("+", "-")]
        elif option.count("+-") == 1 and "=" in option:
            found += [option.replace("+-", sign) for sign in ("+", "-")]
        else:
            found.append(option)
    return found


def _read(text: str, context: str) -> tuple[str, Node]:
    """The LaTeX and the tree of one piece; raises Unreadable."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("This line is too long to follow — paste shorter lines.")
    text = re.sub(r"^(\s*)\+\s*|(?<==)\s*\+\s*", " ", text) if "\\" not in text else text
    latex = text
    if slope := _SLOPE.match(text.strip()):
        latex = rf"\frac{{d}}{{d{slope[1]}}}\left({to_latex(read(slope[2]))}\right)"
    elif (
        "\\" not in text
        and (_TYPED.search(text) or re.search(r"\d\s*\(|\)\s*\(", text))
        and not re.search(r"\b(?:P|E|Var|Cov|tr|det)\s*[(\[]|'\(", text)
    ):
        latex = to_latex(read(text))
    else:
        latex = re.sub(r"(?<![\\A-Za-z])(Var|Cov|det|tr|rank)(?=\s*[(\[])", r"\\operatorname{\1}", text)
        latex = re.sub(r"(?<![A-Za-z\\])(sin|cos|tan|log|ln|exp|sqrt)(?![A-Za-z])", r"\\\1", latex)
    reading = read_formula(latex, context)
    if not reading.complete:
        try:
            latex = to_latex(read(text))
        except Unreadable:
            raise Unreadable(f"I can't read '{text.strip()[:40]}' completely — try plain signs or LaTeX.") from None
        reading = read_formula(latex, context)
    tree = reading.tree
    if isinstance(tree, Listing) and tree.parts:
        tree = tree.parts[0]
    return latex, tree


def shifted(node: Node, offset: int) -> Node:
    """The same tree for a text that begins `offset` characters earlier."""
    changes: dict[str, object] = {"span": (node.span[0] + offset, node.span[1] + offset)}
    for name in node.__dataclass_fields__:
        if name != "span":
            value = _moved(getattr(node, name), offset)
            if value is not None:
                changes[name] = value
    return replace(node, **changes)  # type: ignore[arg-type]


def _moved(value: object, offset: int) -> object | None:
    if isinstance(value, Node):
        return shifted(value, offset)
    if isinstance(value, tuple) and value and isinstance(value[0], Node):
        return tuple(shifted(part, offset) for part in value)
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return tuple(_moved(part, offset) for part in value)
    return None


def sides(tree: Node) -> tuple[Node, ...]:
    """The sides of a chain, without an empty first one; a lone expression is its own side."""
    if not isinstance(tree, Chain):
        return (tree,)
    return tuple(side for side in tree.sides if not isinstance(side, Empty)) or (tree,)
