"""How well printed formulas are read: `python -m eval formulas`, over the corpus of formulas with the prose around them."""

from __future__ import annotations

import json
from pathlib import Path

from tutor import Tutor

CORPUS = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "formulas" / "corpus.jsonl"


def main() -> None:
    """Print the table, or say in a sentence why there is none."""
    if not CORPUS.exists():
        print("There is no corpus beside this repository (../shared/data/formulas/corpus.jsonl): nothing was measured.")
        return
    with CORPUS.open(encoding="utf-8") as lines:
        entries = [json.loads(line) for line in lines]
    rows = [(e["latex"], f"{e['before']} ${e['latex']}$ {e['after']}") for e in entries]
    found = Tutor().measure_formulas(rows)
    for name, value in (
        ("formulas", f"{found.formulas:,}"),
        ("complete", f"{found.complete:,} ({found.complete / found.formulas:.1%})"),
        ("formulas a second", f"{found.formulas / found.seconds:,.0f}"),
        ("with an ambiguity named", f"{found.ambiguous:,} ({found.ambiguous / found.formulas:.1%})"),
        ("distinct readings", f"{found.readings:,}"),
        ("readings shared by different trees", f"{len(found.collisions):,}"),
        ("read back to the same tree", f"{found.returned:,} ({found.returned / found.complete:.1%} of the complete)"),
        ("read back to another tree", f"{found.misread_back:,}"),
        ("pieces lost without a word", f"{len(found.lost):,}"),
    ):
        print(f"{name:<36} {value:>32}")
    for spoken, sources in found.collisions:
        print(f"    shared: {spoken}\n        " + "\n        ".join(sources))


if __name__ == "__main__":
    main()
