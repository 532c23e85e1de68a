r"""What stands above and below: indexes, exponents, transposes, strokes_in, factorials.

Nothing is called a power that may be an index: the rule for each base and mark is in `raised`, and what it does not settle is
read as it is printed ("x superscript i").
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Chain,
    Empty,
    Fence,
    Letter,
    Listing,
    Phrase,
    Power,
    Prefix,
    Prime,
    Product,
    Ranged,
    Sign,
    Sub,
    Suffix,
    Sum,
    Super,
    Transpose,
    Word,
)
from tutor.maths.reading.parsing.fences import Fences
from tutor.maths.reading.parsing.marks import (
    by_policy,
    chosen,
    core_of,
    is_range,
    may_be_power,
    numbered,
    of_matrices,
    of_vector,
    only_perps,
    ordinal,
    row,
    shape,
    starred,
    strokes_in,
    surely_power,
    told_brackets,
)
from tutor.maths.reading.parsing.of_fields import (
    exponents_in,
    labelled_by_greek,
    of_derivatives,
    of_numbers,
    of_order,
    of_space,
    of_volume,
    open_labels,
    turned_label,
)
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.reading.shape import is_minus_one
from tutor.maths.reading.words import GREEK, SPACES
from tutor.maths.signs import TokenKind
from tutor.maths.tree import Node, Number, walk

_COUNTING = frozenset("nmpkNMK")  # letters above a letter that number things as well as they raise them
_POWERS = ("power", "polynomial", "exponent", "geometric", "binomial", "discount", "monomial", "taylor", "compound", "bernoulli")


class Scripts(Fences):
    """Puts scripts on atoms."""

    exponents: frozenset[str] | None = None  # the letters that surely raise something, looked up once

    def scripted(self, start: int, base: Node) -> Node:
        """The base with every script that follows it."""
        if isinstance(base, Sign | Empty) and not self.operator("_", "^"):
            return base
        while self.at < self.end:
            token = self.tokens[self.at]
            if token.kind is not TokenKind.OPERATOR:
                return base
            if token.text == "'":
                base = self.primed(start, base)
            elif token.text in ("_", "^"):
                base = self.scripts(start, base)
            elif token.text in ("!", "%"):
                self.at += 1
                if isinstance(base, Suffix) and base.mark == "!" == token.text:
                    self.doubts.append(Doubt(self.since(start), ("a double factorial", "the factorial of a factorial")))
                base = Suffix(self.since(start), base, token.text)
            else:
                return base
        return base

    def primed(self, start: int, base: Node) -> Node:
        count = 0
        while self.operator("'"):
            self.at += 1
            count += 1
        return Prime(self.since(start), base, count)

    def scripts(self, start: int, base: Node) -> Node:
        """One index below and one mark above, in either order; the index binds first."""
        lower: Node | None = None
        upper: Node | None = None
        while self.operator("_", "^"):
            below = self.tokens[self.at].text == "_"
            if (lower if below else upper) is not None:
                break
            self.at += 1
            begun = self.at
            found = self.script_argument()
            bare = not below and getattr(base, "name", "") == "e" and self.at == begun + 1 and not isinstance(found, Number)
            if bare and self.operator("_"):
                self.at += 1
                found = Sub(self.since(begun), found, self.script_argument())  # e^\\beta_0 typed for e^{\\beta_0}
                self.doubts.append(Doubt(self.since(start), ("the index belongs to the exponent", "the index belongs to e")))
            if below:
                lower = found
            else:
                upper = found
            if self.operator("'") and below and upper is None:
                base = Sub(self.since(start), base, lower) if lower is not None else base
                lower = None
                base = self.primed(start, base)
        return self.with_scripts(start, base, lower, upper)

    def script_argument(self) -> Node:
        kept, self.opening = self.opening, "{"
        self.depth += 1
        found = self.argument("")
        self.depth -= 1
        self.opening = kept
        return found

    def with_scripts(self, start: int, base: Node, lower: Node | None, upper: Node | None) -> Node:
        span = self.since(start)
        if isinstance(base, Fence) and is_range(base, lower, upper) and self.has_ends(base, lower, upper):
            if base.open == "|" or (base.role == "set" and isinstance(lower, Chain) and upper is None):
                base = replace(base, role="")  # |f(t)|_a^b, {e^x}_{x = 0}: signs that only hold the bounds
            return Ranged(span, base, lower, upper)
        if isinstance(base, Sign):
            return Sign(span, base.name, upper or base.over, lower or base.under, base.negated)
        counted = isinstance(lower, Number) or (isinstance(lower, Letter) and lower.name in ("infty", "p"))
        measured = counted or (lower is not None and not isinstance(lower, Chain | Letter))
        if isinstance(base, Fence) and base.role == "absolute value" and measured and upper is None:
            base = replace(base, role="")  # |v|_1, |u|_{1, Omega}, |u|_{H^1}: a norm or a seminorm
        if isinstance(lower, Fence) and lower.open == "[" and lower.role == "group":
            lower = replace(lower, role="")  # x_{[n-1]}: the bracket is part of the index
        if isinstance(lower, Product) and set(lower.signs) == {"times"} and all(map(_sized, lower.factors)):
            lower = replace(lower, signs=("by",) * len(lower.signs))  # X_{N x D}: a size
        if isinstance(lower, Chain) and only_perps(lower):
            lower = Letter(lower.span, "perp")  # v_{\\perp}, the part that stands upright
        if lower is not None:
            base = Sub(span, base, told_brackets(row(open_labels(shape(base, lower)))))
        return base if upper is None else self.raised(span, base, upper)

    def has_ends(self, base: Fence, lower: Node | None, upper: Node | None) -> bool:
        """Whether scripts on a square bracket are two ends, [x^2]_0^1, and no indices, [T]_\\beta^\\gamma."""
        labelled = isinstance(upper, Fence) and upper.open == "("
        if upper is not None and (labelled or getattr(upper, "name", "") in ("*", "star") or is_minus_one(upper)):
            return False  # {x}_i^{(k)}, {x}_t^*: marks
        if base.open != "[" or upper is None or isinstance(lower, Chain):
            return True
        if getattr(lower, "name", "") in ("i", "j", "k", "l") and isinstance(upper, Number):
            return False  # [x]_i^2, the square of one part
        ends = (upper, lower if lower is not None else upper)
        counted = any(isinstance(end, Number) or (isinstance(end, Letter) and end.name == "infty") for end in ends)
        integral = any(t.text in ("int", "iint", "oint") for t in self.tokens)
        return counted or integral or self.context.speaks_of("integra", "primitive", "antiderivative", "evaluat")

    # -- above -------------------------------------------------------------------------------------------------------
    def raised(self, span: tuple[int, int], base: Node, mark: Node) -> Node:
        """The base with a mark above: a prime, a transpose, a power, or an index read as it is printed."""
        if isinstance(base, Letter) and base.name == "R" and base.font in ("bold", "", "upright"):
            mark = shape(base, mark)  # R^{n x m} is the space of matrices under every font
        if isinstance(mark, Product) and any(isinstance(f, Empty) or starred(f) for f in mark.factors[:1]):
            unmarked = (replace(f, role="") if isinstance(f, Fence) else f for f in mark.factors)
            mark = replace(mark, factors=tuple(unmarked))  # beta^{*(1)}: the bracket is a label
        if isinstance(mark, Listing):  # theta^{adj,(s)}: the bracket is a label
            mark = replace(mark, parts=tuple(replace(p, role="") if isinstance(p, Fence) else p for p in mark.parts))
        letter = core_of(base)
        space = isinstance(letter, Letter) and (letter.font == "blackboard" or letter.name in SPACES)
        if isinstance(mark, Product) and set(mark.signs) == {"times"} and not space and all(map(_counts, mark.factors)):
            mark = replace(mark, signs=("by",) * len(mark.signs))  # d^{1 x p}: a size
        if isinstance(mark, Letter) and mark.name == "bot":
            mark = replace(mark, name="perp")
        elif (
            isinstance(mark, Chain) and [s.name for s in mark.signs] == ["perp"] and all(isinstance(s, Empty) for s in mark.sides)
        ):
            mark = Letter(mark.span, "perp")
        if isinstance(mark, Product) and set(mark.signs) == {"*"} and all(isinstance(f, Empty) for f in mark.factors):
            return Super(span, base, Phrase(mark.span, tuple(Letter(f.span, "*") for f in mark.factors[1:])))  # f^{**}
        if isinstance(mark, Product) and mark.signs[:1] == ("*",) and isinstance(mark.factors[0], Empty):
            return Super(span, base, mark)  # e^{*j}, a basis of the dual space
        if isinstance(mark, Chain) and only_perps(mark):
            return Super(span, base, Phrase(mark.span, tuple(Letter(s.span, "perp") for s in mark.signs)))
        if isinstance(mark, Product) and not any(mark.signs) and all(isinstance(f, Fence) for f in mark.factors):
            labels = tuple(replace(f, role="") for f in mark.factors if isinstance(f, Fence))
            return Super(span, base, Phrase(mark.span, labels))  # z^{[l](i)}: two labels, and no product
        if (marks := labelled_power(mark)) is not None:
            return Super(span, base, marks)
        if (label := self.label_of_field(base, mark)) is not None:
            return Super(span, base, label)
        strokes = strokes_in(mark)
        if strokes:
            return Prime(span, base, strokes)
        if isinstance(mark, Letter) and mark.name == "T" and isinstance(base, Letter) and base.font == "blackboard":
            return Super(span, base, mark)  # a series of T steps
        if isinstance(mark, Letter) and mark.name in ("top", "T"):
            return self.transposed(span, base, mark)
        if isinstance(mark, Letter) and mark.name == "t" and of_matrices(base):
            self.doubts.append(Doubt(span, ("a transpose", "a power")))  # (X^t X)^{-1} X^t y in French and statistical books
            return Super(span, base, mark)
        if isinstance(mark, Number) and mark.text not in ("0", "1") and self.space(base, Letter(mark.span, "n")):
            return Super(span, base, mark)
        if of_numbers(base, mark, self.source, self.context.speaks_of):
            return Super(span, base, mark)
        if self.labelled(base, mark) or of_space(base, mark) or self.counts_rather(base, mark):
            self.doubts.append(Doubt(span, ("a power", "an index above")))
            return Super(span, base, mark)
        if ordinal(mark) and isinstance(base, Fence | Apply):
            return Super(span, base, mark)  # (i + 1)^{th}
        certain = None if self.composes(base, mark) and self.derived(base, mark) else self.raises(base, mark)
        marked = self.sampled(base, mark) or self.numbers(base, mark) or by_policy(base, mark)
        if (certain or surely_power(base, mark)) and not marked:
            if certain is None and not self.composes(base, mark):
                self.doubts.append(Doubt(span, ("a power", "an index above")))
            if certain is not None or not self.composes(base, mark):
                return Power(span, base, mark)
        if may_be_power(base, mark) and not ordinal(mark) and not self.policy(mark) and not self.space(base, mark):
            self.doubts.append(Doubt(span, ("a power", "an index above")))
        return Super(span, base, mark)

    def raises(self, base: Node, mark: Node) -> bool | None:
        """Whether a letter above a letter surely is an exponent (True), may be an index (None), or does not ask the question."""
        core = core_of(base)
        counts = isinstance(mark, Letter) and not mark.font and mark.name in _COUNTING
        plain = isinstance(core, Letter) and core.name != "e" and isinstance(base, Letter | Sub | Accent) and not core.font
        if not counts or not plain or not isinstance(core, Letter) or not isinstance(mark, Letter):
            return False
        if core.name[:1].isupper() or isinstance(base, Sub | Accent):
            return None if surely_power(base, mark) else False
        if self.context.speaks_of(*_POWERS) or self.raised_bracket(mark):
            return True
        return None if surely_power(base, mark) and not self.squared_too(core) else False

    def raised_bracket(self, mark: Letter) -> bool:
        """Whether the mark raises a bracket in the formula too, p^k (1 - p)^{n - k}, or counts outside: n x^n, x^n / n!."""
        for n, token in enumerate(self.tokens[:-2]):
            if token.text == ")" and self.tokens[n + 1].text == "^":
                inside = self.tokens[n + 2 : n + 3]
                if inside[0].text == "{":
                    inside = self.tokens[n + 3 : max(self.mates[n + 2], n + 3)]
                if any(t.text == mark.name for t in inside):
                    return True
            outside = n == 0 or self.tokens[n - 1].text not in ("^", "_", "{")
            if token.text == mark.name and (self.tokens[n + 1].text == "!" or outside):
                return True
        return False

    def squared_too(self, core: Letter) -> bool:
        """Whether the same letter has a plain square or cube elsewhere in the formula: x^2 + ... + x^n."""
        at = [n for n, t in enumerate(self.tokens[:-2]) if t.text == core.name and self.tokens[n + 1].text == "^"]
        return any(self.tokens[n + 2].text in ("2", "3") for n in at)

    def indexed_too(self, base: Node, mark: Prefix) -> bool:
        """Whether b^{-c} may be b with a label, as b_i^c beside it is, or V^{-H} an inverse with a mark of its own."""
        core, raised = core_of(base), mark.body
        if mark.sign != "-" or not isinstance(core, Letter) or not isinstance(raised, Letter):
            return False
        if core.name.isupper() and raised.name.isupper() and len(core.name) == 1 and raised.name != "T":
            return True
        texts = [t.text for t in self.tokens]
        return any(
            texts[n] == core.name and texts[n + 1] == "_" and "^" in (near := texts[n + 2 : n + 7]) and raised.name in near
            for n in range(len(texts) - 2)
        )

    def composes(self, base: Node, mark: Node) -> bool:
        """Whether f^n(x) stands here: the function again and again as well as a power of its value."""
        named = isinstance(base, Letter) and base.name in ("f", "g", "h", "F", "G", "T", "phi", "psi", "sigma")
        return named and isinstance(mark, Letter) and self.sees(TokenKind.OPEN, "(")

    def derived(self, base: Node, mark: Node) -> bool:
        """Whether f^n(c) may be a derivative: f has strokes elsewhere, or the factorial of its order stands here too."""
        name, order = getattr(base, "name", ""), getattr(mark, "name", "")
        pairs = itertools.pairwise(t.text for t in self.tokens)
        return any(pair in ((name, "'"), (order, "!")) for pair in pairs)

    def space(self, base: Node, mark: Node) -> bool:
        """Whether F^n is the space of lists over a field."""
        field = isinstance(base, Letter) and base.name in ("F", "K") and isinstance(mark, Letter)
        return field and self.context.speaks_of("vector space", "field", "functional", "linear map")

    def policy(self, mark: Node) -> bool:
        """Whether a mark is the policy of a value, V^pi: an index where the prose speaks of policies."""
        return getattr(core_of(mark), "name", "") in ("pi", "mu") and self.context.speaks_of("polic")

    def goes_on_after(self) -> bool:
        """Whether a letter or a bracket stands right after the script: then x^T y is a row times a column."""
        after = self.peek()
        return after is not None and (
            after.kind is TokenKind.NAME or after.text in ("mathbf", "boldsymbol", "mathrm", "(", "vec") or self.holds_letter()
        )

    def holds_letter(self) -> bool:
        """Whether braces here hold nothing but a letter, b^T {y}."""
        inside = self.tokens[self.at + 1 : self.at + 3]
        return self.sees(TokenKind.OPEN, "{") and [t.kind for t in inside] == [TokenKind.NAME, TokenKind.CLOSE]

    def counts_rather(self, base: Node, mark: Node) -> bool:
        r"""Whether what stands above may as well number the base: w^3 among w^l, a third layer; v^\alpha with a multi-index;
        a vector, which has no powers, so that x^n is one of several; what the row of tokens tells."""
        if isinstance(mark, Number):
            if chosen(base, mark, self.context):
                return True
            return getattr(core_of(base), "name", "") in self.context.layered and isinstance(base, Letter | Sub)
        if isinstance(mark, Letter):
            if mark.name == "g" and self.context.speaks_of("generalized inverse", "generalised inverse", "g-inverse"):
                return True
            if isinstance(base, Letter) and base.name in ("L", "ell") and mark.name in ("p", "q", "r"):
                return True  # the space L^p
            if mark.name in ("l", "L", "ell") and self.context.speaks_of("layer"):
                return not isinstance(base, Number)  # a^l, of the l-th layer
            told = mark.name in self.context.bodies and not isinstance(base, Number) and len(mark.name) > 1
            return told or (of_vector(base) and mark.name not in ("T", "top", "intercal", "prime"))
        return isinstance(mark, Prefix) and self.indexed_too(base, mark)

    def sampled(self, base: Node, mark: Node) -> bool:
        """Whether x^n may be the sample x_1, ..., x_n: it stands alone in the brackets of a chance, f(x^n) or f(t | x^n)."""
        if not (isinstance(base, Letter) and isinstance(mark, Letter) and mark.name in ("n", "m", "N") and len(base.name) == 1):
            return False
        before = next((t for t in reversed(self.tokens[: self.at]) if t.start < base.span[0]), None)
        after = self.peek()
        around = {before.text if before else "", after.text if after else self.opening_after()}
        braced = before is not None and before.text in ("{", "\\{") and after is not None and after.text in (":", "mid", "|")
        if braced and f"{base.name}_" in self.source:
            return True  # {x^n : sum of l(x_i) > c}
        barred = bool(around & {"mid", "|"})
        alone = around <= {"(", "[", ")", "]", "", "mid", "|", ","} and before is not None and before.text in ("(", "[")
        return barred or (alone and self.context.speaks_of("likelihood", "posterior", "densit", "entrop", "codeword"))

    def numbers(self, base: Node, mark: Node) -> bool:
        """Whether the marks above a letter number it, a^1, ..., a^p: a first one stands here or in the prose."""
        if isinstance(base, Sub) and isinstance(base.base, Letter):
            return isinstance(mark, Number) and base.base.name in numbered(self.tokens)
        if not isinstance(base, Letter) or not isinstance(mark, Letter | Number | Sub | Sum):
            return False
        if base.name in self.context.numbered:
            return True
        at = [n for n, t in enumerate(self.tokens[:-2]) if t.text == base.name and self.tokens[n + 1].text == "^"]
        return any([t.text for t in self.tokens[n + 2 : n + 5] if t.text not in "{}"][:1] == ["1"] for n in at) and len(at) > 1

    def opening_after(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def labelled(self, base: Node, mark: Node) -> bool:
        """Whether a Greek letter above may be a label, and neither the prose nor the formula speaks of powers."""
        if not (isinstance(mark, Letter) and mark.name in GREEK) or self.context.speaks_of(*_POWERS):
            return False
        if self.exponents is None:
            self.exponents = exponents_in(self.tokens)
        return labelled_by_greek(base, mark, self.tokens, self.exponents)

    def label_of_field(self, base: Node, mark: Node) -> Node | None:
        r"""The mark above as it stands where it is no power in any field: A^{[l-1]T}, \partial^\alpha, d^3 x, H^{-1}(U), CP^n."""
        if turned := turned_label(mark):
            return turned
        apart = of_derivatives(base, mark) or of_volume(base, mark, self.tokens, self.at)
        apart = apart or (isinstance(base, Word) and base.font == "blackboard")
        apart = apart or of_order(base, mark, self.tokens[self.at : self.at + 2], self.below_norm())
        return mark if apart else None

    def below_norm(self) -> bool:
        """Whether what is read here stands alone below the second bar of a norm."""
        opened = self.mates[self.end] if self.at == self.end < len(self.tokens) else 0
        return opened > 1 and self.tokens[opened - 1].text == "_" and self.tokens[opened - 2].text in ("‖", "|")

    def transposed(self, span: tuple[int, int], base: Node, mark: Letter) -> Node:
        if mark.name == "top":
            return Transpose(span, base, "top")
        if mark.font == "upright" or self.context.speaks_of("transpos"):
            return Transpose(span, base, mark.name)
        inner = core_of(base)
        if self.context.horizon or self.context.speaks_of("stopping time", "stopped process"):
            self.doubts.append(Doubt(span, ("a transpose", "a power")))
            return Super(span, base, mark)  # P^T: the prose counts steps up to T
        matrix = isinstance(inner, Letter) and (
            inner.font in ("bold", "sans")
            or (len(inner.name) == 1 and inner.name.isupper())
            or (inner.name in GREEK and inner.name[0].isupper())
        )
        letters = [
            n for n in walk(base) if isinstance(n, Letter) and (n.font == "bold" or (len(n.name) == 1 and n.name.isupper()))
        ]
        vector = (
            isinstance(base, Letter) and len(base.name) == 1 and base.name.islower() and base.name != "e" and self.goes_on_after()
        )
        if vector or matrix or (isinstance(base, Fence) and letters) or type(base).__name__ == "Grid":
            return Transpose(span, base, mark.name)
        self.doubts.append(Doubt(span, ("a transpose", "a power")))
        return Super(span, base, mark)


def labelled_power(mark: Node) -> Phrase | None:
    r"""The marks of \sigma_k^{2(t)}, side by side: one letter in brackets counts steps, and multiplies nothing."""
    if not (isinstance(mark, Product) and not any(mark.signs) and len(mark.factors) == 2):
        return None
    power, label = mark.factors
    if not isinstance(power, Number) or not isinstance(label, Fence) or label.open != "(" or not isinstance(label.body, Letter):
        return None
    return None if label.body.font else Phrase(mark.span, (power, replace(label, role="")))


def _counts(node: Node) -> bool:
    return isinstance(node, Letter | Number)


def _sized(node: Node) -> bool:
    """Whether a factor may be a number of rows or columns, r x r; the index of a cross product, a x b, is none."""
    return isinstance(node, Number) or (isinstance(node, Letter) and node.name in tuple("mnpkdhwrcqlstMNKDHWTLPQRC"))
