"""Derivatives and antiderivatives as the lines of a derivation write them, turned into what can be computed.

y' after y = x^3 is the derivative of x^3, (x e^x)' that of its bracket; an antiderivative is followed by its slope.
"""

from __future__ import annotations

from dataclasses import replace

from tutor.maths.derivations.statements import Sheet
from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import (
    Apply,
    Beside,
    Big,
    Chain,
    Derivative,
    Fence,
    Function,
    Letter,
    Prefix,
    Prime,
    Product,
    Sub,
    Sum,
)
from tutor.maths.tree import Node, Number, walk
from tutor.maths.values import Defined
from tutor.maths.values.calculus import names_below

_MOST_STROKES = 4


def is_rate(node: Node) -> bool:
    """Whether a side is a derivative: f'(x), y', (x e^x)', dy/dx."""
    head = node.function if isinstance(node, Apply) else node.head if isinstance(node, Beside) else node
    return isinstance(head, Prime) or isinstance(node, Derivative)


def function_told(chain: Chain, latex: str) -> tuple[str, Defined] | None:
    """f and what f(x) is, out of f(x) = ...; None for any other line."""
    if len(chain.sides) < 2 or chain.signs[0].name != "=":
        return None
    left = chain.sides[0]
    head, argument = (
        (left.function, left.argument) if isinstance(left, Apply) else (getattr(left, "head", left), getattr(left, "fence", left))
    )
    inner = argument.body if isinstance(argument, Fence) else argument
    if left is head or not is_symbol(head) or isinstance(head, Prime) or not is_symbol(inner):
        return None
    name, body = key(head, latex), chain.sides[-1]
    if name in names_below(body, latex) or getattr(left, "role", "") in ("probability", "expectation"):
        return None
    return name, Defined(body, latex, key(inner, latex))


def computable(sheet: Sheet, node: Node) -> Node:
    """The same tree with y' and (...)' as derivatives that can be computed, where the letter they go by is plain."""
    if isinstance(node, Prime):
        made = _derived(sheet, node)
        if made is not None:
            return made
    if isinstance(node, Derivative) and (inner := _called(sheet, node)) is not None:
        return replace(node, body=inner, inside=False)
    changes: dict[str, object] = {}
    for name in node.__dataclass_fields__:
        part = getattr(node, name)
        if isinstance(part, Node) and not (isinstance(node, Apply | Beside) and name in ("function", "head")):
            new = computable(sheet, part)
            if new is not part:
                changes[name] = new
        elif isinstance(part, tuple) and part and all(isinstance(p, Node) for p in part):
            parts = tuple(computable(sheet, p) for p in part)
            if any(a is not b for a, b in zip(part, parts, strict=True)):
                changes[name] = parts
    return replace(node, **changes) if changes else node  # type: ignore[arg-type]


def _called(sheet: Sheet, node: Derivative) -> Node | None:
    """The body of f, where df/dx is written and f(x) = ... was told."""
    if node.body is None or not is_symbol(node.body) or len(node.variables) != 1:
        return None
    told = sheet.known.functions.get(key(node.body, sheet.latex))
    if not isinstance(told, Defined) or told.latex != sheet.latex or told.parameter != key(node.variables[0], sheet.latex):
        return None
    return Fence(told.body.span, "(", told.body, ")", "group")


def _derived(sheet: Sheet, node: Prime) -> Node | None:
    body: Node | None = None
    if isinstance(node.base, Fence):
        body = node.base
    elif is_symbol(node.base) and (told := sheet.known.definitions.get(key(node.base, sheet.latex))) is not None:
        body = Fence(told.body.span, "(", told.body, ")", "group") if told.latex == sheet.latex else None
    if body is None or node.count > _MOST_STROKES:
        return None
    letters = {key(n, sheet.latex): n for n in walk(body) if is_symbol(n) and key(n, sheet.latex) not in ("e", "pi")}
    if len(letters) != 1:
        return None
    variable = next(iter(letters.values()))
    for _ in range(node.count):
        body = Fence(body.span, "(", Derivative(body.span, "d", None, body, (variable,), False), ")", "group")
    return body


def slopes_of(a: Node, b: Node) -> tuple[Node, Node] | None:
    """Two sides with antiderivatives in them, differentiated; None where neither has one or one cannot be taken out."""
    open_ones = [n for side in (a, b) for n in walk(side) if _is_open(n)]
    if not open_ones:
        return None
    variable = open_ones[0].variables[0] if isinstance(open_ones[0], Big) else open_ones[0]
    left, right = _slope(a, variable), _slope(b, variable)
    return (left, right) if left is not None and right is not None else None


def without_constant(sheet: Sheet, a: Node, b: Node) -> str:
    """What to write where an antiderivative is told without its constant; "" where a letter stands for it."""
    for one, other in ((a, b), (b, a)):
        if any(_is_open(n) for n in walk(one)) and not any(_is_open(n) for n in walk(other)):
            free = set(sheet.letters(other)) - set(sheet.letters(one))
            return "" if free else "an antiderivative is known up to a constant only: write + C"
    return ""


def another_variable(a: Node, b: Node, latex: str) -> bool:
    """Whether two sides hold integrals that go by different letters: a substitution."""
    one, two = (
        {key(v, latex) for n in walk(side) if isinstance(n, Big) and n.name == "int" for v in n.variables} for side in (a, b)
    )
    return bool(one and two and one != two)


def _is_open(node: Node) -> bool:
    return isinstance(node, Big) and node.name == "int" and node.lower is None and node.upper is None and len(node.variables) == 1


def _slope(node: Node, variable: Node) -> Node | None:
    """The derivative of a side, where every antiderivative in it stands alone or times numbers."""
    if isinstance(node, Big) and _is_open(node):
        return Fence(node.span, "(", node.body, ")", "group")
    if not any(_is_open(n) for n in walk(node)):
        return Derivative(node.span, "d", None, Fence(node.span, "(", node, ")", "group"), (variable,), False)
    if isinstance(node, Fence) and node.role == "group":
        inner = _slope(node.body, variable)
        return None if inner is None else Fence(node.span, "(", inner, ")", "group")
    if isinstance(node, Prefix):
        inner = _slope(node.body, variable)
        return None if inner is None else replace(node, body=inner)
    if isinstance(node, Sum):
        terms = [_slope(term, variable) for term in node.terms]
        return None if any(t is None for t in terms) else replace(node, terms=tuple(t for t in terms if t is not None))
    if isinstance(node, Product):
        moving = [n for n, f in enumerate(node.factors) if not _still(f)]
        inner = _slope(node.factors[moving[0]], variable) if len(moving) == 1 else None
        if inner is not None:
            return replace(node, factors=tuple(inner if n == moving[0] else f for n, f in enumerate(node.factors)))
    return None


def _still(node: Node) -> bool:
    return not any(isinstance(n, Letter | Big) for n in walk(node)) or isinstance(node, Number)


def in_base_ten(chain: Chain) -> Chain | None:
    """The same line with a bare log as the logarithm to base 10; None where it has no bare log."""
    sides = tuple(_base_ten(side) for side in chain.sides)
    return None if all(a is b for a, b in zip(sides, chain.sides, strict=True)) else replace(chain, sides=sides)


def _base_ten(node: Node) -> Node:
    changes: dict[str, object] = {}
    for name in node.__dataclass_fields__:
        part = getattr(node, name)
        if isinstance(part, Function) and part.name == "log" and isinstance(node, Apply):
            changes[name] = Sub(part.span, part, Number(part.span, "10"))
        elif isinstance(part, Node):
            new = _base_ten(part)
            if new is not part:
                changes[name] = new
        elif isinstance(part, tuple) and part and all(isinstance(p, Node) for p in part):
            parts = tuple(_base_ten(p) for p in part)
            if any(a is not b for a, b in zip(part, parts, strict=True)):
                changes[name] = parts
    return replace(node, **changes) if changes else node  # type: ignore[arg-type]


def spelled_out(sheet: Sheet, node: Node) -> Node | None:
    """A derivative with what it is of written in: f'(x) where f(x) = ... was told, y', dL/dw; None for anything else."""
    if isinstance(node, Derivative) and node.body is not None and is_symbol(node.body):
        told = sheet.known.definitions.get(key(node.body, sheet.latex))
        return None if told is None else replace(node, body=Fence(told.body.span, "(", told.body, ")", "group"), inside=False)
    head = node.function if isinstance(node, Apply) else node.head if isinstance(node, Beside) else None
    if isinstance(head, Prime) and is_symbol(head.base):
        defined = sheet.known.functions.get(key(head.base, sheet.latex))
        argument = node.argument if isinstance(node, Apply) else node.fence if isinstance(node, Beside) else node
        inner = argument.body if isinstance(argument, Fence) else argument
        if isinstance(defined, Defined) and defined.latex == sheet.latex and is_symbol(inner):
            body: Node = Fence(defined.body.span, "(", defined.body, ")", "group")
            for _ in range(head.count):
                body = Derivative(body.span, "d", None, body, (inner,), False)
            return body
        return None
    made = computable(sheet, node)
    return made if made is not node else node if isinstance(node, Derivative) else None
