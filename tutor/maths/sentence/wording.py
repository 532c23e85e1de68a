r"""Noun phrases for pieces of a formula: "the square root of n", "the dot product of w and x", "the probability of A given B"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tutor.maths.letters import bare, dressed, is_symbol, key
from tutor.maths.reading import words
from tutor.maths.reading.aloud.say import inverse_transpose
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Big,
    Choose,
    Derivative,
    Fence,
    Fraction,
    Gradient,
    Grid,
    Letter,
    Power,
    Prefix,
    Prime,
    Product,
    Root,
    Sub,
    Suffix,
    Sum,
    Super,
    Text,
    Transpose,
    Word,
)
from tutor.maths.reading.shape import is_minus_one, is_numeric
from tutor.maths.sentence.frames import SLOPES, Frames, Known, NoSentence, listed
from tutor.maths.sentence.parts import definite, fits_before, is_half, is_one, is_operator, is_pi, ordinal
from tutor.maths.tree import Node, Number, walk

_CHANGES = ("change", "increment", "step", "small", "approach", "slope", "updat", "direction", "perturb")
# What a capital may be that acts on the letter behind it, and the words among which a capital is a factor.
_ACTING = ("operator", "map", "transformation", "functional", "expectation", "derivation")
_FACTORS = (
    *("matri", "multipl", "product", "factor", "linear system", "quadratic form", "eigenv"),
    *("times", "scalar", "mass", "voltage"),
)
_PLAIN = re.compile(r"[A-Za-zα-ωΑ-Ω]")
_FUNCTION_WORDS = (
    "function",
    "density",
    "distribution",
    "loss",
    "map",
    "transformation",
    "objective",
    "cost",
    "activation",
    "entropy",
    "policy",
    "error",
    "risk",
    "polynomial",
)


class Phrases(Frames):
    """Words a piece of a formula; one object for one formula, because a meaning is told only once."""

    def __init__(self, latex: str, known: Mapping[str, Known], prose: str = "", careful: bool = False) -> None:
        self.latex = latex
        self.known = known
        self.prose = prose
        self.careful = careful  # nothing behind a name that could belong to more than the name: "the transpose of A"
        self.twofold: frozenset[str] = frozenset()  # letters that the formula sets in two fonts
        self.mentioned: set[str] = set()
        self.depth = 0

    # -- symbols -----------------------------------------------------------------------------------------------------
    def is_set(self, node: Node) -> bool:
        """Whether the text calls a symbol a set of something."""
        told = self.known.get(key(node, self.latex))
        return told is not None and "set" in told.meaning.split()

    def is_known(self, node: Node) -> bool:
        return key(node, self.latex) in self.known

    def shown(self, node: Node) -> str:
        """A symbol as it is shown: a plain letter as itself, anything else as the formula it is."""
        text = dressed(node, self.latex, always=getattr(node, "name", "") in self.twofold)
        if "?" in text:
            raise NoSentence  # an index that cannot be written again
        return text if _PLAIN.fullmatch(text) else f"${text}$"

    def mention(self, node: Node, apart: bool = False) -> str:
        """A symbol, with its meaning the first time: "the slope m", "n (the number of rows)"."""
        name, shown = key(node, self.latex), self.shown(node)
        known = self.known.get(name)
        if known is None or (name in self.mentioned and not apart):
            return shown
        self.mentioned.add(name)
        remark = f", {known.remark}," if known.remark else ""
        if not known.meaning:
            return shown + remark
        if fits_before(known.meaning):
            return f"{definite(known.meaning)} {shown}{remark}"
        return f"{shown} ({known.meaning}){remark}"

    # -- everything --------------------------------------------------------------------------------------------------
    def phrase(self, node: Node, loose: bool = False) -> str:
        """The noun phrase of a node; `loose` allows "a plus b", where nothing around it could be taken for a part of it.

        Raises NoSentence for a form without wording.
        """
        if loose and (said := self.loosely(self.inside(node))):
            return said
        self.depth += 1
        if self.depth > 40:
            raise NoSentence
        try:
            return self._phrase(node)
        finally:
            self.depth -= 1

    def _phrase(self, node: Node) -> str:
        if isinstance(node, Letter) and node.name == "pi" and not self.is_known(node):
            return "π"
        if (is_symbol(node) and not self.is_slope(node)) or (isinstance(node, Power) and self.is_known(node)):
            return self.mention(node)
        match node:
            case Number(text=text):
                return text.replace("{", "").replace("}", "")
            case Letter(name="infty"):
                return "infinity"
            case Letter(name="emptyset"):
                return "the empty set"
            case Letter(name=name, font="blackboard") if name in words.NUMBER_SETS:
                return words.NUMBER_SETS[name]
            case Text(words=text) if text.strip():
                return text.strip()
            case Word(name=name):
                return name
            case Fence():
                return self.fence(node)
            case Transpose(base=base):
                behind = is_symbol(base) and not self.careful
                return f"{self.phrase(base)} transposed" if behind else f"the transpose of {self.phrase(base)}"
            case Prime(base=base) if is_symbol(base):
                return f"the derivative of {self.mention(base)}"
            case Suffix(base=base, mark="!") if not self.is_short(base):
                return f"the factorial of {self.phrase(base)}"
            case Suffix(base=base, mark=mark):
                return f"{self.phrase(base)} {'factorial' if mark == '!' else 'percent'}"
            case Choose(top=top, bottom=bottom):
                if (
                    isinstance(bare(top), Letter)
                    and str(getattr(bare(top), "name", ""))[:1] in "VEXSA"
                    and not (self.is_known(top) and not self.is_set(top))
                ):
                    raise NoSentence  # the pairs of a set, V choose 2
                return f"the number of ways to choose {self.phrase(bottom)} out of {self.phrase(top)}"
            case Root(body=body, degree=None):
                return f"the square root of {self.phrase(body)}"
            case Accent(base=base, mark=mark) if mark in ("bar", "overline") and self.speaks_of("average", "mean"):
                return f"the average of {self.phrase(base)}"
        return self.joined(node)

    def joined(self, node: Node) -> str:
        match node:
            case Sum():
                return self.sum(node)
            case Product():
                return self.product(node)
            case Prefix(sign="-", body=body):
                return f"minus {self.phrase(body)}" if self.is_short(body) else f"the negative of {self.phrase(body)}"
            case Fraction():
                return self.fraction(node)
            case Power():
                return self.power(node)
            case Apply():
                return self.apply(node)
            case Beside(head=head, fence=fence) if self.is_function(head) and isinstance(fence, Fence):
                return f"{self.mention(head)} at {self.arguments(fence)}"
            case Big():
                return self.big(node)
            case Derivative():
                return self.derivative(node)
            case Gradient(variable=variable, body=body):
                with_respect = f" with respect to {self.phrase(variable)}" if variable is not None else ""
                return f"the gradient of {self.phrase(body)}{with_respect}"
            case Grid(rows=rows, rule=0) if 0 < sum(map(len, rows)) <= 9 and all(
                self.is_short(cell) for row in rows for cell in row
            ):
                said = "; ".join(", ".join(self.phrase(cell) for cell in row) for row in rows)
                if len(rows) == 1:
                    return f"the row ({said})"  # [u_1 u_2] may hold columns
                return f"the matrix with rows ({said})"
        raise NoSentence

    def is_slope(self, node: Node) -> bool:
        """Whether a stroke surely makes a derivative: f' for a function f; x' is only another x."""
        if not isinstance(node, Prime) or node.count != 1:
            return False
        base = node.base
        named = isinstance(base, Letter) and not self.is_known(node) and (base.name in "fg" or self.is_function(base))
        return named and self.may_be(*SLOPES)

    def is_function(self, node: Node) -> bool:
        """Whether the meaning of a symbol says that it is a function."""
        known = self.known.get(key(node, self.latex)) if is_symbol(node) else None
        return known is not None and any(word in known.meaning for word in _FUNCTION_WORDS)

    def acts(self, before: Node, after: Node) -> bool:
        """Whether a capital stands before a function's value, or a map before what it maps: D f(x), T y may be no products."""
        head = bare(before)
        operator = isinstance(head, Letter) and head.name[:1].isupper() and not self.is_known(before) and is_symbol(before)
        mapped = (
            operator
            and isinstance(head, Letter)
            and head.font != "bold"
            and self.speaks_of("operator", "linear map", "linear transf")
        )
        if mapped and isinstance(bare(after), Letter):
            return True
        return (
            operator
            and isinstance(after, Apply | Beside)
            and is_symbol(getattr(after, "function", getattr(after, "head", after)))
        )

    def may_be_name(self, before: Node, after: Node) -> bool:
        """Whether a letter beside another may be no factor, but half a name, SS, or an operator, E X, D f, delta x, T_x^* M.

        A matrix beside a letter is a factor; so is a capital that the text tells to be a number or a matrix of its own.
        """
        head, behind = bare(before), bare(after)
        if not isinstance(head, Letter) or isinstance(before, Transpose) or head.font in ("bold", "blackboard"):
            return False
        known = self.known.get(key(before, self.latex)) if is_symbol(before) else None
        if known is not None and known.meaning:
            return any(word in known.meaning for word in _ACTING)
        if head.name in ("delta", "D") and not (head.name == "delta" and isinstance(before, Sub)):
            return isinstance(behind, Letter) and before is not after
        plain = len(head.name) == 1 and head.name.isupper()
        if not plain or not isinstance(behind, Letter):
            return False
        if head.name == "E" and isinstance(after, Accent):
            return True  # the average of an estimate
        if head.name in ("A", "X") and not behind.name[:1].isupper():
            return False  # A x = b, X w: matrices by every habit
        if isinstance(before, Super) and isinstance(before.base, Sub) and behind.name[:1].isupper():
            return True
        return not self.speaks_of(*_FACTORS) and len(self.prose.split()) >= 5

    def is_change(self, node: Node) -> bool:
        """Whether a Delta stands as a factor: Delta t is one quantity, and no product."""
        return isinstance(node, Letter) and node.name == "Delta" and not self.is_known(node)

    def is_directed(self, node: Node) -> bool:
        """Whether a factor is a vector, or holds one: an arrow above, a gradient, a bold letter."""
        node = self.inside(node)
        arrow = any(isinstance(n, Accent) and n.mark == "vec" for n in walk(node))
        return arrow or isinstance(node, Gradient) or self.is_vector(node)

    def speaks_of(self, *stems: str) -> bool:
        """Whether the words around the formula hold one of these beginnings of words."""
        return any(stem in self.prose for stem in stems)

    def may_be(self, *stems: str) -> bool:
        """Whether the words around the formula speak of it, or there are none that could speak against it."""
        return len(self.prose.split()) < 5 or self.speaks_of(*stems)

    def loosely(self, node: Node) -> str:
        """a plus b, a minus b, a times b: only where the phrase stands alone."""
        if isinstance(node, Sum) and len(node.terms) == 2 and node.signs[0] in "+-":
            first, second = node.terms
            joint = "plus" if node.signs[0] == "+" else "minus"
            if self.is_short(first) and not isinstance(self.inside(second), Sum):
                return f"{self.phrase(first)} {joint} {self.phrase(second)}"
            if joint == "minus" and not self.is_short(first) and not self.is_short(second):
                return f"{self.phrase(first)}, minus {self.phrase(second)}"
        if isinstance(node, Product) and len(node.factors) == 2 and set(node.signs) <= {"", "times"}:
            first, second = node.factors
            if is_operator(first) or (isinstance(first, Word) and node.signs == ("",)):
                raise NoSentence
            if node.signs == ("",) and isinstance(first, Letter) and isinstance(second, Number):
                raise NoSentence  # beta1: an index rather than a factor
            light = all(self.is_short(f) or (isinstance(f, Transpose) and not self.careful) for f in node.factors)
            change = isinstance(first, Letter) and first.name == "Delta" and not self.is_known(first)
            if self.acts(first, second) or (node.signs == ("",) and self.may_be_name(first, second)):
                raise NoSentence
            if isinstance(first, Number) and (first.text != "2" or is_numeric(second)):
                return self.term(node)
            if light and not change and not self.is_dot(node) and not isinstance(first, Number):
                return f"{self.phrase(first)} times {self.phrase(second)}"
        if isinstance(node, Fraction) and self.is_short(node.top) and self.is_short(node.bottom) and not is_one(node.top):
            return f"{self.phrase(node.top)} divided by {self.phrase(node.bottom)}"
        return ""

    def term(self, node: Node) -> str:
        """A term that is added or taken away on its own: 4 times x."""
        row = self.inside(node)
        if isinstance(row, Product) and len(row.factors) == 2 and set(row.signs) <= {"", "times", "cdot"}:
            first, second = row.factors
            if isinstance(first, Number) and (first.text != "2" or is_numeric(second)):
                return f"{first.text} times {self.phrase(second)}"
        return self.phrase(node)

    # -- arithmetic --------------------------------------------------------------------------------------------------
    def sum(self, node: Sum) -> str:
        if set(node.signs) <= {"cup", "cap"}:
            if len(set(node.signs)) > 1:
                raise NoSentence
            called = "union" if node.signs[0] == "cup" else "intersection"
            return f"the {called} of {listed([self.phrase(t) for t in node.terms])}"
        if not set(node.signs) <= {"+", "-"}:
            raise NoSentence
        terms = list(node.terms)
        if any(isinstance(t, Letter) and t.name == "dots" for t in terms):
            return self.and_so_on(node)
        if set(node.signs) == {"+"}:
            return f"the sum of {listed([self.phrase(t) for t in terms])}"
        if len(terms) == 2:
            return f"the difference between {listed([self.phrase(t) for t in terms])}"
        plus = [t for s, t in zip(("+", *node.signs), terms) if s == "+"]
        minus = [t for s, t in zip(("+", *node.signs), terms) if s == "-"]
        first = f"the sum of {listed([self.phrase(t) for t in plus])}" if len(plus) > 1 else self.phrase(plus[0])
        second = f"the sum of {listed([self.phrase(t) for t in minus])}" if len(minus) > 1 else self.phrase(minus[0])
        return f"the difference between {listed([first, second])}"

    def and_so_on(self, node: Sum) -> str:
        """a + b + ... + z, with plus signs only."""
        if set(node.signs) != {"+"} or sum(isinstance(t, Letter) and t.name == "dots" for t in node.terms) != 1:
            raise NoSentence
        at = next(n for n, t in enumerate(node.terms) if isinstance(t, Letter) and t.name == "dots")
        before, after = node.terms[:at], node.terms[at + 1 :]
        if not before or len(after) != 1:
            raise NoSentence
        return f"the sum of {', '.join(self.phrase(t) for t in before)} and so on up to {self.phrase(after[0])}"

    def is_plain(self, node: Product) -> bool:
        """Whether a product is a row of ordinary multiplications."""
        if any(is_operator(f) or self.is_change(f) for f in node.factors[:-1]):
            return False
        if self.is_dotted(node) or any(isinstance(f, Word) and f.font for f in node.factors[:-1]):
            return False
        return set(node.signs) <= {"", "times", "cdot"} and not any(
            isinstance(f, Transpose | Letter) and not is_symbol(f) and not is_pi(f) for f in node.factors
        )

    def may_be_no_product(self, node: Product) -> bool:
        """Whether some of what stands side by side may be no factors: d f, E_x f, SS, MS_E, E X, T_x^* M."""
        factors = node.factors
        if any(is_operator(f) for f in factors[:-1]) or any(map(self.acts, factors, factors[1:])):
            return True
        if len(factors) > 1 and {getattr(bare(f), "name", "") for f in factors} in ({"v"}, {"u", "v"}) and "graph" in self.prose:
            return True  # v_1 v_2: an edge between two vertices
        return any(s == "" and self.may_be_name(a, b) for s, a, b in zip(node.signs, factors, factors[1:], strict=False))

    def product(self, node: Product) -> str:
        factors = node.factors
        if any(map(self.is_change, factors[:-1])):
            if len(factors) != 2 or set(node.signs) != {""} or not self.may_be(*_CHANGES):
                raise NoSentence
            if isinstance(factors[1], Power):
                raise NoSentence  # \Delta x^2 is the square of a step
            return f"the change in {self.phrase(factors[1])}"
        if self.may_be_no_product(node) or any(
            isinstance(one, Letter) and isinstance(other, Number) and not sign
            for one, other, sign in zip(factors, factors[1:], node.signs, strict=False)
        ):
            raise NoSentence  # beta1: an index rather than a factor
        if "cdot" in node.signs and not self.is_dot(node) and any(map(self.is_directed, factors)):
            raise NoSentence  # a dot product of something longer
        if self.is_dotted(node):
            raise NoSentence  # a . b of numbers, or of vectors
        if any(isinstance(f, Word) and sign == "" for f, sign in zip(factors, node.signs, strict=False)):
            raise NoSentence  # dom f, null T: a name of its own before what it names
        if any(isinstance(f, Letter) and f.name == "dots" for f in factors):
            raise NoSentence
        if self.is_dot(node):
            first, second = factors[0].base if isinstance(factors[0], Transpose) else factors[0], factors[1]
            if key(first, self.latex) == key(second, self.latex):
                return f"the dot product of {self.phrase(first)} with itself"
            return f"the dot product of {self.phrase(first)} and {self.phrase(second)}"
        if any(isinstance(f, Text) for f in factors):
            if any(node.signs):
                raise NoSentence  # "likelihood × prior": the words alone would lose the sign
            return " ".join(self.phrase(f) for f in factors)
        if set(node.signs) == {"/"} or set(node.signs) == {"div"}:
            return self.fraction(Fraction(node.span, factors[0], factors[1])) if len(factors) == 2 else self.refuse()
        if "odot" in node.signs and len(factors) == 2:
            return f"the entry-by-entry product of {self.phrase(factors[0])} and {self.phrase(factors[1])}"
        if "circ" in node.signs and len(factors) == 2:
            return f"{self.phrase(factors[0])} after {self.phrase(factors[1])}"
        if not set(node.signs) <= {"", "times", "cdot"}:
            raise NoSentence  # * may be a product of the book's own
        if len(factors) == 2 and isinstance(factors[0], Number) and factors[0].text == "2" and not is_numeric(factors[1]):
            return f"twice {self.phrase(factors[1])}"
        if len(factors) == 2 and is_half(factors[0]):
            return f"half of {self.phrase(factors[1])}"
        if self.one_over(node):
            rest = factors[1] if len(factors) == 2 else Product(node.span, node.signs[1:], factors[1:])
            return f"the ratio of {self.phrase(rest)} to {self.phrase(self.inside(factors[0]).bottom)}"  # type: ignore[attr-defined]
        return f"the product of {listed([self.phrase(f) for f in factors])}"

    def is_dotted(self, node: Product) -> bool:
        """Whether a dot or a cross joins two symbols that may be vectors, and nothing says that they are numbers."""
        pairs = zip(node.signs, node.factors, node.factors[1:], strict=False)
        crossed = self.speaks_of("cross product", "vector", "cartesian")
        open_ = any((s == "cdot" or (s == "times" and crossed)) and is_symbol(a) and is_symbol(b) for s, a, b in pairs)
        return open_ and not self.is_dot(node) and not self.speaks_of("multipl", "number", "scalar")

    def is_dot(self, node: Product) -> bool:
        """Whether a product is surely the dot product of two vectors: w^T x, or u . v with a dot."""
        if len(node.factors) != 2:
            return False
        left, right = node.factors
        if isinstance(left, Transpose) and node.signs == ("",):
            return self.is_vector(left.base) and self.is_vector(right)
        return node.signs == ("cdot",) and self.is_vector(left) and self.is_vector(right)

    def one_over(self, node: Product) -> bool:
        """Whether a product is something over n, written 1/n first."""
        first = self.inside(node.factors[0])
        return (
            self.is_plain(node)
            and isinstance(first, Fraction)
            and isinstance(first.top, Number)
            and first.top.text == "1"
            and not is_half(first)
        )

    def is_vector(self, node: Node) -> bool:
        """Whether a symbol is told to be a vector, or is set in bold small letters."""
        if not is_symbol(node):
            return False
        known = self.known.get(key(node, self.latex))
        if known is not None and known.meaning:
            return "vector" in known.meaning or "list" in known.meaning or "weights" in known.meaning
        letter = bare(node)
        layered = isinstance(node, Sub) and isinstance(node.index, Text | Word)  # theta_in: the weights of a layer
        return isinstance(letter, Letter) and letter.font == "bold" and letter.name[:1].islower() and not layered

    def fraction(self, node: Fraction) -> str:
        top, bottom = self.inside(node.top), self.inside(node.bottom)
        if is_half(node):
            return "one half"
        if isinstance(top, Number) and top.text == "1":
            return f"one over {self.phrase(bottom)}"
        return f"the ratio of {self.phrase(top)} to {self.phrase(bottom)}"

    def power(self, node: Power) -> str:
        base, exponent = self.inside(node.base), self.inside(node.exponent)
        numbered = isinstance(exponent, Number) and not self.is_known(base)
        if isinstance(base, Letter) and base.name == "R" and numbered:
            raise NoSentence  # R^2 is a plane, or the share of the variance that is explained
        if inverse_transpose(node) is not None:
            return f"the inverse of {self.phrase(base)}, transposed"
        if isinstance(base, Letter) and base.name == "e" and not self.is_known(base) and not numbered:
            return f"the exponential of {self.phrase(exponent)}"
        if getattr(bare(base), "name", "") == "chi" and isinstance(exponent, Number):
            raise NoSentence  # chi squared is the name of a distribution
        if isinstance(exponent, Number) and exponent.text in ("2", "3"):
            return f"the {'square' if exponent.text == '2' else 'cube'} of {self.phrase(base)}"
        if is_minus_one(exponent):
            if self.careful and isinstance(base, Apply):
                return f"the inverse of ({self.phrase(base)})"  # "the inverse of f of x" may be of f
            return f"the inverse of {self.phrase(base)}" if not is_numeric(base) else f"one over {self.phrase(base)}"
        if is_half(exponent):
            return f"the square root of {self.phrase(base)}"
        if self.careful and isinstance(exponent, Number) and exponent.text.isdigit():
            return f"the {ordinal(exponent.text)} power of {self.phrase(base)}"
        if not self.is_short(base) or self.careful:
            if not self.is_short(exponent) and not self.careful:
                raise NoSentence
            return f"the power with exponent {self.phrase(exponent)} of {self.phrase(base)}"
        return f"{self.phrase(base)} raised to the power {self.phrase(exponent)}"
