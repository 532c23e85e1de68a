r"""Between cutting and reading: what only an overview of all tokens can settle.

Alignment marks become wide space, a row that goes on from the row above is joined to it, typed || becomes one double bar,
\arg\min one name; and every opening is paired with its closing.
"""

from __future__ import annotations

from dataclasses import replace

from tutor.maths.reading import words
from tutor.maths.reading.lexer import TextToken
from tutor.maths.reading.signs_alone import bold_signs, defining, lone_bars, of_systems, summing, typed_angles
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token

GRIDS = ("matrix", "array", "cases", "tabular", "smallmatrix")
MOST_OPEN = 120
_PLAIN_PAIRS = {"(": ")]", "[": ")]", "\\{": ("\\}",), "⟨": ("⟩",), "⌊": ("⌋",), "⌈": ("⌉",), "⟦": ("⟧",)}
_BINARY = (frozenset(words.SUMS) | frozenset(words.PRODUCTS)) - {"star", "*", "bullet", "circ"}
_SPACED = frozenset([":", "+", "-", "/", "cdot", "times", "otimes", "odot", "circ", "mid", "|", "‖"])
_TWICE = frozenset(["perp", "perpsign", "independent"])  # two of them on each other are the sign of independence
_ENDING = frozenset(["!", "%", "'"])


def is_grid(name: str) -> bool:
    """Whether an environment's & separates cells rather than aligning lines."""
    return "eqnarray" not in name and any(grid in name for grid in GRIDS)


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


def tidy(tokens: list[Token]) -> list[Token]:
    """The tokens with alignment, continued rows, double bars and wide space settled."""
    return _without_idle_space(
        _rows(
            _negated(
                _bars(
                    _joined(
                        _bracketed(
                            _parted(
                                lone_bars(
                                    _modular(
                                        _without_empty_groups(of_systems(bold_signs(typed_angles(defining(summing(tokens))))))
                                    )
                                )
                            )
                        )
                    )
                )
            )
        )
    )


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
        if length and begins and out and ends_operand(out[-1]):
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


def _bracketed(tokens: list[Token]) -> list[Token]:
    """In the bracket <a | B | c> of physics both bars part."""
    if not any(t.text == "⟨" for t in tokens) or sum(t.text == "|" for t in tokens) < 2:
        return tokens
    mates, _ = pair(tokens)
    bars: set[int] = set()
    for at, token in enumerate(tokens):
        if token.kind is TokenKind.OPEN and token.text == "⟨" and mates[at] > 0:
            inside = _level(tokens, mates, at + 1, mates[at])
            found = [n for n in inside if tokens[n].kind is TokenKind.OPERATOR and tokens[n].text == "|"]
            bars |= set(found) if len(found) == 2 else set()
    return [replace(t, text="mid") if n in bars else t for n, t in enumerate(tokens)]


def _level(tokens: list[Token], mates: list[int], at: int, end: int) -> list[int]:
    """The indexes between two places that stand in no bracket of their own."""
    found = []
    while at < end:
        found.append(at)
        at = mates[at] + 1 if tokens[at].kind is TokenKind.OPEN and mates[at] > at else at + 1
    return found


def _joined(tokens: list[Token]) -> list[Token]:
    """Between two statements that each hold a relation, a wedge is "and" and a vee is "or"."""
    if not any(t.text in ("wedge", "vee") for t in tokens):
        return tokens
    mates, _ = pair(tokens)
    out = list(tokens)
    ranges = [(0, len(tokens))] + [(n + 1, mates[n]) for n, t in enumerate(tokens) if t.kind is TokenKind.OPEN and mates[n] > n]
    for first, last in ranges:
        level = _level(tokens, mates, first, last)
        signs = [
            n
            for n in level
            if tokens[n].kind is TokenKind.OPERATOR and tokens[n].text in ("wedge", "vee") and ends_operand(tokens[n - 1])
        ]
        related = [n for n in level if tokens[n].kind is TokenKind.RELATION]
        for k, sign in enumerate(signs):
            before = signs[k - 1] if k else first - 1
            after = signs[k + 1] if k + 1 < len(signs) else last
            if any(before < n < sign for n in related) and any(sign < n < after for n in related):
                t = tokens[sign]
                out[sign] = TextToken(TokenKind.NAME, "and" if t.text == "wedge" else "or", t.start, t.end, t.spaced)
    return out


def _parted(tokens: list[Token]) -> list[Token]:
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
    """Whether braces around a sign between two operands only change its spacing: 1{:}N, a{=}b, x{+}y."""
    binary = sign.kind is TokenKind.RELATION or (sign.kind is TokenKind.OPERATOR and sign.text in _SPACED)
    stands = ends_operand(before) and before.text not in ("!", "%") and bool(after)
    return binary and stands and after[0].text not in ("_", "^") and after[0].kind not in (TokenKind.CLOSE, TokenKind.SEPARATOR)


def _idle(before: Token, after: list[Token]) -> bool:
    """Whether {} between two tokens holds nothing up: no argument of a command, and nothing for a script to hang on."""
    if before.kind in (TokenKind.NUMBER, TokenKind.NAME):
        return True
    if before.text in ("{", "}", "^", "_") or before.kind is TokenKind.COMMAND or before.text.startswith(("begin:", "end:")):
        return False
    return not after or after[0].text not in ("_", "^", "'")


def _bars(tokens: list[Token]) -> list[Token]:
    """Two single bars typed side by side are one double bar, unless the first of them closes."""
    tokens = _signs_as_bars(tokens)
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
            twin = after is not None and after.kind is TokenKind.OPERATOR and after.text == "|" and after.start == token.end
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


def _parting_bars(tokens: list[Token]) -> list[Token]:
    """In P(|X| > 1 | |Y| > 2) the bar that parts: an odd one after an operand, with bars in pairs on both sides of it."""
    if sum(t.text == "|" for t in tokens) < 5:
        return []
    levels: list[list[int]] = [[]]
    waiting, found = [0], []
    for at, token in enumerate(tokens):
        if token.kind is TokenKind.OPEN:
            levels.append([])
            waiting.append(len(levels) - 1)
        elif token.kind is TokenKind.CLOSE and len(waiting) > 1:
            waiting.pop()
        elif token.kind is TokenKind.OPERATOR and token.text == "|":
            levels[waiting[-1]].append(at)
    for bars in levels:
        for n in range(2, len(bars) - 2, 2) if len(bars) % 2 else ():
            if ends_operand(tokens[bars[n] - 1]) and not ends_operand(tokens[bars[n + 1] - 1]):
                found.append(tokens[bars[n]])
                break
    return found


def _column_bars(tokens: list[Token]) -> list[Token]:
    """The bars of [a | b | c]: two or more, each between two operands, and nothing else that bars may pair with."""
    mates, _ = pair(tokens)
    found: list[Token] = []
    for at, token in enumerate(tokens):
        if token.text not in ("[", "(") or token.kind is not TokenKind.OPEN or mates[at] < 0:
            continue
        level = _level(tokens, mates, at + 1, mates[at])
        bars = [n for n in level if tokens[n].kind is TokenKind.OPERATOR and tokens[n].text == "|"]
        if len(bars) < 2 or any(tokens[n].kind in (TokenKind.RELATION, TokenKind.SEPARATOR) for n in level):
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
    opening = next((n for n in range(at - 1, 0, -1) if tokens[n].text == "("), 0)
    inside = tokens[opening + 1 : at]
    head = tokens[opening - 1] if opening else None
    called = head is not None and (head.kind is TokenKind.NAME or head.text == "}")
    return called and not any(t.text == ")" or t.kind is TokenKind.RELATION for t in inside)


def _negated(tokens: list[Token]) -> list[Token]:
    r"""\not= is one sign, and so are \arg\min and the two \perp of independence."""
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
        elif last and last.kind is TokenKind.COMMAND and last.text == "arg" and token.text in ("min", "max"):
            out[-1] = Token(TokenKind.COMMAND, f"arg{token.text}", last.start, token.end, last.spaced)
        else:
            out.append(token)
    return out


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
                if _awaits(out):
                    continue  # \\nabla_x &(a^T x): the mark only aligns
                token = replace(token, text="quad")
            elif text == "\\\\":
                if depth[-1] > 0 and _stacked(tokens, at):
                    token = replace(token, text=",")  # the lines of a substack are a list
                elif depth[-1] > 0 or _goes_on(tokens, at, related):
                    continue
                related = False
        out.append(token)
    return out


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
    return isinstance(tokens[first + 1], TextToken) and not any(t.kind is TokenKind.RELATION for t in tokens[first + 1 : at])


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
        return first.text not in ("implies", "iff") or True
    if first.kind is not TokenKind.OPERATOR or first.text not in _BINARY or first.text == "|":
        return False
    row_end = next((n for n, t in enumerate(rest) if t.text == "\\\\" or t.text.startswith("end:")), len(rest))
    return not (first.text in ("-", "pm", "+") and related and any(t.kind is TokenKind.RELATION for t in rest[:row_end]))


def _without_idle_space(tokens: list[Token]) -> list[Token]:
    """Wide space separates only where something ends before it and something begins after it."""
    if not any(t.text == "quad" for t in tokens):
        return tokens
    out: list[Token] = []
    after: Token | None = None
    for token in reversed(tokens):
        quad = token.kind is TokenKind.SEPARATOR and token.text == "quad"
        if quad and (after is None or after.text == "quad" or _idle_before(after)):
            continue
        out.append(token)
        after = token
    out.reverse()
    return [t for n, t in enumerate(out) if t.text != "quad" or ends_at(out, n - 1)]


def _idle_before(token: Token) -> bool:
    if token.kind in (TokenKind.RELATION, TokenKind.SEPARATOR, TokenKind.CLOSE):
        return True
    return token.kind is TokenKind.OPERATOR and token.text not in ("|", "‖", "forall", "exists", "neg", "nexists")


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
