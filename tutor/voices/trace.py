"""What was asked, found, sent, said and judged, as one file: a person reads its upper part, `replay` its last block.

Law of this file: no key is ever in it; whatever looks like one, or is one that this program knows, is written as [key].
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tutor.errors import CannotWrite, FileDamaged, FileMissing
from tutor.library.find import Found
from tutor.library.source import Citation, Passage, SourceKind
from tutor.voices.explanation import Claim, Standing
from tutor.voices.secret import known_keys, without_keys
from tutor.voices.verify import Cite, verify
from tutor.voices.voice import Ask, Draft, DraftSentence, Exchange, Layer, Turn

VERSION = 1
_RECORD = re.compile(r"^## Record\s*?\n.*?^(`{3,})json\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
_RUN = re.compile("`{3,}")


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as it was found, and the name of its place in the learner's words."""

    source: str
    title: str
    kind: str
    label: str
    page: int
    start: int
    end: int
    text: str
    section: tuple[str, ...]

    @property
    def passage(self) -> Passage:
        return Passage(self.source, self.page, self.start, self.end, self.text, self.section)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate said of one sentence; `citation` is (page, start, end) of the first place it shows, if any."""

    standing: str
    why: str
    citation: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """One answer, whole."""

    question: str
    history: tuple[Turn, ...]
    passages: tuple[Shown, ...]
    exchanges: tuple[Exchange, ...]
    sentences: tuple[DraftSentence, ...]
    verdicts: tuple[Verdict, ...]
    notices: tuple[str, ...] = ()
    voice: str = "offline"

    @property
    def ask(self) -> Ask:
        """The question as the voice got it, to be answered again."""
        found = tuple(Found(one.passage, 0.0, 0.0, "recorded") for one in self.passages)
        return Ask(self.question, found, (), history=self.history)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A sentence with what the gate said of it then and says of it now."""

    text: str
    then: Verdict
    now: Verdict

    @property
    def same(self) -> bool:
        return (self.then.standing, self.then.citation) == (self.now.standing, self.now.citation)


def traced(ask: Ask, draft: Draft, claims: Sequence[Claim], cite: Cite) -> Trace:
    """The trace of an answer: `claims` are what `verify` gave for this draft."""
    passages = tuple(_shown(one.passage, cite) for one in (*ask.found, *draft.found))
    voice = draft.usage.model if draft.usage else "model" if draft.exchanges else "offline"
    verdicts = tuple(map(_verdict, claims))
    return Trace(ask.question, ask.history, passages, draft.exchanges, draft.sentences, verdicts, draft.notices, voice)


def replay(trace: Trace) -> tuple[Replayed, ...]:
    """The gate once more over a recorded draft; needs neither the model nor the library."""
    places = {one.passage.id: one for one in trace.passages}

    def cite(passage: Passage, start: int, end: int) -> Citation:
        one, quote = places[passage.id], passage.text[start:end]
        first = passage.start + start
        kind = SourceKind(one.kind)
        return Citation(one.source, one.title, one.section, one.page, one.label, first, first + len(quote), quote, kind)

    claims = verify(Draft(trace.sentences), [one.passage for one in trace.passages], cite)
    again = zip(trace.sentences, trace.verdicts, map(_verdict, claims), strict=True)
    return tuple(Replayed(sentence.text, then, now) for sentence, then, now in again)


def _shown(passage: Passage, cite: Cite) -> Shown:
    place = cite(passage, 0, len(passage.text))
    return Shown(
        passage.source, place.title, place.kind.value, place.label, passage.page, passage.start, passage.end, passage.text,
        passage.section,
    )  # fmt: skip


def _verdict(claim: Claim) -> Verdict:
    first = claim.citations[0] if claim.citations else None
    return Verdict(claim.standing.value, claim.why, (first.page, first.start, first.end) if first else None)


# -- on paper -------------------------------------------------------------------------------------------------------------


def write(path: Path, trace: Trace) -> None:
    """Write the file, replacing what was there. Raises CannotWrite."""
    try:
        path.write_text(on_paper(trace), encoding="utf-8")
    except OSError as error:
        raise CannotWrite(f"The trace cannot be written to {path}: {error.strerror}.") from None


def on_paper(trace: Trace) -> str:
    """The file's text: Markdown for a person, then the same as JSON for `read`."""
    parts = [f"# {' '.join(trace.question.split())}", f"Voice: {trace.voice}", *(f"Notice: {one}" for one in trace.notices)]
    for turn in trace.history:
        parts += ["## Before", _fenced(f"{turn.question}\n\n{turn.answer}")]
    for number, one in enumerate(trace.passages, start=1):
        where = ", ".join(filter(None, (one.title, f"page {one.page}", " > ".join(one.section))))
        parts += [f"## Passage {number}: {' '.join(where.split())}", _fenced(one.text)]
    for number, exchange in enumerate(trace.exchanges, start=1):
        sent = "\n\n".join(f"=== {role} ===\n{text}" for role, text in exchange.sent)
        parts += [f"## Prompt {number}", _fenced(sent), f"## Reply {number} ({exchange.finish or 'no finish'})"]
        parts.append(_fenced(exchange.reply))
    parts += ["## Draft and verdicts", *_judged(trace)]
    record = json.dumps({"version": VERSION, **asdict(trace)}, ensure_ascii=False, indent=1, default=_plain)
    parts += ["## Record", "What `tutor replay` reads.", _fenced(record, "json")]
    return without_keys("\n\n".join(parts) + "\n", *known_keys())


def _judged(trace: Trace) -> Iterator[str]:
    names = {one.passage.id: str(n) for n, one in enumerate(trace.passages, start=1)}
    for sentence, verdict in zip(trace.sentences, trace.verdicts):
        quote = (
            f" ⟦{names.get(sentence.passage, '?')}: {json.dumps(sentence.quote, ensure_ascii=False)}⟧" if sentence.quote else ""
        )
        yield f"**{verdict.standing}**: {verdict.why}\n{_fenced(f'{sentence.text}{quote}')}"


def _fenced(text: str, kind: str = "text") -> str:
    """A block whose fence the text cannot close."""
    ticks = "`" * max(3, 1 + max(map(len, _RUN.findall(text)), default=0))
    return f"{ticks}{kind}\n{text}\n{ticks}"


def _plain(value: object) -> str:
    return str(value.value) if isinstance(value, Layer | Standing) else str(value)


def read(path: Path) -> Trace:
    """A trace from its file. Raises FileMissing, or FileDamaged where it is no trace of ours."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise FileMissing(f"The trace {path} cannot be opened: {error.strerror}.") from None
    except UnicodeError:
        raise FileDamaged(f"{path} is no trace: it is not text.") from None
    return from_paper(text, str(path))


def from_paper(text: str, name: str = "This text") -> Trace:
    """A trace from its text. Raises FileDamaged."""
    blocks = list(_RECORD.finditer(text))
    try:
        return _trace(json.loads(blocks[-1][2]))
    except (IndexError, ValueError, KeyError, TypeError, AttributeError):
        raise FileDamaged(f"{name} is no trace that `tutor ask --trace` wrote, or it was changed by hand.") from None


def _trace(told: dict) -> Trace:
    if told["version"] != VERSION:
        raise ValueError("another version")
    trace = Trace(
        question=str(told["question"]),
        history=tuple(Turn(**row) for row in told["history"]),
        passages=tuple(Shown(**{**row, "section": tuple(row["section"])}) for row in told["passages"]),
        exchanges=tuple(
            Exchange(tuple((r, t) for r, t in row["sent"]), row["reply"], row["finish"]) for row in told["exchanges"]
        ),
        sentences=tuple(DraftSentence(**{**row, "layer": Layer(row["layer"])}) for row in told["sentences"]),
        verdicts=tuple(Verdict(**{**row, "citation": row["citation"] and tuple(row["citation"])}) for row in told["verdicts"]),
        notices=tuple(map(str, told["notices"])),
        voice=str(told["voice"]),
    )
    if len(trace.sentences) != len(trace.verdicts) or not all(one.passage.id for one in trace.passages):
        raise ValueError("sentences and verdicts do not belong together")
    return trace
