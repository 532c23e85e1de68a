r"""Habits of typing, put into the one notation our reader knows: ]0, 1[ and A' and diag(1, 2) and 1 2; 3 4.

Law: a habit is rewritten only where it can mean one thing in answers of this kind; the result is read like anything else typed.
"""

from __future__ import annotations

import re

_NESTED = r"(?:[^][()]|\([^()]*\))"
_REALS = re.compile(
    r"\s*(?:all\s+(?:the\s+)?(?:real\s+numbers|reals)|(?:the\s+)?real\s+(?:numbers|line)|(?:[a-zA-Z]\s*(?:in|∈|\\in)\s*)?(?:ℝ|R|\\R"
    r"|\\mathbb\s*\{?\s*R\s*\}?)|every\s+(?:real\s+)?number|(?:x\s+can\s+be\s+)?any\s+(?:real\s+)?number)\s*[.!]?\s*",
)
_OPENED = re.compile(rf"(^\s*|[U∪∈=]\s*|\\cup\s*|\\in\s*|\bin\s+|\bor\s+)\](?=\s*{_NESTED}+[,;]{_NESTED}+[\]\[)])")
_CLOSED = re.compile(rf"([\[(]{_NESTED}*)\[(?=\s*(?:$|[U∪]|\\cup|or\b))")
_DIAGONAL = re.compile(r"(?:\\operatorname\s*\{\s*diag\s*\}|\\?\bdiag)\s*[(\[{]+([^()\[\]{}]*)[)\]}]+")
_WHOLE = re.compile(r"\s*([-−]?)\s*(\d{1,6})\s+(\d{1,6}\s*/\s*\d{1,6}|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])\s*")
_ENTRY = r"[-−+]?(?:\d+\.\d+|\.\d+|\d+(?:/\d+)?)"
_ROW = re.compile(rf"\s*{_ENTRY}(?:\s+{_ENTRY})+\s*")
_GROUPS = re.compile(r"\s*([-−]?)\s*(\d{1,3}(?: \d{3})+(?:\.\d+)?)\s*")
_ROUND = re.compile(r"(\s*(?:[A-Za-z]\s*=)?\s*)\(([^()\[\]{}]*;[^()\[\]{}]*)\)(\s*)")
_DEGREES = re.compile(r"(.*[^\s^])\s*(?:°|\^\s*\{?\s*\\circ\s*\}?|\bdeg(?:rees?)?)\s*", re.S)


def rewritten(kind: str, text: str) -> str:
    r"""What was typed in an answer of this kind, in the notation our reader knows.

    >>> rewritten("interval", "]0, 1]"), rewritten("matrix_expression", "inv(A'A) A.T")
    ('(0, 1]', '(A^T A)^{-1} A^T')
    >>> rewritten("matrix", "diag(2, 3)"), rewritten("matrix", "1 2; 3 4")
    ('[[2, 0], [0, 3]]', '[1 2; 3 4]')
    """
    if kind == "interval":
        return _interval(text)
    if kind == "vector" and _ROW.fullmatch(text):
        return f"[{text}]"
    if kind == "matrix":
        return _bare_rows(_DIAGONAL.sub(lambda found: _diagonal(found.group(1)), text))
    return _transposes(text) if kind == "matrix_expression" else text


def _interval(text: str) -> str:
    """Round brackets for the French ones, and the whole line for the words that name it."""
    if _REALS.fullmatch(text):
        return "(-oo, oo)"
    before = None
    while before != text:
        before, text = text, _CLOSED.sub(r"\1)", _OPENED.sub(r"\1(", text))
    return text


def _diagonal(inside: str) -> str:
    entries = [part.strip() for part in re.split(r"[,;]", inside)]
    rows = (", ".join(entry if i == j else "0" for j in range(len(entries))) for i, entry in enumerate(entries))
    return "[" + ", ".join(f"[{row}]" for row in rows) + "]"


def _bare_rows(text: str) -> str:
    """Rows without any bracket around them: 1 2; 3 4, or one row on each line; a label stays in front."""
    label, equals, body = text.rpartition("=")
    if found := _ROUND.fullmatch(text):
        return f"{found.group(1)}[{found.group(2)}]{found.group(3)}"
    if re.search(r"[()\[\]{}]|\\begin", text) or not re.search(r";|\S[ \t]*\n[ \t]*\S", body):
        return text
    return f"{label}{equals}[{body}]"


def _transposes(text: str) -> str:
    """inv(A), transpose(A), A.T and A' in the signs of the books."""
    for pattern, raised in ((r"\\?\binv(?:erse)?\s*(?=\()", "^{-1}"), (r"\\?\btrans(?:pose)?\s*(?=\()", "^T")):
        while found := re.search(pattern, text):
            end = _closed(text, found.end())
            if not end:
                return text
            text = text[: found.start()] + text[found.end() : end] + raised + text[end:]
    text = re.sub(r"(?<=[A-Za-z)\]])\.T\b", "^T", text)
    return re.sub(
        r"(?<=[A-Za-z)\]])(?:'|′|\^\s*\{?\s*\\prime\s*\}?)(\s*)", lambda found: "^T" + (found.group(1) or " "), text
    ).rstrip()


def _closed(text: str, start: int) -> int:
    """Where the bracket that opens at `start` is closed; 0 if it never is."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return at + 1
    return 0


def mixed_number(text: str) -> str | None:
    """A whole number and a proper fraction side by side as a sum, thousands set apart as one number; else None.

    >>> mixed_number("- 3 1/2"), mixed_number("3 5/2"), mixed_number("25 000")
    ('-(3 + 1/2)', None, '25000')
    """
    if grouped := _GROUPS.fullmatch(text):
        return ("-" if grouped.group(1) else "") + grouped.group(2).replace(" ", "")
    found = _WHOLE.fullmatch(text)
    if not found:
        return None
    sign, whole, part = found.groups()
    above, _, below = part.partition("/")
    if below and int(above) >= int(below):
        return None
    return f"{'-' if sign else ''}({whole} + {part.replace(' ', '')})"


def without_degrees(text: str) -> str | None:
    r"""What stands before a degree sign at the end, or None where there is none.

    >>> without_degrees("45°"), without_degrees(r"45^\circ"), without_degrees("45")
    ('45', '45', None)
    """
    found = _DEGREES.fullmatch(text)
    return found.group(1) if found else None
