"""Words, brought to a form in which a learner's and a book's can be compared: folded, singular, rooted, spelt right.

Law of this file: pure and fixed; it knows words, not concepts.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping

_WORD = re.compile(r"[^\W_]+")
_VERB_MEAN = re.compile(
    r"\b(do|does|did|would|can|could|it|that|this)\b[^?.!]*?"
    r"\bmean(s|t)?\b(?= *([?.!,]|$|when\b|if\b|that\b|in\b|for\b|by\b))"
)
_ISE = re.compile(r"is(e|ed|er|ing|ation)$")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-"})

_STOP_TEXT = """
    a about above actually after again all almost along also although always am an and another any anybody
    anyone anything are aren as ask at away be because been before being below besides between both but by
    call called came can cannot come could couldn d did didn do does doesn doing don done each easy either
    else ever every everybody everyone everything exactly example explain fact few find for from gave get gets
    getting give gives go goes going gone good got had has have having he help her here hers him his how
    however i if in instead into is isn it its itself just keep kind know let like ll lot m make makes making
    many may maybe me might mine more most much must my myself need needs never next no nobody none nor not
    nothing now of off often oh ok on once one only or other others our out over own per please pretty put
    quite rather re real really right s same say says see seem seems seen shall she should shouldn show shows
    so some somebody somehow someone something sometimes still such sure t take takes tell than thank thanks
    that the their them then there these they thing things think this those though through thus till to
    together too took try trying turns under understand until up upon us use used useful uses using usually ve
    very want wants was wasn way ways we well went were weren what whatever when whenever where whether which
    while who whole whom whose why will with within without won work works would wouldn wrong yes yet you your
    compute calculate calculating meaning define definition intuition difference simple simply basically
    possible question idea hi hello tutor teach step mean_verb
"""
STOP = frozenset(_STOP_TEXT.split())

_IRREGULAR_TEXT = """
    matrices matrix, vertices vertex, bases basis, indices index, axes axis, analyses analysis, hypotheses
    hypothesis, criteria criterion, extrema extremum, maxima maximum, minima minimum, optima optimum, dice die,
    data data, bias bias, gauss gauss, bayes bayes, lens lens, biggest big, highest high, lowest low, halves
    half, axis axis, basis basis, eigenbases eigenbasis, children child, built build, drawn draw, lying lie,
    lies lie
"""
_IRREGULAR = dict(pair.split() for pair in _IRREGULAR_TEXT.split(","))
_ENDINGS_TEXT = """
    ational ization ating izing ingly edly ation ities ated ized ment ness ical ally ate ize ing ity ion est ive
    ed ly er al
"""
_ENDINGS = tuple(_ENDINGS_TEXT.split())
_GROUPS_TEXT = """
    picture image photo photograph, big large huge biggest, small tiny little, chance probability likely
    likelihood, arrow vector, grid table, slope steep steepest, guess predict prediction forecast, low lowest
    minimum bottom smallest valley, high highest maximum top peak, turn rotate spin, flip swap exchange, squash
    squeeze crush squish, compress compression, curved bend curve, average mean, spread dispersion vary
    variability, orthogonal perpendicular, length long, certain confident, mistake error, group cluster, class
    category label, undo reverse, mix combine combination blend, build made, copy duplicate redundant, equal
    same, sick ill disease illness, minimise minimize, derivative differentiate differentiation, punish penalise
    penalize penalty, coordinate coordinates, multiply multiplication product times, sum add addition added adding, dimension
    dimensional, unknown variable, fit fitting, rescale scale, vote voting, neighbour neighbor, approximate
    approximation, rate speed, wide widest width, compare comparison, heads tails, reach reachable, different
    differ, separate split, network net, divide division, grow grew grown growth, fall fell fallen, choose chose chosen choice,
    converge convergence, apply application
"""
_GROUPS = tuple(tuple(group.split()) for group in _GROUPS_TEXT.split(","))


def fold(text: str) -> str:
    """Lower case, without accents, with plain quotes and dashes.

    >>> fold("Naïve  Bayes’ rule")
    "naive  bayes' rule"
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_QUOTES).lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@functools.lru_cache(maxsize=8_192)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, singular and in one spelling; "mean" as a verb becomes `mean_verb`.

    >>> words("What do the matrices' null-spaces mean?")
    ('what', 'do', 'the', 'matrix', 'null', 'space', 'mean_verb')
    """
    folded = fold(text).replace("'s ", " ")
    if "mean" not in folded:  # nearly every text; the whole graph is read so at every start
        return tuple([word if word in STOP else singular(word) for word in _WORD.findall(folded)])
    verbs = {m.end() for m in _VERB_MEAN.finditer(folded)}
    return tuple(
        "mean_verb" if m.end() in verbs and m.group().startswith("mean") else _one(m.group()) for m in _WORD.finditer(folded)
    )


def _one(word: str) -> str:
    return word if word in STOP else singular(word)


@functools.lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """The word without its plural ending or past "-ied", and with -ize for -ise.

    >>> [singular(w) for w in ("eigenvalues", "matrices", "classes", "bias", "probabilities", "normalised")]
    ['eigenvalue', 'matrix', 'class', 'bias', 'probability', 'normalized']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith(("ies", "ied")):
        word = word[:-3] + "y"
    elif len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return _ISE.sub(r"iz\1", word) if len(word) > 5 else word


@functools.lru_cache(maxsize=20_000)
@functools.lru_cache(maxsize=20_000)
def root(word: str) -> str:
    """What is left when endings go and near synonyms meet; only for comparing, never shown.

    >>> root("multiplying") == root("product"), root("squashes") == root("squeezed")
    (True, True)
    """
    bare = _bare(singular(word))
    return _MEETS.get(bare, bare)


def content(tokens: Iterable[str]) -> tuple[str, ...]:
    """The roots of the words that carry content, each once, in order; bare digits and single letters carry none."""
    return tuple(dict.fromkeys(root(t) for t in tokens if t not in STOP and len(t) > 1 and not t.isdigit()))


def _bare(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4 and not word.endswith(("ply", "bly")):
            word = word[: -len(ending)]
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiousl":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word[-1] in "ey" else word


_MEETS: Mapping[str, str] = {_bare(singular(w)): _bare(singular(g[0])) for g in _GROUPS for w in g}


def distance(a: str, b: str, most: int) -> int:
    """Letters to insert, drop, change or swap with a neighbour to get from `a` to `b`; `most + 1` when it takes more.

    >>> distance("sofmax", "softmax", 2), distance("gradeint", "gradient", 2), distance("bread", "gradient", 2)
    (1, 1, 3)
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before, row = [0] * (len(b) + 1), list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        after = [i]
        for j, y in enumerate(b, 1):
            cost = min(row[j] + 1, after[j - 1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            after.append(cost)
        if min(after) > most:
            return most + 1
        before, row = row, after
    return min(row[-1], most + 1)
