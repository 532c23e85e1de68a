r"""Where what is quantified over ends and what is said of it begins: \forall x \in X \; f(x) \geq 0.

Law: a part is only put where a statement follows, with a relation of its own.
"""

from __future__ import annotations

from tutor.maths.reading.cutting.lexer import TextToken
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token

_QUANTIFIERS = frozenset(["forall", "exists", "existsone", "nexists"])
_RANGED = frozenset(["in", "notin", "subset", "subseteq", ">", "<", "geq", "leq", "neq", "ge", "le", "ne"])
_BEGINS = frozenset([TokenKind.NAME, TokenKind.NUMBER, TokenKind.COMMAND, TokenKind.OPEN])
_ENDS = frozenset([TokenKind.NAME, TokenKind.NUMBER, TokenKind.CLOSE])
_NAMES = 12  # tokens that the letters before the relation may fill, x_1, x_2


def quantified(tokens: list[Token]) -> list[Token]:
    """The tokens with a wide space where a quantified range is followed by a statement and nothing but a narrow gap is typed."""
    gaps = {at for n, token in enumerate(tokens) if token.text in _QUANTIFIERS if (at := _said_from(tokens, n)) > 0}
    out: list[Token] = []
    for n, token in enumerate(tokens):
        if n in gaps:
            out.append(Token(TokenKind.SEPARATOR, "quad", token.start, token.start))
        out.append(token)
    return out


def _said_from(tokens: list[Token], at: int) -> int:
    """Where the statement behind a quantifier begins, if a gap or its own letter shows it; -1 where a sign does, or nothing."""
    related = next((n for n in range(at + 2, min(at + _NAMES, len(tokens))) if tokens[n].kind is TokenKind.RELATION), -1)
    if related < 0 or tokens[related].text not in _RANGED:
        return -1
    depth, begins = 0, -1
    for n in range(related + 1, len(tokens)):
        token = tokens[n]
        if not depth and n > related + 1 and begins < 0 and _begins(tokens, at, n):
            begins = n
        if token.kind in (TokenKind.OPEN, TokenKind.CLOSE):
            depth += 1 if token.kind is TokenKind.OPEN else -1
        if depth < 0 or (not depth and (token.kind is TokenKind.SEPARATOR or token.text in (":", "mid", *_QUANTIFIERS))):
            return -1
        if not depth and token.kind is TokenKind.RELATION:
            return begins
    return -1


def _begins(tokens: list[Token], quantifier: int, at: int) -> bool:
    """Whether a statement may begin at a place: behind a gap, or with the letter that is quantified, or with a function."""
    token, before = tokens[at], tokens[at - 1]
    barred = token.text in ("|", "‖") and token.spaced
    if before.kind not in _ENDS or not (barred or token.kind in _BEGINS):
        return False
    if isinstance(token, TextToken) or isinstance(before, TextToken):
        return False  # words join the two
    if tokens[at - 2].text in ("^", "_") or before.text in ("^", "_"):
        return token.spaced
    own = token.kind is TokenKind.NAME and token.text == tokens[quantifier + 1].text
    called = token.kind is TokenKind.NAME and at + 1 < len(tokens) and tokens[at + 1].text == "("
    return token.spaced or own or called
