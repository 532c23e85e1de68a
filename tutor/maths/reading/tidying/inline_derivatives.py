"""A derivative typed on the line, dy/dx or df(x)/dx, which is a quotient of two letters to nobody."""

from __future__ import annotations

from tutor.maths.reading.tidying.pairing import pair
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token

_BEGINS = frozenset(["{", "(", "[", "=", "+", "-", ",", ";", "&", "\\\\", "quad", "|", "‖", "cdot", "times", ":="])


def on_the_line(tokens: list[Token]) -> list[Token]:
    """The tokens with every dy/dx as the fraction that it is, where the d begins a factor of its own.

    >>> from tutor.maths.reading.cutting.lexer import cut
    >>> [t.text for t in on_the_line(cut("dy/dt = 2"))]
    ['frac', '{', 'd', 'y', '}', '{', 'd', 't', '}', '=', '2']
    """
    if not any(t.text == "/" for t in tokens) or sum(t.text in ("d", "partial") for t in tokens) < 2:
        return tokens
    mates, _ = pair(tokens)
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        stroke = _stroke(tokens, mates, at)
        if stroke and (at == 0 or tokens[at].spaced or tokens[at - 1].text in _BEGINS):
            end = stroke + 3
            out += [_sign(tokens[at], TokenKind.COMMAND, "frac", tokens[at].spaced), _sign(tokens[at], TokenKind.OPEN, "{")]
            out += [*tokens[at:stroke], _sign(tokens[stroke], TokenKind.CLOSE, "}"), _sign(tokens[stroke], TokenKind.OPEN, "{")]
            out += [*tokens[stroke + 1 : end], Token(TokenKind.CLOSE, "}", tokens[end - 1].end, tokens[end - 1].end)]
            at = end
        else:
            out.append(tokens[at])
            at += 1
    return out


def _stroke(tokens: list[Token], mates: list[int], at: int) -> int:
    """Where the stroke of dy/dx stands, if one begins here; 0 if none does."""
    sign = tokens[at].text
    if sign not in ("d", "partial") or tokens[at].kind is not TokenKind.NAME or at + 4 >= len(tokens):
        return 0
    place = at + 2 if tokens[at + 1].kind is TokenKind.NAME else 0
    if place and tokens[place].text == "(" and mates[place] > place:
        place = mates[place] + 1  # df(x)/dx
    if not place or place + 2 >= len(tokens) or tokens[place].text != "/":
        return 0
    below, variable = tokens[place + 1 : place + 3]
    ends = place + 3 >= len(tokens) or tokens[place + 3].text not in ("^", "_", "'", "(")
    plain = variable.kind is TokenKind.NAME and len(variable.text) < 6
    alike = sign == "partial" or variable.spaced == tokens[at + 1].spaced
    return place if below.text == sign and plain and alike and ends else 0


def _sign(place: Token, kind: TokenKind, text: str, spaced: bool = False) -> Token:
    """A sign that no one typed, where a token begins."""
    return Token(kind, text, place.start, place.start, spaced)
