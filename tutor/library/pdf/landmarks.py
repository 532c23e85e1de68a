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
# A heading that no list of contents names: a line with nothing else on it.
_PRINTED = re.compile(
    r"^(?:\d[\d.]*\s+)?(?:(?:chapter|review|section|practice|end-of-chapter)\s+)?(?:exercises|problems|übungen|übungsaufgaben|aufgaben)$",
    re.MULTILINE | re.IGNORECASE,
)
_ENTRY = re.compile(r"^(?:(\d{1,3})[.)]\s+\S|(\d{1,2}\.\d{1,3})[.)]?\s+[A-Z$(])", re.MULTILINE)


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
    """The numbered entries under a heading that promises exercises, up to the next heading."""
    starts = sorted({(s.page, s.start) for s in sections})
    promised = {(s.page, s.start) for s in sections if _EXERCISES.search(s.title)}
    own = {(page.number, match.start()) for page in pages for match in _PRINTED.finditer(page.text)}
    # A heading found twice, in the contents and on its page, is one: the later begins nothing new.
    begins = sorted(promised | {one for one in own if not _under(one, starts, promised)})
    ends = sorted({*starts, *begins})
    for at in begins:
        after = bisect_right(ends, at)
        yield from _entries(pages, at, ends[after] if after < len(ends) else (10**9, 0))


def _under(at: tuple[int, int], starts: Sequence[tuple[int, int]], promised: set[tuple[int, int]]) -> bool:
    """Whether a place stands in a section that promises exercises itself."""
    before = bisect_right(starts, at)
    return bool(before) and starts[before - 1] in promised


def _entries(pages: Sequence[Page], first: tuple[int, int], last: tuple[int, int]) -> Iterator[Landmark]:
    """The numbered entries between two places; of numbers with a point ("3.12") only those that count on from the last."""
    expected = ""
    for page in pages:
        if not first[0] <= page.number <= last[0]:
            continue
        begin = first[1] if page.number == first[0] else 0
        end = last[1] if page.number == last[0] else len(page.text)
        for match in _ENTRY.finditer(page.text, begin, end):
            number = match.group(1) or match.group(2)
            if match.group(2):
                if expected and number != expected:
                    continue
                chapter, _, place = number.partition(".")
                expected = f"{chapter}.{int(place) + 1}"
            yield Landmark(LandmarkKind.EXERCISE, number, page.number, match.start(), match.end() - 2)


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
