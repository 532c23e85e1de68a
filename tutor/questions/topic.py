"""What a topic in the learner's words means: the ideas it names, and those around them that may follow when it is used up.

Law of this file: a topic means what it names. Words that only occur near an idea make it a suggestion and never the topic.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tutor.concepts.graph import Concept, Graph
from tutor.concepts.link import Link
from tutor.concepts.words import words
from tutor.errors import NoSuchTopic

_SURE = 0.6  # share of the best score from which on another idea that is named is meant too
_MOST_NEAR = 4
# "Bayes" means Bayes' theorem: these words say what sort of thing an idea is, and not which.
_SORT = frozenset("a an the s of and rule rules theorem law laws formula method algorithm".split())
_AREAS = {
    "optimization": "optimisation",
    "machine_learning": "ml",
    "deep_learning": "ml",
    "information_theory": "information",
    "matrix_decompositions": "decompositions",
    "probability_theory": "probability",
    "basics": "foundations",
}


@dataclass(frozen=True, slots=True)
class Topic:
    """`concepts` are what is meant, `around` what may be asked when questions on these are used up."""

    title: str
    concepts: tuple[str, ...]
    around: tuple[str, ...] = ()


def topic_of(text: str, link: Callable[[str], Sequence[Link]], graph: Graph) -> Topic:
    """The topic these words name: an area, or one idea or several. Raises NoSuchTopic with what comes near."""
    title = " ".join(text.split())
    area = _area(title, graph)
    if area:
        return Topic(title, tuple(c.id for c in graph.concepts.values() if c.area == area))
    named = named_in(title, link, graph)
    if named:
        return Topic(title, named, _around(named, graph))
    near = near_topics(title, link)
    told = f"near it: {', '.join(near)}" if near else "try a name, such as rank, chain rule or Bayes"
    raise NoSuchTopic(f"I know no topic “{title[:60]}” — {told}.")


def named_in(text: str, link: Callable[[str], Sequence[Link]], graph: Graph) -> tuple[str, ...]:
    """The ideas that these words name, () where they name none."""
    title = " ".join(text.split())
    return _called(title, graph) or _outright(link(title)) or _sort_left_out(title, link(title))


def topic_spoken_of(sentence: str, link: Callable[[str], Sequence[Link]], graph: Graph) -> Topic:
    """The topic of a whole sentence: what it names, or else what it describes best. Raises NoSuchTopic."""
    try:
        return topic_of(sentence, link, graph)
    except NoSuchTopic:
        described = link(sentence)[:1]
        if not described:
            raise
        named = (described[0].concept.id,)
        return Topic(described[0].concept.name, named, _around(named, graph))


def near_topics(text: str, link: Callable[[str], Sequence[Link]]) -> tuple[str, ...]:
    """The names of ideas whose descriptions share words with these, the likeliest first."""
    return tuple(one.concept.name for one in link(text))[:_MOST_NEAR]


def _area(title: str, graph: Graph) -> str:
    wanted = title.lower().replace(" ", "_").replace("-", "_")
    wanted = _AREAS.get(wanted, wanted)
    return wanted if wanted in {concept.area for concept in graph.concepts.values()} else ""


def _called(title: str, graph: Graph) -> tuple[str, ...]:
    """The idea whose id or name this is, or else those which have it among their other names, letter for letter."""
    wanted = title.casefold()
    by_name = tuple(c.id for c in graph.concepts.values() if wanted in (c.id, c.name.casefold()))
    return by_name or tuple(c.id for c in graph.concepts.values() if wanted in (alias.casefold() for alias in c.aliases))


def _outright(links: Sequence[Link]) -> tuple[str, ...]:
    """The ideas that are named in these words."""
    named = [one for one in links if one.outright]
    best = max((one.score for one in named), default=0.0)
    return tuple(one.concept.id for one in named if one.score >= _SURE * best)


def _sort_left_out(title: str, links: Sequence[Link]) -> tuple[str, ...]:
    """The likeliest idea one of whose names is these words and nothing else but the sort of thing it is."""
    wanted = set(words(title)) - _SORT
    return tuple(one.concept.id for one in links if wanted and any(_bare(name) == wanted for name in _names(one.concept)))[:1]


def _names(concept: Concept) -> tuple[str, ...]:
    return (concept.name, *concept.aliases)


def _bare(name: str) -> set[str]:
    return set(words(name)) - _SORT


def _around(named: Sequence[str], graph: Graph) -> tuple[str, ...]:
    """What stands directly before these ideas, then what directly rests on them, that of the same area first."""
    before = [c.id for id in named for c in graph.before(id)]
    after = [c.id for c in graph.concepts.values() if set(named) & set(c.prerequisites)]
    home = {graph.concepts[id].area for id in named}
    near = sorted(dict.fromkeys((*before, *after)), key=lambda id: graph.concepts[id].area not in home)
    return tuple(id for id in near if id not in named)
