"""Which section of the companion answers a message in the middle of a talk? `python -m eval hearing`.

Talks whose answers are known, turn by turn, as the headings of the sections that answer it outright (`eval/sets/talks_*.jsonl`):
"taught" were written with the companion open, and the weights of `tutor/voices/meant.py` are fitted on them; "fresh" were written
by somebody who had seen nothing of the tutor, and the bars were set on them; "unseen" likewise, and nothing was set on them
before the figures in decisions/0010 were taken. Whoever labelled the last two read the sections, not the tutor's answers.

- heard: the section that is likeliest meant, and the three likeliest, where every turn before was answered rightly;
- answered: what the tutor then says, turn after turn, on its own: a section that answers outright; it is offered as near; one
  that answers in part, or a passage said to be only near; something else.

- follow-ups (`eval/talking.py`): turns that change the numbers of the problem before, ask something else of them, try a value, or
  take back what was said, and whether the answer holds what a right one must.

`python -m eval.hearing --fit` fits the weights anew (some minutes) and prints them.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from eval import figures, talking
from eval.voices import with_bundled
from tutor import Explanation, Intent, Turn, Tutor

if TYPE_CHECKING:
    from tutor.verbs.hearing import Meant

_SETS = Path(__file__).with_name("sets")
_JUDGED = Path(__file__).with_name("recordings") / "judged_unseen.jsonl"
_TALKS = ("taught", "fresh", "unseen")
_SAMPLED = 40  # talks of the first set: it is large, and was fitted on
_OUTCOMES = ("outright", "offered", "in part, or said to be near", "something else")
_STEPS, _RATE, _SHRINK = 2_000, 0.05, 1e-3


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said, and for every turn the headings that answer it outright and in part; `kinds` says which are computed."""

    name: str
    turns: tuple[str, ...]
    gold: tuple[tuple[str, ...], ...]
    part: tuple[tuple[str, ...], ...]
    kinds: tuple[str, ...]


def talks(name: str) -> list[Talk]:
    """The talks of a set."""
    found = []
    for line in (_SETS / f"talks_{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        none: list = [()] * len(row["turns"])
        gold, part = (tuple(map(tuple, row.get(key, none))) for key in ("gold", "part"))
        found.append(Talk(row["name"], tuple(row["turns"]), gold, part, tuple(row.get("kinds", [""] * len(none)))))
    return found


def taught(tutor: Tutor, some: Sequence[Talk]) -> Iterator[tuple[Meant, bool, frozenset[str]]]:
    """For every turn that a section answers: what is heard in it, whether it stands in a talk, and the right headings.

    The turns before are told as if each had been answered by its own section.
    """
    answers = {one.question: one for one in tutor.question_sections()}
    for talk in some:
        before: list[Turn] = []
        for asked, gold in zip(talk.turns, talk.gold, strict=True):
            if gold:
                yield tutor.meant(asked, before), bool(before), frozenset(gold)
            told = tutor.section_text(answers[gold[0]]) if gold else ""
            before.append(Turn(asked, told))


def answered(tutor: Tutor, some: Sequence[Talk]) -> Counter[str]:
    """How the tutor's own answers fare, turn after turn."""
    counts: Counter[str] = Counter()
    for talk in some:
        before: list[Turn] = []
        for place, asked in enumerate(talk.turns):
            told = tutor.ask(asked, before)
            before.append(Turn(asked, told.said))
            counts[_outcome(told, talk, place)] += 1
    return counts


def _outcome(told: Explanation, talk: Talk, place: int) -> str:
    first = next((c.citations[0].section[-1] for c in told.claims if c.citations and c.citations[0].section), "")
    right = set(talk.gold[place])
    if first in right or (talk.kinds[place] == "compute" and told.intent is Intent.COMPUTE):
        return _OUTCOMES[0]
    if right & set(told.also):
        return _OUTCOMES[1]
    said_near = not told.covered or any("come nearest" in notice or "I take you to ask" in notice for notice in told.notices)
    return _OUTCOMES[2] if said_near or first in talk.part[place] else _OUTCOMES[3]


def fitted(rows: Sequence[tuple[Meant, bool, frozenset[str]]]) -> tuple[list[float], list[float]]:
    """The weights under which the right headings are likeliest, for first turns and for later ones: softmax regression."""
    most = max(len(found) for found, _, _ in rows)
    x = np.zeros((len(rows), most, len(rows[0][0][0].signs)))
    there, right = np.zeros((len(rows), most), dtype=bool), np.zeros((len(rows), most), dtype=bool)
    for n, (found, _, gold) in enumerate(rows):
        x[n, : len(found)] = [one.signs for one in found]
        there[n, : len(found)] = True
        right[n, : len(found)] = [one.one.question in gold for one in found]
    kept = right.any(axis=1)
    later = np.array([int(stands) for _, stands, _ in rows])[kept]
    x, there, right = x[kept], there[kept], right[kept]
    weights, slope, square = np.zeros((2, x.shape[2])), np.zeros((2, x.shape[2])), np.zeros((2, x.shape[2]))
    for step in range(1, _STEPS + 1):  # Adam
        sums = np.where(there, np.einsum("nij,nj->ni", x, weights[later]), -np.inf)
        odds = np.exp(sums - sums.max(axis=1, keepdims=True))
        chance = odds / odds.sum(axis=1, keepdims=True)
        wanted = odds * right
        wanted /= np.maximum(wanted.sum(axis=1, keepdims=True), 1e-12)
        pull = np.einsum("nij,ni->nj", x, chance - wanted) / len(x)
        grad = np.stack([pull[later == turn].sum(axis=0) for turn in (0, 1)]) + 2 * _SHRINK * weights
        slope, square = 0.9 * slope + 0.1 * grad, 0.999 * square + 0.001 * grad**2
        weights -= _RATE * (slope / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights[0].round(1).tolist(), weights[1].round(1).tolist()


def main() -> None:
    """Print both tables; with `--fit`, the weights fitted anew."""
    reader = argparse.ArgumentParser("python -m eval hearing")
    reader.add_argument("--fit", action="store_true")
    asked = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tutor = with_bundled(Path(folder))
        tutor.warm()
        if asked.fit:
            rows = list(taught(tutor, talks("taught")))
            names = rows[0][0][0].signs._fields
            for turn, weights in zip(("first", "later"), fitted(rows), strict=True):
                print(turn, dict(zip(names, weights, strict=True)))
            return
        print(f"{'talks':<10} {'turns':>6} {'heard first':>12} {'among three':>12}")
        for name in _TALKS:
            _print_heard(name, tutor, talks(name)[: _SAMPLED if name == "taught" else None])
        print(f"\n{'talks':<10} {'turns':>6} " + " ".join(f"{outcome:>28}" for outcome in _OUTCOMES))
        for name in _TALKS[1:]:
            _print_answered(name, tutor, talks(name))
        _print_followed(tutor)
    _print_judged()


def _print_judged() -> None:
    """What a reader who saw only the turns of the unseen talks said of the answers given when those figures were taken."""
    rows = [json.loads(line) for line in _JUDGED.read_text(encoding="utf-8").splitlines()]
    told = Counter(row["answers"] for row in rows)
    clear, aside = sum(row["clear"] for row in rows), sum(row["false"] for row in rows)
    offered = sum(row["offered"] == 1 for row in rows)
    print(f"\njudged by a reader, {len(rows)} unseen turns: {told[2]} answered outright, {told[1]} in part, {told[0]} not;")
    print(f"{clear} clear from end to end; {aside} beside the point, unsaid; for {offered} the right question was offered")


def _print_heard(name: str, tutor: Tutor, some: Sequence[Talk]) -> None:
    ranked = [([one.one.question for one in found[:3]], gold) for found, _, gold in taught(tutor, some)]
    first = sum(three[0] in gold for three, gold in ranked)
    among = sum(not gold.isdisjoint(three) for three, gold in ranked)
    figures.share("hearing", f"{name}: heard first", first, len(ranked))
    figures.share("hearing", f"{name}: heard among three", among, len(ranked))
    print(f"{name:<10} {len(ranked):>6} {first / len(ranked):>12.0%} {among / len(ranked):>12.0%}", flush=True)


def _print_answered(name: str, tutor: Tutor, some: Sequence[Talk]) -> None:
    counts = answered(tutor, some)
    n = counts.total()
    figures.share("hearing", f"{name}: answered outright", counts[_OUTCOMES[0]], n)
    figures.share("hearing", f"{name}: something else, unsaid", counts[_OUTCOMES[3]], n, more=False)
    print(f"{name:<10} {n:>6} " + " ".join(f"{counts[outcome] / n:>28.0%}" for outcome in _OUTCOMES), flush=True)


def _print_followed(tutor: Tutor) -> None:
    """Follow-ups on the learner's own numbers, and talks that take something back."""
    counts = talking.counted(tutor, talking.talks())
    print(f"\n{'follow-ups':<10} {'half':<6} {'turns':>6} {'answered':>9}")
    for kind in ("numbers", "thread"):
        for half in ("open", "held"):
            right, wrong = (counts[kind, half, "later", holds] for holds in (True, False))
            figures.share("hearing", f"follow-ups, {kind}, {half}", right, right + wrong)
            print(f"{kind:<10} {half:<6} {right + wrong:>6} {right / (right + wrong):>9.0%}", flush=True)


if __name__ == "__main__":
    main()
