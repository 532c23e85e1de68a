"""Which step is wrong, and in what order: a derivation with one slip put in, and steps that need one another's results.

The place of the slip is known because we put it there; that it is the only one is found by following the derivation line by line.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

import sympy as sp

from tutor.maths.claims.claim import Verdict
from tutor.maths.derivations.derivation import follow
from tutor.questions.candidate import Candidate
from tutor.questions.misconceptions import sentence
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, registrar
from tutor.questions.write import bracketed, tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)
X = sp.Symbol("x")
Q = sp.Rational


def _slipped(draw: Draw, prompt: str, right: Sequence[str], wrong: Sequence[str], place: int, slip: str) -> Draft:
    """A derivation that goes on as in `wrong` from line `place` (counted from 0) on; before it stands as in `right`."""
    lines = [*right[:place], *wrong]

    @cache
    def only_bad() -> int | None:
        """The one line that does not follow from the line before; None where there are more, or where one cannot be followed."""
        verdicts = [line.verdict for line in follow("\n".join(lines)).lines]
        bad = [n for n, verdict in enumerate(verdicts) if verdict is Verdict.FAILS]
        return bad[0] if len(bad) == 1 and len(verdicts) == len(lines) and Verdict.OPEN not in verdicts[1:] else None

    def check(c: Candidate) -> bool:
        return only_bad() == int(c.words)

    draw.need(only_bad() is not None)  # with some numbers a slip changes nothing, or breaks two lines
    return Draft(
        prompt=prompt,
        key=place,
        wrong=[],
        lines=[f"${line}$" for line in lines],
        slips=[slip] * len(lines),
        steps=[
            rf"Line {place + 1} does not follow from line {place}.",
            sentence(slip),
            rf"After ${right[place - 1]}$ should stand ${right[place]}$.",
        ],
        hint="Compare each line with the one before it only; what follows from a wrong line is no second slip.",
        check=check,
        routes=("the line into which the slip was put", "every line followed by its own values, and the rest again from there"),
    )


@template("wrong_step_in_equation", kind=Kind.WRONG_STEP, difficulty=Difficulty.EASY, minutes=1.5)
def wrong_step_in_equation(draw: Draw) -> Draft:
    a, b, c = draw.one_of([2, 3, 4, 5, 6, 7]), draw.nonzero(-9, 9), draw.nonzero(-20, 20)
    inner = f"x {'+' if b > 0 else '-'} {abs(b)}"

    def after(constant: int, moved: int, last: sp.Rational) -> list[str]:
        plus = f"{'+' if constant > 0 else '-'} {abs(constant)}"
        return [f"{a}x {plus} = {c}", f"{a}x = {moved}", f"x = {tex(last)}"]

    right = [f"{a}({inner}) = {c}", *after(a * b, c - a * b, Q(c - a * b, a))]
    slips = [
        (1, "distributed_to_first_only", after(b, c - b, Q(c - b, a))),
        (2, "sign_slip", after(a * b, c + a * b, Q(c + a * b, a))[1:]),
        (3, "multiplied_for_divided", [f"x = {(c - a * b) * a}"]),
        (3, "subtracted_for_divided", [f"x = {c - a * b - a}"]),
    ]
    place, slip, wrong = draw.one_of(slips)
    draw.need(wrong[-1] != right[-1] and c != a * b)
    return _slipped(draw, "Someone solves an equation. Which line does not follow?", right, wrong, place, slip)


@template("wrong_step_in_square", kind=Kind.WRONG_STEP, difficulty=Difficulty.EASY, minutes=1.5)
def wrong_step_in_square(draw: Draw) -> Draft:
    a, b, c = draw.whole(1, 9), draw.whole(2, 9), draw.whole(1, 9)
    first, whole = "x" if a == 1 else f"{a}x", "" if a == 1 else str(a * a)
    right = [
        f"({first} + {b})^2 - {c}({first} + {b})",
        f"{whole}x^2 + {2 * a * b}x + {b * b} - {c}({first} + {b})",
        f"{whole}x^2 + {2 * a * b}x + {b * b} - {c * a}x - {c * b}",
        f"{whole}x^2 + {2 * a * b - c * a}x + {b * b - c * b}",
    ]
    slips = [
        (
            1,
            "square_of_sum",
            [
                f"{whole}x^2 + {b * b} - {c}({first} + {b})",
                f"{whole}x^2 + {b * b} - {c * a}x - {c * b}",
                f"{whole}x^2 - {c * a}x + {b * b - c * b}",
            ],
        ),
        (
            2,
            "minus_to_first_only",
            [f"{whole}x^2 + {2 * a * b}x + {b * b} - {c * a}x + {c * b}", f"{whole}x^2 + {2 * a * b - c * a}x + {b * b + c * b}"],
        ),
        (
            2,
            "distributed_to_first_only",
            [f"{whole}x^2 + {2 * a * b}x + {b * b} - {c * a}x - {b}", f"{whole}x^2 + {2 * a * b - c * a}x + {b * b - b}"],
        ),
    ]
    place, slip, wrong = draw.one_of(slips)
    draw.need(2 * b > c and b > c > 1)
    return _slipped(draw, "Someone expands an expression. Which line is not equal to the one before?", right, wrong, place, slip)


@template("wrong_step_in_derivative", kind=Kind.WRONG_STEP, difficulty=Difficulty.MEDIUM, minutes=2)
def wrong_step_in_derivative(draw: Draw) -> Draft:
    n, k, a = draw.whole(2, 6), draw.nonzero(-9, 9), draw.whole(2, 9)
    power, plus = "x" if n == 2 else f"x^{n - 1}", f"{'+' if k > 0 else '-'} {abs(k)}"
    right = [
        rf"\frac{{d}}{{dx}} \left( {a}x^{n} (x {plus}) \right)",
        rf"{a * n}{power} (x {plus}) + {a}x^{n}",
        rf"{a * n}x^{n} {'+' if k > 0 else '-'} {a * n * abs(k)}{power} + {a}x^{n}",
        rf"{a * n + a}x^{n} {'+' if k > 0 else '-'} {a * n * abs(k)}{power}",
    ]
    slips = [
        (1, "product_of_derivatives", [rf"{a * n}{power} \cdot 1", rf"{a * n}{power}"]),
        (
            1,
            "quotient_sign",
            [
                rf"{a * n}{power} (x {plus}) - {a}x^{n}",
                rf"{a * n}x^{n} {'+' if k > 0 else '-'} {a * n * abs(k)}{power} - {a}x^{n}",
            ],
        ),
        (2, "distributed_to_first_only", [rf"{a * n}x^{n} {plus} + {a}x^{n}", rf"{a * n + a}x^{n} {plus}"]),
        (3, "sign_slip", [rf"{a * n - a}x^{n} {'+' if k > 0 else '-'} {a * n * abs(k)}{power}"]),
    ]
    place, slip, wrong = draw.one_of(slips)
    return _slipped(draw, "Someone differentiates. Which line is not equal to the one before?", right, wrong, place, slip)


@template("wrong_step_in_variance", kind=Kind.WRONG_STEP, difficulty=Difficulty.MEDIUM, minutes=2)
def wrong_step_in_variance(draw: Draw) -> Draft:
    p, q, r = draw.wholes(3, 1, 12)
    draw.need((p + q + r) % 3 == 0 and len({p, q, r}) > 1)
    m = (p + q + r) // 3
    gaps = [p - m, q - m, r - m]
    square = sum(g * g for g in gaps)
    plain = " + ".join(rf"({g})^2" for g in gaps)
    right = [
        rf"\frac{{({p} - {m})^2 + ({q} - {m})^2 + ({r} - {m})^2}}{{3}}",
        rf"\frac{{{plain}}}{{3}}",
        rf"\frac{{{' + '.join(str(g * g) for g in gaps)}}}{{3}}",
        rf"\frac{{{square}}}{{3}}",
    ]
    slips = [
        (
            2,
            "squares_forgotten",
            [rf"\frac{{{' + '.join(str(abs(g)) for g in gaps)}}}{{3}}", rf"\frac{{{sum(map(abs, gaps))}}}{{3}}"],
        ),
        (
            2,
            "sign_slip",
            [
                rf"\frac{{{gaps[0] ** 2} + {gaps[1] ** 2} - {gaps[2] ** 2}}}{{3}}",
                rf"\frac{{{gaps[0] ** 2 + gaps[1] ** 2 - gaps[2] ** 2}}}{{3}}",
            ],
        ),
        (
            1,
            "mean_not_squared",
            [rf"\frac{{{p * p} + {q * q} + {r * r} - {m}}}{{3}}", rf"\frac{{{p * p + q * q + r * r - m}}}{{3}}"],
        ),
        (3, "not_divided_by_count", [str(square)]),
    ]
    place, slip, wrong = draw.one_of(slips)
    return _slipped(
        draw,
        rf"Someone computes the variance of ${p}, {q}, {r}$, whose mean is ${m}$. Which line is not equal to the one before?",
        right,
        wrong,
        place,
        slip,
    )


# -- in what order ----------------------------------------------------------------------------------------------------
_Step = tuple[str, str, str]  # the sentence, the letter of what it finds, the letters of what it needs


def _ordered(prompt: str, steps: Sequence[_Step]) -> Draft:
    """Steps to be put in order: one must stand before another exactly when it finds something the other needs."""
    pairs = tuple((i, j) for i, (_, finds, _) in enumerate(steps) for j, (_, _, needs) in enumerate(steps) if finds in needs)

    def check(c: Candidate) -> bool:
        """Work through the steps in this order with nothing but what was found so far."""
        known: set[str] = set()
        for place in map(int, c.words.split(",")):
            _, finds, needs = steps[place]
            if not set(needs) <= known:
                return False
            known.add(finds)
        return True

    return Draft(
        prompt=prompt,
        key=pairs,
        wrong=[],
        lines=[said for said, _, _ in steps],
        slips=[""] * len(steps),
        steps=[said for said, _, _ in steps],
        hint="Which step can be done with the numbers of the question alone? Begin there.",
        check=check,
        routes=("who finds what another needs", "the steps worked through with nothing but what was found so far"),
    )


@template("order_of_determinant", kind=Kind.ORDER, difficulty=Difficulty.EASY, minutes=2)
def order_of_determinant(draw: Draw) -> Draft:
    a = draw.rows(3, 3, -3, 4)
    m = [sp.Matrix(a).minor(0, j) for j in range(3)]
    det = sp.Matrix(a).det()
    draw.need(len(set(m)) == 3 and all(a[0]))
    terms = [rf"{bracketed(entry)} \cdot {bracketed(minor)}" for entry, minor in zip(a[0], m, strict=True)]
    signed = f"{terms[0]} - {terms[1]} + {terms[2]}"
    return _ordered(
        rf"Put the steps for $\det A$ of $A = {tex(a)}$ in an order in which they can be done.",
        [
            (rf"The minor of the first entry is ${m[0]}$.", "a", ""),
            (rf"The minor of the second entry is ${m[1]}$.", "b", ""),
            (rf"The minor of the third entry is ${m[2]}$.", "c", ""),
            (rf"With signs $+, -, +$ these give ${signed}$.", "d", "abc"),
            (rf"So the determinant is ${det}$.", "e", "d"),
        ],
    )


@template("order_of_projection", kind=Kind.ORDER, difficulty=Difficulty.EASY, minutes=2)
def order_of_projection(draw: Draw) -> Draft:
    b, x = [draw.nonzero(-3, 3), draw.nonzero(-3, 3)], draw.wholes(2, -5, 6)
    along, square = b[0] * x[0] + b[1] * x[1], b[0] ** 2 + b[1] ** 2
    draw.need(along and along != square)
    point = sp.Matrix(b) * Q(along, square)
    return _ordered(
        rf"Project $x = {tex(x)}$ onto the line along $b = {tex(b)}$ and find the residual. Put the steps in an order "
        rf"in which they can be done.",
        [
            (rf"The dot product is $b^\top x = {along}$.", "a", ""),
            (rf"The squared length is $b^\top b = {square}$.", "b", ""),
            (rf"The factor is $\lambda = {tex(Q(along, square))}$.", "c", "ab"),
            (rf"The projection is $\lambda b = {tex(point)}$.", "d", "c"),
            (rf"The residual is ${tex(sp.Matrix(x) - point)}$.", "e", "d"),
        ],
    )


@template("order_of_gradient_step", kind=Kind.ORDER, difficulty=Difficulty.MEDIUM, minutes=2)
def order_of_gradient_step(draw: Draw) -> Draft:
    a, b, p, q = draw.whole(1, 5), draw.whole(1, 5), draw.nonzero(-4, 4), draw.nonzero(-4, 4)
    rate = Q(1, draw.one_of([4, 5, 8, 10]))
    y = sp.Symbol("y")
    u, v = 2 * a * p, 2 * b * q
    draw.need(u != v)
    return _ordered(
        rf"One step of gradient descent on $f(x, y) = {tex(a * X**2 + b * y**2)}$ from $({p}, {q})$ with step size "
        rf"${tex(rate)}$. "
        "Put the steps in an order in which they can be done.",
        [
            (rf"$\partial_x f = {u}$ at the start.", "a", ""),
            (rf"$\partial_y f = {v}$ at the start.", "b", ""),
            (rf"The step is $-{tex(rate)} \cdot ({u}, {v}) = ({tex(-rate * u)}, {tex(-rate * v)})$.", "c", "ab"),
            (rf"The new point is $({tex(p - rate * u)}, {tex(q - rate * v)})$.", "d", "c"),
            (rf"There $f$ is ${tex(a * (p - rate * u) ** 2 + b * (q - rate * v) ** 2)}$.", "e", "d"),
        ],
    )


@template("order_of_bayes", kind=Kind.ORDER, difficulty=Difficulty.MEDIUM, minutes=2)
def order_of_bayes(draw: Draw) -> Draft:
    ill, hit, alarm = draw.whole(1, 30), draw.whole(60, 99), draw.whole(1, 30)
    sick = Fraction(ill * hit, 10_000)
    well = Fraction((100 - ill) * alarm, 10_000)
    draw.need(sick != well and ill != alarm)
    return _ordered(
        rf"A condition has prevalence ${ill}\%$; a test finds it in ${hit}\%$ of the cases and gives ${alarm}\%$ false "
        rf"alarms. How likely is the "
        "condition after a positive test? Put the steps in an order in which they can be done.",
        [
            (rf"Ill and positive: ${tex(sick)}$.", "a", ""),
            (rf"The share of those who are well is ${tex(Fraction(100 - ill, 100))}$.", "w", ""),
            (rf"Well and positive: ${tex(well)}$.", "b", "w"),
            (rf"Positive altogether: ${tex(sick + well)}$.", "c", "ab"),
            (rf"Ill, given positive: ${tex(sick / (sick + well))}$.", "d", "ac"),
        ],
    )
