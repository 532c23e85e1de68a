"""Two ideas beside each other: what a section says of both, else each in its book's words and what speaks of both."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.concepts.link import Link
from tutor.verbs.headed import BACKED
from tutor.verbs.nearby import Nearby
from tutor.voices.explanation import Claim, Explanation
from tutor.voices.voice import Ask, Draft, Intent, Told, Turn

if TYPE_CHECKING:
    from tutor.library.find import Found
    from tutor.voices.hear import Heard

_PER_SIDE = 2
_RELATED = re.compile(r"\brelat|\bconnect|\blink", re.IGNORECASE)  # what is asked is what holds between the two


class Comparing(Nearby):
    """The way to answer "what is the difference?" and "is it the same?"."""

    def _compared(self, question: str, heard: Heard, after: tuple[Turn, ...]) -> Explanation:
        """Each side in its book's words, then what speaks of both; where a section answers just this, that first."""
        there, _ = self._told_in_talk(question, heard, after)
        if there is not None and not self.speaks:
            return self._compared_there(question, heard, after, there)
        if not self.speaks and (each := self._both_sides(question, heard)) is not None:
            return each
        claims: list[Claim] = []
        notices: list[str] = []
        links: list[Link] = []
        everything: list[Found] = list(there.found) if there is not None else []
        for side in heard.sides:
            mine = self.link(side)[:1]
            found, covered = self._looked_up(f"what is {side}", mine)
            links += [one for one in mine if one.concept.id not in [have.concept.id for have in links]]
            if covered and self.speaks:
                everything += found
            elif covered:
                worded, more = self._worded(Ask(f"what is {side}", tuple(found), mine, after, Intent.COMPARE))
                name = mine[0].concept.name if mine else side
                about = name if name not in [claim.about for claim in claims] else side[:1].upper() + side[1:]
                said = {claim.text for claim in claims}
                claims += [replace(claim, about=about) for claim in worded if claim.text not in said][:_PER_SIDE]
                notices += more
        claims = [*self._apart(heard.sides), *claims]
        if everything:  # a model compares by itself: one call, over the pages of both
            weighed, told = self._worded(Ask(question, tuple(everything), tuple(links), after, Intent.COMPARE, question))
            claims, notices = list(weighed), list(told)
        both, covered = self._looked_up(question, heard.links)
        if covered and not (claims and self.speaks):
            worded, more = self._worded(Ask(question, tuple(both), heard.links, after, Intent.COMPARE))
            said = {claim.text for claim in claims}
            of_both = [replace(claim, about="Both") for claim in worded if claim.text not in said][:_PER_SIDE]
            claims = [*of_both, *claims] if _RELATED.search(heard.message) else [*claims, *of_both]
        if not claims:
            return Explanation(question, False, (), (), tuple(links), (), self._nearest(both))
        before = self._prerequisites(tuple(links))
        formulas = self._formulas(claims)
        check = self._check_on(heard)
        return Explanation(question, True, tuple(claims), formulas, tuple(links), before, (), tuple(notices), check=check)

    def _compared_there(self, question: str, heard: Heard, after: tuple[Turn, ...], told: Told) -> Explanation:
        """What a section says of both, then each side in the sentence that says what it is."""
        from tutor.voices.questioned import Kind, kind_of

        found, _ = self._beside(heard, told)
        ask = Ask(heard.subject, tuple(found), heard.links, after, heard.intent, question, told, self._asked_sections.bundled())
        claims, notices = self._worded(ask)
        links = self._sides_of(heard)
        apart = kind_of(heard.message) is Kind.DIFFERENCE  # "is the kernel the same as zero?" asks no table of both
        sides = self._what_they_are(links, heard) if len(links) > 1 and apart else []
        answer = claims[0].text if claims else ""
        claims = (*claims[:1], *self._apart(heard.sides), *claims[1:], *(one for one in sides if one.text not in answer))
        about = links or heard.links
        formulas, check = self._formulas(claims), self._check_on(heard)
        return Explanation(question, True, claims, formulas, about, self._prerequisites(about), (), notices, check=check)

    def _sides_of(self, heard: Heard) -> tuple[Link, ...]:
        """The ideas that are compared, each once."""
        return tuple({one.concept.id: one for side in heard.sides for one in self.link(side)[:1]}.values())

    def _what_they_are(self, links: tuple[Link, ...], heard: Heard) -> list[Claim]:
        """For each idea the sentence of a section that says what it is, where one does."""
        told = [(link, self._what_it_is(link.concept.id, heard)) for link in links]
        judged = [(link, self._judged(Draft(one.sentences), one.found)) for link, one in told if one is not None]
        return [replace(c, about=link.concept.name) for link, claims in judged for c in claims if c.standing in BACKED]

    def _both_sides(self, question: str, heard: Heard) -> Explanation | None:
        """Two ideas that no section compares, each in the sentence that says what it is; None where not both are told."""
        links = () if _RELATED.search(heard.message) else self._sides_of(heard)
        claims = (*self._apart(heard.sides), *self._what_they_are(links, heard))
        if len(links) < 2 or len({claim.about for claim in claims if claim.about}) < 2:
            return None
        check = self._check_on(heard)
        return Explanation(question, True, claims, self._formulas(claims), links, self._prerequisites(links), (), check=check)

    def _apart(self, sides: tuple[str, ...]) -> tuple[Claim, ...]:
        """Two formulas that are compared, tried: matrices or numbers for which they differ, or that they do not."""
        from tutor.voices.worked import apart_claims

        return apart_claims(*sides) if len(sides) == 2 else ()
