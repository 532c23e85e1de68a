r"""Units as books print them upright: \text{sec}^{-1} is no secant, and in \mu\rm{g/m}^3 the cube belongs to the metre alone."""

from __future__ import annotations

import re

_TEXTS = frozenset(["text", "textrm", "mathrm", "rm", "mbox", "textnormal", "mathsf"])
_ALIKE = {"sec": "second", "min": "minute", "deg": "degree"}  # units that are called as functions are
_PER = re.compile(
    r"\s*\{\s*(sec|min|deg)\s*\}(?=\s*\^\s*\{\s*-\s*\d\s*\}\s*(?:$|\\(?:times|cdot|,|;|text|mathrm|mbox)|[.,;=&)}\]]))"
)
_PREFIX = {"": "", "k": "kilo", "m": "milli", "n": "nano", "c": "centi", "µ": "micro"}
_BASE = {
    "g": "gram", "m": "metre", "s": "second", "l": "litre", "L": "litre", "mol": "mole", "W": "watt", "J": "joule", "N": "newton",
    "h": "hour", "A": "ampere", "V": "volt",
}  # fmt: skip
_POWERS = {"2": "square ", "3": "cubic "}
_RATIO = re.compile(r"\s*\{\s*([kmnc]?)(g|mol|W|J|N|A|V|l|L|m)\s*/\s*([kmnc]?)(m|s|h|l|L)\s*\}\s*\^\s*\{?\s*([23])\s*\}?")
_COUNTED = re.compile(r"\d\s*(?:(?:\\[,;:! ]|~)\s*)*\\[a-z]+\s*\Z")  # a number stands before it: 3\,\mathrm{m/s}
_PER_UNIT = re.compile(
    r"\s*\{\s*([kmncµ]?)(g|mol|W|J|N|A|V|l|L|m)\s*/\s*([kmnc]?)(m|s|h|l|L|g|mol)(?:\s*\^\s*(?:\{\s*([23])\s*\}|([23])))?\s*\}"
)
_MICRO = re.compile(r"\s*\\(?:rm|mathrm|text)(?=\s*\{\s*(?:g|mol|W|J|N|A|V|l|L|m)\s*/)")


def unit(command: str, text: str, at: int) -> tuple[str, int] | None:
    r"""The words for a unit that a command begins, and where it ends; None where no unit stands.

    >>> unit("text", r"{sec}^{-1}", 0), unit("text", "{sec}(x)", 0)
    (('second', 5), None)
    >>> unit("mu", r"\rm{g/m}^3", 0), unit("mathrm", "{kg/m}^3", 0)
    (('micrograms per cubic metre', 10), ('kilograms per cubic metre', 8))
    >>> unit("mathrm", r"9.8 \mathrm{m/s^2}", 11), unit("mathrm", r"5\,\mathrm{mg/kg}", 10)
    (('metres per second squared', 18), ('milligrams per kilogram', 17))
    """
    micro = _MICRO.match(text, at) if command == "mu" else None
    if micro is None and command not in _TEXTS:
        return None
    if found := _RATIO.match(text, micro.end() if micro else at):
        small = _PREFIX["µ"] if micro else _PREFIX[found[1]]
        if micro and found[1]:
            return None
        return f"{small}{_BASE[found[2]]}s per {_POWERS[found[5]]}{_PREFIX[found[3]]}{_BASE[found[4]]}", found.end()
    ratio = None if micro or not _COUNTED.search(text, 0, at) else _PER_UNIT.match(text, at)
    if ratio:
        below = f"{_POWERS.get(ratio[5] or ratio[6] or '', '')}{_PREFIX[ratio[3]]}{_BASE[ratio[4]]}"
        if ratio[4] == "s" and (ratio[5] or ratio[6]):
            below = f"second {'squared' if (ratio[5] or ratio[6]) == '2' else 'cubed'}"
        return f"{_PREFIX[ratio[1]]}{_BASE[ratio[2]]}s per {below}", ratio.end()
    per = None if micro else _PER.match(text, at)
    return (_ALIKE[per[1]], per.end()) if per else None
