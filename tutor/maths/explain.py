r"""A formula explained in layers: read aloud, one plain sentence, each symbol, its name, whether sizes fit, numbers, growth.

Laws: a meaning from the text always wins and is marked `text`; a usual meaning is marked `convention`; where neither is known the
symbol stands without one. Where no sentence can be built `meaning` is the honest reading, never a guess. Nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from tutor.maths.forms import Form, form
from tutor.maths.formula import Ambiguity, Part, Reading, read_formula
from tutor.maths.grows import Growth, growth
from tutor.maths.letters import bare, is_symbol, key, symbols_in, written
from tutor.maths.matrix_example import matrix_example
from tutor.maths.names import Name, conventions, recognise, spoken_of
from tutor.maths.numbers_example import Example, worked_example
from tutor.maths.reading.back import read_back
from tutor.maths.reading.context import context_of
from tutor.maths.reading.meaning import meaning as meaning_of
from tutor.maths.reading.nodes import Apply, Big, Chain, Derivative, Fence, Given, Letter, Listing
from tutor.maths.reading.odd import MISREAD
from tutor.maths.sentences import Known, sentence
from tutor.maths.shapes import Shapes, check_shapes, sizes_of
from tutor.maths.sizes import Size
from tutor.maths.symbols import Told, harvest, same_symbol
from tutor.maths.tree import Node, walk
from tutor.maths.trial import Trial, trial

__all__ = ["FormulaExplanation", "Origin", "Symbol", "explain_formula", "try_numbers"]

_MOST_CHARACTERS = 1_500
_MOST_MATRICES = 160
_MOST_AROUND = 6_000
_VAGUE = frozenset(
    "vector matrix function variable number scalar value constant parameter set event point quantity symbol space "
    "vectors matrices".split()
)


_NO_NUMBER = frozenset(
    "matrix vector list function event set space variable tensor vectors matrices events functions weights".split()
)


class Origin(Enum):
    """Where a meaning comes from."""

    TEXT = "text"
    CONVENTION = "convention"
    NONE = "none"


_MADE = re.compile(r"\b(?:[Cc]onsider|[Ll]et|[Dd]efine|[Ss]uppose|[Ss]et)(?: the function)?\s*(?:\$\$?|\\\(|\\\[)\s*\Z")
_STARTS = re.compile(r"\b(?:[Ll]et|[Ss]uppose|[Aa]ssume|[Cc]onsider)(?: that)?\s*(?:\$|\\\()?\s*\Z")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol of the formula; `start` and `end` are the place in the text around it that tells its meaning, else None."""

    symbol: str
    meaning: str
    shape: Size | None
    origin: Origin
    start: int | None = None
    end: int | None = None


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


@dataclass(frozen=True, slots=True)
class _Looked:
    """What every layer leans on: the reading, the sizes, the name, the meanings, and what may be a number."""

    reading: Reading
    shapes: Shapes
    sound: bool
    name: Name | None
    symbols: tuple[Symbol, ...]
    known: Mapping[str, Known]

    @property
    def chances(self) -> frozenset[str]:
        """Quantities that the words call a probability."""
        return frozenset(k for k, v in self.known.items() if any(w in v.meaning for w in ("probability", "proportion")))

    @property
    def never(self) -> frozenset[str]:
        """What is no single number: a matrix, a vector, a function."""
        told = {k for k, v in self.known.items() if _NO_NUMBER & set(v.meaning.split())}
        return frozenset(told | {k for k, size in self.shapes.symbols if size})


def _looked(latex: str, text_around: str, sizes: Mapping[str, Sequence[object]] | None) -> _Looked:
    reading = read_formula(latex, text_around)
    tree = reading.tree
    told = harvest(text_around)
    shapes = check_shapes(tree, latex, sizes_of(text_around, told, sizes))
    sound = reading.complete and len(latex) <= _MOST_CHARACTERS
    name = recognise(tree, text_around, _sizes_by_form(tree, latex, dict(shapes.symbols))) if sound else None
    symbols, known = _symbols(tree, latex, told, name, dict(shapes.symbols), text_around)
    return _Looked(reading, shapes, sound, name, symbols, known)


def explain_formula(latex: str, text_around: str = "", sizes: Mapping[str, Sequence[object]] | None = None) -> FormulaExplanation:
    r"""Explain a formula from itself and the words around it; `sizes` such as {"A": [3, 2]} come before what the text declares.

    >>> explain_formula("A = lw", "where l is the length and w is the width").meaning
    'A is found by taking the length l and multiplying it by the width w'
    """
    seen = _looked(latex, text_around, sizes)
    reading, tree = seen.reading, seen.reading.tree
    # proj_b a is no product of p, r, o and j; what may be cut in the wrong place is not told in other words
    spelled = any("one name" in doubt.readings or doubt.readings in MISREAD for doubt in reading.ambiguous)
    meaning = sentence(tree, latex, seen.known, context_of(text_around).prose) if seen.sound and not spelled else None
    computed = seen.sound and not seen.shapes.clashes
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
    )


def try_numbers(latex: str, text_around: str = "", values: Mapping[str, Fraction] | None = None, vary: str = "") -> Trial | None:
    r"""The formula at numbers of the learner's choice (by the LaTeX of each quantity), and the curve of the quantity `vary`.

    >>> try_numbers("A = lw", "", {"l": Fraction(3), "w": Fraction(1, 2)}).example.result
    'A = \\frac{3}{2}'
    """
    seen = _looked(latex, text_around, None)
    if not seen.sound or seen.shapes.clashes:
        return None
    return trial(seen.reading.tree, latex, values, vary, seen.chances, seen.never)


def _sizes_by_form(tree: Node, latex: str, sizes: Mapping[str, Size]) -> dict[Form, Size]:
    return {form(node): sizes[name] for name, node in symbols_in(tree, latex) if name in sizes}


def _symbols(
    tree: Node, latex: str, told: tuple[Told, ...], name: Name | None, sizes: Mapping[str, Size], text: str
) -> tuple[tuple[Symbol, ...], dict[str, Known]]:
    """The symbols with their meanings, and what the sentence may say of each."""
    place = text.find(latex.strip()) if latex.strip() else -1
    anew = _anew(tree, latex, text, place)
    here = [one for one in told if not _elsewhere(one, text, place, len(latex), anew) and not _of_another(one, text, latex)]
    if isinstance(tree, Fence) and tree.role == "group" and isinstance(tree.body, Letter):
        here = []  # the label (m) alone is not the m of the text
    by_text = _best(tuple(here), place, place + len(latex.strip()), text)
    usual, remarks = _usual(name)
    running = {key(low, latex) for low in _indices(tree)}
    bound = {key(one, latex) for one in _builders(tree)}
    moving = {key(one, latex) for node in walk(tree) if isinstance(node, Big | Derivative) for one in node.variables}
    applied = [n for n in walk(tree) if isinstance(n, Apply) and is_symbol(n.function) and isinstance(n.argument, Fence)]
    headed = {key(n.function, latex) for n in applied if isinstance(getattr(n.argument, "body", None), Listing)}
    found: list[Symbol] = []
    known: dict[str, Known] = {}
    for spelled, node in [*symbols_in(tree, latex), *_raised(tree, latex, by_text)]:
        shown = written(node, latex) if is_symbol(node) else latex[slice(*node.span)].strip()
        shape, one = sizes.get(spelled), None if spelled in bound else by_text.get(spelled)
        if one is not None and (_in_another_font(one, node, text) or (spelled in headed and _no_function(one, text))):
            one = None
        scripted = getattr(bare(node), "font", "") == "script" and getattr(bare(node), "name", "") == "N"
        habit = ("" if scripted else usual.get(form(node))) or (_habit(spelled, text) if spelled not in moving else "")
        if one is None and not habit and spelled in running:
            habit = "the index that runs through the terms"
        remark = remarks.get(form(node), "")
        if one is not None:
            found.append(Symbol(shown, one.meaning, shape, Origin.TEXT, one.start, one.end))
            known[spelled] = Known(one.meaning, remark if habit and _alike(one.meaning, habit) else "")
        elif habit:
            found.append(Symbol(shown, habit, shape, Origin.CONVENTION))
            known |= {spelled: Known(habit, remark)} if spelled not in running else {}
        else:
            found.append(Symbol(shown, "", shape, Origin.NONE))
    return tuple(found), known


def _indices(tree: Node) -> list[Node]:
    """The letters that sums and products run over."""
    lows = [
        node.lower for node in walk(tree) if isinstance(node, Big) and node.name in ("sum", "prod") and node.lower is not None
    ]
    return [low.sides[0] if isinstance(low, Chain) else low for low in lows if isinstance(low, Chain) or is_symbol(low)]


def _builders(tree: Node) -> list[Node]:
    """The letters that only stand for a typical member of a set, {x : x > 0}, or for everything, for all x."""
    found: list[Node] = []
    for node in walk(tree):
        if isinstance(node, Fence) and node.role == "set" and isinstance(node.body, Given):
            left = node.body.left.sides[0] if isinstance(node.body.left, Chain) else node.body.left
            found += [n for n in walk(left) if is_symbol(n)]
    return found


def _raised(tree: Node, latex: str, by_text: Mapping[str, Told]) -> list[tuple[str, Node]]:
    r"""Powers that the text names as they are: "the variance $\sigma^2$"."""
    wanted = {name for name in by_text if "^" in name}
    found = {key(node, latex): node for node in walk(tree) if wanted and type(node).__name__ == "Power"}
    return [(name, node) for name, node in found.items() if name in wanted]


def _best(told: tuple[Told, ...], place: int, end: int, text: str) -> dict[str, Told]:
    """For each symbol the meaning that says something nearest to the formula's place in the text, else the last there is.

    Where a symbol is told to be several things, what is told of it in a later sentence is of another one."""
    found: dict[str, Told] = {}
    ended = _SENTENCE.search(text, end)
    sentence = (ended.start() if ended else len(text)) if place >= 0 else -1
    heads: dict[str, set[str]] = {}
    for one in told:
        if one.meaning:
            heads.setdefault(same_symbol(one.symbol), set()).add(one.meaning.partition(" of ")[0].split()[-1])
    for one in told:
        name = same_symbol(one.symbol)
        before = found.get(name)
        general = one.meaning.startswith(("any ", "every ", "each "))
        if general and one.start < place and re.search(r"[.!?]\**\s*\n\s*\n", text[one.end : place]):
            continue  # "for each frequency $t$" is of its own passage
        if 0 <= sentence < one.start and (general or len(heads.get(name, ())) > 1):
            continue
        if one.meaning and (before is None or _better(one, before, place)):
            found[name] = one
    return found


def _anew(tree: Node, latex: str, text: str, place: int) -> str:
    """The letter that the formula itself makes a function, "Consider $f(A) = ...$": what was told of it before is gone."""
    left = tree.sides[0] if isinstance(tree, Chain) and tree.signs[0].name in ("=", ":=") else None
    if not isinstance(left, Apply) or not is_symbol(left.function) or place < 0 or not _MADE.search(text, 0, place):
        return ""
    return same_symbol(latex[slice(*left.function.span)])


def _elsewhere(one: Told, text: str, place: int, length: int, anew: str) -> bool:
    """Whether a meaning is of another passage: told before the letter was made anew, before an item of a list or an exercise
    that declares its letters itself, or in a later paragraph that starts anew."""
    if place < 0:
        return False
    if anew and one.start < place and same_symbol(one.symbol) == anew:
        return True
    if one.start < place and _assumed(one, text) and re.search(r"[.!?]\s|\n\s*[*•-]\s|\n\s*\n", text[one.end : place]):
        return True
    if one.start < place and (_ITEM.search(text, one.end, place) or _EXERCISE.search(text, one.end, place)):
        return True
    between = text[place + length : one.start]
    if one.start > place and _later(between) and not _stated(one, text):
        return True
    return one.start > place and "\n\n" in between and _STARTS.search(between) is not None


_EXPLAINS = re.compile(
    r"(?:[*_>\-•\s]|\d+[.)]\s)*(?:[Ww]here|[Hh]ere|[Ii]n this|[Ww]ith|[Aa]nd|in which|[Ii]n the (?:formula|equation))\b"
)


def _later(between: str) -> bool:
    """Whether what stands behind a formula is told in a sentence of its own, of another thing by the same letter.

    "where x is ..." and "Here x is ..." go on with the formula; so does a list of what its letters are.
    """
    ends = list(re.finditer(r"[.!?](?:\s|\$|$)(?!\s*[a-z])|\n\s*\n", between))
    rest = between[ends[-1].end() :] if ends else ""
    listed = re.match(r"\s*[*•-]\s+(?:\$|\\\()*$", "\n" + rest) is not None
    return bool(ends) and not (_EXPLAINS.match(rest.lstrip("$").lstrip()) or listed)


def _assumed(one: Told, text: str) -> bool:
    """Whether a meaning is only a condition, "if $G$ is a diffeomorphism": it holds in its own sentence."""
    said = text[one.start : one.end].lstrip("$\\( {")
    if one.meaning.startswith("the number of") and _ANY.search(text, max(0, one.start - 40), one.start):
        return True  # "any set of $n$ vectors"
    return _IF.search(text, max(0, one.start - 12), one.start) is not None and _COPULA.search(said) is not None


def _stated(one: Told, text: str) -> bool:
    """Whether a sentence says outright what a symbol is, "$A$ is the ...", "$n$ denotes ...", with nothing assumed before it."""
    said = text[one.start : one.end].lstrip("$\\( {")
    opened = _OPENED.search(text, max(0, one.start - 20), one.start)
    return opened is not None and said.lstrip("\\").startswith(one.symbol.lstrip("\\")) and _COPULA.search(said) is not None


_OPENED = re.compile(r"(?:^|[.:;,\n]|[Tt]hat|[Rr]ecall|[Hh]ere|[Aa]nd|[*•-])\s*(?:\$|\\\()?\s*$")
_IF = re.compile(r"\b(?:[Ii]f|[Ww]hen|[Ww]henever)\s*(?:\$|\\\()?\s*$")
_ANY = re.compile(r"\b(?:[Aa]ny|[Ee]very|[Ee]ach)\s(?:\w+\s){0,3}(?:\$|\\\()?\s*$")
_COPULA = re.compile(r"\$\s*(?:is|are|denotes?|represents?|stands for|means)\b|\\\)\s*(?:is|are|denotes?|represents?)\b")
_EXERCISE = re.compile(r"\n[\s*#]*(?:Exercise|Problem|Question|Quiz|Q)\s*\(?\d|\n\\begin\{(?:exercise|problem)")
_ITEM = re.compile(
    r"\n\s*(?:[*•-]\s|\*\*|\(?\d+[.)]|\(?[a-z]\)|#+ |\\item"
    r"|\\begin\{(?:example|exercise|problem|theorem|lemma|definition|proposition)"
    r"|(?:Example|Exercise|Problem|Theorem|Lemma|Definition|Proposition)\b)[^\n$]{0,60}?\b(?:[Ll]et|[Ss]uppose|[Cc]onsider|[Gg]iven)\b"
)
_DENSITY = re.compile(r"(?<![A-Za-z\\])([pqPHI]|\\(?:pi|mathcal\{N\}))\s*\(([^()]*)\)")
_SENTENCE = re.compile(r"[.!?]\s+[A-Z]|\n\s*\n")
_BOLD = r"(?:\\(?:mathbf|boldsymbol|bm|pmb|vec|textbf)\s*\{?\s*|\{\\bf\s*)"


def _of_another(one: Told, text: str, latex: str) -> bool:
    """Whether "the prior $p(A)$" was told of one density, while the formula holds the letter with something else in brackets."""
    found = [m for m in _DENSITY.finditer(text, one.start, one.end) if m[1] == one.symbol]
    if not found:
        return False
    asked = {"".join(m[2].split()) for m in _DENSITY.finditer(latex) if m[1] == one.symbol}
    return bool(asked - {"".join(found[-1][2].split())})


def _in_another_font(one: Told, node: Node, text: str) -> bool:
    """Whether a meaning was told of a bold letter and the formula has a plain one, or the other way, where the text has both."""
    letter = bare(node)
    if not isinstance(letter, Letter) or len(letter.name) != 1:
        return False
    name = re.escape(letter.name)
    bold, piece = re.compile(_BOLD + name + r"(?![A-Za-z])"), text[one.start : one.end]
    plain = re.compile(rf"\$\s*{name}\s*\$")
    if letter.font == "bold":
        return plain.search(piece) is not None and bold.search(piece) is None and bold.search(text) is not None
    return not letter.font and bold.search(piece) is not None and plain.search(piece) is None


def _better(one: Told, before: Told, place: int) -> bool:
    if _vague(one.meaning) != _vague(before.meaning):
        return _vague(before.meaning)
    return place < 0 or abs(one.start - place) <= abs(before.start - place)


def _no_function(one: Told, text: str) -> bool:
    """Whether what a letter was told to be takes no two arguments: P is a matrix there, and P(f, phi) is another P."""
    told = re.search(rf"{re.escape(one.symbol)}\s*\(", text[one.start : one.end])
    words = set(one.meaning.split())
    return told is None and bool(words & {"matrix", "vector", "number", "constant", "scalar", "point", "set", "space"})


def _vague(meaning: str) -> bool:
    """Whether a meaning is only "the vector", "a matrix"."""
    words = meaning.split()
    return len(words) <= 2 and words[-1] in _VAGUE


def _usual(name: Name | None) -> tuple[dict[Form, str], dict[Form, str]]:
    if name is None:
        return {}, {}
    return dict(name.means), dict(name.remarks)


def _habit(spelled: str, text: str) -> str:
    """What the letter usually means, if one of the words for it stands near."""
    for usual in conventions():
        if usual.letter == spelled and spoken_of(usual.words, text[:20_000]):
            return usual.meaning
    return ""


def _alike(told: str, habit: str) -> bool:
    return habit.split()[-1] in told
