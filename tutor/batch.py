"""One input or a file of them: JSON lines in, JSON lines out, in order, in one process."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from tutor import Terms, TutorError, errors
from tutor.wire import Json

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Batch = Annotated[str | None, typer.Option("--batch", metavar="FILE|-", help="JSON lines in, JSON lines out, in order.")]


@dataclass(frozen=True, slots=True)
class Declared:
    """What the options of `check` declare; `shapes` is still JSON as typed."""

    shapes: str | None
    symmetric: Sequence[str]
    constants: Sequence[str]
    decimals: int | None


def terms(options: Declared, line: Mapping[str, object]) -> Terms:
    """The terms of one question: the options, overridden by the fields of a line of a batch. Raises InputError for odd fields."""
    try:
        shapes = line.get("shapes", json.loads(options.shapes) if options.shapes else None)
        sizes = {str(name): (rows, columns) for name, (rows, columns) in shapes.items()} if isinstance(shapes, dict) else None
        decimals = line.get("decimals", options.decimals)
        return Terms(
            sizes, _names(line, "symmetric", options.symmetric), _names(line, "constants", options.constants), _whole(decimals)
        )
    except (ValueError, TypeError) as error:
        raise errors.InputError(f'The terms cannot be read ({error}); write shapes like {{"A": [3, 2]}}.') from None


def _names(line: Mapping[str, object], field: str, otherwise: Sequence[str]) -> tuple[str, ...]:
    value = line.get(field, otherwise)
    return (value,) if isinstance(value, str) else tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | str) else None


# What people call a field whose name is made for files.
_SAID = {
    "latex": "a formula, such as 'a^2 + b^2 = c^2'",
    "typed": "the answer as typed",
    "kind": "the kind of answer with --kind",
    "key": "one right form with --key",
}


def one_or_batch(one: Callable[..., tuple[Json, bool]], given: dict[str, str | None], as_json: bool, batch: str | None) -> None:
    """Answer one input, or every line of a batch; a line that cannot be used gives a line that says why."""
    if batch is not None:
        for fields in _lines(batch):
            try:
                print_json(one(**fields)[0])
            except (TutorError, TypeError) as error:
                says = str(error) if isinstance(error, TutorError) else f"a line needs the fields {', '.join(given)}"
                print_json({"error": says})
        return
    missing = [name for name, value in given.items() if value is None or not value.strip()]
    if missing:
        said = _SAID.get(missing[0], f"the {missing[0].replace('_', ' ')}")
        raise errors.InputError(f"Say {said}, or give many with --batch FILE.")
    answer, yes = one(**given)
    if as_json:
        print_json(answer)
    if not yes:
        raise typer.Exit(1)


def _lines(batch: str) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines, or of standard input for `-`."""
    try:
        text = sys.stdin if batch == "-" else Path(batch).open(encoding="utf-8")  # noqa: SIM115 - closed with the program
    except OSError as error:
        raise errors.FileMissing(f"The batch file {batch} cannot be opened: {error.strerror}.") from None
    for number, line in enumerate(text, start=1):
        if line.strip():
            try:
                fields = json.loads(line)
            except json.JSONDecodeError as error:
                raise errors.InputError(f"Line {number} of the batch is not JSON: {error.msg}.") from None
            yield fields if isinstance(fields, dict) else {}


def print_json(value: object) -> None:
    """One line of JSON on standard output, at once."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()
