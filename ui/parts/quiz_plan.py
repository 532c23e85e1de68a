"""What a quiz was asked to be, written with it on record, so that it can be taken again with new numbers.

Two quizzes with the same plan are attempts at the same thing; their numbers (`Sitting.seed`) differ.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tutor import Difficulty, Kind, Sitting, Tutor, Wanted, errors
from ui.parts.keys import announce

if TYPE_CHECKING:
    from tutor import Blueprint, QuizSet

REVIEW = "review"
_SEEDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """A blueprint in plain words. `book` and `chapter` say whose own questions may be in it; `root` is the quiz whose questions'
    twins a retake asks, where there is no blueprint (a file that was opened). `around` and `in_order` are a blueprint's."""

    title: str
    concepts: tuple[str, ...] = ()
    n: int = 5
    difficulty: str = ""
    kinds: tuple[str, ...] = ()
    minutes: float | None = None
    sheet: bool = False
    book: str = ""
    chapter: str = ""
    root: str = ""
    around: tuple[str, ...] = ()
    in_order: bool = False

    def written(self) -> str:
        """The plan as one line, the same for the same plan; what came later than the first plans only where it says something."""
        body = {name: value for name, value in asdict(self).items() if value or name not in ("around", "in_order")}
        return json.dumps(body, ensure_ascii=False, sort_keys=True)


def plan_of(sitting: Sitting) -> Plan:
    """The plan on record; a record that is only a topic is a plan too.

    >>> plan_of(Sitting("q1", 1, "rank", datetime(2026, 3, 1, tzinfo=UTC), ("dot_product.1.1",))).title
    'rank'
    """
    try:
        body = json.loads(sitting.topic) if sitting.topic.startswith("{") else None
    except ValueError:
        body = None
    if not isinstance(body, dict) or not isinstance(body.get("title"), str):
        return Plan(sitting.topic, n=len(sitting.questions))
    minutes, n = body.get("minutes"), body.get("n")

    def word(name: str) -> str:
        return str(body.get(name) or "")

    return Plan(
        body["title"],
        _words(body.get("concepts")),
        n if isinstance(n, int) else len(sitting.questions),
        word("difficulty"),
        _words(body.get("kinds")),
        float(minutes) if isinstance(minutes, int | float) else None,
        body.get("sheet") is True,
        word("book"),
        word("chapter"),
        word("root"),
        _words(body.get("around")),
        body.get("in_order") is True,
    )


def _words(found: object) -> tuple[str, ...]:
    return tuple(map(str, found)) if isinstance(found, list) else ()


def fresh_seed() -> int:
    """New numbers."""
    return secrets.randbelow(_SEEDS)


def plan_for(tutor: Tutor, wanted: Wanted, sheet: bool) -> Plan:
    """The plan of a wish. Raises NoSuchTopic."""
    blueprint = tutor.blueprint(wanted)
    return Plan(
        blueprint.title, blueprint.concepts, blueprint.n, blueprint.difficulty.value if blueprint.difficulty else "",
        tuple(sorted(kind.value for kind in blueprint.kinds)), blueprint.minutes, sheet, wanted.book or "", wanted.chapter or "",
        around=blueprint.around, in_order=blueprint.in_order,
    )  # fmt: skip


def begin(tutor: Tutor, topic: str, n: int) -> str:
    """Draw a quiz on a topic and put it on record; returns its id. Raises NoSuchTopic."""
    return begin_wanted(tutor, Wanted(topic=topic, n=n, seed=fresh_seed()))


def begin_wanted(tutor: Tutor, wanted: Wanted, sheet: bool = False) -> str:
    """Draw the quiz that is wished for and put it on record; returns its id. Raises NoSuchTopic."""
    plan = plan_for(tutor, wanted, sheet)
    return _put(tutor, plan.written(), wanted.seed, [q.id for q in tutor.quiz_set(wanted).questions])


def begin_kept(tutor: Tutor, quiz: QuizSet, sheet: bool) -> str:
    """Sit a quiz that was kept in a file."""
    id, questions = _new_id(), [question.id for question in quiz.questions]
    plan = Plan(quiz.title, n=len(questions), minutes=quiz.minutes, sheet=sheet, root=id)
    return _put(tutor, plan.written(), quiz.seed, questions, id)


def begin_proposed(tutor: Tutor, topic: str, n: int, sheet: bool) -> str:
    """Sit questions that the language model proposed and that came through. Raises InputError where none did."""
    questions = [question.id for question in tutor.propose(topic, n)]
    if not questions:
        raise errors.InputError("None of the questions the model proposed could be worked out here — choose ours instead.")
    id = _new_id()
    plan = Plan(topic, n=len(questions), sheet=sheet, root=id)
    return _put(tutor, plan.written(), 0, questions, id)


def begin_again(tutor: Tutor, sitting: Sitting) -> str:
    """The same plan with new numbers; returns the id of the new quiz."""
    plan, seed = plan_of(sitting), fresh_seed()
    if plan.root:
        questions = [tutor.twin(id).id for id in sitting.questions]
    elif plan.book or plan.chapter:
        questions = [q.id for q in tutor.quiz_set(_wanted(plan, seed)).questions]
    elif plan.concepts:
        questions = [q.id for q in tutor.retake(_blueprint(tutor, plan), seed).questions]
    else:  # a record from before plans were kept: only its topic is known
        topic = None if plan.title == "everything" else plan.title
        questions = [q.id for q in tutor.quiz_set(Wanted(topic=topic, n=plan.n, seed=seed)).questions]
    return _put(tutor, sitting.topic, seed, questions)


def _wanted(plan: Plan, seed: int) -> Wanted:
    return Wanted(
        book=plan.book or None, chapter=plan.chapter or None, n=plan.n, seed=seed, minutes=plan.minutes,
        difficulty=_difficulty(plan), kinds=_kinds(plan),
    )  # fmt: skip


def _blueprint(tutor: Tutor, plan: Plan) -> Blueprint:
    plain = tutor.blueprint(Wanted(n=plan.n, difficulty=_difficulty(plan), kinds=_kinds(plan), minutes=plan.minutes))
    return replace(plain, title=plan.title, concepts=plan.concepts, around=plan.around, in_order=plan.in_order)


def _difficulty(plan: Plan) -> Difficulty | None:
    return next((one for one in Difficulty if one.value == plan.difficulty), None)


def _kinds(plan: Plan) -> frozenset[Kind]:
    return frozenset(kind for kind in Kind if kind.value in plan.kinds)


def begin_review(tutor: Tutor, concepts: Sequence[str]) -> str:
    """One question on each concept that is due, put on record; returns the id of the sitting."""
    seed = fresh_seed()
    questions = [one.id for concept in concepts if (one := tutor.practice(concept, seed)) is not None]
    if not questions:
        raise errors.NoSuchTopic("What is due has no questions yet; choose a topic on the Quiz page.")
    return _put(tutor, REVIEW, seed, questions)


def _new_id() -> str:
    return f"q{secrets.token_hex(6)}"


def _put(tutor: Tutor, topic: str, seed: int, questions: Sequence[str], id: str = "") -> str:
    if not questions:
        raise errors.NoSuchTopic("There is no question in this quiz; ask for more time, another kind or another topic.")
    sitting = Sitting(id or _new_id(), seed, topic, datetime.now(UTC), tuple(questions))
    announce("question")
    return tutor.begin(sitting).id
