r"""Prose with formulas in it, cut into words, symbols and signs, each with its place in the text.

Law: `text[token.start:token.end]` is the token as it stands. Both $..$ and \(..\) are understood, displays are kept apart, and a
single letter among plain words ("where m is the slope") counts as a symbol too. A text cut out of the middle of a page may begin
inside a formula: of the two ways to pair its dollars the one is taken that leaves fewer ordinary words inside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

MOST_CHARACTERS = 40_000

_GREEK = "alpha|beta|gamma|delta|epsilon|eta|theta|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega"
_DISPLAY = re.compile(
    r"\$\$.{0,4000}?\$\$|\\\[.{0,4000}?\\\]|\\begin\{(align|equation|gather|multline|eqnarray|flalign|displaymath)(\*?)\}.{0,2000}?\\end\{\1\2\}|```.{0,8000}?```",
    re.S,
)
_REMARK = re.compile(
    r"<!--.{0,8000}?(?:-->|\Z)|\A(?:(?!<!--).){0,8000}?-->[ \t]*(?=\n|\Z)", re.S
)  # what the reader of the page never sees
_DOUBLE = re.compile(r"\$\$.{0,4000}?\$\$", re.S)
_ROUND = re.compile(r"\\\(.{1,300}?\\\)", re.S)
_ROUND_ENDS = re.compile(r"(?<!\\)\\[()]")
_DOLLARS = re.compile(r"(?<!\\)\$([^$]{1,300}?)(?<!\\)\$")
_MARKUP = re.compile(
    r"\\(?:emph|term|textbf|textit|hl|text|data|var)\{|:\w+:`[^`]*`|`[^`]{0,80}`|(?<!\s)\*|\*(?!\s)|[{}~]|\\(?=\s)|<[^<>]{1,40}>"
)
_HEADING = re.compile(r"\\(?:sub)*(?:chapter|section|paragraph)\*?\{([^{}]*)\}")
_BARE = re.compile(
    rf"(?<![\w\\'’^_-])(?:[B-HJ-Zb-z]|[Aa](?=\s+(?:is|be|denotes|represents|are)\b)|[α-ωΑ-Ω]|\\?(?:{_GREEK}))"
    r"(?:_\w|_\{\w+\}|\d)?(?:'|\^T)?(?![\w'’^_-])(?!\.\w)"
)
_BY = re.compile(r"\b(?:[a-z]|\d+)\s*(?:x|×|by|-by-)\s*(?:[a-z]|\d+)(?=\s+(?:\w+\s+)?matri)")
_TOKEN = re.compile(
    r"\x02\x03*(?:-\w+)+|\x02\x03*(?:th|st|nd|rd)\b|(?P<symbol>\x02\x03*)|(?P<display>\x04\x05*)|(?P<word>[^\W\d_][\w'’]*(?:-[\w'’]+)*)|[^\s\w]|\w+"
)
_MASKS = re.compile(r"\x02\x03*")
_INSIDE = re.compile(r"(?<![\\a-zA-Z{])[a-z]{3,}(?![a-zA-Z}])")


class Sort(Enum):
    """What a token is."""

    WORD = "word"
    SYMBOL = "symbol"
    DISPLAY = "display"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a formula or a mark; `text` of a formula is its LaTeX without the dollars, of a word the word in lower case."""

    sort: Sort
    text: str
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """The text in tokens; what lies beyond the first 40,000 characters is not looked at.

    >>> [token.text for token in tokens("where $m$ is the slope.")]
    ['where', 'm', 'is', 'the', 'slope', '.']
    """
    text = text[:MOST_CHARACTERS]
    masked = _masked(text)
    return tuple(_token(text, match) for match in _TOKEN.finditer(masked))


def _token(text: str, match: re.Match[str]) -> Token:
    start, end = match.span()
    found = text[start:end]
    if match["symbol"]:
        return Token(Sort.SYMBOL, found.strip("$").removeprefix("\\(").removesuffix("\\)").strip(), start, end)
    if match["display"]:
        return Token(Sort.DISPLAY, found, start, end)
    if match["word"] or match[0][0] == "\x02":
        return Token(Sort.WORD, found.lower(), start, end)
    return Token(Sort.MARK, found, start, end)


def balanced(text: str) -> str:
    """The text, as long as before, without the half of a display that a cut through the page left at its beginning or end.

    >>> balanced("x + y$$ where $x$ is")
    '        where $x$ is'
    """
    marks = [m.start() for m in re.finditer(r"\$\$", text)]
    if len(marks) % 2 == 0:
        return text
    first, last = marks[0] + 2, marks[-1]
    ways = (" " * first + text[first:], text[:last] + " " * (len(text) - last))
    strange = [sum(len(_INSIDE.findall(m[0])) for m in _DOUBLE.finditer(way)) for way in ways]
    return ways[0] if strange[0] <= strange[1] else ways[1]


def in_dollars(text: str) -> str:
    r"""The text with what it writes between round brackets behind backslashes written between dollars; nothing moves.

    >>> in_dollars("the slope " + chr(92) + "(m" + chr(92) + ")-th")
    'the slope $ m $-th'
    """
    return _ROUND_ENDS.sub(lambda m: "$ " if m[0] == "\\(" else " $", text) if "\\(" in text else text


def without_formulas(text: str) -> str:
    r"""The prose alone, with the pairing of dollars that makes more sense.

    >>> without_formulas("where $m$ is the slope").split()
    ['where', 'is', 'the', 'slope']
    """
    masked = _ROUND.sub(" ", _DISPLAY.sub(" ", balanced(text)))
    return _MASKS.sub(" ", _paired(masked))


def _masked(text: str) -> str:
    """The text with every formula replaced by signs of the same length, and with its markup blanked out."""
    text = balanced(_REMARK.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text))
    masked = _DISPLAY.sub(lambda m: "\x04" + "\x05" * (len(m[0]) - 1), text)
    masked = _ROUND.sub(lambda m: "\x02" + "\x03" * (len(m[0]) - 1), masked)
    masked = _paired(masked)
    masked = _HEADING.sub(lambda m: f"{' ' * (len(m[0]) - len(m[1]) - 1)}{m[1]}.", masked)  # a heading is a sentence of its own
    masked = _MARKUP.sub(lambda m: " " * len(m[0]), masked)
    if "\x02" in masked:  # a text that sets its formulas apart means a plain letter as a letter
        return masked
    masked = _BY.sub(lambda m: "\x02" + "\x03" * (len(m[0]) - 1), masked)
    return _BARE.sub(lambda m: "\x02" + "\x03" * (len(m[0]) - 1), masked)


def _paired(text: str) -> str:
    """Inline formulas masked, with the pairing of dollars that makes more sense."""
    first = text.find("$")
    if first < 0:
        return text
    kept: list[tuple[int, str]] = []
    for start in (0, first + 1):
        strange = sum(len(_INSIDE.findall(m[1])) for m in _DOLLARS.finditer(text, start))
        kept.append((strange, text[:start] + _DOLLARS.sub(lambda m: "\x02" + "\x03" * (len(m[0]) - 1), text[start:])))
        if not strange:
            break
    best = kept[-1] if kept[-1][0] < kept[0][0] else kept[0]
    return best[1] if best is kept[0] else " " * (first + 1) + best[1][first + 1 :]
