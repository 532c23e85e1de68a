r"""Ways of typing an answer that come from programs and from speech: np.array([1, 2]), (1 2)^T, 50 percent, none.

Law: as in `habits.py`, a way of typing is rewritten only where it can mean one thing in answers of this kind.
"""

from __future__ import annotations

import re

from tutor.errors import Unreadable
from tutor.maths.tree import Node, Relation, Symbol, symbols

_LISTS = frozenset(["vector", "matrix", "vector_up_to_scale", "basis", "set"])
_CALL = re.compile(r"(?:\b(?:np|numpy|jnp|torch|tf|sp|sympy)\s*\.\s*)?\b(?:array|matrix|Matrix|tensor|constant)\s*\(\s*(?=\[)")
_AFTER = re.compile(r"\s*(?:,\s*(?:dtype\s*=\s*)?[A-Za-z][\w.]*\s*)?\)")
_NUMBER = r"[-−+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+|/\d+)?"
_BLANK_ROW = re.compile(rf"\(\s*({_NUMBER}(?:\s+{_NUMBER})+)\s*\)")
_FRACTION = re.compile(r"(?<![\w.^/)])(\d+(?:\.\d+)?/\d+)(?=\s?[(\[⟨])")
_PERCENT = re.compile(r"(?<=\d)\s*(?:percent|per\s+cent)\b")
_ABOUT = re.compile(r"\s*(?:≈|≃|\\approx\b|\b(?:about|approx(?:imately|\.)?|roughly|circa)(?=[\s\d≈]))\s*", re.IGNORECASE)
_NOTHING = re.compile(r"\s*(?:none|nothing|(?:the\s+)?empty\s+set)\s*[.!]?\s*", re.IGNORECASE)
_OFTEN = re.compile(r"\b(?:double|twice|triple|thrice|repeated|(?:algebraic\s+|geometric\s+)?multiplicity|mult)\b", re.IGNORECASE)


def in_plain_signs(kind: str, text: str, key: Node | None) -> str:
    r"""What was typed in an answer of this kind, without the words of programs and of speech; `key` is None for the key itself.

    >>> in_plain_signs("vector", "np.array([1, 2])", None), in_plain_signs("number", "50 percent", None)
    ('[1, 2]', '50%')
    >>> in_plain_signs("set", "none", None), in_plain_signs("vector", "1/2(1, -2)", None)
    ('∅', '(1/2)(1, -2)')
    """
    text = _PERCENT.sub("%", text)
    if kind not in ("interval", "equation", "basis") and (found := _ABOUT.match(text)):
        text = text[found.end() :]
    if kind in _LISTS:
        text = _out_of_calls(text)
    if kind in ("vector", "vector_up_to_scale", "basis"):
        text = _BLANK_ROW.sub(r"[\1]", text)
    if kind in ("vector", "vector_up_to_scale", "matrix"):
        text = _FRACTION.sub(lambda found: f"({found[1]})" if _list_follows(text, found.end()) else found[1], text)
    if kind == "set":
        text = _emptied(text)
    return _solved(text, key) if kind == "equation" and isinstance(key, Relation) else text


def _out_of_calls(text: str) -> str:
    """array([1, 2]) as the list inside it, with the kind of its numbers left out."""
    while found := _CALL.search(text):
        end = _closing(text, found.end())
        after = _AFTER.match(text, end)
        if not after:
            return text
        text = text[: found.start()] + text[found.end() : end] + text[after.end() :]
    if found := re.search(r"(?<!\{)\b(array|tensor)\s*\(", text):
        raise Unreadable(f"I can't read what {found[1]} is given here — try {found[1]}([1, 2]) or (1, 2).")
    return text


def _closing(text: str, start: int) -> int:
    """Where the bracket that opens at a place is closed behind, or the end of the text."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] in "([⟨") - (text[at] in ")]⟩")
        if depth == 0:
            return at + 1
    return len(text)


def _list_follows(text: str, at: int) -> bool:
    """Whether the bracket that follows holds several entries: no one divides by a list."""
    start = len(text) - len(text[at:].lstrip())
    inside = text[start + 1 : _closing(text, start) - 1]
    return bool(re.search(r"[,;]|\[", inside))


def _emptied(text: str) -> str:
    """The sign of the empty set for the words that say it."""
    if _NOTHING.fullmatch(text):
        return "∅"
    if found := _OFTEN.search(text):
        raise Unreadable(f"I compare the values alone — type each of them once, without '{found[0]}', such as 2, 5.")
    return text


def _solved(text: str, key: Relation) -> str:
    """f(x) = 2x + 1 for y = 2x + 1, where the key gives one letter as a formula in the others."""
    given = key.sides[0]
    if len(key.sides) != 2 or not isinstance(given, Symbol) or not symbols(given):
        return text
    letters = symbols(key.sides[1])
    found = re.match(r"\s*([A-Za-z])\s*\(\s*([A-Za-z]\w*(?:\s*,\s*[A-Za-z]\w*)*)\s*\)\s*=(?!=)", text)
    if not found or not letters or given.name in letters or {one.strip() for one in found[2].split(",")} != letters:
        return text
    if found[1] != given.name and (found[1] not in "fghFGH" or found[1] in letters):
        return text
    return f"{given.name} ={text[found.end() :]}"
