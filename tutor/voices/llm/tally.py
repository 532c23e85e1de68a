"""What a turn took: tokens as the server counts them, or as we estimate them, and their price where it is known."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.voices.llm.budget import estimate_tokens
from tutor.voices.llm.message import Message, Piece
from tutor.voices.setting import Chosen
from tutor.voices.voice import Usage

_MILLION = 1_000_000


class Tally:
    """Counts over all calls of one turn."""

    def __init__(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self._told_in = self._told_out = self._calls = self._told = 0
        self._guessed_in = self._guessed_out = 0

    def sent(self, messages: Sequence[Message]) -> None:
        """A call begins."""
        self._calls += 1
        self._guessed_in += sum(estimate_tokens(one.text) for one in messages)

    def count(self, piece: Piece) -> None:
        """A piece came in."""
        self._guessed_out += estimate_tokens(piece.text)
        if piece.tokens_in or piece.tokens_out:
            self._told += 1
            self._told_in += piece.tokens_in
            self._told_out += piece.tokens_out

    def usage(self, seconds: float) -> Usage:
        """The sum. Estimated where the server did not count every call."""
        counted = self._told == self._calls
        tokens = (self._told_in, self._told_out) if counted else (self._guessed_in, self._guessed_out)
        return Usage(self._chosen.model, *tokens, self._calls, round(seconds, 3), self._cost(*tokens), not counted)

    def _cost(self, tokens_in: int, tokens_out: int) -> float | None:
        price_in, price_out = self._chosen.price_in, self._chosen.price_out
        if price_in is None or price_out is None:
            return None
        return (tokens_in * price_in + tokens_out * price_out) / _MILLION
