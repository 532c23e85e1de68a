"""Does a beginner's question lead to the right page? `python -m eval retrieval`.

On the public half of the benchmark beside the project: 802 questions over three open textbooks; where it is absent, a sentence
says so. And on students' questions of our own over the same books, by an author who knew nothing of how they are searched: `open`
ones, which may be tuned on, and `kept` ones, which are not looked at before a figure is given. A hit is a passage with at least
half of its letters inside a right section, or covering at least half of one. The intervals are 95 % bootstrap intervals over the
questions.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval import figures, tutorial
from tutor import Incoming, Tutor

_DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "retrieval"
_OWN = {kind: Path(__file__).with_name("sets") / f"students_{kind}.jsonl" for kind in ("open", "kept")}
_KINDS = ("student", *_OWN, "index", "exercise", "xref")
_DEPTH = 10
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the right place was the first, and among the first five; and how long the search took, in milliseconds."""

    first: bool
    among_five: bool
    milliseconds: float


def main() -> None:
    """Print the table, and beside it the tutorial's where its packages are installed."""
    if not _DATA.is_dir():
        print("The benchmark is not beside the project (../shared/data/retrieval); nothing was measured.")
        return
    queries = _queries()
    with tempfile.TemporaryDirectory() as folder:
        tutor, began = Tutor(Path(folder)), time.perf_counter()
        for book in sorted((_DATA / "corpus").glob("*.md")):
            for _ in tutor.ingest(Incoming.at(book)):
                pass
        seconds, passages = time.perf_counter() - began, sum(b.passages for b in tutor.books())
        print(f"{passages} passages ingested in {seconds:.0f} s")
        print(_HEAD)
        ours = [_ask(tutor, query) for query in queries]
        _print_kinds("ours", queries, ours)
        started = time.perf_counter()
        command = [sys.executable, "-m", "tutor", "find", queries[0]["query"], "--json"]
        subprocess.run(command, env={**os.environ, "TUTOR_HOME": folder}, capture_output=True, check=True)
        first_answer = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        theirs = tutorial.run(_DATA / "corpus", Path(folder), queries)
    if theirs is None:
        print("The tutorial's pipeline is not installed; to measure beside it: pip install -e '.[yardsticks]'")
        return
    print(f"\nthe LangChain tutorial, in the same run: {theirs.passages} passages ingested in {theirs.ingest_seconds:.0f} s")
    judged = [_judged(q, places, ms) for q, places, ms in zip(queries, theirs.places, theirs.milliseconds, strict=True)]
    _print_kinds("tutorial", queries, judged)
    figures.number("retrieval", "ingest, times the tutorial's speed", theirs.ingest_seconds / seconds)
    figures.number("retrieval", "query p95, share of the tutorial's", _late(ours) / _late(judged), more=False)
    figures.number("retrieval", "first answer, times as fast", theirs.first_answer_seconds / first_answer)
    print(f"\ningest: {theirs.ingest_seconds / seconds:.1f} x as fast as the tutorial")
    print(f"query, 95th percentile: {_late(ours) / _late(judged):.2f} of the tutorial's")
    print(f"process start to first answer: {theirs.first_answer_seconds / first_answer:.1f} x as fast")


def _queries() -> list[dict]:
    """The public questions and our own, each with its kind."""
    found = _lines(_DATA / "queries.jsonl")
    return found + [{**query, "kind": kind} for kind, path in _OWN.items() for query in _lines(path)]


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


_HEAD = f"{'questions':<20} {'n':>4}   {'first':<20} {'among five':<20} {'p50 ms':>7} {'p95 ms':>7}"


def _print_kinds(whose: str, queries: Sequence[dict], outcomes: Sequence[Outcome]) -> None:
    for kind in _KINDS:
        _print(f"{whose}: {kind}", [o for q, o in zip(queries, outcomes, strict=True) if q["kind"] == kind])


def _late(outcomes: Sequence[Outcome]) -> float:
    return sorted(o.milliseconds for o in outcomes)[int(0.95 * len(outcomes))]


def _ask(tutor: Tutor, query: dict) -> Outcome:
    books = {book.file.removesuffix(".md"): book.id for book in tutor.books()}
    names = {source: name for name, source in books.items()}
    began = time.perf_counter()
    found = tutor.find(query["query"], _DEPTH, None if query["book"] == "*" else books[query["book"]])
    took = 1000 * (time.perf_counter() - began)
    places = [(names[one.passage.source], one.passage.start, one.passage.end) for one in found]
    return _judged(query, places, took)


def _judged(query: dict, places: Sequence[tuple[str, int, int]], took: float) -> Outcome:
    """Whether the places found are right ones."""
    if "exclude_pos" in query:  # the sentence the question was made of must not answer it
        book, at = query["exclude_section"].split(":")[0], query["exclude_pos"]
        places = [p for p in places if not (p[0] == book and p[1] <= at <= p[2] + 5)]
    hits = [_hit(place, query["gold_spans"]) for place in places[:5]]
    return Outcome(any(hits[:1]), any(hits), took)


def _hit(place: tuple[str, int, int], gold: Sequence[tuple[str, int, int]]) -> bool:
    book, start, end = place
    shared = [(min(end, e) - max(start, s), e - s) for b, s, e in gold if b == book]
    return any(both > 0 and (both >= 0.5 * (end - start) or both >= 0.5 * whole) for both, whole in shared)


def _print(kind: str, outcomes: Sequence[Outcome]) -> None:
    times = sorted(one.milliseconds for one in outcomes)
    first, five = _interval([o.first for o in outcomes]), _interval([o.among_five for o in outcomes])
    figures.share("retrieval", f"{kind}, first", sum(o.first for o in outcomes), len(outcomes))
    figures.share("retrieval", f"{kind}, among five", sum(o.among_five for o in outcomes), len(outcomes))
    middle, late = times[len(times) // 2], times[int(0.95 * len(times))]
    print(f"{kind:<20} {len(outcomes):>4}   {first:<20} {five:<20} {middle:>7.1f} {late:>7.1f}")


def _interval(hits: Sequence[bool]) -> str:
    """The share of hits and its bootstrap interval: ".52 [.39, .65]"."""
    draw, n = random.Random(7), len(hits)
    means = sorted(sum(draw.choices(hits, k=n)) / n for _ in range(_DRAWS))
    share = sum(hits) / n
    return f"{share:.3f} [{means[int(0.025 * _DRAWS)]:.2f}, {means[int(0.975 * _DRAWS)]:.2f}]"


if __name__ == "__main__":
    main()
