r"""Signs that books on chance, queues and lives use in a sense of their own: M/M/1, \mathbb Q as a measure, {}_n p_x.

Law: a sign becomes another one only where the formula, or the words around it, tell it; what it becomes is said by its name, and
no ink is lost.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from tutor.maths.reading import words
from tutor.maths.reading.context import Context
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token

_MEASURES = ("risk-neutral", "risk neutral", "martingale measure", "probability measure", "change of measure", "girsanov",
             "pricing measure", "equivalent measure", "radon", "under the measure")  # fmt: skip
_RATIONAL = ("rational number", "irrational", "rationals", "field of")
_LIVES = ("mortality", "annuit", "insur", "life table", "lives", "survival prob", "actuar", "premium", "benefit", "aged")
_FRAMES = ("robot", "frame", "rigid", "kinematic", "isotope", "nucle")
_STAGGERED = ("tensor", "christoffel", "covariant", "contravariant", "connection", "curvature", "manifold", "spacetime")
_ARRIVALS = frozenset(["M", "G", "D", "GI", "PH", "MAP", "E", "H", "cdot"])
_SERVERS = frozenset(["c", "s", "m", "n", "k", "N", "K", "C", "infty"])
_COUNTS = ("frequenc", "mean", "deviation", "correlation", "regression", "sum of", "data", "total", "score", "statistic")
_MATRICES = ("covarian", "matri", "vector", "alphabet", "eigen", "singular", "algebra", "language", "string")
_CHAINS = ("markov chain", "edge", "path graph", "graphical model", "undirected")
_PARTS = (TokenKind.OPEN, TokenKind.CLOSE, TokenKind.RELATION, TokenKind.SEPARATOR)
_JOINTS = frozenset(words.SUMS) | {":"}
_SINGLE = frozenset(["circ", "gets", "mathop", "hookrightarrow", "<"])
_ABOVE_SIGNS = {"dot": "cdot", "hat": "wedge", "widehat": "wedge", "tilde": "sim"}  # a mark above a relation, as the sign it is
_SPACES = ("\\,", "\\;", "\\:", "\\ ", "\\!", "~")


def in_chance(tokens: list[Token], text: str, context: Context) -> list[Token]:
    """The tokens with each of these signs in the sense that the formula, or the words around it, tell."""
    found = {t.text for t in tokens}
    if "/" in found or "|" in found:
        tokens = _queues(tokens, context)
    if "Q" in found and "mathbb" in found:
        tokens = _measures(tokens, context)
    if "_" in found or "^" in found:
        tokens = _before_letters(tokens, text, context)
        tokens = _pointed(tokens) if "cdot" in found else tokens
    if not _ABOVE_SIGNS.keys().isdisjoint(found):
        tokens = _dotted(tokens)
    if "Sigma" in found and context.speaks_of(*_COUNTS) and not context.speaks_of(*_MATRICES):
        tokens = _summed(tokens)
    if "-" in found and context.speaks_of(*_CHAINS):
        tokens = _linked(tokens, context)
    if found & _SINGLE:
        tokens = _single_signs(tokens)
    return _converging(tokens) if "implies" in found else tokens


# -- queues ----------------------------------------------------------------------------------------------------------
def _queues(tokens: list[Token], context: Context) -> list[Token]:
    """The strokes of M/M/1, E_k/M/1/K or (FCFS/infinity) part the names of what a queue is made of; nothing is divided."""
    queues = context.speaks_of("queue", "kendall")
    out = list(tokens)
    for start, end in _stretches(tokens):
        strokes = [n for n in _level(tokens, start, end) if tokens[n].text in ("/", "|")]
        if len(strokes) < (1 if queues else 2):
            continue
        bounds = [start - 1, *strokes, end]
        units = [tokens[a + 1 : b] for a, b in itertools.pairwise(bounds)]
        kinds = {tokens[n].text for n in strokes}
        named = all(map(_queue_unit, units)) and (queues or _is_queue(units))
        if len(kinds) == 1 and named and (len(units) > 2 or _discipline(units)):
            for n in strokes:
                slash = tokens[n].text == "/"
                out[n] = replace(tokens[n], kind=TokenKind.OPERATOR, text="slash" if slash else "mid")
            for unit in units:
                _as_name(out, unit)
    return out


def _as_name(out: list[Token], unit: list[Token]) -> None:
    """The dot of ./M/1 stands for any law: it is a letter there."""
    if [t.text for t in unit] == ["cdot"]:
        at = next(n for n, t in enumerate(out) if t is unit[0])
        out[at] = replace(unit[0], kind=TokenKind.NAME)


def _stretches(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """What stands between relations, signs and brackets: each may be the name of a queue."""
    start = 0
    depth = 0
    for n, token in enumerate(tokens):
        index = n > 1 and tokens[n - 1].text in ("_", "^") and token.text == "{"
        if token.text == "{" and (depth or (index and not _raises_alone(tokens, n))):
            depth += 1
        elif token.text == "}" and depth:
            depth -= 1
        elif not depth and (token.kind in _PARTS or (token.kind is TokenKind.OPERATOR and token.text in _JOINTS)):
            yield start, n
            start = n + 1
    yield start, len(tokens)


def _raises_alone(tokens: list[Token], at: int) -> bool:
    """Whether the braces of a script hold a stroke themselves, W^{M/G/1}."""
    end = next((n for n in range(at, len(tokens)) if tokens[n].text == "}"), at)
    return any(t.text in ("/", "|") for t in tokens[at:end])


def _level(tokens: list[Token], start: int, end: int) -> list[int]:
    depth, found = 0, []
    for n in range(start, end):
        depth += (tokens[n].text == "{") - (tokens[n].text == "}")
        if not depth:
            found.append(n)
    return found


def _queue_unit(unit: list[Token]) -> bool:
    """Whether a part of a queue's name is one: a capital or several, with a mark perhaps, a number, a dot."""
    if not unit or len(unit) > 6:
        return False
    texts = [t.text for t in unit]
    at = next((n for n, text in enumerate(texts) if text in ("_", "^")), len(texts))
    head = texts[:at]
    spelled = "".join(head)
    single = len(head) == 1 and (head[0] in _SERVERS | {"cdot"} or unit[0].kind is TokenKind.NUMBER)
    return single or (spelled.isalpha() and spelled.isupper() and len(spelled) < 6)


def _is_queue(units: list[list[Token]]) -> bool:
    """Whether names that nothing around explains are surely those of a queue: M, G, D, E_k, twice, and a number of servers."""
    heads = ["".join(t.text for t in unit if t.text.isalpha())[:3] for unit in units[:2]]
    laws = all(h in _ARRIVALS or (h[:1] in ("M", "E", "H") and len(units[n]) > 1) for n, h in enumerate(heads))
    last = units[2] if len(units) > 2 else []
    return laws and len(last) == 1 and (last[0].kind is TokenKind.NUMBER or last[0].text in _SERVERS)


def _discipline(units: list[list[Token]]) -> bool:
    return len(units[0]) > 2


# -- measures --------------------------------------------------------------------------------------------------------
def _measures(tokens: list[Token], context: Context) -> list[Token]:
    r"""\mathbb Q beside \mathbb P, behind a d, as a mark of an E or where the words speak of such measures: not the rationals."""
    letters = [n for n, t in enumerate(tokens) if t.text == "mathbb" and _held(tokens, n) == "Q"]
    if not letters:
        return tokens
    beside = any(t.text == "mathbb" and _held(tokens, n) == "P" for n, t in enumerate(tokens)) and not context.speaks_of("prime")
    told = (context.speaks_of(*_MEASURES) or context.measures) and not context.speaks_of(*_RATIONAL)
    if not (told or beside or any(_differs(tokens, n) or _marks_average(tokens, n) for n in letters)):
        return tokens
    out = [replace(t, text="mathbb:measure") if n in letters else t for n, t in enumerate(tokens)]
    for at, token in enumerate(tokens[:-1]):
        ended = at > 0 and "mathbb" in [t.text for t in tokens[max(0, at - 4) : at]]
        if token.text == "sim" and ended and tokens[at + 1].text == "mathbb":
            out[at] = replace(token, text="similar")  # measures that agree on what is impossible
    return out


def _held(tokens: list[Token], at: int) -> str:
    """The one letter in the braces, or right behind, of a font."""
    inside = [t.text for t in tokens[at + 1 : at + 4]]
    return inside[1] if len(inside) == 3 and inside[0] == "{" and inside[2] == "}" else inside[0] if inside else ""


def _differs(tokens: list[Token], at: int) -> bool:
    before = [t.text for t in tokens[max(0, at - 2) : at]]
    return before[-1:] == ["d"] and before != ["_", "d"]


def _marks_average(tokens: list[Token], at: int) -> bool:
    """Whether E stands before the script that holds the letter, E^{Q} or \\mathbb{E}_{Q}."""
    before = [t.text for t in tokens[max(0, at - 7) : at] if t.text not in "{}"]
    return before[-2:] in (["E", "^"], ["E", "_"])


# -- marks -----------------------------------------------------------------------------------------------------------
def _before_letters(tokens: list[Token], text: str, context: Context) -> list[Token]:
    r"""{}_n p_x: the index behind empty braces is the one of the letter that follows, unless the page staggers indices.

    It is so behind a space that was put by hand or behind an operator, and among lives or frames of reference everywhere; where
    indices of tensors are staggered, \Gamma^i{}_{jk}, it is never. What is told by nothing stays with the letter before.
    """
    staggered = context.speaks_of(*_STAGGERED)
    told = context.speaks_of(*_LIVES, *_FRAMES) and not staggered
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        empty = tokens[at].text == "{" and at + 2 < len(tokens) and tokens[at + 1].text == "}"
        bare = tokens[at].text in ("_", "^") and tokens[at].kind is TokenKind.OPERATOR and bool(out)
        first = at + 2 if empty else at
        if (empty or bare) and first < len(tokens) and tokens[first].text in ("_", "^"):
            gap = text[tokens[at - 1].end : tokens[at].start] if at else ""
            end = _end_of_scripts(tokens, first)
            set_off = any(space in gap for space in _SPACES)
            last = out[-1] if out else None
            stands = last is not None and (
                last.kind in (TokenKind.NAME, TokenKind.NUMBER, TokenKind.CLOSE) or last.text in words.FUNCTIONS
            )
            heads = end < len(tokens) and _begins_name(tokens[end])
            if heads and stands and ((set_off and (empty or told) and not staggered) or (empty and told)):
                named = _end_of_name(tokens, end)
                called = [t.text for t in tokens[named : named + 1]] == ["("]
                inside = [*_braced(tokens[first:end]), *(() if called else tokens[end:named])]
                out += inside if called else _braced(inside)  # \\log {}_t p_x takes in all of it
                at = end if called else named
                continue
        out.append(tokens[at])
        at += 1
    return out


def _end_of_scripts(tokens: list[Token], at: int) -> int:
    """The index behind the scripts that begin at `at`."""
    while at + 1 < len(tokens) and tokens[at].text in ("_", "^") and tokens[at].kind is TokenKind.OPERATOR:
        at += 1
        if tokens[at].text == "{":
            depth = 0
            while at < len(tokens):
                depth += (tokens[at].text == "{") - (tokens[at].text == "}")
                if not depth:
                    break
                at += 1
        elif tokens[at].kind is TokenKind.COMMAND:
            return len(tokens)
        at += 1
    return at


def _braced(inside: list[Token]) -> list[Token]:
    """Tokens in braces of their own, which print nothing."""
    begun, ended = inside[0].start, inside[-1].end
    return [
        Token(TokenKind.OPEN, "{", begun, begun, inside[0].spaced),
        *inside,
        Token(TokenKind.CLOSE, "}", ended, ended),
    ]


def _end_of_name(tokens: list[Token], at: int) -> int:
    """The index behind a letter, in a font or under an accent perhaps, with its scripts."""
    if tokens[at].kind is TokenKind.COMMAND:
        at += 1
        if at < len(tokens) and tokens[at].text == "{":
            at = next((n for n in range(at, len(tokens)) if tokens[n].text == "}"), at)
    return _end_of_scripts(tokens, at + 1)


def _begins_name(token: Token) -> bool:
    return token.kind is TokenKind.NAME or (
        token.kind is TokenKind.COMMAND and (token.text in words.FONTS or token.text in words.ACCENTS)
    )


def _pointed(tokens: list[Token]) -> list[Token]:
    r"""A dot between digits in an index, \rho_{12 \cdot 3}, parts them: nothing is multiplied."""
    out = list(tokens)
    for at, token in enumerate(tokens[:-1]):
        inner = at > 0 and token.text == "cdot" and TokenKind.NUMBER in (tokens[at - 1].kind, tokens[at + 1].kind)
        if inner and _in_index(tokens, at):
            out[at] = replace(token, text="point")
    return out


def _in_index(tokens: list[Token], at: int) -> bool:
    """Whether a token stands in the braces of an index that holds nothing but names, numbers and dots."""
    first = at
    while first > 0 and tokens[first].text != "{":
        if tokens[first].kind not in (TokenKind.NAME, TokenKind.NUMBER) and tokens[first].text not in ("cdot", ",", "dots"):
            return False
        first -= 1
    return first > 0 and tokens[first - 1].text == "_"


def _dotted(tokens: list[Token]) -> list[Token]:
    r"""A mark above a relation, \dot\sim, \hat{=} or \mathrel{\tilde\sim}, is a relation with a mark, whatever braces hold it."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token, after = tokens[at], tokens[at + 1 : at + 4]
        braced = len(after) == 3 and after[0].text == "{" and after[2].text == "}"
        sign = after[1] if braced else after[0] if after else None
        mark = _ABOVE_SIGNS.get(token.text) if token.kind is TokenKind.COMMAND else None
        if mark is None or sign is None or sign.kind is not TokenKind.RELATION:
            out.append(token)
            at += 1
            continue
        at += 4 if braced else 2
        held = out and out[-1].text == "{" and [t.text for t in tokens[at : at + 1]] == ["}"]
        if held and (len(out) < 2 or (out[-2].kind is not TokenKind.COMMAND and out[-2].text not in ("^", "_", "}"))):
            out.pop()
            at += 1
        if token.text == "dot" and sign.text == "=":
            out.append(replace(sign, text="doteq", start=token.start))
        else:
            kind = TokenKind.RELATION if mark == "sim" else TokenKind.OPERATOR
            above = Token(kind, mark, token.start, token.end)
            out += [replace(token, text="stackrel"), *_braced([above]), *_braced([sign])]
    return out


# -- sums, chains, limits --------------------------------------------------------------------------------------------
def _summed(tokens: list[Token]) -> list[Token]:
    r"""Among frequencies and means \Sigma x is the sum of the x, typed with the letter."""
    out = list(tokens)
    for at, token in enumerate(tokens[:-1]):
        after = tokens[at + 1]
        small = after.kind is TokenKind.NAME and len(after.text) == 1 and after.text.islower()
        held = after.text in ("(", "bar") or small
        before = tokens[at - 1] if at else None
        raised = before is not None and before.text in ("_", "^")
        if token.text == "Sigma" and token.kind is TokenKind.NAME and held and not raised:
            out[at] = replace(token, kind=TokenKind.COMMAND, text="sum")
    return out


def _linked(tokens: list[Token], context: Context) -> list[Token]:
    """X - Y - Z alone, where the words speak of Markov chains or edges: what is joined, and no difference."""
    strokes = [n for n, t in enumerate(tokens) if t.text == "-"]
    if any(t.kind in (TokenKind.RELATION, TokenKind.COMMAND) or t.text in ("+", "/", "*", "^") for t in tokens):
        return tokens
    bounds = [-1, *strokes, len(tokens)]
    units = [tokens[a + 1 : b] for a, b in itertools.pairwise(bounds)]
    digits = all(len(u) == 1 and u[0].text.isdigit() for u in units) and context.speaks_of("edge")
    if not (digits or (len(units) > 2 and all(map(_linked_unit, units)))):
        return tokens
    if len({u[0].text.isupper() for u in units if u[0].text not in ("(", "\\{")}) != 1:
        return tokens
    return [replace(t, text="dash") if n in strokes else t for n, t in enumerate(tokens)]


def _linked_unit(unit: list[Token]) -> bool:
    """Whether one thing stands there: a letter with an index perhaps, or several in brackets."""
    if not unit:
        return False
    if unit[0].text in ("(", "\\{"):
        return unit[-1].kind is TokenKind.CLOSE and any(t.text == "," for t in unit)
    return unit[0].kind is TokenKind.NAME and len(unit[0].text) == 1 and (len(unit) == 1 or unit[1].text == "_")


def _converging(tokens: list[Token]) -> list[Token]:
    r"""\mu_n \Rightarrow \mu: the members of a sequence imply nothing, they converge; the arrow is said as it stands."""
    out = list(tokens)
    for at, token in enumerate(tokens):
        if token.text != "implies" or at < 3 or at + 1 >= len(tokens):
            continue
        begun = at - 1
        while begun > 0 and tokens[begun].text != "_":
            begun -= 1
        same = begun > 0 and tokens[begun - 1].text == tokens[at + 1].text and tokens[at + 1].kind is TokenKind.NAME
        alone = begun == 1 and at - begun < 5 and at + 2 >= len(tokens)
        if same and alone:
            out[at] = replace(token, text="doublearrow")
    return out


def _single_signs(tokens: list[Token]) -> list[Token]:
    r"""X_t \circ dW_t, F^\leftarrow, \mathop{\sum\sum}, X \hookrightarrow \mathcal{B}(n, p) and <M>: each as it stands."""
    out = list(tokens)
    dropped: set[int] = set()
    for at, token in enumerate(tokens[:-1]):
        after = tokens[at + 1 : at + 7]
        texts = [t.text for t in after]
        if token.text == "circ" and texts[0] == "d" and len(after) > 1 and after[1].kind is TokenKind.NAME:
            out[at] = replace(token, text="ring")  # the integral of Stratonovich
        elif token.text == "hookrightarrow" and (
            "(" in texts[1:2] or (texts[0] == "mathcal" and "(" in (texts[2:3] + texts[4:5]))
        ):
            out[at] = replace(token, text="hookarrow")
        elif token.text == "mathop" and texts[:4] == ["{", "sum", "sum", "}"]:
            dropped |= {at, at + 1, at + 4}
    for at, token in enumerate(tokens):
        if token.text == "gets" and at and tokens[at - 1].text == "^":
            out[at] = replace(token, text="leftarrow")
    alone = [t.text for t in tokens if t.text in ("<", ">")] == ["<", ">"]
    if alone and [tokens[0].text, tokens[-1].text] == ["<", ">"] and len(tokens) > 2 and tokens[1].kind is TokenKind.NAME:
        out[0], out[-1] = replace(out[0], kind=TokenKind.OPEN, text="⟨"), replace(out[-1], kind=TokenKind.CLOSE, text="⟩")
    return [t for n, t in enumerate(out) if n not in dropped]
