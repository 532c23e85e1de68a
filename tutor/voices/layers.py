"""From which side a sentence looks at its idea: how it is pictured, said simply, said formally, where it goes wrong.

Told by what stands around it (a label such as **Picture.**, the section's title) and, failing that, by the sentence's own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.voices.voice import Layer

_LABELS: tuple[tuple[Layer, str], ...] = (
    (Layer.PICTURE, r"picture|intuition|geometric(al)? (view|meaning|interpretation)|visuali[sz]ation|think of it"),
    (Layer.FORMAL, r"formal(ly)?|definition|theorem|proposition|lemma|corollary"),
    (Layer.SIMPLE, r"simple|simply|in one line|in short|in words|in plain (words|english)|informally|the idea|key idea"),
    (Layer.NUMBERS, r"(worked )?example|with numbers|in numbers"),
    (Layer.MISTAKE, r"(common )?mistakes?|pitfalls?|warning|caution|careful|beware|misconceptions?|things i mix up"),
)
LABEL = re.compile(r"^\W{0,4}(?P<label>[A-Z][\w ]{2,30})(?:\s+[\d.]+)?(?:\s*\([^)]{0,60}\))?\s*[.:]\W{0,3}(?=\s|$)")
_COMPILED = tuple((layer, re.compile(rf"^(?:{words})", re.IGNORECASE)) for layer, words in _LABELS)
_IN_TITLE = tuple((layer, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for layer, words in _LABELS)
_PICTURE_WORDS = re.compile(
    r"\b(picture|imagine|think of|visuali[sz]e|geometrically|intuitively|looks? like|as if|arrows?|sheet|rubber|shadow|stretch\w*"
    r"|squash\w*|flatten\w*|rotat\w*|tilt\w*|hill|valley|downhill|slope of the|area (of|under)|figuratively|metaphor)\b",
    re.IGNORECASE,
)
_MISTAKE_WORDS = re.compile(
    r"\b(mistake|do not confuse|don't confuse|not to be confused|beware|be careful|careful not|wrongly|pitfall|misconception"
    r"|contrary to|it is tempting|a common error)\b",
    re.IGNORECASE,
)
_EXAMPLE_WORDS = re.compile(
    r"\b(for example|for instance|as an example|consider the|suppose that|let us compute|take the)\b", re.IGNORECASE
)
_FORMAL_WORDS = re.compile(
    r"\b(we (define|call|say)|is (called|defined|said to be)|if and only if|denoted?( by)?|let \$)\b|\bsatisf(y|ies)\b"
)


def labelled(paragraph: str) -> Layer | None:
    """The layer a paragraph's own label names, if it has one.

    >>> labelled("**Picture.** Draw a grid."), labelled("Definition 2.3 (Rank). The rank is ..."), labelled("The rank counts.")
    (<Layer.PICTURE: 'picture'>, <Layer.FORMAL: 'formal'>, None)
    """
    found = LABEL.match(paragraph)
    if found is None:
        return None
    return next((layer for layer, words in _COMPILED if words.match(found["label"])), None)


def titled(section: Sequence[str]) -> Layer | None:
    """The layer the title of the innermost section names, if it names one.

    >>> titled(("Rank", "Common mistakes")), titled(("Chapter 2", "Rank"))
    (<Layer.MISTAKE: 'mistake'>, None)
    """
    title = section[-1] if section else ""
    return next((layer for layer, words in _IN_TITLE if words.search(title)), None)


def worded(sentence: str) -> Layer:
    """The layer a sentence's own words speak for.

    >>> worded("Imagine a rubber sheet.").value, worded("The set is called open if it holds a ball.").value
    ('picture', 'formal')
    """
    if _MISTAKE_WORDS.search(sentence):
        return Layer.MISTAKE
    if _PICTURE_WORDS.search(sentence):
        return Layer.PICTURE
    formulas = sentence.count("$") // 2
    if formulas > 1 or (formulas and _FORMAL_WORDS.search(sentence)) or _FORMAL_WORDS.search(sentence):
        return Layer.FORMAL
    if _EXAMPLE_WORDS.search(sentence):
        return Layer.NUMBERS
    return Layer.SIMPLE
