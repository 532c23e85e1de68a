r"""A formula explained in layers: read aloud, one plain sentence, each symbol, its name, whether sizes fit, numbers, growth.

Laws: a meaning from the text always wins and is marked `text`; a usual meaning is marked `convention`; where neither is known the
symbol stands without one. Where no sentence can be built, or one does not say the formula again when it is read back, `meaning`
is the honest reading, never a guess. Nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from tutor.maths.formula import Ambiguity, Part, Reading, read_formula
from tutor.maths.letters import bare, is_symbol, key, symbols_in, written
from tutor.maths.named.forms import Form, form
from tutor.maths.named.names import Name, recognise
from tutor.maths.prose import in_dollars
from tutor.maths.reading.context import context_of
from tutor.maths.reading.doubts import applied, chances, customs, fields, spoken_of
from tutor.maths.reading.doubts.marks import CUT
from tutor.maths.reading.doubts.odd import MISREAD
from tutor.maths.reading.doubts.scope import GOES_ON
from tutor.maths.reading.doubts.typed import UNTOLD
from tutor.maths.reading.nodes import (
    Apply,
    Big,
    Chain,
    Derivative,
    Fence,
    Given,
    Grid,
    Letter,
    Listing,
    Power,
    Product,
    Sub,
    Sum,
    Super,
    Text,
)
from tutor.maths.reading.proof.back import read_back
from tutor.maths.reading.proof.meaning import meaning as meaning_of
from tutor.maths.reading.words import GREEK
from tutor.maths.sentence.back import Back, back
from tutor.maths.sentence.sentences import Known, sentence
from tutor.maths.shapes import Shapes, check_shapes, sizes_of
from tutor.maths.sizes import Size
from tutor.maths.spans import cut_out
from tutor.maths.told.place import place_of
from tutor.maths.told.reach import paragraphs_apart, same_sentence
from tutor.maths.told.several import any_one
from tutor.maths.told.symbols import Told, harvest
from tutor.maths.told.told_here import Here, in_another_font, no_function, told_here
from tutor.maths.told.usual import defined, usual_meaning
from tutor.maths.tree import Node, walk
from tutor.maths.worked.grows import Growth, growth
from tutor.maths.worked.holding import gives_one_value, refuted_by
from tutor.maths.worked.matrix_example import matrix_example
from tutor.maths.worked.numbers_example import Example, worked_example
from tutor.maths.worked.trial import Trial, trial

__all__ = ["FormulaExplanation", "Origin", "Symbol", "explain_formula", "try_numbers"]

_DENSITY = re.compile(r"(?<![A-Za-z\\])p\s*(?:_\w\s*)?(?:\\left\s*)?\(")
_CARDS, _SUITS = frozenset("AKQJT"), ("diamondsuit", "heartsuit", "clubsuit", "spadesuit")  # the ace of diamonds is no event
_REACH = 450  # how far from a formula a word still speaks of it
_MOST_CHARACTERS = 1_500
_OF_AXES = re.compile(r"\s*(?:\$|\\\))?\s*[-–—]*\s*(?:planes?|axes|axis|coordinates?|space|graph)\b")
_MOST_MATRICES = 160
# Open spots that another wording would settle.
_UNTOLD = frozenset(
    (*MISREAD, *UNTOLD, *CUT, *spoken_of.UNSAID, *chances.UNSAID, *customs.UNSAID, *fields.UNSAID, *applied.UNSAID, GOES_ON)
)
_MOST_AROUND = 6_000
_ACTING = frozenset(["function", "map", "mapping", "transformation", "operator"])
# What a running letter may be called: each of these is one of many.
_RUNS = frozenset(
    "index group class position cluster category component feature unit individual observation time layer state node item sample"
    " subject row column word topic level action neuron example document token label outcome coordinate iteration epoch".split()
)
_NEVER_CALLED = frozenset(
    "interval set point number constant epoch time step index event row column size length module ring field group".split()
)
_NO_NUMBER = frozenset(
    "matrix vector list function event set space variable tensor vectors matrices events functions weights".split()
)


class Origin(Enum):
    """Where a meaning comes from."""

    TEXT = "text"
    CONVENTION = "convention"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol of the formula; `start` and `end` are the place in the text around it that tells its meaning, else None."""

    symbol: str
    meaning: str
    shape: Size | None
    origin: Origin
    start: int | None = None
    end: int | None = None
    doubt: str = ""  # why the text may mean another thing by it: it tells several, or tells this one in passing elsewhere


@dataclass(frozen=True, slots=True)
class FormulaExplanation:
    """Every layer of an explanation; what could not be made is None or empty."""

    latex: str
    spoken: str
    complete: bool
    unread: tuple[str, ...]
    ambiguous: tuple[Ambiguity, ...]
    meaning: str
    symbols: tuple[Symbol, ...]
    parts: tuple[Part, ...]
    name: Name | None
    shapes: Shapes
    example: Example | None
    grows: tuple[Growth, ...]
    reads_back: bool = False  # the words, read by the grammar of readings, give the same tree again
    # So does the plain sentence, read by a grammar of its own; where it does not, or there is none (None), the reading stands in.
    meaning_reads_back: bool | None = None
    refuted: str = ""  # why an equality of two computed sides does not hold, with the numbers it fails for

    @property
    def naming(self) -> str:
        """What stands before the name: "This is", "Part of it, $...$, has the form of"; empty where there is no name."""
        if self.name is None:
            return ""
        piece = "" if self.name.whole else cut_out(self.latex, self.name.start, self.name.end)
        what = "This" if self.name.whole else f"Part of it, ${piece}$," if piece else "Part of it"
        return f"{what} {'is' if self.name.sure else 'has the form of'}"


@dataclass(frozen=True, slots=True)
class _Looked:
    """What every layer leans on: the reading, the sizes, the name, the meanings, and what may be a number."""

    reading: Reading
    shapes: Shapes
    sound: bool
    name: Name | None
    symbols: tuple[Symbol, ...]
    known: Mapping[str, Known]
    place: int

    @property
    def chances(self) -> frozenset[str]:
        """Quantities that the words call a probability."""
        return frozenset(k for k, v in self.known.items() if any(w in v.meaning for w in ("probability", "proportion")))

    @property
    def never(self) -> frozenset[str]:
        """What is no single number: a matrix, a vector, a function."""
        told = {k for k, v in self.known.items() if _NO_NUMBER & set(v.meaning.split())}
        return frozenset(told | {k for k, size in self.shapes.symbols if size})


def _looked(latex: str, text_around: str, sizes: Mapping[str, Sequence[object]] | None, at: int | None) -> _Looked:
    place = place_of(latex, text_around, at)
    reading = read_formula(latex, text_around)
    tree = reading.tree
    told = harvest(text_around)
    shapes = check_shapes(tree, latex, sizes_of(text_around, told, sizes))
    sound = reading.complete and len(latex) <= _MOST_CHARACTERS
    name = (
        recognise(tree, _close_by(text_around, latex, place), _sizes_by_form(tree, latex, dict(shapes.symbols)))
        if sound
        else None
    )
    spelled = tuple(doubt.what for doubt in reading.ambiguous if "one name" in doubt.readings)
    symbols, known = _symbols(tree, latex, told, name, dict(shapes.symbols), (text_around, place), spelled)
    return _Looked(reading, shapes, sound, name, symbols, known, place)


def explain_formula(
    latex: str, text_around: str = "", sizes: Mapping[str, Sequence[object]] | None = None, at: int | None = None
) -> FormulaExplanation:
    r"""Explain a formula from itself and the words around it; `sizes` such as {"A": [3, 2]} come before what the text declares.

    `at` is the index in `text_around` where this formula begins, if that is known: the same letter may stand there often.

    >>> explain_formula("A = lw", "where l is the length and w is the width").meaning
    'A is found by taking the length l and multiplying it by the width w'
    """
    text_around = in_dollars(text_around)
    seen = _looked(latex, text_around, sizes, at)
    reading, tree = seen.reading, seen.reading.tree
    # proj_b a is no product of p, r, o and j; what may be cut in the wrong place is not told in other words
    spelled = any("one name" in doubt.readings or doubt.readings in _UNTOLD for doubt in reading.ambiguous)
    spelled = spelled or any(isinstance(n, Product) and any(map(_no_factor, n.factors)) for n in walk(tree))
    spelled = spelled or _names_axes(tree, text_around, seen.place + len(latex.strip()))  # the $xy$ plane is no product either
    meaning, reads_back = _in_plain_words(seen, latex, text_around) if seen.sound and not spelled else (None, None)
    computed = seen.sound and not seen.shapes.clashes
    refuted = refuted_by(tree, latex, text_around) if computed and seen.name is None else ""
    computed = computed and not refuted  # what one side gives is not what the other is
    computed = computed and gives_one_value(tree, latex)
    example = worked_example(tree, latex, seen.chances, seen.never) if computed else None
    grows = growth(tree, latex, seen.chances, seen.never) if example is not None else ()
    if example is None and computed and len(latex) <= _MOST_MATRICES:
        example = matrix_example(tree, latex, text_around[-_MOST_AROUND:], sizes)
    return FormulaExplanation(
        latex,
        reading.spoken,
        reading.complete,
        reading.unread,
        reading.ambiguous,
        meaning or reading.spoken,
        seen.symbols,
        reading.parts,
        seen.name,
        seen.shapes,
        example,
        grows,
        read_back(reading.spoken) == meaning_of(reading.tree),
        reads_back,
        refuted,
    )


def _no_factor(node: Node) -> bool:
    """Whether words, or the hyphen of "n-th", stand in a row of factors: no product can be told of them."""
    return isinstance(node, Text) or getattr(node, "name", "") == "hyphen"


def _in_plain_words(seen: _Looked, latex: str, text_around: str) -> tuple[str | None, bool | None]:
    """The plain sentence that says the formula again when it is read back, the natural one or a stiffer one; and if it does."""
    tree, prose = seen.reading.tree, context_of(text_around).prose
    for careful in (False, True):
        said = sentence(tree, latex, seen.known, prose, careful)
        if said is None:
            return None, False if careful else None
        if back(said, tree, seen.known) is Back.SAME:
            return said, True
    return None, False


def try_numbers(
    latex: str, text_around: str = "", values: Mapping[str, Fraction] | None = None, vary: str = "", at: int | None = None
) -> Trial | None:
    r"""The formula at numbers of the learner's choice (by the LaTeX of each quantity), and the curve of the quantity `vary`.

    `at` is the index in `text_around` where this formula begins, if that is known: a letter that is a chance here gets chances.

    >>> try_numbers("A = lw", "", {"l": Fraction(3), "w": Fraction(1, 2)}).example.result
    'A = \\frac{3}{2}'
    """
    seen = _looked(latex, in_dollars(text_around), None, at)
    if not seen.sound or seen.shapes.clashes:
        return None
    return trial(seen.reading.tree, latex, values, vary, seen.chances, seen.never)


def _names_axes(tree: Node, text: str, end: int) -> bool:
    """Whether a product of letters only names a plane or a system of axes: "the $xy$ plane", "$x_1x_2$-plane"."""
    if not isinstance(tree, Product) or not all(is_symbol(factor) for factor in tree.factors):
        return False
    return _OF_AXES.match(text, end) is not None


def _close_by(text: str, latex: str, place: int) -> str:
    """The words within reach of a formula: what stands a page away is no evidence of its name."""
    return text[max(0, place - _REACH) : place + len(latex) + _REACH] if place >= 0 else text[: 4 * _REACH]


def _sizes_by_form(tree: Node, latex: str, sizes: Mapping[str, Size]) -> dict[Form, Size]:
    return {form(node): sizes[name] for name, node in symbols_in(tree, latex) if name in sizes}


def _symbols(
    tree: Node,
    latex: str,
    told: tuple[Told, ...],
    name: Name | None,
    sizes: Mapping[str, Size],
    around: tuple[str, int],
    names: tuple[str, ...] = (),
) -> tuple[tuple[Symbol, ...], dict[str, Known]]:
    """The symbols with their meanings, and what the sentence may say of each; `names` may be names of several letters."""
    text, place = around
    by_text = told_here(tree, latex, told, text, place)
    usual, remarks = _usual(name if name is not None and name.sure else None, latex)
    running = {key(low, latex) for low in _indices(tree)} - defined(tree, latex)
    bound = {key(one, latex) for one in _builders(tree)}
    moving = {key(one, latex) for node in walk(tree) if isinstance(node, Big | Derivative) for one in node.variables}
    applied = [n for n in walk(tree) if isinstance(n, Apply) and is_symbol(n.function) and isinstance(n.argument, Fence)]
    headed = {key(n.function, latex) for n in applied if isinstance(getattr(n.argument, "body", None), Listing)}
    called = {key(n.function, latex) for n in applied}
    plain = [n for n in walk(tree) if isinstance(n, Letter) and n.font != "script"]  # X beside a script X is another letter
    # alpha_i^x is no alpha_i, where what stands above may be a mark
    supers = [n for n in walk(tree) if isinstance(n, Super) and isinstance(n.mark, Letter) and isinstance(n.base, Sub)]
    marked = {n.base.span for n in supers if isinstance(n.mark, Letter) and n.mark.name not in ("T", "star", "*", "prime")}
    found: list[Symbol] = []
    known: dict[str, Known] = {}
    for spelled, node in [*symbols_in(tree, latex), *_raised(tree, latex, by_text)]:
        shown = written(node, latex) if is_symbol(node) else latex[slice(*node.span)].strip()
        shape, here = sizes.get(spelled), None if spelled in bound else by_text.get(spelled)
        one = here.told if here is not None else None
        if one is not None and (
            in_another_font(one, node, text)
            or (spelled in headed and no_function(one, text))
            or (spelled in called and no_function(one, text, _NEVER_CALLED))
            or _part_of_name(spelled, tree, latex, names)
            or node.span in marked
            or (spelled in _CARDS and any(suit in latex for suit in _SUITS))
            or _mapped_here(one, node, tree, text)
        ):
            one = None
        scripted = getattr(bare(node), "font", "") == "script" and (
            getattr(bare(node), "name", "") == "N" or any(form(other) == form(node) for other in plain)
        )
        heavy = getattr(bare(node), "font", "") == "bold" and spelled.startswith("\\")  # the vector of all eigenvalues
        habit = ("" if scripted else usual.get(form(node))) or (
            "" if spelled in moving or heavy else usual_meaning(spelled, latex, text, spelled in called, place)
        )
        if one is not None and _none_here(one, node, tree, text, place, spelled in running):
            one = None
        if one is None and not habit and spelled in running - moving and not _stands_free(node, tree, latex):
            habit = "the index that runs through the terms"
        remark = remarks.get(form(node), "")
        if one is not None:
            doubt = here.doubt if here is not None else ""
            found.append(Symbol(shown, any_one(one.meaning), shape, Origin.TEXT, one.start, one.end, doubt))
            known[spelled] = Known(one.meaning, remark if habit and _alike(one.meaning, habit) else "")
        elif habit:
            found.append(Symbol(shown, habit, shape, Origin.CONVENTION))
            known |= {spelled: Known(habit, remark)} if spelled not in running else {}
        else:
            found.append(Symbol(shown, "", shape, Origin.NONE))
    return tuple(found), known


def _part_of_name(spelled: str, tree: Node, latex: str, names: tuple[str, ...]) -> bool:
    """Whether a letter stands nowhere but in what may be one name, the a of Var: of it nothing is told."""
    if not names:
        return False
    spans = [found.span() for name in names for found in re.finditer(re.escape(name), latex)]
    places = [n.span for n in walk(tree) if isinstance(n, Letter) and key(n, latex) == spelled]
    return bool(places) and all(any(a <= at[0] and at[1] <= b for a, b in spans) for at in places)


def _mapped_here(one: Told, node: Node, tree: Node, text: str) -> bool:
    """Whether a formula says itself from where to where a function goes, and another place tells of one that goes elsewhere."""
    if "\\to" not in text[one.start : one.end] and "\\rightarrow" not in text[one.start : one.end]:
        return False
    mapped = [n.left for n in walk(tree) if isinstance(n, Given) and n.sign == ":" and isinstance(n.right, Chain)]
    return any(form(left) == form(node) for left in mapped)


def _none_here(one: Told, node: Node, tree: Node, text: str, place: int, running: bool) -> bool:
    """Whether what another place tells of a letter is not what it is here.

    An entry of a matrix, a matrix given in full; what a sum runs over, which is bound there, whatever the letter is elsewhere;
    the variable of another integral.
    """
    if running and not _RUNS & set(one.meaning.split()) and not same_sentence(text, one.start, place):
        return True
    if getattr(bare(node), "name", "") == "I" and "set" in one.meaning.split() and _scaled(node, tree):
        return True  # \\Sigma = \\lambda I: the identity, whatever set is called I elsewhere
    if one.meaning.startswith("the number of") and not same_sentence(text, one.start, place) and _steps(node, tree):
        return True  # w^{k+1} = w^k - ...: k counts steps here, whatever number it is elsewhere
    if one.meaning.startswith("the number of") and not same_sentence(text, one.start, place) and _is_rank(node, tree):
        return True  # the n^{th} position, whatever number n is elsewhere
    if "integration variable" in one.meaning and not any(isinstance(n, Big) and n.variables for n in walk(tree)):
        return True
    grids = [n for n in walk(tree) if isinstance(n, Grid)]
    spans = [cell.span for grid in grids for row in grid.rows for cell in row]
    if node.span in spans and _ACTING & set(one.meaning.split()):
        return True
    if not grids or place < 0 or not paragraphs_apart(text, one.start, place):
        return False
    left = tree.sides[0] if isinstance(tree, Chain) and tree.signs[0].name in ("=", ":=") else None
    return left is not None and node.span == left.span and any(grid.span[0] >= left.span[1] for grid in grids)


def _is_rank(letter: Node, tree: Node) -> bool:
    """Whether a letter says which one of a row is meant, n^{th} and nothing else."""
    mark = tree.mark if isinstance(tree, Super) and tree.base.span == letter.span else None
    spelled = "".join(getattr(f, "name", "") for f in (mark.factors if isinstance(mark, Product) else (mark,)))
    return spelled == "th"


def _scaled(letter: Node, tree: Node) -> bool:
    """Whether a letter is the last factor behind a Greek one, as the identity matrix is."""
    for node in walk(tree):
        if isinstance(node, Product) and len(node.factors) == 2 and form(node.factors[1]) == form(letter):
            first = node.factors[0].base if isinstance(node.factors[0], Sub | Power) else node.factors[0]
            if isinstance(first, Letter) and first.name in GREEK:
                return True
    return False


def _stands_free(letter: Node, tree: Node, latex: str) -> bool:
    """Whether the letter that a sum runs over stands outside of such a sum too, G_t = R_t + sum over t: there it is another."""
    bound = {
        id(one)
        for node in walk(tree)
        if isinstance(node, Big) and node.lower is not None and any(key(n, latex) == key(letter, latex) for n in walk(node.lower))
        for one in walk(node)
    }
    return any(isinstance(n, Letter) and id(n) not in bound and key(n, latex) == key(letter, latex) for n in walk(tree))


def _steps(letter: Node, tree: Node) -> bool:
    """Whether a letter counts the steps of something in a formula: the same name bears it, and it and one, as index or above."""
    if not isinstance(letter, Letter):
        return False
    marks = [(form(n.base), n.index) for n in walk(tree) if isinstance(n, Sub)]
    marks += [(form(n.base), n.exponent if isinstance(n, Power) else n.mark) for n in walk(tree) if isinstance(n, Power | Super)]
    now = {base for base, mark in marks if isinstance(mark, Letter) and mark.name == letter.name}
    next_ones = {base for base, mark in marks if isinstance(mark, Sum) and any(form(t) == form(letter) for t in mark.terms)}
    return bool(now & next_ones)


def _indices(tree: Node) -> list[Node]:
    """The letters that sums and products run over."""
    lows = [
        node.lower for node in walk(tree) if isinstance(node, Big) and node.name in ("sum", "prod") and node.lower is not None
    ]
    found = [low.sides[0] if isinstance(low, Chain) else low for low in lows if not isinstance(low, Chain) or _counts_up(low)]
    return [low for low in found if isinstance(low, Letter) and low.name.islower()]


def _counts_up(low: Chain) -> bool:
    """Whether a bound says which values its letter takes, i = 1 or i in S; in y_i > 0 it is a condition."""
    return low.signs[0].name in ("=", "in", ":=", "leq", "<") or isinstance(low.sides[0], Listing)


def _builders(tree: Node) -> list[Node]:
    """The letters that only stand for a typical member of a set, {x : x > 0}, or for everything, for all x."""
    found: list[Node] = []
    for node in walk(tree):
        if isinstance(node, Fence) and node.role == "set" and isinstance(node.body, Given):
            left = node.body.left.sides[0] if isinstance(node.body.left, Chain) else node.body.left
            found += [n for n in walk(left) if is_symbol(n)]
    return found


def _raised(tree: Node, latex: str, by_text: Mapping[str, Here]) -> list[tuple[str, Node]]:
    r"""Powers that the text names as they are: "the variance $\sigma^2$", "the weak derivative $v^\alpha$"."""
    wanted = {name for name in by_text if "^" in name}
    found = {key(node, latex): node for node in walk(tree) if wanted and (isinstance(node, Power) or _by_greek(node))}
    return [(name, node) for name, node in found.items() if name in wanted]


def _by_greek(node: Node) -> bool:
    return isinstance(node, Super) and isinstance(node.mark, Letter) and node.mark.name in GREEK


def _usual(name: Name | None, latex: str) -> tuple[dict[Form, str], dict[Form, str]]:
    """What the letters of a named formula usually are; behind a small p there may be a model or a vector as well as an event."""
    if name is None:
        return {}, {}
    densities = _DENSITY.search(latex) is not None
    means = {form: said for form, said in name.means if not (densities and said.startswith("the event"))}
    return means, dict(name.remarks)


def _alike(told: str, habit: str) -> bool:
    return habit.split()[-1] in told
