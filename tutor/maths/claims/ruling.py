"""A relation that does not hold for every instance: is it a false claim, or a condition that was never meant to hold always?

x^2 = 4 and A v = lambda v are conditions; (a + b)^2 = a^2 + b^2 is a false claim. The law is that a condition is never called
false. So a failing equality counts as a claim only where something says so: it is one sign away from an identity; it holds for
a whole range of instances and fails on another; its sides always differ by the same amount; it has a derivative, a sum or an
integral on one side alone; or it takes an expression apart with the very same letters. Everything else stays open.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from tutor.maths.claims.claim import Pair
from tutor.maths.claims.letters import IDENTITY, names
from tutor.maths.claims.signs import MOST, flipped
from tutor.maths.claims.trials import SECONDS, Known, Tried, attempt
from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import (
    Apply,
    Beside,
    Big,
    Derivative,
    Fence,
    Fraction,
    Given,
    Gradient,
    Power,
    Prefix,
    Product,
    Root,
    Sum,
    Transpose,
)
from tutor.maths.tree import Node, Number, walk
from tutor.maths.values import DoesNotFit, Kind, NotComputable, Sort, alike
from tutor.maths.values.blocks import Scale, is_rows

WEAK = "the two sides differ"  # said on the weakest evidence: the same letters on both sides
_REVERSED = {"<": "geq", ">": "leq", "leq": "geq", "geq": "leq", "le": "geq", "ge": "leq", "leqslant": "geq", "geqslant": "leq"}


def defines(pair: Pair, known: Known) -> bool:
    """y = ... and f(x) = ...: a lone letter, or a lone function of letters, that the other side does not use."""
    for side, other in ((pair.left, pair.right), (pair.right, pair.left)):
        name = _lone(side, pair.latex)
        if name and name not in names(other, pair.latex) and not _value_of_known(side, name, known):
            return True
    return False


def _value_of_known(side: Node, name: str, known: Known) -> bool:
    """f(3) or f'(x) of a function the text has defined: a value to try, and no new definition."""
    called = name.replace("\\prime", "")
    if not isinstance(side, Apply | Beside) or called not in known.functions:
        return False
    argument = side.argument if isinstance(side, Apply) else side.fence
    inner = argument.body if isinstance(argument, Fence) else argument
    return called != name or isinstance(known.functions[called], str) or not is_symbol(inner)


def _lone(side: Node, latex: str) -> str:
    while isinstance(side, Fence) and side.role == "group":
        side = side.body
    if is_symbol(side):
        name = key(side, latex)
        return "" if IDENTITY.fullmatch(name) else name
    if isinstance(side, Apply | Beside):
        head = side.function if isinstance(side, Apply) else side.head
        if is_symbol(head) and getattr(side, "role", "") not in ("probability", "expectation"):
            return key(head, latex)
    return ""


def false_claim(pair: Pair, tried: Tried, kinds: Mapping[str, Kind], known: Known) -> str:
    """Why a failing relation counts as a false claim, in words; "" where it may be a condition."""
    left, right = _letters(pair.left, pair.latex, kinds), _letters(pair.right, pair.latex, kinds)
    if pair.sign in _REVERSED:
        return _false_order(pair, kinds, known, left, right)
    if _one_sign_away(pair, kinds, known):
        return "with one sign the other way round it holds"
    if pair.valued or _chances(left, kinds) != _chances(right, kinds):
        return ""
    if left == right and _partly(tried) and not any(kinds[n].sort is Sort.WHOLE for n in left):
        return "it holds for some values only"
    if _always_apart(tried):
        return "the two sides never agree"
    operators = [any(isinstance(n, Derivative | Gradient | Big) for n in walk(s)) for s in (pair.left, pair.right)]
    plain = any(isinstance(s, Number) for s in (pair.left, pair.right))
    if operators[0] != operators[1] and not plain and (right <= left if operators[0] else left <= right):
        return WEAK
    if left == right and len(left) > 1 and _compound(pair.left) and _compound(pair.right) and _opens(pair):
        return WEAK
    return ""


def _letters(side: Node, latex: str, kinds: Mapping[str, Kind]) -> frozenset[str]:
    """The letters of a side that are drawn; x for x_i."""
    found = {n if n in kinds else n.partition("_")[0] for n in names(side, latex)}
    return frozenset(n for n in found if n in kinds)


def _chances(letters: frozenset[str], kinds: Mapping[str, Kind]) -> frozenset[str]:
    return frozenset(n for n in letters if kinds[n].sort in (Sort.VARIABLE, Sort.EVENT))


def _false_order(pair: Pair, kinds: Mapping[str, Kind], known: Known, left: frozenset[str], right: frozenset[str]) -> str:
    if left != right:
        return ""
    turned = attempt(replace(pair, sign=_REVERSED[pair.sign]), kinds, known)
    if turned.trials and not turned.failed:
        return "it holds the other way round"
    return ""


def _one_sign_away(pair: Pair, kinds: Mapping[str, Kind], known: Known) -> bool:
    if pair.sign != "=":
        return False
    near_ones = [replace(pair, right=side) for side in islice(flipped(pair.right), MOST)]
    near_ones += [replace(pair, left=side) for side in islice(flipped(pair.left), MOST)]
    started = time.perf_counter()
    for near in near_ones:
        if time.perf_counter() - started > SECONDS:
            return False
        if not attempt(near, kinds, known, quick=True).failed:
            found = attempt(near, kinds, known)
            if found.trials and not found.failed and found.proof >= 0 and len(found.trials) > 2:
                return True
    return False


def _partly(tried: Tried) -> bool:
    """Holds on a good part of the instances drawn from fractions, where chance alone makes nothing equal."""
    real = tried.trials[14:] if len(tried.trials) > 18 else tried.trials[len(tried.trials) // 2 :]
    return len(real) >= 4 and sum(t.holds for t in real) * 5 >= len(real)


def _always_apart(tried: Tried) -> bool:
    """The sides differ by the same amount at every instance, and not by nothing."""
    if len(tried.trials) < 4 or any(t.holds for t in tried.trials) or not any(_moves(t.at) for t in tried.trials):
        return False
    gaps = [_gap(t.left, t.right) for t in tried.trials]
    if any(gap is None for gap in gaps):
        return False
    try:
        return all(alike(gap, gaps[0], 1e-7) for gap in gaps)
    except (DoesNotFit, NotComputable, TypeError):
        return False


def _moves(trial: Any) -> bool:
    return bool(trial.values or trial.wholes or trial.functions or trial.space)


def _gap(left: Any, right: Any) -> Any:
    if isinstance(left, Scale) or isinstance(right, Scale):
        scale, other = (left, right) if isinstance(left, Scale) else (right, left)
        if not is_rows(other):
            return None
        return tuple(tuple(x - (scale.factor if i == j else 0) for j, x in enumerate(row)) for i, row in enumerate(other))
    if is_rows(left) and is_rows(right):
        return tuple(tuple(x - y for x, y in zip(r, s)) for r, s in zip(left, right))
    if is_rows(left) or is_rows(right):
        return None
    return left - right


def _compound(node: Node) -> bool:
    while isinstance(node, Fence) and node.role == "group":
        node = node.body
    node = node.body if isinstance(node, Prefix) else node
    return not (is_symbol(node) or isinstance(node, Number))


def _opens(pair: Pair) -> bool:
    """Whether one side takes something apart: a power, a root, a function, a fraction or a product of a sum or a product."""
    for side in (pair.left, pair.right):
        for node in walk(side):
            inner: Node | None = None
            match node:
                case (
                    Power(base=inner) | Transpose(base=inner) | Root(body=inner) | Apply(argument=inner) | Fraction(bottom=inner)
                ):
                    pass
                case Fence(role="norm" | "absolute value" | "determinant" | "", body=inner):
                    pass
                case Product(factors=factors):
                    if any(isinstance(f, Fence) and isinstance(f.body, Sum) for f in factors):
                        return True
                case Sum(terms=terms):
                    if any(isinstance(t, Fraction) for t in terms):
                        return True
            if inner is not None and any(isinstance(n, Sum | Product | Given) for n in walk(inner)):
                return True
    return _swapped(pair)


def _swapped(pair: Pair) -> bool:
    """A B against B A: the same factors in another order."""
    left, right = pair.left, pair.right
    if not (isinstance(left, Product) and isinstance(right, Product)):
        return False

    def shown(side: Product) -> list[str]:
        return sorted("".join(pair.latex[slice(*f.span)].split()) for f in side.factors)

    return shown(left) == shown(right)
