"""What only a reader can judge, judged once and kept: which meanings stand in a text, beside which of them are harvested.

The passages in `sets/harvest.jsonl` are our own words; whoever wrote them listed what each tells, before any was harvested.
Those in `sets/harvest_drawn.jsonl` are single sentences drawn by a seed from openly licensed books (each names its book and
licence), labelled in the same way. Both were then used to mend the harvest, so they show what is covered and are not unseen:
before it was mended, 57 of the 99 meanings told in the drawn sentences were found, and all that was told was right.

`sets/names_drawn.jsonl` holds 170 formulas drawn by a seed from the corpus with a little of their text, each with the name that a
reader gave it where it has one of those in `names.toml`: 17 of 32 were named before the missing forms were added, none wrongly.

`sets/names_given.jsonl` holds every name that was given to the formulas of packages' documentation nobody had tuned to, in
fourteen batches (the ninth is of the chapters of draws 38 to 40, the twelfth of those of 44 to 47, the thirteenth of those of 49
and 50, the fourteenth of those of 52 and 53), as readers judged it before the wrong ones were mended; a doubtful one does not
count as right. From the fifth batch on the reader was a stricter one, from the ninth on there were two, and what either calls
wrong is wrong; from the seventh on a name is said (`said`) only where its words stand near the formula or nothing else has its
form, and else the formula is told to have that form.

`sets/dictated.jsonl` holds formulas of unseen books that a reader wrote down from the words alone, as from dictation: what was
written must read as the formula does, or the words can be heard in another way. Both are read here without the text around them.

`sets/formulas_drawn.jsonl` holds draws 9 to 56 of decision 0006: formulas from texts that nobody here had read, each draw frozen
and read by eye before anything that it showed was mended. A verdict is of the frozen reading and stays: "wrong" where the words
aloud, a meaning or a name says what does not stand there and nothing listed points at that spot. `changed` says whether
that formula is explained otherwise since. Draws 27 to 56 were explained with the whole section around them and read by two
readers: what either calls wrong is wrong, `doubtful` where nobody who calls it so is sure of it. From draw 31 on a false meaning
that is told with a doubt does not count. Draws 41 to 43 are of other formulas of the books of
draws 38 to 40 (`seen`), after these had been mended on. Of the texts nothing is kept but the formulas.
"""

from __future__ import annotations

import json
import math
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tutor import Tutor

SET = Path(__file__).resolve().parent / "sets" / "harvest.jsonl"
DRAWN = SET.with_name("harvest_drawn.jsonl")
NAMES = SET.with_name("names_drawn.jsonl")
GIVEN = SET.with_name("names_given.jsonl")
DICTATED = SET.with_name("dictated.jsonl")
READ = SET.with_name("formulas_drawn.jsonl")
_KINDS = ("reading", "meaning", "name")
_STRICTER = 5  # the batch of names from which on a stricter reader judged
_LATE = 3  # so many draws are thrown together, to know the rate of the last mends more narrowly
_LEADING = re.compile(r"^(?:one of )?(?:the|a|an|its|our|each|every|some|any)\s+")
_INLINE = re.compile(r"\$([^$]+)\$")
_FONT = re.compile(r"\\(?:math(?:cal|bf|rm|bb)|boldsymbol|textrm)\b")
_DRESS = re.compile(r"[$\\{}]")


@dataclass(frozen=True, slots=True)
class Harvested:
    """Counts over hand-labelled passages: what stands there, what was told, what of it is right; `missed`, `wrong` to read.

    `sections` holds, for each section of the set, how many meanings were told rightly and how many stand there.
    """

    passages: int
    labelled: int
    told: int
    right: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    sections: tuple[tuple[str, int, int], ...]

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
    sections: dict[str, tuple[int, int]] = {}
    missed: list[str] = []
    wrong: list[str] = []
    for passage in passages:
        labels = {_symbol(symbol): [_plain(way) for way in ways.split("|")] for symbol, ways in passage["tells"]}
        wanted = {(symbol, ways[0]) for symbol, ways in labels.items()}
        found = set(_told(tutor, passage["text"], [symbol for symbol, _ in passage["tells"]]))
        found = {(symbol, labels[symbol][0] if meaning in labels.get(symbol, ()) else meaning) for symbol, meaning in found}
        labelled, told, right = labelled + len(wanted), told + len(found), right + len(wanted & found)
        hit, there = sections.get(passage["section"], (0, 0))
        sections[passage["section"]] = (hit + len(wanted & found), there + len(wanted))
        missed += [f"{passage['section']}: {symbol} = {meaning}" for symbol, meaning in sorted(wanted - found)]
        wrong += [f"{passage['section']}: {symbol} = {meaning}" for symbol, meaning in sorted(found - wanted)]
    return Harvested(
        len(passages),
        labelled,
        told,
        right,
        tuple(missed),
        tuple(wrong),
        tuple((name, *counts) for name, counts in sections.items()),
    )


def _told(tutor: Tutor, text: str, symbols: list[str]) -> Iterator[tuple[str, str]]:
    """The meanings a passage is taken to tell: asked for every formula in it and for every labelled symbol."""
    for latex in dict.fromkeys([*symbols, *_INLINE.findall(text)]):
        for found in tutor.explain(latex, text).symbols:
            if found.start is not None and found.meaning:
                yield _symbol(found.symbol), _plain(found.meaning)


def _symbol(latex: str) -> str:
    """A symbol without the fonts, braces and blanks that do not matter."""
    return "".join(_FONT.sub("", latex).replace("{", "").replace("}", "").split())


def _plain(meaning: str) -> str:
    """A meaning without determiner, dollars and fonts, to compare two wordings of it."""
    text = _DRESS.sub("", _FONT.sub("", " ".join(meaning.lower().split())))
    return _LEADING.sub("", text).rstrip(".")


def interval(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share, after Wilson.

    >>> [round(end, 3) for end in interval(5, 200)], interval(0, 0)
    ([0.011, 0.057], (0.0, 1.0))
    """
    if not whole:
        return 0.0, 1.0
    z, p = 1.96, part / whole
    middle, half = p + z * z / (2 * whole), z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    below = 1 + z * z / whole
    return (middle - half) / below, (middle + half) / below


def silently_wrong(path: Path = READ) -> Iterator[tuple[str, str]]:
    """What was silently wrong in formulas of unseen texts, draw by draw: the last ones say what to expect."""
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    seen = {entry["draw"] for entry in entries if entry.get("seen")}  # other formulas of books that were mended on
    draws = sorted({entry["draw"] for entry in entries} - seen)
    for draw in sorted({*draws, *seen}):
        drawn = [e for e in entries if e["draw"] == draw]
        title = "other formulas of these books" if draw in seen else f"draw {draw}"
        yield f"silently wrong, {title}", _rate(drawn)
        yield "  in the reading, in a meaning, in a name (surely)", ", ".join(_of_kind(drawn, k) for k in _KINDS)
    for many, name in ((1, "the last draw"), (_LATE, f"the last {_LATE} draws")):
        late = [entry for entry in entries if entry["draw"] in draws[-many:]]
        yield f"silently wrong, {name}", _rate(late)
        sure = [entry for entry in late if not entry.get("doubtful")]
        yield "  of which a reader is sure", _share_of(sum(e["verdict"] == "wrong" for e in sure), len(late))
        for kind in _KINDS:
            yield f"  in the {kind}", _share_of(sum(e.get("kind") == kind for e in late), len(late))
            yield "    surely", _share_of(sum(e.get("kind") == kind for e in sure), len(late))
    wrong = [entry for entry in entries if entry["verdict"] == "wrong"]
    yield "  all draws: wrong ones explained otherwise since", f"{sum(e['changed'] for e in wrong)} of {len(wrong)}"
    named = [entry["named"] == "right" for entry in entries if "named" in entry]
    yield "names given there that are right", _share_of(sum(named), len(named))


def _of_kind(entries: list[dict[str, Any]], kind: str) -> str:
    wrong = [entry for entry in entries if entry.get("kind") == kind]
    return f"{len(wrong)} ({sum(not entry.get('doubtful') for entry in wrong)})"


def dictated(tutor: Tutor, path: Path = DICTATED) -> Iterator[tuple[str, str]]:
    """How many formulas come back when a reader writes them down from the words alone."""
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    same = sum(tutor.explain(entry["latex"]).spoken == tutor.explain(entry["dictated"]).spoken for entry in entries)
    yield "written down from dictation, and read the same", _share_of(same, len(entries))


def names_given(path: Path = GIVEN) -> Iterator[tuple[str, str]]:
    """How many of the names given to formulas of unseen documentation are right, before some were only called forms and since."""
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for title, some in (
        ("names given in unseen documentation that are right", [e for e in entries if e.get("batch", 1) < _STRICTER]),
        ("  by a stricter reader", [e for e in entries if e.get("batch", 1) in (_STRICTER, _STRICTER + 1)]),
        ("  since a name must be said around: of those said", [e for e in entries if e.get("said") is True]),
        ("    in the last batch", [e for e in entries if e.get("said") is True and e["batch"] == entries[-1]["batch"]]),
        ("    in the chapters of books", [e for e in entries if e.get("said") is True and e.get("from")]),
        ("    of those told as a form only", [e for e in entries if e.get("said") is False]),
    ):
        yield title, _share_of(sum(e["named"] == "right" for e in some), len(some))
        wrong = sum(e["named"] == "wrong" for e in some)
        yield f"{' ' * (len(title) - len(title.lstrip()))}  wrong, the rest is doubtful", f"{wrong:,}"


def _rate(entries: list[dict[str, Any]]) -> str:
    return _share_of(sum(entry["verdict"] == "wrong" for entry in entries), len(entries))


def _share_of(part: int, whole: int) -> str:
    low, high = interval(part, whole)
    return f"{part:,} of {whole:,} ({part / whole:.1%}; {low:.1%} to {high:.1%})" if whole else "0 of 0"


def figures() -> Iterator[tuple[str, str]]:
    """The rows of the table: what unseen texts showed, then passages, meanings there, precision and recall of the harvest."""
    yield from silently_wrong()
    found = measure_harvest()
    yield "hand-labelled passages", f"{found.passages:,}"
    yield "meanings that stand there", f"{found.labelled:,}"
    yield "harvest precision", f"{found.right:,} of {found.told:,} ({found.precision:.1%})"
    yield "harvest recall", f"{found.right:,} of {found.labelled:,} ({found.recall:.1%})"
    drawn = measure_harvest(DRAWN)
    yield "sentences drawn from books", f"{drawn.passages:,}"
    yield "harvest precision on them", f"{drawn.right:,} of {drawn.told:,} ({drawn.precision:.1%})"
    yield "harvest recall on them", f"{drawn.right:,} of {drawn.labelled:,} ({drawn.recall:.1%})"
    for name, hit, there in drawn.sections:
        yield f"  {name}", f"{hit:,} of {there:,}"
    tutor = Tutor(tempfile.mkdtemp())
    yield from dictated(tutor)
    yield from names_given()
    entries = [json.loads(line) for line in NAMES.read_text(encoding="utf-8").splitlines()]
    names = [(entry["name"], tutor.explain(entry["latex"], entry["text"]).name) for entry in entries]
    given = [(wanted, got.name) for wanted, got in names if got is not None]
    right = sum(wanted == got for wanted, got in given)
    yield "names given that are right", f"{right:,} of {len(given):,}"
    yield "names found, of drawn formulas that have one", f"{right:,} of {sum(bool(wanted) for wanted, _ in names):,}"
