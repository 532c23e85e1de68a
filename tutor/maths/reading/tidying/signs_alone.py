r"""Signs that a book dressed or set apart: a bold dot, one large bar, the columns of a system of equations."""

from __future__ import annotations

import itertools
from dataclasses import replace

from tutor.maths.reading import words
from tutor.maths.reading.tidying.pairing import holds_nothing, pair
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token

_BLOCKS = frozenset(["split", "aligned", "gathered", "alignedat", "align", "gather"])  # of equations below each other
_DOTS = frozenset(["dots", "vdots", "ddots", "cdots", "&", "\\\\", "quad"])


def bold_signs(tokens: list[Token]) -> list[Token]:
    r"""A sign between two operands in a font, \boldsymbol{\cdot} or \mathbf{+}, is that sign."""
    out: list[Token] = []
    for token in tokens:
        dressed = len(out) > 2 and out[-3].text in words.FONTS and out[-3].kind is TokenKind.COMMAND and out[-2].text == "{"
        sign = dressed and out[-1].kind in (TokenKind.OPERATOR, TokenKind.RELATION)
        if token.text == "}" and sign and len(out) > 3 and out[-4].text not in ("^", "_", "{", "("):
            out[-3:] = [out[-1]]
            continue
        out.append(token)
    return out


def lone_bars(tokens: list[Token]) -> list[Token]:
    r"""E(x \bigl| O): a bar set large on one side only parts two halves, as \mid does."""
    opened = [n for n, t in enumerate(tokens) if t.text == "|" and t.kind is TokenKind.OPEN]
    closed = [n for n, t in enumerate(tokens) if t.text == "|" and t.kind is TokenKind.CLOSE]
    dotted = any(t.text == "." and t.kind in (TokenKind.OPEN, TokenKind.CLOSE) for t in tokens)
    angled = sum(t.text == "⟩" for t in tokens) != sum(t.text == "⟨" for t in tokens)  # |0>, which an angle closes
    if dotted or angled or (not opened and not closed) or (opened and closed):
        return tokens
    parts = [n for n in opened + closed if 0 < n < len(tokens) - 1 and _operands(tokens[n - 1], tokens[n + 1])]
    return [replace(t, kind=TokenKind.OPERATOR, text="mid") if n in parts else t for n, t in enumerate(tokens)]


def _operands(before: Token, after: Token) -> bool:
    """Whether something ends before a bar and something begins after it."""
    ends = before.kind in (TokenKind.NAME, TokenKind.NUMBER, TokenKind.CLOSE)
    return ends and after.kind in (TokenKind.NAME, TokenKind.NUMBER, TokenKind.OPEN, TokenKind.COMMAND)


def bare_of_nothing(tokens: list[Token]) -> list[Token]:
    r"""u^{}, \partial_{}: an index of nothing, as a macro leaves it where an option is not given, is none."""
    if not holds_nothing(tokens):
        return tokens
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        texts = [t.text for t in tokens[at : at + 5]]
        if texts[:1] in (["^"], ["_"]) and texts[1:3] == ["{", "}"] and out and out[-1].text != "{":
            at += 3
        elif texts == ["{", "^", "{", "}", "}"] and out:
            at += 5
        else:
            out.append(tokens[at])
            at += 1
    return out


def of_systems(tokens: list[Token]) -> list[Token]:
    r"""\{ x &+& y &=& 9: behind one brace the columns only line equations up, where most rows set a relation in a column."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        braced = at > 0 and tokens[at - 1].text == "\\{" and tokens[at - 1].kind is TokenKind.OPEN
        end = _end_of_array(tokens, at) if braced and tokens[at].text.startswith("begin:array") else -1
        if end > 0 and _aligned(tokens[at + 1 : end]):
            out += [t for t in tokens[at:end] if t.text != "&"]
            at = end
            continue
        if tokens[at].text.startswith("begin:array") and (at == 0 or tokens[at - 1].kind is not TokenKind.OPEN):
            end = _end(tokens, at)
            if end > 0 and _set_below(tokens[at + 1 : end]):  # array{rcl} for lines set below each other
                inside = [replace(t, kind=TokenKind.SEPARATOR, text="&") if t.text == "&" else t for t in tokens[at + 1 : end]]
                out += [replace(tokens[at], text="begin:aligned"), *inside, replace(tokens[end], text="end:aligned")]
                at = end + 1
                continue
        out.append(tokens[at])
        at += 1
    return out


def _end_of_array(tokens: list[Token], start: int) -> int:
    """The index of the end of the array that begins at `start`, if a lone brace was all that stood before it; else -1."""
    depth = 0
    for at in range(start, len(tokens)):
        depth += tokens[at].text.startswith("begin:") - tokens[at].text.startswith("end:")
        if depth == 0:
            after = tokens[at + 1] if at + 1 < len(tokens) else None
            return at if after is not None and after.text == "." and after.kind is TokenKind.CLOSE else -1
    return -1


def _end(tokens: list[Token], start: int) -> int:
    """The index of the end of the environment that begins at `start`; -1 if it has none."""
    depth = 0
    for at in range(start, len(tokens)):
        depth += tokens[at].text.startswith("begin:") - tokens[at].text.startswith("end:")
        if depth == 0:
            return at
    return -1


def _set_below(inside: list[Token]) -> bool:
    """Whether each row of an array has three columns with nothing but a relation in the middle one."""
    if any(t.text.startswith("begin:") for t in inside):
        return False
    rows: list[list[list[Token]]] = [[[]]]
    for token in inside:
        if token.text == "\\\\":
            rows.append([[]])
        elif token.text == "&":
            rows[-1].append([])
        else:
            rows[-1][-1].append(token)
    told = [row for row in rows if any(row)]
    return len(told) > 1 and all(len(row) == 3 and [t.kind for t in row[1]] == [TokenKind.RELATION] for row in told)


def _aligned(inside: list[Token]) -> bool:
    """Whether each row, but for rows of dots, has a relation next to a mark of a column."""
    if any(t.text.startswith("begin:") for t in inside):
        return False
    rows: list[list[Token]] = [[]]
    for token in inside:
        if token.text == "\\\\":
            rows.append([])
        else:
            rows[-1].append(token)
    told = [row for row in rows if row and not all(t.text in _DOTS for t in row)]
    return len(told) > 1 and all(_beside_column(row) for row in told)


def _beside_column(row: list[Token]) -> bool:
    return any("&" in (a.text, b.text) and TokenKind.RELATION in (a.kind, b.kind) for a, b in itertools.pairwise(row))


def typed_angles(tokens: list[Token]) -> list[Token]:
    """<a, b>: a typed pair of angles around a list, where nothing stands before the first that could be less than something."""
    if not any(t.text == "<" for t in tokens) or not any(t.text in (">", "geq") for t in tokens):
        return tokens
    out = list(tokens)
    equated: list[int] = []
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else None
        begins = before is None or before.kind not in (TokenKind.NAME, TokenKind.NUMBER, TokenKind.CLOSE)
        if token.text != "<" or token.kind is not TokenKind.RELATION:
            continue
        end, depth, commas = at + 1, 0, 0
        while end < len(tokens) and depth >= 0 and (depth > 0 or tokens[end].kind is not TokenKind.RELATION):
            depth += {TokenKind.OPEN: 1, TokenKind.CLOSE: -1}.get(tokens[end].kind, 0)
            commas += depth == 0 and tokens[end].text == ","
            end += 1
        last = tokens[end] if depth == 0 and commas and at + 3 < end < len(tokens) else None
        behind = tokens[end + 1 : end + 2]
        held = tokens[at + 1 : end]
        named = depth == 0 and 0 < len(held) < 8 and end < len(tokens) and tokens[end].text == ">" and not commas
        if named and _is_mean(before, held, behind):
            out[at] = replace(token, kind=TokenKind.OPEN, text="⟨")
            out[end] = replace(tokens[end], kind=TokenKind.CLOSE, text="⟩")
            continue
        open_end = not behind or behind[0].kind in (TokenKind.RELATION, TokenKind.CLOSE) or behind[0].text in ("+", "-", "cdot")
        if not (begins or open_end):
            continue  # 2 < x, y > 1: two statements
        if last is not None and (last.text == ">" or (last.text == "geq" and last.end == last.start + 2)):
            out[at] = replace(token, kind=TokenKind.OPEN, text="⟨")
            out[end] = replace(last, kind=TokenKind.CLOSE, text="⟩", end=last.start + 1)
            equated += [end] * (last.text == "geq")  # <x, y>=0 typed without a space
    for at in reversed(equated):
        out.insert(at + 1, Token(TokenKind.RELATION, "=", tokens[at].start + 1, tokens[at].end))
    return out


def _is_mean(before: Token | None, held: list[Token], behind: list[Token]) -> bool:
    """Whether typed angles hold one thing, <A> = <psi|A|psi>, d<M>_t: nothing is compared without a side."""
    plain = all(t.kind in (TokenKind.NAME, TokenKind.NUMBER) or t.text in ("|", "^", "_", "{", "}") for t in held)
    scripted = bool(behind) and behind[0].text in ("_", "^")
    ends = (TokenKind.RELATION, TokenKind.CLOSE, TokenKind.SEPARATOR)
    closed = not behind or behind[0].kind in ends or behind[0].text in "+-"
    begun = before is None or before.kind in (TokenKind.RELATION, TokenKind.SEPARATOR, TokenKind.OPEN) or before.text in "+-"
    return plain and ((begun and (closed or scripted)) or (scripted and before is not None and before.text == "d"))


def braced_relations(tokens: list[Token]) -> list[Token]:
    r"""\underbrace{\leq}_{why}: a note on a relation, which joins two sides and is no factor."""
    if not any(t.text in ("underbrace", "overbrace") for t in tokens):
        return tokens
    mates, _ = pair(tokens)
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token, rest = tokens[at], tokens[at + 1 : at + 6]
        noted = token.text in ("underbrace", "overbrace") and len(rest) > 4
        related = noted and rest[0].text == "{" and rest[1].kind is TokenKind.RELATION and rest[2].text == "}"
        if not related or rest[3].text not in ("_", "^") or rest[4].text != "{" or mates[at + 5] < 0:
            out.append(token)
            at += 1
            continue
        end = mates[at + 5] + 1
        out += [replace(token, text="underset" if rest[3].text == "_" else "stackrel"), *tokens[at + 5 : end], *rest[:3]]
        at = end
    return out


def stated_blocks(tokens: list[Token]) -> list[Token]:
    r"""\end{split} \begin{split}: two blocks of equations side by side, each for itself, are parted as two equations are."""
    out: list[Token] = []
    for at, token in enumerate(tokens):
        blocks = at and token.text.startswith("begin:") and tokens[at - 1].text.startswith("end:")
        if blocks and {token.text[6:], tokens[at - 1].text[4:]} <= _BLOCKS and tokens[at - 1].kind is TokenKind.CLOSE:
            out.append(Token(TokenKind.SEPARATOR, "quad", token.start, token.start))
        out.append(token)
    return out


def kets(tokens: list[Token]) -> list[Token]:
    r"""|0> + |1>, |\psi\rangle and \langle v|: a bar and an angle around a name are a bracket of physicists."""
    if not any(t.text == "|" for t in tokens):
        return tokens
    out, opened = list(tokens), 0
    for at, token in enumerate(tokens):
        angle = token.text == "⟩" and token.kind is TokenKind.CLOSE
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        ends = after is None or after.kind in (TokenKind.RELATION, TokenKind.CLOSE, TokenKind.SEPARATOR) or after.text in "+-|"
        if token.text == "⟨" and token.kind is TokenKind.OPEN:
            if (bar := _end_of_bra(tokens, at)) is None:
                opened += 1
            else:
                out[bar] = replace(tokens[bar], kind=TokenKind.CLOSE)
        elif angle and opened:
            opened -= 1
        elif angle or (token.text == ">" and token.kind is TokenKind.RELATION and ends):
            first = next((n for n in range(at - 1, max(-1, at - (12 if angle else 6)), -1) if out[n].text == "|"), -1)
            named = first >= 0 and out[first].kind is TokenKind.OPERATOR and at - first > 1
            if named and all(_names(t, angle) for t in out[first + 1 : at]):
                out[first] = replace(out[first], kind=TokenKind.OPEN)
                out[at] = replace(token, kind=TokenKind.CLOSE, text="⟩")
    return out


def _end_of_bra(tokens: list[Token], at: int) -> int | None:
    r"""Where the bar stands that closes a bra, \langle v|; None in a bracket that an angle closes, \langle v | u \rangle."""
    bars = [n for n in range(at + 1, len(tokens)) if tokens[n].text == "|" and tokens[n].kind is TokenKind.OPERATOR]
    angles = [n for n in range(at + 1, len(tokens)) if tokens[n].text in ("⟩", "⟨")]
    closed = bool(angles) and tokens[angles[0]].text == "⟩"
    if not bars or closed or (angles and angles[0] < bars[0]):
        return None
    return bars[0] if all(_names(t, True) for t in tokens[at + 1 : bars[0]]) else None


def _names(token: Token, angled: bool) -> bool:
    """Whether a token may stand in the name of a state, with an index where the bracket is surely one."""
    signs = token.kind in (TokenKind.COMMAND, TokenKind.OPERATOR) or token.text in ("{", "}", ",")
    marks = angled and signs and token.text not in ("|", "‖")
    return marks or token.kind in (TokenKind.NAME, TokenKind.NUMBER)


def of_conditions(tokens: list[Token]) -> list[Token]:
    r"""\{x \in A / x > 0\}: between what a set is taken from and what its members satisfy the stroke divides nothing."""
    if not any(t.text == "/" for t in tokens):
        return tokens
    out = list(tokens)
    for at, token in enumerate(tokens):
        if token.text != "\\{" or token.kind is not TokenKind.OPEN:
            continue
        depth, member, stroke = 0, False, -1
        for n in range(at + 1, len(tokens)):
            depth += (tokens[n].kind is TokenKind.OPEN) - (tokens[n].kind is TokenKind.CLOSE)
            if depth < 0 or (depth == 0 and tokens[n].kind is TokenKind.SEPARATOR):
                break
            related = depth == 0 and tokens[n].kind is TokenKind.RELATION
            if related and stroke > 0:
                out[stroke] = replace(tokens[stroke], kind=TokenKind.OPERATOR, text="mid")
                break
            member = member or (related and tokens[n].text == "in")
            stroke = n if member and depth == 0 and tokens[n].text == "/" else stroke
    return out


def defining(tokens: list[Token]) -> list[Token]:
    """: &= with the mark of alignment between them is :=, and =: defines what stands on its right."""
    if not any(t.text in (":", "colon") for t in tokens):
        return tokens
    out: list[Token] = []
    for at, token in enumerate(tokens):
        last = out[-1] if out else None
        colon = last is not None and last.text in (":", "colon")
        if last is not None and colon and token.text == "=" and token.kind is TokenKind.RELATION:
            out[-1] = replace(token, text=":=", start=last.start)
        elif last is not None and last.text == "&" and len(out) > 1 and out[-2].text in (":", "colon") and token.text == "=":
            out[-2:] = [replace(token, text=":=", start=out[-2].start)]
        elif last is not None and last.text == "=" and token.text in (":", "colon") and at + 1 < len(tokens):
            out[-1] = replace(last, text="=:", end=token.end)
        else:
            out.append(token)
    return out


def summing(tokens: list[Token]) -> list[Token]:
    """The Greek capitals with a range below them, Sigma_{i=1}^n and Pi_{x in X}, stand for a sum and a product."""
    if not any(t.text in ("Sigma", "Pi") for t in tokens):
        return tokens
    out = list(tokens)
    for at, token in enumerate(tokens[:-2]):
        if token.text not in ("Sigma", "Pi") or token.kind is not TokenKind.NAME:
            continue
        low = at + 1
        if tokens[low].text == "^":  # \Pi^n_{i=1}
            braced = tokens[low + 1].text == "{"
            low = next((n for n in range(low, len(tokens)) if tokens[n].text == "}"), low) + 1 if braced else low + 2
        if [t.text for t in tokens[low : low + 2]] != ["_", "{"]:
            continue
        end = next((n for n in range(low + 2, len(tokens)) if tokens[n].text == "}"), 0)
        ranged = any(t.kind is TokenKind.RELATION and t.text in ("=", "in") for t in tokens[low + 3 : end])
        if ranged and end + 1 < len(tokens):
            out[at] = replace(token, kind=TokenKind.COMMAND, text="sum" if token.text == "Sigma" else "prod")
    return out
