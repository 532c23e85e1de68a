r"""Bars before they are read: which part two halves, which stand twice for a norm, and which \mid is a bar and no "given"."""

from __future__ import annotations

from dataclasses import replace

from tutor.maths.reading.tidying.pairing import ends_operand, level, pair
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token


def bracketed(tokens: list[Token]) -> list[Token]:
    """In the bracket <a | B | c> of physics both bars part."""
    if not any(t.text == "⟨" for t in tokens) or sum(t.text == "|" for t in tokens) < 2:
        return tokens
    mates, _ = pair(tokens)
    bars: set[int] = set()
    for at, token in enumerate(tokens):
        if token.kind is TokenKind.OPEN and token.text == "⟨" and mates[at] > 0:
            inside = level(tokens, mates, at + 1, mates[at])
            found = [n for n in inside if tokens[n].kind is TokenKind.OPERATOR and tokens[n].text == "|"]
            bars |= set(found) if len(found) == 2 else set()
    return [replace(t, text="mid") if n in bars else t for n, t in enumerate(tokens)]


def parted(tokens: list[Token]) -> list[Token]:
    r"""\left. a \right| b without bounds on the bar parts two halves, as \mid does."""
    if not any(t.text == "." and t.kind is TokenKind.OPEN for t in tokens):
        return tokens
    mates, _ = pair(tokens)
    out: list[Token] = []
    for at, token in enumerate(tokens):
        mate = mates[at]
        opens = token.kind is TokenKind.OPEN and token.text == "." and mate > 0 and tokens[mate].text == "|"
        closes = token.kind is TokenKind.CLOSE and token.text == "|" and mate >= 0 and tokens[mate].text == "."
        end = mate if opens else at
        bounded = (opens or closes) and end + 1 < len(tokens) and tokens[end + 1].text in ("_", "^")
        if opens and not bounded and _divides(tokens, end):
            continue
        if closes and not bounded and _divides(tokens, end):
            token = Token(TokenKind.OPERATOR, "mid", token.start, token.end, token.spaced)
        out.append(token)
    return out


def _divides(tokens: list[Token], at: int) -> bool:
    """Whether something stands after a closing bar."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is not None and after.kind not in (TokenKind.CLOSE, TokenKind.SEPARATOR, TokenKind.RELATION)


def bars(tokens: list[Token]) -> list[Token]:
    """Two single bars typed side by side are one double bar, unless the first of them closes."""
    tokens = _nested(_lone_mids(_signs_as_bars(tokens)))
    if not any(t.text == "|" for t in tokens):
        return tokens
    out: list[Token] = []
    open_bars, at, apart = [0], 0, _parting_bars(tokens) + _column_bars(tokens)
    loose = [0]
    while at < len(tokens):
        token = tokens[at]
        if token.kind is TokenKind.OPEN:
            open_bars.append(0)
            loose.append(0)
        elif token.kind is TokenKind.CLOSE and len(open_bars) > 1:
            open_bars.pop()
            loose.pop()
        elif token.kind is TokenKind.OPERATOR and token.text == "|":
            after = tokens[at + 1] if at + 1 < len(tokens) else None
            twin = after is not None and after.text == "|" and _side_by_side(token, after)
            if token in apart:
                out.append(replace(token, text="mid"))
                at += 1
                continue
            if twin and after is not None and not open_bars[-1] and not loose[-1]:
                out.append(Token(TokenKind.OPERATOR, "‖", token.start, after.end, token.spaced))
                at += 2
                continue
            before = out[-1] if out else None
            if not ends_operand(before):
                open_bars[-1] += 1
            elif open_bars[-1]:
                open_bars[-1] -= 1
            else:
                loose[-1] ^= 1
        out.append(token)
        at += 1
    return out


def _side_by_side(bar: Token, other: Token) -> bool:
    r"""Whether two bars touch, || or \vert \vert, where a command needs the blank behind it."""
    commands = all(one.end - one.start > 1 for one in (bar, other))
    return other.kind is TokenKind.OPERATOR and other.start - bar.end <= int(commands)


def _parting_bars(tokens: list[Token]) -> list[Token]:
    """In P(|X| > 1 | |Y| > 2) the bar that parts: an odd one after an operand, with bars in pairs on both sides of it."""
    if sum(t.text == "|" for t in tokens) < 5:
        return []
    found = []
    for bars in _bars_by_level(tokens, "|"):
        for n in range(2, len(bars) - 2, 2) if len(bars) % 2 else ():
            if (ends_operand(tokens[bars[n] - 1]) or bars[n] - 1 == bars[n - 1]) and not ends_operand(tokens[bars[n + 1] - 1]):
                found.append(tokens[bars[n]])
                break
    return found


def _bars_by_level(tokens: list[Token], *signs: str) -> list[list[int]]:
    """The places of the bars, those of each pair of brackets together."""
    levels: list[list[int]] = [[]]
    waiting = [0]
    for at, token in enumerate(tokens):
        if token.kind is TokenKind.OPEN:
            levels.append([])
            waiting.append(len(levels) - 1)
        elif token.kind is TokenKind.CLOSE and len(waiting) > 1:
            waiting.pop()
        elif token.kind is TokenKind.OPERATOR and token.text in signs:
            levels[waiting[-1]].append(at)
    return levels


def _nested(tokens: list[Token]) -> list[Token]:
    r"""Bars within bars, ||x| - |y||, as \left| and \right| where every bar of their brackets finds its partner so."""
    if sum(t.text in ("|", "‖") for t in tokens) < 4:
        return tokens
    out: list[Token | None] = list(tokens)
    for bars in _bars_by_level(tokens, "|", "‖"):
        partners = _partners(tokens, bars)
        for first, last in sorted(partners.items()):
            if _one_norm(tokens, first, last, partners.get(first + 1)):  # ||x|| beside | |y| - |z| |
                out[first], out[last] = None, None
                out[first + 1] = Token(TokenKind.OPEN, "‖", tokens[first].start, tokens[first + 1].end, tokens[first].spaced)
                out[last - 1] = Token(TokenKind.CLOSE, "‖", tokens[last - 1].start, tokens[last].end, tokens[last - 1].spaced)
            elif (before := out[first]) is not None and before.kind is TokenKind.OPERATOR:
                out[first] = replace(tokens[first], kind=TokenKind.OPEN)
                out[last] = replace(tokens[last], kind=TokenKind.CLOSE)
    return [token for token in out if token is not None]


def _one_norm(tokens: list[Token], first: int, last: int, inner: int | None) -> bool:
    """Whether a bar and the one behind it are one double bar, as are their partners: ||x||."""
    return inner == last - 1 and all(
        tokens[at].text == tokens[at + 1].text == "|" and _side_by_side(tokens[at], tokens[at + 1]) for at in (first, last - 1)
    )


def _partners(tokens: list[Token], bars: list[int]) -> dict[int, int]:
    """Which bar closes which, where some stand within others; none where one has no partner, or where all of them are norms."""
    waiting: list[int] = []
    pairs: dict[int, int] = {}
    closed, within = set[int](), []
    for at in bars:
        operand = at - 1 in closed if at - 1 in bars else ends_operand(tokens[at - 1] if at else None)
        if not operand:
            waiting.append(at)
        elif waiting and tokens[waiting[-1]].text == tokens[at].text:
            pairs[waiting.pop()] = at
            closed.add(at)
            within += waiting[-1:]
        else:
            return {}
    norms = [first for first in within if _one_norm(tokens, first, pairs.get(first, 0), pairs.get(first + 1))]
    return pairs if not waiting and len(norms) < len(within) else {}


def _column_bars(tokens: list[Token]) -> list[Token]:
    """The bars of [a | b | c]: two or more, each between two operands, and nothing else that bars may pair with."""
    mates, _ = pair(tokens)
    found: list[Token] = []
    for at, token in enumerate(tokens):
        opens = token.text in ("[", "(") or token.text.endswith("matrix")
        if not opens or token.kind is not TokenKind.OPEN or mates[at] < 0:
            continue
        inside = level(tokens, mates, at + 1, mates[at])
        bars = [n for n in inside if tokens[n].kind is TokenKind.OPERATOR and tokens[n].text == "|"]
        if len(bars) < 2 or any(tokens[n].kind in (TokenKind.RELATION, TokenKind.SEPARATOR) for n in inside):
            continue
        between = all(ends_operand(tokens[n - 1]) and tokens[n + 1].kind is not TokenKind.OPERATOR for n in bars)
        if between and bars[0] > at + 1 and bars[-1] < mates[at] - 1:
            found += [tokens[n] for n in bars]
    return found


def _signs_as_bars(tokens: list[Token]) -> list[Token]:
    r"""\\parallel x \\parallel typed for a norm, and \\cap_i typed for a big intersection."""
    if not any(t.text in ("parallel", "cap", "cup") for t in tokens):
        return tokens
    out: list[Token] = []
    norm = False
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else None
        if token.text == "parallel" and _diverges(tokens, at):
            token = replace(token, kind=TokenKind.OPERATOR, text="‖")
        elif (
            token.text == "parallel" and (norm or not ends_operand(before)) and sum(t.text == "parallel" for t in tokens) % 2 == 0
        ):
            token, norm = replace(token, kind=TokenKind.OPERATOR, text="‖"), not norm
        elif token.text in ("cap", "cup") and not ends_operand(before) and at + 1 < len(tokens) and tokens[at + 1].text == "_":
            token = replace(token, kind=TokenKind.COMMAND, text=f"big{token.text}")
        out.append(token)
    return out


def _diverges(tokens: list[Token], at: int) -> bool:
    r"""Whether a \\parallel stands between the two sides of a divergence: the only relation in the brackets after a name."""
    opening, depth, inside = 0, 0, []
    for n in range(at - 1, 0, -1):
        depth += (tokens[n].kind is TokenKind.CLOSE) - (tokens[n].kind is TokenKind.OPEN)
        if depth < 0:
            opening = n if tokens[n].text == "(" else 0
            break
        inside += [tokens[n]] if not depth else []
    head = tokens[opening - 1] if opening else None
    called = head is not None and (head.kind is TokenKind.NAME or head.text == "}")
    return called and not any(t.kind is TokenKind.RELATION for t in inside)


def _lone_mids(tokens: list[Token]) -> list[Token]:
    r"""\mid y - x \mid typed for an absolute value: with nothing before it a bar opens, and the next one at its level closes."""
    first = [n for n, t in enumerate(tokens) if t.text == "mid" and not ends_operand(tokens[n - 1] if n else None)]
    if not first:
        return tokens
    mates, _ = pair(tokens)
    out, closed = list(tokens), -1
    for at in first:
        end = next((mates[n] for n in range(at, -1, -1) if tokens[n].kind is TokenKind.OPEN and mates[n] > at), len(tokens))
        behind = [n for n in level(tokens, mates, at + 1, end) if tokens[n].text == "mid"]
        if at > closed and behind:
            closed = behind[0]
            out[at], out[closed] = (replace(tokens[n], kind=TokenKind.OPERATOR, text="|") for n in (at, closed))
    return out
