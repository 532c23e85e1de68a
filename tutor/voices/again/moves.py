"""What is done to the numbers of the problem before: rows swapped or doubled, ten added to each, one left out, a step further.

Law of this file: entries are worked out by the maths room's exact arithmetic; a move that does not fit the numbers is none.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tutor.errors import Unreadable
from tutor.maths.evaluate import Undefined, exact
from tutor.maths.parse import read
from tutor.maths.steps.another_test import after_another_test
from tutor.voices.again.again import Candidates, Solved
from tutor.voices.again.givens import NUMBER, ORDINALS, Table, sheared, tables_in

__all__ = ["moved"]

_NTH = r"(first|second|third|fourth|fifth|sixth|last|top|bottom|1st|2nd|3rd|4th)"
_LINE = rf"(?:{_NTH}\s+(?P<of>row|column|vector|one|list|entry|number)|(?P<kind>row|column)\s+(?P<nth>\d))"
_FACTORS = {"twice": "2", "double": "2", "doubled": "2", "triple": "3", "tripled": "3", "halve":
    "1/2", "halved": "1/2", "half": "1/2", "negate": "-1", "negated": "-1", "flip the sign"
        " of": "-1", "quadruple": "4"}  # fmt: skip
_SCALE = re.compile(
    rf"\b(?P<factor>{'|'.join(_FACTORS)})\b|\b(?:multiply|multiplied|times|scale"
    rf"|scaled)\b.*?\bby\s+(?P<by>{NUMBER})(?![\d,\[(])|\bdivide[sd]?\b.*?\bby\s+(?P<over>{NUMBER})",
    re.IGNORECASE,
)
_EACH = re.compile(
    rf"\b(?P<what>add|added|subtract|subtracted|take)\s+(?:away\s+)?(?P<n>{NUMBER})\s+(?:to|from|off|away from)\s+(?:each"
    rf"|every|all|them|everything|both)\b", re.IGNORECASE
)  # fmt: skip
_MORE = re.compile(
    rf"\b(?:add|added|append|include|put in|throw in|also|another|one more|there were|there is|extra)\s+(?:an?\s+|another\s+"
    rf"|one more\s+|the\s+)?(?:value|number|outlier|point|observation)?\s*(?:of\s+)?(?P<n>{NUMBER})(?![\d.]|\s*(?:to|from"
    rf"|steps?|more))|(?P<m>{NUMBER})\s+(?:as well|is added|were added|was added|joins|comes in)",
    re.IGNORECASE,
)
_DROP = re.compile(
    rf"\b(?:drop|remove|without|leave out|left out|take (?:out|away)|delete|omit|forget|dropped|removed|ignore)\s+(?:the\s+"
    rf"|that\s+)?(?P<n>{NUMBER}|first|last|second|third)\b", re.IGNORECASE
)  # fmt: skip
_DROP_LINE = re.compile(
    rf"\b(?:drop|remove|without|leave out|delete|omit|take away|cross out)\s+(?:the\s+)?(?:{_NTH}\s+)?(?P<what>row"
    rf"|column)(?:\s+(?P<nth>\d))?", re.IGNORECASE
)  # fmt: skip
_SWAP = re.compile(r"\b(?:swap|switch|exchange|interchange|swapped|switched|exchanged)\b", re.IGNORECASE)
_ROUND = re.compile(
    r"\b(?:the )?other way (?:a?round)|\bother order\b|\breverse(?:d)?\b|\bswap(?:ped)? (?:them|the (?:two|order|vectors"
    r"|matrices|lists))"
    r"|\bvice versa\b|\b(?:swap|exchange|switch) (?:p and q|A and B|u and v)\b|\bin the opposite order\b",
    re.IGNORECASE,
)
_TURN = re.compile(r"\btranspose[ds]?\b", re.IGNORECASE)
_TIMES = re.compile(r"\b(?:multiply|times|multiplied|apply|applied|act)\b", re.IGNORECASE)
_STEPS = r"(?P<many>\d+|one|two|three|four|five|six|seven|eight|nine|ten|a|single)"
_COUNTED = re.compile(
    rf"\b{_STEPS}\s+(?P<words>(?:gradient[\s-]descent\s+|newton\s+)?(?:steps?|iterations?|updates?))\b", re.IGNORECASE
)
_FURTHER = re.compile(
    r"\b(?:the\s+)?next\s+(?:(?P<next>\d+|two|three|four|five|six|ten)\s+)?(?:step|iteration|update)s?\b|\b(?P<more>\d+|one"
    r"|two|three|four|five|six|seven|eight|nine|ten|another|a few)\s+(?:more|further|additional)?\s*(?:step|iteration"
    r"|update)s?(?:\s+(?:more|further|later))?\b|\b(?:one|two|three|\d+)\s+more\b|\bgo on\b|\bcontinue\b|\bkeep going\b",
    re.IGNORECASE,
)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "a": 1, "single": 1, "another": 1, "a few": 3}  # fmt: skip
_DESCENT = re.compile(r"gradient[\s-]*descent|\bnewton", re.IGNORECASE)
_SECOND_TEST = re.compile(
    r"\b(?:second|another|two|again|both|twice|repeat\w*|next)\b.*\b(?P<one>positive|negative)|\b(?P<other>positive"
    r"|negative)\b.*\b(?:twice|again|both|second time|a second)\b"
    r"|\b(?:second|another) (?:test|one)\b|\btwice\b|\btwo tests\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"^(?P<op>plus|minus|times|divided by|\+|-|\*|/)\s*(?P<n>{NUMBER})$", re.IGNORECASE)
_SIGNS = {"plus": "+", "minus": "-", "times": "*", "divided by": "/"}
_TO_EACH = re.compile(
    r"\b(?:all|each|every\w*|them|everything|entries|numbers|both|the (?:whole )?(?:matrix|vector|list)|it)\b", re.IGNORECASE
)
_MOST_STEPS = 60
_NOWHERE = 99


def moved(message: str, problem: str, solved: Solved) -> Candidates:
    """The problem after something is done to its numbers, the likeliest reading first.

    >>> next(moved("what if I double the second row?", "rank of [[1,2],[2,4]]", lambda one: None))[0]
    'rank of [[1, 2], [4, 8]]'
    >>> next(moved("swap the rows", "det of [[3,1],[2,5]]", lambda one: None))[0]
    'det of [[2, 5], [3, 1]]'
    >>> next(moved("drop the 9", "median of 7, 1, 3, 9", lambda one: None))[0]
    'median of 7, 1, 3'
    """
    asked = sheared(message)
    if len(asked.split()) > 14:
        return
    yield from _another_test(asked, problem)
    yield from _further(asked, problem)
    yield from _on_plain(asked, problem)
    tables = tables_in(problem)
    if not tables:
        return
    for one in (_turned, _ordered, _swapped, _each, _scaled, _fewer, _longer):
        yield from one(asked, problem, tables)
    yield from _times(asked, tables)


def _worth(text: str) -> str:
    """What an entry comes to, by exact arithmetic; raises Unreadable.

    >>> _worth("2*(3)"), _worth("1/2*(3)")
    ('6', '3/2')
    """
    try:
        value = exact(read(text))
    except Undefined:
        value = None
    if value is None:
        raise Unreadable("I work with whole numbers and fractions here.")
    return str(value)


def _with(table: Table, cells: tuple[tuple[int, int], ...], form: str) -> Table | None:
    try:
        for cell in cells:
            table = table.put((cell,), _worth(form.format(table.at(cell))))
    except Unreadable:
        return None
    return table


# -- a step further --------------------------------------------------------------------------------------------------------------
def _another_test(asked: str, problem: str) -> Candidates:
    if (found := _SECOND_TEST.search(asked)) and re.search(r"\btests?\b|sensitiv|specific", problem, re.IGNORECASE):
        positive = (found["one"] or found["other"] or "positive").lower() != "negative"
        if (again := after_another_test(problem, positive=positive)) is not None:
            told, first, prior = again
            sign = "positive" if positive else "negative"
            yield (
                told,
                f"a {sign} second test, starting from {prior}, where the first one ({first}) left off; the two tests err"
                f" independently",
            )


def _further(asked: str, problem: str) -> Candidates:
    """ "and the next step?", "10 more steps": the same walk, so many steps longer."""
    if not _DESCENT.search(problem) or (found := _FURTHER.search(asked)) is None:
        return
    word = next((one for one in (found["next"], found["more"]) if one), None) or next(
        iter(re.findall(r"\d+|two|three", found.group())), "one"
    )
    more = int(word) if word.isdigit() else _COUNTS.get(word.lower(), 1)
    if not re.search(r"more|next|another|further|go on|continue|keep|later", asked, re.IGNORECASE):
        more -= _counted(problem)  # "with 5 steps": so many in all
    steps = _counted(problem) + more
    if not 1 <= steps <= _MOST_STEPS:
        return
    if old := _COUNTED.search(problem):
        words = old["words"].rstrip("s") + "s" * (steps != 1)
        again = problem[: old.start()] + f"{steps} {words}" + problem[old.end() :]
    else:
        again = _DESCENT.sub(lambda m: f"{steps} steps of {m.group()}", problem, count=1)
    yield again, f"{steps} steps from the start"


def _counted(problem: str) -> int:
    if (found := _COUNTED.search(problem)) is None:
        return 1
    word = found["many"].lower()
    return int(word) if word.isdigit() else _COUNTS[word]


def _on_plain(asked: str, problem: str) -> Candidates:
    """ "and minus 1?" after a plain sum."""
    bare = re.sub(
        r"^(?:what(?:'s| is)|compute|calculate|evaluate|how much is)\s+", "", problem.strip(" ?=."), flags=re.IGNORECASE
    )
    if (found := _PLAIN.match(asked)) and re.fullmatch(r"[\d\s.+\-*/^()%]+", bare):
        yield f"({bare}) {_SIGNS.get(found['op'].lower(), found['op'])} {found['n']}", f"the sum before {asked}"


# -- whole tables ----------------------------------------------------------------------------------------------------------------
def _turned(asked: str, problem: str, tables: list[Table]) -> Candidates:
    grid = next((one for one in tables if one.is_matrix), None)
    if _TURN.search(asked) and grid is not None and not re.search(r"why|mean|what is a", asked, re.IGNORECASE):
        turned = replace(grid, rows=tuple(zip(*grid.rows, strict=True)))
        alone = re.fullmatch(r"(?:take the )?transpose(?: (?:it|this|that|the matrix|of it|of that))?", asked, re.IGNORECASE)
        if alone:
            yield f"transpose of {grid.text}", f"of {grid.text}"
        yield grid.within(problem, turned), f"with the transpose {turned.text} in place of {grid.text}"


def _ordered(asked: str, problem: str, tables: list[Table]) -> Candidates:
    if _ROUND.search(asked) and len(tables) == 2:
        first, second = tables
        between = problem[first.end : second.start]
        again = problem[: first.start] + second.text + between + first.text + problem[second.end :]
        yield again, f"{second.text} first, then {first.text}"


def _swapped(asked: str, problem: str, tables: list[Table]) -> Candidates:
    if not _SWAP.search(asked):
        return
    grid = next((one for one in tables if one.is_matrix), tables[0])
    columns = "column" in asked.lower() or not grid.is_matrix
    rows = tuple(zip(*grid.rows, strict=True)) if columns else grid.rows
    named = [
        ORDINALS.get(word.lower(), _NOWHERE)
        for word in re.findall(rf"\b{_NTH}\b|\b(\d)\b", asked, re.IGNORECASE)
        for word in word
        if word
    ]
    if not named and len(rows) == 2:
        named = [0, 1]
    if len(named) != 2 or not all(-len(rows) <= n < len(rows) for n in named):
        return
    turned = list(rows)
    i, j = named
    turned[i], turned[j] = turned[j], turned[i]
    swapped = replace(grid, rows=tuple(zip(*turned, strict=True)) if columns else tuple(turned))
    yield grid.within(problem, swapped), f"with {swapped.text} in place of {grid.text}"


def _each(asked: str, problem: str, tables: list[Table]) -> Candidates:
    if found := _EACH.search(asked):
        sign = "+" if found["what"].lower().startswith("add") else "-"
        table = tables[-1]
        if moved_all := _with(table, table.cells(), f"({{}}) {sign} ({found['n']})"):
            yield table.within(problem, moved_all), f"with {moved_all.text} in place of {table.text}"


def _scaled(asked: str, problem: str, tables: list[Table]) -> Candidates:
    if (found := _SCALE.search(asked)) is None:
        return
    factor = _FACTORS.get((found["factor"] or "").lower()) or found["by"] or f"1/({found['over']})"
    line = re.search(_LINE, asked, re.IGNORECASE)
    table = tables[-1 if not tables[0].is_matrix else 0]
    cells: tuple[tuple[int, int], ...] = ()
    if line is None:
        if not _TO_EACH.search(asked):
            return
        cells = table.cells()
    else:
        nth = ORDINALS.get((line[1] or line["nth"]).lower(), _NOWHERE)
        what = (line["of"] or line["kind"]).lower()
        if what in ("vector", "list", "one") and not table.is_matrix and len(tables) > 1 and nth < len(tables):
            table = tables[nth]
            cells = table.cells()
        elif what in ("row", "column") and table.is_matrix:
            wide = len(table.rows[0]) if what == "column" else len(table.rows)
            cells = tuple(cell for cell in table.cells() if -wide <= nth < wide and cell[what == "column"] == nth % wide)
        elif not table.is_matrix and -len(table.rows[0]) <= nth < len(table.rows[0]):
            cells = ((0, nth % len(table.rows[0])),)
    if cells and (scaled := _with(table, cells, f"({factor})*({{}})")):
        yield table.within(problem, scaled), f"with {scaled.text} in place of {table.text}"


def _fewer(asked: str, problem: str, tables: list[Table]) -> Candidates:
    grid = next((one for one in tables if one.is_matrix), None)
    if grid is not None and (line := _DROP_LINE.search(asked)):
        column, nth = line["what"].lower() == "column", ORDINALS.get((line[1] or line["nth"]).lower(), _NOWHERE)
        rows = tuple(zip(*grid.rows, strict=True)) if column else grid.rows
        if -len(rows) <= nth < len(rows) and len(rows) > 1:
            kept = [row for n, row in enumerate(rows) if n != nth % len(rows)]
            fewer = replace(grid, rows=tuple(zip(*kept, strict=True)) if column else tuple(kept))
            yield grid.within(problem, fewer), f"with {fewer.text} in place of {grid.text}"
    table = tables[-1]
    if table.is_matrix or (found := _DROP.search(asked)) is None:
        return
    entries = list(table.rows[0])
    word = found["n"].lower()
    at = ORDINALS[word] if word in ("first", "second", "third", "last") else entries.index(word) if word in entries else None
    if at is not None and -len(entries) <= at < len(entries) and len(entries) > 1:
        left = entries.pop(at)
        fewer = replace(table, rows=(tuple(entries),))
        yield table.within(problem, fewer), f"without the {left}: {fewer.text}"


def _longer(asked: str, problem: str, tables: list[Table]) -> Candidates:
    table = tables[-1]
    if table.is_matrix or (found := _MORE.search(asked)) is None:
        return
    longer = replace(table, rows=((*table.rows[0], (found["n"] or found["m"]).strip()),))
    yield table.within(problem, longer), f"with one more number: {longer.text}"


def _times(asked: str, tables: list[Table]) -> Candidates:
    """ "multiply it by [1, 1]": the matrix of before on something new."""
    new = tables_in(asked)
    if _TIMES.search(asked) and len(new) == 1:
        grids = [one for one in tables if one.is_matrix] or tables
        yield f"{grids[0].text} times {new[0].text}", f"{grids[0].text} times {new[0].text}"
