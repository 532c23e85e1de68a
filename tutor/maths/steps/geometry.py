"""Lengths, angles, projections, orthonormal bases, coordinates, least squares. Entries may hold roots; all is exact."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.check import TINY
from tutor.maths.steps.solution import Check, Ledger, Solution

Vector = Sequence[Any]  # SymPy numbers


def tidy(value: Any) -> Any:
    """An exact number with no root below the fraction line."""
    import sympy

    return sympy.radsimp(sympy.expand(value))


def digits(v: Vector) -> list[Fraction]:
    """The entries to 60 digits, read back from how one would type them."""
    return [check.number_back(write.plain(x)) for x in v]


def _dot(a: Vector, b: Vector) -> Any:
    return tidy(sum(x * y for x, y in zip(a, b, strict=True)))


def same_length(*vectors: Vector) -> None:
    """Raises Unreadable when vectors differ in length."""
    if len({len(v) for v in vectors}) > 1:
        sizes = ", ".join(str(len(v)) for v in vectors)
        raise Unreadable(f"These vectors have {sizes} entries — give them all equally many.")


def _near(a: Fraction, b: Fraction) -> bool:
    return check.near([a], [b])


# -- products and lengths --------------------------------------------------------------------------
def dot(ledger: Ledger, a: Vector, b: Vector) -> Solution:
    """The dot product."""
    same_length(a, b)
    terms = [tidy(x * y) for x, y in zip(a, b)]
    x, y = digits(a), digits(b)
    good = check.near(digits(terms), [p * q for p, q in zip(x, y)])
    ledger.step(
        "Multiply matching entries and add.", write.products(a, b), Check(good, "each product was recomputed to 40 digits")
    )
    value = _dot(a, b)
    answer = write.plain(value)
    plus, minus = [p + q for p, q in zip(x, y)], [p - q for p, q in zip(x, y)]
    second = (check.dot(plus, plus) - check.dot(minus, minus)) / 4
    how = Check(_near(check.number_back(answer), second), r"second route: $\frac{1}{4}(\|a+b\|^2 - \|a-b\|^2)$ is the same")
    says = "The dot product is zero: the two are orthogonal." if value == 0 else "Add the products."
    return ledger.conclude("number", answer, rf"a \cdot b = {write.tex(value)}{write.about(value)}", how, says=says)


def norm(ledger: Ledger, v: Vector, kind: str = "2") -> Solution:
    """The length; with kind "1" the sum of absolute values, with "oo" the largest of them."""
    import sympy

    x = digits(v)
    if kind != "2":
        return _other_norm(ledger, v, x, kind)
    square = _dot(v, v)
    good = Check(_near(check.number_back(write.plain(square)), check.dot(x, x)), "recomputed to 40 digits")
    latex = rf"\|v\|^2 = {' + '.join(f'{write.raised(e)}^2' for e in v)} = {write.tex(square)}"
    ledger.step("Square the entries and add (Pythagoras).", latex, good)
    value = sympy.sqrt(square) if square.is_Rational else sympy.sqrtdenest(sympy.sqrt(square))
    answer = write.plain(value)
    again = check.number_back(answer)
    longest = max(abs(e) for e in x)
    bounds = longest <= again + TINY and again <= sum(map(abs, x)) + TINY
    how = Check(
        bounds and abs(again * again - check.dot(x, x)) <= TINY * max(Fraction(1), again * again),
        "second route: the typed answer, squared, gives the sum back",
    )
    return ledger.conclude(
        "number", answer, rf"\|v\| = {write.tex(value)}{write.about(value)}", how, says="Take the square root."
    )


def _other_norm(ledger: Ledger, v: Vector, x: list[Fraction], kind: str) -> Solution:
    import sympy

    sizes = [abs(e) for e in v]
    value = tidy(sum(sizes)) if kind == "1" else max(sizes, key=lambda e: float(sympy.N(e)))
    name = r"\|v\|_1" if kind == "1" else r"\|v\|_\infty"
    says = "Add the absolute values." if kind == "1" else "Take the largest absolute value."
    shown = " + ".join(f"|{write.tex(e)}|" for e in v) if kind == "1" else rf"\max({', '.join(f'|{write.tex(e)}|' for e in v)})"
    answer = write.plain(value)
    second = sum(max(e, -e) for e in x) if kind == "1" else sorted(max(e, -e) for e in x)[-1]
    how = Check(
        _near(check.number_back(answer), Fraction(second)), "second route: the larger of x and -x, entry by entry, to 40 digits"
    )
    return ledger.conclude("number", answer, f"{name} = {shown} = {write.tex(value)}", how, says=says)


def distance(ledger: Ledger, a: Vector, b: Vector) -> Solution:
    """The length of the difference."""
    same_length(a, b)
    gap = [tidy(x - y) for x, y in zip(a, b)]
    good = check.near([p + q for p, q in zip(digits(gap), digits(b))], digits(a))
    ledger.step(
        "The distance is the length of the difference.",
        f"a - b = {write.vector_tex(gap)}",
        Check(good, "$b$ added back gives $a$"),
    )
    return norm(ledger, gap)


def angle(ledger: Ledger, a: Vector, b: Vector) -> Solution:
    """The angle, through its cosine."""
    import math

    import sympy

    same_length(a, b)
    if not any(a) or not any(b):
        raise Unreadable("The zero vector has no direction, so there is no angle — give two nonzero vectors.")
    x, y = digits(a), digits(b)
    up, first, second = _dot(a, b), _dot(a, a), _dot(b, b)
    good = _near(check.number_back(write.plain(up)), check.dot(x, y))
    ledger.step(
        "Take the dot product.", rf"a \cdot b = {write.products(a, b)} = {write.tex(up)}", Check(good, "recomputed to 40 digits")
    )
    latex = rf"\|a\| = {write.tex(sympy.sqrt(first))}, \quad \|b\| = {write.tex(sympy.sqrt(second))}"
    squares = check.near(digits([first, second]), [check.dot(x, x), check.dot(y, y)])
    ledger.step("Take the two lengths.", latex, Check(squares, "their squares were recomputed to 40 digits"))
    cosine = tidy(up / sympy.sqrt(first * second))
    again = check.number_back(write.plain(cosine))
    fits = abs(again * again * check.dot(x, x) * check.dot(y, y) - check.dot(x, y) ** 2) <= TINY * check.dot(x, y) ** 2 + TINY
    latex = rf"\cos\theta = \frac{{a \cdot b}}{{\|a\|\,\|b\|}} = {write.tex(cosine)}{write.about(cosine)}"
    ledger.step("Divide the product by the lengths.", latex, Check(fits and again * up >= 0, "squared and multiplied back"))
    theta = sympy.acos(cosine)
    turn = math.atan2(_area(x, y), float(check.dot(x, y)))
    value = float(sympy.N(theta))
    how = Check(check.close(value, turn, 1e-9), "second route: the angle from area and dot product (atan2), no cosine inverted")
    answer = write.plain(theta)
    degrees = rf"{write.tex(theta)} \approx {value:.4f} \text{{ rad}} = {math.degrees(value):.2f}^\circ"
    return ledger.conclude("number", answer, rf"\theta = {degrees}", how, says="Undo the cosine.")


def _area(x: list[Fraction], y: list[Fraction]) -> float:
    """The area between two vectors, from the squares of their 2 by 2 minors (Lagrange)."""
    pairs = [(i, j) for i in range(len(x)) for j in range(i)]
    return float(sum((x[i] * y[j] - x[j] * y[i]) ** 2 for i, j in pairs)) ** 0.5


# -- projections -----------------------------------------------------------------------------------
def project(ledger: Ledger, v: Vector, onto: Sequence[Vector]) -> Solution:
    """The orthogonal projection on the span of one or more vectors."""
    same_length(v, *onto)
    if all(not any(u) for u in onto):
        raise Unreadable("The zero vector spans no line to project on — give a nonzero vector.")
    result = _on_line(ledger, v, onto[0]) if len(onto) == 1 else _on_span(ledger, v, onto)
    rest = [tidy(x - p) for x, p in zip(v, result)]
    good = all(abs(check.dot(digits(rest), digits(u))) <= TINY for u in onto)
    latex = rf"v - p = {write.vector_tex(rest)}"
    ledger.step(
        "What is left over stands at a right angle to the target.",
        latex,
        Check(good, "its dot product with each spanning vector is zero"),
    )
    answer = write.vector(result)
    again = check.vector_back(answer)
    spans = [digits(u) for u in onto]
    inside = check.rank([*spans, again]) == check.rank(spans)
    shorter = check.dot([x - p for x, p in zip(digits(v), again)], again)
    how = Check(
        inside and abs(shorter) <= TINY * 100, "second route: $p$ adds no direction to the span, and $(v - p) \\cdot p = 0$"
    )
    return ledger.conclude("vector", answer, f"p = {write.vector_tex(result)}", how, says="So this is the projection.")


def _on_line(ledger: Ledger, v: Vector, u: Vector) -> list[Any]:
    above, below = _dot(v, u), _dot(u, u)
    x, y = digits(v), digits(u)
    good = check.near(digits([above, below]), [check.dot(x, y), check.dot(y, y)])
    latex = rf"v \cdot u = {write.tex(above)}, \quad u \cdot u = {write.tex(below)}"
    ledger.step("Measure how much of $v$ points along $u$.", latex, Check(good, "both products recomputed to 40 digits"))
    result = [tidy(above / below * e) for e in u]
    latex = (
        rf"p = \frac{{v \cdot u}}{{u \cdot u}}\, u = {write.bracketed(tidy(above / below))} "
        rf"{write.vector_tex(u)} = {write.vector_tex(result)}"
    )
    holds = check.near([e * check.dot(y, y) for e in digits(result)], [check.dot(x, y) * e for e in y])
    ledger.step("Stretch $u$ by that ratio.", latex, Check(holds, "multiplied back by $u \\cdot u$"))
    return result


def _on_span(ledger: Ledger, v: Vector, onto: Sequence[Vector]) -> list[Any]:
    """Orthogonalise first, then add the projections on each direction."""
    directions = orthogonalise(ledger, onto)
    total: list[Any] = [tidy(0 * x) for x in v]
    for k, u in enumerate(directions, 1):
        ratio = tidy(_dot(v, u) / _dot(u, u))
        total = [tidy(t + ratio * e) for t, e in zip(total, u)]
        rest = [tidy(x - t) for x, t in zip(v, total)]
        good = all(abs(check.dot(digits(rest), digits(w))) <= TINY for w in directions[:k])
        latex = rf"p_{k} = {write.bracketed(ratio)} {write.vector_tex(u)}, \qquad p = {write.vector_tex(total)}"
        says = f"Add the part of $v$ along $u_{k}$."
        ledger.step(says, latex, Check(good, "the rest is orthogonal to every direction used so far"))
    return total


# -- Gram-Schmidt ----------------------------------------------------------------------------------
def orthogonalise(ledger: Ledger, vectors: Sequence[Vector]) -> list[list[Any]]:
    """Take from each vector its parts along the directions already found; dependent vectors drop out."""
    found: list[list[Any]] = []
    for k, v in enumerate(vectors, 1):
        ratios = [tidy(_dot(v, u) / _dot(u, u)) for u in found]
        u = [tidy(x - sum(r * w[i] for r, w in zip(ratios, found))) for i, x in enumerate(v)]
        parts = "".join(rf" - {write.bracketed(r)} {write.vector_tex(w)}" for r, w in zip(ratios, found) if r != 0)
        latex = (
            rf"u_{{{len(found) + 1}}} = {write.vector_tex(v)}{parts} = {write.vector_tex(u)}"
            if parts
            else rf"u_{{{len(found) + 1}}} = {write.vector_tex(u)}"
        )
        x = digits(u)
        spans = [digits(w) for w in vectors[:k]]
        good = all(abs(check.dot(x, digits(w))) <= TINY for w in found) and check.rank([*spans, x]) == check.rank(spans)
        how = Check(
            good,
            "orthogonal to the earlier directions, and inside the same span"
            if found
            else "it is in the span, and nothing comes before it",
        )
        if not any(e != 0 for e in u):
            dependent = Check(check.rank(spans) == len(found), "the rank did not grow")
            ledger.step(f"Vector {k} is a mixture of the earlier ones: nothing is left, so leave it out.", latex, how, dependent)
            continue
        says = "Keep the first vector." if not found else f"Take from vector {k} its parts along the directions found so far."
        ledger.step(says, latex, how)
        found.append(u)
    if not found:
        raise Unreadable("Zero vectors span no direction — give at least one nonzero vector.")
    return found


def gram_schmidt(ledger: Ledger, vectors: Sequence[Vector]) -> Solution:
    """An orthonormal basis of the span."""
    import sympy

    same_length(*vectors)
    basis = []
    for k, u in enumerate(orthogonalise(ledger, vectors), 1):
        size = sympy.sqrt(_dot(u, u))
        q = [tidy(x / size) for x in u]
        x = digits(q)
        latex = rf"q_{k} = \frac{{1}}{{{write.tex(size)}}} {write.vector_tex(u)} = {write.vector_tex(q)}"
        good = Check(abs(check.dot(x, x) - 1) <= TINY and check.rank([x, digits(u)]) == 1, "length 1, same direction")
        ledger.step(f"Divide $u_{k}$ by its length.", latex, good)
        basis.append(q)
    answer = write.listed(write.vector(q) for q in basis)
    again = check.vectors_back(answer)
    gram = check.product(again, check.turned(again))
    spans = [digits(v) for v in vectors]
    same = check.rank([*spans, *again]) == check.rank(spans) == len(again)
    how = Check(
        check.near_rows(gram, check.unit(len(again))) and same,
        "second route: $Q^\\top Q = I$ to 40 digits, and both lists span the same space",
    )
    return ledger.conclude(
        "basis", answer, write.set_tex(write.vector_tex(q) for q in basis), how, says="These vectors are an orthonormal basis."
    )
