"""When is a typed value the key? Exactly, or as a decimal that is correctly rounded: never "close enough"."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tutor.errors import Unreadable
from tutor.maths.algebra import Verdict, precise, same
from tutor.maths.evaluate import Undefined, approximate, exact, numeral
from tutor.maths.tree import Negative, Node, Number, Percent, symbols, walk

FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Decimal:
    """A decimal as typed: its exact value, how many places it shows, how many significant digits."""

    value: Fraction
    places: int
    significant: int


def decimal(node: Node, *, whole: bool = False) -> Decimal | None:
    """The node as a typed decimal, with `whole` also as a whole numeral, or None when it is anything else.

    >>> from tutor.maths.parse import read
    >>> decimal(read("-0.330")), decimal(read("1/3"))
    (Decimal(value=Fraction(-33, 100), places=3, significant=3), None)
    """
    if isinstance(node, Negative):
        inner = decimal(node.body, whole=whole)
        return inner and Decimal(-inner.value, inner.places, inner.significant)
    if isinstance(node, Percent):
        inner = decimal(node.body, whole=whole)
        return inner and Decimal(inner.value / 100, inner.places + 2, inner.significant)
    if not isinstance(node, Number) or ("." not in node.text and not whole):
        return None
    digits, _, power = node.text.lower().partition("e")
    places = len(digits.partition(".")[2]) - int(power or 0)
    return Decimal(numeral(node.text), places, len(digits.replace(".", "").lstrip("0")))


def same_value(key: Node, typed: Node, *, decimals: int | None = None, imaginary: bool = True) -> Verdict:
    """Compare two numbers: exactly, or by correct rounding of a typed decimal.

    Rounding counts at `decimals` places when the question asks for that many (half away from zero; further places must be
    right), else from three significant digits on, and never
    for a key that is a whole number or itself a decimal: 0.9999 is not 1. Raises Unreadable where decimals are mixed with
    arithmetic and only nearly right.

    >>> from tutor.maths.parse import read
    >>> [same_value(read("2/3"), read(typed)).value for typed in ("4/6", "0.667", "0.66")]
    ['same', 'same', 'different']
    """
    verdict = same(key, typed, imaginary=imaginary)
    if verdict is not Verdict.DIFFERENT:
        return verdict
    given = None if symbols(key) else decimal(typed, whole=decimals is not None)
    if given is not None:
        return Verdict.SAME if _rounded(key, given, decimals) else Verdict.DIFFERENT
    if any(decimal(part) for part in walk(typed) if isinstance(part, Number)) and _nearly(key, typed):
        raise Unreadable("This is close, but I can't check rounded numbers inside a formula — try exact numbers such as 1/3.")
    return verdict


def _rounded(key: Node, given: Decimal, decimals: int | None) -> bool:
    parts = precise(key, imaginary=True)
    if parts is None or parts[1] != 0:
        return False
    value = exact(key) if "i" not in symbols(key) else None
    value = parts[0] if value is None else value
    gap = abs(value - given.value)
    if decimals is not None:
        if given.value == half_up(value, decimals):
            return True
        return given.places > decimals and gap < Fraction(1) / Fraction(10) ** given.places
    whole = exact(key)
    if (whole is not None and whole.denominator == 1) or decimal(key) is not None:
        return False
    return given.significant >= FEWEST_DIGITS and gap <= Fraction(1, 2) / Fraction(10) ** given.places


def rounds_to(value: Fraction, typed: Node, *, short: bool) -> bool:
    """Whether a typed number is this value, or a decimal of at least three digits that it is correctly rounded to.

    `short` says that the value was given as a decimal: it is not rounded where it ends, no more than a whole number ever is.

    >>> from tutor.maths.parse import read
    >>> [rounds_to(Fraction(250, 9), read(one), short=True) for one in ("27.8", "28", "27.7")]
    [True, False, False]
    """
    given = decimal(typed)
    if given is None:
        return exact(typed) == value
    if given.value == value:
        return True
    if value.denominator == 1 or (short and _ends(value)) or given.significant < FEWEST_DIGITS:
        return False
    return abs(value - given.value) <= Fraction(1, 2) / Fraction(10) ** given.places


def _ends(value: Fraction) -> bool:
    """Whether a value can be written as a decimal that ends."""
    below = value.denominator
    for prime in (2, 5):
        while below % prime == 0:
            below //= prime
    return below == 1


def half_up(value: Fraction, places: int) -> Fraction:
    """A value rounded to so many places, half away from zero, as schools round.

    >>> half_up(Fraction("2.345"), 2), half_up(Fraction(-1, 8), 2)
    (Fraction(47, 20), Fraction(-13, 100))
    """
    scale = 10**places
    size = Fraction(int(abs(value) * scale + Fraction(1, 2)), scale)
    return -size if value < 0 else size


def _nearly(key: Node, typed: Node) -> bool:
    """Within half a percent at one point: what rounding inside a formula does."""
    point = {name: 1.3 + 0.21 * i for i, name in enumerate(sorted(symbols(key) | symbols(typed)))}
    try:
        left, right = (approximate(node, point, imaginary=True) for node in (key, typed))
    except Undefined:
        return False
    return abs(left - right) <= 0.005 * max(abs(left), abs(right))
