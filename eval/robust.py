"""What nothing may break: `python -m eval robust [--n 3000]`, with real files, real processes and real kills.

Every trial takes files in the way a learner's are taken in, into a library of its own in a temporary folder. Only the sentence
model is another one, for a run of minutes and not of hours: vectors made from the letters of the text, the same every time.
`python -m eval.robust child TASK ...` is one of the processes that are killed, starved or set against each other.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eval import planted_kill
from eval.bombs import BOMBS
from eval.damage import mutations
from tutor import SourceReport, Status, Tutor
from tutor.errors import TutorError

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"
FAIL_POINTS = ("staged", "read", "embedded", "row", "pages", "passages", "stored", "persist", "indexed")
SECONDS_A_FILE = 120.0
GRAPH = 1100  # passages: Chroma keeps its graph of neighbours in memory for the first thousand, and then writes it
_SEED = 20261121


class Letters:
    """A sentence model in place of the bundled one: a direction for each text, from its letters alone."""

    fingerprint = "letters"

    def vectors(self, texts):
        """(n, 384) float32, rows of length 1."""
        import zlib

        import numpy as np

        rows = np.stack(
            [np.random.default_rng(zlib.crc32(text.encode("utf-8", "replace"))).standard_normal(384) for text in texts]
        )
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def tutor_at(home: Path) -> Tutor:
    """A tutor whose passages are placed by their letters."""
    tutor = Tutor(home)
    tutor.__dict__["_embedder"] = Letters()
    return tutor


def take_in(tutor: Tutor, path: Path) -> SourceReport:
    """Ingest one file to its end."""
    steps = tutor.ingest(path)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            report: SourceReport = end.value
            return report


@dataclass
class Tally:
    """What became of many trials."""

    trials: int = 0
    faults: list[str] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0
    grown: float = 0.0

    def fault(self, words: str) -> None:
        """Note what should not have happened."""
        self.faults.append(words)

    def __str__(self) -> str:
        told = f"{self.trials} trials, {len(self.faults)} faults"
        if self.statuses:
            told += "; " + ", ".join(f"{count} {name}" for name, count in self.statuses.most_common())
        if self.longest:
            told += f"; longest {self.longest:.1f} s, the app grew by {self.grown:.0f} MB"
        return "\n    ".join([told, *self.faults[:20]])


def megabytes() -> float:
    """Memory this process holds now; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return 0.0


# Bad files


def small_books() -> list[bytes]:
    """The books that are mutated: the first pages of the given ones, and the small bad ones as they are."""
    import io

    import pypdf

    books = []
    for path in sorted((SHARED / "pdf").glob("*.pdf")):
        writer = pypdf.PdfWriter()
        writer.append(pypdf.PdfReader(path), pages=(0, 2))
        out = io.BytesIO()
        writer.write(out)
        books.append(out.getvalue())
    return books + [path.read_bytes() for path in sorted((SHARED / "nasty-pdfs").glob("*.pdf")) if path.stat().st_size < 60_000]


def bad_files(files: Iterator[tuple[str, bytes]], folder: Path) -> Tally:
    """Take in file after file in this one process, as an app that stays open does."""
    tally, tutor = Tally(), tutor_at(folder / "home")
    (folder / "warm.md").write_text("# Rank\n\nThe rank of a matrix is the number of its pivots.\n", encoding="utf-8")
    take_in(tutor, folder / "warm.md")
    before = megabytes()
    for name, data in files:
        path = folder / name
        path.write_bytes(data)
        began = time.perf_counter()
        try:
            report = take_in(tutor, path)
            sentence = report.problems[0] if report.problems else ""
            tally.statuses[report.status.value] += 1
            if not report.status.readable and (len(report.problems) != 1 or not sentence.endswith(".")):
                tally.fault(f"{name}: {report.status.value} in {len(report.problems)} sentences")
            if report.status in (Status.OK, Status.PARTIAL):
                tutor.remove(report.id)
        except Exception as error:  # noqa: BLE001 - whatever is raised here is the fault that is looked for
            tally.fault(f"{name}: {type(error).__name__}: {error}")
        seconds = time.perf_counter() - began
        tally.longest = max(tally.longest, seconds)
        if seconds > SECONDS_A_FILE:
            tally.fault(f"{name}: {seconds:.0f} seconds")
        tally.trials += 1
        path.unlink()
        for staged in (tutor.home / "sources").glob("*"):
            staged.unlink()
    tally.grown = max(0.0, megabytes() - before)
    return tally


def mutated(number: int) -> Iterator[tuple[str, bytes]]:
    """So many mutations of the given books."""
    books, draw = small_books(), random.Random(_SEED)
    for n in range(number):
        yield f"mutation{n}.pdf", mutations(books[n % len(books)], draw)


def bombs() -> Iterator[tuple[str, bytes]]:
    """The bombs, and the given files of the same mind."""
    yield from ((name, make()) for name, make in BOMBS.items())
    yield from ((path.name, path.read_bytes()) for path in sorted((SHARED / "nasty-pdfs").glob("*.pdf")))


def made_elsewhere(kind: str, number: int, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The same files, made by another process: what makes them needs packages and memory of its own, which are not the app's."""
    made = folder / "made"
    started = start("make", made, kind, number)
    _, told = started.communicate()
    if started.returncode:
        raise RuntimeError(told)
    for path in sorted(made.iterdir(), key=lambda one: one.stat().st_mtime_ns):
        yield path.name, path.read_bytes()
        path.unlink()


# Kills

NOTE = "# Note {0}\n\nThe note number {0} speaks of matrix {0}.\n\n" + "\n\n".join(
    f"## Part {n} of {{0}}\n\nThe part number {n} of note {{0}} says that matrix {n} has rank {n}." for n in range(60)
)


def notes(folder: Path, count: int) -> list[Path]:
    """So many small files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"note{n}.md" for n in range(count)]
    for n, path in enumerate(paths):
        path.write_text(NOTE.format(n), encoding="utf-8")
    return paths


def start(task: str, *arguments: object, **more: str) -> subprocess.Popen[str]:
    """One of our own processes."""
    command = [sys.executable, "-m", "eval.robust", "child", task, *map(str, arguments)]
    root = Path(__file__).resolve().parents[1]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=root, env={**os.environ, **more}, stdout=pipe, stderr=pipe, text=True)


def whole(home: Path, expected: set[str] | None, tally: Tally, what: str) -> None:
    """What must hold after any accident, at the next start."""
    tutor = tutor_at(home)
    tutor.warm()
    report = tutor.check_shelf()
    if not report.ok or report.passages != tutor.store.passage_count():
        tally.fault(f"{what}: {report}")
    for card in tutor.books():
        passages = tutor.store.passages_of(card.id)
        true = [p for p in passages if tutor.page(card.id, p.page).text[p.start : p.end] == p.text]
        if not (card.passages == len(passages) == len(true) > 0):
            tally.fault(f"{what}: {card.file} has {len(true)} true passages of {card.passages}")
    if expected is not None and not expected <= {card.file for card in tutor.books()}:
        tally.fault(f"{what}: lost {sorted(expected - {card.file for card in tutor.books()})}")
    if tutor.books() and not tutor.find("rank of matrix", 3):
        tally.fault(f"{what}: nothing is found")
    tutor.shelf._close()


def killed_at(points: tuple[str, ...], folder: Path) -> Tally:
    """A kill at every place with a name, then what the next start finds."""
    tally = Tally()
    for point in points:
        home, paths = folder / point, notes(folder / "notes", 2)
        take_in(tutor_at(home), paths[0])
        child = start("ingest", home, paths[1], TUTOR_FAILPOINT=point)
        said = child.communicate(timeout=SECONDS_A_FILE)
        if child.returncode != -signal.SIGKILL:
            tally.fault(f"{point}: ended by itself ({child.returncode}): {said[1][-200:]}")
        whole(home, {paths[0].name}, tally, point)
        child = start("ingest", home, *paths)
        child.communicate(timeout=SECONDS_A_FILE)
        whole(home, {path.name for path in paths}, tally, f"{point}, again")
        tally.trials += 1
    return tally


def killed_inside_chroma(places: Sequence[int] | int, folder: Path, sections: int = GRAPH) -> Tally:
    """A kill at the n-th change of the index's files, half of that write done where n is odd; a number: at every n-th of all."""
    tally, base, home = Tally(), folder / "base", folder / "home"
    kept, large = notes(folder / "notes", 1)[0], folder / "notes" / "large.md"
    lines = (f"## Part {n}\n\nThe part number {n} speaks of matrix {n} only." for n in range(sections))
    large.write_text("# Large\n\n" + "\n\n".join(lines), encoding="utf-8")
    first = tutor_at(base)
    take_in(first, kept)
    first.shelf._close()
    planted, told = planted_kill.library(folder), folder / "told"
    changes = _inside(0, base, home, large, planted, told)[1]
    for place in range(1, int(changes) + 1, places) if isinstance(places, int) else places:
        code, where = _inside(place, base, home, large, planted, told)
        if code != -signal.SIGKILL:
            tally.fault(f"change {place} of {changes}: ended by itself ({code})")
        tally.statuses[f"in {where}"] += 1
        whole(home, {kept.name}, tally, f"change {place}, {where}")
        start("ingest", home, large).communicate(timeout=SECONDS_A_FILE)
        whole(home, {kept.name, large.name}, tally, f"change {place}, {where}, again")
        tally.trials += 1
    return tally


def _inside(place: int, base: Path, home: Path, path: Path, planted: Path, told: Path) -> tuple[int, str]:
    """Take a file into a copy of a library, killed at that change of its index: how it ended, and what was being changed."""
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(base, home)
    told.unlink(missing_ok=True)
    child = start("ingest", home, path, **planted_kill.environment(planted, home / "index", place, told))
    child.communicate(timeout=SECONDS_A_FILE)
    return child.returncode, told.read_text(encoding="utf-8") if told.exists() else ""


def killed_at_random(times: int, folder: Path) -> Tally:
    """Kills at any moment of a long row of small files; what was said to be in must be in."""
    tally, draw = Tally(), random.Random(_SEED)
    home, paths = folder / "home", notes(folder / "notes", 400)
    kept: set[str] = set()
    for n in range(times):
        if len(kept) > 40:
            shutil.rmtree(home)
            kept = set()
        left = [path for path in paths if path.name not in kept]
        child = start("ingest", home, *left[:40])
        assert child.stdout is not None
        kept |= {child.stdout.readline().strip() for _ in range(draw.choice((0, 0, 1, 2)))} - {""}
        time.sleep(draw.uniform(0.0, 0.9 if n % 3 else 0.25))
        child.kill()
        kept |= set(child.communicate()[0].split())
        whole(home, kept, tally, f"kill {n}")
        tally.trials += 1
    return tally


# The index


def spoil(index: Path, draw: random.Random) -> str:
    """Delete or corrupt something in the folder of the index; says what."""
    files = sorted(path for path in index.rglob("*") if path.is_file())
    kind = draw.choice(("folder", "delete", "cut", "flip", "garbage", "empty"))
    if kind == "folder" or not files:
        shutil.rmtree(index)
        return "the folder"
    path = draw.choice(files)
    data = bytearray(path.read_bytes())
    if kind == "delete":
        path.unlink()
    elif kind == "cut" and data:
        path.write_bytes(data[: draw.randrange(len(data))])
    elif kind == "flip" and data:
        data[draw.randrange(len(data))] ^= 0xFF
        path.write_bytes(data)
    elif kind == "garbage":
        path.write_bytes(draw.randbytes(len(data)))
    else:
        path.write_bytes(b"")
    return f"{kind} {path.name}"


def spoiled(times: int, folder: Path, seed: int = _SEED) -> Tally:
    """An index deleted or corrupted again and again: the same answers at once, and a whole index after the next start."""
    tally, draw = Tally(), random.Random(seed)
    base, home = folder / "base", folder / "home"
    tutor = tutor_at(base)
    large = "# Large\n\n" + "\n\n".join(f"## Part {n}\n\nThe part number {n} speaks of matrix {n} only." for n in range(1100))
    (folder / "large.md").write_text(large, encoding="utf-8")
    for path in (*notes(folder / "notes", 2), folder / "large.md"):
        take_in(tutor, path)
    asked = ["matrix 7 has rank 7", "part number 512", "note number 1"]
    true = [[f.passage.id for f in tutor.find(words, 3)] for words in asked]
    tutor.shelf._close()
    for n in range(times):
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(base, home)
        what = f"{n}: {spoil(home / 'index', draw)}"
        child = start("ask", home, *asked)
        out, err = child.communicate(timeout=SECONDS_A_FILE)
        found = [line.split() for line in out.splitlines() if not line.startswith("!")]
        # The same passages; their order may change even when an index without any fault is built anew: it is approximate.
        if child.returncode or list(map(sorted, found)) != list(map(sorted, true)):
            tally.fault(f"{what}: other answers ({child.returncode}) {out} {err[-200:]}")
        tally.statuses["said so" if "!" in out else "no harm to the answers"] += 1
        whole(home, {"note0.md", "note1.md", "large.md"}, tally, what)
        tally.trials += 1
    return tally


# Together


def together(times: int, folder: Path) -> Tally:
    """Two programs that take in and one that reads, at once."""
    tally = Tally()
    for n in range(times):
        home, paths = folder / f"home{n}", notes(folder / "notes", 12)
        children = [start("ingest", home, *paths[:6]), start("ingest", home, *paths[6:]), start("read", home, 12)]
        for child in children:
            said = child.communicate(timeout=SECONDS_A_FILE)
            if child.returncode:
                tally.fault(f"{n}: {said[1][-300:]}")
        whole(home, {path.name for path in paths}, tally, f"together {n}")
        tally.trials += 1
    return tally


def starved(folder: Path) -> Tally:
    """No room for larger files, and a folder that may not be written to: a sentence, and nothing lost."""
    tally = Tally()
    paths = notes(folder / "notes", 8)
    for kilobytes in (8, 64, 200, 400, 600, 20_000):
        home = folder / f"home{kilobytes}"
        take_in(tutor_at(home), paths[0])
        child = start("starved", home, kilobytes << 10, *paths[1:])
        out, err = child.communicate(timeout=SECONDS_A_FILE)
        lines = [line for line in err.splitlines() if line.strip()]
        if "Traceback" in err or child.returncode not in (0, 3) or (child.returncode == 3 and len(lines) != 1):
            tally.fault(f"{kilobytes} KB: {child.returncode} {err[-300:]}")
        tally.statuses["a sentence" if child.returncode == 3 else "room enough"] += 1
        whole(home, {paths[0].name, *out.split()}, tally, f"{kilobytes} KB")
        tally.trials += 1
    return tally


def child(task: str, home: Path, arguments: list[str]) -> int:
    """What a process of a trial does. Prints what is done, line by line."""
    try:
        return _CHILDREN[task](home, arguments)
    except TutorError as error:
        print(error, file=sys.stderr)
        return 3


def _ingest(home: Path, paths: list[str]) -> int:
    tutor = tutor_at(home)
    for path in paths:
        report = take_in(tutor, Path(path))
        if not report.status.readable:
            raise TutorError(" ".join(report.problems))
        print(Path(path).name, flush=True)
    return 0


def _make(folder: Path, arguments: list[str]) -> int:
    kind, number = arguments
    folder.mkdir(parents=True)
    for name, data in mutated(int(number)) if kind == "mutated" else bombs():
        (folder / name).write_bytes(data)
    return 0


def _starved(home: Path, arguments: list[str]) -> int:
    import resource

    most, *paths = arguments
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
    return _ingest(home, paths)


def _ask(home: Path, questions: list[str]) -> int:
    tutor = tutor_at(home)
    for words in questions:
        print(*(found.passage.id for found in tutor.find(words, 3)))
    for notice in tutor.shelf.notices:
        print("!", notice)
    return 0


def _read(home: Path, arguments: list[str]) -> int:
    tutor = tutor_at(home)
    end = time.monotonic() + SECONDS_A_FILE / 2
    while len(tutor.books()) < int(arguments[0]) and time.monotonic() < end:
        for found in tutor.find("rank of matrix", 5):
            tutor.cite(found.passage)
    return 0


_CHILDREN: dict[str, Callable[[Path, list[str]], int]] = {
    "ingest": _ingest, "starved": _starved, "ask": _ask, "read": _read, "make": _make,
}  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Print the table."""
    reader = argparse.ArgumentParser(prog="python -m eval.robust")
    reader.add_argument("--n", type=int, default=3000, help="mutations")
    reader.add_argument("--only", default="", help="one row: a word of its name")
    asked = reader.parse_args(arguments or [])
    trials: dict[str, Callable[[Path], Tally]] = {
        "mutated books": lambda folder: bad_files(made_elsewhere("mutated", asked.n, folder), folder),
        "bombs": lambda folder: bad_files(made_elsewhere("bombs", 0, folder), folder),
        "killed at every named place": lambda folder: killed_at(FAIL_POINTS, folder),
        "killed inside Chroma's own writes": lambda folder: killed_inside_chroma(5, folder, sections=150),
        "killed inside Chroma's own writes, with its graph": lambda folder: killed_inside_chroma(53, folder),
        "killed at random": lambda folder: killed_at_random(200, folder),
        "index deleted or corrupted": lambda folder: spoiled(100, folder),
        "two ingests and a reader": lambda folder: together(20, folder),
        "disk full": starved,
    }
    if not SHARED.is_dir():
        print("There are no test books beside this repository (../shared/data): bad PDFs are left out.")
        del trials["mutated books"]
    if reason := planted_kill.missing():
        print(f"Kills inside Chroma's own writes are left out: {reason}.")
        trials = {name: trial for name, trial in trials.items() if "Chroma" not in name}
    for name, trial in trials.items():
        if asked.only in name:
            with tempfile.TemporaryDirectory() as folder:
                began = time.perf_counter()
                print(f"{name}: {trial(Path(folder))} ({time.perf_counter() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        sys.exit(child(sys.argv[2], Path(sys.argv[3]), sys.argv[4:]))
    main(sys.argv[1:])
