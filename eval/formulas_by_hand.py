"""What only a reader can judge, judged once and kept: which meanings stand in a text, beside which of them are harvested.

The passages in `sets/harvest.jsonl` are our own words; whoever wrote them listed what each tells, before any was harvested.
They were then used to mend the harvest, so they show what is covered and are not unseen.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tutor import Tutor

SET = Path(__file__).resolve().parent / "sets" / "harvest.jsonl"
_LEADING = re.compile(r"^(?:one of )?(?:the|a|an|its|our|each|every|some|any)\s+")
_INLINE = re.compile(r"\$([^$]+)\$")
_DRESS = re.compile(r"\\(?:mathcal|mathbf)\{(\w)\}|[$\\{}]")


@dataclass(frozen=True, slots=True)
class Harvested:
    """Counts over hand-labelled passages: what stands there, what was told, what of it is right; `missed`, `wrong` to read."""

    passages: int
    labelled: int
    told: int
    right: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def precision(self) -> float:
        """The share of what was told that is right."""
        return self.right / self.told if self.told else 1.0

    @property
    def recall(self) -> float:
        """The share of what stands there that was told."""
        return self.right / self.labelled if self.labelled else 1.0


def measure_harvest(path: Path = SET) -> Harvested:
    """Harvest every passage of a set and compare with its labels; a symbol told twice counts once for each meaning."""
    passages = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    tutor = Tutor(tempfile.mkdtemp())
    labelled = told = right = 0
    missed: list[str] = []
    wrong: list[str] = []
    for passage in passages:
        labels = {_symbol(symbol): [_plain(way) for way in ways.split("|")] for symbol, ways in passage["tells"]}
        wanted = {(symbol, ways[0]) for symbol, ways in labels.items()}
        found = set(_told(tutor, passage["text"], [symbol for symbol, _ in passage["tells"]]))
        found = {(symbol, labels[symbol][0] if meaning in labels.get(symbol, ()) else meaning) for symbol, meaning in found}
        labelled, told, right = labelled + len(wanted), told + len(found), right + len(wanted & found)
        missed += [f"{passage['section']}: {symbol} = {meaning}" for symbol, meaning in sorted(wanted - found)]
        wrong += [f"{passage['section']}: {symbol} = {meaning}" for symbol, meaning in sorted(found - wanted)]
    return Harvested(len(passages), labelled, told, right, tuple(missed), tuple(wrong))


def _told(tutor: Tutor, text: str, symbols: list[str]) -> Iterator[tuple[str, str]]:
    """The meanings a passage is taken to tell: asked for every formula in it and for every labelled symbol."""
    for latex in dict.fromkeys([*symbols, *_INLINE.findall(text)]):
        for found in tutor.explain(latex, text).symbols:
            if found.start is not None and found.meaning:
                yield _symbol(found.symbol), _plain(found.meaning)


def _symbol(latex: str) -> str:
    """A symbol without the braces and blanks that do not matter."""
    return "".join(latex.replace("{", "").replace("}", "").split())


def _plain(meaning: str) -> str:
    """A meaning without determiner, dollars and fonts, to compare two wordings of it."""
    text = _DRESS.sub(lambda m: m[1] or "", " ".join(meaning.lower().split()))
    return _LEADING.sub("", text).rstrip(".")


def figures() -> Iterator[tuple[str, str]]:
    """The rows of the table: passages, meanings that stand there, precision and recall of the harvest."""
    found = measure_harvest()
    yield "hand-labelled passages", f"{found.passages:,}"
    yield "meanings that stand there", f"{found.labelled:,}"
    yield "harvest precision", f"{found.right:,} of {found.told:,} ({found.precision:.1%})"
    yield "harvest recall", f"{found.right:,} of {found.labelled:,} ({found.recall:.1%})"
