r"""Word's own formulas (OMML) -> LaTeX, for the shapes people draw with its equation editor; `[formula]` for the rest."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from tutor.library.readers.mathml import LOST, letters

MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DEEPEST = 60
_FUNCTIONS = frozenset("sin cos tan exp log ln det dim ker min max lim sup inf gcd arg sinh cosh tanh".split())
_FENCES = {"(": "(", ")": ")", "[": "[", "]": "]", "{": r"\{", "}": r"\}", "|": "|", "‖": r"\|", "⟨": r"\langle", "⟩": r"\rangle",
           "": ".", "⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil"}  # fmt: skip
_HATS = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar", "\u20d7": "vec", "\u0307": "dot", "\u0308": "ddot",
         "^": "hat", "~": "tilde", "¯": "bar", "→": "vec"}  # fmt: skip


class _Unknown(Exception):
    """A shape whose meaning is not known here."""


def latex_of(formula: Element) -> str:
    """The LaTeX of an `oMath` element; LOST when part of it cannot be read."""
    try:
        return _all(formula, 0).strip() or LOST
    except _Unknown:
        return LOST


def _all(parent: Element | None, depth: int) -> str:
    if depth > _DEEPEST:
        raise _Unknown
    return "".join(_one(child, depth + 1) for child in parent) if parent is not None else ""


def _one(element: Element, depth: int) -> str:
    name = element.tag.removeprefix(MATHS)
    if name == element.tag or name.endswith("Pr"):
        return ""  # Word's own marks of layout
    if name == "r":
        return _run("".join(text.text or "" for text in element.iter(f"{MATHS}t")))
    if name in ("e", "num", "den", "sup", "sub", "deg", "lim", "fName", "oMath", "box", "borderBox", "phant"):
        return _all(element, depth)
    if name not in _SHAPES:
        raise _Unknown
    return _SHAPES[name](element, depth)


def _run(text: str) -> str:
    return f"\\{text.strip()} " if text.strip() in _FUNCTIONS else letters(text)


def _part(element: Element, name: str, depth: int) -> str:
    return _all(element.find(MATHS + name), depth).strip()


def _says(element: Element, name: str, otherwise: str) -> str:
    """A property of a shape, such as the sign of a bracket."""
    found = element.find(f"{MATHS}{element.tag.removeprefix(MATHS)}Pr/{MATHS}{name}")
    return found.get(f"{MATHS}val", "") if found is not None else otherwise


def _radical(element: Element, depth: int) -> str:
    degree = _part(element, "deg", depth)
    return rf"\sqrt{f'[{degree}]' if degree else ''}{{{_part(element, 'e', depth)}}}"


def _scripts(element: Element, depth: int) -> str:
    base, low, high = (_part(element, name, depth) for name in ("e", "sub", "sup"))
    held = base if len(base) < 2 or base.isalnum() else f"{{{base}}}"
    return held + (f"_{{{low}}}" if low else "") + (f"^{{{high}}}" if high else "")


def _nary(element: Element, depth: int) -> str:
    sign = letters(_says(element, "chr", "∫")).strip()
    low, high = _part(element, "sub", depth), _part(element, "sup", depth)
    return f"{sign}{f'_{{{low}}}' if low else ''}{f'^{{{high}}}' if high else ''} {_part(element, 'e', depth)}"


def _fenced(element: Element, depth: int) -> str:
    left, right = _says(element, "begChr", "("), _says(element, "endChr", ")")
    if left not in _FENCES or right not in _FENCES:
        raise _Unknown
    inner = "|".join(_all(e, depth).strip() for e in element.findall(f"{MATHS}e"))
    return rf"\left{_FENCES[left]} {inner} \right{_FENCES[right]}"


def _matrix(element: Element, depth: int) -> str:
    rows = (" & ".join(_all(e, depth).strip() for e in row.findall(f"{MATHS}e")) for row in element.findall(f"{MATHS}mr"))
    return r"\begin{matrix}" + r" \\ ".join(rows) + r"\end{matrix}"


def _lines(element: Element, depth: int) -> str:
    rows = (_all(e, depth).strip() for e in element.findall(f"{MATHS}e"))
    return r"\begin{aligned}" + r" \\ ".join(rows) + r"\end{aligned}"


def _hat(element: Element, depth: int) -> str:
    sign = _says(element, "chr", "\u0302")
    if sign not in _HATS:
        raise _Unknown
    return rf"\{_HATS[sign]}{{{_part(element, 'e', depth)}}}"


_SHAPES: dict[str, Callable[[Element, int], str]] = {
    "f": lambda e, d: rf"\frac{{{_part(e, 'num', d)}}}{{{_part(e, 'den', d)}}}",
    "rad": _radical,
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "nary": _nary,
    "d": _fenced,
    "m": _matrix,
    "eqArr": _lines,
    "acc": _hat,
    "bar": lambda e, d: rf"\bar{{{_part(e, 'e', d)}}}",
    "func": lambda e, d: f"{_part(e, 'fName', d)} {_part(e, 'e', d)}",
    "limLow": lambda e, d: f"{_part(e, 'e', d)}_{{{_part(e, 'lim', d)}}}",
    "limUpp": lambda e, d: rf"\overset{{{_part(e, 'lim', d)}}}{{{_part(e, 'e', d)}}}",
}
