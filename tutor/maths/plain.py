r"""LaTeX -> the plain words in it, for search: `\lambda` is found by "lambda", `\nabla f` by "gradient"."""

from __future__ import annotations

import re

# Commands that say how a thing looks, not what it is.
_LAYOUT = frozenset(
    """left right big Big bigg Bigg bigl bigr Bigl Bigr begin end frac dfrac tfrac mathbb mathbf mathrm mathcal mathit mathsf
    boldsymbol bm text textbf textit operatorname quad qquad displaystyle label tag ldots dots cdots vdots ddots hline
    array aligned align equation bmatrix pmatrix vmatrix matrix cases split gathered gather nonumber limits substack
    phantom hspace vspace cdot times le leq ge geq in to rightarrow mapsto mid vert Vert lvert rvert lVert rVert quad
    colon lbrace rbrace langle rangle""".split()
)
_MEANS = {
    "nabla": "gradient",
    "partial": "partial derivative",
    "sum": "sum",
    "prod": "product",
    "int": "integral",
    "sqrt": "square root",
    "top": "transpose",
    "intercal": "transpose",
    "infty": "infinity",
    "sim": "distributed as",
    "perp": "orthogonal",
    "binom": "binomial choose",
    "det": "determinant",
    "rk": "rank",
    "tr": "trace",
    "ker": "kernel",
    "hat": "estimate",
    "lim": "limit",
}


def plain_words(text: str) -> str:
    r"""The text with its LaTeX commands turned into words and its markup dropped.

    >>> plain_words(r"the value $\lambda_1$ with $\det(A - \lambda I) = 0$")
    'the value lambda 1 with determinant (A - lambda I) = 0'
    """
    spoken = re.sub(r"\\([A-Za-z]+)\*?", _word, text)
    spoken = re.sub(r"\\.", " ", spoken)
    return re.sub(r"\s+", " ", re.sub(r"[$_^{}&`*#]", " ", spoken)).strip()


def _word(match: re.Match[str]) -> str:
    name = match.group(1)
    return " " if name in _LAYOUT else f" {_MEANS.get(name, name)} "
