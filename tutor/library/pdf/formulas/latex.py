r"""A layout tree -> LaTeX."""

from __future__ import annotations

from tutor.library.pdf.formulas.layout import (
    Accent,
    Fence,
    Fraction,
    Grid,
    Limits,
    Line,
    Node,
    Root,
    Rows,
    Script,
    Sign,
    Words,
)
from tutor.library.pdf.formulas.symbols import PRIMES, named

FUNCTIONS = frozenset(
    """sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth exp log ln lg max min sup inf lim limsup liminf arg det
    dim ker deg gcd Pr hom""".split()
)
_MATRICES = {
    ("(", ")"): "pmatrix", ("[", "]"): "bmatrix", ("|", "|"): "vmatrix", ("‖", "‖"): "Vmatrix", ("{", "}"): "Bmatrix",
    ("", ""): "matrix", ("{", ""): "cases",
}  # fmt: skip
_RELATIONS = frozenset("=≤≥≠≈≡∼≃≅∝<>∈⊂⊆→⇒⇔↦≪≫≜⩽⩾←≐")


def latex(node: Node) -> str:
    r"""The LaTeX of a layout.

    >>> latex(Fraction(Sign("1"), Script(Sign("x"), None, Sign("2"))))
    '\\frac{1}{x^{2}}'
    >>> latex(Grid("[", ((Sign("1"), Sign("0")), (Sign("0"), Sign("α"))), "]"))
    '\\begin{bmatrix} 1 & 0 \\\\ 0 & \\alpha \\end{bmatrix}'
    """
    match node:
        case Sign():
            return _sign(node)
        case Words(text, style):
            return _words(text, style)
        case Line(parts):
            return _line(parts)
        case Script() | Limits():
            return _scripts(node)
        case Fraction(above, below, ruled):
            return rf"\{'frac' if ruled else 'binom'}{{{latex(above)}}}{{{latex(below)}}}"
        case Root(body, degree):
            return rf"\sqrt{'' if degree is None else f'[{latex(degree)}]'}{{{latex(body)}}}"
        case Accent(command, body):
            return rf"\{command}{{{latex(body)}}}"
        case Fence(left, body, right):
            return rf"\left{_bracket(left)} {latex(body)} \right{_bracket(right)}"
        case Grid():
            return _grid(node)
        case Rows(lines):
            return r"\begin{aligned} " + r" \\ ".join(map(_aligned, lines)) + r" \end{aligned}"


def _line(parts: tuple[Node, ...]) -> str:
    """Parts with spaces between them; the digits of one number stand together."""
    out = ""
    number = False
    for part in parts:
        code = latex(part)
        digit = isinstance(part, Sign) and (part.char.isdigit() or part.char == ".")
        begins = digit or (isinstance(part, Script) and isinstance(part.base, Sign) and part.base.char.isdigit())
        out += code if not out or (number and begins) else f" {code}" if code else ""
        number = digit
    return out


def _sign(sign: Sign) -> str:
    code = named(sign.char)
    if not sign.style or not (sign.char.isalnum() or sign.char == "∂"):
        return code
    if sign.char.isdigit() and sign.style not in ("mathbf", "mathbb", "boldsymbol"):
        return code
    style = "boldsymbol" if sign.style == "mathbf" and not sign.char.isascii() else sign.style
    # Upright capitals are how Greek capitals are printed anyway.
    return code if style == "mathrm" and not sign.char.isascii() else rf"\{style}{{{code}}}"


def _words(text: str, style: str) -> str:
    if style == "mathrm" and text in FUNCTIONS:
        return "\\" + text
    if style == "mathrm" and text in ("argmax", "argmin"):
        return rf"\operatorname*{{{text}}}"
    if style == "mathrm" and len(text) > 1:
        return rf"\text{{{text}}}"
    # Bold letters side by side are a product of vectors or matrices.
    product = style == "mathbf" and len(text) < 3
    return "".join(rf"\{style}{{{letter}}}" for letter in text) if product else rf"\{style}{{{text}}}"


def _scripts(node: Script | Limits) -> str:
    base = latex(node.base)
    if isinstance(node, Limits) and node.stacked:
        if node.below is not None:
            base = rf"\underset{{{latex(node.below)}}}{{{base}}}"
        over = "stackrel" if isinstance(node.base, Sign) and node.base.char in _RELATIONS else "overset"
        return base if node.above is None else rf"\{over}{{{latex(node.above)}}}{{{base}}}"
    if isinstance(node.base, Line) or (isinstance(node.base, Script) and isinstance(node, Script)):
        base = f"{{{base}}}"
    if isinstance(node.below, Rows):
        below = r"_{\substack{" + r" \\ ".join(map(latex, node.below.lines)) + "}}"
    else:
        below = "" if node.below is None else f"_{{{latex(node.below)}}}"
    return base + below + ("" if node.above is None else _above(node.above))


def _above(node: Node) -> str:
    parts = node.parts if isinstance(node, Line) else (node,)
    primes = 0
    signs = 0
    while signs < len(parts) and isinstance(part := parts[signs], Sign) and part.char in PRIMES:
        primes += PRIMES[part.char]
        signs += 1
    rest = " ".join(map(latex, parts[signs:]))
    if not rest:
        return "'" * primes
    return "^{" + r"\prime " * primes + rest + "}"


def _bracket(char: str) -> str:
    return named(char) if char else "."


def _grid(grid: Grid) -> str:
    environment = _MATRICES.get((grid.left, grid.right))
    rows = r" \\ ".join(" & ".join(map(latex, row)) for row in grid.rows)
    if environment:
        return rf"\begin{{{environment}}} {rows} \end{{{environment}}}"
    return rf"\left{_bracket(grid.left)} \begin{{matrix}} {rows} \end{{matrix}} \right{_bracket(grid.right)}"


def _aligned(line: Node) -> str:
    """A line of a chain, its first relation marked as the place where lines meet."""
    parts = line.parts if isinstance(line, Line) else (line,)
    for at, part in enumerate(parts):
        if isinstance(part, Sign) and part.char in _RELATIONS:
            return " ".join(filter(None, (_line(parts[:at]), "&" + latex(part), _line(parts[at + 1 :]))))
    return latex(line)
