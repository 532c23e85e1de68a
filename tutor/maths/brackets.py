r"""Everything that stands in brackets: groups, lists, intervals, typed matrices and LaTeX environments."""

from __future__ import annotations

from dataclasses import replace

from tutor.errors import Unreadable
from tutor.maths.cursor import Cursor, entries_of, has_comma, split_outside
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token
from tutor.maths.tree import Matrix, Node, Number, Relation, Sequence, Span

_CLOSING = {"(": ")", "[": "]", "{": "}", "\\{": "\\}", "⟨": "⟩"}


class Bracketed(Cursor):
    """Reads what stands between brackets; the arithmetic inside is the work of the class below it."""

    def group(self) -> Node:
        r"""The argument of a command: {…}, or the single sign that follows, as in \frac12."""
        self.deeper()
        token = self.here
        if self.take("{"):
            inside = self.sum()
            self.need("}", "close the brace")
        elif token.kind is TokenKind.NUMBER and token.text.isdigit() and len(token.text) > 1:
            inside = Number((token.start, token.start + 1), token.text[0])
            self.tokens[self.at] = Token(token.kind, token.text[1:], token.start + 1, token.end)
        else:
            inside = self.atom()
        self.depth -= 1
        return inside

    def environment(self, token: Token) -> Node:
        name = self.environment_name()
        if not name.endswith("matrix") and name != "array":
            raise Unreadable(f"I don't know the environment '{name}' — try \\begin{{bmatrix}} 1 & 2 \\\\ 3 & 4 \\end{{bmatrix}}.")
        if name == "array" and self.take("{"):  # the columns' alignment, as in {cc}
            while self.here.kind is TokenKind.NAME:
                self.step()
            self.need("}", "write \\begin{bmatrix}")
        rows: list[tuple[Node, ...]] = [()]
        while not (self.here.kind is TokenKind.COMMAND and self.here.text == "end"):
            if self.take("\\\\"):
                rows.append(())
            elif rows[-1] and not self.take("&"):
                self.stuck("separate entries with & and rows with \\\\")
            elif self.here.kind is TokenKind.END:
                self.stuck("close the matrix with \\end{bmatrix}")
            else:
                rows[-1] = (*rows[-1], self.sum())
        self.step()
        self.environment_name()
        return self.matrix((token.start, self.last_end), tuple(row for row in rows if row))

    def environment_name(self) -> str:
        self.need("{", "write \\begin{bmatrix}")
        name = ""
        while self.here.kind is TokenKind.NAME:
            name += self.step().text
        self.need("}", "write \\begin{bmatrix}")
        return name

    def matrix(self, span: Span, rows: tuple[tuple[Node, ...], ...]) -> Node:
        if not rows or len({len(row) for row in rows}) != 1:
            raise Unreadable("The rows of this matrix differ in length — give every row the same number of entries.")
        return Matrix(span, rows)

    # -- brackets ----------------------------------------------------------------------------------------------------
    def fenced(self) -> Node:
        """What stands in brackets: a group, a list, a matrix, an interval."""
        self.deeper()
        opening = self.step()
        if self.here.kind is TokenKind.CLOSE and opening.text in ("{", "\\{"):
            return self.close_fence(opening, Sequence((0, 0), "", (), ""))
        if opening.text == "[" and self.here.text != "begin" and (rows := self.typed_rows(opening)):
            self.depth -= 1
            return rows
        bars, self.bars = self.bars, 0
        inside = self.listing(_CLOSING[opening.text])
        self.bars = bars
        return self.close_fence(opening, inside)

    def close_fence(self, opening: Token, inside: Node) -> Node:
        """The bracket that ends a list; [0, 1) may differ from how it began, other pairs may not."""
        loose = opening.text in ("(", "[")
        closing = (self.take(")", "]") if loose else self.take(_CLOSING[opening.text])) or self.stuck(
            "a closing bracket is missing"
        )
        self.depth -= 1
        span = (opening.start, closing.end)
        listed = isinstance(inside, Sequence) and inside.open == ""
        if isinstance(inside, Sequence) and listed:
            if closing.text != _CLOSING[opening.text] and len(inside.parts) != 2:
                self.stuck("close each bracket with its own kind")
            return Sequence(span, opening.text.lstrip("\\"), inside.parts, closing.text.lstrip("\\"))
        if closing.text != _CLOSING[opening.text]:
            self.stuck("close each bracket with its own kind")
        if (opening.text in ("[", "\\{", "⟨") and not isinstance(inside, Matrix)) or isinstance(inside, Relation | Sequence):
            return Sequence(span, opening.text.lstrip("\\"), (inside,), closing.text.lstrip("\\"))
        return replace(inside, span=span)

    def typed_rows(self, opening: Token) -> Node | None:
        """[1 2; 3 4] and [1;2;3]: rows split by semicolons, entries by commas or blanks; None when it is neither."""
        end = self.matching()
        rows = split_outside(self.tokens[self.at : end], (";", "\\\\"))
        cells = [entries_of(row) for row in rows]
        if end == len(self.tokens) or (len(rows) == 1 and (len(cells[0]) == 1 or has_comma(rows[0]))):
            return None
        read_rows = tuple(tuple(self.cell(cell) for cell in row) for row in cells)
        self.at = end + 1
        span = (opening.start, self.last_end)
        if len(rows) == 1:
            return Sequence(span, "[", read_rows[0], "]")
        return self.matrix(span, read_rows)

    def cell(self, tokens: list[Token]) -> Node:
        last = tokens[-1].end if tokens else self.here.start
        inner = type(self)(self.text, (*tokens, Token(TokenKind.END, "", last, last)), self.depth)
        entry = inner.sum()
        if inner.here.kind is not TokenKind.END:
            inner.stuck("separate entries with commas")
        return entry

    def matching(self) -> int:
        """Where the bracket that was just opened is closed; the number of tokens if it never is."""
        depth = 0
        for at in range(self.at, len(self.tokens)):
            kind = self.tokens[at].kind
            if kind is TokenKind.CLOSE and depth == 0:
                return at if self.tokens[at].text == "]" else len(self.tokens)
            depth += (kind is TokenKind.OPEN) - (kind is TokenKind.CLOSE)
        return len(self.tokens)
