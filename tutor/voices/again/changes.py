"""Another number in the problem before: "if the 4 were a 5", "what if 1 in 100 have it", "now with [[1, 2], [3, 4]]", "at 2?".

Law of this file: what is changed is found by its value, its place, or the words around it; a message with words that stand
neither in the problem nor among the little words of such changes changes nothing.
"""

from __future__ import annotations

import re

from tutor.voices.again.again import Candidates
from tutor.voices.again.givens import (
    NUMBER,
    ORDINALS,
    Cell,
    Table,
    cells_named,
    numbers_in,
    same_number,
    sheared,
    tables_in,
)
from tutor.voices.again.roles import PARTS_PLAYED
from tutor.voices.again.words import LITTLE, SIGNED, root, spliced, tight

__all__ = ["changed", "strange_words"]

_BY_VALUE = (
    re.compile(
        rf"(?<![\w.^])(?P<old>{SIGNED})(?P<many>s\b)?[^\d\[(]{{0,40}}?\s*\b(?:were|was|is|are|becomes?|became|to|into|by|with|be"
        rf"|had been)\s+"
        rf"(?:now\s+)?(?:an?\s+|the\s+)?(?P<new>{SIGNED})(?!\s*(?:row|column))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<new>{SIGNED})(?P<many>s\b)?\s+(?:instead\s+of|in\s+place\s+of|rather\s+than|not)\s+(?:an?\s+"
        rf"|the\s+)?(?P<old>{SIGNED})",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w.^])(?P<old>{SIGNED})(?P<many>s\b)?\s*(?:->|→|=>)\s*(?P<new>{SIGNED})"),
    re.compile(
        rf"\b(?:make|making|turn|set|change)\s+(?:the\s+|both\s+"
        rf"|all\s+(?:the\s+)?)?(?P<old>{SIGNED})(?P<many>s\b)?\s+(?:an?\s+)?(?P<new>{SIGNED})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"instead\s+of\s+(?:an?\s+|the\s+)?(?P<old>{SIGNED})(?P<many>s\b)?\s*,?\s+(?:an?\s+|the\s+|use\s+"
        rf"|take\s+)?(?P<new>{SIGNED})", re.IGNORECASE
    ),
)  # fmt: skip
_INSTEAD = re.compile(r"^(?P<new>.+?)\s+(?:instead\s+of|in\s+place\s+of|rather\s+than)\s+(?:the\s+)?(?P<old>.+)$", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:both|all|every|each)\b", re.IGNORECASE)
_PUT = re.compile(
    rf"\b(?:is|were|was|be|becomes?|to|are|by|with|=)\s+(?:equal\s+(?:to\s+)?)?(?:an?\s+|all\s+)?(?P<new>{SIGNED}|zeros?"
    rf"|ones?)s?\b|^(?:all\s+)?(?P<front>{SIGNED}|zeros?|ones?)s?\s+(?:in|at|every|all)",
    re.IGNORECASE,
)
_NAMED = {"zero": "0", "zeros": "0", "one": "1", "ones": "1"}
_FIGURES = {"zeros": "0", "zeroes": "0", "ones": "1", "twos": "2", "threes": "3", "fours": "4", "fives": "5"}
_COUNTED = re.compile(rf"\b((?:the|all|both|all the|every) )({'|'.join(_FIGURES)})\b", re.IGNORECASE)
_OTHERS = re.compile(rf"\bothers?\s+(?:to\s+|are\s+|were\s+|be\s+|an?\s+)?(?P<rest>{NUMBER})", re.IGNORECASE)
_NTH_TABLE = re.compile(r"\b(first|second|third|last)\s+(?:one|vector|list|matrix|point|distribution)?", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_FUNCTIONS = frozenset("sin cos tan exp ln log sqrt sigmoid tanh e pi".split())
_MATHS = re.compile(r"(?:[A-Za-z]+|\d+(?:\.\d+)?|[-+*/^=()\s·])+")


def changed(message: str, problem: str) -> Candidates:
    """The problem with other numbers, the likeliest reading first.

    >>> next(changed("and if the 4 were a 5?", "rank of [[1,2],[2,4]]"))
    ('rank of [[1, 2], [2, 5]]', 'with 5 in place of 4 (row 2, column 2)')
    >>> next(changed("what if 1 in 100 have it?", "1 in 1000 have it, 99% are found"))
    ('1 in 100 have it, 99% are found', 'with 100 in place of 1000')
    >>> list(changed("why is that so for every matrix?", "rank of [[1,2],[2,4]]"))
    []
    """
    asked = _COUNTED.sub(lambda found: found[1] + _FIGURES[found[2].lower()] + "s", sheared(message))
    if strange_words(_MATHS_WORDS.sub(" ", asked), problem):
        return
    for one in _READINGS:
        yield from one(asked, problem)


_MATHS_WORDS = re.compile(
    r"\b(?:at least|at most|exactly|more than|fewer than|less than|success\w*|pi|sin|cos|tan|exp|ln|log|sqrt|zeros?|side|slope"
    r"|intercept|sides|sided|faces|hand|both|others?|making)\b",
    re.IGNORECASE,
)


def strange_words(message: str, problem: str) -> set[str]:
    """The words of a message that stand neither in the problem nor among the little words of a change."""
    there = {root(word) for word in _WORD.findall(problem)}
    said = (word.lower() for word in _WORD.findall(message))
    return {word for word in said if word not in LITTLE and root(word) not in there and len(word) > 1}


# -- by its value ----------------------------------------------------------------------------------------------------------------
def _by_value(asked: str, problem: str) -> Candidates:
    for pattern in _BY_VALUE:
        if found := pattern.search(asked):
            yield from _put_for(tight(found["old"]), tight(found["new"]), asked, bool(found["many"]), problem)


def _put_for(old: str, new: str, asked: str, many: bool, problem: str) -> Candidates:
    plural = many or bool(_BOTH.search(asked))
    for table in tables_in(problem):
        holds = tuple(cell for cell in table.cells() if same_number(table.at(cell), old))
        named = tuple(cell for cell in cells_named(asked, table) if cell in holds)
        cells = named or holds
        if cells and not plural and (others := _OTHERS.search(asked)):
            left = tuple(cell for cell in table.cells() if cell != cells[0])
            put = table.put(left, others["rest"]).put(cells[:1], new)
            yield table.within(problem, put), f"with {put.text} in place of {table.text}"
        if cells and not plural:
            yield table.within(problem, table.put(cells[:1], new)), _said(table, cells, old, new)
        elif cells:
            yield table.within(problem, table.put(cells, new)), f"with {new} in place of every {old}"
    there = [one for one in numbers_in(problem) if same_number(one.text, old)]
    for one in there if not plural else ():
        yield spliced(problem, one, new), f"with {new} in place of {old}"
    if plural and there:
        for one in reversed(there):
            problem = spliced(problem, one, new)
        yield problem, f"with {new} in place of every {old}"


def _said(table: Table, cells: tuple[Cell, ...], old: str, new: str) -> str:
    where = f"with {new} in place of {old} ({table.told(cells[0])})"
    if len(cells) == 1:
        return where
    return f"{where}; there is another {old} in {table.told(cells[1])}: name its place if you mean that one"


def _by_words_instead(asked: str, problem: str) -> Candidates:
    """ "x^3 instead of x^2": any piece of the problem that is named."""
    if (found := _INSTEAD.match(asked)) and (pattern := _loose(found["old"])) and len(re.findall(pattern, problem)) == 1:
        yield (
            re.sub(pattern, lambda _: found["new"].strip(), problem),
            f"with {found['new'].strip()} in place of {found['old'].strip()}",
        )


def _loose(text: str) -> str:
    """A pattern for the same signs, blanks aside."""
    signs = re.findall(r"\w+|[^\w\s]", text)
    return (
        r"(?<![\w.])" * (text[:1].isalnum()) + r"\s*".join(map(re.escape, signs)) + r"(?![\w.])" * (text[-1:].isalnum())
        if signs
        else ""
    )


# -- by its place ----------------------------------------------------------------------------------------------------------------
def _by_place(asked: str, problem: str) -> Candidates:
    if (found := _PUT.search(asked)) is None:
        return
    new = tight(found["new"] or found["front"])
    new = _NAMED.get(new.lower(), new)
    tables = tables_in(problem)
    said = {root(word) for word in _WORD.findall(asked)}
    named = [one for one in tables if _word_before(problem, one.start) in said]  # "the probabilities are all 1/3"
    for table in dict.fromkeys([*named, *tables]):
        if cells := cells_named(asked, table):
            where = table.told(cells[0]) if len(cells) == 1 else "every entry" if cells == table.cells() else "these entries"
            yield table.within(problem, table.put(cells, new)), f"with {new} in {where}"


def _by_table(asked: str, problem: str) -> Candidates:
    """ "now with [[1, 2], [3, 4]]", "the second one is [1, 0]", "and onto (1, 1)?", "the second row is [3, 4]"."""
    new, old = tables_in(asked), tables_in(problem)
    if not new or not old:
        return
    if len(new) == len(old) > 1 and [one.is_matrix for one in new] == [one.is_matrix for one in old]:
        again = problem
        for one, other in reversed(list(zip(old, new, strict=True))):
            again = one.within(again, _like(other, one))
        yield again, f"with {' and '.join(one.text for one in new)}"
        return
    if len(new) > 1:
        return
    one = new[0]
    for table in old:
        cells = cells_named(asked[: one.start] + asked[one.end :], table) if table.is_matrix and not one.is_matrix else ()
        if cells and len(cells) == len(one.rows[0]):
            put = table
            for cell, entry in zip(cells, one.rows[0], strict=True):
                put = put.put((cell,), entry)
            yield table.within(problem, put), f"with {one.text} there: {put.text}"
            return
    for table in _meant(asked, one, problem, old):
        yield table.within(problem, _like(one, table)), f"with {one.text} in place of {table.text}"


def _like(new: Table, old: Table) -> Table:
    """A list without brackets where one stood, brackets where they stood."""
    return new if new.form or not old.form else Table(new.rows, old.form)


def _meant(asked: str, new: Table, problem: str, old: list[Table]) -> list[Table]:
    """The tables a new one may replace, the likeliest first: by its number, by the word before it, by its form."""
    alike = [one for one in old if one.is_matrix == new.is_matrix]
    if (nth := _NTH_TABLE.search(asked[: new.start])) and ORDINALS[nth[1].lower()] < len(old):
        return [old[ORDINALS[nth[1].lower()]]]
    before = _word_before(asked, new.start)
    led = [one for one in alike if before and _word_before(problem, one.start) == before]
    same = [one for one in alike if len(one.rows[0]) == len(new.rows[0])]
    return list(dict.fromkeys([*led, *reversed(same), *reversed(alike)]))


def _word_before(text: str, at: int) -> str:
    words = re.findall(r"[A-Za-z]+", text[:at])
    return root(words[-1]) if words and words[-1].lower() not in ("vector", "matrix", "point", "is", "the", "list") else ""


_READINGS = (_by_value, _by_words_instead, _by_place, _by_table, *PARTS_PLAYED)
