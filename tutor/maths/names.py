r"""Well-known formulas by name: a formula is recognised where its form is the form of a known one, up to renaming its letters.

Laws: letters are renamed one to one; a short form (fewer than 4 operators) also needs one of its words near it and letters of the
right kind, because x = yz is everything and nothing. The formulas themselves are data: `names.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import islice

from tutor.maths.forms import Form, form, heads, statements, weight
from tutor.maths.formula import read_formula
from tutor.maths.reading.nodes import Apply, Letter, Sub
from tutor.maths.renaming import ANYTHING, Renaming
from tutor.maths.sizes import Size
from tutor.maths.tree import Node, walk

__all__ = ["Convention", "Name", "conventions", "known_formulas", "recognise"]

_SHORT = 4
_MOST_STATEMENTS = 40
_MOST_AROUND = 20_000
_GREEK = frozenset("alpha beta gamma delta epsilon eta theta lambda mu nu rho sigma tau phi psi omega xi kappa chi zeta".split())


@dataclass(frozen=True, slots=True)
class Known:
    """One well-known formula as names.toml gives it."""

    name: str
    concept: str
    forms: tuple[Form, ...]
    words: tuple[str, ...]
    kinds: Mapping[str, str]
    means: Mapping[str, str]
    remarks: Mapping[str, str]
    commutes: bool
    always: bool


@dataclass(frozen=True, slots=True)
class Convention:
    """What a letter usually means where one of the words stands near."""

    letter: str
    meaning: str
    words: tuple[str, ...]


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


@lru_cache(maxsize=1)
def _tables() -> tuple[tuple[Known, ...], tuple[Convention, ...]]:
    read = tomllib.loads(files("tutor.maths").joinpath("names.toml").read_text(encoding="utf-8"))
    known = tuple(
        Known(
            one["name"],
            one["concept"],
            tuple(_pattern(latex) for latex in one["latex"]),
            tuple(one.get("words", ())),
            one.get("kinds", {}),
            one.get("means", {}),
            one.get("remarks", {}),
            one.get("commutes", False),
            one.get("always", False),
        )
        for one in read["formula"]
    )
    usual = tuple(Convention(one["letter"], one["meaning"], tuple(one["words"])) for one in read["convention"])
    return known, usual


def _pattern(latex: str) -> Form:
    tree = read_formula(latex, "probability, expected value; let $f$ be a function and $g$ be a function").tree
    found = list(statements(tree))
    return found[0][0] if found and found[0][0][0] == "rel" else form(tree)


def known_formulas() -> tuple[Known, ...]:
    """Every formula that has a name here, in the order of names.toml."""
    return _tables()[0]


def conventions() -> tuple[Convention, ...]:
    """The table of usual meanings."""
    return _tables()[1]


def recognise(tree: Node, text_around: str = "", sizes: Mapping[Form, Size] | None = None) -> Name | None:
    r"""The best-known name of a formula, or None; of several the one with most operators.

    >>> recognise(read_formula(r"P(H\mid E)=\frac{P(E\mid H)P(H)}{P(E)}").tree).name
    "Bayes' theorem"
    >>> recognise(read_formula("c = ab").tree) is None
    True
    """
    around = text_around[:_MOST_AROUND]
    best: Name | None = None
    mixed = _two_models(tree)
    for target, span in islice(statements(tree), _MOST_STATEMENTS):
        holds = heads(target) - ({"P"} if mixed else frozenset())  # of p(x) and p_w(x) no name of one law holds
        for known in known_formulas():
            for pattern in known.forms:
                if not _heads_of(pattern) <= holds:
                    continue
                found = _fits(known, pattern, target, around, sizes or {})
                if found is not None and (best is None or weight(pattern) > best.operators):
                    means, remarks = _told(known.means, found), _told(known.remarks, found)
                    best = Name(known.name, known.concept, *span, weight(pattern), means, remarks)
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
    if any(same in letters and same != one for one in letters & set(renamed) if (same := (*renamed[one][:2], "")) is not None):
        return ()  # x^T w for w^T x: which of the two is which is not said
    capitals = {letter for letter in letters if str(letter[1]).isupper()}
    if any(one not in letters and _base(target) in capitals for one, target in renamed.items()):
        return ()  # W A + b for X W + b
    for latex, meaning in table.items():
        letter = _letter(latex)
        if letter in renamed:
            if meaning.startswith("the event") and str(_base(renamed[letter])[1]).islower():
                continue  # p(z | x): densities of values, not chances of events
            found.append((renamed[letter], meaning))
        elif letter[0] == "sub" and letter[1] in renamed and letter[2] in renamed:
            found.append((("sub", renamed[letter[1]], renamed[letter[2]]), meaning))  # type: ignore[index]
    return tuple(found)


@lru_cache(maxsize=512)
def _letter(name: str) -> Form:
    base, _, index = name.partition("_")
    letter: Form = ("S", "epsilon" if base == "varepsilon" else base, "")
    return ("sub", letter, ("N", index) if index.isdigit() else ("S", index, "")) if index else letter


def _fits(known: Known, pattern: Form, target: Form, around: str, sizes: Mapping[Form, Size]) -> Mapping[Form, Form] | None:
    """The renaming under which a target is the pattern, if the evidence is enough."""
    if any(word[0] == "!" and _spoken(word[1:]).search(around) for word in known.words):
        return None
    if (known.always or weight(pattern) < _SHORT) and not spoken_of(known.words, around):
        return None
    for turned in _ways(pattern, target):
        search = Renaming(known.commutes)
        for renamed in search.match(turned, target, {}):
            if all(
                _looks(renamed[_letter(name)], name if kind == "itself" else kind, sizes)
                for name, kind in known.kinds.items()
                if _letter(name) in renamed
            ):
                return renamed
            break
    return None


def spoken_of(words: tuple[str, ...], text: str) -> bool:
    """Whether one of the words begins somewhere in the text; a word in capitals, such as LU, must stand there as it is.

    A word after "!" must not begin anywhere.

    >>> spoken_of(("eigen",), "its Eigenvalues"), spoken_of(("LU",), "evaluate the value")
    (True, False)
    >>> spoken_of(("mean", "!measure"), "the mean of a measure")
    False
    """
    if any(word[0] == "!" and _spoken(word[1:]).search(text) for word in words):
        return False
    return any(word[0] != "!" and _spoken(word).search(text) for word in words)


@lru_cache(maxsize=1024)
def _spoken(word: str) -> re.Pattern[str]:
    if word.isupper():
        return re.compile(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])")
    return re.compile(rf"(?<![A-Za-z]){re.escape(word)}", re.IGNORECASE)


@lru_cache(maxsize=2048)
def _heads_of(pattern: Form) -> frozenset[object]:
    return heads(pattern) - {"rel", "given", ANYTHING}


def _ways(pattern: Form, target: Form) -> Iterator[Form]:
    """The pattern as it is, with its sides swapped, or without its left side where only an expression stands."""
    if pattern[0] == "rel" == target[0]:
        if pattern[1] == target[1]:
            yield pattern
            if pattern[1] == "=" and pattern[2] != ("S", ANYTHING, ""):
                yield ("rel", "=", pattern[3], pattern[2])
        elif (
            pattern[1] == "="
            and target[1] in ("approx", "gets", "propto")
            and pattern[2] == ("S", ANYTHING, "")
            and target[1] != "propto"
        ):
            yield ("rel", target[1], pattern[2], pattern[3])
    elif pattern[0] == "rel" and pattern[2] == ("S", ANYTHING, "") and weight(pattern[3]) >= _SHORT:
        if target[0] != "rel" and pattern[1] == "=":
            yield pattern[3]  # type: ignore[misc]
    elif pattern[0] != "rel" != target[0]:
        yield pattern


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
            return not capital and name not in ("lambda", "mu", "sigma", "pi")
        case "scalar":
            return not capital
        case "letter":
            return target[0] != "sub" and not capital
        case "greek":
            return name in _GREEK
        case "any":
            return True
    return name == kind
