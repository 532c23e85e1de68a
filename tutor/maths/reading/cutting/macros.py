r"""Macros of a book: what its own definitions say, and the few that every package brings."""

from __future__ import annotations

import itertools
import re

from tutor.maths.reading.cutting import units
from tutor.maths.reading.cutting.definitions import Macro, definitions

_INNER = re.compile(r"\\[A-Za-z]*@[A-Za-z@]+")
OPTION = re.compile(r"\s*\[[^\[\]]{0,40}\]")
DERIVATIVES = frozenset(["pdv", "dv", "pderiv", "deriv", "od", "pd"])
SIZED = frozenset(["norm", "abs", "envert", "enVert", "del", "sbr", "cbr"])  # \\norm[0]{x}: how large the signs are
_GROUPS = re.compile(r"\s*(?:\[[^\[\]]{0,10}\])?\{")
STANDARD = {
    "ensuremath": Macro(1, "#1"),
    "pmatrix": Macro(1, r"\begin{pmatrix}#1\end{pmatrix}"),
    "matrix": Macro(1, r"\begin{matrix}#1\end{matrix}"),
    "array": Macro(1, r"\begin{matrix}#1\end{matrix}"),
    "cases": Macro(1, r"\begin{cases}#1\end{cases}"),
    "qq": Macro(1, r"\quad\text{#1}\quad"),
    "norm": Macro(1, r"\left\|#1\right\|"),
    "abs": Macro(1, r"\left|#1\right|"),
    "envert": Macro(1, r"\left|#1\right|"),
    "enVert": Macro(1, r"\left\|#1\right\|"),
    "del": Macro(1, r"\left(#1\right)"),
    "sbr": Macro(1, r"\left[#1\right]"),
    "cbr": Macro(1, r"\left\{#1\right\}"),
    "qty": Macro(1, r"\left\{#1\right\}"),
    "pqty": Macro(1, r"\left(#1\right)"),
    "bqty": Macro(1, r"\left[#1\right]"),
    "Bqty": Macro(1, r"\left\{#1\right\}"),
    "vqty": Macro(1, r"\left|#1\right|"),
    "dd": Macro(1, r"\,d #1"),
    "dif": Macro(1, r"\,d #1"),
    "vect": Macro(1, r"\vec{#1}"),
    "mat": Macro(1, r"\mathbf{#1}"),
    "matr": Macro(1, r"\mathbf{#1}"),
    "vb": Macro(1, r"\mathbf{#1}"),
    "bra": Macro(1, r"\left\langle #1\right|"),
    "ket": Macro(1, r"\left|#1\right\rangle"),
    "braket": Macro(1, r"\left\langle #1\right\rangle"),
    "innerproduct": Macro(1, r"\left\langle #1\right\rangle"),
    "mqty": Macro(1, r"\begin{matrix}#1\end{matrix}"),
    "pmqty": Macro(1, r"\begin{pmatrix}#1\end{pmatrix}"),
    "bmqty": Macro(1, r"\begin{bmatrix}#1\end{bmatrix}"),
    "expval": Macro(1, r"\left\langle #1\right\rangle"),
    "order": Macro(1, r"\mathcal{O}\left(#1\right)"),
    "eval": Macro(1, r"\left.#1\right|"),
    "xRightarrow": Macro(1, r"\overset{#1}{\Rightarrow}"),
    "xLeftarrow": Macro(1, r"\overset{#1}{\Leftarrow}"),
    "xLeftrightarrow": Macro(1, r"\overset{#1}{\Leftrightarrow}"),
    "xleftrightarrow": Macro(1, r"\overset{#1}{\leftrightarrow}"),
    "xmapsto": Macro(1, r"\overset{#1}{\mapsto}"),
    "xhookrightarrow": Macro(1, r"\overset{#1}{\hookrightarrow}"),
    "bs": Macro(1, r"\boldsymbol{#1}"),
}
_BRACKET = Macro(2, r"\left\langle #1\middle|#2\right\rangle")  # \braket{a}{b}; the a | b of \braket{a|b} has its bar
# What books name alike in preambles that are not at hand: KaTeX knows some of them, no package gives any another sense.
_SETS = {name: rf"\mathbb{{{name[0]}}}" for name in ("R", "N", "Z", "Q", "C", "RR", "NN", "ZZ", "QQ", "CC", "E", "EE", "PP")}
AVERAGES = {name: Macro(1, rf"\mathbb{{{name[0]}}}\left[#1\right]") for name in ("E", "EE", "PP")}  # \E{X}
NAMES = ("KL", "argmin", "argmax", "softmax")
PREAMBLE = {name: Macro(0, body) for name, body in _SETS.items()}
PREAMBLE |= {name: Macro(0, rf"\operatorname{{{name}}}") for name in NAMES}
PREAMBLE |= {
    "eps": Macro(0, r"\varepsilon"),
    "dif": Macro(0, r"\,d"),
    "d": Macro(0, r"\,d"),
    "dd": Macro(0, r"\,d"),
    "grad": Macro(0, r"\nabla"),
    "curl": Macro(0, r"\nabla\times"),
    "laplacian": Macro(0, r"\nabla^{2}"),
    "real": Macro(0, r"\mathbb{R}"),
    "defeq": Macro(0, r"\coloneqq"),
    "reals": Macro(0, r"\mathbb{R}"),
    "Reals": Macro(0, r"\mathbb{R}"),
    "natnums": Macro(0, r"\mathbb{N}"),
    "cnums": Macro(0, r"\mathbb{C}"),
    "Complex": Macro(0, r"\mathbb{C}"),
    "naturals": Macro(0, r"\mathbb{N}"),
    "integers": Macro(0, r"\mathbb{Z}"),
    "essup": Macro(0, r"\operatorname{ess\,sup}"),
}
PREAMBLE |= {f"bb{name}": Macro(0, rf"\mathbb{{{name}}}") for name in "RNZQCEP"}
PREAMBLE |= {f"{sign}{name}": Macro(0, rf"\mathbf{{{name}}}") for sign in "bv" for name in "xyzuvw"}
# With braces behind it, and only then: how many groups there are, for a macro that takes no more of them.
GROUPED = {
    "ceil": Macro(1, r"\left\lceil#1\right\rceil"),
    "floor": Macro(1, r"\left\lfloor#1\right\rfloor"),
    "set": Macro(1, r"\left\{#1\right\}"),
    "Set": Macro(1, r"\left\{#1\right\}"),
    "inner": Macro(2, r"\left\langle#1,#2\right\rangle"),
    "inprod": Macro(2, r"\left\langle#1,#2\right\rangle"),
    "innerprod": Macro(2, r"\left\langle#1,#2\right\rangle"),
    "ip": Macro(2, r"\left\langle#1,#2\right\rangle"),
    "comm": Macro(2, r"\left[#1,#2\right]"),
    "num": Macro(1, "#1"),
    "prescript": Macro(3, "{}^{#1}_{#2}{#3}"),
    "ketbra": Macro(2, r"\left|#1\right\rangle\left\langle#2\right|"),
    "unitfrac": Macro(2, r"\frac{\mathrm{#1}}{\mathrm{#2}}"),
}


def macros_in(text: str) -> tuple[dict[str, Macro], str]:
    r"""The macros a text defines, and the text with their definitions blanked out (so that places stay).

    >>> macros_in(r"\newcommand{\R}{\mathbb{R}} x \in \R")[0]["R"]
    Macro(arguments=0, body='\\mathbb{R}', optional=None)
    """
    if "@" in text:
        text = _INNER.sub(lambda name: name[0].replace("@", "A"), text)  # \@diff, a name inside a package: places stay
    found = list(definitions(text))
    for known in found:
        text = text[: known.start] + " " * (known.end - known.start) + text[known.end :]
    return {known.name: known.macro for known in found}, text


def matching_brace(text: str, at: int) -> int:
    """The place after the brace that closes the one at `at`; the end of the text if none does.

    >>> matching_brace("{a{b}c}d", 0)
    7
    """
    depth = 0
    while at < len(text):
        sign = text[at]
        if sign == "\\":
            at += 1
        else:
            depth += (sign == "{") - (sign == "}")
            if depth == 0:
                return at + 1
        at += 1
    return len(text)


def from_preamble(name: str, text: str, at: int) -> Macro | None:
    r"""The macro that preambles define alike; with braces behind it \E{X} has an argument, and of \R{n} no one knows.

    >>> from_preamble("ceil", "{x}+1", 0), from_preamble("inner", "{x}", 0), from_preamble("set", "{x}{x > 0}", 0)
    (Macro(arguments=1, body='\\left\\lceil#1\\right\\rceil', optional=None), None, None)
    """
    if name == "SI" and _groups(text, at) == 2:
        return _with_unit(text, at)
    if name == "genfrac" and _groups(text, at) >= 6:
        return _general_fraction(text, at)
    if name in GROUPED:
        return GROUPED[name] if _groups(text, at) == GROUPED[name].arguments else None
    if name == "degree":
        return None if text[:at].removesuffix("\\degree").rstrip().endswith(("^", "{")) else Macro(0, r"^{\circ}")
    if name == "dd" and ("\\int" not in text[:at] or text[at : at + 1] in ("[", "{")):
        return None  # d/dx in other books
    return AVERAGES.get(name) if text[at : at + 1] == "{" and name not in NAMES else PREAMBLE.get(name)


def _with_unit(text: str, at: int) -> Macro:
    r"""A number and its unit, \SI{9.81}{m/s^2}: the unit in words where it is known, else its letters."""
    second = matching_brace(text, at)
    told = units.in_words(text[second + 1 : matching_brace(text, second) - 1], text[at:second] == "{1}")
    return Macro(2, rf"#1\,\text{{ {told}}}" if told else r"#1\,\mathrm{#2}")


def _general_fraction(text: str, at: int) -> Macro | None:
    r"""\genfrac{(}{)}{0pt}{}{n}{k}: a fraction in its brackets, and without a stroke one thing above the other."""
    ends = [at]
    for _ in range(6):
        ends.append(matching_brace(text, ends[-1]))
    opened, closed, stroke = (text[a + 1 : b - 1].strip() for a, b in itertools.pairwise(ends[:4]))
    if not set(opened + closed) <= set("()[]|/.{}\\"):
        return None
    if stroke.startswith("0") and (opened, closed) == ("(", ")"):
        return Macro(6, r"\binom{#5}{#6}")
    inside = r"\frac{#5}{#6}" if not stroke.startswith("0") else r"{#5\atop #6}"
    return Macro(6, rf"\left{opened or '.'}{inside}\right{closed or '.'}" if opened or closed else inside)


def _groups(text: str, at: int) -> int:
    """How many groups in braces stand behind one another at a place; 0 where one of them is not closed."""
    found = 0
    while text[at : at + 1] == "{":
        end = matching_brace(text, at)
        group = text[at:end].replace("\\{", "").replace("\\}", "")
        if group.count("{") != group.count("}"):
            return 0
        at, found = end, found + 1
    return found


def of_a_package(name: str, text: str, at: int) -> tuple[Macro, int] | None:
    r"""What a command of a well-known package stands for, and where its groups begin; None where none follows.

    >>> of_a_package("norm", "[0]{x}", 0), of_a_package("vect", " x", 0)
    ((Macro(arguments=1, body='\\left\\|#1\\right\\|', optional=None), 3), None)
    """
    if derived := derivative(name, text, at):
        return derived
    at = _group_of(name, text, at) if name.rstrip("*") in STANDARD else -1
    return (_standard(name, text, at), at) if at >= 0 else None


def _standard(name: str, text: str, at: int) -> Macro:
    r"""What a package's macro stands for before the group at `at`; \mat{1 & 2 \\ 3 & 4} is a matrix, \mat{A} the name of one."""
    if name == "qty" and _groups(text, at) == 2:
        return _with_unit(text, at)  # the \qty of siunitx
    if name in ("braket", "innerproduct") and _groups(text, at) == 2:
        return _BRACKET
    inside = text[at : matching_brace(text, at)] if name in ("mat", "matr") else ""
    return STANDARD["pmatrix" if "\\\\" in inside or "&" in inside else name.rstrip("*")]


def _group_of(name: str, text: str, at: int) -> int:
    r"""Where the group of a package's macro begins, behind what only says how large its signs are, \norm[0]{x}; -1 where none is.

    >>> _group_of("norm", "[0]{x}", 0), _group_of("vect", "{x}", 0), _group_of("abs", " x", 0)
    (3, 0, -1)
    """
    option = OPTION.match(text, at) if name.rstrip("*") in SIZED else None
    at = option.end() if option else at
    return at if text[at : at + 1] == "{" else -1


def derivative(name: str, text: str, at: int) -> tuple[Macro, int] | None:
    r"""What \pdv[2]{f}{x} or \dv{f}{x} stands for, and where its groups begin; None where no group follows.

    >>> derivative("dv", "{f}{x}", 0)
    (Macro(arguments=2, body='\\frac{d #1}{d #2}', optional=None), 0)
    """
    if name not in DERIVATIVES or not _GROUPS.match(text, at):
        return None
    option = OPTION.match(text, at)
    order = f"^{{{option.group().strip()[1:-1]}}}" if option else ""
    first = option.end() if option else at
    sign, most = ("\\partial", 3) if name[0] == "p" else ("d", 2)
    after, count = first, 0
    while count < most and text[after : after + 1] == "{":
        after, count = matching_brace(text, after), count + 1
    below = f"{sign} #2 {sign} #3" if count == 3 else f"{sign} #{count}{order}"
    order = "^{2}" if count == 3 else order
    return Macro(count, rf"\frac{{{sign}{order}{' #1' if count > 1 else ''}}}{{{below}}}"), first
