r"""What spaces set apart: the number of a statement before it, (i)\ x > 0, and the entries of a row, [x \; y \; 1].

Law: side by side the entries of a row look like factors, so every gap of it is as wide as a control space, there are two or more,
and no entry begins or ends with a sign.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from tutor.maths.reading.cutting import patterns as typed

_GAP = re.compile(r"(?:\s*(?:\\[ ;:]|(?<!\\)~|\\q?quad\b|\\,\s*\\,|\\(?:en)?space\b))+\s*")
_LONG = re.compile(
    r"(?:(?:\\[;: ]|(?<!\\)~)\s*){4,}+(?!\\(?:text|mbox|hbox|mathrm))(?=[^\s}&\\)\]]|\\[A-Za-z])"
)  # four such spaces part two formulas
_IDLE_FIRST = re.compile(r"(?:\s|\\[,;: !]|~|\\quad)*")
_IDLE_LAST = re.compile(r"(?:\s|\\[,;: !]|~|\\quad)+$")
_NO_ENTRY = re.compile(
    r"[=<>&,;]|\\(?:text|mbox|in|to|le|leq|ge|geq|sim|mid|vert|mathrm|hbox|operatorname|int|sum|prod|forall|exists)\b|\\\\"
    r"|(?:^|\s)\|"
)
_SIGN_FIRST = re.compile(r"[+*/^_!|']|\\(?:cdot|times|pm|mp|oplus|otimes|cup|cap|circ|wedge|vee|over)(?![A-Za-z])")
_SIGN_LAST = re.compile(r"(?:[-+*/^_(|]|\\(?:cdot|times|pm|mp|oplus|otimes|cup|cap|circ|wedge|vee|over|log|exp|sin|cos))$")
_MATRIX = re.compile(r"\\begin\{[pbvBV]?matrix\}((?:(?!\\begin)[^$]){1,300}?)\\end\{")
_CALLED = re.compile(r"(?:[A-Za-z}]|\\[A-Za-z]+)(?:\\[!,]|\\left|\\big+l?|\s)*$", re.IGNORECASE)


_NEAR, _LONGEST = 40, 300  # letters that are looked at before a bracket, and in one


@lru_cache(maxsize=64)
def row_gaps(text: str) -> frozenset[int]:
    r"""The places at which the gaps of such rows begin.

    >>> sorted(row_gaps(r"v = [x\ y\ 1]^T")), sorted(row_gaps(r"[\,B \;\; AB \;\cdots\; A^2 B\,]"))
    ([6, 9], [4, 12, 21])
    >>> row_gaps(r"[a \; + \; b]") or row_gaps(r"f[x \ y \ z]") or row_gaps(r"[x \; y]")
    frozenset()
    """
    if not any(space in text for space in ("\\ ", "\\;", "\\:", "\\,", "~", "quad", "\\space")):
        return frozenset()
    wide = (found.start() for found in _LONG.finditer(text))
    return frozenset(wide) | frozenset(gap for at, end in _brackets(text) for gap in _row_at(text, at, end))


def in_row(text: str, start: int) -> bool:
    """Whether a number stands in brackets among numbers that only space parts, (0 1 0): no factors."""
    opened = max(text.rfind(sign, 0, start) for sign in "([")
    return 0 <= opened > start - 200 and typed.ROW.match(text, opened) is not None


def _row_at(text: str, at: int, end: int) -> list[int]:
    """The gaps of the row that fills the brackets at two places; none where a name stands right before them."""
    before = text[max(0, at - _NEAR) : at].removesuffix("\\left").rstrip()
    if end - at > _LONGEST or before.endswith("\\") or _CALLED.search(before):
        return []
    return _gaps(text, at, end)


@lru_cache(maxsize=64)
def cell_gaps(text: str) -> frozenset[int]:
    r"""The gaps that part the cells of a matrix typed without &, as many in every row.

    >>> sorted(cell_gaps(r"\begin{pmatrix} a \ b \\ c \ d \end{pmatrix}"))
    [17, 26]
    """
    if "matrix}" not in text:
        return frozenset()
    found: list[int] = []
    for matrix in _MATRIX.finditer(text):
        first, rows = matrix.start(1), []
        for row in [] if "&" in matrix[1] else matrix[1].split("\\\\"):
            if row.strip():
                rows.append(_gaps(text, first - 1, first + len(row), 1))
            first += len(row) + 2
        alike = len({len(row) for row in rows}) == 1
        if alike and rows and (len(rows) > 1 or len(rows[0]) > 1):
            found += [gap for row in rows for gap in row]
    return frozenset(found)


def _gaps(text: str, at: int, end: int, least: int = 2) -> list[int]:
    """The gaps of the row between two places."""
    inside = text[at + 1 : end].removesuffix("\\right")
    idle = _IDLE_FIRST.match(inside)
    first = idle.end() if idle else 0
    body = _IDLE_LAST.sub("", inside[first:])
    gaps = [m for m in _GAP.finditer(body) if _level(body[: m.start()])]
    if len(gaps) < least:
        return []
    bounds = [0, *(edge for m in gaps for edge in m.span()), len(body)]
    entries = [body[a:b].strip() for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
    if any(not e or _NO_ENTRY.search(e) or _SIGN_FIRST.match(e) or _SIGN_LAST.search(e) for e in entries):
        return []
    return [at + 1 + first + m.start() for m in gaps]


def _level(text: str) -> bool:
    """Whether no bracket is open at the end of a text."""
    return all(text.count(o) == text.count(c) for o, c in ("()", "[]", "{}"))


def _brackets(text: str) -> list[tuple[int, int]]:
    """Where each round or square bracket opens and closes; one that another kind closes first holds no row."""
    closing, stack, found = {")": "(", "]": "[", "}": "{"}, [], []
    for at, sign in enumerate(text):
        if sign in "([{":
            stack.append((sign, at))
        elif sign in closing and stack:
            opened, start = stack.pop()
            if opened == closing[sign] and sign != "}":
                found.append((start, at))
    return found


_FONTED = re.compile(r"\\(?:mathrm|rm)\s*|[{}]")
_LABEL = re.compile(
    r"\((?:i{1,3}|iv|vi{0,3}|ix|x[iv]+|[1-9]\d?|[A-Z]{1,2}\d?'?|[a-h]|\*{1,3}|\\(?:mathrm|rm)\s*\{?[a-z]{1,3}\}?)\)"
    r"(?=\s*(?:\\[ ;:,]|~|\\q?quad\b))"
)


def label_at(text: str, at: int) -> tuple[str, int] | None:
    r"""The number or the letter in brackets with which a statement begins that a gap sets apart from it, and where it ends.

    "" where it only numbers the formula, \#eq:bayes; None where there is none.

    >>> label_at(r"(i)\ f(0) = 0", 0), label_at(r"(P)~\min f", 0), label_at(r"(x)\ y = 1", 0), label_at(r"2 (1)\ x", 2)
    (('(i)', 3), ('(P)', 3), None, None)
    """
    if text[at] == "{":
        bold = typed.BOLD_LABEL.match(text, at) if "\\bf" in text else None
        return (bold[1], bold.end()) if bold else None
    if numbered := typed.LABEL.match(text, at) or typed.counted(text, at):
        return "", numbered.end()
    found = _LABEL.match(text, at) if text[at + 1 : at + 2].isalnum() or text[at + 1 : at + 2] in ("*", "\\") else None
    if not found or not any(sign in text[found.end() : found.end() + _LONGEST] for sign in "=<>\\"):
        return None
    before = text[max(0, at - _NEAR) : at].rstrip()
    lines = ("\\\\", "&", "\\begin{aligned}", "\\begin{align*}", "\\begin{align}")
    begins = before.endswith(lines) if before else at <= _NEAR
    return (_FONTED.sub("", found[0]), found.end()) if begins else None


_STARRED = re.compile(r"\\begin\{([dr]?cases)\*\}(.*?)\\end\{\1\*\}", re.DOTALL)
_ROW = re.compile(r"(?<!\\)&((?:[^\\&]|\\(?!\\|end\b).)*)", re.DOTALL)
_MATHS = re.compile(r"\$[^$]*\$|\\\(.*?\\\)", re.DOTALL)


@lru_cache(maxsize=64)
def _text_columns(text: str) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for cases in _STARRED.finditer(text):
        for row in _ROW.finditer(text, *cases.span(2)):
            at = row.start(1)
            for begins, ends in [maths.span() for maths in _MATHS.finditer(text, *row.span(1))] + [(row.end(1), row.end(1))]:
                words = text[at:begins]
                if words.strip() and "\\" not in words:
                    found[at + len(words) - len(words.lstrip())] = at + len(words.rstrip())
                at = ends
    return found


def text_column(text: str, at: int) -> int:
    r"""Where words end that begin at a place in the second column of cases*, which is text; 0 where none begin.

    >>> text_column(r"\begin{cases*} 1 & if $x > 0$ \end{cases*}", 19)
    21
    """
    return _text_columns(text).get(at, 0) if "cases*" in text else 0
