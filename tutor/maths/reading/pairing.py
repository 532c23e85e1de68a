"""What ends an operand, and which bracket closes which: asked by everything that looks over a whole row of tokens."""

from __future__ import annotations

from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token

MOST_OPEN = 120
_PLAIN_PAIRS = {"(": ")]", "[": ")]", "\\{": ("\\}",), "⟨": ("⟩",), "⌊": ("⌋",), "⌈": ("⌉",), "⟦": ("⟧",)}
_ENDING = frozenset(["!", "%", "'"])


def ends_operand(token: Token | None) -> bool:
    """Whether something complete may end with this token."""
    if token is None:
        return False
    if token.kind is TokenKind.OPERATOR:
        return token.text in _ENDING
    return token.kind in (TokenKind.NUMBER, TokenKind.NAME, TokenKind.CLOSE)


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
