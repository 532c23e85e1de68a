r"""Numbers as people type them: 120'000, 10\,000, 1e-4; and what only looks like a number, the version 3.2.0.

Law: a number in digits is one number wherever its digits can be nothing else; groups of three behind one to three digits.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tutor.maths.reading.cutting import patterns as typed
from tutor.maths.reading.cutting.macros import matching_brace
from tutor.maths.signs import TokenKind

Piece = tuple[TokenKind, str]  # the kind of a token and its text

_MORE = re.compile(r"\d+(?:['’,\\.eE]|\{,\})")  # what any of these goes on with
_APOSTROPHES = re.compile(r"[1-9]\d{0,2}(?:['’]\d{3}){1,8}(?![\d'’])(?:\.\d+)?")
_THIN = re.compile(r"[1-9]\d{0,2}(?:\\,\d{3}){1,8}(?!\d)(?!\\,\d)(?:\.\d+)?")
_ONES = re.compile(r"1(?:\\!){1,4}1(?!\d)")
_SURELY = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+\.\d")
_VERSION = re.compile(r"\d+(?:\.\d+){2,6}(?![\d.])")
_DECIMAL_COMMA = re.compile(r"\d+\{,\}(?=\d)(?!\d{3}(?!\d))\d+")  # 0{,}5; what three digits follow is a thousand
_NOUGHT_COMMA = re.compile(r"0\{,\}\d+")
_SCIENTIFIC = re.compile(r"(\d+(?:\.\d+)?)[eE](-|\+|)(\d{1,3})(?![\w.^({\\])")
_EULER = re.compile(r"e\s*\^|\\e\b|\\exp|\\ln|(?<![\d.A-Za-z\\])e(?![A-Za-z\d])")


@lru_cache(maxsize=64)
def _euler(text: str) -> bool:
    """Whether the letter e stands for a number of its own in a formula."""
    return _EULER.search(text) is not None


def number(text: str, at: int) -> tuple[list[Piece], int] | None:
    r"""The tokens of a number that begins at a place, and where it ends; None where plain digits stand.

    >>> number("120'000 x", 0), number("3.2.0", 0)
    (([(<TokenKind.NUMBER: 'number'>, '120,000')], 7), ([(<TokenKind.NAME: 'name'>, '3.2.0')], 5))
    >>> "".join(sign for _, sign in number("5e-4", 0)[0]), number("12", 0)
    ('5times10^{-4}', None)
    """
    if not _MORE.match(text, at):
        return None
    if found := _DECIMAL_COMMA.match(text, at) or _NOUGHT_COMMA.match(text, at):
        return [(TokenKind.NUMBER, found[0].replace("{,}", "."))], found.end()
    if found := _APOSTROPHES.match(text, at):
        return [(TokenKind.NUMBER, re.sub("['’]", ",", found[0]))], found.end()
    if (found := typed.THOUSANDS.match(text, at)) and _alone(text, at):
        return [(TokenKind.NUMBER, found[0])], found.end()
    if found := _THIN.match(text, at):
        return [(TokenKind.NUMBER, found[0].replace("\\,", ","))], found.end()
    if found := _ONES.match(text, at):  # two strokes drawn into one sign, the indicator
        return [
            (TokenKind.COMMAND, "mathbb"),
            (TokenKind.OPEN, "{"),
            (TokenKind.NUMBER, "1"),
            (TokenKind.CLOSE, "}"),
        ], found.end()
    if found := _VERSION.match(text, at):
        return [(TokenKind.NAME, found[0])], found.end()
    if (found := _SCIENTIFIC.match(text, at)) and not _euler(text):
        return _scientific(found[1], found[2], found[3], text[:at].rstrip()[-1:] == "/"), found.end()
    return None


def _scientific(mantissa: str, sign: str, exponent: str, divides: bool) -> list[Piece]:
    """The tokens of a number times a power of ten; in brackets where it stands under a stroke."""
    minus = [(TokenKind.OPERATOR, "-")] if sign == "-" else []
    raised = [(TokenKind.NUMBER, "10"), (TokenKind.OPERATOR, "^"), (TokenKind.OPEN, "{"), *minus]
    raised += [(TokenKind.NUMBER, exponent.lstrip("0") or "0"), (TokenKind.CLOSE, "}")]
    if mantissa == "1":
        return raised
    found = [(TokenKind.NUMBER, mantissa), (TokenKind.OPERATOR, "times"), *raised]
    return [(TokenKind.OPEN, "("), *found, (TokenKind.CLOSE, ")")] if divides else found


def _alone(text: str, start: int) -> bool:
    """1,000 is one number outside brackets, in a fraction and after a currency sign; in (100,200) the comma separates."""
    before = text[:start]
    if before.rstrip("{ ").endswith(("$", "\\pounds")):
        return True
    if before.rstrip().endswith("=") and text[:start].count(",") == 0 and typed.ONE_GROUP.match(text, start):
        return True  # (Y | X = 1,300)
    if any(before.count(o) > before.count(c) for o, c in ("()", "[]")):
        return _SURELY.search(text) is not None  # (1,612 - 3,014.16)^2
    opened = [at for at, sign in enumerate(before) if sign == "{" and matching_brace(text, at) > start]
    return not any(before[:at].rstrip()[-1:] in ("_", "^", "\\") for at in opened)
