"""The value of a formula of given matrices, one operation at a time, as A^5, A^T A, A^{-1} B; and what is asked of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import tutor.maths.steps.check as check
import tutor.maths.steps.matrix_formula as form
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.check import Rows
from tutor.maths.steps.elimination import reduce
from tutor.maths.steps.matrix_formula import Formula
from tutor.maths.steps.solution import Check, Ledger, Part, Solution

Table = list[list[Fraction]]
Worker = Callable[[Ledger, Table], Solution]
LARGEST = 10**9


def evaluate(ledger: Ledger, f: Formula, known: Mapping[str, Table]) -> Table:
    """The value of the formula, every operation a checked step; raises Unreadable where sizes do not fit."""
    value = _value(ledger, f, known)
    if any(max(abs(x.numerator), x.denominator) > LARGEST for row in value for x in row):
        raise Unreadable("The numbers here grow too large to show — try smaller ones or a lower power.")
    return value


def conclude(ledger: Ledger, f: Formula, known: Mapping[str, Table]) -> Solution:
    """The value as the answer, tried a second way: carried through the formula vector by vector."""
    value = evaluate(ledger, f, known)
    answer = write.matrix(value)
    how = _by_vectors(f, known, check.matrix_back(answer))
    return ledger.conclude("matrix", answer, f"{form.write(f, tex=True)} = {write.matrix_tex(value)}", how)


def asked_of(ledger: Ledger, f: Formula, known: Mapping[str, Table], worker: Worker) -> Solution:
    """What is asked of the value of a formula; from there on the value is called M."""
    value = evaluate(ledger, f, known)
    carried = _by_vectors(f, known, check.matrix_back(write.matrix(value)))
    says = "Call this matrix $M$ and go on with it."
    ledger.step(says, f"M = {form.write(f, tex=True)} = {write.matrix_tex(value)}", Check(carried.holds, carried.how[14:]))
    return worker(Renamed(ledger.problem, ledger.topic, whole=ledger), value)


def write_down(ledger: Ledger, known: Mapping[str, Table], names: list[str]) -> None:
    """All matrices that were given, under the names they go by from here on."""
    shown = r",\quad ".join(f"{name} = {write.matrix_tex(known[name])}" for name in names)
    again = all(check.matrix_back(write.matrix(known[name])) == known[name] for name in names)
    ledger.step("Write down what is given.", shown, Check(again, "read back entry by entry"))


def _value(ledger: Ledger, f: Formula, known: Mapping[str, Table]) -> Table:
    match f.kind:
        case "letter":
            return known[f.name]
        case "turn":
            inner = _value(ledger, f.parts[0], known)
            found = [list(column) for column in zip(*inner, strict=True)]
            back = check.equal(check.turned(found), inner, "turned again, it is the matrix it was made of")
            return _note(ledger, "Write rows as columns.", f, found, back)
        case "power":
            return _power(ledger, f, known)
        case "product":
            return _product(ledger, f, known)
        case "sum":
            parts = [_value(ledger, part, known) for part in f.parts]
            if len({(len(p), len(p[0])) for p in parts}) > 1:
                raise Unreadable("Only matrices of equal sizes can be added — check them.")
            found = [[sum(entries, Fraction(0)) for entries in zip(*rows, strict=True)] for rows in zip(*parts, strict=True)]
            left = [
                [x - sum(rest, Fraction(0)) for x, *rest in zip(*rows, strict=True)]
                for rows in zip(found, *parts[1:], strict=True)
            ]
            return _note(
                ledger, "Add entry by entry.", f, found, check.equal(left, parts[0], "taken away again, it leaves the first one")
            )
    raise Unreadable(f"I can't work out '{form.write(f)[:30]}' with these matrices — try A^T A for A = [[1, 2], [3, 4]].")


def _note(ledger: Ledger, says: str, f: Formula, found: Table, *checks: Check) -> Table:
    ledger.step(says, f"{form.write(f, tex=True)} = {write.matrix_tex(found)}", *checks)
    return found


def _product(ledger: Ledger, f: Formula, known: Mapping[str, Table]) -> Table:
    factor, rest = form.split(f)
    parts = rest.parts if rest.kind == "product" else (rest,)
    found = _value(ledger, parts[0], known)
    for k, part in enumerate(parts[1:], 2):
        found = _times(ledger, form.product(*parts[:k]), found, _value(ledger, part, known))
    if factor == 1:
        return found
    scaled = [[factor * x for x in row] for row in found]
    back = check.equal([[x / factor for x in row] for row in scaled], found, "divided by the number again, it is the old one")
    return _note(ledger, f"Multiply every entry by ${write.tex(factor)}$.", f, scaled, back)


def _times(ledger: Ledger, f: Formula, a: Table, b: Table) -> Table:
    if len(a[0]) != len(b):
        raise Unreadable(
            f"A {len(a)} by {len(a[0])} and a {len(b)} by {len(b[0])} matrix do not fit in this order: their inner sizes differ."
        )
    found = [[sum((x * y for x, y in zip(row, column)), Fraction(0)) for column in zip(*b)] for row in a]
    mixed = [[sum((w * row[j] for w, row in zip(weights, b)), Fraction(0)) for j in range(len(b[0]))] for weights in a]
    first = write.products(a[0], [row[0] for row in b])
    says = f"Multiply row by column; the first entry is ${first} = {write.tex(found[0][0])}$."
    return _note(
        ledger, says, f, found, check.equal(found, mixed, "each row again, as a mixture of the rows of the second factor")
    )


def _power(ledger: Ledger, f: Formula, known: Mapping[str, Table]) -> Table:
    base = _value(ledger, f.parts[0], known)
    size, power = len(base), int(f.value)
    if size != len(base[0]):
        raise Unreadable(f"Only a square matrix has powers, and this one is {size} by {len(base[0])} — check it.")
    if power > 0:
        found = base
        for k in range(2, power + 1):
            found = _times(ledger, Formula("power", f.parts, value=Fraction(k)), found, base)
        return found
    joined = [[*row, *unit] for row, unit in zip(base, check.unit(size))]
    reduced = reduce(ledger, joined, bar=size, wide=size)
    if len(reduced.pivots) < size:
        raise Unreadable("This matrix is singular: it has no inverse to work with — check it.")
    found = [row[size:] for row in reduced.rows]
    good = check.product(base, found) == check.product(found, base) == check.unit(size)
    says = "The unit matrix stood on the right; what stands there now is the inverse."
    return _note(ledger, says, f, found, Check(good, "multiplied with the matrix, on both sides, it gives the unit matrix"))


def _by_vectors(f: Formula, known: Mapping[str, Table], value: Rows) -> Check:
    """Every vector of a basis, and one more, carried through the formula from right to left, lands where the value puts it."""
    wide = len(value[0])
    tries = [[Fraction(int(i == j)) for i in range(wide)] for j in range(wide)] + [[Fraction(2 * i - 3) for i in range(wide)]]
    good = all(_carry(f, known, v) == check.image(value, v) for v in tries)
    return Check(
        good, "second route: vectors carried through the formula from right to left land where the typed answer puts them"
    )


def _carry(f: Formula, known: Mapping[str, Table], v: list[Fraction]) -> list[Fraction]:
    match f.kind:
        case "letter":
            return check.image(known[f.name], v)
        case "turn":
            return check.image(check.turned(known[f.parts[0].name]), v)
        case "sum":
            carried = [_carry(part, known, v) for part in f.parts]
            return [sum(entries, Fraction(0)) for entries in zip(*carried, strict=True)]
        case "product":
            for part in reversed(f.parts):
                v = [part.value * x for x in v] if part.kind == "number" else _carry(part, known, v)
            return v
    if f.value > 0:
        for _ in range(int(f.value)):
            v = _carry(f.parts[0], known, v)
        return v
    rows = [_carry(f.parts[0], known, [Fraction(int(i == j)) for i in range(len(v))]) for j in range(len(v))]
    below = check.determinant(rows)  # of the columns: the same number
    return [
        check.determinant([v if i == j else row for j, row in enumerate(rows)]) / below for i in range(len(v))
    ]  # Cramer's rule


@dataclass(slots=True)
class Renamed(Ledger):
    """A ledger in which the matrix that others call A is called M, because A is another one here."""

    whole: Ledger = field(default_factory=lambda: Ledger("", ""))

    def step(self, says: str, latex: str, *checks: Check) -> None:
        """Pass the step on with its new name."""
        told = [Check(c.holds, _inside(c.how)) for c in checks]
        self.whole.step(_inside(says), _renamed(latex), *told)

    def close(self, kind: str, answer: str, latex: str, parts: Iterable[Part] = ()) -> Solution:
        """Close the whole ledger."""
        return self.whole.close(kind, answer, _renamed(latex), parts)


def _renamed(latex: str) -> str:
    return re.sub(r"(?<![A-Za-z\\])A(?=v\b|x\b|A|[^A-Za-z]|$)", "M", latex)


def _inside(text: str) -> str:
    return re.sub(r"\$([^$]*)\$", lambda m: f"${_renamed(m[1])}$", text)
