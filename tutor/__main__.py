"""The tutor on the command line: the verbs of the front door, for people and, with --json or --batch, for programs.

Exit codes: 0 done; 1 the answer is "no" or nothing was found; 2 what was given cannot be used (one sentence on stderr);
3 a fault of ours (one sentence on stderr, the details in tutor.log under the data folder).
"""

from __future__ import annotations

import logging
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from tutor import READABLE, Incoming, SourceReport, Tutor, TutorError, errors, maths_commands, show, wire
from tutor.batch import AsJson, Batch, one_or_batch, print_json

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None, help=__doc__)
_out = Console(highlight=False, soft_wrap=False)
_err = Console(stderr=True, highlight=False)

Now = Annotated[str | None, typer.Option("--now", metavar="TIME", help="Pretend it is this time (ISO 8601, with a zone).")]


# -- books -----------------------------------------------------------------------------------------------------------------


@app.command()
def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(help="Markdown, text or PDF files, or folders of them.")] = None,
    bundled: Annotated[bool, typer.Option("--bundled", help="Add the books that come with the tutor.")] = False,
    note: Annotated[bool, typer.Option("--note", help="These are my own notes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Add books and notes to your library. The same file twice does nothing; a changed file replaces its old passages."""
    incoming = [*(_bundled() if bundled else ()), *(one for path in paths or () for one in _files(path, note))]
    if not incoming:
        raise errors.FileMissing(
            "Name at least one file or folder to add, or use --bundled for the books that come with the tutor."
        )
    reports = list(_take_in(Tutor(), incoming, quiet=as_json))
    if as_json:
        print_json({"sources": [wire.report(r, str(one.path)) for one, r in zip(incoming, reports)]})
    else:
        for r in reports:
            show.report(_out, r)
    if not any(r.status.readable for r in reports):
        raise typer.Exit(2)


@app.command()
def books(as_json: AsJson = False) -> None:
    """List what is in your library."""
    cards = Tutor().books()
    if as_json:
        print_json({"sources": [wire.card(c) for c in cards]})
    else:
        show.books(_out, cards)


@app.command()
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


@app.command()
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


# -- asking ----------------------------------------------------------------------------------------------------------------


@app.command()
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


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="Your question, in your own words.")] = None,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """Ask your books: an explanation in their words, every sentence with its place."""
    tutor = Tutor()

    def one(question: str) -> tuple[wire.Json, bool]:
        explanation = tutor.ask(question)
        if not (as_json or batch):
            show.explanation(_out, explanation)
        return wire.explanation(explanation, tutor.graph), explanation.covered

    one_or_batch(one, {"question": question}, as_json, batch)


# -- mathematics without a book --------------------------------------------------------------------------------------------

for command in maths_commands.COMMANDS:
    app.command()(command)


# -- practising ------------------------------------------------------------------------------------------------------------


@app.command()
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


@app.command()
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


@app.command()
def due(as_json: AsJson = False, now: Now = None) -> None:
    """What is due for review."""
    tutor = Tutor()
    entries = tutor.due(_time(now))
    if as_json:
        print_json({"due": [wire.due(d, tutor.graph) for d in entries]})
    else:
        show.due(_out, entries, tutor.graph)


@app.command()
def weak(as_json: AsJson = False, now: Now = None) -> None:
    """Your weak spots, worst first, each with its evidence."""
    tutor = Tutor()
    spots = tutor.weak_spots(_time(now))
    if as_json:
        print_json({"weak_spots": [wire.weak_spot(w, tutor.graph) for w in spots]})
    else:
        show.weak(_out, spots, tutor.graph)


# -- the house -------------------------------------------------------------------------------------------------------------


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what is missing, and the line that mends it."""
    from tutor.doctor import examine

    findings = []
    for finding in examine(Tutor()):
        findings.append(finding)
        if not as_json:
            show.finding(_out, finding)
    if as_json:
        print_json({"findings": [{"name": f.name, "ok": f.ok, "says": f.says, "mend": "" if f.ok else f.mend} for f in findings]})
    if not all(f.ok for f in findings):
        raise typer.Exit(1)


@app.command()
def ui(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8501,
    headless: Annotated[bool, typer.Option("--headless", help="Do not open a browser window.")] = False,
) -> None:
    """Open the tutor in the browser, on this machine only."""
    import ui as pages

    main = Path(pages.__file__).with_name("app.py")
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(main),
        "--server.port",
        str(port),
        "--server.address",
        "127.0.0.1",
    ]
    if headless or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in ("darwin", "win32")):
        command += ["--server.headless", "true"]
    settings = {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "ANONYMIZED_TELEMETRY": "False",
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    }
    _out.print(f"Marginalia is at http://127.0.0.1:{port} (stop it with Ctrl-C).")
    try:
        code = subprocess.run(command, env={**os.environ, **settings}, check=False).returncode
    except KeyboardInterrupt:
        code = 0
    raise typer.Exit(0 if code in (0, -2, 130) else 3)


@app.command()
def where(as_json: AsJson = False) -> None:
    """Where your data live."""
    home = Tutor().home
    if as_json:
        print_json({"home": str(home)})
    else:
        _out.print(str(home), markup=False, soft_wrap=True)


# -- the edge --------------------------------------------------------------------------------------------------------------


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


def _bundled() -> Iterator[Incoming]:
    """The books and notes that come with the tutor."""
    import corpus

    folder = Path(corpus.__file__).parent
    for path in sorted([*folder.glob("chapters/*.md"), *folder.glob("notes/*.md")]):
        yield Incoming(path, path.name, f"bundled:{path.name}", note=path.parent.name == "notes")


def _time(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise errors.InputError(f"{text!r} is not a time; write it like 2026-03-01T08:00:00+00:00.") from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


@contextmanager
def _edge() -> Iterator[None]:
    """The one place where errors become a sentence and an exit code."""
    try:
        yield
    except errors.HouseError as error:
        _err.print(str(error), markup=False)
        raise SystemExit(3) from None
    except TutorError as error:
        _err.print(str(error), markup=False)
        raise SystemExit(2) from None
    except (KeyboardInterrupt, BrokenPipeError):
        raise SystemExit(130) from None
    except Exception:  # noqa: BLE001 - the edge: a fault of ours becomes one sentence, and its trace goes to the log
        _log().exception("a fault of ours")
        _err.print(
            "Something went wrong inside the tutor; nothing you saved is lost. The details are in tutor.log (see: tutor where).",
            markup=False,
        )
        raise SystemExit(3) from None


def _log() -> logging.Logger:
    log = logging.getLogger("tutor")
    if not log.handlers:
        try:
            home = Tutor().home
            home.mkdir(parents=True, exist_ok=True)
            log.addHandler(logging.FileHandler(home / "tutor.log", encoding="utf-8"))
        except OSError:
            log.addHandler(logging.NullHandler())
        log.propagate = False
    return log


def main() -> None:
    """The command `tutor`."""
    with _edge():
        app()


if __name__ == "__main__":
    main()
