"""Between the question and the learner: what is looked up, who words it, and the gate every sentence passes."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.concepts.link import Link
from tutor.library.find import Found
from tutor.library.source import FormulaStatus
from tutor.verbs.gate import Gate
from tutor.verbs.remembering import Remembering
from tutor.voices.explanation import Claim, Standing
from tutor.voices.setting import FILE as MODEL_FILE
from tutor.voices.voice import Ask, Draft, DraftSentence, Voice

if TYPE_CHECKING:
    from tutor.voices.model_voice import Around, Learner
    from tutor.voices.proposals import Proposer
    from tutor.voices.setting import Chosen
    from tutor.voices.trace import Replayed, Trace

_ASK_PASSAGES = 8
_ASK_SECTIONS = 6
_FIND_PASSAGES = 4
_REASON = re.compile(r"\b(why|cares?|motivation|applications?|what .* good for)\b", re.IGNORECASE)
_DOUBT = "a formula in it was read from the page without certainty: the page shows how it is printed"


@dataclass(slots=True)
class Listening:
    """What goes along with one question: who hears the sentences as they come, how it is stopped, and what was said in full."""

    hear: Callable[[int, Claim | None], None] | None = None
    stop: threading.Event | None = None
    drafts: list[tuple[Ask, Draft, tuple[Claim, ...]]] = field(default_factory=list)
    before: str = ""  # the question before this one, which may say what this one is about
    rewritten: tuple[str, ...] | None = None  # a model's words for the question; asked for once, () where it gave none


# One question may word several drafts on its way; they all belong to the one who asked it.
_LISTENING: ContextVar[Listening | None] = ContextVar("listening", default=None)


@contextmanager
def listening(one: Listening) -> Iterator[None]:
    """While this lasts, what the voice says goes to this listener too."""
    before = _LISTENING.set(one)
    try:
        yield
    finally:
        _LISTENING.reset(before)


class Speaking(Remembering, Gate):
    """The voice that is chosen, and the way of its words to the learner."""

    _speaker: tuple[float, Voice] | None = None

    @property
    def voice(self) -> Voice:
        """Who words the explanations: the one given, else the model that is chosen, else the offline voice."""
        if self._voice is not None:
            return self._voice
        stamp = self._model_file()
        if self._speaker is None or self._speaker[0] != stamp:
            self._speaker = (stamp, self._chosen_voice())
        return self._speaker[1]

    def use_model(self, chosen: Chosen) -> None:
        """Let this language model word the answers from now on; its key stays in the environment or the keyring."""
        from tutor.voices.setting import choose

        choose(self.home, chosen)

    @staticmethod
    def trace_of(text: str) -> Trace:
        """What `ask` wrote with `trace`, from its text. Raises FileDamaged."""
        from tutor.voices.trace import from_paper

        return from_paper(text)

    @staticmethod
    def replay(trace: Trace) -> tuple[Replayed, ...]:
        """The sentences of a trace under today's gate; needs neither the model nor the library."""
        from tutor.voices.trace import replay

        return replay(trace)

    @property
    def speaks(self) -> bool:
        """Whether the voice is a language model's, which weighs several passages by itself."""
        return hasattr(self.voice, "stream")

    @property
    def proposer(self) -> Proposer | None:
        """Who proposes words to search with, and questions: the model that is chosen; None where none is."""
        from tutor.voices.proposals import Proposer

        model = getattr(self.voice, "model", None)
        return Proposer(model.mind, model.chosen) if model is not None else None

    def _model_file(self) -> float:
        """When a model was last chosen, in seconds; 0 where none is. A page lives long, and the choice is made elsewhere."""
        try:
            return (self.home / MODEL_FILE).stat().st_mtime
        except OSError:
            return 0.0

    def _chosen_voice(self) -> Voice:
        from tutor.voices.plain import PlainVoice

        plain = PlainVoice(lambda texts: self.embedder.vectors(texts))
        if not self._model_file():
            return plain
        from tutor.voices.choice import voice_for

        return voice_for(self.home, plain, self._around_voice())

    def _around_voice(self) -> Around:
        """What a model may use of the house: the gate, the search, and what this learner knows."""
        from tutor.voices.model_voice import Around
        from tutor.voices.verify import verify

        return Around(
            lambda draft, passages: verify(draft, passages, self.cite),
            lambda query: self.find(query, _FIND_PASSAGES),
            self._learner,
        )

    def _learner(self) -> Learner:
        from tutor.voices.model_voice import Learner
        from tutor.voices.setting import chosen

        weak = [spot.concept for spot in self.weak_spots()]
        known = [memory.concept for memory in self.notebook.memories() if memory.concept not in weak]
        sits, wrong = (tuple(self.graph.concepts[c].name for c in some if c in self.graph.concepts) for some in (known, weak))
        one = chosen(self.home)
        return Learner(knows=sits, language=one.language if one else "", weak=wrong)

    def _looked_up(self, asked: str, links: tuple[Link, ...]) -> tuple[list[Found], bool]:
        """The passages for a question with their neighbours, and whether the library answers it.

        Where it does not, in these words, a model that is chosen is asked for a textbook's words, and they are looked up.
        """
        from tutor.library.find import with_neighbours

        found, covered = self._searched(asked, links)
        if not covered and (other := ", ".join(self._rewritten(asked))):
            again, covered = self._searched(other, self.link(other))
            found = again if covered else found
        if not covered:
            return found, False
        return with_neighbours(self.store, found, _ASK_SECTIONS, _ASK_PASSAGES), True

    def _rewritten(self, asked: str) -> tuple[str, ...]:
        """A model's words for what was asked, once a question; () where no model is chosen or it knows none."""
        listener = _LISTENING.get()
        if listener is None or listener.rewritten is not None or self.proposer is None:
            return ()
        listener.rewritten = self.proposer.rewrite(f"{listener.before}\n{asked}".strip())
        return listener.rewritten

    def _searched(self, asked: str, links: tuple[Link, ...]) -> tuple[list[Found], bool]:
        from tutor.library.cover import Idea, covers
        from tutor.library.telling import task_of
        from tutor.maths.plain import plain_words

        found = self.find(asked, _ASK_PASSAGES)
        ideas = [Idea(link.score, (link.concept.name, *link.concept.aliases)) for link in links]
        described = [Idea(likeness, (term,)) for term, likeness in self.described(asked)]
        covered = covers(self.store, asked, found, ideas, described)
        if not covered and found and (task := task_of(asked)):
            # A long text is near to nothing as a whole, but what it asks for, at its end, may be.
            (_, near), *_ = self.shelf.nearest(self.embedder.vectors([plain_words(task)])[0], 1, self.embedder.fingerprint)
            nearer = [replace(found[0], nearest=max(near, found[0].nearest)), *found[1:]]
            covered = covers(self.store, asked, nearer, ideas, described)
        return found, covered

    def _reasons(self, found: Sequence[Found]) -> list[Found]:
        """What the same books say in the sections that tell why."""
        reasons = []
        for source in dict.fromkeys(one.passage.source for one in found[:_ASK_SECTIONS]):
            told = {s.path for s in self.contents(source) if s.path and _tells_reasons(s.path[-1])}
            passages = [p for path in sorted(told) for p in self.store.passages_in(source, path)]
            reasons += [Found(p, 0.0, 0.0, "it tells why") for p in passages]
        return reasons

    def _worded(self, ask: Ask) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
        """What the voice proposes, through the gate; and what the voice has to say about itself."""
        listener = _LISTENING.get()
        draft = self._drafted(ask, listener)
        claims = self._judged(draft, [*ask.found, *draft.found])
        if getattr(self.voice, "quotes_only", False):
            claims = tuple(claim for claim in claims if claim.standing is not Standing.STRUCK)
        if listener is not None:
            listener.drafts.append((ask, draft, claims))
        return claims, draft.notices

    def _drafted(self, ask: Ask, listener: Listening | None) -> Draft:
        """The draft; where somebody listens, its sentences are judged and heard as they come."""
        stream = getattr(self.voice, "stream", None)
        if stream is None or listener is None or listener.hear is None:
            return self.voice.explain(ask)
        from tutor.voices.model_voice import Finished, Looked, Mended, Said

        draft, found = Draft(()), list(ask.found)
        for happening in stream(ask, listener.stop):
            if isinstance(happening, Finished):
                draft = happening.draft
            elif isinstance(happening, Looked):
                found += happening.found
            elif isinstance(happening, Said | Mended):
                sentence = happening.sentence
                listener.hear(happening.number, self._judged(_one(sentence), found)[0] if sentence else None)
        return draft

    def _judged(self, draft: Draft, found: Sequence[Found]) -> tuple[Claim, ...]:
        """Every sentence with its standing, in its layer."""
        from tutor.voices.verify import verify

        judged = verify(draft, [one.passage for one in found], self.cite)
        return tuple(
            self._with_doubt(replace(c, layer=s.layer, asked=s.asked)) for c, s in zip(judged, draft.sentences, strict=True)
        )

    def _with_doubt(self, claim: Claim) -> Claim:
        """A quoted sentence with a formula that could not be confirmed says so."""
        held = (f for c in claim.citations for f in self.store.formulas(c.source, c.page, c.start, c.end))
        if any(f.status is not FormulaStatus.CONFIRMED for f in held):
            return replace(claim, doubt=_DOUBT)
        return claim

    def _write_trace(self, path: Path, listener: Listening) -> None:
        """The last draft that was worded, with all that led to it, as one readable file."""
        from tutor.voices import trace

        if listener.drafts:
            ask, draft, claims = listener.drafts[-1]
            trace.write(path, trace.traced(ask, draft, claims, self.cite))


def _tells_reasons(title: str) -> bool:
    """Whether a section tells why its ideas matter; one that is headed by a question tells why just that is so."""
    return bool(_REASON.search(title)) and not title.rstrip().endswith("?")


def _one(sentence: DraftSentence) -> Draft:
    return Draft((sentence,))
