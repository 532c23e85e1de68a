r"""The patterns of typed LaTeX that the lexer cuts by: pieces, names, gaps, words glued to letters."""

from __future__ import annotations

import re
from functools import lru_cache

PIECE = re.compile(
    r"""(?P<blank>\s+|~|\$+|(?<!\\)%[^\n]*(?:\n|$))
      | (?P<command>\\(?:[A-Za-z]+\*?|.|$))
      | (?P<number>\d+(?:\{,\}\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)
      | (?P<letters>[A-Za-z]+(?![\u0302-\u0308\u030c\u20d7]))
      | (?P<parameter>\#\d)
      | (?P<define>:=|<=>|<->|>=|<=|<<|>>|==|->|\.\*)
      | (?P<dots>\.{2,}|\.(?:\s\.){2,})
      | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
TYPED = {
    ":=": ":=",
    ">=": "geq",
    "<=": "leq",
    "<<": "ll",
    ">>": "gg",
    "==": "=",
    "->": "to",
    "<=>": "iff",
    "<->": "leftrightarrow",
}
BARS = {"|": "|", "vert": "|", "lvert": "|", "rvert": "|", "Vert": "‖", "lVert": "‖", "rVert": "‖", "‖": "‖"}
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?![\d,])(?:\.\d+)?")
NAME = re.compile(r"\s*\{\s*([^{}]*?)\s*\}")
COLUMNS = re.compile(r"\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
ROW_GAP = re.compile(r"\*?\s*\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in|baselineskip)?\s*\]")
SINGLE = re.compile(r"\{\w\}|\s+[A-Za-z](?![A-Za-z])")
IN_A_NAME = re.compile(r"\\(?:math(?:rm|it|sf|tt)|operatorname|texttt)\s*\{[^{}]*\Z")
LOW_BEFORE = re.compile(r"(?:\\[A-Za-z]+|(?<![A-Za-z])[A-Za-z]{1,3}|[\^_][A-Za-z][A-Za-z]|[})\]|0-9])$")  # ^nX\_t, err\_m
LOW_AFTER = re.compile(r"\{|\\[A-Za-z]|[A-Za-z](?![A-Za-z])|[a-z](?=[A-Z](?![A-Za-z]))|\d")
CAMEL = re.compile(r"[A-Z][a-z]{3,}[A-Za-z]*|[A-Z][a-z]{2,}[A-Z][A-Za-z]*")
SHORT_WORD = re.compile(r"[A-Z][a-z]{2}(?=(?:\\?\s)+[A-Z][a-z]{3,}(?![a-z]))")  # Not \ User
NAMED = re.compile(r"\s*(?:[_(]|$|\\left)")
MEMBER = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?:_\w|_\{\w+\})?\s+\Z")
SET_AFTER = re.compile(r"\s+(?:[A-Z](?![a-z])|\\mathbb|\\mathcal|\\\{|\[|\\R(?![a-z]))")
TENDS = re.compile(r"(?:->|\\to|→|-)\s*\Z")
RAISED_BEFORE = re.compile(r"[A-Z](?:log|exp|ln|sin|cos|max|min|tanh)(?=\s*(?:\\left)?[(_\\])")  # \sum_{k=1}^Klog(x)
JOINED = re.compile(r"([a-zKN])(log|exp|ln)|([A-Z])(cos|sin|exp)|(log|exp)([pqPQfxyn])")  # nlog(x), nln(x), logp(x)
ITALIC = re.compile("[\U0001d434-\U0001d467\U0001d6e2-\U0001d71b]")  # pasted from a rendered page, not bold: x and bold x differ
CHANCE = re.compile(r"\s*(?:\\(?:left|[bB]igg?l?)\s*)?(?:[(\[]|\\\{)")
ALIKE_APART = re.compile(r"i\.\s?i\.\s?d(?![A-Za-z])\.?")
BRACKET = re.compile(r"\s*(?:\\(?:left|[bB]igg?l?)\s*)?\(")
DIVERGED = re.compile(r"\s*(?:\\[A-Za-z]+\s*)?\([^()]*(?:\|\||\\\||‖|\\parallel|\\[lr]?Vert)")
SCRIPT_NAME = re.compile(r"\s*\{\s*([A-Z])\s*\}([a-z]{2,})(?=\s*(?:\\left\s*)?\()")  # \mathcal{E}xp(lambda)
GAPPED = re.compile(r"\s*\{\s*([A-Za-z](?:\s+[A-Za-z]){1,11})\s*\}")  # \\mathrm { V a r }, out of a scanned page
WIDE_GAP = re.compile(  # \\hspace{3em} parts two formulas
    r"\s*\{\s*(?:[1-9]\d*(?:\.\d+)?\s*(?:em|cm|in)|0?\.[2-9]\d*\s*in|[2-9]\d\s*(?:pt|mm))\s*\}"
)
LENGTH = re.compile(r"\s*=?\s*-?[\d.]*\s*(?:pt|em|ex|mm|cm|in|mu|sp)?")
INDEX_BEFORE = re.compile(r"_\{[^{}]*$")
ABBREVIATED = re.compile(r"[A-Za-z]{3,}$|\b(?:i\.e|e\.g)$")
PLACED = re.compile(r"\s*\[[tbc]\]")  # \begin{aligned}[t]: which line stands at the height of the text
LABEL = re.compile(r"\(\\?#\w+:[\w:-]+\)")  # (\#eq:bayes): how bookdown numbers a formula
CODE_JOINED = re.compile(r"\s*\\math(?:tt|rm|sf)\{\\?_\}\s*\\text(?:tt|rm|sf|)\{(\w+)\}")  # \texttt{log}\mathtt{\_}\texttt{pdf}
ALIGNED = re.compile(r"\s*\[[lcr|]{1,12}\]")  # \begin{bmatrix*}[r]: where the entries stand in their columns
SUCH_THAT = re.compile(r"s\.\s?t\.|(?<![A-Za-z])subject(?:\s|\\[ ,;:])+to(?![A-Za-z])")
ONE_SIGN = re.compile(r"\s*\{\s*(\\[A-Za-z]+|[^\w\s{}\\])\s*\}")  # \mathbin{\diamond}
PLACE_HELD = re.compile(r"[(,]$")  # k(x, .) as a function of what the dot stands for
_ABOVE = re.compile(r"\\(?:stackrel|overset|underset)\s*\{$")
PARAMETER = re.compile(r"#\d")
GLUED = re.compile(r"(dim|ker|rank|span|det|deg|diag|null|range|im)([A-Z])|(log|sin|tan)([a-z])")
GOING_ON = frozenset("-.0123456789")  # what a name of letters may go on with
HYPHENED_BELOW = re.compile(r"(?<=[_^]\{)[A-Za-z]{2,}(?:-[A-Za-z]{3,})+(?=\})")  # J_{skip-gram}
HYPHENED = re.compile(
    r"[Ll]og-[Oo]dds(?![A-Za-z])|(?:[Hh]alf|[Ii]nv|[Ii]nverse|[Ll]og|[Zz]ero|[Nn]on|[Ss]caled)-[A-Z][a-z]{2,}(?=\s*(?:\\left\s*)?\()"
    r"|[A-Za-z]-(?:values?|statistics?|scores?|tests?)(?![A-Za-z])|[A-Za-z]-\\text\{\s*(?:values?|statistics?|scores?|tests?)\s*\}"
)
BASE = re.compile(r"(2|10)(?=\s*(?:\\left\s*)?\()")  # log2(x), typed without a command
LONG_RUN = re.compile(r"(?<![A-Za-z\\])[A-Za-z]{4,}(?![A-Za-z])")
DRESSED = re.compile(r"\\text\{\s*(\w+)\s*\}")
LINE_BEGINS = re.compile(r"(?:^|\\\\|[&}])\s*$")
EQUATED = re.compile(r"\s*&?\s*:?=")
DOTTED = re.compile(r"[A-Za-z]{2,}(?:\.[A-Za-z]{2,})+(?![A-Za-z.])")  # std.err, Sepal.Width: the dot is part of the name
POINTED = re.compile(r"[A-Z]\.\d{2}(?![\d.])")  # P.75, the upper quartile
NUMBERED = re.compile(r"([A-Za-z]+)\d(?:(?<=[A-Za-z]{3}\d)\d*)?(?!\d|[.,]\d)")  # x1, root2
COUNTED = re.compile(r"\(\d{1,2}(?:\.\d{1,2})?\)(?=\s*(?:\\end\{\w+\*?\}\s*)?$)")  # (1) on a line of its own at the end
AT_THE_END = re.compile(r"\(\d{1,2}(?:\.\d{1,2})?\)(?=\s*(?:\\\\|\\end\{|$))")  # x = y \ \ \ (1)
WIDE = re.compile(r"(?:(?:\\ \s*){2,}|\\q?quad\s*|\\hfill\s*)$")
BARE_TAG = re.compile(r"\s*\d{1,3}(?!\d)(?:\.(?!\d))?")  # \tag7
NEW_LINE = re.compile(r"\S[ \t]*\n[ \t]*$")
REMARK = re.compile(r"[\s~]+\(.*\)\s*", re.DOTALL)  # \\mbox{ ($L_1$)}
CODED = re.compile(r"\s*\\(?:code|texttt|verb)\s*\{([A-Za-z]\w*(?:\\_\w+)*)\}\s*")  # \\text{\\code{s\\_f}}
EMPTY = re.compile(r"\s*\{\s*\}")
_GROUPED = r"(?![(\[]\s*\d{1,3}(?:\\[,! ]\d{3})+\s*[)\]])"  # (10\,000) is one number
_BLANK = r"(?:\s|\\[ :;,!]|~)*"
_SIGNED = r"[-+−]?\d[\d.]*"
ROW = re.compile(
    _GROUPED + rf"[(\[]{_BLANK}{_SIGNED}(?:\s*(?:(?:\\[:;,! ]|~|\\q?quad)\s*)+{_SIGNED}){{1,30}}{_BLANK}(?:\\right\s*)?[)\]]"
)  # (0\:1\:0)
BLOCKS = re.compile(r"\s*\(\d[\d\s,]*\)(?:\s*\(\d[\d\s,]*\))+\s*")  # (123)(45): blocks or cycles of numbers
_TOLD = re.compile(r"is(?=\s+(?:an?\s+|the\s+|not\s+)?[A-Za-z]{4,})")  # F is unimodal
_ELSE = re.compile(r"or(?=[\s{\\])")


def told(text: str, start: int, end: int) -> bool:
    """Whether a run is a small word between two statements: F is unimodal, a = 1 (or b = 1); elsewhere i s and o r are letters.

    >>> told("F is unimodal", 2, 4), told("x is y", 2, 4), told("(or b = 1)", 1, 3)
    (True, False, True)
    """
    if text[start - 1 : start].isspace() and (found := _TOLD.match(text, start)):
        return found.end() == end
    opened = text[:start].rstrip().removesuffix("{").rstrip().endswith("(")
    return opened and _ELSE.match(text, start, end + 1) is not None and "=" in text[end : text.find(")", end)]


_JOINING = frozenset("if iff or and when where for all such that with then each every".split())
_TENDING = re.compile(r"\\(?:to|rightarrow|infty)\b|→|∞")
_ENDING = frozenset(["else", "otherwise"])
_SIDE_BEFORE = re.compile(r"(?:[\w)}\]|!'$]\s+|[&,;]\s*|\\[,;: ]\s*)\Z")
_STATED_AFTER = re.compile(r"\s+[A-Z\\][^,]*(?:\\implies|\\Rightarrow|\\Longrightarrow|=|<|>)")
_SIDE_AFTER = re.compile(r"(?:\s|\\[ ,;:]|~)+(?:[\w($|{-]|\\(?!\\|end\b|to\b|in\b)[A-Za-z])|\s*\(")
_LAST_AFTER = re.compile(r"\s*(?:\Z|\\\\|\\end\b|[.,}])")


def typed_word(text: str, start: int, end: int) -> bool:
    """Whether a run is a word that was typed among the signs, with a blank on either side: 1 if x > 0, A or B, 0 otherwise.

    >>> [typed_word(text, 2, 4) for text in ("1 if x > 0", "A or B", "x if", "& if (x)", "aif x", "0 as x")]
    [True, True, False, True, False, False]
    """
    run = text[start:end]
    if run in _JOINING | _ENDING and text[:start].endswith(("\\ ", "~")):
        return True
    if run == "if" and not text[:start].strip() and _STATED_AFTER.match(text, end):
        return True  # if A \\implies B
    tends = run == "as" and _TENDING.search(text, end) is not None
    if not (tends or run in _JOINING | _ENDING) or _SIDE_BEFORE.search(text, max(0, start - 6), start) is None:
        return False
    return (_LAST_AFTER if run in _ENDING else _SIDE_AFTER).match(text, end) is not None


def tilde_relates(text: str, at: int) -> bool:
    """Whether a typed ~ is the sign of a law or of a model, G ~ N_2, and no blank: one letter before it, a name after it.

    >>> [tilde_relates(text, text.index("~")) for text in ("G ~ N_2", "x ~ N(0, 1)", "x = y ~ z", "A~B", "a ~ \\\\text{if}")]
    [True, True, False, False, False]
    >>> [tilde_relates(text, text.index("~")) for text in ("z_i~N(0, I)", "E_{x~p}[f]", "f(x)~dx", "x~y")]
    [True, True, False, False]
    """
    if text[:at].strip() in _LONE and _MODEL.match(text, at):
        return True
    return tilde_draws(text, at) or (_DRAWN.search(text, 0, at) is not None and _MEAN_OVER.search(text, 0, at) is not None)


def tilde_draws(text: str, at: int) -> bool:
    """Whether what stands behind a typed ~ is a law with its parameters: z_i~N(0, I)."""
    return _DRAWN.search(text, 0, at) is not None and _LAW.match(text, at) is not None


def counted(text: str, at: int) -> re.Match[str] | None:
    """The number of the formula on a line of its own, (1), right at its end."""
    found = COUNTED.match(text, at)
    if found and NEW_LINE.search(text[max(0, at - 40) : at]):
        return found
    found = AT_THE_END.match(text, at)
    return found if found and WIDE.search(text[max(0, at - 40) : at]) else None


def holds_place(text: str, start: int, end: int) -> bool:
    r"""Whether a dot holds the place of an index: \\bar{y}_{i.}, W_{., <i}, A[., j], k(x, .); in max. it ends a word."""
    before, after = text[:start].rstrip(), text[end:].lstrip()
    if not before and after[:1] == ":":
        return True  # . : R \\times V \\to V
    if after[:1] == "}" and _ABOVE.search(before):
        return True  # \\stackrel{.}{\\sim}: a dot above a sign
    if after[:1] in (",", "]") and before[-1:] in ("[", ",") and before.count("[") > before.count("]"):
        return True
    barred = after.startswith(("\\mid", "|", "\\vert"))  # P(. | x)
    if end == start + 1 and (barred or after[:1] in (",", ")")) and PLACE_HELD.search(before):
        return True
    found = INDEX_BEFORE.search(before)
    return found is not None and after[:1] in ("}", ",", ".", *"ijklmn") and not ABBREVIATED.search(before)


_DIFFERENTIAL_ENDS = re.compile(r"\s*d(?:[a-z]|\\[a-z]+)\s*(?:\Z|[=&}.]|\\\\|\\end)")


def before_differential(text: str, at: int) -> bool:
    r"""Whether a comma is a slip for the gap before the d x that ends an integral: \int f(x),dx."""
    return "\\int" in text[:at] and _DIFFERENTIAL_ENDS.match(text, at + 1) is not None


_FACTOR_BEFORE = re.compile(r"[})\]]\Z|(?<![A-Za-z.\\])[A-Za-z]\Z|_[A-Za-z0-9]\Z")
_FACTOR_AFTER = re.compile(
    r"\\(?:[td]?frac|left|sqrt|math(?:bf|bb|cal)|boldsymbol|bm|vec|hat|bar|tilde)(?![A-Za-z])|\(|[A-Za-z](?![A-Za-z.])"
)
_INDEX_HALF, _OTHER_HALF = re.compile(r"_\{[A-Z0-9]{1,2}\Z"), re.compile(r"[A-Z0-9]{1,3}\}")
_LONE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_MODEL = re.compile(r"~ +(?:[A-Z](?:_\w|\(|\s*\Z)|\\mathcal)")
_DRAWN = re.compile(
    r"(?:^|[{(\[,&|])\s*(?:\\(?!forall|exists|in\b|text)[a-z]+\s*\{?\s*)?[A-Za-z]?\}?(?:_(?:\w|\{[^{}]*\}))?\s*\Z"
)
_LAW = re.compile(
    r"~\s*(?:\\(?:mathcal|text|mathrm|operatorname)\s*\{?\s*|\\)?(?:[NU]|Bin|Binom|Ber|Bern|Exp|Pois|Poisson|Unif|Uniform|Beta|Gamma|"
    r"Dir|Dirichlet|Cat|Normal|Geom|Multinomial|MVN|GP|NB|Gumbel|Laplace)\s*\}?(?:_\w)?\s*(?:\\left\s*)?\("
)
_MEAN_OVER = re.compile(r"(?:(?<![A-Za-z\\])E|\\(?:mathbb|mathbf|mathrm|operatorname)\s*\{?\s*E\s*\}?)\s*_\s*\{[^{}]*\Z")
_STATED = re.compile(r"=|[<>]|\\(?:in|leq?|geq?|sim)(?![A-Za-z])")  # two statements, parted by a full stop
_NO_FACTORS = frozenset(["i.e", "e.g", "a.s", "a.e", "s.t", "w.p", "r.v", "d.f", "c.f", "p.d", "i.i"])


def dot_of_product(text: str, at: int) -> bool:
    r"""Whether a full stop is the dot of a product, typed without blanks or between two: w.x, w . x; \forall x.P(x) has none.

    >>> [dot_of_product(text, text.index(".")) for text in ("w.x", "x.(y + z)", "w . x", "i.e. x", "x. y", "a = x . y = z")]
    [True, True, True, False, False, False]
    """
    if (
        _INDEX_HALF.search(text, max(0, at - 5), at)
        and _OTHER_HALF.match(text, at + 1)
        and text[at - 1 : at + 2] not in _NO_FACTORS
    ):
        return True  # R_{Y.XZ}
    blank = text[at - 1 : at] == text[at + 1 : at + 2] == " " and not (_STATED.search(text, 0, at) and _STATED.search(text, at))
    before = _FACTOR_BEFORE.search(text, max(0, at - 2 - blank), at - blank)
    after = _FACTOR_AFTER.match(text, at + 1 + blank)
    if before is None or after is None or text[at - 1 : at + 2] in _NO_FACTORS:
        return False
    return not any(sign in text[:at] for sign in ("\\forall", "\\exists", "\\lambda", "∀", "∃", "λ"))


@lru_cache(maxsize=64)
def digits_of(letter: str, text: str) -> frozenset[str]:
    """The digits that stand glued to a letter, outside of indices.

    >>> sorted(digits_of("x", "x1 + x2 - ax3 - x_1"))
    ['1', '2']
    """
    return frozenset(re.findall(rf"(?<![A-Za-z\\_^]){letter}(\d)(?!\d|[.,]\d)", text))


FIRST_SIGN = re.compile(r"(?P<sign>.)")
ALMOST = re.compile(r"a\.\s?[es]\.(?![A-Za-z])")  # almost surely, almost everywhere
SIZED = re.compile(r"\s*\{\s*(\\?[()\[\]{}|])\s*\}")  # \big{(}
BREAK = re.compile(r"\s*\[[0-4]\]")  # \displaybreak[0]
SIZES = frozenset(["big", "Big", "bigg", "Bigg", "bigl", "Bigl", "biggl", "Biggl", "bigr", "Bigr", "biggr", "Biggr"])
ESCAPED_TWICE = re.compile(r"[{}](?=\s|[A-Za-z\\]|$)")
BOLD_LABEL = re.compile(r"\{\s*\\bf\s*(\((?:[ivx]{1,4}|[a-h]|\d)\))\s*\}")
ENSURED = re.compile(r"\s*\{\s*\\ensuremath\s*\{[^{}]*\}\s*\}")
UNRAISED = re.compile(r"[A-Za-z})]\s*$")
ONE_GROUP = re.compile(r"\d{1,3},\d{3}(?!\s*,|\d)")
LETTERS = re.compile(r"[A-Za-z]+")
