"""A model's reply -> the questions in it, as it wrote them: JSON with or without a fence, or lines with A) B) C) D). Nothing is
checked here."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tutor.voices.gate.latex_mend import mended, mended_json

MOST_CHARACTERS = 200_000
MOST_QUESTIONS = 50
_STEM = ("question", "prompt", "stem", "q", "question_text", "questionText", "text")
_OPTIONS = ("options", "choices", "alternatives", "answers", "answer_options", "distractors_and_key")
_KEY = ("key", "answer", "correct", "correct_answer", "correctAnswer", "correct_option", "correctOption", "answer_key",
        "correct_index", "answer_index", "correctIndex", "answerIndex")  # fmt: skip
_WHY = ("explanation", "rationale", "why", "reason", "justification")
_MANY = ("questions", "quiz", "items", "mcqs", "multiple_choice_questions")
_OPTION_LINE = re.compile(r"^[\s>*_-]{0,8}\(?([A-Ha-h]|[1-8])[).:\]][*_]{0,2}[ \t]+(\S.*)$")
_ANSWER_LINE = re.compile(
    r"^[\s>*_#-]{0,8}(?:the )?(?:correct |right )?(?:answer|key|solution|option)(?: is"
    r"| key)?[*_]{0,2}\s*[:=]?[*_]{0,2}\s*(\S.*?)[\s*_]*$",
    re.IGNORECASE,
)
_WHY_LINE = re.compile(r"^[\s>*_#-]{0,8}(?:explanation|rationale|why|because)[*_]{0,2}\s*:[*_]{0,2}\s*(\S.*)$", re.IGNORECASE)
_STEM_LABEL = re.compile(r"^[\s>*_#-]{0,8}(?:(?:question|q|problem)\s*\d{0,3}\s*[.:)]|\d{1,3}[.)])[*_]{0,2}\s*", re.IGNORECASE)
_INLINE = re.compile(r"(?<![\w$\\({])\(?([A-Da-d])\)\s+")
_OPENING = re.compile(r"[{\[]\s*[\"{\[]")
_NEXT = re.compile(r"[\s,]*(?=\{)")
_MOST_OPENINGS = 12
_TRAILING = re.compile(r",(\s*[}\]])")


@dataclass(frozen=True, slots=True)
class Written:
    """One question as a model wrote it; `keys` are letters, numbers or texts, under each name that was given."""

    stem: str
    options: tuple[str, ...]
    keys: tuple[str | int, ...]
    explanation: str
    mended: bool
    quote: str = ""
    passage: str = ""


def questions_in(raw: str) -> tuple[Written, ...]:
    """Every question of a reply, good or bad, in order; none where there is none.

    >>> [q.keys for q in questions_in('{"question": "2+2?", "options": ["1", "2", "3", "4"], "key": "D"}')]
    [('D',)]
    >>> questions_in("null"), questions_in("I'd be happy to help!")
    ((), ())
    """
    if len(raw) > MOST_CHARACTERS:
        return ()  # nobody asks for that much
    for value, was_mended in _json(raw):
        written = tuple(one for row in _rows(value) if (one := _from_row(row, was_mended)))
        if written:
            return written[:MOST_QUESTIONS]
    return tuple(_from_lines(raw))[:MOST_QUESTIONS]


def _json(raw: str) -> Iterator[tuple[object, bool]]:
    """The JSON values of a reply, fenced ones first, each with whether its strokes had to be mended first."""
    fenced = re.search(r"```(?:json|JSON)?\s*\n(.*?)(?:```|\Z)", raw, re.DOTALL)
    for text in filter(None, (fenced[1] if fenced else "", raw)):
        for opening in itertools.islice(_OPENING.finditer(text), _MOST_OPENINGS):
            body = text[opening.start() :]
            better = mended_json(body)
            values = _decoded(better) or _decoded(_TRAILING.sub(r"\1", better))
            if values:
                yield (values if len(values) > 1 else values[0]), better != body


def _decoded(text: str) -> list[object]:
    """The JSON values that stand one after the other at the beginning of a text."""
    values: list[object] = []
    at = 0
    while len(values) < MOST_QUESTIONS:
        try:
            value, at = json.JSONDecoder(strict=False).raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        values.append(value)
        after = _NEXT.match(text, at)
        if not isinstance(value, dict) or after is None:
            break
        at = after.end()
    return values


def _rows(value: object, depth: int = 0) -> Iterator[Mapping[str, object]]:
    """The objects that look like questions, in a list or under one of the usual names."""
    if depth > 4:
        return
    if isinstance(value, list):
        for one in value[: 4 * MOST_QUESTIONS]:
            yield from _rows(one, depth + 1)
    elif isinstance(value, dict):
        if any(name in value for name in _OPTIONS):
            yield value
            return
        for name in _MANY:
            if isinstance(value.get(name), list | dict):
                yield from _rows(value[name], depth + 1)
                return
        if isinstance(value.get("question"), dict):
            yield from _rows(value["question"], depth + 1)
        elif any(name in value for name in _STEM) and all(letter in value for letter in "ABCD"):
            yield {**value, "options": {letter: value[letter] for letter in "ABCD"}}


def _from_row(row: Mapping[str, object], was_mended: bool) -> Written | None:
    stem = next((row[name] for name in _STEM if isinstance(row.get(name), str)), "")
    listed = next((row[name] for name in _OPTIONS if isinstance(row.get(name), list | dict)), None)
    options, marked = _options(listed)
    told = [row.get(name) for name in _KEY]
    keys = [key for key in told if isinstance(key, str | int) and not isinstance(key, bool)]
    why = next((row[name] for name in _WHY if isinstance(row.get(name), str)), "")
    texts = [str(stem), *options, str(why)]
    better = [mended(text) for text in texts]
    mended_keys = tuple(mended(key) if isinstance(key, str) else key for key in keys or marked)
    place = str(row.get("passage_id") or row.get("passage") or "")
    was_mended |= better != texts
    return Written(better[0], tuple(better[1:-1]), mended_keys, better[-1], was_mended, str(row.get("quote") or ""), place)


def _options(listed: object) -> tuple[list[str], list[int]]:
    """The texts of the options, and the key where one of them is marked as right."""
    if isinstance(listed, dict):
        return [_shown(value) for value in listed.values()], []
    if not isinstance(listed, list):
        return [], []
    marked = [
        n
        for n, one in enumerate(listed)
        if isinstance(one, dict) and any(one.get(f) is True for f in ("correct", "is_correct", "isCorrect", "right"))
    ]
    return [_shown(one) for one in listed], marked if len(marked) == 1 else []


def _shown(value: object) -> str:
    if isinstance(value, dict):
        value = next((value[name] for name in ("text", "option", "value", "answer", "content") if name in value), "")
    if isinstance(value, bool) or not isinstance(value, str | int | float | list):
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _from_lines(raw: str) -> Iterator[Written]:
    """Questions set out in lines: a stem, options with letters, a line with the answer."""
    stem: list[str] = []
    options: list[tuple[str, str]] = []
    key, why = "", ""
    for line in [*_unfolded(raw), None]:
        option = _OPTION_LINE.match(line) if line is not None else None
        answer = _ANSWER_LINE.match(line) if line is not None and options else None
        reason = _WHY_LINE.match(line) if line is not None and options else None
        ends = line is None or (options and not option and not answer and not reason and line.strip())
        if ends and options:
            yield _lined(stem, options, key, why)
            stem, options, key, why = [], [], "", ""
        if line is None:
            return
        if answer:
            key = answer[1]
        elif reason:
            why = reason[1]
        elif option and (stem or options) and len(options) < 12:
            options.append((option[1], option[2].strip()))
        elif _STEM_LABEL.match(line) or not line.strip():
            stem = [rest] if (rest := _STEM_LABEL.sub("", line, count=1).strip("*_ ")) else stem and [*stem, ""]
        else:
            stem = [*([] if stem and not stem[-1] else stem), line.strip("*_ ")]  # what stood before a blank line was chatter


def _unfolded(raw: str) -> list[str]:
    """The lines of a reply, options on one line set on lines of their own."""
    lines: list[str] = []
    for line in raw.replace("\r\n", "\n").split("\n"):
        marks = list(_INLINE.finditer(line))
        if len(marks) >= 2 and [m[1].upper() for m in marks] == list("ABCDEFGH"[: len(marks)]):
            lines.append(line[: marks[0].start()])
            ends = [m.start() for m in marks[1:]] + [len(line)]
            lines += [f"{m[1]}) {line[m.end() : end].strip(' ,;')}" for m, end in zip(marks, ends, strict=True)]
        else:
            lines.append(line)
    return lines


def _lined(stem: list[str], options: list[tuple[str, str]], key: str, why: str) -> Written:
    labels = "".join(label.upper() for label, _ in options)
    texts = [text for _, text in options] if labels in ("ABCD", "1234") else [""]
    said = " ".join(filter(None, stem))
    better = [mended(text) for text in (said, *texts, why)]
    return Written(better[0], tuple(better[1:-1]), (key,) if key else (), better[-1], better != [said, *texts, why])
