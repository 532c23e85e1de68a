"""What a problem is about, as it was typed: its tables and lists with where they stand, its numbers, and the places in them.

Law of this file: nothing is computed here. Numbers are moved and copied as typed; what they come to, the maths room says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

__all__ = ["NUMBER", "ORDINALS", "Cell", "Table", "cells_named", "numbers_in", "same_number", "sheared", "tables_in"]

NUMBER = r"-?(?:\d+\s*/\s*\d+|\d+(?:\.\d+)?|\.\d+)(?:\s*\\?%)?"
_NUMBERS = re.compile(rf"(?<![\w.^]){NUMBER}|(?<=[\^])-?\d+|(?<![\w.])(?:\d+(?:\.\d+)?)(?=[a-zA-Z(])")
_GRID = re.compile(r"[\[(]\s*[\[(][^\[\]()]*[\])](?:\s*,?\s*[\[(][^\[\]()]*[\])])*\s*[\])]")
_SEMICOLONS = re.compile(r"\[[^\[\]]*;[^\[\]]*\]")
_BRACKETS = re.compile(r"\[[^\[\]]*\]|(?<![A-Za-z])\([^()]*,[^()]*\)")
_BARE = re.compile(rf"(?<![\w.,(\[^]){NUMBER}(?:\s*,\s*(?:and\s+)?{NUMBER})+(?:\s*,?\s+and\s+{NUMBER})?(?![\w(])")
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")  # 12,000 is one number, and no list
_ROW = re.compile(r"[\[(]([^\[\]()]*)[\])]")

ORDINALS = {word: n for n, words in enumerate(("first 1st one", "second 2nd two", "third 3rd three",
    "fourth 4th four", "fifth 5th five", "sixth 6th six")) for word in words.split()} | {str(n + 1): n for n in range(6)} | {
        "last": -1, "bottom": -1, "top": 0, "left": 0, "right": -1, "upper": 0, "lower": -1}  # fmt: skip
_NTH = r"(first|second|third|fourth|fifth|sixth|last|top|bottom|upper|lower|1st|2nd|3rd|4th|5th|6th)"
_OF_ROW = re.compile(rf"\b{_NTH}\s+row\b|\brow\s*(\d)\b", re.IGNORECASE)
_OF_COLUMN = re.compile(rf"\b{_NTH[:-1]}|left|right)\s+column\b|\bcolumn\s*(\d)\b", re.IGNORECASE)
_CORNER = re.compile(r"\b(top|bottom|upper|lower)[\s-]*(left|right)\b", re.IGNORECASE)
_ENTRY = re.compile(rf"\b{_NTH}\s+(?:entry|number|value|element|one|component|coordinate)\b", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:everywhere|every (?:entry|number|value)|all (?:of )?(?:them|the entries|entries|the numbers|numbers)|they are all"
    r"|all)\b",
    re.IGNORECASE,
)

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers in rows, as typed, and where they stand in the problem; `form` is "grid", "[", "(", or "" without brackets."""

    rows: tuple[tuple[str, ...], ...]
    form: str
    start: int = 0
    end: int = 0

    @property
    def is_matrix(self) -> bool:
        return self.form == "grid"

    @property
    def text(self) -> str:
        """The table as one types it.

        >>> Table((("1", "2"), ("3", "4")), "grid").text, Table((("3", "4"),), "(").text, Table((("1", "2"),), "").text
        ('[[1, 2], [3, 4]]', '(3, 4)', '1, 2')
        """
        if self.is_matrix:
            return "[" + ", ".join(f"[{', '.join(row)}]" for row in self.rows) + "]"
        inside = ", ".join(self.rows[0])
        return {"[": f"[{inside}]", "(": f"({inside})"}.get(self.form, inside)

    def put(self, cells: tuple[Cell, ...], text: str) -> Table:
        """The table with this text in these cells."""
        rows = tuple(tuple(text if (r, c) in cells else one for c, one in enumerate(row)) for r, row in enumerate(self.rows))
        return replace(self, rows=rows)

    def cells(self) -> tuple[Cell, ...]:
        return tuple((r, c) for r, row in enumerate(self.rows) for c in range(len(row)))

    def at(self, cell: Cell) -> str:
        return self.rows[cell[0]][cell[1]]

    def told(self, cell: Cell) -> str:
        """A place in words.

        >>> Table((("1", "2"), ("3", "4")), "grid").told((1, 0)), Table((("3", "4"),), "(").told((0, 1))
        ('row 2, column 1', 'entry 2')
        """
        return f"row {cell[0] + 1}, column {cell[1] + 1}" if self.is_matrix else f"entry {cell[1] + 1}"

    def within(self, problem: str, other: Table) -> str:
        """The problem with another table in the place of this one."""
        return problem[: self.start] + other.text + problem[self.end :]


def tables_in(problem: str) -> list[Table]:
    """The tables and lists of a problem in the order they stand.

    >>> [(one.form, one.text) for one in tables_in("multiply [[1,2],[3,4]] by (5, 6)")]
    [('grid', '[[1, 2], [3, 4]]'), ('(', '(5, 6)')]
    >>> [one.text for one in tables_in("variance of 2, 4, 4 and 6")], [one.text for one in tables_in("rank of [1 2; 3 4]")]
    (['2, 4, 4, 6'], ['[[1, 2], [3, 4]]'])
    """
    found: list[Table] = []
    for one in _GRID.finditer(problem):
        rows = tuple(_entries(row[1]) for row in _ROW.finditer(one.group()[1:-1]))
        if len({len(row) for row in rows}) == 1 and all(rows[0]):
            found.append(Table(rows, "grid", one.start(), one.end()))
    found += [
        Table(tuple(_entries(row) for row in one.group()[1:-1].split(";")), "grid", one.start(), one.end())
        for one in _free(_SEMICOLONS, problem, found)
    ]
    for one in _free(_BRACKETS, problem, found):
        if entries := _entries(one.group()[1:-1]):
            found.append(Table((entries,), one.group()[0], one.start(), one.end()))
    for one in _free(_BARE, problem, found):
        if _THOUSANDS.fullmatch(one.group().strip()):
            continue
        numbers = tuple(re.findall(NUMBER, one.group()))
        found.append(Table((numbers,), "", one.start(), one.end()))
    return sorted(found, key=lambda table: table.start)


def _free(pattern: re.Pattern[str], problem: str, taken: list[Table]) -> list[re.Match[str]]:
    return [
        one
        for one in pattern.finditer(problem)
        if not any(one.start() < table.end and table.start < one.end() for table in taken)
    ]


def _entries(row: str) -> tuple[str, ...]:
    parts = row.split(",") if "," in row else row.split()
    return tuple(part.strip() for part in parts if part.strip())


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it stands in a text."""

    text: str
    start: int
    end: int


def numbers_in(text: str) -> list[Written]:
    """Every number of a text, with where it stands.

    >>> [one.text for one in numbers_in("a 1 in 1000, 99% of x^2 from -3")]
    ['1', '1000', '99%', '2', '-3']
    """
    return [Written(one.group(), one.start(), one.end()) for one in _NUMBERS.finditer(text)]


def same_number(one: str, other: str) -> bool:
    """Whether two numbers are written alike, blanks aside.

    >>> same_number("0.50", "0.5"), same_number("1/2", "1 / 2"), same_number("4", "-4")
    (True, True, False)
    """
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    text = re.sub(r"\s+", "", text).lstrip("+")
    return (text.rstrip("0").rstrip(".") if "." in text else text).removeprefix("0") if text.startswith("0.") else text


def cells_named(message: str, table: Table) -> tuple[Cell, ...]:
    """The cells of a table that a message names by their place; () where it names none.

    >>> grid = Table((("1", "2"), ("3", "4")), "grid")
    >>> cells_named("the last entry is 5", grid), cells_named("the top right", grid), cells_named("in the second row", grid)
    (((1, 1),), ((0, 1),), ((1, 0), (1, 1)))
    >>> cells_named("the second one is 7", Table((("3", "4"),), "("))
    ((0, 1),)
    """
    cells = table.cells()
    if _ALL.search(message):
        return cells
    wide, high = len(table.rows[0]), len(table.rows)
    if corner := _CORNER.search(message):
        return ((ORDINALS[corner[1].lower()] % high, ORDINALS[corner[2].lower()] % wide),) if table.is_matrix else ()
    if not table.is_matrix:
        found = _ENTRY.search(message)
        return _there(((0, ORDINALS[found[1].lower()]),), high, wide) if found else ()
    row, column = _nth(_OF_ROW, message), _nth(_OF_COLUMN, message)
    if row is None and column is None:
        found = _ENTRY.search(message)
        return (cells[_one(found[1])],) if found and -len(cells) <= _one(found[1]) < len(cells) else ()
    if (row is not None and not -high <= row < high) or (column is not None and not -wide <= column < wide):
        return ()
    return tuple((r, c) for r, c in cells if (row is None or r == row % high) and (column is None or c == column % wide))


def _there(cells: tuple[Cell, ...], high: int, wide: int) -> tuple[Cell, ...]:
    return tuple((r, c % wide) for r, c in cells if -wide <= c < wide and r < high)


def _one(word: str) -> int:
    return ORDINALS[word.lower()]


def _nth(pattern: re.Pattern[str], message: str) -> int | None:
    found = pattern.search(message)
    return None if found is None else ORDINALS.get(next(filter(None, found.groups())).lower())


def sheared(text: str) -> str:
    """A message without the words that only lead in or out.

    >>> sheared("ok, and what if the 4 were a 5 then?"), sheared("now with 3 please"), sheared("What about its trace?")
    ('the 4 were a 5', '3', 'its trace')
    """
    text = re.sub(r"[\s?!.]+$", "", text.strip())
    while (bare := _LEADS.sub("", text)) != text:
        text = bare
    while (bare := _TRAILS.sub("", text)) != text:
        text = bare
    return text


_LEADS = re.compile(
    r"^\W*?(?:and|but|so|ok(?:ay)?|now|then|well|hm+|oh|ah|yes|right|thanks|cool|great|nice|please|suppose|imagine|assume|say"
    r"|let'?s say|let us"
    r"|what(?:'s| is| would be| would it be| does it (?:become|give))?(?: (?:if|about|happens (?:if|when|to)))"
    r"|how about|how (?:would|does) (?:that|it) (?:look|change|work) (?:if|with|for)|what(?:'s| is| are)|can you|could you"
    r"|would you|"
    r"let me see|i want|i meant?|i mean|show me|tell me|give me|find|compute|calculate|do it(?: again)?|again|the same|same(?:"
    r" thing)?|try|"
    r"if|with|for|do|using)\b[\s,:]*|^(?![-+.\d\[(])\W+",
    re.IGNORECASE,
)  # fmt: skip
_TRAILS = re.compile(
    r"[\s,]*\b(?:then|instead|please|now|too|as well|again|thanks|this time|for me|here|though|say|you know)$|[\s?!.,;]+$",
    re.IGNORECASE,
)
