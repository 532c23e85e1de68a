"""What a head and its bracket are, asked before it is settled whether the one is "of" the other."""

from __future__ import annotations

from collections.abc import Set

from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Big,
    Chain,
    Derivative,
    Fence,
    Given,
    Gradient,
    Letter,
    Listing,
    Power,
    Prefix,
    Prime,
    Product,
    Ranged,
    Sub,
    Sum,
    Super,
    Text,
    Transpose,
    Word,
)
from tutor.maths.reading.shape import is_minus_one
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token
from tutor.maths.tree import Node, Number, walk

ALWAYS = frozenset(["f", "g", "h", "F", "G", "H", "phi", "psi", "Phi", "Psi", "P", "p", "E", "Gamma", "ell", "O"])
CHANCES = frozenset(["P", "E", "Var", "Cov"])
FUNCTION_LIKE = frozenset(
    [
        "sigma",
        "rho",
        "pi",
        "q",
        "T",
        "L",
        "U",
        "K",
        "k",
        "D",
        "Q",
        "V",
        "J",
        "l",
        "S",
        "N",
        "u",
        "s",
        "X",
        "Y",
        "B",
        "M",
        "C",
        "I",
        "Theta",
        "Omega",
        "d",
        "r",
    ]
)


def by_list(head: Node, name: str, body: Listing) -> str:
    """What several arguments say: d(x, y) is of them, but c(a_1, a_2) may be a number times a pair."""
    if isinstance(head, Letter) and not head.font and name in ("a", "b", "c", "d", "alpha", "beta", "lambda", "mu"):
        return "of" if name == "d" and len(body.parts) == 2 and not isinstance(body.parts[0], Sub) else ""
    numeric = all(isinstance(p, Number) for p in body.parts)
    return "of" if not numeric or name in ALWAYS or name in FUNCTION_LIKE else ""


def bare(head: Node) -> Node:
    """The name below scripts, strokes and hats."""
    while isinstance(head, Sub | Super | Power | Prime | Accent | Transpose):
        head = head.base
    return head


def counting(head: Node) -> bool:
    """Whether a plain 1 with an index, 1_A, is an indicator."""
    return (
        isinstance(head, Sub) and isinstance(head.base, Number) and head.base.text == "1" and not isinstance(head.index, Number)
    )


def conditioned(head: Node) -> bool:
    """Whether the index of a head is a condition, y = k or x > 0."""
    return isinstance(head, Sub) and isinstance(head.index, Chain)


def single(inside: list[Token]) -> bool:
    """Whether a bracket holds one name, perhaps with marks: v, x_0, \\hat{e}."""
    names = [t for n, t in enumerate(inside) if t.kind is TokenKind.NAME and (not n or inside[n - 1].text not in ("_", "^"))]
    return len(names) <= 1 and all(t.kind is not TokenKind.NUMBER for t in inside[:1])


def indicates(core: Node) -> bool:
    """Whether a letter is the indicator: a bold or double-struck 1, a double-struck I."""
    return isinstance(core, Letter) and (core.name.isdigit() or (core.name == "I" and core.font == "blackboard"))


def unmarked(head: Node) -> Node:
    """A head without strokes, hats and what stands above it."""
    while isinstance(head, Super | Power | Prime | Accent):
        head = head.base
    return head


ENTRIES = frozenset(["x", "y", "z", "u", "v", "w", "a", "b", "c", "beta", "delta", "lambda"])  # letters of vectors


def shifted(head: Node, body: Sum) -> bool:
    """Whether a sum is a shifted argument, x + h, t - tau, n + 1: one or two plain names and numbers, and no name is a matrix."""
    name = str(getattr(bare(head), "name", ""))
    timely = any(isinstance(n, Letter) and n.name in ("t", "s", "tau", "h") for n in walk(body))
    marked = isinstance(head, Prime) and (name[:1].isupper() or (name in ENTRIES and not timely))  # x'(b - c), x transposed
    plain = all(isinstance(t.body if isinstance(t, Prefix) else t, Letter | Number | Sub) for t in body.terms)
    value = isinstance(unmarked(head), Sub) and one_minus(body)
    return plain and len(body.terms) == 2 and not marked and not value and not matrices(body)


def matrices(body: Node) -> bool:
    """Whether capitals or bold letters stand in a bracket, so that it may be a matrix."""
    return any(isinstance(n, Letter) and (n.font == "bold" or (len(n.name) == 1 and n.name.isupper())) for n in walk(body))


def composed(node: Node) -> bool:
    r"""(T \circ U), (f + g): a bracket that is itself a function."""
    if not isinstance(node, Fence):
        return False
    body = node.body
    if isinstance(body, Product):
        convolved = "*" in body.signs and all(isinstance(f, Letter) and f.name in "fghxyuvFGHXY" for f in body.factors)
        return "circ" in body.signs or convolved
    return isinstance(body, Sum) and all(isinstance(t, Letter) and t.name in ("f", "g", "h", "F", "G") for t in body.terms)


def maps(body: Node, functions: Set[str]) -> bool:
    r"""Whether what a bracket holds may be a function: f', \nabla f, f^{-1}, f / g; a product of plain letters is none."""
    if isinstance(body, Prime | Gradient | Derivative | Ranged | Big | Apply | Transpose | Accent):
        return True
    inverse = isinstance(body, Power) and is_minus_one(body.exponent)
    return inverse or any(isinstance(n, Letter) and (n.name in ("f", "g", "h") or n.name in functions) for n in walk(body))


def may_be_turned(head: Prime, body: Node) -> bool:
    """Whether the stroke of a head may be that of a transpose: X' before a product of matrices, or beside strokes of its like."""
    core = bare(head)
    name, font = str(getattr(core, "name", "")), getattr(core, "font", "")
    if not (len(name) == 1 and name.isupper()) and font != "bold":
        return False
    if isinstance(body, Apply):
        return False  # F'(F^{-1}(p))
    strokes = any(isinstance(n, Prime | Transpose) or (isinstance(n, Power) and is_minus_one(n.exponent)) for n in walk(body))
    return strokes or (isinstance(body, Product) and matrices(body))


def free_letters(body: Node) -> list[Node]:
    """The letters of an argument that are not themselves heads of functions: p(1-p) but not f(f(x))."""
    hidden: set[int] = set()
    for node in walk(body):
        if isinstance(node, Apply | Beside):
            hidden |= {id(n) for n in walk(node)}
        elif isinstance(node, Sub):
            hidden |= {id(n) for n in walk(node.index)}
        elif isinstance(node, Given | Chain | Listing):
            return []
    return [n for n in walk(body) if id(n) not in hidden]


def holds(body: Node, head: Node, name: str) -> bool:
    r"""Whether an argument holds the head itself: p in p(1 - p), under the same hat; \hat\eta(\tilde\eta) does not."""
    hats = {id(bare(n)): n.mark for n in walk(body) if isinstance(n, Accent)}
    own = next((n.mark for n in walk(head) if isinstance(n, Accent) and bare(n) is bare(head)), "")
    return any(isinstance(n, Letter) and n.name == name and hats.get(id(n), "") == own for n in free_letters(body))


def matrix(core: Node) -> bool:
    """Whether a name surely is a matrix, so that its inverse before a bracket is a factor; T may be a map."""
    name = getattr(core, "name", "")
    return getattr(core, "font", "") == "bold" or (name[:1].isupper() and len(name) > 1 and name not in ALWAYS)


def steps(head: Node) -> bool:
    """Whether a head goes on being a function before 1 - x: f, g, P; f_X and f_n, but not the value f_0 or F_avg."""
    if isinstance(head, Sub):
        index = head.index
        return isinstance(index, Letter) and not index.font and steps(head.base)
    return getattr(head, "name", "") in ("f", "g", "P", "phi", "psi", "Phi", "Psi", "Gamma", "ell", "O")


def one_minus(body: Node) -> bool:
    return isinstance(body, Sum) and any(isinstance(t, Number) for t in body.terms)


def event(body: Node) -> bool:
    """Whether what stands in the bracket can only be an event."""
    if isinstance(body, Given | Chain | Text | Word):
        return True
    heads = {id(bare(n.function)) for n in walk(body) if isinstance(n, Apply)}
    return any(
        isinstance(n, Text | Word | Given | Chain)
        or (isinstance(n, Letter) and id(n) not in heads and len(n.name) == 1 and n.name.isupper())
        or (isinstance(n, Sum) and {"cup", "cap"} & set(n.signs))
        for n in walk(body)
    )


def surely_event(body: Node) -> bool:
    """Whether what stands behind a P has a probability: P(x) of a small letter may be a law, or any other function."""
    small = body.parts if isinstance(body, Listing) else (body,)
    return event(body) or not all(map(_small, small))


def _small(node: Node) -> bool:
    core = node.base if isinstance(node, Sub | Accent | Prime) else node
    if isinstance(core, Product):
        return all(map(_small, core.factors))
    return isinstance(core, Number) or (isinstance(core, Letter) and not (len(core.name) == 1 and core.name.isupper()))
