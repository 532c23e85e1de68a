r"""Brackets that are only a way to print: braces between a function and its bracket, \exp{\{x\}}, a stretched stroke,
\left. a \right/ b, and a bar that opens in the middle of a set, \{a \left| b \right.\}.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from tutor.maths.reading import words
from tutor.maths.reading.cutting.lexer import TextToken
from tutor.maths.reading.tidying.pairing import ends_operand, holds_nothing, pair
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token

_EXTREMES = ("max", "min")
_TO_THE_RIGHT = ("to", "rightharpoonup", "steps")
_SET_SMALL = frozenset(["{", "}", "_", "boldsymbol", "mathbf"])
_TENDING = ("to", "uparrow", "downarrow", "rightarrow")
_UPRIGHT = ("mathrm", "rm", "mathsf", "mathbf")


def typed_groups(tokens: list[Token]) -> list[Token]:
    """The tokens with brackets that only print something else settled."""
    for settle in _IN_ORDER:
        tokens = settle(tokens)
    return tokens


def _lines_below(tokens: list[Token]) -> list[Token]:
    r"""\max_{x \atop x > 0}: the lines of an index are a list, and no lines of the formula."""
    if not any(t.text == "atop" for t in tokens):
        return tokens
    out = list(tokens)
    waiting: list[bool] = []
    for at, token in enumerate(tokens):
        if token.kind is TokenKind.OPEN:
            waiting.append(token.text == "{" and at > 0 and tokens[at - 1].text == "_")
        elif token.kind is TokenKind.CLOSE and waiting:
            waiting.pop()
        elif token.text == "atop" and token.kind is TokenKind.COMMAND and waiting and waiting[-1]:
            out[at] = replace(token, kind=TokenKind.SEPARATOR, text=",")
    return out


def _arrows_above(tokens: list[Token]) -> list[Token]:
    r"""\overset{\rightharpoonup}{v}, as macros make it, is \vec{v}."""
    if not any(t.text in _TO_THE_RIGHT for t in tokens):
        return tokens
    mates, _ = pair(tokens)
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token, mate = tokens[at], mates[at + 1] if at + 1 < len(tokens) else -1
        note = [t.text for t in tokens[at + 1 : max(at, mate) + 1] if t.text not in _SET_SMALL]
        arrow = token.text == "stackrel" and token.kind is TokenKind.COMMAND and len(note) == 1 and note[0] in _TO_THE_RIGHT
        after = tokens[mate + 1 : mate + 3] if arrow else []
        if after and not any(t.kind is TokenKind.RELATION for t in after):
            out.append(replace(token, text="vec"))
            at = mate + 1
        else:
            out.append(token)
            at += 1
    return out


def _below_limits(tokens: list[Token]) -> list[Token]:
    r"""\lim{n \to \infty} a_n, with the underscore forgotten: an arrow is what the limit is taken over, and no factor."""
    if not any(t.text == "lim" for t in tokens):
        return tokens
    mates, _ = pair(tokens)
    out: list[Token] = []
    for at, token in enumerate(tokens):
        out.append(token)
        opens = token.text == "lim" and token.kind is TokenKind.COMMAND and [t.text for t in tokens[at + 1 : at + 2]] == ["{"]
        if opens and any(t.text in _TENDING for t in tokens[at + 2 : max(at + 2, mates[at + 1])]):
            out.append(Token(TokenKind.OPERATOR, "_", token.end, token.end))
    return out


def _hyphened(tokens: list[Token]) -> list[Token]:
    r"""$k-$means, $\sigma-$algebra: a minus with nothing behind it joins the formula to the next word."""
    last = tokens[-1] if len(tokens) > 1 else None
    if last is None or last.text != "-" or last.kind is not TokenKind.OPERATOR or not ends_operand(tokens[-2]):
        return tokens
    return [*tokens[:-1], TextToken(TokenKind.NAME, "hyphen", last.start, last.end, last.spaced)]


def _bare_operators(tokens: list[Token]) -> list[Token]:
    r"""\underset{x \to 0}\lim without braces around the operator: it is what stands above the note all the same."""
    if not any(t.text in ("underset", "stackrel") for t in tokens):
        return tokens
    mates, _ = pair(tokens)
    noted = [n for n, t in enumerate(tokens[:-1]) if t.text in ("underset", "stackrel") and tokens[n + 1].text == "{"]
    ends = {mates[n + 1] + 1 for n in noted if mates[n + 1] > 0}
    out: list[Token] = []
    for n, token in enumerate(tokens):
        if n in ends and token.kind is TokenKind.COMMAND and token.text in words.BIG:
            opened, closed = (TokenKind.OPEN, "{", token.start), (TokenKind.CLOSE, "}", token.end)
            out += [Token(*opened, token.start), token, Token(*closed, token.end)]
        else:
            out.append(token)
    return out


def _barred_limits(tokens: list[Token]) -> list[Token]:
    r"""\overline{\lim} is the upper limit, \underline{\lim} the lower one."""
    if not any(t.text == "lim" for t in tokens):
        return tokens
    out: list[Token] = []
    for token in tokens:
        out.append(token)
        last = [t.text for t in out[-4:]]
        if last in (["overline", "{", "lim", "}"], ["underline", "{", "lim", "}"], ["bar", "{", "lim", "}"]):
            name = "liminf" if last[0] == "underline" else "limsup"
            out[-4:] = [Token(TokenKind.COMMAND, name, out[-4].start, token.end, out[-4].spaced)]
    return out


def _upright_d(tokens: list[Token]) -> list[Token]:
    r"""\mathrm dx and {\rm d}x are \mathrm{d}x: the d of a differential, upright, however its font was set."""
    if not any(t.text in _UPRIGHT for t in tokens):
        return tokens
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        inner = at + (token.text == "{")
        texts = [t.text for t in tokens[inner : inner + 3]]
        upright = texts[:1] and texts[0] in _UPRIGHT and tokens[inner].kind is TokenKind.COMMAND and texts[1:2] == ["d"]
        closed = inner > at and texts[2:] == ["}"]
        upright = upright and (texts[0] != "mathbf" or any(map(_is_letter, tokens[inner + 2 + closed : inner + 3 + closed])))
        if upright and (closed or (inner == at and not (texts[0] == "rm" and _in_group(tokens, at)))):
            command, letter = tokens[inner], tokens[inner + 1]
            last = tokens[inner + 2] if closed else letter
            out += [
                replace(command, text="mathrm", start=token.start, end=command.end, spaced=token.spaced),
                Token(TokenKind.OPEN, "{", letter.start, letter.start),
                letter,
                Token(TokenKind.CLOSE, "}", letter.end, last.end),
            ]
            at = inner + 2 + closed
        else:
            out.append(token)
            at += 1
    return out


def _is_letter(token: Token) -> bool:
    return token.kind is TokenKind.NAME and len(token.text) == 1


def _in_group(tokens: list[Token], at: int) -> bool:
    r"""Whether an old command for a font stands first in a group, {\rm dim}, where it sets all that the group holds."""
    return at > 0 and tokens[at - 1].text == "{" and tokens[at + 2 : at + 3] != [] and tokens[at + 2].kind is TokenKind.NAME


def _empty_bases(tokens: list[Token]) -> list[Token]:
    r"""(X'X){}^{-1}: an empty group right behind a bracket only keeps the mark apart from it, so it goes."""
    if not holds_nothing(tokens):
        return tokens
    gone = {
        at + step
        for at in range(1, len(tokens) - 2)
        if (tokens[at].text, tokens[at + 1].text) == ("{", "}")
        and tokens[at + 2].text in ("^", "_")
        and (
            (tokens[at - 1].kind is TokenKind.CLOSE and tokens[at - 1].text in (")", "]", "\\}", "⟩", "|", "‖"))
            or (tokens[at - 1].text in ("|", "‖") and not sum(t.text == tokens[at - 1].text for t in tokens[:at]) % 2)
        )
        for step in (0, 1)
    }
    return [t for n, t in enumerate(tokens) if n not in gone] if gone else tokens


def _called_in_braces(tokens: list[Token]) -> list[Token]:
    r"""\exp{\{x\}} and \rank{(X)}: braces around the whole bracket of a function hold nothing else, so they go."""
    opens = ("(", "[", "\\{")
    if not any(token.text == "{" and after.text in opens for token, after in itertools.pairwise(tokens)):
        return tokens
    mates, _ = pair(tokens)
    gone: set[int] = set()
    for at, token in enumerate(tokens[:-1]):
        inner = tokens[at + 1]
        whole = token.text == "{" and mates[at] > 0 and inner.kind is TokenKind.OPEN and inner.text in opens
        if whole and mates[at + 1] == mates[at] - 1 and _ends_function(tokens, mates, at - 1):
            gone |= {at, mates[at]}
    return [t for n, t in enumerate(tokens) if n not in gone] if gone else tokens


def _ends_function(tokens: list[Token], mates: list[int], at: int) -> bool:
    """Whether the name of a function ends with the token at a place: \\exp, \\operatorname{rank}."""
    if at < 0:
        return False
    if tokens[at].text == "}" and mates[at] > 0:
        return tokens[mates[at] - 1].text in words.NAMING
    known = tokens[at].text in words.FUNCTIONS or tokens[at].text in words.NAMED
    return known and len(tokens[at].text) > 1 and tokens[at].kind in (TokenKind.COMMAND, TokenKind.NAME)


def _half_bars(tokens: list[Token]) -> list[Token]:
    r"""a \left| b \right. without bounds: the bar parts two halves, and the dot that closes it is nothing."""
    if not any(t.text == "." and t.kind is TokenKind.CLOSE for t in tokens):
        return tokens
    mates, _ = pair(tokens)
    out = list(tokens)
    gone: set[int] = set()
    for at, token in enumerate(tokens):
        end = mates[at]
        half = token.kind is TokenKind.OPEN and token.text == "|" and end > at + 1 and tokens[end].text == "."
        if not half or at == 0 or not ends_operand(tokens[at - 1]):
            continue
        if [t.text for t in tokens[end + 1 : end + 2] if t.text in ("_", "^")]:
            continue
        out[at] = replace(token, kind=TokenKind.OPERATOR, text="mid")
        gone.add(end)
    return [t for n, t in enumerate(out) if n not in gone]


def _strokes(tokens: list[Token]) -> list[Token]:
    r"""\left. a \right/ b and a \left/ b \right.: a stroke as high as what stands beside it divides."""
    if not any(t.text == "/" and t.kind in (TokenKind.OPEN, TokenKind.CLOSE) for t in tokens):
        return tokens
    mates, _ = pair(tokens)
    stretched = {n: mates[n] for n, t in enumerate(tokens) if t.text == "/" and t.kind in (TokenKind.OPEN, TokenKind.CLOSE)}
    strokes = {n: other for n, other in stretched.items() if other >= 0 and tokens[other].text == "."}
    dots = set(strokes.values())
    out: list[Token] = []
    for n, token in enumerate(tokens):
        if n in dots:
            out.append(replace(token, text="(" if token.kind is TokenKind.OPEN else ")"))
        elif n in strokes:
            divided = replace(token, kind=TokenKind.OPERATOR)
            bracket = replace(token, text="(" if token.kind is TokenKind.OPEN else ")")
            out += [divided, bracket] if token.kind is TokenKind.OPEN else [bracket, divided]
        else:
            out.append(token)
    return out


def _extremes(tokens: list[Token]) -> list[Token]:
    """max - min: with nothing behind the second, both are values, and the first is not applied to the minus."""
    names = [n for n, t in enumerate(tokens) if t.text in _EXTREMES]
    out = list(tokens)
    for n, following in itertools.pairwise(names):
        after = tokens[following + 1] if following + 1 < len(tokens) else None
        ends = after is None or after.kind in (TokenKind.CLOSE, TokenKind.RELATION, TokenKind.SEPARATOR)
        if following == n + 2 and ends and tokens[n + 1].kind is TokenKind.OPERATOR and tokens[n + 1].text in ("-", "+", "/"):
            for at in (n, following):
                found = tokens[at]
                out[at] = TextToken(TokenKind.NAME, f"{found.text}imum", found.start, found.end, found.spaced)
    return out


_IN_ORDER = (
    _upright_d, _lines_below, _bare_operators, _arrows_above, _below_limits, _hyphened, _barred_limits, _empty_bases,
    _called_in_braces, _half_bars, _strokes, _extremes,
)  # fmt: skip
