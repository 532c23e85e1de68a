"""Is the offline tutor worth talking to? `python -m eval voices`: its answers beside a plain answer of the three best passages.

Both see the same library (the bundled books) and the same search; the questions stand in `eval/sets/voices.jsonl`, each with the
kind of help it wants and words that an answer to it must hold. The rubric, the same for both, each a share of the questions:

- answers: the words that answer stand somewhere; at once: within the first sixty words;
- as asked: an example where one was wanted, a number where one was to be computed, both sides of a comparison, a question ...;
- right: nothing in it is false (every equality is tried, every computed answer is worked out again);
- readable aloud: whole sentences, no headings, lists of exercises, code or table bars, and under 250 words before any steps;
- checked: every sentence carries the page it stands on or the computation that backs it (the learner's own lines aside);
- something to do: it hands back a question on exactly this idea.

Below it, how well two questions are told to be one (`eval/sets/asked_pairs.jsonl`): the offline voice answers with what stands
under a heading that asks the same, and a near but different question must not get that answer.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval import figures, minds
from tutor import Explanation, Layer, Standing, Tutor, TutorError

_SETS = Path(__file__).with_name("sets") / "voices.jsonl"
_PAIRS = _SETS.with_name("asked_pairs.jsonl")
_PASSAGES = 3
_AT_ONCE = 60
_LONGEST = 250
_NOT_ALOUD = re.compile(r"^\s*(#{1,6} |\||```|[-*+] |\d+[.)] )|<!--", re.MULTILINE)
_BACKED = frozenset({Standing.QUOTED, Standing.PROVED, Standing.TESTED})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as the rubric sees it: what is read first, all of it, and what can be told of its making."""

    opening: str
    whole: str
    as_asked: bool
    right: bool
    checked: bool
    something_to_do: bool


LINES: Mapping[str, Callable[[Answer, str], bool]] = {
    "answers": lambda a, says: bool(re.search(says, a.whole, re.IGNORECASE)),
    "answers at once": lambda a, says: bool(re.search(says, " ".join(a.opening.split()[:_AT_ONCE]), re.IGNORECASE)),
    "as asked": lambda a, says: a.as_asked,
    "right": lambda a, says: a.right,
    "readable aloud": lambda a, says: readable(a.opening),
    "every claim checked": lambda a, says: a.checked,
    "something to do": lambda a, says: a.something_to_do,
}


def readable(text: str) -> bool:
    """Whether a text can be read aloud from end to end.

    >>> readable("The rank counts columns. It is 2."), readable("## Rank\\n\\n- one\\n- two"), readable("and so on, which is")
    (True, False, False)
    """
    bare = text.strip()
    whole = bool(re.match(r"[*_\"“$A-Z0-9]", bare)) and bool(re.search(r"[.!?:$*”\"]\s*$", bare))
    return whole and not _NOT_ALOUD.search(bare) and len(bare.split()) <= _LONGEST


def main() -> None:
    """Print the rubric, both answers beside each other."""
    rows = questions()
    with tempfile.TemporaryDirectory() as folder:
        tutor = with_bundled(Path(folder))
        ours = measured(tutor, rows)
        plain = [of_passages(tutor, row) for row in rows]
        told = told_same(tutor)
    print(f"{len(rows)} questions on the bundled books\n")
    print(f"{'':<22} {'offline voice':>14} {'top passages':>14}")
    for name, holds in LINES.items():
        held = [sum(holds(a, row["says"]) for a, row in zip(some, rows, strict=True)) for some in (ours, plain)]
        print(f"{name:<22} {held[0] / len(rows):>14.0%} {held[1] / len(rows):>14.0%}")
    lost = [row["ask"] for a, row in zip(ours, rows, strict=True) if not (LINES["answers"](a, row["says"]) and a.as_asked)]
    print("\nnot answered as asked: " + ("; ".join(" ".join(one.split()) for one in lost) or "none"))
    for part, (precision, recall) in told.items():
        says = f"{precision.hits} of {precision.n} taken for one are one; {recall.hits} of {recall.n} that are one were seen"
        print(f"questions in other words, {part}: {says}")
        figures.share("voices", f"taken for one question, {part}", precision.hits, precision.n)
        figures.share("voices", f"one question seen, {part}", recall.hits, recall.n)
    minds.main()


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    n: int


def told_same(tutor: Tutor) -> dict[str, tuple[Share, Share]]:
    """Precision and recall on pairs of questions: those the bar was set by ("tuned"), and those written after it was ("held")."""
    rows = [json.loads(line) for line in _PAIRS.read_text(encoding="utf-8").splitlines()]
    told = [(row["part"], row["same"], tutor.asks_the_same(row["ask"], row["heading"])) for row in rows]
    found = {}
    for part in sorted({part for part, _, _ in told}):
        both = sum(same and taken for where, same, taken in told if where == part)
        taken_in = sum(taken for where, _, taken in told if where == part)
        same_in = sum(same for where, same, _ in told if where == part)
        found[part] = (Share(both, taken_in), Share(both, same_in))
    return found


def measured(tutor: Tutor, rows: Sequence[Mapping[str, str]]) -> list[Answer]:
    """The tutor's answers, their figures noted."""
    answers = [of_tutor(tutor, row) for row in rows]
    for name, holds in LINES.items():
        figures.share("voices", name, sum(holds(a, row["says"]) for a, row in zip(answers, rows, strict=True)), len(rows))
    return answers


def questions() -> list[dict[str, str]]:
    """The questions, each with the kind of help it wants and what an answer must say."""
    return [json.loads(line) for line in _SETS.read_text(encoding="utf-8").splitlines()]


def with_bundled(home: Path) -> Tutor:
    """A tutor with the books that come with it."""
    tutor = Tutor(home)
    for incoming in tutor.bundled():
        for _ in tutor.ingest(incoming):
            pass
    return tutor


def of_tutor(tutor: Tutor, row: Mapping[str, str]) -> Answer:
    """What the tutor says."""
    told = tutor.ask(row["ask"])
    opening = "\n\n".join(claim.text for claim in told.claims if claim.layer is not Layer.NUMBERS)
    whole = "\n\n".join([*(claim.text for claim in told.claims), *(f.latex for f in told.formulas), _check(tutor, told)])
    sound = _BACKED | {Standing.STRUCK}
    backed = all(claim.standing in sound or claim.text.strip("$ ") in row["ask"] for claim in told.claims)
    shown = [claim.text for claim in told.claims if claim.standing is not Standing.STRUCK]
    return Answer(opening or whole, whole, as_asked(told, row["wants"]), right(tutor, shown), backed, bool(told.check))


def _check(tutor: Tutor, told: Explanation) -> str:
    return tutor.question(told.check).prompt if told.check else ""


def as_asked(told: Explanation, wants: str) -> bool:
    """Whether the answer is of the kind that was wanted."""
    layers = {claim.layer for claim in told.claims}
    if wants == "compare":
        outright = any(claim.layer is Layer.ANSWER and not claim.about for claim in told.claims) and told.intent.value == wants
        return outright or len({claim.about for claim in told.claims if claim.about}) >= 2
    if wants in ("compute", "example"):
        return any(claim.standing is Standing.PROVED for claim in told.claims)
    if wants == "picture":
        return Layer.PICTURE in layers
    if wants == "quiz":
        return bool(told.check)
    return told.covered and told.intent.value == wants


def of_passages(tutor: Tutor, row: Mapping[str, str]) -> Answer:
    """What one gets elsewhere without a key: the best passages, one after the other."""
    found = [one.passage.text for one in tutor.find(row["ask"], _PASSAGES)]
    text = "\n\n".join(found)
    # Passages are the book's own words, each with its page; they never compute, compare, draw or ask.
    return Answer(text, text, row["wants"] in ("explain", "why", "how", "when", "prove"), right(tutor, found), True, False)


def right(tutor: Tutor, texts: Sequence[str]) -> bool:
    """Whether no equality in what is shown fails."""
    try:
        return not any(claim.verdict.value == "fails" for text in texts for claim in tutor.claims(text))
    except TutorError:
        return True


if __name__ == "__main__":
    main()
