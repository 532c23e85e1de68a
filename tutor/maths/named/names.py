r"""Well-known formulas by name: a formula is recognised where its form is the form of a known one, up to renaming its letters.

Laws: letters are renamed one to one; a short form (fewer than 4 operators) also needs one of its words near it and letters of the
right kind, because x = yz is everything and nothing. The formulas themselves are data (see `known`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from tutor.maths.named.extent import is_whole
from tutor.maths.named.forms import SYMBOLIC, Form, heads, statements, weight
from tutor.maths.named.known import Compared, Known, known_formulas
from tutor.maths.named.monomials import levelled, scale_free
from tutor.maths.named.renaming import ANYTHING, Renaming, miscounted
from tutor.maths.named.said import narrowed, says, spoken_of
from tutor.maths.prose import without_formulas
from tutor.maths.reading.nodes import (
    Apply,
    Letter,
    Lines,
    Sub,
)
from tutor.maths.sizes import Size
from tutor.maths.tree import Node, walk

__all__ = ["Name", "recognise"]

_SHORT = 4
_FEW = 3
_LONG = 6  # operators of a formula that names a computation of many lines by one of them
_UNLIKE = 10  # operators of a form that nothing else has
_TALK = 8  # words from which on a text would say what a formula is called; "explain P(A | B) = ..." does not
_MOST_RENAMINGS = 24
_MOST_STATEMENTS = 40
_COUNTS = frozenset("n N m M T K k J L B S d D p R t".split())
_OF_SAMPLES = frozenset(["the number of observations", "an observation"])
_ANY_SIDE: Form = ("S", ANYTHING, "")
_Outline = tuple[str, tuple[object, ...] | None, tuple[object, ...] | None]
_GREEK = frozenset("alpha beta gamma delta epsilon eta theta lambda mu nu rho sigma tau phi psi omega xi kappa chi zeta".split())


_EXTREMES = ("min", "max", "argmin", "argmax")
_EVERYWHERE = frozenset(["rel", "given", "mono", "add", "abs", "T", "list", "text", "fence", ANYTHING])


@dataclass(frozen=True, slots=True)
class Name:
    """A name for a formula or a part of it, at `start` to `end` in the LaTeX; meanings and remarks by the form of a letter."""

    name: str
    concept: str
    start: int
    end: int
    operators: int
    means: tuple[tuple[Form, str], ...] = ()
    remarks: tuple[tuple[Form, str], ...] = ()
    whole: bool = True  # whether it names all that stands there, and not one line, one side or one term of it
    sure: bool = True  # whether the words around say it too, or its form is too long to be another's; else it has that form


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One form of a known formula; `heads` is what a formula must hold to be worth the search."""

    known: Known
    form: Form
    operators: int
    heads: frozenset[object]
    outline: _Outline
    order: int


@lru_cache(maxsize=1)
def _patterns() -> Mapping[object, tuple[_Pattern, ...]]:
    """Every pattern under that one of its heads which the fewest patterns have."""
    found: list[_Pattern] = []
    for known in known_formulas():
        for one in known.forms:
            shape = _shape(known.compared, one)
            found.append(_Pattern(known, shape, weight(one), heads(shape) - _EVERYWHERE, _outline(shape), len(found)))
    common = Counter(head for pattern in found for head in pattern.heads)
    table: dict[object, list[_Pattern]] = {}
    for pattern in found:
        table.setdefault(min(pattern.heads, key=lambda head: (common[head], str(head)), default=None), []).append(pattern)
    return {head: tuple(patterns) for head, patterns in table.items()}


@lru_cache(maxsize=2048)
def _candidates(holds: frozenset[object], outlines: tuple[_Outline, ...]) -> tuple[_Pattern, ...]:
    """The patterns that a formula with these heads and outlines could fit, those with most operators first."""
    table, outline = _patterns(), dict(zip(Compared, outlines, strict=True))
    found = [
        one
        for head in (*holds, None)
        for one in table.get(head, ())
        if one.heads <= holds and _alike(one, outline[one.known.compared])
    ]
    return tuple(sorted(found, key=lambda one: (-one.operators, one.order)))


def _outline(form: Form) -> _Outline:
    """The sign of a statement and what its sides are at the top: enough to know that most patterns do not fit."""
    if form[0] == "rel":
        return str(form[1]), _top(form[2]), _top(form[3])  # type: ignore[arg-type]
    return "", None, _top(form)


def _top(form: Form) -> tuple[object, ...] | None:
    """The kind of a form and how many parts it has; None for what may be anything."""
    if form[0] in ("S", "sub", "T"):
        return None
    if form[0] == "app":
        return "app", len(form), form[1] if form[1][0] in ("F", "E", "P") else None  # type: ignore[index]
    return (form[0], len(form)) if form[0] in ("mono", "add", "prod", "sum", "big", "cases") else (form[0],)


def _alike(pattern: _Pattern, target: _Outline) -> bool:
    """Whether a pattern could fit a formula of this outline, one way or another (see `_ways`)."""
    sign, left, right = pattern.outline
    if not target[0]:
        return _agree(right, target[2])
    if not sign:
        return False
    if sign == target[0] and _agree(left, target[1]) and _agree(right, target[2]):
        return True
    if sign != "=":
        return False
    if target[0] == "=":
        return pattern.form[2] != _ANY_SIDE and _agree(left, target[2]) and _agree(right, target[1])
    return target[0] in ("approx", "gets") and _agree(right, target[2])


def _agree(pattern: tuple[object, ...] | None, target: tuple[object, ...] | None) -> bool:
    return pattern is None or pattern == target


def _shape(compared: Compared, printed: Form) -> Form:
    """A form as a known formula wants it compared."""
    match compared:
        case Compared.PRINTED:
            return printed
        case Compared.SCALARS:
            return levelled(printed)
    core = printed[3] if printed[:2] == ("rel", "=") else printed
    while core[0] == "big" and core[1] in _EXTREMES:  # type: ignore[index]
        core = core[4]  # type: ignore[index]
    return scale_free(levelled(core))  # type: ignore[arg-type]


def recognise(tree: Node, text_around: str = "", sizes: Mapping[Form, Size] | None = None) -> Name | None:
    r"""The best-known name of a formula, or None; of several the one with most operators.

    >>> from tutor.maths.formula import read_formula
    >>> recognise(read_formula(r"P(H\mid E)=\frac{P(E\mid H)P(H)}{P(E)}").tree).name
    "Bayes' theorem"
    >>> recognise(read_formula("c = ab").tree) is None
    True
    """
    evidence = _Evidence(text_around, sizes or {})
    unlike = _LONG if len(without_formulas(text_around).split()) < _TALK else _UNLIKE
    best: Name | None = None
    mixed = _two_models(tree)
    steps = isinstance(tree, Lines) and len(tree.rows) > _FEW
    for target, span in islice(statements(tree), _MOST_STATEMENTS):
        holds = heads(target) - ({"P"} if mixed else frozenset())  # of p(x) and p_w(x) no name of one law holds
        shapes = {compared: _shape(compared, target) for compared in Compared}
        for pattern in _candidates(holds, tuple(_outline(shape) for shape in shapes.values())):
            if best is not None and pattern.operators <= best.operators:
                break
            if steps and pattern.operators < _LONG:
                break  # the steps of a computation: a short one of them names nothing of the whole
            known = pattern.known
            found = evidence.fits(pattern, shapes[known.compared])
            if found is not None:
                means, remarks = _told(known.means, found), _told(known.remarks, found)
                own_letters = len(found) >= _FEW and all(one == other for one, other in found.items())  # y = mx + b itself
                said = own_letters or says(text_around, known.name, known.said)
                sure = said or pattern.operators >= unlike
                best = Name(known.name, known.concept, *span, pattern.operators, means, remarks, is_whole(tree, span), sure)
    return best


def _two_models(tree: Node) -> bool:
    """Whether a density stands beside another one of the same letter, p(x) and p_w(x) or p_\\theta(x)."""
    found = [n.function for n in walk(tree) if isinstance(n, Apply)]
    plain = any(isinstance(f, Letter) and f.name in ("p", "P") for f in found)
    low = [f.index for f in found if isinstance(f, Sub) and isinstance(f.base, Letter) and f.base.name in ("p", "P")]
    return plain and any(isinstance(i, Letter) and i.name[:1].islower() for i in low)


def _told(table: Mapping[str, str], renamed: Mapping[Form, Form]) -> tuple[tuple[Form, str], ...]:
    """The meanings of a known formula, for the letters that stand in its place here."""
    found = []
    letters = {_letter(latex) for latex in table}
    if any((*_base(renamed[one])[:2], "") in letters - {_base(one)} for one in letters & set(renamed) if one[0] == "S"):
        return ()  # x^T w for w^T x, or x_i^T beta: which of the two is which is not said
    capitals = {letter for letter in letters if str(letter[1]).isupper()}
    if any(one not in letters and _base(target) in capitals for one, target in renamed.items()):
        return ()  # W A + b for X W + b
    of_features = any(other[0] == "S" and other[1] in ("d", "D", "p") for other in renamed.values())
    for latex, meaning in table.items():
        letter = _letter(latex)
        if of_features and meaning in _OF_SAMPLES:
            continue  # a mean over d features is taken of no observations
        if letter in renamed:
            named = str(_base(renamed[letter])[1])
            if meaning.startswith("what ") and (named.islower() or named in ("X", "Y", "Z")):
                continue  # p(z | x), p(X | Y): of values and of random variables; the text tells what is asked
            if meaning == "the matrix" and named in ("T", "L", "F", "phi"):
                continue  # T v = \\lambda v: a linear map
            if letter[0] != "acc" and _hatted(renamed[letter]):
                continue  # \\hat{Y} = a + b X: what is predicted, not the response
            if "mean" in meaning.split() and _numbered_alike(renamed[letter], renamed.values()):
                continue  # (x_i - x_j)^T S^{-1} (x_i - x_j): one point and another, not a point and their mean
            found.append((renamed[letter], meaning))
        elif letter[0] == "sub" and letter[1] in renamed and letter[2] in renamed:
            found.append((("sub", renamed[letter[1]], renamed[letter[2]]), meaning))  # type: ignore[index]
    return tuple(found)


def _hatted(target: Form) -> bool:
    """Whether a letter bears a hat, with an index or without."""
    target = target[1] if target[0] == "sub" else target  # type: ignore[assignment]
    return target[:2] == ("acc", "hat")


def _numbered_alike(one: Form, others: Iterable[Form]) -> bool:
    """Whether a letter differs from another one of the formula by its index alone."""
    return one[0] == "sub" and any(other[:2] == one[:2] and other != one for other in others)


@lru_cache(maxsize=512)
def _letter(name: str) -> Form:
    base, _, index = name.partition("_")
    letter: Form = ("S", "epsilon" if base == "varepsilon" else base, "")
    return ("sub", letter, ("N", index) if index.isdigit() else ("S", index, "")) if index else letter


class _Evidence:
    """What stands around a formula, and which of the known formulas it speaks of."""

    def __init__(self, around: str, sizes: Mapping[Form, Size]) -> None:
        self.around = around
        self.sizes = sizes
        self.said: dict[tuple[str, ...], bool] = {}

    def speaks_of(self, words: tuple[str, ...]) -> bool:
        if words not in self.said:
            self.said[words] = spoken_of(words, self.around)
        return self.said[words]

    def vetoed(self, known: Known) -> bool:
        """Whether a word stands near that a formula of this name never has beside it."""
        against = tuple(word[1:] for word in known.words if word[0] == "!")
        return bool(against) and self.speaks_of(against)

    def fits(self, pattern: _Pattern, target: Form) -> Mapping[Form, Form] | None:
        """The renaming under which a target is the pattern, if the evidence is enough."""
        renamed = next((one for turned in _ways(pattern, target) for one in self.renamings(pattern.known, turned, target)), None)
        known = pattern.known
        if renamed is None or self.vetoed(known) or narrowed(known.words, known.name, self.around):
            return None
        if (known.always or pattern.operators < _SHORT) and not self.speaks_of(known.words):
            return None
        return renamed

    def renamings(self, known: Known, turned: Form, target: Form) -> Iterator[Mapping[Form, Form]]:
        scalars = known.compared is not Compared.PRINTED
        for renamed in islice(Renaming(known.commutes or scalars, loose=True).match(turned, target, {}), _MOST_RENAMINGS):
            if not miscounted(renamed) and self.looks(known, renamed):
                yield {one: other for one, other in renamed.items() if one[0] in SYMBOLIC}

    def looks(self, known: Known, renamed: Mapping[Form, Form]) -> bool:
        return all(
            _looks(renamed[_letter(name)], name if kind == "itself" else kind, self.sizes)
            for name, kind in known.kinds.items()
            if _letter(name) in renamed
        )


def _ways(pattern: _Pattern, target: Form) -> Iterator[Form]:
    """The pattern as it is, with its sides swapped, or without its left side where only an expression stands."""
    shape = pattern.form
    if shape[0] != "rel":
        if target[0] != "rel":
            yield shape
        return
    anything = shape[2] == _ANY_SIDE
    if target[0] == "rel":
        if shape[1] == target[1]:
            yield shape
            if shape[1] == "=" and not anything:
                yield ("rel", "=", shape[3], shape[2])
        elif shape[1] == "=" and anything and target[1] == "approx" and pattern.known.name.endswith(("distribution", "density")):
            return  # what is only near to a law's formula is another law's
        elif shape[1] == "=" and anything and target[1] in ("approx", "gets"):
            yield ("rel", target[1], *shape[2:])
    elif anything and shape[1] == "=" and pattern.operators > _SHORT:
        yield shape[3]  # type: ignore[misc]


def _base(letter: Form) -> Form:
    """The letter below indices, accents and strokes."""
    while letter[0] in ("sub", "acc", "sup", "prime"):
        letter = letter[2] if letter[0] in ("acc", "prime") else letter[1]  # type: ignore[assignment]
    return letter


def _looks(target: Form, kind: str, sizes: Mapping[Form, Size]) -> bool:
    """Whether a symbol looks like a matrix, a vector, a scalar ..., by its size where one is told, else by its letter."""
    size = sizes.get(target)
    name = str(_base(target)[1])
    capital = name[:1].isupper()
    if size is not None and kind in ("matrix", "vector", "scalar"):
        return {"matrix": len(size) == 2, "vector": len(size) == 1 or (len(size) == 2 and size[1] == "1"), "scalar": size == ()}[
            kind
        ]
    match kind:
        case "matrix" | "capital":
            return (capital and len(name) == 1) or name in ("Sigma", "Lambda", "Phi", "Psi", "Omega", "Gamma")
        case "vector":
            return not capital and name not in ("lambda", "mu", "sigma", "pi") and target != ("S", "d", "")  # df = 0
        case "scalar":
            return not capital
        case "letter":
            return target[0] != "sub" and not capital
        case "greek":
            return name in _GREEK
        case "plain":
            return capital and target[0] != "acc" and (target[0] != "sub" or target[1][0] != "acc")  # type: ignore[index]
        case "count":
            return target[0] != "acc" and (name in _COUNTS or name.startswith(("n_", "num")))
        case "any":
            return True
    return name in kind.split("|")
