r"""What the words around a formula leave open: (T - S) x may be a value of an operator, argmin a set of minimisers.

Law: the reading stays as it is; the other one is listed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from tutor.maths.reading.context import Context
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Big,
    Chain,
    Choose,
    Fence,
    Function,
    Given,
    Gradient,
    Letter,
    Listing,
    Power,
    Prefix,
    Product,
    Ranged,
    Sub,
    Sum,
    Super,
    Word,
)
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.reading.shape import branches, is_minus_one
from tutor.maths.tree import Node, Number, children, walk

_APPLIED = ("an operator that acts on what follows", "a factor")
_SETS = ("one value that does so", "the set of all values that do so")
EDGE = ("a product", "the edge between the two")
_LOGGED = ("the logarithm ends before the sign", "the logarithm takes in what stands behind the sign")
_PARTED = ("the first given the second", "a bar between the two, no condition")
_RAISED = ("the derivatives of the power", "the power of the derivatives")
_INVERTED = ("the derivatives of the inverse", "the inverse of the derivatives")
_PART = ("the real or imaginary part of what follows", "a factor")
_WITHIN = ("the value of it that does so", "the value in it that does so")
_PAIRS = ("a product", "the set of all pairs")
_HELD = ("a product", "a function of what the braces hold, or a matrix and a column")
_COLUMNS = ("a product", "a matrix with these columns")
_SIZE = ("the shape", "the product")
_TURNED = ("it takes in all that follows", "it ends before the power")
_TURNS = ("sin", "cos", "tan")
_CALLED = ("a function of what stands in the brackets", "a product")
BOUNDED = ("two statements", "bounds for each of them")
_HYPHEN = ("a difference", "a hyphen, as in the epsilon-delta definition")
_OPERATORS = ("operator", "functional", "linear map", "homomorphism", "semigroup")
_SET_VALUED = ("set of minimi", "set of maximi", "set-valued", "set of solutions", "set of optim")
_EXTREMES = ("argmin", "argmax")

# What these leave open would be settled by telling the formula in other words, so no sentence is made of it.
UNSAID = (BOUNDED, EDGE, _LOGGED, _PART, _PAIRS, _HELD, _COLUMNS, _TURNED)


def spoken_doubts(nodes: Sequence[Node], context: Context) -> list[Doubt]:
    """The doubts that come of the words around a formula; `nodes` are all of its tree."""
    found = [Doubt(node.span, BOUNDED) for node in nodes if isinstance(node, Listing) and _shares_bounds(node)]
    extremes = [node for node in nodes if isinstance(node, Big) and node.name in _EXTREMES]
    if extremes and context.speaks_of(*_SET_VALUED):
        found += [Doubt(node.span, _SETS) for node in extremes]
    if nodes and isinstance(nodes[0], Sum) and [getattr(t, "name", "") for t in nodes[0].terms] == ["epsilon", "delta"]:
        found.append(Doubt(nodes[0].span, _HYPHEN))
    found += [Doubt(node.span, _WITHIN) for node in extremes if _names_set(node.lower)]
    joined = any(isinstance(node, Product) for node in nodes)  # the words matter only where something is joined
    acting = joined and context.speaks_of(*_OPERATORS)
    graphs = joined and context.speaks_of("edge") and context.speaks_of("vert", "node", "graph")
    sets = joined and context.speaks_of("set of", "sets", "space", "states", "pairs", "cartesian")
    shaped = joined and context.speaks_of("tensor", "shape", "channel", "batch", "dimension")
    for node in branches(nodes):
        if isinstance(node, Product):
            found += [Doubt(node.span, _PAIRS)] * (sets and set(node.signs) == {"times"} and all(map(_set_like, node.factors)))
            found += [Doubt((one.span[0], other.span[1]), _HELD) for one, other in _held(node)]
            found += _acting(node, acting, context)
            found += [Doubt(node.span, EDGE)] * (graphs and _joins(node))
            found += [Doubt((one.span[0], other.span[1]), _LOGGED) for one, other in _logged(node)]
        elif isinstance(node, Fence) and shaped and _sizes(node.body):
            found.append(Doubt(node.span, _SIZE))
        elif isinstance(node, Fence) and node.open == "[" and _columns(node.body):
            found.append(Doubt(node.span, _COLUMNS))
        elif isinstance(node, Apply) and _turns_on(node):
            found.append(Doubt(node.span, _TURNED))
        elif isinstance(node, Gradient | Apply) and _of_inverse(node):
            found.append(Doubt(node.span, _INVERTED))
        elif isinstance(node, Apply) and _parted_matrix(node):
            found.append(Doubt(node.argument.span, _PARTED))
        elif isinstance(node, Apply) and _of_power(node):
            found.append(Doubt(node.span, _RAISED))
        elif isinstance(node, Apply) and _initials(node.function) and isinstance(getattr(node.argument, "body", None), Sum):
            found.append(Doubt(node.span, _CALLED))
    return found


def _names_set(lower: Node | None) -> bool:
    """Whether argmin runs over a bare capital, which may be the set to look in: arg min_Theta."""
    return isinstance(lower, Letter) and lower.name[:1].isupper()


def _set_like(node: Node) -> bool:
    while isinstance(node, Sub | Super | Power):
        node = node.base
    return isinstance(node, Letter) and (node.font in ("script", "blackboard") or (len(node.name) == 1 and node.name.isupper()))


def _held(node: Product) -> Iterator[tuple[Node, Node]]:
    """Two things side by side that may belong together: d{x, y} with braces for brackets, A and a column typed as a binomial."""
    for sign, (left, right) in zip(node.signs, itertools.pairwise(node.factors), strict=True):
        called = isinstance(left, Letter) and isinstance(right, Fence) and right.role == "set" and isinstance(right.body, Listing)
        stacked = isinstance(right, Choose) and isinstance(left, Letter) and (left.name.isupper() or left.font == "bold")
        core = left.base if isinstance(left, Sub) else left
        extreme = isinstance(core, Word) and core.name[:4] in ("mini", "maxi") and isinstance(right, Fence)
        if not sign and (called or stacked or extreme):
            yield left, right


def _sizes(body: Node) -> bool:
    """Whether a bracket holds several small letters with times between them, (N x h x w), as the shape of a tensor."""
    crossed = isinstance(body, Product) and set(body.signs) == {"times"}
    return crossed and all(isinstance(f.base if isinstance(f, Sub) else f, Letter | Number) for f in children(body))


def _columns(body: Node) -> bool:
    """Whether a square bracket holds nothing but bold letters side by side, [y X], which may be the columns of a matrix."""
    factors = body.factors if isinstance(body, Product) and not any(body.signs) else ()
    cores = [f.base if isinstance(f, Sub | Super) else f for f in factors]
    return len(cores) > 1 and all(isinstance(c, Letter) and c.font == "bold" for c in cores)


def _turns_on(node: Apply) -> bool:
    """Whether a sine without brackets takes in a power that may be a factor of its own: sin x e^{-t}."""
    head, body = node.function, node.argument
    factors = body.factors if isinstance(body, Product) and not any(body.signs) else ()
    last = factors[-1] if len(factors) > 1 else None
    return (
        isinstance(head, Function) and head.name in _TURNS and isinstance(last, Power) and getattr(last.base, "name", "") == "e"
    )


def _of_inverse(node: Gradient | Apply) -> bool:
    """Whether derivatives are taken of an inverse, nabla^2 L(x)^{-1}: the mark may stand on all of it."""
    body = node.body if isinstance(node, Gradient) else node.argument
    head = node.function.base if isinstance(node, Apply) and isinstance(node.function, Power) else None
    derived = isinstance(node, Gradient) or getattr(head, "name", "") == "nabla"
    return derived and isinstance(body, Power) and is_minus_one(body.exponent)


def _parted_matrix(node: Apply) -> bool:
    """Whether a bold capital stands before two things and a bar, A(i | b): a matrix with a column replaced has no condition."""
    head, body = node.function, node.argument.body if isinstance(node.argument, Fence) else None
    bold = isinstance(head, Letter) and head.font == "bold" and len(head.name) == 1 and head.name.isupper()
    return bold and isinstance(body, Given) and getattr(head, "name", "") not in ("P", "E")


def _of_power(node: Apply) -> bool:
    """Whether second derivatives stand before a value that is raised, nabla^2 f(x)^{-1/2}: they may be raised themselves."""
    squared = isinstance(node.function, Power) and getattr(node.function.base, "name", "") == "nabla"
    return squared and isinstance(node.argument, Power) and isinstance(node.argument.base, Apply | Beside)


def _joins(node: Product) -> bool:
    """Whether u_i u_j may be the edge between two vertices: two of one letter side by side, or two small letters."""
    one, other = node.factors[0], node.factors[-1]
    alike = isinstance(one, Sub) and isinstance(other, Sub) and getattr(one.base, "name", "") == getattr(other.base, "name", "")
    plain = isinstance(one, Letter) and isinstance(other, Letter) and {one.name, other.name} <= set("uvwxyij")
    return len(node.factors) == 2 and not node.signs[0] and (alike or plain)


def _logged(node: Product) -> Iterator[tuple[Node, Node]]:
    """A logarithm without brackets, and what is divided or multiplied behind it: log 1/d, log p(x) \\cdot q(x)."""
    for sign, (left, right) in zip(node.signs, itertools.pairwise(node.factors), strict=True):
        open_log = isinstance(left, Apply) and isinstance(left.function, Function) and left.function.name in ("log", "ln")
        if sign in ("/", "cdot", "times") and open_log and isinstance(left, Apply) and not isinstance(left.argument, Fence):
            yield left, right


def _initials(head: Node) -> bool:
    """Whether a name is written in capitals only, MSE, and may be a number."""
    return isinstance(head, Word) and head.name.isupper() and len(head.name) > 2


def _acting(node: Product, acting: bool, context: Context) -> Iterator[Doubt]:
    """Where a factor may be an operator that acts on the next: a map restricted to a set, a bracket of operators, a nabla with
    nothing to act on, a declared map before a sum."""
    for sign, (left, right) in zip(node.signs, itertools.pairwise(node.factors), strict=True):
        restricted = isinstance(left, Ranged) and not isinstance(right, Number)
        if isinstance(left, Letter | Word) and left.name in ("Re", "Im"):
            yield Doubt((left.span[0], right.span[1]), _PART)
        undone = isinstance(left, Power) and is_minus_one(left.exponent) and _capital(left.base) and isinstance(right, Fence)
        mapped = isinstance(left, Letter) and isinstance(right, Big) and left.name in context.functions
        nabla = isinstance(left, Fence | Power | Super) and any(getattr(n, "name", "") == "nabla" for n in walk(left))
        if not sign and (
            nabla or restricted or mapped or (acting and undone) or (acting and _of_operators(left) and _is_point(right))
        ):
            yield Doubt((left.span[0], right.span[1]), _APPLIED)


def _of_operators(node: Node) -> bool:
    """Whether a bracket holds a sum of plain capitals, T - S or I - T_n."""
    if not (isinstance(node, Fence) and isinstance(node.body, Sum)):
        return False
    return all(_capital(term) for term in node.body.terms)


def _capital(term: Node) -> bool:
    core = term.body if isinstance(term, Prefix) else term
    core = core.factors[-1] if isinstance(core, Product) else core
    while isinstance(core, Sub | Super | Accent):
        core = core.base
    return isinstance(core, Letter) and len(core.name) == 1 and core.name.isupper() and core.font != "blackboard"


def _is_point(node: Node) -> bool:
    while isinstance(node, Sub | Super | Accent):
        node = node.base
    return isinstance(node, Letter) and len(node.name) == 1 and node.name.islower()


def _shares_bounds(node: Listing) -> bool:
    r"""Whether 0 \leq a, b < 1 may bound both letters: the first part has no upper end and the last no lower one."""
    first, last = node.parts[0], node.parts[-1]
    if (
        len(node.parts) < 2
        or not (isinstance(first, Chain) and isinstance(last, Chain))
        or (len(first.sides), len(last.sides)) != (2, 2)
    ):
        return False
    below = first.signs[0].name in ("<", "leq") and isinstance(first.sides[0], Number)
    above = (
        last.signs[0].name in ("<", "leq")
        and isinstance(last.sides[-1], Number | Letter)
        and isinstance(last.sides[0], Letter | Sub)
    )
    return below and above and isinstance(first.sides[-1], Letter | Sub)
