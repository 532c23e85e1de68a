"""A sentence in other words beside the words of the page it leans on: what in it the page contradicts.

The rule. A paraphrase is never shown as checked; what can be shown is that it turns the page round. It does where a word of it
stands on the page under the opposite sign ("is not symmetric", "is symmetric"), where it names one pole of an axis and the page
only the other (positive, negative), where a number stands in the place of another, where its units or signs differ from those
of the page, where it says "every" and the page "some", "at most" and the page "at least", "if and only if" and the page "if".
Nothing is scored and nothing is weighed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tutor.maths.spans import formula_spans
from tutor.voices.gate.axes import EXISTENTIAL, NEGATIONS, NUMBER_WORDS, POLES, UNITS, UNIVERSAL, WORD

_NUMBER = re.compile(r"(?<![\w.])(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:/\d+|\.\d+)?)(?!\d)\s*(%|[A-Za-z°/]{1,12})?")
_LONGEST = 20_000  # a sentence or a quote longer than this is left unchecked
_IFF = re.compile(r"\bif,? and only if\b|\biff\b|\bexactly when\b|\bprecisely when\b", re.IGNORECASE)
_ONLY_IF = re.compile(r"\bonly (?:if|when)\b", re.IGNORECASE)
_IF = re.compile(r"\b(?:if|when|whenever|implies)\b", re.IGNORECASE)
_BOUNDS = (
    (re.compile(r"\bat least\b|\bno (?:less|fewer|smaller) than\b|\\geq?\b|≥|>=", re.IGNORECASE), "at least"),
    (re.compile(r"\bat most\b|\bno (?:more|greater|larger) than\b|\bup to\b|\\leq?\b|≤|<=", re.IGNORECASE), "at most"),
    (re.compile(r"\b(?:more|greater|larger|bigger) than\b|\bexceeds?\b|>(?!=)|\\gt\b", re.IGNORECASE), "more than"),
    (re.compile(r"\b(?:less|fewer|smaller) than\b|<(?!=)|\\lt\b", re.IGNORECASE), "less than"),
    (re.compile(r"\bexactly\b", re.IGNORECASE), "exactly"),
)
_SIGNS = re.compile(
    r"\\(?:leq?|geq?|lt|gt|neq?|pm|mp|cdot|times|div|subseteq?|supseteq?|cup|cap|in|notin|to|Rightarrow|Leftarrow|iff|min|max"
    r"|land|lor|neg|forall|exists)(?![A-Za-z])|[-+=<>≤≥≠±·×÷/*^]|−"
)
_NEIGHBOURS_OF_ANYTHING = frozenset("and the are you get gives with for then than that from but which".split())
_NEXT = 2  # "not a basis" denies the basis; "do not say that the kernel ..." says nothing of it
_PREFIXED = re.compile(r"^(?:non-?|un|in|im|ir)(?=\w{5,})")


_ENDS_SCOPE = frozenset("but and that which because is are was were has have had".split())  # a negation reaches no further


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found: `contradiction` is a reason to strike the sentence, `beyond` what it says that its page does not."""

    contradiction: str = ""
    beyond: str = ""


def compare(said: str, page: str) -> Judged:
    """A sentence against the words of the page that it leans on.

    >>> compare("Their eigenvalues are negative.", "Such matrices have strictly positive eigenvalues.").contradiction
    'the page says “positive”, the draft says “negative”'
    >>> compare("A nonzero A has 3 rows.", "The matrix has 3 rows.").contradiction
    ''
    """
    if max(len(said), len(page)) > _LONGEST:
        return Judged(beyond="it is too long to be laid beside its page")
    for look in (_poles, _negations, _numbers, _bounds, _conditions, _quantifiers, _formulas):
        if found := look(said, page):
            return Judged(contradiction=found)
    return Judged(beyond=_beyond(said, page))


def _prose(text: str) -> str:
    return re.sub(r"\$+[^$]*\$+", " \u25ca ", text)


def _signed(text: str, reach: int = 3) -> Iterator[tuple[str, int, str]]:
    """Every word of a text with its sign: -1 where a negation stands at most `reach` words before it."""
    since = 99
    for match in WORD.finditer(_prose(text).lower().replace("’", "'")):
        word = match.group()
        if word in NEGATIONS or word.endswith("n't"):
            since = 0
            continue
        since += 1
        yield word, (-1 if since <= reach else 1), word
        if word in _ENDS_SCOPE:
            since = 99


def _at_poles(text: str) -> dict[int, dict[int, str]]:
    """axis -> pole -> the word that puts the text there, a negation counted in."""
    found: dict[int, dict[int, str]] = {}
    for word, sign, _ in _signed(text):
        axis, pole = POLES.get(word, (-1, 0))
        if axis >= 0:
            found.setdefault(axis, {})[pole * sign] = f"not {word}" if sign < 0 else word
    return found


def _poles(said: str, page: str) -> str:
    """One pole on each side. A sentence that names both may speak of the second beside what it quotes: that is only beyond it."""
    mine, theirs = _at_poles(said), _at_poles(page)
    for axis in mine.keys() & theirs.keys():
        if not mine[axis].keys() & theirs[axis].keys():
            book, draft = (next(iter(words[axis].values())) for words in (theirs, mine))
            return f"the page says “{book}”, the draft says “{draft}”"
    return ""


def _negations(said: str, page: str) -> str:
    """A word that stands on both sides, negated on one of them only."""
    mine, theirs = _by_word(said), _by_word(page)
    for word in mine.keys() & theirs.keys():
        if len(word) > 3 and len(mine[word]) == 1 == len(theirs[word]) and mine[word] != theirs[word]:
            draft, book = ("not " if -1 in signs else "" for signs in (mine[word], theirs[word]))
            return f"the page says “{book}{word}”, the draft says “{draft}{word}”"
    for word in mine:
        bare = _PREFIXED.sub("", word)
        if bare != word and bare in theirs and word not in theirs and mine[word] == theirs[bare]:
            return f"the page says “{bare}”, the draft says “{word}”"
    for word in theirs:
        bare = _PREFIXED.sub("", word)
        if bare != word and bare in mine and word not in mine and theirs[word] == mine[bare]:
            return f"the page says “{word}”, the draft says “{bare}”"
    return ""


def _by_word(text: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for word, sign, _ in _signed(text, _NEXT):
        found.setdefault(word, set()).add(sign)
    return found


def _values(text: str) -> dict[Fraction, str]:
    """value -> how it is written with its unit, of every number of a text, in figures or in words."""
    found: dict[Fraction, str] = {}
    for match in _NUMBER.finditer(text.replace("\u2212", "-")):
        unit = match[2] if match[2] and match[2].lower() in UNITS else ""
        figures = match[1].replace(",", "")
        if len(figures) <= 40 and not re.search(r"/0+$", figures):
            found.setdefault(Fraction(figures), (match[1] + (f" {unit}" if unit else "")))
    for match in WORD.finditer(text.lower()):
        if match.group() in NUMBER_WORDS and match.group() != "one":
            found.setdefault(Fraction(NUMBER_WORDS[match.group()]), match.group())
    return found


def _numbers(said: str, page: str) -> str:
    """A number in the place of another: beside the same word, or the only one on either side. Other numbers are only beyond."""
    mine, theirs = _values(said), _values(page)
    for value, written in mine.items():
        if value in theirs:
            if " " in written and " " in theirs[value] and written.split()[-1] != theirs[value].split()[-1]:
                return f"the page says {theirs[value]}, the draft says {written}"
            continue
        if value == 1 and re.search(r"\bone\b", page, re.IGNORECASE):
            continue
        for other, book in theirs.items():
            alone = len(mine) == len(theirs) == 1
            if other not in mine and (alone or _beside(said, written) & _beside(page, book)):
                return f"the page says {book}, the draft says {written}"
    return ""


def _beside(text: str, number: str) -> set[str]:
    """What stands right before and right after a number, wherever it stands: a word, or the signs of a formula.

    >>> sorted(_beside("It has $3$ rows, and $P(A) = 3$.", "3"))
    ['has', 'p(a)=', 'rows']
    """
    found = set()
    for match in re.finditer(rf"(?<![\w.]){re.escape(number)}(?![\w.]*\d)", text):
        before = re.sub(r"[\s$]", " ", text[max(0, match.start() - 30) : match.start()]).rstrip()
        after = re.match(r"[\s$%]*([A-Za-z]{3,})", text[match.end() :])
        if signs := re.search(r"[^\s=]{1,12}\s*=$", before):
            found.add(re.sub(r"\s", "", signs.group()).lower())
        elif word := re.search(r"([A-Za-z]{3,})$", before):
            found.add(word.group().lower())
        if after:
            found.add(after[1].lower())
    return found - _NEIGHBOURS_OF_ANYTHING


def _bounds(said: str, page: str) -> str:
    mine = {name for pattern, name in _BOUNDS if pattern.search(said)}
    theirs = {name for pattern, name in _BOUNDS if pattern.search(page)}
    if theirs and (extra := sorted(mine - theirs)):
        return f"the page says “{sorted(theirs)[0]}”, the draft says “{extra[0]}”"
    return ""


def _conditions(said: str, page: str) -> str:
    if _IFF.search(said) and not _IFF.search(page) and _IF.search(page):
        return "the page says “if” in one direction, the draft says “if and only if”"
    if _ONLY_IF.search(_IFF.sub(" ", page)) and not _ONLY_IF.search(said) and re.search(r"\bif\b|\bwhen\b", said, re.IGNORECASE):
        return "the page says “only if”, the draft says “if”"
    if _ONLY_IF.search(_IFF.sub(" ", said)) and not _ONLY_IF.search(page) and _IF.search(page):
        return "the page says “if”, the draft says “only if”"
    return ""


def _quantifiers(said: str, page: str) -> str:
    mine, theirs = set(WORD.findall(said.lower())), set(WORD.findall(page.lower()))
    if (every := mine & UNIVERSAL) and not theirs & UNIVERSAL and (some := theirs & EXISTENTIAL) and not mine & some:
        return f"the page says “{sorted(some)[0]}”, the draft says “{sorted(every)[0]}”"
    return ""


def _formulas(said: str, page: str) -> str:
    """A formula of the draft that is a formula of the page but for its signs."""
    theirs = {_signless(f.latex): f.latex for f in formula_spans(page)}
    exact = {_plain(latex) for latex in theirs.values()}
    for formula in formula_spans(said):
        twin = theirs.get(_signless(formula.latex))
        if twin is not None and _plain(formula.latex) not in exact and _SIGNS.findall(formula.latex) != _SIGNS.findall(twin):
            return f"the page says ${twin}$, the draft says ${formula.latex}$"
    return ""


def _plain(latex: str) -> str:
    return re.sub(r"\s+|\\[,;:! ]|\\(?:left|right|big|Big)\b", "", latex)


def _signless(latex: str) -> str:
    return _SIGNS.sub("", _plain(latex))


def _beyond(said: str, page: str) -> str:
    """A number, a pole or a bound of the sentence of which the page says nothing."""
    theirs, numbers, axes = set(WORD.findall(page.lower())), _values(page), _at_poles(page)
    for value, written in _values(said).items():
        if value not in numbers:
            return f"{written} does not stand there"
    for word in WORD.findall(said.lower()):
        if word in POLES and word not in theirs and POLES[word][0] not in axes:
            return f"“{word}” does not stand there"
    return ""
