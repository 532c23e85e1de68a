r"""Brackets of every kind: groups, lists, intervals, sets, bars; matrices and cases."""

from __future__ import annotations

from dataclasses import replace

from tutor.maths.reading.cutting.lexer import TextToken
from tutor.maths.reading.nodes import (
    Apply,
    Cases,
    Chain,
    Empty,
    Fence,
    Given,
    Grid,
    Letter,
    Lines,
    Listing,
    Phrase,
    Power,
    Prefix,
    Product,
    Sub,
    Sum,
    Super,
)
from tutor.maths.reading.parsing.bar_fences import Bars
from tutor.maths.reading.parsing.chance_heads import follows, indicated, is_total
from tutor.maths.reading.parsing.ends import dotted, may_bound, same_ends, states, two_ends, without_end
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token
from tutor.maths.tree import Node, Number, walk

_INNER = (
    "inner product", "dot product", "scalar product", "hilbert", "orthogon", "norm", "adjoint", "frobenius", "projection",
    "kernel", "cauchy", "dual", "convex",
)  # fmt: skip

_DUAL = ("duality", "dual pairing", "test function", "generalized derivative", "weak derivative", "distributional")


class Fences(Bars):
    """Reads what stands between delimiters."""

    def fence(self) -> Node:
        start, mate = self.at, self.mates[self.at]
        token = self.tokens[start]
        if mate < 0 or mate >= self.end:
            return self.unread()
        if token.text.startswith("begin:"):
            return self.environment(start, mate)
        opening = token.text
        body = self.placeholder(start, mate) or self.within(start + 1, mate, self.whole, opening)
        self.at = mate + 1
        span = self.since(start)
        role = self.role(opening, body, self.tokens[mate].text, start)
        return Fence(span, opening.lstrip("\\"), body, self.tokens[mate].text.lstrip("\\"), role)

    def role(self, opening: str, body: Node, closing: str, start: int) -> str:
        """What a pair of delimiters surely means; "" leaves it to be read as it is printed."""
        if opening in ("|", "‖"):
            return self.bar_role(opening, body) if closing == opening else ""
        if (opening, closing) in (("⌊", "⌋"), ("⌈", "⌉")):
            return "floor" if opening == "⌊" else "ceiling"
        if opening == "\\{" and closing == "." and isinstance(body, Grid | Lines):
            return "system"
        if isinstance(body, Grid) and opening in ("(", "["):
            return "matrix"
        listed = isinstance(body, Listing) and all(s in (",", ";") for s in body.signs)
        if (opening, closing) == ("⟨", "⟩") and listed and isinstance(body, Listing) and len(body.parts) == 2:
            timed = follows(self.tokens, self.mates[start], "_", "t", "s", "T")  # <M, N>_t of two processes
            return "inner product" if self.multiplied(body) and not (timed or self.named_pair(body)) else ""
        if opening == "\\{" and closing == "\\}":
            stated = isinstance(body, Chain) and [s.name for s in body.signs][:1] in (["="], [":="])
            if isinstance(body, Grid) or self.source[: self.tokens[start].start].rstrip().endswith(("supp", "supp}")):
                return ""  # cases between two braces; the support of a function
            whole = (isinstance(body, Sum | Product | Apply) and not dotted(body)) or stated  # {Y = 1}, min {Q := ...}
            return "" if whole or self.sequence(body, start) or self.aimed(body, start) or self.joined(body, start) else "set"
        if (opening, closing) in (("(", "]"), ("[", ")")):
            return "interval" if listed else ""
        if opening == "(" and closing == ")":
            outwards = "]" in self.printed(start) or "[" in self.printed(self.mates[start])
            return "interval" if listed and outwards else self.round_role(body, listed, start)
        if opening == "[" and closing == "]":
            return self.square_role(body, listed, start)
        return ""

    def printed(self, at: int) -> str:
        """How the source writes a token."""
        return self.source[self.tokens[at].start : self.tokens[at].end]

    def joined(self, body: Node, start: int) -> bool:
        r"""Whether \\{f, g\\} may be a bracket of two functions: it stands as a factor, or the prose speaks of such brackets."""
        if not isinstance(body, Listing) or len(body.parts) != 2 or dotted(body):
            return False
        after = self.tokens[self.mates[start] + 1] if self.mates[start] + 1 < len(self.tokens) else None
        factor = after is not None and after.kind is TokenKind.NAME and not isinstance(after, TextToken)
        return factor or self.context.speaks_of("poisson bracket", "anticommut", "commutator", "hamilton", "canonical coordinate")

    def sequence(self, body: Node, start: int) -> bool:
        r"""Whether \{a_n\} may be a sequence, which is no set: the prose speaks of one, or it goes on without end."""
        after = [t.text for t in self.tokens[self.mates[start] + 1 : self.mates[start] + 10]]
        ranged = after[:1] == ["_"]
        indexed = isinstance(body, Sub) and not isinstance(body.index, Number)
        raised = isinstance(body, Super | Power) and self.context.speaks_of("sequence")
        indexed = indexed or (raised and not isinstance(getattr(body, "mark", getattr(body, "exponent", None)), Number))
        if ranged and ("infty" in after or indexed):
            return True
        before = self.tokens[start - 1] if start else None
        joined = before is not None and before.text in ("in", "notin", "subset", "subseteq", "cup", "cap", "setminus", "-")
        if joined or (isinstance(body, Listing | Given) and not ranged and not dotted(body)):
            return False
        if self.context.speaks_of("sequence", "time series", "stochastic process"):
            return indexed or ranged or dotted(body)
        return indexed

    def multiplied(self, body: Listing) -> bool:
        """Whether two things in angle brackets are multiplied, and no vector is written by its components, <2x, 1>."""
        if any(isinstance(p, Number) for p in body.parts) or self.context.speaks_of(*_DUAL):
            return False
        unsaid = len(self.context.prose.split()) < 5 or not self.context.speaks_of("gradient", "vector")
        if unsaid or self.context.speaks_of(*_INNER):
            return True
        bold = any(isinstance(n, Letter) and n.font == "bold" for n in walk(body))
        return bold or all(isinstance(part, Letter) for part in body.parts)

    def named_pair(self, body: Listing) -> bool:
        """Whether <S, A> may only put two named things together: both are plain capitals, and nothing speaks of a product."""
        capitals = all(isinstance(p, Letter) and p.name.isupper() and not p.font for p in body.parts)
        products = ("inner product", "dot product", "scalar product", "hilbert", "frobenius", "trace", "orthogon", "norm")
        return capitals and not self.context.speaks_of(*products)

    def aimed(self, body: Node, start: int) -> bool:
        r"""Whether braces after the word minimize only hold what is minimized."""
        before = self.tokens[start - 1] if start else None
        told = isinstance(before, TextToken) and before.text.strip().lower().startswith(("minimi", "maximi"))
        return told and not isinstance(body, Listing)

    def round_role(self, body: Node, listed: bool, start: int) -> str:
        if listed and isinstance(body, Listing):
            bounds = len(body.parts) == 2 and all(may_bound(p) for p in body.parts)
            member = self.after_membership(start) and not self.pair_before(start)
            ranged = (self.ranged(start) or indicated(self.tokens, start)) and two_ends(*body.parts[:2])
            named = start == 2 and self.tokens[1].text == "=" and self.tokens[0].text in self.context.intervals
            if bounds and (
                member or ranged or named or without_end(body.parts[0], body.parts[-1], self.called(start)) or self.mapped(start)
            ):
                return "interval"
            if bounds and self.may_be_interval(body, start):
                self.doubts.append(Doubt(body.span, ("the interval between them", "the pair of the two")))
                return ""
            if len(body.parts) == 2 and self.scalar(start):
                self.doubts.append(Doubt(body.span, ("the pair of the two", "the inner product of the two")))
                return ""
            remark = isinstance(body.parts[0], Chain) and not isinstance(body.parts[1], Chain)
            if isinstance(body.parts[-1], Empty) or isinstance(body.parts[0], Phrase) or any(map(states, body.parts)):
                return ""  # (6,) is no pair, nor is (from (3), (4)), nor (y > 0, x < 1): conditions
            if len(body.parts) == 2 and not self.told_pair(body, start):
                return ""
            return "" if remark and set(body.signs) == {","} else "tuple"
        total = isinstance(body, Number) and body.text == "1" and is_total(self.tokens, start)
        return "" if total or self.family(body, start) else "group"

    def told_pair(self, body: Listing, start: int) -> bool:
        """Whether two things in round brackets may be called a pair: they stand for themselves, and not as a number does.

        (F, e_n) e_n is an inner product, (a, b) x (c, d) a product of intervals, (m, n) among divisors the greatest common one.
        """
        if all(isinstance(p, Number) for p in body.parts):
            return True
        after = self.tokens[self.mates[start] + 1] if self.mates[start] + 1 < len(self.tokens) else None
        before = self.tokens[start - 1] if start else None
        if any(t is not None and t.text == "times" for t in (before, after)) and all(may_bound(p) for p in body.parts):
            return False
        if self.context.speaks_of("inner product", "scalar product", "hilbert", "divisor", "gcd", "coprime"):
            return False
        barred = before is not None and after is not None and before.text == after.text == "|"
        factor = after is not None and after.kind in (TokenKind.NAME, TokenKind.NUMBER) and not isinstance(after, TextToken)
        return not (barred or factor)

    def scalar(self, start: int) -> bool:
        """Whether (u, v) stands as a number does, equal to an integral or a sum, so that it may be an inner product."""
        after = self.tokens[self.mates[start] + 1 : self.mates[start] + 3]
        before = self.tokens[start - 1] if start else None
        if before is not None and before.kind is not TokenKind.RELATION:
            return False
        if [t.text for t in after[:1]] != ["="] or len(after) < 2:
            return False
        return after[1].text in ("int", "sum", "langle", "⟨") or self.context.speaks_of("inner product", "scalar product")

    def family(self, body: Node, start: int) -> bool:
        """Whether (a_ij), standing for itself, is the family or the matrix of what is in it."""
        before = self.tokens[start - 1] if start else None
        after = self.tokens[self.mates[start] + 1] if self.mates[start] + 1 < len(self.tokens) else None
        own = (before is None or before.text in ("=", ":=", "{", "forall", "exists")) and (
            after is None or after.kind in (TokenKind.RELATION, TokenKind.SEPARATOR) or after.text in ("}", "_")
        )
        return own and isinstance(body, Sub) and isinstance(body.base, Letter) and not isinstance(body.index, Number)

    def square_role(self, body: Node, listed: bool, start: int) -> str:
        if isinstance(body, Listing):
            bounds = listed and len(body.parts) == 2 and all(may_bound(p) for p in body.parts)
            told = self.after_membership(start) or self.mapped(start) or self.ranged(start)
            if bounds and (told or self.context.speaks_of("interval")):
                return "interval"
            if bounds:
                self.doubts.append(Doubt(body.span, ("the interval between them", "the list of the two")))
            return "" if bounds else "list"
        if follows(self.tokens, self.mates[start], "_", "t", "s", "T"):
            return ""  # [X + Y]_t, the variation of a process
        if self.context.speaks_of("integer part", "integer division", "greatest integer", "bracket"):
            return ""
        return "group" if isinstance(body, Sum | Product) and not dotted(body) else ""

    def after_membership(self, start: int) -> bool:
        before = self.tokens[start - 1] if start > 0 else None
        if isinstance(before, TextToken) and before.text.split()[-1:] in (["in"], ["on"], ["interval"]):
            return True
        return (
            before is not None
            and before.kind is TokenKind.RELATION
            and before.text in ("in", "notin", "!in", "subset", "subseteq")
        )

    def called(self, start: int) -> bool:
        """Whether a bracket stands right behind a name, as its argument."""
        before = self.tokens[start - 1] if start else None
        named = before is not None and before.kind is TokenKind.NAME and not isinstance(before, TextToken)
        return named and before is not None and before.end == self.tokens[start].start

    def ranged(self, start: int) -> bool:
        r"""Whether a bracket is what an integral, or a largest value, is taken over: \\int_{[0, 1]}, \\sup_{[a, b]}."""
        return [t.text for t in self.tokens[max(0, start - 2) : start]] == ["_", "{"] and self.tokens[start - 3].text in _RANGED

    def mapped(self, start: int) -> bool:
        """Whether a bracket is the source or the target of a map, f : (a, b) -> R, f : R -> (0, 1), or (0, 1) -> [0, inf]."""
        before = self.tokens[start - 1].text if start else ""
        behind = self.tokens[self.mates[start] + 1 : self.mates[start] + 3]
        after = behind[0].text if behind else ""
        if after == "to" and not start and [t.text for t in behind[1:]] in (["["], ["mathbb"]):
            return True
        if before == "to" and self.mates[0] == start - 2 and "[" in (self.tokens[0].text, self.tokens[start].text):
            return True
        return (before == ":" and after == "to") or (before == "to" and any(t.text == ":" for t in self.tokens[:start]))

    def may_be_interval(self, body: Listing, start: int) -> bool:
        """Whether (a, b) may as well be an open interval: nothing calls it a point, and its parts look like two ends."""
        alone = start == 0 and self.mates[start] == len(self.tokens) - 1
        if alone and self.context.speaks_of("interval"):
            return True
        before = self.tokens[start - 1] if start else None
        after = self.tokens[self.mates[start] + 1] if self.mates[start] + 1 < len(self.tokens) else None
        if any(t is not None and t.text in ("cup", "cap", "setminus") for t in (before, after)):
            return True
        equated = start > 1 and before is not None and before.text == "=" and _names_set(self.tokens[start - 2])
        related = after is not None and after.text in ("subset", "subseteq")
        mirrored = isinstance(body.parts[0], Prefix) and same_ends(body.parts[0].body, body.parts[1])
        if (alone or equated or related) and (mirrored or (alone and self.context.speaks_of("domain"))):
            return two_ends(*body.parts)
        told = self.context.speaks_of("point", "pair", "coordinate", "vector", "tuple", "entry", "edge")
        return (alone or equated or related) and not told and two_ends(*body.parts)

    def pair_before(self, start: int) -> bool:
        """Whether a bracket ends right before the sign of membership: (x, y) in (1, 2)."""
        closed = start > 1 and self.tokens[start - 2].kind is TokenKind.CLOSE and self.tokens[start - 2].text == ")"
        opened = self.mates[start - 2] if closed else 0
        head = self.tokens[opened - 1] if opened > 0 else None
        return closed and not (head is not None and (head.kind is TokenKind.NAME or head.text == "}"))  # f(x) in (0, 1)

    # -- environments ------------------------------------------------------------------------------------------------
    def environment(self, start: int, mate: int) -> Node:
        name = self.tokens[start].text.removeprefix("begin:")
        kind, _, bar = name.partition(":")
        if "matrix" in kind or kind in ("array", "tabular"):
            rows = self.rows(start, mate)
            self.at = mate + 1
            free = kind in ("array", "tabular") and self.opening not in ("(", "[", "|", "\\{")
            if free and len(rows) > 1 and all(len(row) == 1 for row in rows) and any(_set_below(row[0]) for row in rows):
                return Lines(self.since(start), tuple(row[0] for row in rows))  # an aim, and its conditions below it
            if kind in ("array", "tabular") and self.opening not in ("(", "[", "|") and _statements(rows):
                return Lines(self.since(start), tuple(row[0] if len(row) == 1 else _joined(*row) for row in rows))
            if self.opening == "\\{" and len(rows) > 1 and (split := _conditions(rows)):
                rows = split
            return Grid(self.since(start), kind, rows, int(bar or 0))
        if "cases" in kind:
            rows = self.rows(start, mate)
            rows = _conditions(rows) or rows
            self.at = mate + 1
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
    """The rows without the columns that && leaves empty between two others."""
    width = max(map(len, rows), default=0)
    if width < 3 or len(rows) < 2:
        return rows
    blank = [n for n in range(1, width - 1) if all(n < len(row) and isinstance(row[n], Empty) for row in rows)]
    return tuple(tuple(cell for n, cell in enumerate(row) if n not in blank) for row in rows) if blank else rows


def _statements(rows: tuple[tuple[Node, ...], ...]) -> bool:
    """Whether an array only sets statements below each other."""
    single = all(len(row) == 1 and (isinstance(row[0], Chain) or dotted(row[0])) for row in rows)
    single = single and any(isinstance(row[0], Chain) for row in rows)
    return len(rows) > 1 and (single or all(len(row) == 2 and _goes_on(row[1]) for row in rows))


def _set_below(cell: Node) -> bool:
    """Whether a cell of one column holds an array or lines of its own: a layout, and no vector."""
    return isinstance(cell, Lines) or (isinstance(cell, Grid) and cell.kind in ("array", "tabular"))


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


_RANGED = frozenset(["int", "iint", "iiint", "oint", "sup", "inf", "max", "min"])  # what is taken over a whole interval


def _names_set(token: Token) -> bool:
    """Whether a token may be the name of a set: A, Omega; a vector has a small letter."""
    return token.text == "}" or (token.kind is TokenKind.NAME and token.text[:1].isupper())
