"""Entropy and divergence. Keys come from SymPy; checks from other identities, in floats."""

from __future__ import annotations

import math

import sympy as sp

from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, near, registrar
from tutor.questions.write import tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)
Q = sp.Rational


def _log_terms(weights: list[sp.Rational], inside: list[sp.Rational]) -> str:
    return " + ".join(rf"{tex(w)} \log_2 {tex(x)}" for w, x in zip(weights, inside, strict=True))


@template("entropy_in_bits", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=3)
def entropy_in_bits(draw: Draw) -> Draft:
    weights = [draw.whole(1, 12) for _ in range(3)]
    total = sum(weights)
    draw.need(len(set(weights)) > 1)
    p = [Q(w, total) for w in weights]
    key = -sum(x * sp.log(x, 2) for x in p)

    def check(c: Candidate) -> bool:
        return near(c.real, math.log2(total) - sum(w * math.log2(w) for w in weights) / total, 1e-12)

    return Draft(
        prompt=rf"A source has probabilities $\left({', '.join(tex(x) for x in p)}\right)$. What "
        rf"is its entropy in bits? (Exact, or rounded to 3 decimals.)",
        key=key,
        wrong=[
            (-key, "sign_slip"),
            (-sum(x * sp.log(x) for x in p), "log_base_mixed"),
            (sp.log(len(p), 2), "uniform_assumed"),
            (-sum(sp.log(x, 2) for x in p), "weights_ignored"),
        ],
        steps=[
            "Average the surprises $-\\log_2 p$, each weighted by its $p$.",
            rf"$H = -\left({_log_terms(p, p)}\right) \approx {float(key):.3f}$ bits.",
        ],
        hint="$H = -\\sum_i p_i \\log_2 p_i$.",
        check=check,
        routes=("sum of -p log p, in SymPy", "log of the total minus the mean log of the counts, by floats"),
        decimals=3,
    )


@template("kl_divergence", kind=Kind.NUMBER, difficulty=Difficulty.HARD, minutes=4)
def kl_divergence(draw: Draw) -> Draft:
    size = draw.whole(3, 12)
    first, second = draw.whole(1, size - 1), draw.whole(1, size - 1)
    other = draw.whole(3, 12)
    draw.need(second < other)
    p, q = [Q(first, size), Q(size - first, size)], [Q(second, other), Q(other - second, other)]
    draw.need(p != q and p != q[::-1])
    key = sum(a * sp.log(a / b, 2) for a, b in zip(p, q, strict=True))

    def check(c: Candidate) -> bool:
        entropy = -sum(float(a) * math.log2(a) for a in p)
        crossed = -sum(float(a) * math.log2(b) for a, b in zip(p, q, strict=True))
        return near(c.real, crossed - entropy, 1e-9)

    return Draft(
        prompt=rf"$p = \left({tex(p[0])}, {tex(p[1])}\right)$ and $q = \left({tex(q[0])}, {tex(q[1])}\right)$. "
        rf"What is $\mathrm{{KL}}(p \,\|\, q)$ in bits? (Exact, or rounded to 3 decimals.)",
        key=key,
        wrong=[
            (sum(b * sp.log(b / a, 2) for a, b in zip(p, q, strict=True)), "p_q_swapped"),
            (-sum(a * sp.log(b, 2) for a, b in zip(p, q, strict=True)), "cross_entropy_for_kl"),
            (-key, "sign_slip"),
            (sum(a * sp.log(a / b) for a, b in zip(p, q, strict=True)), "log_base_mixed"),
        ],
        steps=[
            r"$\mathrm{KL}(p \,\|\, q) = \sum_i p_i \log_2 \frac{p_i}{q_i}$: weights from $p$, ratio $p$ over $q$.",
            rf"$= {_log_terms(p, [a / b for a, b in zip(p, q, strict=True)])} \approx {float(key):.3f}$ bits.",
        ],
        hint="The weights come from the first distribution.",
        check=check,
        routes=("sum of p log(p/q), in SymPy", "cross-entropy minus entropy, by floats"),
        decimals=3,
    )
