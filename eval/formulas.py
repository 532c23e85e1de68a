"""What is known about formulas, measured: `python -m eval formulas`, over the corpus of formulas with the prose around them."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from eval import formulas_by_hand, planted_sizes, turned_signs, yardsticks
from tutor import Tutor

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "formulas"
_DRAWN, _SEED = 600, 20
Row = tuple[str, str]


def main() -> None:
    """Print every table; a table whose data are not beside the repository says so in a sentence."""
    tutor = Tutor()
    rows = _corpus()
    if rows:
        _print("Reading", _reading(tutor, rows))
        _print(f"Layers, over {_DRAWN} drawn formulas", _layers(tutor, rows))
    _print("Sizes that are wrong by one", _sizes(tutor))
    _print("Claims", _claims(tutor, rows))
    _print("Typed answers", _answers(tutor))
    _print("By hand", formulas_by_hand.figures())
    _print("Beside other readers", yardsticks.figures(rows, DATA / "answers.jsonl"))


def _print(title: str, rows: Iterable[Row]) -> None:
    print(f"\n{title}")
    for name, value in rows:
        print(f"  {name:<44} {value:>36}", flush=True)


def _corpus() -> list[Row]:
    path = DATA / "corpus.jsonl"
    if not path.exists():
        print("There is no corpus beside this repository (../shared/data/formulas/corpus.jsonl): its tables are left out.")
        return []
    with path.open(encoding="utf-8") as lines:
        entries = [json.loads(line) for line in lines]
    return [(e["latex"], f"{e['before']} ${e['latex']}$ {e['after']}") for e in entries]


def _reading(tutor: Tutor, rows: list[Row]) -> Iterator[Row]:
    found = tutor.measure_formulas(rows)
    yield "formulas", f"{found.formulas:,}"
    yield "complete", f"{found.complete:,} ({found.complete / found.formulas:.1%})"
    yield "formulas a second", f"{found.formulas / found.seconds:,.0f}"
    yield "with an ambiguity named", f"{found.ambiguous:,} ({found.ambiguous / found.formulas:.1%})"
    yield "distinct readings", f"{found.readings:,}"
    yield "readings shared by different trees", f"{len(found.collisions):,}"
    yield "read back to the same tree", f"{found.returned:,} ({found.returned / found.complete:.1%} of the complete)"
    yield "read back to another tree", f"{found.misread_back:,}"
    yield "pieces lost without a word", f"{len(found.lost):,}"
    for spoken, sources in found.collisions:
        yield f"shared: {spoken}", " | ".join(sources)


def _layers(tutor: Tutor, rows: list[Row]) -> Iterator[Row]:
    """How often each layer of an explanation is there; how often it is right is read by hand (the table below)."""
    drawn = random.Random(_SEED).sample([row for row in rows if len(row[0]) >= 8], _DRAWN)
    began = time.perf_counter()
    found = [tutor.explain(latex, context) for latex, context in drawn]
    seconds = time.perf_counter() - began
    symbols = [symbol for e in found for symbol in e.symbols]
    told = sum(symbol.origin.value == "text" for symbol in symbols)
    yield "with a sentence built from meanings", _share(sum(e.meaning != e.spoken for e in found), len(found))
    written = [e.meaning_reads_back for e in found if e.meaning_reads_back is not None]
    yield "sentences that read back to the same formula", _share(sum(written), len(written))
    yield "symbols with a meaning from the text", _share(told, len(symbols))
    yield "symbols with a meaning at all", _share(sum(bool(symbol.meaning) for symbol in symbols), len(symbols))
    yield "known by name", _share(sum(e.name is not None for e in found), len(found))
    yield "with numbers worked, twice", _share(sum(e.example is not None for e in found), len(found))
    yield "with what grows and shrinks", _share(sum(bool(e.grows) for e in found), len(found))
    yield "explanations a second", f"{len(found) / seconds:,.0f}"


def _sizes(tutor: Tutor) -> Iterator[Row]:
    plants = planted_sizes.plants()
    found = sum(bool(tutor.explain(latex, "", wrong).shapes.clashes) for latex, wrong, _, _ in plants)
    alarms = sum(bool(tutor.explain(latex, "", planted_sizes.sizes(s)).shapes.clashes) for latex, s in planted_sizes.FITS)
    yield "planted errors found", _share(found, len(plants))
    yield "false alarms", f"{alarms} of {len(planted_sizes.FITS)}"


def _claims(tutor: Tutor, rows: list[Row]) -> Iterator[Row]:
    """True identities tried as they are and with one sign turned; then the closed claims of the corpus."""
    known = turned_signs.identities()
    verdicts = Counter(claim.verdict.value for latex, words in known for claim in tutor.try_formula(latex, words))
    yield "true identities proved or tested", _share(verdicts["proved"] + verdicts["tested"], verdicts.total())
    yield "false alarms on them", str(verdicts["fails"])
    turned = [(wrong, words) for turn, (latex, words) in enumerate(known) if (wrong := turned_signs.flipped(latex, turn))]
    caught = sum(claim.verdict.value == "fails" for latex, words in turned for claim in tutor.try_formula(latex, words))
    yield "caught with one sign turned", _share(caught, len(turned))
    if rows:
        closed = Counter(c.verdict.value for latex, around in rows for c in tutor.try_formula(latex, around) if c.computed)
        yield "closed claims of the corpus that disagree", _share(closed["fails"], closed.total())


def _answers(tutor: Tutor) -> Iterator[Row]:
    for name, title in (("answers.jsonl", "graded pairs"), ("hostile.jsonl", "hostile inputs")):
        path = DATA / name
        if not path.exists():
            yield title, f"{name} is not beside the project"
            continue
        entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        yield from _graded(tutor, entries) if title == "graded pairs" else _hostile(tutor, entries)


def _graded(tutor: Tutor, entries: list[dict[str, str]]) -> Iterator[Row]:
    expected = {True: "right", False: "wrong", None: "unreadable"}
    pairs = [(expected[e["expected"]], tutor.check(e["kind"], e["key"], e["typed"]).grade.value) for e in entries]  # type: ignore[index]
    yield "graded pairs as expected", _share(sum(a == b for a, b in pairs), len(pairs))
    yield "wrong accepts", str(sum(b == "right" and a != "right" for a, b in pairs))


def _hostile(tutor: Tutor, entries: list[dict[str, str]]) -> Iterator[Row]:
    slowest = 0.0
    for entry in entries:
        for kind in ("expression", "number", "matrix"):
            began = time.perf_counter()
            tutor.check(kind, "x + 1", entry["typed"])
            slowest = max(slowest, time.perf_counter() - began)
    yield "hostile inputs, slowest", f"{slowest:.2f} s of 0.50 s ({len(entries)} inputs, 3 kinds)"


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({part / whole:.1%})" if whole else "0 of 0"


if __name__ == "__main__":
    main()
