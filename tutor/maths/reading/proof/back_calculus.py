"""Chance, calculus, named functions and matrices read back."""

from __future__ import annotations

from tutor.maths.reading import words
from tutor.maths.reading.proof.back_frames import Brackets, Found, Meaning

_NAMES = sorted(set(words.NAMED.values()), key=lambda n: -len(n.split()))
_BIG = sorted(set(words.BIG.values()), key=lambda w: -len(w.split()))
_NUMBERS = {"second": ("number", "2"), "third": ("number", "3")}


class Frames(Brackets):
    """Everything with an audible inside; the rules for rows come from the class below."""

    # -- chance and calculus -----------------------------------------------------------------------------------------
    def probability(self, at: int) -> Found | None:
        if after := self.eat("expected value", at):
            over: Meaning | None = None
            if place := self.eat("over", after) or self.eat("sub", after):
                index = self.until(self.whole_without_of, place, "of")
                if not index:
                    return None
                over, after = index[0], index[1] - 1
            place = self.eat("of", after)
            body = self.closed(place, "expected value") if place else None
            return (("apply", ("expected value", over), body[0]), body[1]) if body else None
        if after := self.eat("probability that", at):
            body = self.until(self.whole, after, "end probability")
            return (("apply", ("probability",), body[0]), body[1]) if body else None
        after = self.eat("probability of", at)
        if not after:
            return None
        if body := self.until(self.whole, after, "end probability"):
            return ("apply", ("probability",), body[0]), body[1]
        first = self.leaf(after)
        if first and (place := self.eat("given", first[1])) and (second := self.leaf(place)):
            return ("apply", ("probability",), ("Given", "mid", first[0], second[0])), second[1]
        return (("apply", ("probability",), first[0]), first[1]) if first else None

    def whole_without_of(self, at: int) -> Found | None:
        """A bound: the words up to the "of" that ends it, read on their own."""
        if found := self.until(self.membership, at, "end condition"):
            return found
        depth, end = 0, at
        while end < len(self.tokens):
            if self.tokens[end] == "of" and depth == 0 and (found := self.alone(at, end)):
                return found, end
            end += 1
        return None

    def alone(self, start: int, end: int) -> Meaning | None:
        inner = type(self)(self.tokens[start:end])
        found = inner.membership(0)
        return found[0] if found and found[1] == end - start else None

    def membership(self, at: int) -> Found | None:
        left = self.sum(at)
        if left and (after := self.eat("in", left[1])) and (right := self.sum(after)):
            return ("Chain", (("sign", "is in"),), (left[0], right[0])), right[1]
        return self.whole(at)

    def calculus(self, at: int) -> Found | None:
        if after := self.eat("gradient of", at):
            body = self.unit(after)
            if body and (place := self.eat("with respect to", body[1])) and (variable := self.unit(place)):
                return ("gradient", variable[0], body[0]), variable[1]
            return (("gradient", None, body[0]), body[1]) if body else None
        order: Meaning | None = None
        if at < len(self.tokens) and self.tokens[at] in _NUMBERS:
            order, at = _NUMBERS[self.tokens[at]], at + 1
        letter = "partial" if self.at("partial derivative", at) else "d"
        after = self.eat("partial derivative", at) or self.eat("derivative", at)
        if not after:
            return None
        of: Found | None = None
        if place := self.eat("operator", after):
            after = place
        elif place := self.eat("of", after):
            of = self.term(place)
            after = of[1] if of else 0
        place = self.eat("with respect to", after) if after else 0
        return self.variables(letter, order, of, place) if place else None

    def variables(self, letter: str, order: Meaning | None, body: Found | None, at: int) -> Found | None:
        found: list[Meaning] = []
        while variable := self.unit(at):
            node, at = variable
            if after := self.eat("twice", at):
                node, at = ("Power", node, ("number", "2")), after
            found.append(node)
            after = self.eat("and", at)
            if not after:
                break
            at = after
        if order and len(found) == 1 and found[0][0] != "Power":
            found = [("Power", found[0], order)]
        return (("derivative", letter, order, body and body[0], tuple(found)), at) if found else None

    def unit(self, at: int) -> Found | None:
        """A short name, an application, or a quantity."""
        first = self.leaf(at)
        if first and (after := self.eat("of", first[1])) and (arguments := self.arguments(after)):
            return ("apply", first[0], arguments[0]), arguments[1]
        return first or self.atom(at)

    def arguments(self, at: int) -> Found | None:
        raise NotImplementedError

    def big(self, at: int) -> Found | None:
        if self.at("value", at):
            return self.optimum(at + 1)
        for name in _BIG:
            if (after := self.eat(name, at)) and (found := self.bounded(name, after)):
                return found
        return None

    def bounded(self, name: str, at: int) -> Found | None:
        lower: Meaning | None = None
        upper: Meaning | None = None
        if after := self.eat("from", at):
            low = self.until(self.chain, after, "to")
            high = (self.until(self.whole, low[1], "end bound") or self.whole_without_of(low[1])) if low else None
            if not low or not high:
                return None
            lower, upper, at = low[0], high[0], high[1]
        elif after := self.eat("over", at):
            low = self.whole_without_of(after)
            if not low:
                return None
            lower, at = low
        elif (after := self.eat("as", at)) and (left := self.until(self.sum, after, "approaches")):
            right = self.whole_without_of(left[1])
            if not right:
                return None
            lower, at = ("Chain", (("sign", "goes to"),), (left[0], right[0])), right[1]
        if lower is None and upper is None and (after := self.eat("superscript", at)):
            high = self.whole_without_of(after)
            if not high:
                return None
            upper, at = high
        if not self.at("of", at) and not name.endswith("integral"):
            return ("big", name, lower, upper, ("empty",), ()), at
        return self.bodied(name, lower, upper, self.eat("of", at))

    def bodied(self, name: str, lower: Meaning | None, upper: Meaning | None, at: int) -> Found | None:
        reaching = name in ("limit", "maximum", "minimum", "supremum", "infimum", "limit superior", "limit inferior")
        if not at or (reaching and lower is None):
            return None
        integral = name.endswith("integral")
        body = self.sum(at) if integral or reaching else self.product(at)
        if not body:
            return None
        if not integral:
            return ("big", name, lower, upper, body[0], ()), self.eat(f"end {name}", body[1]) or body[1]
        place = self.eat("with respect to", body[1])
        variable = self.unit(place) if place else None
        if variable:
            return ("big", name, lower, upper, body[0], (variable[0],)), variable[1]
        place = self.eat(f"end {name}", body[1])
        return (("big", name, lower, upper, body[0], ()), place) if place else None

    def optimum(self, at: int) -> Found | None:
        lower: Meaning | None = None
        if (after := self.eat("of", at)) and (found := self.until(self.membership, after, "that")):
            lower, at = found[0], found[1] - 1
        elif (after := self.eat("over", at)) and (found := self.until(self.whole, after, "end condition")):
            lower, at = found
        for verb, name in (("maximizes", "argument of the maximum"), ("minimizes", "argument of the minimum")):
            if (after := self.eat(f"that {verb}", at)) and (body := self.sum(after)):
                return ("big", name, lower, None, body[0], ()), body[1]
        return None

    def named(self, at: int) -> Found | None:
        inverse = self.eat("inverse", at)
        for name in _NAMES:
            after = self.eat(name, inverse or at)
            if not after:
                continue
            head: Meaning = ("function", name)
            for word in ("base", "sub"):
                if (place := self.eat(word, after)) and (index := self.until(self.listing, place, "end sub") or self.name(place)):
                    head, after = ("Sub", head, index[0]), index[1]
            if inverse:
                head = ("Power", head, ("prefix", "minus", ("number", "1")))
            for word, exponent in (("squared", "2"), ("cubed", "3")):
                if place := self.eat(word, after):
                    head, after = ("Power", head, ("number", exponent)), place
            place = self.eat("of", after)
            return self.named_argument(head, name, place) if place else None
        return None

    def named_argument(self, head: Meaning, name: str, at: int) -> Found | None:
        if body := self.until(self.whole, at, f"end {name}"):
            return ("apply", head, body[0]), body[1]
        first = self.leaf(at)
        if first and (after := self.eat("and", first[1])) and (second := self.leaf(after)):
            return ("apply", head, ("list", (",",), (first[0], second[0]))), self.eat(f"end {name}", second[1]) or second[1]
        return (("apply", head, first[0]), first[1]) if first else None

    # -- grids -------------------------------------------------------------------------------------------------------
    def grids(self, at: int) -> Found | None:
        return self.vector(at) or self.matrix(at) or self.system(at)

    def vector(self, at: int) -> Found | None:
        for shape in ("column vector", "row vector"):
            if not (named := self.eat(shape, at)):
                continue
            marks, after = self.lines_through(named)
            if (after := self.eat("with entries", after)) and (found := self.cells(after, (",",), "end vector")):
                entries = found[0][0]
                rows = tuple((c,) for c in entries) if shape == "column vector" else (tuple(entries),)
                return ("grid", marks, rows), found[1]
        for shape in ("column", "row"):
            if (after := self.eat(f"{shape} with parts", at)) and (found := self.cells(after, (",",), f"end {shape}")):
                entries = found[0][0]
                return ("grid", 0, tuple((c,) for c in entries) if shape == "column" else (tuple(entries),)), found[1]
        return None

    def matrix(self, at: int) -> Found | None:
        sized = at + 4 < len(self.tokens) and self.tokens[at + 1] == "by"
        at = at if sized else at - 3  # "the matrix with rows": one with dots has no size
        if not 0 <= at + 3 < len(self.tokens) - 1 or self.tokens[at + 3] not in ("matrix", "array"):
            return None
        marks, after = self.lines_through(at + 4)
        place = self.eat("with rows", after) or self.eat("with entry", after)
        found = self.cells(place, (",", ";"), f"end {self.tokens[at + 3]}") if place else None
        return (("grid", marks, tuple(tuple(row) for row in found[0])), found[1]) if found else None

    def lines_through(self, after: int) -> tuple[object, int]:
        """The column before a bar and the row above a line that are drawn through a matrix, and where the words of them end."""
        bar = rule = 0
        if place := self.eat("with a bar after column", after):
            bar, after = int(self.tokens[place]), place + 1
        if place := self.eat("and a line below row" if bar else "with a line below row", after):
            rule, after = int(self.tokens[place]), place + 1
        return ((bar, rule) if rule else bar), after

    def system(self, at: int) -> Found | None:
        if after := self.eat("cases", at):
            return self.cases(after)
        after = self.eat("system", at)
        found = self.cells(after, (";",), "end system") if after else None
        return (("Cases", tuple((row[0],) for row in found[0])), found[1]) if found else None

    def cases(self, at: int) -> Found | None:
        rows: list[Meaning] = []
        while value := self.chain(at):
            row: Meaning = (value[0],)
            at = value[1]
            if (after := self.eat("when", at)) and (condition := self.listing(after)):
                row, at = (value[0], condition[0]), condition[1]
            rows.append(row)
            if after := self.eat("end cases", at):
                return ("Cases", tuple(rows)), after
            if not self.at(";", at):
                return None
            at += 1
        return None

    def cells(self, at: int, separators: tuple[str, ...], ending: str) -> tuple[list[list[Meaning]], int] | None:
        """Rows of cells up to the closing words; entries are separated by commas, rows by semicolons."""
        rows: list[list[Meaning]] = [[]]
        while True:
            found = (("empty",), at + 1) if self.at("blank", at) else self.chain(at)
            if not found:
                return None
            if separators == (";",) and rows[-1]:
                rows.append([])
            rows[-1].append(found[0])
            at = found[1]
            if after := self.eat(ending, at):
                return rows, after
            if at >= len(self.tokens) or self.tokens[at] not in separators:
                return None
            if self.tokens[at] == ";" and separators != (";",):
                rows.append([])
            at += 1
