r"""What someone typed, cut into tokens: plain text, unicode and LaTeX fragments become the same small alphabet.

Law: a token never loses its place. `text[token.start:token.end]` is what stood in the source, whatever `token.text` says,
so a sign typed as U+2212, a `\frac` or a `½` can always be pointed at. Nothing typed is ever run: characters are compared
with the tables below, and what is in no table is refused by `errors.Unreadable`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from tutor.errors import Unreadable
from tutor.maths.signs import (
    COMMANDS,
    CONSTANTS,
    DOUBLES,
    FRACTIONS,
    FUNCTIONS,
    GREEK,
    INFINITY,
    LOWERED,
    NAMED,
    RAISED,
    SIGNS,
    SILENT,
    WHOLE_WORD_ONLY,
    TokenKind,
)

MOST_CHARACTERS = 2_000
MOST_TOKENS = 600
MOST_DIGITS = 40


@dataclass(frozen=True, slots=True)
class Token:
    """One sign: its kind, its normal form, where it stood, and whether blank space stood before it."""

    kind: TokenKind
    text: str
    start: int
    end: int
    spaced: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError("a token must stand somewhere in its source")


Alphabet = Callable[[str, int, bool], tuple[list[Token], int] | None]
_BLANK = re.compile(r"\s+|\$+|~|\\[,;:! ]")
_NUMBER = re.compile(r"\d+\.\d+|\.\d+|\d+\.(?!\d)|\d+")
_EXPONENT = re.compile(r"[eE][+-]?\d+(?![\d.])")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?![\d,])(?:\.\d+)?")
_WORD = re.compile(r"[A-Za-z]+")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_TEXT_LINK = re.compile(r"\\text\s*\{\s*(?:and|or)\s*\}")


def place(text: str, at: int) -> str:
    """The few characters before a place, as they are quoted back to the learner.

    >>> place("2 + sqrt(", 9)
    'sqrt('
    >>> place("x", 0)
    ''
    """
    before = text[:at].rstrip()
    found = re.search(r"[\w\\]*\W?\s?\W?$", before[-14:])
    return (found.group(0) if found else before[-6:]).strip()


def cut(text: str, *, thousands: bool = False, scientific: bool = True, first: Alphabet | None = None) -> tuple[Token, ...]:
    r"""Cut typed mathematics into tokens, the last of kind END.

    `thousands` reads 1,000 as one number; `scientific` reads 2e-3 as 0.002 (off where e is a constant of the question); `first`
    is an alphabet that is asked before our own: the tokens that start at a place and where to go on, or None.
    Raises Unreadable for a sign in no table, and beyond 2,000 characters or 600 tokens.

    >>> [t.text for t in cut(r"\frac{x_1}{2}²")]
    ['frac', '{', 'x', '_', '1', '}', '{', '2', '}', '2', '']
    >>> [t.text for t in cut("2e-3", scientific=False)]
    ['2', 'e', '-', '3', '']
    """
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(f"This is {len(text):,} characters long — type at most {MOST_CHARACTERS:,}.")
    tokens: list[Token] = []
    at, spaced = 0, False
    while at < len(text):
        found = first(text, at, spaced) if first is not None else None
        if found is None and (blank := _BLANK.match(text, at)):
            at, spaced = blank.end(), True
            continue
        found = found or _next(text, at, thousands, scientific, spaced)
        tokens += found[0]
        if len(tokens) > MOST_TOKENS:
            raise Unreadable(f"This is more than I can take in at once — type at most {MOST_TOKENS} signs.")
        at, spaced = found[1], spaced and not found[0]
    return (*_angle_brackets(tokens), Token(TokenKind.END, "", len(text), len(text), spaced))


def _next(text: str, at: int, thousands: bool, scientific: bool, spaced: bool) -> tuple[list[Token], int]:
    """The tokens that start here, and where to go on."""
    sign = text[at]
    if sign.isascii() and (sign.isdigit() or sign == "."):
        return _number(text, at, thousands, scientific, spaced)
    if word := _WORD.match(text, at):
        return _names(word.group(0), at, spaced), word.end()
    if link := _TEXT_LINK.match(text, at):
        return [Token(TokenKind.SEPARATOR, ",", at, link.end(), spaced)], link.end()
    if command := _COMMAND.match(text, at):
        return _command(command.group(1), at, command.end(), spaced), command.end()
    if text[at : at + 2] in DOUBLES:
        kind, plain = DOUBLES[text[at : at + 2]]
        return [Token(kind, plain, at, at + 2, spaced)], at + 2
    for kind, table in ((TokenKind.RAISED, RAISED), (TokenKind.LOWERED, LOWERED)):
        if sign in table:
            end = at
            while end < len(text) and text[end] in table:
                end += 1
            return [Token(kind, "".join(table[c] for c in text[at:end]), at, end, spaced)], end
    return [_sign(text, at, spaced)], at + 1


def _sign(text: str, at: int, spaced: bool) -> Token:
    sign = text[at]
    if sign in FRACTIONS:
        return Token(TokenKind.NUMBER, FRACTIONS[sign], at, at + 1, spaced)
    if sign in NAMED:
        return Token(TokenKind.NAME, NAMED[sign], at, at + 1, spaced)
    if sign in SIGNS:
        kind, plain = SIGNS[sign]
        return Token(kind, plain, at, at + 1, spaced)
    shown = sign if sign.isprintable() else f"U+{ord(sign):04X}"
    before = place(text, at)
    where = f" after '{before}'" if before else ""
    raise Unreadable(f"I can't read the sign '{shown}'{where} — try plain signs such as 2*x^2 or sqrt(2).")


def _number(text: str, at: int, thousands: bool, scientific: bool, spaced: bool) -> tuple[list[Token], int]:
    grouped = _THOUSANDS.match(text, at) if thousands else None
    found = grouped or _NUMBER.match(text, at)
    if not found:
        raise Unreadable(f"I can't read the '.' that follows '{place(text, at)}' — try 0.5 or 1/2.")
    end = found.end()
    if scientific and (power := _EXPONENT.match(text, end)):
        end = power.end()
    plain = text[at:end].replace(",", "").rstrip(".")
    if len(plain) > MOST_DIGITS:
        raise Unreadable(f"This number has more than {MOST_DIGITS} digits — try a shorter form such as 10^6.")
    return [Token(TokenKind.NUMBER, plain, at, end, spaced)], end


def _command(name: str, start: int, end: int, spaced: bool) -> list[Token]:
    if name in SILENT:
        return []
    if name in COMMANDS:
        kind, plain = COMMANDS[name]
        return [Token(kind, plain, start, end, spaced)]
    if name in INFINITY:
        return [Token(TokenKind.NAME, "oo", start, end, spaced)]
    if name in GREEK or name in FUNCTIONS or name in CONSTANTS:
        return [Token(TokenKind.NAME, name, start, end, spaced)]
    return [Token(TokenKind.COMMAND, name, start, end, spaced)]


def _names(word: str, start: int, spaced: bool) -> list[Token]:
    """A run of letters: a link word, one known name, or several names side by side."""
    if word in ("and", "or"):
        return [Token(TokenKind.SEPARATOR, ",", start, start + len(word), spaced)]
    if word == "in":
        return [Token(TokenKind.RELATION, "in", start, start + len(word), spaced)]
    tokens, at = [], start
    for part in split_word(word):
        plain = "oo" if part in INFINITY else part
        tokens.append(Token(TokenKind.NAME, plain, at, at + len(part), spaced and at == start))
        at += len(part)
    return tokens


@cache
def _inside_names() -> tuple[str, ...]:
    names = (GREEK | FUNCTIONS | CONSTANTS) - WHOLE_WORD_ONLY - {"oo"}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def split_word(word: str) -> tuple[str, ...]:
    """A run of letters as names side by side: known names first, single letters otherwise.

    >>> split_word("sinx"), split_word("lambda"), split_word("xe"), split_word("AB")
    (('sin', 'x'), ('lambda',), ('x', 'e'), ('A', 'B'))
    """
    if word in GREEK or word in FUNCTIONS or word in CONSTANTS or word in INFINITY:
        return (word,)
    parts: list[str] = []
    at = 0
    while at < len(word):
        known = next((name for name in _inside_names() if word.startswith(name, at)), word[at])
        parts.append(known)
        at += len(known)
    return tuple(parts)


def strange_word(text: str, known: frozenset[str]) -> str | None:
    """The first word that no reader of formulas would take for mathematics, if there is one.

    A run of three or more letters counts when two or more of its letters name nothing in the question.

    >>> strange_word("one half", frozenset("x")), strange_word("xyz", frozenset("xyz")), strange_word("sinx", frozenset("x"))
    ('one', None, None)
    """
    for found in re.finditer(r"(?<![A-Za-z\\])[A-Za-z]{3,}", text):
        loose = [part for part in split_word(found.group(0)) if len(part) == 1 and part not in known]
        if len(loose) > 1 and found.group(0) not in ("and", "bmatrix", "pmatrix", "matrix", "array", "span"):
            return found.group(0)
    return None


def _angle_brackets(tokens: list[Token]) -> list[Token]:
    """<1, 2> is a vector: a relation sign cannot open an answer."""
    if len(tokens) > 2 and (tokens[0].text, tokens[-1].text) == ("<", ">"):
        first, last = tokens[0], tokens[-1]
        tokens[0] = Token(TokenKind.OPEN, "⟨", first.start, first.end, first.spaced)
        tokens[-1] = Token(TokenKind.CLOSE, "⟩", last.start, last.end, last.spaced)
    return tokens
