r"""A formula as a book prints it, read: said aloud, walked part by part, and honest about what was not read or is not sure.

The public face of `tutor.maths.reading`. Laws: `read_formula` raises nothing, whatever it is given; `complete` is True only if
every letter, number, sign and delimiter of the source is in the tree and every leaf of the tree was spoken, each exactly once.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tutor.maths.reading.aloud.parts import Part, parts_of
from tutor.maths.reading.aloud.say import Speaker
from tutor.maths.reading.context import Context, context_of
from tutor.maths.reading.cutting.frames import unframed
from tutor.maths.reading.cutting.lexer import MOST_CHARACTERS, MOST_TOKENS, cut
from tutor.maths.reading.cutting.macros import macros_in
from tutor.maths.reading.doubts.chances import chance_doubts
from tutor.maths.reading.doubts.customs import custom_doubts
from tutor.maths.reading.doubts.fields import field_doubts
from tutor.maths.reading.doubts.odd import oddities
from tutor.maths.reading.doubts.scope import open_scopes
from tutor.maths.reading.doubts.spoken_of import spoken_doubts
from tutor.maths.reading.doubts.typed import typed_doubts
from tutor.maths.reading.doubts.unmet import UNMET, unmet
from tutor.maths.reading.nodes import (
    Apply,
    Chain,
    Fence,
    Given,
    Letter,
    Listing,
    Phrase,
    Power,
    Product,
    Sub,
    Sum,
    Super,
    Text,
    Unread,
)
from tutor.maths.reading.parsing.grammar import Grammar
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.reading.parsing.senses import in_sense
from tutor.maths.reading.proof.conserve import held, ink, spoken_leaves_missing
from tutor.maths.reading.proof.meaning import meaning
from tutor.maths.reading.tidying.chances import in_chance
from tutor.maths.reading.tidying.tidy import tidy
from tutor.maths.signs import GREEK, TokenKind
from tutor.maths.tokens import Token
from tutor.maths.tree import Node, Number, height, walk

__all__ = ["Ambiguity", "Part", "Reading", "read_formula"]

DEEPEST_TREE = 60
MOST_BARS = 100
MOST_DOUBTS = 40
_CAPITALS = re.compile(r"(?<![A-Za-z\\])(?!([A-Z])\1)[A-Z]{3,}(?![A-Za-z])")
_SPELLED = re.compile(r"(?<![A-Za-z\\])[A-Za-z][a-z]{2,}[A-Z]?(?![A-Za-z])")
_INDEX_LETTERS = frozenset("ijklxyzwhnmd")
_LABELLED = re.compile(r"(?<![A-Za-z\\])[a-z]{2,5}(?=_\{(?:\\(?:text|mathrm)\s*\{)?[a-z]{4,}\})")
_CALLING = re.compile(r"(?<![A-Za-z\\])(?<![_^]\{)(?<![_^])[A-Za-z]{2,5}(?=\}?\s?(?:\\left\s*)?[(\[])")
_UNBRACED = re.compile(r"_(?:[A-Z]{2,3}(?=\s*\()|\d{2,})")  # printed with one sign below and the rest beside it
_CALLS = frozenset("fghpqFGHPEVLKT")
_SAID_AS_PRINTED = frozenset(["one name", "the interval between them"])  # A B C; open parenthesis a, b close parenthesis
_LITERAL = re.compile(r"itself|the mark stands")  # readings that say all themselves
_ALIKE = ("row equivalen", "similar matri", "equivalence relation", "are similar", "is similar", "asymptotic")
_GROUPS = ("homomorphism", "subgroup", "isomorphism theorem", "normal in", "coset", "quotient group", "quotient ring")
_MEETING = frozenset(["cap", "cup", "directsum", "oplus", "times", "+", "mathbb", "{", "}", "(", ")"])
_COMPARING = frozenset(["cong", "isomorphic", "triangleleft", "trianglelefteq", "/", "leq"])
_SUMMANDS = ("direct sum", "subspace", "complement", "module", "representation", "decompos", "isomorph", "vector space")
_SHAPES = (
    "matri",
    "window",
    "image",
    "kernel",
    "filter",
    "grid",
    "pixel",
    "tensor",
    "convolution",
    "dimension",
    "shape",
    "resolution",
    "array",
    "patch",
    "table",
)


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A piece of the formula with more than one meaning, and the wording that was chosen.

    `neutral` says whether that wording is true under each of them; where it is not, the words around it must tell which is meant.
    """

    what: str
    readings: tuple[str, ...]
    chosen: str
    neutral: bool = True

    @property
    def said(self) -> str:
        """What a learner is told of the piece, after the piece itself: what it can be, how it is read, what decides it."""
        if self.readings == UNMET:
            return f"is put together as in no formula known here; it is read “{self.chosen}”. Compare that with the page."
        can_be = f"can be {' or '.join(self.readings)}; it is read “{self.chosen}”"
        return f"{can_be}, which is true either way." if self.neutral else f"{can_be}. The words around it tell which is meant."


@dataclass(frozen=True, slots=True)
class Reading:
    """A formula read.

    `spoken` is the reading aloud; `unread` holds every source piece that was not understood; `tree` keeps (start, end) of each
    node in the LaTeX that was given.
    """

    latex: str
    spoken: str
    complete: bool
    unread: tuple[str, ...]
    ambiguous: tuple[Ambiguity, ...]
    tree: Node

    @property
    def parts(self) -> tuple[Part, ...]:
        """The pieces worth pointing at, outermost first; put together when they are asked for."""
        return parts_of(self.tree)


def read_formula(latex: str, context: str = "") -> Reading:
    r"""Read printed LaTeX; `context` is the prose around it, which settles what the formula alone does not.

    >>> read_formula(r"\nabla_x f").spoken
    'the gradient of f with respect to x'
    >>> read_formula(r"A^\top A").spoken, read_formula(r"P(A \mid B)").spoken
    ('A transpose A', 'the probability of A given B')
    >>> read_formula(r"x(t)").ambiguous[0].readings
    ('x of t', 'x times t')
    >>> read_formula(r"\foo + 1").unread
    ('\\foo',)
    """
    if len(latex) > MOST_CHARACTERS:
        return _refused(latex)
    known = context_of(context)
    macros, text = macros_in(unframed(_unquoted(latex)))
    raw = cut(text, {**known.macros, **macros}, lambda: known.words)
    if len(raw) >= MOST_TOKENS or sum(token.text in ("|", "‖") for token in raw) > MOST_BARS:
        return _refused(latex)
    raw = in_chance(raw, text, known)
    tokens = _of_integers(_algebraic(_dominated(_similar(raw, known), known), known))
    tokens = tidy(_updated(in_sense(_circled(tokens, known), known), known))
    reader = Grammar(text, [*tokens], known)  # the grammar cuts \frac12 in two; what is counted stays whole
    tree = reader.complete(reader.group)
    if height(tree) > DEEPEST_TREE:
        return _refused(latex)
    tree = _dimensions(tree, known, reader.doubts)
    nodes = tuple(walk(tree))
    reader.doubts += _spelled_names(text, tokens, known, tree) + open_scopes(nodes, text) + oddities(tree, nodes)
    reader.doubts += typed_doubts(text, tree, nodes, known) + spoken_doubts(nodes, known)
    reader.doubts += custom_doubts(nodes, known) + field_doubts(nodes, known) + chance_doubts(text, nodes, known)
    reader.doubts += _indexed_too(tree, reader.doubts)
    reader.doubts += unmet(tree)
    unbraced = ("an index of all these signs", "an index of the first of them alone")
    reader.doubts += _bars(nodes, known) + [Doubt(m.span(), unbraced) for m in _UNBRACED.finditer(text)]
    return _reading(latex, tokens, reader.doubts, tree)


def _unquoted(latex: str) -> str:
    r"""The formula without the marks ">" with which a quoted passage of Markdown begins its lines; nothing moves.

    >>> _unquoted("\n> x + y\n> "), _unquoted("x\n> y")
    ('\n  x + y\n  ', 'x\n> y')
    """
    first, *rest = latex.split("\n")
    opened = not first.strip() or first.lstrip().startswith("> ")
    framed = rest and opened and rest[-1].strip() in ("", ">")
    if not framed or not all(line.lstrip().startswith(">") for line in rest if line.strip()):
        return latex
    first = first.replace(">", " ", 1) if first.strip() else first
    return "\n".join([first, *(line.replace(">", " ", 1) if line.strip() else line for line in rest)])


def _reading(latex: str, tokens: list[Token], doubts: list[Doubt], tree: Node) -> Reading:
    speaker = Speaker()
    spoken = " ".join(speaker.say(tree).split()).replace(" ,", ",")
    unread = tuple(dict.fromkeys(latex[slice(*n.span)] or n.text for n in walk(tree) if isinstance(n, Unread)))
    unread = unread or ((latex.strip(),) if not spoken and "ref{" in latex else ())  # only the number of a figure
    complete = not unread and ink(tokens) == held(tree) and not spoken_leaves_missing(tree, speaker.said)
    if not complete and not unread:
        lost = ink(tokens) - held(tree)
        unread = tuple(sorted(lost)) or ("a piece that was read twice",)
    return Reading(latex, spoken, complete, unread, _ambiguities(latex, doubts, tree), tree)


def _similar(tokens: list[Token], context: Context) -> list[Token]:
    """Among matrices and relations of equivalence A ~ B says nothing of distributions."""
    if not any(t.text == "sim" for t in tokens):
        return tokens
    if not context.speaks_of(*_ALIKE) or context.speaks_of("distribut", "random", "sampl", "probab"):
        return tokens
    return [replace(t, text="similar") if t.text == "sim" else t for t in tokens]


def _algebraic(tokens: list[Token], context: Context) -> list[Token]:
    """Among groups and rings G / N is a quotient, H <= G a subgroup; what is congruent, where no triangle is, is isomorphic."""
    if not any(t.text in _COMPARING for t in tokens):
        return tokens
    alike = not context.speaks_of("congruen", "triangle", "angle", "modulo", "approximat", "least squares", "overdetermined")
    alike = alike and not any(t.text in ("mid", "|") for t in tokens)  # two chances that are nearly the same
    spaces = any(_is_capital(t) or t.text in ("ker", "mathbb", "Hom", "hom") for t in tokens)
    tokens = [replace(t, text="isomorphic") if t.text == "cong" and alike and spaces else t for t in tokens]
    quotients = context.speaks_of(*_GROUPS) or context.speaks_of("subspace", "isomorphic", "quotient space")
    if not quotients and not any(t.text in ("isomorphic", "triangleleft", "trianglelefteq") for t in tokens):
        return tokens
    ordered = context.speaks_of("definite", "eigenvalue", "loewner", "matri")  # I <= A compares matrices there
    out = list(tokens)
    for at in range(1, len(tokens) - 1):
        before, token, after = tokens[at - 1 : at + 2]
        if token.text == "/" and _of_sets(tokens, at - 1, -1) and _of_sets(tokens, at + 1, 1):
            out[at] = replace(token, text="bmod")
        elif token.text == "leq" and _is_capital(before) and _is_capital(after) and not ordered:
            out[at] = replace(token, text="subgroup")
    return out


def _of_integers(tokens: list[Token]) -> list[Token]:
    r"""\mathbb{Z}/n is what is left of the integers modulo n: a set is divided by no number."""
    if not any(t.text == "/" for t in tokens) or not any(t.text == "Z" for t in tokens):
        return tokens
    out = list(tokens)
    for at, token in enumerate(tokens[:-1]):
        before = [t.text for t in tokens[max(0, at - 4) : at]]
        counted = tokens[at + 1].kind in (TokenKind.NUMBER, TokenKind.NAME)
        if token.text == "/" and counted and (before == ["mathbb", "{", "Z", "}"] or before[-2:] == ["mathbb", "Z"]):
            out[at] = replace(token, text="bmod")
    return out


def _of_sets(tokens: list[Token], at: int, step: int) -> bool:
    """Whether a group, a space or a kernel may stand at a place: a capital, or a bracket that holds capitals and their meets.

    In (y_2 - y_1)/(x_2 - x_1) a number is divided, however much a text speaks of subspaces.
    """
    if _is_capital(tokens[at]) or (step > 0 and tokens[at].text == "ker"):
        return True
    depth, inside = 0, []
    while 0 <= at < len(tokens):
        depth += step * ((tokens[at].text == "(") - (tokens[at].text == ")"))
        if depth <= 0:
            break
        inside.append(tokens[at])
        at += step
    held = [t for t in inside[1:] if t.text not in _MEETING]
    return bool(held) and all(map(_is_capital, held))


def _circled(tokens: list[Token], context: Context) -> list[Token]:
    """A plus in a circle is the direct sum among spaces and the exclusive or among bits; elsewhere it is only a sign."""
    if not any(t.text == "oplus" for t in tokens):
        return tokens
    bits = context.speaks_of("exclusive", "xor", "bitwise")
    kronecker = any(t.text == "otimes" for t in tokens)  # A \oplus B = A \otimes I + I \otimes B
    if not bits and (kronecker or not context.speaks_of(*_SUMMANDS)):
        return tokens
    joined = [n > 0 and t.text == "oplus" and tokens[n - 1].text not in ("^", "_", "{") for n, t in enumerate(tokens)]
    spaces = [bits or _between_spaces(tokens, n) for n in range(len(tokens))]
    sign = "xor" if bits else "directsum"
    return [replace(t, text=sign) if here and of else t for here, of, t in zip(joined, spaces, tokens, strict=True)]


def _between_spaces(tokens: list[Token], at: int) -> bool:
    """Whether no small letter stands beside a sign, which would add what lies in one space, p + q."""
    beside = [tokens[n] for n in (at - 1, at + 1) if 0 <= n < len(tokens)]
    small = any(t.kind is TokenKind.NAME and len(t.text) == 1 and t.text.islower() for t in beside)
    ends = any(t.kind in (TokenKind.SEPARATOR, TokenKind.RELATION) or t.text in ("(", ")") for t in beside)
    return len(beside) == 2 and not small and not (ends and any(t.text in (",", ":") for t in beside))


def _updated(tokens: list[Token], context: Context) -> list[Token]:
    """x := x + 1 defines nothing: what stands on the left is given a new value."""
    at = next((n for n, t in enumerate(tokens) if t.text == ":=" and t.kind is TokenKind.RELATION), 0)
    left = [t.text for t in tokens[:at]]
    depth, level = 0, []
    for token in tokens[:at]:
        depth += (token.kind is TokenKind.OPEN) - (token.kind is TokenKind.CLOSE)
        level += [token.kind] if depth == 0 else []
    if not left or TokenKind.SEPARATOR in level or any(t.kind is TokenKind.RELATION for t in tokens[:at]):
        return tokens
    right = [t.text for t in tokens[at + 1 :]]
    after = ("_", "(") if len(left) == 1 else ("_",)  # f := {f(x)} defines f
    again = any(
        right[n : n + len(left)] == left and right[n + len(left) : n + len(left) + 1] not in [[t] for t in after]
        for n in range(len(right))
    )
    head = left[: left.index("(")] if "(" in left else []
    called = any(right[n : n + len(head) + 1] == [*head, "("] for n in range(len(right))) if head else False
    again = again or (called and context.speaks_of("update"))  # Q(s, a) := r + max Q(s', a'), one step of many
    return [replace(t, text="gets") if n == at else t for n, t in enumerate(tokens)] if again else tokens


def _is_capital(token: Token) -> bool:
    return len(token.text) == 1 and token.text.isupper()


def _dominated(tokens: list[Token], context: Context) -> list[Token]:
    """Among measures << says that one is absolutely continuous with respect to the other."""
    if not any(t.text == "ll" for t in tokens) or not context.speaks_of("absolutely continuous", "absolute continuity", "radon"):
        return tokens
    return [replace(t, text="dominated") if t.text == "ll" else t for t in tokens]


def _indexed_too(tree: Node, doubts: list[Doubt]) -> list[Doubt]:
    """What is raised by a letter as something is that may have an index above: x^k beside x^j in R_{jk} x^j x^k."""
    spans = {d.span for d in doubts if d.readings == ("a power", "an index above")}
    if not spans:
        return []
    supers = [n for n in walk(tree) if isinstance(n, Super) and n.span in spans and isinstance(n.base, Letter)]
    alone = {n.base.name for n in supers if isinstance(n.base, Letter) and isinstance(n.mark, Letter)}
    # x^{k+1} = L (b - U x^k): the next of what a sequence counts
    first = {n.sides[0] for n in walk(tree) if isinstance(n, Chain)}
    steps = [(n.base, n.mark) for n in supers if n in first and isinstance(n.mark, Sum)]
    counted = {
        (base.name, k.name) for base, mark in steps for k in mark.terms if isinstance(base, Letter) and isinstance(k, Letter)
    }
    # D^\alpha v beside v^\alpha: an index of derivatives
    derived = {n.mark.name for n in supers if isinstance(n.mark, Letter) and getattr(n.base, "name", "") in ("D", "partial")}
    return [
        Doubt(n.span, ("a power", "an index above"))
        for n in walk(tree)
        if isinstance(n, Power)
        and isinstance(n.base, Letter)
        and isinstance(n.exponent, Letter)
        and (n.base.name in alone or (n.base.name, n.exponent.name) in counted or n.exponent.name in derived)
    ]


def _bars(nodes: Sequence[Node], context: Context) -> list[Doubt]:
    """A bar that may say "divides": among divisors, or where a bracket holds two of them, P(d | X, d | Y)."""
    barred = [n for n in nodes if isinstance(n, Given) and n.sign in ("mid", "|")]
    twice = any(sum(isinstance(p, Given) for p in n.parts) > 1 for n in nodes if isinstance(n, Listing))
    if not barred or not (twice or context.speaks_of("divisib", "divisor", "divides ", "coprime", "prime number")):
        return []
    return [Doubt(n.span, ("given", "divides")) for n in barred]


def _spelled_names(text: str, tokens: list[Token], context: Context, tree: Node) -> list[Doubt]:
    """Three capitals or more side by side may be one name, STR, as well as a product, ABC; so may re_{intercept}."""
    single = {t.start for t in tokens if len(t.text) == 1}
    found = [m.span() for m in _LABELLED.finditer(text) if m.start() in single]
    capitals = [m.span() for m in _CAPITALS.finditer(text) if m.start() in single]
    if capitals and not context.speaks_of("matri", "triangle", "angle", "event", "letters"):
        found += capitals
    calls = [m for m in _CALLING.finditer(text) if m.start() in single and m.end() - 1 in single and _like_a_call(m[0])]
    runs = [m for m in _SPELLED.finditer(text) if m.start() in single and m.span() not in found and _like_a_word(m[0])]
    letters = {n.span[0] for n in walk(tree) if isinstance(n, Letter)} if runs or calls else set()
    found += [m.span() for m in calls if m.span() not in found and all(at in letters for at in range(*m.span()))]
    found += [m.span() for m in runs if m.span() not in found and all(at in letters for at in range(*m.span()))]
    return [Doubt(span, ("one name", "the product of its letters")) for span in found]


def _like_a_call(run: str) -> bool:
    """Whether letters before a bracket may be one name, Tr(A), se(b): no coefficient before a function, a f(x), no d f, d x."""
    before_function = run[-1] in _CALLS and (run[0].islower() or len(run) > 2)
    return run[0] not in "dD" and not before_function and not set(run) <= set("xyzuvnkmij")


def _like_a_word(run: str) -> bool:
    """Whether letters side by side may as well be a name, pos, Err: there is a vowel, and no row of indices or differentials."""
    small = run.lower()
    if len(small) > 3 and not set(small) <= _INDEX_LETTERS and "d" not in small[:-1:2]:
        return True  # four letters in a row are hardly four factors
    ordered = all(a < b for a, b in itertools.pairwise(small)) or set(small) <= set("abcdefg")
    differential = any(small[n] == "d" and small[n + 1] in "xyztuvsr" for n in range(len(small) - 1))
    indexed = len(set(small) & set("ijkxyz")) > (len(small) > 3) or any(name in small for name in ("log", "exp", "sin", "cos"))
    spoken = len(small) > 3 and sum(c in "aeiou" for c in small) > 1
    return bool(set(small) & set("aeou")) and not differential and (spoken or not (indexed or ordered))


def _refused(latex: str) -> Reading:
    tree = Unread((0, len(latex)), latex)
    return Reading(latex, "[unread: a formula too long to read]", False, (latex,), (), tree)


def _dimensions(tree: Node, context: Context, doubts: list[Doubt]) -> Node:
    """m x n standing alone is "m by n" among prose about matrices or windows, or before such a word; otherwise it is a doubt."""
    if isinstance(tree, Phrase) and isinstance(tree.parts[1], Text) and any(stem in tree.parts[1].words for stem in _SHAPES):
        return Phrase(tree.span, (_by(tree.parts[0]), *tree.parts[1:]))
    if not isinstance(tree, Product | Fence):
        return tree
    joined = isinstance(tree, Product) and set(tree.signs) <= {"cdot", ""} and all(isinstance(f, Fence) for f in tree.factors)
    if joined and isinstance(tree, Product) and context.speaks_of(*_SHAPES):
        sizes = tuple(_dimensions(factor, context, doubts) for factor in tree.factors)  # (k x 1) \cdot (1 x k)
        return replace(tree, factors=sizes) if all(one is not f for one, f in zip(sizes, tree.factors, strict=True)) else tree
    square = isinstance(tree, Product) and len(tree.factors) == 2 and _count(tree.factors[0]) and _same_count(*tree.factors)
    shaped = context.speaks_of(*_SHAPES) or (square and context.speaks_of("size", "system"))
    if shaped and isinstance(tree, Fence) and tree.role == "group" and (inner := _by(tree.body)) is not tree.body:
        return replace(tree, body=inner)
    found = _by(tree, shaped)
    if found is tree or shaped:
        return found
    doubts.append(Doubt(tree.span, ("the shape", "the product")))
    counts = isinstance(tree, Product) and all(isinstance(f, Letter) and f.name in "mnpkdhwrcq" for f in tree.factors)
    return found if counts else tree


def _same_count(left: Node, right: Node) -> bool:
    """Whether two factors are the same bracket, (n + p) x (n + p)."""
    return meaning(left) == meaning(right)


def _by(tree: Node, shaped: bool = True) -> Node:
    """A product of counts as a shape; (n + 1) x (n + 1) is one only where the prose speaks of matrices."""
    plain = (
        isinstance(tree, Product)
        and set(tree.signs) == {"times"}
        and all(isinstance(f, Letter | Number) or (shaped and _count(f)) for f in tree.factors)
        and not any(isinstance(f, Letter) and f.name in GREEK for f in tree.factors)  # the measure mu x nu
    )
    plain = plain or (shaped and isinstance(tree, Product) and _counted(tree))
    if not plain or not isinstance(tree, Product) or any(getattr(f, "font", "") for f in tree.factors):
        return tree
    return Product(tree.span, tuple("by" if sign == "times" else sign for sign in tree.signs), tree.factors)


def _counted(tree: Product) -> bool:
    """Whether each side of the one sign is a product of counts: mn x mn, 2n x n."""
    counts = all(isinstance(f, Number) or (isinstance(f, Letter) and f.name in "mnpkdhwrcqNMKDHW") for f in tree.factors)
    return counts and set(tree.signs) == {"", "times"} and tree.signs.count("times") == 1


def _count(node: Node) -> bool:
    """Whether a node may count rows: n_1, (n + 1), 2n in brackets."""
    if isinstance(node, Fence):
        return node.role == "group" and isinstance(node.body, Sum | Product | Letter)
    return isinstance(node, Sub) and isinstance(node.base, Letter) and not node.base.font


def _ambiguities(latex: str, doubts: list[Doubt], tree: Node) -> tuple[Ambiguity, ...]:
    """The doubts that stayed, each with its source piece and the wording that was chosen."""
    found: dict[tuple[str, tuple[str, ...]], Ambiguity] = {}
    places: dict[tuple[int, int], Node] = {}
    for node in walk(tree) if doubts else ():
        places.setdefault(node.span, node)
    called = (
        {n.argument.body.span for n in walk(tree) if isinstance(n, Apply) and isinstance(n.argument, Fence)} if doubts else set()
    )
    for doubt in doubts[:MOST_DOUBTS]:
        if doubt.span in called and doubt.readings[0].startswith("the interval"):
            continue  # Cov[X, Y]: what a function is applied to is no interval
        what = latex[slice(*doubt.span)]
        meant = places.get(doubt.span)
        chosen = Speaker().say(meant) if meant is not None else what
        readings = doubt.readings
        if readings == ("of", "times") and meant is not None:
            head, fence = getattr(meant, "head", None), getattr(meant, "fence", None)
            if head is not None and fence is not None:
                speaker = Speaker()
                inside = speaker.arguments(fence)
                readings = (f"{speaker.operand(head)} of {inside}", f"{speaker.operand(head)} times {inside}")
        if meant is not None and any(r.endswith(" it") for r in readings):
            whole = Speaker().quantity(meant)
            readings = tuple(r.removesuffix("it") + whole if r.endswith(" it") else r for r in readings)
        if isinstance(meant, Super) and readings != ("of", "times") and not _LITERAL.search(readings[0]):
            base, mark = Speaker().operand(meant.base), Speaker().say(meant.mark)
            second = f"{base} transpose" if "a transpose" in readings else f"{base} with {mark} above as an index"
            readings = (f"{base} to the power {mark}", second)
        if isinstance(meant, Power) and readings == ("a power", "an index above"):
            base, mark = Speaker().operand(meant.base), Speaker().say(meant.exponent)
            readings = (f"{base} to the power {mark}", f"{base} with {mark} above as an index")
        spelled = readings != doubt.readings or readings[0] in _SAID_AS_PRINTED
        found[(what, readings)] = Ambiguity(what, readings, chosen, spelled and chosen not in readings)
    return tuple(found.values())
