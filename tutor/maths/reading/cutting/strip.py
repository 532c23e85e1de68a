"""The text that is being cut and the tokens cut from it; brackets and environments as they open and close.

Law: a token stands where it was written, or where the macro was used that put it there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tutor.maths.reading import words
from tutor.maths.reading.cutting import patterns as typed
from tutor.maths.reading.cutting.definitions import Macro
from tutor.maths.reading.cutting.macros import OPTION, matching_brace
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token

__all__ = ["LEFT", "MOST_EXPANSIONS", "MOST_TOKENS", "RIGHT", "Argument", "Strip"]

MOST_TOKENS = 3_000
MOST_EXPANSIONS = 500
LEFT = frozenset(["left", "bigl", "Bigl", "biggl", "Biggl"])
RIGHT = frozenset(["right", "bigr", "Bigr", "biggr", "Biggr"])

_RULED = re.compile(r"\\\\\s*(?:\[[^\[\]]{0,12}\]\s*)?\\hline(?![a-z])\s*(?!\\end\b)(?=\S)")

Argument = tuple[str, int, tuple[int, int] | None]  # its text, where it begins, and where it stands if a macro put it there


@dataclass(slots=True)
class Strip:
    """One text and where its cutting stands; `place` is where its tokens stand if they do not stand where they were written."""

    text: str
    tokens: list[Token]
    macros: Mapping[str, Macro]
    known_words: Callable[[], frozenset[str]]  # looked for in the text around only where letters stand side by side
    place: tuple[int, int] | None = None
    offset: int = 0
    arguments: tuple[Argument, ...] = ()
    level: int = 0
    at: int = 0
    spaced: bool = False
    budget: list[int] = field(default_factory=lambda: [MOST_EXPANSIONS])

    def put(self, kind: TokenKind, text: str, start: int, end: int, make: type[Token] = Token) -> None:
        if len(self.tokens) < MOST_TOKENS:
            where = self.place or (start + self.offset, end + self.offset)
            self.tokens.append(make(kind, text, *where, self.spaced))
        self.spaced = False

    def delimiter(self, name: str, start: int) -> None:
        found = typed.PIECE.match(self.text, self.at)
        while found and found.lastgroup == "blank":
            found = typed.PIECE.match(self.text, found.end())
        if not found:
            return
        if found.lastgroup in ("define", "dots"):
            found = typed.FIRST_SIGN.match(self.text, found.start())  # \right>= 2, \right..
        if not found:
            return
        sign = found.group()[1:] if found.lastgroup == "command" else found.group()
        if found.lastgroup == "command" and sign in words.LAYOUT:
            return
        if name not in ("left", "right") and found.lastgroup == "letters":
            return
        self.at = found.end()
        plain = words.ALIASES.get(sign, sign) if sign != "|" else sign
        if found.group() in ("\\{", "\\}", "\\lbrace", "\\rbrace"):
            plain = "\\{" if sign in ("{", "lbrace") else "\\}"
        elif found.group() == "\\|" or plain in typed.BARS:
            plain = "‖" if found.group() == "\\|" else typed.BARS[plain]
        else:
            plain = words.OPENERS.get(plain) or words.CLOSERS.get(plain) or {"<": "⟨", ">": "⟩"}.get(plain, plain)
        kind = TokenKind.OPEN if name in LEFT else TokenKind.CLOSE
        if plain in ("(", ")"):
            kind = TokenKind.OPEN if plain == "(" else TokenKind.CLOSE  # E\\right(X\\left): what is printed counts
        self.put(kind, plain, start, self.at)

    def environment(self, name: str, start: int) -> None:
        found = typed.NAME.match(self.text, self.at)
        called = found.group(1).rstrip("*") if found else "?"
        self.at = found.end() if found else self.at
        bar = ""
        if called == "subarray":
            self.stacked(name, start)
            return
        options = typed.ALIGNED if called.endswith("matrix") else typed.PLACED
        if name == "begin" and called != "array" and (option := options.match(self.text, self.at)):
            self.at = option.end()
        if name == "begin" and called in ("array", "tabular", "alignat", "alignedat"):
            if option := OPTION.match(self.text, self.at):
                self.at = option.end()
            if columns := typed.COLUMNS.match(self.text, self.at):
                self.at = columns.end()
                spec = re.sub(r"[pmb]\{[^{}]*\}", "l", columns.group(1))
                spec = re.sub(r"[^lcr|]", "", spec).strip("|")
                ruled = _ruled(self.text, self.at) if name == "begin" else 0
                bar = f":{len(spec.split('|')[0]) if '|' in spec else 0},{ruled}" if "|" in spec or ruled else ""
        self.put(TokenKind.OPEN if name == "begin" else TokenKind.CLOSE, f"{name}:{called}{bar}", start, self.at)

    def stacked(self, name: str, start: int) -> None:
        r"""A subarray is a substack with a column of its own."""
        if name == "end":
            self.put(TokenKind.CLOSE, "}", start, self.at)
            return
        if columns := typed.COLUMNS.match(self.text, self.at):
            self.at = columns.end()
        self.put(TokenKind.COMMAND, "substack", start, start + 1)
        self.put(TokenKind.OPEN, "{", start + 1, self.at)

    def skip_argument(self) -> None:
        if option := OPTION.match(self.text, self.at):
            self.at = option.end()
        blank = re.compile(r"\s*").match(self.text, self.at)
        after = blank.end() if blank else self.at
        if self.text[after : after + 1] == "{":
            self.at = matching_brace(self.text, after)


def _ruled(text: str, at: int) -> int:
    r"""How many rows of an array stand above the one line that is drawn through it; 0 without one, or where there are several.

    >>> _ruled(r"I & 0 \\ \hline 0 & 0 \end{array}", 0), _ruled(r"\hline a \\ \hline b \\ \hline c \end{array}", 0)
    (1, 0)
    """
    end = text.find("\\end{", at)
    inside = text[at : end + 4] if end >= 0 and "\\begin{" not in text[at:end] else ""
    lines = list(_RULED.finditer(inside))
    return inside.count("\\\\", 0, lines[0].end()) if len(lines) == 1 else 0
