"""Which sentences of a passage can be quoted on their own, and what speaks for each besides its nearness to the question.

A good quote defines ("is called", "is the ..."), stands alone (no leading "this" or "it", no bare equation number), and is of a
length one can read aloud.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.library.find import Found, content_words
from tutor.library.readable import UNREAD
from tutor.library.sentences import sentences
from tutor.voices.layers import labelled, titled, worded
from tutor.voices.voice import Intent, Layer

_DEFINES = re.compile(
    r"\b(is|are) called\b|\bis (the|a|an)\b|\bis defined\b|\bdefined (as|by)\b|\bwe (say|call|define|write)\b|\bmeans that\b"
    r"|\bmeasures\b|\bdescribes\b|\btells (us|you)\b|\bthe set of all\b|\bif and only if\b"
    r"|\bconsists of\b|\bcounts\b|\brefers to\b",
    re.IGNORECASE,
)
_ALSO = re.compile(r"\b(is|are) (also|sometimes|often) (called|known|named)\b", re.IGNORECASE)
_SAYS_WHAT = re.compile(r"^\W*(the|an?) [^.;]{3,60}? is (the|an?) ", re.IGNORECASE)
_LEANS = re.compile(
    r"^\W*(this|these|that|those|it|its|they|their|such|he|she|here|hence|thus|therefore|so|then|but|and|also|however|moreover|"
    r"furthermore|similarly|likewise|again|i|we|my|your|if you|because|in this case|for example|for instance|in other words|"
    r"in particular|fortunately|unfortunately|luckily|note that|recall|now|next|finally|first|second|let|see|you)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(on the (left|right)|the figure|as shown|shown (here|above)|above"
    r"|(previous|next|this|following|later) (sections?|chapters?)|later,? we|we have (already )?seen|oftentimes"
    r"|we (will|shall) (later )?(see|learn|return|discuss|study))\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"^\W*(that is|in other words|put differently|equivalently|this means|it follows)\b", re.IGNORECASE)
_NOT_PROSE = re.compile(
    r"^\s*(#|\||```|~~~|<!--|\$\$|import |def |[-*+]\s*$|\*\*?(exercise|answer)|\d+[.)]\s*$)|\b(figure|table|exercise) \d",
    re.IGNORECASE,
)
# A footnote or a part of an exercise ("[27] (a) ..."), and a sentence of a page that goes on in the footnote below it.
_FOOTNOTE = re.compile(r"^\s*(?:\[\d+\]|\([a-h]\))\s|\[\d+\]\s+(?:\[\d+\]|\([a-h]\)\s)")
_SHORT_WORDS = frozenset("""a i an as at be by do go he if in is it me my no of on or so to up us we""".split())
# A worked example speaks of its own numbers.
_OF_AN_EXAMPLE = re.compile(r"\b(?:worked )?examples?\b|\bexercises?\b", re.IGNORECASE)
_FIGURES = re.compile(r"\$[^$]*\d[^$]*\$|\b\d+\b")
_USES_NUMBERS = frozenset({Intent.EXAMPLE, Intent.COMPUTE, Intent.HOW, Intent.FORMULA})
# Sections that use an idea rather than say what it is.
_ASIDE = re.compile(r"\b(exercises?|answers?|solutions?|problems|mistakes|further reading|references|summary)\b", re.IGNORECASE)
# What a sentence says that answers this kind of question.
_CUES = {
    Intent.WHY: r"\b(because|since|so that|therefore|that is why|this is why|the reason|otherwise|in order to"
    r"|(lets|allows) (us|you)|makes it possible|useful|needed|matters|cares?|used (to|for|in))\b",
    Intent.HOW: r"\b(to (compute|find|obtain|solve|get|calculate|multiply|bring)|compute|first|step|method|algorithm|procedure"
    r"|by \w+ing|take the|subtract|multiply|divide|eliminate|solve)\b",
    Intent.WHEN: r"\b(when|whenever|if|only if|unless|exactly when|provided|as long as|precisely when|in case)\b",
    Intent.PROVE: r"\b(proof|prove|follows|therefore|hence|since|suppose|we have|implies|thus|consequently)\b",
    Intent.EXAMPLE: r"\b(example|for instance|consider|take|suppose|let)\b",
}
_CUE = {intent: re.compile(words, re.IGNORECASE) for intent, words in _CUES.items()}
_WANTED = {
    Intent.PICTURE: {Layer.PICTURE: 0.2},
    Intent.SIMPLER: {Layer.SIMPLE: 0.1, Layer.PICTURE: 0.15, Layer.FORMAL: -0.2},
    Intent.EXAMPLE: {Layer.NUMBERS: 0.15},
    Intent.PROVE: {Layer.FORMAL: 0.05},
}
_TELLS_WHY = re.compile(r"\bcares?\b|\bwhy\b|\bmotivation\b|\bapplications?\b", re.IGNORECASE)
_ASKS = re.compile(r"\?\s*$")  # a heading that asks why something is so tells why that is, and not why an idea matters
_OPENING = 4
# What praises or promises, and says nothing.
_EMPTY = re.compile(
    r"\bone of the most\b|\buseful in\b|\bthe reason for (this|that)\b|\bin (this|that) way\b|\bthe same\W*$"
    r"|\ban? (example|exercise)\b",
    re.IGNORECASE,
)
_MOST_WORDS_IN_ONE = 62
_LONGEST_PARAGRAPH = 110
_BELOW = re.compile(r"\b(?:below|(?:the )?following|as follows|this (?:equation|formula|rule))\b|:\W*$", re.IGNORECASE)
_MINE = re.compile(r"\W*(?:I|my|we|our)\b")
_ENDED = re.compile(r"[.!][\"'”’)\]*_]*\s*$")  # a statement, at its end: no question, and nothing that goes on in a display
_DISPLAY = re.compile(r"\s*\$\$.+?\$\$", re.DOTALL)
_LONGEST_LEAD = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence of a passage, with the sentences that belong to it (`text` is all of them), and from which side it looks.

    `rank` counts the sections from the best one found, `place` the sentences of its passage.
    """

    text: str
    found: Found
    rank: int
    place: int
    layer: Layer
    leads: bool  # the first sentence of a paragraph that a label names


def candidates(found: Sequence[Found]) -> list[Candidate]:
    """Every sentence that can be quoted, of every passage, in order."""
    # A passage counts as high as the best of its section: its neighbours were found with it.
    sections = list(dict.fromkeys((one.passage.source, one.passage.section) for one in found))
    ranks = {section: rank for rank, section in enumerate(sections)}
    return [c for one in found for c in _of_passage(one, ranks[(one.passage.source, one.passage.section)])]


def _of_passage(found: Found, rank: int) -> list[Candidate]:
    text = found.passage.text
    spans = sentences(text)
    title = titled(found.passage.section)
    out: list[Candidate] = []
    label, opened = None, True
    for n, (start, end) in enumerate(spans):
        if n == 0 or "\n\n" in text[spans[n - 1][1] : start]:
            label = labelled(text[start : start + 120])
            opened = label is None
        leads = not opened and labelled(text[start:end] + " ") is None
        last = _last(text, spans, n, leads)
        # The first sentence after a label may be short ("Picture three wheels."): those that follow are quoted with it.
        if quotable(text[start : last if leads else end]):
            out.append(Candidate(text[start:last], found, rank, n, label or title or worded(text[start:end]), leads))
        opened = opened or leads
    return out


def _last(text: str, spans: Sequence[tuple[int, int]], n: int, leads: bool) -> int:
    """Where the quote that begins with sentence n ends: with the sentence, or with those that go on in the same breath."""
    start, end = spans[n]
    for m in range(n + 1, min(n + _LONGEST_LEAD, len(spans))):
        following = text[spans[m][0] : spans[m][1]]
        same_paragraph = "\n" not in text[end : spans[m][0]]
        short = len(text[start : spans[m][1]].split()) <= _MOST_WORDS_IN_ONE
        if not (same_paragraph and short and (leads or _GOES_ON.search(following)) and "$$" not in following):
            break
        end = spans[m][1]
    return end


def in_full(candidate: Candidate, breath: int) -> str:
    """A quote with what belongs to it: the sentence it leans on, those that follow it in its paragraph up to `breath` words in
    all, and the display that it points to ("the equation below")."""
    text = candidate.found.passage.text
    start = text.find(candidate.text)
    end = start + len(candidate.text)
    spans = sentences(text)
    first = next((n for n, (a, _) in enumerate(spans) if a >= start), 0)
    if _LEANS.search(candidate.text) and first and not candidate.leads and "\n\n" not in text[spans[first - 1][0] : start]:
        start = spans[first - 1][0]
    if candidate.layer is Layer.PICTURE or tells_why(candidate):
        start = _opening(text, spans, first, end, breath)
    points = _BELOW.search(candidate.text)
    for a, b in spans:
        if a < end:
            continue
        if "\n" in text[end:a] or "$$" in text[a:b] or not _ENDED.search(text[a:b]) or _MINE.match(text[a:b]):
            break
        if len(text[start:b].split()) > (_LONGEST_PARAGRAPH if points else breath):
            break
        end = b
    if (points or _BELOW.search(text[start:end])) and (display := _DISPLAY.match(text, end)):
        end = display.end()
    return text[start:end]


def _opening(text: str, spans: Sequence[tuple[int, int]], n: int, end: int, breath: int) -> int:
    """Where the paragraph of sentence n begins, or as far back as `breath` words reach: a picture is drawn from its beginning."""
    while n and "\n" not in text[spans[n - 1][1] : spans[n][0]]:
        leans = _LEANS.search(text[spans[n][0] : spans[n][1]])
        most = _LONGEST_PARAGRAPH if leans else breath
        if len(text[spans[n - 1][0] : end].split()) > most or labelled(text[slice(*spans[n - 1])] + " ") is not None:
            break
        n -= 1
    return spans[n][0]


def quotable(sentence: str) -> bool:
    """Whether a sentence can stand alone: of a length to read aloud, of words, and with its formulas whole.

    >>> quotable("The rank of a matrix is the number of its independent columns.")
    True
    >>> quotable("## Rank"), quotable("See below."), quotable("x = \ufffd 3 of the five columns that we have")
    (False, False, False)
    >>> quotable("[2] (a) The random process is a die roll, and at most one of these outcomes can come up.")
    False
    >>> quotable("The chain rule states that dy dx = dy du du dx . It is a rule of x y z u v")  # a formula of a PDF, in pieces
    False
    """
    prose = re.sub(r"\$[^$]*\$", " ", sentence)
    words = prose.split()
    crumbs = sum(len(word) <= 2 and word.lower() not in _SHORT_WORDS for word in words)
    return (
        6 <= len(sentence.split()) <= 60
        and sum(map(str.isalpha, prose)) > 0.5 * len(prose)
        and crumbs <= max(2, 0.25 * len(words))
        and not _NOT_PROSE.search(sentence)
        and not _FOOTNOTE.search(sentence)
        and "~~" not in sentence  # struck out by whoever wrote it
        and UNREAD not in sentence
    )


def merit(candidate: Candidate, asked: set[str], intent: Intent, beyond: frozenset[str] = frozenset()) -> float:
    """What speaks for a sentence besides its nearness to the question, on the scale of a cosine; `beyond` are stems of what is
    asked of an idea beyond its name."""
    text = candidate.text
    words = content_words(text)
    stems = {w[:5] for w in words}
    shared = sum(w[:5] in stems for w in asked) / max(1, len(asked))
    worth = 0.15 * shared - 0.02 * candidate.rank - 0.005 * candidate.place
    worth += 0.2 * len(beyond & stems) / max(1, len(beyond))
    if subject := _SAYS_WHAT.match(text):
        # A sentence that says what something is answers best when that something was asked for.
        worth += 0.08 if asked & set(content_words(subject.group())) else -0.06
    if _ALSO.search(text):
        worth -= 0.08  # another name for a thing, not what it is
    if _DEFINES.search(text) and intent not in (Intent.WHY, Intent.HOW):
        worth += 0.10
        if asked & set(content_words(" ".join(text.split()[:6]))):
            worth += 0.06  # it opens with what was asked: a definition of that, not a remark about it
    if _ASIDE.search(" ".join(candidate.found.passage.section[-2:])) and not (intent is Intent.WHY and "cares" in text):
        worth -= 0.2
    title = " ".join(candidate.found.passage.section[-1:])
    named = {w[:5] for w in content_words(title)}
    if shared_title := beyond & named:
        worth += 0.1 * min(3, len(shared_title))  # its heading speaks of just that: "a test for a rare illness"
    elif (
        intent not in _USES_NUMBERS
        and not (intent is Intent.WHY and tells_why(candidate))
        and _OF_AN_EXAMPLE.search(title)
        and _FIGURES.search(text)
    ):
        worth -= 0.2
    return worth + _suits(candidate, intent) - _faults(text, candidate.leads)


def tells_why(candidate: Candidate) -> bool:
    """Whether it stands in a section that tells why an idea matters."""
    return any(_TELLS_WHY.search(title) and not _ASKS.search(title) for title in candidate.found.passage.section[-2:])


def speaks_to(candidate: Candidate, intent: Intent, asked: set[str]) -> bool:
    """Whether a sentence says something of this kind by its own words, and does not only mention what was asked: it defines, it
    tells why, how or when, or it opens with the thing (`asked`, the words of its name)."""
    says = _CUE.get(intent) or _DEFINES
    opens = set(content_words(" ".join(candidate.text.split()[:_OPENING])))
    speaks = says.search(candidate.text) or asked & opens
    return bool(speaks) and not _faults(candidate.text, candidate.leads) and not _EMPTY.search(candidate.text)


def _suits(candidate: Candidate, intent: Intent) -> float:
    """What a sentence gains by being of the kind that was asked for."""
    gain = _WANTED.get(intent, {}).get(candidate.layer, 0.0)
    if intent in _CUE and _CUE[intent].search(candidate.text):
        gain += 0.1
    if intent is Intent.WHY and tells_why(candidate):
        gain += 0.3
    if intent is Intent.SIMPLER:
        gain -= 0.04 * (candidate.text.count("$") // 2)
    return gain


def _faults(text: str, leads: bool) -> float:
    faults = 0.0
    if _LEANS.search(text) and not leads:
        faults += 0.30
    if not 8 <= len(text.split()) <= 40 and not leads:
        faults += 0.08
    if not re.search(r"[.!:]\W*$", text) or text[:1].islower():
        faults += 0.15
    if text.rstrip().endswith("?"):
        faults += 0.2
    if _POINTS.search(text):
        faults += 0.15
    if "\n" in text.strip() and text.count("\n") > 2:
        faults += 0.1
    return faults
