"""A problem as typed: cleaned, its brackets found and read, its words looked at.

Law: what is not understood is refused with one sentence. Every word and every number of a problem is accounted for; a word or a
number that no reader of the problem took is never skipped over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from tutor.errors import Unreadable
from tutor.maths.answers.lists import entries, table
from tutor.maths.evaluate import Undefined, exact
from tutor.maths.parse import read
from tutor.maths.steps.matrices_told import matrices_told
from tutor.maths.steps.rules import expression, rational
from tutor.maths.steps.solution import Echo, Ledger, Solution
from tutor.maths.steps.spoken import said_plainly
from tutor.maths.tree import Matrix, Node, Sequence, symbols

MOST_CHARACTERS = 1_000
LARGEST_MATRIX = 6
LARGEST_VECTOR = 8
LARGEST_NUMBER = 10**6
HOLE = "◊"

Solver = Callable[["Problem"], Solution]

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_ENVIRONMENT = re.compile(
    r"(?:\\left\s*[\[(.]?\s*)?\\begin\s*\{(\w*matrix|array)\}.*?\\end\s*\{\1\}(?:\s*\\right\s*[\]).]?)?", re.DOTALL
)
_RAISED_T = re.compile(r"\s*(?:\^\s*(?:\{\s*)?\\?(?:T|top)\b\s*\}?|ᵀ|\^⊤|⊤)")
FILLERS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "for",
        "to",
        "is",
        "are",
        "what",
        "whats",
        "s",
        "find",
        "compute",
        "calculate",
        "determine",
        "give",
        "show",
        "me",
        "please",
        "work",
        "out",
        "get",
        "state",
        "write",
        "tell",
        "let",
        "be",
        "with",
        "and",
        "where",
        "when",
        "whose",
        "this",
        "that",
        "these",
        "those",
        "following",
        "given",
        "matrix",
        "matrices",
        "vector",
        "vectors",
        "by",
        "using",
        "its",
        "it",
        "all",
        "do",
        "does",
        "i",
        "want",
        "need",
        "how",
        "can",
        "you",
        "find's",
        "steps",
        "step",
        "in",
        "on",
        "as",
        "from",
        "if",
        "real",
        "columns",
        "column",
        "entries",
        "numbers",
        "system",
        "equation",
        "equations",
        "set",
        "over",
        "r",
        "via",
        "use",
        "exact",
        "exactly",
        "value",
        "values",
    ]
)


@lru_cache(maxsize=512)
def _read(text: str) -> Node:
    """Several readers look at the same brackets."""
    return read(text)


@dataclass(frozen=True, slots=True)
class Group:
    """One pair of brackets with what stands in it, and where."""

    text: str
    start: int
    end: int

    def node(self) -> Node:
        return _read(self.text)


@dataclass(frozen=True, slots=True)
class Problem:
    """The problem as typed (`typed`), cleaned (`text`), and with holes where brackets stood (`rest`)."""

    typed: str
    text: str
    groups: tuple[Group, ...]
    rest: str
    first: Solution | None = None  # where the problem is a changed one, held beside the solution of the first

    def ledger(self, topic: str) -> Ledger:
        return Ledger(self.typed, topic) if self.first is None else Echo(self.typed, topic, [], self.first)

    def has(self, pattern: str) -> bool:
        return re.search(pattern, self.text, re.IGNORECASE) is not None

    def words_known(self, pattern: str, more: Iterable[str] = ()) -> None:
        """Raises Unreadable when something outside the brackets is neither the topic nor a little word."""
        left = re.sub(pattern, " ", self.rest, flags=re.IGNORECASE)
        left = re.sub(rf"\b[A-Za-z](?:_?\d)?\s*=\s*(?={HOLE})", " ", left)  # A = [[...
        left = re.sub(r"\b(?:[A-Z]|[uvwxb](?:_?\d)?)\b", " ", left)
        if sign := re.search(rf"[-+*/^·×]\s*(?={HOLE})|(?<={HOLE})\s*[-+*/^·×]", left):
            raise Unreadable(
                f"I can't work with the '{sign.group(0).strip()}' beside the brackets — type the matrix or vector it gives."
            )
        known = FILLERS | set(more)
        for word in re.findall(r"[^\s,;:.?!'’`\"◊=()|$-]+", left):
            if word.lower() not in known:
                raise Unreadable(f"I can't place '{word[:24]}' in this problem — try for example {EXAMPLE}.")


def only_known(left: str, known: Iterable[str], example: str) -> None:
    """Raises Unreadable for the first word that a reader neither took nor knows to change nothing."""
    allowed = FILLERS | set(known)
    for word in re.findall(r"[A-Za-zΑ-Ωα-ωé]+(?:['’][a-z]+)?|\^|[√²³]", left):
        if word.lower() not in allowed:
            raise Unreadable(f"I can't place '{word[:24]}' in this problem — try {example}.")


EXAMPLE = "eigenvalues of [[2,1],[1,2]]"


def clean(typed: str) -> str:
    """One line without dollar signs, question marks at the end and words of courtesy.

    >>> clean("What is $1+1$ ?")
    'What is 1+1'
    """
    if len(typed) > MOST_CHARACTERS:
        raise Unreadable(f"This problem is {len(typed):,} characters long — type at most {MOST_CHARACTERS:,}.")
    text = re.sub(r"\$+|\\\(|\\\)|\\\[|\\\]|\\displaystyle", " ", typed) if "\\begin" not in typed else re.sub(r"\$+", " ", typed)
    text = text.replace("−", "-").replace("–", "-").replace("\u00a0", " ")
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"[?.\s]+$", "", re.sub(r"\bwhat['’]?s\b", "what is", text, flags=re.IGNORECASE))
    text = re.sub(r"(?<=\d)-(?=sided\b)", " ", text)
    return re.sub(r"^(?:please|can you|could you|hi|hello|hey)[,\s]+", "", text, flags=re.IGNORECASE)


def problem(typed: str, first: Solution | None = None) -> Problem:
    """The problem with its outermost brackets found."""
    text = matrices_told(said_plainly(clean(typed)))
    if not text:
        raise Unreadable(f"There is no problem here yet — try {EXAMPLE}.")
    groups = tuple(_groups(text))
    rest, last = "", 0
    for group in groups:
        rest += text[last : group.start] + f" {HOLE} "
        last = group.end
    return Problem(typed, text, groups, rest + text[last:], first)


def _groups(text: str) -> Iterable[Group]:
    at = 0
    while at < len(text):
        if found := _ENVIRONMENT.match(text, at):
            end = _raised(text, found.end())
            yield Group(text[at:end], at, end)
            at = end
        elif name := re.match(r"\([A-Za-z]\)|\{-?1\}", text[at : at + 4]):  # det(A), A^{-1}: no value of its own
            at += name.end()
        elif text[at] in _CLOSING and (end := _closed(text, at)):
            end = _raised(text, end)
            yield Group(text[at:end], at, end)
            at = end
        else:
            at += 1


def _closed(text: str, start: int) -> int:
    """Where the bracket that opens at `start` is closed; 0 if it never is."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] in "([{") - (text[at] in ")]}")
        if depth == 0:
            return at + 1
    return 0


def _raised(text: str, end: int) -> int:
    found = _RAISED_T.match(text, end)
    return found.end() if found else end


# -- values ----------------------------------------------------------------------------------------
def fraction(node: Node) -> Fraction:
    """A whole number, fraction or decimal; raises Unreadable for anything else."""
    if names := symbols(node):
        raise Unreadable(f"I need numbers here and found '{min(names)}' — type whole numbers, fractions or decimals.")
    try:
        value = exact(node)
    except Undefined:
        raise Unreadable("This divides by zero — check the numbers.") from None
    if value is None:
        raise Unreadable("I work with whole numbers, fractions and decimals here — type the entries that way, such as 1/2.")
    if max(abs(value.numerator), value.denominator) > LARGEST_NUMBER:
        raise Unreadable(f"The numbers here may go up to {LARGEST_NUMBER:,} — try smaller ones.")
    return value


def constant(node: Node) -> Any:
    """An exact real number as SymPy knows it, roots and pi allowed."""
    if names := symbols(node):
        raise Unreadable(f"I need numbers here and found '{min(names)}' — type whole numbers, fractions or roots.")
    try:
        value = exact(node)
    except Undefined:
        raise Unreadable("This divides by zero — check the numbers.") from None
    if value is not None:
        return rational(fraction(node))
    found = expression(node)
    if not found.is_real or not found.is_finite or abs(found) > LARGEST_NUMBER or found.count_ops() > 12:
        raise Unreadable("I can't use this number here — try whole numbers, fractions or roots.")
    return found


def rows_of(group: Group) -> list[list[Fraction]]:
    """The group as a matrix of fractions; a single row is a matrix with one row."""
    node = group.node()
    if isinstance(node, Sequence) and node.open == "(" and len(node.parts) == 1:
        node = node.parts[0]
    if isinstance(node, Sequence) and len({len(part.parts) for part in node.parts if isinstance(part, Sequence)}) > 1:
        raise Unreadable("The rows of this matrix differ in length — give every row the same number of entries.")
    found = table(node)
    if found is None:
        row = entries(node)
        found = (row,) if row and group.text.lstrip().startswith("[") else None
    if found is None:
        raise Unreadable(f"I can't see the rows of '{group.text[:24]}' — type a matrix as [[1, 2], [3, 4]] or [1 2; 3 4].")
    if max(len(found), len(found[0])) > LARGEST_MATRIX:
        raise Unreadable(
            f"This matrix is {len(found)} by {len(found[0])} — type one of at most {LARGEST_MATRIX} by {LARGEST_MATRIX}."
        )
    return [[fraction(entry) for entry in row] for row in found]


def _parts(group: Group) -> tuple[Node, ...]:
    node = group.node()
    found = entries(node)
    if found is None and not isinstance(node, Sequence | Matrix):
        found = (node,)
    if found is None:
        raise Unreadable(f"I can't read '{group.text[:24]}' as a vector — type one such as (1, 2, 3).")
    if len(found) > LARGEST_VECTOR:
        raise Unreadable(f"This vector has {len(found)} entries — type at most {LARGEST_VECTOR}.")
    return found


def vector_of(group: Group) -> list[Any]:
    """The group as a vector of exact numbers, roots allowed."""
    return [constant(part) for part in _parts(group)]


def fractions_of(group: Group) -> list[Fraction]:
    """The group as a vector of fractions."""
    return [fraction(part) for part in _parts(group)]


def spread(groups: Iterable[Group], columns: bool = False) -> list[Group]:
    """Groups that hold several vectors, such as {(1, 0), (0, 1)}, taken apart; a matrix gives its columns when asked."""
    found: list[Group] = []
    for group in groups:
        node = group.node()
        rows = table(node)
        if columns and rows is not None:
            for column in zip(*rows, strict=True):
                texts = [group.text[part.span[0] : part.span[1]] for part in column]
                found.append(Group("(" + ", ".join(texts) + ")", group.start, group.end))
        elif isinstance(node, Sequence) and any(entries(part) for part in node.parts):
            found += [Group(group.text[p.span[0] : p.span[1]], group.start, group.end) for p in node.parts]
        else:
            found.append(group)
    return found


def one_matrix(p: Problem) -> list[list[Fraction]]:
    """The only matrix of the problem."""
    return rows_of(groups_of(p, 1, "one matrix")[0])


def groups_of(p: Problem, many: int, what: str) -> tuple[Group, ...]:
    """Exactly so many groups; raises Unreadable saying what is needed."""
    if len(p.groups) != many:
        raise Unreadable(f"I need {what} here and found {len(p.groups)} pairs of brackets — try for example {EXAMPLE}.")
    return p.groups
