"""The gate on the command line: sentences against passages, and a model's question against the maths room."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tutor.batch import AsJson, Batch
from tutor.commands import gate_wire
from tutor.errors import FileMissing, InputError

_out = Console(highlight=False, soft_wrap=False)
_MARKS = {"quoted": "“ ”", "proved": "✓", "tested": "✓", "unchecked": "?", "struck": "✗"}


def verify(
    file: Annotated[Path | None, typer.Argument(help="A JSON object; standard input if left out.")] = None,
    question: Annotated[bool, typer.Option("--question", help="Judge a model's question: the key is worked out again.")] = False,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """Judge sentences that lean on passages: quoted, proved, tested, unchecked or struck, each with its reason.

    Reads {"passages": [{"id", "text"}], "draft": [{"text", "quote", "passage_id"}]}; with --question {"raw": "a model's reply"}.
    """
    judge = _question if question else _draft
    if batch is not None:
        for line in _raw(None if batch == "-" else Path(batch)).split(b"\n"):
            if line.strip():
                gate_wire.write(_or_says_why(judge, line))
        return
    answer = judge(gate_wire.read_object(gate_wire.decoded(_raw(file))))
    if as_json:
        gate_wire.write(answer)
    else:
        for row in _told(answer):
            _out.print(row, markup=False)


def _draft(given: gate_wire.Json) -> gate_wire.Json:
    from tutor.voices.gate.foreign import verify_texts

    asked = gate_wire.to_verify(given)
    return gate_wire.claims(asked, verify_texts(asked.passages, asked.draft, asked.sections))


def _question(given: gate_wire.Json) -> gate_wire.Json:
    from tutor.voices.gate.foreign import passage_named
    from tutor.voices.gate.proposed import judge_reply

    raw, beside = gate_wire.raw_of(given), gate_wire.passages_of(given)
    found = {name: passage_named(name, text, beside.sections[name]) for name, text in beside.passages.items() if text}
    return gate_wire.proposal(judge_reply(raw, tuple(found.values()), {name: one.id for name, one in found.items()}))


def _or_says_why(judge: object, line: bytes) -> gate_wire.Json:
    """One line of a batch; a line that cannot be used gives a line that says why."""
    try:
        given = gate_wire.read_object(gate_wire.decoded(line))
        return _question(given) if judge is _question else _draft(given)
    except InputError as error:
        return {"error": str(error)}


def _raw(file: Path | None) -> bytes:
    if file is None:
        return sys.stdin.buffer.read(gate_wire.MOST_BYTES + 1)
    try:
        with file.open("rb") as opened:
            return opened.read(gate_wire.MOST_BYTES + 1)
    except OSError as error:
        raise FileMissing(f"The file {file} cannot be opened: {error.strerror}.") from None


def _told(answer: gate_wire.Json) -> Iterator[str]:
    """What a person reads."""
    rows = answer.get("claims")
    if isinstance(rows, list):
        for row in rows:
            yield f"{_MARKS[row['standing']]} {row['text']}\n   {row['standing']}: {row['why']}"
    else:
        yield f"{answer['verdict']}: {answer['why']}"


COMMANDS = (verify,)
