r"""What a letter usually means, said only where the words of its field stand around and nothing there speaks against it.

Law: a usual meaning is a guess about the author, so one word against it outweighs all words for it: "the scale $\sigma$", "the
standard deviation of $\sigma$", "$\mu$g". What stands under another heading counts neither way.
"""

from __future__ import annotations

import re

from tutor.maths.letters import is_symbol, key
from tutor.maths.named.known import Convention, conventions
from tutor.maths.named.said import spoken_of
from tutor.maths.reading.nodes import Chain
from tutor.maths.told.nouns import is_noun
from tutor.maths.told.place import place_of
from tutor.maths.tree import Node, walk

_MOST_AROUND = 20_000
_NEAR = 220
_HEADING = re.compile(r"\n\s*#{1,6}\s|\\(?:sub)*section\b|\\chapter\b")
_UNIT = re.compile(
    r"\\mu\s*\}?\$?\s*\{?(?:\\(?:mathrm|text|rm)\s*\{?\s*)?(?:g|m|s|L|l|A|V|M|mol)(?![A-Za-z])\.?(?:\s*[\\./^]|\s*\$|$)"
)
_EVERY = (
    r"(?:\b(?:[Aa]ll|[Ee]very|[Ee]ach|[Aa]ny|[Aa]rbitrary)\s+(?:(?:real|complex|positive|possible|fixed|given|scalars?|numbers?|values?|of)"
    r"\s+){0,3}(?:\$|\\\(|\}\s*)|\\forall\s*)(?:[^$=<>]{1,20},)?\s*\{?"
)
_MAPS = r"(?:transformation|operator|endomorphism|automorphism|isomorphism|(?<!feature )map|mapping)s?"
_FORMULA = r"(?:\$|\\\()([^$:]{1,60}?)(?::[^$]{0,60})?(?:\$|\\\))"
_MAP = re.compile(
    rf"\b{_MAPS}\s+{_FORMULA}|{_FORMULA}\s+(?:is|be|are|denotes?)\s+(?:also\s+)?(?:an?|the|any)\s+(?:[\w-]+\s+){{0,3}}?{_MAPS}\b"
)
_NEUTRAL = frozenset("parameter parameters vector value values error constant".split())


def usual_meaning(letter: str, latex: str, text: str, applied: bool = False, at: int | None = None) -> str:
    r"""What a letter of a formula usually means in such a text, or nothing; `applied` where the letter is a function here.

    `at` is where the formula stands in the text, where that is known.

    >>> usual_meaning(r"\sigma", r"x+\sigma", r"a normal distribution, $x+\sigma$")
    'the standard deviation'
    >>> usual_meaning(r"\sigma", r"x+\sigma", r"a normal distribution with scale $\sigma$, $x+\sigma$")
    ''
    """
    known = [one for one in conventions() if one.letter == letter]
    if not known or applied or (letter == "\\mu" and _UNIT.search(latex)):
        return ""
    place = place_of(latex, text, at)
    around = " ".join(_section(text[:_MOST_AROUND], latex, place).split()).replace("$ ", "$")
    near = _close_by(text, latex, place)
    told = (one for one in known if spoken_of(one.words, near) and spoken_of(one.words, around))
    meaning = next((one.meaning for one in told if not _contradicted(one, around)), "")
    if not meaning or _ranges(letter, near):
        return ""
    return "the identity" if meaning == "the identity matrix" and _of_maps(latex, near) else meaning


def _ranges(letter: str, near: str) -> bool:
    r"""Whether the words beside a formula let a letter be anything: "for every $\lambda \in F$", "for all numbers $t$"."""
    return re.search(_EVERY + re.escape(letter) + r"(?![A-Za-z_])", near) is not None


def _of_maps(latex: str, near: str) -> bool:
    r"""Whether a letter of a formula, or all of it, is called a map beside it: "$T - \lambda I$ is a linear transformation"."""
    called = [m[1] or m[2] for m in _MAP.finditer(near) if "mapsto" not in m[0]]
    capitals = {letter for formula in called for letter in re.findall(r"(?<![A-Za-z\\])[A-HJ-Z](?![A-Za-z])", formula)}
    plain = re.sub(r"_\{?[A-Za-z]+\}?", "", latex)  # the T of c_T(x) is only an index
    return any(re.search(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])", plain) for letter in capitals)


def _close_by(text: str, latex: str, place: int) -> str:
    """The words beside a formula: only they speak for a usual meaning, while any of the section may speak against it."""
    return text[max(0, place - _NEAR) : place + len(latex) + _NEAR] if place >= 0 else text[: 4 * _NEAR]


def defined(tree: Node, latex: str) -> frozenset[str]:
    """The letter that a formula says what it is, "i = ...": a sum inside may run over the same letter, but that is not it."""
    chains = [node for node in walk(tree) if isinstance(node, Chain) and node.span[0] == tree.span[0]]
    told = [node.sides[0] for node in chains if node.signs[0].name in ("=", ":=") and is_symbol(node.sides[0])]
    return frozenset(key(one, latex) for one in told)


def _section(text: str, latex: str, place: int) -> str:
    """The text between the headings around a formula."""
    if place < 0:
        return text
    before = [found.end() for found in _HEADING.finditer(text, 0, place)]
    after = _HEADING.search(text, place + len(latex.strip()))
    return text[before[-1] if before else 0 : after.start() if after else len(text)]


def _contradicted(one: Convention, around: str) -> bool:
    """Whether the letter stands behind a noun that is none of its own: "the bandwidth $\\sigma$"."""
    own = set(re.findall(r"[a-z]+", " ".join([one.meaning, *(w for w in one.words if w[0] != "!")]))) | _NEUTRAL
    before = re.compile(
        rf"(?<![\w-])([a-z]+)(?: \(|,)? \$(?:\\(?:mathbf|boldsymbol|bm)\s*\{{?\s*)?{re.escape(one.letter)}(?![A-Za-z_])"
    )
    denied = rf"\$\\?(?:mathbf|boldsymbol|bm)?\s*\{{?\s*{re.escape(one.letter)}\}}?\$\s*(?:is|are) (?:not|no|never)\b"
    if re.search(denied, around):
        return True  # "if $\lambda$ is not an eigenvalue"
    if one.letter.isupper() and re.search(rf"\\in\s*\{{?\s*{one.letter}(?![A-Za-z_(\\])|{one.letter}\s*=\s*\\{{", around):
        return True  # "for all $i \\in I$": a set
    for found in before.finditer(around):
        noun = found[1].lower()
        if is_noun(noun) and not any(noun.removesuffix("s") == mine.removesuffix("s") for mine in own):
            return True
    return False
