"""The tree read aloud, in words a listener can follow and a grammar can read back.

Laws: what has an inside has an audible end ("end fraction") unless the inside is a single short name or nothing can follow;
what is not sure is said as it is printed. `Speaker.said` keeps every leaf that was spoken, so that a lost one is noticed.
"""

from __future__ import annotations

import re

from tutor.maths.reading import words
from tutor.maths.reading.aloud.apply import Applied
from tutor.maths.reading.aloud.beside import goes_on, joint, open_root, word_power
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Big,
    Chain,
    Choose,
    Empty,
    Fence,
    Fraction,
    Function,
    Given,
    Letter,
    Listing,
    Phrase,
    Power,
    Prefix,
    Prime,
    Product,
    Root,
    Sign,
    Sub,
    Suffix,
    Sum,
    Super,
    Text,
    Transpose,
    Unread,
    Word,
)
from tutor.maths.reading.shape import bracketed, is_bare, is_leaf, is_minus_one, is_numeric, is_short, strip
from tutor.maths.tree import Node, Number

_SAID_SIGNS = {"=": "equals", "#": "number", "<": "is less than", ">": "is greater than", "%": "percent", "$": "dollars"}
_TEXT_SIGNS = re.compile(r"\s*[=#<>%$]\s*")
_MARKS = {
    "*": "star",
    "perp": "perp",
    "parallel": "parallel sign",
    "|": "vertical line",
    "mid": "vertical line",
    ".": "dot",
    "vee": "vee",
}
_SPOKEN_NAMES = frozenset(words.SYMBOLS.values())
_PRIMES = {1: "prime", 2: "double prime", 3: "triple prime", 4: "quadruple prime"}
_LOOSE = (Sum, Chain, Listing, Given, Phrase)
_DEFINING = frozenset(["def", "def.", "Def", "defn", "Delta", "triangle", "?"])


class Speaker(Applied):
    """Says nodes; one speaker for one formula."""

    # -- leaves ------------------------------------------------------------------------------------------------------
    def say_Number(self, node: Number, last: bool) -> str:
        self.said.append(id(node))
        return node.text.replace("{", "").replace("}", "")

    def say_Letter(self, node: Letter, last: bool) -> str:
        self.said.append(id(node))
        if node.font == "blackboard" and node.name in words.NUMBER_SETS:
            return words.NUMBER_SETS[node.name]
        name = (
            _MARKS.get(node.name)
            or words.SYMBOLS.get(node.name)
            or words.SUMS.get(node.name)
            or words.PRODUCTS.get(node.name)
            or words.RELATIONS.get(node.name)
            or node.name
        )
        font = words.SPOKEN_FONTS.get(
            "blackboard" if node.font == "measure" else node.font, "sans" if node.font == "sans" else ""
        )
        return f"{font} {name}" if font else name

    def say_Word(self, node: Word, last: bool) -> str:
        self.said.append(id(node))
        name = f"the word {node.name}" if node.name in _SPOKEN_NAMES else node.name  # \text{beta} is no letter
        return f"fraktur {name}" if node.font == "fraktur" else name

    def say_Function(self, node: Function, last: bool) -> str:
        self.said.append(id(node))
        return words.FUNCTIONS.get(node.name) or words.BIG.get(node.name, node.name)

    def say_Text(self, node: Text, last: bool) -> str:
        self.said.append(id(node))
        return _TEXT_SIGNS.sub(lambda m: f" {_SAID_SIGNS[m[0].strip()]} ", node.words).strip()

    def say_Empty(self, node: Empty, last: bool) -> str:
        return ""

    def say_Unread(self, node: Unread, last: bool) -> str:
        self.said.append(id(node))
        return f"[unread: {node.text}]"

    # -- scripts -----------------------------------------------------------------------------------------------------
    def say_Sub(self, node: Sub, last: bool) -> str:
        base = node.base
        if isinstance(node.index, Empty):
            return self.operand(base)
        if isinstance(base, Fence) and base.role == "norm" and not bracketed(node.index):
            index = self.say(node.index, True)
            return f"the {index}{'' if is_leaf(node.index) else ' end index'} norm of {self.closed(base.body, 'norm')}"
        spelled = isinstance(node.index, Word) and node.index.name in _SPOKEN_NAMES
        if (
            isinstance(base, Fence)
            and base.role == "group"
            and base.open == "("
            and isinstance(base.body, Letter | Sub | Accent | Super | Transpose | Power | Prime)
        ):
            self.literal.add(id(base))  # (a)_n is no a_n
        if bracketed(node.index):
            return f"{self.operand(base)} sub {self.say(node.index.body, True)} in parentheses"
        ending = "" if is_bare(_index(node.index)) and not self.inside_marks["sub"] and not spelled else " end sub"
        return f"{self.operand(base)} sub {self.marked('sub', node.index)}{ending}".strip()

    def marked(self, kind: str, node: Node) -> str:
        """An index or exponent in words; inside another of its kind every mark has an audible end."""
        self.inside_marks[kind] += 1
        spoken = self.index(node)
        self.inside_marks[kind] -= 1
        return spoken

    def index(self, node: Node) -> str:
        node = _index(node)
        if isinstance(node, Function):
            self.said.append(id(node))
            return node.name
        return self.say(node, True)

    def say_Power(self, node: Power, last: bool) -> str:
        base, exponent = self.operand(node.base), node.exponent
        if isinstance(exponent, Number) and exponent.text in ("2", "3"):
            self.said.append(id(exponent))
            return f"{base} {'squared' if exponent.text == '2' else 'cubed'}"
        if is_minus_one(exponent) and not is_numeric(node.base) and getattr(node.base, "name", "") != "e":
            self.say(exponent, True)
            return f"{base} inverse"
        if (turned := inverse_transpose(node)) is not None:
            self.said.append(id(turned))
            return f"{base} inverse transpose"
        ending = "" if is_bare(exponent) and not self.inside_marks["power"] else " end power"
        return f"{base} to the power {self.marked('power', exponent)}{ending}"

    def say_Super(self, node: Super, last: bool) -> str:
        base, mark = node.base, node.mark
        if isinstance(mark, Empty):
            return self.operand(base)
        if isinstance(base, Letter) and base.font == "blackboard" and base.name in words.SPACES and self.is_dimension(mark):
            self.said.append(id(base))
            leaves = is_leaf(mark) or (
                isinstance(mark, Product) and set(mark.signs) == {"times"} and all(is_leaf(f) for f in mark.factors)
            )
            ending = "" if leaves else " end dimension"
            return f"{words.SPACES[base.name]} space of dimension {self.dimension(mark)}{ending}"
        spoken = self.operand(base)
        if isinstance(mark, Letter) and mark.name in ("*", "star"):
            self.said.append(id(mark))
            return f"{spoken} star"
        if isinstance(mark, Letter) and mark.name == "circ" and is_numeric(base):
            self.said.append(id(mark))
            return f"{spoken} degrees"
        if isinstance(mark, Word | Text | Product) and (ordinal := ordinal_of(base, mark)):
            self.said += [id(mark), *(id(f) for f in getattr(mark, "factors", ()))]
            return f"{spoken}-{ordinal}" if is_bare(base) else f"{spoken} {ordinal}"
        if isinstance(mark, Fence) and mark.role == "group" and not isinstance(mark.body, Empty):
            kind, inner = "brackets" if mark.open == "[" else "parentheses", self.say(mark.body, True)
            framed = f"{inner} in {kind}" if is_bare(mark.body) else f"in {kind} {inner} end {kind}"  # x^{(k+1)}: both ends heard
            return f"{spoken} superscript {framed}"
        signed = isinstance(mark, Letter) and mark.name in ("+", "-", "pm")  # f^+ - f^-: heard as f superscript plus minus f
        ending = "" if is_bare(_index(mark)) and not (self.inside_marks["superscript"] or signed) else " end superscript"
        return f"{spoken} superscript {self.marked('superscript', mark)}{ending}"

    def is_space(self, node: Node) -> bool:
        base = node.base if isinstance(node, Super | Power) else None
        return isinstance(base, Letter) and base.font == "blackboard" and base.name in words.SPACES

    def is_dimension(self, mark: Node) -> bool:
        if isinstance(mark, Letter):
            listed = mark.font == "script" or mark.name in ("X", "Y", "Z", "V", "S", "E", "A", "I", "Omega")  # maps from a set
            return not listed and mark.name not in ("+", "-", "*", "star", "times", "infty", "oplus")
        return isinstance(mark, Number | Sub | Product | Sum | Super | Power | Fence | Prime)

    def dimension(self, mark: Node) -> str:
        if isinstance(mark, Product) and "times" in mark.signs:
            pieces = [self.factor(mark, n) for n in range(len(mark.factors))]
            spoken = pieces[0]
            for sign, piece in zip(mark.signs, pieces[1:], strict=True):
                spoken += (" by " if sign == "times" else " ") + piece
            return spoken
        return self.say(mark, True)

    def say_Transpose(self, node: Transpose, last: bool) -> str:
        return f"{self.operand(node.base)} transpose"

    def say_Prime(self, node: Prime, last: bool) -> str:
        return f"{self.operand(node.base)} {_PRIMES.get(node.count, f'{node.count} primes')}"

    def say_Accent(self, node: Accent, last: bool) -> str:
        name = words.ACCENTS[node.mark]
        trailing = isinstance(node.base, Power | Super) and not (isinstance(node.base, Power) and word_power(node.base.exponent))
        base = self.quantity(node.base) if trailing else self.operand(node.base)  # a bar over e^x is none over x
        matrix = isinstance(strip(node.base), Letter) and getattr(strip(node.base), "name", "")[:1].isupper()
        plain = is_leaf(node.base) and not matrix  # an arrow over a capital or over a product says no more than itself
        return f"vector {base}" if node.mark == "vec" and plain else f"{base} {name}"

    def say_Suffix(self, node: Suffix, last: bool) -> str:
        return f"{self.operand(node.base)} {'factorial' if node.mark == '!' else 'percent'}"

    # -- quotients ---------------------------------------------------------------------------------------------------
    def say_Fraction(self, node: Fraction, last: bool) -> str:
        top, bottom = node.top, node.bottom
        if isinstance(top, Number) and isinstance(bottom, Number) and (top.text, bottom.text) == ("1", "2"):
            self.said += [id(top), id(bottom)]
            return "one half"
        if is_short(top) and is_short(bottom):
            return f"{self.say(top, True)} over {self.say(bottom, True)}"
        return f"the fraction {self.say(top, False) or 'blank'} all over {self.say(bottom, False) or 'blank'} end fraction"

    def say_Choose(self, node: Choose, last: bool) -> str:
        if is_leaf(node.top) and is_leaf(node.bottom):
            return f"{self.say(node.top, True)} choose {self.say(node.bottom, True)}"
        return f"the binomial {self.say(node.top, False)} all choose {self.say(node.bottom, False)} end binomial"

    def say_Root(self, node: Root, last: bool) -> str:
        if node.degree is None:
            kind = "the square root of"
        elif isinstance(node.degree, Number) and node.degree.text == "3":
            self.said.append(id(node.degree))
            kind = "the cube root of"
        else:
            kind = f"the root of degree {self.say(node.degree, True)} of"
        return f"{kind} {self.closed(node.body, 'root')}"

    # -- rows --------------------------------------------------------------------------------------------------------
    def say_Prefix(self, node: Prefix, last: bool) -> str:
        if (
            node.sign in ("forall", "exists", "existsone", "nexists")
            and isinstance(node.body, Chain)
            and node.body.signs[0].name == "in"
            and len(node.body.signs) == 1
        ):
            left, right = node.body.sides
            return f"{words.PREFIXES[node.sign]} {self.say(left, False)} in {self.say(right, last)}"
        if (
            node.sign in ("forall", "exists", "existsone", "nexists")
            and isinstance(node.body, Chain)
            and len(node.body.signs) == 1
        ):
            left, right = node.body.sides
            # "for all x greater than 0": a quantifier takes the whole relation, so that nothing need close it
            relation = self.relation(node.body.signs[0], left, right).removeprefix("is ")
            return f"{words.PREFIXES[node.sign]} {self.side(left)} {relation} {self.side(right)}"
        return f"{words.PREFIXES[node.sign]} {self.loose(node.body, last)}".strip()

    def say_Sum(self, node: Sum, last: bool) -> str:
        final = len(node.terms) - 1
        spoken = self.loose(node.terms[0], False)
        for n, (sign, term) in enumerate(zip(node.signs, node.terms[1:], strict=True), 1):
            if " space of dimension " in spoken and not spoken.endswith("end dimension") and self.is_space(node.terms[n - 1]):
                spoken += " end dimension"  # R^n - S is no R^{n - S}
            if open_root(node.terms[n - 1]):
                spoken += " end root"  # sqrt(v) + epsilon is not the root of a sum
            spoken += f" {words.SUMS[sign]} {self.loose(term, last and n == final)}"
        return spoken.strip()

    def loose(self, node: Node, last: bool) -> str:
        """A term: what binds looser than a term is put into words as a quantity."""
        return self.quantity(node) if isinstance(node, _LOOSE) else self.say(node, last)

    def say_Product(self, node: Product, last: bool) -> str:
        final = len(node.factors) - 1
        spoken = self.factor(node, 0, last and final == 0)
        for n, sign in enumerate(node.signs, 1):
            said = joint(node, n, sign, in_index=bool(self.inside_marks["sub"]))
            spoken += f" {said}" * bool(said) + f" {self.factor(node, n, last and n == final)}"
        return spoken.strip()

    def factor(self, node: Product, n: int, last: bool = False) -> str:
        factor = node.factors[n]
        if isinstance(factor, (*_LOOSE, Product)) or (n < len(node.factors) - 1 and isinstance(factor, Prefix)):
            return self.quantity(factor)
        if n and isinstance(factor, Fence) and factor.role == "group" and isinstance(factor.body, Prefix) and is_numeric(factor):
            return self.say(factor.body, last)
        if isinstance(factor, Fraction) and n and node.signs[n - 1] == "/" and not is_numeric(factor):
            return self.quantity(factor)
        spoken = self.say(factor, last)
        if n < len(node.signs) and (end := goes_on(factor, node.signs[n], node.factors[n + 1])):
            spoken += f" end {end}" * (not spoken.endswith(f" end {end}"))
        return spoken

    # -- relations ---------------------------------------------------------------------------------------------------
    def say_Chain(self, node: Chain, last: bool) -> str:
        spoken = self.side(node.sides[0])
        for n, (sign, side) in enumerate(zip(node.signs, node.sides[1:], strict=True)):
            said = self.side(side)
            if sign.name == "in" and isinstance(side, Big) and side.name in ("argmin", "argmax"):
                said = said.replace("the value", "the values", 1).replace("izes ", "ize ", 1)  # one of those that minimize
            spoken += f" {self.relation(sign, node.sides[n], side)} {said}"
        return spoken.strip()

    def side(self, node: Node) -> str:
        return self.quantity(node) if isinstance(node, Chain | Listing | Given) else self.say(node, True)

    def say_Sign(self, node: Sign, last: bool) -> str:
        return self.relation(node, node, node)

    def relation(self, sign: Sign, left: Node, right: Node) -> str:
        word = words.RELATIONS[sign.name]
        if sign.name == "equiv" and sign.under is not None:
            word = "is equivalent to"  # 7 \\equiv_3 1: equal but for what the mark tells
        if sign.name == "sim" and not self.drawing and not _distribution(right):
            word = "tilde sign"
        if sign.name == "implies" and isinstance(right, Apply | Beside) and _is_law(right):
            word = "double arrow to"
        if (
            sign.name in ("sim", "approx")
            and isinstance(left, Empty)
            and not (sign.name == "sim" and isinstance(right, Apply | Beside) and _is_law(right))
        ):
            word = "about" if sign.name == "sim" else "approximately"
            word = "tilde sign" if sign.name == "sim" and isinstance(right, Letter) else word  # ~p denies p as well
        if sign.negated:
            word = f"is not {word[3:]}" if word.startswith("is ") else f"does not satisfy {word}"
        if (
            sign.over is not None
            and sign.name == "="
            and getattr(strip(sign.over), "name", getattr(sign.over, "words", "")) in _DEFINING
        ):
            self.say(sign.over, True)
            return "is defined as"
        for note, place in ((sign.over, "above"), (sign.under, "below")):
            if note is not None and not isinstance(note, Empty):  # a reference that prints a number only
                word += f" marked {place} {self.say(note, True)} end mark"
        return word


def inverse_transpose(node: Power) -> Letter | None:
    """The sign of the transpose in A^{-T}; None where no inverse is transposed."""
    exponent, base = node.exponent, strip(node.base)
    mark = exponent.body if isinstance(exponent, Prefix) and exponent.sign == "-" else None
    if not isinstance(mark, Letter):
        return None
    matrix = isinstance(base, Fence) or (isinstance(base, Letter) and (base.font == "bold" or base.name[:1].isupper()))
    return mark if mark.name == "top" or (mark.name == "T" and matrix) else None


def _index(node: Node) -> Node:
    """An index that was itself set low, as in x_{_L}, without the second lowering."""
    return node.index if isinstance(node, Sub) and isinstance(node.base, Empty) else node


def ordinal_of(base: Node, mark: Node) -> str:
    """ "th" in n^th, "" for any other mark; letters set in italics are an ending only where nothing else makes sense."""
    if isinstance(mark, Word | Text):
        spelled = mark.name if isinstance(mark, Word) else mark.words
        return spelled if spelled in ("th", "st", "nd", "rd") else ""
    if not isinstance(mark, Product) or any(mark.signs):
        return ""
    spelled = "".join(getattr(f, "name", "?") for f in mark.factors)
    return spelled if spelled == "th" or (spelled in ("st", "nd", "rd") and isinstance(base, Number)) else ""


def _distribution(node: Node) -> bool:
    """Whether a node can name a distribution, so that ~ before it is "is distributed as"."""
    if isinstance(node, Apply | Beside):
        node = node.function if isinstance(node, Apply) else node.head  # f(n) ~ g(n) speaks of size, not of chance
    if isinstance(node, Text | Word | Given | Function):
        return True
    head = strip(node)
    return (
        isinstance(head, Letter)
        and (
            head.font in ("script", "sans", "upright", "typewriter")
            or head.name[:1].isupper()
            or head.name in ("chi", "p", "q", "pi")
        )
    ) or isinstance(head, Word)


def _is_law(node: Apply | Beside) -> bool:
    """Whether a node is a law with its parameters, N(0, 1), so that an arrow to it tells of convergence."""
    head = strip(node.function if isinstance(node, Apply) else node.head)
    return isinstance(head, Letter) and (head.name == "N" or head.name == "chi")
