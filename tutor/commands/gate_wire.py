"""The gate in JSON: what `tutor verify` reads and prints. Foreign JSON becomes ours here, or one sentence says why not."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.errors import InputError
from tutor.voices.voice import DraftSentence

if TYPE_CHECKING:
    from tutor.voices.gate.proposed import Proposal, Sound
    from tutor.voices.verify import Claim

Json = dict[str, object]
MOST_BYTES = 64_000_000
_LONE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ToVerify:
    """Texts by name, the headings they stand under, and the sentences of a draft, as another program gives them."""

    passages: dict[str, str]
    sections: dict[str, tuple[str, ...]]
    draft: tuple[DraftSentence, ...] = ()


def read_object(text: str) -> Json:
    """One JSON object; raises InputError with one sentence."""
    try:
        found = json.loads(text)
    except RecursionError:
        raise InputError("The input is nested too deeply to read; give one plain JSON object.") from None
    except ValueError as error:
        raise InputError(f"The input is not JSON ({getattr(error, 'msg', 'it cannot be read')}); give one JSON object.") from None
    if not isinstance(found, dict):
        raise InputError("The input is JSON but no object; give one object in braces.")
    return found


def decoded(raw: bytes) -> str:
    """The text of bytes; raises InputError where they are too many or no UTF-8."""
    if len(raw) > MOST_BYTES:
        raise InputError(f"The input is over {MOST_BYTES // 1_000_000} MB; give fewer or shorter passages.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("The input is not UTF-8 text; save it as UTF-8.") from None


def to_verify(given: Json) -> ToVerify:
    """The passages and the draft of an input; raises InputError naming the field that cannot be used."""
    beside = passages_of(given, needed=True)
    sentences = []
    for n, row in enumerate(_rows(given, "draft"), start=1):
        where = f"sentence {n}"
        text, quote, name = _text(row, "text", where), _text(row, "quote", where), _name(row, "passage_id", where)
        if row.get("text") is None and not quote:
            raise InputError(f'Sentence {n} of the draft has no "text"; give every sentence its text.')
        sentences.append(DraftSentence(text or quote, quote, name))
    return ToVerify(beside.passages, beside.sections, tuple(sentences))


def passages_of(given: Json, *, needed: bool = False) -> ToVerify:
    """The passages of an input; with a model's question there may be none."""
    texts: dict[str, str] = {}
    sections: dict[str, tuple[str, ...]] = {}
    rows = _rows(given, "passages") if needed or given.get("passages") is not None else ()
    for n, row in enumerate(rows, start=1):
        name, text = _name(row, "id", f"passage {n}"), _text(row, "text", f"passage {n}")
        if not name:
            raise InputError(f'Passage {n} has no "id"; give every passage its id.')
        if texts.setdefault(name, text) != text:
            raise InputError(f"Two passages have the id {name[:40]!r}; give each its own.")
        sections[name] = _section(row)
    return ToVerify(texts, sections)


def _section(row: Json) -> tuple[str, ...]:
    section = row.get("section", row.get("heading"))
    if isinstance(section, str):
        return (section,)
    return tuple(title for title in section if isinstance(title, str)) if isinstance(section, list) else ()


def _rows(given: Json, field: str) -> Sequence[Json]:
    rows = given.get(field)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(f'The input needs "{field}", a list of objects.')
    return rows


def _text(row: Json, field: str, where: str) -> str:
    value = row.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(f'The "{field}" of {where} is no text; write it between quotation marks.')
    return _LONE.sub("\ufffd", value)


def _name(row: Json, field: str, where: str) -> str:
    value = row.get(field)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(row, field, where)


def claims(given: ToVerify, judged: Sequence[Claim]) -> Json:
    """What `verify --json` prints: each sentence of the draft in order, as it came, with its standing."""
    rows = zip(given.draft, judged, strict=True)
    return {"claims": [_claim(sentence, claim) for sentence, claim in rows]}


def _claim(sentence: DraftSentence, claim: Claim) -> Json:
    place = claim.citations[0] if claim.citations else None
    cited = None
    if place is not None:
        cited = {"passage_id": place.source, "start": place.start, "end": place.end, "quote": place.quote}
    why = f"{claim.why}; {claim.doubt}" if claim.doubt else claim.why
    return {"text": sentence.text, "standing": claim.standing.value, "why": why, "citation": cited}


def proposal(found: Proposal) -> Json:
    """What `verify --question --json` prints; `questions` holds every sound one of a reply, `question` the first."""
    questions = [_question(one) for one in found.questions]
    return {
        "verdict": found.verdict.value,
        "question": questions[0] if questions else None,
        "why": found.why,
        "questions": questions,
    }


def _question(one: Sound) -> Json:
    return {
        "prompt": one.prompt,
        "options": list(one.options),
        "key": one.key,
        "key_text": one.options[one.key],
        "explanation": one.explanation,
    }


def raw_of(given: Json) -> str:
    """The model's reply; raises InputError where there is none."""
    raw = given.get("raw")
    if raw is not None and not isinstance(raw, str):
        # A reply that was already parsed is a reply all the same.
        raw = json.dumps(raw, ensure_ascii=False)
    if "raw" not in given:
        raise InputError('The input needs "raw", the reply as it came.')
    return _LONE.sub("\ufffd", raw or "")


def write(value: Json) -> None:
    """One line of JSON on standard output, whatever characters it holds."""
    line = json.dumps(value, ensure_ascii=False) + "\n"
    sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
