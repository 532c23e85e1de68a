"""How often the tutor says "not in your library" rightly, and how often wrongly: `python -m eval cover`.

On the bundled chapters and notes, and on everything that comes with the tutor, with the questions of `eval/sets/cover.json`; and,
where the test books stand beside the project, on three open textbooks with their public questions (answered by construction) and
the same absent ones.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval import figures
from tutor import Incoming, Tutor

ROOT = Path(__file__).resolve().parents[1]
_SETS = Path(__file__).with_name("sets") / "cover.json"
_SHARED = ROOT.parent / "shared" / "data" / "retrieval"
_SAMPLE = 60
_ABSENT = (("far off", "far"), ("nearby", "near"), ("long, absent", "long"))
_TREATED = frozenset(("what are eigenvalues", "how does a convolution layer work", "what is the singular value decomposition"))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: of `n` questions, `refused` were turned away; `wanted` says which is right."""

    library: str
    questions: str
    n: int
    refused: int
    wanted: str

    def __str__(self) -> str:
        return f"{self.library:<16} {self.questions:<12} {self.n:>4} {self.refused / self.n:>9.0%}   {self.wanted}"


def measure() -> Iterator[Row]:
    """The table, row by row."""
    sets = json.loads(_SETS.read_text(encoding="utf-8"))
    # Of the nearby ideas some are treated by the books that are asked, and are no test of refusal there.
    absent = [(name, [q for q in sets[kind] if q not in _TREATED]) for name, kind in _ABSENT]
    with tempfile.TemporaryDirectory() as folder:
        tutor = _library(Path(folder), sorted(p for name in ("chapters", "notes") for p in (ROOT / "corpus" / name).glob("*.md")))
        yield _row(tutor, "bundled chapters", "answered", sets["answered"], "0 %")
        yield from (_row(tutor, "bundled chapters", name, questions, "100 %") for name, questions in absent)
    with tempfile.TemporaryDirectory() as folder:
        tutor = _library(Path(folder), Tutor(Path(folder)).bundled())
        # The companion treats most of what was near and absent; what is far off stays absent.
        yield _row(tutor, "with companion", "answered", sets["answered"], "0 %")
        yield _row(tutor, "with companion", "far off", sets["far"], "100 %")
    if _SHARED.is_dir():
        with tempfile.TemporaryDirectory() as folder:
            tutor = _library(Path(folder), sorted((_SHARED / "corpus").glob("*.md")))
            lines = (_SHARED / "queries.jsonl").read_text(encoding="utf-8").splitlines()
            public = [json.loads(line) for line in lines]
            for kind in ("student", "index", "exercise", "xref"):
                questions = [q["query"] for q in public if q["kind"] == kind]
                sample = random.Random(1).sample(questions, min(_SAMPLE, len(questions)))
                yield _row(tutor, "three textbooks", kind, sample, "0 %")
            yield from (_row(tutor, "three textbooks", name, questions, "100 %") for name, questions in absent)


def _library(home: Path, books: Sequence[Path | Incoming]) -> Tutor:
    tutor = Tutor(home)
    for one in books:
        for _ in tutor.ingest(one):
            pass
    return tutor


def _row(tutor: Tutor, library: str, name: str, questions: Sequence[str], wanted: str) -> Row:
    refused = sum(not tutor.ask(question).covered for question in questions)
    return Row(library, name, len(questions), refused, wanted)


def main() -> None:
    """Print the table."""
    print(f"{'library':<16} {'questions':<12} {'n':>4} {'refused':>9}   {'wanted'}")
    for row in measure():
        figures.share("cover", f"{row.library}, {row.questions}: refused", row.refused, row.n, more=row.wanted == "100 %")
        print(row, flush=True)


if __name__ == "__main__":
    main()
