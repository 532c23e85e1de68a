r"""What is written in an old or a roundabout way, written as most books do, so that one rule reads both: {a \over b}, {\bf x},
\left|\left| x \right|\right|, {dx}, x^{<t>}, \left. a \right.
"""

from __future__ import annotations

from dataclasses import replace

from tutor.maths.reading import words
from tutor.maths.reading.tidying.pairing import ends_operand, pair
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token

_FONTS = {"bf": "mathbf", "cal": "mathcal"}
_SWITCHES = frozenset(["bf", "rm", "it", "cal", "boldmath"])
_OF_TWO = frozenset(["frac", "binom", "stackrel", "underset"])


def old_style(tokens: list[Token]) -> list[Token]:
    """The tokens with the old and the roundabout ways settled."""
    for settle in _IN_ORDER:
        tokens = settle(tokens)
    return tokens


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


def _built_relations(tokens: list[Token]) -> list[Token]:
    r"""X \buildrel d \over \to Y, as plain TeX sets a mark above a sign, is \stackrel{d}{\to}."""
    if not any(t.text == "buildrel" for t in tokens):
        return tokens
    mates, _ = pair(tokens)
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        stroke = next((n for n in range(at, min(at + 12, len(tokens))) if tokens[n].text == "over"), 0)
        if token.text != "buildrel" or stroke <= at + 1 or stroke + 1 >= len(tokens):
            out.append(token)
            at += 1
            continue
        first, last = stroke + 1, mates[stroke + 1] if mates[stroke + 1] > stroke else stroke + 1
        note, sign = tokens[at + 1 : stroke], tokens[first : last + 1]
        out.append(replace(token, kind=TokenKind.COMMAND, text="stackrel"))
        for part in (note, sign):
            braced = part[0].text == "{" and part[-1].text == "}"
            opened, closed = Token(TokenKind.OPEN, "{", part[0].start, part[0].start), part[-1].end
            out += part if braced else [opened, *part, Token(TokenKind.CLOSE, "}", closed, closed)]
        at = last + 1
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


def _norms(tokens: list[Token]) -> list[Token]:
    r"""\left|\left| x \right|\right| is a norm; \left|\right| and \mid\mid without anything inside are a double bar."""
    twice = [n for n in range(len(tokens) - 1) if tokens[n].text == tokens[n + 1].text and tokens[n].text in ("|", "mid")]
    if not twice:
        return tokens
    mates, _ = pair(tokens)
    out: list[Token | None] = list(tokens)
    for at in twice:
        first, second, mate = tokens[at], tokens[at + 1], mates[at]
        opened = first.kind is second.kind is TokenKind.OPEN and mates[at + 1] == mate - 1 > at + 1
        empty = first.kind is TokenKind.OPEN and second.kind is TokenKind.CLOSE and mate == at + 1
        if out[at] is not first:
            continue
        if opened:
            out[at], out[at + 1] = replace(first, text="‖", end=second.end), None
            out[mate - 1], out[mate] = None, replace(tokens[mate], text="‖", start=tokens[mate - 1].start)
        elif empty or (first.text == "mid" and first.kind is second.kind is TokenKind.OPERATOR):
            out[at], out[at + 1] = Token(TokenKind.OPERATOR, "‖", first.start, second.end, first.spaced), None
    return [token for token in out if token is not None]


def _held_by_nothing(tokens: list[Token]) -> list[Token]:
    r"""\left. a \right. without a mark behind it encloses nothing."""
    if not any(t.text == "." and t.kind is TokenKind.OPEN for t in tokens):
        return tokens
    mates, _ = pair(tokens)
    gone = {
        n
        for at, token in enumerate(tokens)
        if token.kind is TokenKind.OPEN and token.text == "." and mates[at] > 0 and tokens[mates[at]].text == "."
        and [t.text for t in tokens[mates[at] + 1 : mates[at] + 2]] not in (["_"], ["^"])
        for n in (at, mates[at])
    }  # fmt: skip
    return [t for n, t in enumerate(tokens) if n not in gone]


def _differentials(tokens: list[Token]) -> list[Token]:
    r"""\int f(x) {dx}: braces around a differential hold nothing else."""
    if not any(t.text in words.INTEGRALS for t in tokens):
        return tokens
    mates, _ = pair(tokens)
    gone: set[int] = set()
    for at in range(1, len(tokens) - 3):
        opened, sign, letter, closed = tokens[at : at + 4]
        held = (opened.text, sign.text, closed.text) == ("{", "d", "}") and letter.kind is TokenKind.NAME
        if held and not _is_argument(tokens, mates, at):
            gone |= {at, at + 3}
    return [t for n, t in enumerate(tokens) if n not in gone] if gone else tokens


def _angled(tokens: list[Token]) -> list[Token]:
    r"""x^{<t>}, a step of a network: in an index a pair of signs with nothing on their outer sides is a pair of brackets."""
    if not any(t.text == "<" for t in tokens):
        return tokens
    out = list(tokens)
    for at in range(1, len(tokens) - 3):
        if tokens[at].text != "{" or tokens[at - 1].text not in ("^", "_") or tokens[at + 1].text != "<":
            continue
        end = next((n for n in range(at + 2, len(tokens)) if tokens[n].text in ("}", ">", "<")), 0)
        if end > at + 2 and tokens[end].text == ">" and [t.text for t in tokens[end + 1 : end + 2]] == ["}"]:
            out[at + 1] = replace(tokens[at + 1], kind=TokenKind.OPEN, text="⟨")
            out[end] = replace(tokens[end], kind=TokenKind.CLOSE, text="⟩")
    return out


def _signs_in_braces(tokens: list[Token]) -> list[Token]:
    r"""a {- b} is a - b, as books type that colour their terms, a {\bf\color{blue} - b}: the sign is no part of the braces."""
    if not any(t.text == "{" for t in tokens):
        return tokens
    mates, _ = pair(tokens)
    out = list(tokens)
    for at, token in enumerate(tokens[:-2]):
        if token.text != "{" or token.kind is not TokenKind.OPEN or not at or not ends_operand(tokens[at - 1]):
            continue
        opened = mates[at - 1] if tokens[at - 1].text == "}" else 0
        if opened > 0 and tokens[opened - 1].kind is TokenKind.COMMAND:
            continue  # the second argument of a command that nobody knows
        first = at + 1 + (tokens[at + 1].text in _SWITCHES)
        holds_more = mates[at] > first + 1
        if holds_more and tokens[first].text in ("+", "-") and not _is_argument(tokens, mates, at):
            out[at : first + 1] = [tokens[first], token, *tokens[at + 1 : first]]
    return out


def _scripts_in_braces(tokens: list[Token]) -> list[Token]:
    r"""y{_i} is y_i: braces that hold nothing but a script, right behind a letter, only keep it from being printed lower."""
    scripts = [n for n in range(1, len(tokens) - 2) if tokens[n].text == "{" and tokens[n + 1].text in ("_", "^")]
    if not scripts:
        return tokens
    mates, _ = pair(tokens)
    gone: set[int] = set()
    for at in scripts:
        before, end = tokens[at - 1], mates[at]
        whole = end == at + 3 or (tokens[at + 2].text == "{" and mates[at + 2] == end - 1)
        close = before.kind is TokenKind.NAME and tokens[at].start == before.end
        if whole and close and not _is_argument(tokens, mates, at):
            gone |= {at, end}
    return [t for n, t in enumerate(tokens) if n not in gone]


def _frames_going_on(tokens: list[Token]) -> list[Token]:
    r"""x \begin{prompt} = 5 \end{prompt}: a frame that a book invents, around what goes on from the formula before it."""
    framed = [n for n in range(1, len(tokens) - 1) if tokens[n].text.startswith("begin:")]
    framed = [n for n in framed if tokens[n + 1].kind is TokenKind.RELATION and tokens[n].text.partition(":")[2].isalpha()]
    if not framed:
        return tokens
    mates, _ = pair(tokens)
    gone: set[int] = set()
    for at in framed:
        inside = tokens[at + 1 : mates[at]] if mates[at] > 0 else []
        if inside and ends_operand(tokens[at - 1]) and not any(t.text in ("&", "\\\\") for t in inside):
            gone |= {at, mates[at]}
    return [t for n, t in enumerate(tokens) if n not in gone]


def _indices_before(tokens: list[Token]) -> list[Token]:
    r"""p =\, ^A_B R: what stands raised behind a thin gap is of the letter that follows, and no mark of the sign before it."""
    out: list[Token] = []
    for token in tokens:
        before = out[-1] if out else None
        gap = before is not None and token.start - before.end > 1
        if token.text in ("^", "_") and gap and before is not None and before.kind is TokenKind.RELATION and before.text == "=":
            out += [Token(TokenKind.OPEN, "{", token.start, token.start), Token(TokenKind.CLOSE, "}", token.start, token.start)]
        out.append(token)
    return out


_IN_ORDER = (
    _built_relations, _fonts, _signs_in_braces, _scripts_in_braces, _fractions, _norms, _held_by_nothing, _differentials, _angled,
    _frames_going_on, _indices_before,
)  # fmt: skip
