r"""The definitions of a text: `\newcommand`, `\def`, `\let`, `\DeclareMathOperator`, paired delimiters, document commands.

Whoever takes a file in and whoever reads a formula find an author's commands here, by one reading. Nothing is run: a definition
is text that is put in the place of its name. Source of the rules: LaTeX2e for authors (`\newcommand`), xparse, mathtools, amsopn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Macro:
    r"""What a command stands for: how many arguments, the body with #1, #2 ..., and what the first is if [..] may give it.

    `paired`: a pair of delimiters, behind whose name a star may stand, \norm*{x}.
    """

    arguments: int
    body: str
    optional: str | None = None
    paired: bool = field(default=False, repr=False)


@dataclass(frozen=True, slots=True)
class Definition:
    """A command that a text defines, and where: `start` and `end` are offsets into the text, the end behind the last sign."""

    name: str
    macro: Macro
    start: int
    end: int


_DEFINING = re.compile(
    r"\\(?P<how>(?:new|renew|provide)command|DeclareRobustCommand|[gex]?def|let|DeclareMathOperator|DeclarePairedDelimiter|"
    r"(?:New|Renew|Provide|Declare)DocumentCommand)(?P<star>\*?)(?![A-Za-z@])"
)
_MAY_DEFINE = ("ommand", "def", "\\let", "\\Declare")
_NAME = re.compile(r"\s*(?P<brace>\{)?\s*\\(?P<name>[A-Za-z@]+|[^A-Za-z\s\\{}])(?(brace)\s*\})")
_COUNT = re.compile(r"\s*\[\s*([0-9])\s*\]")
_OPTIONAL = re.compile(r"\s*\[([^\[\]]{0,400})\]")
_PLACES = re.compile(r"((?:#[1-9])*)")
_DOCUMENTED = re.compile(r"\s*(?:O\{(?P<default>[^{}]*)\})?(?P<places>(?:\s*m)*)\s*")
_SAME = re.compile(r"\s*=?\s*(\\(?:[A-Za-z@]+|.))")
_SIDE = re.compile(r"\s*(?:\{(?P<group>(?:\\.|[^{}\\])+)\}|(?P<sign>[(\[|\])]|\\(?:[A-Za-z]+|[|{}])))")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_WRAPPED = re.compile(r"\s*\\(?:ensuremath|mathrel|mathbin)\s*\{(?=\s*(?:\\(?:stackrel|overset)\b|[\^_]))")
_COMMAND = re.compile(r"\s*\\(?:math[a-z]+\s*\{\s*\w\s*\}|(?!math)[A-Za-z]+)\s*")  # \mathbb{E}, or another macro


def brace_ends(text: str) -> dict[int, int]:
    r"""For every `{` that is closed, the offset behind its `}`.

    >>> brace_ends(r"a{b{c}\}}")
    {3: 6, 1: 9}
    """
    ends: dict[int, int] = {}
    open_at: list[int] = []
    for match in _BRACE.finditer(text):
        if match.group() == "{":
            open_at.append(match.start())
        elif match.group() == "}" and open_at:
            ends[open_at.pop()] = match.end()
    return ends


def definitions(text: str) -> Iterator[Definition]:
    r"""The definitions of a text in their order, none of them inside another; what does not read as one is passed over.

    >>> [(found.name, found.macro) for found in definitions(r"\newcommand{\R}{\mathbb{R}} x \def\sq#1{#1^2}")]
    [('R', Macro(arguments=0, body='\\mathbb{R}', optional=None)), ('sq', Macro(arguments=1, body='#1^2', optional=None))]
    """
    if not any(how in text for how in _MAY_DEFINE):
        return
    ends, at = brace_ends(text), 0
    while (match := _DEFINING.search(text, at)) is not None:
        at = match.end()
        name = _NAME.match(text, at)
        if name is not None and (read := _read(text, match, name.end(), ends)) is not None:
            macro, at = read
            yield Definition(name["name"], macro, match.start(), at)


def _read(text: str, match: re.Match[str], at: int, ends: Mapping[int, int]) -> tuple[Macro, int] | None:
    """The macro behind the name that ends at `at`, and the offset behind the definition."""
    how = match["how"]
    if how == "let":
        same = _SAME.match(text, at)
        return (Macro(0, same[1]), same.end()) if same else None
    if how == "DeclarePairedDelimiter":
        return _paired(text, at)
    if how.endswith("DocumentCommand"):
        return _documented(text, at, ends)
    count, optional = 0, None
    if how.endswith("def"):
        places = _PLACES.match(text, at)
        count, at = (len(places[1]) // 2, places.end()) if places else (0, at)
    elif how != "DeclareMathOperator" and (number := _COUNT.match(text, at)):
        count, at = int(number[1]), number.end()
        if given := _OPTIONAL.match(text, at):
            optional, at = given[1], given.end()
    group = _group(text, at, ends)
    if group is None:
        return None
    body, after = group
    if how == "DeclareMathOperator":
        # A sign of its own, \DeclareMathOperator{\E}{\mathbb{E}}, is no word.
        return Macro(0, body if _COMMAND.fullmatch(body) else rf"\operatorname{match['star']}{{{body}}}"), after
    return Macro(count, _sign_alone(body), optional), after


def _paired(text: str, at: int) -> tuple[Macro, int] | None:
    left = _SIDE.match(text, at)
    right = _SIDE.match(text, left.end()) if left else None
    if left is None or right is None:
        return None
    signs = [side["group"] or side["sign"] for side in (left, right)]
    return Macro(2, rf"\left{signs[0]} #2 \right{signs[1]}", "", paired=True), right.end()  # \norm[\big]{x}: only a size


def _documented(text: str, at: int, ends: Mapping[int, int]) -> tuple[Macro, int] | None:
    r"""\NewDocumentCommand{\a}{O{x} m m}{..}: arguments that must be there, and one before them that may be left out."""
    wanted = _group(text, at, ends)
    spoken = _DOCUMENTED.fullmatch(wanted[0]) if wanted else None
    group = _group(text, wanted[1], ends) if wanted and spoken else None
    if spoken is None or group is None:
        return None
    optional = spoken["default"]
    return Macro(spoken["places"].count("m") + (optional is not None), _sign_alone(group[0]), optional), group[1]


def _group(text: str, at: int, ends: Mapping[int, int]) -> tuple[str, int] | None:
    """The inside of the braces that open at `at` or behind its blanks, and the offset behind them."""
    while at < len(text) and text[at].isspace():
        at += 1
    return (text[at + 1 : ends[at] - 1], ends[at]) if at in ends else None


def _sign_alone(body: str) -> str:
    r"""A body without the wrapping of a sign made of two, \ensuremath{\stackrel{def}{=}}: braces would make a factor of it."""
    body = body.replace("|\\!|", "\\|")  # a double bar made of two
    wrapped = _WRAPPED.match(body)
    return body[wrapped.end() : -1] if wrapped and brace_ends(body).get(wrapped.end() - 1) == len(body) else body
