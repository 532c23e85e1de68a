r"""The author's own LaTeX commands, written out: `\newcommand`, `\def`, `\let`, `\DeclareMathOperator`, paired delimiters.

A command is never written out inside itself, and what all of them together may write is bounded, so that a file made to grow
without end stops. Nothing is run: a definition is text that is put in the place of its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

# What writing out may add to a file, in characters.
MOST_WRITTEN = 2_000_000
_DEEPEST = 60
# What one writing out costs at least, for a file can also ask for very many that write little.
_EACH = 8
_COMMAND = re.compile(r"\\(?:[A-Za-z@]+|.)", re.DOTALL)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_DEFINING = re.compile(
    r"\\(?P<how>newcommand|renewcommand|providecommand|DeclareRobustCommand|def|gdef|edef|xdef|let|DeclareMathOperator|"
    r"DeclarePairedDelimiter|newtheorem)(?P<star>\*?)(?![A-Za-z@])"
)
_NAME = re.compile(r"\s*(?:\{\s*\\([A-Za-z@]+|[^A-Za-z\s])\s*\}|\\([A-Za-z@]+|[^A-Za-z\s]))")
_COUNT = re.compile(r"\s*\[\s*([0-9])\s*\]")
_OPTIONAL = re.compile(r"\s*\[([^\[\]]{0,400})\]")
_PLACES = re.compile(r"\s*((?:#[1-9])*)\s*(?=\{)")
_SAME = re.compile(r"\s*=?\s*(\\(?:[A-Za-z@]+|.))")
# These shape the page for us; a file that redefines them says how they look, not what they are.
_OURS = frozenset(
    """begin end item part chapter section subsection subsubsection paragraph title author date maketitle label ref cite document
    caption footnote textbf emph left right frac""".split()
)


@dataclass(frozen=True, slots=True)
class Macro:
    """One command: how many arguments it takes, what the first is when left out, and what it stands for."""

    arguments: int
    default: str | None
    body: str
    paired: bool = False


@dataclass(slots=True)
class Allowance:
    """How many characters may still be written; `spent` when a file asked for more."""

    left: int = MOST_WRITTEN
    spent: bool = False

    def take(self, length: int) -> bool:
        """Whether this much may be written."""
        self.left -= length
        self.spent = self.spent or self.left < 0
        return not self.spent


@dataclass(slots=True)
class Definitions:
    """What a file defines: its commands, and its theorem-like environments by their shown names."""

    macros: dict[str, Macro] = field(default_factory=dict)
    theorems: dict[str, str] = field(default_factory=dict)


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


def definitions(text: str) -> tuple[Definitions, str]:
    r"""What the text defines, and the text without its definitions.

    >>> found, rest = definitions(r"\newcommand{\R}{\mathbb{R}}\def\ip#1#2{\langle #1,#2\rangle}x")
    >>> rest, found.macros["R"].body, found.macros["ip"].arguments
    ('x', '\\mathbb{R}', 2)
    """
    ends, found, kept, at = brace_ends(text), Definitions(), [], 0
    while (match := _DEFINING.search(text, at)) is not None:
        after = _define(text, match, ends, found)
        if after is None:
            kept.append(text[at : match.end()])
            at = match.end()
        else:
            kept.append(text[at : match.start()])
            at = after
    kept.append(text[at:])
    return found, "".join(kept)


def _define(text: str, match: re.Match[str], ends: Mapping[int, int], found: Definitions) -> int | None:
    """Note one definition; the offset behind it, or None when it does not read as one."""
    how = match["how"]
    if how == "newtheorem":
        return _theorem(text, match.end(), ends, found)
    name = _NAME.match(text, match.end())
    if name is None:
        return None
    called = name.group(1) or name.group(2)
    if how == "let":
        same = _SAME.match(text, name.end())
        macro, after = (Macro(0, None, same.group(1)), same.end()) if same else (None, 0)
    elif how == "DeclarePairedDelimiter":
        parts, after = _groups(text, name.end(), 2, ends)
        macro = Macro(1, None, rf"\left{parts[0]} #1 \right{parts[1]}", paired=True) if parts else None
    elif how == "DeclareMathOperator":
        parts, after = _groups(text, name.end(), 1, ends)
        macro = Macro(0, None, rf"\operatorname{match['star']}{{{parts[0]}}}") if parts else None
    else:
        macro, after = _command(text, name.end(), ends, how.endswith("def"))
    if macro is None:
        return None
    if called not in _OURS:
        found.macros[called] = macro
    return after


def _command(text: str, at: int, ends: Mapping[int, int], primitive: bool) -> tuple[Macro | None, int]:
    """The macro of `\\newcommand` behind its name, or of TeX's own `\\def` with undelimited arguments."""
    count, default = 0, None
    if primitive:
        places = _PLACES.match(text, at)
        if places is None:
            return None, at
        count, at = len(places.group(1)) // 2, places.end()
    elif number := _COUNT.match(text, at):
        count, at = int(number.group(1)), number.end()
        if optional := _OPTIONAL.match(text, at):
            default, at = optional.group(1), optional.end()
    parts, after = _groups(text, at, 1, ends)
    return (Macro(count, default, parts[0]), after) if parts else (None, at)


def _theorem(text: str, at: int, ends: Mapping[int, int], found: Definitions) -> int | None:
    name, at = _groups(text, at, 1, ends)
    if not name:
        return None
    if shared := _OPTIONAL.match(text, at):
        at = shared.end()
    shown, at = _groups(text, at, 1, ends)
    if not shown:
        return None
    found.theorems[name[0]] = shown[0]
    within = _OPTIONAL.match(text, at)
    return within.end() if within else at


def _groups(text: str, at: int, count: int, ends: Mapping[int, int]) -> tuple[list[str], int]:
    """The insides of the next `count` brace groups, and the offset behind them; no groups when there are fewer."""
    parts = []
    for _ in range(count):
        at = _past_space(text, at)
        end = ends.get(at)
        if end is None:
            return [], at
        parts.append(text[at + 1 : end - 1])
        at = end
    return parts, at


def _past_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def written_out(
    text: str, macros: Mapping[str, Macro], allowance: Allowance, inside: frozenset[str] = frozenset(), depth: int = 0
) -> str:
    r"""The text with the author's commands written out; those in `inside` are being written out already and stay.

    >>> written_out(r"\f{\f x}", {"f": Macro(1, None, "(#1)")}, Allowance())
    '((x))'
    """
    if not macros or "\\" not in text or depth > _DEEPEST:
        return text
    ends, out, at = brace_ends(text), [], 0
    while (match := _COMMAND.search(text, at)) is not None:
        name = match.group()[1:]
        macro = None if name in inside else macros.get(name)
        read = _arguments(text, match.end(), macro, ends) if macro else None
        if macro is None or read is None or allowance.spent:
            out.append(text[at : match.end()])
            at = match.end()
            continue
        arguments, after = read
        out.append(text[at : match.start()])
        shown = [written_out(argument, macros, allowance, inside, depth + 1) for argument in arguments]
        body = _filled(macro.body, shown)
        # What the arguments grew by was counted when they were written out.
        grown = len(body) - (after - match.start()) - sum(map(len, shown)) + sum(map(len, arguments))
        if allowance.take(_EACH + max(0, grown)):
            body = written_out(body, macros, allowance, inside | {name}, depth + 1)
        parted = re.search(r"\\[A-Za-z@]+$", body) and text[after : after + 1].isalpha()
        out.append(f"{body} " if parted else body)
        at = after
    out.append(text[at:])
    return "".join(out)


def _filled(body: str, arguments: list[str]) -> str:
    return re.sub(r"#([1-9])", lambda m: arguments[int(m[1]) - 1] if int(m[1]) <= len(arguments) else "", body)


def _arguments(text: str, at: int, macro: Macro, ends: Mapping[int, int]) -> tuple[list[str], int] | None:
    """The arguments behind a command, and the offset behind them; None when they are not there."""
    arguments = []
    if macro.paired:
        at += text.startswith("*", at)
        if size := _OPTIONAL.match(text, at):
            at = size.end()
    if macro.default is not None:
        optional = _OPTIONAL.match(text, at)
        arguments.append(optional.group(1) if optional else macro.default)
        at = optional.end() if optional else at
    while len(arguments) < macro.arguments:
        at = _past_space(text, at)
        if at in ends:
            arguments.append(text[at + 1 : ends[at] - 1])
            at = ends[at]
        elif token := _COMMAND.match(text, at):
            arguments.append(token.group())
            at = token.end()
        elif at < len(text) and text[at] not in "{}":
            arguments.append(text[at])
            at += 1
        else:
            return None
    return arguments, at
