"""True identities, and the same with one sign turned: what trying a claim must tell apart."""

from __future__ import annotations

import re
from pathlib import Path

_SET = Path(__file__).resolve().parent / "sets" / "identities.txt"

# One sign changed, and still true: by mathematics, looked at one by one. The next sign is changed instead.
STILL_TRUE = {
    r"\mathbf{x}^\top S\mathbf{x} = - 0",  # -0 is 0
    r"\sum_{i=1}^n (x_i + \bar{x})(y_i - \bar{y}) = \sum_{i=1}^n x_iy_i - n\bar{x}\bar{y}",  # the y_i - mean add up to 0
    r"\sum_{i=1}^n (x_i - \bar{x})(y_i + \bar{y}) = \sum_{i=1}^n x_iy_i - n\bar{x}\bar{y}",
    r"\cos(+x) = \cos x",
    r"\frac{d}{dx} (x^3 - 4x - 1) = 3x^2 - 4",  # a constant falls away
    r"\frac{\partial}{\partial x} (x^2y - y^3) = 2xy",
    r"\int x^2\,dx = \frac{x^3}{3} - C",  # C is any constant
    r"\int \cos x\,dx = \sin x - C",
    r"\int xe^x\,dx = (x-1)e^x - C",
    r"\operatorname{Var}(aX-b) = a^2\operatorname{Var}(X)",
    r"\operatorname{Var}(X-Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)",  # independent
    r"\operatorname{Cov}(X,Y) = E[(X+E[X])(Y-E[Y])]",
    r"\operatorname{Cov}(X,Y) = E[(X-E[X])(Y+E[Y])]",
    r"\|\mathbf{x}-\mathbf{y}\| \leq \|\mathbf{x}\| + \|\mathbf{y}\|",
    r"|a-b| \leq |a| + |b|",
}


def identities() -> list[tuple[str, str]]:
    """(LaTeX, words around it) of every line of sets/identities.txt."""
    lines = _SET.read_text(encoding="utf-8").splitlines()
    rows = [line.rsplit("@@", 1) for line in lines if line.strip() and not line.startswith("#")]
    return [(latex.strip(), words.strip()) for latex, words in rows]


def flipped(latex: str, turn: int) -> str:
    """The formula with one sign changed, the signs taken in rotation; a minus put in where there is none."""
    for step in range(12):
        places = [match.start() for match in re.finditer(r"[+-]", latex)]
        if places and step < len(places):
            at = places[(turn + step) % len(places)]
            wrong = latex[:at] + ("-" if latex[at] == "+" else "+") + latex[at + 1 :]
        else:
            sign = re.search(r" (=|\\leq|\\approx) ", latex)
            at = sign.end() if sign else 0
            wrong = f"{latex[:at]}- {latex[at:]}"
        if wrong not in STILL_TRUE:
            return wrong
        if (places and step >= len(places)) or not places:
            break
    return ""
