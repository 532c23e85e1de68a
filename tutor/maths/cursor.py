"""A place among the tokens: the steps every reader takes, and the one way to say that it is stuck."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import NoReturn

from tutor.errors import Unreadable
from tutor.maths.signs import FUNCTIONS, TokenKind
from tutor.maths.tokens import Token, place
from tutor.maths.tree import Node

DEEPEST = 60


class Cursor(ABC):
    """One reading: where we stand among the tokens, and how deep."""

    def __init__(self, text: str, tokens: tuple[Token, ...], depth: int = 0) -> None:
        self.text, self.tokens, self.at, self.depth = text, list(tokens), 0, depth
        self.bars = 0
        self.dots = False

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    @property
    def last_end(self) -> int:
        return self.tokens[self.at - 1].end if self.at else self.here.start

    def step(self) -> Token:
        token = self.here
        self.at += 1
        return token

    def sees(self, *texts: str) -> bool:
        return self.here.text in texts and self.here.kind not in (TokenKind.END, TokenKind.RAISED, TokenKind.LOWERED)

    def take(self, *texts: str) -> Token | None:
        return self.step() if self.sees(*texts) else None

    def need(self, text: str, hint: str) -> Token:
        return self.take(text) or self.stuck(hint)

    def stuck(self, hint: str) -> NoReturn:
        before = place(self.text, self.here.start)
        if before:
            raise Unreadable(f"I can't read what follows '{before}' — {hint}.")
        raise Unreadable(f"I can't read this answer from its start — {hint}.")

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable(f"This is nested more than {DEEPEST} deep — try a shorter form.")

    @abstractmethod
    def sum(self) -> Node:
        """Read one formula."""

    @abstractmethod
    def atom(self) -> Node:
        """Read one sign, name, group or command."""

    @abstractmethod
    def listing(self, closing: str) -> Node:
        """Read one part or several in a row."""


def split_outside(tokens: list[Token], at: tuple[str, ...]) -> list[list[Token]]:
    """Tokens cut at separators that stand outside inner brackets."""
    pieces: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.kind is TokenKind.OPEN) - (token.kind is TokenKind.CLOSE)
        if depth == 0 and token.kind is TokenKind.SEPARATOR and token.text in at:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces if pieces[-1] else pieces[:-1]


def has_comma(tokens: list[Token]) -> bool:
    return len(split_outside(tokens, (",",))) > 1


def entries_of(row: list[Token]) -> list[list[Token]]:
    """The entries of a row: split at commas, else at blanks as in [1 -2]; a sum with blanks, as in [a x + b], is one entry."""
    if has_comma(row):
        return split_outside(row, (",",))
    if _is_sum(row):
        return [row]
    entries: list[list[Token]] = [[]]
    depth = 0
    for before, token, after in zip([None, *row], row, [*row[1:], None], strict=False):
        if before and depth == 0 and token.spaced and _ends(before) and _begins(token, after):
            entries.append([])
        entries[-1].append(token)
        depth += (token.kind is TokenKind.OPEN) - (token.kind is TokenKind.CLOSE)
    return entries


def _is_sum(row: list[Token]) -> bool:
    """Does a plus or minus with blanks on both sides stand between two parts, outside brackets?"""
    depth = 0
    for before, token, after in zip(row, row[1:], row[2:], strict=False):
        depth += (before.kind is TokenKind.OPEN) - (before.kind is TokenKind.CLOSE)
        infix = token.kind is TokenKind.OPERATOR and token.text in ("+", "-") and token.spaced and after.spaced
        if depth == 0 and infix and _ends(before):
            return True
    return False


def _ends(token: Token) -> bool:
    return token.kind in (TokenKind.NUMBER, TokenKind.NAME, TokenKind.CLOSE, TokenKind.RAISED) and token.text not in FUNCTIONS


def _begins(token: Token, after: Token | None) -> bool:
    if token.kind is TokenKind.OPERATOR and token.text in ("-", "+"):
        return after is not None and not after.spaced
    return token.kind in (TokenKind.NUMBER, TokenKind.NAME, TokenKind.OPEN, TokenKind.COMMAND)
