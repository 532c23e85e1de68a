r"""The author's own LaTeX commands, written out: `\newcommand`, `\def`, `\let`, `\DeclareMathOperator`, paired delimiters.

A command is never written out inside itself, and what all of them together may write is bounded, so that a file made to grow
without end stops. Nothing is run: a definition is text that is put in the place of its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tutor.maths.reading.cutting.definitions import Macro, brace_ends
from tutor.maths.reading.cutting.definitions import definitions as commands

# What writing out may add to a file, in characters.
MOST_WRITTEN = 2_000_000
_DEEPEST = 60
# What one writing out costs at least, for a file can also ask for very many that write little.
_EACH = 8
_COMMAND = re.compile(r"\\(?:[A-Za-z@]+|.)", re.DOTALL)
_THEOREM = re.compile(r"\\newtheorem\*?(?![A-Za-z@])")
_PLACE = re.compile(r"(\\[A-Za-z@]+|)#([1-9])")
_OPTIONAL = re.compile(r"\s*\[([^\[\]]{0,400})\]")
# These shape the page for us; a file that redefines them says how they look, not what they are.
_OURS = frozenset(
    """begin end item part chapter section subsection subsubsection paragraph title author date maketitle label ref cite document
    caption footnote textbf emph left right frac""".split()
)


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


def definitions(text: str) -> tuple[Definitions, str]:
    r"""What the text defines, and the text without its definitions.

    >>> found, rest = definitions(r"\newcommand{\R}{\mathbb{R}}\def\ip#1#2{\langle #1,#2\rangle}x")
    >>> rest, found.macros["R"].body, found.macros["ip"].arguments
    ('x', '\\mathbb{R}', 2)
    """
    ends, found, taken = brace_ends(text), Definitions(), []
    for command in commands(text):
        taken.append((command.start, command.end))
        if command.name not in _OURS:
            found.macros[command.name] = command.macro
    for match in _THEOREM.finditer(text):
        if (after := _theorem(text, match.end(), ends, found)) is not None:
            taken.append((match.start(), after))
    kept, at = [], 0
    for start, end in sorted(taken):
        kept.append(text[at:start])
        at = max(at, end)
    return found, "".join(kept) + text[at:]


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

    >>> written_out(r"\f{\f x}", {"f": Macro(1, "(#1)")}, Allowance())
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
    """The body with its arguments; one that begins with a letter stays apart from a command before it, `\\mathbf#1`."""

    def filled(place: re.Match[str]) -> str:
        argument = arguments[int(place[2]) - 1] if int(place[2]) <= len(arguments) else ""
        return f"{place[1]} {argument}" if place[1] and argument[:1].isalpha() else place[1] + argument

    return _PLACE.sub(filled, body)


def _arguments(text: str, at: int, macro: Macro, ends: Mapping[int, int]) -> tuple[list[str], int] | None:
    """The arguments behind a command, and the offset behind them; None when they are not there."""
    arguments = []
    if macro.paired:
        at += text.startswith("*", at)
    if macro.optional is not None:
        optional = _OPTIONAL.match(text, at)
        arguments.append(optional.group(1) if optional else macro.optional)
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
