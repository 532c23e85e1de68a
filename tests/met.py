"""`python -m tests.met`: what the kept formulas are put together of, and how well what was never met points at mistakes.

Writes `tutor/maths/reading/doubts/met.json` from every formula of `eval/sets/formulas_drawn.jsonl` and `names_given.jsonl`, of the
corpus beside the project, of the bundled books and the companion, the golden readings and the formulas with a name, counted by books. Then it tells
the draws from `FIRST` to `LAST` by what all that is older had met: how many formulas are listed for it, how many of those that were
silently misread stand among them, and how many of the others.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from tutor.maths.formula import read_formula
from tutor.maths.reading.doubts import unmet
from tutor.maths.spans import formula_spans
from tutor.maths.tree import Node

ROOT = Path(__file__).parents[1]
SETS = ROOT / "eval/sets"
CORPUS = ROOT.parent / "shared/data/formulas/corpus.jsonl"
GOLDEN = ROOT / "tests/golden/readings.txt"
KEPT = Path(unmet.__file__).with_name("met.json")
FIRST, LAST = 44, 48  # the draws that were judged before the table stood, and are told by what was older
_CHAPTERS = 12  # from this batch on the names are of the chapters of those draws
_PAGE = 40  # formulas of the corpus that count as one book where it names none

Formula = tuple[str, Node]


def _lines(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def formulas(before: int = 10**6) -> Iterator[Formula]:
    """Book and tree of every formula of the draws before one, of the names, and of the corpus."""
    for entry in _lines(SETS / "formulas_drawn.jsonl"):
        if int(str(entry["draw"])) < before:
            yield str(entry["book"]), read_formula(str(entry["latex"])).tree
    for entry in _lines(SETS / "names_given.jsonl"):
        if before > FIRST or int(str(entry.get("batch", 0))) < _CHAPTERS:
            yield str(entry["book"]), read_formula(str(entry["latex"])).tree
    for n, entry in enumerate(_lines(CORPUS)):
        around = f"{entry['before']} ${entry['latex']}$ {entry['after']}"
        book = f"{entry.get('source') or entry.get('book')} {n // _PAGE}"
        yield book, read_formula(str(entry["latex"]), around).tree
    for blocks in GOLDEN.read_text(encoding="utf-8").split("\n\n"):
        if len(lines := blocks.split("\n")) > 2:
            yield f"golden {lines[0]}", read_formula(lines[1]).tree
    for page in sorted((ROOT / "corpus/chapters").rglob("*.md")):
        for span in formula_spans(page.read_text(encoding="utf-8")):
            yield page.stem, read_formula(span.latex).tree
    for page in sorted((ROOT / "corpus/companion").rglob("*.md")):
        for span in formula_spans(page.read_text(encoding="utf-8")):
            yield "the companion", read_formula(span.latex).tree  # one book, in one manner
    for named in sorted((ROOT / "tutor/maths/named").glob("*.toml")):
        for known in tomllib.loads(named.read_text(encoding="utf-8"))["formula"]:
            yield from ((f"named {known['concept']}", read_formula(latex).tree) for latex in known["latex"])


def counted(some: Iterable[Formula]) -> tuple[int, dict[str, int], set[unmet.Arrangement]]:
    """How many books there are, in how many each kind of node stands, and the arrangements that were met."""
    kinds: dict[str, set[str]] = defaultdict(set)
    met: set[unmet.Arrangement] = set()
    books: set[str] = set()
    for book, tree in some:
        books.add(book)
        kinds[unmet.kind(tree)].add(book)
        for arrangement, pair, _ in unmet.arrangements(tree):
            met |= {arrangement, (unmet.ANYWHERE, *arrangement[1:])}
            for one in pair:
                kinds[one].add(book)
    return len(books), {one: len(where) for one, where in kinds.items()}, met


def kept_of(books: int, kinds: dict[str, int], met: set[unmet.Arrangement]) -> str:
    """The table as it is kept: only kinds so common that something could be missed about them, and what was met of these."""
    most = max(kinds.values())
    common = {one: n for one, n in sorted(kinds.items()) if n * most > unmet.EXPECTED * books}
    below: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for above, one, other in sorted(met):
        if common.get(one, 0) * common.get(other.removeprefix("+"), 0) > unmet.EXPECTED * books:
            below[above][one].append(other)
    return json.dumps({"books": books, "common": common, "met": below}, ensure_ascii=False, indent=0) + "\n"


def prospects() -> Iterator[tuple[str, str]]:
    """How the draws before the table stand, told by what all older formulas had met."""
    books, kinds, met = counted(formulas(FIRST))
    told: Counter[str] = Counter()
    for entry in _lines(SETS / "formulas_drawn.jsonl"):
        if not FIRST <= int(str(entry["draw"])) <= LAST:
            continue
        reading = read_formula(str(entry["latex"]))
        found = any(
            kinds.get(one, 0) * kinds.get(other, 0) > unmet.EXPECTED * books and arrangement not in met
            for arrangement, (one, other), _ in unmet.arrangements(reading.tree)
        )
        misread = entry["verdict"] == "wrong" and entry.get("kind") == "reading" and not entry.get("doubtful")
        told["all"] += 1
        told["listed"] += found
        told["misread"] += misread
        told["both"] += found and misread
    yield "formulas of the draws before the table", f"{told['all']:,}"
    yield "put together as in no older book", f"{told['listed']:,} ({told['listed'] / told['all']:.1%})"
    yield "of those that were surely misread then", f"{told['both']} of {told['misread']}"


def main() -> None:
    """Write the table anew, and print what it would have found."""
    KEPT.write_text(kept_of(*counted(formulas())), encoding="utf-8")
    print(f"{KEPT.name}: {KEPT.stat().st_size // 1024} kB")
    for title, figure in prospects():
        print(f"  {title:<50}{figure:>24}")


if __name__ == "__main__":
    main()
