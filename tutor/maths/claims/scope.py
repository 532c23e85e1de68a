r"""Which sentences of a text speak for the letters of a claim: what was assumed before, until the letter is spoken of anew.

"Let $x > 0$. Then $|x| = x$. Now let $x$ be any real number." - the last sentence takes back the first. "If $A$ is symmetric,
then ..." holds for its own sentence, and for those that go on from it: "Then", "Hence", "So".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.maths.told.symbols import same_symbol

_FORMULA = re.compile(r"\$([^$]{1,200})\$|\\\((.{1,200}?)\\\)", re.DOTALL)
_LETTER = re.compile(
    r"\\(?:mathbf|boldsymbol|bm|vec|mathbb|mathcal)\s*\{?\s*[A-Za-z]\}?|\\[a-zA-Z]+|[A-Za-z](?:_(?:\w|\{\w+\}))?"
)
# An opening word, a few more, and the formulas that stand in a row behind them.
_OPENS = re.compile(
    r"\b(?:let|suppose|assume|assuming|consider|take|if|when|whenever|for|case|any|all|every|each|arbitrary|given)\b"
    r"(?:[\s,:]+(?!then\b|we\b|it\b|have\b)[A-Za-z\d'-]+\.?){0,6}?[\s:,]*"
    r"(?P<row>(?:\$[^$]{1,200}\$|\\\(.{1,200}?\\\))(?:\s*(?:,|and|or|,\s*and)\s*(?:\$[^$]{1,200}\$|\\\(.{1,200}?\\\)))*)",
    re.IGNORECASE | re.DOTALL,
)
_BREAKS = re.compile(
    r"^\W*(?:theorem|lemma|proposition|corollary|definition|exercise|problem|example|remark|chapter|section|question)\b"
    r"|\bdrop\s+(?:this|that|these|the)\s+assumption|\bin\s+general\b|\bwithout\b|\bconverse|\barbitrary\s+(?:events|matrices|vectors)\b",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"^\W*(?:(?:now|first|next|finally|but|and|instead)\W+)?(?:if|when|whenever|for|case)\b", re.IGNORECASE)
_GOES_ON = re.compile(
    r"^\W*(?:then|hence|so|thus|therefore|here|in\s+(?:this|that)\s+case|it\s+follows|this\s+(?:gives|means|implies)|consequently|also"
    r"|moreover|furthermore|we\s+(?:have|get|obtain|find|see|conclude)|indeed|because|since|by\s)",
    re.IGNORECASE,
)
_ADDS = re.compile(r"\b(?:also|further|furthermore|moreover|in\s+addition|additionally|as\s+well)\b", re.IGNORECASE)
_EXPLAINS = re.compile(
    r"^\W*(?:where|here|with|note|it\s+is\s+(?:important|only)|this\s+(?:equation|formula|rule|result|equality|identity|holds|is))\b",
    re.IGNORECASE,
)
_FARTHEST = 12  # sentences
_NO_LETTER = frozenset(
    ["\\in", "\\le", "\\leq", "\\ge", "\\geq", "\\neq", "\\mathbb", "\\times", "\\infty", "\\pi", "\\cdot", "\\R"]
)


def opened(sentence: str) -> frozenset[str]:
    r"""The letters that a sentence speaks of anew.

    >>> sorted(opened("For arbitrary square matrices $A$ and $B$ we have $ABC = 0$.")), sorted(opened("Now let $0 < x < 1$."))
    (['A', 'B'], ['x'])
    """
    return frozenset(name for found in _OPENS.finditer(sentence) for name in letters_in(found["row"]))


def letters_in(text: str) -> frozenset[str]:
    """The letters of the formulas of a text."""
    inside = [a or b for a, b in _FORMULA.findall(text)]
    return frozenset(same_symbol(name) for one in inside for name in _LETTER.findall(one) if name not in _NO_LETTER)


def speaking(sentences: Sequence[str], at: int, letters: frozenset[str]) -> dict[int, frozenset[str]]:
    """The sentences that speak for some letters of sentence `at`, each with the letters that later ones speak of anew."""
    found = {at: frozenset[str]()}
    closed = frozenset[str]() if _ADDS.search(sentences[at]) else opened(sentences[at])
    goes_on = bool(_GOES_ON.search(sentences[at]))
    for j in range(at - 1, max(-1, at - 1 - _FARTHEST), -1):
        if _BREAKS.search(sentences[j + 1]):
            break
        sentence = sentences[j]
        mine = letters_in(sentence) & letters
        if not (mine and mine <= closed) and (goes_on or not _LOCAL.search(sentence)):
            found[j] = closed
        closed |= frozenset() if _ADDS.search(sentence) else opened(sentence)
        goes_on = goes_on and bool(_GOES_ON.search(sentence))
    if at + 1 < len(sentences) and _EXPLAINS.search(sentences[at + 1]):
        found[at + 1] = frozenset()
    return found
