"""Spans of pages -> questions: a gap in a sentence, a symbol missing in a formula, terms to match, a card from a lecture."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.library.source import Citation, Formula, FormulaStatus, Page
from tutor.questions.books.place import Span
from tutor.questions.books.spoken import Card
from tutor.questions.books.terms import Told
from tutor.questions.question import LETTERS, Difficulty, Kind, Option, Proof, Question, Wrong
from tutor.questions.readings import said

GAP = "______"
PAIRS = 4
_MOST_OTHERS = 3
_GREEK = "alpha|beta|gamma|delta|epsilon|eta|theta|kappa|lambda|mu|nu|xi|rho|sigma|tau|phi|psi|omega|Sigma|Lambda|Phi"
_SYMBOL = re.compile(rf"(?<![A-Za-z\\])(?:\\(?:{_GREEK})(?![A-Za-z])|[A-Za-z](?![A-Za-z]))")
_WORDS_INSIDE = re.compile(r"\\(?:text|mathrm|operatorname|mathbf|mathbb|mathcal|begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+")
_SPELLED = re.compile(r"(?<![A-Za-z\\])[A-Za-z] [A-Za-z] [A-Za-z](?![A-Za-z])")
_OTHER_SYMBOL, _CONFUSED = "other_symbol_in_the_book", "terms_confused"
_FEWEST_SYMBOLS = 3
_SHORTEST, _LONGEST = 8, 140
_EASY_LETTERS = 160  # a short sentence leaves fewer ways to fill its gap


@dataclass(frozen=True, slots=True)
class _Parts:
    """What differs from one kind to the next."""

    form: str
    kind: Kind
    prompt: str
    key: str
    shown: str
    difficulty: Difficulty
    options: tuple[Option, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    terms: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    solution: tuple[str, ...] = ()


def _question(place: Citation, concept: str, parts: _Parts) -> Question:
    span = Span(place.source, place.page, place.start, place.end, parts.form)
    return Question(
        id=span.id,
        concept=concept,
        template="book",
        version=1,
        state=0,
        kind=parts.kind,
        prompt=parts.prompt,
        options=parts.options,
        key=parts.key,
        key_latex=parts.shown,
        solution=parts.solution,
        proof=Proof("the words of the page", "the span read again, letter for letter", True, len(parts.wrong)),
        wrong=parts.wrong,
        difficulty=parts.difficulty,
        minutes=1,
        hint=f"Look it up: {place.place}.",
        value=None,
        terms=parts.terms,
        points=parts.points,
        place=place,
    )


def term_question(told: Told, place: Citation, other_names: Sequence[str]) -> Question:
    """A gap where the term stands; other names of the same idea are noted as such."""
    level = Difficulty.EASY if len(told.sentence) <= _EASY_LETTERS else Difficulty.MEDIUM
    parts = _Parts(
        "term",
        Kind.CLOZE,
        f"Fill the gap: {told.gapped(GAP)}",
        told.term,
        _worded(told.term),
        level,
        points=tuple(name for name in other_names if name.casefold() != told.term.casefold()),
        solution=(f"The book says: {told.gapped(told.term)}",),
    )
    return _question(place, told.concept, parts)


def card_question(card: Card, place: Citation, concept: str, form: str = "card") -> Question:
    """A card: what was asked, and the speaker's or the book's own words for an answer; `form` says which."""
    words = re.sub(r"\$[^$]*\$", " ", card.answer)
    points = tuple(dict.fromkeys(word.casefold() for word in re.findall(r"[A-Za-z]{5,}", words)))[:6]
    parts = _Parts(
        form,
        Kind.FLASHCARD,
        card.question,
        card.answer,
        _worded(card.answer),
        card.difficulty,
        points=points or (card.answer,),
        solution=(f"At {place.label}: {card.answer}.",) if form == "card" else (card.answer,),
    )
    return _question(place, concept, parts)


def match_question(told: Sequence[Told], place: Citation) -> Question:
    """Four terms of a book and the sentences that tell them; `place` is that of the first term."""
    draw = random.Random(f"{place.source}.{place.page}.{place.start}")
    shown = draw.sample(list(told), len(told))
    order = draw.sample(range(len(shown)), len(shown))
    letter = {i: LETTERS[n] for n, i in enumerate(order)}
    key = ",".join(f"{i + 1}-{letter[i]}" for i in range(len(shown)))
    swapped = ",".join(f"{i + 1}-{letter[{0: 1, 1: 0}.get(i, i)]}" for i in range(len(shown)))
    parts = _Parts(
        "match",
        Kind.MATCH,
        "Match each term of the book with the sentence it belongs to.",
        key,
        rf"\text{{{key}}}",
        Difficulty.EASY,
        options=tuple(Option(shown[i].gapped(GAP), None, LETTERS[n]) for n, i in enumerate(order)),
        wrong=(Wrong(swapped, swapped, _CONFUSED),),
        terms=tuple(one.term for one in shown),
        solution=tuple(f"{one.term}: {one.gapped(one.term)}" for one in shown),
    )
    return _question(place, told[0].concept, parts)


# -- which symbol is missing -----------------------------------------------------------------------------------------
def symbol_span(formula: Formula, page: Page) -> tuple[int, int] | None:
    """The span on the page of the symbol to leave out; None where the formula is unsure, too short, too long or too plain."""
    printed = page.text[formula.start : formula.end]
    if (
        formula.status is not FormulaStatus.CONFIRMED
        or not _SHORTEST <= len(formula.latex) <= _LONGEST
        or formula.latex not in printed
    ):
        return None
    symbols = _symbols(formula.latex)
    if _SPELLED.search(formula.latex):
        return None  # a word that was read letter by letter
    if len({formula.latex[a:b] for a, b in symbols}) < _FEWEST_SYMBOLS or "=" not in formula.latex:
        return None
    start, end = random.Random(formula.latex).choice(symbols)
    at = formula.start + printed.index(formula.latex)
    return at + start, at + end


def _symbols(latex: str) -> list[tuple[int, int]]:
    hidden = [m.span() for m in _WORDS_INSIDE.finditer(latex) if not _SYMBOL.fullmatch(m.group())]
    found = (m for m in _SYMBOL.finditer(latex) if m.group() != "d")  # the d of dx is no symbol of its own
    return [m.span() for m in found if not any(a <= m.start() < b for a, b in hidden)]


def symbol_question(formula: Formula, page: Page, place: Citation, concept: str) -> Question | None:
    """Which symbol stands in the gap? Others are symbols of the same formula that would give it another meaning."""
    at = formula.start + page.text[formula.start : formula.end].index(formula.latex)
    start, end = place.start - at, place.end - at
    whole, key = said(formula.latex), place.quote
    if whole is None:
        return None
    others: list[str] = []
    for a, b in _symbols(formula.latex):
        symbol = formula.latex[a:b]
        if symbol in (key, *others):
            continue
        changed = said(f"{formula.latex[:start]}{symbol} {formula.latex[end:]}")
        if changed and changed.meaning != whole.meaning:
            others.append(symbol)
    if len(others) < 2:
        return None
    others = random.Random(place.start).sample(others, min(len(others), _MOST_OTHERS))
    options = [Option(f"${key}$", None, key), *(Option(f"${o}$", _OTHER_SYMBOL, o) for o in others)]
    random.Random(f"{place.start}.options").shuffle(options)
    parts = _Parts(
        "symbol",
        Kind.CHOICE,
        rf"Which symbol is missing in this formula? ${formula.latex[:start]}\boxed{{\;?\;}}{formula.latex[end:]}$",
        key,
        key,
        Difficulty.MEDIUM if len(formula.latex) < _LONGEST // 2 else Difficulty.HARD,
        options=tuple(options),
        wrong=tuple(Wrong(o, o, _OTHER_SYMBOL) for o in others),
        solution=(f"The book has ${formula.latex}$.", f"It says: {whole.spoken}."),
    )
    return _question(place, concept, parts)


def _worded(text: str) -> str:
    bare = re.sub(r"[{}$\\]", "", text)
    return rf"\text{{{bare}}}"
