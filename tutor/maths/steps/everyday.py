"""What learners ask on the way: a median, the value of a formula, a sum of matrices, a cosine, an error between two lists."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.evaluate import approximate, exact
from tutor.maths.parse import read
from tutor.maths.steps.check import TINY, Rows
from tutor.maths.steps.geometry import Vector, digits, same_length, tidy
from tutor.maths.steps.rules import expression, rational
from tutor.maths.steps.solution import Check, Ledger, Solution
from tutor.maths.tree import Node
from tutor.maths.typeset import to_latex

Values = Sequence[Fraction]


# -- lists of numbers --------------------------------------------------------------------------------------------------------
def median(ledger: Ledger, data: Values) -> Solution:
    """The number in the middle, or half-way between the two in the middle."""
    ordered = sorted(data)
    n, half = len(ordered), len(ordered) // 2
    ledger.step(
        "Put the numbers in order.",
        ",\\; ".join(map(write.tex, ordered)),
        Check(Counter(ordered) == Counter(data), "the same numbers, each as often as before"),
        Check(all(a <= b for a, b in itertools.pairwise(ordered)), "none is larger than the next"),
    )
    value = ordered[half] if n % 2 else (ordered[half - 1] + ordered[half]) / 2
    below, above = sum(x < value for x in data), sum(x > value for x in data)
    says = "The one in the middle." if n % 2 else f"There are {n}, so take the mean of the two in the middle."
    shown = (
        write.tex(value)
        if n % 2
        else rf"\frac{{{write.tex(ordered[half - 1])} + {write.tex(ordered[half])}}}{{2}} = {write.tex(value)}"
    )
    counted = Check(
        below <= n / 2 and above <= n / 2, "second route: at most half of the numbers lie below it, and at most half above"
    )
    again = check.equal(check.number_back(write.plain(value)), value, "the typed answer, read back, is that number")
    return ledger.conclude(
        "number", write.plain(value), rf"\text{{median}} = {shown}{write.about(value)}", counted, again, says=says
    )


def mode(ledger: Ledger, data: Values) -> Solution:
    """The number that comes most often. Raises Unreadable where several come equally often."""
    counts = Counter(data)
    most = max(counts.values())
    top = [x for x in counts if counts[x] == most]
    if len(top) > 1:
        raise Unreadable("Several of these numbers come equally often, so there is no one mode — ask for the median or the mean.")
    shown = ",\\; ".join(f"{write.tex(x)}: {counts[x]}" for x in sorted(counts))
    ledger.step(
        "Count how often each number comes.", shown, check.equal(sum(counts.values()), len(data), "every number was counted")
    )
    second = max(set(data), key=lambda x: sum(x == y for y in data))
    how = check.equal(second, top[0], "second route: counted again, number by number")
    return ledger.conclude(
        "number", write.plain(top[0]), rf"\text{{mode}} = {write.tex(top[0])}", how, says="Take the one that comes most often."
    )


def spread(ledger: Ledger, data: Values) -> Solution:
    """The largest minus the smallest."""
    ordered = sorted(data)
    high, low = ordered[-1], ordered[0]
    ledger.step(
        "Put the numbers in order.",
        ",\\; ".join(map(write.tex, ordered)),
        Check(Counter(ordered) == Counter(data), "the same numbers, each as often as before"),
    )
    far = max(abs(x - y) for x in data for y in data)
    how = check.equal(high - low, far, "second route: the largest gap between any two of them")
    latex = rf"\text{{range}} = {write.tex(high)} - {write.bracketed(low)} = {write.tex(high - low)}"
    return ledger.conclude("number", write.plain(high - low), latex, how, says="Take the largest minus the smallest.")


def mean_error(ledger: Ledger, a: Values, b: Values, squared: bool) -> Solution:
    """The mean of the squared, or of the absolute, differences of two lists."""
    same_length(a, b)
    gaps = [x - y for x, y in zip(a, b, strict=True)]
    back = [g + y for g, y in zip(gaps, b, strict=True)]
    ledger.step(
        "Take the differences, place by place.",
        write.vector_tex(gaps),
        Check(back == list(a), "the second list added back gives the first"),
    )
    n = len(gaps)
    value = sum((g * g if squared else abs(g) for g in gaps), Fraction(0)) / n
    shown = " + ".join(f"{write.raised(g)}^2" if squared else f"|{write.tex(g)}|" for g in gaps)
    if squared:
        second = (sum(x * x for x in a) - 2 * sum(x * y for x, y in zip(a, b, strict=True)) + sum(y * y for y in b)) / Fraction(n)
    else:
        second = sum((max(x, y) - min(x, y) for x, y in zip(a, b, strict=True)), Fraction(0)) / n
    how = check.equal(value, second, "second route: from the two lists without their differences")
    name = r"\text{MSE}" if squared else r"\text{MAE}"
    says = f"{'Square' if squared else 'Take the size of'} each difference and take the mean: divide by ${n}$."
    latex = rf"{name} = \frac{{{shown}}}{{{n}}} = {write.tex(value)}{write.about(value)}"
    return ledger.conclude("number", write.plain(value), latex, how, says=says)


# -- vectors and matrices ----------------------------------------------------------------------------------------------------
def cosine(ledger: Ledger, a: Vector, b: Vector) -> Solution:
    """The cosine of the angle between two vectors, also called their cosine similarity."""
    import sympy

    same_length(a, b)
    if not any(a) or not any(b):
        raise Unreadable("The zero vector has no direction, so there is no cosine — give two nonzero vectors.")
    x, y = digits(a), digits(b)
    up, first, second = (tidy(sum(p * q for p, q in zip(u, v, strict=True))) for u, v in ((a, b), (a, a), (b, b)))
    good = check.near([check.number_back(write.plain(up))], [check.dot(x, y)])
    ledger.step(
        "Take the dot product.", rf"a \cdot b = {write.products(a, b)} = {write.tex(up)}", Check(good, "recomputed to 40 digits")
    )
    lengths = rf"\|a\| = {write.tex(sympy.sqrt(first))}, \quad \|b\| = {write.tex(sympy.sqrt(second))}"
    squares = check.near(digits([first, second]), [check.dot(x, x), check.dot(y, y)])
    ledger.step("Take the two lengths.", lengths, Check(squares, "their squares were recomputed to 40 digits"))
    value = tidy(up / sympy.sqrt(first * second))
    again = check.number_back(write.plain(value))
    fits = abs(again * again * check.dot(x, x) * check.dot(y, y) - check.dot(x, y) ** 2) <= TINY * check.dot(x, y) ** 2 + TINY
    how = Check(
        fits and again * check.dot(x, y) >= 0, "second route: squared and multiplied back, it gives the square of the dot product"
    )
    latex = rf"\cos\theta = \frac{{a \cdot b}}{{\|a\|\,\|b\|}} = {write.tex(value)}{write.about(value)}"
    return ledger.conclude("number", write.plain(value), latex, how, says="Divide the product by the lengths.")


def combined(ledger: Ledger, a: Rows, b: Rows, sign: int, *, flat: bool) -> Solution:
    """The sum or the difference of two matrices, or of two vectors (`flat`), entry by entry."""
    if len(a) != len(b) or len(a[0]) != len(b[0]):
        sizes = f"{len(a)} by {len(a[0])} and {len(b)} by {len(b[0])}"
        raise Unreadable(f"These two are {sizes}, and only equal sizes can be added — check them.")
    found = [[x + sign * y for x, y in zip(p, q, strict=True)] for p, q in zip(a, b, strict=True)]
    answer = write.vector(found[0]) if flat else write.matrix(found)
    back = [check.vector_back(answer)] if flat else check.matrix_back(answer)
    how = Check(
        [[x - sign * y for x, y in zip(p, q, strict=True)] for p, q in zip(back, b, strict=True)] == [list(row) for row in a],
        "second route: undone again, it gives the first one back",
    )
    shown, first, second = (write.vector_tex(rows[0]) if flat else write.matrix_tex(rows) for rows in (found, a, b))
    word, mark = ("Add", "+") if sign > 0 else ("Subtract", "-")
    return ledger.conclude(
        "vector" if flat else "matrix", answer, f"{first} {mark} {second} = {shown}", how, says=f"{word} entry by entry."
    )


def scaled(ledger: Ledger, factor: Fraction, a: Rows, *, flat: bool) -> Solution:
    """A number times a matrix or a vector."""
    found = [[factor * x for x in row] for row in a]
    answer = write.vector(found[0]) if flat else write.matrix(found)
    back = [check.vector_back(answer)] if flat else check.matrix_back(answer)
    total = sum((x for row in a for x in row), Fraction(0))
    how = check.equal(
        sum((x for row in back for x in row), Fraction(0)),
        factor * total,
        "second route: the sum of all entries grows by the same factor",
    )
    ratio = Check(
        all(y == factor * x for p, q in zip(a, back, strict=True) for x, y in zip(p, q, strict=True)),
        "each entry, read back, is so many times the old one",
    )
    shown, old = (write.vector_tex(rows[0]) if flat else write.matrix_tex(rows) for rows in (found, a))
    latex = rf"{write.bracketed(factor)} {old} = {shown}"
    return ledger.conclude("vector" if flat else "matrix", answer, latex, how, ratio, says="Multiply every entry.")


# -- the value of a formula ----------------------------------------------------------------------------------------------------
def value_at(ledger: Ledger, node: Node, name: str, at: Fraction) -> Solution:
    """The value of a formula in one letter at a number."""
    whole = exact(node, {name: at})
    value: Any = rational(whole) if whole is not None else _put(node, name, at)
    answer = write.plain(whole if whole is not None else value)
    near = approximate(node, {name: float(at)})
    back = check.number_back(answer)
    written = to_latex(node)
    back_again = approximate(read(written), {name: float(at)})
    ledger.step(
        "Write the formula down.",
        written,
        Check(abs(back_again - near) <= 1e-9 * (1 + abs(near)), "read back, it gives the same number there"),
    )
    how = Check(abs(near.imag) < 1e-9 and check.close(float(back), near.real, 1e-9), "second route: computed again in floats")
    shown = write.tex(whole if whole is not None else value)
    latex = rf"\text{{at }} {name} = {write.tex(at)}: \quad {shown}{write.about(whole if whole is not None else value)}"
    return ledger.conclude("number", answer, latex, how, says=f"Put ${write.tex(at)}$ in for ${name}$ and work it out.")


def _put(node: Node, name: str, at: Fraction) -> Any:
    """The exact number where it is no fraction, such as e or a root."""
    whole = expression(node)
    value = whole.subs({letter: rational(at) for letter in whole.free_symbols if str(letter) == name})
    if value.free_symbols or not value.is_real or not value.is_finite:
        raise Unreadable("This has no value there — try another number.")
    return value
