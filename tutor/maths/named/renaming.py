"""Is one form another with its letters renamed, one to one? Sums, and products that commute, may be in any order.

`loose` is for names: there an event may stand for a letter, an index more may stand on every symbol, and a divisor must count the
terms of its sum. Levelled forms (see `monomials`) are matched whatever order their terms and factors have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import permutations

from tutor.maths.named.forms import SYMBOLIC, Form
from tutor.maths.named.monomials import ONE, times

__all__ = ["ANYTHING", "Renaming", "miscounted"]

ANYTHING = "square"
_MOST_TRIES = 4_000
_POWERS = frozenset(["alpha", "beta", "gamma", "lambda", "rho", "kappa", "nu", "delta"])
_FIXED = frozenset(["pi", "infty", "dots", "I", "e", "partial", "nabla", "emptyset", "circ", "top"])
_EVENTS = frozenset(["rel", "list", "text"])
_TURNED = frozenset(["*", "H", "T", "t", "dagger", "ast"])
_COUNT = "count"
_ENDLESS = ("S", "infty", "")
Parts = tuple[object, ...]


class Renaming:
    """One search for a renaming; it gives up after so many tries, so that nothing written can hold it long."""

    def __init__(self, commutes: bool, loose: bool = False) -> None:
        self.commutes = commutes
        self.loose = loose
        self.tries = 0

    def match(self, pattern: object, target: object, renamed: dict[Form, Form]) -> Iterator[dict[Form, Form]]:
        self.tries += 1
        if self.tries > _MOST_TRIES:
            return
        if not isinstance(pattern, tuple) or not isinstance(target, tuple):
            if pattern == target:
                yield renamed
            return
        if not pattern or not target:
            return
        if pattern[0] == "S":
            yield from self.letter(pattern, target, renamed)
        elif pattern[0] == "sub" and target[0] != "sub":
            if self.loose:
                yield from self.raised(pattern, target, renamed)
            elif target[0] not in SYMBOLIC:
                yield from self.same(pattern, target, renamed)
        else:
            yield from self.same(pattern, target, renamed)

    def same(self, pattern: Parts, target: Parts, renamed: dict[Form, Form]) -> Iterator[dict[Form, Form]]:
        """Two forms of the same kind, part by part."""
        if pattern[0] == "T" and self.loose and (body := _turned(target, self.commutes)) is not None:
            yield from self.match(pattern[1], body, renamed)
        elif pattern[0] == "big" and target[0] == "big":
            yield from self.big(pattern, target, renamed)
        elif pattern[0] == "grad" and target[0] == "grad" and pattern[1] == ("none",):
            yield from self.match(pattern[2], target[2], renamed)
        elif len(pattern) != len(target) or (isinstance(pattern[0], str) and pattern[0] != target[0]):
            return
        elif pattern[0] == "mono":
            if pattern[1] == target[1]:
                yield from self.some_order(pattern[2:], target[2:], renamed, self.factor)
        elif pattern[0] == "add":
            yield from self.some_order(pattern[1:], target[1:], renamed, self.match)
        elif pattern[0] == "case" and self.loose:
            yield from self.match(pattern[1], target[1], renamed)  # when it holds is printed in too many ways
        elif pattern[0] == "sub" and self.loose:
            yield from self.indexed(pattern, target, renamed)
        elif pattern[0] in ("norm", "abs") and self.loose:
            yield from self.either_sign(pattern[1], target[1], renamed)
        else:
            yield from self.rest(pattern, target, renamed)

    def letter(self, pattern: Form, target: Form, renamed: dict[Form, Form]) -> Iterator[dict[Form, Form]]:
        """A letter of the pattern stands for one symbol, always the same, and no two stand for one."""
        if pattern[1] == ANYTHING:
            yield renamed
            return
        if self.loose and target[0] == "mono":
            target = _symbol(target) or target
        if target[0] == "sup" and _raises(target[2]):
            return
        if pattern[1] in _FIXED or (target[0] == "S" and target[1] in _FIXED - {"e", "I"}):
            if pattern == target:
                yield renamed
        elif (target[0] in SYMBOLIC and target[-1] != "space") or (self.loose and target[0] in _EVENTS):
            if pattern in renamed:
                if renamed[pattern] == target:
                    yield renamed
            elif target not in renamed.values():
                yield {**renamed, pattern: target}

    def raised(self, pattern: Parts, target: Parts, renamed: dict[Form, Form]) -> Iterator[dict[Form, Form]]:
        r"""x^{(i)} where the pattern has x_i; a Greek letter above which something stands is a power, \gamma^t."""
        if target[0] == "mono":
            target = _symbol(target) or target
        if target[0] == "sup" and _is_short(target[1]):
            for found in self.match(pattern[1], target[1], renamed):
                yield from self.match(pattern[2], target[2], found)

    def indexed(self, pattern: Parts, target: Parts, renamed: dict[Form, Form]) -> Iterator[dict[Form, Form]]:
        """A symbol with an index; it may bear one more, the same wherever the symbol stands."""
        yield from self.row(pattern[1:], target[1:], renamed)
        wanted, indices = _indices(pattern[2]), _indices(target[2])
        if len(indices) != len(wanted) + 1 or any(one[0] != "S" for one in wanted):
            return
        for at, extra in enumerate(indices):
            for found in self.row(wanted, indices[:at] + indices[at + 1 :], renamed):
                yield from self.match(pattern[1], ("sub", target[1], extra), found)

    def factor(self, pattern: Parts, target: Parts, renamed: dict[Form, Form]) -> Iterator[dict[Form, Form]]:
        """A base and an exponent; an even power does not know the sign of its base."""
        (base, exponent), (other, power) = pattern, target
        if exponent == ONE and power != ONE and base[0] in ("S", "sub"):  # type: ignore[index]
            if other[0] in SYMBOLIC and power[0] in SYMBOLIC and not _raises(power) and (base[0] == "S" or _is_short(other)):  # type: ignore[index]
                yield from self.match(base, ("sup", other, power), renamed)
            return
        if exponent[0] == "N":  # type: ignore[index]
            if exponent == power:
                both = exponent[1] in ("2", "4", "-2")  # type: ignore[index]
                yield from (self.either_sign if both else self.match)(base, other, renamed)
            return
        for found in self.match(base, other, renamed):
            yield from self.match(exponent, power, found)

    def either_sign(self, pattern: object, target: object, renamed: dict[Form, Form]) -> Iterator[dict[Form, Form]]:
        yield from self.match(pattern, target, renamed)
        if isinstance(pattern, tuple) and isinstance(target, tuple) and pattern[0] == target[0] == "add" and len(pattern) == 3:
            yield from self.match(times(pattern, Fraction(-1)), target, renamed)

    def some_order(
        self,
        pattern: Parts,
        target: Parts,
        renamed: dict[Form, Form],
        fit: Callable[..., Iterator[dict[Form, Form]]],
    ) -> Iterator[dict[Form, Form]]:
        """Parts of a pattern found among as many parts of the target, in whatever order."""
        if not pattern:
            yield renamed
            return
        for at, part in enumerate(target):
            for found in fit(pattern[0], part, renamed):
                yield from self.some_order(pattern[1:], target[:at] + target[at + 1 :], found, fit)

    def rest(self, pattern: Parts, target: Parts, renamed: dict[Form, Form]) -> Iterator[dict[Form, Form]]:
        if pattern[0] == "sum" or (pattern[0] == "prod" and self.commutes):
            parts = pattern[1:]
            if 1 < len(parts) <= 5 and not any(_is_dots(p) for p in parts):
                for order in permutations(target[1:]):
                    yield from self.row(parts, order, renamed)
                return
        yield from self.row(pattern, target, renamed)

    def row(self, pattern: Parts, target: Parts, renamed: dict[Form, Form]) -> Iterator[dict[Form, Form]]:
        if not pattern:
            yield renamed
            return
        for found in self.match(pattern[0], target[0], renamed):
            yield from self.row(pattern[1:], target[1:], found)

    def big(self, pattern: Parts, target: Parts, renamed: dict[Form, Form]) -> Iterator[dict[Form, Form]]:
        """Sums by index: a sum over i, over i from 1 to n and over i in a set are the same sum for a name."""
        if pattern[1] != target[1] or len(pattern) != len(target):
            return
        if pattern[3] == _ENDLESS and target[3] not in (_ENDLESS, ("none",)):
            return  # a partial sum is no series
        index, other = _index(pattern[2]), _index(target[2])
        if pattern[1] == "int" and pattern[2] == pattern[3] == ("none",):
            yield from self.row(pattern[4:], target[4:], renamed)  # over the whole line, however its ends are printed
            return
        if pattern[1] == "int" or index is None or _restricted(target[2]):
            yield from self.row(pattern[2:], target[2:], renamed)
            return
        begun = [renamed] if other is None else list(self.match(index, other, renamed))
        for found in begun:
            counted = {**found, (_COUNT, pattern[3]): target[2:4]} if self.loose else found
            yield from self.row(pattern[4:], target[4:], counted)


def _restricted(index: object) -> bool:
    r"""Whether a sum runs over some of what its index counts: i \ne j, i : y_i = 1, and i = 1 above x_i > 0."""
    if not isinstance(index, tuple):
        return False
    head, *parts = index
    if head == "list":
        return any(part[0] == "rel" and part[1] not in ("=", "in") for part in parts)
    return str(head).startswith("given") or (head == "rel" and parts[0] == "neq")


def miscounted(renamed: dict[Form, Form]) -> bool:
    r"""Whether a letter that counts the terms of a sum is something else here: \frac{1}{s}\sum_{i=1}^{t} x_i is no mean."""
    return any(_off(renamed[upper], bounds) for upper, bounds in _counts(renamed) if upper in renamed)


def _counts(renamed: dict[Form, Form]) -> list[tuple[Form, Form]]:
    """The upper bounds of the sums of a pattern, each with both bounds of the sum that stands there."""
    return [(letter[1], bounds) for letter, bounds in renamed.items() if letter[0] == _COUNT]  # type: ignore[misc]


def _off(count: Form, bounds: Form) -> bool:
    lower, upper = bounds
    begins = lower[3] if isinstance(lower, tuple) and lower[:2] == ("rel", "=") else None
    if begins not in (None, ("N", "0"), ("N", "1")):
        return True
    if upper in (("none",), count):
        return False
    less_one = ("sum", ("+", count), ("-", ("N", "1")))
    return not (upper == less_one and begins == ("N", "0"))


def _turned(target: Parts, scalars: bool) -> object:
    r"""What is transposed in A' and, where only numbers are multiplied, in x^*, x^H, (x - y)^t; or None."""
    if target[0] == "prime":
        return target[2]
    mark = target[2] if target[0] == "sup" else None
    turned = _TURNED if scalars else frozenset("T")
    return target[1] if isinstance(mark, tuple) and mark[0] == "S" and mark[1] in turned else None


def _symbol(target: Parts) -> Form | None:
    """The symbol x^{(i)} that was levelled to a power."""
    if target[1] != 1 or len(target) != 3:
        return None
    base, power = target[2]  # type: ignore[misc]
    marks = base[0] in SYMBOLIC and power[0] in SYMBOLIC and not _raises(power)  # type: ignore[has-type]
    return ("sup", base, power) if marks else None  # type: ignore[has-type]


def _raises(power: object) -> bool:
    """Whether what stands above a letter is a power, as in x^alpha, and no mark such as the pi of Q^pi."""
    return isinstance(power, tuple) and power[0] == "S" and power[1] in _POWERS


def _is_short(symbol: object) -> bool:
    """Whether a symbol is one Latin letter, whatever stands above it."""
    while isinstance(symbol, tuple) and symbol[0] in ("acc", "sub"):
        symbol = symbol[2] if symbol[0] == "acc" else symbol[1]
    return isinstance(symbol, tuple) and symbol[0] == "S" and len(str(symbol[1])) == 1


def _indices(index: object) -> tuple[Form, ...]:
    """The letters of an index: i and j of ij and of i, j."""
    if not isinstance(index, tuple):
        return ()
    return index[1:] if index[0] in ("list", "prod") else (index,)


def _index(lower: object) -> Form | None:
    """The letter a sum runs over."""
    if not isinstance(lower, tuple) or lower == ("none",):
        return None
    if lower[0] == "rel" and lower[1] in ("=", "in"):
        return _index(lower[2])
    return lower if lower[0] in SYMBOLIC else None


def _is_dots(part: object) -> bool:
    return isinstance(part, tuple) and (
        part == ("S", "dots", "") or any(_is_dots(p) for p in part if isinstance(p, tuple) and part[0] in ("+", "-"))
    )
