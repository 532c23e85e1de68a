"""Small questions that the wording of a formula asks: which letters stand in two fonts, what fits before a letter."""

from __future__ import annotations

import re

from tutor.maths.letters import bare, is_symbol
from tutor.maths.reading.nodes import Fraction, Letter, Power
from tutor.maths.reading.shape import strip
from tutor.maths.tree import Node, Number, children

_DETERMINERS = frozenset("the a an our its their some any each every this".split())
_SIMPLE = re.compile(r"(?:(?:the|a|an|our|its|their|some|any|each|every|this) )?(?:[\w'-]+ ?){1,4}$")
_PREPOSITIONS = frozenset("of in from to between for on at over per that which we".split())


def twofold(tree: Node) -> frozenset[str]:
    """The letters that stand in a formula in two fonts, each without any mark: x and bold x."""
    fonts: dict[str, set[str]] = {}
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Letter):
            fonts.setdefault(node.name, set()).add(node.font)
        elif not is_symbol(node):
            waiting += children(node)
    return frozenset(name for name, some in fonts.items() if len(some) > 1)


def ordinal(count: str) -> str:
    """A count as it stands before "power": 4th, 21st."""
    ending = "th" if count[-2:-1] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(count[-1], "th")
    return count + ending


def is_operator(node: Node) -> bool:
    """Whether a factor may act on what stands behind it: d, E_x, Delta^2."""
    letter = strip(node) if isinstance(node, Power) else bare(node)
    if not isinstance(letter, Letter):
        return False
    if letter.name in ("E", "P", "V") and letter.font in ("upright", "blackboard"):
        return True
    if letter.name in ("Delta", "nabla", "partial", "D") and isinstance(node, Power):
        return True
    return (letter is node and letter.name == "d") or (letter.name == "E" and letter is not node)


def is_one(node: Node) -> bool:
    """Whether a node is the number 1."""
    return isinstance(node, Number) and node.text == "1"


def is_half(node: Node) -> bool:
    """Whether a node is one half."""
    return (
        isinstance(node, Fraction)
        and isinstance(node.top, Number)
        and isinstance(node.bottom, Number)
        and (node.top.text, node.bottom.text) == ("1", "2")
    )


def is_pi(node: Node) -> bool:
    """Whether a node is the letter pi."""
    return isinstance(node, Letter) and node.name == "pi"


def fits_before(meaning: str) -> bool:
    """Whether a meaning can stand before its symbol: "the slope m", but "n (the number of rows)"."""
    return bool(_SIMPLE.fullmatch(meaning)) and not _PREPOSITIONS & set(meaning.split()[1:]) and "$" not in meaning


def definite(meaning: str) -> str:
    """ "a vector" becomes "the vector" before its symbol."""
    first, _, rest = meaning.partition(" ")
    if first not in _DETERMINERS:
        return f"the {meaning}"
    return f"the {rest}" if first in ("a", "an", "each", "every", "some", "any") else meaning
