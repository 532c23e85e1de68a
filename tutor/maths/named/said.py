"""Whether the words around a formula say the name that its form bears: a form alone is shared by things of many names."""

from __future__ import annotations

import re
from functools import lru_cache

_PLAIN = frozenset(  # what many names share: "the Poisson law" says Poisson distribution
    "of the an and in for to by up from with its entry theorem model formula definition rule equation density distribution"
    " decomposition factorisation matrix function law identity step form statistic problem solution system operation two line"
    " plane vectors columns scale estimate coefficient test inequality parts sum square squared integral".split()
)
_WIDE = frozenset(
    ["linear", "mean", "mixture", "product"]
)  # a linear what? with these alone the rest of the name must stand there
# Beginnings of words that say the same: the Gaussian is normal, an expected value a mean.
_ALIKE = {
    "normal": ("gauss",), "gaussi": ("normal",), "expect": ("mean", "averag"), "kullba": ("kl",), "leible": ("kl",),
    "jensen": ("js",), "shanno": ("js",), "semide": ("semidef", "psd"), "rectif": ("relu",), "covari": ("cov",),
    "varian": ("var",), "correl": ("corr",), "root": ("rmse", "rms"), "mean": ("average", "mse", "rmse", "mae"),
}  # fmt: skip
_ENDING = re.compile(r"(?:'s|s|es|ions?|ed|ing|al|ity)\Z")
_LONGEST = 6


def says(around: str, name: str, also: tuple[str, ...] = ()) -> bool:
    """Whether each word of a name that is its own stands in a text, or each of what the name has in brackets, or one of `also`.

    >>> says("the Gaussian law", "normal (Gaussian) density"), says("a symplectic matrix", "spectral theorem")
    (True, False)
    """
    text = around.lower()
    if any(re.search(rf"(?<![a-z]){re.escape(word.lower())}", text) for word in also):
        return True
    return any(
        all(any(re.search(rf"(?<![a-z]){re.escape(begun)}", text) for begun in word) for word in way) for way in _ways(name)
    )


@lru_cache(maxsize=512)
def _ways(name: str) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """For each way to call a thing its words, each by the beginnings that say it."""
    bare = re.sub(r"\(.*?\)", " ", name)
    return tuple(way for one in (bare, *re.findall(r"\((.*?)\)", name)) if (way := tuple(map(_begun, _own(one)))))


def _own(name: str) -> list[str]:
    found = re.findall(r"[a-zà-öø-ÿ]+\d?", name.lower())
    own = [word for word in found if word not in _PLAIN and len(word) > 1]
    return own if set(own) - _WIDE else [word for word in found if len(word) > 2]


def _begun(word: str) -> tuple[str, ...]:
    stem = _ENDING.sub("", word)[:_LONGEST]
    return (stem, *_ALIKE.get(stem, ()))
