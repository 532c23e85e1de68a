"""Markdown and notes -> a source of one page, with its headings and formulas at their exact places in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from tutor.library.source import Formula, Page, Section, Source, SourceKind, digest
from tutor.maths.spans import formula_spans

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_MARKUP = re.compile(r"[*_`]|\s*\{[#.][^}]*\}\s*$|\s+#+\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of whole lines that belong together: a paragraph, a list, a display formula, a piece of code."""

    kind: str
    start: int
    end: int


def read_markdown(data: str, name: str, *, note: bool = False) -> Source:
    """Read a Markdown text into a source with one page, whose text is the file's text with `\\n` line ends.

    `name` is the file's name; it titles the source when neither front matter nor a heading does.
    """
    text = plain_lines(data)
    lines = _line_starts(text)
    tokens = _parser().parse(text)
    front = _front_matter(tokens)
    sections = _sections(tokens, lines)
    tops = [s.title for s in sections if s.level == 1]
    # One top heading is the title of the file; several are its chapters.
    title = dict(front).get("title") or (tops[0] if len(tops) == 1 else "") or _title_from(name)
    formulas = tuple(Formula(f.latex, f.display, 1, f.start, f.end) for f in formula_spans(text))
    return Source(
        id=digest(text)[:16],
        title=title,
        kind=SourceKind.NOTE if note else SourceKind.MARKDOWN,
        pages=(Page(1, "1", text),),
        sections=sections,
        formulas=formulas,
        front_matter=front,
    )


def plain_lines(data: str) -> str:
    r"""Line ends as `\n`, no byte-order mark, and no characters that cannot be stored.

    >>> plain_lines("\ufeffa\r\nb\x00\ud800")
    'a\nb\ufffd\ufffd'
    """
    text = data.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


def blocks(text: str) -> list[Block]:
    """The blocks of a Markdown text in order: whole lines, no gaps inside a block, headings and comments left out."""
    lines = _line_starts(text)
    found = []
    for token in _parser().parse(text):
        if token.level == 0 and token.map and token.nesting >= 0 and token.type not in _NOT_BLOCKS:
            begin, end = lines[token.map[0]], lines[min(token.map[1], len(lines) - 1)]
            if text[begin:end].strip():
                found.append(Block(token.type.removesuffix("_open"), begin, end))
    return found


_NOT_BLOCKS = frozenset({"heading_open", "front_matter", "html_block", "inline", "hr"})


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark").enable("table").use(front_matter_plugin).use(dollarmath_plugin)
    # We only need the blocks and their lines; inline parsing is two thirds of the time.
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


def _line_starts(text: str) -> list[int]:
    r"""Offset of the first character of every line, and of the end.

    >>> _line_starts("a\nbc\n")
    [0, 2, 5, 5]
    """
    lengths = (len(line) + 1 for line in text.split("\n"))
    return [*([0, *accumulate(lengths)][:-1]), len(text)]


def _sections(tokens: list, lines: list[int]) -> tuple[Section, ...]:
    path: list[tuple[int, str]] = []
    sections = []
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.map:
            level, title = int(opening.tag[1]), _MARKUP.sub("", inline.content).strip()
            path = [*((depth, name) for depth, name in path if depth < level), (level, title)]
            sections.append(Section(tuple(name for _, name in path), 1, lines[opening.map[0]]))
    return tuple(sections)


def _front_matter(tokens: list) -> tuple[tuple[str, str], ...]:
    """`key: value` lines of the front matter; anything richer is left alone."""
    if not tokens or tokens[0].type != "front_matter":
        return ()
    pairs = (line.split(":", 1) for line in tokens[0].content.splitlines() if re.match(r"\w[\w -]*:", line))
    return tuple((key.strip(), value.strip().strip("'\"")) for key, value in pairs)


def _title_from(name: str) -> str:
    """
    >>> _title_from("my-notes_on rank.md")
    'my notes on rank'
    """
    return re.sub(r"[-_]+", " ", name.rsplit("/", 1)[-1].rsplit(".", 1)[0]).strip() or name
