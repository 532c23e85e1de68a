r"""The alphabet of formulas as people type them, beside that of typed answers: sum, int_0^1, d/dx, x->0, xbar, ‖x‖, ∂f/∂x."""

from __future__ import annotations

import re
import unicodedata

from tutor.maths.signs import FUNCTIONS, GREEK, INFINITY, TokenKind
from tutor.maths.tokens import Token, cut, split_word

_COMMAND, _NAME, _OPERATOR, _RELATION = TokenKind.COMMAND, TokenKind.NAME, TokenKind.OPERATOR, TokenKind.RELATION

# Operators that stand before what they act on, by their LaTeX.
BIG = {"sum": r"\sum", "prod": r"\prod", "int": r"\int", "iint": r"\iint", "oint": r"\oint", "lim": r"\lim"}
PREFIX = {"partial": r"\partial", "nabla": r"\nabla"}
LINKS = frozenset("of from to over as where for is the".split())
# Functions by their LaTeX; what is in no table and stands before a bracket is set upright.
CALLED = {name: "\\" + name for name in FUNCTIONS - {"asin", "acos", "atan", "trace", "tr", "rank", "sigmoid", "sqrt", "abs"}}
CALLED |= {"asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan", "max": r"\max", "min": r"\min", "sup": r"\sup"}
CALLED |= {"argmax": r"\arg\max", "argmin": r"\arg\min", "gcd": r"\gcd", "ker": r"\ker", "Pr": r"\Pr", "deg": r"\deg"}
CALLED |= {name: rf"\operatorname{{{name}}}" for name in "tr rank sigmoid softmax diag sign sgn span relu ReLU Var Cov".split()}
CALLED |= {"trace": r"\operatorname{tr}", "var": r"\operatorname{Var}", "cov": r"\operatorname{Cov}"}
# Functions that are set as brackets around their argument.
AROUND = {
    "sqrt": (r"\sqrt{", "}"),
    "abs": ("|", "|"),
    "norm": (r"\lVert ", r" \rVert"),
    "floor": (r"\lfloor ", r" \rfloor"),
    "ceil": (r"\lceil ", r" \rceil"),
}
RELATIONS = {
    "=": "=", "<": "<", ">": ">", "<=": r"\le", ">=": r"\ge", "!=": r"\ne", "in": r"\in", "->": r"\to", "=>": r"\Rightarrow",
    "<=>": r"\Leftrightarrow", ":=": ":=", "~": r"\sim", "approx": r"\approx", "prop": r"\propto", "|": r"\mid",
    "parallel": r"\parallel", ":": ":", "subset": r"\subset", "subseteq": r"\subseteq", "cap": r"\cap", "perp": r"\perp",
    "and": r"\text{ and }", "or": r"\text{ or }", "<<": r"\ll", ">>": r"\gg", "mapsto": r"\mapsto",
}  # fmt: skip
DOTS, REALS = r"\dots", {"ℝ": r"\mathbb{R}", "ℕ": r"\mathbb{N}", "ℤ": r"\mathbb{Z}", "ℂ": r"\mathbb{C}", "𝔼": r"\mathbb{E}"}
ACCENTS = {"bar": r"\bar", "hat": r"\hat", "tilde": r"\tilde", "vec": r"\vec"}
_COMBINING = {"\u0304": "bar", "\u0305": "bar", "\u0302": "hat", "\u0303": "tilde", "\u20d7": "vec"}
_SIGNS: dict[str, tuple[TokenKind, str]] = (
    {sign: (_RELATION, sign) for sign in ("<=>", "=>", "->", ":=", "~", "<<", ">>")}
    | {
        "→": (_RELATION, "->"),
        "⟶": (_RELATION, "->"),
        "⇒": (_RELATION, "=>"),
        "⇔": (_RELATION, "<=>"),
        "≈": (_RELATION, "approx"),
    }
    | {"~=": (_RELATION, "approx"), "∼": (_RELATION, "~"), "∝": (_RELATION, "prop"), "↦": (_RELATION, "mapsto")}
    | {"⊂": (_RELATION, "subset"), "⊆": (_RELATION, "subseteq"), "∩": (_RELATION, "cap"), "⊥": (_RELATION, "perp")}
    | {":": (_RELATION, ":"), "∣": (_OPERATOR, "|"), "||": (_OPERATOR, "‖"), "‖": (_OPERATOR, "‖"), "∥": (_OPERATOR, "‖")}
    | {"∑": (_COMMAND, "sum"), "∏": (_COMMAND, "prod"), "∫": (_COMMAND, "int"), "∬": (_COMMAND, "iint"), "∮": (_COMMAND, "oint")}
    | {"∂": (_COMMAND, "partial"), "∇": (_COMMAND, "nabla"), "…": (_NAME, DOTS), "⋯": (_NAME, DOTS), "...": (_NAME, DOTS)}
    | {sign: (_NAME, latex) for sign, latex in REALS.items()}
    | {"∀": (_NAME, r"\forall"), "∃": (_NAME, r"\exists")}
    | {"ⁿ": (TokenKind.RAISED, "n"), "ˣ": (TokenKind.RAISED, "x"), "ⁱ": (TokenKind.RAISED, "i"), "ᵏ": (TokenKind.RAISED, "k")}
    | {sign: (TokenKind.LOWERED, letter) for sign, letter in zip("ᵢⱼₙₖₘₜ", "ijnkmt", strict=True)}
)
_WORDS: dict[str, tuple[TokenKind, str]] = (
    {name: (_COMMAND, name) for name in (*BIG, *PREFIX, *LINKS)}
    | {"product": (_COMMAND, "prod"), "integral": (_COMMAND, "int"), "integrate": (_COMMAND, "int"), "limit": (_COMMAND, "lim")}
    | {"del": (_COMMAND, "partial"), "grad": (_COMMAND, "nabla"), "gradient": (_COMMAND, "nabla"), "summation": (_COMMAND, "sum")}
    | {"and": (_RELATION, "and"), "or": (_RELATION, "or"), "in": (_RELATION, "in"), "approx": (_RELATION, "approx")}
    | {"plus": (_OPERATOR, "+"), "minus": (_OPERATOR, "-"), "times": (_OPERATOR, "*"), "equals": (_RELATION, "=")}
    | {"choose": (_OPERATOR, "choose"), "squared": (TokenKind.RAISED, "2"), "cubed": (TokenKind.RAISED, "3")}
    | dict.fromkeys(INFINITY, (_NAME, "oo"))
    | {"forall": (_NAME, r"\forall"), "exists": (_NAME, r"\exists")}
    | {"given": (_RELATION, "|"), "divided": (_COMMAND, "divided")}
)
# Names of two or three letters that are no products.
_SHORT_NAMES = frozenset(
    "TP FP TN FN TPR FPR MSE RMSE MAE SSE SST SSR RSS TSS AUC ELU KL JS SE SD sd se std lr CE BCE MLE MAP".split()
)
BIG_WORDS = frozenset(["sum", "product", "integral", "integrate", "limit", "summation", "int", "lim", "prod"])
_LETTERS = re.compile(r"[A-Za-z]+")
_DRESSED = re.compile(rf"([A-Za-z]|{'|'.join(sorted(GREEK, key=len, reverse=True))})(bar|hat|tilde|vec)")
_GROUPED = re.compile(r"(?<![\d.,(\[{])[1-9]\d{0,2}(?:,\d{3})+(?![\d.,)\]}])")  # 1,000, but no list of numbers
_DISTRIBUTION = re.compile(r"(?!Var|Cov|Phi|Psi)[A-Z][a-z]{2}\(")
_DIFFERENTIAL = re.compile(rf"d(?:[A-Za-z]|{'|'.join(sorted(GREEK, key=len, reverse=True))})")


def formula_tokens(text: str) -> tuple[Token, ...]:
    """What was typed in tokens: the alphabet of typed answers and the words and signs of this file; raises Unreadable.

    >>> [t.text for t in formula_tokens("sum_i xbar -> dx/dt")][:7]
    ['sum', '_', 'i', 'bar x', '->', 'dx', '/']
    """
    return _conditions([*cut(text, first=_first)])


def is_differential(token: Token) -> bool:
    """Whether a token is dx, dL, dtheta, read as one sign."""
    return token.kind is _NAME and bool(_DIFFERENTIAL.fullmatch(token.text))


def is_word(name: str) -> bool:
    """Whether a run of letters is a name of its own, "precision", and no product of letters such as "mx" or "sinx"."""
    return (
        name in _SHORT_NAMES
        or bool(_DISTRIBUTION.match(f"{name}("))
        or (len(name) >= 4 and name not in CALLED and sum(len(part) == 1 for part in split_word(name)) > 2)
    )


def known_word(name: str) -> bool:
    """Whether a word is one that this alphabet knows: sum, softmax, theta, thetahat.

    >>> known_word("integral"), known_word("thetahat"), known_word("hello")
    (True, True, False)
    """
    return name in _WORDS or name in CALLED or name in AROUND or name in GREEK or bool(_DRESSED.fullmatch(name))


def stands_alone(name: str) -> bool:
    """Whether a word alone is a formula: a Greek letter, infinity, xbar."""
    return name in GREEK or name in INFINITY or name == "pi" or bool(_DRESSED.fullmatch(name))


def _first(text: str, at: int, spaced: bool) -> tuple[list[Token], int] | None:
    """The tokens of this alphabet that start at a place; None leaves the place to the alphabet of typed answers."""
    for length in (3, 2, 1):
        sign = text[at : at + length]
        if sign in _SIGNS:
            kind, plain = _SIGNS[sign]
            return [Token(kind, plain, at, at + length, spaced)], at + length
    if text[at] == "." and spaced and text[at + 1 : at + 2].isspace():  # u . v
        return [Token(_OPERATOR, "*", at, at + 1, spaced)], at + 1
    if accented := _accented(text, at, spaced):
        return accented
    if grouped := _GROUPED.match(text, at):
        return [Token(TokenKind.NUMBER, grouped.group().replace(",", ""), at, grouped.end(), spaced)], grouped.end()
    if (found := _LETTERS.match(text, at)) is None:
        return None
    if _DISTRIBUTION.match(text, at):  # Bin(n, p)
        return [Token(_NAME, found.group(), at, found.end(), spaced)], found.end()
    return _named(found.group(), at, spaced), found.end()


def _accented(text: str, at: int, spaced: bool) -> tuple[list[Token], int] | None:
    """x̄, ŷ: a letter that carries its mark, in one sign or two."""
    alone = unicodedata.normalize("NFD", text[at])
    width = 1 if len(alone) == 2 else 2
    pair = alone if width == 1 else text[at : at + 2]
    if len(pair) != 2 or pair[1] not in _COMBINING or not pair[0].isascii() or not pair[0].isalpha():
        return None
    return [Token(_NAME, f"{_COMBINING[pair[1]]} {pair[0]}", at, at + width, spaced)], at + width


def _named(word: str, at: int, spaced: bool) -> list[Token]:
    """A run of letters: a word of ours, dx, xbar, a name of its own, or letters side by side."""
    end = at + len(word)
    if word in _WORDS:
        kind, plain = _WORDS[word]
        return [Token(kind, plain, at, end, spaced)]
    if dressed := _DRESSED.fullmatch(word):
        return [Token(_NAME, f"{dressed[2]} {dressed[1]}", at, end, spaced)]
    if word in CALLED or word in AROUND or is_word(word) or (_DIFFERENTIAL.fullmatch(word) and word not in GREEK):
        return [Token(_NAME, word, at, end, spaced)]
    tokens, place = [], at
    for part in split_word(word):
        tokens.append(Token(_NAME, part, place, place + len(part), spaced and place == at))
        place += len(part)
    return tokens


def _conditions(tokens: list[Token]) -> tuple[Token, ...]:
    """An odd bar inside its bracket opens nothing: P(A | B), KL(p || q)."""
    groups: list[dict[str, list[int]]] = [{"|": [], "‖": []}]

    def settle(group: dict[str, list[int]]) -> None:
        for bar, places in group.items():
            if len(places) % 2 and places[-1] and tokens[places[-1] - 1].kind is not TokenKind.OPEN:
                one = tokens[places[-1]]
                tokens[places[-1]] = Token(_RELATION, "|" if bar == "|" else "parallel", one.start, one.end, one.spaced)

    for place, token in enumerate(tokens):
        if token.kind is TokenKind.OPEN:
            groups.append({"|": [], "‖": []})
        elif token.kind is TokenKind.CLOSE and len(groups) > 1:
            settle(groups.pop())
        elif token.kind is _OPERATOR and token.text in ("|", "‖"):
            groups[-1][token.text].append(place)
    for group in groups[1:]:
        settle(group)
    return tuple(tokens)


def unclosed(text: str) -> str:
    r"""The sentence about a brace or bracket that is never closed, or closed twice; "" where all are matched.

    Only braces are looked at in LaTeX, where a half-open interval and a lone \left( are no faults.

    >>> unclosed(r"\frac{a}{b"), unclosed("sqrt(x^2 + 1"), unclosed("[0, 1)")
    ('A closing } is missing after b.', 'A closing ) is missing after 1.', '')
    >>> unclosed("x^{2}}")
    'There is one } too many after x^{2}.'
    """
    latex = "\\" in text
    opening, closing = ("{", "}") if latex else ("([{", ")]}")
    bare = re.sub(r"\\.", "  ", text, flags=re.DOTALL)
    waiting: list[str] = []
    for at, sign in enumerate(bare):
        if sign in opening:
            waiting.append(closing[opening.index(sign)])
        elif sign in closing:
            if not waiting:
                return f"There is one {sign} too many after {text[max(0, at - 12) : at].strip()}."
            waiting.pop()
    if not waiting:
        return ""
    tail = re.search(r"(?:\\?[A-Za-z]+|[\d.]+|.)\s*$", text.rstrip(), re.DOTALL)
    return f"A closing {waiting[-1]} is missing after {tail.group().strip() if tail else 'the end'}."
