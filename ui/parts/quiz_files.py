"""A quiz as files to keep: for paper, for cards, for another program; each is made only when its button is pressed.

Law of this file: these files hold the key, so they are offered where a quiz is over or where someone asked for files.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from tutor import Sitting, Tutor, Wanted
from ui.parts.question import question_of
from ui.parts.quiz_plan import Plan
from ui.parts.show import keep_made, show_small

if TYPE_CHECKING:
    from tutor import QuizSet

# What it is called, the format, the ending of the file, its type, and which of the files written it is.
_FILES = (
    ("Worksheet, to print", "html", "html", "text/html", 0),
    ("Questions, Markdown", "md", "md", "text/markdown", 0),
    ("Key, Markdown", "md", "md", "text/markdown", 1),
    ("Anki cards", "apkg", "apkg", "application/octet-stream", 0),
    ("Cards as a table", "tsv", "tsv", "text/tab-separated-values", 0),
    ("For Moodle, GIFT", "gift", "gift", "text/plain", 0),
    ("To open here again", "json", "json", "application/json", 0),
)


def draw_set_files(tutor: Tutor, quiz: QuizSet) -> None:
    """One button for each kind of file."""
    with st.container(key="files", horizontal=True, gap="small"):
        for label, form, ending, mime, part in _FILES:
            if form == "apkg" and find_spec("genanki") is None:
                continue
            name = f"quiz-{quiz.seed}{'-key' if part else ''}.{ending}"
            keep_made(label, partial(_made, tutor, quiz, form, part), name, mime, f"file-{form}-{part}")
    if find_spec("genanki") is None:
        show_small("For Anki packages, install genanki; the table of cards can be brought into Anki without it.")


def _made(tutor: Tutor, quiz: QuizSet, form: str, part: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return tutor.save_quiz(quiz, Path(folder) / f"quiz.{form}", form)[part].read_bytes()


def draw_files(tutor: Tutor, plan: Plan, sitting: Sitting) -> None:
    """The files of a quiz that was sat."""
    draw_set_files(tutor, _set_of(tutor, plan, sitting))


def _set_of(tutor: Tutor, plan: Plan, sitting: Sitting) -> QuizSet:
    questions = tuple(question_of(tutor, id) for id in sitting.questions)
    return replace(tutor.quiz_set(Wanted(n=0)), title=plan.title, seed=sitting.seed, minutes=plan.minutes, questions=questions)


def open_file(tutor: Tutor, content: bytes) -> QuizSet:
    """The quiz in an uploaded file. Raises InputError."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kept.json"
        path.write_bytes(content)
        return tutor.open_quiz(path)
