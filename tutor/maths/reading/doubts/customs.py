r"""Notations of one field that are typed like those of another: \ker(A)^2, (D^2 + 1) y, f_* v, [A | b], f[x_0, x_1], 3 5.

Law: the reading stays as it is; what the custom of another field makes of the same signs is listed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from tutor.maths.reading.context import Context
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Chain,
    Derivative,
    Fence,
    Fraction,
    Function,
    Given,
    Gradient,
    Letter,
    Listing,
    Power,
    Prime,
    Product,
    Sub,
    Suffix,
    Sum,
    Super,
    Transpose,
    Word,
)
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.reading.shape import branches, quotient_acts, strip
from tutor.maths.tree import Node, Number, walk

ROW = ("a product", "numbers beside each other")
RAISED = ("the value is raised", "what stands in the brackets is raised")
OPERATED = ("a product", "an operator that acts on what follows")
MOVED = ("a product", "what a map makes of what follows")
AT = ("a product", "the value at what the brackets hold")
AUGMENTED = ("the first of them given the second", "a matrix with a line between its blocks")
SLASHED = ("the function ends before the stroke", "the function takes in all that follows the stroke")
CROSSED = ("a product", "the cross product")
ENTRY = ("the entry is raised", "the entry of the whole that is raised")
JACOBIAN = ("the partial derivatives of one list by another", "their determinant, the Jacobian")
UNSAID = (ENTRY, JACOBIAN, ROW, RAISED, OPERATED, MOVED, AT, CROSSED, SLASHED)

_SUBSPACES = frozenset(["ker", "Ker", "im", "Im", "rank", "rk", "nullity", "Nul", "null", "range", "dim", "tr", "Tr", "trace"])
_EXTREMES = frozenset(["argmin", "argmax", "min", "max", "sup", "inf", "lim", "minimize", "maximize"])
_TURNING = ("cross product", "vector product", "angular", "torque", "normal vector", "curl", "magnetic", "rotat")
_VECTORS = frozenset(["a", "b", "c", "u", "v", "w", "x", "y", "z", "F", "B", "E", "omega", "r"])
_DIRECTED = (Letter, Sub, Accent, Fence, Prime, Product, Apply)
_COUNTS = frozenset(["m", "n", "k", "d", "N", "M", "K"])
_DIFFERENCES = ("difference operator", "finite difference", "central difference")
_FIELDS = ("lie derivative", "vector field", "feedback lineari", "relative degree")
_MAPS = frozenset(["f", "g", "h", "F", "G", "phi", "varphi", "psi", "Phi", "pi", "iota", "i", "T"])
_CHANCES = frozenset(["P", "E", "V", "Var", "Cov", "H", "I", "p", "q", "Pr", "D", "KL", "f", "L"])


def custom_doubts(nodes: Sequence[Node], context: Context) -> list[Doubt]:
    """The doubts that the customs of other fields leave; `nodes` are all of a tree."""
    held = {id(n.argument if isinstance(n, Apply) else n.fence) for n in nodes if isinstance(n, Apply | Beside)}
    found = [Doubt(span, readings) for node in branches(nodes) for span, readings in _of_node(node, context)]
    augmented = (node for node in nodes if isinstance(node, Fence) and id(node) not in held and node.open in ("[", "("))
    if context.speaks_of("augment", "matri"):
        found += [Doubt(node.span, AUGMENTED) for node in augmented if _blocks(node.body)]
    return found


def _of_node(node: Node, context: Context) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    if isinstance(node, Product):
        yield from _of_product(node, context)
    elif isinstance(node, Power | Super) and _taken(node.base):
        yield node.span, RAISED
    elif isinstance(node, Power | Super | Transpose) and _entry_raised(node.base):
        yield node.span, ENTRY
    elif isinstance(node, Derivative) and node.body is not None and _list_of(node.body) and any(map(_list_of, node.variables)):
        yield node.span, JACOBIAN
    named = isinstance(node, Apply) and getattr(strip(node.function), "name", "") not in _CHANCES
    if named and isinstance(node, Apply) and _blocks(getattr(node.argument, "body", node)) and context.speaks_of("matri"):
        yield node.span, ("a function of what the brackets hold", "the product with a matrix of two blocks")
    placed = isinstance(node, Apply) and node.role == "point" and isinstance(node.function, Derivative)
    if placed and isinstance(node, Apply) and isinstance(getattr(node.argument, "body", None), Number):
        yield node.span, AT  # \partial z / \partial x (1): at 1, or times 1
    if isinstance(node, Apply | Beside) and context.speaks_of("divided difference") and _bracket_of(node) == "[":
        yield node.span, ("the value there", "the divided difference at these points")
    if isinstance(node, Chain) and node.signs[0].name == "=" and node.signs[0].span[0] == node.sides[0].span[1]:
        first = node.sides[0]
        if isinstance(first, Suffix) and first.mark == "!" and getattr(first.base, "name", "n") not in "nkmNr":
            yield (first.span[0], node.sides[1].span[1]), ("a factorial, and then equals", "not equal, as programs write")
    if isinstance(node, Chain) and context.speaks_of("transform") and any(sign.name == "iff" for sign in node.signs):
        yield node.span, ("if and only if", "a pair of transforms")
    two = isinstance(node, Power | Super) and isinstance(node.base, Number) and node.base.text == "2"
    above = node.exponent if isinstance(node, Power) else node.mark if isinstance(node, Super) else node
    if two and _is_capital(above) and context.speaks_of("subset", "power set"):
        yield node.span, ("a power", "the set of all subsets")
    if (crossed := _crossed_within(node)) is not None:
        yield crossed.span, CROSSED
    if isinstance(node, Gradient) and context.speaks_of("backward difference"):
        yield node.span, ("the gradient", "the backward difference")
    if isinstance(node, Fence) and node.role == "absolute value" and context.speaks_of("flow") and _is_letter(node.body, "f"):
        yield node.span, ("the absolute value", "the value of the flow")
    counted = isinstance(node, Power) and isinstance(node.base, Number) and isinstance(node.exponent, Number)
    if counted and context.speaks_of("multiplicit") and context.speaks_of("spectrum", "eigenvalue"):
        yield node.span, ("a power", "a number that occurs so often")


def _of_product(node: Product, context: Context) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    differential = context.speaks_of("differential", "operator", "homogeneous", "particular solution")
    for sign, (left, right) in zip(node.signs, itertools.pairwise(node.factors), strict=True):
        span = (left.span[0], right.span[1])
        if sign == "times" and _may_cross(left, right, context):
            yield span, CROSSED
        if sign == "/" and _is_capital(left) and isinstance(right, Sub) and getattr(right.base, "name", "") == _name(left):
            yield span, ("a quotient", "the Schur complement, or a quotient of sets")
        if sign == "cdot" and _raised_point(left, right):
            yield span, ("a product", "a decimal number with a raised point")
        if sign == "/" and context.speaks_of("contract") and context.speaks_of("edge", "graph") and _is_capital(left):
            yield span, ("a quotient", "the graph with that edge contracted")
        if sign:
            continue
        if isinstance(left, Apply) and _slashed(left):
            yield span, SLASHED
        elif _digits(left) and _digits(right):
            yield span, ROW
        elif differential and _in_d(left) and not isinstance(right, Fence):
            yield (left.span[0], node.factors[-1].span[1]), OPERATED
        elif (_difference(left, context) and isinstance(right, Sub | Apply | Letter | Beside)) or _acts(left, context):
            yield span, OPERATED
        elif _is_letter(left, "epsilon") and _is_capital(right) and len(node.factors) == 3:
            yield node.span, ("a product", "is a member of")
        elif _moves(left, context) and not isinstance(right, Number | Fraction):
            yield span, MOVED
        elif isinstance(left, Apply | Derivative | Beside) and _held_in_square(right):
            yield span, AT


def _digits(node: Node) -> bool:
    r"""Whether a node is a number, or the digits of one in another font, 0.132{\bf 5}."""
    return isinstance(node, Number) or (isinstance(node, Letter) and node.name.isdigit())


def _held_in_square(node: Node) -> bool:
    return isinstance(node, Fence) and node.open == "[" and isinstance(node.body, Letter | Sub | Listing)


def _taken(node: Node) -> bool:
    """Whether a kernel, a rank or a trace of a sum in brackets stands here, which an exponent seldom raises."""
    if not isinstance(node, Apply) or not isinstance(node.function, Function | Word):
        return False
    return node.function.name in _SUBSPACES and isinstance(node.argument, Fence) and isinstance(node.argument.body, Sum)


def _entry_raised(node: Node) -> bool:
    """Whether a capital has two indices, A_{ij}, so that what is raised, A^{-1}_{ij}, may be all of it."""
    if not isinstance(node, Sub) or not _is_capital(node.base):
        return False
    parts = node.index.factors if isinstance(node.index, Product) else getattr(node.index, "parts", ())
    return len(parts) == 2 and all(isinstance(p, Letter | Number) for p in parts)


def _list_of(node: Node) -> bool:
    return isinstance(node, Fence) and isinstance(node.body, Listing)


def _slashed(node: Apply) -> bool:
    r"""Whether a function without brackets takes in a stroke, \sin \pi x / \pi x."""
    return isinstance(node.function, Function) and isinstance(node.argument, Product) and "/" in node.argument.signs


def _blocks(body: Node) -> bool:
    """Whether a bar parts two matrices or columns, A | b."""
    if not isinstance(body, Given) or body.sign not in ("|", "mid"):
        return False
    return isinstance(strip(body.left), Letter) and _matrix_like(body.left) and _matrix_like(body.right)


def _matrix_like(node: Node) -> bool:
    core = strip(node)
    if not isinstance(core, Letter):
        return False
    return core.font == "bold" or (len(core.name) == 1 and (core.name.isupper() or core.name in "btu"))


def _bracket_of(node: Apply | Beside) -> str:
    held = node.argument if isinstance(node, Apply) else node.fence
    return held.open if isinstance(held, Fence) and isinstance(held.body, Listing) else ""


def _is_letter(node: Node, name: str) -> bool:
    return isinstance(node, Letter) and node.name == name


def _is_capital(node: Node) -> bool:
    return isinstance(node, Letter) and node.name[:1].isupper()


def _bold(node: Node) -> bool:
    core = strip(node)
    return isinstance(core, Letter) and core.font == "bold" and core.name.islower() and not isinstance(node, Transpose)


def _may_cross(left: Node, right: Node, context: Context) -> bool:
    """Whether one side is a vector, or the words speak of cross products, and neither side is a number."""
    if isinstance(strip(left), Number) or isinstance(strip(right), Number) or _alike(left, right):
        return False
    if _bold(left) and _bold(right):
        return False  # said as a cross product
    if _directed(left) and _directed(right):
        return True
    if _bold(left) != _bold(right) and not (_counted(left) or _counted(right)):
        return True
    named = {getattr(strip(side), "name", "") for side in (left, right)} <= _VECTORS
    if named and context.speaks_of("vector") and isinstance(left, Letter) and isinstance(right, Letter):
        return True
    return context.speaks_of(*_TURNING) and all(isinstance(side, _DIRECTED) and not _sized(side) for side in (left, right))


def _crossed_within(node: Node) -> Product | None:
    r"""The product with a cross inside bars, |a \times b|, in a bracket that a dot multiplies, or of two differences."""
    if isinstance(node, Fence) and node.open in ("|", "‖"):
        return _of_letters(node.body)
    if isinstance(node, Product) and "cdot" in node.signs:
        found = [_of_letters(f.body) for f in node.factors if isinstance(f, Fence)]
        return next((one for one in found if one is not None), None)
    if isinstance(node, Product) and node.signs == ("times",):
        sides = [f.body for f in node.factors if isinstance(f, Fence) and isinstance(f.body, Sum) and f.body.signs == ("-",)]
        lettered = len(sides) == 2 and all(isinstance(t, Letter) for side in sides for t in side.terms)
        return node if lettered and not _alike(*sides) else None
    return None


def _of_letters(body: Node) -> Product | None:
    """A product of two letters with a cross between them; None for anything else."""
    if not isinstance(body, Product) or body.signs != ("times",):
        return None
    return body if all(isinstance(strip(f), Letter) for f in body.factors) else None


def _alike(left: Node, right: Node) -> bool:
    """Whether both sides are written alike, (n - r) x (n - r): a size, for what is crossed with itself is nothing."""
    names = [[getattr(n, "name", getattr(n, "text", type(n).__name__)) for n in walk(side)] for side in (left, right)]
    return names[0] == names[1]


def _directed(node: Node) -> bool:
    r"""Whether a hat or an arrow stands above, \hat x \times \hat y: unit vectors, or vectors."""
    return isinstance(node, Accent) and node.mark in ("hat", "overrightarrow") and isinstance(strip(node), Letter | Product)


def _sized(node: Node) -> bool:
    """Whether a letter counts rows or columns, m x n, or names a set."""
    return isinstance(node, Letter) and (node.name in _COUNTS or node.font in ("script", "blackboard"))


def _counted(node: Node) -> bool:
    """Whether a number, a plain letter or an index stands here: 2 x v scales a vector."""
    core = strip(node)
    return isinstance(core, Number) or (isinstance(core, Letter) and core.font != "bold" and not core.name.isupper())


def _in_d(node: Node) -> bool:
    """Whether a bracket or a fraction holds a polynomial in D, (D^2 + 1), 1/(D - a)."""
    if isinstance(node, Fraction):
        return _polynomial(node.bottom)
    core = node.base if isinstance(node, Power) else node
    return isinstance(core, Fence) and core.open == "(" and _polynomial(core.body)


def _polynomial(body: Node) -> bool:
    if not isinstance(body, Sum):
        return False
    lasts = [t.factors[-1] if isinstance(t, Product) else t for t in body.terms]
    return any(_is_letter(last.base if isinstance(last, Power) else last, "D") for last in lasts)


def _difference(node: Node, context: Context) -> bool:
    """Whether a delta may be a difference operator, delta_x^2 u_j, or L_f a derivative along a field."""
    core = strip(node)
    if not isinstance(node, Letter | Sub | Power | Super) or not isinstance(core, Letter):
        return False
    if core.name == "L" and isinstance(node, Sub):
        return context.speaks_of(*_FIELDS)
    return core.name in ("delta", "mu", "E") and context.speaks_of(*_DIFFERENCES)


def _moves(node: Node, context: Context) -> bool:
    """Whether a star makes a map of a letter: f_* v, phi^* omega."""
    mark = node.index if isinstance(node, Sub) else node.mark if isinstance(node, Super) else None
    base = node.base if isinstance(node, Sub | Super) else None
    if not isinstance(base, Letter) or not isinstance(mark, Letter) or mark.name not in ("*", "star", "ast"):
        return False
    told = base.name not in "fghFGTi" or context.speaks_of("pull", "manifold", "differential form")
    return base.name in _MAPS and (isinstance(node, Sub) or told)


def _acts(node: Node, context: Context) -> bool:
    r"""Whether a factor is an operator by every habit: D/Dt, argmin typed plainly, \iota_X, s theta of robots."""
    if isinstance(node, Fraction):
        return quotient_acts(node)
    if isinstance(node, Word):
        return node.name in _EXTREMES
    if isinstance(node, Fence):
        return node.open == "[" and isinstance(node.body, Listing) and context.speaks_of("vector field", "lie bracket")
    if isinstance(node, Sub) and _is_letter(node.base, "iota"):
        return context.speaks_of("interior", "form", "manifold")
    return isinstance(node, Letter) and node.name in ("s", "c") and context.speaks_of("robot", "manipulator", "denavit")


def _raised_point(left: Node, right: Node) -> bool:
    """Whether 0 . 5 or 3 . 14159 with a dot in the middle of the line is a decimal number, as the British print it."""
    if not (isinstance(left, Number) and isinstance(right, Number) and left.text.isdigit() and right.text.isdigit()):
        return False
    return left.text == "0" or (len(left.text) == 1 and len(right.text) > 3)


def _name(node: Node) -> str:
    return getattr(node, "name", "")
