r"""Where the formulas stand in a text: `$..$`, `$$..$$`, `\(..\)`, `\[..\]` and display environments, never inside code.

A scanner, not one regular expression: an expression that looks for the end of every `<!--` takes quadratic time on a text made
of them, and learners' files are not ours. Every search here is bounded, or remembers that there was nothing more to find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_FORMULA = 20_000
_ENVIRONMENTS = "equation|align|gather|multline|eqnarray|displaymath"
# Tried left to right at each place: code and comments first, so that a dollar in code is never mathematics.
_OPENING = re.compile(
    rf"""(?P<fence>^(?:`{{3,}}|~{{3,}}))
      | (?P<code>`+)
      | (?P<comment><!--)
      | (?P<markdown_bracket>\\\\\[)
      | (?P<markdown_paren>\\\\\()
      | (?P<escaped>\\[\\$`]|\${{3,}})
      | (?P<dollars>\$\$)
      | (?P<bracket>\\\[)
      | (?P<paren>\\\()
      | (?P<environment>\\begin\{{(?:{_ENVIRONMENTS})\*?\}})
      | (?P<dollar>\$(?!\s))
    """,
    re.VERBOSE | re.MULTILINE,
)
# Markdown takes one backslash of two away: \\[ in a page of it is what \[ is in LaTeX.
_ENDINGS = {"comment": "-->", "bracket": "\\]", "paren": "\\)", "markdown_bracket": "\\\\]", "markdown_paren": "\\\\)"}
_OPENED = re.compile(r"(?:\\[A-Za-z]+\s*)?\{\Z")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_INLINE_NEXT = re.compile(r"\$(?![\s$])[^$\n]{1,80}(?<!\s)\$(?!\$)")
_TWO_SIGNS = re.compile(r"\${4}(?!\$)")
_RUN = re.compile(r"`+|\$+")
_DISPLAY = frozenset({"markdown_bracket", "dollars", "bracket", "environment"})
_INLINE = frozenset({"markdown_paren", "dollar", "paren"})


@dataclass(frozen=True, slots=True)
class FormulaSpan:
    """One formula of a text: `text[start:end]` is it with its delimiters, `latex` without them."""

    start: int
    end: int
    latex: str
    display: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    start: int
    end: int
    inner: tuple[int, int]


def formula_spans(text: str) -> Iterator[FormulaSpan]:
    r"""The formulas of `text`, in order; code and comments are passed over.

    >>> [f.latex for f in formula_spans(r"Let $x>0$; `a $b$ c` costs \$5. $$y=x^2$$")]
    ['x>0', 'y=x^2']
    >>> [f.display for f in formula_spans(r"\(a\) and \[b\]; as Markdown writes them: \\(a\\) and \\[b\\], but not \\[2pt]")]
    [False, True, False, True]
    """
    for piece in _pieces(text):
        if piece.kind in _DISPLAY or piece.kind in _INLINE:
            latex = text[slice(*piece.inner)].strip()
            if latex:
                yield FormulaSpan(piece.start, piece.end, latex, piece.kind in _DISPLAY)


def kept_whole(text: str) -> Iterator[tuple[int, int]]:
    """Spans that a cut may never fall inside: formulas, code and comments.

    >>> list(kept_whole("use `f(x)` or $x$"))
    [(4, 10), (14, 17)]
    """
    for piece in _pieces(text):
        yield piece.start, piece.end


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the HTML comments of a Markdown text.

    >>> list(comments("a <!-- b --> c"))
    [(2, 12)]
    """
    for piece in _pieces(text):
        if piece.kind == "comment":
            yield piece.start, piece.end


def cut_out(latex: str, start: int, end: int) -> str:
    r"""A piece of a formula as LaTeX that stands alone, with the font of the letter at its edge; "" where it cannot.

    >>> cut_out(r"\mathbf{T} = 3, q", 8, 14), cut_out(r"x &= 3 \\ y &= 4", 0, 6), cut_out(r"x &= 3 \\ y &= 4", 0, 15)
    ('\\mathbf{T} = 3', 'x = 3', '')
    """
    while latex[start:end].count("}") > latex[start:end].count("{") and (opened := _OPENED.search(latex[:start])):
        start = opened.start()
    end += latex[start:end].count("{") > latex[start:end].count("}") and latex[end : end + 1] == "}"
    piece = latex[start:end]
    broken = piece.count("{") != piece.count("}") or piece.count(r"\begin") != piece.count(r"\end") or "\\\\" in piece
    return "" if broken else " ".join(piece.replace("&", "").split())


def _pieces(text: str) -> Iterator[_Piece]:
    """Formulas, code and comments in order; an opening without its end is left as the characters it is."""
    closer = _Closer(text)
    at = 0
    while (opening := _OPENING.search(text, at)) is not None:
        kind = str(opening.lastgroup)
        piece = None if kind == "escaped" else closer.close(kind, opening)
        if piece is None:
            at = opening.end()
        else:
            yield piece
            at = piece.end


class _Closer:
    """Finds where an opening ends; remembers from where on an end is not to be found, so that no search is done twice."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._nothing_in: dict[str, tuple[int, int]] = {}
        self._blank_from, self._blank = -1, 0

    def close(self, kind: str, opening: re.Match[str]) -> _Piece | None:
        """The piece that this opening begins, or None."""
        start, inner, mark = opening.start(), opening.end(), opening.group()
        if kind == "fence":
            end = self._fence(mark, inner)
            return None if end is None else _Piece(kind, start, end, (inner, end))
        if kind == "environment":
            # The environment is part of the LaTeX: its name says how to read it.
            end = self._find("\\end" + mark[len("\\begin") :], inner, min(len(self._text), inner + LONGEST_FORMULA))
            return None if end is None else _Piece(kind, start, end, (start, end))
        ending = _ENDINGS.get(kind, mark)
        limit = len(self._text) if kind == "comment" else min(self._paragraph_end(inner), inner + LONGEST_FORMULA)
        end = self._dollar(inner, limit) if kind == "dollar" else self._exactly(ending, inner, limit)
        return None if end is None else _Piece(kind, start, end, (inner, end - len(ending)))

    def _find(self, ending: str, start: int, limit: int) -> int | None:
        """End of the first `ending` that begins in start..limit."""
        begun, searched = self._nothing_in.get(ending, (0, 0))
        at = self._text.find(ending, max(start, searched) if begun <= start else start, limit)
        if at < 0:
            self._nothing_in[ending] = (min(begun, start) if start < searched else start, max(searched, limit - len(ending) + 1))
            return None
        return at + len(ending)

    def _exactly(self, ending: str, start: int, limit: int) -> int | None:
        """The same; an ending of backticks or dollars is not part of a longer run of them, nor escaped."""
        end = self._find(ending, start, limit)
        while end is not None and ending[0] in "`$":
            before = self._text[end - len(ending) - 1 : end - len(ending)]
            if self._text[end : end + 1] != ending[0] and before not in (ending[0], "\\"):
                break
            if ending == "$$" and _TWO_SIGNS.match(self._text, end - 2) and before not in (ending[0], "\\"):
                break  # $$a$$$$b$$: one ends where the next begins
            if ending == "$$" and _INLINE_NEXT.match(self._text, end) and before not in (ending[0], "\\"):
                break  # $$a$$$b$ is: so it does before a formula in its line
            run = _RUN.match(self._text, end)
            end = self._find(ending, run.end() if run else end, limit)
        return end

    def _dollar(self, start: int, limit: int) -> int | None:
        """End of an inline formula: a dollar after no space, before no digit, not escaped."""
        end = self._find("$", start, limit)
        while end is not None:
            before, after = self._text[end - 2], self._text[end : end + 1]
            if before == "\\":
                end = self._find("$", end, limit)
                continue
            return end if not before.isspace() and not after.isdigit() and end - 1 > start else None
        return None

    def _fence(self, mark: str, start: int) -> int | None:
        """End of the line that closes fenced code."""
        key = f"\n{mark}"
        end = self._find(key, start, len(self._text))
        if end is None:
            return None
        line = self._text.find("\n", end)
        return len(self._text) if line < 0 else line

    def _paragraph_end(self, start: int) -> int:
        """Where the paragraph around `start` ends: no inline formula and no display formula holds a blank line."""
        if not self._blank_from <= start <= self._blank:
            match = _BLANK_LINE.search(self._text, start)
            self._blank_from, self._blank = start, match.start() if match else len(self._text)
        return self._blank
