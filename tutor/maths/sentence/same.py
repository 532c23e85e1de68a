"""When a sentence and a formula say the same: both are brought to one form, in which only identities fall away.

Law: what falls away is written here, and each of it is an identity or a choice of notation: that addition and multiplication may
be grouped at will, that a number may stand before or behind what it multiplies, that subtracting is adding the negative, that
1/n of something is something over n, that e to the x is exp x, that the half power is the root, that P(A, B) is P(A and B), the
font of a letter that the formula sets in one font only. The order of what is multiplied stays, and so does every letter, index,
bar, bracket, bound and sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tutor.maths.reading import words

Meaning = tuple[Any, ...]

ONE: Meaning = ("number", "1")
TWO: Meaning = ("number", "2")
HALF: Meaning = ("Fraction", ONE, TWO)
MINUS_ONE: Meaning = ("prefix", "minus", ONE)
BARE = "?"  # the font of a letter that a sentence names without one
_REALS: Meaning = ("letter", "R", "blackboard")
_ARGUMENT_FENCES = frozenset(["()", "[]", "{}"])


def normal(meant: Meaning) -> Meaning:
    """The one form of a meaning (see meaning.py) that everything which says the same shares.

    >>> normal(("product", ("",), (("letter", "x", ""), ("number", "2"))))
    ('product', ('',), (('number', '2'), ('letter', 'x', '')))
    """
    if meant and meant[0] in ("superscript", "Power") and meant[1] == _REALS:
        return _space(meant[2])
    if meant and meant[0] == "big":
        # The variable of an integral, a bound: what stands in them is compared as it is.
        return ("big", meant[1], *(None if part is None else normal(part) for part in meant[2:5]), _each(meant[5]))
    below = tuple(normal(part) if isinstance(part, tuple) else part for part in meant)
    rule = _RULES.get(below[0]) if below and isinstance(below[0], str) else None
    return rule(below) if rule else below


def _each(parts: Meaning) -> Meaning:
    return tuple(normal(part) for part in parts)


def _space(exponent: Meaning) -> Meaning:
    r"""R^n, or R^{m x n}, whose sizes keep their order."""
    if exponent[0] == "product" and set(exponent[1]) == {""}:
        return ("space", _each(exponent[2]))
    return ("space", (normal(exponent),))


# -- sums ----------------------------------------------------------------------------------------------------------------
def _sum(node: Meaning) -> Meaning:
    if not set(node[1]) <= {"plus", "minus"}:
        return node
    if any(term[:2] == ("letter", "dot dot dot") for term in node[2]):
        return node
    plus: list[Meaning] = []
    minus: list[Meaning] = []
    for sign, term in zip(("plus", *node[1]), node[2], strict=True):
        _into(term, sign == "minus", plus, minus)
    return ("total", tuple(plus), tuple(minus))


def _into(term: Meaning, turned: bool, plus: list[Meaning], minus: list[Meaning]) -> None:
    """A term put to its side, with the terms in its brackets."""
    if term[0] == "total":
        for side, other in ((term[1], turned), (term[2], not turned)):
            for inner in side:
                _into(inner, other, plus, minus)
    elif term[:2] == ("prefix", "minus"):
        _into(term[2], not turned, plus, minus)
    else:
        (minus if turned else plus).append(term)


# -- products ------------------------------------------------------------------------------------------------------------
def _product(node: Meaning) -> Meaning:
    signs, factors = node[1], node[2]
    if signs == ("divided by",):
        return ("Fraction", *factors)
    if signs == ("dot",) and not any(_is_numeric(f) for f in factors):
        return node  # u . v may be the dot product of two vectors, and is no part of a longer product
    if not set(signs) <= {"", "dot"}:
        return node
    flat = [inner for factor in factors for inner in (factor[2] if _is_row(factor) else (factor,))]
    over = factors[0][2] if factors[0][:2] == ("Fraction", ONE) else None
    if over is not None:
        rest = flat[1:]
        return ("Fraction", rest[0] if len(rest) == 1 else _product(row(rest)), over)
    return row(flat)


def _is_row(node: Meaning) -> bool:
    return bool(node[0] == "product" and set(node[1]) == {""})


def row(factors: list[Meaning]) -> Meaning:
    """Factors side by side, the numbers first: they may change places."""
    ordered = sorted((f for f in factors if _is_numeric(f)), key=repr) + [f for f in factors if not _is_numeric(f)]
    return ("product", ("",) * (len(ordered) - 1), tuple(ordered))


def _is_numeric(node: Meaning) -> bool:
    if node[:2] == ("prefix", "minus"):
        return _is_numeric(node[2])
    return bool(node[0] == "number" or (node[0] == "Fraction" and _is_numeric(node[1]) and _is_numeric(node[2])))


# -- powers, functions, chances --------------------------------------------------------------------------------------------
def _power(node: Meaning) -> Meaning:
    base, exponent = node[1], node[2]
    if exponent == HALF:
        return ("Root", base, None)
    if base in (("letter", "e", ""), ("letter", "e", BARE)):
        return ("apply", ("function", "exponential"), exponent)
    if exponent == MINUS_ONE and _is_numeric(base):
        return ("Fraction", ONE, base)
    return node


def _number(node: Meaning) -> Meaning:
    return HALF if node[1] == "1/2" else node


def _apply(node: Meaning) -> Meaning:
    head, argument = node[1], node[2]
    if head == ("probability",):
        return ("apply", head, _event(argument))
    if head[0] == "word" and head[1] in words.NAMED:
        head = ("function", words.NAMED[head[1]])
    if head[0] == "Power" and head[1][0] == "function" and head[2][0] == "number":
        return ("Power", ("apply", head[1], argument), head[2])  # sin^2 x is the square of sin x
    if argument[:2] == ("fence", "tuple"):
        argument = argument[3]  # f of the pair (x, y) is f of x and y
    if argument[0] == "list" and set(argument[1]) <= {",", ";"}:
        argument = ("list", (",",) * len(argument[1]), argument[2])  # f(x; w) is f of x and w
    return ("apply", head, argument)


def _beside(node: Meaning) -> Meaning:
    """A name and its bracket: what the sentence says of them is "of"."""
    fence = node[2]
    if fence[0] == "fence" and fence[1] in _ARGUMENT_FENCES:
        return _apply(("apply", node[1], fence[3]))
    return node


def _event(node: Meaning) -> Meaning:
    """What a probability is of: a comma and an intersection both say "and"."""
    if node[0] == "Given":
        return ("Given", "mid", _event(node[2]), _event(node[3]))
    if node[0] == "list" and set(node[1]) == {","}:
        return ("both", tuple(_event(part) for part in node[2]))
    if _is_row(node) and all(part[0] in ("letter", "Sub") for part in node[2]):
        return ("both", tuple(node[2]))
    if node[0] == "sum" and set(node[1]) in ({"intersect"}, {"union"}):
        return ("both" if "intersect" in node[1] else "either", tuple(node[2]))
    return node


def _fence(node: Meaning) -> Meaning:
    if node[1] == "inner product" and node[3][0] == "list":
        return ("fence", "inner product", "", ("list", (",",), node[3][2]))
    return node


def _derivative(node: Meaning) -> Meaning:
    return ("derivative", "partial" if node[1] == "partial" else "d", *node[2:])


_RULES = {
    "sum": _sum,
    "product": _product,
    "Power": _power,
    "number": _number,
    "apply": _apply,
    "Beside": _beside,
    "fence": _fence,
    "derivative": _derivative,
}


# -- fonts ---------------------------------------------------------------------------------------------------------------
# Of a marked letter the sentence shows the signs themselves, fonts and all.
_MARKED = {"Sub": 1, "index below": 1, "superscript": 1, "index above": 1, "ordinal": 1, "Prime": 1, "accent": 2}


def _is_shown(meant: Meaning) -> bool:
    while meant and meant[0] in _MARKED:
        meant = meant[_MARKED[meant[0]]]
        if meant[:1] == ("letter",):
            return True
    return False


def alone(meant: Meaning) -> dict[str, str]:
    """The font of each letter that stands without any mark; "" where it stands in more than one."""
    found: dict[str, set[str]] = {}
    waiting = [meant]
    while waiting:
        here = waiting.pop()
        if len(here) == 3 and here[0] == "letter":
            found.setdefault(here[1], set()).add(here[2])
        elif not _is_shown(here):
            waiting += [part for part in here if isinstance(part, tuple)]
    return {letter: next(iter(fonts)) if len(fonts) == 1 else "" for letter, fonts in found.items()}


def set_in(said: Meaning, fonts: Mapping[str, str]) -> Meaning:
    """What was said, its bare letters set in the one font that the formula has for them."""
    if len(said) == 3 and said[0] == "letter":
        return ("letter", said[1], fonts.get(said[1], "")) if said[2] == BARE else said
    return tuple(set_in(part, fonts) if isinstance(part, tuple) else part for part in said)


# -- sameness ------------------------------------------------------------------------------------------------------------
def same(said: object, meant: object) -> bool:
    """Whether what a sentence says is what a formula means, both in their one form; a sign said may stand for several."""
    if isinstance(said, frozenset):
        return meant in said
    if not isinstance(said, tuple) or not isinstance(meant, tuple):
        return said == meant
    if said[:1] == ("dotted",):
        return any(_alike(one, meant) for one in _as_products(said))
    if said[:1] == ("product",) and meant[:2] == ("product", ("dot",)) and len(said[2]) == 2 and set(said[1]) == {""}:
        return _alike(said[2], meant[2])
    if said[:1] == ("product",) and any(factor[0] == "dotted" for factor in said[2]):
        return _alike(_spread(said), meant) or _alike(said, meant)
    return _alike(said, meant)


def _alike(said: Meaning, meant: Meaning) -> bool:
    return len(said) == len(meant) and all(map(same, said, meant))


def _as_products(said: Meaning) -> Iterator[Meaning]:
    """The ways to write a dot product: u . v, and u transposed times v."""
    yield ("product", ("dot",), said[1:])
    yield ("product", ("",), (("transpose", said[1]), said[2]))


def _spread(said: Meaning) -> Meaning:
    """A product with its dot products written as factors."""
    factors: list[Meaning] = []
    for factor in said[2]:
        factors += [("transpose", factor[1]), factor[2]] if factor[0] == "dotted" else [factor]
    return row(factors)
