"""Questions a language model proposes: each goes through the gate, and what does not come out right is dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tutor.errors import InputError
from tutor.library.source import Citation, Passage
from tutor.questions.question import Question
from tutor.verbs.speaking import Speaking
from tutor.voices.llm.faults import ModelTrouble

if TYPE_CHECKING:
    from tutor.voices.gate.proposed import Sound

_MOST = 10
_TRIES_A_QUESTION = 2
_PASSAGES = 4


class Proposing(Speaking):
    """The verb `propose`."""

    def propose(self, topic: str, n: int = 1) -> tuple[Question, ...]:
        """Up to `n` questions on a topic from the chosen model, each with a key that was worked out here or stands on a page.

        They are kept in the notebook, so that they can be answered and come back. Raises InputError where no model is chosen,
        ModelTrouble where it cannot be used and nothing was made before, NoSuchTopic for a topic nobody knows.
        """
        from tutor.questions.proposed import Proposed
        from tutor.voices.gate.proposed import judge_reply
        from tutor.voices.proposals import passage_names

        proposer = self.proposer
        if proposer is None:
            raise InputError("No language model is chosen, so none can propose questions — choose one with `tutor model use`.")
        name, (concept, *_) = self._one_concept(topic)
        found = self.find(name, _PASSAGES)
        passages = [one.passage for one in found]
        made: dict[str, Question] = {}
        for _ in range(min(n, _MOST) * _TRIES_A_QUESTION):
            if len(made) >= min(n, _MOST):
                break
            try:
                raw = proposer.question(name, found, avoid=tuple(one.prompt for one in made.values()))
            except ModelTrouble:
                if made:
                    break  # what was made is a quiz too
                raise
            for sound in judge_reply(raw, tuple(passages), passage_names(found)).questions:
                one = Proposed(
                    concept, sound.prompt, sound.options, sound.key, sound.explanation, self._place_of(sound, passages)
                )
                self.notebook.keep_proposed(one.id, concept, one.written(), datetime.now(UTC))
                made[one.id] = one.question()
        return tuple(made.values())[:n]

    def _place_of(self, sound: Sound, passages: Sequence[Passage]) -> Citation | None:
        """Where the words of a gap stand; None for what was computed."""
        if sound.place is None:
            return None
        id, start, end = sound.place
        passage = next(one for one in passages if one.id == id)
        return self.cite(passage, start, end)
