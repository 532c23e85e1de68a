"""A quiz set as JSON, and back: a kept set is made again from its ids, and every question must be the one that was kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from tutor.errors import InputError, UnknownQuestion
from tutor.questions.question import Question
from tutor.questions.sets import QuizSet

FORMAT = "marginalia-quiz"
VERSION = 1
MOST_LETTERS = 5_000_000
_MOST = 500


def write(quiz: QuizSet, *, sealed: bool = False) -> str:
    """The set as JSON; with `sealed`, without keys and solutions (it can still be taken in again)."""
    body = {
        "format": FORMAT,
        "version": VERSION,
        "title": quiz.title,
        "seed": quiz.seed,
        "minutes": quiz.minutes,
        "questions": [_row(question, sealed) for question in quiz.questions],
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _row(q: Question, sealed: bool) -> dict[str, object]:
    shown: dict[str, object] = {
        "id": q.id,
        "concept": q.concept,
        "kind": q.kind.value,
        "difficulty": q.difficulty.value,
        "minutes": q.minutes,
        "prompt": q.prompt,
        "options": [option.text for option in q.options],
        "terms": list(q.terms),
    }
    return shown if sealed else {**shown, "key": q.key, "key_latex": q.key_latex, "solution": list(q.solution)}


def read(text: str, remake: Callable[[str], Question]) -> QuizSet:
    """The set again; every question is remade from its id by `remake` and compared with what was kept.

    Raises InputError, in one sentence, for what is no such file and for a question that is another one now.
    """
    body = _body(text)
    rows = body["questions"]
    if not isinstance(rows, list) or len(rows) > _MOST or not all(isinstance(row, dict) for row in rows):
        raise InputError("This quiz file has no list of questions — keep a set with `tutor quiz --out FILE.json`.")
    minutes, seed = body.get("minutes"), body.get("seed")
    return QuizSet(
        str(body.get("title") or "A quiz")[:200],
        seed if isinstance(seed, int) and not isinstance(seed, bool) else 0,
        float(minutes) if isinstance(minutes, int | float) and not isinstance(minutes, bool) and minutes > 0 else None,
        tuple(_remade(n, row, remake) for n, row in enumerate(rows, 1)),
    )


def _body(text: str) -> Mapping[str, object]:
    if len(text) > MOST_LETTERS:
        raise InputError("This quiz file is too large — a kept set has a few kilobytes.")
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError("This file is not JSON — keep a set with `tutor quiz --out FILE.json` and give that file.") from None
    if not isinstance(body, dict) or body.get("format") != FORMAT or "questions" not in body:
        raise InputError(f"This file is no kept quiz: it does not say it is '{FORMAT}'.")
    if body.get("version") != VERSION:
        raise InputError(f"This quiz was kept in version {str(body.get('version'))[:12]}; only version {VERSION} can be read.")
    return body


def _remade(n: int, row: Mapping[str, object], remake: Callable[[str], Question]) -> Question:
    id = row.get("id")
    if not isinstance(id, str):
        raise InputError(f"Question {n} of this quiz has no id — keep the set again.")
    try:
        made = remake(id)
    except UnknownQuestion as unknown:
        raise InputError(f"Question {n} of this quiz cannot be made again: {unknown}") from None
    kept = {"prompt": made.prompt, "key": made.key, "options": [option.text for option in made.options]}
    for part, wanted in kept.items():
        if part in row and row[part] != wanted:
            raise InputError(f"Question {n} ({id}) is not what it was: its {part} differs — the file was changed or is too old.")
    return made
