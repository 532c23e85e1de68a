"""Maximum likelihood for the usual families: write the log-likelihood, set its slope to zero, look that it is a maximum."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.parse import read
from tutor.maths.steps.rules import derive, expression, is_derivative
from tutor.maths.steps.solution import Check, Ledger, Part, Solution

Values = Sequence[Fraction]
FAMILIES = ("bernoulli", "binomial", "poisson", "exponential", "normal", "geometric")
MOST_DATA = 200


def estimate(ledger: Ledger, family: str, data: Values, trials: int | None = None) -> Solution:
    """The estimate for one family; `trials` is the n of a binomial."""
    if not 1 <= len(data) <= MOST_DATA:
        raise Unreadable(f"I need 1 to {MOST_DATA} numbers as data — try mle of an exponential for 2, 3, 7.")
    if family == "normal":
        return _normal(ledger, data)
    _allowed(family, data, trials)
    n, total = len(data), sum(data, Fraction(0))
    if family in ("poisson", "exponential"):
        gain, loss = (total, Fraction(n)) if family == "poisson" else (Fraction(n), total)
        shown = r"p(x) = \frac{\lambda^x e^{-\lambda}}{x!}" if family == "poisson" else r"p(x) = \lambda e^{-\lambda x}"
        return _rate(ledger, gain, loss, shown, family)
    wins, losses = {
        "bernoulli": (total, n - total),
        "binomial": (total, n * (trials or 1) - total),
        "geometric": (Fraction(n), total - n),
    }[family]
    return _share(ledger, wins, losses, family)


def _allowed(family: str, data: Values, trials: int | None) -> None:
    whole = all(x.denominator == 1 for x in data)
    if family == "bernoulli" and not set(data) <= {Fraction(0), Fraction(1)}:
        raise Unreadable("Bernoulli data are zeros and ones — try mle of a Bernoulli for 1, 0, 1, 1.")
    if family == "binomial" and (not trials or not whole or not all(0 <= x <= trials for x in data)):
        raise Unreadable("Binomial data are counts out of n trials — try mle of a binomial with n = 10 for 3, 4, 5.")
    if family == "poisson" and (not whole or any(x < 0 for x in data)):
        raise Unreadable("Poisson data are counts 0, 1, 2, ... — try mle of a Poisson for 2, 0, 3.")
    if family == "exponential" and any(x <= 0 for x in data):
        raise Unreadable("Exponential data are positive numbers — try mle of an exponential for 2, 3, 7.")
    if family == "geometric" and (not whole or any(x < 1 for x in data)):
        raise Unreadable("Geometric data are counts 1, 2, 3, ... of trials — try mle of a geometric for 2, 1, 4.")


def _slope_line(ledger: Ledger, log_likelihood: str, name: str, label: str) -> None:
    """Write the log-likelihood and its derivative, the derivative checked by differences."""
    import sympy

    f = expression(read(log_likelihood))
    x = sympy.Symbol(name)
    df = derive(None, f, x)
    good = is_derivative(f, df, x)
    latex = rf"\ell({write.tex(x)}) = {write.tex(f)} + c, \qquad \ell'({write.tex(x)}) = {write.tex(df)}"
    ledger.step(label, latex, good)


def _rate(ledger: Ledger, gain: Fraction, loss: Fraction, density: str, family: str) -> Solution:
    """Maximise gain ln(lambda) - loss lambda."""
    if not gain:
        how = Check(loss > 0, "second route: $\\ell(\\lambda) = -n\\lambda$ falls from $\\lambda = 0$ on")
        return ledger.conclude(
            "number", "0", r"\hat\lambda = 0", how, says="All counts are zero, so the likelihood is largest at $\\lambda = 0$."
        )
    formula = f"{gain}*ln(lambda) - {_wrapped(loss)}*lambda"
    _slope_line(
        ledger,
        formula,
        "lambda",
        f"Multiply the densities ${density}$, take the logarithm, and differentiate; constants drop out.",
    )
    result = gain / loss
    latex = rf"\frac{{{write.tex(gain)}}}{{\lambda}} = {write.tex(loss)} \;\Rightarrow\; \hat\lambda = {write.tex(result)}"
    ledger.step(
        "Set the slope to zero and solve.",
        latex,
        check.equal(gain / result - loss, Fraction(0), "put into the slope, it gives zero"),
    )
    answer = write.plain(result)
    mean = "the mean of the data" if family == "poisson" else "one over the mean of the data"
    how = _highest(formula, {"lambda": check.number_back(answer)})
    return ledger.conclude(
        "number", answer, rf"\hat\lambda = {write.tex(result)}{write.about(result)}", how, says=f"So the estimate is {mean}."
    )


def _wrapped(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"({value})"


def _share(ledger: Ledger, wins: Fraction, losses: Fraction, family: str) -> Solution:
    """Maximise wins ln(p) + losses ln(1 - p)."""
    result = wins / (wins + losses)
    if not wins or not losses:
        end = "1" if wins else "0"
        how = Check(result == (1 if wins else 0), "second route: the log-likelihood only rises towards this end of $[0, 1]$")
        says = f"Every trial ended the same way, so the likelihood is largest at the end, $p = {end}$."
        return ledger.conclude("number", end, rf"\hat p = {end}", how, says=says)
    formula = f"{wins}*ln(p) + {losses}*ln(1 - p)"
    _slope_line(
        ledger,
        formula,
        "p",
        (
            f"Each success brings a factor $p$, each failure $1 - p$: with "
            f"{wins} and {losses} of them take the logarithm and differentiate."
        ),
    )
    latex = rf"\frac{{{wins}}}{{p}} = \frac{{{losses}}}{{1 - p}} \;\Rightarrow\; \hat p = \frac{{{wins}}}{{{wins + losses}}}"
    ledger.step(
        "Set the slope to zero and solve.",
        latex,
        check.equal(wins * (1 - result), losses * result, "multiplied out crosswise, both sides agree"),
    )
    answer = write.plain(result)
    how = _highest(formula, {"p": check.number_back(answer)})
    return ledger.conclude(
        "number",
        answer,
        rf"\hat p = {write.tex(result)}{write.about(result)}",
        how,
        says="So the estimate is the share of successes.",
    )


def _highest(formula: str, at: dict[str, Fraction]) -> Check:
    """The log-likelihood, by our own evaluator, is lower on both sides of the typed answer, near and far."""
    node = read(formula)
    point = {name: float(value) for name, value in at.items()}
    top = check.real(node, point)
    good = top is not None
    for name, value in point.items():
        for step in (0.3, 0.03, 0.003):
            for sign in (1, -1):
                other = check.real(node, point | {name: value + sign * step * (abs(value) or 1.0)})
                good = good and (other is None or other < (top or 0.0))
        steep = check.slope(node, name, point)
        scale = abs(top or 0.0) + 1.0
        good = good and steep is not None and abs(steep) * max(abs(value), 1e-6) <= 1e-6 * scale
    return Check(good, "second route: the log-likelihood in floats is lower on both sides of the typed answer, and level there")


def _normal(ledger: Ledger, data: Values) -> Solution:
    n = len(data)
    mean = sum(data, Fraction(0)) / n
    if len(data) < 2 or all(x == mean for x in data):
        raise Unreadable("A normal distribution takes at least two different numbers as data — try mle of a normal for 2, 4, 9.")
    squares = " + ".join(f"({_shifted(x)})^2" for x in data[:12])
    if n <= 12:
        _slope_line(
            ledger, f"-({squares})/2", "mu", "For the mean, only the squares in the exponent matter (here with $\\sigma^2 = 1$)."
        )
    latex = rf"\hat\mu = \frac{{{' + '.join(map(write.bracketed, data))}}}{{{n}}} = {write.tex(mean)}{write.about(mean)}"
    balanced = check.equal(
        sum((x - mean for x in data), Fraction(0)), Fraction(0), "the deviations from it add up to zero, so the slope vanishes"
    )
    ledger.step("The slope is zero where the deviations balance: at the mean.", latex, balanced)
    spread = sum(((x - mean) ** 2 for x in data), Fraction(0))
    variance = spread / n
    formula = f"-({n}/2)*ln(v) - ({spread})/(2*v)"
    _slope_line(ledger, formula, "v", "With the mean in place, differentiate along the variance $v = \\sigma^2$.")
    latex = rf"\hat\sigma^2 = \frac{{{write.tex(spread)}}}{{{n}}} = {write.tex(variance)}{write.about(variance)}"
    zero = check.equal(-Fraction(n, 2) / variance + spread / (2 * variance**2), Fraction(0), "put into the slope, it gives zero")
    ledger.step("Set the slope to zero: the average squared deviation (divided by $n$, not $n - 1$).", latex, zero)
    parts = (Part("mu", "number", write.plain(mean)), Part("sigma^2", "number", write.plain(variance)))
    again = [check.number_back(part.answer) for part in parts]
    whole = f"-({n}/2)*ln(v) - ({n}*m^2 - 2*m*({sum(data, Fraction(0))}) + {sum((x * x for x in data), Fraction(0))})/(2*v)"
    how = _highest(whole, {"m": again[0], "v": again[1]})
    answer = f"mu = {parts[0].answer}; sigma^2 = {parts[1].answer}"
    shown = rf"\hat\mu = {write.tex(mean)}, \qquad \hat\sigma^2 = {write.tex(variance)}"
    return ledger.conclude("labelled", answer, shown, how, says="So these are the two estimates.", parts=parts)


def _shifted(x: Fraction) -> str:
    return f"{x} - mu" if x >= 0 else f"-{abs(x)} - mu"
