"""Integrals: powers, exp, sin, cos, 1/x, simple substitution, parts where easy. Every antiderivative is differentiated back."""

from __future__ import annotations

import math
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.parse import read
from tutor.maths.steps.calculus import letter
from tutor.maths.steps.rules import derive, exact_value, expression, is_derivative, neat
from tutor.maths.steps.solution import Check, Ledger, Solution
from tutor.maths.tree import Node

DEEPEST = 6
_PANELS = 512
_AGREES = 1e-7  # of the area, taken without sign: where much cancels, a share of what is left would say nothing


def _beyond() -> Unreadable:
    return Unreadable(
        "I can't integrate this yet — I know powers, exp, sin, cos, 1/x, simple substitutions and parts; try x e^x."
    )


def antiderivative(ledger: Ledger, f: Any, x: Any, depth: int = 0) -> Any:
    """A function whose slope is f, each rule a step that is differentiated back; raises Unreadable where no rule fits."""
    import sympy

    if depth > DEEPEST or f.count_ops() > 60:
        raise _beyond()
    if f == 0:
        return _note(ledger, "Zero has the integral zero.", f, f, x)
    if f.is_Add:
        parts = [antiderivative(ledger, term, x, depth + 1) for term in f.args]
        return _note(ledger, "Sum rule: integrate term by term.", f, sympy.Add(*parts), x)
    factor, rest = f.as_independent(x, as_Add=False)
    if factor != 1 and rest != 1:
        inner = antiderivative(ledger, rest, x, depth + 1)
        return _note(ledger, f"Constant factor rule: ${write.tex(factor)}$ stays in front.", f, sympy.expand(factor * inner), x)
    for rule in (_known, _substituted, _by_parts):
        found = rule(ledger, f, x, depth)
        if found is not None:
            return found
    spread = sympy.expand(f)
    if spread != f and spread.is_Add:
        return antiderivative(ledger, spread, x, depth + 1)
    raise _beyond()


def _note(ledger: Ledger, says: str, f: Any, whole: Any, x: Any) -> Any:
    inside = rf"\left({write.tex(f)}\right)" if f.is_Add else write.tex(f)
    latex = rf"\int {inside} \, d{write.tex(x)} = {write.tex(whole)}"
    back = is_derivative(whole, f, x)
    ledger.step(says, latex, Check(back.holds, "differentiated back: " + back.how))
    return whole


def _known(ledger: Ledger, f: Any, x: Any, depth: int) -> Any:
    """Powers and elementary functions of a x + b."""
    import sympy

    if x not in f.free_symbols:
        return _note(ledger, "A constant has this times the variable as its integral.", f, f * x, x)
    base, power = f.as_base_exp()
    if x not in power.free_symbols and (slope := _linear(base, x)) is not None and base.func is not sympy.exp:
        if power == -1:
            return _note(ledger, r"The integral of $\frac{1}{u}$ is $\ln |u|$.", f, sympy.log(sympy.Abs(base)) / slope, x)
        says = "Power rule: raise the exponent by one and divide by the new one."
        return _note(
            ledger,
            says if slope == 1 else f"{says} Divide by the inner slope ${write.tex(slope)}$.",
            f,
            base ** (power + 1) / (power + 1) / slope,
            x,
        )
    if f.is_Pow and x not in base.free_symbols and (slope := _linear(power, x)) is not None and base.is_positive:
        return _note(
            ledger, rf"An exponential divided by $\ln {write.tex(base)}$ and the inner slope.", f, f / sympy.log(base) / slope, x
        )
    if f == 1 / (1 + x**2):
        return _note(ledger, "This one is worth remembering: the slope of the arctangent.", f, sympy.atan(x), x)
    if f.is_Function and len(f.args) == 1 and (slope := _linear(f.args[0], x)) is not None:
        whole = _table(f, f.args[0])
        if whole is not None:
            says = "This one is worth remembering."
            return _note(
                ledger, says if slope == 1 else f"{says} Divide by the inner slope ${write.tex(slope)}$.", f, whole / slope, x
            )
    return None


def _linear(inner: Any, x: Any) -> Any:
    """a where inner is a x + b with a nonzero, else None."""
    if not inner.is_polynomial(x):
        return None
    weights = inner.as_poly(x)
    return weights.nth(1) if weights is not None and weights.degree() == 1 else None


def _table(f: Any, u: Any) -> Any:
    import sympy

    known = {
        sympy.exp: sympy.exp(u),
        sympy.sin: -sympy.cos(u),
        sympy.cos: sympy.sin(u),
        sympy.tan: -sympy.log(sympy.Abs(sympy.cos(u))),
        sympy.sinh: sympy.cosh(u),
        sympy.cosh: sympy.sinh(u),
    }
    return known.get(f.func)


def _substituted(ledger: Ledger, f: Any, x: Any, depth: int) -> Any:
    """f = c g'(x) h(g(x)): put u for g."""
    import sympy

    u = sympy.Symbol("u" if x.name != "u" else "w", real=x.is_real)
    for inner in _inside(f, x):
        rest = sympy.simplify(f / derive(None, inner, x))
        turned = rest.subs(inner, u)
        if x in turned.free_symbols or turned.count_ops() > 20:
            continue
        says = (
            f"Substitute $u = {write.tex(inner)}$, so that $du = {write.tex(neat(derive(None, inner, x)))} \\, d{write.tex(x)}$."
        )
        shown = rf"\int {write.tex(f)} \, d{write.tex(x)} = \int {write.tex(turned)} \, du"
        back = is_derivative(inner, derive(None, inner, x), x)
        again = sympy.simplify(turned.subs(u, inner) * derive(None, inner, x) - f) == 0
        ledger.step(says, shown, Check(back.holds and again, "put back, it is the same integrand; the slope of $u$ was checked"))
        whole = antiderivative(ledger, turned, u, depth + 1)
        return _note(ledger, "Put back what $u$ stands for.", f, whole.subs(u, inner), x)
    return None


def _inside(f: Any, x: Any) -> list[Any]:
    """What could be called u: insides of functions and powers, and functions themselves, larger ones first."""
    import sympy

    found = []
    for part in sympy.preorder_traversal(f):
        if part.is_Function and x in part.free_symbols:
            found += [part.args[0], part]
        elif part.is_Pow and x in part.free_symbols:
            found += [part.exp if part.base == sympy.E else part.base]
    fit = [g for g in dict.fromkeys(found) if g != x and x in g.free_symbols and g != f]
    return sorted(fit, key=lambda g: -g.count_ops())


def _by_parts(ledger: Ledger, f: Any, x: Any, depth: int) -> Any:
    """x^n times exp, sin or cos; x^n times ln."""
    import sympy

    factors = sympy.Mul.make_args(f)
    logs = [p for p in factors if p.as_base_exp()[0].func is sympy.log]
    powers = [p for p in factors if p.as_base_exp()[0] == x]
    if logs:
        u, dv = logs[0], sympy.Mul(*[p for p in factors if p != logs[0]])
        if dv != 1 and not (len(powers) == 1 and dv == powers[0]):
            return None
    elif powers and powers[0].as_base_exp()[1].is_Integer and powers[0].as_base_exp()[1] > 0:
        u, dv = powers[0], sympy.Mul(*[p for p in factors if p != powers[0]])
        if not (dv.is_Function and dv.func in (sympy.exp, sympy.sin, sympy.cos) and _linear(dv.args[0], x) is not None):
            return None
    else:
        return None
    du = neat(derive(None, u, x))
    v = antiderivative(ledger, dv, x, depth + 1)
    left = sympy.expand(v * du)
    says = f"Integrate by parts, $\\int u v' = u v - \\int u' v$, with $u = {write.tex(u)}$ and $v' = {write.tex(dv)}$."
    good = is_derivative(u, du, x).holds and is_derivative(v, dv, x).holds
    shown = (
        rf"\int {write.tex(f)} \, d{write.tex(x)} = {write.bracketed(u * v)} - \int {write.bracketed(left)} \, d{write.tex(x)}"
    )
    ledger.step(says, shown, Check(good, "both slopes were checked by differences"))
    rest = antiderivative(ledger, left, x, depth + 1)
    return _note(ledger, "Put both parts together.", f, sympy.expand(u * v - rest), x)


# -- what one can ask ------------------------------------------------------------------------------
def indefinite(ledger: Ledger, node: Node, name: str) -> Solution:
    """All antiderivatives: one of them plus a constant."""
    whole = _whole(ledger, node, name)
    constant = "C" if name != "C" else "K"
    answer = f"{write.plain(whole)} + {constant}"
    how = check.is_slope(read(answer), node, name)
    latex = rf"\int {_braced(node)} \, d{write.tex(letter(name))} = {write.tex(whole)} + {constant}"
    return ledger.conclude("expression", answer, latex, how, says="Add a constant: all of these have the same slope.")


def _whole(ledger: Ledger, node: Node, name: str) -> Any:
    f, x = expression(node), letter(name)
    return neat(antiderivative(ledger, f, x))


def _braced(node: Node) -> str:
    f = expression(node)
    return rf"\left({write.tex(f)}\right)" if f.is_Add else write.tex(f)


def definite(ledger: Ledger, node: Node, name: str, low: Any, high: Any) -> Solution:
    """The area under f, with sign, from low to high."""
    if expression(node).free_symbols - {letter(name)}:
        raise Unreadable("Between bounds I integrate a function of one letter — put numbers for the others.")
    if ledger.checking:
        _area(node, name, float(low), float(high))  # raises where the function breaks off, before anything is written
    whole = _whole(ledger, node, name)
    ends = [_end(whole, name, v) for v in (high, low)]
    for v, value in zip((high, low), ends):
        back = check.real(read(write.plain(whole)), {name: float(v)})
        good = check.close(back, float(value), 1e-9)
        shown = f"F({write.tex(v)}) = {write.tex(value)}"
        ledger.step("Put the bound into the antiderivative $F$.", shown, Check(good, "our own evaluator gives the same value"))
    value = exact_value(ends[0] - ends[1])
    answer = write.plain(value)
    found = float(check.number_back(answer))
    area, size = _area(node, name, float(low), float(high))
    agrees = abs(found - area) <= _AGREES * max(1.0, size)
    how = Check(agrees, f"second route: the area added up in {_PANELS} slices (Simpson's rule) agrees")
    below, above, x = write.tex(low), write.tex(high), write.tex(letter(name))
    latex = rf"\int_{{{below}}}^{{{above}}} {_braced(node)} \, d{x} = {write.tex(value)}{write.about(value)}"
    return ledger.conclude("number", answer, latex, how, says=f"Subtract: $F({above}) - F({below})$.")


def _end(whole: Any, name: str, at: Any) -> Any:
    import sympy

    value = exact_value(sympy.simplify(whole.subs(letter(name), at)))
    if not value.is_finite or not value.is_real:
        raise _wild()
    return value


def _wild() -> Unreadable:
    return Unreadable("The function breaks off or grows without bound between these bounds — try bounds where it is continuous.")


def _area(node: Node, name: str, low: float, high: float) -> tuple[float, float]:
    """The integral by Simpson's rule in floats, and the one of |f|, which says how large what cancels is; raises Unreadable where
    two resolutions disagree."""
    (fine, size), (coarse, _) = (_simpson(node, name, low, high, panels) for panels in (_PANELS, _PANELS // 2))
    if abs(fine - coarse) > _AGREES * max(1.0, size):
        raise _wild()
    return fine, size


def _simpson(node: Node, name: str, low: float, high: float, panels: int) -> tuple[float, float]:
    total = []
    for k in range(1, panels):  # x = low + (high - low)(3t^2 - 2t^3): the ends, where roots are steep, get no weight
        t = k / panels
        value = check.real(node, {name: low + (high - low) * t * t * (3 - 2 * t)})
        if value is None:
            raise _wild()
        total.append(value * 6 * t * (1 - t) * (4 if k % 2 else 2))
    width = (high - low) / panels / 3
    return math.fsum(total) * width, abs(math.fsum(map(abs, total)) * width)
