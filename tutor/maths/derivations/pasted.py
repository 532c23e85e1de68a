r"""Lines of a derivation as people paste them, read into trees over one common text, so that they can be compared.

Typed lines, 2(x+3) = 14, are set as LaTeX first; LaTeX lines are read as they are. Numbering, arrows, remarks and words around a
formula fall away: "Subtract 4: 2x = 6 (both sides)" is 2x = 6. "x = 2 or x = -3" and "x = ±2" are alternatives; "x + y = 5,
x - y = 1" holds together. A line with several steps, "2x = 6 => x = 3", gives several pieces of one row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tutor.errors import Unreadable
from tutor.maths.formula import read_formula
from tutor.maths.parse import read
from tutor.maths.plain_latex import latex_of
from tutor.maths.reading.cutting.lexer import MOST_CHARACTERS
from tutor.maths.reading.nodes import Chain, Empty, Listing
from tutor.maths.tree import Node
from tutor.maths.typed.among_words import Segment, measured, segments, words_of
from tutor.maths.typeset import to_latex

MOST_LINES = 60
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,2}[.):]\s+|\(\d{1,2}\)\s*|[-*•]\s+|step\s+\d+[.:]?\s*)", re.IGNORECASE)
_ARROW = re.compile(
    r"^\s*(?:=>|<=>|⇒|⟹|⇔|⟺|∴|→|->|\\(?:Rightarrow|Longrightarrow|implies|iff|Leftrightarrow|therefore|to)(?![a-zA-Z]))"
)
_MARKUP = re.compile(r"\$+|\\\[|\\\]|\\\(|\\\)|&|\\(?:begin|end)\{(?:align|aligned|equation|gather)\*?\}")
_OR = re.compile(r"\s+or\s+|\\(?:text|mathrm)\s*\{\s*or\s*\}|\s*∨\s*|\\lor(?![a-z])")
_TOGETHER = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+|\\(?:text|mathrm)\s*\{\s*and\s*\}|\s*∧\s*|\\land(?![a-z])")
_RELATION = re.compile(r"=|<|>|≤|≥|\\(?:leq?|geq?)(?![a-zA-Z])")
_ABOUT = re.compile(r"\s*(?:≈|≃|≅|~=|\\(?:approx|simeq)(?![a-zA-Z]))\s*")
_RATE = re.compile(r"(?<![\w\\}])(d|∂)\s?([A-Za-zα-ω])\s?/\s?(\1)\s?([A-Za-zα-ω](?:_\w)?)(?![A-Za-z(^])")
_SECOND = re.compile(r"(?<![\w\\}])(d|∂)(?:\^?2|²)\s?([A-Za-zα-ω])\s?/\s?(\1)\s?([A-Za-zα-ω])(?:\^?2|²)(?![A-Za-z(^])")
_BASED = re.compile(r"(?<![\w\\])log(2|10)\s*(?:\(|(?<=\s)(\d+(?:\.\d+)?|[A-Za-zα-ω](?:_\w)?)(?![\w(^.]))")
_UNIT = re.compile(r"(?<![\w.^_])\d+(?:\.\d+)?[ \t]*(cm|mm|km|kg|mg|ml|ms|kW|kN|Hz|kHz|dB|mol|sec|hrs?)(?![\w(^])")
_LONE = re.compile(r"\s*\\?([a-zA-Z]+(?:_\w)?)\s*=")
_BOUND = re.compile(r"^\s*(-?\s*[\d.]+)\s*$")
_JOINTS = frozenset(  # what goes on with the line before
    """so which that this it thus hence then therefore gives equals is also now get we again answer result total sum expression
    value and or yields becomes to by as simplifies equal finally overall""".split()
)
_SETS_A_CONDITION = frozenset("if when whenever unless not never cannot iff provided".split())
_NOTHING = re.compile(
    r"\bno (?:real )?solutions?\b|\bcontradict\w+|\bimpossible\b|\\(?:emptyset|varnothing)|∅|\bno such\b", re.IGNORECASE
)

_ALWAYS = re.compile(
    r"\b(?:true|holds?|valid|correct|solved|works) (?:for|by) (?:all|every|any|each)\b|\balways (?:true|holds)\b"
    r"|\b(?:all|every|any|each) (?:real |possible )?(?:numbers?|values?|[a-z])\b[^.]*\bsol(?:utions?|ves?)\b"
    r"|\ball (?:real )?numbers\b|\bis an identity\b|^\s*(?:an )?identity\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One statement: the text and place of its row, whether it goes on with "=", its parts as trees over the common text.

    Several trees are alternatives, or hold `together`. `told` says that words set it ("let", "where"), `nothing` that the line
    says there is no solution. Pieces of one line share their `row`; `said` is the statement alone.
    """

    text: str
    start: int
    end: int
    continues: bool
    trees: tuple[Node, ...]
    unread: str = ""
    row: int = 0
    together: bool = False
    told: bool = False
    nothing: bool = False
    said: str = ""
    name: str = ""
    about: bool = False
    always: bool = False


def pasted(text: str, context: str = "") -> tuple[tuple[Piece, ...], str]:
    """The lines of a text that hold something, and the LaTeX that all their trees point into.

    >>> lines, latex = pasted("1) 2x = 6\\n=> x = 3")
    >>> [line.text for line in lines], latex
    (['1) 2x = 6', '=> x = 3'], '2x = 6   x = 3')
    """
    found: list[Piece] = []
    latex, at, rows = "", 0, 0
    for raw in re.split(r"(\n|\\\\(?!\w))", text[:20_000]):
        start, at = at, at + len(raw)
        if raw in ("\n", "\\\\") or not raw.strip(" \t\r$&"):
            continue
        shown = raw.strip()
        start += raw.index(shown)
        for step in _steps(shown):
            trees, added, unread = _trees(step, context, len(latex))
            latex += added
            place = Piece(shown, start, start + len(shown), step.continues, trees, unread, rows, step.together, step.told)
            found.append(
                replace(place, nothing=step.nothing, said=step.text, name=step.name, about=step.about, always=step.always)
            )
        rows += 1
        if rows == MOST_LINES:
            break
    return tuple(found), latex.rstrip()


@dataclass(frozen=True, slots=True)
class _Step:
    """One statement of a line before it is read: its parts, and what its words say."""

    text: str
    parts: tuple[str, ...]
    continues: bool = False
    together: bool = False
    told: bool = False
    nothing: bool = False
    unread: str = ""
    name: str = ""
    about: bool = False
    always: bool = False


def _steps(shown: str) -> list[_Step]:
    """The statements of one line."""
    body = as_meant(_NUMBERING.sub("", _MARKUP.sub(" ", shown)))
    for _ in range(3):
        body = _ARROW.sub("", body)
    body = re.sub(r"\s*[,;]?\s*$", "", body)
    body = re.sub(r"\s+\|\s*[-+*/:÷]\s*[\w^()]+\s*$", "", body)  # 2x + 6 = 14  | - 6
    words = words_of(body)
    if _NOTHING.search(body):
        return [_Step(shown, (), nothing=True)]
    if _ALWAYS.search(body) and not _RELATION.search(body):
        return [_Step(shown, (), always=True)]
    if unit := measured(body) or _unit(body):
        return [_Step(shown, (), unread=f"I can't tell what '{unit}' means among these numbers")]
    if words and _SETS_A_CONDITION & set(words):
        return [_Step(shown, (), unread="the words of this line set a condition, which is not followed here")]
    found = segments(body)
    relating = [one for one in found if one.relates]
    if relating:
        return [_step(one, _name(body[: one.start])) for one in relating]
    if not words and body.strip():
        return [_step(Segment(body, 0, len(body)))]
    longest = max(found, key=lambda one: len(one.text), default=None)
    if longest is None or (len(longest.text) < 3 and len(found) > 1):
        return [_Step(shown, (), unread="there is no formula in this line")]
    return [_step(longest)]


def _unit(body: str) -> str:
    """A unit of several letters right after a number: 30 cm is no product of c and m; "" where there is none."""
    found = _UNIT.search(body)
    return found[1] if found and "\\" not in body else ""


def as_meant(body: str) -> str:
    r"""dy/dx and ∂f/∂x as people type them are derivatives and no quotients of products; log2 0.5 is a logarithm to base 2.

    >>> as_meant("dy/dx = 3x^2"), as_meant("d2y/dx2 = 6x")
    ('\\frac{dy}{dx} = 3x^2', '\\frac{d^2y}{dx^2} = 6x')
    """
    body = _BASED.sub(lambda m: f"log_{m[1]}({m[2]})" if m[2] else f"log_{m[1]}(", body)
    body = _SECOND.sub(r"\\frac{\1^2\2}{\3\4^2}", body)
    found = _RATE.sub(r"\\frac{\1\2}{\3\4}", body)
    return re.sub("∂", r"\\partial ", found) if "\\frac{" in found else found


def _name(before: str) -> str:
    """The words right before an equal sign, where they name what is told: "the variance", and not "so", "which gives"."""
    found = re.search(r"([A-Za-z][\w'’-]*(?:[ \t]+[A-Za-z][\w'’-]*)*)[ \t]*$", before)
    words = found[1].lower().split() if found else []
    return "" if not words or words[-1] in _JOINTS else " ".join(words).removeprefix("the ")


def _step(one: Segment, name: str = "") -> _Step:
    text = one.text.replace("−", "-")
    if "\\" not in text:
        text = text.replace("·", "*").replace("×", "*").replace("⋅", "*")
    about = bool(_ABOUT.search(text))
    text = _ABOUT.sub(" = ", text)
    continues = bool(re.match(r"\s*=(?!=)", text))
    body = re.sub(r"^\s*=\s*", "", text).strip()
    parts, together = _parts(body)
    told = bool({"let", "where", "with", "given", "set", "suppose", "assume", "since"} & set(one.words[-2:]))
    return _Step(text, parts, continues and not name, together, told, name=name if continues else "", about=about)


def _parts(body: str) -> tuple[tuple[str, ...], bool]:
    """Alternatives, or what holds together; "x = 2, x = 3" are alternatives, "x = 2, y = 3" are not."""
    options = _split(body, _OR)
    if len(options) == 1:
        joined = _split(body, _TOGETHER)
        lone = {m[1] for part in joined if (m := _LONE.match(part))}
        if len(joined) > 1 and len(lone) == 1 and all(_LONE.match(part) or _BOUND.match(part) for part in joined):
            name = next(iter(lone))
            options = [part if _LONE.match(part) else f"{name} = {part}" for part in joined]
        elif len(joined) > 1 and all(_RELATION.search(part) for part in joined):
            return tuple(joined[:6]), True
    found: list[str] = []
    for option in options[:6]:
        if "±" in option or "\\pm" in option:
            found += [re.sub(r"±|\\pm(?![a-z])", sign, option) for sign in ("+", "-")]
        elif option.count("+-") == 1 and "=" in option:
            found += [option.replace("+-", sign) for sign in ("+", "-")]
        else:
            found.append(option)
    return tuple(found), False


def _split(body: str, joint: re.Pattern[str]) -> list[str]:
    """The parts between commas, "and", "or" that stand outside of all brackets."""
    found, start, depth = [], 0, 0
    for match in re.finditer(rf"{joint.pattern}|[(\[{{]|[)\]}}]", body):
        depth += (match[0] in "([{") - (match[0] in ")]}")
        if depth == 0 and match[0] not in tuple("()[]{}"):
            found.append(body[start : match.start()])
            start = match.end()
    return [part.strip() for part in (*found, body[start:]) if part.strip()]


def _trees(step: _Step, context: str, offset: int) -> tuple[tuple[Node, ...], str, str]:
    """The trees of the parts of a statement, the LaTeX they add to the common text, and why nothing was read."""
    trees: list[Node] = []
    latex = ""
    if step.unread:
        return (), "", step.unread
    for part in step.parts:
        try:
            piece, tree = _read(part, context)
        except Unreadable as refusal:
            return (), latex, str(refusal)
        trees.append(shifted(tree, offset + len(latex)))
        latex += piece + "   "
    return tuple(trees), latex, ""


def _read(text: str, context: str) -> tuple[str, Node]:
    """The LaTeX and the tree of one piece; raises Unreadable."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("This line is too long to follow — paste shorter lines.")
    text = re.sub(r"^(\s*)\+\s*|(?<==)\s*\+\s*", " ", text) if "\\" not in text else text
    latex = latex_of(text)
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
