"""Words and numbers as the readings of a follow-up compare them."""

from __future__ import annotations

import re

from tutor.voices.again.givens import NUMBER, Written

__all__ = ["LITTLE", "SIGNED", "root", "spliced", "tight"]

SIGNED = rf"[+-]?\s*(?:{NUMBER})"
_SAME = {
    "start": "starting starts started from begin beginning between",
    "deviation": "sd sigma",
    "rate": "step size lr",
    "to": "and",
    "person": "people",
    "coin": "flips tosses throws coins flip",
    "head": "heads",
    "mean": "average",
}
_SAME_WORD = {word: one for one, words in _SAME.items() for word in words.split()}
LITTLE = frozenset(
    """
    a an the of for to is are was were be it its they them he she we you i with and or if in on at by from as that this
    there here then now one ones have has had do does did would could should will can so what when where which how becomes
    become change changed make made put take use set turn replace instead place were entry entries number numbers value
    values row column vector vectors matrix point list first second third fourth last top bottom left right only just not no
    also each every all both everywhere s equal same again else different new point points x y z rather than upper lower
    element say try other another like mine my
    """.split()
)  # fmt: skip


def root(word: str) -> str:
    """What a word is compared by.

    >>> root("starting") == root("from"), root("coins") == root("tosses")
    (True, True)
    """
    word = word.lower()
    return _SAME_WORD.get(word, word.rstrip("s"))[:5]


def spliced(problem: str, one: Written, new: str) -> str:
    """The problem with another number in this place; a plus before a negative one becomes a minus."""
    before, after = problem[: one.start], problem[one.end :]
    if new.startswith("-") and (sign := re.search(r"\+\s*$", before)):
        return before[: sign.start()] + "- " + new[1:].strip() + after
    return before + new.lstrip("+") + after


def tight(text: str) -> str:
    """A number without blanks and without a plus in front."""
    return re.sub(r"\s+", "", text).lstrip("+")
