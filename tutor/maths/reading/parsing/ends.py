"""What may be the end of an interval, and what hardly is: asked wherever two things stand in brackets."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.maths.reading import words
from tutor.maths.reading.nodes import (
    Apply,
    Chain,
    Empty,
    Function,
    Given,
    Letter,
    Listing,
    Phrase,
    Power,
    Prefix,
    Sub,
    Sum,
    Super,
    Unread,
)
from tutor.maths.tokens import Token
from tutor.maths.tree import Node, Number, walk


def states(node: Node) -> bool:
    """Whether a part of a list is a statement, x > 0, and no thing."""
    return isinstance(node, Chain) and not any(isinstance(side, Empty) for side in node.sides) and len(node.sides) > 1


def may_bound(node: Node) -> bool:
    """Whether a node may be an end of an interval."""
    if any(isinstance(n, Letter) and n.font in ("script", "fraktur", "blackboard") for n in walk(node)):
        return False  # (X, \mathcal{A}): a space and its sets
    return not isinstance(node, Chain | Given | Empty | Listing | Phrase | Unread) and not dotted(node)


def without_end(low: Node, high: Node, called: bool) -> bool:
    """Whether an interval begins at minus infinity or ends at infinity; K(x; oo) and the law t(oo, 2) hold an argument."""
    minus = isinstance(low, Prefix) and low.sign == "-" and endless(low.body)
    plus = endless(high.body if isinstance(high, Prefix) and high.sign == "+" else high)
    return (minus or plus) and not called


def endless(node: Node) -> bool:
    return isinstance(node, Letter) and node.name == "infty"


def two_ends(low: Node, high: Node) -> bool:
    """Whether two parts look like the ends of an interval: 0 and 1, a and b, minus pi and pi, x - r and x + r."""
    if isinstance(low, Number) and isinstance(high, Number):
        return _value(low) < _value(high)
    if isinstance(low, Letter) and isinstance(high, Letter):
        return (low.name, high.name) in (("a", "b"), ("c", "d"), ("alpha", "beta")) and not low.font
    if isinstance(low, Sum) and isinstance(high, Sum):
        return low.signs == ("-",) and high.signs == ("+",)
    if isinstance(low, Prefix):
        return low.sign == "-" and (isinstance(high, Number | Letter) or same_ends(low.body, high))
    timed = (
        isinstance(low, Sub) and isinstance(high, Sub) and getattr(low.base, "name", "") == "t" == getattr(high.base, "name", "")
    )
    return timed or (isinstance(low, Number) and low.text == "0" and isinstance(high, Letter))


def names_vector(tokens: Sequence[Token], at: int) -> bool:
    r"""Whether angle brackets stand for what a bold letter, an arrow or a gradient names: \mathbf{r} = \langle x, y \rangle."""
    bold = words.FONTS.get(tokens[0].text) == "bold" or tokens[0].text in ("vec", "overrightarrow", "nabla")
    return bold and at > 1 and tokens[at - 1].text in ("=", ":=")


def component(part: Node) -> bool:
    r"""Whether an entry surely is a number, 2 or \cos t, so that angle brackets around it hold a vector."""
    core = part.body if isinstance(part, Prefix) else part
    if not isinstance(core, Apply):
        return isinstance(core, Number)
    head = core.function
    while isinstance(head, Sub | Super | Power):
        head = head.base
    return isinstance(head, Function)


def same_ends(left: Node, right: Node) -> bool:
    """Whether two ends are written with the same names and numbers, in the same order."""
    names = [[getattr(n, "name", getattr(n, "text", type(n).__name__)) for n in walk(end)] for end in (left, right)]
    return names[0] == names[1]


def _value(number: Number) -> float:
    try:
        return float(number.text.replace(",", "").replace("{", "").replace("}", ""))
    except ValueError:
        return 0.0


def dotted(node: Node) -> bool:
    return any(isinstance(n, Letter) and n.name in ("dots", ".") for n in walk(node))
