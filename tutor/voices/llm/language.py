"""In which language a text is written, told by its small words; used only to notice an answer in the wrong one.

The rule: an answer is in the wrong language when it is written in another script than was asked for, or when it has at least
twelve words, not one small word of the language asked for, and at least three of one other language we know.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from tutor.maths.spans import formula_spans

_SMALL = {
    "en": "the of is a an and to in that it what how why does are this with for which when be by from as do mean can",
    "de": "der die das ist und ein eine von zu den dem was wie warum nicht mit für im auf des sich wenn sind bedeutet einer man",
    "fr": "le la les est et un une de des du que qui dans pour pas quoi comment pourquoi sont avec sur ce cette signifie quand",
    "es": "el la los las es y un una de del que en por qué cómo para no con son se cuando significa esta este",
    "it": "il lo la gli le è e un una di del della che in per non come perché cosa con sono questo questa quando significa",
    "pt": "o os as é e um uma de do da que em por para não como são com se quando significa esta este",
    "nl": "de het een is en van te in dat wat hoe waarom niet met voor op zijn als deze dit wordt betekent",
}
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_FEWEST_WORDS = 12
_FEWEST_SMALL = 3
_SURE_SMALL = 2


def language_of(text: str) -> str:
    """The language of a text by its small words; empty where they do not decide.

    >>> language_of("What is the rank of a matrix?"), language_of("Was ist der Rang einer Matrix?"), language_of("rank?")
    ('en', 'de', '')
    """
    counts = _counts(text)
    (first, most), (_, second) = counts.most_common(2)
    return first if most >= _SURE_SMALL and most > second else ""


def in_wrong_language(text: str, asked: str) -> bool:
    """Whether an answer is surely not in the language asked for (a code such as "en"; empty: any will do).

    >>> in_wrong_language("Der Rang einer Matrix ist die Zahl der Spalten, die man nicht aus den anderen bauen kann.", "en")
    True
    """
    if asked not in _WORDS:
        return False
    words = _prose(text)
    if len(words) < _FEWEST_WORDS:
        return False
    if Counter(map(_script, "".join(words))).most_common(1)[0][0] != "LATIN":
        return True
    counts = _counts(text)
    others = max(count for language, count in counts.items() if language != asked)
    return counts[asked] == 0 and others >= _FEWEST_SMALL


def _counts(text: str) -> Counter[str]:
    words = _prose(text)
    return Counter({language: sum(word in small for word in words) for language, small in _WORDS.items()})


def _prose(text: str) -> list[str]:
    """The words of a text, in small letters, without its formulas."""
    out, at = [], 0
    for span in formula_spans(text):
        out.append(text[at : span.start])
        at = span.end
    # A scripts without spaces between its words counts every letter as one.
    return re.findall(r"[\u3040-\u9fff\uac00-\ud7af]|[^\W\d_]{1,40}", " ".join((*out, text[at:])).lower())


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]
