r"""Names of several letters that the text around a formula uses as names: "the statistic $Zr$", $modx$, $x1$ beside $x2$.

Law: letters are taken for one name only where the text gives them as one: alone between dollar signs as what a noun names,
again and again, or as the first letters of words that follow each other ("odds ratio" for OR).
"""

from __future__ import annotations

import itertools
import re
from collections import Counter

_KINDS = (
    r"(?:statistics?|tests?|ind(?:ex|ices)|scores?|coefficients?|criteri(?:on|a)|ratios?|measures?|metrics?|estimators?|distances?"
    r"|variables?|predictors?|regressors?|covariates?|factors?|responses?|outcomes?|moderators?)"
)
_BEFORE = re.compile(rf"\b{_KINDS}\s+\$([A-Z][A-Za-z])\$")
_AFTER = re.compile(rf"\$([A-Z][A-Za-z])\$[\s-]+{_KINDS}\b")
_ALONE = re.compile(r"\$([a-z]{4,10})\$")
_DIGIT = re.compile(r"(?<![A-Za-z\\_^{\d])([A-Za-z])([1-9])(?![\d\w.])")
_WORD = re.compile(r"[a-z]+")
_SMALL = frozenset(
    "the and for are was with that this from but not you can has have its our their one two all any per such which when where "
    "then than these those will also into only each both more most some given over".split()
)
_RUNNING = frozenset("ijklmn")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def names_around(text: str, prose: str) -> frozenset[str]:
    """The names that a text with formulas, and its prose alone, use for one thing each.

    >>> sorted(names_around(r"coefficients $Zr$ and $x1$, $x2$; $modx$ and $modx$", ""))
    ['Zr', 'modx', 'x1', 'x2']
    >>> "IQR" in names_around("", "the inter quartile range")
    True
    """
    found = {m[1] for pattern in (_BEFORE, _AFTER) for m in pattern.finditer(text)}
    often = Counter(_ALONE.findall(text))
    found |= {name for name, times in often.items() if times > 1 and _spoken(name)}
    glued: dict[str, set[str]] = {}
    for letter, digit in _DIGIT.findall(text):
        glued.setdefault(letter, set()).add(digit)
    found |= {letter + digit for letter, digits in glued.items() if len(digits) > 1 for digit in digits}
    return frozenset(found) | _initials(prose)


def _spoken(name: str) -> bool:
    """Whether a run of small letters has a vowel and is no row of indices."""
    ordered = all(a < b for a, b in itertools.pairwise(name))
    return bool(set(name) & set("aeou")) and not ordered and not set(name) <= _RUNNING


def _initials(prose: str) -> frozenset[str]:
    """First letters of three words in a row, iqr, and of two that come twice, OR for odds ratio."""
    found: set[str] = set()
    twice: Counter[str] = Counter()
    for sentence in re.split(r"[.,;:()\n]\s", prose.lower()):
        said = _WORD.findall(sentence)
        heavy = [len(word) > 2 and word not in _SMALL for word in said]
        for n in range(len(said) - 1):
            if not (heavy[n] and heavy[n + 1]):
                continue
            twice[f"{said[n]} {said[n + 1].rstrip('s')}"] += 1
            if n + 2 < len(said) and heavy[n + 2]:
                run = "".join(word[0] for word in said[n : n + 3])
                found |= {run, run.upper()} if run not in _ALPHABET and not set(run) <= _RUNNING else set()
    return frozenset(found | {"".join(w[0].upper() for w in pair.split()) for pair, times in twice.items() if times > 1})
