"""One of several: what a meaning told of a row of symbols says of each of them."""

from __future__ import annotations

import re

from tutor.maths.told.nouns import DETERMINERS, is_plural

COLLECTIVE = re.compile(
    r"(?:a|an|the|any|some|our|this|two|three)\s+(?:[\w-]+\s+){0,3}?(?:sample|sequence|basis|set|family|partition|collection|list|system|group"
    r"|pairs|sets|pair|tuple|enumeration|ordering|numbering|random walk|series)\b"
)
_RANGE = re.compile(r" for \$[^$]*(?:=|\\in)[^$]*\$$")  # what the index of only one of them runs through
_TOGETHER = frozenset(  # what only several are, none of them alone
    "independent orthogonal orthonormal distinct different disjoint mutually pairwise parallel consecutive adjacent iid i.i.d "
    "dependent correlated uncorrelated equal linearly affinely jointly statistically stochastically conditionally".split()
)


def says(meaning: str, symbol: str) -> bool:
    """Whether a formula within a meaning holds the symbol that it is to tell of."""
    formulas = " ".join(m[1] or m[2] for m in re.finditer(r"\$([^$]*)\$|\\\((.*?)\\\)", meaning))
    return re.search(rf"(?<![A-Za-z\\]){re.escape(symbol)}(?![A-Za-z])", formulas) is not None


def one_of(meaning: str) -> str:
    """What each of several is: "vectors in R^n" is, for each of them, "a vector in R^n".

    >>> one_of("independent random variables"), one_of("the weights")
    ('a random variable', 'one of the weights')
    """
    meaning = _RANGE.sub("", meaning)
    first = meaning.partition(" ")[0]
    if not meaning:
        return meaning
    parted = re.search(r" (?:of|in|over|from|with|on|between|for|to|at) ", meaning)
    head, space, tail = (meaning[: parted.start()], parted[0], meaning[parted.end() :]) if parted else (meaning, "", "")
    counted = re.match(r"(?:any |all )?(?:two|three|four|five|six|both) (?=\w)|(?:any|all) (?=\S+s\b)", meaning)
    if counted:
        return one_of(meaning[counted.end() :])
    if first == "some" and head.split()[-1] != singular(head.split()[-1]):
        return one_of(meaning[len("some ") :])
    if first in DETERMINERS:
        many = first in ("the", "our", "its", "their") and is_plural(head.split()[-1])
        return f"one of {meaning}" if many else meaning
    words = [w for w in head.split() if w not in _TOGETHER] or head.split()
    words[-1] = singular(words[-1])
    return f"{_article(words[0])} {' '.join(words)}{space}{tail}"


def any_one(meaning: str) -> str:
    """What a letter is that stands for every one of a kind: for "every event $A$", A is an event.

    >>> any_one("every event"), any_one("each step of the walk"), any_one("the rate")
    ('an event', 'a step of the walk', 'the rate')
    """
    first, _, rest = meaning.partition(" ")
    if first == "any" and rest and singular(rest.split()[-1]) != rest.split()[-1]:
        return one_of(meaning)  # "any metric spaces"
    return f"{_article(rest)} {rest}" if first in ("every", "each", "any") and rest else meaning


def _article(words: str) -> str:
    return "an" if re.match(r"(?!uni(?!n|mp)|us|eu|one)[aeiou]", words.lower()) else "a"


def singular(noun: str) -> str:
    """The one of a plural.

    >>> singular("matrices"), singular("weights"), singular("loss")
    ('matrix', 'weight', 'loss')
    """
    irregular = {
        "species": "species",
        "series": "series",
        "matrices": "matrix",
        "indices": "index",
        "vertices": "vertex",
        "biases": "bias",
        "axes": "axis",
        "bases": "basis",
    }
    if noun in irregular:
        return irregular[noun]
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith("sses"):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
