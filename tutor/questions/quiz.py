"""Questions by id, by concept, and mixed into quizzes; the same arguments always give the same questions."""

from __future__ import annotations

import importlib
import random
import re
from collections.abc import Sequence

from tutor.errors import NoSuchTopic, UnknownQuestion
from tutor.questions.build import build
from tutor.questions.forms import from_id as form
from tutor.questions.question import Question
from tutor.questions.template import Template
from tutor.questions.templates import TABLE

LARGEST_STATE = 10**9
MOST_QUESTIONS = 100
_ID = re.compile(r"([a-z0-9_]+)\.(\d{1,4})\.(\d{1,10})")


def concepts_with_questions() -> frozenset[str]:
    """The concepts some template asks about; cheap, for it reads a table only.

    >>> "matmul" in concepts_with_questions()
    True
    """
    return frozenset(concept for concept, _ in TABLE.values())


def templates_for(concept: str) -> tuple[str, ...]:
    """The names of the templates of a concept, in the order of the table.

    >>> templates_for("nothing")
    ()
    """
    return tuple(name for name, (found, _) in TABLE.items() if found == concept)


def template(name: str) -> Template:
    """One template by name; imports its file. Raises UnknownQuestion."""
    if name not in TABLE:
        raise UnknownQuestion(f"No question is called '{name[:60]}' — take an id from `tutor quiz`.")
    module = importlib.import_module(f"tutor.questions.templates.{TABLE[name][1]}")
    found: Template = module.REGISTRY[name]
    return found


def question(question_id: str) -> Question:
    """Rebuild a question from its id, such as chain_rule.1.4711; raises UnknownQuestion with one sentence."""
    found = _ID.fullmatch(question_id)
    if not found:
        raise UnknownQuestion(f"'{question_id[:60]}' is no question id — an id looks like chain_rule.1.4711.")
    name, version, state = found.group(1), int(found.group(2)), int(found.group(3))
    if "__" in name and state <= LARGEST_STATE and found.group(3) == str(state) and found.group(2) == str(version):
        return form(name, version, state)
    entry = template(name)
    if version != entry.version:
        raise UnknownQuestion(
            f"'{name}' is now in version {entry.version}, not {version} — ask for a new question with `tutor quiz`."
        )
    if str(version) != found.group(2) or str(state) != found.group(3) or state > LARGEST_STATE:
        raise UnknownQuestion(f"'{question_id}' is no question id — an id looks like chain_rule.1.4711.")
    return build(entry, TABLE[name][0], state)


def for_concept(concept: str, state: int) -> Question:
    """One question about a concept; the state picks template and numbers. Raises NoSuchTopic."""
    names = _drawn_today(concept)
    if not names:
        raise NoSuchTopic(_no_topic([concept]))
    draw = random.Random(f"{concept}.{state}")
    return build(template(names[draw.randrange(len(names))]), concept, draw.randrange(LARGEST_STATE))


def asked_or_around(concepts: Sequence[str], around: Sequence[str]) -> tuple[str, ...]:
    """The concepts some template asks about; where there is none, the nearest one around them.

    >>> asked_or_around(("nothing", "rank"), ("kernel",)), asked_or_around(("nothing",), ("no", "kernel", "rank"))
    (('rank',), ('kernel',))
    """
    known = concepts_with_questions()
    return tuple(c for c in concepts if c in known) or tuple(c for c in around if c in known)[:1] or tuple(concepts)


def quiz(concepts: Sequence[str], n: int, seed: int) -> tuple[Question, ...]:
    """n questions that go round the concepts, never two alike; fewer only where a topic is too small. Raises NoSuchTopic."""
    draw = random.Random(f"quiz.{seed}.{n}.{','.join(concepts)}")
    asked = [concept for concept in dict.fromkeys(concepts) if templates_for(concept)]
    if not asked:
        raise NoSuchTopic(_no_topic(concepts))
    draw.shuffle(asked)
    turns = {concept: _shuffled(_drawn_today(concept), draw) for concept in asked}
    found: dict[str, Question] = {}
    for turn in range(4 * min(n, MOST_QUESTIONS)):
        if len(found) == min(n, MOST_QUESTIONS):
            break
        concept = asked[len(found) % len(asked)]
        names = turns[concept]
        name = names[(turn // len(asked)) % len(names)]
        made = build(template(name), concept, draw.randrange(LARGEST_STATE))
        found.setdefault(made.prompt, made)
    return tuple(found.values())


def _drawn_today(concept: str) -> list[str]:
    """The templates whose answer is one option or typed mathematics: what every page can show (sets.py knows the others)."""
    kinds = ((name, template(name).kind) for name in templates_for(concept))
    return [name for name, kind in kinds if kind.one_of or kind.judged]


def _shuffled(names: Sequence[str], draw: random.Random) -> list[str]:
    mixed = list(names)
    draw.shuffle(mixed)
    return mixed


def _no_topic(concepts: Sequence[str]) -> str:
    asked = ", ".join(concepts[:3]) or "nothing"
    some = ", ".join(sorted(concepts_with_questions())[:3])
    return f"No template asks about {asked} yet — try {some}."
