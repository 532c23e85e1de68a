r"""What the prose around a formula settles: which letters are functions, which are not, and which readings it speaks of."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from tutor.maths.prose import in_dollars, without_formulas
from tutor.maths.reading.cutting.definitions import Macro
from tutor.maths.reading.cutting.macros import macros_in
from tutor.maths.reading.cutting.named_around import names_around
from tutor.maths.unicode_signs import with_commands

MOST_CHARACTERS = 4_000

_LETTER = r"\\?(?:(?:mathbf|mathcal|boldsymbol|mathbb|mathrm|hat|tilde|bar|vec|mathsf)\s*\{?\s*\\?)?([A-Za-z]+)\}?"
_MARK = r"(?:_\{?[A-Za-z0-9]+\}?|\^\{?[A-Za-z0-9]+\}?)?"
_KINDS = (
    "functions?|transformations?|mappings?|maps?|operators?|density|densities"
    "|distributions?|kernels?|projections?|activations?|loss(?:es)?"
)
_NOT_OF = r"(?<!\bof )(?<!\bin )"  # "the trace of $A$ is a function": that is no word of A
_FUNCTION_BEFORE = re.compile(rf"\b(?:{_KINDS})\s+\$\s*{_LETTER}{_MARK}\s*(?:\$|\(|:|\\colon)")
_FUNCTION_AFTER = re.compile(
    rf"{_NOT_OF}\$\s*{_LETTER}{_MARK}\s*\$\s+(?:is|be|denotes?|as|are)\s+(?:an?|the|some|any)?\s*(?:[a-z-]+\s+){{0,3}}(?:{_KINDS})\b(?!\s+(?:matri|vector|coefficient|parameter|number))"
)
_ARGUMENT = r"(?:\\[A-Za-z]+|[A-Za-z](?![A-Za-z])|[a-z]{4,})"  # a(bv) = (ab)v defines no function
_DEFINED = re.compile(rf"\$\s*{_LETTER}{_MARK}\s*\(\s*{_ARGUMENT}(?:\s*,\s*{_ARGUMENT})*\s*\)\s*(?::?=|\$)")
_MAPPED = re.compile(rf"\$\s*{_LETTER}{_MARK}\s*(?::|\\colon)\s*[^$]{{1,60}}?\\(?:to|rightarrow|longrightarrow)\b")
_VALUES = (
    "numbers?|scalars?|constants?|matrix|matrices|vectors?|coefficients?|points?"
    "|parameters?|variables?|weights?|rates?|proportions?|probability|forces?|loads?|pressures?|prices?|masses|lengths?|outputs?"
)
_VALUE_BEFORE = re.compile(rf"\b(?:{_VALUES})\s+\$\s*{_LETTER}{_MARK}\s*\$")
_VALUE_AFTER = re.compile(
    rf"{_NOT_OF}\$\s*{_LETTER}{_MARK}\s*\$\s+(?:is|be|as|are)\s+(?:an?|the|some|any)?\s*(?:[A-Za-z-]+\s+){{0,2}}(?:{_VALUES})\b"
)
_LAYERED = re.compile(
    r"(?<![A-Za-z])\\?([A-Za-z]+)(?:_(?:\w|\{[^{}$]{1,8}\}))?\^(?:[lL]\b|[lL](?=_)|\\ell\b|\{(?:[lL]|\\ell)(?:\s*[-+]\s*1)?\})"
)
_BODIES = (
    r"vectors?|sets?|sequences?|strings?|paths?|tuples?|words?|sentences?|partitions?"
    r"|multi-ind(?:ex|ices)|subsets?|trees?|graphs?"
)
_BODY_BEFORE = re.compile(rf"\b(?:{_BODIES})\s+\$\s*{_LETTER}{_MARK}\s*(?:\$|=|\\in\b)")
_BODY_AFTER = re.compile(
    rf"{_NOT_OF}\$\s*{_LETTER}{_MARK}\s*(?:(?:=|\\in\b)[^$]{{1,80}})?\$\s+(?:is|be|as|are)\s+(?:an?|the|some|any)?\s*(?:[a-z-]+\s+){{0,2}}(?:{_BODIES})\b"
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
_BARRED = re.compile(
    r"\$+\s*(?P<open>\\left\s*\||\\left\s*\\\||\\\||\\lvert\b|\\lVert\b|\|\|?)(?P<inner>[^$|]{1,40}?)"
    r"(?:\\right\s*)?(?:\\\||\\rvert|\\rVert|\|\|?)\s*\$+\s*"
    r"(?:denotes?|is|be|for|represents?|means|stands for|\()\s*(?:used for\s+)?(?:the|its)\s+(?:total\s+|usual\s+)?"
    r"(?P<noun>number|size|cardinality|determinant|absolute value|modulus|norm|length|magnitude|measure|volume|dimension|"
    r"order|degree)"
)
_CURVE = re.compile(
    rf"\$\s*{_LETTER}{_MARK}\s*(?::|\\colon)\s*[^$:]{{1,60}}?\\(?:to|rightarrow|longrightarrow)\s*(?:\\mathbb\s*\{{?\s*R\s*\}}?|\\RR?)"
    r"\s*\^\s*\{?\s*(?:[nmdkpDN]|[2-9])"
)
_MATRIX = re.compile(
    r"\b(?:matri(?:x|ces)|determinants?(?: of(?: the| a)?(?: [a-z-]+){0,3})?|[Jj]acobian|[Hh]essian|operator|map)\s+\$+\s*\|?\s*"
    rf"{_LETTER}|\\det\s*(?:\\left\s*)?[({{]?\s*{_LETTER}"
    rf"|\$\s*{_LETTER}{_MARK}\s*(?:(?:=|\\in\b)[^$]{{1,60}})?\$\s+(?:is|be|are)\s+"
    r"(?:an?|the|any|some)?\s*(?:[\w$^{}\\-]+\s+){0,4}?matri"
)
_SET = re.compile(
    r"\b(?:sets?|subsets?|cardinality|size|elements|members|vocabulary|collection)(?: of(?: the| a)?(?: [a-z-]+){0,2})?\s+"
    rf"\$+\s*\|?\s*{_LETTER}|\\(?:in|subseteq|subset|cup|cap|setminus)(?![a-z])\s*{_LETTER}"
)
_DRESS = re.compile(r"\\(?:boldsymbol|bm|math[a-z]+|vec)(?![A-Za-z])|[{}\s]")
_DETERMINANT = re.compile(
    r"\$+\s*([A-Za-z])\s*\$+\s*(?:is|denotes|be|,)\s+the\s+(?:\w+\s+)?determinant|"
    r"[Jj]acobian determinant,?\s+\$+\s*([A-Za-z])\s*\$+"
)


class Context:
    """What the text around a formula tells before the formula is read; each thing is looked for when it is first asked for.

    Most formulas ask for few of them, and to look for all takes longer than the reading itself.
    """

    def __init__(self, text: str = "") -> None:
        self.macros: dict[str, Macro] = {}
        self.text = ""
        if text.strip():
            self.macros, text = macros_in(text)
            self.text = with_commands(in_dollars(text[-MOST_CHARACTERS:]))

    def speaks_of(self, *stems: str) -> bool:
        """Whether the prose around the formula holds one of these beginnings of words."""
        return any(map(self.prose.__contains__, stems))  # asked some twenty times of every formula

    def _named(self, *patterns: re.Pattern[str]) -> frozenset[str]:
        return frozenset(m[1] for pattern in patterns for m in pattern.finditer(self.text))

    @cached_property
    def prose(self) -> str:
        """The text without its formulas, in small letters, with one blank between words wherever its lines end."""
        return " ".join(self._prose.lower().split())

    @cached_property
    def _prose(self) -> str:
        return without_formulas(self.text)

    @cached_property
    def functions(self) -> frozenset[str]:
        return self._named(_FUNCTION_BEFORE, _FUNCTION_AFTER, _DEFINED, _MAPPED)

    @cached_property
    def values(self) -> frozenset[str]:
        return self._named(_VALUE_BEFORE, _VALUE_AFTER) - self.functions

    @cached_property
    def words(self) -> frozenset[str]:
        """What the text uses as names of several letters, and its longer words."""
        text, prose = self.text, self._prose
        known = frozenset(_ACRONYM.findall(prose)) | frozenset(_LONG_WORD.findall(self.prose)) | frozenset(_NAME.findall(text))
        around = names_around(text, prose)
        if self.speaks_of("matri", "trace of", "transpose"):  # $AXB$ is a product there
            known = frozenset(name for name in known if not (name.isupper() and f"${name}$" in text))
            around = frozenset(name for name in around if not name.isupper())
        return known | around | frozenset(_UPRIGHT.findall(text))

    @cached_property
    def numbered(self) -> frozenset[str]:
        return frozenset(_NUMBERED.findall(self.text))

    @cached_property
    def points(self) -> frozenset[str]:
        return frozenset(_POINT.findall(self.text))

    @cached_property
    def bodies(self) -> frozenset[str]:
        """What is called a vector, a set, a sequence, or stands in a space."""
        return self._named(_BODY_BEFORE, _BODY_AFTER, *([_IN_SPACE] if "\\in" in self.text else []))

    @cached_property
    def horizon(self) -> bool:
        """Whether T counts steps somewhere."""
        return _HORIZON.search(self.text) is not None

    @cached_property
    def layered(self) -> frozenset[str]:
        return self._named(_LAYERED) if "layer" in self._prose else frozenset()

    @cached_property
    def intervals(self) -> frozenset[str]:
        return frozenset(_INTERVAL.findall(self.text))

    @cached_property
    def barred(self) -> dict[str, str]:
        """What the text says that bars around something are, by what stands between them: "$|c|$ is the number of parts"."""
        return {undressed(m["inner"]): m["noun"] for m in _BARRED.finditer(self.text)} if "|" in self.text else {}

    @cached_property
    def curves(self) -> frozenset[str]:
        """The maps into a space of several dimensions, whose values have a length and no absolute value."""
        return frozenset(_CURVE.findall(self.text)) if "\\to" in self.text or "arrow" in self.text else frozenset()

    @cached_property
    def matrices(self) -> frozenset[str]:
        """The letters that the text calls matrices, or takes determinants of."""
        return frozenset(m[1] or m[2] or m[3] for m in _MATRIX.finditer(self.text))

    @cached_property
    def sets(self) -> frozenset[str]:
        """The letters that the text calls sets, or that something is a member or a part of."""
        return frozenset(m[1] or m[2] for m in _SET.finditer(self.text))

    @cached_property
    def determinants(self) -> frozenset[str]:
        """The letters that are numbers already: "$J$ is the determinant of ..."."""
        told = _DETERMINANT.finditer(self.text) if "determinant" in self.prose else ()
        return frozenset(m[1] or m[2] for m in told)

    @cached_property
    def averages(self) -> bool:
        """Whether somewhere E[X], E(X) or EX is written."""
        return _AVERAGED.search(self.text) is not None

    @cached_property
    def measures(self) -> bool:
        """Whether somewhere a double-struck Q stands as a measure does."""
        return _MEASURED.search(self.text) is not None


def undressed(latex: str) -> str:
    r"""A piece without its fonts, braces and blanks: \boldsymbol{c} and c are the same letter between bars."""
    return _DRESS.sub("", latex)


@lru_cache(maxsize=256)
def context_of(text: str) -> Context:
    r"""What the text around a formula tells; its last 4,000 characters count.

    >>> sorted(context_of(r"Let $f$ be a function and $c$ be a scalar; $g(x) = 2$.").functions)
    ['f', 'g']
    """
    return Context(text)
