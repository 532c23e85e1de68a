"""Where the formulas stand in a line of prose.

Atoms that mathematics would set side by side are joined; a chain with something in it that only mathematics has is a formula.
TeX helps: it leaves no space between operands and brackets, and leaves one around operators, where prose would end the formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tutor.library.pdf.formulas.atoms import Atom, Kind, atoms
from tutor.library.pdf.formulas.glyphs import Glyph, Rule

_TIGHT = 0.14
# The thin space before a differential; no space between words is so small.
_THIN = 0.19
# After a script TeX leaves half a point more.
_SCRIPT_SPACE = 0.2
# The space after a comma in mathematics does not stretch; between words it is wider.
_COMMA = 0.22
_INTEGRALS = ("∫", "∬", "∭", "∮")
_BINARY = frozenset("+−⋅÷±∓∘⊕⊗⊙∪∩∧∨*/")


def formulas_in(
    glyphs: Sequence[Glyph], rules: Sequence[Rule], y: float, size: float, slanted: bool
) -> list[tuple[list[Glyph], list[Rule]]]:
    """The glyphs and rules of every formula of a line, from left to right."""
    found = []
    for chain in _chains(_without_slanted_words(atoms(glyphs, rules, y, size, slanted), slanted, size), size):
        for part in _trimmed(chain, size):
            held = [g for atom in part for g in atom.glyphs]
            left, right = min(g.left for g in held) - 1.5, max(g.end for g in held) + 1.5
            found.append((held, [r for r in rules if left < (r.left + r.right) / 2 < right]))
    return found


def _without_slanted_words(line: list[Atom], slanted: bool, size: float) -> list[Atom]:
    """Where variables are set in the italic of the text: runs of italic letters that make a word are words."""
    if not slanted:
        return line
    out: list[Atom] = []
    at = 0
    while at < len(line):
        stop = at
        while (
            stop < len(line)
            and _slanted_letter(line[stop])
            and (stop == at or line[stop].start - line[stop - 1].end < 0.1 * size)
        ):
            stop += 1
        run = line[at:stop]
        text = "".join(a.text for a in run)
        if len(run) > 2 or (len(run) == 2 and text.lower() in _SHORT_WORDS):
            out.append(Atom(Kind.WORD, [g for a in run for g in a.glyphs], False, run[0].start, run[-1].end))
        else:
            out += run
        if stop == at:
            out.append(line[at])
        at = max(stop, at + 1)
    for last, atom, following in zip([None, *out], out, [*out[1:], None], strict=False):
        if atom.text in ("a", "A") and _slanted_letter(atom) and (_slanted_word(last) or _slanted_word(following)):
            atom.kind, atom.sure = Kind.WORD, False  # an article in a sentence set in italic
    return out


def _slanted_word(atom: Atom | None) -> bool:
    return atom is not None and atom.kind is Kind.WORD and atom.glyphs[0].face.style == "mathit"


_SHORT_WORDS = frozenset("is in of to as at by on or an we if it be no so do up my he us am go ex vs".split())


def _slanted_letter(atom: Atom) -> bool:
    return atom.kind is Kind.OPERAND and len(atom.glyphs) == 1 and atom.glyphs[0].face.style == "mathit"


def _chains(line: Sequence[Atom], size: float) -> list[list[Atom]]:
    """The line cut wherever mathematics would not set two neighbours like this."""
    closed = _closing(line)
    chains: list[list[Atom]] = []
    inside = -1  # the place of the bracket that closes the outermost one still open
    for at, atom in enumerate(line):
        gap = (atom.start - max(a.end for a in line[max(0, at - 3) : at])) / size if at else 9.0
        if chains and chains[-1] and (at <= inside or _joins(line, at, gap)):
            chains[-1].append(atom)
        else:
            chains.append([atom])
        if atom.kind is Kind.OPEN and at > inside and at in closed and _all_mathematics(line[at + 1 : closed[at]]):
            inside = closed[at]
    return [chain for chain in chains if _is_formula(chain)]


def _closing(line: Sequence[Atom]) -> dict[int, int]:
    """Place of the closing bracket for the place of every opening one."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for at, atom in enumerate(line):
        if atom.kind is Kind.OPEN:
            waiting.append(at)
        elif atom.kind is Kind.CLOSE and waiting:
            pairs[waiting.pop()] = at
    return pairs


def _all_mathematics(inside: Sequence[Atom]) -> bool:
    """Whether what stands between brackets can be mathematics: something sure, no words, no lone number."""
    if any(a.kind is Kind.WORD and len(a.text) > 1 for a in inside):
        return False
    for comma, follower in pairwise(inside):
        wide = follower.start - comma.end > _COMMA * comma.glyphs[0].size
        if comma.kind is Kind.STOP and not comma.sure and (wide or comma.text not in ",;.:"):
            return False
    numbers = all(a.kind in (Kind.NUMBER, Kind.STOP) for a in inside)
    return any(a.sure or a.kind is Kind.OPERAND for a in inside) or (
        numbers and len(inside) > 2 and any(a.text == "," for a in inside)
    )


def _joins(line: Sequence[Atom], at: int, gap: float) -> bool:
    """Whether atom `at` goes on the formula of the one before it, `gap` away in units of the letters' size."""
    last, atom = line[at - 1], line[at]
    following = line[at + 1] if at + 1 < len(line) else None
    if atom.kind is Kind.SCRIPT:
        # A raised figure after a full stop leads to a footnote.
        return gap < 0.5 and last.kind is not Kind.STOP and not (last.kind is Kind.WORD and not atom.sure)
    if atom.kind is Kind.STOP or last.kind is Kind.STOP:
        return _joins_stop(line, at, gap)
    if Kind.WORD in (last.kind, atom.kind):
        return _joins_word(line, at, gap)
    if gap < _TIGHT:
        return True
    if gap < _THIN and last.sure and atom.sure and last.kind is not Kind.OPERATOR:
        return True
    if gap > 0.75:
        return False
    if last.kind is Kind.SCRIPT and atom.kind is Kind.OPEN and gap < _SCRIPT_SPACE:
        return True
    if atom.text == "d" and gap < 0.42 and any(a.text in _INTEGRALS for a in line[max(0, at - 60) : at]):
        return (
            following is not None and following.kind is Kind.OPERAND and following.start - atom.end < 0.05 * atom.glyphs[0].size
        )
    if atom.kind is Kind.OPEN and gap < 0.33 and (atom.sure or (last.kind is Kind.OPERAND and len(last.glyphs) > 2)):
        return True
    if Kind.OPERATOR in (last.kind, atom.kind) or (last.kind is Kind.SCRIPT and _base(line, at).kind is Kind.OPERATOR):
        return atom.kind is not Kind.OPERATOR or following is None or following.kind is not Kind.WORD or atom.sure
    if last.kind is Kind.PREFIX or (last.kind is Kind.SCRIPT and _base(line, at).kind is Kind.PREFIX):
        return gap < (0.42 if last.sure or atom.sure else 0.3)
    if atom.kind is Kind.PREFIX or Kind.DOTS in (last.kind, atom.kind):
        return gap < 0.3
    # "p(x | y)": a bar between operands keeps a thick space on both sides, and it stretches; "2 sums" does not join.
    return Kind.BAR in (last.kind, atom.kind) and last.sure and atom.sure and gap < 0.6


def _base(line: Sequence[Atom], at: int) -> Atom:
    """The atom that the scripts before atom `at` hang on."""
    back = at - 1
    while back > 0 and line[back].kind is Kind.SCRIPT:
        back -= 1
    return line[back]


def _joins_stop(line: Sequence[Atom], at: int, gap: float) -> bool:
    last, atom = line[at - 1], line[at]
    if atom.kind is Kind.STOP:
        if last.kind is Kind.WORD or last.kind is Kind.STOP:
            return False
        if atom.text == ":" and gap > _TIGHT:
            return at + 1 < len(line) and line[at + 1].kind is not Kind.WORD
        if atom.text == "!":
            follower = line[at + 1] if at + 1 < len(line) else None
            # A factorial goes on in its sentence; an exclamation ends it.
            atom.sure = follower is not None and (follower.text[:1].islower() or follower.kind is not Kind.WORD)
            return gap < (0.12 if atom.glyphs[0].face.mathematical else 0.05) and last.kind is not Kind.SCRIPT
        apart = last.kind is Kind.DOTS or not last.glyphs[-1].known  # what has no name may be dots
        return atom.text in ",;.:" and gap < (0.32 if apart else 0.12)
    if atom.kind is Kind.WORD:
        return False
    if last.text == ",":
        return last.sure or gap < _COMMA
    if last.text == "!":
        return gap < _TIGHT or atom.kind is Kind.OPERATOR
    return (last.text in ";:" and (last.sure or _leads_to_arrow(line, at))) or (last.text == "." and last.sure and gap < 0.05)


def _leads_to_arrow(line: Sequence[Atom], at: int) -> bool:
    return any(a.text in "→↦" for a in line[at : at + 9])


def _joins_word(line: Sequence[Atom], at: int, gap: float) -> bool:
    last, atom = line[at - 1], line[at]
    # By their advance: an italic letter may lean over the space before it.
    if max(gap, (atom.glyphs[0].x - last.glyphs[-1].end) / atom.glyphs[0].size) > 0.05:
        return False
    if atom.kind is Kind.OPEN:
        close = _closing(line).get(at)
        return close is not None and _all_mathematics(line[at + 1 : close]) and last.text.isalpha()
    if atom.kind is Kind.WORD:
        # "dx" with an upright d, "2n" with upright letters: one letter close to an operand.
        return last.kind in (Kind.OPERAND, Kind.NUMBER, Kind.CLOSE) and len(atom.text) == 1 and last.sure and atom.text.isalpha()
    return atom.sure and len(last.text) == 1 and last.text.isalpha()


def _is_formula(chain: Sequence[Atom]) -> bool:
    kinds = {a.kind for a in chain}
    if not any(a.sure and a.kind is not Kind.STOP for a in chain):
        plain = [n for n, a in enumerate(chain) if a.kind is Kind.OPERATOR and a.text in "=+<>" and 0 < n < len(chain) - 1]
        if plain:
            return True
        ordinal = any(a.kind is Kind.NUMBER and b.kind is Kind.SCRIPT and b.text.isalpha() for a, b in pairwise(chain))
        tuple_ = any(a.kind is Kind.STOP and a.sure and a.text == "," for a in chain[1:-1])
        called = any(a.kind is Kind.PREFIX and b.kind is Kind.OPEN for a, b in pairwise(chain))
        return ordinal or tuple_ or called or any(a.kind is Kind.OPERAND for a in chain)
    return kinds != {Kind.SCRIPT} or any(a.sure and a.text not in "∗*†‡" for a in chain)


def _trimmed(chain: list[Atom], size: float) -> list[list[Atom]]:
    """The chain without the punctuation and brackets of the prose around it."""
    part = list(chain)
    changed = True
    while changed and part:
        changed = False
        first, last = part[0], part[-1]
        if last.kind is Kind.STOP and not (last.sure and last.text != "."):
            part.pop()
            changed = True
        elif first.kind is Kind.STOP or first.kind is Kind.CLOSE or (first.kind is Kind.OPEN and not _closes_inside(part)):
            part.pop(0)
            changed = True
        elif last.kind is Kind.OPEN or (last.kind is Kind.CLOSE and not _opens_inside(part)):
            part.pop()
            changed = True
        elif _in_prose_brackets(part):
            part = part[1:-1]
            changed = True
    return [part] if part and _is_formula(part) else []


def _closes_inside(part: Sequence[Atom]) -> bool:
    return 0 in _closing(part)


def _opens_inside(part: Sequence[Atom]) -> bool:
    return len(part) - 1 in _closing(part).values()


def _in_prose_brackets(part: Sequence[Atom]) -> bool:
    """Whether the round brackets around the whole are those of a remark, not of a tuple."""
    if part[0].text != "(" or part[-1].text != ")" or part[0].sure or _closing(part).get(0) != len(part) - 1:
        return False
    depth = 0
    binary = relation = False
    for atom in part[2:-1]:
        depth += (atom.kind is Kind.OPEN) - (atom.kind is Kind.CLOSE)
        if depth == 0:
            if atom.text == ",":
                return False
            relation = relation or (atom.kind is Kind.OPERATOR and atom.text not in _BINARY)
            binary = binary or (atom.kind is Kind.OPERATOR and atom.text in _BINARY)
    return relation or not binary
