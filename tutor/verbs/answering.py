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
from tutor.errors import NoSuchTopic
from tutor.library.source import Citation, SourceKind
from tutor.maths.typed.bare import read_as
from tutor.verbs.headed import names_one
from tutor.verbs.nearby import PERHAPS
from tutor.verbs.paging import Paging
from tutor.verbs.speaking import Listening, listening
from tutor.voices.drawing import cannot_draw
from tutor.voices.explanation import Claim, Explanation, FormulaCard, Topic
from tutor.voices.voice import Ask, Intent, Layer, Told, Turn

if TYPE_CHECKING:
    from tutor.maths.explain import FormulaExplanation
    from tutor.voices.hear import Heard

_BESIDE_WORKED = 2
_MOST_PLACES, _MOST_HEADED = 4, 2
_MOST_WRITTEN = 5_000
_VECTORS = re.compile(r"\\top|\\mathbf|matrix|\\\||\\nabla|\^T|[A-Z]")
_MOST_BEFORE = 4
# A worked example goes with these; the others are answered without one.
_WITH_EXAMPLE = frozenset({Intent.EXPLAIN, Intent.EXAMPLE, Intent.HOW, Intent.SIMPLER})
_ANSWERS = re.compile(r"\b(?:answers?|solutions?|exercises?|problems)\b", re.IGNORECASE)
_CALLED = re.compile(r"^This (?:is|has the form of) \*\*(.+?)\*\*")
_PROOF = re.compile(r"\b(proof|prove|therefore|hence|thus|follows|because|since|implies)\b", re.IGNORECASE)
_NEAREST = "I found no passage that answers this outright; these come nearest."
_TAKEN_AS = "I take this as: “{}”."
_BEFORE_IT = "This is what comes before it; perhaps one of these is what is missing."
_ANOTHER_ANSWER = "You asked “{}”; I leave aside what I said before."
_READ_AS = "I read your question word by word as “{}”; what I quote is in the language of your books."


class Answering(Paging):
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
            explanation = self._heard_abroad(question, tuple(after)) or self._answered(question, tuple(after))
        if trace is not None:
            self._write_trace(trace, listener)
        usage = next((draft.usage for _, draft, _ in reversed(listener.drafts) if draft.usage), None)
        words = f"I also looked this up as: {', '.join(listener.rewritten)}." if listener.rewritten else ""
        said = (*explanation.notices, *filter(None, [words]), *self._notices())
        return replace(explanation, usage=usage, notices=said)

    def _heard_abroad(self, question: str, after: tuple[Turn, ...]) -> Explanation | None:
        """The answer to a question in another language, read word by word as English; None for one that needs no such reading.

        The turns before are read in the same way, whatever language this one is in.
        """
        from tutor.voices.hear import asks_what_it_is_called
        from tutor.voices.tongue import in_english

        if self.speaks:
            return None
        english = "" if asks_what_it_is_called(question) else in_english(question)
        before = tuple(replace(turn, question=in_english(turn.question) or turn.question) for turn in after)
        if not english and before == after:
            return None
        told = self._answered(english or question, before)
        said = (_READ_AS.format(english), *told.notices) if english else told.notices
        return replace(told, question=question, notices=said)

    def _answered(self, question: str, after: tuple[Turn, ...]) -> Explanation:
        """The answer to a message, with what it corrects or points to said in full; those before it are read in the same way."""
        from tutor.voices.corrected import corrected

        said: tuple[Turn, ...] = ()
        for turn in after:
            meant = corrected(turn.question, said, self.link)
            said = (*said, replace(turn, question=meant.message) if meant else turn)
        meant = corrected(question, said, self.link)
        if meant is None:
            return self._answered_in_full(question, said)
        told = self._answered_in_full(meant.message, said, aside=meant.denied and meant.message == f"{_bare(said[-1].question)}?")
        again = _ANOTHER_ANSWER if meant.denied else _TAKEN_AS
        return replace(told, question=question, notices=(again.format(meant.message.strip()), *told.notices))

    def _answered_in_full(self, question: str, after: tuple[Turn, ...], *, aside: bool = False) -> Explanation:
        from tutor.voices.courtesy import WHICH
        from tutor.voices.hear import hear as heard_in
        from tutor.voices.hear import only_wants_it_simpler

        if (page := self._on_the_page(question)) is not None:
            return page
        # The same message is looked at from several sides, and once more for every turn after it.
        anew = {turn.question for n, turn in enumerate((*after, Turn(question))) if self.begins_anew(turn.question, after[:n])}
        before = [turn.question for turn in after]
        heard = heard_in(question, before, cache(self.link), self._can_solve, self._goes_on, anew)
        if heard.again is not None:
            told = self._continued(question, heard, after)
            return replace(told, intent=heard.intent, heard=heard.why)
        if aside and not self.speaks and self._catalogue().sections:
            return replace(self._another_section(question, heard, after), intent=heard.intent, heard=heard.why)
        if (letter := self._letter_told(question, heard, after)) is not None:
            return replace(letter, intent=heard.intent, heard="it asks for a letter of the answer before")
        if after and self._letter_unheard_of(question, after):
            return self._answered_in_full(question, ())
        if only_wants_it_simpler(question) and not after:
            return Explanation(question, True, (WHICH,), (), (), (), (), intent=heard.intent, heard=heard.why)
        heard = self._about_the_talk(question, heard, after)
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
        way = ways.get(heard.intent, self._explained)
        if heard.intent is Intent.PICTURE and (heard.formulas or cannot_draw(question)):
            way = self._with_curve
        lost = bool(after) and only_wants_it_simpler(question)
        if again := lost and only_wants_it_simpler(after[-1].question):
            way = self._before  # simpler words did not help: what stands before it may
        explanation = self._with_words(heard, way(question, heard, () if question in anew else after), after)
        notices = (_BEFORE_IT, *explanation.notices) if again and explanation.claims else explanation.notices
        explanation = replace(explanation, intent=heard.intent, heard=heard.why, notices=notices)
        asked = next((one.question for one in reversed(after) if not only_wants_it_simpler(one.question)), "") if lost else ""
        return self._with_more(asked or question, explanation, after)

    # -- the ways ------------------------------------------------------------------------------------------------------------

    def _explained(self, question: str, heard: Heard, after: tuple[Turn, ...]) -> Explanation:
        """Quotes in layers, a worked example where the idea itself is asked for, what stands before it, and one thing to do."""
        from tutor.voices.asked import beyond

        if what_if := self._what_if(question, heard):
            return Explanation(question, True, what_if, (), heard.links, (), (), check=self._check_on(heard))
        told, likely = self._told_in_talk(question, heard, after)
        told = self._by_its_name(question, heard, told)
        heard = self._about_what_was_told(heard, told)
        found, covered = self._beside(heard, told)
        if told is None and likely and after and not self.speaks:
            found = self._to_the_point(found, likely)
            covered = covered and bool(found)
        before = self._prerequisites(heard.links)
        wanted = heard.intent is Intent.EXAMPLE or (heard.intent in _WITH_EXAMPLE and not beyond(question, heard.links))
        example = self._example(heard) if wanted else ()
        if not covered:
            shown = example if heard.intent is Intent.EXAMPLE else ()
            nearest = () if shown else self._nearest(found)
            return Explanation(question, bool(shown), shown, (), heard.links, before if shown else (), nearest)
        if heard.intent is Intent.WHY and told is None:
            found = [*self._reasons(found), *found]
        asked = Ask(heard.subject, tuple(found), heard.links, after, heard.intent, question, told, self._asked_sections.bundled())
        claims, notices = self._worded(asked)
        if heard.intent is Intent.PROVE and not any(_PROOF.search(claim.text) for claim in claims):
            notices = (*notices, "I found no proof of this in your books; this is what they state.")
        beside = told.near if told is not None else not self._names_its_idea(heard, after)
        if beside and not self.speaks and claims:
            notices, claims = (*notices, _NEAREST), tuple(replace(claim, near=bool(claim.asked)) for claim in claims)
        elif told is not None and told.perhaps and not self.speaks and claims:
            notices = (*notices, PERHAPS.format(told.heading))
        books = tuple(claim for claim in claims if claim.layer is Layer.BOOKS)
        claims = (*(claim for claim in claims if claim.layer is not Layer.BOOKS), *example, *books)
        formulas = self._formulas(claims)
        return Explanation(question, True, claims, formulas, heard.links, before, (), notices, check=self._check_on(heard))

    def _about_what_was_told(self, heard: Heard, told: Told | None) -> Heard:
        """What is shown around an answer is about the idea of the section that answers, whatever the words reminded of."""
        path = told.found[0].passage.section if told is not None and told.found else ()
        ideas = self._catalogue().called(path[-2]) if len(path) > 1 else ()
        if not ideas or (heard.links and heard.links[0].concept.id in ideas):
            return heard
        named = Link(self.graph.concepts[ideas[0]], 1.0, "the idea of the section that answers")
        return replace(heard, links=(named, *(one for one in heard.links if one.concept.id != ideas[0])))

    def _computed(self, question: str, heard: Heard, after: tuple[Turn, ...]) -> Explanation:
        """The answer, every step checked; beside it what the books say of the idea."""
        from tutor.voices.worked import solution_claims

        worked = solution_claims(self.solve(heard.problem))
        # The numbers of a problem are the learner's own; from the books we want the idea, not another example's numbers.
        asked = f"what is {heard.links[0].concept.name}" if heard.links else heard.problem
        told = self._told_of_tail(heard)
        found, covered = self._beside(replace(heard, subject=asked), told)
        if heard.links and told is None and not any(one.why.startswith(("the name", "the alias")) for one in heard.links):
            covered = False  # signs alone remind of many ideas
        beside: tuple[Claim, ...] = ()
        notices: tuple[str, ...] = ()
        if covered:
            if told is not None:
                told = replace(told, sentences=told.sentences[:1])
            ask = Ask(asked, tuple(found), heard.links, after, Intent.COMPUTE, told=told, aside=self._asked_sections.bundled())
            beside, notices = self._worded(ask)
            beside = tuple(replace(claim, layer=Layer.BOOKS) for claim in beside[:_BESIDE_WORKED])
            if heard.parts and told is not None and beside:  # the second half of the question is answered too
                beside = (replace(beside[0], layer=Layer.ANSWER), *beside[1:])
        before = self._prerequisites(heard.links)
        formulas = self._formulas(beside)
        check = self._check_on(heard)
        return Explanation(question, True, (*worked, *beside), formulas, heard.links, before, (), notices, check=check)

    def _formula(self, question: str, heard: Heard, after: tuple[Turn, ...]) -> Explanation:
        """The formula read and said in plain English, its letters as the books tell them; beside it what the books say."""
        from tutor.voices.tried import tried_claims
        from tutor.voices.worked import formula_claims

        around = " ".join(turn.question for turn in after[-2:]) + " " + question
        claims: list[Claim] = []
        for latex in heard.formulas:
            told, where = self._told(latex, around)
            claims += (*tried_claims(latex, around), *formula_claims(told, where))
        rest = self._explained(question, heard, after)
        kept = [c for c in rest.claims if self._belongs_beside(c, heard, claims)]
        beside = tuple(replace(c, layer=Layer.BOOKS) if c.layer is Layer.ANSWER else c for c in kept)
        # The formula itself is answered; what the books add stands beside it.
        notices = (*read_as(question), *(one for one in rest.notices if one != _NEAREST))
        return replace(
            rest, covered=True, claims=(*claims, *beside), formulas=(), nearest=(), notices=notices, asked=heard.formulas
        )

    def _belongs_beside(self, claim: Claim, heard: Heard, read: Sequence[Claim]) -> bool:
        """Whether what a book says has to do with a formula: it writes the formula, or names what the formula is called or what
        the words beside it name; never a line from the answers to exercises."""
        if not claim.citations or claim.asked or claim.gloss:
            return True
        place = claim.citations[0]
        if any(_ANSWERS.search(title) for title in place.section[-2:]):
            return False
        bare = "".join(f"{place.title}|{'|'.join(place.section)}|{claim.text}".split())
        if any("".join(latex.split()) in bare for latex in heard.formulas):
            return True
        ideas = [one.concept for one in heard.links if one.why.startswith(("the name", "the alias"))]
        called = [name for one in read for name in _CALLED.findall(one.text)]
        ideas += [one.concept for name in called for one in self.link(name)[:1] if one.outright]
        names = [*called, *(name for idea in ideas for name in (idea.name, *idea.aliases))]
        return names_one(f"{' '.join(place.section[-1:])} {claim.text}", names)

    def _with_curve(self, question: str, heard: Heard, after: tuple[Turn, ...]) -> Explanation:
        """The formula whose curve was asked for, read and said, under its curve, which the page draws; or why there is none."""
        from tutor.voices.tried import undrawn_claim
        from tutor.voices.worked import formula_claims

        if refused := cannot_draw(question):
            return Explanation(question, True, (undrawn_claim(refused),), (), (), (), ())
        undrawn = not any(self.try_numbers(latex) for latex in heard.formulas)
        claims = [claim for latex in heard.formulas for claim in formula_claims(*self._told(latex, question))]
        first = (undrawn_claim(),) if undrawn else ()
        return Explanation(question, True, (*first, *claims), (), heard.links, (), (), asked=heard.formulas)

    def told_best(self, latex: str) -> FormulaCard | None:
        """The place in the library that writes this formula and tells most of its letters; None where none tells any."""
        # Where there are more places than can be tried, the learner's own notes first.
        alike = sorted(self.written_like(latex), key=lambda card: card.citation.kind is not SourceKind.NOTE)
        headed = self._headed_by(latex)[:_MOST_HEADED]
        places = list(dict.fromkeys((*headed, *self._written_so(latex), *alike)))[: _MOST_PLACES + len(headed)]
        told = [(_worth(latex, self._told_by(latex, card)[0]), card) for card in places]
        most, best = max(told, key=lambda pair: pair[0], default=(0, None))
        return best if most > 0 else None

    def _headed_by(self, latex: str) -> list[FormulaCard]:
        """The headings that write the formula in plain signs, the learner's own notes first."""
        from tutor.library.plainly_written import plainly_written

        places = [self._placed(source, page, start, end) for source, page, start, end in plainly_written(self.store, latex)]
        cards = [FormulaCard(latex, False, place) for place in places]
        return sorted(cards, key=lambda card: card.citation.kind is not SourceKind.NOTE)

    def _written_so(self, latex: str) -> list[FormulaCard]:
        """Where the formula is written just so, the learner's own notes first; the search knows only the nearest in length."""
        bare = "".join(latex.split())
        cards = []
        for written, source, page, start in self.store.written_near(len(latex), _MOST_WRITTEN):
            if "".join(written.split()) == bare:
                fits = (f for f in self.store.formulas(source, page, start) if f.start == start)
                cards += [FormulaCard(f.latex, f.display, self._placed(source, page, f.start, f.end), True) for f in fits]
        return sorted(cards, key=lambda card: card.citation.kind is not SourceKind.NOTE)[:_MOST_PLACES]

    def _told(self, latex: str, around: str) -> tuple[FormulaExplanation, tuple[Citation, ...]]:
        """A formula explained with the words of that place, and where its letters are told."""
        card = self.told_best(latex)
        return self._told_by(latex, card, around) if card is not None else (self.explain_side(latex, around), ())

    def _told_by(self, latex: str, card: FormulaCard, around: str = "") -> tuple[FormulaExplanation, tuple[Citation, ...]]:
        section, at = self.around_at(card)
        told = self.explain(latex, f"{section}\n\n{around}", at=at)
        places = [self.told_where(card, symbol) for symbol in told.symbols]
        # What stands on no page, because the learner wrote it, keeps no place.
        placed = [one if place else replace(one, start=None, end=None) for one, place in zip(told.symbols, places, strict=True)]
        return replace(told, symbols=tuple(placed)), tuple(dict.fromkeys(place for place in places if place))

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
        from tutor.voices.courtesy import courtesy
        from tutor.voices.worked import state_claims

        if (polite := courtesy(question)) is not None:
            return Explanation(question, True, (polite,), (), (), (), ())
        claims = state_claims(self.books(), self.due(), self.weak_spots(), self.graph)
        return Explanation(question, True, claims, (), (), (), ())


def _bare(question: str) -> str:
    return question.strip(" ?!.")


def _worth(latex: str, told: FormulaExplanation) -> int:
    """How many letters a place tells; less where it takes a letter of a formula of numbers for a vector."""
    vectors = not _VECTORS.search(latex) and any("vector" in s.meaning or "matrix" in s.meaning for s in told.symbols)
    return sum(symbol.origin.value == "text" and symbol.start is not None for symbol in told.symbols) - 2 * vectors
