"""What a book numbers, and where it names it: definitions, theorems, examples, exercises, equations, and the words for them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tutor.library.source import Formula, Landmark, LandmarkKind, Page, Reference, Section

_NAMES = {
    LandmarkKind.THEOREM: "Theorem|Thm|Lemma|Lem|Proposition|Prop|Corollary|Cor|Claim|Satz|Hilfssatz|Korollar|Folgerung",
    LandmarkKind.DEFINITION: "Definition|Def|Axiom",
    LandmarkKind.EXAMPLE: "Example|Ex|Beispiel",
    LandmarkKind.EXERCISE: "Exercise|Problem|Übung|Aufgabe",
    LandmarkKind.REMARK: "Remark|Note|Bemerkung",
}
_KINDS = {name.lower(): kind for kind, names in _NAMES.items() for name in names.split("|")}
_ANY = "|".join(_NAMES.values())
_NUMBER = r"(?:[A-Z]\.)?\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?"
_HEADING = re.compile(rf"^({_ANY})\.?\s+({_NUMBER})(?![\w.]*\d)", re.MULTILINE)
_NAMED = re.compile(rf"\b({_ANY})s?\.?\s+({_NUMBER})\b", re.IGNORECASE)
_EQUATION = re.compile(
    rf"(\b(?:eqs?|eqns?|equations?|formulas?|see|by|from|in|of|with|to|using|and)\b\.?\s*)?\(({_NUMBER})\)", re.IGNORECASE
)
_EXERCISES = re.compile(r"exercises?|problems?|übung|aufgaben", re.IGNORECASE)
_ENTRY = re.compile(r"^(\d{1,3})[.)]\s+\S", re.MULTILINE)


def landmarks_of(pages: Sequence[Page], sections: Sequence[Section], formulas: Sequence[Formula]) -> tuple[Landmark, ...]:
    """Everything numbered in a book, in reading order."""
    found = [*_headings(pages), *_equations(formulas), *_exercises(pages, sections)]
    return tuple(sorted(found, key=lambda mark: (mark.page, mark.start)))


def _headings(pages: Sequence[Page]) -> Iterator[Landmark]:
    for page in pages:
        for match in _HEADING.finditer(page.text):
            yield Landmark(_KINDS[match.group(1).lower()], match.group(2), page.number, match.start(), match.end())


def _equations(formulas: Sequence[Formula]) -> Iterator[Landmark]:
    for formula in formulas:
        for number in re.findall(r"\(([^()]+)\)", formula.number):
            yield Landmark(LandmarkKind.EQUATION, number, formula.page, formula.start, formula.end)


def _exercises(pages: Sequence[Page], sections: Sequence[Section]) -> Iterator[Landmark]:
    """The numbered entries of sections that hold exercises."""
    ends = [*((s.page, s.start) for s in sections[1:]), (10**9, 0)][: len(sections)]
    by_number = {page.number: page for page in pages}
    for section, (last_page, last_start) in zip(sections, ends, strict=True):
        if not _EXERCISES.search(section.title):
            continue
        for number in range(section.page, min(last_page, max(by_number, default=0)) + 1):
            text = by_number[number].text if number in by_number else ""
            first = section.start if number == section.page else 0
            last = last_start if number == last_page else len(text)
            for match in _ENTRY.finditer(text, first, last):
                yield Landmark(LandmarkKind.EXERCISE, match.group(1), number, match.start(), match.end() - 2)


def references_of(pages: Sequence[Page], landmarks: Sequence[Landmark]) -> tuple[Reference, ...]:
    """The places that name a landmark. Of several with one number, the last one before the reference is meant."""
    known: dict[tuple[LandmarkKind, str], list[Landmark]] = {}
    for mark in landmarks:
        known.setdefault((mark.kind, mark.number), []).append(mark)
    own = {(mark.page, mark.start) for mark in landmarks}
    found = []
    for page in pages:
        for kind, number, start, end in _names_in(page.text):
            target = _meant(known.get((kind, number), ()), page.number, start)
            if target is not None and (page.number, start) not in own and not _beside_its_formula(target, page, start):
                found.append(Reference(page.number, start, end, target))
    return tuple(sorted(found, key=lambda r: (r.page, r.start)))


def _names_in(text: str) -> Iterator[tuple[LandmarkKind, str, int, int]]:
    for match in _NAMED.finditer(text):
        yield _KINDS[match.group(1).lower()], match.group(2), match.start(), match.end()
    for match in _EQUATION.finditer(text):
        # A bare "(3)" may count anything; "(2.14)" and "by (3)" name an equation.
        if match.group(1) or "." in match.group(2):
            begin = match.start() + len(match.group(1) or "")
            yield LandmarkKind.EQUATION, match.group(2), begin, match.end()


def _meant(marks: Sequence[Landmark], page: int, start: int) -> Landmark | None:
    if not marks:
        return None
    at = bisect_right([(mark.page, mark.start) for mark in marks], (page, start))
    return marks[at - 1] if at else marks[0]


def _beside_its_formula(target: Landmark, page: Page, start: int) -> bool:
    """Whether these brackets are the number printed beside the formula itself."""
    return target.kind is LandmarkKind.EQUATION and target.page == page.number and 0 <= start - target.end <= 2
