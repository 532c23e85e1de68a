"""A reading read back: the small grammar that shows that what was said can only mean what was read.

Law: this file knows the words and nothing else: no LaTeX, no tree, no speaker. What it makes is a meaning (see meaning.py), so
`read_back(reading.spoken) == meaning(reading.tree)` says that nothing was lost on the way into words. It covers everything but
free prose set among formulas, notes above signs and below braces, quantifiers with "in", and lines; there it returns None.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tutor.maths.reading import words
from tutor.maths.reading.proof.back_calculus import Frames
from tutor.maths.reading.proof.back_frames import Found, Meaning

_NAME = re.compile(r"[A-Za-z](?:[.-]?[A-Za-z0-9])+")  # x1, std.err, p-value
_TOKEN = re.compile(r"[,;](?=\s|$)|\.(?=\s|$)|[^\s]+?(?=[,;.]?(?:\s|$))")
_POSTFIXES = {
    "prime": ("Prime", 1), "double prime": ("Prime", 2), "triple prime": ("Prime", 3), "quadruple prime": ("Prime", 4),
    "factorial": ("Suffix", "!"), "percent": ("Suffix", "%"),
}  # fmt: skip
_ACCENTS = sorted(set(words.ACCENTS.values()), key=lambda w: -len(w.split()))
_ORDINAL = re.compile(r"(.+)-(th|st|nd|rd)")
_RELATION_WORDS = sorted(
    {
        *words.RELATIONS.values(),
        "tilde sign",
        "double arrow to",
        *(f"is not {w[3:]}" for w in words.RELATIONS.values() if w.startswith("is ")),
    }
    | {f"does not satisfy {w}" for w in words.RELATIONS.values()},
    key=lambda w: -len(w.split()),
)
_SUM_WORDS = sorted(words.SUMS.values(), key=lambda w: -len(w.split()))
_PRODUCT_WORDS = sorted({*words.PRODUCTS.values(), "by", "cross"} - {"to"}, key=lambda w: -len(w.split()))
_PREFIX_WORDS = ("plus or minus", "minus or plus", "minus", "plus", "not")


def read_back(spoken: str) -> Meaning | None:
    """The meaning of a reading, or None where the words are not covered.

    >>> read_back("x sub i squared")
    ('Power', ('Sub', ('letter', 'x', ''), ('letter', 'i', '')), ('number', '2'))
    """
    reader = Back(_TOKEN.findall(spoken))
    if len(reader.tokens) > 400:
        return None
    try:
        found = reader.lines(0)
    except RecursionError:
        return None  # the words of a large matrix, each entry of them a product
    return found[0] if found and found[1] == len(reader.tokens) else None


class Back(Frames):
    """A packrat grammar: every rule is asked once at each place."""

    def lines(self, at: int) -> Found | None:
        first = self.whole(at)
        rows, end = ([first[0]], first[1]) if first else ([], at)
        while rows and (after := self.eat("; next line:", end)):
            row = self.whole(after)
            if not row:
                return None
            rows.append(row[0])
            end = row[1]
        return (("lines", tuple(rows)) if len(rows) > 1 else rows[0], end) if rows else None

    # -- looser than a product ---------------------------------------------------------------------------------------
    def whole(self, at: int) -> Found | None:
        return self.memo("whole", at, self._whole)

    def _whole(self, at: int) -> Found | None:
        left = self.listing(at)
        while left:
            for word, sign in (("given", "mid"), ("vertical bar", "mid"), ("double bar", "‖"), ("divides", "mid")):
                if (after := self.eat(word, left[1])) and (right := self.listing(after)):
                    left = (("Given", sign, left[0], right[0]), right[1])
                    break
            else:
                return left
        return left

    def listing(self, at: int) -> Found | None:
        first = self.colon(at)
        if not first:
            return None
        parts, signs, end = [first[0]], [], first[1]
        while end < len(self.tokens) and self.tokens[end] in (",", ";", ".") and not self.at("; next line:", end):
            found = self.colon(end + 1)
            if not found:
                break
            signs.append(self.tokens[end])
            parts.append(found[0])
            end = found[1]
        return (parts[0], end) if not signs else (("list", tuple(signs), tuple(parts)), end)

    def colon(self, at: int) -> Found | None:
        left = self.chain(at)
        if not left:
            return None
        if (after := self.eat("mapping", left[1])) and (source := self.sum(after)) and (middle := self.eat("to", source[1])):
            target = self.sum(middle)
            if target:
                chain = ("Chain", (("sign", "goes to"),), (source[0], target[0]))
                return ("Given", ":", left[0], chain), target[1]
        while True:
            after = self.eat("colon", left[1]) or (self.eat("to", left[1]) if _counted(left[0]) else 0)
            right = self.chain(after) if after else None
            if not right:
                return left
            left = (("Given", ":", left[0], right[0]), right[1])

    def chain(self, at: int) -> Found | None:
        return self.memo("chain", at, self._chain)

    def _chain(self, at: int) -> Found | None:
        first = self.sum(at) or (("empty",), at)
        sides, signs, end = [first[0]], [], first[1]
        while sign := self.one_of(_RELATION_WORDS, end):
            side = self.sum(sign[1]) or (("empty",), sign[1])
            signs.append(("sign", sign[0]))
            sides.append(side[0])
            end = side[1]
        if signs:
            return ("Chain", tuple(signs), tuple(sides)), end
        return (first[0], end) if end > at else None

    def sum(self, at: int) -> Found | None:
        return self.memo("sum", at, self._sum)

    def _sum(self, at: int) -> Found | None:
        first = self.term(at)
        if not first:
            return None
        terms, signs, end = [first[0]], [], first[1]
        while sign := self.one_of(_SUM_WORDS, end):
            term = self.term(sign[1])
            if not term:
                break
            signs.append(sign[0])
            terms.append(term[0])
            end = term[1]
        return (terms[0], end) if not signs else (("sum", tuple(signs), tuple(terms)), end)

    def term(self, at: int) -> Found | None:
        return self.memo("term", at, self._term)

    def _term(self, at: int) -> Found | None:
        if sign := self.one_of(_PREFIX_WORDS, at):
            body = self.term(sign[1])
            return (("prefix", sign[0], body[0]), body[1]) if body else None
        return self.product(at)

    # -- products ----------------------------------------------------------------------------------------------------
    def product(self, at: int) -> Found | None:
        return self.memo("product", at, self._product)

    def _product(self, at: int) -> Found | None:
        first = self.factor(at)
        if not first:
            return None
        factors, signs, end = [first[0]], [], first[1]
        while True:
            found = self.one_of(_PRODUCT_WORDS, end)
            sign = "" if not found or found[0] in ("times", "by") else found[0]
            factor = self.signed(found[1]) if found else None
            if not factor:
                sign, factor = "", self.factor(end)
            if not factor:
                break
            signs.append(sign)
            factors.append(factor[0])
            end = factor[1]
        return (factors[0], end) if not signs else (("product", tuple(signs), tuple(factors)), end)

    def signed(self, at: int) -> Found | None:
        if sign := self.one_of(_PREFIX_WORDS, at):
            body = self.signed(sign[1])
            return (("prefix", sign[0], body[0]), body[1]) if body else None
        return self.factor(at)

    def factor(self, at: int) -> Found | None:
        return self.memo("factor", at, self._factor)

    def _factor(self, at: int) -> Found | None:
        """An atom with what follows it: scripts, a fraction line, an argument, a bracket."""
        found = self.scripted(at)
        if not found:
            return None
        node, end = found
        for word, kind in (("over", "Fraction"), ("choose", "Choose")):
            after = self.eat(word, end)
            if after and self.tokens[end - 1 : end] != ["all"] and (right := self.scripted(after)):
                return (kind, node, right[0]), right[1]
        if (after := self.eat("evaluated", end)) or any(
            after := self.eat(word, end) for word in ("taken", "restricted", "indexed")
        ):
            return self.ranged(node, self.tokens[end], after)
        if (after := self.eat("at", end)) and node[0] == "derivative" and (right := self.arguments(after)):
            return ("apply", node, right[0]), right[1]
        if (after := self.eat("of", end)) and node[0] != "apply" and (right := self.arguments(after)):
            return ("apply", node, right[0]), right[1]
        if self.eat("open parenthesis", end) or self.eat("open bracket", end):
            fence = self.printed(end)
            while fence and (further := self.mark(*fence) or self.power(*fence)):
                fence = further
            if fence and self.may_stand_beside(node):
                return ("Beside", node, fence[0]), fence[1]
        return node, end

    def may_stand_beside(self, node: Meaning) -> bool:
        core = node
        while core[0] in ("Sub", "superscript", "index above", "Power", "Prime", "accent", "transpose"):
            core = core[1] if core[0] != "accent" else core[2]
        return core[0] in ("letter", "word", "derivative", "sum", "product")

    def arguments(self, at: int) -> Found | None:
        """What follows "of"."""
        if after := self.eat("the arguments", at):
            return self.until(self.listing, after, "end arguments")
        if after := self.eat("no argument", at):
            return ("empty",), after
        first = self.leaf(at)
        if first:
            if (after := self.eat("and", first[1])) and (second := self.leaf(after)):
                return ("list", (",",), (first[0], second[0])), second[1]
            if (after := self.eat("given", first[1])) and (second := self.leaf(after)):
                return ("Given", "mid", first[0], second[0]), second[1]
            if (after := self.eat("of", first[1])) and (inner := self.arguments(after)):
                return ("apply", first[0], inner[0]), inner[1]
            raised = self.scripted(at)
            if raised and (after := self.eat("of", raised[1])) and (inner := self.arguments(after)):
                return ("apply", raised[0], inner[0]), inner[1]
            return first
        return self.atom(at)

    # -- scripts -----------------------------------------------------------------------------------------------------
    def scripted(self, at: int) -> Found | None:
        return self.memo("scripted", at, lambda place: self.scripts(place, powers=True))

    def leaf(self, at: int) -> Found | None:
        """A short name with its marks, but no power."""
        return self.memo("leaf", at, lambda place: self.scripts(place, powers=False))

    def scripts(self, at: int, powers: bool) -> Found | None:
        found = self.name(at) if not powers else self.atom(at)
        if not found and self.at("superscript", at):
            found = (("empty",), at)
        if not found and self.at("sub", at):
            found = (("empty",), at)
        while found:
            after = self.mark(found[0], found[1]) or (self.power(found[0], found[1]) if powers else None)
            if not after:
                return found if found[1] > at else None
            found = after
        return None

    def mark(self, base: Meaning, at: int) -> Found | None:
        if after := self.eat("sub", at):
            if body := self.until(self.listing, after, "in parentheses"):
                return ("index below", base, body[0]), body[1]
            index = self.long_mark(self.listing, after, "end sub") or self.raised_sign(after) or self.name(after)
            return (("Sub", base, index[0]), index[1]) if index else None
        if after := self.eat("superscript", at):
            for kind in ("parentheses", "brackets"):
                inside = self.eat(f"in {kind}", after)
                body = self.until(self.whole, inside, f"end {kind}") if inside else self.until(self.whole, after, f"in {kind}")
                if body:
                    return ("index above", base, body[0]), body[1]
            mark = self.long_mark(self.whole, after, "end superscript") or self.raised_sign(after) or self.name(after)
            return (("superscript", base, mark[0]), mark[1]) if mark else None
        if (base[0] != "letter" or True) and (after := self.eat("th", at)):
            return ("ordinal", base, "th"), after
        if (after := self.eat("star", at)) and not self.eat("sign", after):
            follows_operand = after < len(self.tokens) and base[0] == "number"
            return None if follows_operand else (("superscript", base, ("letter", "star", "")), after)
        if after := self.eat("degrees", at):
            return ("superscript", base, ("letter", "circle", "")), after
        if after := self.eat("inverse transpose", at):
            return ("transpose", ("Power", base, ("prefix", "minus", ("number", "1")))), after
        if after := self.eat("transpose", at):
            return ("transpose", base), after
        for spoken, (kind, value) in _POSTFIXES.items():
            if after := self.eat(spoken, at):
                return (kind, base, value), after
        if accent := self.one_of(_ACCENTS, at):
            return ("accent", accent[0], base), accent[1]
        return None

    def long_mark(self, rule: Callable[[int], Found | None], at: int, ending: str) -> Found | None:
        """A mark with its audible end; it may begin with a sign that is said, phi_{,i}."""
        for spoken, sign in (("comma", ","), ("semicolon", ";")):
            if after := self.eat(spoken, at):
                found = self.until(rule, after, ending)
                return (("led", sign, found[0]), found[1]) if found else None
        return self.until(rule, at, ending)

    def raised_sign(self, at: int) -> Found | None:
        """A sign used as a mark: plus, star, times."""
        found = self.one_of(_MARK_WORDS, at)
        return (("letter", found[0], ""), found[1]) if found else None

    def power(self, base: Meaning, at: int) -> Found | None:
        for spoken, exponent in (("squared", "2"), ("cubed", "3")):
            if after := self.eat(spoken, at):
                return ("Power", base, ("number", exponent)), after
        if after := self.eat("inverse", at):
            return ("Power", base, ("prefix", "minus", ("number", "1"))), after
        if after := self.eat("to the power", at):
            found = self.long_mark(self.whole, after, "end power") or self.name(after)
            return (("Power", base, found[0]), found[1]) if found else None
        return None

    def name(self, at: int) -> Found | None:
        """One bare name or number."""
        if at >= len(self.tokens):
            return None
        for spoken, name in words.NUMBER_SETS.items():
            if after := self.eat(name, at):
                return ("letter", spoken, "blackboard"), after
        font, place = self.font(at)
        for spoken in _NAMES:
            if after := self.eat(spoken, place):
                return ("letter", spoken, font), after
        for spoken in () if font else _ALONE:
            if after := self.eat(spoken, place):
                return ("function", spoken), after
        token = self.tokens[place] if place < len(self.tokens) else ""
        if ordinal := _ORDINAL.fullmatch(token):
            inner = Back([ordinal[1]]).name(0)
            return (("ordinal", inner[0], ordinal[2]), place + 1) if inner else None
        if re.fullmatch(r"[\d.,]*\d", token):
            return (("letter", token, font) if font else ("number", token)), place + 1
        if len(token) == 1 and token.isalpha():
            return ("letter", token, font), place + 1
        if not font and _NAME.fullmatch(token) and token not in _RESERVED and token.lower() not in _PROSE:
            return ("word", token), place + 1
        return None

    def font(self, at: int) -> tuple[str, int]:
        for font, spoken in (*words.SPOKEN_FONTS.items(), ("sans", "sans")):
            if after := self.eat(spoken, at):
                return font, after
        return "", at

    def memo(self, rule: str, at: int, read: Callable[[int], Found | None]) -> Found | None:
        key = (rule, at)
        if key not in self.known:
            self.known[key] = None
            self.known[key] = read(at)
        return self.known[key]


_ALONE = sorted(
    (words.FUNCTIONS[name] for name in "sin cos tan cot sec csc sinh cosh tanh coth log ln exp".split()),
    key=lambda w: -len(w.split()),
)
_NAMES = sorted(set(words.SYMBOLS.values()) | {"star"}, key=lambda w: -len(w.split()))
_MARK_WORDS = sorted(
    {words.SUMS["+"], words.SUMS["-"], "times", "star", "dot", "perp", "parallel sign", "circle"}, key=lambda w: -len(w.split())
)
_FRAME_WORDS = """
the of over all end sub given to squared cubed inverse superscript transpose open close with respect from such that in when
sans mapping colon degrees choose evaluated taken indexed by parentheses
at and power brackets included excluded approaches maximizes minimizes labelled marked
rows entry entries space double vertical
"""
_PROSE = words.CONNECTIVES - {"a", "that"} | {"thus", "not"}  # prose among formulas is not read back
_LOOSE_WORDS = frozenset(["no", "out", "or", "as", "about", "there", "above", "check", "ring", "meet"])
_SIGN_WORDS = (*_RELATION_WORDS, *_SUM_WORDS, *_PRODUCT_WORDS, *_ACCENTS, *_POSTFIXES, *words.SPOKEN_FONTS.values())
_RESERVED = frozenset(" ".join((*_SIGN_WORDS, _FRAME_WORDS)).split()) - _LOOSE_WORDS


def _counted(left: Meaning) -> bool:
    """Whether a ratio may go on: 1 to ..., 1 to 2 to ..."""
    while left[:2] == ("Given", ":"):
        left = left[2]
    return left[0] == "number"
