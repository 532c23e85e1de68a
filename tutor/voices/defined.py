"""What is this called thing? The name a question asks for, and the sentences that say what just that is.

Law of this file: pure. A longer name that only ends or begins alike is another thing: a sentence on the geometric distribution
does not say what a probability distribution is.
"""

from __future__ import annotations

import re

from tutor.library.defining import term_key

__all__ = ["defines", "only_alike", "same_name", "term_of"]

_WORD = re.compile(r"[^\W_]+")
_ASKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^\W*(?:(?:ok(?:ay)?|and|so|but|now|please)\W+)*"
        r"(?:what(?:['’]?s| is| are| was)|define|definition of|meaning of|who is)\s+(?P<term>.+?)\W*$",
        r"^\W*what (?:do|does) (?P<term>.+?) (?:mean|stand for)\W*$",
        r"^\W*(?:explain|tell me) (?:to me )?what (?P<term>.+?) (?:is|are|means?)\W*$",
        r"^\W*(?:what is |what['’]?s )?(?:the )?(?:definition|meaning) of (?P<term>.+?)\W*$",
    )
)
_ARTICLE = re.compile(r"^(?:an?|the|some|this|that|meant by|called|my)\s+", re.IGNORECASE)
_TAIL = re.compile(r"\s+(?:of|in|for|between|on|with|to|from|over|under|at|by)\s.*$|\s*\([^)]*\)\s*$", re.IGNORECASE)
_NO_NAME = re.compile(
    r"[=+^$\\?]|\b(?:it|this|that|they|i|you|we|my|is|are|does|do|and|or|not|if|when|difference|differences|point|use|reason|best"
    r"|happens?|wrong|meant|going|example|opposite)\b",
    re.IGNORECASE,
)
_LONGEST = 5
# What follows the name in a sentence that says what the thing is.
_IS = (
    r"(?:\s*\([^)]*\))?(?:\s+(?:of|in|for|between|on|with|from)\s+(?:[^\s,.;:]+\s+){0,6}?[^\s,.;:]+)?(?:,[^,.;]{2,60},)?\s+(?:"
    r"(?:is|are)\s+(?:(?:just|simply|nothing but|then|by definition)\s+)?"
    r"(?:an?|the|any|one|defined|how|what|that|those|where|when|\$|called)\b"
    r"|(?:means?|refers? to|denotes?|measures?|describes?|tells?|consists? of|says?|counts?|stands? for)\b)"
)


def term_of(question: str) -> str:
    """The name of the thing that a question asks about, and about nothing else; "" where it asks something else.

    >>> term_of("what is the quokka norm?"), term_of("What does zibble factor mean?"), term_of("define a group")
    ('quokka norm', 'zibble factor', 'group')
    >>> term_of("what is the difference between mean and median"), term_of("what is it good for"), term_of("why is it so")
    ('', '', '')
    """
    found = next((match["term"] for pattern in _ASKS if (match := pattern.match(question))), "")
    term = _ARTICLE.sub("", re.sub(r"^(?:the )?(?:definition|meaning) of ", "", found.strip(), flags=re.IGNORECASE)).strip()
    return "" if _NO_NAME.search(term) or len(term.split()) > _LONGEST else term


def same_name(one: str, other: str) -> bool:
    """Whether two names are one, but for what the thing is of.

    >>> same_name("rank", "rank of a matrix"), same_name("vectors", "vector")
    (True, True)
    >>> same_name("attention", "multi-head attention"), same_name("probability distribution", "geometric distribution")
    (False, False)
    """
    bare = (term_key(one), term_key(other)), (term_key(_TAIL.sub("", one)), term_key(_TAIL.sub("", other)))
    return any(a == b != "" for a, b in bare)


def only_alike(one: str, other: str) -> bool:
    """Whether two names begin or end with the same word and are not one.

    >>> only_alike("probability distribution", "geometric distribution"), only_alike("mean", "expected value")
    (True, False)
    """
    mine, theirs = (_WORD.findall(_TAIL.sub("", name).lower()) for name in (one, other))
    return bool(mine and theirs) and mine != theirs and (mine[0] == theirs[0] or mine[-1] == theirs[-1])


def defines(sentence: str, term: str) -> bool:
    """Whether a sentence says what just this thing is.

    >>> defines("The quokka norm of a vector is the sum of the cubes.", "quokka norm")
    True
    >>> defines("A quokka norm is useful.", "quokka norm"), defines("The small quokka norm is the sum.", "quokka norm")
    (False, False)
    >>> defines("Such a table is called a *probability distribution*.", "probability distribution")
    True
    """
    words = [re.escape(word) for word in _WORD.findall(term)]
    if not words:
        return False
    name = rf"[*_]*{'[^A-Za-z0-9]+'.join(words)}(?:s|es)?[*_]*"
    opens = rf"^\W*(?:(?:an?|the|one|by an?|in general, an?|formally, an?)\s+)?{name}{_IS}"
    ends = r"(?=\W*$|[,.;:)]|\s+(?:if|when|of|because|and|as|by)\b)"
    called = rf"\b(?:called|known as|termed|named|define)\s+(?:(?:an?|the)\s+)?{name}{ends}"
    means = rf"\bby (?:(?:an?|the)\s+)?{name} (?:we|is) mean"
    return any(re.search(pattern, sentence, re.IGNORECASE) for pattern in (opens, called, means))
