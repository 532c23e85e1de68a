"""The verbs that ask the learner's books, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tutor import Turn, Tutor, show, wire
from tutor.batch import AsJson, Batch, one_or_batch

_out = Console(highlight=False, soft_wrap=False)


def find(
    query: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 5,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """Find the passages of your books that speak of something."""
    tutor = Tutor()

    def one(query: str, k: int = k) -> tuple[wire.Json, bool]:
        found = [(f, tutor.cite(f.passage)) for f in tutor.find(query, k)]
        if not (as_json or batch):
            show.passages(_out, found)
        return wire.found(query, found), bool(found)

    one_or_batch(one, {"query": query}, as_json, batch)


def ask(
    question: Annotated[str | None, typer.Argument(help="Your question, in your own words.")] = None,
    after: Annotated[list[str] | None, typer.Option("--after", help="A question asked before this one, oldest first.")] = None,
    trace: Annotated[Path | None, typer.Option("--trace", metavar="FILE", help="Write what was sent, found and judged.")] = None,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """Ask your books: an explanation in their words, every sentence with its place."""
    tutor = Tutor()

    def one(question: str, after: list[str] = after or []) -> tuple[wire.Json, bool]:
        explanation = tutor.ask(question, [Turn(one) for one in after], trace=trace)
        if not (as_json or batch):
            show.explanation(_out, explanation)
        return wire.explanation(explanation, tutor.graph), explanation.covered

    one_or_batch(one, {"question": question}, as_json, batch)


COMMANDS = (find, ask)
