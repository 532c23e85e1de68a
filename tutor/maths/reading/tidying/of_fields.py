r"""What a field types in its own way, settled before the grammar reads it: a | b \Rightarrow a | bc, [\![1, n]\!],
T^{\mu\nu}{}_{;\nu}, \mathrm{p.v.}\int, \mathrm{ess}\sup, \exists!.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from tutor.maths.reading.cutting.lexer import TextToken, WordToken
from tutor.maths.reading.tidying.pairing import ends_operand, level, pair
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token

_BRACKETS = {"brace": ("\\{", "\\}"), "brack": ("[", "]")}
_JOINING = frozenset(["wedge", "vee", "ampersand"])
_ARROWS = frozenset(["implies", "iff", "to", "impliedby", "doublearrow"])


def field_signs(tokens: list[Token]) -> list[Token]:
    """The tokens with the signs that one field types in its own way settled."""
    tokens = _stated_bars(_reals(_divergence(tokens)))
    return _in_braces(_logical(_restricted(_unique(_principal(_essential(_staggered(_double_brackets(tokens))))))))


def _divergence(tokens: list[Token]) -> list[Token]:
    r"""- \div (p \nabla u) divides nothing, it is the divergence; and a \bigcirc b is some operation."""
    if not any(t.text in ("div", "bigcirc") for t in tokens):
        return tokens
    out = list(tokens)
    for at, token in enumerate(tokens):
        left = at > 0 and ends_operand(tokens[at - 1])
        right = at + 1 < len(tokens) and tokens[at + 1].kind in (TokenKind.NAME, TokenKind.OPEN, TokenKind.COMMAND)
        if token.text == "div" and token.kind is TokenKind.OPERATOR and right and not left:
            out[at] = WordToken(TokenKind.NAME, "div", token.start, token.end, token.spaced)
        elif token.text == "bigcirc" and left and right:
            out[at] = replace(token, kind=TokenKind.OPERATOR)
    return out


def _reals(tokens: list[Token]) -> list[Token]:
    r"""x \in \Re, \Re^n: old texts write the real numbers so; before an operand the sign is the real part."""
    if not any(t.text == "Re" for t in tokens):
        return tokens
    out: list[Token] = []
    for at, token in enumerate(tokens):
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        part = after is not None and after.kind in (TokenKind.NAME, TokenKind.OPEN, TokenKind.COMMAND) and after.text != "\\}"
        part = part or (after is not None and after.text in ("|", "‖") and (at == 0 or tokens[at - 1].text not in ("in", "to")))
        lowered = at > 0 and tokens[at - 1].text in ("_", "^", "{")
        if token.text == "Re" and token.kind is TokenKind.NAME and type(token) is Token and not part and not lowered:
            pieces = ((TokenKind.COMMAND, "mathbb"), (TokenKind.OPEN, "{"), (TokenKind.NAME, "R"), (TokenKind.CLOSE, "}"))
            out += [replace(token, kind=kind, text=text) for kind, text in pieces]
        else:
            out.append(token)
    return out


def _stated_bars(tokens: list[Token]) -> list[Token]:
    r"""In a | b \Rightarrow a | bc and f|A = g|A each bar belongs to one statement, so no two of them enclose anything; beside an
    arrow between statements they say "divides"."""
    if sum(t.text == "|" and t.kind is TokenKind.OPERATOR for t in tokens) < 2:
        return tokens
    mates, _ = pair(tokens)
    out = list(tokens)
    starts = [(0, len(tokens))] + [(n + 1, mates[n]) for n, t in enumerate(tokens) if t.kind is TokenKind.OPEN and mates[n] > n]
    for start, end in starts:
        inside = level(tokens, mates, start, end)
        found = _one_in_each(tokens, inside)
        arrow = any(tokens[n].text in _ARROWS for n in inside)
        small = all(_may_divide(tokens[n - 1]) and _may_divide(tokens[n + 1]) for n in found)
        for n in found:
            kind, text = (TokenKind.RELATION, "divides") if arrow and small else (TokenKind.OPERATOR, "mid")
            out[n] = replace(tokens[n], kind=kind, text=text)
        if found and arrow and small:
            for n in (n for n in inside if tokens[n].text in ("doublearrow", "to")):
                out[n] = replace(tokens[n], text="implies")
    return out


def _one_in_each(tokens: list[Token], inside: list[int]) -> list[int]:
    """The bars at one level, if there are two or more, each between two operands and with a sign of relation, a comma or a word
    between it and the next."""
    bars: list[int] = []
    parted = True
    for n in inside:
        token = tokens[n]
        if token.kind is TokenKind.OPERATOR and token.text == "|":
            after = tokens[n + 1] if n + 1 < len(tokens) else None
            if not parted or n == 0 or not ends_operand(tokens[n - 1]) or after is None or not _begins(after):
                return []
            bars.append(n)
            parted = False
        elif token.kind in (TokenKind.RELATION, TokenKind.SEPARATOR) or token.text in _JOINING or isinstance(token, TextToken):
            parted = True
    return bars if len(bars) > 1 else []


def _begins(token: Token) -> bool:
    return token.kind in (TokenKind.NAME, TokenKind.NUMBER) or (token.kind is TokenKind.OPEN and token.text != "{")


def _may_divide(token: Token) -> bool:
    """Whether a token may end or begin a whole number: no plain capital, as maps and events have."""
    return not (len(token.text) == 1 and token.text.isupper())


def _double_brackets(tokens: list[Token]) -> list[Token]:
    r"""[\![1, n]\!]: two brackets drawn together are one double bracket."""
    if sum(t.text == "[" for t in tokens) < 2:
        return tokens
    mates, _ = pair(tokens)
    out: list[Token] = []
    doubled = {
        n
        for n, (one, other) in enumerate(itertools.pairwise(tokens))
        if one.text == other.text == "[" and mates[n] == mates[n + 1] + 1 and mates[n + 1] > 0 and other.start > one.end + 1
    }
    closing = {mates[n + 1]: n for n in doubled}
    skipped = {n + 1 for n in doubled} | {mates[n] for n in doubled}
    for n, token in enumerate(tokens):
        if n in doubled:
            out.append(replace(token, text="⟦", end=tokens[n + 1].end))
        elif n in closing:
            out.append(replace(token, text="⟧", end=tokens[n + 1].end))
        elif n not in skipped:
            out.append(token)
    return out


def _staggered(tokens: list[Token]) -> list[Token]:
    r"""T^{\mu\nu}{}_{;\nu}: an empty group between an index above and one below only keeps the two apart."""
    gone: set[int] = set()
    mates: list[int] = []
    for n in range(3, len(tokens) - 3):
        if (
            (tokens[n].text, tokens[n + 1].text) != ("{", "}")
            or tokens[n - 1].text != "}"
            or tokens[n + 2].text not in ("^", "_")
        ):
            continue
        mates = mates or pair(tokens)[0]
        opened = mates[n - 1]
        if opened < 2 or tokens[opened - 1].text not in ("^", "_") or tokens[opened - 1].text == tokens[n + 2].text:
            continue
        before = tokens[opened - 3].text if opened > 2 else ""
        end = mates[n + 3] if mates[n + 3] > n else n + 3
        owned = end + 1 < len(tokens) and tokens[end + 1].kind is TokenKind.NAME  # v^{k+1} {}_k p: the index belongs to p
        if tokens[opened - 2].kind is TokenKind.NAME and before not in ("^", "_") and not owned:
            gone |= {n, n + 1}
    return [t for n, t in enumerate(tokens) if n not in gone] if gone else tokens


def _essential(tokens: list[Token]) -> list[Token]:
    r"""\mathrm{ess} \sup is one name."""
    if not any(t.text in ("sup", "inf") for t in tokens[4:]):
        return tokens
    out: list[Token] = []
    for token in tokens:
        last = [t.text for t in out[-3:]]
        spelled = "".join(t.text for t in out[-4:-1])
        if token.text in ("sup", "inf") and last[-1:] == ["}"] and spelled.endswith("ess"):
            opened = next(n for n in range(len(out) - 1, -1, -1) if out[n].text == "{")
            if opened and out[opened - 1].text in ("mathrm", "operatorname", "rm", "text") and len(out) - opened in (3, 5):
                first = out[opened - 1]
                del out[opened - 1 :]
                token = Token(TokenKind.COMMAND, f"ess{token.text}", first.start, token.end, first.spaced)
        out.append(token)
    return out


def _principal(tokens: list[Token]) -> list[Token]:
    r"""{\rm p.v.} \int: the letters and their full stops are the words "principal value"."""
    out: list[Token] = []
    for token in tokens:
        out.append(token)
        if token.text == "." and [t.text for t in out[-4:]] == ["p", ".", "v", "."]:
            first = out[-4]
            out[-4:] = [TextToken(TokenKind.NAME, "p.v.", first.start, token.end, first.spaced)]
    return out


def _unique(tokens: list[Token]) -> list[Token]:
    r"""\exists!: there is one, and only one."""
    out: list[Token] = []
    for token in tokens:
        if token.text == "!" and out and out[-1].text == "exists":
            out[-1] = replace(out[-1], text="existsone", end=token.end)
        else:
            out.append(token)
    return out


def _restricted(tokens: list[Token]) -> list[Token]:
    r"""f\restriction_A: the set stands low, and is no index of the sign."""
    return [t for n, t in enumerate(tokens) if not (t.text == "_" and n and tokens[n - 1].text == "upharpoonright")]


def _logical(tokens: list[Token]) -> list[Token]:
    r"""An arrow between statements implies: in \forall x (P(x) \to Q(x)), and beside a sign of denial. What there is none of, in
    \nexists x, begins its statement."""
    first = [n for n, t in enumerate(tokens) if t.text == "nexists" and (not n or not ends_operand(tokens[n - 1]))]
    if not first and not any(t.text == "to" for t in tokens):
        return tokens
    out = [replace(t, kind=TokenKind.OPERATOR) if n in first else t for n, t in enumerate(tokens)]
    spans: list[tuple[int, int]] = []
    if any(t.text in ("neg", "bot") and tokens[n - 1].text != "^" for n, t in enumerate(tokens)):
        spans.append((0, len(tokens)))
    mates: list[int] = []
    for n, token in enumerate(tokens[:-2]):
        if token.text in ("forall", "exists") and tokens[n + 2].text in ("(", "["):
            mates = mates or pair(tokens)[0]
            if _claims(tokens, mates, n + 3, mates[n + 2]):
                spans.append((n + 3, mates[n + 2]))
    if not spans or any(t.text in (":", "lim") for t in tokens):
        return out
    inside = {n for start, end in spans for n in level(tokens, mates or pair(tokens)[0], start, max(start, end))}
    return [replace(t, text="implies") if t.text == "to" and n in inside else t for n, t in enumerate(out)]


def _claims(tokens: list[Token], mates: list[int], start: int, end: int) -> bool:
    r"""Whether what an arrow leads from in a bracket is a statement, P(x), Px or x > 0; f_n(x) and x_n tend to something."""
    inside = level(tokens, mates, start, max(start, end))
    for n in inside:
        before = tokens[n - 1]
        if tokens[n].kind is TokenKind.RELATION and tokens[n].text != "to":
            return True
        if tokens[n].text != "to":
            continue
        at = mates[n - 1] - 1 if before.text == ")" else n - 2
        head = tokens[at] if at > 0 else before
        stated = (len(head.text) == 1 and head.text.isupper()) or head.text in ("phi", "psi", "chi")
        if stated and head.kind is TokenKind.NAME and tokens[at - 1].text not in ("_", "^"):
            return True
    return False


def _in_braces(tokens: list[Token]) -> list[Token]:
    r"""{n \brace k} and {n \brack k}: two things on each other in a bracket of that kind."""
    if not any(t.kind is TokenKind.COMMAND and t.text in _BRACKETS for t in tokens):
        return tokens
    mates, _ = pair(tokens)
    out = [[t] for t in tokens]
    for at, token in enumerate(tokens):
        opened = next((n for n in range(at - 1, -1, -1) if mates[n] > at), -1) if token.text in _BRACKETS else -1
        if opened >= 0 and tokens[opened].text == "{":
            first, last = tokens[opened], tokens[mates[opened]]
            left, right = _BRACKETS[token.text]
            out[opened] = [replace(first, text=left), replace(first, start=first.end)]
            out[at] = [replace(token, text="atop")]
            out[mates[opened]] = [replace(last, end=last.start), replace(last, text=right)]
    return [t for row in out for t in row]


def columns(tokens: list[Token], at: int) -> bool:
    """Whether the row that ends at a break holds two statements in columns of their own, a & = b & c & = d: what the next row
    begins with goes on from neither for sure."""
    marks, depth, related = 0, 0, [False, False]
    for n in range(at - 1, -1, -1):
        token = tokens[n]
        depth += (token.kind is TokenKind.CLOSE) - (token.kind is TokenKind.OPEN)
        if depth < 0 or (not depth and token.text == "\\\\"):
            break
        if not depth and token.text == "&":
            marks += 1
        elif not depth and token.kind is TokenKind.RELATION:
            related[marks > 1] = True
    return marks > 2 and all(related)
