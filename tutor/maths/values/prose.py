r"""What the words around a formula promise about its letters: "A is symmetric", ""x > 0", "unit vector u".

A promise whose letter is not named in its sentence holds for every letter of its sort: "for symmetric matrices ...".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tutor.maths.told.symbols import same_symbol

MOST_CHARACTERS = 20_000
NUMERIC = frozenset(["positive", "negative", "nonnegative", "above one", "chance", "small"])  # what is promised of a number
EVERY = "*"

_SYMBOL = r"(?:\\(?:mathbf|boldsymbol|bm|vec|mathrm|hat|bar)\s*\{?\s*)?(?:\\[a-zA-Z]+|[A-Za-z])\}?(?:_(?:\w|\{\w+\}))?"
_LIST = re.compile(rf"\s*({_SYMBOL}(?:\s*,\s*{_SYMBOL})*)\s*(?=$|\\in|\\succ|\\geq?(?![a-z])|\\leq?(?![a-z])|[<>=∈:])")
_SPOT = re.compile(r"\$([^$]{1,200})\$|(?<![\w$\\'’])([A-Z]|[b-hj-z])(?![\w$'’])")
_NEAR = 28
_TRAITS: tuple[tuple[str, str], ...] = (
    ("skew", r"skew[- ]?symmetric|anti-?symmetric"),
    (
        "symmetric",
        r"(?<!skew-)(?<!skew )(?<!anti)(?<!anti-)(?<!non-)(?<!not )(?<!necessarily )\bsymmetric\b|(?<!not )\borthogonal project",
    ),
    (
        "orthogonal",
        r"(?<!not )\borthogonal (?:matri|and|or)|\b(?:is|are|be) (?:an )?orthogonal(?! (?:to|vectors?|basis))"
        r"|orthonormal matri|\bsquare\b[^.;]{0,40}orthonormal (?:columns|rows)",
    ),
    ("orthonormal columns", r"(?<!not )\borthonormal columns"),
    ("orthonormal rows", r"(?<!not )\borthonormal rows"),
    (
        "perpendicular",
        r"\bperpendicular\b|\b(?:are|be) (?:mutually |pairwise )?orthogonal(?! matri| to\b)|orthogonal vectors?"
        r"|orthogonal to\b|\bvectors [^.]{0,40}orthogonal|\buncorrelated vectors\b",
    ),
    ("definite", r"(?<!not )positive[- ]definite|\bspd\b"),
    ("semidefinite", r"positive[- ]semi-?definite|\bpsd\b"),
    ("diagonal", r"\bdiagonal matri|\b(?:is|are|be) diagonal\b"),
    ("upper", r"\bupper[- ]triangular"),
    ("lower", r"\blower[- ]triangular"),
    ("triangular", r"(?<!upper )(?<!upper-)(?<!lower )(?<!lower-)\btriangular"),
    ("projection", r"\bprojection matri|\bprojections?\b|\bprojectors?\b"),
    ("idempotent", r"(?<!not )\bidempotent\b"),
    ("unit", r"\bunit(?:[- ](?:norm|length))?[- ]vectors?|\bunit[- ](?:norm|length)\b|\blength (?:1|one)\b"),
    ("invertible", r"(?<!not )\binvertible\b|(?<!not )\bnon-?singular\b"),
    ("nonnegative", r"\bnon-?negative\b"),
    ("positive", r"(?<!not )(?<!semi)\bpositive\b(?![- ](?:semi-?)?definite)"),
    (
        "negative",
        r"(?<!non-)(?<!non)(?<!not )\bnegative\b(?![- ](?:semi-?)?definite)"
        r"(?!\s+(?:log|gradient|sign|examples?|samples?|exponents?|part|of\b|binomial|power))",
    ),
    ("chance", r"\bprobabilit(?:y|ies)\b"),
    ("whole", r"\b(?:integers?|whole numbers?|natural numbers?)\b"),
    ("commute", r"(?<!not )(?<!n't )(?<!need not )\bcommut(?:e|es|ing)\b"),
    ("independent", r"(?<!not )(?<!linearly )\bindependent\b|\bindependence\b"),
    ("uncorrelated", r"(?<!not )\buncorrelated\b"),
    ("disjoint", r"(?<!not )\bdisjoint\b|mutually exclusive"),
)
_NOUNS: tuple[tuple[str, str], ...] = (
    ("matrix", r"\bmatri(?:x|ces)\b"),
    ("vector", r"\bvectors?\b"),
    ("number", r"\bscalars?\b|\b(?:real )?numbers?\b|\bconstants?\b|\bcoefficients?\b|\bangles?\b|\beigenvalues?\b"),
    ("function", r"\bfunctions?\b|\bdensit(?:y|ies)\b"),
    ("variable", r"\brandom variables?\b"),
    ("event", r"\bevents?\b"),
)
_WRITTEN: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("positive", re.compile(rf"^\s*({_SYMBOL}(?:\s*,\s*{_SYMBOL})*)\s*(?:>|\\gt\b)\s*0\s*$")),
    ("positive", re.compile(rf"^\s*0\s*(?:<|\\lt\b)\s*({_SYMBOL}(?:\s*,\s*{_SYMBOL})*)\s*$")),
    ("above one", re.compile(rf"^\s*({_SYMBOL}(?:\s*,\s*{_SYMBOL})*)\s*(?:>|\\gt\b)\s*1\s*$")),
    ("nonnegative", re.compile(rf"^\s*({_SYMBOL}(?:\s*,\s*{_SYMBOL})*)\s*(?:\\geq?|\\geqslant|≥)\s*0\s*$")),
    ("negative", re.compile(rf"^\s*({_SYMBOL}(?:\s*,\s*{_SYMBOL})*)\s*(?:<|\\lt\b)\s*0\s*$")),
    ("chance", re.compile(rf"^\s*0\s*(?:<|\\leq?)\s*({_SYMBOL})\s*(?:<|\\leq?)\s*1\s*$")),
    ("small", re.compile(rf"^\s*(?:\||\\lvert)\s*({_SYMBOL})\s*(?:\||\\rvert)\s*<\s*1\s*$")),
    ("unit", re.compile(rf"^\s*\\(?:\||lVert|left\\\|)\s*({_SYMBOL})\s*\\(?:\||rVert|right\\\|)(?:_2)?(?:\^2)?\s*=\s*1\s*$")),
    ("symmetric", re.compile(rf"^\s*({_SYMBOL})\s*\^\s*\{{?\\?(?:T|top)\}}?\s*=\s*\1\s*$")),
    ("symmetric", re.compile(rf"^\s*({_SYMBOL})\s*=\s*\1\s*\^\s*\{{?\\?(?:T|top)\}}?\s*$")),
    ("orthonormal columns", re.compile(rf"^\s*({_SYMBOL})\s*\^\s*\{{?\\?(?:T|top)\}}?\s*\1\s*=\s*(?:\\mathbf\{{)?I")),
    ("idempotent", re.compile(rf"^\s*({_SYMBOL})\s*\^\s*\{{?2\}}?\s*=\s*\1\s*$")),
    ("commute", re.compile(rf"^\s*({_SYMBOL})\s*({_SYMBOL})\s*=\s*\2\s*\1\s*$")),
)
# What an equality says is a promise only where the words assume it: a text that claims AB = BA does not prove it by saying so.
_EQUALITIES = frozenset(("unit", "symmetric", "orthonormal columns", "idempotent", "commute"))
# A comma behind a word ends what is assumed: "if A is symmetric, A^T = A" claims it; one behind a formula joins a list.
_ASSUMED = re.compile(
    r"\b(?:if|when|whenever|suppose|assum\w+|such that|satisf\w+|let|where|given|since|because|for which|provided|with|iff|means"
    r"|called)\b(?:[^.;,]|(?<=\$),)*$",
    re.IGNORECASE,
)
_NAMED = {
    "unit": r"\bunit|\blength|\bnorm",
    "symmetric": r"\bsymmetric",
    "orthonormal columns": r"\borthogonal|\borthonormal columns",
    "idempotent": r"\bproject|\bidempotent",
    "commute": r"\bcommut",
}


@dataclass(frozen=True, slots=True)
class Promise:
    """A trait or a noun and the letters it is said of; EVERY where the sentence names none."""

    what: str
    names: tuple[str, ...]


def promises(text: str) -> tuple[Promise, ...]:
    r"""Every trait and noun the text gives to letters.

    >>> [(p.what, p.names) for p in promises(r"Let $A$ be a symmetric matrix and $x > 0$.")]
    [('symmetric', ('A',)), ('matrix', ('A',)), ('positive', ('x',))]
    """
    text = text[-MOST_CHARACTERS:]
    found: list[Promise] = []
    for sentence in re.split(r"(?<=[.;!?])\s+(?=[A-Z$\\])|\n\s*\n", text):
        spots = _spots(sentence)
        bare = re.sub(r"\$[^$]*\$", lambda m: "$" + "\u25ca" * (len(m[0]) - 2) + "$", sentence)
        for what, pattern in (*_TRAITS, *_NOUNS):
            for match in re.finditer(pattern, bare, re.IGNORECASE):
                names = _nearest(match, spots, sentence)
                if names or what not in dict(_NOUNS):
                    found.append(Promise(what, names or (EVERY,)))
    for snippet in re.finditer(r"\$([^$]{1,80})\$", text):
        before = text[max(0, snippet.start() - 80) : snippet.start()]
        assumed = bool(_ASSUMED.search(before))
        for part in re.split(r"\\quad|;|\\text\{ ?and ?\}", snippet[1]):
            for what, written in _WRITTEN:
                if (said := written.match(part)) and (assumed or what not in _EQUALITIES or _is_named(what, before)):
                    found.append(Promise(what, _names(said[1], said)))
    return tuple(dict.fromkeys(found))


def _is_named(what: str, before: str) -> bool:
    """Whether the words before an equality name what it says: "a symmetric matrix $A = A^T$"."""
    return re.search(rf"(?:{_NAMED[what]})[^.;]*$", before, re.IGNORECASE) is not None


_SIZE = r"\$?\s*(\d+|[a-z])\s*(?:x|×|\\times|by|-by-)\s*(\d+|[a-z])\s*\$?"
_SIZED_MATRIX = re.compile(rf"(?<![\w.]){_SIZE}[\s-]+matri(?:x|ces)\s+((?:\$?[A-Z]\$?(?:\s*,\s*|\s+and\s+)?)+)(?![A-Za-z])")
_MATRIX_SIZED = re.compile(
    rf"((?:(?<![A-Za-z])\$?[A-Z]\$?(?:\s*,\s*|\s+and\s+)?)+)\s*(?:is|are|be)\s+(?:an?\s+|both\s+)?{_SIZE}(?![\w.])"
)


def sizes_in_words(text: str) -> dict[str, tuple[str, str]]:
    r"""The sizes that words give matrices: "a 4x2 matrix X", "A is $3 \times 3$".

    >>> sizes_in_words("for a 4x2 matrix $X$"), sizes_in_words(r"If $A$ is $3 \times 3$, then")
    ({'X': ('4', '2')}, {'A': ('3', '3')})
    """
    found: dict[str, tuple[str, str]] = {}
    for match in _SIZED_MATRIX.finditer(text):
        found |= dict.fromkeys(re.findall(r"[A-Z]", match[3]), (match[1], match[2]))
    for match in _MATRIX_SIZED.finditer(text):
        found |= dict.fromkeys(re.findall(r"[A-Z]", match[1]), (match[2], match[3]))
    return found


def is_promise(latex: str) -> bool:
    r"""Whether a formula is an equality that says what kind of thing a letter is, where the words around assume it.

    >>> is_promise("AB = BA"), is_promise(r"A^\top = A"), is_promise("AB = C")
    (True, True, False)
    """
    return any(what in _EQUALITIES and pattern.match(latex) for what, pattern in _WRITTEN)


def _names(text: str, match: re.Match[str] | None = None) -> tuple[str, ...]:
    names = [same_symbol(part) for part in text.split(",")]
    if match is not None and match.re.groups == 2:
        names.append(same_symbol(match[2]))
    return tuple(names)


def _spots(sentence: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """The places of letters in a sentence: (start, end, names)."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for match in _SPOT.finditer(sentence):
        if match[2]:
            if sentence[max(0, match.start() - 2) : match.start()].strip() in ("", ",") or match[2].isupper():
                found.append((match.start(), match.end(), (match[2],)))
        elif named := _LIST.match(match[1]):
            found.append((match.start(), match.end(), _names(named[1])))
    return found


def _nearest(match: re.Match[str], spots: list[tuple[int, int, tuple[str, ...]]], sentence: str) -> tuple[str, ...]:
    """The letters a word is said of: those before it and a copula, or those right after it; a list keeps together."""
    after = [
        s
        for s in spots
        if match.end() <= s[0] <= match.end() + _NEAR and not re.search(r"[.;]|\b(?:is|are)\b", sentence[match.end() : s[0]])
    ]
    before = [s for s in spots if s[1] <= match.start() and match.start() - s[1] <= 60]
    linked = [s for s in before if re.search(r"\b(?:is|are|be|denotes?|both)\b|\\in", sentence[s[1] : match.start()])]
    if linked and not re.search(r"\b(?:where|with|for|if|then)\b", sentence[linked[-1][1] : match.start()]):
        return _row(linked[-1], spots, sentence, backwards=True)
    if after:
        return _row(after[0], spots, sentence, backwards=False)
    if before and match.start() - before[-1][1] <= 3:
        return _row(before[-1], spots, sentence, backwards=True)
    return ()


def _row(
    spot: tuple[int, int, tuple[str, ...]], spots: list[tuple[int, int, tuple[str, ...]]], sentence: str, *, backwards: bool
) -> tuple[str, ...]:
    """A, B and C: the spots joined to one by commas and "and"."""
    at, names = spots.index(spot), list(spot[2])
    while True:
        step = at - 1 if backwards else at + 1
        if not 0 <= step < len(spots):
            return tuple(names)
        left, right = (spots[step], spots[at]) if backwards else (spots[at], spots[step])
        if not re.fullmatch(r"\s*(?:,|and|,\s*and|or)\s*", sentence[left[1] : right[0]]):
            return tuple(names)
        names += spots[step][2]
        at = step
