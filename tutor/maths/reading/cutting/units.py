r"""Units as books print them upright: \text{sec}^{-1} is no secant, 3\,\mathrm{m}\,\mathrm{s}^{-1} is no product of 3, m and s.

Law: an upright name is a unit only where a number stands right before it; a single capital, which may be a matrix as well, only
behind a typed gap and where nothing follows that it could multiply. What a number counts is set off by a blank: it is no factor.
"""

from __future__ import annotations

import re

_TEXTS = frozenset(["text", "textrm", "mathrm", "rm", "mbox", "textnormal", "mathsf"])
_ALIKE = {"sec": "second", "min": "minute", "deg": "degree"}  # units that are called as functions are
_PER = re.compile(
    r"\s*\{\s*(sec|min|deg)\s*\}(?=\s*\^\s*\{\s*-\s*\d\s*\}\s*(?:$|\\(?:times|cdot|,|;|text|mathrm|mbox)|[.,;=&)}\]]))"
)
_PREFIX = {"": "", "k": "kilo", "m": "milli", "n": "nano", "c": "centi", "µ": "micro", "μ": "micro", "M": "mega", "G": "giga"}
_PREFIXED = {
    "g": "gram", "m": "metre", "s": "second", "l": "litre", "L": "litre", "mol": "mole", "W": "watt", "J": "joule", "N": "newton",
    "A": "ampere", "V": "volt", "Hz": "hertz", "Pa": "pascal", "eV": "electronvolt", "bit": "bit", "B": "byte",
}  # fmt: skip
_BARE = {
    "h": "hour", "hr": "hour", "hrs": "hour", "min": "minute", "sec": "second", "K": "kelvin", "rad": "radian", "bits": "bit",
    "nat": "nat", "nats": "nat", "dB": "decibel", "px": "pixel", "lb": "pound", "lbs": "pound", "ft": "foot", "yr": "year",
}  # fmt: skip
_FEW = re.compile(r"(?:hertz|kelvin)\Z")
_NAMES = {p + b: _PREFIX[p] + word for p in _PREFIX for b, word in _PREFIXED.items()} | _BARE
_POWERS = {2: "square ", 3: "cubic "}
_RATIO = re.compile(r"\s*\{\s*([kmnc]?)(g|mol|W|J|N|A|V|l|L|m)\s*/\s*([kmnc]?)(m|s|h|l|L)\s*\}\s*\^\s*\{?\s*([23])\s*\}?")
_MICRO = re.compile(r"\s*\\(?:rm|mathrm|text)(?=\s*\{\s*(?:g|mol|W|J|N|A|V|l|L|m)\s*/)")
_GAPS = r"(?:\\[,;:! ]|~)"
# a number stands before it: 3\,\mathrm{m/s}, 10^{-3}~\text{kg}
_COUNTED = re.compile(rf"(?P<number>\d+(?:\.\d+)?|10\s*\^\s*\{{-?\d+\}})(?P<gap>\s*(?:{_GAPS}\s*)*)\\[a-z]+\s*\Z")
_NAME = "|".join(sorted(_NAMES, key=lambda name: (-len(name), name)))
_RAISED = r"\s*\^\s*(?:\{\s*([-−]?[1-9])\s*\}|([1-9]))"
_FACTOR = re.compile(rf"\s*(/|\\cdot(?![a-z])|\*|{_GAPS})?\s*({_NAME})(?![A-Za-z])(?:{_RAISED})?")
_GROUP = re.compile(r"\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")
_ABOVE = re.compile(_RAISED)
_NEXT = re.compile(rf"\s*(/|(?:{_GAPS}\s*)*(?:\\cdot(?![a-z]))?(?:\s*{_GAPS})*)\s*\\(?:{'|'.join(sorted(_TEXTS))})(?=\s*\{{)")
_COMMANDS = re.compile(r"(?:\\[a-z]+\s*)+")
_MULTIPLIES = re.compile(
    rf"\s*(?:{_GAPS}\s*)*(?:[A-Za-z({{\[^_]|\\(?:math|text|vec|hat|bm|bold|left|alpha|beta|lambda|sum|frac))"
)


def unit(command: str, text: str, at: int) -> tuple[str, int] | None:
    r"""The words for a unit that a command begins, and where it ends; None where no unit stands.

    >>> unit("text", r"{sec}^{-1}", 0), unit("text", "{sec}(x)", 0)
    (('second', 5), None)
    >>> unit("mu", r"\rm{g/m}^3", 0), unit("mathrm", "{kg/m}^3", 0)
    (('micrograms per cubic metre', 10), ('kilograms per cubic metre', 8))
    >>> unit("mathrm", r"9.8 \mathrm{m/s^2}", 11), unit("mathrm", r"5\,\mathrm{mg/kg}", 10)
    ((' metres per second squared', 18), (' milligrams per kilogram', 17))
    >>> unit("mathrm", r"2\,\mathrm{kg}\,\mathrm{m}\,\mathrm{s}^{-2}", 10), unit("mathrm", r"2\mathrm{A}", 8)
    ((' kilogram metres per second squared', 43), None)
    """
    micro = _MICRO.match(text, at) if command == "mu" else None
    if micro is None and command not in _TEXTS:
        return None
    if not micro and (number := _COUNTED.search(text, max(0, at - 40), at)) and (counted := _counted(text, at, number)):
        return counted
    if found := _RATIO.match(text, micro.end() if micro else at):
        small = _PREFIX["µ"] if micro else _PREFIX[found[1]]
        if micro and found[1]:
            return None
        return f"{small}{_PREFIXED[found[2]]}s per {_POWERS[int(found[5])]}{_NAMES[found[3] + found[4]]}", found.end()
    per = None if micro else _PER.match(text, at)
    return (_ALIKE[per[1]], per.end()) if per else None


def _counted(text: str, at: int, number: re.Match[str]) -> tuple[str, int] | None:
    """The words for all the units in a row behind a number, and where the last ends; None where the first group is no unit."""
    factors: list[tuple[str, int]] = []
    end, sign = at, 1
    while (group := _GROUP.match(text, end)) and (inside := _factors(group[1])):
        end = group.end()
        if raised := _ABOVE.match(text, end):
            inside[-1] = (inside[-1][0], inside[-1][1] * _power(raised[1] or raised[2]))
            end = raised.end()
        factors += [(name, sign * power) for name, power in inside]
        if (more := _NEXT.match(text, end)) is None or not (ahead := _GROUP.match(text, more.end())) or not _factors(ahead[1]):
            break
        sign, end = (-1 if "/" in more[1] else 1), more.end()
    if not factors or not all(name in _NAMES for name, _ in factors):
        return None
    single = len(factors) == 1 and len(factors[0][0]) == 1
    if single and ((factors[0][0].isupper() or not text[:at].rstrip().endswith("text")) and not number["gap"].strip()):
        return None  # 2\mathrm{A} may be twice a matrix
    if single and factors[0][0].isupper() and _MULTIPLIES.match(text, end):
        return None
    return f" {_words(factors, number['number'] == '1')}", end


def in_words(inside: str, one: bool = False) -> str:
    r"""A unit as siunitx takes it, "m/s^2" or "\kilo\gram\per\metre", in words; empty where it is none that is known.

    >>> in_words("m/s^2"), in_words(r"\kilo\gram\per\metre"), in_words("widgets")
    ('metres per second squared', 'kilograms per metre', '')
    """
    if _COMMANDS.fullmatch(inside.strip()):
        names = inside.strip().lstrip("\\").replace("meter", "metre").split("\\")
        said = re.sub(r"(kilo|milli|centi|micro|nano|mega|giga) ", r"\1", " ".join(name.strip() for name in names))
        above, per, below = said.partition(" per ")
        return f"{above if one or not above.isalpha() else _many(above)}{per}{below}"
    factors = _factors(inside.replace(".", "\\,"))
    return _words(factors, one) if factors else ""


def _factors(inside: str) -> list[tuple[str, int]]:
    """The units of one group with their powers, "kg m/s^2"; empty where anything else stands there."""
    found: list[tuple[str, int]] = []
    at, sign = 0, 1
    while at < len(inside.rstrip()):
        if (factor := _FACTOR.match(inside, at)) is None or (found and not factor[1] and not inside[at].isspace()):
            return []
        sign = -1 if factor[1] == "/" else sign
        found.append((factor[2], sign * _power(factor[3] or factor[4] or "1")))
        at = factor.end()
    return found


def _power(text: str) -> int:
    return int(text.replace("−", "-"))


def _words(factors: list[tuple[str, int]], one: bool) -> str:
    """Units said in words: kilogram metres per second squared; `one` of it stands in the singular."""
    above = [f"{_POWERS.get(power, '')}{_NAMES[name]}{_to_the(power)}" for name, power in factors if power > 0]
    below = [_below(_NAMES[name], -power) for name, power in factors if power < 0]
    if above and not one:
        last = next(_NAMES[name] for name, power in reversed(factors) if power > 0)
        above[-1] = above[-1].replace(last, _many(last))
    return " ".join([*above, *(f"per {name}" for name in below)])


def _many(name: str) -> str:
    return "feet" if name == "foot" else name if _FEW.search(name) else f"{name}s"


def _below(name: str, power: int) -> str:
    if name == "second" and power in (2, 3):
        return f"second {'squared' if power == 2 else 'cubed'}"
    return f"{_POWERS.get(power, '')}{name}{_to_the(power)}"


def _to_the(power: int) -> str:
    return f" to the power {power}" if power > 3 else ""
