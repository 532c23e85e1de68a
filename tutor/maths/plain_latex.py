r"""One formula as people type it among words, as LaTeX: P(A or B), (d/dx)[x e^x], 2^10, Var(3X), an integral sign."""

from __future__ import annotations

import re

from tutor.errors import Unreadable
from tutor.maths.parse import read
from tutor.maths.typed.formula import as_typed

_BARE_NAME = re.compile(r"(?<![A-Za-z\\])(sin|cos|tan|log|ln|exp|sqrt|det)(?![A-Za-z])")
_TWO_WAYS = "two ways"
_OTHER_READER = re.compile(r"d/d[a-z]|[a-z]\^-1|[A-Za-z]\[|(?<![A-Za-z])P\(|'")


def latex_of(text: str) -> str:
    r"""The LaTeX of one typed piece; raises Unreadable for what can be read in two ways.

    >>> latex_of("2^10 = 1024"), latex_of("P(A or B)")
    ('2^{10} = 1024', 'P(A \\cup B)')
    """
    if "\\" not in text:
        text = _said_plainly(text)
        try:
            read(text)
        except Unreadable as refusal:
            if _TWO_WAYS in str(refusal) and not _OTHER_READER.search(text):
                raise
    typed = as_typed(text)
    latex = typed.latex if typed.understood else text
    latex = latex.replace("∫", r"\int ").replace("∑", r"\sum ").replace("∏", r"\prod ")
    latex = re.sub(r"(?<![\\A-Za-z{])(Var|Cov|det|tr|rank)(?=\s*[(\[A-Z])", r"\\operatorname{\1}", latex)
    return _BARE_NAME.sub(r"\\\1", latex)


def _said_plainly(text: str) -> str:
    """Typed operators in the signs of the books: (d/dx)[...] as d/dx (...), P(not A or B) as P(A^c ∪ B)."""
    text = re.sub(r"\((d/d[a-zA-Z])\)", r"\1 ", text)
    text = re.sub(r"(d/d[a-zA-Z]\s*)\[([^\[\]]*)\]", r"\1(\2)", text)
    if re.search(r"(?<![A-Za-z])(?:P|Pr)\s*[(\[]", text):
        text = re.sub(r"\s+and\s+", " ∩ ", re.sub(r"\s+or\s+", " ∪ ", text))
        text = re.sub(r"(?<=[\s(|])not\s+([A-Z])", r"\1^c", text)
    return text
