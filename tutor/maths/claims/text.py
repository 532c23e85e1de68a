r"""The formulas of a text and the words that govern each: "suppose that ...", "in general ... is not ...", "where ...".

A formula stands between $..$, $$..$$, \(..\), \[..\] or in a display environment; a text without any of these is one formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tutor.maths.claims.claim import Pair
from tutor.maths.reading.nodes import Chain, Empty, Fence, Letter, Lines, Listing, Phrase, Text, Word
from tutor.maths.tree import Node, walk

MOST_CHARACTERS = 40_000
MOST_FORMULAS = 400
_FORMULA = re.compile(
    r"\$\$(?P<a>.+?)\$\$|(?<!\\)\$(?P<b>[^$]+?)(?<!\\)\$|\\\[(?P<c>.+?)\\\]|\\\((?P<d>.+?)\\\)"
    r"|\\begin\{(?P<e>equation|align|gather|aligned|eqnarray)\*?\}(?P<f>.+?)\\end\{(?P=e)\*?\}",
    re.DOTALL,
)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|suppose|supposing|assume|assuming|such that|satisf\w+"
    r"|solv\w+|solutions?|unless|iff|conditions?|requir\w+"
    r"|constraints?|subject to|equations?|called|said to|provided|let|where|setting|want"
    r"|need|require|iff|find|given|means|definition"
    r"|looking for|for which|becomes?|gives us the system|until|check whether|whether|is it true|hypothes\w+|null)\b[^,;:]*$",
    re.IGNORECASE,
)
_CONDITION_AFTER = re.compile(
    r"^\s*[,.]?\s*(?:(?:are|is) (?:called|said)|(?:they|the matrices) commute|ha(?:s"
    r"|ve) (?:no|a|an|infinitely|only|exactly)\b|for some\b"
    r"|only (?:if|when)|implies|is (?:inconsistent|satisfied|equivalent)|if and only if"
    r"|iff\b|when\b|if\b|whenever\b|provided\b|unless\b)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|never|wrong|false|incorrect\w*|mistak\w+|errors?|fails?|untrue"
    r"|contradict\w+|impossible|inconsistent|absurd|no solutions?"
    r"|disprov\w+|refut\w+|might\s+(?:think|believe|expect)|(?:students?|beginners?|freshm[ae]n|people)\b[^.]{0,40}\b(?:claim|write|believe|think|use)s?"
    r"|counterexample|tempting|beware|pitfall|neither|nor|cannot|falsely)\b|n't\b|\bno\b",
    re.IGNORECASE,
)
_LET = re.compile(
    r"\b(?:let|where|with|set|take|given|for|if|when|suppose|assume|put|have|choose|using|say)\b[^.;]*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Found:
    """A formula, its place, and the words of its sentence before and after it."""

    latex: str
    start: int
    before: str
    after: str

    @property
    def conditional(self) -> bool:
        """Whether the words make it a condition: "suppose that", "when", "... are called"."""
        clause = re.split(r",|;|\bthen\b|\bthat is\b|\bso\b|\bhence\b|\bthus\b", self.before)[-1]
        return bool(_CONDITION.search(clause) or _CONDITION_AFTER.match(self.after))

    @property
    def denied(self) -> bool:
        """Whether the sentence says that it does not hold."""
        return is_denied(self.before) or is_denied(self.after[:60])

    @property
    def sets(self) -> bool:
        """Whether the words put values in: "let", "where", "with"."""
        return bool(_LET.search(self.before))


def is_denied(words: str) -> bool:
    """Whether words say that something does not hold.

    >>> is_denied("which is false"), is_denied("for every a")
    (True, False)
    """
    return bool(_DENIED.search(words))


def formulas(text: str) -> list[Found]:
    r"""Every formula of a text in order.

    >>> [f.latex for f in formulas(r"If $a > 0$ then \[ \sqrt{a^2} = a. \]")]
    ['a > 0', ' \\sqrt{a^2} = a. ']
    """
    text = text[:MOST_CHARACTERS]
    found: list[Found] = []
    for match in _FORMULA.finditer(text):
        group = next(name for name in "abcdf" if match[name] is not None)
        before, after = _sentence(text, match.start(), match.end())
        found.append(Found(match[group], match.start(group), before, after))
        if len(found) == MOST_FORMULAS:
            break
    if not found and not re.search(r"\$|\\\[|\\\(", text):
        return [Found(text, 0, "", "")]
    return found


def _sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of the sentence around a place, formulas in them as a single sign."""
    before = _FORMULA.sub("\u25ca", text[max(0, start - 400) : start])
    after = _FORMULA.sub("\u25ca", text[end : end + 200])
    return re.split(r"(?<=[.?!])\s+|\n\s*\n", before)[-1], re.split(r"[.?!](?:\s|$)|\n\s*\n", after)[0]


def pairs(tree: Node, latex: str) -> Iterator[Pair]:
    """The neighbouring sides of every chain that stands open in a formula; aligned rows that begin empty go on."""
    if isinstance(tree, Chain):
        yield from _chain(tree, latex, None)
    elif isinstance(tree, Lines):
        last: Node | None = None
        for row in tree.rows:
            chain = _first_chain(row)
            if chain is None:
                last = row if not isinstance(row, Empty) else last
                continue
            yield from _chain(chain, latex, last)
            last = chain.sides[-1]
    elif isinstance(tree, Listing | Phrase):
        for part in tree.parts:
            yield from pairs(part, latex)
    elif isinstance(tree, Fence) and tree.role == "group":
        yield from pairs(tree.body, latex)


def words_beside(tree: Node) -> str:
    """The words that stand in a formula beside its chains, not inside their sides."""
    if isinstance(tree, Text):
        return tree.words
    inner = tree.rows if isinstance(tree, Lines) else tree.parts if isinstance(tree, Listing | Phrase) else ()
    return " ".join(filter(None, (words_beside(part) for part in inner)))


def _first_chain(row: Node) -> Chain | None:
    if isinstance(row, Chain):
        return row
    if isinstance(row, Listing | Phrase):
        return next((part for part in row.parts if isinstance(part, Chain)), None)
    return None


def _chain(chain: Chain, latex: str, last: Node | None) -> Iterator[Pair]:
    for n, sign in enumerate(chain.signs):
        left = chain.sides[n]
        if n == 0 and isinstance(left, Empty) and last is not None:
            left = last
        if isinstance(left, Empty) or isinstance(chain.sides[n + 1], Empty) or sign.over is not None or sign.under is not None:
            continue
        right = chain.sides[n + 1]
        if isinstance(right, Listing) and n == len(chain.signs) - 1 and right.signs and right.signs[0] in ("quad", ",", ";", "."):
            right = right.parts[0]
        valued = any(side is not left and side is not right and closed_side(side) for side in chain.sides)
        yield Pair(left, right, sign.name, sign.negated, latex, valued)


def closed_side(side: Node) -> bool:
    """Whether a side holds numbers only."""
    return not isinstance(side, Empty) and not any(isinstance(n, Letter | Word) and n.name not in ("pi", "e") for n in walk(side))
