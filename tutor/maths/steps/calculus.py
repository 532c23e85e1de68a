"""Derivatives, partial derivatives, gradients, Jacobians, Hessians, Taylor polynomials."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.parse import read
from tutor.maths.steps.rules import derive, exact_value, expression, is_derivative, neat, rational, value_at
from tutor.maths.steps.solution import Check, Ledger, Solution
from tutor.maths.tree import Node, symbols

MOST_LETTERS = 4


def letter(name: str) -> Any:
    """A letter as SymPy knows it."""
    import sympy

    return sympy.Symbol(name)


def at_tex(names: Sequence[str], point: Sequence[Any]) -> str:
    """A point, letter by letter, in LaTeX."""
    return r",\; ".join(f"{write.tex(letter(n))} = {write.tex(v)}" for n, v in zip(names, point, strict=True))


def put(f: Any, names: Sequence[str], point: Sequence[Any]) -> Any:
    """The exact value of a formula at a point; raises Unreadable where it has none."""
    floats = {n: float(v) for n, v in zip(names, point, strict=True)}
    if not f.free_symbols - {letter(n) for n in names} and check.real(read(write.plain(f)), floats) is None:
        raise Unreadable("The function has no real value or slope at this point, or a huge one — try another point.")
    value = exact_value(f.subs({letter(n): v for n, v in zip(names, point, strict=True)}))
    if value.free_symbols:
        raise Unreadable(f"The point leaves '{min(map(str, value.free_symbols))}' open — give a value for every letter.")
    if not value.is_real or not value.is_finite:
        raise Unreadable("The function has no real value or slope at this point — try another point.")
    return value


def slope_step(ledger: Ledger, f: Any, df: Any, name: str) -> Any:
    """A shorter form of a derivative, noted when it is one; the form is returned."""
    short = neat(df)
    if short != df:
        latex = f"{write.tex(df)} = {write.tex(short)}"
        ledger.step("Tidy up.", latex, is_derivative(f, short, letter(name)))
    return short


def derivative(
    ledger: Ledger, node: Node, name: str, at: Sequence[Any] | None = None, order: int = 1, names: Sequence[str] = ()
) -> Solution:
    """The derivative of some order along one letter; with a point, its value there."""
    f = expression(node)
    x = letter(name)
    others = sorted(symbols(node) - {name})
    if others:
        held = ", ".join(f"${write.tex(letter(o))}$" for o in others)
        moved = f + x * 0
        ledger.step(f"Only ${write.tex(x)}$ moves; treat {held} as constant.", write.tex(moved), is_derivative(f, f.diff(x), x))
    back = node
    how = Check(False, "nothing was differentiated yet")
    for turn in range(order):
        before = f
        f = slope_step(ledger, before, derive(ledger, before, x), name)
        if order > 1:
            ledger.step(
                f"This is derivative number {turn + 1}; go on from here."
                if turn + 1 < order
                else f"This is derivative number {turn + 1}.",
                rf"f^{{({turn + 1})}} = {write.tex(f)}",
                is_derivative(before, f, x),
            )
        ahead = read(write.plain(f))
        how, back = check.is_slope(back, ahead, name), ahead
        if f == 0 or not how.holds:
            break
    answer = write.plain(f)
    shown = rf"{_sign(name, order, bool(others))} = {write.tex(f)}"
    if at is None:
        return ledger.conclude("expression", answer, shown, how, says="So this is the derivative.")
    letters = list(names) or [name]
    ledger.step("So this is the derivative.", shown, how)
    return _value(ledger, node, f, letters, at, name, order)


def _value(ledger: Ledger, node: Node, f: Any, letters: Sequence[str], at: Sequence[Any], name: str, order: int) -> Solution:
    value = put(f, letters, at)
    answer = write.plain(value)
    point = {n: float(v) for n, v in zip(letters, at, strict=True)}
    again = check.real(read(write.plain(f)), point)
    steep = check.slopes_to(node, name, point, float(value)) if order == 1 else check.close(again, float(value), 1e-9)
    how = Check(
        steep,
        "second route: the difference quotient there, in floats, agrees"
        if order == 1
        else "second route: our own evaluator gives this value",
    )
    latex = rf"\text{{at }} {at_tex(letters, at)}: \quad {write.tex(value)}{write.about(value)}"
    return ledger.conclude("number", answer, latex, how, says="Put in the point.")


def _sign(name: str, order: int, partial: bool) -> str:
    d, x = r"\partial" if partial else "d", write.tex(letter(name))
    power = f"^{order}" if order > 1 else ""
    return rf"\frac{{{d}{power} f}}{{{d} {x}{power}}}"


# -- several letters -------------------------------------------------------------------------------
def partials(
    ledger: Ledger, node: Node, names: Sequence[str], label: str = "f", *, held: Sequence[str] | None = None
) -> list[Any]:
    """The partial derivatives along `names`, each worked out and checked; `held` are all letters of the function."""
    if len(names) > MOST_LETTERS:
        raise Unreadable(f"This function has {len(names)} letters — type one with at most {MOST_LETTERS}.")
    f = expression(node)
    found = []
    for name in names:
        df = slope_step(ledger, f, derive(ledger, f, letter(name)), name)
        others = [n for n in held or names if n != name]
        still = " and ".join(f"${write.tex(letter(n))}$" for n in others)
        says = f"{f'With {still} held fixed, this' if still else 'This'} is the slope along ${write.tex(letter(name))}$."
        ledger.step(
            says,
            rf"\frac{{\partial {label}}}{{\partial {write.tex(letter(name))}}} = {write.tex(df)}",
            is_derivative(f, df, letter(name)),
        )
        found.append(df)
    return found


def _typed_back(node: Node, answer: Sequence[Any], names: Sequence[str]) -> Check:
    found = [check.is_slope(node, read(write.plain(df)), name) for df, name in zip(answer, names, strict=True)]
    return Check(all(c.holds for c in found), found[0].how)


def gradient(
    ledger: Ledger, node: Node, names: Sequence[str], at: Sequence[Any] | None = None, only: Sequence[str] = ()
) -> Solution:
    """The column of partial derivatives, along all letters or along `only` some of them."""
    _fits(names, at)
    moved = list(only) or list(names)
    found = partials(ledger, node, moved, held=names)
    how = _typed_back(node, found, moved)
    latex = rf"\nabla f = {write.vector_tex(found)}"
    says = "Collect the slopes in one vector."
    if at is None:
        return ledger.conclude("vector", write.vector(found), latex, how, says=says)
    ledger.step(says, latex, how)
    values = [put(df, names, at) for df in found]
    point = {n: float(v) for n, v in zip(names, at, strict=True)}
    good = all(check.slopes_to(node, n, point, float(v)) for n, v in zip(moved, values))
    how = Check(good, "second route: difference quotients at this point, in floats, agree")
    shown = rf"\nabla f({', '.join(write.tex(v) for v in at)}) = {write.vector_tex(values)}"
    return ledger.conclude("vector", write.vector(values), shown, how, says=f"Put in ${at_tex(names, at)}$.")


def _fits(names: Sequence[str], at: Sequence[Any] | None) -> None:
    if at is not None and len(at) != len(names):
        raise Unreadable(
            f"The function has {len(names)} letters and the point {len(at)} entries — give one value for each letter."
        )


def directional(ledger: Ledger, node: Node, names: Sequence[str], at: Sequence[Any], along: Sequence[Any]) -> Solution:
    """The slope in a direction: gradient times unit vector."""
    import sympy

    _fits(names, at)
    _fits(names, along)
    length = sympy.sqrt(sum(v * v for v in along))
    if length == 0:
        raise Unreadable("The zero vector has no direction — give a nonzero direction.")
    found = [put(df, names, at) for df in partials(ledger, node, names)]
    point = {n: float(v) for n, v in zip(names, at, strict=True)}
    good = all(check.slopes_to(node, n, point, float(v)) for n, v in zip(names, found))
    ledger.step(
        "Put the point into the gradient.",
        rf"\nabla f = {write.vector_tex(found)}",
        Check(good, "difference quotients there agree"),
    )
    value = sympy.radsimp(sum(a * b for a, b in zip(found, along)) / length)
    size = 1e-4 / float(length)
    up, down = (check.real(node, {n: point[n] + s * size * float(v) for n, v in zip(names, along)}) for s in (1, -1))
    steep = None if up is None or down is None else (up - down) / 2e-4
    how = Check(check.close(steep, float(value), 1e-4), "second route: a small move in this direction changes $f$ at this rate")
    latex = (
        rf"\nabla f \cdot \frac{{v}}{{\|v\|}} = "
        rf"\frac{{{write.products(found, along)}}}{{{write.tex(length)}}} = {write.tex(value)}"
    )
    return ledger.conclude("number", write.plain(value), latex, how, says="Multiply by the direction, scaled to length one.")


def jacobian(
    ledger: Ledger, nodes: Sequence[Node], names: Sequence[str], at: Sequence[Any] | None = None, only: Sequence[str] = ()
) -> Solution:
    """A row of partial derivatives for each component, along all letters or along `only` some of them."""
    _fits(names, at)
    if len(nodes) > 4:
        raise Unreadable("This map has more than four components — type at most four.")
    moved = list(only) or list(names)
    rows = [partials(ledger, node, moved, f"f_{i}", held=names) for i, node in enumerate(nodes, 1)]
    checks = [_typed_back(node, row, moved) for node, row in zip(nodes, rows)]
    how = Check(all(c.holds for c in checks), checks[0].how)
    says = "Row by row: component $i$ in row $i$, variable $j$ in column $j$."
    return _matrix(ledger, nodes, rows, (names, moved), at, "J", how, says)


def hessian(
    ledger: Ledger, node: Node, names: Sequence[str], at: Sequence[Any] | None = None, only: Sequence[str] = ()
) -> Solution:
    """The second partial derivatives, along all letters or along `only` some of them."""
    _fits(names, at)
    moved = list(only) or list(names)
    first = partials(ledger, node, moved, held=names)
    rows = second_slopes(ledger, first, moved)
    slopes = [read(write.plain(df)) for df in first]
    checks = [_typed_back(slope, row, moved) for slope, row in zip(slopes, rows)]
    firsts = _typed_back(node, first, moved)
    how = Check(all(c.holds for c in checks) and firsts.holds, checks[0].how)
    return _matrix(
        ledger,
        slopes,
        rows,
        (names, moved),
        at,
        "H",
        how,
        "Collect them; the matrix is symmetric because the order of differentiation does not matter.",
    )


def second_slopes(ledger: Ledger, first: Sequence[Any], names: Sequence[str]) -> list[list[Any]]:
    """Every slope of every slope; the mixed ones are found both ways round and must agree."""
    import sympy

    rows = [[neat(derive(None, df, letter(n))) for n in names] for df in first]
    for i, n in enumerate(names):
        for j in range(i, len(names)):
            even = sympy.simplify(rows[i][j] - rows[j][i]) == 0 if i != j else True
            checks = [is_derivative(first[i], rows[i][j], letter(names[j]))]
            if i != j:
                checks.append(
                    Check(even and is_derivative(first[j], rows[i][j], letter(n)).holds, "the same the other way round")
                )
            a, b = write.tex(letter(n)), write.tex(letter(names[j]))
            below = rf"\partial {a}^2" if i == j else rf"\partial {b}\, \partial {a}"
            says = f"Take the slope along ${a}$ and differentiate it {'once more' if i == j else f'along ${b}$'}."
            ledger.step(says, rf"\frac{{\partial^2 f}}{{{below}}} = {write.tex(rows[i][j])}", *checks)
    return rows


def _matrix(
    ledger: Ledger,
    nodes: Sequence[Node],
    rows: list[list[Any]],
    letters: tuple[Sequence[str], Sequence[str]],
    at: Sequence[Any] | None,
    label: str,
    how: Check,
    says: str,
) -> Solution:
    names, moved = letters
    latex = f"{label} = {write.matrix_tex(rows)}"
    if at is None:
        return ledger.conclude("matrix", write.matrix(rows), latex, how, says=says)
    ledger.step(says, latex, how)
    values = [[put(df, names, at) for df in row] for row in rows]
    point = {n: float(v) for n, v in zip(names, at, strict=True)}
    good = all(check.slopes_to(node, n, point, float(v)) for node, row in zip(nodes, values) for n, v in zip(moved, row))
    shown = rf"{label}({', '.join(write.tex(v) for v in at)}) = {write.matrix_tex(values)}"
    return ledger.conclude(
        "matrix",
        write.matrix(values),
        shown,
        Check(good, "second route: difference quotients at this point, in floats, agree"),
        says=f"Put in ${at_tex(names, at)}$.",
    )


# -- Taylor ----------------------------------------------------------------------------------------
def taylor(ledger: Ledger, node: Node, name: str, around: Any, degree: int) -> Solution:
    """The Taylor polynomial of some degree around a point."""
    import sympy

    if not 0 <= degree <= 8:
        raise Unreadable(f"Degree {degree} is out of reach here — ask for a Taylor polynomial of degree 0 to 8.")
    f, x = expression(node), letter(name)
    if f.free_symbols - {x}:
        raise Unreadable("A Taylor polynomial here takes a function of one letter — try e^x around 0 of degree 3.")
    total, slope = sympy.Integer(0), f
    weights = []
    for k in range(degree + 1):
        value = put(slope, [name], [around])
        term = value / sympy.factorial(k) * (x - around) ** k
        total += term
        weights.append(value / sympy.factorial(k))
        latex = rf"f^{{({k})}} = {write.tex(slope)}, \qquad f^{{({k})}}({write.tex(around)}) = {write.tex(value)}"
        good = Check(
            check.close(check.real(read(write.plain(slope)), {name: float(around)}), float(value), 1e-9),
            "our own evaluator gives the same value",
        )
        ledger.step(
            "Begin with the value itself."
            if k == 0
            else f"Differentiate and put in the point; divide by ${k}!$ for the weight of $(x - a)^{k}$."
            if k > 1
            else "Differentiate and put in the point.",
            latex,
            good,
        )
        if k < degree:
            before = slope
            slope = neat(derive(None, before, x)) if before != 0 else before
            if before != 0 and not is_derivative(before, slope, x).holds:
                ledger.step("Differentiate.", write.tex(slope), Check(False, "difference quotients"))
    answer, shown = _in_powers(weights, name, around)
    total = expression(read(answer))
    how = Check(
        _touches(f, total, x, around, degree),
        f"second route: near the point, function and polynomial differ by less than $|x - a|^{degree}$, to 160 digits",
    )
    return ledger.conclude("expression", answer, rf"T_{{{degree}}}({write.tex(x)}) = {shown}", how, says="Add the terms.")


def _in_powers(weights: Sequence[Any], name: str, around: Any) -> tuple[str, str]:
    """A polynomial in powers of (x - a), typed and in LaTeX, lowest power first."""
    x = letter(name)
    base, base_tex = write.plain(x - around), write.tex(x - around)
    typed, shown = "", ""
    for k, weight in enumerate(weights):
        if weight == 0:
            continue
        minus = write.plain(weight).startswith("-")
        size = -weight if minus else weight
        power, power_tex = (
            (f"({base})^{k}", rf"\left({base_tex}\right)^{{{k}}}") if around != 0 else (f"{base}^{k}", f"{base_tex}^{{{k}}}")
        )
        if k == 1:
            power, power_tex = (f"({base})", rf"\left({base_tex}\right)") if around != 0 else (base, base_tex)
        term = _wrapped(size) if k == 0 else power if size == 1 else f"{_wrapped(size)}*{power}"
        term_tex = write.tex(size) if k == 0 else power_tex if size == 1 else f"{write.bracketed(size)} {power_tex}"
        typed += (("-" if minus else "") if not typed else " - " if minus else " + ") + term
        shown += (("-" if minus else "") if not shown else " - " if minus else " + ") + term_tex
    return typed or "0", shown or "0"


def _wrapped(value: Any) -> str:
    text = write.plain(value)
    return text if text.isalnum() else f"({text})"


def _touches(f: Any, total: Any, x: Any, around: Any, degree: int) -> bool:
    import sympy

    step = sympy.Rational(1, 10**15)
    for side in (1, -1):
        gap = sympy.N((f - total).subs(x, around + side * step), 40, maxn=400)
        if not gap.is_real or abs(gap) > step**degree * sympy.Float("1e-4"):
            return False
    return True


def as_points(values: Sequence[Fraction]) -> list[Any]:
    """Fractions as SymPy knows them."""
    return [rational(v) for v in values]


__all__ = ["as_points", "derivative", "directional", "gradient", "hessian", "jacobian", "partials", "taylor", "value_at"]
