"""Functions of their arguments: log, det, tr, norms, maxima, functions of the text, functions nobody told anything about."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import tutor.maths.values.blocks as blocks
import tutor.maths.values.chance as chance
from tutor.maths.evaluate import Exact, OutsideArithmetic
from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import Apply, Beside, Fence, Function, Letter, Listing, Power, Prefix, Prime, Sub, Transpose, Word
from tutor.maths.tree import Node, Number
from tutor.maths.values.arithmetics import Dual, Duals, Reals, real
from tutor.maths.values.assignment import Defined, Polynomial
from tutor.maths.values.blocks import NotComputable, Scale, is_rows
from tutor.maths.values.sums import index_parts, picked

if TYPE_CHECKING:
    from tutor.maths.values.value import Work

SCALAR = {
    **{name: name for name in "exp sin cos tan sinh cosh tanh arcsin arccos arctan sqrt abs sigmoid".split()},
    "log": "ln",
    "ln": "ln",
    "logistic": "sigmoid",
}
MATRIX = frozenset("det tr Tr trace Trace rank rk diag".split())
CHANCE = {"Var": "var", "var": "var", "Cov": "cov", "cov": "cov", "V": "var"}


def apply(work: Work, node: Apply | Beside) -> Any:
    """f(x), det A, sin^2 x, P(A), E[X] ..."""
    head, argument = (node.function, node.argument) if isinstance(node, Apply) else (node.head, node.fence)
    role = node.role if isinstance(node, Apply) else ""
    if role == "probability" and is_symbol(head) and key(head, work.latex) in work.trial.values:
        return work.joined("", work.of(head), work.of(argument))
    if role in ("probability", "expectation"):
        return chance.chance(work, role, inside(argument), head)
    if (
        isinstance(node, Beside)
        and isinstance(head, Transpose | Fence | Power)
        and not isinstance(getattr(head, "base", None), Function)
    ):
        return beside(work, head, argument)  # C^T (A B): a bracket after a piece that is no name
    name, power, base, strokes = taken_apart(work, head)
    if name in CHANCE and isinstance(head, Word):
        return chance.chance(work, CHANCE[name], inside(argument), head)
    if isinstance(node, Beside) and name not in work.trial.functions:
        return beside(work, head, argument)
    found = called(work, name, base, strokes, inside(argument), isinstance(head, Function | Word) or head is not node)
    if power is None:
        return found
    if power < 0:
        raise NotComputable("a function with exponent -1 can mean its inverse or its reciprocal")
    return work.ring.power(found, work.lift(power), power)


def beside(work: Work, head: Node, argument: Node) -> Any:
    """x(t): a product where x is a number and nothing calls it a function; otherwise not sure."""
    if isinstance(argument, Fence) and isinstance(argument.body, Listing):
        raise NotComputable("a name and a bracket may be a function or a product")
    return work.joined("", work.of(head), work.of(argument))


def inside(argument: Node) -> Node:
    """What stands in the bracket of a function."""
    while isinstance(argument, Fence) and argument.role in ("group", "tuple", "set", "") and argument.open in ("(", "[", "{"):
        argument = argument.body
    return argument


def taken_apart(work: Work, head: Node) -> tuple[str, int | None, Node | None, int]:
    """The name of a function, its exponent, its base and its strokes: sin^2, log_2, f''."""
    power: int | None = None
    base: Node | None = None
    strokes = 0
    while not isinstance(head, Function | Word | Letter):
        if isinstance(head, Power):
            power, head = work.whole(head.exponent), head.base
            if power is None:
                raise NotComputable("the exponent of a function is no whole number")
        elif isinstance(head, Sub) and isinstance(head.base, Function):
            base, head = head.index, head.base
        elif isinstance(head, Prime):
            strokes, head = head.count, head.base
        elif is_symbol(head):
            return key(head, work.latex), power, base, strokes
        else:
            raise NotComputable(f"{work.shown(head)} is no function that can be computed here")
    return head.name if isinstance(head, Function | Word) else key(head, work.latex), power, base, strokes


def called(work: Work, name: str, base: Node | None, strokes: int, argument: Node, named: bool) -> Any:
    told = work.trial.functions.get(name)
    if told is not None:
        return function(work, told, strokes, work.number(argument))
    if strokes:
        raise NotComputable(f"nothing tells what the function {name} is")
    if name in MATRIX:
        return matrix_number(work, name, argument)
    if name in ("max", "min") and base is None:
        return extreme(work, name, argument)
    if name in ("relu", "ReLU"):
        value = work.number(argument)
        return value if real(value) > 0 else work.lift(0)
    if name not in SCALAR or not named:
        raise NotComputable(f"nothing tells what the function {name} is")
    value = work.ring.apply(SCALAR[name], work.number(argument))
    if base is None:
        return value
    if name != "log":
        raise NotComputable("only a logarithm has a base")
    return work.ring.divide(value, work.ring.apply("ln", work.number(base)))


def function(work: Work, told: Polynomial | Defined | str, strokes: int, at: Any) -> Any:
    """A function of the trial, or one of its derivatives, at a value."""
    if isinstance(told, Polynomial):
        for _ in range(strokes):
            told = told.slope()
        total = work.lift(0)
        for coefficient in reversed(told.coefficients):
            total = work.ring.add(work.ring.multiply(total, at), work.lift(coefficient))
        return total
    if strokes:
        ring = Duals(work.ring)
        zero, one = work.ring.number(Fraction(0)), work.ring.number(Fraction(1))
        moving = {n: Dual(v, zero) for n, v in work.moving.items() if not is_rows(v)}
        if len(moving) != len(work.moving):
            raise NotComputable("a derivative among moving vectors is not computed here")
        return function(work.other(ring=ring, moving=moving), told, strokes - 1, Dual(at, one)).slope
    if isinstance(told, str):
        return work.ring.apply(told, at)
    return work.other(latex=told.latex, bound={}, moving={**work.moving, told.parameter: at}).of(told.body)


def matrix_number(work: Work, name: str, argument: Node) -> Any:
    if name == "diag" and isinstance(argument, Listing):
        entries = [work.number(part) for part in argument.parts]
        zero = work.lift(0)
        return tuple(tuple(x if i == j else zero for j in range(len(entries))) for i, x in enumerate(entries))
    value = work.of(argument)
    if name == "diag":
        if not is_rows(value) or len(value[0]) != 1:
            raise NotComputable("the diagonal of this is not sure")
        zero = work.lift(0)
        return tuple(tuple(value[i][0] if i == j else zero for j in range(len(value))) for i in range(len(value)))
    if name == "det":
        return blocks.determinant(work.ring, value)
    if name in ("rank", "rk"):
        if isinstance(value, Scale):
            raise NotComputable("the size of the identity is not told")
        return work.lift(blocks.rank(work.ring, value))
    return blocks.trace(work.ring, value)


def extreme(work: Work, name: str, argument: Node) -> Any:
    if not isinstance(argument, Listing) or set(argument.signs) != {","}:
        raise NotComputable("what is chosen from is not a list")
    return (max if name == "max" else min)([work.number(part) for part in argument.parts], key=real)


# -- lengths ---------------------------------------------------------------------------------------------------------------
def squares(work: Work, value: Any) -> Any:
    """The sum of the squares of all entries."""
    return blocks.inner(work.ring, value, value)


def length(work: Work, value: Any, kind: str) -> Any:
    """A norm: of a vector the 2-norm unless another is written; of a matrix only the Frobenius norm."""
    if isinstance(value, Scale):
        raise NotComputable("the size of the identity is not told")
    if not is_rows(value):
        return work.absolute(value)
    vector = 1 in blocks.shape(value)
    entries = [x for row in value for x in row]
    if kind in ("1", "infty") and vector:
        sizes = [work.absolute(x) for x in entries]
        if kind == "infty":
            return max(sizes, key=real)
        total = work.lift(0)
        for size in sizes:
            total = work.ring.add(total, size)
        return total
    if kind in ("F", "mathrm{F}") or (vector and kind in ("", "2")):
        return work.ring.apply("sqrt", squares(work, value))
    raise NotComputable("this norm of a matrix is not computed here")


def even_power(work: Work, base: Node, whole: int | None) -> Any:
    """A norm or an absolute value to an even power needs no root; None for anything else."""
    if whole is None or whole <= 0 or whole % 2:
        return None
    fence = base.base if isinstance(base, Sub) else base
    if not isinstance(fence, Fence) or (base is not fence and work.shown(base).split("_")[-1].strip("{} ") not in ("2", "F")):
        return None
    if fence.role not in ("norm", "absolute value"):
        return None
    value = work.of(fence.body)
    if is_rows(value) and base is fence and 1 not in blocks.shape(value):
        return None
    if isinstance(value, Scale) or (fence.role == "absolute value" and is_rows(value) and len(value[0]) > 1):
        return None
    square = squares(work, value)
    return work.ring.power(square, work.lift(whole // 2), whole // 2)


def marked_fence(work: Work, node: Sub, fence: Fence) -> Any:
    """|x|_1, |A|_F, (AB)_{ij}."""
    if fence.role == "norm":
        mark = node.index
        kind = mark.text if isinstance(mark, Number) else mark.name if isinstance(mark, Letter | Word) else "?"
        return length(work, work.of(fence.body), kind)
    parts = [work.whole(part) for part in index_parts(node.index)]
    rows = work.of(fence.body)
    if not is_rows(rows) or any(part is None for part in parts):
        raise NotComputable("what this index picks is not sure")
    return picked(rows, [part for part in parts if part is not None])


def root(work: Work, body: Node, degree: Node) -> Any:
    whole = work.whole(degree)
    value = work.number(body)
    if whole is None or not 2 <= whole <= 20:
        raise NotComputable("the degree of this root is not sure")
    if isinstance(work.ring, Exact):
        return work.ring.power(value, Fraction(1, whole), None)
    if not isinstance(work.ring, Reals):
        raise OutsideArithmetic("root")
    if value < 0 and whole % 2:
        return -(work.ring.power(-value, 1 / whole, None))
    return work.ring.power(value, 1 / whole, None) if value else 0.0


def is_transposed(node: Node) -> bool:
    """Whether a piece is turned over: A^T, or A^{-T}."""
    return isinstance(node, Transpose) or (
        isinstance(node, Power) and isinstance(node.exponent, Prefix) and isinstance(node.exponent.body, Letter)
    )
