r"""What the prose around a formula settles: which letters are functions, which are not, and which readings it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from tutor.maths.prose import without_formulas
from tutor.maths.reading.cutting.macros import Macro, macros_in
from tutor.maths.reading.cutting.named_around import names_around

MOST_CHARACTERS = 4_000

_LETTER = r"\\?(?:(?:mathbf|mathcal|boldsymbol|mathbb|mathrm|hat|tilde|bar|vec|mathsf)\s*\{?\s*\\?)?([A-Za-z]+)\}?"
_MARK = r"(?:_\{?[A-Za-z0-9]+\}?|\^\{?[A-Za-z0-9]+\}?)?"
_KINDS = (
    "functions?|transformations?|mappings?|maps?|operators?|density|densities"
    "|distributions?|kernels?|projections?|activations?|loss(?:es)?"
)
_FUNCTION_BEFORE = re.compile(rf"\b(?:{_KINDS})\s+\$\s*{_LETTER}{_MARK}\s*(?:\$|\(|:|\\colon)")
_FUNCTION_AFTER = re.compile(
    rf"\$\s*{_LETTER}{_MARK}\s*\$\s+(?:is|be|denotes?|as|are)\s+(?:an?|the|some|any)?\s*(?:[a-z-]+\s+){{0,3}}(?:{_KINDS})\b(?!\s+(?:matri|vector|coefficient|parameter|number))"
)
_DEFINED = re.compile(rf"\$\s*{_LETTER}{_MARK}\s*\(\s*\\?[A-Za-z]+(?:\s*,\s*\\?[A-Za-z]+)*\s*\)\s*(?::?=|\$)")
_MAPPED = re.compile(rf"\$\s*{_LETTER}{_MARK}\s*(?::|\\colon)\s*[^$]{{1,60}}?\\(?:to|rightarrow|longrightarrow)\b")
_VALUES = (
    "numbers?|scalars?|constants?|matrix|matrices|vectors?|coefficients?|points?"
    "|parameters?|variables?|weights?|rates?|proportions?|probability|forces?|loads?|pressures?|prices?|masses|lengths?|outputs?"
)
_VALUE_BEFORE = re.compile(rf"\b(?:{_VALUES})\s+\$\s*{_LETTER}{_MARK}\s*\$")
_VALUE_AFTER = re.compile(
    rf"\$\s*{_LETTER}{_MARK}\s*\$\s+(?:is|be|as|are)\s+(?:an?|the|some|any)?\s*(?:[A-Za-z-]+\s+){{0,2}}(?:{_VALUES})\b"
)
_LAYERED = re.compile(r"(?<![A-Za-z])\\?([A-Za-z]+)(?:_(?:\w|\{[^{}$]{1,8}\}))?\^(?:[lL]\b|[lL](?=_)|\{[lL](?:\s*[-+]\s*1)?\})")
_BODIES = (
    r"vectors?|sets?|sequences?|strings?|paths?|tuples?|words?|sentences?|partitions?"
    r"|multi-ind(?:ex|ices)|subsets?|trees?|graphs?"
)
_BODY_BEFORE = re.compile(rf"\b(?:{_BODIES})\s+\$\s*{_LETTER}{_MARK}\s*(?:\$|=|\\in\b)")
_BODY_AFTER = re.compile(
    rf"\$\s*{_LETTER}{_MARK}\s*(?:(?:=|\\in\b)[^$]{{1,80}})?\$\s+(?:is|be|as|are)\s+(?:an?|the|some|any)?\s*(?:[a-z-]+\s+){{0,2}}(?:{_BODIES})\b"
)
_IN_SPACE = re.compile(rf"{_LETTER}{_MARK}\s*\\in\s*(?:\\mathbb\s*\{{?\s*[RC]\s*\}}?|\\R|\\RR|\\Re|\{{\\bf R\}})\s*\^")
_HORIZON = re.compile(
    r"\$\s*T\s*\$\s*(?:time|steps?|rounds?|iterations|periods|epochs|samples|episodes)|\b(?:horizon|steps?|rounds?|length|periods?)"
    r"\s+(?:of\s+|is\s+)?\$\s*T\b|_\s*\{\s*t\s*=\s*[01]\s*\}\s*\^\s*\{?\s*T\b|\\[lc]?dots\s*,?\s*T\b"
    r"|\\wedge\s*T\b|\bT\s*\\wedge"
)
_POINT = re.compile(r"\bpoints?\s+(?:\$|\\\()\s*([A-Z])(?:_\{?\w\}?)?'?\s*(?:=\s*)?\(")
_INTERVAL = re.compile(r"\bintervals?\s+(?:\$|\\\()\s*([A-Z])\b")
_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")
_LONG_WORD = re.compile(r"\b[a-z]{4,}\b")
_NAME = re.compile(r"\$\s*([A-Z][A-Za-z]{2,})\s*\$")
_UPRIGHT = re.compile(r"\\(?:mathrm|operatorname|mathit)\s*\{([a-z]{2,})\}")
_NUMBERED = re.compile(r"([A-Za-z])\}?\s*\^\s*\{?\s*1\s*(?:\}|(?=[\s,$&]))")
_AVERAGED = re.compile(
    r"(?<![A-Za-z\\_^{])E\s*(?:_\{?\w\}?)?\s*(?:\\left\s*|\\[bB]igg?l?\s*)?(?:\[|[\[({]\s*(?:[XYZWSTN]|\\[xe][it])|[XYZW](?![A-Za-z])|\|\s*[XYZ])"
)
_MEASURED = re.compile(r"d\s*\\mathbb\s*\{?Q|E\}?\s*[_^]\s*\{?\s*\\mathbb\s*\{?Q|\\mathbb\s*\{?P\}?[^$]{1,20}\\mathbb\s*\{?Q")


@dataclass(frozen=True, slots=True)
class Context:
    """What is known before a formula is read."""

    functions: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()
    macros: dict[str, Macro] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    prose: str = ""
    numbered: frozenset[str] = frozenset()
    points: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    horizon: bool = False
    layered: frozenset[str] = frozenset()
    intervals: frozenset[str] = frozenset()
    averages: bool = False  # somewhere E[X], E(X) or EX is written
    measures: bool = False  # somewhere a double-struck Q stands as a measure does

    def speaks_of(self, *stems: str) -> bool:
        """Whether the prose around the formula holds one of these beginnings of words."""
        return any(stem in self.prose for stem in stems)


NOTHING = Context()


@lru_cache(maxsize=256)
def context_of(text: str) -> Context:
    r"""Harvest the prose around a formula; the last 4,000 characters count.

    >>> sorted(context_of(r"Let $f$ be a function and $c$ be a scalar; $g(x) = 2$.").functions)
    ['f', 'g']
    """
    if not text.strip():
        return NOTHING
    macros, text = macros_in(text)
    text = text[-MOST_CHARACTERS:]
    called = frozenset(m[1] for pattern in (_FUNCTION_BEFORE, _FUNCTION_AFTER, _DEFINED, _MAPPED) for m in pattern.finditer(text))
    valued = frozenset(m[1] for pattern in (_VALUE_BEFORE, _VALUE_AFTER) for m in pattern.finditer(text))
    prose = without_formulas(text)
    known = frozenset(_ACRONYM.findall(prose)) | frozenset(_LONG_WORD.findall(prose.lower())) | frozenset(_NAME.findall(text))
    if any(word in prose.lower() for word in ("matri", "trace of", "transpose")):
        known = frozenset(name for name in known if not (name.isupper() and f"${name}$" in text))  # $AXB$ is a product there
        known |= frozenset(name for name in names_around(text, prose) if not name.isupper())
    else:
        known |= names_around(text, prose)
    known |= frozenset(_UPRIGHT.findall(text))
    numbered, points = frozenset(_NUMBERED.findall(text)), frozenset(_POINT.findall(text))
    bodies = frozenset(m[1] for pattern in (_BODY_BEFORE, _BODY_AFTER) for m in pattern.finditer(text))
    if "\\in" in text:
        bodies |= frozenset(m[1] for m in _IN_SPACE.finditer(text))
    intervals = frozenset(_INTERVAL.findall(text))
    horizon = _HORIZON.search(text) is not None
    layered = frozenset(m[1] for m in _LAYERED.finditer(text)) if "layer" in prose else frozenset()
    averages, measures = _AVERAGED.search(text) is not None, _MEASURED.search(text) is not None
    return Context(
        called, valued - called, macros, known, prose.lower(), numbered, points, bodies, horizon, layered, intervals, averages,
        measures,
    )  # fmt: skip
