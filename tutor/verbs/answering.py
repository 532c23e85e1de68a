"""A question answered: heard, looked up, worded, checked; in layers, with something to do at the end.

One way for each kind of help that can be wanted (`Intent`); each calls its stages once, in order.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.concepts.link import Link
from tutor.errors import NoSuchTopic, Unreadable
from tutor.library.source import Citation
from tutor.verbs.proposing import Proposing
from tutor.verbs.speaking import Listening, listening
from tutor.voices.explanation import Claim, Explanation, FormulaCard, Topic
from tutor.voices.voice import Ask, Intent, Layer, Turn

if TYPE_CHECKING:
    from tutor.library.find import Found
    from tutor.maths.explain import FormulaExplanation
    from tutor.voices.hear import Heard

_ASK_PASSAGES = 8
_ASK_SECTIONS = 6
_BESIDE_WORKED = 2
_PER_SIDE = 2
_MOST_PLACES = 4
_MOST_BEFORE = 4
_NAMED = 0.5
_EXAMPLES = 3
# A worked example goes with these; the others are answered without one.
_WITH_EXAMPLE = frozenset({Intent.EXPLAIN, Intent.EXAMPLE, Intent.HOW, Intent.SIMPLER})
_REASON = re.compile(r"\b(why|cares?|motivation|applications?|what .* good for)\b", re.IGNORECASE)
_PROOF = re.compile(r"\b(proof|prove|therefore|hence|thus|follows|because|since|implies)\b", re.IGNORECASE)
_DOUBT = "a formula in it was read from the page without certainty: the page shows how it is printed"


class Answering(Proposing):
    """The verb `ask`: one question, perhaps leaning on those before it, and everything the learner then sees."""

    def ask(
        self,
        question: str,
        after: Sequence[Turn] = (),
        *,
        hear: Callable[[int, Claim | None], None] | None = None,
        stop: threading.Event | None = None,
        trace: Path | None = None,
    ) -> Explanation:
        """An explanation from the learner's own books and the maths room, every sentence with what backs it.

        `after` holds the turns before, oldest first: "and in simpler words?" leans on them. `hear` is told every sentence of a
        model as it is judged (its number from 0, None where it is taken back), and setting `stop` ends the model's answer.
        `trace` names a file for what was sent, found, drafted and judged.
        """
        listener = Listening(hear, stop, before=after[-1].question if after else "")
        with listening(listener):
            explanation = self._answered(question, tuple(after))
        if trace is not None:
            self._write_trace(trace, listener)
        usage = next((draft.usage for _, draft, _ in reversed(listener.drafts) if draft.usage), None)
        words = f"I also looked this up as: {', '.join(listener.rewritten)}." if listener.rewritten else ""
        said = (*explanation.notices, *filter(None, [words]), *self._notices())
        return replace(explanation, usage=usage, notices=said)

    def _answered(self, question: str, after: tuple[Turn, ...]) -> Explanation:
        from tutor.voices.hear import hear as heard_in

        # The same message is looked at from several sides, and once more for every turn after it.
        heard = heard_in(question, [turn.question for turn in after], cache(self.link), cache(self._can_solve))
        ways = {
            Intent.COMPUTE: self._computed,
            Intent.FORMULA: self._formula,
            Intent.COMPARE: self._compared,
            Intent.BEFORE: self._before,
            Intent.WRONG: self._went_wrong,
            Intent.TRANSLATE: self._translated,
            Intent.QUIZ: self._quizzed,
            Intent.ABOUT_US: self._about_us,
        }
        explanation = ways.get(heard.intent, self._explained)(question, heard, after)
        return replace(explanation, intent=heard.intent, heard=heard.why)

    # -- the ways ------------------------------------------------------------------------------------------------------------

    def _explained(self, question: str, heard: Heard, after: tuple[Turn, ...]) -> Explanation:
        """Quotes in layers, a worked example where the idea itself is asked for, what stands before it, and one thing to do."""
        from tutor.voices.asked import beyond

        found, covered = self._looked_up(heard.subject, heard.links)
        before = self._prerequisites(heard.links)
        wanted = heard.intent is Intent.EXAMPLE or (heard.intent in _WITH_EXAMPLE and not beyond(question, heard.links))
        example = self._example(heard) if wanted else ()
        if not covered:
            shown = example if heard.intent is Intent.EXAMPLE else ()
            nearest = () if shown else self._nearest(found)
            return Explanation(question, bool(shown), shown, (), heard.links, before if shown else (), nearest)
        if heard.intent is Intent.WHY:
            found = [*self._reasons(found), *found]
        claims, notices = self._worded(Ask(heard.subject, tuple(found), heard.links, after, heard.intent, question))
        if heard.intent is Intent.PROVE and not any(_PROOF.search(claim.text) for claim in claims):
            notices = (*notices, "I found no proof of this in your books; this is what they state.")
        claims = (*example, *claims) if heard.intent is Intent.EXAMPLE else (*claims, *example)
        formulas = self._formulas(claims)
        return Explanation(question, True, claims, formulas, heard.links, before, (), notices, check=self._check_on(heard))

    def _computed(self, question: str, heard: Heard, after: tuple[Turn, ...]) -> Explanation:
        """The answer, every step checked; beside it what the books say of the idea."""
        from tutor.voices.worked import solution_claims

        worked = solution_claims(self.solve(heard.problem))
        # The numbers of a problem are the learner's own; from the books we want the idea, not another example's numbers.
        asked = f"what is {heard.links[0].concept.name}" if heard.links else heard.problem
        found, covered = self._looked_up(asked, heard.links)
        beside: tuple[Claim, ...] = ()
        notices: tuple[str, ...] = ()
        if covered:
            beside, notices = self._worded(Ask(asked, tuple(found), heard.links, after, Intent.COMPUTE))
            beside = tuple(replace(claim, layer=Layer.BOOKS) for claim in beside[:_BESIDE_WORKED])
        before = self._prerequisites(heard.links)
        formulas = self._formulas(beside)
        check = self._check_on(heard)
        return Explanation(question, True, (*worked, *beside), formulas, heard.links, before, (), notices, check=check)

    def _formula(self, question: str, heard: Heard, after: tuple[Turn, ...]) -> Explanation:
        """The formula read and said in plain English, its letters as the books tell them; beside it what the books say."""
        from tutor.voices.worked import formula_claims

        around = " ".join(turn.question for turn in after[-2:]) + " " + question
        claims: list[Claim] = []
        for latex in heard.formulas:
            told, where = self._told(latex, around)
            claims += formula_claims(told, where)
        rest = self._explained(question, heard, after)
        beside = tuple(replace(c, layer=Layer.BOOKS) if c.layer is Layer.ANSWER else c for c in rest.claims)
        return replace(rest, covered=True, claims=(*claims, *beside), formulas=(), nearest=(), asked=heard.formulas)

    def told_best(self, latex: str) -> FormulaCard | None:
        """The place in the library that writes this formula and tells most of its letters; None where none tells any."""
        told = [(len(self._told_by(latex, card)[1]), card) for card in self.written_like(latex)[:_MOST_PLACES]]
        most, best = max(told, key=lambda pair: pair[0], default=(0, None))
        return best if most else None

    def _told(self, latex: str, around: str) -> tuple[FormulaExplanation, tuple[Citation, ...]]:
        """A formula explained with the words of that place, and where its letters are told."""
        card = self.told_best(latex)
        return self._told_by(latex, card, around) if card is not None else (self.explain(latex, around), ())

    def _told_by(self, latex: str, card: FormulaCard, around: str = "") -> tuple[FormulaExplanation, tuple[Citation, ...]]:
        told = self.explain(latex, f"{self.around(card)}\n\n{around}")
        places = [self.told_where(card, symbol) for symbol in told.symbols if symbol.origin.value == "text"]
        return told, tuple(dict.fromkeys(place for place in places if place))

    def _compared(self, question: str, heard: Heard, after: tuple[Turn, ...]) -> Explanation:
        """Each side in its book's words, then what speaks of both."""
        claims: list[Claim] = []
        notices: list[str] = []
        links: list[Link] = []
        everything: list[Found] = []
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
            claims += [replace(claim, about="Both") for claim in worded if claim.text not in said][:_PER_SIDE]
        if not claims:
            return Explanation(question, False, (), (), tuple(links), (), self._nearest(both))
        before = self._prerequisites(tuple(links))
        formulas = self._formulas(claims)
        check = self._check_on(heard)
        return Explanation(question, True, tuple(claims), formulas, tuple(links), before, (), tuple(notices), check=check)

    def _apart(self, sides: tuple[str, ...]) -> tuple[Claim, ...]:
        """Two formulas that are compared, tried: matrices or numbers for which they differ, or that they do not."""
        from tutor.voices.worked import apart_claims

        return apart_claims(*sides) if len(sides) == 2 else ()

    def _before(self, question: str, heard: Heard, after: tuple[Turn, ...]) -> Explanation:
        """What stands before an idea in the graph, each in a book's words where a book has it."""
        before = self._prerequisites(heard.links)
        if not before:
            return self._explained(question, replace(heard, intent=Intent.EXPLAIN), after)
        claims: list[Claim] = []
        for concept in before[:_MOST_BEFORE]:
            mine = self.link(concept.name)[:1]
            found, covered = self._looked_up(concept.name, mine)
            if covered:
                worded, _ = self._worded(Ask(f"what is {concept.name}", tuple(found), mine, after, Intent.COMPARE))
                # A sentence that does not speak of the idea itself would be an answer to another question.
                spoken = [claim for claim in worded if concept.id in [one.concept.id for one in self.link(claim.text)]]
                claims += [replace(claim, about=concept.name) for claim in spoken[:1]]
        topics = () if claims else tuple(Topic(concept.name, concept=concept.id) for concept in before)
        return Explanation(question, bool(claims), tuple(claims), (), heard.links, before, topics)

    def _translated(self, question: str, heard: Heard, after: tuple[Turn, ...]) -> Explanation:
        """What a term is called in the other language, and what the books say of it."""
        from tutor.voices.worked import glossary_claims

        told = glossary_claims(heard.links[0].concept, question) if heard.links else ()
        asked = f"what is {heard.links[0].concept.name}" if heard.links else heard.subject
        rest = self._explained(question, replace(heard, intent=Intent.EXPLAIN, subject=asked), after)
        return replace(
            rest, covered=rest.covered or bool(told), claims=(*told, *rest.claims), nearest=() if told else rest.nearest
        )

    def _went_wrong(self, question: str, heard: Heard, after: tuple[Turn, ...]) -> Explanation:
        """The first line that does not follow, the slip that makes it, and a question to try it again."""
        from tutor.voices.worked import followed_claims

        followed = self.follow(heard.subject)
        slip = self.graph.misconception(followed.misconception) if followed.misconception else None
        return Explanation(question, True, followed_claims(followed, slip), (), heard.links, (), (), check=self._check_on(heard))

    def _quizzed(self, question: str, heard: Heard, after: tuple[Turn, ...]) -> Explanation:
        """A question at once, not a promise."""
        check = self._check_on(heard)
        if not check:
            try:
                check = self.quiz(question, 1, heard.nth)[0].id
            except NoSuchTopic:
                check = self.quiz(None, 1, heard.nth)[0].id
        return Explanation(question, True, (), (), heard.links, (), (), check=check)

    def _about_us(self, question: str, heard: Heard, after: tuple[Turn, ...]) -> Explanation:
        """The product's own state: the books, what is due, what goes wrong."""
        from tutor.voices.worked import state_claims

        claims = state_claims(self.books(), self.due(), self.weak_spots(), self.graph)
        return Explanation(question, True, claims, (), (), (), ())

    # -- the stages ----------------------------------------------------------------------------------------------------------

    def _can_solve(self, problem: str) -> bool:
        """Whether the message is one thing to compute; a part of the answer to several would pass for the whole."""
        if problem.count("?") > 1:
            return False
        try:
            self.solve(problem)
        except Unreadable:
            return False
        return True

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
