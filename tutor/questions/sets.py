"""Quiz sets to keep: which questions belong together, mixed so that no topic follows itself and no two are nearly alike.

Laws of this file:
- the same blueprint is the same set on every machine;
- a template comes again only when everything else that fits has had its turn (on one topic: focus.py).
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tutor.errors import NoSuchTopic
from tutor.questions.entries import ASKED_FOR_ONLY, Entry, entries_of, kept
from tutor.questions.focus import choose_on_topic
from tutor.questions.question import Difficulty, Kind, Question
from tutor.questions.quiz import LARGEST_STATE, MOST_QUESTIONS

_TRIES_A_QUESTION = 6
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What a set asks for; `minutes` is the time the whole set may take. A retake has the same blueprint and another seed.

    `around` are concepts to be asked about when questions on `concepts` are used up; `in_order` asks about the concepts one after
    the other as they stand, which is what a plan wants.
    """

    title: str
    concepts: tuple[str, ...]
    n: int = 5
    seed: int = 0
    difficulty: Difficulty | None = None
    kinds: frozenset[Kind] = frozenset()
    minutes: float | None = None
    around: tuple[str, ...] = ()
    in_order: bool = False

    def again(self, seed: int) -> Blueprint:
        """The same blueprint for new numbers."""
        return replace(self, seed=seed)


@dataclass(frozen=True, slots=True)
class QuizSet:
    """Questions to be answered in one go; `minutes` is the time limit, None for none."""

    title: str
    seed: int
    minutes: float | None
    questions: tuple[Question, ...]


def quiz_set(blueprint: Blueprint, made: Sequence[Question] = ()) -> QuizSet:
    """The set of a blueprint; `made` are questions from the learner's books that may be in it.

    Fewer than asked for only where there is nothing more that is new. Raises NoSuchTopic where nothing fits.
    """
    draw = random.Random(f"set.{blueprint.seed}.{blueprint.n}.{','.join(blueprint.concepts)}")
    tests = [one for one in made if blueprint.kinds or one.kind not in ASKED_FOR_ONLY] or made
    own = entries_of(blueprint.concepts, blueprint.kinds, all_forms=bool(blueprint.around))
    entries = [e for e in (*own, *map(kept, tests)) if _fits(e, blueprint)]
    near = [e for e in entries_of(blueprint.around, blueprint.kinds) if _fits(e, blueprint)]
    around = [e for e in near if blueprint.kinds or e.kind not in ASKED_FOR_ONLY]
    if not (entries or around) and blueprint.n > 0:
        raise NoSuchTopic(_nothing(blueprint))
    if blueprint.around:
        found = _on_topic(entries, around, blueprint, draw)
    elif blueprint.in_order:
        found = _one_after_the_other(_choose(sorted(entries, key=_hardness), blueprint, draw), blueprint.concepts)
    else:
        found = interleaved(_choose(draw.sample(entries, len(entries)), blueprint, draw))
    return QuizSet(blueprint.title, blueprint.seed, blueprint.minutes, tuple(found))


def _on_topic(own: list[Entry], around: list[Entry], blueprint: Blueprint, draw: random.Random) -> list[Question]:
    seen: set[tuple[str, str]] = set()
    wanted = min(blueprint.n, MOST_QUESTIONS)
    mixed = draw.sample(own, len(own))
    return choose_on_topic(mixed, around, wanted, blueprint.minutes, lambda entry: _new(entry, seen, draw))


def _hardness(entry: Entry) -> int:
    return list(Difficulty).index(entry.difficulty)


def _one_after_the_other(questions: Sequence[Question], concepts: Sequence[str]) -> list[Question]:
    """A question on each concept in the order of the concepts, then a second on each, and so on."""
    rounds: Counter[str] = Counter()
    placed = []
    for question in questions:
        placed.append((rounds[question.concept], concepts.index(question.concept), question))
        rounds[question.concept] += 1
    return [question for _, _, question in sorted(placed, key=lambda one: one[:2])]


def _fits(entry: Entry, blueprint: Blueprint) -> bool:
    if blueprint.difficulty and entry.difficulty is not blueprint.difficulty:
        return False
    return entry.kind in blueprint.kinds if blueprint.kinds else True


def _choose(entries: Sequence[Entry], blueprint: Blueprint, draw: random.Random) -> list[Question]:
    """Round after round over the concepts, each time the entry that was asked least; nothing that is nearly there already."""
    by_concept: dict[str, list[Entry]] = {}
    for entry in entries:
        by_concept.setdefault(entry.concept, []).append(entry)
    wanted, left = min(blueprint.n, MOST_QUESTIONS), blueprint.minutes
    found: list[Question] = []
    seen: set[tuple[str, str]] = set()
    used: Counter[str] = Counter()
    exhausted: set[str] = set()
    while len(found) < wanted:
        open_entries = [
            e
            for entries in by_concept.values()
            for e in entries
            if e.name not in exhausted and (left is None or e.minutes <= left)
        ]
        if not open_entries:
            break
        asked = Counter(q.concept or q.id for q in found)
        entry = min(open_entries, key=lambda e: (used[e.name], asked[e.concept]))
        question = _new(entry, seen, draw)
        used[entry.name] += 1
        if question is None:
            exhausted.add(entry.name)
            continue
        found.append(question)
        left = None if left is None else left - question.minutes
    return found


def _new(entry: Entry, seen: set[tuple[str, str]], draw: random.Random) -> Question | None:
    for _ in range(_TRIES_A_QUESTION):
        question = entry.make(draw.randrange(LARGEST_STATE))
        mark = likeness(question)
        if mark not in seen:
            seen.add(mark)
            return question
    return None


def likeness(question: Question) -> tuple[str, str]:
    """What two near-duplicates share: the template and the numbers, in any order; the words where there are no numbers.

    >>> from tutor.questions.quiz import question
    >>> likeness(question("dot_product.1.1")) == likeness(question("dot_product.1.2"))
    False
    """
    numbers = sorted(_NUMBER.findall(question.prompt))
    numbered = len(numbers) > 1 and question.kind.judged
    words = " ".join(numbers) if numbered else question.prompt + "|".join(sorted(o.text for o in question.options))
    return question.template if not question.from_book else question.id, words


def interleaved(questions: Sequence[Question]) -> list[Question]:
    """The same questions, so that no concept follows itself where that can be avoided.

    The concept with most questions left goes first; with k of it among n this succeeds whenever 2k <= n + 1.
    """
    left: dict[str, list[Question]] = {}
    for question in questions:
        left.setdefault(question.concept or question.id, []).append(question)
    mixed: list[Question] = []
    last = ""
    while left:
        others = [concept for concept in left if concept != last] or list(left)
        last = max(others, key=lambda concept: len(left[concept]))
        mixed.append(left[last].pop(0))
        if not left[last]:
            del left[last]
    return mixed


def _nothing(blueprint: Blueprint) -> str:
    wanted = [blueprint.difficulty.value] if blueprint.difficulty else []
    wanted += [kind.value for kind in sorted(blueprint.kinds, key=lambda kind: kind.value)]
    asked = f" that is {', '.join(wanted)}" if wanted else ""
    return f"There is no question on “{blueprint.title[:60]}”{asked} — ask for another kind, difficulty or topic."
