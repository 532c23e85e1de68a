"""One writes in a terminal while another reads in the browser: `python -m eval locks [--n 100]`.

A reader stays open as the browser's does: one `Tutor` in one process, asked again and again while others write. In every trial
`python -m tutor ingest` adds a small book from a process of its own, in every second one two at once, as from two terminals.
The reader is told a word to ask for, and nothing of files. A trial is without fault where every command ended well; the reader
found the new book while it came and again when it was there, by its words and by meaning, without a failed answer or an index
that had to be mended; and afterwards the ids in SQLite are those in Chroma, and Chroma gives back for each the vector on record.

A small library is answered from the vectors in memory; every second reader is made to ask Chroma, as one of a large library does.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from eval import figures
from eval.robust import Tally
from tutor import Tutor
from tutor.errors import TutorError

SECONDS = 120.0
_ALIKE = 0.999
_ROOT = Path(__file__).resolve().parents[1]
_EVERY_NEW_HOME = 25  # trials: a library of that many books, then a fresh one
_TITLE = "Book of {0}"
_BOOK = "# Book of {0}\n\n" + "\n\n".join(
    f"## Chapter {n} of {{0}}\n\nChapter {n} of the book of {{0}} says that the matrix {{0}} has rank {n}." for n in range(40)
)


def named(number: int) -> str:
    """A word for a number that stands in no other book.

    >>> named(0), named(27)
    ('zqaa', 'zqbb')
    """
    return "zq" + chr(97 + number // 26 % 26) + chr(97 + number % 26)


def book(folder: Path, word: str) -> Path:
    """A small book about one word."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{word}.md"
    path.write_text(_BOOK.format(word), encoding="utf-8")
    return path


# The reader


@contextmanager
def reader(home: Path, how: str) -> Iterator[subprocess.Popen[str]]:
    """A process that stays open: it reads a word a line, asks until the book of that word is found, and says how it went.

    `how` is "memory" or "chroma": what answers it.
    """
    command = [sys.executable, "-m", "eval.locks", "child", how]
    pipe, env = subprocess.PIPE, {**os.environ, "TUTOR_HOME": str(home)}
    with subprocess.Popen(command, cwd=_ROOT, env=env, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "open\n", "the reader did not open"
            yield child
        finally:
            assert child.stdin is not None
            child.stdin.close()
            child.wait(SECONDS)


def reading(how: str) -> int:
    """What the reader's process does: for every line "found", how many questions it took, or what failed."""
    tutor = Tutor()
    if how == "chroma":
        vars(sys.modules[type(tutor.shelf).__module__])["_MOST_IN_MEMORY"] = 0
    tutor.warm()
    tutor.find("rank of a matrix")
    print("open", flush=True)
    for line in sys.stdin:
        print(_asked(tutor, line.strip()), flush=True)
    return 0


def _asked(tutor: Tutor, word: str) -> str:
    """Ask by meaning and words until the book is found, and the shelf alone until it knows the passage too."""
    end, questions = time.monotonic() + SECONDS, 0
    vector = tutor.embedder.vectors(
        [f"Book of {word} > Chapter 7 of {word}. Chapter 7 of the book of {word} says that the rank"]
    )[0]
    while time.monotonic() < end:
        questions += 1
        try:
            books = {card.id for card in tutor.books() if card.title == _TITLE.format(word)}
            found = [one.passage.source for one in tutor.find(f"matrix {word}", 3)]
            near = tutor.shelf.nearest(vector, 10, tutor.embedder.fingerprint)
            shelved = set(tutor.store.passages([id for id, _ in near]).values())
        except TutorError as error:
            return f"failed: {error}"
        if books and set(found[:1]) <= books and books & {one.source for one in shelved}:
            notices, tutor.shelf.notices[:] = [f"! {notice}" for notice in tutor.shelf.notices], []
            return " ".join(["found", str(questions), *notices])
    return "not found"


# The trials


def ingest(home: Path, path: Path) -> subprocess.Popen[str]:
    """The command as it is typed in a terminal."""
    command, pipe = [sys.executable, "-m", "tutor", "ingest", str(path)], subprocess.PIPE
    return subprocess.Popen(
        command, cwd=_ROOT, env={**os.environ, "TUTOR_HOME": str(home)}, stdout=pipe, stderr=subprocess.STDOUT, text=True
    )


def lost(home: Path, words: Sequence[str]) -> str:
    """What differs between the record and the index, read by a program that opens it anew; nothing where nothing does."""
    tutor = Tutor(home)
    try:
        fingerprint = tutor.embedder.fingerprint
        report = tutor.shelf.check(fingerprint)
        new = [card.id for card in tutor.books() if card.title in map(_TITLE.format, words)]
        strays = [id for source in new for id in _not_as_stored(tutor, source, fingerprint)]
        if report.ok and len(new) == len(words) and not strays and not tutor.shelf.notices:
            return ""
        return f"{len(new)} of {len(words)} books, {len(strays)} vectors are not those on record, {report} {tutor.shelf.notices}"
    finally:
        tutor.shelf._close()


def _not_as_stored(tutor: Tutor, source: str, fingerprint: str) -> Iterator[str]:
    """The passages of a book whose vector Chroma does not give back as it is on record."""
    collection = tutor.shelf._reading().get_collection(f"book-{source}", embedding_function=None)
    rows = collection.get(include=["embeddings"])
    held = dict(zip(rows["ids"], rows["embeddings"], strict=True))
    for id, vector in zip(*tutor.store.vectors(fingerprint, source), strict=True):
        if id not in held or float(held[id] @ vector) < _ALIKE:
            yield id


def locks(times: int, folder: Path) -> Tally:
    """So many trials; the reader is opened anew only with a new library."""
    tally, number = Tally(), 0
    for first in range(0, times, _EVERY_NEW_HOME):
        home = folder / f"home{first}"
        with ingest(home, book(folder, named(number))) as child:
            child.communicate(timeout=SECONDS)
        with reader(home, ("memory", "chroma")[first // _EVERY_NEW_HOME % 2]) as open_reader:
            for trial in range(first, min(first + _EVERY_NEW_HOME, times)):
                words = [named(number := number + 1) for _ in range(1 + trial % 2)]
                _trial(home, [book(folder, word) for word in words], open_reader, tally, f"trial {trial}")
        number += 1
    return tally


def _trial(home: Path, paths: Sequence[Path], child: subprocess.Popen[str], tally: Tally, what: str) -> None:
    began = time.perf_counter()
    writers = [ingest(home, path) for path in paths]
    answers = _answers(child, paths)  # asked while they write
    wrong = []
    for path, writer in zip(paths, writers, strict=True):
        said, _ = writer.communicate(timeout=SECONDS)
        if writer.returncode:
            wrong.append(f"{path.name} ended with {writer.returncode}: {said[-200:]}")
    answers += _answers(child, paths)
    for answer in answers:
        tally.statuses["found by the open reader"] += answer.startswith("found")
    wrong += [f"the reader: {answer}" for answer in answers if not answer.startswith("found") or "!" in answer]
    tally.longest = max(tally.longest, time.perf_counter() - began)
    if told := lost(home, [path.stem for path in paths]):
        wrong.append(told)
    if wrong:
        tally.fault(f"{what}: {'; '.join(wrong)}")
    tally.trials += 1


def _answers(child: subprocess.Popen[str], paths: Sequence[Path]) -> list[str]:
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write("".join(f"{path.stem}\n" for path in paths))
    child.stdin.flush()
    return [child.stdout.readline().strip() or "the reader ended" for _ in paths]


def main(arguments: Sequence[str] = ()) -> None:
    """Print how many trials had a fault, and which."""
    asked = argparse.ArgumentParser(prog="python -m eval locks")
    asked.add_argument("--n", type=int, default=100, help="trials")
    told = asked.parse_args(list(arguments))
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        tally = locks(told.n, Path(folder))
        print(f"terminal ingests beside an open reader: {tally} ({time.perf_counter() - began:.0f} s)")
    figures.share("locks", "trials without a fault", tally.trials - len(tally.faults), tally.trials)


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        sys.exit(reading(sys.argv[2]))
    main(sys.argv[1:])
