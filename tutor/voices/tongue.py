"""A question in another language, read word by word as rough English: the sentence model and the books know no other.

Laws of this file:
- pure: the same words are read the same way; the glossaries stand in `tongues/`;
- no grammar and no guessing: the longest phrase of the glossary first, then words, then two words grown together; what stands in
  no glossary, and every formula, is left as it was typed. Whoever uses it shows the English, so that a misreading can be seen.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

from tutor.maths.spans import formula_spans

__all__ = ["TONGUES", "in_english", "tongue_of"]

TONGUES = ("de", "es", "fr")
_TOKEN = re.compile(r"[^\W\d_]+['’]?|\d[\d.,]*\d|\s+|.", re.DOTALL)  # an apostrophe ends a word: l'écart
_SMALL_ENGLISH = frozenset(
    "the of is are and to it that what how why does do this with for which by from can if when my i you an not be there".split()
)
_FEWEST = 2  # telltale words that decide; one is enough for a message of a few words, or with no small English word
_FEW_WORDS, _TELLING = 4, 3  # words; letters of the longest telltale word
_LONGEST_PHRASE = 8
_SHORTEST_PART = 4  # letters of either half of a word grown together
_LINKS = ("", "s", "n", "en", "es", "er")  # what German puts between them
_SPREAD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_BEFORE_SIGN = re.compile(r"\s+([?!.,;:)])")


@dataclass(frozen=True, slots=True)
class _Glossary:
    """The words of one language; keys are folded forms, phrases as tuples of them."""

    phrases: Mapping[tuple[str, ...], str]
    words: Mapping[str, str]


def in_english(text: str) -> str:
    """A message read word by word as English; "" where it is English already, or in a language without a glossary.

    >>> in_english("What is the rank of a matrix?")
    ''
    """
    tongue = tongue_of(text)
    if not tongue:
        return ""
    known, out, at = _glossary(tongue), [], 0
    for span in formula_spans(text):
        out += [_read(text[at : span.start], known), text[span.start : span.end]]
        at = span.end
    out.append(_read(text[at:], known))
    return _BEFORE_SIGN.sub(r"\1", re.sub(r"\s+", " ", " ".join(out))).strip()


def tongue_of(text: str) -> str:
    """The language of a message by the words that tell it, of those with a glossary; "" for English and where nothing decides."""
    words, at = [], 0
    for start, end in [*((span.start, span.end) for span in formula_spans(text)), (len(text), len(text))]:
        words += [_fold(token) for token, _ in _tokens(text[at:start]) if token[0].isalpha()]
        at = end
    told = {tongue: [word for word in words if word in telltale] for tongue, telltale in _telltales().items()}
    counts = {tongue: len(its) for tongue, its in told.items()}
    best = max(counts, key=counts.__getitem__)
    english = sum(word in _SMALL_ENGLISH for word in words)
    enough = 1 if len(words) <= _FEW_WORDS or not english else _FEWEST
    sure = counts[best] >= enough and counts[best] > english and list(counts.values()).count(counts[best]) == 1
    return best if sure and max(map(len, told[best])) >= _TELLING else ""


def _read(text: str, known: _Glossary) -> str:
    """A piece without formulas, in the words of the glossary; what stood close together stays so."""
    tokens = _tokens(text)
    folded = [_fold(token) for token, _ in tokens]
    out, at = "", 0
    while at < len(tokens):
        length, english = _phrase_at(folded, at, known)
        if not length:
            length, english = 1, _word(folded[at], known, tokens[at][0])
        read = length > 1 or english != tokens[at][0]
        grown = read and out[-1:].isalnum() and english[:1].isalnum()  # "divise-t-on" is three words in English
        out += f" {english}" if english and at and (tokens[at][1] or folded[at - 1].endswith("'") or grown) else english
        at += length
    return out


def _tokens(text: str) -> list[tuple[str, bool]]:
    """The words and signs of a text, each with whether a space stands before it; commas only part what belongs together."""
    found, spaced = [], False
    for token in _TOKEN.findall(re.sub(r"[¿¡]|(?<!\d),(?=\s)|,(?=\s+\D)", "", text)):
        if token.isspace():
            spaced = True
            continue
        found.append((token, spaced))
        spaced = False
    return found


def _phrase_at(folded: list[str], at: int, known: _Glossary) -> tuple[int, str]:
    """How many words the longest phrase has that begins here, and its English; (0, "") for none."""
    for end in range(min(len(folded), at + _LONGEST_PHRASE), at + 1, -1):
        if (english := known.phrases.get(tuple(folded[at:end]))) is not None:
            return end - at, english
    return 0, ""


def _word(folded: str, known: _Glossary, typed: str) -> str:
    if (english := known.words.get(folded)) is not None:
        return english
    return _grown_together(folded, known) or typed


def _grown_together(folded: str, known: _Glossary) -> str:
    """Two known words written as one ("Kovarianzmatrix"); "" where it is not."""
    for cut in range(len(folded) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        head, tail = folded[:cut], known.words.get(folded[cut:])
        if not tail:
            continue
        for link in _LINKS:
            bare = head.removesuffix(link) if link else head
            if len(bare) >= _SHORTEST_PART and (first := known.words.get(bare)):
                return f"{first} {tail}"
    return ""


def _fold(word: str) -> str:
    """Small letters without marks.

    >>> _fold("Größe"), _fold("Cómo"), _fold("l’écart")
    ('grosse', 'como', "l'ecart")
    """
    plain = unicodedata.normalize("NFKD", word.lower().replace("ß", "ss").replace("’", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _forms(written: str) -> Iterable[str]:
    """A form of the glossary as people type it: with its marks folded, and as German spells them out."""
    return {_fold(written), _fold(written.lower().translate(_SPREAD))}


@functools.cache
def _telltales() -> dict[str, frozenset[str]]:
    """The words that tell each language."""
    told = tomllib.loads(resources.files("tutor.voices").joinpath("tongues", "telltale.toml").read_text(encoding="utf-8"))
    return {tongue: frozenset(form for word in told[tongue] for form in _forms(word)) for tongue in TONGUES}


@functools.cache
def _glossary(tongue: str) -> _Glossary:
    told = tomllib.loads(resources.files("tutor.voices").joinpath("tongues", f"{tongue}.toml").read_text(encoding="utf-8"))
    phrases: dict[tuple[str, ...], str] = {}
    words: dict[str, str] = {}
    for written, english in told["phrases"].items():
        for form in _forms(written):
            phrases[tuple(token for token, _ in _tokens(form))] = english
    for english, forms in told["words"].items():
        for written in filter(None, (one.strip() for one in forms.split(","))):
            for form in _forms(written):
                tokens = tuple(token for token, _ in _tokens(form))
                if len(tokens) > 1:
                    phrases.setdefault(tokens, english)
                else:
                    words.setdefault(form, english)
    return _Glossary(phrases, words)
