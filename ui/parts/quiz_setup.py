"""What a quiz should be about and how: the form on the Quiz page, and the way back into a quiz that was kept as a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from tutor import Difficulty, Kind, State, Tutor, Wanted, errors
from ui.parts.edge import calmly
from ui.parts.exercises import draw_exercises
from ui.parts.place import open_leaf
from ui.parts.quiz_files import draw_set_files, open_file
from ui.parts.quiz_plan import begin_kept, begin_proposed, begin_wanted, fresh_seed
from ui.parts.show import pick, press, select, select_some, show_heading, show_problem, show_small, show_small_line, unfold

if TYPE_CHECKING:
    from tutor import QuizSet

TOPIC, BOOK, GOAL = "A topic", "A book", "A goal"
WEAK, DUE, ALL = "Weak spots", "What is due", "Everything"
_MARKS = {State.SITS: "✓", State.WEAK: "!", State.FADING: "~", State.NEW: "·"}
_SAYS = {State.SITS: "known", State.WEAK: "a weak spot", State.FADING: "fading", State.NEW: "new"}
KINDS = {
    Kind.CHOICE: "choose one",
    Kind.SEVERAL: "choose several",
    Kind.NUMBER: "a number",
    Kind.EXPRESSION: "a formula",
    Kind.VECTOR: "a vector",
    Kind.VECTOR_UP_TO_SCALE: "a direction",
    Kind.MATRIX: "a matrix",
    Kind.MATRIX_EXPRESSION: "a formula with matrices",
    Kind.SET: "a set",
    Kind.BASIS: "a basis",
    Kind.INTERVAL: "an interval",
    Kind.WRONG_STEP: "which step is wrong",
    Kind.ORDER: "put steps in order",
    Kind.MATCH: "match",
    Kind.TO_WORDS: "formula to words",
    Kind.TO_FORMULA: "words to formula",
    Kind.CLOZE: "fill the gap",
    Kind.FLASHCARD: "flashcard",
    Kind.OWN_WORDS: "in your own words",
}
_ONE, _SHEET = "one question at a time", "all on one sheet"
_LEVELS = ("any", "easy", "medium", "hard")
_WHOLE_BOOK = "the whole book"


def draw_setup(tutor: Tutor) -> None:
    """The form; starting puts the quiz on record and goes to it."""
    about = pick("About", [TOPIC, BOOK, GOAL, WEAK, DUE, ALL], "quiz_about")
    book, chapter = _book(tutor) if about == BOOK else (None, None)
    goal = _goal(tutor) if about == GOAL else ""
    with st.form("setup", border=False):
        topic = ""
        if about == TOPIC:
            topic = st.text_input("Topic", key="quiz_topic", placeholder="for example: rank, chain rule, Bayes", max_chars=200)
        n = st.slider("How many questions", 1, 20, 5, key="quiz_count")
        way = pick("How", [_ONE, _SHEET], "quiz_way")
        by_model = about == TOPIC and _offers_model(tutor)
        level, kinds, minutes = _details()
        with st.container(key="setup_ways", horizontal=True):
            started = st.form_submit_button("Start", type="primary")
            files = st.form_submit_button("Save it as files")
    if not (started or files):
        _draw_made(tutor)
        return
    if about == TOPIC and not topic.strip():
        show_small("Type a topic, or choose “Everything”.")
        return
    if (about == BOOK and book is None) or (about == GOAL and not goal):
        return
    if by_model and started:
        with st.spinner("The language model proposes, and every answer is worked out again here"):
            sitting = begin_proposed(tutor, topic.strip(), n, way == _SHEET)
        _go_to(sitting)
    wanted = Wanted(
        topic=topic.strip() or None, chapter=chapter, book=book, weak=about == WEAK, due=about == DUE,
        plan=goal or None,
        n=n, difficulty=level, kinds=kinds, minutes=minutes, seed=fresh_seed(),
    )  # fmt: skip
    if not _known(tutor, wanted):
        return
    if started:
        _go_to(begin_wanted(tutor, wanted, way == _SHEET))
    st.session_state["made_set"] = replace(wanted)
    _draw_made(tutor)


def _known(tutor: Tutor, wanted: Wanted) -> bool:
    """Whether we know what is asked for; a topic nobody knows is said, with what comes near, ready to be taken."""
    if wanted.topic is None:
        return True
    try:
        tutor.blueprint(wanted)
    except errors.NoSuchTopic as unknown:
        near = tutor.topics_near(wanted.topic)
        show_problem(f"I know no topic “{wanted.topic}”. Near it:" if near else str(unknown))
        with st.container(key="near_topics", horizontal=True, gap="small"):
            for place, name in enumerate(near):
                press(name, f"near_topic-{place}", on_click=_take_topic, args=(name,))
        return False
    return True


def _take_topic(name: str) -> None:
    st.session_state["quiz_topic"] = name


def _offers_model(tutor: Tutor) -> bool:
    """Where a language model is chosen: whether it shall propose the questions."""
    return tutor.proposer is not None and st.checkbox(
        "Questions from the language model",
        key="quiz_by_model",
        help="Each answer is worked out again here, or read on a page of yours; a question where that cannot be done is dropped.",
    )


def _details() -> tuple[Difficulty | None, frozenset[Kind], float | None]:
    """Difficulty, kinds and time: what one may leave as it is."""
    with unfold("Difficulty, kinds, time"):
        level = pick("Difficulty", _LEVELS, "quiz_level")
        chosen = select_some("Kinds of question", list(KINDS.values()), "quiz_kinds", "any kind")
        minutes = st.number_input(
            "Time limit in minutes", min_value=1, max_value=600, value=None, key="quiz_minutes", placeholder="no limit"
        )
    kinds = frozenset(list(KINDS)[place] for place in chosen)
    return next((one for one in Difficulty if one.value == level), None), kinds, float(minutes) if minutes else None


def _book(tutor: Tutor) -> tuple[str | None, str | None]:
    """A book of the library, and a heading in it."""
    cards = tutor.books()
    if not cards:
        show_small("Your library is empty. Add a book on the Library page.")
        return None, None
    place = select("Book", [card.title for card in cards], "quiz_book")
    card = cards[place or 0]
    draw_exercises(tutor, card, "quiz-exercise", open_leaf)
    titles = list(dict.fromkeys(section.title for section in tutor.contents(card.id) if section.title))
    part = select("Part", [_WHOLE_BOOK, *titles], f"quiz_part-{card.id}") if titles else 0
    return card.id, titles[part - 1] if part else None


def _goal(tutor: Tutor) -> str:
    """The idea to reach, and the way to it under it: what sits, and what comes next."""
    goal = st.text_input(
        "What do you want to reach?", key="quiz_goal", placeholder="for example: PCA, Bayes", max_chars=200
    ).strip()
    if not goal:
        show_small("Type an idea: the quiz asks what comes next on the way to it.")
        return ""
    with calmly():
        steps = tutor.way_to(goal)
        ahead = [step for step in steps if step.open]
        show_small_line(_way_told(len(steps), sum(step.state is State.SITS for step in steps)))
        names = tutor.graph.concepts
        show_small_line("Next: " + (", ".join(names[step.concept].name for step in ahead[:5]) or "nothing, you are there") + ".")
        with unfold("The whole way"):
            for step in steps:
                said = "next" if step.open and step.state is State.NEW else _SAYS[step.state]
                show_small_line(f"{_MARKS[step.state]} {names[step.concept].name}: {said}")
        return goal
    return ""


def _way_told(ideas: int, known: int) -> str:
    """How far the way is.

    >>> _way_told(11, 0), _way_told(11, 1), _way_told(1, 1)
    ('11 ideas lie on the way; you know none of them yet.', '11 ideas lie on the way; you know 1 of them.', 'You know it.')
    """
    if ideas == known:
        return "You know it." if ideas == 1 else f"You know all {ideas} ideas on the way."
    lie = "One idea lies" if ideas == 1 else f"{ideas} ideas lie"
    return f"{lie} on the way; you know {f'{known} of them' if known else 'none of them yet'}."


def _draw_made(tutor: Tutor) -> None:
    """The files of the set that was asked for."""
    wanted: Wanted | None = st.session_state.get("made_set")
    if wanted is None:
        return
    made = tutor.quiz_set(wanted)
    with st.container(key="made"):
        show_heading(made.title)
        show_small_line(f"{_questions(len(made.questions))}. The files hold the answers, too.")
        draw_set_files(tutor, made)


def draw_opening(tutor: Tutor) -> None:
    """A quiz kept as JSON, taken in again."""
    with unfold("Open a quiz you kept"):
        given = st.file_uploader("The .json file of the quiz", type=["json"], key="quiz_file")
        way = pick("How to sit it", [_ONE, _SHEET], "opened_way")
        if given is None:
            return
        quiz = open_file(tutor, given.getvalue())
        show_small_line(_told(quiz))
        if st.button("Start this quiz", key="start_kept", type="primary"):
            _go_to(begin_kept(tutor, quiz, way == _SHEET))


def _told(quiz: QuizSet) -> str:
    time = f", {quiz.minutes:g} minutes" if quiz.minutes else ""
    return f"{quiz.title}: {_questions(len(quiz.questions))}{time}"


def _questions(n: int) -> str:
    return "one question" if n == 1 else f"{n} questions"


def _go_to(sitting: str) -> None:
    st.session_state.pop("made_set", None)
    st.query_params["sitting"] = sitting
    st.rerun()
