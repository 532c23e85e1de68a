"""The stages that the ways of answering share: can it be computed, what stands before it, an example, a question to try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.concepts.link import Link
from tutor.verbs.headed import Headed
from tutor.voices.explanation import Claim

if TYPE_CHECKING:
    from tutor.voices.hear import Heard

_NAMED = 0.5
_EXAMPLES = 3


class Stages(Headed):
    """What is done on the way to an answer, each thing in one place."""

    def _what_if(self, question: str, heard: Heard) -> tuple[Claim, ...]:
        """What the formula of the turn before says about a letter that is asked of."""
        from tutor.voices.worked import what_if_claims

        if not heard.leans:
            return ()
        return tuple(claim for latex in heard.formulas for claim in what_if_claims(self.explain(latex), question))

    def _prerequisites(self, links: tuple[Link, ...]) -> tuple:
        return self.graph.before(links[0].concept.id) if links else ()

    def _example(self, heard: Heard) -> tuple[Claim, ...]:
        """A worked example on small numbers, other ones each time it is asked for."""
        from tutor.voices.worked import example_claim

        concept = _meant(heard.links)
        states = range(2 * _EXAMPLES * heard.nth, 2 * _EXAMPLES * (heard.nth + 1), 2)
        made = [one for state in states if (one := self.practice(concept, state))] if concept else []
        # Of a few, the lightest: an example is to be followed in the head.
        lightest = min(made, key=lambda one: len(one.prompt) + sum(map(len, one.solution)), default=None)
        return (example_claim(lightest),) if lightest else ()

    def _check_on(self, heard: Heard) -> str:
        """The id of a question on exactly this idea, never the example's own; "" where there is none."""
        concept = _meant(heard.links)
        question = self.practice(concept, 2 * heard.nth + 1) if concept else None
        return question.id if question else ""


def _meant(links: tuple[Link, ...]) -> str:
    """The idea a message is about, where it is sure enough to put a question on it."""
    return next((one.concept.id for one in links if one.score >= _NAMED), "")
