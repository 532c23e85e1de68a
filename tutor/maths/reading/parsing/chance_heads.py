"""Whether an E in front of something is the average of it, and what else a head is in books on chance."""

from __future__ import annotations

import itertools

from tutor.maths.reading.context import Context
from tutor.maths.reading.nodes import Letter, Listing, Prime, Product, Sub, Sum, Super, Transpose
from tutor.maths.tokens import Token
from tutor.maths.tree import Node, Number

_ELSEWHERE = ("energy", "electric field", "hamiltonian", "elementary matri", "young's modulus")
_TIMES = frozenset(["t", "T", "s", "S", "u", "tau", "r", "delta"])


def takes_averages(tokens: list[Token], context: Context) -> bool:
    """Whether E is the average: it is taken of a random variable here or around, and the words speak of nothing else."""
    if context.speaks_of(*_ELSEWHERE) or "E" in context.values | context.functions | context.bodies:
        return False
    chance = context.speaks_of("expect", "random", "probab", "distribut", "varianc", "covarian")
    if context.speaks_of("matri") and not chance:
        return False  # E X may be a product of matrices
    if context.averages or context.speaks_of("expectation", "expected value", "random variable", "martingale", "brownian"):
        return True
    pairs = itertools.pairwise(tokens)
    return any(a.text == "E" and b.text in ("X", "Y", "xi") for a, b in pairs) or any(t.text in ("Var", "Cov") for t in tokens)


def positive_part(raised: Node, average: Node) -> bool:
    """Whether a plus stands on the bracket of an average, E(S - K)^+ or E(X - d)_+: it is the one of what the bracket holds."""
    mark = raised.mark if isinstance(raised, Super) else raised.index if isinstance(raised, Sub) else None
    return raised is not average and isinstance(mark, Letter) and mark.name == "+"


def is_price(body: Node) -> bool:
    """Whether a bracket holds nothing but two times, P(t, T), P(0, T): the price of a bond, or another function of them."""
    parts = body.parts if isinstance(body, Listing) and len(body.parts) in (2, 3) else ()
    cores = [n.base if isinstance(n, Sub) else n for p in parts for n in (p.terms if isinstance(p, Sum) else (p,))]
    timed = all(isinstance(c, Number) or (isinstance(c, Letter) and c.name in _TIMES) for c in cores)
    return bool(parts) and timed and any(isinstance(c, Letter) for c in cores)


def follows(tokens: list[Token], at: int, sign: str, *letters: str) -> bool:
    """Whether behind the token at `at` a script begins that is one of these letters."""
    after = [t.text for t in tokens[at + 1 : at + 5] if t.text not in "{}"]
    return after[:1] == [sign] and after[1:2] != [] and after[1] in letters


def indicated(tokens: list[Token], start: int) -> bool:
    """Whether a bracket is the index of an indicator, I_{(0, 1)}(x), 1_{(a, b)}, chi_{(0, t)}."""
    before = [t.text for t in tokens[max(0, start - 6) : start]]
    if before[-2:] != ["_", "{"]:
        return False
    heads = [text for text in before[:-2] if text not in ("{", "}")]
    return heads[-1:] in (["1"], ["I"], ["chi"])


def of_rows(body: Node) -> bool:
    """Whether bars hold X'X or X^T V X, a product of matrices: a determinant as well as an absolute value."""
    factors = body.factors if isinstance(body, Product) and not any(body.signs) else ()
    first = factors[0] if factors else None
    turned = first.base if isinstance(first, Prime | Transpose) else None
    same = isinstance(turned, Letter) and isinstance(factors[-1], Letter) and turned.name == factors[-1].name
    return same and isinstance(turned, Letter) and turned.name.isupper()


def differences(head: Node, tokens: list[Token], at: int, context: Context) -> bool:
    """Whether a nabla before what has a time is the difference of a time series: its index is a season, or the words say so."""
    texts = [t.text for t in tokens[at : at + 12] if t.text not in "{}"]
    texts = texts[texts[:1] in (["log"], ["ln"]) :]
    timed = texts[:1] != [] and texts[0] in tuple("XYZWxyz") and texts[1:3] == ["_", "t"]
    if context.speaks_of("differencing", "difference operator", "seasonal"):
        return True
    season = isinstance(head, Sub) and isinstance(head.index, Number) and head.index.text.isdigit() and int(head.index.text) > 3
    if season and timed:
        return True
    series = context.speaks_of("time series", "arima", "autoregress", "lag ", "backshift", "random walk")
    before = any(a.text == "t" and b.text == "-" for a, b in itertools.pairwise(tokens))
    return timed and (series or before) and not context.speaks_of("gradient", "descent")


def is_total(tokens: list[Token], start: int) -> bool:
    """Whether (1) is the total without any treatment, a term or an entry of its own beside a, b and ab."""
    around = [t.text for t in tokens[max(0, start - 1) : start] + tokens[start + 3 : start + 4]]
    treated = any((a.text, b.text) == ("a", "b") for a, b in itertools.pairwise(tokens))
    return treated and all(text in ("+", "-", ",", "[", "]", "{", "}") for text in around)
