"""What every export needs: text cut into words and formulas, the answer as it is printed, and a name that never changes.

Law of this file: what a question says is data. Every writer escapes both words and formulas for its own format.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from html import escape

from tutor.library.source import digest
from tutor.questions.misconceptions import sentences
from tutor.questions.question import LETTERS, Kind, Question

_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, or a formula (LaTeX without its dollars); `display` for one that stands alone."""

    text: str
    formula: bool
    display: bool = False


def pieces(text: str) -> list[Piece]:
    """A text cut into words and formulas.

    >>> [(p.text, p.formula) for p in pieces("Let $x$ be 3.")]
    [('Let ', False), ('x', True), (' be 3.', False)]
    """
    found, at, text = [], 0, _CONTROL.sub("", text)
    for match in _FORMULA.finditer(text):
        if match.start() > at:
            found.append(Piece(text[at : match.start()], False))
        found.append(Piece((match.group(1) or match.group(2)).strip(), True, match.group(1) is not None))
        at = match.end()
    if at < len(text):
        found.append(Piece(text[at:], False))
    return found


def to_html(text: str, formula: Callable[[Piece], str] | None = None) -> str:
    r"""The text as HTML; formulas between \( \) for a program that sets them, or as `formula` writes them.

    >>> to_html("<b> $a<b$")
    '&lt;b&gt; \\(a&lt;b\\)'
    """
    write = formula or _for_mathjax
    return "".join(write(p) if p.formula else escape(p.text).replace("\n", "<br>") for p in pieces(text))


def _for_mathjax(piece: Piece) -> str:
    inside = escape(piece.text).replace("\n", " ")
    return rf"\[{inside}\]" if piece.display else rf"\({inside}\)"


class Shape(Enum):
    """How another program can ask a question."""

    ONE = "one"
    SEVERAL = "several"
    NUMBER = "number"
    SHORT = "short"
    MATCH = "match"
    ESSAY = "essay"


@dataclass(frozen=True, slots=True)
class Offered:
    """One answer another program offers: its text, whether it is right, and what to say to who chose it."""

    text: str
    right: bool
    says: str


def shape_of(question: Question) -> Shape:
    """How a question is asked elsewhere: typed mathematics becomes a choice between its key and its wrong values."""
    match question.kind:
        case Kind.SEVERAL:
            return Shape.SEVERAL
        case Kind.MATCH:
            return Shape.MATCH
        case Kind.CLOZE:
            return Shape.SHORT
        case Kind.FLASHCARD | Kind.OWN_WORDS:
            return Shape.ESSAY
        case Kind.NUMBER if not question.fulfils:
            return Shape.NUMBER
    return Shape.ONE if question.wrong else Shape.ESSAY


def offered(question: Question) -> tuple[Offered, ...]:
    """The options another program shows, the right ones first to be written; it shuffles them itself."""
    if question.kind in (Kind.CHOICE, Kind.SEVERAL, Kind.WRONG_STEP, Kind.TO_WORDS, Kind.TO_FORMULA):
        return tuple(Offered(o.text, o.misconception is None, _says(o.misconception)) for o in question.options)
    wrong = tuple(Offered(_as_shown(question, w.typed, w.latex), False, _says(w.misconception)) for w in question.wrong)
    return Offered(_as_shown(question, question.key, question.key_latex), True, ""), *wrong


def _as_shown(question: Question, typed: str, latex: str) -> str:
    return typed.replace(",", ", ") if question.kind is Kind.ORDER else f"${latex}$"


def _says(misconception: str | None) -> str:
    return sentences().get(misconception, "") if misconception else ""


def answer_of(question: Question) -> str:
    """The answer as it is printed in a key: Markdown with formulas between dollars."""
    if question.kind.one_of:
        place, option = next((n, o) for n, o in enumerate(question.options) if o.misconception is None)
        mark = str(place + 1) if question.kind is Kind.WRONG_STEP else LETTERS[place]
        return f"({mark}) {option.text}"
    if question.kind.judged:
        any_other = f" (or any other: {question.fulfils})" if question.fulfils else ""
        return f"${question.key_latex}${any_other}"
    return question.key.replace(",", ", ") if question.kind in (Kind.SEVERAL, Kind.ORDER, Kind.MATCH) else question.key


def lettered(question: Question) -> list[tuple[str, str]]:
    """The options with the marks they are answered by."""
    numbered = question.kind in (Kind.WRONG_STEP, Kind.ORDER)
    return [(str(n + 1) if numbered else LETTERS[n], option.text) for n, option in enumerate(question.options)]


def plain_title(title: str) -> str:
    """A title of words alone, for places where no sign may act.

    >>> plain_title("Rank & <b>more</b>::x")
    'Rank b more b x'
    """
    return " ".join(re.sub(r"[^\w .,()'+-]+", " ", title).split()) or "Quiz"


def guid(question: Question) -> str:
    """A name that stays the same as long as the question does: an export again updates a card and never doubles it.

    >>> from tutor.questions.quiz import question
    >>> guid(question("dot_product.1.1")) == guid(question("dot_product.1.1")) != guid(question("dot_product.1.2"))
    True
    """
    return digest(f"marginalia|{question.id}")[:16]
