"""What the words around a formula say: whether they speak of a known formula at all, and whether they say its name.

A form alone is shared by things of many names, and a name by things of many kinds.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PLAIN = frozenset(  # what many names share: "the Poisson law" says Poisson distribution
    "of the an and in for to by up from with its entry theorem model formula definition rule equation density distribution"
    " decomposition factorisation matrix function law identity step form statistic problem solution system operation two line"
    " plane vectors columns scale estimate coefficient test inequality parts sum square squared integral".split()
)
_WIDE = frozenset(["linear", "mean", "mixture", "product"])  # a linear what? with these alone all of the name must stand there
# What says a word as well, by how it begins: the Gaussian is normal; and, as a whole word, how it is cut short.
_ALIKE = {"normal": ("gauss",), "gaussi": ("normal",), "expect": ("averag",), "mean": ("averag",), "rectif": ("relu",)}
_CUT_SHORT = {
    "expect": ("mean",), "kullba": ("kl",), "leible": ("kl",), "jensen": ("js", "jsd"), "shanno": ("js", "jsd"),
    "semide": ("psd",), "covari": ("cov",), "varian": ("var",), "correl": ("corr",), "root": ("rmse", "rms"),
    "mean": ("mse", "rmse", "mae"),
}  # fmt: skip
_ENDING = re.compile(r"(?:'s|s|es|ions?|ed|ing|al|ity)\Z")
_LONGEST = 6
_REACH = 24
_NARROWING = re.compile(
    r"\b(partial|partially|pivoted|incomplete|truncated|unbalanced|symplectic|hard|quantile|fuzzy|quantum|zero-inflated|modified"
    r"|adjusted|generali[sz]ed|weighted|penali[sz]ed|robust|randomi[sz]ed|non-?linear|approximate|pseudo|low-rank)[\s-]+\Z",
    re.IGNORECASE,
)


def spoken_of(words: tuple[str, ...], text: str) -> bool:
    """Whether one of the words begins somewhere in the text; a word in capitals, such as LU, must stand there as it is.

    A word after "!" must not begin anywhere.

    >>> spoken_of(("eigen",), "its Eigenvalues"), spoken_of(("LU",), "evaluate the value")
    (True, False)
    >>> spoken_of(("mean", "!measure"), "the mean of a measure")
    False
    """
    if any(word[0] == "!" and _begins(word[1:]).search(text) for word in words):
        return False
    return any(word[0] != "!" and _begins(word).search(text) for word in words)


def narrowed(words: tuple[str, ...], name: str, text: str) -> bool:
    """Whether the words that a name goes by stand near only behind one that makes them another thing.

    >>> narrowed(("optimal transport",), "optimal transport", "the partial optimal transport problem")
    True
    """
    found = [m.start() for word in words if word[0] != "!" for m in _begins(word).finditer(text)]
    ways = [_NARROWING.search(text[max(0, start - _REACH) : start]) for start in found]
    return bool(ways) and all(way is not None and way[1].lower() not in name for way in ways)


def says(text: str, name: str, also: tuple[str, ...] = ()) -> bool:
    """Whether each word of a name that is its own stands in a text, or each of what the name has in brackets, or one of `also`.

    >>> says("the Gaussian law", "normal (Gaussian) density"), says("a symplectic matrix", "spectral theorem")
    (True, False)
    >>> says(r"\\mathrm{Var}(X) is", "variance"), says("a variable", "variance")
    (True, False)
    """
    return spoken_of(also, text) or any(all(word.search(text) for word in way) for way in _ways(name))


@lru_cache(maxsize=512)
def _ways(name: str) -> tuple[tuple[re.Pattern[str], ...], ...]:
    """For each way to call a thing its words, each as what finds it or its like."""
    bare = re.sub(r"\(.*?\)", " ", name)
    return tuple(way for one in (bare, *re.findall(r"\((.*?)\)", name)) if (way := tuple(map(_found_by, _own(one)))))


def _own(name: str) -> list[str]:
    found = re.findall(r"[a-zà-öø-ÿ]+\d?", name.lower())
    own = [word for word in found if word not in _PLAIN and len(word) > 1]
    return own if set(own) - _WIDE else [word for word in found if len(word) > 2]


def _found_by(word: str) -> re.Pattern[str]:
    stem = _ENDING.sub("", word)[:_LONGEST]
    begun = "|".join(map(re.escape, (stem, *_ALIKE.get(stem, ()))))
    short = "".join(rf"|{one}(?![A-Za-z])" for one in _CUT_SHORT.get(stem, ()))
    return re.compile(rf"(?<![A-Za-z])(?:{begun}{short})", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _begins(word: str) -> re.Pattern[str]:
    spaced = r"\s+".join(map(re.escape, word.split(" ")))  # a line may end between two words of a term
    if word.isupper():
        return re.compile(rf"(?<![A-Za-z]){spaced}(?![A-Za-z])")
    return re.compile(rf"(?<![A-Za-z]){spaced}", re.IGNORECASE)
