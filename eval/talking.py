"""Talks that go on with the learner's own numbers, and talks that take something back: `python -m eval hearing` prints them too.

`eval/sets/talks_numbers.jsonl` holds 40 short talks on numbers and 10 that correct or point back, written before the code that
answers them; for every turn the patterns a right answer must hold, whatever its words. Half of them ("open") were read while it
was built, the other half ("held") were not. A turn on numbers counts only by what was computed: quotations are not looked at.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tutor import Explanation, Intent, Standing, Turn, Tutor

_SET = Path(__file__).with_name("sets") / "talks_numbers.jsonl"
_FRACTION = re.compile(r"\\frac\{(-?\d+)\}\{(\d+)\}")


@dataclass(frozen=True, slots=True)
class Said:
    """One message, and the patterns that an answer to it must hold."""

    text: str
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """A short talk: `kind` is "numbers" or "thread", `half` "open" or "held"."""

    name: str
    kind: str
    half: str
    turns: tuple[Said, ...]


def talks() -> list[Talk]:
    """All talks of the set."""
    rows = [json.loads(line) for line in _SET.read_text(encoding="utf-8").splitlines()]
    return [
        Talk(row["name"], row["kind"], row["half"], tuple(Said(one["say"], tuple(one["holds"])) for one in row["turns"]))
        for row in rows
    ]


def held_turns(tutor: Tutor, talk: Talk) -> Iterator[tuple[int, Said, bool]]:
    """Every turn of a talk, with its place, and whether its answer holds what it must."""
    before: list[Turn] = []
    for place, said in enumerate(talk.turns):
        told = tutor.ask(said.text, before)
        before.append(Turn(said.text, told.said))
        shown = _shown(tutor, told, quotes=talk.kind == "thread")
        yield place, said, all(re.search(pattern, shown) for pattern in said.holds)


def _shown(tutor: Tutor, told: Explanation, *, quotes: bool) -> str:
    """What counts of an answer: what was computed, and a question that was put; with `quotes`, what was quoted too."""
    kept = [
        claim.text
        for claim in told.claims
        if claim.standing is not Standing.STRUCK
        and (quotes or claim.standing is not Standing.QUOTED)
        and not claim.text.startswith("**For example")
    ]
    if told.intent is Intent.QUIZ and told.check:
        kept.append(tutor.question(told.check).prompt)
    return _FRACTION.sub(r"\1/\2", " \n ".join(kept)).replace("\\quad ", "= ")


def counted(tutor: Tutor, some: Sequence[Talk]) -> Counter[tuple[str, str, str, bool]]:
    """How many turns hold what they must, by kind, half, and whether they open a talk."""
    counts: Counter[tuple[str, str, str, bool]] = Counter()
    for talk in some:
        for place, _, holds in held_turns(tutor, talk):
            counts[talk.kind, talk.half, "later" if place else "first", holds] += 1
    return counts
