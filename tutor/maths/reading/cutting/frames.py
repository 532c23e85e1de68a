r"""What stands around a formula and is none of it: \begin{equation} and \end{equation}, the full stop of its sentence.

A letter that begins a formula, a pair in brackets that is all of it and the sizes d \times d are read by what they are in the
whole; so they must be the whole, however the page sets it apart.
"""

from __future__ import annotations

import re

_FRAME = re.compile(
    r"(?:\s|\\(?:displaystyle|textstyle|small|centering)(?![A-Za-z])|\\color\s*\{\w+\})*\\begin\{(?P<name>(?:equation|displaymath|math|aligned|align|split|gather|gathered|multline)\*?)\}(?:\s*\[[tbc]\])?"
    r"(?P<inside>.*)\\end\{(?P=name)\}(?:\s|(?<!\\)%[^\n]*(?:\n|\Z))*\Z",
    re.DOTALL,
)
_STOP = re.compile(r"(?<=[^.\\,;\s])(?<!\.[A-Za-z])(?<!\\right)(?<!\\right )\s*[.,;]\s*\Z")  # not in a.s., \right.
_LED = re.compile(r"(?<=[^\s\\])\s*\\(?:cdots|ldots|dots)\s*\(\d{1,2}\)\s*\Z")  # x = y \cdots (2): dots that lead to a number
_REMARK = re.compile(r"(?<!\\)%[^\n]*")
_TICKED = re.compile(r"\A`(?!r\s)([^`]*)`\Z")  # $`x`$, as GitHub sets a formula
_LABEL = re.compile(r"(?<!\\)%\s*\\label\s*\{[^{}]*\}")  # where a converter joined the lines, what follows it is no remark


_SIZED = re.compile(r"(\\(?:left|right|[bB]igg?[lrm]?))\\\\(?=[{}|])")
_COLON = re.compile(r"\\mathrel\s*\{\s*\\mathop\s*(?::|\{\s*:\s*\})\s*\}\s*(?:\\!\s*)*=")  # \mathrel{\mathop:}=
_BARS = re.compile(r"\\\\\|")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&le;": "≤", "&ge;": "≥", "&amp;": "&"}


def unescaped(latex: str) -> str:
    r"""The formula with the signs that a web page spells as entities, and Markdown with two strokes; nothing moves.

    >>> unescaped("a &lt; b &gt; c"), unescaped(r"\\|x\\|"), unescaped(r"\bigl\\{x\bigr\\}")
    ('a <    b >    c', ' \\|x \\|', '\\bigl \\{x\\bigr \\}')
    """
    for entity, sign in _ENTITIES.items() if "&" in latex and ";" in latex else ():
        latex = latex.replace(entity, sign.ljust(len(entity)))
    if "\\mathop" in latex:
        latex = _COLON.sub(lambda made: ":=".rjust(len(made[0])), latex)
    if "\\\\" not in latex or "\\begin" in latex:
        return latex
    latex = _SIZED.sub(r"\1 \\", latex)
    barred = _BARS.findall(latex)
    return _BARS.sub(r" \\|", latex) if barred and len(barred) % 2 == 0 else latex


def unframed(latex: str) -> str:
    r"""The formula alone; what is left out becomes blanks, so that nothing moves.

    >>> unframed(r"\begin{equation}x = y.\end{equation}").split()
    ['x', '=', 'y']
    >>> unframed(r"d \times d,"), unframed(r"\begin{aligned}x &= y \\ &= z\end{aligned}")[:15]
    ('d \\times d ', '\\begin{aligned}')
    """
    latex = _TICKED.sub(lambda ticked: f" {ticked[1]} ", _LABEL.sub(_blanks, latex))
    if "=" in latex or "\\ge" in latex or "\\le" in latex:
        latex = _LED.sub(_blanks, latex)
    for _ in range(4):
        latex = _STOP.sub(_blanks, latex)
        frame = _FRAME.match(latex)
        if frame is None or "\\\\" in frame["inside"] or f"{{{frame['name']}}}" in frame["inside"]:
            break
        if not _REMARK.sub("", frame["inside"]).strip():
            break  # a remark swallowed it all
        start, end = frame.span("inside")
        latex = " " * start + latex[start:end] + " " * (len(latex) - end)
    return latex


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])
