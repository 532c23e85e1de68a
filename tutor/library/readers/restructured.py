r"""reStructuredText (.rst), as manuals and lecture notes made with Sphinx are written -> Markdown.

Only what a learner reads is turned over: headings, formulas, code, notes and their titles, links. Docutils would parse the rest
too, but drops every directive that Sphinx or its extensions brought, a theorem with all that it says among them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

from tutor.library.markdown import plain_lines
from tutor.library.readers.letters import text_of
from tutor.library.readers.notebook_file import fenced

_SET_APART = re.compile(
    r"(?P<code>``(?:[^`\n]|`(?!`))+``)|:(?P<role>[\w+.-]+(?::[\w+.-]+){0,3}):`(?P<inside>(?:[^`\\]|\\.)+)`", re.DOTALL
)
_LINK = re.compile(r"`([^`<\n]{1,300}?)\s*<[^<>`\n]{1,1000}>`__?")
_NAMED_LINK = re.compile(r"`([^`\n]{1,300})`__?(?!\w)")
_TARGETED = re.compile(r"([^<]{1,300}?)\s*<[^<>]{1,1000}>\Z", re.DOTALL)
_DIRECTIVE = re.compile(r"(?P<indent>[ \t]*)\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?P<name>[\w:.+-]+?)::[ \t]*(?P<argument>.*)")
_COMMENT = re.compile(r"[ \t]*\.\.(?:[ \t]+(?!\[[\w#*-]+\][ \t])|$)")
_OPTION = re.compile(r"[ \t]*:[\w-]+:(?:[ \t].*)?$")
_ADORNED = re.compile(r"([!-/:-@\[-`{-~])\1+[ \t]*$")
_CODE = frozenset(
    ["code", "code-block", "sourcecode", "literalinclude", "doctest", "testcode", "ipython", "prompt", "parsed-literal"]
)
_UNSEEN = frozenset(
    "image figure toctree contents index raw include meta plot graphviz autoclass autofunction automodule bibliography only tikz"
    " currentmodule module highlight default-role role target-notes sectnum replace video youtube tags margin_image".split()
)
_NAMES = frozenset(["code", "class", "func", "meth", "mod", "attr", "data", "file", "command", "samp"])
_DEEPEST = 40  # directives within directives
_LEFT_OUT = frozenset(["label", "eq", "cite", "footcite", "index", "raw-html", "raw"])


def restructured_markdown(path: Path, name: str) -> str:
    """The file as Markdown. Raises FileDamaged where there is no text in it."""
    return markdown_of_rst(text_of(path, name))


def markdown_of_rst(text: str) -> str:
    r"""The Markdown of a text of reStructuredText.

    >>> markdown_of_rst("Rank\n====\n\nThe :math:`r` of :ref:`A <a>` is\n\n.. math::\n   :label: one\n\n   r = 2\n\nhere.\n")
    '# Rank\n\nThe $r$ of A is\n\n$$\nr = 2\n$$\n\nhere.\n'
    """
    lines = plain_lines(text).expandtabs(4).split("\n")
    said = list(_Reader().blocks(lines))
    kept = [one for last, one in itertools.pairwise(["", *said]) if one.strip() or last.strip()]
    return "\n".join(kept).strip("\n") + "\n"


class _Reader:
    """Turns lines over; remembers which sign adorns which level of headings."""

    def __init__(self) -> None:
        self._levels: list[str] = []
        self._depth = 0

    def blocks(self, lines: list[str]) -> Iterator[str]:
        """The lines of a text, or of what stands inside a directive, turned over."""
        at, paragraph = 0, list[str]()
        while at < len(lines):
            if heading := self._heading(lines, at):
                yield from _said(paragraph)
                paragraph = []
                yield from ("", heading[0], "")
                at = heading[1]
                continue
            directive = _DIRECTIVE.fullmatch(lines[at])
            if directive or _COMMENT.match(lines[at]):
                yield from _said(paragraph)
                paragraph = []
                end = _end_of_block(lines, at)
                if directive:
                    yield from self._directive(directive, lines[at + 1 : end])
                at = end
                continue
            paragraph.append(lines[at])
            if lines[at].rstrip().endswith("::"):
                paragraph[-1] = lines[at].rstrip()[:-1].removesuffix(" :")
                end = _end_of_block(lines, at)
                if any(line.strip() for line in lines[at + 1 : end]):
                    yield from _said(paragraph)
                    paragraph = []
                    yield from ("", fenced("\n".join(_dedented(lines[at + 1 : end]))), "")
                    at = end - 1
            at += 1
        yield from _said(paragraph)

    def _heading(self, lines: list[str], at: int) -> tuple[str, int] | None:
        """A title with a line of one sign below it, or above and below, and where the text goes on."""
        over = bool(_ADORNED.match(lines[at])) and at + 2 < len(lines)
        title = lines[at + over]
        under = lines[at + over + 1] if at + over + 1 < len(lines) else ""
        if not title.strip() or not (sign := _ADORNED.match(under)) or _ADORNED.match(title) or (title[0] == " " and not over):
            return None
        if over and lines[at][0] != under[0]:
            return None
        if len(under.strip()) < min(4, len(title.strip())) or (
            not over and at and lines[at - 1].strip() and not _ADORNED.match(lines[at - 1])
        ):
            return None
        mark = f"{sign[1]}{over}"
        if mark not in self._levels:
            self._levels.append(mark)
        level = min(self._levels.index(mark) + 1, 6)
        return f"{'#' * level} {_inline(title.strip())}", at + over + 2

    def _directive(self, found: re.Match[str], body: list[str]) -> Iterator[str]:
        name, argument = found["name"].rpartition(":")[2].lower(), found["argument"].strip()
        while body and _OPTION.match(body[0]):
            body = body[1:]
        inside = _dedented(body)
        if name in ("math", "displaymath"):
            apart = [""] if inside and not inside[0].strip() else []
            yield from _formulas([argument, *apart, *inside] if argument else inside)
        elif name in _CODE:
            language = argument if re.fullmatch(r"[\w+#-]{1,20}", argument) else ""
            if any(line.strip() for line in inside):
                yield from ("", fenced("\n".join(inside), language), "")
        elif name not in _UNSEEN and self._depth < _DEEPEST:
            title = _inline(argument) or name.capitalize()
            yield from ("", f"**{title.rstrip('.')}.**", "")
            self._depth += 1
            yield from self.blocks(inside)
            self._depth -= 1
            yield ""


def _said(paragraph: list[str]) -> list[str]:
    return _inline("\n".join(paragraph)).split("\n") if paragraph else []


def _formulas(lines: list[str]) -> Iterator[str]:
    """Display formulas: a blank line begins the next of them."""
    for body in re.split(r"\n\s*\n", "\n".join(lines)):
        kept = "\n".join(line for line in body.split("\n") if not _OPTION.match(line)).strip()
        if kept:
            yield from ("", f"$$\n{kept}\n$$", "")


def _end_of_block(lines: list[str], at: int) -> int:
    """The line after all that is indented deeper than the line at `at`."""
    indent = len(lines[at]) - len(lines[at].lstrip())
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > indent):
        end += 1
    while end > at + 1 and not lines[end - 1].strip():
        end -= 1
    return end


def _dedented(lines: list[str]) -> list[str]:
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[indent:] for line in lines]


def _inline(text: str) -> str:
    """Roles, links and code within a paragraph."""
    pieces, at = list[str](), 0
    for found in _SET_APART.finditer(text):
        pieces += [_unlinked(text[at : found.start()]), found[0] if found["code"] else _role(found["role"], found["inside"])]
        at = found.end()
    return "".join([*pieces, _unlinked(text[at:])])


def _unlinked(text: str) -> str:
    return _NAMED_LINK.sub(r"\1", _LINK.sub(r"\1", text)).replace("\\ ", "")


def _role(role: str, inside: str) -> str:
    """What a role shows of the text in it: a formula, a name of a program, the words of a link."""
    name = role.rpartition(":")[2].lower()
    if name == "math":
        return f"${' '.join(inside.split())}$"
    if name in _LEFT_OUT:
        return ""
    if name in _NAMES:
        return f"`{inside.lstrip('~.!')}`"
    targeted = _TARGETED.fullmatch(inside)
    return targeted[1] if targeted else inside.lstrip("~!")
