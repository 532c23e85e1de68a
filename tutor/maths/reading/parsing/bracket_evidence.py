"""What a bracket says about the name before it, where the name alone does not settle whether the one is "of" the other."""

from __future__ import annotations

import re

from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Chain,
    Fence,
    Given,
    Letter,
    Listing,
    Power,
    Prime,
    Product,
    Sub,
    Sum,
    Super,
    Text,
    Transpose,
    Word,
)
from tutor.maths.reading.parsing.head_shapes import (
    ALWAYS,
    CHANCES,
    ENTRIES,
    FUNCTION_LIKE,
    bare,
    by_list,
    conditioned,
    free_letters,
    holds,
    matrix,
    may_be_turned,
    one_minus,
    shifted,
    steps,
    unmarked,
)
from tutor.maths.reading.parsing.scripts import Scripts
from tutor.maths.reading.shape import is_minus_one
from tutor.maths.tree import Node, Number, walk

_MULTIPLIERS = frozenset(["n", "m", "a", "b", "c", "beta", "gamma", "lambda", "mu", "theta", "epsilon"])
_COEFFICIENT = re.compile(r"(?:(?<![_^{\d.])[\d.]+|\\[dt]?frac\s*(?:\d\s*\d|\{[^{}]*\}\s*\{[^{}]*\}))\s*$")
_FREE_P = re.compile(r"(?<![A-Za-z\\{])P(?!\s*(?:\\(?:left|[bB]igg?l?)\s*)?[(\[_^A-Za-z{'])")
_LAGGED = frozenset(["phi", "theta", "rho", "alpha", "psi"])  # what weighs the step before in a time series


def _earlier(node: Node) -> bool:
    """Whether a symbol is that of a step before, X_{t-1}."""
    return isinstance(node, Sub) and isinstance(node.index, Sum) and node.index.signs == ("-",)


_ACTIVE = ("sigmoid", "activation", "softmax", "layer", "logistic")


class BracketEvidence(Scripts):
    """Judges a head by its bracket: "of", "times", or "" where both may be."""

    def by_argument(self, head: Node, fence: Fence) -> str:
        """What the bracket says about an undecided head."""
        core = bare(head)
        name = getattr(core, "name", "")
        body = fence.body
        if name == "pi" and isinstance(body, Sum) and isinstance(head, Letter):
            return "times"
        if name == "chi" and isinstance(head, Power):
            return "of"  # \\chi^2(k - 1), a law
        if conditioned(head) and (name or "1").isdigit():
            return "times" if isinstance(body, Sum) or fence.open == "[" else ""
        if isinstance(head, Power) and (name not in ALWAYS or (name in ("P", "E", "Gamma") and is_minus_one(head.exponent))):
            mapped = is_minus_one(head.exponent) and isinstance(head.base, Sub) and name.islower() and len(name) == 1
            return "times" if (isinstance(body, Sum) and not mapped) or (is_minus_one(head.exponent) and matrix(core)) else ""
        turned = isinstance(body, Product) and any(isinstance(f, Transpose) for f in body.factors)
        again = any(isinstance(n, Letter) and n.name == name for n in walk(body))
        if turned and name == "P" and isinstance(head, Letter):
            return ""  # the matrix P (T^T T)
        if turned and again and len(name) == 1 and name.isupper() and name not in ALWAYS | CHANCES and fence.open == "(":
            return "times"  # X (X^T X)^{-1}
        if isinstance(head, Sub) and isinstance(body, Letter) and body.name == name:
            return ""  # s_{n+1}(s), a state that depends on a state
        if name and holds(body, head, name):
            nested = not isinstance(body, Sum) and (name[:1].isupper() or name in ALWAYS) and not isinstance(head, Transpose)
            return "" if nested else "times"
        if isinstance(core, Fence) and isinstance(core.body, Sum) and isinstance(body, Listing):
            return ""
        if isinstance(core, Apply) and isinstance(core.argument, Fence) and core.argument.open == "{":
            return "of"  # L{f}(s)
        return self.by_square(core, fence) if fence.open == "[" else self.by_round(head, fence)

    def by_round(self, head: Node, fence: Fence) -> str:
        """What stands in round brackets says about a head that nothing else decides."""
        core, body = bare(head), fence.body
        name = getattr(core, "name", "")
        if isinstance(body, Given | Chain):
            return "of"
        if isinstance(body, Listing):
            return by_list(head, name, body)
        if isinstance(body, Sum) and set(body.signs) <= {"cup", "cap", "setminus"}:
            return "of"
        if isinstance(head, Transpose) or (isinstance(head, Super) and getattr(head.mark, "name", "") == "T"):
            return "times" if isinstance(body, Sum) else ""
        if name in _MULTIPLIERS and isinstance(body, Sum) and isinstance(head, Letter) and not head.font:
            return "times"
        if name in self.context.values:
            return "times" if isinstance(body, Sum) else ""
        if name == "q" and (self.chance() or self.context.speaks_of("distribut", "densit", "entrop", "codeword")):
            return "of" if not isinstance(body, Number | Sum) else ""
        if name in ("p", "h") and isinstance(body, Sum) and isinstance(head, Letter) and self.scales(head):
            return ""  # 4 p (y - k)^2, h (a + b) / 2
        added = isinstance(body, Sum) and set(body.signs) <= {"+", "-"}
        if added and name == "P" and isinstance(head, Letter) and not head.font and _FREE_P.search(self.source):
            return ""  # e^z - P e^z = P(1 + e^z): a number
        if name in ALWAYS and getattr(core, "font", "") != "bold":
            proportion = (
                isinstance(head, Letter) and name in ("phi", "psi") and isinstance(getattr(body, "terms", (0,))[0], Number)
            )
            return "" if one_minus(body) and (proportion or not steps(head)) else "of"
        if isinstance(body, Text | Word) and name:
            return "of"
        if (
            len(name) == 1
            and name.isupper()
            and name != "I"
            and not getattr(core, "font", "")
            and isinstance(body, Letter | Sub | Accent | Prime | Apply)
        ):
            return "" if self.turned_elsewhere(name) else "of"
        if name in FUNCTION_LIKE and isinstance(body, Letter | Sub | Accent) and getattr(body, "font", "") == "bold":
            return "of"
        if name == "sigma" and isinstance(head, Sub) and isinstance(body, Sum):
            return ""
        return "of" if name in ("sigma", "pi") and not isinstance(body, Number) and not one_minus(body) else ""

    def scales(self, head: Node) -> bool:
        """Whether a number stands before a letter, or its bracket is raised: a factor as well as a density or a function."""
        return self.operator("^") or _COEFFICIENT.search(self.source[: head.span[0]]) is not None

    def turned_elsewhere(self, name: str) -> bool:
        """Whether a letter bears a transpose or an inverse somewhere in the formula, B(x) + B^T, and so is a matrix."""
        return re.search(rf"(?<![A-Za-z\\]){name}\s*\^\s*\{{?\s*(?:T|\\top|-1)(?![A-Za-z\d])", self.source) is not None

    def doubted(self, head: Node, body: Node) -> str:
        """ "of", "times", or "" where the bracket may as well be a factor: G'(A + B), g_x(a b), p(p - 1)."""
        core = bare(head)
        name, font = getattr(core, "name", ""), getattr(core, "font", "")
        if font in ("script", "blackboard", "upright") or name.isdigit() or name in ("E", "P"):
            return "of"
        if isinstance(head, Super) and isinstance(head.mark, Product) and isinstance(body, Sum) and not any(head.mark.signs):
            return ""  # g^{ab}(x_a + y_b): a tensor times a sum
        if isinstance(body, Sum) and name in _LAGGED and any(map(_earlier, body.terms)):
            return ""  # \\phi (X_{t-1} - \\mu), the coefficient of a series
        if isinstance(body, Sum) and any(isinstance(n, Letter) and n.name == name for n in free_letters(body)):
            return "times" if one_minus(body) else ""
        if isinstance(body, Sum):
            if set(body.signs) <= {"cup", "cap", "setminus", "oplus", "directsum", "xor"}:
                return "of"
            counted = isinstance(unmarked(head), Sub) and isinstance(getattr(unmarked(head), "index", None), Letter)
            if (
                name == "sigma"
                and counted
                and not self.context.speaks_of("sigmoid", "activation", "softmax", "layer", "logistic")
            ):
                return ""  # \\sigma_i (f(x) - f(y)): the spread, or a random sign, of the i-th
            if name == "sigma" and not one_minus(body):
                return "of"
            if isinstance(unmarked(head), Sub) and name.isupper() and name not in ALWAYS and self.context.speaks_of("matri"):
                return ""  # H_{i,-i} (x - m): a block times a vector
            return "of" if steps(unmarked(head)) or (font != "bold" and shifted(head, body)) else ""
        if isinstance(head, Prime) and may_be_turned(head, body):
            return ""  # X'(\\Gamma\\Gamma')^{-1}
        turned = isinstance(head, Prime) and isinstance(body, Product) and not any(isinstance(f, Number) for f in body.factors)
        if turned and name not in ALWAYS and (name[:1].isupper() or name in ENTRIES):
            return ""  # x'(AB): a row times a product
        if isinstance(body, Product) and isinstance(unmarked(head), Sub):
            scripted = [f for f in body.factors if not isinstance(f, Letter | Number)]
            return "" if len(body.factors) - sum(isinstance(f, Number) for f in body.factors) > 1 and scripted else "of"
        return "of"

    def by_square(self, core: Node, fence: Fence) -> str:
        name = getattr(core, "name", "")
        if isinstance(fence.body, Listing) and any(isinstance(p, Given) and p.sign == ":" for p in fence.body.parts):
            return ""  # X[:, 0], as programs take a part out of an array
        lowered = self.at < self.end and self.tokens[self.at].text == "_"  # V[x]_d: a matrix, times a vector with an index
        if lowered and name not in ("E", "Var", "Cov", "P") and not isinstance(core, Word):
            return ""
        if name in ("E", "Var", "Cov", "V", "P", "Gamma") or isinstance(core, Word):
            return "of"
        if name in ("C", "L", "W") and isinstance(fence.body, Listing) and len(fence.body.parts) == 2:
            return ""  # C[a, b]: the functions on an interval
        if isinstance(fence.body, Listing | Given) and name in ALWAYS | FUNCTION_LIKE | {"R"}:
            return "of"
        return ""

    def chance(self) -> bool:
        """Whether the formula or the prose around it speaks of probabilities."""
        barred = any(t.text == "mid" for t in self.tokens) and not any(t.text == "\\{" for t in self.tokens)
        return self.context.speaks_of("probab", "likelihood", "random variable") or (barred and "P" not in self.context.functions)
