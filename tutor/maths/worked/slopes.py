"""The derivative of a computable formula with respect to one quantity, and its sign where every quantity is positive."""

from __future__ import annotations

from tutor.maths.tree import Apply, Binary, Factorial, Negative, Node, Number, Symbol, walk

_HERE = (0, 0)
_ZERO, _ONE = Number(_HERE, "0"), Number(_HERE, "1")


def slope(node: Node, name: str) -> Node | None:
    """The partial derivative, lightly tidied; None for a form whose derivative is not known here.

    >>> from tutor.maths.parse import read
    >>> slope(read("m*x + b"), "m").name
    'x'
    """
    if not any(isinstance(part, Symbol) and part.name == name for part in walk(node)):
        return _ZERO
    match node:
        case Symbol():
            return _ONE
        case Negative(body=body):
            inner = slope(body, name)
            return None if inner is None else _minus(inner)
        case Binary(op="^"):
            return _power(node, name)
        case Binary():
            return _joined(node, name)
        case Apply(function=function, arguments=(argument,)):
            inner, outer = slope(argument, name), _outer(function, argument)
            return None if inner is None or outer is None else _times(outer, inner)
    return None


def _joined(node: Binary, name: str) -> Node | None:
    left, right = slope(node.left, name), slope(node.right, name)
    if left is None or right is None:
        return None
    if node.op == "+":
        return _plus(left, right)
    if node.op == "-":
        return _plus(left, _minus(right))
    if node.op == "*":
        return _plus(_times(left, node.right), _times(node.left, right))
    top = _plus(_times(left, node.right), _minus(_times(node.left, right)))
    if right == _ZERO:
        return left if left == _ZERO else Binary(_HERE, "/", left, node.right)
    return Binary(_HERE, "/", top, Binary(_HERE, "^", node.right, Number(_HERE, "2")))


def _power(node: Binary, name: str) -> Node | None:
    if any(isinstance(part, Symbol) and part.name == name for part in walk(node.right)):
        return None
    inner = slope(node.left, name)
    if inner is None:
        return None
    lower = Binary(_HERE, "^", node.left, Binary(_HERE, "-", node.right, _ONE))
    if isinstance(node.right, Number) and node.right.text == "2":
        return _times(_times(node.right, node.left), inner)
    return _times(_times(node.right, lower), inner)


def _outer(function: str, argument: Node) -> Node | None:
    match function:
        case "exp":
            return Apply(_HERE, "exp", (argument,))
        case "ln":
            return Binary(_HERE, "/", _ONE, argument)
        case "sqrt":
            return Binary(_HERE, "/", _ONE, _times(Number(_HERE, "2"), Apply(_HERE, "sqrt", (argument,))))
    return None


def _minus(node: Node) -> Node:
    if node == _ZERO:
        return node
    return node.body if isinstance(node, Negative) else Negative(_HERE, node)


def _plus(left: Node, right: Node) -> Node:
    if left == _ZERO:
        return right
    return left if right == _ZERO else Binary(_HERE, "+", left, right)


def _times(left: Node, right: Node) -> Node:
    if _ZERO in (left, right):
        return _ZERO
    if left == _ONE:
        return right
    if isinstance(right, Negative):
        return _minus(_times(left, right.body))
    return left if right == _ONE else Binary(_HERE, "*", left, right)


def sign_of(node: Node, chances: frozenset[str]) -> int | None:
    """1 or -1 where the sign is sure for positive quantities (`chances` lie below 1 as well); None where it is not.

    >>> from tutor.maths.parse import read
    >>> sign_of(read("-v/t^2"), frozenset()), sign_of(read("x - y"), frozenset())
    (-1, None)
    """
    match node:
        case Number(text=text):
            return 1 if text.strip("0.") else None
        case Symbol():
            return 1
        case Factorial():
            return 1
        case Negative(body=body):
            inner = sign_of(body, chances)
            return None if inner is None else -inner
        case Apply(function="exp"):
            return 1
        case Apply(function="sqrt", arguments=(argument,)):
            return 1 if sign_of(argument, chances) == 1 else None
        case Binary(op="-", left=Number(text="1"), right=Symbol(name=name)) if name in chances:
            return 1
        case Binary(op="+", left=left, right=right):
            first, second = sign_of(left, chances), sign_of(right, chances)
            return first if first == second else None
        case Binary(op="*" | "/", left=left, right=right):
            first, second = sign_of(left, chances), sign_of(right, chances)
            return None if first is None or second is None else first * second
        case Binary(op="^", left=left):
            return 1 if sign_of(left, chances) == 1 else None
    return None
