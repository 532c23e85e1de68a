"""Where the formulas stand in a text: `$..$`, `$$..$$`, `\\(..\\)`, `\\[..\\]` and display environments, never inside code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# One alternation, tried left to right at each place: code first, so that a dollar in code is never mathematics.
_MARKS = re.compile(
    r"""(?P<fence>^(?P<tick>`{3,}|~{3,})[^\n]*\n.*?^(?P=tick)[ \t]*$)   # fenced code
      | (?P<code>(?<!`)(?P<quote>`+)(?!`)(?:[^`\n]|\n(?!\s*\n)|(?!(?P=quote)(?!`))`+)+?(?P=quote)(?!`))  # `inline code`
      | (?P<comment><!--.*?-->)                                         # a comment is not prose
      | (?P<escaped>\\[\\$`])                                           # \$ is a dollar sign, `\\` a line break
      | \$\$(?P<dollars>(?:[^$\\\n]|\\.|\n(?!\s*\n))*)\$\$
      | \\\[(?P<brackets>.*?)\\\]
      | \\\((?P<parens>.*?)\\\)
      | (?P<environment>\\begin\{(?P<name>equation|align|gather|multline|eqnarray)(?P<star>\*?)\}.*?\\end\{(?P=name)(?P=star)\})
      | \$(?P<dollar>(?!\s)(?:[^$\\\n]|\\.|\n(?!\s*\n))+?(?<!\s))\$(?!\d)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_DISPLAY = ("dollars", "brackets", "environment")
_INLINE = ("dollar", "parens")


@dataclass(frozen=True, slots=True)
class FormulaSpan:
    """One formula of a text: `text[start:end]` is it with its delimiters, `latex` without them."""

    start: int
    end: int
    latex: str
    display: bool


def formula_spans(text: str) -> Iterator[FormulaSpan]:
    r"""The formulas of `text`, in order; code and comments are passed over.

    >>> [f.latex for f in formula_spans(r"Let $x>0$; `a $b$ c` costs \$5. $$y=x^2$$")]
    ['x>0', 'y=x^2']
    >>> [f.display for f in formula_spans(r"\(a\) and \[b\]")]
    [False, True]
    """
    for match in _MARKS.finditer(text):
        for name in (*_DISPLAY, *_INLINE):
            latex = match.group(name)
            if latex is not None and latex.strip():
                yield FormulaSpan(match.start(), match.end(), latex.strip(), name in _DISPLAY)
                break


def kept_whole(text: str) -> Iterator[tuple[int, int]]:
    """Spans that a cut may never fall inside: formulas and code.

    >>> list(kept_whole("use `f(x)` or $x$"))
    [(4, 10), (14, 17)]
    """
    for match in _MARKS.finditer(text):
        if match.group("escaped") is None:
            yield match.start(), match.end()
