r"""The frames of a plain sentence, read back: what begins with "the", from "the sum of" to "the integral of"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from tutor.maths.sentence.back_units import Found, Listed, Units, listing
from tutor.maths.sentence.same import MINUS_ONE, Meaning

_NUMBERS = {"2": "second", "3": "third", "4": "fourth"}
_ORDERS = {word: ("number", digit) for digit, word in _NUMBERS.items()}
_SETS = {"real numbers": "R", "natural numbers": "N", "integers": "Z", "rational numbers": "Q", "complex numbers": "C"}
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
# What a function is called in a sentence, and as what it is read.
_FUNCTIONS: Mapping[str, Meaning] = {
    "logarithm": ("function", "log"),
    "natural logarithm": ("function", "natural log"),
    "exponential": ("function", "exponential"),
    "sine": ("function", "sine"),
    "cosine": ("function", "cosine"),
    "tangent": ("function", "tangent"),
    "arcsine": ("function", "arc sine"),
    "arccosine": ("function", "arc cosine"),
    "arctangent": ("function", "arc tangent"),
    "hyperbolic tangent": ("function", "hyperbolic tangent"),
    "sign": ("function", "sign"),
    "trace": ("function", "trace"),
    "rank": ("function", "rank"),
    "dimension": ("function", "dimension"),
    "kernel": ("function", "kernel"),
    "diagonal matrix": ("function", "diagonal matrix"),
    "largest": ("function", "maximum"),
    "smallest": ("function", "minimum"),
    "softmax": ("word", "softmax"),
    "sigmoid": ("word", "sigmoid"),
    "variance": ("function", "variance"),
    "covariance": ("function", "covariance"),
    "correlation": ("function", "correlation"),
    "expected value": ("expected value", None),
}
_BARS = {
    "length": "norm",
    "norm": "norm",
    "absolute value": "absolute value",
    "determinant": "determinant",
    "number of elements": "size",
}


class Frames(Units):
    """Everything that "the" opens."""

    def the(self, at: int) -> list[Found]:
        word = "power" if _ORDINAL.fullmatch(self.token(at)) else self.token(at)
        return [found for read in self.openers().get(word, ()) for found in read(at)] + self.function(at)

    def openers(self) -> Mapping[str, tuple[Callable[[int], list[Found]], ...]]:
        """By the word behind "the": what it may open."""
        if not self.opens:
            self.opens = _by_first_word(self)
        return self.opens

    # -- one inside ----------------------------------------------------------------------------------------------------
    def simple(self, at: int) -> list[Found]:
        """the square of x, the transpose of x, the length of x."""
        found: list[Found] = []
        for words, make in _SIMPLE.items():
            if after := self.eat(f"{words} of", at) or (words == "change" and self.eat("change in", at)):
                found += [(make(body), end) for body, end in self.whole(after)]
        return found

    def function(self, at: int) -> list[Found]:
        """the logarithm of x, the covariance of x and y."""
        for words, head in _FUNCTIONS.items():
            if after := self.eat(f"{words} of", at):
                return [(("apply", head, inside), end) for inside, end in self.arguments(after)]
        return []

    def listed(self, at: int) -> list[Found]:
        """What is of several: the product of a, b and c."""
        found: list[Found] = []
        for words, make in _ROWS.items():
            if after := self.eat(words, at):
                found += [(made, end) for parts, end in self.several(after) if (made := make(parts))]
        return found

    def set_of(self, at: int) -> list[Found]:
        return [
            (("letter", letter, "blackboard"), after) for words, letter in _SETS.items() if (after := self.eat(words, at))
        ] + ([(("letter", "the empty set", ""), after)] if (after := self.eat("empty set", at)) else [])

    # -- two insides ---------------------------------------------------------------------------------------------------
    def joined(self, first: str, at: int, joint: str) -> list[tuple[Meaning, Meaning, int]]:
        """Two insides with words before and between them."""
        after = self.eat(first, at)
        found = self.whole(after) if after else []
        return [(one, other, end) for one, middle in found if (on := self.eat(joint, middle)) for other, end in self.whole(on)]

    def pairs(self, at: int) -> list[Found]:
        found: list[Found] = [(("Fraction", top, bottom), end) for top, bottom, end in self.joined("ratio of", at, "to")]
        found += [(("Power", base, power), end) for power, base, end in self.joined("power with exponent", at, "of")]
        if (count := _ORDINAL.fullmatch(self.token(at))) and (after := self.eat("power of", at + 1)):
            found += [(("Power", base, ("number", count[1])), end) for base, end in self.whole(after)]
        found += [(("Choose", top, low), end) for low, top, end in self.joined("number of ways to choose", at, "out of")]
        return found

    def dotted(self, at: int) -> list[Found]:
        after = self.eat("dot product of", at)
        found = self.whole(after) if after else []
        same = [(("dotted", one, one), place) for one, end in found if (place := self.eat("with itself", end))]
        pairs = self.several(after) if after else []
        return same + [(("dotted", *parts), end) for parts, end in pairs if len(parts) == 2]

    def interval(self, at: int) -> list[Found]:
        found: list[Found] = []
        for words, shape in (("closed interval from", "[]"), ("open interval from", "()")):
            found += [(_between(shape, low, high), end) for low, high, end in self.joined(words, at, "to")]
        for first, opening in (("included", "["), ("excluded", "(")):
            for low, high, end in self.joined("interval from", at, f"{first} to"):
                for last, closing in (("included", "]"), ("excluded", ")")):
                    if place := self.eat(last, end):
                        found.append((_between(opening + closing, low, high), place))
        return found

    def matrix(self, at: int) -> list[Found]:
        after = self.eat("matrix with rows (", at) or self.eat("row (", at)
        return [(("grid", 0, rows), end) for rows, end in self.grid(after)] if after else []

    def grid(self, at: int) -> list[tuple[tuple[tuple[Meaning, ...], ...], int]]:
        last = [((row,), end) for row, end in self.between(at, ",", ")")]
        more = [((row, *rest), end) for row, after in self.between(at, ",", ";") for rest, end in self.grid(after)]
        return last + more

    # -- chance ----------------------------------------------------------------------------------------------------------
    def probability(self, at: int) -> list[Found]:
        found: list[Found] = []
        if after := self.eat("probability of", at):
            for event, end in self.event(after):
                found.append((("apply", ("probability",), event), end))
                if self.token(end) == "given":
                    for given, place in self.event(end + 1):
                        found.append((("apply", ("probability",), ("Given", "mid", event, given)), place))
        after = self.eat("probability that", at)
        for left, middle in self.whole(after) if after else []:
            for words, sign in _COMPARED.items():
                if place := self.eat(words, middle):
                    chains = [(("Chain", (("sign", sign),), (left, right)), end) for right, end in self.whole(place)]
                    found += [(("apply", ("probability",), chain), end) for chain, end in chains]
        return found

    def event(self, at: int) -> list[Found]:
        """A; A and B; A or B."""
        both = [(("both", parts), end) for parts, end in self.joint("and", at)]
        return self.whole(at) + both + [(("either", parts), end) for parts, end in self.joint("or", at)]

    def joint(self, word: str, at: int) -> list[Listed]:
        """Two or more, with the same word between them."""
        return self.row(word, at, lambda place: self._joint(word, place))

    def _joint(self, word: str, at: int) -> list[Listed]:
        found: list[Listed] = []
        for first, end in self.whole(at):
            if self.token(end) == word:
                found += [((first, last), after) for last, after in self.whole(end + 1)]
                found += [((first, *rest), after) for rest, after in self.joint(word, end + 1)]
        return found

    # -- calculus --------------------------------------------------------------------------------------------------------
    def derivative(self, at: int) -> list[Found]:
        order = _ORDERS.get(self.token(at))
        at += order is not None
        found: list[Found] = []
        for words, letter in (("derivative of", "d"), ("partial derivative of", "partial")):
            for body, variable, end in self.joined(words, at, "with respect to"):
                raised = ("Power", variable, order) if order else variable
                found.append((("derivative", letter, order, body, (raised,)), end))
        after = self.eat("derivative of", at)
        for base, end in self.named(after) if after else []:
            if base[0] not in ("number", "word"):
                found.append((("Prime", base, int(order[1]) if order else 1), end))
        return found

    def gradient(self, at: int) -> list[Found]:
        after = self.eat("gradient of", at)
        found = self.whole(after) if after else []
        plain: list[Found] = [(("gradient", None, body), end) for body, end in found]
        by = self.joined("gradient of", at, "with respect to")
        return plain + [(("gradient", variable, body), end) for body, variable, end in by]

    def integral(self, at: int) -> list[Found]:
        found: list[Found] = []
        for body, variable, end in self.joined("integral of", at, "with respect to"):
            found.append((("big", "integral", None, None, body, (variable,)), end))
            for low, high, place in self.joined("from", end, "to"):
                found.append((("big", "integral", low, high, body, (variable,)), place))
        return found

    def limit(self, at: int) -> list[Found]:
        found: list[Found] = []
        for body, moving, end in self.joined("limit of", at, "as"):
            if after := self.eat("goes to", end):
                for goal, place in self.whole(after):
                    towards = ("Chain", (("sign", "goes to"),), (moving, goal))
                    found.append((("big", "limit", towards, None, body, ()), place))
        return found

    # -- sums and best values ----------------------------------------------------------------------------------------------
    def big(self, at: int) -> list[Found]:
        """the sum, for i from 1 to n, of ...; the largest value, over all x, of ..."""
        found: list[Found] = []
        for words, name in (("sum", "sum"), ("product", "product")):
            if after := self.eat(f"{words} ,", at):
                for lower, upper, place in self.range(after):
                    found += [(("big", name, lower, upper, body, ()), end) for body, end in self.whole(place)]
        for words, name in (("largest", "maximum"), ("smallest", "minimum")):
            if after := self.eat(f"{words} value , over all", at):
                for lower, end in self.whole(after):
                    if place := self.eat(", of", end):
                        found += [(("big", name, lower, None, body, ()), end) for body, end in self.whole(place)]
        return found

    def range(self, at: int) -> list[tuple[Meaning | None, Meaning | None, int]]:
        """The letter that a sum runs over, and from where to where, up to the "of"."""
        found: list[tuple[Meaning | None, Meaning | None, int]] = []
        if after := self.eat("over all terms , of", at):
            found.append((None, None, after))
        if after := self.eat("over all", at):
            for letter, end in self.unit(after):
                found += [(letter, None, place)] if (place := self.eat(", of", end)) else []
                if self.token(end) == "in":
                    for inside, last in self.whole(end + 1):
                        member = ("Chain", (("sign", "is in"),), (letter, inside))
                        found += [(member, None, place)] if (place := self.eat(", of", last)) else []
        if after := self.eat("for", at):
            for letter, end in self.unit(after):
                for low, high, last in self.joined("from", end, "to"):
                    first = ("Chain", (("sign", "equals"),), (letter, low))
                    found += [(first, high, place)] if (place := self.eat(", of", last)) else []
        return found

    def best(self, at: int) -> list[Found]:
        """the value of x that makes ... as large as possible"""
        found: list[Found] = []
        for lower, body, end in self.joined("value of", at, "that makes"):
            for wish, name in (("large", "maximum"), ("small", "minimum")):
                if place := self.eat(f"as {wish} as possible", end):
                    found.append((("big", f"argument of the {name}", lower, None, body, ()), place))
        return found

    def and_so_on(self, at: int) -> list[Found]:
        """the sum of a, b and so on up to z"""
        after = self.eat("sum of", at)
        found: list[Found] = []
        for parts, end in self.before_so_on(after) if after else []:
            for last, place in self.whole(end):
                terms = (*parts, ("letter", "dot dot dot", ""), last)
                found.append((("sum", ("plus",) * (len(terms) - 1), terms), place))
        return found

    def before_so_on(self, at: int) -> list[Listed]:
        return self.row("before so on", at, self._before_so_on)

    def _before_so_on(self, at: int) -> list[Listed]:
        found: list[Listed] = []
        for part, end in self.whole(at):
            if after := self.eat("and so on up to", end):
                found.append(((part,), after))
            elif self.token(end) == ",":
                found += [((part, *rest), place) for rest, place in self.before_so_on(end + 1)]
        return found


def _by_first_word(reader: Frames) -> Mapping[str, tuple[Callable[[int], list[Found]], ...]]:
    opens: dict[str, tuple[Callable[[int], list[Found]], ...]] = {}
    for words, read in (
        *((words, reader.simple) for words in _SIMPLE),
        *((words, reader.listed) for words in _ROWS),
        *((words, reader.set_of) for words in (*_SETS, "empty")),
        *((words, reader.pairs) for words in ("ratio", "power", "number")),
        *((words, reader.derivative) for words in ("derivative", "partial", *_ORDERS)),
        *((words, reader.big) for words in ("sum", "product", "largest", "smallest")),
        ("sum", reader.and_so_on),
        ("dot", reader.dotted),
        *((words, reader.interval) for words in ("closed", "open", "interval")),
        ("matrix", reader.matrix),
        ("probability", reader.probability),
        ("gradient", reader.gradient),
        ("integral", reader.integral),
        ("limit", reader.limit),
        ("value", reader.best),
    ):
        first = words.split()[0]
        before = opens.get(first, ())
        if read not in before:
            opens[first] = (*before, read)
    return opens


def _between(shape: str, low: Meaning, high: Meaning) -> Meaning:
    return ("fence", "interval", shape, ("list", (",",), (low, high)))


def _bars(role: str) -> Callable[[Meaning], Meaning]:
    return lambda body: ("fence", role, "", body)


def _total(sign: str) -> Callable[[tuple[Meaning, ...]], Meaning]:
    return lambda parts: ("sum", (sign,) * (len(parts) - 1), parts)


def _difference(parts: tuple[Meaning, ...]) -> Meaning | None:
    return ("sum", ("minus",), parts) if len(parts) == 2 else None


_SIMPLE: Mapping[str, Callable[[Meaning], Meaning]] = {
    "square": lambda body: ("Power", body, ("number", "2")),
    "cube": lambda body: ("Power", body, ("number", "3")),
    "inverse": lambda body: ("Power", body, MINUS_ONE),
    "negative": lambda body: ("prefix", "minus", body),
    "transpose": lambda body: ("transpose", body),
    "square root": lambda body: ("Root", body, None),
    "factorial": lambda body: ("Suffix", body, "!"),
    "average": lambda body: ("accent", "bar", body),
    "change": lambda body: ("product", ("",), (("letter", "capital delta", ""), body)),
    **{words: _bars(role) for words, role in _BARS.items()},
}
_ROWS: Mapping[str, Callable[[tuple[Meaning, ...]], Meaning | None]] = {
    "sum of": _total("plus"),
    "union of": _total("union"),
    "intersection of": _total("intersect"),
    "difference between": _difference,
    "product of": lambda parts: ("product", ("",) * (len(parts) - 1), parts),
    "entry-by-entry product of": lambda parts: ("product", ("elementwise times",), parts) if len(parts) == 2 else None,
    "set of": lambda parts: ("fence", "set", "", listing(parts)),
    "inner product of": lambda parts: ("fence", "inner product", "", listing(parts)),
}
_COMPARED = {
    "equals": "equals",
    "is less than": "is less than",
    "is greater than": "is greater than",
    "is at most": "is less than or equal to",
    "is at least": "is greater than or equal to",
}
