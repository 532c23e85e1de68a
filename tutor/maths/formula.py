r"""A formula as a book prints it, read: said aloud, walked part by part, and honest about what was not read or is not sure.

The public face of `tutor.maths.reading`. Laws: `read_formula` raises nothing, whatever it is given; `complete` is True only if
every letter, number, sign and delimiter of the source is in the tree and every leaf of the tree was spoken, each exactly once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tutor.maths.reading.aloud.parts import Part, parts_of
from tutor.maths.reading.aloud.say import Speaker
from tutor.maths.reading.context import context_of
from tutor.maths.reading.cutting.frames import unescaped, unframed
from tutor.maths.reading.cutting.lexer import MOST_CHARACTERS, cut
from tutor.maths.reading.cutting.macros import macros_in
from tutor.maths.reading.cutting.strip import MOST_TOKENS
from tutor.maths.reading.dimensions import dimensions
from tutor.maths.reading.doubts.applied import applied_doubts
from tutor.maths.reading.doubts.chances import chance_doubts
from tutor.maths.reading.doubts.customs import custom_doubts
from tutor.maths.reading.doubts.fields import field_doubts
from tutor.maths.reading.doubts.marks import bars, dotted, indexed_too, unbraced
from tutor.maths.reading.doubts.odd import oddities
from tutor.maths.reading.doubts.scope import open_scopes
from tutor.maths.reading.doubts.spelled import spelled_names
from tutor.maths.reading.doubts.spoken_of import spoken_doubts
from tutor.maths.reading.doubts.typed import typed_doubts
from tutor.maths.reading.doubts.unmet import UNMET, unmet
from tutor.maths.reading.nodes import (
    Apply,
    Fence,
    Power,
    Super,
    Unread,
)
from tutor.maths.reading.parsing.grammar import Grammar
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.reading.parsing.senses import in_sense
from tutor.maths.reading.parsing.signs_by_field import by_field, updated
from tutor.maths.reading.proof.conserve import held, ink, spoken_leaves_missing
from tutor.maths.reading.tidying.chances import in_chance
from tutor.maths.reading.tidying.tidy import tidy
from tutor.maths.tokens import Token
from tutor.maths.tree import Node, height, walk

__all__ = ["Ambiguity", "Part", "Reading", "read_formula"]

DEEPEST_TREE = 60
MOST_BARS = 100
MOST_DOUBTS = 40
_HOW_MANY = {2: "two", 3: "three", 4: "four"}
_MOST_WORDS = 30  # what is quoted of a reading that stands above in full
_SAID_AS_PRINTED = frozenset(["one name", "the interval between them"])  # A B C; open parenthesis a, b close parenthesis
_LITERAL = re.compile(r"itself|the mark stands")  # readings that say all themselves


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
    def piece(self) -> str:
        """The source piece on one line."""
        return " ".join(self.what.split())

    @property
    def said(self) -> str:
        """What a learner is told of the piece, after the piece itself: what it can be, how it is read, what decides it."""
        if self.readings == UNMET:
            read = f"it is read “{self.chosen}”" if len(self.chosen.split()) <= _MOST_WORDS else "its words stand above"
            return f"is put together as in no formula known here; {read}. Compare that with the page."
        ways = f"can be read in {_HOW_MANY.get(len(self.readings), 'several')} ways: {', or '.join(self.readings)}."
        if self.neutral:
            return f"{ways} The words “{self.chosen}” are true whichever is meant."
        return f"{ways} It is read “{self.chosen}”; the words around it tell which is meant."


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
    macros, text = macros_in(unframed(unescaped(_unquoted(latex))))
    raw = cut(text, {**known.macros, **macros}, lambda: known.words)
    if len(raw) >= MOST_TOKENS or sum(token.text in ("|", "‖") for token in raw) > MOST_BARS:
        return _refused(latex)
    raw = in_chance(raw, text, known)
    tokens = tidy(updated(in_sense(by_field(raw, known), known), known))
    reader = Grammar(text, [*tokens], known)  # the grammar cuts \frac12 in two; what is counted stays whole
    tree = reader.complete(reader.group)
    if height(tree) > DEEPEST_TREE:
        return _refused(latex)
    tree = dimensions(tree, known, reader.doubts)
    nodes = tuple(walk(tree))
    reader.doubts += spelled_names(text, tokens, known, tree) + open_scopes(nodes, text) + oddities(tree, nodes)
    reader.doubts += typed_doubts(text, tree, nodes, known) + spoken_doubts(nodes, known) + applied_doubts(nodes, known)
    reader.doubts += custom_doubts(nodes, known) + field_doubts(nodes, known) + chance_doubts(text, nodes, known)
    reader.doubts += indexed_too(tree, reader.doubts)
    reader.doubts += unmet(tree)
    reader.doubts += bars(nodes, known) + unbraced(text) + dotted(latex, known)
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
    silent = not spoken and ("ref{" in latex or "%" in latex)  # only the number of a figure, or remarks
    unread = unread or ((latex.strip(),) if silent else ())
    complete = not unread and ink(tokens) == held(tree) and not spoken_leaves_missing(tree, speaker.said)
    if not complete and not unread:
        lost = ink(tokens) - held(tree)
        unread = tuple(sorted(lost)) or ("a piece that was read twice",)
    return Reading(latex, spoken, complete, unread, _ambiguities(latex, doubts, tree), tree)


def _refused(latex: str) -> Reading:
    tree = Unread((0, len(latex)), latex)
    return Reading(latex, "[unread: a formula too long to read]", False, (latex,), (), tree)


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
        # two parts beside each other are no node: they are told by the smallest piece that holds both
        span = doubt.span if doubt.readings != UNMET else _holding(doubt.span, places)
        what = latex[slice(*span)]
        meant = places.get(span)
        chosen = Speaker().say(meant) if meant is not None else what
        readings = doubt.readings if doubt.readings == UNMET else _spelled(doubt.readings, meant)
        spelled = readings != doubt.readings or readings[0] in _SAID_AS_PRINTED
        found[(what, readings)] = Ambiguity(what, readings, chosen, spelled and chosen not in readings)
    return tuple(found.values())


def _spelled(readings: tuple[str, ...], meant: Node | None) -> tuple[str, ...]:
    """The readings of a doubt in the words of the piece it is about: "x of t" for "of"."""
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
    return readings


def _holding(span: tuple[int, int], places: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The narrowest of the places that holds a span; the span itself where none does."""
    return min((p for p in places if p[0] <= span[0] and span[1] <= p[1]), key=lambda p: p[1] - p[0], default=span)
