r"""What plain TeX writes in its own way, written as LaTeX does: {a \over b}, {\bf x}; so that one rule reads both."""

from __future__ import annotations

from dataclasses import replace

from tutor.maths.reading.tidying.pairing import pair
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token

_FONTS = {"bf": "mathbf", "cal": "mathcal"}
_OF_TWO = frozenset(["frac", "binom", "stackrel", "underset"])


def old_style(tokens: list[Token]) -> list[Token]:
    """The tokens with the ways of plain TeX settled."""
    return _fractions(_fonts(tokens))


def _is_argument(tokens: list[Token], mates: list[int], at: int) -> bool:
    """Whether the brace at a place holds the argument of a command or of a script, and so must stay."""
    if not at:
        return False
    before = tokens[at - 1]
    if before.text == "}" and mates[at - 1] > 0:
        return tokens[mates[at - 1] - 1].text in _OF_TWO
    return before.kind is TokenKind.COMMAND or before.text in ("^", "_")


def _fractions(tokens: list[Token]) -> list[Token]:
    r"""{df \over dx} is \frac{df}{dx}, and so a derivative."""
    if not any(t.text == "over" and t.kind is TokenKind.COMMAND for t in tokens):
        return tokens
    mates, _ = pair(tokens)
    strokes: dict[int, int] = {}  # where a bracket opens, and its stroke
    for at, token in enumerate(tokens):
        if token.text == "over" and token.kind is TokenKind.COMMAND:
            opened = next((n for n in range(at - 1, -1, -1) if mates[n] > at), -1)
            if opened >= 0 and tokens[opened].text in ("{", "(", "[") and opened not in strokes:
                strokes[opened] = at
    parts, ends = set(strokes.values()), {mates[n]: n for n in strokes}
    bare = {n for n in strokes if tokens[n].text == "{" and not _is_argument(tokens, mates, n)}
    out: list[Token] = []
    for at, token in enumerate(tokens):
        if at in parts:
            out += [Token(TokenKind.CLOSE, "}", token.start, token.start), Token(TokenKind.OPEN, "{", token.end, token.end)]
        elif at in ends:
            out += [Token(TokenKind.CLOSE, "}", token.start, token.start)] + [token] * (ends[at] not in bare)
        elif at in strokes:
            out += [token] * (at not in bare)
            begun = Token(TokenKind.COMMAND, "frac", token.start, token.end, token.spaced)
            out += [begun, Token(TokenKind.OPEN, "{", token.end, token.end)]
        else:
            out.append(token)
    return out


def _fonts(tokens: list[Token]) -> list[Token]:
    r"""{\bf x} is \mathbf{x}; as the argument of a command it keeps its braces."""
    if not any(t.text in _FONTS and t.kind is TokenKind.COMMAND for t in tokens):
        return tokens
    mates, _ = pair(tokens)
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        piece = tokens[at : at + 4]
        braced = len(piece) == 4 and piece[0].text == "{" and piece[3].text == "}" and piece[1].text in _FONTS
        if braced and piece[1].kind is TokenKind.COMMAND and piece[2].kind is TokenKind.NAME and len(piece[2].text) == 1:
            inner = [
                replace(piece[1], text=_FONTS[piece[1].text], start=piece[0].start, spaced=piece[0].spaced),
                Token(TokenKind.OPEN, "{", piece[2].start, piece[2].start),
                piece[2],
                Token(TokenKind.CLOSE, "}", piece[2].end, piece[3].end),
            ]
            out += [piece[0], *inner, piece[3]] if _is_argument(tokens, mates, at) else inner
            at += 4
        else:
            out.append(tokens[at])
            at += 1
    return out
