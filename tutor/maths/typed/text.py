r"""A text as a learner types it, its equations set between dollars: those that were typed in plain signs among the words, too."""

from __future__ import annotations

import re

from tutor.maths.spans import formula_spans
from tutor.maths.typed.formula import as_typed
from tutor.maths.typed.signs import is_word, known_word

__all__ = ["with_dollars"]

_RELATION = re.compile(r"<=|>=|!=|[=<>≤≥≠]|\\(?:leq?|geq?|neq?|approx)(?![A-Za-z])")
_SENTENCE = re.compile(r"(?:[^.;!?\n]|[.;!?](?=[^\s]))+")
_PIECE = re.compile(r"\S+")
_LETTERS = re.compile(r"(?<![A-Za-z\\])[A-Za-z]+")
_PROSE = frozenset(
    "is are was of to me my we it its an at by so if no do be us the for you how why who not what that this then when thus hence"
    " since all any let has have can but also always true false holds think says claim because therefore and or with".split()
)
_MOST_CHARACTERS, _MOST_TRIMMED = 8_000, 3


def with_dollars(text: str) -> str:
    r"""The text with every formula as LaTeX between dollars.

    >>> with_dollars("I think (a+b)^2 = a^2+b^2, right?")
    'I think $(a+b)^2 = a^2+b^2$, right?'
    >>> with_dollars(r"Since $e^-x > 0$ it holds.")
    'Since $e^{-x} > 0$ it holds.'
    """
    text = text[:_MOST_CHARACTERS]
    out, at = "", 0
    for span in formula_spans(text):
        out += _plain(text[at : span.start])
        mark = "$$" if span.display else "$"
        out += f"{mark}{as_typed(span.latex).latex}{mark}"
        at = span.end
    return out + _plain(text[at:])


def _plain(text: str) -> str:
    """A stretch without dollars: the equations of each of its sentences get them."""
    return _SENTENCE.sub(lambda found: _marked(found.group()), text)


def _marked(sentence: str) -> str:
    """A sentence with its equations between dollars: each the longest row of pieces around a relation that is no prose."""
    pieces = list(_PIECE.finditer(sentence))
    out, at, place = "", 0, 0
    while place < len(pieces):
        if not _RELATION.search(pieces[place].group()):
            place += 1
            continue
        first, last = place, place
        while first > 0 and pieces[first - 1].start() >= at and not _ends(pieces[first - 1]) and not _is_prose(pieces[first - 1]):
            first -= 1
        while last < len(pieces) - 1 and not _ends(pieces[last]) and not _is_prose(pieces[last + 1]):
            last += 1
        for begin in (pieces[n].start() for n in range(first, min(place, first + _MOST_TRIMMED) + 1)):
            written = sentence[begin : pieces[last].end()].rstrip(",:")
            typed = as_typed(written)
            if typed.understood and _RELATION.search(typed.latex):
                out, at = f"{out}{sentence[at:begin]}${typed.latex}$", begin + len(written)
                break
        place = last + 1
    return out + sentence[at:]


def _ends(piece: re.Match[str]) -> bool:
    """Whether a piece between blanks ends a part of a sentence."""
    return piece.group().endswith((",", ":"))


def _is_prose(piece: re.Match[str]) -> bool:
    """Whether a piece between blanks is a word of a sentence."""
    if re.fullmatch(r"[a-z]{3,}", piece.group()) and not known_word(piece.group()):
        return True
    runs = _LETTERS.findall(piece.group())
    return any(run.lower() in _PROSE or run == "I" or (is_word(run) and not known_word(run)) for run in runs)
