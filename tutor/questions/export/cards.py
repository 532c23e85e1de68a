"""A quiz set as Anki cards: a text to import, or a package. A card keeps its name, so a second import updates and never doubles.

Sources: the Anki manual on text files (headers, one note a line) and on MathJax (only \\( \\) and \\[ \\] are read).
"""

from __future__ import annotations

from pathlib import Path

from tutor.errors import InputError
from tutor.library.source import digest
from tutor.questions.export.markdown import _HOW
from tutor.questions.export.pieces import answer_of, guid, lettered, plain_title, to_html
from tutor.questions.question import Kind, Question
from tutor.questions.sets import QuizSet

MODEL = 1_607_392_319  # names our kind of note to Anki: never to be changed
_NOTE = "Marginalia"
_FIELDS = ("Question", "Answer")
_LOOK = ".card { font-family: Georgia, serif; font-size: 20px; text-align: left; } .small { color: #777; font-size: 14px; }"


def write_text(quiz: QuizSet) -> str:
    """Tab-separated notes with the headers Anki reads."""
    head = [
        "#separator:Tab",
        "#html:true",
        f"#notetype:{_NOTE}",
        f"#deck:{deck(quiz)}",
        "#guid column:1",
        "#tags column:4",
        "#columns:guid\tQuestion\tAnswer\ttags",
    ]
    rows = ["\t".join((guid(q), front(q), back(q), tags(q))) for q in quiz.questions]
    return "\n".join([*head, *rows]) + "\n"


def write_package(quiz: QuizSet, path: Path) -> None:
    """An .apkg at `path`; raises InputError where genanki is not installed."""
    try:
        import genanki
    except ImportError:
        raise InputError("Anki packages need genanki — run: pip install 'marginalia-tutor[anki]', or export to .tsv.") from None
    model = genanki.Model(
        MODEL,
        _NOTE,
        fields=[{"name": name} for name in _FIELDS],
        templates=[{"name": "Card 1", "qfmt": "{{Question}}", "afmt": "{{FrontSide}}<hr id=answer>{{Answer}}"}],
        css=_LOOK,
    )
    found = genanki.Deck(int(digest(deck(quiz))[:12], 16) % 2**31 + 2**30, deck(quiz))
    for q in quiz.questions:
        found.add_note(genanki.Note(model=model, fields=[front(q), back(q)], guid=guid(q), tags=tags(q).split()))
    genanki.Package(found).write_to_file(str(path))


def deck(quiz: QuizSet) -> str:
    """The name of the deck: one line, without the signs that make a deck inside a deck."""
    return f"Marginalia {plain_title(quiz.title)}"[:90]


def tags(q: Question) -> str:
    """The concept and the difficulty."""
    return " ".join(tag.replace(" ", "_") for tag in (q.concept, q.difficulty.value, q.kind.value) if tag)


def front(q: Question) -> str:
    """The question with its options, as one line of HTML."""
    how = f" {_HOW[q.kind]}" if q.kind in _HOW else ""
    terms = "".join(f"<div>{n}. {_html(term)}</div>" for n, term in enumerate(q.terms, 1))
    options = "".join(f"<div>({mark}) {_html(text)}</div>" for mark, text in lettered(q))
    return _one_line(f"{_html(q.prompt)}{_html(how)}{terms}{options}")


def back(q: Question) -> str:
    """The answer, how it is found, and where it stands."""
    steps = () if q.kind in (Kind.FLASHCARD, Kind.CLOZE) else q.solution
    shown = "".join(f"<div>{_html(step)}</div>" for step in steps)
    place = f'<div class="small">{_html(q.place.place)}</div>' if q.place else ""
    return _one_line(f"<div><b>{_html(answer_of(q))}</b></div>{shown}{place}")


def _html(text: str) -> str:
    # Anki takes [sound:..] and [latex] for commands of its own; a bracket written as a number is only a bracket.
    return to_html(text).replace(r"\[", "\0").replace(r"\]", "\1").replace("[", "&#91;").replace("\0", r"\[").replace("\1", r"\]")


def _one_line(html: str) -> str:
    return html.replace("\t", " ").replace("\r", " ").replace("\n", " ")
