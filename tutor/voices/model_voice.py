"""The model voice: the same pages, the same gate; a language model words the sentences, plain code does everything else.

Retrieve (in the Ask), prompt, stream, read line by line, check, have what failed said once more, and hand over a Draft. No agent
framework: the checks must run whatever the model does. What a model says is never trusted here, only read.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tutor.library.find import Found
from tutor.library.source import Passage
from tutor.voices.explanation import Claim
from tutor.voices.llm.compose import Learner
from tutor.voices.llm.deadline import Deadline
from tutor.voices.llm.faults import ModelTrouble, Trouble
from tutor.voices.llm.message import Mind, Tool
from tutor.voices.llm.tools import Ability, mathematical
from tutor.voices.llm.turn import Finished, Happening, Looked, Mended, Said, Turning
from tutor.voices.setting import Chosen
from tutor.voices.voice import Ask, Draft, Voice

__all__ = ["Finished", "Gate", "Happening", "Learner", "Looked", "Mended", "ModelVoice", "Said", "WithFallback"]

# A draft and the passages it may quote -> what the gate says of each sentence.
Gate = Callable[[Draft, Sequence[Passage]], Sequence[Claim]]
# Seconds for which a model that was too slow is not asked again.
_REST = {Trouble.QUIET: 20.0, Trouble.SLOW: 20.0}
_LONGEST_REST = 60.0
_FIND = Tool("find", "Look up passages of the learner's books.", {"query": "what to look for, in a textbook's words"})


@dataclass(frozen=True, slots=True)
class Around:
    """What the model voice is given from the rest of the house: the gate, a way to search, and the learner's facts."""

    gate: Gate | None = None
    find: Callable[[str], Sequence[Found]] | None = None
    learner: Callable[[], Learner] = Learner


class ModelVoice:
    """Words an explanation with a language model. Raises ModelTrouble where the model's answer cannot be used."""

    def __init__(
        self, mind: Mind, chosen: Chosen, around: Around | None = None, abilities: Sequence[Ability] | None = None
    ) -> None:
        self.mind = mind
        self.chosen = chosen
        self.around = around or Around()
        self._abilities = tuple(abilities) if abilities is not None else mathematical()

    def explain(self, ask: Ask) -> Draft:
        """The whole draft, when it is done."""
        return _last(self.stream(ask))

    def stream(self, ask: Ask, stop: threading.Event | None = None) -> Iterator[Happening]:
        """What happens while the draft is made: sentences as they are settled, then mended ones, and `Finished` at the end.

        Closing the iterator, or setting `stop`, ends the call to the model at once.
        """
        deadline = Deadline(self.chosen.deadline_seconds, self.chosen.quiet_seconds, stop)
        yield from Turning(self, ask, deadline).run()

    @property
    def abilities(self) -> tuple[Ability, ...]:
        """What the model may use; looking passages up is done by the turn itself, which must know what was found."""
        if not self.chosen.tools:
            return ()
        found = (Ability(_FIND, lambda given: ""),) if self.around.find else ()
        return (*found, *self._abilities)


class WithFallback:
    """A voice that always answers: the model's, or the offline voice's with one sentence that says why.

    Of an answer that broke off, the sentences that were complete and that the gate lets stand are kept in front of the offline
    answer; what was unchecked is dropped, for half an argument teaches worse than none.
    """

    def __init__(self, model: ModelVoice, plain: Voice, clock: Callable[[], float] = time.monotonic) -> None:
        self.model = model
        self.plain = plain
        self._clock = clock
        self._rest: tuple[float, ModelTrouble] | None = None  # until when the model is not asked, and why

    def explain(self, ask: Ask) -> Draft:
        """A draft, whatever the model does."""
        return _last(self.stream(ask))

    def stream(self, ask: Ask, stop: threading.Event | None = None) -> Iterator[Happening]:
        """As the model voice's; after trouble the last happening holds the offline draft."""
        if self._rest and self._clock() < self._rest[0]:
            yield Finished(self._instead(ask, self._rest[1]))
            return
        try:
            yield from self.model.stream(ask, stop)
            self._rest = None
        except ModelTrouble as trouble:
            self._remember(trouble)
            yield Finished(self._instead(ask, trouble))

    def _remember(self, trouble: ModelTrouble) -> None:
        """A model that kept a learner waiting is left in peace for a while: one question may word several drafts."""
        seconds = min(trouble.wait_seconds, _LONGEST_REST) if trouble.trouble is Trouble.BUSY else _REST.get(trouble.trouble, 0.0)
        again = ModelTrouble(trouble.trouble, trouble.detail)
        self._rest = (self._clock() + seconds, again) if seconds else None

    def _instead(self, ask: Ask, trouble: ModelTrouble) -> Draft:
        kept = trouble.kept
        if trouble.trouble is Trouble.STOPPED and kept:
            return Draft(kept, ("You stopped the answer here.",))
        plain = self.plain.explain(ask)
        said = {" ".join(one.quote.split()) for one in plain.sentences}
        fresh = tuple(one for one in kept if " ".join(one.quote.split()) not in said)
        so = (
            "so this is the offline tutor's answer" if not fresh else "so the offline tutor goes on after what held of its answer"
        )
        notice = f"{str(trouble).rstrip('.')}, {so}."
        return Draft((*fresh, *plain.sentences), (notice, *plain.notices), plain.found)


def _last(happenings: Iterator[Happening]) -> Draft:
    for one in happenings:
        if isinstance(one, Finished):
            return one.draft
    return Draft(())
