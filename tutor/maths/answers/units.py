"""Quantities: a number and a unit, compared in base units with exact fractions. 980 cm/s^2 is 9.8 m/s^2; 5 m is not 5."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from tutor.errors import Unreadable
from tutor.maths.answers.numbers import decimal, rounds_to
from tutor.maths.evaluate import Undefined, exact
from tutor.maths.parse import read
from tutor.maths.tree import Node
from tutor.maths.typeset import to_latex

_BASES = ["m", "s", "kg", "A", "K", "bit", "rad"]
_SIZES = {
    "n": Fraction(1, 10**9),
    "u": Fraction(1, 10**6),
    "µ": Fraction(1, 10**6),
    "m": Fraction(1, 1000),
    "c": Fraction(1, 100),
    "d": Fraction(1, 10),
    "k": Fraction(1000),
    "M": Fraction(10**6),
    "G": Fraction(10**9),
}
_UNITS: Mapping[str, tuple[Fraction, Mapping[str, int]]] = MappingProxyType(
    {
        **{base: (Fraction(1), {base: 1}) for base in _BASES},
        "g": (Fraction(1, 1000), {"kg": 1}),
        "min": (Fraction(60), {"s": 1}),
        "h": (Fraction(3600), {"s": 1}),
        "Hz": (Fraction(1), {"s": -1}),
        "N": (Fraction(1), {"kg": 1, "m": 1, "s": -2}),
        "bits": (Fraction(1), {"bit": 1}),
        "J": (Fraction(1), {"kg": 1, "m": 2, "s": -2}),
        "W": (Fraction(1), {"kg": 1, "m": 2, "s": -3}),
    }
)
_PREFIXED = frozenset(["m", "s", "g", "Hz", "N", "J", "W", "A", "bit"])
_QUANTITY = re.compile(r"\s*([-+−]?[\d.,/^*() ]*?\d[\d.)]*(?:[eE][-+]?\d+)?)\s*((?:[A-Za-zµ%\\].*)?)", re.S)
_FACTOR = re.compile(r"\s*([/*·⋅]?)\s*([A-Za-zµ]+)\s*(?:\^?\s*\{?([-−]?\d)\}?)?")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in base units and the powers of those units; `latex` is what was read."""

    value: Fraction
    powers: tuple[tuple[str, int], ...]
    latex: str
    number: Node
    unit: Fraction  # one of the unit it is given in, in base units

    def rounds(self, key: Quantity) -> bool:
        """Whether this is the key, or the key in this unit, correctly rounded.

        >>> read_quantity("27.8 m/s").rounds(read_quantity("100 km/h")), read_quantity("2.35 m").rounds(read_quantity("2.345 m"))
        (True, False)
        """
        if not self.unit or self.powers != key.powers:
            return False
        return rounds_to(key.value / self.unit, self.number, short=decimal(key.number) is not None)


def read_quantity(text: str) -> Quantity:
    """Read a number with its unit; raises Unreadable for an unknown unit.

    >>> read_quantity("980 cm/s^2") == read_quantity("9.8 m/s^2"), read_quantity("980 cm/s^2").value
    (False, Fraction(49, 5))
    """
    found = _QUANTITY.fullmatch(text.translate(_RAISED)) if len(text) < 200 else None
    if not found:
        raise Unreadable("I can't read this as a number with a unit — try 9.8 m/s^2.")
    tree = read(found.group(1))
    try:
        value = exact(tree)
    except Undefined:
        value = None
    if value is None:
        raise Unreadable("I can't check this number — try a decimal or a fraction before the unit.")
    factor, powers, shown = _unit(re.sub(r"\\(text|mathrm)\s*\{([^{}]*)\}", r"\2", found.group(2)))
    return Quantity(value * factor, powers, to_latex(tree) + shown, tree, factor)


def _unit(text: str) -> tuple[Fraction, tuple[tuple[str, int], ...], str]:
    factor, powers, at = Fraction(1), dict.fromkeys(_BASES, 0), 0
    while at < len(text.rstrip()):
        part = _FACTOR.match(text, at)
        if not part:
            raise Unreadable(f"I can't read the unit '{text.strip()}' — try m/s^2 or kg.")
        size, bases = _one_unit(part.group(2))
        power = int((part.group(3) or "1").replace("−", "-")) * (-1 if part.group(1) == "/" else 1)
        factor *= size**power
        for base, times in bases.items():
            powers[base] += times * power
        at = part.end()
    shown = rf"\,\mathrm{{{text.strip()}}}" if text.strip() else ""
    return factor, tuple((base, power) for base, power in powers.items() if power), shown


def _one_unit(name: str) -> tuple[Fraction, Mapping[str, int]]:
    if name in _UNITS:
        return _UNITS[name]
    if name[0] in _SIZES and name[1:] in _PREFIXED:
        size, bases = _UNITS[name[1:]]
        return size * _SIZES[name[0]], bases
    raise Unreadable(f"I don't know the unit '{name}' — try m, s, kg or a unit built from them.")
