"""What a question asks of an idea beyond its name."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from importlib import resources

from tutor.concepts.link import Link
from tutor.library.find import content_words

STEM = 5
_SENTENCE = re.compile(r"[^.?!]+(?:[.?!](?=\d)[^.?!]*)*[.?!]*")
_FEWEST_WORDS = 4


@functools.cache
def asking() -> frozenset[str]:
    """The words of `intents.toml` that only ask, and say nothing of what is asked."""
    table = tomllib.loads(resources.files("tutor.voices").joinpath("intents.toml").read_text(encoding="utf-8"))
    return frozenset(word for words in table["asking"].values() for word in words.split())


def beyond(question: str, concepts: Sequence[Link]) -> frozenset[str]:
    """Stems of what is asked of an idea, beside its names: "zero" in "what does a determinant of zero mean?"; none where no idea
    is named."""
    names = (name for link in concepts for name in (link.concept.name, *link.concept.aliases))
    named = {word[:STEM] for name in names for word in content_words(name)}
    stems = {word[:STEM] for word in content_words(question) if not word.isdigit() and word not in asking()}
    return frozenset(stems - named) if named & stems else frozenset()


_POINTS = re.compile(r"(?<!possible )(?<!true )(?<!mean )\b(?:it|this|that|these|those|them|they|its|their)\b", re.IGNORECASE)
_CALLED = re.compile(r"^the (?:name|alias) (['\"])(.+?)\1")


def in_full(question: str, links: Sequence[Link]) -> str:
    """A message that points back, with the idea it points to in its place; "" where it points nowhere.

    >>> from tutor.concepts.graph import Concept
    >>> det = Concept("det", "Determinant", "algebra", "An area.")
    >>> in_full("can it be negative?", [Link(det, 1.0, "the name 'Determinant'")])
    'can the determinant be negative?'
    >>> in_full("what is its sign?", [Link(det, 1.0, "the name 'Determinant'")])
    "what is the determinant's sign?"
    """
    if not links or not _POINTS.search(question):
        return ""
    name = called(links[0])
    return _POINTS.sub(lambda found: name + ("'s" if found.group().lower() in ("its", "their") else ""), question, count=1)


def called(link: Link) -> str:
    """An idea by the name the learner gave it, as it stands in a sentence."""
    said = _CALLED.match(link.why)
    name = said[2] if said else link.concept.name
    if not name.isascii() or any(name == term for _, term in link.concept.abroad):
        name = link.concept.name
    name = name.partition("(")[0].partition(" and ")[0].strip()
    return name if name[1:] != name[1:].lower() or "'" in name or "’" in name else f"the {name.lower()}"


def left_over(message: str, links: Sequence[Link]) -> frozenset[str]:
    """Stems of what a message says besides the names of the ideas it is about and the words that only ask."""
    names = (name for link in links for name in (link.concept.name, *link.concept.aliases, *(t for _, t in link.concept.abroad)))
    named = {word[:STEM] for name in names for word in content_words(name)}
    return frozenset(w[:STEM] for w in content_words(message) if not w.isdigit() and w not in asking()) - named


def sentences_of(message: str) -> list[str]:
    """The sentences of a message that say something; the whole message where none does.

    >>> sentences_of("Ok. I see the area now. Why is it 0.5 then?")
    ['I see the area now.', 'Why is it 0.5 then?']
    """
    return [one.strip() for one in _SENTENCE.findall(message) if len(one.split()) >= _FEWEST_WORDS] or [message]


def asked_in(message: str) -> str:
    """The sentence that asks, of a message that tells a story around it; the whole message where it has but one.

    >>> asked_in("I learned determinants in 1974. What does the determinant measure?"), asked_in("and if it is zero? or huge?")
    ('What does the determinant measure?', 'and if it is zero? or huge?')
    """
    sentences = sentences_of(message)
    questions = [one for one in sentences if one.endswith("?")]
    return questions[-1] if questions and len(questions) < len(sentences) else message
