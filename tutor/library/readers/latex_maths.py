r"""Formulas of a LaTeX file as Markdown has them: between dollars, with what no reader sees taken out.

The environments stay where KaTeX knows them; `equation` is what two dollars already say, and `multline`, `eqnarray` and `flalign`
become the nearest it knows.
"""

from __future__ import annotations

import re

from tutor.maths.reading.cutting.definitions import brace_ends

_PLAIN = frozenset({"", "equation", "displaymath", "math", "dmath"})
_KNOWN_AS = {"multline": "gathered", "flalign": "align", "gather": "gather", "align": "align", "alignat": "alignat"}
_UNSEEN = re.compile(
    r"\\(?:label|vspace|hspace|index|phantomsection)\*?\{[^{}]*\}"
    r"|\\(?:displaybreak|allowdisplaybreaks|nobreak|noindent)\b(?:\[\d\])?"
)
_POINTER = re.compile(r"\\(?:(?P<eq>eqref)|[cC]?ref|autoref)\{(?P<name>[^{}]*)\}")
_WRAPPED = re.compile(r"\\ensuremath\s*(?=\{)|\\mathop\s*(?=\{)")


def in_line(latex: str) -> str:
    r"""An inline formula; nothing when there is nothing in it.

    >>> in_line("a\n + b")
    '$a + b$'
    """
    body = re.sub(r"\s+", " ", _seen(latex)).strip()
    return f"${body}$" if body else ""


def display(environment: str, latex: str) -> str:
    r"""A display formula on lines of its own.

    >>> display("align*", r"a &= b \label{eq:1}")
    '\n\n$$\n\\begin{align*}\na &= b\n\\end{align*}\n$$\n\n'
    """
    body = re.sub(r"\n\s*", "\n", _seen(latex)).strip()
    if not body:
        return ""
    bare, star = environment.rstrip("*"), environment[len(environment.rstrip("*")) :]
    if bare == "eqnarray":
        body = f"\\begin{{array}}{{rcl}}\n{body}\n\\end{{array}}"
    elif bare not in _PLAIN:
        name = _KNOWN_AS.get(bare, "aligned")
        star = "" if name in ("gathered", "aligned") else star
        body = f"\\begin{{{name}{star}}}\n{body}\n\\end{{{name}{star}}}"
    return f"\n\n$$\n{body}\n$$\n\n"


def _seen(latex: str) -> str:
    shown = _UNSEEN.sub("", latex)
    shown = _POINTER.sub(lambda m: rf"\text{{({m['name']})}}" if m["eq"] else rf"\text{{{m['name']}}}", shown)
    shown = re.sub(r"\\(?:short)?intertext\s*\{([^{}]*)\}", r"\\text{\1}\\\\", shown)
    shown = re.sub(r"\\mbox\b", r"\\text", shown)
    shown = re.sub(r"\\(?:mathds|mathbbm)\b", r"\\mathbb", shown)
    return _without_dollars(_WRAPPED.sub("", shown))


def _without_dollars(latex: str) -> str:
    r"""Dollars inside `\text{..}` would end the formula: what they enclose is written beside the text instead.

    >>> _without_dollars(r"x \text{ if $y>0$ holds}")
    'x \\text{ if }y>0\\text{ holds}'
    """
    if "$" not in latex:
        return latex
    ends, out, at = brace_ends(latex), [], 0
    for match in re.finditer(r"\\text(?:rm|bf|it)?\s*(?=\{)", latex):
        end = ends.get(match.end())
        if end is None or match.start() < at or "$" not in latex[match.end() : end]:
            continue
        parts = re.split(r"(?<!\\)\$", latex[match.end() + 1 : end - 1])
        out.append(latex[at : match.start()])
        out += [part if n % 2 else f"\\text{{{part}}}" if part else "" for n, part in enumerate(parts)]
        at = end
    out.append(latex[at:])
    return re.sub(r"(?<!\\)\$", "", "".join(out))
