r"""Between cutting and reading: what only an overview of all tokens can settle.

Alignment marks become wide space, a row that goes on from the row above is joined to it, typed || becomes one double bar,
\arg\min one name; and every opening is paired with its closing.
"""

from __future__ import annotations

from dataclasses import replace

from tutor.maths.reading import words
from tutor.maths.reading.cutting.lexer import TextToken, WordToken
from tutor.maths.reading.tidying.bars import bars, bracketed, parted
from tutor.maths.reading.tidying.inline_derivatives import on_the_line
from tutor.maths.reading.tidying.of_fields import columns, field_signs
from tutor.maths.reading.tidying.old_style import old_style
from tutor.maths.reading.tidying.pairing import ends_at, ends_operand, level, outward, pair
from tutor.maths.reading.tidying.quantified import quantified
from tutor.maths.reading.tidying.signs_alone import (
    bare_of_nothing,
    bold_signs,
    braced_relations,
    defining,
    kets,
    lone_bars,
    of_conditions,
    of_systems,
    stated_blocks,
    summing,
    typed_angles,
)
from tutor.maths.reading.tidying.typed_groups import typed_groups
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token

GRIDS = ("matrix", "array", "cases", "tabular", "smallmatrix")
_BINARY = (frozenset(words.SUMS) | frozenset(words.PRODUCTS)) - {"star", "*", "bullet", "circ"}
_SPACED = frozenset([":", "upharpoonright", "+", "-", "/", "cdot", "times", "otimes", "odot", "circ", "mid", "|", "‖"])
_IN_TWO = frozenset(["not", "lim", "arg", "xrightarrow", "xleftarrow", "perp", "perpsign", "independent"])
_REASONS = [[word] for word in ("because", "since", "as", "by", "using", "where", "if", "when", "assuming", "provided")]
_TWICE = frozenset(["perp", "perpsign", "independent"])  # two of them on each other are the sign of independence


def is_grid(name: str) -> bool:
    """Whether an environment's & separates cells rather than aligning lines."""
    return "eqnarray" not in name and any(grid in name for grid in GRIDS)


def tidy(tokens: list[Token]) -> list[Token]:
    """The tokens with alignment, continued rows, double bars and wide space settled."""
    for settle in _IN_ORDER:
        tokens = settle(tokens)
    return tokens


def _modular(tokens: list[Token]) -> list[Token]:
    r"""(a n + c) \\mathrm{MOD} (m): between two operands the word is the sign of the remainder."""
    if not any(t.text in ("mod", "MOD", "Mod", "m", "M") for t in tokens):
        return tokens
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        length = _mod_length(tokens, at)
        after = tokens[at + length] if length and at + length < len(tokens) else None
        begins = after is not None and (after.kind in (TokenKind.NUMBER, TokenKind.NAME) or after.text in ("(", "{", "["))
        if length and begins and out and (ends_operand(out[-1]) or out[-1].text == "("):
            out.append(Token(TokenKind.OPERATOR, "bmod", tokens[at].start, tokens[at + length - 1].end, tokens[at].spaced))
            at += length
        else:
            out.append(tokens[at])
            at += 1
    return out


def _mod_length(tokens: list[Token], at: int) -> int:
    """How many tokens spell "mod" from here on, in a font or as a word; 0 if none do."""
    if isinstance(tokens[at], TextToken):
        return int(tokens[at].text.strip().lower() == "mod")
    if tokens[at].kind is TokenKind.NAME and tokens[at].text.lower() == "mod":
        return 1
    dressed = tokens[at].text in ("mathrm", "operatorname", "mathop", "mathsf", "mathtt", "mathbf")
    if not dressed or [t.text for t in tokens[at + 1 : at + 2]] != ["{"]:
        return 0
    end = next((n for n in range(at + 2, min(at + 7, len(tokens))) if tokens[n].text == "}"), 0)
    return end + 1 - at if end and "".join(t.text for t in tokens[at + 2 : end]).lower() == "mod" else 0


def _joined(tokens: list[Token]) -> list[Token]:
    """Between two statements that each hold a relation, a wedge is "and" and a vee is "or"."""
    if not any(t.text in ("wedge", "vee") for t in tokens):
        return tokens
    mates, _ = pair(tokens)
    out = list(tokens)
    ranges = [(0, len(tokens))] + [(n + 1, mates[n]) for n, t in enumerate(tokens) if t.kind is TokenKind.OPEN and mates[n] > n]
    for first, last in ranges:
        inside = level(tokens, mates, first, last)
        signs = [
            n
            for n in inside
            if tokens[n].kind is TokenKind.OPERATOR and tokens[n].text in ("wedge", "vee") and ends_operand(tokens[n - 1])
        ]
        related = [n for n in inside if tokens[n].kind is TokenKind.RELATION]
        for k, sign in enumerate(signs):
            before = signs[k - 1] if k else first - 1
            after = signs[k + 1] if k + 1 < len(signs) else last
            if any(before < n < sign for n in related) and any(sign < n < after for n in related):
                t = tokens[sign]
                out[sign] = TextToken(TokenKind.NAME, "and" if t.text == "wedge" else "or", t.start, t.end, t.spaced)
    return out


def _without_empty_groups(tokens: list[Token]) -> list[Token]:
    """{} after a number or a letter is nothing: 7.96{}%, x{}^2; so it is after a sign without a script; {:} is a colon."""
    out: list[Token] = []
    for at, token in enumerate(tokens):
        if token.text == "}" and len(out) > 2 and out[-2].text == "{" and _only_spaced(out[-3], out[-1], tokens[at + 1 : at + 2]):
            del out[-2]
            continue
        alone = token.text == "}" and len(out) > 1 and out[-2].text == "{" and out[-1].text in words.BIG
        marked = tokens[at + 1 : at + 2] and tokens[at + 1].text in ("_", "^")
        if alone and marked and (len(out) < 3 or (out[-3].text not in ("_", "^", "}") and out[-3].kind is not TokenKind.COMMAND)):
            del out[-2]  # {\displaystyle\int}_R
            continue
        if token.text == "}" and len(out) > 1 and out[-1].text == "{" and _idle(out[-2], tokens[at + 1 : at + 2]):
            out.pop()
        else:
            out.append(token)
    return out


def _only_spaced(before: Token, sign: Token, after: list[Token]) -> bool:
    """Whether braces around a sign between two operands only change its spacing: 1{:}N, a{=}b, x{+}y, Y{,}X."""
    listing = sign.kind is TokenKind.SEPARATOR and sign.text == "," and before.kind is not TokenKind.NUMBER
    binary = listing or sign.kind is TokenKind.RELATION or (sign.kind is TokenKind.OPERATOR and sign.text in _SPACED)
    stands = ends_operand(before) and before.text not in ("!", "%") and bool(after)
    return binary and stands and after[0].text not in ("_", "^") and after[0].kind not in (TokenKind.CLOSE, TokenKind.SEPARATOR)


def _idle(before: Token, after: list[Token]) -> bool:
    """Whether {} between two tokens holds nothing up: no argument of a command, and nothing for a script to hang on."""
    if before.kind in (TokenKind.NUMBER, TokenKind.NAME):
        return True
    if before.kind is TokenKind.COMMAND and before.text in words.FUNCTIONS:
        return bool(after)  # \tan{}^2 x
    if before.kind is TokenKind.COMMAND and before.text in words.BIG:
        return bool(after) and after[0].text not in ("_", "^")  # \int{} f
    if before.text in ("{", "}", "^", "_") or before.kind is TokenKind.COMMAND or before.text.startswith(("begin:", "end:")):
        return False
    return not after or after[0].text not in ("_", "^", "'")


def _negated(tokens: list[Token]) -> list[Token]:
    r"""\not= is one sign, and so are \arg\min and the two \perp of independence."""
    if not any(t.text in _IN_TWO for t in tokens):
        return tokens
    out: list[Token] = []
    for token in tokens:
        last = out[-1] if out else None
        if token.text == "]" and last and last.text == "[" and len(out) > 1 and out[-2].text in ("xrightarrow", "xleftarrow"):
            out.pop()
            continue
        if last and last.kind is TokenKind.COMMAND and last.text == "not" and token.kind is TokenKind.RELATION:
            sign = {"=": "neq", "in": "notin"}.get(token.text, f"!{token.text}")
            out[-1] = Token(TokenKind.RELATION, sign, last.start, token.end, last.spaced)
        elif last and _doubled(token, last) and not _raised(out):
            out[-1] = Token(TokenKind.RELATION, "independent", last.start, token.end, last.spaced)
        elif last and last.kind is TokenKind.COMMAND and last.text == "lim" and token.text in ("sup", "inf"):
            out[-1] = Token(TokenKind.COMMAND, f"lim{token.text}", last.start, token.end, last.spaced)
        elif last and last.text == "arg" and token.text in ("min", "max") and (last.kind is TokenKind.COMMAND or _worded(last)):
            out[-1] = Token(TokenKind.COMMAND, f"arg{token.text}", last.start, token.end, last.spaced)
        elif token.text == "}" and last and last.text in ("argmax", "argmin") and len(out) > 1 and _only_grouped(out):
            del out[-2]  # {\\arg \\max}_x
        else:
            out.append(token)
    return out


def _only_grouped(out: list[Token]) -> bool:
    """Whether a brace that nothing takes as its argument stands before the last token."""
    before = out[-3] if len(out) > 2 else None
    return out[-2].text == "{" and (
        before is None or (before.kind is not TokenKind.COMMAND and before.text not in ("_", "^", "}"))
    )


def _worded(token: Token) -> bool:
    """Whether a token is a word, as \\text{arg} or \\mathrm{arg}, and no single letter."""
    return isinstance(token, TextToken | WordToken)


def _doubled(token: Token, last: Token) -> bool:
    return token.text == last.text and token.text in _TWICE and token.kind is last.kind is TokenKind.RELATION


def _raised(out: list[Token]) -> bool:
    r"""Whether the last sign stands above something, N^{\\perp\\perp}."""
    return len(out) > 2 and out[-2].text == "{" and out[-3].text == "^"


def _rows(tokens: list[Token]) -> list[Token]:
    """& outside matrices is wide space; a row break before a sign of relation is none."""
    if not any(t.text in ("&", "\\\\") for t in tokens):
        return tokens
    out: list[Token] = []
    grids, depth, related = [False], [0], False
    inside = _inside_sides(tokens)
    for at, token in enumerate(tokens):
        text = token.text
        if text.startswith(("begin:", "end:")) and token.kind in (TokenKind.OPEN, TokenKind.CLOSE):
            if token.kind is TokenKind.OPEN:
                grids.append(is_grid(text))
                depth.append(0)
            elif len(grids) > 1:
                grids.pop()
                depth.pop()
        elif token.kind in (TokenKind.OPEN, TokenKind.CLOSE):
            depth[-1] += 1 if token.kind is TokenKind.OPEN else -1
        elif token.kind is TokenKind.RELATION:
            related = True
        elif token.kind is TokenKind.SEPARATOR and not grids[-1]:
            if text == "&":
                if _awaits(out) or at in inside:
                    continue  # \\nabla_x &(a^T x): the mark only aligns
                token = replace(token, text="quad")
            elif text == "\\\\":
                if depth[-1] > 0 and _stacked(tokens, at):
                    token = replace(token, text=",")  # the lines of a substack are a list
                elif depth[-1] > 0 or (_goes_on(tokens, at, related) and not (_ends_beside(out) or columns(tokens, at))):
                    continue
                related = False
        out.append(token)
    return out


def _inside_sides(tokens: list[Token]) -> frozenset[int]:
    """The marks in rows without any relation, each the left side of the row below, f(x) & g(x) // &= ..."""
    found: list[int] = []
    marks: list[int] = []
    plain = True
    for at, token in enumerate(tokens):
        if token.text == "\\\\":
            below = next((t for t in tokens[at + 1 : at + 4] if t.text != "&"), None)
            goes_on = below is not None and below.kind is TokenKind.RELATION and below.text in ("=", "leq", "geq")
            found += marks * (plain and goes_on)
        if token.text == "\\\\" or token.text.startswith("begin:"):
            marks, plain = [], True
        elif token.text == "&":
            marks.append(at)
        elif token.kind is TokenKind.RELATION or isinstance(token, TextToken):
            plain = False
    return frozenset(found)


def _ends_beside(row: list[Token]) -> bool:
    r"""Whether a row ends with a statement of its own behind a comma and a wide gap, = b, \qquad R = 0."""
    gaps = [n for n, t in enumerate(row) if t.kind is TokenKind.SEPARATOR and t.text in ("\\", "quad")]
    if not gaps or row[gaps[-1]].text != "quad" or gaps[-1] == 0 or row[gaps[-1] - 1].text != ",":
        return False
    return any(t.kind is TokenKind.RELATION for t in row[gaps[-1] :])


def _awaits(tokens: list[Token]) -> bool:
    """Whether tokens end with an operator, with or without bounds, that has not yet reached anything."""
    at = len(tokens) - 1
    while at > 1 and (tokens[at].text == "}" or tokens[at - 1].text in ("_", "^")):
        if tokens[at].text == "}":
            depth = 1
            while depth and at:
                at -= 1
                depth += (tokens[at].text == "}") - (tokens[at].text == "{")
        if tokens[at - 1].text not in ("_", "^"):
            return False
        at -= 2
    if at < 0:
        return False
    last = tokens[at]
    return last.text == "nabla" or (last.kind is TokenKind.COMMAND and last.text in words.BIG)


def _stacked(tokens: list[Token], at: int) -> bool:
    """Whether a row break stands directly in the braces of a substack or of an index, between two lines."""
    depth = 0
    for n in range(at - 1, 0, -1):
        depth += (tokens[n].kind is TokenKind.CLOSE) - (tokens[n].kind is TokenKind.OPEN)
        if depth < 0:
            inner = tokens[n].text == "{" and tokens[n - 1].text in ("substack", "_")
            return inner and n < at - 1 and tokens[at + 1].text != "}" and tokens[at - 1].kind is not TokenKind.SEPARATOR
    return False


def _remarked(tokens: list[Token], at: int) -> bool:
    """Whether the row before the break ends with a remark in its own column, "(by the chain rule)"."""
    first = next((n for n in range(at - 1, -1, -1) if tokens[n].text in ("quad", "&", "\\\\")), -1)
    if first < 1 or tokens[first].text == "\\\\" or first + 1 >= at:
        return False
    told = tokens[first + 1]
    if isinstance(told, TextToken) and told.text.strip(" (").lower().split()[:1] in _REASONS:
        return True  # & \\text{because } a > 0
    return isinstance(told, TextToken) and not any(t.kind is TokenKind.RELATION for t in tokens[first + 1 : at])


def _goes_on(tokens: list[Token], at: int, related: bool) -> bool:
    """Whether the row after the break at `at` goes on from the row before it."""
    if _remarked(tokens, at):
        return False
    before = next((t for t in reversed(tokens[:at]) if t.text not in ("quad", "&")), None)
    raised = at > 1 and tokens[at - 2].text in ("^", "_")
    binary = before is not None and before.kind is TokenKind.OPERATOR and before.text in _BINARY and not raised
    if before and (before.kind is TokenKind.RELATION or binary):
        return True
    rest = [t for t in tokens[at + 1 : at + 80] if t.text not in ("quad", "&")]
    if not rest:
        return True
    first = rest[0]
    if first.kind is TokenKind.RELATION:
        row_end = next((n for n, t in enumerate(rest) if t.text == "\\\\" or t.text.startswith("end:")), len(rest))
        return first.text != "to" or not related or not any(t.kind is TokenKind.RELATION for t in rest[1:row_end])
    if first.kind is not TokenKind.OPERATOR or first.text not in _BINARY or first.text == "|":
        return False
    row_end = next((n for n, t in enumerate(rest) if t.text == "\\\\" or t.text.startswith("end:")), len(rest))
    return not (first.text in ("-", "pm", "+") and related and any(t.kind is TokenKind.RELATION for t in rest[:row_end]))


def _without_idle_space(tokens: list[Token]) -> list[Token]:
    """Wide space separates only where something ends before it and something begins after it."""
    if not any(map(_is_gap, tokens)):
        return tokens
    out: list[Token] = []
    after: Token | None = None
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        quad = _is_gap(token)
        put = token.start == token.end  # between the numbers of a row, (4  -2): it parts them whatever follows
        if quad and not put and not _parts_statements(tokens, at) and (after is None or _is_gap(after) or _idle_before(after)):
            continue
        out.append(token)
        after = token
    out.reverse()
    return [t for n, t in enumerate(out) if not _is_gap(t) or (ends_at(out, n - 1) and not _awaits(out[:n]))]


def _parts_statements(tokens: list[Token], at: int) -> bool:
    r"""Whether a wide space stands between two statements, the second led by a sign: a = b \quad -c = d."""
    typed = tokens[at].end - tokens[at].start > 1  # an alignment mark may stand within one statement
    if not typed or at + 1 == len(tokens) or tokens[at + 1].text not in ("-", "pm", "mp"):
        return False
    after, before = tokens[at + 1 : at + 80], tokens[max(0, at - 80) : at]
    return _states(after, TokenKind.OPEN) and _states(before[::-1], TokenKind.CLOSE)


def _states(tokens: list[Token], begins: TokenKind) -> bool:
    """Whether a sign of relation stands before the next separator, outside of brackets."""
    depth = 0
    for token in tokens:
        if token.kind in (TokenKind.OPEN, TokenKind.CLOSE):
            depth += 1 if token.kind is begins else -1
        if depth < 0 or (not depth and token.kind is TokenKind.SEPARATOR):
            return False
        if not depth and token.kind is TokenKind.RELATION:
            return True
    return False


def _is_gap(token: Token) -> bool:
    r"""Whether a token is a wide space, and not the word: c_\text{quad}."""
    return token.kind is TokenKind.SEPARATOR and token.text == "quad"


def _idle_before(token: Token) -> bool:
    if token.kind in (TokenKind.RELATION, TokenKind.SEPARATOR, TokenKind.CLOSE):
        return True
    return token.kind is TokenKind.OPERATOR and token.text not in ("|", "‖", "forall", "exists", "existsone", "neg", "nexists")


_IN_ORDER = (
    bare_of_nothing, old_style,
    typed_groups, outward, on_the_line, summing, defining, typed_angles, kets, of_conditions, stated_blocks, braced_relations,
    bold_signs, of_systems, _without_empty_groups, _modular,
    lone_bars, parted, bracketed, field_signs, _joined, bars, quantified, _negated, _rows, _without_idle_space,
)  # fmt: skip
