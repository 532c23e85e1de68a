"""The verbs about practice, on the command line: quizzes, marks, reviews, weak spots."""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from tutor import Tutor, errors, show, wire
from tutor.batch import AsJson, Batch, one_or_batch, print_json

_out = Console(highlight=False, soft_wrap=False)

Now = Annotated[str | None, typer.Option("--now", metavar="TIME", help="Pretend it is this time (ISO 8601, with a zone).")]


def quiz(
    topic: Annotated[
        str | None, typer.Option("--topic", help="What to ask about, in your own words; everything if left out.")
    ] = None,
    n: Annotated[int, typer.Option("-n", min=1, max=100, help="How many questions.")] = 5,
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="The same seed gives the same quiz.")] = None,
    sealed: Annotated[bool, typer.Option("--sealed", help="Leave keys and solutions out.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a quiz; in a terminal, take it."""
    tutor, chosen = Tutor(), secrets.randbelow(1_000_000) if seed is None else seed
    questions = tutor.quiz(topic, n, chosen)
    if as_json:
        print_json(wire.quiz(chosen, questions, tutor.graph, sealed=sealed))
        return
    for number, q in enumerate(questions, start=1):
        show.question(_out, q, number)
        if sys.stdin.isatty():
            show.mark(_out, tutor.mark(q.id, input("your answer: ")))
    _out.print(f"\n[dim]This was quiz --seed {chosen}. Answer a question with: tutor mark ID ANSWER[/dim]")


def mark(
    question_id: Annotated[str | None, typer.Argument(help="The id of the question.")] = None,
    typed: Annotated[str | None, typer.Argument(help="The answer.")] = None,
    as_json: AsJson = False,
    batch: Batch = None,
    now: Now = None,
) -> None:
    """Mark an answer, and log it for review. An answer that cannot be read is never counted as wrong."""
    tutor = Tutor()

    def one(question_id: str, typed: str, now: str | None = now) -> tuple[wire.Json, bool]:
        marked = tutor.mark(question_id, typed, _time(now))
        if not (as_json or batch):
            show.mark(_out, marked)
        return wire.mark(marked), marked.grade.value == "right"

    one_or_batch(one, {"question_id": question_id, "typed": typed}, as_json, batch)


def due(as_json: AsJson = False, now: Now = None) -> None:
    """What is due for review."""
    tutor = Tutor()
    entries = tutor.due(_time(now))
    if as_json:
        print_json({"due": [wire.due(d, tutor.graph) for d in entries]})
    else:
        show.due(_out, entries, tutor.graph)


def weak(as_json: AsJson = False, now: Now = None) -> None:
    """Your weak spots, worst first, each with its evidence."""
    tutor = Tutor()
    spots = tutor.weak_spots(_time(now))
    if as_json:
        print_json({"weak_spots": [wire.weak_spot(w, tutor.graph) for w in spots]})
    else:
        show.weak(_out, spots, tutor.graph)


def _time(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise errors.InputError(f"{text!r} is not a time; write it like 2026-03-01T08:00:00+00:00.") from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


COMMANDS = (quiz, mark, due, weak)
