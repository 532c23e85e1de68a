"""The verbs about practice, on the command line: quizzes, marks, help, reviews, weak spots."""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from rich.console import Console
from rich.markup import escape

from tutor import Difficulty, Grade, Kind, Question, Tutor, errors, show, wire
from tutor.batch import AsJson, Batch, one_or_batch, print_json
from tutor.commands import practice_wire
from tutor.verbs.practising import Wanted

if TYPE_CHECKING:
    from tutor.learner.mark import Mark
    from tutor.questions.sets import QuizSet

_out = Console(highlight=False, soft_wrap=False)

Now = Annotated[str | None, typer.Option("--now", metavar="TIME", help="Pretend it is this time (ISO 8601, with a zone).")]
_HOW = {
    Kind.SEVERAL: "several may be right: a,c",
    Kind.WRONG_STEP: "which line does not follow? Its number",
    Kind.ORDER: "the numbers in your order: 2,1,3",
    Kind.MATCH: "pairs: 1-b, 2-a",
    Kind.CLOZE: "the words of the gap",
    Kind.FLASHCARD: "in your words; the answer is shown beside it",
    Kind.OWN_WORDS: "in your own words",
}


def quiz(
    topic: Annotated[
        str | None, typer.Option("--topic", help="What to ask about, in your own words; everything if left out.")
    ] = None,
    n: Annotated[int, typer.Option("-n", min=1, max=100, help="How many questions.")] = 5,
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="The same seed gives the same quiz.")] = None,
    sealed: Annotated[bool, typer.Option("--sealed", help="Leave keys and solutions out.")] = False,
    as_json: AsJson = False,
    concept: Annotated[str | None, typer.Option("--concept", help="One concept, by its id or name.")] = None,
    chapter: Annotated[str | None, typer.Option("--chapter", help="Words of a heading in your books.")] = None,
    book: Annotated[str | None, typer.Option("--book", help="A source in your library, by its id or title.")] = None,
    weak: Annotated[bool, typer.Option("--weak", help="Your weak spots.")] = False,
    due: Annotated[bool, typer.Option("--due", help="What is due for review.")] = False,
    plan: Annotated[str | None, typer.Option("--plan", metavar="GOAL", help="What comes next on the way to this idea.")] = None,
    difficulty: Annotated[str | None, typer.Option("--difficulty", help="easy, medium or hard.")] = None,
    kinds: Annotated[
        str | None, typer.Option("--kinds", help="Only these kinds, with commas: number,choice,wrong_step ...")
    ] = None,
    minutes: Annotated[float | None, typer.Option("--minutes", help="Time limit; no more questions than fit into it.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Keep the quiz; the format is that of the name.")
    ] = None,
    form: Annotated[str | None, typer.Option("--format", help="json, md, html, apkg, tsv, gift or xml.")] = None,
    kept: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="Open a quiz kept as JSON.")] = None,
    proposed: Annotated[
        bool, typer.Option("--proposed", help="Questions from the chosen language model, each key worked out again here.")
    ] = False,
    now: Now = None,
) -> None:
    """Make a quiz; in a terminal, take it. With --out, keep it for paper, cards or another program."""
    tutor = Tutor()
    if kept:
        made = tutor.open_quiz(kept)
    elif proposed:
        made = _proposed(tutor, concept or topic or "", n)
    else:
        chosen = secrets.randbelow(1_000_000) if seed is None else seed
        level = cast(Difficulty, _one_of(Difficulty, difficulty, "difficulty")) if difficulty else None
        wanted = Wanted(topic, concept, chapter, book, weak, due, plan, n, level, _kinds(kinds), minutes, chosen)
        made = tutor.quiz_set(wanted, _time(now))
    if out:
        files = tutor.save_quiz(made, out, form, sealed=sealed)
        _say_kept(made, files, as_json)
    elif as_json:
        print_json(practice_wire.quiz(made, tutor.graph, sealed=sealed))
    else:
        _take(tutor, made)


def _proposed(tutor: Tutor, topic: str, n: int) -> QuizSet:
    """The questions of the model that came through."""
    from tutor.questions.sets import QuizSet

    if not topic:
        raise errors.InputError("Say what the questions should be about, with --topic or --concept.")
    questions = tutor.propose(topic, n)
    if not questions:
        raise errors.InputError("None of the questions the language model proposed could be worked out here, so none is asked.")
    return QuizSet(topic, 0, None, questions)


def _say_kept(made: QuizSet, files: tuple[Path, ...], as_json: bool) -> None:
    if as_json:
        print_json({"seed": made.seed, "questions": [q.id for q in made.questions], "files": [str(path) for path in files]})
    else:
        _out.print(f"{len(made.questions)} questions kept in {escape(', '.join(map(str, files)))}. This was --seed {made.seed}.")


def _take(tutor: Tutor, made: QuizSet) -> None:
    if made.minutes:
        _out.print(f"[dim]{escape(made.title)}, {made.minutes:g} minutes[/dim]")
    for number, q in enumerate(made.questions, start=1):
        _show_question(q, number)
        if sys.stdin.isatty():
            _answer_one(tutor, q)
    _out.print(f"\n[dim]This was quiz --seed {made.seed}. Answer a question with: tutor mark ID ANSWER[/dim]")


def _answer_one(tutor: Tutor, q: Question) -> None:
    """One question to its end: nothing typed shows the solution, words are compared by who wrote them."""
    typed = _answered(tutor, q)
    if not typed.strip() and not q.kind.in_words:
        _show_mark(tutor.give_up(q.id))
        return
    marked = tutor.mark(q.id, typed or "-")
    _show_mark(marked)
    if marked.grade is Grade.NOTED and q.kind.in_words:
        had = input("Did you have it? (y, n, Enter to leave it open): ").strip().lower()
        if had[:1] in ("y", "n"):
            tutor.own_word(q.id, typed, had[:1] == "y")


def _answered(tutor: Tutor, q: Question) -> str:
    """What is typed; each question mark opens one more level of help."""
    level = 0
    while (typed := input("your answer (? for help, Enter alone if you don't know): ")).strip() == "?":
        level = min(level + 1, 3)
        for line in tutor.hints(q.id).level(level):
            _out.print(f"   {escape(line)}")
    return typed


def _show_question(q: Question, number: int) -> None:
    if (q.kind.one_of and q.kind is not Kind.WRONG_STEP) or q.kind.judged:
        show.question(_out, q, number)
        return
    _out.print(f"\n[bold]{number}.[/bold] {escape(q.prompt)}   [dim]{q.id}[/dim]")
    for n, term in enumerate(q.terms, 1):
        _out.print(f"   {n}. {escape(term)}")
    marks = "12345678" if q.kind in (Kind.WRONG_STEP, Kind.ORDER) else "abcdefgh"
    for mark, option in zip(marks, q.options, strict=False):
        _out.print(f"   {mark}) {escape(option.text)}")
    _out.print(f"   [dim]{_HOW[q.kind]}[/dim]")


def _show_mark(m: Mark) -> None:
    if m.grade.value in ("right", "wrong", "unreadable") and (m.due or m.grade.value == "unreadable"):
        show.mark(_out, m)
        if m.grade.value == "wrong" and not (m.question.from_book or m.question.from_model):
            _out.print(f"[dim]The same with new numbers: tutor twin {m.question.id}[/dim]")
        return
    words = {"right": "Right. ", "wrong": ""}.get(m.grade.value, "")
    _out.print(f"{words}{escape(m.why)}")
    for step in m.question.solution:
        _out.print(f"  {escape(step)}")


def mark(
    question_id: Annotated[str | None, typer.Argument(help="The id of the question.")] = None,
    typed: Annotated[
        str | None, typer.Argument(help="The answer; several: a,c; an order: 3,1,2; a matching: 1-b, 2-a; a wrong line: 2.")
    ] = None,
    as_json: AsJson = False,
    batch: Batch = None,
    now: Now = None,
    had_it: Annotated[
        bool | None, typer.Option("--had-it/--not-yet", help="An answer in your own words, compared with the key by yourself.")
    ] = None,
    show_me: Annotated[bool, typer.Option("--show-me", help="You don't know: see the solution; it counts as not yet.")] = False,
) -> None:
    """Mark an answer, and log it for review. An answer that cannot be read is never counted as wrong."""
    tutor = Tutor()

    def one(question_id: str, typed: str = "", now: str | None = now) -> tuple[wire.Json, bool]:
        if show_me:
            marked = tutor.give_up(question_id, typed, _time(now))
        elif had_it is not None:
            marked = tutor.own_word(question_id, typed, had_it, _time(now))
        else:
            marked = tutor.mark(question_id, typed, _time(now))
        if not (as_json or batch):
            _show_mark(marked)
        return practice_wire.mark(marked), marked.grade.value in ("right", "noted")

    asked = {"question_id": question_id} | ({} if typed is None and (show_me or had_it is not None) else {"typed": typed})
    one_or_batch(one, asked, as_json, batch)


def hint(
    question_id: Annotated[str, typer.Argument(help="The id of the question.")],
    level: Annotated[int, typer.Option("--level", help="1 a nudge, 2 the first step as a question, 3 the whole solution.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Help with a question: a nudge, its first step, or the whole solution."""
    found = Tutor().hints(question_id)
    if as_json:
        print_json(practice_wire.hints(found, level))
        return
    for line in found.level(level):
        _out.print(escape(line))


def twin(question_id: Annotated[str, typer.Argument(help="The id of the question.")], as_json: AsJson = False) -> None:
    """The same kind of question with new numbers."""
    tutor = Tutor()
    made = tutor.twin(question_id)
    if as_json:
        print_json(practice_wire.question(made, tutor.graph, sealed=False))
    else:
        _show_question(made, 1)


def exercises(source: Annotated[str, typer.Argument(help="A source, by its id or title.")], as_json: AsJson = False) -> None:
    """The exercises printed in one of your books, with their places; they are the book's own and are not marked."""
    found = Tutor().exercises(source)
    if as_json:
        print_json({"exercises": [practice_wire.exercise(e) for e in found]})
        return
    for e in found:
        _out.print(f"\n[bold]{escape(e.number)}[/bold] {escape(e.text)}   [dim]{escape(e.place.place)}[/dim]")
    if not found:
        _out.print("No exercises were found in this source.")


def due(as_json: AsJson = False, now: Now = None) -> None:
    """What is due for review."""
    tutor = Tutor()
    entries = tutor.due(_time(now))
    if as_json:
        print_json({"due": [wire.due(d, tutor.graph) for d in entries]})
    else:
        show.due(_out, entries, tutor.graph)


def weak(as_json: AsJson = False, now: Now = None) -> None:
    """Your weak spots, worst first, each with its evidence."""
    tutor = Tutor()
    spots = tutor.weak_spots(_time(now))
    if as_json:
        print_json({"weak_spots": [wire.weak_spot(w, tutor.graph) for w in spots]})
    else:
        show.weak(_out, spots, tutor.graph)


def plan(
    goal: Annotated[str, typer.Argument(help="The idea you want to reach, by its id or name.")],
    as_json: AsJson = False,
    now: Now = None,
) -> None:
    """The way to an idea: what it rests on, in order, and how each step sits with you."""
    tutor = Tutor()
    steps = tutor.way_to(goal, _time(now))
    if as_json:
        print_json({"steps": [practice_wire.step(one, tutor.graph) for one in steps]})
        return
    for one in steps:
        mark = {"sits": "✓", "weak": "!", "fading": "~"}.get(one.state.value, "→" if one.open else "·")
        _out.print(f"{mark} {escape(tutor.graph.concepts[one.concept].name)}" + ("   [dim]next[/dim]" if one.open else ""))
    _out.print(f"\n[dim]A quiz on what comes next: tutor quiz --plan {escape(steps[-1].concept)}[/dim]")


def _one_of(words: type[Difficulty] | type[Kind], text: str, what: str) -> Difficulty | Kind:
    try:
        return words(text.strip().lower())
    except ValueError:
        raise errors.InputError(f"{text!r} is no {what}; there are {', '.join(word.value for word in words)}.") from None


def _kinds(text: str | None) -> frozenset[Kind]:
    parts = [part for part in (text or "").split(",") if part.strip()]
    return frozenset(cast(Kind, _one_of(Kind, part, "kind of question")) for part in parts)


def _time(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise errors.InputError(f"{text!r} is not a time; write it like 2026-03-01T08:00:00+00:00.") from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


COMMANDS = (quiz, mark, hint, twin, exercises, plan, due, weak)
