"""The verbs about the library, on the command line: take books in, list them, let them go."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from tutor import READABLE, Incoming, Progress, SourceReport, Tutor, errors, show, wire
from tutor.batch import AsJson, print_json

_out = Console(highlight=False, soft_wrap=False)
_err = Console(stderr=True, highlight=False)


def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(help="Markdown, text or PDF files, or folders of them.")] = None,
    bundled: Annotated[bool, typer.Option("--bundled", help="Add the books that come with the tutor.")] = False,
    note: Annotated[bool, typer.Option("--note", help="These are my own notes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Add books and notes to your library. The same file twice does nothing; a changed file replaces its old passages."""
    tutor = Tutor()
    incoming = [*(tutor.bundled() if bundled else ()), *(one for path in paths or () for one in _files(path, note))]
    if not incoming:
        raise errors.FileMissing(
            "Name at least one file or folder to add, or use --bundled for the books that come with the tutor."
        )
    reports = list(_take_in(tutor, incoming, quiet=as_json))
    if as_json:
        print_json({"sources": [wire.report(r, str(one.path)) for one, r in zip(incoming, reports)]})
    else:
        companion = tutor.companion()
        for r in reports:
            if r.id not in companion:
                show.report(_out, r)
        show.booklets(_out, [r for r in reports if r.id in companion])
    if not any(r.status.readable for r in reports):
        raise typer.Exit(2)


def books(
    removed: Annotated[bool, typer.Option("--removed", help="List what was taken out and can be put back.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what is in your library, and how much of each book could be read."""
    if removed:
        gone = Tutor().removed()
        if as_json:
            print_json({"removed": [{"id": one.source, "title": one.title, "file": one.file} for one in gone]})
        else:
            for one in gone:
                _out.print(f"{one.source}  {one.title}", markup=False)
        return
    tutor = Tutor()
    cards = tutor.books()
    if as_json:
        print_json({"sources": [wire.card(c) for c in cards]})
    else:
        show.books(_out, cards, tutor.companion())


def forget(
    source: Annotated[str, typer.Argument(help="The id of a source, as `tutor books` shows it.")],
    as_json: AsJson = False,
) -> None:
    """Take a source out of your library."""
    card = Tutor().remove(source)
    if as_json:
        print_json({"removed": wire.card(card)})
    else:
        _out.print(f"{card.title} is no longer in your library.", markup=False)


def restore(
    source: Annotated[str, typer.Argument(help="The id of a source, as `tutor books --removed` shows it.")],
    as_json: AsJson = False,
) -> None:
    """Put back a source that you took out."""
    report = _to_the_end(Tutor().restore(source))
    if as_json:
        print_json({"sources": [wire.report(report, report.path)]})
    else:
        show.report(_out, report)


def rename(
    source: Annotated[str, typer.Argument(help="The id of a source.")],
    name: Annotated[str, typer.Argument(help="What you call it; empty for its own title.")],
    as_json: AsJson = False,
) -> None:
    """Call a source by a name of your own, here and in every citation."""
    card = Tutor().rename(source, name)
    if as_json:
        print_json(wire.card(card))
    else:
        _out.print(f"It is called {card.title} now.", markup=False)


def formulas(
    source: Annotated[str, typer.Argument(help="The id of a source.")],
    page: Annotated[int | None, typer.Option("--page", min=1, help="Only this page.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the formulas of a source with their places and how sure we are of each."""
    tutor = Tutor()
    tutor.store.card(source)
    found = tutor.formulas_on(source, page)
    if as_json:
        print_json({"formulas": [wire.formula_place(f) for f in found]})
    else:
        for f in found:
            _out.print(f"p. {f.page}  letter {f.start}  {f.status.value}  {f.number}  {f.latex}", markup=False)


def correct(
    source: Annotated[str, typer.Argument(help="The id of a source.")],
    page: Annotated[int, typer.Argument(help="The page the formula stands on.")],
    start: Annotated[int, typer.Argument(help="The letter it begins at, as `tutor formulas` shows it.")],
    latex: Annotated[str, typer.Argument(help="What is printed, in LaTeX.")],
    as_json: AsJson = False,
) -> None:
    """Put right a formula that was read wrong; it is kept, also when the file is read again."""
    report = _to_the_end(Tutor().correct_formula(source, page, start, latex))
    if as_json:
        print_json({"sources": [wire.report(report, report.path)]})
    else:
        _out.print("Kept.")


def _to_the_end(steps: Generator[Progress, None, SourceReport]) -> SourceReport:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def shelf(
    check: Annotated[bool, typer.Option("--check", help="Compare the search index with the book of record.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build the search index anew from the book of record.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check or rebuild the search index."""
    tutor = Tutor()
    if rebuild:
        tutor.rebuild_shelf()
    report = tutor.check_shelf()
    if as_json:
        print_json({**wire.shelf(report), "rebuilt": rebuild})
    else:
        show.shelf(_out, report)
    if not report.ok:
        raise typer.Exit(1)


def where(as_json: AsJson = False) -> None:
    """Where your data live."""
    home = Tutor().home
    if as_json:
        print_json({"home": str(home)})
    else:
        _out.print(str(home), markup=False, soft_wrap=True)


def _take_in(tutor: Tutor, incoming: list[Incoming], *, quiet: bool) -> Iterator[SourceReport]:
    """Take files in one after another, with a bar for each; a bad file never stops the others."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[unit]}"), TimeRemainingColumn())
    with Bars(*columns, console=_err, transient=True, disable=quiet or not _err.is_terminal) as bars:
        for one in incoming:
            bar = bars.add_task(one.name, total=None, unit="")
            steps = tutor.ingest(one)
            while True:
                try:
                    step = next(steps)
                except StopIteration as end:
                    bars.remove_task(bar)
                    yield end.value
                    break
                bars.update(bar, description=str(step), completed=step.done, total=step.total or None)


def _files(path: Path, note: bool) -> Iterator[Incoming]:
    """The file, or the files of a folder that we can read, in order."""
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.suffix.lower() in READABLE and p.is_file())
        yield from (Incoming.at(p, note=note) for p in found)
    else:
        yield Incoming.at(path, note=note)


COMMANDS = (ingest, books, forget, restore, rename, formulas, correct, shelf, where)
