r"""Upright words that are one name although a sign or a digit stands in them: \mathrm{log1p}, \mathrm{lo-1}, \rm half-Cauchy;
and upright words that join two formulas, \mathrm{for}.
"""

from __future__ import annotations

import re

from tutor.maths.reading import words

_UPRIGHT = frozenset(["mathrm", "operatorname", "mathsf", "mathtt", "mathit", "rm"])
_CODED = re.compile(r"\s*\{\s*([A-Za-z]{2,}\d+[A-Za-z]*|[A-Za-z]{2,}(?:[._][A-Za-z]+)+|[a-z]{2,}[+-]\d)\s*\}")
_SHORT = re.compile(r"\s*\{\s*([A-Za-z]\d)\s*\}")
_HYPHENED = re.compile(r"\s*\{\s*([A-Za-z]+(?:-[A-Za-z]{3,})+)\s*\}")
_HYPHENED_ON = re.compile(r"\s+([A-Za-z]{2,}-[A-Za-z]{3,})\s*(?=\})")
_JOINING = re.compile(r"\s*\{\s*(for|if|and|or|where|otherwise|when|with|such that|for all)\s*\}(?!\s*\()")
_EXTREME = re.compile(r"\s*\{\s*arg\s*(?:\\[,;:! ]|~)?\s*(max|min)\s*\}(?=\s*[_}])")
_OF_EXTREME = re.compile(r"(?=(?:\s|\\[,;:! ]|~)*\\?(?:max|min)(?![A-Za-z]))")
_GAP = r"(?:\\[ ,;:]|~)"
_WORDED = re.compile(rf"\s*\{{\s*([A-Za-z]{{2,}}(?:{_GAP}+\s*[A-Za-z]{{2,}})+\s*(?:{_GAP}\s*)*[.:]?)\s*\}}")
_UNBRACED = re.compile(r"\s+([A-Za-z]{3,})\s*(?=\})")
_NAME = re.compile(r"\s+([A-Z]?[a-z]{2,}|[A-Z][a-z]|[A-Z]{3,})\s*(?=\})")
_CAPITALISED = re.compile(r"\s+([A-Z][a-z]{2,})\s*(?=\})")  # {\it abc} may be a product
_SWITCHED = {"sf": _NAME, "tt": _NAME, "sc": _NAME, "it": _CAPITALISED, "bf": _CAPITALISED}
_HALF = re.compile(r"\s*\{\s*arg\s*\}")
_HALVES = frozenset(["arg", "ess", "lim"])  # of one name: arg\,max
_NUMERIC = frozenset(["log", "sin", "cos", "tan", "exp", "ln"])


def name(command: str, text: str, at: int) -> tuple[str, int, bool] | None:
    r"""The words that a font command dresses, where they end, and whether they join formulas; None for other words.

    >>> name("mathrm", r"{log1p}(x)", 0), name("mathrm", r"{ for } x", 0), name("mathrm", "{X}", 0)
    (('log1p', 7, False), ('for', 7, True), None)
    >>> name("mathrm", r"{for\ all} x", 0)
    ('for all', 10, True)
    """
    if command in (*_UPRIGHT, "text", "textrm", "textnormal", "mbox") and (extreme := _EXTREME.match(text, at)):
        return f"arg{extreme[1]}", extreme.end(), False
    if command in ("text", "textrm", "mathrm", "textbf") and (bare := _UNBRACED.match(text, at)) and text[:at].count("{"):
        return bare[1], bare.end(), False  # {\\text softmax}(z)
    if (switched := _SWITCHED.get(command)) and (named := switched.match(text, at)) and _opened(command, text, at):
        return named[1], named.end(), False  # {\sf Exp}(x)
    if command not in _UPRIGHT:
        return None
    if (half := _HALF.match(text, at)) and _OF_EXTREME.match(text, half.end()):
        return "arg", half.end(), False  # \mathrm{arg} \max
    if joining := _JOINING.match(text, at):
        lowered = text[:at].rstrip().removesuffix("\\" + command).endswith(("_", "^", "{"))
        return None if lowered else (joining[1], joining.end(), True)
    if worded := _WORDED.match(text, at):
        said = re.sub(rf"(?:\s|{_GAP})+", " ", worded[1]).strip()
        known = any(word in words.FUNCTIONS or word in words.NAMED or word in _HALVES for word in said.rstrip(".:").split())
        return None if known else (said, worded.end(), True)  # \mathrm{minimize\; over:}
    if command == "operatorname" and (short := _SHORT.match(text, at)):
        return short[1], short.end(), False  # \operatorname{L2}(x)
    if (coded := _CODED.match(text, at)) and coded[1].rstrip("0123456789+-") not in _NUMERIC:
        moved = "+" in coded[1] or "-" in coded[1]  # \phi_\mathrm{lo-1}, one place of a grid; elsewhere a difference
        lowered = text[:at].rstrip().removesuffix("\\" + command).rstrip("{").endswith("_")
        return None if moved and (not lowered or command == "mathit") else (coded[1], coded.end(), False)
    if found := _HYPHENED.match(text, at) or (_HYPHENED_ON.match(text, at) if command == "rm" else None):
        parts = found[1].split("-")
        if not any(part in words.FUNCTIONS or part in words.PLAIN_WORDS for part in parts[:1]):
            return found[1], found.end(), False
    return None


def _opened(command: str, text: str, at: int) -> bool:
    """Whether an old command for a font, which ends at a place, stands first in its group."""
    return text[:at].removesuffix("\\" + command).rstrip().endswith("{")


def half_of_extreme(run: str, text: str, end: int) -> bool:
    r"""Whether letters are the first half of a name that goes on behind them, arg \max.

    >>> half_of_extreme("arg", r"arg\,\max_x f", 3), half_of_extreme("arg", "arg(z)", 3)
    (True, False)
    """
    return run == "arg" and _OF_EXTREME.match(text, end) is not None


def one_word(gapped: str) -> bool:
    """Whether letters with gaps between them, out of a scanned page, spell one name: V a r."""
    run = "".join(gapped.split())
    return len(run) > 2 or run in words.CALLED or run in words.PLAIN_WORDS or run in words.ACRONYMS
