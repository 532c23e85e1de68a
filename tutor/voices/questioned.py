"""A question taken apart: what it asks for, the ideas and words it names, its signs, and what would turn its answer round.

Law of this file: pure; the same question is read the same way. What the words are stands in `kinds.toml`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from importlib import resources

from tutor.concepts.index import LONGEST_ALIAS, Alias, Index
from tutor.concepts.words import STOP, content, fold, words

__all__ = ["Kind", "Named", "Questioned", "Rules", "kind_of", "questioned", "rules"]

_RATHER = re.compile(r"\b(?:and|but|or) not\b")
_WORD = re.compile(r"[a-z]+")
_ZERO = re.compile(r"(?<![\w.])0(?![\w.])")
_SIGNS = re.compile(r"\b[A-Z] (?:and|or) [A-Z]\b|[A-Za-z]\([^()\s]{1,20}(?:\|[^()]{0,10})?\)|\b[A-Z]{2,3}\b(?!-)|[A-Za-z]\^\S+")
_ABBREVIATIONS = frozenset("PCA SVD MLE MAP SGD ML AI KL CDF PDF PMF GD LU QR CLT LLN IID EM GMM SVM ROC AUC MSE MAE".split())


class Kind(Enum):
    """What a question asks for."""

    WHAT = "what"
    SIMPLE = "simple"
    SHOW = "show"
    HOW = "how"
    WHY = "why"
    USE = "use"
    WHEN = "when"
    MISTAKE = "mistake"
    SAME = "same"
    DIFFERENCE = "difference"
    PARTS = "parts"
    WHETHER = "whether"
    WHAT_IF = "what if"
    WHICH = "which"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Named:
    """An idea that a question names: the concepts its words may mean, the roots of these words, and whether they are its name."""

    concepts: frozenset[str]
    roots: frozenset[str]
    telling: str  # the rarest of them
    by_name: bool


@dataclass(frozen=True, slots=True)
class Questioned:
    """A question taken apart. `words` are all its telling roots with their weights, `rest` those that name no idea."""

    text: str
    kind: Kind
    ideas: tuple[Named, ...]
    words: tuple[tuple[str, float], ...]
    rest: tuple[tuple[str, float], ...]
    poles: frozenset[str]
    denies: bool
    signs: tuple[str, ...]
    rarest: float  # the weight of a word that no idea uses


@dataclass(frozen=True, slots=True)
class Rules:
    """The table of `kinds.toml`, ready to use."""

    kinds: tuple[tuple[Kind, re.Pattern[str]], ...]
    near: frozenset[frozenset[Kind]]
    opposed: frozenset[frozenset[Kind]]
    poles: dict[str, str]
    rivals: tuple[tuple[str, str], ...]
    strict: frozenset[str]
    denials: frozenset[str]
    directed: re.Pattern[str]
    short: dict[str, str]
    roots: dict[str, str]


@functools.cache
def rules() -> Rules:
    """The words of `kinds.toml`, read once."""
    told = tomllib.loads(resources.files("tutor.voices").joinpath("kinds.toml").read_text(encoding="utf-8"))
    turned = told["turned"]
    return Rules(
        tuple((Kind(one["name"]), re.compile("|".join(one["patterns"]))) for one in told["kind"]),
        frozenset(frozenset(map(Kind, pair)) for pair in told["near"]["pairs"]),
        frozenset(frozenset(map(Kind, pair)) for pair in told["near"]["opposed"]),
        {word: pole for pole, said in told["poles"].items() for word in said.split()},
        tuple((a, b) for pair in turned["rivals"] for one, other in [pair.split()] for a, b in ((one, other), (other, one))),
        frozenset(turned["strict"]),
        frozenset(turned["denials"].split()),
        re.compile(turned["directed"]),
        {word: whole for whole, said in told["short"].items() for word in said.split()},
        told["roots"],
    )


def kind_of(question: str) -> Kind:
    """What a question asks for.

    >>> kind_of("What is rank?").value, kind_of("Why do we need the rank?").value, kind_of("Can a determinant be negative?").value
    ('what', 'use', 'whether')
    >>> kind_of("How do I find the kernel?").value, kind_of("Is the limit the same as plugging in?").value
    ('how', 'same')
    """
    asked = fold(question).strip()
    return next((kind for kind, pattern in rules().kinds if pattern.search(asked)), Kind.WHAT)


def questioned(text: str, index: Index) -> Questioned:
    """A question taken apart with the words of the concept graph."""
    told = rules()
    bare = _WORD.sub(lambda m: told.short.get(m.group(), m.group()), typed(text))
    tokens = words(bare)
    ideas, rest = _ideas(tokens, index)
    # The learner's own sizes ("a 3x5 matrix") tell one case of what is asked, not another question.
    said, left = (tuple((one, index.rarity(one)) for one in _roots(some) if one.isalpha()) for some in (tokens, rest))
    signs = _signs(bare)
    written = tuple((sign, index.rarity("")) for sign in dict.fromkeys(signs))
    said, left = (*said, *written), (*left, *written)
    raw = _WORD.findall(fold(bare))
    poles = {told.poles[word] for word in raw if word in told.poles} | ({"zero"} if _ZERO.search(bare) else set())
    denies = not told.denials.isdisjoint(_WORD.findall(_RATHER.sub(" ", fold(bare))))
    return Questioned(text, kind_of(text), ideas, said, left, frozenset(poles), denies, signs, index.rarity(""))


def typed(text: str) -> str:
    r"""A question with its formulas as one would type them.

    >>> typed(r"What does $P(A \mid B)$ mean for $A^\top$?")
    'What does P(A|B) mean for A^T?'
    """
    plain = re.sub(r"\s*\\mid\s*|\s*\|\s*", "|", text.replace("$", ""))
    plain = re.sub(r"\\top\b|\\intercal\b", "T", plain)
    plain = re.sub(r"\\(?:d?frac|operatorname|mathrm|text|left|right|mathbf|bar|hat|vec)\b\*?", " ", plain)
    plain = re.sub(r"\\([A-Za-z]+)", r" \1 ", plain).replace("{", "").replace("}", "")
    return re.sub(r"\s+", " ", plain.replace("^ T ", "^T ")).strip()


def _ideas(tokens: tuple[str, ...], index: Index) -> tuple[tuple[Named, ...], list[str]]:
    """The ideas that are named, in the order they come, the longest name first; and the words that name none."""
    ideas: dict[frozenset[str], Named] = {}
    rest: list[str] = []
    at = 0
    while at < len(tokens):
        length, aliases = _alias_at(tokens, at, index)
        if aliases:
            concepts = frozenset(alias.concept for alias in aliases)
            roots = _roots(tokens[at : at + length])
            telling = max(roots, key=index.rarity, default="")
            named = Named(concepts, frozenset(roots), telling, any(alias.is_name for alias in aliases))
            ideas.setdefault(concepts, named)
        else:
            rest.append(tokens[at])
        at += length
    return tuple(ideas.values()), rest


def _roots(tokens: Sequence[str]) -> tuple[str, ...]:
    """The roots of the telling words, each once."""
    same = rules().roots
    return tuple(dict.fromkeys(same.get(one, one) for one in content(tokens)))


def _alias_at(tokens: tuple[str, ...], at: int, index: Index) -> tuple[int, tuple[Alias, ...]]:
    """How many words the longest alias has that begins here, and whose it is; one word and () where none does."""
    for end in range(min(len(tokens), at + LONGEST_ALIAS), at, -1):
        span = tokens[at:end]
        aliases = index.aliases.get("".join(span), ())
        # Letters of a formula name nothing: P(A|B) is no AB.
        if aliases and not STOP.issuperset(span) and max(map(len, span)) > (2 if len(span) == 1 else 1):
            return len(span), aliases
    return 1, ()


def _signs(text: str) -> tuple[str, ...]:
    """The formulas of a question, as typed.

    >>> _signs("is P(A|B) the same as P(B|A)?"), _signs("why is AB not BA in PCA")
    (('P(A|B)', 'P(B|A)'), ('AB', 'BA'))
    """
    found = (re.sub(r"\s+", "", one).rstrip("?.,") for one in _SIGNS.findall(text))
    return tuple(one for one in found if one.upper() not in _ABBREVIATIONS)
