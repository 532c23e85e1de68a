"""Letters side by side that may be one name, STR, pos, se(b), as well as the product of its letters: each is listed.

Law: the reading stays the product, letter by letter, which is true under both.
"""

from __future__ import annotations

import itertools
import re

from tutor.maths.reading.context import Context
from tutor.maths.reading.nodes import Letter
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.tokens import Token
from tutor.maths.tree import Node, walk

_CAPITALS = re.compile(r"(?<![A-Za-z\\])(?!([A-Z])\1)[A-Z]{3,}(?![A-Za-z])")
_SPELLED = re.compile(r"(?<![A-Za-z\\])[A-Za-z][a-z]{2,}[A-Z]?(?![A-Za-z])")
_INDEX_LETTERS = frozenset("ijklxyzwhnmd")
_LABELLED = re.compile(r"(?<![A-Za-z\\])[a-z]{2,5}(?=_\{(?:\\(?:text|mathrm)\s*\{)?[a-z]{4,}\})")
_CALLING = re.compile(r"(?<![A-Za-z\\])(?<![_^]\{)(?<![_^])[A-Za-z]{2,5}(?=\}?\s?(?:\\left\s*)?[(\[])")
_CALLS = frozenset("fghpqFGHPEVLKT")


def spelled_names(text: str, tokens: list[Token], context: Context, tree: Node) -> list[Doubt]:
    """Three capitals or more side by side may be one name, STR, as well as a product, ABC; so may re_{intercept}."""
    single = {t.start for t in tokens if len(t.text) == 1}
    found = [m.span() for m in _LABELLED.finditer(text) if m.start() in single]
    capitals = [m.span() for m in _CAPITALS.finditer(text) if m.start() in single]
    if capitals and not context.speaks_of("matri", "triangle", "angle", "event", "letters"):
        found += capitals
    calls = [m for m in _CALLING.finditer(text) if m.start() in single and m.end() - 1 in single and _like_a_call(m[0])]
    runs = [m for m in _SPELLED.finditer(text) if m.start() in single and m.span() not in found and _like_a_word(m[0])]
    letters = {n.span[0] for n in walk(tree) if isinstance(n, Letter)} if runs or calls else set()
    found += [m.span() for m in calls if m.span() not in found and all(at in letters for at in range(*m.span()))]
    found += [m.span() for m in runs if m.span() not in found and all(at in letters for at in range(*m.span()))]
    return [Doubt(span, ("one name", "the product of its letters")) for span in found]


def _like_a_call(run: str) -> bool:
    """Whether letters before a bracket may be one name, Tr(A), se(b): no coefficient before a function, a f(x), no d f, d x."""
    before_function = run[-1] in _CALLS and (run[0].islower() or len(run) > 2)
    return run[0] not in "dD" and not before_function and not set(run) <= set("xyzuvnkmij")


def _like_a_word(run: str) -> bool:
    """Whether letters side by side may as well be a name, pos, Err: there is a vowel, and no row of indices or differentials."""
    small = run.lower()
    if len(small) > 3 and not set(small) <= _INDEX_LETTERS and "d" not in small[:-1:2]:
        return True  # four letters in a row are hardly four factors
    ordered = all(a < b for a, b in itertools.pairwise(small)) or set(small) <= set("abcdefg")
    differential = any(small[n] == "d" and small[n + 1] in "xyztuvsr" for n in range(len(small) - 1))
    indexed = len(set(small) & set("ijkxyz")) > (len(small) > 3) or any(name in small for name in ("log", "exp", "sin", "cos"))
    spoken = len(small) > 3 and sum(c in "aeiou" for c in small) > 1
    return bool(set(small) & set("aeou")) and not differential and (spoken or not (indexed or ordered))
