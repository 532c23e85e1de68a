"""Wrong rules of differentiation, as rewrites of a derivative: each makes the tree a learner would have written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tutor.maths.reading.nodes import Apply, Derivative, Fence, Fraction, Function, Letter, Power, Prefix, Product, Sum, Super
from tutor.maths.tree import Node, Number, walk
from tutor.maths.values.retree import changed

_HERE = (0, 0)
_ONE = Number(_HERE, "1")


def _core(node: Node) -> Node:
    while isinstance(node, Fence) and (node.role == "group" or node.open in ("(", "[")):
        node = node.body
    return node


def _fenced(node: Node) -> Node:
    return Fence(node.span, "(", node, ")", "group")


def _body(node: Node) -> Node | None:
    return _core(node.body) if isinstance(node, Derivative) and node.body is not None and node.order is None else None


def _of(node: Node, body: Node) -> Node:
    """The same derivative of another body."""
    return changed(node, body=_fenced(body)) if isinstance(node, Derivative) else node


def _times(*factors: Node) -> Node:
    return Product(factors[0].span, ("",) * (len(factors) - 1), tuple(_fenced(f) for f in factors))


def _product_of_derivatives(node: Node) -> Iterator[Node]:
    body = _body(node)
    if isinstance(body, Product) and not any(s in ("/", "div") for s in body.signs):
        moving = [f for f in body.factors if not isinstance(f, Number)]
        still = [f for f in body.factors if isinstance(f, Number)]
        if len(moving) > 1:
            yield _times(*still, *(_of(node, f) for f in moving))
    if isinstance(body, Fraction):
        yield Fraction(node.span, _of(node, body.top), _of(node, body.bottom))


def _quotient_sign(node: Node) -> Iterator[Node]:
    body = _body(node)
    if isinstance(body, Fraction):
        one, two = _times(_of(node, body.top), body.bottom), _times(body.top, _of(node, body.bottom))
        below = Power(node.span, _fenced(body.bottom), Number(_HERE, "2"))
        yield Fraction(node.span, Sum(node.span, ("+",), (one, two)), below)
        yield Fraction(node.span, Sum(node.span, ("-",), (two, one)), below)


def _inner(body: Node) -> Node | None:
    """What stands inside the outermost function, power or exponential."""
    if isinstance(body, Apply):
        return _core(body.argument)
    if isinstance(body, Power):
        return _core(body.exponent if isinstance(body.base, Letter) and body.base.name == "e" else body.base)
    return None


def _forgot_chain(node: Node) -> Iterator[Node]:
    """f'(g(x)) without g'(x), as the derivative divided by g'(x)."""
    body = _body(node)
    if body is None:
        return
    factors = body.factors if isinstance(body, Product) else (body,)
    for n, factor in enumerate(factors):
        inner = _inner(_core(factor))
        if inner is None or isinstance(inner, Letter | Number):
            continue
        slope = Fraction(node.span, _of(node, factor), _of(node, inner))
        others = [f for m, f in enumerate(factors) if m != n]
        if all(isinstance(f, Number) for f in others):
            yield _times(*others, slope) if others else slope


def _power_rule_on_exp(node: Node) -> Iterator[Node]:
    body = _body(node)
    found = (body.base, body.exponent) if isinstance(body, Power) else (body.base, body.mark) if isinstance(body, Super) else None
    if found and not isinstance(found[1], Number) and isinstance(found[0], Letter | Number):
        yield _times(found[1], Power(node.span, found[0], Sum(node.span, ("-",), (found[1], _ONE))))


def _power_slips(which: int) -> Callable[[Node], Iterator[Node]]:
    def rule(node: Node) -> Iterator[Node]:
        body = _body(node)
        factors = body.factors if isinstance(body, Product) else (body,)
        last = _core(factors[-1]) if factors[-1] is not None else None
        if not isinstance(last, Power) or (isinstance(last.base, Letter) and last.base.name == "e"):
            return
        lower = Power(node.span, last.base, Sum(node.span, ("-",), (last.exponent, _ONE)))
        raised = Power(node.span, last.base, Sum(node.span, ("+",), (last.exponent, _ONE)))
        made = (_times(last.exponent, last), lower, Fraction(node.span, raised, Sum(node.span, ("+",), (last.exponent, _ONE))))[
            which
        ]
        still = [f for f in factors[:-1] if f is not None]
        yield _times(*still, made) if still else made

    return rule


def _cos_sign(node: Node) -> Iterator[Node]:
    body = _body(node)
    for part in walk(body) if body is not None else ():
        if isinstance(part, Apply) and isinstance(part.function, Function) and part.function.name in ("sin", "cos"):
            yield Prefix(node.span, "-", node)
            return


def _constant_kept(node: Node) -> Iterator[Node]:
    body = _body(node)
    if isinstance(body, Sum):
        for n, term in enumerate(body.terms):
            if isinstance(_core(term), Number):
                sign = "+" if n == 0 else body.signs[n - 1]
                yield Sum(node.span, (sign,), (node, term))


def _derivative_inside(node: Node) -> Iterator[Node]:
    """f(g) as f'(g'), told by sin and cos: sin(g) as cos(g')."""
    body = _body(node)
    if isinstance(body, Apply) and isinstance(body.function, Function) and body.function.name in ("sin", "cos", "exp"):
        inner = _core(body.argument)
        if not isinstance(inner, Letter):
            name = {"sin": "cos", "cos": "sin", "exp": "exp"}[body.function.name]
            made: Node = Apply(body.span, Function(body.function.span, name), _fenced(_of(node, inner)), "")
            yield Prefix(node.span, "-", made) if body.function.name == "cos" else made


def _not_differentiated(node: Node) -> Iterator[Node]:
    if isinstance(node, Derivative) and node.body is not None:
        yield node.body


CALCULUS = (
    ("product_of_derivatives", _product_of_derivatives),
    ("quotient_sign", _quotient_sign),
    ("power_rule_on_exp", _power_rule_on_exp),
    ("forgot_chain_factor", _forgot_chain),
    ("exponent_not_lowered", _power_slips(0)),
    ("exponent_not_brought_down", _power_slips(1)),
    ("function_for_derivative", _not_differentiated),
    ("integrated_for_differentiated", _power_slips(2)),
    ("constant_term_kept", _constant_kept),
    ("derivative_inside", _derivative_inside),
    ("cos_sign", _cos_sign),
)
