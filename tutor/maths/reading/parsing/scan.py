"""The cursor below the grammar: a range of tokens, and a place in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from tutor.maths.reading.context import Context
from tutor.maths.reading.nodes import Empty, Phrase, Unread
from tutor.maths.reading.tidying.pairing import pair
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token
from tutor.maths.tree import Node, Span

DEEPEST = 24


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place where a formula has more than one reading; `chosen` is "" where none was chosen."""

    span: Span
    readings: tuple[str, ...]
    chosen: str = ""


class Cursor:
    """Walks tokens[at:end]; a bracket is entered by narrowing that range, so nothing can run past its closing."""

    def __init__(self, source: str, tokens: list[Token], context: Context) -> None:
        self.source, self.tokens, self.context = source, tokens, context
        self.mates, self.deepest = pair(tokens)
        self.at, self.end = 0, len(tokens)
        self.opening = ""
        self.font = ""
        self.depth = 0
        self.nesting = 0
        self.doubts: list[Doubt] = []
        self.halved: set[int] = set()  # numbers of which a script took the first digit alone, x_12

    @cached_property
    def functions(self) -> set[str]:
        """The letters that are functions: by the text around, and by what the formula has told so far."""
        return set(self.context.functions)

    # -- looking -----------------------------------------------------------------------------------------------------
    def peek(self, ahead: int = 0) -> Token | None:
        at = self.at + ahead
        return self.tokens[at] if at < self.end else None

    def sees(self, kind: TokenKind, *texts: str) -> bool:
        if self.at >= self.end:
            return False
        token = self.tokens[self.at]
        return token.kind is kind and (not texts or token.text in texts)

    def operator(self, *texts: str) -> bool:
        return self.sees(TokenKind.OPERATOR, *texts)

    def step(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def place(self) -> int:
        """Where in the source the cursor stands."""
        if self.at < len(self.tokens):
            return self.tokens[self.at].start
        return self.tokens[-1].end if self.tokens else 0

    def since(self, start: int) -> Span:
        """The span from the token at index `start` to the last one read."""
        first = self.tokens[start].start if start < len(self.tokens) else self.place()
        last = max((self.tokens[n].end for n in range(start, min(self.at, len(self.tokens)))), default=first)
        if self.at in self.halved and start < self.at:
            last = self.tokens[self.at].start
        return (first, max(first, last))

    def empty(self) -> Empty:
        return Empty((self.place(), self.place()))

    # -- ranges ------------------------------------------------------------------------------------------------------
    def within(self, start: int, end: int, read: Callable[[], Node], opening: str = "", font: str | None = None) -> Node:
        """Read tokens[start:end] as a whole; what the reader leaves over becomes unread."""
        kept = (self.at, self.end, self.opening, self.font)
        self.at, self.end, self.opening = start, end, opening
        self.font = self.font if font is None else font
        self.depth += 1
        if self.depth > DEEPEST:
            self.at = end
            node: Node = Unread(self.since(start), " ".join(t.text for t in self.tokens[start:end]))
        else:
            node = self.complete(read) if start < end else self.empty()
        self.depth -= 1
        self.at, self.end, self.opening, self.font = kept
        return node

    def complete(self, read: Callable[[], Node]) -> Node:
        """Read on until the range is used up; a token that begins nothing is unread."""
        start = self.at
        parts: list[Node] = []
        while self.at < self.end:
            before = self.at
            node = read()
            if not isinstance(node, Empty):
                parts.append(node)
            if self.at == before:
                parts.append(self.unread())
        if not parts:
            return self.empty()
        return parts[0] if len(parts) == 1 else Phrase(self.since(start), tuple(parts))

    def unread(self) -> Unread:
        token = self.step()
        return Unread((token.start, token.end), token.text)

    def split(self, start: int, end: int, *separators: str) -> list[tuple[int, int]]:
        """The ranges between separators that stand outside all brackets."""
        ranges, begin, at = [], start, start
        while at < end:
            token = self.tokens[at]
            if token.kind is TokenKind.SEPARATOR and token.text in separators:
                ranges.append((begin, at))
                begin = at + 1
            elif token.kind is TokenKind.OPEN and at < self.mates[at] < end:
                at = self.mates[at]
            at += 1
        return [*ranges, (begin, end)]

    def outside(self, start: int, end: int) -> list[int]:
        """Indexes in start..end that stand outside all brackets opened there."""
        found, at = [], start
        while at < end:
            found.append(at)
            at = self.mates[at] if self.tokens[at].kind is TokenKind.OPEN and at < self.mates[at] < end else at
            at += 1
        return found
