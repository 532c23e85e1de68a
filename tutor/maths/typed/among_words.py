r"""The formulas of a plain line and the words among them: "Subtract 4: 2x = 6 (on both sides)" holds 2x = 6 and is no product.

Law: every formula keeps its place in the text. A word is never multiplied into a formula; what may be letters side by side ("at"
in u + at) stays a formula unless it stands where only a word can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tutor.maths.typed.signs import is_word, known_word

_HIDDEN = "\x00"
_RELATION = re.compile(r"[=<>≤≥≠≈]|\\(?:leq?|geq?|neq?|approx|equiv|sim|in)(?![A-Za-z])")
_ARROW = re.compile(r"=>|<=>|⇒|⟹|⇔|⟺|∴|\\(?:Rightarrow|Longrightarrow|implies|iff|Leftrightarrow|therefore)(?![A-Za-z])")
_COMMENT = re.compile(r"(?:(?<![:\d/])//|(?<=[\d\s])//|←|<--?(?=\s)|(?<!\\)#).*$", re.MULTILINE)
_BRACKETED = re.compile(r"(?<![\w)}\]])[(\[]([^()\[\]]*)[)\]]")
_TEXT = re.compile(r"\\(?:text|textrm|mbox|textit)\s*\{([^{}]*)\}")
_KEPT = re.compile(r"\\(?:operatorname\*?|math\w+|begin|end|boldsymbol|bm)\s*\{[^{}]*\}|\\[A-Za-z]+")
_RUN = re.compile(r"(?<![A-Za-z\\_^{'])[A-Za-z]+(?:['’][A-Za-z]+)*")
_SHARE = re.compile(r"(?<=[%\d])(\s+)of(\s+)(?=[\d(\\])")
_SIZED = re.compile(r"(?<=\s)(?<![=<>+*/^(-]\s)(?:\d+|[a-z])\s?(?:[x×]|by)\s?(?:\d+|[a-z])(?=[\s-]+matri|\s*(?:[.,;]|$|and\b))")
_LONG = frozenset(
    """the and for are was has had have get gets got give gives now then thus hence so since because therefore where when
    which that this these those with from into both side sides each all any every some one two three four put let set
    use using used add adding added adds subtract subtracting subtracted multiply multiplying multiplied divide dividing
    divided square squared squaring take taking taken root roots apply applying expand expanding simplify simplifying
    factor factoring solve solving solved substitute substituting combine combining collect collecting cancel cancelling
    cancels move moving write writing rewrite start starting begin know known find finding found means mean meaning
    follows following answer result final check step line first second next last finally also again back here there must
    can cannot may not never only its our we you they suppose assume assuming given consider choose say see show shows
    shown want need equation expression equals equal number numbers matrix matrices vector vectors scalar real positive
    negative nonzero integer constant constants symmetric invertible orthogonal independent uncorrelated random
    variables variable events event disjoint commute function if iff unless provided whenever holds true false wrong
    right but however while otherwise implies imply proof claim note notice remember recall compute computing calculate
    calculating evaluate evaluating differentiate differentiating integrate integrating derivative rule chain product
    quotient power terms term left hand sign minus plus times over under per out off than more less about such as like
    new old my your his her rose price total sum angles angle is prime solution solutions no none dimension size sizes
    shape unit norm length probability probabilities distribution projection identity transpose inverse diagonal
    triangular by of to on at in it an be do us or up go""".split()
)
_SHORT = frozenset("so to we by of on at in is it an be do us as if or up go my no".split())
_LINKS = frozenset(["and", "or"])
_NEVER = frozenset("sum int lim prod det min max sup inf sin cos tan log exp abs mod var cov rank norm grad".split())


@dataclass(frozen=True, slots=True)
class Segment:
    """A formula among words: its text, its place, and the words (in small letters) since the formula before."""

    text: str
    start: int
    end: int
    words: tuple[str, ...] = ()

    @property
    def relates(self) -> bool:
        """Whether it says that something equals or exceeds something."""
        return bool(_RELATION.search(self.text))


def segments(text: str) -> tuple[Segment, ...]:
    """Every formula of a line, in order; a line without words is one formula, unless arrows part it.

    >>> [s.text for s in segments("Adding 2 on both sides gives 5x = 15, so x = 3.")]
    ['2', '5x = 15', 'x = 3']
    >>> [s.text for s in segments("s = ut + at^2 / 2")], [s.text for s in segments("2x = 10 => x = 5")]
    (['s = ut + at^2 / 2'], ['2x = 10', 'x = 5'])
    """
    text = _SHARE.sub(lambda m: f"{m[1]}* {m[2]}", text)
    hidden = _hidden(text)
    found: list[Segment] = []
    words: list[str] = []
    for match in re.finditer(rf"{_HIDDEN}+|[^{_HIDDEN}]+", hidden):
        if match[0][0] == _HIDDEN:
            words += [w.lower() for w in re.findall(r"[^\W\d_][\w'’-]*", text[match.start() : match.end()])]
            continue
        piece = text[match.start() : match.end()]
        lead = len(piece) - len(piece.lstrip(" \t,;:.\n"))
        body = re.sub(r"[\s,;:]*(?:\.\s*)?$", "", piece[lead:])
        body = body.removesuffix(" and").removesuffix(" or").rstrip(" ,;")
        for link in ("and ", "or "):
            if body.startswith(link):
                body, lead = body[len(link) :], lead + len(link)
        if re.search(r"\w|[=√∫∑]", body):
            start = match.start() + lead
            found.append(Segment(body, start, start + len(body), tuple(words)))
            words = []
    return tuple(found)


def measured(text: str) -> str:
    """The word that stands right after a number and is no word of a working, a unit perhaps; "" where there is none.

    >>> measured("2 hours = 120 minutes"), measured("Adding 2 on both sides")
    ('hours', '')
    """
    hidden = _hidden(text)
    for match in re.finditer(r"\d[ \t]*([A-Za-z][\w'’-]*)", text):
        if hidden[match.start(1)] == _HIDDEN and match[1].lower() not in _LONG | _SHORT:
            return match[1]
    return ""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a line that are no formula, in small letters.

    >>> words_of("If x = 3 then x + 2 = 5")
    ('if', 'then')
    """
    hidden = _hidden(text)
    return tuple(
        word.lower()
        for match in re.finditer(rf"{_HIDDEN}+", hidden)
        for word in re.findall(r"[^\W\d_][\w'’-]*", text[match.start() : match.end()])
    )


def marked(text: str) -> str:
    """The text with a dollar sign on both sides of each formula.

    >>> marked("For x > 0, sqrt(x^2) = x.")
    'For $x > 0$, $sqrt(x^2) = x$.'
    """
    out, at = "", 0
    for start, end in statements(text):
        out += f"{text[at:start]}${text[start:end]}$"
        at = end
    return out + text[at:]


def statements(text: str) -> tuple[tuple[int, int], ...]:
    """The places of all formulas of a text; statements side by side, "a = 2, b = 3", stand each at its own."""
    return tuple(place for one in segments(text) for place in _statements(one))


def _statements(one: Segment) -> list[tuple[int, int]]:
    """The places of several statements side by side: "x > 0, y = 2", "A = 0 or B = 0"; one place for anything else."""
    found, start, depth = [], 0, 0
    for match in re.finditer(r"[(\[{]|[)\]}]|,\s+|\s+(?:and|or)\s+", one.text):
        depth += (match[0] in "([{") - (match[0] in ")]}")
        splits = depth == 0 and match[0] not in "([{)]}"
        if splits and _RELATION.search(one.text[start : match.start()]) and _RELATION.search(one.text[match.end() :]):
            found.append((one.start + start, one.start + match.start()))
            start = match.end()
    return [*found, (one.start + start, one.end)]


# -- hiding the words ------------------------------------------------------------------------------------------------------
def _hidden(text: str) -> str:
    """The text with every word, comment and arrow replaced by as many hidden signs: places stay as they are."""
    out = _COMMENT.sub(lambda m: _HIDDEN * len(m[0]), text)
    out = _TEXT.sub(lambda m: _HIDDEN * len(m[0]) if _words_in(m[1]) else m[0], out)
    out = _BRACKETED.sub(_remark, out)
    out = _ARROW.sub(lambda m: _HIDDEN * len(m[0]), out)
    out = _SIZED.sub(lambda m: _HIDDEN * len(m[0]), out)
    kept = [m.span() for m in _KEPT.finditer(out)]
    signs = list(out)
    runs = [m for m in _RUN.finditer(out) if not any(a <= m.start() < b for a, b in kept)]
    prose = {m.start(): m for m in runs if _is_prose(m[0], out, m.start(), m.end())}
    for m in runs:
        if m[0] in ("I", "a", "A") and m.start() not in prose and _before_word(out, m, prose):
            prose[m.start()] = m
    for m in prose.values():
        signs[m.start() : m.end()] = _HIDDEN * len(m[0])
    return re.sub(rf"(?<={_HIDDEN})[ \t,;:.]+(?={_HIDDEN})", lambda m: _HIDDEN * len(m[0]), _parted("".join(signs)))


def _remark(match: re.Match[str]) -> str:
    """A remark in brackets is hidden; of "(so x = 3)" the brackets alone, for what it says counts."""
    if not _words_in(match[1]):
        return match[0]
    return f"{_HIDDEN}{match[1]}{_HIDDEN}" if _RELATION.search(match[1]) else _HIDDEN * len(match[0])


def _parted(hidden: str) -> str:
    """A colon or full stop that ends a phrase parts it from what follows: "Subtract 4: 2x = 6", "x = 3. y = 4"."""
    hidden = re.sub(r":(?=\s)|(?<=[\w)\]}])\.(?=\s+[A-Za-z\x00(])", _HIDDEN, hidden)
    return re.sub(r"\n+", lambda m: _HIDDEN * len(m[0]), hidden)


def _words_in(text: str) -> bool:
    """Whether a bracket holds words: (given), (subtract 4)."""
    runs = re.findall(r"(?<![A-Za-z\\])[A-Za-z]{2,}", text)
    return any(_worded(run) or run.lower() in _SHORT for run in runs if run not in _LINKS and run != "not")


def _worded(run: str) -> bool:
    low = run.lower()
    if low in _NEVER or run in _NEVER:
        return False
    return (len(run) > 2 and low in _LONG) or (len(run) >= 4 and is_word(run) and not known_word(run))


def _is_prose(run: str, text: str, start: int, end: int) -> bool:
    """Whether a run of letters is a word where it stands."""
    if run.lower() in _LINKS or (run == "not" and text[max(0, start - 3) : start].rstrip().endswith(("(", "|"))):
        return False
    if text[end : end + 1] in ("(", "[") and not (run.lower() in _LONG and text[end : end + 1] == "("):
        return False
    if start and (text[start - 1].isdigit() or text[start - 1] in ")]}"):
        return False
    if text[end : end + 1] in ("^", "_"):
        return False
    if len(run) > 2:
        return _worded(run) or "'" in run or "’" in run
    return run.lower() in _SHORT and _between_words(text, start, end)


def _between_words(text: str, start: int, end: int) -> bool:
    """Whether a short word stands where no factor can: not beside an operator, an equal sign or an open bracket."""
    before, after = text[:start].rstrip(" \t"), text[end:].lstrip(" \t")
    glued = (start > 0 and text[start - 1] not in " \t\n,;.:" + _HIDDEN) or (
        end < len(text) and text[end] not in " \t\n,;.:" + _HIDDEN
    )
    beside = before[-1:] in tuple("+-*/=^<>([{|·") or after[:1] in tuple("+*/=^<>)]}·")
    return not glued and not (beside and before) and bool(after or not before)


def _before_word(text: str, match: re.Match[str], prose: dict[int, re.Match[str]]) -> bool:
    """Whether a lone letter is the word before the next word: "I had", "a matrix"."""
    after = re.compile(r"[ \t]+").match(text, match.end())
    follows = after is not None and after.end() in prose
    opens = (
        match.start() == 0
        or text[: match.start()].rstrip(" \t")[-1:] in tuple("\n,;.:")
        or any(m.end() == len(text[: match.start()].rstrip(" \t")) for m in prose.values())
    )
    return follows and match[0] != "A" and (match[0] == "a" or opens)
