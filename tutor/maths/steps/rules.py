"""Differentiation rule by rule: power, sum, product, quotient, chain. Every application is checked by differences to 20 digits.

The rules are applied by hand to a SymPy expression; SymPy's own `diff` is not asked. What is shown is what was done.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.algebra import to_sympy
from tutor.maths.evaluate import Undefined, exact
from tutor.maths.steps.solution import Check, Ledger
from tutor.maths.tree import Apply, Binary, Matrix, Node, Number, PlusMinus, Relation, Sequence, children, symbols, walk

MOST_PARTS = 160
HIGHEST_POWER = 40
LONGEST = 150  # operations in a function that is still worth differentiating
_POINTS = (
    (7, 10),
    (13, 9),
    (-4, 7),
    (29, 11),
    (-17, 8),
    (2, 19),
    (53, 12),
    (-71, 15),
    (31, 3),
    (9, 8),
    (59, 2),
    (-63, 2),
    (430, 3),
    (-1071, 5),
)


# -- from what was typed to an expression ----------------------------------------------------------
def expression(node: Node) -> Any:
    """The typed function as an expression, measured before anything is computed; raises Unreadable when it is too large."""
    parts = list(walk(node))
    if len(parts) > MOST_PARTS:
        raise Unreadable(f"This function has {len(parts)} parts — type one with at most {MOST_PARTS}.")
    if strange := next((p for p in parts if isinstance(p, Sequence | Relation | Matrix | PlusMinus)), None):
        what = {Sequence: "a list", Relation: "an equation", Matrix: "a matrix", PlusMinus: "a plus-minus sign"}[type(strange)]
        raise Unreadable(f"I need one function here and found {what} — try x^2 + 3x.")
    for part in parts:
        _measure(part)
    if _tower(node) > 3:
        raise Unreadable("These powers stand more than three high — try a lower tower.")
    if bad := symbols(node) & {"E", "I", "oo"}:
        raise Unreadable(f"I can't use '{min(bad)}' as a variable — try another letter.")
    try:
        found = to_sympy(node)
    except Undefined:
        raise Unreadable("This divides by zero or has no value — check the function.") from None
    import sympy

    if found.has(sympy.zoo, sympy.nan, sympy.oo, sympy.I):
        raise Unreadable("This has no real value — check the function.")
    return found


def _tower(node: Node) -> int:
    """How many exponents with a letter stand on one another."""
    below = max((_tower(part) for part in children(node)), default=0)
    if isinstance(node, Binary) and node.op == "^" and symbols(node.right):
        return max(_tower(node.left), 1 + _tower(node.right))
    if isinstance(node, Apply) and node.function in ("exp", "sinh", "cosh"):
        return 1 + below
    return below


def _measure(part: Node) -> None:
    """Powers and numbers stay small enough to compute with."""
    if isinstance(part, Binary) and part.op == "cup":
        raise Unreadable("I need one function here and found a union — try x^2 + 3x.")
    if isinstance(part, Number) and len(part.text) > 15:
        raise Unreadable("This number is too long to compute with — type at most 15 digits.")
    if isinstance(part, Apply) and part.function in ("det", "tr", "rank", "dim"):
        raise Unreadable(f"I can't use '{part.function}' inside a function here — try x^2 + 3x.")
    if isinstance(part, Binary) and part.op == "^" and not symbols(part.right):
        try:
            power = exact(part.right)
        except Undefined:
            raise Unreadable("This exponent has no value — check the function.") from None
        if power is not None and abs(power) > HIGHEST_POWER:
            raise Unreadable(f"This power is too large to work with — try exponents up to {HIGHEST_POWER}.")


def neat(f: Any) -> Any:
    """The shortest of a few equal forms."""
    import sympy

    forms = [f, sympy.factor_terms(f)]
    if f.count_ops() < 60:
        if all(f.is_polynomial(s) for s in f.free_symbols):
            forms.append(sympy.expand(f))
        elif all(f.is_rational_function(s) for s in f.free_symbols):
            forms += [sympy.cancel(f), sympy.factor(f)]
        elif not any(p.exp.is_negative and p.base.is_Add for p in f.atoms(sympy.Pow) if p.exp.is_number):
            forms += [sympy.powsimp(f), sympy.expand(f), sympy.powsimp(sympy.expand(f))]
    return min(forms, key=lambda form: form.count_ops())


def exact_value(f: Any) -> Any:
    """A constant in a short exact form."""
    import sympy

    found = sympy.expand(f) if f.count_ops() < 200 else f
    return found if found.is_Rational else sympy.radsimp(found)


# -- the check of one rule -------------------------------------------------------------------------
def places(f: Any, many: int = 2) -> Iterator[dict[Any, Any]]:
    """Rational points at which f is real and finite."""
    import sympy

    names = sorted(f.free_symbols, key=str)
    found = 0
    for turn in range(len(_POINTS)):
        at = {s: sympy.Rational(*_POINTS[(turn + 3 * i) % len(_POINTS)]) for i, s in enumerate(names)}
        value = value_at(f, at)
        if value is not None and abs(value) < 1e9:
            found += 1
            yield at
        if found == many:
            return


def value_at(f: Any, at: dict[Any, Any]) -> Any:
    """The value to 50 digits, or None where it is not real and finite."""
    import sympy

    value = sympy.N(f.subs(at), 50, maxn=200)
    return value if value.is_real and value.is_finite and value.is_number else None


def is_derivative(f: Any, df: Any, x: Any) -> Check:
    """The difference quotient of f agrees with df to 15 digits or more at two points."""
    import sympy

    step, agreed = sympy.Rational(1, 10**12), 0
    for at in places(f, 6):
        up, down, slope = value_at(f, at | {x: at.get(x, 0) + step}), value_at(f, at | {x: at.get(x, 0) - step}), value_at(df, at)
        if up is None or down is None or slope is None:
            continue
        gap = abs((up - down) / (2 * step) - slope)
        if gap > sympy.Float("1e-14", 50) * (1 + abs(slope)):
            return Check(False, "differences to 50 digits disagree")
        agreed += 1
        if agreed == 2:
            break
    if agreed < 2 and f.free_symbols:
        raise Unreadable("I found no two places where this function is real — check its brackets and its domain.")
    return Check(
        True,
        "difference quotients at two points, computed to 50 digits, agree" if f.free_symbols else "a constant has slope zero",
    )


# -- the rules -------------------------------------------------------------------------------------
def derive(ledger: Ledger | None, f: Any, x: Any) -> Any:
    """The derivative, each rule a checked step; inner parts come before the rule that uses them.

    Without a ledger nothing is written down and nothing checked: the caller checks the whole.
    """
    import sympy

    if f.count_ops() > LONGEST:
        raise Unreadable("The derivatives of this function grow too long to show — try a shorter one or a lower degree.")
    if x not in f.free_symbols:
        return _note(ledger, "Constant rule: nothing here depends on the variable.", f, sympy.Integer(0), x)
    if _is_simple(f, x):
        return _simple(ledger, f, x)
    if f.is_Add:
        return _sum(ledger, f, x)
    if f.is_Mul:
        return _product(ledger, f, x)
    if f.is_Pow:
        return _power(ledger, f, x)
    if f.is_Function and len(f.args) == 1:
        return _chain(ledger, f, x)
    raise Unreadable(f"I have no rule for '{write.plain(f)[:40]}' — try sums, products, powers, sin, cos, exp, ln, sqrt.")


def _note(ledger: Ledger | None, says: str, f: Any, df: Any, x: Any, worked: str = "") -> Any:
    if ledger is None:
        return df
    middle = f"{worked} = " if worked and worked != write.tex(df) else ""
    how = is_derivative(f, df, x) if ledger.checking else Check(True, "not looked at")
    ledger.step(says, rf"{_d(x, f)} {_inside(f)} = {middle}{write.tex(df)}", how)
    return df


def _d(x: Any, f: Any) -> str:
    d = r"\partial" if f.free_symbols - {x} else "d"
    return rf"\frac{{{d}}}{{{d} {write.tex(x)}}}"


def _inside(f: Any) -> str:
    text = write.tex(f)
    return rf"\left[{text}\right]" if f.is_Add or f.is_Mul else text


def _monomial(f: Any, x: Any) -> tuple[Any, Any] | None:
    """c and n where f is c x^n, else None."""
    c, rest = f.as_independent(x, as_Add=False)
    base, n = rest.as_base_exp()
    return (c, n) if base == x and x not in n.free_symbols else ((c, 0 * x) if rest == 1 else None)


def _is_simple(f: Any, x: Any) -> bool:
    import sympy

    return all(_monomial(term, x) is not None for term in sympy.Add.make_args(f))


def _simple(ledger: Ledger | None, f: Any, x: Any) -> Any:
    """A sum of multiples of powers: one line."""
    import sympy

    total = sympy.Integer(0)
    for term in sympy.Add.make_args(f):
        c, n = _monomial(term, x) or (0, 0)
        total += c * n * x ** (n - 1) if n != 0 else 0
    name = "Power rule: bring the exponent to the front and lower it by one."
    if f.is_Add:
        name = "Sum rule and power rule: go term by term, bring each exponent to the front and lower it by one."
    elif f == x:
        name = "The variable itself has slope one."
    return _note(ledger, name, f, total, x)


def _is_elementary(f: Any, x: Any) -> bool:
    """Is its derivative known in one line?"""
    _c, rest = f.as_independent(x, as_Add=False)
    return _is_simple(f, x) or (rest.is_Function and rest.args == (x,))


def _sum(ledger: Ledger | None, f: Any, x: Any) -> Any:
    import sympy

    parts = [derive(ledger, term, x) for term in f.args if x in term.free_symbols]
    worked = " + ".join(_signed(p) for p in parts)
    return _note(ledger, "Sum rule: add the derivatives of the terms; constants drop out.", f, sympy.Add(*parts), x, worked)


def _signed(f: Any) -> str:
    text = write.tex(f)
    return rf"\left({text}\right)" if text.startswith("-") else text


def _product(ledger: Ledger | None, f: Any, x: Any) -> Any:
    import sympy

    c, rest = f.as_independent(x, as_Add=False)
    if c != 1:
        inner = derive(ledger, rest, x)
        worked = rf"{write.bracketed(c)} \cdot {write.bracketed(inner)}"
        return _note(ledger, f"Constant factor rule: ${write.tex(c)}$ stays in front.", f, c * inner, x, worked)
    below = [p for p in rest.args if p.is_Pow and p.exp.is_number and p.exp.is_negative]
    above = [p for p in rest.args if p not in below]
    if below and above:
        return _quotient(ledger, rest, sympy.Mul(*above), 1 / sympy.Mul(*below), x)
    first = _first_factor(rest, x)
    u, v = first, sympy.Mul(*[p for p in rest.args if p != first])
    du, dv = derive(ledger, u, x), derive(ledger, v, x)
    says = f"Product rule $(uv)' = u'v + uv'$ with $u = {write.tex(u)}$ and $v = {write.tex(v)}$."
    worked = rf"{write.bracketed(du)} \cdot {write.bracketed(v)} + {write.bracketed(u)} \cdot {write.bracketed(dv)}"
    return _note(ledger, says, f, du * v + u * dv, x, worked)


def _first_factor(f: Any, x: Any) -> Any:
    """The factor to call u: a power of x if there is one."""
    return next((p for p in f.args if _is_simple(p, x)), f.args[0])


def _quotient(ledger: Ledger | None, f: Any, u: Any, v: Any, x: Any) -> Any:
    du, dv = derive(ledger, u, x), derive(ledger, v, x)
    says = (
        rf"Quotient rule $\left(\frac{{u}}{{v}}\right)' = \frac{{u'v - "
        rf"uv'}}{{v^2}}$ with $u = {write.tex(u)}$ and $v = {write.tex(v)}$."
    )
    above = rf"{write.bracketed(du)} \cdot {write.bracketed(v)} - {write.bracketed(u)} \cdot {write.bracketed(dv)}"
    worked = rf"\frac{{{above}}}{{{write.raised(v)}^2}}"
    return _note(ledger, says, f, (du * v - u * dv) / v**2, x, worked)


def _power(ledger: Ledger | None, f: Any, x: Any) -> Any:
    import sympy

    base, n = f.as_base_exp()
    if x not in n.free_symbols:
        du = derive(ledger, base, x)
        u = sympy.Symbol("u")
        return _chained(ledger, f, u**n, base, n * u ** (n - 1), du, x)
    if x not in base.free_symbols:
        u = sympy.Symbol("u")
        outer = sympy.log(base) * base**u
        if n == x:
            return _note(
                ledger, rf"Exponential rule: $(a^x)' = \ln(a)\, a^x$ with $a = {write.tex(base)}$.", f, outer.subs(u, x), x
            )
        return _chained(ledger, f, base**u, n, outer, derive(ledger, n, x), x)
    db, dn = derive(ledger, base, x), derive(ledger, n, x)
    says = (
        f"Both base and exponent move, so write it as $e^{{v \\ln u}}$ with "
        f"$u = {write.tex(base)}$, $v = {write.tex(n)}$ and use the chain rule."
    )
    return _note(ledger, says, f, f * (dn * sympy.log(base) + n * db / base), x)


def _outer(f: Any, u: Any) -> Any:
    """The derivative of a named function at u."""
    import sympy

    table = {
        sympy.exp: lambda: sympy.exp(u),
        sympy.log: lambda: 1 / u,
        sympy.sin: lambda: sympy.cos(u),
        sympy.cos: lambda: -sympy.sin(u),
        sympy.tan: lambda: 1 + sympy.tan(u) ** 2,
        sympy.cot: lambda: -1 - sympy.cot(u) ** 2,
        sympy.sec: lambda: sympy.sec(u) * sympy.tan(u),
        sympy.csc: lambda: -sympy.csc(u) * sympy.cot(u),
        sympy.asin: lambda: 1 / sympy.sqrt(1 - u**2),
        sympy.acos: lambda: -1 / sympy.sqrt(1 - u**2),
        sympy.atan: lambda: 1 / (1 + u**2),
        sympy.sinh: lambda: sympy.cosh(u),
        sympy.cosh: lambda: sympy.sinh(u),
        sympy.tanh: lambda: 1 - sympy.tanh(u) ** 2,
        sympy.Abs: lambda: u / sympy.Abs(u),
    }
    if f.func not in table:
        raise Unreadable(f"I have no rule for '{f.func.__name__}' — try sin, cos, tan, exp, ln, sqrt, arctan, tanh.")
    return table[f.func]()


def _chain(ledger: Ledger | None, f: Any, x: Any) -> Any:
    import sympy

    inner = f.args[0]
    if inner == x:
        return _note(ledger, f"Known derivative: this one is worth remembering, ${write.tex(f)}$.", f, _outer(f, x), x)
    u = sympy.Symbol("u")
    return _chained(ledger, f, f.func(u), inner, _outer(f, u), derive(ledger, inner, x), x)


def _chained(ledger: Ledger | None, f: Any, outer: Any, inner: Any, outer_slope: Any, inner_slope: Any, x: Any) -> Any:
    import sympy

    u = sympy.Symbol("u")
    says = (
        f"Chain rule: outer ${write.tex(outer)}$, inner $u = {write.tex(inner)}$. "
        f"Differentiate the outside, keep the inside, multiply by the inner slope."
    )
    kept = outer_slope.subs(u, inner)
    return _note(ledger, says, f, kept * inner_slope, x, rf"{write.bracketed(kept)} \cdot {write.bracketed(inner_slope)}")


def rational(value: Fraction) -> Any:
    """A fraction as SymPy knows it."""
    import sympy

    return sympy.Rational(value.numerator, value.denominator)
