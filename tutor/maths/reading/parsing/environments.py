"""Matrices, cases, and lines set below each other."""

from __future__ import annotations

from dataclasses import replace

from tutor.maths.reading.nodes import (
    Big,
    Cases,
    Chain,
    Empty,
    Fence,
    Function,
    Grid,
    Letter,
    Lines,
    Listing,
    Phrase,
    Text,
    Unread,
)
from tutor.maths.reading.parsing.bar_fences import Bars
from tutor.maths.reading.parsing.ends import dotted
from tutor.maths.tree import Node


class Environments(Bars):
    r"""Reads what stands between \begin and \end."""

    def environment(self, start: int, mate: int) -> Node:
        name = self.tokens[start].text.removeprefix("begin:")
        kind, _, bar = name.partition(":")
        if kind in ("CD", "tikzcd"):
            self.at = mate + 1  # the arrows of a diagram are drawn with signs that mean something else in a row
            return Unread(self.since(start), "a diagram")
        if "matrix" in kind or kind in ("array", "tabular"):
            rows = self.rows(start, mate)
            self.at = mate + 1
            free = kind in ("array", "tabular") and self.opening not in ("(", "[", "|", "\\{")
            if free and len(rows) > 1 and all(len(row) == 1 for row in rows) and any(_set_below(row[0]) for row in rows):
                return Lines(self.since(start), tuple(row[0] for row in rows))  # an aim, and its conditions below it
            if kind in ("array", "tabular") and (
                (self.opening not in ("(", "[", "|") and _statements(rows)) or (len(rows) > 1 and _related(rows))
            ):
                lines = tuple(row[0] if len(row) == 1 else _joined(*row) for row in rows)
                return lines[0] if len(lines) == 1 else Lines(self.since(start), lines)
            if self.opening == "\\{" and len(rows) > 1 and (split := _program(rows) or _conditions(rows)):
                rows = split
            column, _, row = bar.partition(",")
            return Grid(self.since(start), kind, rows, int(column or 0), int(row or 0))
        if "cases" in kind:
            rows = self.rows(start, mate)
            rows = _program(rows) or _conditions(rows) or rows
            self.at = mate + 1
            if rows and all(len(row) == 2 and isinstance(row[0], Empty) for row in rows):
                return Cases(self.since(start), tuple(row[1:] for row in rows))  # a system behind a column of nothing
            if rows and all(len(row) == 2 and _goes_on(row[1]) for row in rows):
                return Cases(self.since(start), tuple((_joined(*row),) for row in rows))
            return Cases(self.since(start), rows)
        body = self.within(start + 1, mate, self.statements, kind)
        self.at = mate + 1
        return body

    def rows(self, start: int, mate: int) -> tuple[tuple[Node, ...], ...]:
        found: list[tuple[Node, ...]] = []
        for first, last in self.split(start + 1, mate, "\\\\"):
            if first == last and self.left_blank(first):
                found.append((self.empty(),))
            if first < last:
                cells = [self.cell(a, b) for a, b in self.split(first, last, "&")]
                found.append(tuple(cells))
        return _without_blank_columns(tuple(found))

    def left_blank(self, at: int) -> bool:
        r"""Whether a row of nothing was left blank on purpose, \\ \\ \\ 0: a space was typed for it."""
        first = self.tokens[at - 1].end if at else 0
        return "\\ " in self.source[first : self.tokens[at].start].replace("\\\\", "") if at < len(self.tokens) else False

    def cell(self, start: int, end: int) -> Node:
        """One cell; a lone bar is a line drawn through the matrix, as between columns."""
        if end == start + 1 and self.tokens[start].text in ("|", "mid"):
            return Letter((self.tokens[start].start, self.tokens[start].end), self.tokens[start].text)
        if end == start + 1 and self.tokens[start].text == ".":
            return Letter((self.tokens[start].start, self.tokens[start].end), ".")  # . . . for what is left out
        return self.within(start, end, self.whole, "cell")

    def statements(self) -> Node:
        """Rows below each other, or the one row there is."""
        start = self.at
        ranges = [(a, b) for a, b in self.split(self.at, self.end, "\\\\") if a < b]
        if len(ranges) <= 1:
            if ranges:
                self.at, end = ranges[0]
                kept, self.end = self.end, end
                node = self.whole()
                self.end = kept
                if self.at >= end:
                    self.at = kept
                return node
            self.at = self.end
            return self.empty()
        rows = tuple(self.within(a, b, self.whole, self.opening) for a, b in ranges)
        self.at = self.end
        return Lines(self.since(start), rows)


def _without_blank_columns(rows: tuple[tuple[Node, ...], ...]) -> tuple[tuple[Node, ...], ...]:
    """The rows without the columns that && leaves empty between two others, or a last & behind some of them."""
    ended = tuple(row[:-1] if len(row) > 1 and isinstance(row[-1], Empty) else row for row in rows)
    if len({len(row) for row in ended}) == 1 and len({len(row) for row in rows}) > 1:
        rows = ended  # 1 & 1 & in one row, 1 & 1 in the next
    width = max(map(len, rows), default=0)
    if width < 3 or len(rows) < 2:
        return rows
    blank = [n for n in range(1, width - 1) if all(n < len(row) and isinstance(row[n], Empty) for row in rows)]
    return tuple(tuple(cell for n, cell in enumerate(row) if n not in blank) for row in rows) if blank else rows


def _statements(rows: tuple[tuple[Node, ...], ...]) -> bool:
    """Whether an array only sets statements below each other."""
    single = all(len(row) == 1 and (isinstance(row[0], Chain) or dotted(row[0])) for row in rows)
    single = single and any(isinstance(row[0], Chain) for row in rows)
    parted = all(len(row) == 2 and _goes_on(row[1]) for row in rows)  # p = q & \in A, also where it is the only row
    return (parted and (len(rows) > 1 or any(isinstance(row[0], Chain) for row in rows))) or (len(rows) > 1 and single)


def _related(rows: tuple[tuple[Node, ...], ...]) -> bool:
    """Whether every row is one relation, as no entry of a matrix is."""
    first = [row[0].parts[0] if isinstance(row[0], Listing) else row[0] for row in rows if row]
    return all(len(row) == 1 for row in rows) and all(isinstance(cell, Chain) for cell in first)


def _set_below(cell: Node) -> bool:
    """Whether a cell of one column holds an array or lines of its own: a layout, and no vector."""
    return isinstance(cell, Lines) or (isinstance(cell, Grid) and cell.kind in ("array", "tabular"))


def _program(rows: tuple[tuple[Node, ...], ...]) -> tuple[tuple[Node, ...], ...]:
    """The lines of a program, an aim and its conditions, in one column each; () for cases that hold under conditions."""
    cells = [cell for row in rows for cell in row if not isinstance(cell, Empty)]
    if len(rows) < 2 or not cells or not (_aims(cells[0]) or any(_subjects(cell) for cell in cells)):
        return ()
    if not any(_subjects(cell) for cell in cells) and not all(len(row) > 1 and isinstance(row[0], Empty) for row in rows[1:]):
        return ()  # min{a, b} where a < b
    return tuple((_in_line([cell for cell in row if not isinstance(cell, Empty)], row[0]),) for row in rows)


def _in_line(cells: list[Node], first: Node) -> Node:
    """The cells of a row as one line: an aim takes in what follows it, and words stand before their formula."""
    if len(cells) < 2:
        return cells[0] if cells else first
    span = (cells[0].span[0], cells[-1].span[1])
    if isinstance(cells[0], Function) and len(cells) == 2:
        return Big(span, cells[0].name, None, None, cells[1])
    if isinstance(cells[0], Text):
        told = Phrase((cells[0].span[0], cells[1].span[1]), (cells[0], cells[1]))
        cells = [told, *cells[2:]]
    return Listing(span, ("quad",) * (len(cells) - 1), tuple(cells)) if len(cells) > 1 else cells[0]


def _aims(cell: Node) -> bool:
    """Whether a cell says what is sought: min, max, minimize."""
    if isinstance(cell, Phrase):
        cell = cell.parts[0]
    if isinstance(cell, Text):
        return cell.words.strip().lower().startswith(("min", "max"))
    return isinstance(cell, Big | Function) and cell.name in ("min", "max")


def _subjects(cell: Node) -> bool:
    """Whether a cell says that conditions follow: s.t., subject to."""
    if isinstance(cell, Phrase):
        cell = cell.parts[0]
    return isinstance(cell, Text) and cell.words.strip().lower().startswith(("s.t", "subject", "such that", "under"))


def _conditions(rows: tuple[tuple[Node, ...], ...]) -> tuple[tuple[Node, ...], ...]:
    """Rows of one column that each end in a condition, a, x > 0 or a (x > 0), in two columns; () where one does not."""
    found = []
    for row in rows:
        parts = row[0].parts if len(row) == 1 and isinstance(row[0], Listing) else ()
        last = (
            parts[-1].body if parts and isinstance(parts[-1], Fence) and parts[-1].open == "(" else parts[-1] if parts else None
        )
        if len(parts) != 2 or not isinstance(row[0], Listing) or not isinstance(last, Chain) or isinstance(parts[0], Chain):
            return ()
        ended = row[0].signs[0] != "quad"
        found.append((replace(row[0], parts=(parts[0], Empty(parts[0].span))) if ended else parts[0], parts[1]))
    return tuple(found)


def _goes_on(cell: Node) -> bool:
    """Whether a cell only goes on from the one before it: "= 3" in an aligned system."""
    first = cell.parts[0] if isinstance(cell, Listing) else cell
    return isinstance(first, Chain) and isinstance(first.sides[0], Empty)


def _joined(left: Node, right: Node) -> Node:
    """Two cells as the one statement that they are."""
    if isinstance(right, Listing):
        return replace(right, span=(left.span[0], right.span[1]), parts=(_joined(left, right.parts[0]), *right.parts[1:]))
    assert isinstance(right, Chain)
    signs, sides = (left.signs, left.sides) if isinstance(left, Chain) else ((), (left,))
    return Chain((left.span[0], right.span[1]), (*signs, *right.signs), (*sides, *right.sides[1:]))
