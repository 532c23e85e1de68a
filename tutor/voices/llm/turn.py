"""One turn with a language model, from the question to the draft; every wait in it ends with the turn's deadline."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from tutor.library.find import Found
from tutor.library.source import Passage
from tutor.voices.explanation import Claim, Standing
from tutor.voices.llm.compose import Learner, Prompt, compose
from tutor.voices.llm.deadline import Deadline
from tutor.voices.llm.faults import ModelTrouble, Trouble
from tutor.voices.llm.language import in_wrong_language
from tutor.voices.llm.lines import LineReader, read_line
from tutor.voices.llm.message import Call, Message, Mind, Role
from tutor.voices.llm.own_words import OwnWords
from tutor.voices.llm.prompt import fill, shown, template
from tutor.voices.llm.tally import Tally
from tutor.voices.llm.tools import MOST_CALLS, MOST_ROUNDS, Ability, use
from tutor.voices.setting import Chosen
from tutor.voices.voice import Ask, Draft, DraftSentence, Exchange

MOST_SENTENCES = 40
_LONGEST_LINE = 8_000
_MOST_LOOKED_UP = 4  # passages for each search of the model's
_WORTH_MENDING_SECONDS = 2.0
_WHOLE = frozenset({"stop", "end_turn", "stop_sequence", "completed", "eos", "complete"})
_SHORT = frozenset({"length", "max_tokens", "model_length", "model_context_window_exceeded", "incomplete"})
_WITHHELD = frozenset({"content_filter", "refusal", "safety", "recitation", "prohibited_content", "blocklist", "spii"})


@dataclass(frozen=True, slots=True)
class Said:
    """Sentence `number` (from 0) is settled: its marks are read, its formulas whole. It is not yet checked."""

    number: int
    sentence: DraftSentence


@dataclass(frozen=True, slots=True)
class Mended:
    """Sentence `number` was said again after it failed the gate, or taken back (None)."""

    number: int
    sentence: DraftSentence | None


@dataclass(frozen=True, slots=True)
class Looked:
    """The model uses a tool; `found` are passages that it may quote from now on."""

    tool: str
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    """The draft, whole. Always the last."""

    draft: Draft


Happening = Said | Mended | Looked | Finished


class _Around(Protocol):
    @property
    def gate(self) -> Callable[[Draft, Sequence[Passage]], Sequence[Claim]] | None: ...
    @property
    def find(self) -> Callable[[str], Sequence[Found]] | None: ...
    @property
    def learner(self) -> Callable[[], Learner]: ...


class Speaker(Protocol):
    """What a turn needs of the voice it belongs to."""

    mind: Mind
    chosen: Chosen

    @property
    def around(self) -> _Around: ...
    @property
    def abilities(self) -> tuple[Ability, ...]: ...


class Turning:
    """The state of one turn while it runs."""

    def __init__(self, voice: Speaker, ask: Ask, deadline: Deadline) -> None:
        self._voice = voice
        self._ask = ask
        self._deadline = deadline
        self._abilities = voice.abilities
        self._sentences: list[DraftSentence | None] = []
        self._looked_up: list[Found] = []
        self._notices: list[str] = []
        self._exchanges: list[Exchange] = []
        self._tally = Tally(voice.chosen)
        self._own = OwnWords(*(template(name) for name in ("answer", "tools", "passages", "mend", "learner")))

    def run(self) -> Iterator[Happening]:
        """The turn. Raises ModelTrouble, with the sentences that were whole and held."""
        try:
            yield from self._answered()
        except ModelTrouble as trouble:
            trouble.kept = self._held()
            raise
        yield Finished(self._draft())

    # -- asking ----------------------------------------------------------------------------------------------------------

    def _answered(self) -> Iterator[Happening]:
        """Answer; where the server says that the prompt was too long, or that it knows no tools, once more without."""
        window = self._voice.mind.window
        try:
            yield from self._rounds(self._prompt(window))
        except ModelTrouble as trouble:
            if trouble.trouble is Trouble.NO_TOOLS and self._abilities:
                self._abilities = ()
            elif trouble.trouble is Trouble.OVERFLOW and self._unanswered and len(self._ask.found) > 1:
                window = max(1000, min(window, self._tokens) // 2)
            else:
                raise
            yield from self._rounds(self._prompt(window))

    @property
    def _unanswered(self) -> bool:
        """Whether the model was asked and has not said a word."""
        return bool(self._exchanges) and not any(one.reply for one in self._exchanges)

    def _prompt(self, window: int) -> Prompt:
        prompt = compose(self._ask, window, self._learner(), tools=bool(self._abilities))
        self._tokens = prompt.tokens
        self._notices[:] = prompt.notices
        self._passages = [one.passage for one in prompt.passages]
        self._fence = prompt.fence
        self._language = prompt.language
        return prompt

    def _learner(self) -> Learner:
        learner = self._voice.around.learner()
        return replace(learner, language=self._voice.chosen.language or learner.language)

    def _rounds(self, prompt: Prompt) -> Iterator[Happening]:
        messages = list(prompt.messages)
        for round in range(MOST_ROUNDS + 1):
            first = len(self._sentences)
            reply = yield from self._reply(messages, offered=self._abilities if round < MOST_ROUNDS else ())
            if not reply.calls:
                break
            if round == MOST_ROUNDS:
                raise ModelTrouble(Trouble.LOOP, f"{MOST_ROUNDS} rounds of tools")
            yield from self._take_back_asides(first)
            yield from self._use(reply, messages)
        self._accept(reply)
        yield from self._mend(messages, reply)

    def _reply(self, messages: Sequence[Message], offered: Sequence[Ability]) -> Generator[Happening, None, _Reply]:
        """One call of the model: its sentences as they are settled. Returns the whole reply, when it ended as replies do."""
        reader, said, finish = LineReader(), [], ""
        calls: tuple[Call, ...] = ()
        sent = tuple((one.role.value, one.text) for one in messages)
        self._tally.sent(messages)
        try:
            for piece in self._voice.mind.stream(messages, [one.tool for one in offered], self._deadline):
                said.append(piece.text)
                for raw in reader.feed(piece.text):
                    yield from self._admit(raw)
                finish, calls = piece.finish or finish, piece.calls or calls
                self._tally.count(piece)
            if finish:
                # Only of a reply that came to its end: of one that broke off, the last line may be half a sentence.
                for raw in reader.rest():
                    yield from self._admit(raw)
        finally:
            self._exchanges.append(Exchange(sent, "".join(said), finish))
        _check_finish(finish.lower(), bool(calls), "".join(said))
        return _Reply("".join(said), finish.lower(), calls)

    def _admit(self, raw: str) -> Iterator[Happening]:
        """The sentences of a line. A reply that recites our instructions is not used at all, not in part."""
        if len(raw) > _LONGEST_LINE:
            raise ModelTrouble(Trouble.TOO_MUCH, f"a line of {len(raw):,} characters")
        line = read_line(raw, self._passages)
        if line.damage:
            raise ModelTrouble(Trouble.DAMAGED, line.damage)
        for sentence in line.sentences:
            if self._recites(sentence):
                self._sentences.clear()
                raise ModelTrouble(Trouble.RECITED)
            if len(self._sentences) < MOST_SENTENCES:
                self._sentences.append(sentence)
                yield Said(len(self._sentences) - 1, sentence)

    def _recites(self, sentence: DraftSentence) -> bool:
        return self._own.stand_in(sentence.text) or self._fence in sentence.text or self._fence.strip("=") in sentence.text

    # -- tools -----------------------------------------------------------------------------------------------------------

    def _take_back_asides(self, first: int) -> Iterator[Happening]:
        """What a model says before it uses a tool ("let me compute") is no part of the answer, unless it quotes."""
        for number in range(first, len(self._sentences)):
            if (one := self._sentences[number]) and not one.quote:
                self._sentences[number] = None
                yield Mended(number, None)

    def _use(self, reply: _Reply, messages: list[Message]) -> Iterator[Happening]:
        messages.append(Message(Role.MODEL, reply.text, reply.calls))
        for n, call in enumerate(reply.calls):
            yield Looked(call.name)
            known = len(self._looked_up)
            if self._deadline.over or self._deadline.stopped:
                raise ModelTrouble(Trouble.STOPPED if self._deadline.stopped else Trouble.SLOW)
            result = self._done(call) if n < MOST_CALLS else "Not done: too many tools at once."
            messages.append(Message(Role.TOOL, result, call=call.id, name=call.name))
            if fresh := tuple(self._looked_up[known:]):
                yield Looked(call.name, fresh)

    def _done(self, call: Call) -> str:
        find = self._voice.around.find
        if call.name != "find" or find is None:
            return use(call, self._abilities)
        looked: list[Found] = []
        search = next(one.tool for one in self._abilities if one.tool.name == "find")

        def look(given: Mapping[str, str]) -> str:
            looked.extend(find(given["query"])[:_MOST_LOOKED_UP])
            return "found"

        result = use(call, [Ability(search, look)])
        return self._shown(looked) if result == "found" else result

    def _shown(self, looked: Sequence[Found]) -> str:
        """Passages a search found, numbered on from those before; they too may be quoted from then on."""
        fresh = [one for one in looked if one.passage not in self._passages and self._fence not in one.passage.text]
        first = len(self._passages) + 1
        self._looked_up += fresh
        self._passages += [one.passage for one in fresh]
        pages = [shown(one, number, self._fence) for number, one in enumerate(fresh, start=first)]
        return "\n".join(pages) or "No other passage of the books speaks of that."

    # -- checking --------------------------------------------------------------------------------------------------------

    def _accept(self, reply: _Reply) -> None:
        """The reply as a whole: it says something, in the language asked for, and it is ours to show."""
        if reply.finish in _SHORT:
            self._notices.append("The language model came to the end of the length it may write; its answer may be unfinished.")
        if not any(self._sentences):
            raise ModelTrouble(Trouble.EMPTY)
        own = " ".join(one.text for one in self._sentences if one and one.text != one.quote)
        if in_wrong_language(own, self._language):
            raise ModelTrouble(Trouble.LANGUAGE)

    def _mend(self, messages: list[Message], reply: _Reply) -> Iterator[Happening]:
        """Have what failed the gate said once more; trouble on the way leaves the answer as it was."""
        failed = self._failed()
        if not failed or self._deadline.left < _WORTH_MENDING_SECONDS:
            return
        listed = "\n".join(f"{number + 1}| {_one_line(one.text)}\n   why not: {_one_line(why)}" for number, one, why in failed)
        again = [*messages, Message(Role.MODEL, reply.text), Message(Role.LEARNER, fill("mend", {"failed": listed}))]
        before = len(self._sentences)
        try:
            for _ in self._reply(again, offered=()):
                pass
        except ModelTrouble as trouble:
            if trouble.trouble in (Trouble.STOPPED, Trouble.RECITED):
                raise
        del self._sentences[before:]
        yield from self._replaced({number for number, _, _ in failed})

    def _replaced(self, failed: set[int]) -> Iterator[Happening]:
        """Put the second saying of each failed line in its place, where it fails no more; a line taken back goes."""
        for raw in LineReader.lines_of(self._exchanges[-1].reply):
            line = read_line(raw, self._passages)
            number = int(line.name) - 1 if line.name.isdigit() else -1
            if number not in failed or line.damage:
                continue
            failed.discard(number)
            old, new = self._sentences[number], next(iter(line.sentences), None)
            if new is None:
                self._sentences[number] = None
                yield Mended(number, None)
            elif old and not self._recites(new) and not self._why_not(new):
                self._sentences[number] = replace(new, layer=old.layer)
                yield Mended(number, self._sentences[number])

    def _failed(self) -> list[tuple[int, DraftSentence, str]]:
        judged = ((n, one, self._why_not(one)) for n, one in enumerate(self._sentences) if one)
        return [(n, one, why) for n, one, why in judged if why]

    def _why_not(self, sentence: DraftSentence) -> str:
        """Why the gate does not let a sentence stand; empty where it does, or where the sentence claims nothing."""
        gate = self._voice.around.gate
        for claim in gate(Draft((sentence,)), self._passages) if gate else ():
            if claim.standing is Standing.STRUCK or (sentence.quote and not claim.citations):
                return claim.why
        return ""

    def _held(self) -> tuple[DraftSentence, ...]:
        """The sentences that the gate lets stand as checked: what is kept of an answer that broke off."""
        gate = self._voice.around.gate
        if gate is None:
            return ()
        kept = []
        for sentence in filter(None, self._sentences):
            claims = gate(Draft((sentence,)), self._passages)
            if claims and all(c.standing in (Standing.QUOTED, Standing.PROVED, Standing.TESTED) for c in claims):
                kept.append(sentence)
        return tuple(kept)

    def _draft(self) -> Draft:
        sentences = tuple(one for one in self._sentences if one)
        usage = self._tally.usage(self._deadline.spent)
        return Draft(sentences, tuple(self._notices), tuple(self._looked_up), usage, tuple(self._exchanges))


@dataclass(frozen=True, slots=True)
class _Reply:
    text: str
    finish: str
    calls: tuple[Call, ...]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _check_finish(finish: str, calls: bool, text: str) -> None:
    """A stream that ends without saying that it is done is cut, though nothing on the wire says so."""
    if finish in _WITHHELD:
        raise ModelTrouble(Trouble.WITHHELD)
    if not finish:
        raise ModelTrouble(Trouble.UNFINISHED if text else Trouble.EMPTY)
    if not calls and not text.strip():
        raise ModelTrouble(Trouble.EMPTY)
