"""A quiz set written to a file, in the format of its name."""

from __future__ import annotations

from pathlib import Path

from tutor.errors import InputError
from tutor.questions.export import cards, kept, markdown, moodle, worksheet
from tutor.questions.sets import QuizSet

FORMATS = ("json", "md", "html", "apkg", "tsv", "gift", "xml")
_SUFFIXES = {".json": "json", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".apkg": "apkg", ".tsv": "tsv",
             ".gift": "gift", ".xml": "xml"}  # fmt: skip


def format_of(path: Path, asked: str | None) -> str:
    """The format asked for, or that of the file's name; raises InputError.

    >>> format_of(Path("quiz.html"), None)
    'html'
    """
    found = asked or _SUFFIXES.get(path.suffix.lower())
    if found not in FORMATS:
        raise InputError(f"I don't know the format of '{path.name[:60]}' — choose one of {', '.join(FORMATS)} with --format.")
    return found


def save(quiz: QuizSet, path: Path, asked: str | None = None, *, sealed: bool = False) -> tuple[Path, ...]:
    """Write the set; returns the files written (Markdown has its key in a file of its own). Raises InputError.

    `sealed` leaves keys and solutions out; a package of cards and a test for Moodle are nothing without them, and say so.
    """
    form = format_of(path, asked)
    if sealed and form not in ("json", "md"):
        raise InputError(f"A file in the format {form} holds its key — leave out --sealed, or keep the quiz as .json or .md.")
    texts = _texts(quiz, path, form, sealed)
    try:
        if form == "apkg":
            cards.write_package(quiz, path)
            return (path,)
        for place, text in texts.items():
            place.write_text(text, encoding="utf-8", newline="\n")
    except OSError as refusal:
        raise InputError(f"I can't write '{path}': {refusal.strerror or refusal} — choose another place.") from None
    return tuple(texts)


def _texts(quiz: QuizSet, path: Path, form: str, sealed: bool) -> dict[Path, str]:
    match form:
        case "json":
            return {path: kept.write(quiz, sealed=sealed)}
        case "md":
            key = {} if sealed else {path.with_name(f"{path.stem}-key{path.suffix}"): markdown.write_key(quiz)}
            return {path: markdown.write(quiz, key=False), **key}
        case "html":
            return {path: worksheet.write(quiz)}
        case "tsv":
            return {path: cards.write_text(quiz)}
        case "gift":
            return {path: moodle.write_gift(quiz)}
        case "xml":
            return {path: moodle.write_xml(quiz)}
    return {}
