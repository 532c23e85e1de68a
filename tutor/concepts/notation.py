"""Formulas a learner types, compared with a concept's own: by their signs, not by what they are worth.

`\\det(A-\\lambda I)=0`, `det(A - λI)` and `det(M-lambda I)` look alike here: signs are brought to one
spelling, and a run of three signs counts also with its letters left open. Whether two formulas are equal
is a question for the maths rooms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tutor.concepts.words import STOP

_GREEK_TEXT = """
    alpha beta gamma delta epsilon theta lambda mu nu xi pi rho sigma tau phi chi psi omega kappa eta zeta
    Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega
"""
_GREEK = frozenset(_GREEK_TEXT.split())
_NAMES_TEXT = """
    det tr trace rank rk ker im dim span log ln exp sin cos tan lim max min argmax argmin sqrt sum prod int
    nabla partial Var Cov proj diag sign KL
"""
_NAMES = frozenset(_NAMES_TEXT.split())
_UNICODE_TEXT = """
    α alpha; β beta; γ gamma; δ delta; ε epsilon; θ theta; λ lambda; μ mu; π pi; ρ rho; σ sigma; τ tau; φ phi; χ
    chi; ω omega; κ kappa; η eta; Σ Sigma; Λ Lambda; Φ Phi; Δ Delta; Ω Omega; ∇ nabla; ∂ partial; ∑ sum; ∏ prod;
    ∫ int; √ sqrt; ⊤ ^ T; ᵀ ^ T; ² ^ 2; ³ ^ 3; ⁻¹ ^ - 1; ∞ infty; ≤ <=; ≥ >=; ≠ !=; → to; · cdot; ⟨ <; ⟩ >; ‖ |;
    ∥ |; ∪ cup; ∩ cap; ∈ in; ℝ R; ⊥ perp; − -
"""
_UNICODE = dict(pair.strip().split(" ", 1) for pair in _UNICODE_TEXT.replace("\n", " ").split(";"))
_COMMANDS_TEXT = """
    top T; intercal T; mid |; Vert |; vert |; lVert |; rVert |; langle <; rangle >; neq !=; ne !=; le <=; ge >=;
    leq <=; geq >=; rightarrow to; tfrac frac; dfrac frac; rk rank; trace tr
"""
_DRESS_TEXT = """
    mathrm mathbf mathbb boldsymbol operatorname text left right quad hat bar tilde big Big displaystyle bm vec
"""
_COMMANDS = dict(pair.split() for pair in _COMMANDS_TEXT.split(";")) | dict.fromkeys(_DRESS_TEXT.split(), "")
_SIGN = re.compile(r"\\\|| \\[,;!: ]|\\([A-Za-z]+)|\\.|([A-Za-z]+|\d+)|(<=|>=|!=|==)|([=+\-*/^_|<>()\[\]{}!':,.])", re.X)
_DROPPED = frozenset("{},._")
_STRONG_TEXT = """
    = ^ | [ nabla partial int sum prod frac sqrt det tr ker sim perp
"""
_STRONG = frozenset(_STRONG_TEXT.split())


Gram = tuple[str, ...]


def signs(text: str) -> tuple[str, ...]:
    r"""The signs of a formula in one spelling; words that are no signs stand as a gap, `""`.

    >>> signs(r"\det(A-\lambda I)=0")
    ('det', '(', 'a', '-', 'lambda', 'i', ')', '=', '0')
    >>> signs("what is det(A - λI) ?")
    ('', '', 'det', '(', 'a', '-', 'lambda', 'i', ')')
    """
    for written, name in _UNICODE.items():
        if written in text:
            text = text.replace(written, f" {name} ")
    found: list[str] = []
    for match in _SIGN.finditer(text):
        command, word, pair, mark = match.groups()
        if command is not None:
            found += [name] if (name := _COMMANDS.get(command, command)) else []
        elif match.group() == r"\|":
            found.append("|")
        elif word is not None:
            found += _letters(word)
        elif mark not in _DROPPED:
            found += [pair or mark] if pair or mark else []
    return tuple(found)


def grams(found: Iterable[str], open_letters: bool = False) -> frozenset[Gram]:
    """Runs of three signs, or a lone pair such as nabla f; none crosses a gap.

    With `open_letters` any letter is `?`, and a run must hold a name such as det: brackets and letters alone are alike
    everywhere.

    >>> sorted(grams(signs("det(A)"), open_letters=True))
    [('det', '(', '?')]
    """
    runs: list[list[str]] = [[]]
    for sign in found:
        if sign:
            runs[-1].append("?" if open_letters and len(sign) == 1 and sign.isalpha() else sign)
        else:
            runs.append([])
    kept = [run for run in runs if len(run) >= 2 and not _STRONG.isdisjoint(run)]
    threes = {tuple(run[i : i + 3]) for run in kept for i in range(len(run) - 2)}
    found_grams = threes | {tuple(run) for run in kept if len(run) == 2 and run[0] in _STRONG}
    return frozenset(g for g in found_grams if not open_letters or any(len(sign) > 1 and sign.isalpha() for sign in g))


def _letters(word: str) -> list[str]:
    """A written word as signs: a name of mathematics, a number, letters side by side such as `Ax`, or a gap."""
    if word in _NAMES or word in _GREEK or word.isdigit():
        return [_COMMANDS.get(word, word)]
    if len(word) == 1:
        return [word.lower()]
    letters_side_by_side = len(word) <= 4 and word.lower() not in STOP and (word != word.lower() or len(word) == 2)
    return list(word.lower()) if letters_side_by_side else [""]
