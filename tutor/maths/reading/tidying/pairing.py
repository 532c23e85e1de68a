"""What ends an operand, and which bracket closes which: asked by everything that looks over a whole row of tokens."""

from __future__ import annotations

import itertools
from dataclasses import replace

from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token

MOST_OPEN = 120
_PLAIN_PAIRS = {"(": ")]", "[": ")]", "\\{": ("\\}",), "⟨": ("⟩",), "⌊": ("⌋",), "⌈": ("⌉",), "⟦": ("⟧",)}
_LEFT_OUT = {(TokenKind.OPEN, "]"): "(", (TokenKind.CLOSE, "["): ")"}  # \\left]a, b\\right[
_ENDING = frozenset(["!", "%", "'"])


def ends_operand(token: Token | None) -> bool:
    """Whether something complete may end with this token."""
    if token is None:
        return False
    if token.kind is TokenKind.OPERATOR:
        return token.text in _ENDING
    return token.kind in (TokenKind.NUMBER, TokenKind.NAME, TokenKind.CLOSE)


def holds_nothing(tokens: list[Token]) -> bool:
    """Whether braces somewhere hold nothing."""
    return any(after.text == "}" and token.text == "{" for token, after in itertools.pairwise(tokens))


def ends_at(tokens: list[Token], index: int) -> bool:
    """Whether something complete ends with the token at `index`; a sign raised as a mark (x^*) ends what it marks."""
    if index < 0:
        return False
    if ends_operand(tokens[index]):
        return True
    return index > 0 and tokens[index].kind is TokenKind.OPERATOR and tokens[index - 1].text in ("^", "_")


def level(tokens: list[Token], mates: list[int], at: int, end: int) -> list[int]:
    """The indexes between two places that stand in no bracket of their own."""
    found = []
    while at < end:
        found.append(at)
        at = mates[at] + 1 if tokens[at].kind is TokenKind.OPEN and mates[at] > at else at + 1
    return found


def pair(tokens: list[Token]) -> tuple[list[int], int]:
    """For every token the index of the bracket it is paired with (-1 for none), and how deep brackets nest."""
    mates = [-1] * len(tokens)
    waiting: list[int] = []
    deepest = 0
    for at, token in enumerate(tokens):
        if token.kind is TokenKind.OPEN:
            waiting.append(at)
            deepest = max(deepest, len(waiting))
            if deepest > MOST_OPEN:
                break
        elif token.kind is TokenKind.CLOSE:
            found = next((n for n in range(len(waiting) - 1, -1, -1) if _fits(tokens[waiting[n]], token)), None)
            if found is None:
                continue
            if any(_hard(tokens[n]) for n in waiting[found + 1 :]) and not _hard(token):
                continue
            mates[waiting[found]], mates[at] = at, waiting[found]
            del waiting[found:]
    return mates, deepest


def outward(tokens: list[Token]) -> list[Token]:
    """The tokens with ]a, b] and [a, b[ as the round brackets that they stand for: an end left out, as printed in France."""
    if sum(t.text in ("[", "]") for t in tokens) < 2:
        return tokens
    tokens = [replace(t, text=_LEFT_OUT.get((t.kind, t.text), t.text)) for t in tokens]
    mates, _ = pair(tokens)
    out, at = list(tokens), 0
    while at < len(tokens):
        end = _end_of_interval(tokens, mates, at)
        if end and (tokens[at].text, tokens[end].text) != ("[", "]"):
            out[at] = replace(out[at], kind=TokenKind.OPEN, text="(") if tokens[at].text == "]" else out[at]
            out[end] = replace(out[end], kind=TokenKind.CLOSE, text=")" if tokens[end].text == "[" else "]")
        at = max(end, at) + 1
    return out


def _end_of_interval(tokens: list[Token], mates: list[int], at: int) -> int:
    """Where an interval ends that a bracket without a partner begins, after the one comma at its level; 0 where none does."""
    if tokens[at].text not in ("[", "]") or mates[at] >= 0 or ends_at(tokens, at - 1):
        return 0
    commas = 0
    for n in level(tokens, mates, at + 1, len(tokens)):
        if n > at + 1 and tokens[n].text in ("[", "]") and mates[n] < 0:
            return n if commas == 1 and ends_at(tokens, n - 1) else 0
        if tokens[n].kind is TokenKind.CLOSE and mates[n] < at:
            return 0
        commas += tokens[n].text in (",", ";")
    return 0


def _hard(token: Token) -> bool:
    """Braces and environments: what stands inside them cannot be closed from outside."""
    return token.text in ("{", "}") or token.text.startswith(("begin:", "end:"))


def _fits(opening: Token, closing: Token) -> bool:
    if _hard(opening) or _hard(closing):
        if opening.text.startswith("begin:"):
            return closing.text.startswith("end:")
        return (opening.text, closing.text) == ("{", "}")
    if closing.text in _PLAIN_PAIRS.get(opening.text, ()):
        return True
    stretchy = closing.text in (".", "|", "‖") or opening.text in (".", "|", "‖")
    return stretchy or (opening.end - opening.start > 3 and closing.end - closing.start > 3)
