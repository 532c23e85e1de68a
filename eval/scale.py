"""What a large library costs: `python -m eval scale [--to 100000] [--keep FOLDER] [--picture FILE]`, an hour of two cores.

Libraries of 1, 3, 10, 30 and 100 thousand passages, taken in as a learner's books are: Markdown files of about 2,000 passages
through `Tutor.ingest`, embedded by the bundled model. There are three open textbooks beside the project and not fifty, so the
books are made of these three: a book has the headings of a run of their sections, in order, and under each as many paragraphs as
there were, drawn from a seeded shuffle of the paragraphs of all three. Every paragraph is used once before any is used again; a
passage packs several under a heading, so that hardly two passages and hardly two vectors are alike. The words, the formulas and
the lengths are those of textbooks; the thread of a chapter is lost, so nothing is said here of how good the answers are.

Asked are the public questions of kinds student and index, each of the whole library, three times over by a process that does
nothing else; the quietest of the three rounds counts. --keep leaves the libraries in a folder, and a second run over it asks anew
without building.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval import figures
from tutor import Tutor

if TYPE_CHECKING:
    import numpy as np

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
A_BOOK = 2_000  # passages, at most
_LETTERS_OF_A_PASSAGE = 745  # as cut from the three books; a library ends within a book's share of its size
_DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "retrieval"
_ROOT = Path(__file__).resolve().parents[1]
_ROUNDS, _STARTS, _SEED = 3, 3, 20261121
_FENCED = re.compile(r"^(```|~~~).*?^\1[^\n]*$|^\$\$.*?\$\$[^\n]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,4} .*$")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a library of `passages` costs: times in milliseconds and seconds, sizes in megabytes, rates in passages a second.

    `rate` is the whole way of a book onto the shelf, `rate_without_model` what it would be if the sentence model took no time;
    both are of the books added since the size before. `restart` is from the start of a process to its first answer.
    """

    passages: int
    books: int
    p50: float
    p95: float
    restart: float
    memory: float
    disk: float
    rate: float
    rate_without_model: float


# Books


def paragraphs(text: str) -> Iterator[str]:
    r"""The paragraphs and headings of a Markdown text; code and displayed formulas stay whole.

    >>> list(paragraphs("# A\nb\n\nc $$\nx\n$$\n\n```python\n# d\n\ne\n```\n"))
    ['# A', 'b', 'c $$\nx\n$$', '```python\n# d\n\ne\n```']
    """
    whole = _FENCED.sub(lambda found: found[0].replace("\n\n", "\n\0").replace("\n#", "\n\1"), text)
    for piece in re.split(r"\n\s*\n|(?<=\n)(?=#{1,4} )|(?<=^)(?=#{1,4} )", whole):
        head, _, rest = piece.strip().partition("\n")
        for part in (head, rest) if _HEADING.match(head) else (piece,):
            if part.strip():
                yield part.strip().replace("\0", "\n").replace("\1", "#")


def books(texts: Sequence[str], passages: Sequence[int], seed: int = _SEED) -> Iterator[str]:
    """A Markdown book for each number of passages: headings in their order, paragraphs drawn from all the texts."""
    outline = [(line, list(inner)) for line, inner in _sections(texts)]
    pool = [one for _, inner in outline for one in inner]
    drawn, heads = _again_and_again(pool, random.Random(seed)), itertools.cycle(outline)
    for number, wanted in enumerate(passages):
        parts, letters = [f"# Reader {number + 1}"], 0
        while letters < wanted * _LETTERS_OF_A_PASSAGE:
            heading, inner = next(heads)
            some = list(itertools.islice(drawn, len(inner)))
            parts += [f"#{heading}", *some]  # a level down: the book's own title stands above
            letters += sum(map(len, some))
        yield "\n\n".join(parts) + "\n"


def _sections(texts: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    for text in texts:
        heading, inner = "", list[str]()
        for one in paragraphs(text):
            if _HEADING.match(one):
                if heading:
                    yield heading, inner
                heading, inner = one, []
            else:
                inner.append(one)
        yield heading, inner


def _again_and_again(pool: list[str], draw: random.Random) -> Iterator[str]:
    while True:
        draw.shuffle(pool)
        yield from pool


def plan(to: int) -> list[tuple[int, list[int]]]:
    """The sizes up to `to`, each with the books that lead there from the size before, in passages.

    >>> plan(3_500)
    [(1000, [1000]), (3000, [2000]), (3500, [500])]
    """
    steps, before = [], 0
    for size in sorted({*(s for s in SIZES if s < to), to}):
        count = math.ceil((size - before) / A_BOOK)
        steps.append((size, [(size - before) // count] * count))
        before = size
    return steps


# Measuring


class Timed:
    """The sentence model with a watch: how long it was at work, in seconds."""

    def __init__(self, tutor: Tutor) -> None:
        self._model, self.seconds = tutor.embedder, 0.0
        self.fingerprint = self._model.fingerprint

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """(len(texts), 384) float32, rows of length 1."""
        began = time.perf_counter()
        try:
            return self._model.vectors(texts)
        finally:
            self.seconds += time.perf_counter() - began


def grow(home: Path, texts: Sequence[str], first: int) -> tuple[float, float]:
    """Take in books numbered from `first`; (passages a second, passages a second without the model)."""
    tutor = Tutor(home)
    model = Timed(tutor)
    model.vectors(["loaded before the clock runs"])
    tutor.__dict__["_embedder"], model.seconds = model, 0.0
    before, began = tutor.store.passage_count(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts, start=first):
            path = Path(folder) / f"reader-{number}.md"
            path.write_text(text, encoding="utf-8")
            for _ in tutor.ingest(path):
                pass
    took, new = time.perf_counter() - began, tutor.store.passage_count() - before
    tutor.shelf._close()
    return new / took, new / (took - model.seconds)


def questions() -> list[str]:
    """The public questions of kinds student and index."""
    rows = map(json.loads, (_DATA / "queries.jsonl").read_text(encoding="utf-8").splitlines())
    return [row["query"] for row in rows if row["kind"] in ("student", "index")]


def asked(home: Path, words: Sequence[str], rounds: int = _ROUNDS) -> tuple[float, float, float]:
    """p50 and p95 of a question in milliseconds, of the quietest round; and the megabytes this process then holds."""
    tutor = Tutor(home)
    for one in words[:5]:
        tutor.find(one)
    best = (math.inf, math.inf)
    for _ in range(rounds):
        times = []
        for one in words:
            began = time.perf_counter()
            tutor.find(one)
            times.append(1000 * (time.perf_counter() - began))
        times.sort()
        best = min(best, (times[int(0.95 * len(times))], times[len(times) // 2]))
    return best[1], best[0], _megabytes()


def _megabytes() -> float:
    """Memory of its own that this process holds; 0 where the system does not say."""
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+) kB", told)
    return int(found[1]) / 1024 if found else 0.0


def _in_a_process(*words: str, home: Path) -> str:
    command = [sys.executable, "-m", *words]
    done = subprocess.run(
        command, cwd=_ROOT, env={**os.environ, "TUTOR_HOME": str(home)}, capture_output=True, text=True, check=True
    )
    return done.stdout


def measured(home: Path, rates: tuple[float, float]) -> Cost:
    """What the library in a folder costs; every figure from a process of its own."""
    starts = []
    for _ in range(_STARTS):
        began = time.perf_counter()
        _in_a_process("tutor", "find", "what is the rank of a matrix", "--json", home=home)
        starts.append(time.perf_counter() - began)
    p50, p95, memory = json.loads(_in_a_process("eval.scale", "child", home=home))
    shelved = Tutor(home).books()
    disk = sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 1e6
    return Cost(sum(b.passages for b in shelved), len(shelved), p50, p95, min(starts), memory, disk, *rates)


def libraries(folder: Path, to: int) -> Iterator[Cost]:
    """Build the libraries one out of the other, and measure each."""
    steps = plan(to)
    texts = [path.read_text(encoding="utf-8") for path in sorted((_DATA / "corpus").glob("*.md"))]
    made, before, first = books(texts, [n for _, part in steps for n in part]), None, 1
    for size, part in steps:
        home, note = folder / str(size), folder / f"{size}.json"
        new = list(itertools.islice(made, len(part)))
        if not note.exists():
            shutil.rmtree(home, ignore_errors=True)
            if before is not None:
                shutil.copytree(before, home)
            note.write_text(json.dumps(grow(home, new, first)), encoding="utf-8")
        rate, without = json.loads(note.read_text(encoding="utf-8"))
        yield measured(home, (rate, without))
        before, first = home, first + len(part)


# Telling

_HEAD = " passages  books  p50 ms  p95 ms  restart s  memory MB  disk MB    in /s  no model"


def _row(c: Cost) -> str:
    times = f"{c.p50:>7.1f} {c.p95:>7.1f} {c.restart:>10.2f}"
    return f"{c.passages:>9,} {c.books:>6} {times} {c.memory:>10.0f} {c.disk:>8.0f} {c.rate:>8.0f} {c.rate_without_model:>9.0f}"


def note(costs: Sequence[Cost]) -> None:
    """Keep the figures, and the one that has a target: how much slower the largest library answers than the smallest."""
    for one in costs:
        for name, value in list(asdict(one).items())[2:]:
            more = name.startswith("rate")
            figures.number("scale", f"{name.replace('_', ' ')} at {one.passages}", value, more=more)
    figures.number("scale", "p95 of the largest, times that of the smallest", costs[-1].p95 / costs[0].p95, more=False)


_WIDE, _HIGH, _EDGE = 640, 360, 60
_LINES = {
    "p95": ("query p95, ms", "#1f5f5b"),
    "restart": ("restart, s", "#b4532a"),
    "memory": ("memory, MB", "#5a4fa2"),
    "disk": ("disk, MB", "#7a7a7a"),
}


def picture(costs: Sequence[Cost] = ()) -> str:
    """Cost against size as an SVG, both axes in powers of ten; without figures handed in, those noted in this run."""
    points = {name: _points(name, costs) for name in _LINES}
    flat = [point for line in points.values() for point in line if point[1] > 0]
    size = f'width="{_WIDE + 100}" height="{_HIGH}"'
    rows = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">']
    if not flat:
        return "\n".join([*rows, "</svg>"]) + "\n"
    wide, high = ([math.log10(point[axis]) for point in flat] for axis in (0, 1))

    def place(size: float, cost: float) -> tuple[float, float]:
        x = (math.log10(size) - min(wide)) / ((max(wide) - min(wide)) or 1)
        y = (math.log10(cost) - math.floor(min(high))) / (math.ceil(max(high)) - math.floor(min(high)) or 1)
        return _EDGE + x * (_WIDE - 2 * _EDGE), _HIGH - _EDGE + 20 - y * (_HIGH - _EDGE - 10)

    for power in range(math.floor(min(high)), math.ceil(max(high)) + 1):
        _, y = place(flat[0][0], 10.0**power)
        rows.append(f'<line x1="{_EDGE}" x2="{_WIDE - _EDGE}" y1="{y:.0f}" y2="{y:.0f}" stroke="#ddd"/>')
        rows.append(f'<text x="{_EDGE - 8}" y="{y + 4:.0f}" text-anchor="end">{10.0**power:g}</text>')
    for passages in dict.fromkeys(point[0] for point in flat):
        x, _ = place(passages, 1.0)
        rows.append(f'<text x="{x:.0f}" y="{_HIGH - 14}" text-anchor="middle">{passages:,}</text>')
    for name, line in points.items():
        rows += _drawn([place(*point) for point in line if point[1] > 0], *_LINES[name])
    return "\n".join([*rows, "</svg>"]) + "\n"


def _points(name: str, costs: Sequence[Cost]) -> list[tuple[int, float]]:
    if costs:
        return [(one.passages, float(getattr(one, name))) for one in costs]
    kept = {one.name: one.value for one in figures.noted("scale")}
    return [(int(key.rsplit(" ", 1)[1]), value) for key, value in kept.items() if key.startswith(f"{name} at ")]


def _drawn(places: Sequence[tuple[float, float]], label: str, colour: str) -> Iterator[str]:
    if places:
        joined = " ".join(f"{x:.0f},{y:.0f}" for x, y in places)
        yield f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield from (f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{colour}"/>' for x, y in places)
        yield f'<text x="{places[-1][0] + 8:.0f}" y="{places[-1][1] + 4:.0f}" fill="{colour}">{label}</text>'


def main(arguments: Sequence[str] = ()) -> None:
    """Print the table."""
    reader = argparse.ArgumentParser(prog="python -m eval scale")
    reader.add_argument("--to", type=int, default=SIZES[-1], metavar="PASSAGES")
    reader.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the libraries there, and use those that are there")
    told = reader.parse_args(list(arguments))
    if not _DATA.is_dir():
        print("The benchmark is not beside the project (../shared/data/retrieval); nothing was measured.")
        return
    with tempfile.TemporaryDirectory() as folder:
        print(_HEAD, flush=True)
        costs = []
        for one in libraries(told.keep or Path(folder), told.to):
            costs.append(one)
            print(_row(one), flush=True)
    note(costs)
    print(f"\np95 at {costs[-1].passages:,} passages: {costs[-1].p95 / costs[0].p95:.1f} x that at {costs[0].passages:,}")


if __name__ == "__main__":
    if sys.argv[1:] == ["child"]:
        print(json.dumps(asked(Path(os.environ["TUTOR_HOME"]), questions())))
    else:
        main(sys.argv[1:])
