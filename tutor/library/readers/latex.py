r"""LaTeX (.tex) -> Markdown: headings, lists, theorems and formulas as a reader sees them, the author's commands written out.

The text is read, never run: no file is opened, no counter is counted. A command that is not
known goes, and its words stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import tutor.library.readers.latex_words as known
from tutor.errors import FileDamaged
from tutor.library.markdown import plain_lines
from tutor.library.readers.latex_maths import display, in_line
from tutor.library.readers.letters import converted, text_of
from tutor.library.readers.macros import MOST_WRITTEN, Allowance, definitions, written_out
from tutor.library.readers.marks import Marks, marks_of
from tutor.library.readers.notebook_file import fenced
from tutor.library.source import Source

_DEEPEST = 40
_VERBATIM = re.compile(
    r"\\begin\{(?P<name>verbatim|Verbatim|lstlisting|minted|comment|filecontents)\*?\}(?:\[[^\]\n]*\])?(?:\{(?P<language>\w+)\})?"
    r"|\\(?:verb\*?|lstinline)(?P<mark>[^\w\s*{])"
    r"|\\.|(?P<remark>%[^\n]*(?:\n[ \t]*(?!\n)|$)?)",
    re.DOTALL,
)
_KEPT = re.compile(r"^([ ]*)((?:- |\d+\. )?)\ue000(\d+)\ue001", re.MULTILINE)
_KEPT_IN_LINE = re.compile("[\ue000\ue002](\\d+)[\ue001\ue003]")
_TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z@]+)\*?|\\(?P<sign>.)|(?P<open>\{)|(?P<close>\})|(?P<dollars>\$\$?)|(?P<tie>~)"
    r"|(?P<marks>---?|``|''|`)|(?P<space>\s+)",
    re.DOTALL,
)
_OPTIONAL = re.compile(r"\s*\[((?:[^\[\]{}]|\{[^{}]{0,300}\}){0,400})\]")
_INCLUDED = re.compile(r"\\(?:input|include|subfile)\s*\{\s*([^{}\n]{1,200}?)\s*\}")
_MARKS = {"--": "–", "---": "—", "``": "“", "''": "”", "`": "‘"}


def read_latex(path: Path, name: str, note: bool) -> Source:
    """Read one LaTeX file; files it includes are named as missing. Raises FileDamaged when no words come out."""
    text = re.sub("[\ue000-\ue003]", "\ufffd", plain_lines(text_of(path, name)))
    bare, kept = _without_verbatim(text)
    included = list(dict.fromkeys(_INCLUDED.findall(bare)))
    source = converted(_restored(_markdown(bare, name), kept), name, note, "a LaTeX file")
    if not included:
        return source
    missing = ", ".join(included[:5]) + (" and more" if len(included) > 5 else "")
    return replace(source, problems=(f"{name} includes files of its own ({missing}); add those as well to read them.",))


def _without_verbatim(text: str) -> tuple[str, list[str]]:
    """The text without remarks, its code put aside behind marks of our own, and that code as Markdown."""
    out: list[str] = []
    kept: list[str] = []
    at, absent = 0, set[str]()
    while (match := _VERBATIM.search(text, at)) is not None:
        out.append(text[at : match.start()])
        at = match.end()
        environment, mark = match["name"], match["mark"]
        closing = f"\\end{{{environment}" if environment else mark or ""
        limit = text.find("\n", at) if mark else len(text)
        end = text.find(closing, at, limit if limit >= 0 else len(text)) if closing and closing not in absent else -1
        if closing and end >= 0:
            if environment not in ("comment", "filecontents"):
                body = text[at:end]
                out.append(f"\n\n\ue000{len(kept)}\ue001\n\n" if environment else f"\ue002{len(kept)}\ue003")
                kept.append(fenced(body, match["language"] or "") if environment else f"`{body}`")
            at = text.find("}", end) + 1 if environment else end + 1
        elif environment:
            absent.add(closing)
        elif match["remark"] is None:
            out.append(match.group())
    out.append(text[at:])
    return "".join(out), kept


def _restored(text: str, kept: list[str]) -> str:
    """The text with its code back in place, indented as far as its mark was."""

    def block(match: re.Match[str]) -> str:
        indent = " " * (len(match[1]) + len(match[2]))
        return match[1] + match[2] + kept[int(match[3])].replace("\n", f"\n{indent}")

    return _KEPT_IN_LINE.sub(lambda match: kept[int(match[1])], _KEPT.sub(block, text))


def _markdown(text: str, name: str) -> str:
    allowance = Allowance(MOST_WRITTEN + 3 * len(text))
    found, rest = definitions(text)
    full = written_out(rest, found.macros, allowance)
    if allowance.spent:
        raise FileDamaged(f"{name} defines commands that grow without end; take them out and add it again.")
    typist = _Typist(full, {**known.THEOREMS, **found.theorems})
    body = typist.words(*_body(full), 0)
    title = typist.title()
    return re.sub(r"[ \t]+\n", "\n", re.sub(r"\n{3,}", "\n\n", f"# {title}\n\n{body}" if title else body)).strip() + "\n"


def _body(text: str) -> tuple[int, int]:
    """Where the document itself stands: a chapter of a book has no preamble."""
    begin = text.find("\\begin{document}")
    end = text.rfind("\\end{document}")
    start = begin + len("\\begin{document}") if begin >= 0 else 0
    return start, end if end > start else len(text)


class _Typist:
    """Writes spans of one LaTeX text as Markdown; knows beforehand where every brace and environment ends."""

    def __init__(self, text: str, theorems: dict[str, str]) -> None:
        self.text = text
        self.places: Marks = marks_of(text, known.LISTS)
        self.theorems = theorems
        used = {n for n, heading in enumerate(known.HEADINGS) if re.search(rf"\\{heading}\*?\s*[\[{{]", text)}
        self.top = min(used, default=0) - (1 if "\\title" in text else 0)

    def title(self) -> str:
        """The title the file gives itself."""
        match = re.search(r"\\title\s*(?:\[[^\]]{0,200}\])?\s*(?=\{)", self.text)
        end = self.places.braces.get(match.end()) if match else None
        return self._line(match.end() + 1, end - 1, 1) if match and end else ""

    def words(self, start: int, end: int, depth: int) -> str:
        """The span as Markdown."""
        if depth > _DEEPEST:
            return re.sub(r"\\[A-Za-z@]+\*?|[{}\\]", "", self.text[start:end])
        out: list[str] = []
        at = start
        while (match := _TOKEN.search(self.text, at, end)) is not None:
            if at < match.start():
                out.append(self.text[at : match.start()])
            at = self._token(match, end, depth, out)
        out.append(self.text[at:end])
        return "".join(out)

    def _line(self, start: int, end: int, depth: int) -> str:
        return re.sub(r"\s+", " ", self.words(start, end, depth + 1)).strip()

    def _token(self, match: re.Match[str], end: int, depth: int, out: list[str]) -> int:
        """Write one token; the offset behind what it took."""
        at, kind = match.end(), match.lastgroup
        if kind == "name":
            return self._command(match["name"], match.start(), self._past_space(at, end), at, end, depth, out)
        if kind == "sign":
            return self._sign(match["sign"], at, end, depth, out)
        if kind == "open" and (close := self.places.braces.get(match.start())) and close <= end:
            out.append(self.words(at, close - 1, depth + 1))
            return close
        if kind == "dollars":
            return self._dollars(match.group(), at, end, out)
        if kind == "tie":
            out.append(" ")
        elif kind == "marks":
            out.append(_MARKS[match.group()])
        elif kind == "space" and not (out and out[-1][-1:].isspace() and "\n" not in match.group()):
            breaks = match.group().count("\n")
            out.append("\n\n" if breaks > 1 else "\n" if breaks else " ")
        return at

    def _past_space(self, at: int, end: int) -> int:
        while at < end and self.text[at] in " \t\n":
            at += 1
        return at

    def _sign(self, sign: str, at: int, end: int, depth: int, out: list[str]) -> int:
        if sign in "([":
            close = self.places.closing(")" if sign == "(" else "]", at, end)
            if close >= 0:
                out.append(in_line(self.text[at:close]) if sign == "(" else display("", self.text[at:close]))
                return close + 2
        elif sign in known.ACCENTS and self.text[at : at + 1] not in (" ", ""):
            return self._accent(sign, at, end, depth, out)
        elif sign == "\\" and (extra := _OPTIONAL.match(self.text, at)):
            at = extra.end()
        out.append(known.SIGNS.get(sign, ""))
        return at

    def _accent(self, accent: str, at: int, end: int, depth: int, out: list[str]) -> int:
        inner, after = self._argument(self._past_space(at, end), end)
        letters = self.words(*inner, depth + 1).replace("ı", "i").replace("ȷ", "j")
        out.append(unicodedata.normalize("NFC", letters[:1] + known.ACCENTS[accent] + letters[1:]) if letters else "")
        return after

    def _dollars(self, mark: str, at: int, end: int, out: list[str]) -> int:
        close = self.places.formula_end(mark, at, end)
        if close < 0:
            out.append("\\$" * len(mark))
            return at
        body = self.text[at:close]
        out.append(in_line(body) if mark == "$" else display("", body))
        return close + len(mark)

    def _argument(self, at: int, end: int) -> tuple[tuple[int, int], int]:
        """The span of the next argument, without its braces, and the offset behind it."""
        close = self.places.braces.get(at)
        if close and close <= end:
            return (at + 1, close - 1), close
        token = re.compile(r"\\(?:[A-Za-z@]+|.)|[^{}\\]", re.DOTALL).match(self.text, at, end)
        return ((at, token.end()), token.end()) if token else ((at, at), at)

    def _arguments(self, count: int, at: int, end: int) -> tuple[list[tuple[int, int]], int]:
        """The brace arguments that follow (as many as there are, up to `count`), optional ones passed over."""
        spans: list[tuple[int, int]] = []
        while True:
            there = self._past_space(at, end)
            if optional := _OPTIONAL.match(self.text, there, end):
                at = optional.end()
            elif len(spans) < count and there in self.places.braces:
                span, at = self._argument(there, end)
                spans.append(span)
            else:
                return spans, at

    def _command(self, name: str, begin: int, at: int, bare: int, end: int, depth: int, out: list[str]) -> int:
        """Write one command that begins at `begin`; `at` is behind the space after it, `bare` before that space."""
        if name == "begin":
            return self._environment(begin, at, end, depth, out)
        if name == "end":
            return self._arguments(1, at, end)[1]
        if name in known.HEADINGS or name in known.RUN_IN:
            spans, after = self._arguments(1, at, end)
            title = self._line(*spans[0], depth) if spans else ""
            out.append(self._heading(name, title) if title else "")
            return after
        if name in known.LETTERS:
            out.append(known.LETTERS[name])
            # A control word swallows the space behind it, unless a reader would miss it.
            return bare + 2 if self.text.startswith("{}", bare) else bare
        if name in known.ACCENTS:
            return self._accent(name, at, end, depth, out)
        if name in ("ensuremath", "footnote", "caption", "captionof"):
            return self._set_apart(name, at, end, depth, out)
        return self._plain_command(name, at, bare, end, depth, out)

    def _plain_command(self, name: str, at: int, bare: int, end: int, depth: int, out: list[str]) -> int:
        if name in known.SET_OFF:
            spans, after = self._arguments(1, at, end)
            mark = known.SET_OFF[name]
            inner = self._line(*spans[0], depth) if spans else ""
            out.append(f"{mark}{inner}{mark}" if inner else "")
            return after
        if name in known.POINTERS:
            spans, after = self._arguments(1, at, end)
            out.append(known.POINTERS[name].format(self.text[slice(*spans[0])].strip()) if spans else "")
            return after
        if name in known.GONE:
            return self._arguments(known.GONE[name], at, end)[1]
        if name in known.ONE_OF:
            count, which = known.ONE_OF[name]
            spans, after = self._arguments(count, at, end)
            out.append(self.words(*spans[which], depth + 1) if which < len(spans) else "")
            return after
        optional = _OPTIONAL.match(self.text, bare, end)
        return optional.end() if optional and self.text[bare] == "[" else bare

    def _heading(self, name: str, title: str) -> str:
        if name in known.RUN_IN:
            return f"\n\n**{title.rstrip('.')}.** "
        return f"\n\n{'#' * min(6, known.HEADINGS.index(name) - self.top + 1)} {title}\n\n"

    def _set_apart(self, name: str, at: int, end: int, depth: int, out: list[str]) -> int:
        spans, after = self._arguments(2 if name == "captionof" else 1, at, end)
        if not spans:
            return after
        if name == "ensuremath":
            out.append(in_line(self.text[slice(*spans[0])]))
        else:
            words = self._line(*spans[-1], depth)
            out.append(f" ({words})" if name == "footnote" else f"\n\n*{words}*\n\n")
        return after

    def _environment(self, begin: int, at: int, end: int, depth: int, out: list[str]) -> int:
        """Write the environment whose `\\begin` stands at `begin`."""
        found = self.places.environments.get(begin)
        if found is None or found.after > end:
            return self._arguments(1, at, end)[1]
        name, bare = found.name, found.name.rstrip("*")
        if bare in known.MATHS:
            out.append(display(name, self.text[found.start : found.end]))
        elif bare in known.LISTS:
            out.append(f"\n\n{self._list(begin, bare, depth)}\n\n")
        elif bare in known.TABLES:
            out.append(f"\n\n{self._table(begin, bare, depth)}\n\n")
        elif bare in self.theorems or name in self.theorems:
            out.append(self._theorem(begin, self.theorems.get(name) or self.theorems[bare], depth))
        elif bare not in known.LEFT_OUT:
            _, start = self._arguments(known.WITH_ARGUMENTS.get(bare, 0), found.start, found.end)
            body = self.words(start, found.end, depth + 1).strip()
            quoted = bare in ("quote", "quotation")
            out.append("\n\n" + ("> " + body.replace("\n", "\n> ") if quoted else body) + "\n\n")
        return found.after

    def _theorem(self, begin: int, label: str, depth: int) -> str:
        """A label in bold, the name in parentheses, then the statement."""
        found = self.places.environments[begin]
        named = _OPTIONAL.match(self.text, found.start, found.end)
        name = self._line(*named.span(1), depth) if named else ""
        start = named.end() if named else found.start
        body = self.words(start, found.end, depth + 1).strip()
        if label == "Proof" and name:
            return f"\n\n**{name.rstrip('.')}.** {body}\n\n"
        return f"\n\n**{label} ({name}).** {body}\n\n" if name else f"\n\n**{label}.** {body}\n\n"

    def _list(self, begin: int, kind: str, depth: int) -> str:
        found, entries = self.places.environments[begin], []
        for number, (start, end) in enumerate(self.places.entries(begin), start=1):
            named = _OPTIONAL.match(self.text, start, end)
            label = self._line(*named.span(1), depth) if named else ""
            body = self.words(named.end() if named else start, end, depth + 1).strip()
            mark = f"{number}. " if kind.endswith("enumerate") or kind == "compactenum" else "- "
            full = f"**{label}** {body}" if label else body
            entries.append(mark + re.sub(r"\n{3,}", "\n\n", full).replace("\n", "\n" + " " * len(mark)))
        return "\n".join(entries) or self.words(found.start, found.end, depth + 1)

    def _table(self, begin: int, kind: str, depth: int) -> str:
        found = self.places.environments[begin]
        _, start = self._arguments(known.WITH_ARGUMENTS.get(kind, 0), found.start, found.end)
        rows = [[_celled(self._line(*cell, depth)) for cell in row] for row in self._rows(start, found.end)]
        rows = [row for row in rows if any(row)]
        width = max(map(len, rows), default=0)
        lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
        return "\n".join([*lines[:1], f"|{'---|' * width}", *lines[1:]]) if lines else ""

    def _rows(self, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
        """The cells of a table, row by row, as spans; braces, environments and formulas inside stay whole."""
        row: list[tuple[int, int]] = []
        begin = at = start
        while (match := re.compile(r"\\begin\{|\\.|[{&$]", re.DOTALL).search(self.text, at, end)) is not None:
            at, found = match.end(), match.group()
            if found in ("&", "\\\\"):
                row.append((begin, match.start()))
                begin = at
                if found != "&":
                    yield row
                    row = []
            elif found == "$":
                at = max(at, self.places.formula_end("$", at, end) + 1)
            elif found == "\\begin{":
                inner = self.places.environments.get(match.start())
                at = inner.after if inner else at
            elif found == "{":
                at = self.places.braces.get(match.start(), at)
        yield [*row, (begin, end)]


def _celled(words: str) -> str:
    r"""Words that may stand in a cell of a table, whose bars are the table's.

    >>> _celled(r"$\|x\|$"), _celled("a|b")
    ('$\\Vert x\\Vert $', 'a\\|b')
    """
    if "$" in words:
        return words.replace("\\|", "\\Vert ").replace("|", "\\vert ")
    return words.replace("|", "\\|")
