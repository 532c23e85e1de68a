"""Matrices as programs write them and as people tell them, brought to the one way the readers know: [[1, 2], [3, 4]]."""

from __future__ import annotations

import re

_ARRAY = re.compile(
    r"\b(?:np|numpy|torch|sympy|jnp|tf)\s*\.\s*(?:array|matrix|tensor|asarray|constant)\s*\(\s*|\b(?:Matrix|array)\s*\(\s*(?=\[)"
)
_CALL = re.compile(r"\b(?:np|numpy|torch|jnp|scipy)\s*\.\s*linalg\s*\.\s*(\w+)\s*\(\s*")
_CALLED = {
    "inv": "inverse of",
    "det": "determinant of",
    "eigvals": "eigenvalues of",
    "eigvalsh": "eigenvalues of",
    "eig": "eigenvectors of",
    "eigh": "eigenvectors of",
    "svd": "SVD of",
    "matrix_rank": "rank of",
    "cholesky": "Cholesky of",
    "qr": "QR decomposition of",
    "cond": "condition number of",
}
_N = r"-?\s*\d*\.?\d+(?:\s*/\s*\d+)?"
_LINE = rf"(?:[\[(]\s*)?{_N}(?:\s*,\s*{_N}|\s+{_N})+(?:\s*[\])])?"
_LINES = re.compile(
    rf"\b(?:the\s+)?(?:(?P<size>\d\s*(?:x|×|by)\s*\d)\s+)?matrix\s+(?:[A-Z]\s+)?(?:with|whose|having|that\s+has)\s+(?:the\s+)?(?P<what>rows|columns)\s*(?:are\s+|:\s*)?"
    rf"(?P<first>{_LINE})(?P<rest>(?:\s*(?:,\s*and\b|,|;|\band\b)\s*{_LINE})*)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(rf"[\[(]\s*{_N}(?:\s*,\s*{_N}|\s+{_N})*\s*[\])]")
_FIRST = re.compile(
    rf"[:,]?\s*first\s+row\s*:?\s*(?P<one>{_N}(?:[\s,]+{_N})*)\s*[,;]\s*second\s+row\s*:?\s*(?P<two>{_N}(?:[\s,]+{_N})*)(?:\s*[,;]\s*third\s+row\s*:?\s*(?P<three>{_N}(?:[\s,]+{_N})*))?",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\b(?:the\s+)?(\d)\s*(?:x|×|by)\s*(\d)\s+(?:identity|unit)(?:\s+matrix)?\b", re.IGNORECASE)
_DIAGONAL = re.compile(rf"\bdiag\s*\(\s*({_N}(?:\s*,\s*{_N}){{1,5}})\s*\)", re.IGNORECASE)


def matrices_told(text: str) -> str:
    """The same problem with its matrices in brackets.

    >>> matrices_told("rank of the matrix with rows (1, 2), (2, 4)")
    'rank of [[1, 2], [2, 4]]'
    >>> matrices_told("svd of np.array([[1, 2], [2, 1]])"), matrices_told("det of diag(1, 2)")
    ('svd of [[1, 2], [2, 1]]', 'det of [[1, 0], [0, 2]]')
    """
    text = _without_calls(text)
    text = _LINES.sub(_from_lines, text)
    text = _FIRST.sub(lambda m: " of " + _written([_numbers(line) for line in m.groups() if line]), text)
    text = _UNIT.sub(_unit, text)
    return _DIAGONAL.sub(lambda m: _written(_diagonal(_numbers(m[1]))), text)


def _without_calls(text: str) -> str:
    for pattern in (_CALL, _ARRAY):
        for _ in range(8):
            found = pattern.search(text)
            if not found or (pattern is _CALL and found[1] not in _CALLED):
                break
            end = _closing(text, found.end())
            if end < 0:
                break
            name = _CALLED[found[1]] + " " if pattern is _CALL else ""
            text = text[: found.start()] + name + text[found.end() : end].rstrip(" ,") + text[end + 1 :]
    return text


def _closing(text: str, start: int) -> int:
    """Where the bracket that opens just before `start` is closed; -1 if it never is."""
    depth = 1
    for at in range(start, len(text)):
        depth += (text[at] in "([{") - (text[at] in ")]}")
        if depth == 0:
            return at
    return -1


def _numbers(line: str) -> list[str]:
    return [re.sub(r"\s+", "", n) for n in re.findall(_N, line)]


def _written(rows: list[list[str]]) -> str:
    return "[" + ", ".join("[" + ", ".join(row) + "]" for row in rows) + "]"


def _from_lines(found: re.Match[str]) -> str:
    told = found["first"] + found["rest"]
    lines = _BRACKETED.findall(told)
    if lines:
        if re.search(r"\d", _BRACKETED.sub("", told)):
            return found.group(0)
    else:
        lines = re.split(r"\s*(?:;|\band\b)\s*", told)
    rows = [_numbers(line) for line in lines]
    if len({len(row) for row in rows}) != 1 or len(rows) < 2:
        return found.group(0)
    if found["what"].lower() == "columns":
        rows = [list(row) for row in zip(*rows, strict=True)]
    if found["size"] and [int(n) for n in re.findall(r"\d", found["size"])] != [len(rows), len(rows[0])]:
        return found.group(0)
    return _written(rows)


def _unit(found: re.Match[str]) -> str:
    if found[1] != found[2] or not 1 <= int(found[1]) <= 6:
        return found.group(0)
    size = int(found[1])
    return _written([[str(int(i == j)) for j in range(size)] for i in range(size)])


def _diagonal(entries: list[str]) -> list[list[str]]:
    return [[x if i == j else "0" for j in range(len(entries))] for i, x in enumerate(entries)]
