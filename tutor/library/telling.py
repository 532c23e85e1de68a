"""What kind of thing is asked, and which of its words tell.

Three kinds are looked up differently (`find.py`): the name of a thing; a question in somebody's own words; and a longer text, an
exercise or a sentence of another page. Words of the language tell nothing, whatever is asked.
"""

from __future__ import annotations

import re
from enum import Enum
from itertools import pairwise

from tutor.library.sentences import sentences
from tutor.maths.plain import plain_words

_LONGEST_TERM = 4
_LONGEST_QUESTION = 7  # words that carry meaning; more, and it is a text
_FEW_WORDS = 3  # beside a formula that is looked for; more, and the words are what is asked
_LINKING = frozenset("a an the of for and or in on to with by from between".split())
_ASIDE = re.compile(r"\([^()]*\)")
_FORMULA_OR_CODE = re.compile(r"[\\$`]")
_WORD = re.compile(r"[^\W_]+")
_BETWEEN_WORDS = re.compile(r"[^\w\s'’-]")  # no phrase reaches over it
# With these a book speaks to its reader, or sets a task. "Explain" and "give" are not among them: those are asked of a tutor too.
_OF_A_BOOK = frozenset(
    """prove show derive compute calculate determine evaluate estimate verify plot sketch draw construct design implement modify
    repeat replace test train submit use apply let consider suppose assume given recall note we""".split()
)
_TO_A_TUTOR = frozenset(("me", "us"))  # "show me" is asked of one
STOP_WORDS = frozenset(
    """a about above after again all also am an and any are as at be because been before being below between both but by can
    cannot could did do does doing done down during each even ever every few for from further get give given go goes going
    got had has have having he her here hers him his how i if in into is it its itself just know let like make makes many
    may me mean means might more most much must my need no nor not now of off on once one only or other our ours out over
    own same say see shall she should show so some something such take tell than that the their them then there these they
    thing things this those through to too under until up us use used using very want was way we well were what when where
    whether which while who whom why will with within without work works would you your yours explain please""".split()
)
# "Mean" is a word of the field, unless somebody asks what something means.
_AVERAGES = frozenset(("mean", "means"))
_VERB_TO_MEAN = frozenset(("does", "do", "did", "would", "could", "you", "i", "it", "they", "this", "that", "what"))


class Asked(Enum):
    """What kind of thing is looked up."""

    TERM = "term"
    QUESTION = "question"
    TEXT = "text"


def kind_of(text: str) -> Asked:
    """The kind of a message: a few words that name a thing are a term; a task, a statement of a book, or many words are a text.

    >>> [kind_of(one).value for one in ("rank of a matrix", "why is the area zero", "Prove that the two are equal.")]
    ['term', 'question', 'text']
    """
    words = text.split()
    telling = content_words(text)
    if len(telling) <= _LONGEST_TERM and all(w.lower() not in STOP_WORDS - _LINKING - _AVERAGES for w in words):
        return Asked.TERM
    return Asked.TEXT if len(set(telling)) > _LONGEST_QUESTION or _of_a_book(text) else Asked.QUESTION


def _of_a_book(text: str) -> bool:
    """Whether this is written as books write: as a task, as a statement to the reader, or with formulas and code among words.

    >>> _of_a_book("Plot the function near zero."), _of_a_book("show me a picture"), _of_a_book("$Ax = b$ what is this")
    (True, False, False)
    """
    first = [word.lower() for word in _WORD.findall(text)[:2]]
    if first and first[0] in _OF_A_BOOK and not _TO_A_TUTOR.intersection(first):
        return True
    return bool(_FORMULA_OR_CODE.search(text)) and not asks_for_formula(text)


def asks_for_formula(text: str) -> bool:
    """Whether there is a formula with hardly a word beside it, so that it is what is asked about."""
    if not ("\\" in text or "$" in text or "=" in text):
        return False
    from tutor.maths.typed.bare import formulas_in, prose_of

    return bool(formulas_in(text)) and len(content_words(prose_of(text))) <= _FEW_WORDS


def bare(text: str) -> str:
    """A term without what stands in parentheses behind it.

    >>> bare("standard error (SE)"), bare("(z)")
    ('standard error', '(z)')
    """
    return _ASIDE.sub(" ", text).strip() or text


def task_of(text: str) -> str:
    """The last sentence of a text: an exercise tells a story first, and what it asks for stands at its end; "" for no text.

    >>> task_of("A coin is thrown ten times. Seven of them are heads. Test whether it is fair."), task_of("what is rank?")
    ('Test whether it is fair.', '')
    """
    if kind_of(text) is not Asked.TEXT:
        return ""
    return next((text[a:b] for a, b in reversed(list(sentences(text))) if content_words(text[a:b])), "")


def content_words(text: str) -> list[str]:
    """The words of a text that carry meaning, lower case, in order.

    >>> content_words("What is the rank of a matrix?")
    ['rank', 'matrix']
    >>> content_words("the mean of a sample"), content_words("what does a rank mean")
    (['mean', 'sample'], ['rank'])
    """
    words = _WORD.findall(plain_words(text).lower())
    kept = [w for w in words if (w not in STOP_WORDS or w in _AVERAGES) and (len(w) > 1 or w.isdigit())]
    return [w for w in kept if w not in _AVERAGES] if _VERB_TO_MEAN.intersection(words) else kept


def phrases(text: str) -> list[str]:
    """The pairs of telling words that stand side by side: "confidence interval" says more than the two apart. A letter counts
    where a hyphen ties it to a word.

    >>> phrases("Find the p-value of a 95% confidence interval for the population mean")
    ['p value', 'confidence interval', 'population mean']
    """
    found = []
    for piece in _BETWEEN_WORDS.split(plain_words(text).lower()):
        words = list(_WORD.finditer(piece))
        for one, other in pairwise(words):
            tied = piece[one.end() : other.start()] == "-"
            if all(_tells(word.group(), tied=tied) for word in (one, other)):
                found.append(f"{one.group()} {other.group()}")
    return list(dict.fromkeys(found))


def _tells(word: str, *, tied: bool) -> bool:
    if word.isdigit() or (word in STOP_WORDS and word not in _AVERAGES and len(word) > 1):
        return False
    return len(word) > 1 or tied
