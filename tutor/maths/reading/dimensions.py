"""m x n, read: the shape of a matrix or a window, or a product.

Law: a product of counts is a shape where the prose speaks of what has one; standing alone elsewhere, it is a doubt.
"""

from __future__ import annotations

from dataclasses import replace

from tutor.maths.reading.context import Context
from tutor.maths.reading.nodes import Fence, Letter, Phrase, Product, Sub, Sum, Text
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.reading.proof.meaning import meaning
from tutor.maths.signs import GREEK
from tutor.maths.tree import Node, Number

_SHAPES = (
    "matri",
    "window",
    "image",
    "kernel",
    "filter",
    "grid",
    "pixel",
    "tensor",
    "convolution",
    "dimension",
    "shape",
    "resolution",
    "array",
    "patch",
    "table",
)


def dimensions(tree: Node, context: Context, doubts: list[Doubt]) -> Node:
    """m x n standing alone is "m by n" among prose about matrices or windows, or before such a word; otherwise it is a doubt."""
    if isinstance(tree, Phrase) and isinstance(tree.parts[1], Text) and any(stem in tree.parts[1].words for stem in _SHAPES):
        return Phrase(tree.span, (_by(tree.parts[0]), *tree.parts[1:]))
    if not isinstance(tree, Product | Fence) or _of_spaces(tree, context):
        return tree
    joined = isinstance(tree, Product) and set(tree.signs) <= {"cdot", ""} and all(isinstance(f, Fence) for f in tree.factors)
    if joined and isinstance(tree, Product) and context.speaks_of(*_SHAPES):
        sizes = tuple(dimensions(factor, context, doubts) for factor in tree.factors)  # (k x 1) \cdot (1 x k)
        return replace(tree, factors=sizes) if all(one is not f for one, f in zip(sizes, tree.factors, strict=True)) else tree
    square = isinstance(tree, Product) and len(tree.factors) == 2 and _count(tree.factors[0]) and _same_count(*tree.factors)
    shaped = context.speaks_of(*_SHAPES) or (square and context.speaks_of("size", "system"))
    if shaped and isinstance(tree, Fence) and tree.role == "group" and (inner := _by(tree.body)) is not tree.body:
        return replace(tree, body=inner)
    found = _by(tree, shaped)
    if found is tree or shaped:
        return found
    doubts.append(Doubt(tree.span, ("the shape", "the product")))
    counts = isinstance(tree, Product) and all(isinstance(f, Letter) and f.name in "mnpkdhwrcq" for f in tree.factors)
    return found if counts else tree


def _of_spaces(tree: Node, context: Context) -> bool:
    """Whether M x M is the product of a space with itself: a capital on both sides, among measures and metrics."""
    if not isinstance(tree, Product) or tree.signs != ("times",):
        return False
    named = all(isinstance(f, Letter) and f.name.isupper() for f in tree.factors) and _same_count(*tree.factors)
    spaces = context.speaks_of("measures on", "metric space", "topolog", "manifold", "marginal")
    return named and spaces and not context.speaks_of("matri")


def _same_count(left: Node, right: Node) -> bool:
    """Whether two factors are the same bracket, (n + p) x (n + p)."""
    return meaning(left) == meaning(right)


def _by(tree: Node, shaped: bool = True) -> Node:
    """A product of counts as a shape; (n + 1) x (n + 1) is one only where the prose speaks of matrices."""
    plain = (
        isinstance(tree, Product)
        and set(tree.signs) == {"times"}
        and all(isinstance(f, Letter | Number) or (shaped and _count(f)) for f in tree.factors)
        # the measure mu x nu, the map f x g
        and not any(isinstance(f, Letter) and (f.name in GREEK or f.name in ("f", "g")) for f in tree.factors)
    )
    plain = plain or (shaped and isinstance(tree, Product) and _counted(tree))
    if not plain or not isinstance(tree, Product) or any(getattr(f, "font", "") for f in tree.factors):
        return tree
    return Product(tree.span, tuple("by" if sign == "times" else sign for sign in tree.signs), tree.factors)


def _counted(tree: Product) -> bool:
    """Whether each side of the one sign is a product of counts: mn x mn, 2n x n."""
    counts = all(isinstance(f, Number) or (isinstance(f, Letter) and f.name in "mnpkdhwrcqNMKDHW") for f in tree.factors)
    return counts and set(tree.signs) == {"", "times"} and tree.signs.count("times") == 1


def _count(node: Node) -> bool:
    """Whether a node may count rows: n_1, (n + 1), 2n in brackets."""
    if isinstance(node, Fence):
        return node.role == "group" and isinstance(node.body, Sum | Product | Letter)
    return isinstance(node, Sub) and isinstance(node.base, Letter) and not node.base.font
