"""A model's question: it enters only with a key that the maths room works out again, or as a gap in words that stand on a page.

Law: what is accepted has a stem, exactly four options that differ as text and as mathematics, LaTeX that is read to its last
sign, and exactly one option that comes out right; a key that cannot be read, or that names no option, rejects the question. There
is never a placeholder, and a reply that holds no sound question gives none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from tutor.errors import Unreadable
from tutor.library.source import Citation, Passage, SourceKind
from tutor.maths.answers.judge import Grade, judge
from tutor.maths.claims import Verdict as Tried
from tutor.maths.claims import try_claim
from tutor.maths.formula import read_formula
from tutor.maths.spans import formula_spans
from tutor.voices.explanation import Standing
from tutor.voices.gate.equalities import by_convention, compute
from tutor.voices.gate.members import members
from tutor.voices.gate.properties import CHECKS, EQUATIONS, IMPLIES, Rows, asked_for, stated
from tutor.voices.gate.quotes import same_words
from tutor.voices.gate.reply import Written, questions_in

_LETTER_KEY = re.compile(r"(?:option|answer|choice)?\s*\(?([A-Da-d])\s*(?:[).:\]]\s*(?P<rest>.*))?$", re.IGNORECASE | re.DOTALL)
_LABELS = re.compile(r"\s*\(?([A-Da-d])[).:]\s+")
_LARGEST = 6
_SPECIAL = re.compile(
    r"\b(?:a |an |the )?(?:\$?\s*(\d)\s*(?:x|×|\\times|by)\s*(\d)\s*\$?)[\s-]*(identity|zero"
    r"|unit)(?: matrix)?(?:\s*\$?I(?:_\d)?\$?)?(?!\w)"
    r"|\b(?:the )?(identity|zero)(?: matrix)? of (?:size|order|dimension) (\d)\b|\$?\bI_\{?(\d)\}?\$?",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:what is|what are|what's|compute|calculate|evaluate|find|determine|work out|which (?:of (?:the following"
    r"|these) )?(?:is|equals|gives)|simplify)\s+(?:the (?:value|result|sum|product|difference) of\s+)?",
    re.IGNORECASE,
)
_VECTOR = r"\(\s*-?\d+(?:\.\d+)?(?:\s*,\s*-?\d+(?:\.\d+)?)+\s*\)"
_GAP = re.compile(r"_{2,}|\[(?:blank|\.\.\.|gap)\]|\.{4,}|…", re.IGNORECASE)
_NONE = ("the key names no option", "the key cannot be read")


class Verdict(Enum):
    """What becomes of a model's reply."""

    ACCEPT = "accept"
    REPAIRED = "repaired"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound question; `key` counts the options from 0, `repaired` says what had to be mended, "" where nothing had."""

    prompt: str
    options: tuple[str, ...]
    key: int
    explanation: str
    repaired: str = ""
    place: tuple[str, int, int] | None = None  # passage id and letters of it, where the key is a word of a page

    def __post_init__(self) -> None:
        if len(set(self.options)) != 4 or not 0 <= self.key < 4 or not self.prompt:
            raise ValueError("a question has a prompt, four different options and a key among them")


@dataclass(frozen=True, slots=True)
class Proposal:
    """The judgement on a whole reply."""

    verdict: Verdict
    questions: tuple[Sound, ...]
    why: str


class _Rejected(Exception):
    """Why one question of a reply does not enter; never leaves this file."""


def judge_reply(raw: str, passages: Sequence[Passage] = (), names: Mapping[str, str] | None = None) -> Proposal:
    """Judge a model's reply as it came; `names` gives the id of a passage for the name by which the reply calls it.

    >>> reply = '{"question": "What is the rank of [[1,2],[2,4]]?", "options": ["1","2","3","4"], "key": "A"}'
    >>> judge_reply(reply).verdict.value, judge_reply("null").verdict.value
    ('accept', 'reject')
    """
    written = questions_in(raw)
    if not written:
        return Proposal(Verdict.REJECT, (), "there is no question with options in the reply")
    sound: list[Sound] = []
    reasons: list[str] = []
    for one in written:
        try:
            sound.append(_checked(one, passages, names or {}))
        except _Rejected as refusal:
            reasons.append(str(refusal))
    if not sound:
        return Proposal(
            Verdict.REJECT,
            (),
            reasons[0]
            if len(reasons) == 1
            else f"none of {len(reasons)} questions is sound: {'; '.join(dict.fromkeys(reasons[:5]))}",
        )
    repaired = [one.repaired for one in sound if one.repaired]
    left = f"; {len(reasons)} more left out: {'; '.join(dict.fromkeys(reasons[:5]))}" if reasons else ""
    if repaired:
        return Proposal(Verdict.REPAIRED, tuple(sound), f"{repaired[0]}{left}")
    return Proposal(Verdict.ACCEPT, tuple(sound), f"the key was worked out again and one option is right{left}")


def _checked(written: Written, passages: Sequence[Passage], names: Mapping[str, str]) -> Sound:
    """The question with its key worked out; raises _Rejected with the reason."""
    stem, options = _clean(written.stem), tuple(_clean(option) for option in _unlabelled(written.options))
    _well_formed(stem, options)
    declared = _declared(written.keys, options)
    gap = _gap(stem, options, written, passages, names)
    found = gap[:2] if gap else _by_property(stem, options) or _computed(stem, options)
    if found is None:
        raise _Rejected("the maths room cannot work the answer out, and no verified words of a page give it")
    right, worked = found
    repairs = ["lost backslashes of its LaTeX were put back"] if written.mended else []
    if right not in declared:
        repairs.append(f"its key was wrong: worked out here it is “{options[right]}”")
    elif declared[0] != right:
        repairs.append(f"its key could be read in two ways: worked out here it is “{options[right]}”")
    return Sound(
        stem, options, right, _explanation(written, worked, right in declared), "; ".join(repairs), gap[2] if gap else None
    )


def _clean(text: str) -> str:
    """One line, white space outside formulas made plain; raises _Rejected for marks that no reader can see."""
    for formula in formula_spans(text):
        if re.search(r"[\n\r\t]", formula.latex) and not formula.display:
            raise _Rejected("its LaTeX is damaged: a line break stands inside a formula")
    text = " ".join(text.split()) if not re.search(r"[\x0b\x0c\x1c-\x1f\x85]", text) else text
    if any(not c.isprintable() for c in text):
        raise _Rejected("it holds control characters")
    if len(text) > 2_000:
        raise _Rejected("it is too long for a question")
    return text


def _unlabelled(options: Sequence[str]) -> tuple[str, ...]:
    """The options without the letters A) B) C) D) in front, where all of them have theirs."""
    found = [_LABELS.match(option) for option in options]
    if all(found) and [m[1].upper() for m in found if m] == list("ABCD"[: len(options)]):
        return tuple(option[m.end() :] for option, m in zip(options, found, strict=True) if m)
    return tuple(options)


def _well_formed(stem: str, options: Sequence[str]) -> None:
    if not stem.strip():
        raise _Rejected("it has no question")
    if len(options) != 4 or not all(option.strip() for option in options):
        raise _Rejected(f"it has {sum(bool(o.strip()) for o in options)} options and needs four")
    for text in (stem, *options):
        _clean_latex(text)
    plain = [re.sub(r"[\s$]+", "", option).lower().rstrip(".") for option in options]
    if len(set(plain)) < 4:
        raise _Rejected("two of its options are the same")


def _clean_latex(text: str) -> None:
    """Raises _Rejected where a formula is not read to its last sign, or a stroke stands where no formula is."""
    if re.sub(r"\\\$", "", text).count("$") % 2:
        raise _Rejected("a formula of it does not end")
    spans = list(formula_spans(text))
    outside = text
    for span in reversed(spans):
        outside = outside[: span.start] + " " + outside[span.end :]
    bare = "\\" in outside or re.search(r"[\^_]\{", outside)
    if bare and not spans:
        # LaTeX without dollars: the words around it are no formula, so each piece is read by itself.
        latex = [piece for piece in re.split(r"\s+(?=[A-Za-z]{2,}\b)|(?<=[a-z])\s+(?=\\)", outside) if "\\" in piece]
    elif bare:
        raise _Rejected("a piece of LaTeX stands outside its dollars")
    else:
        latex = []
    if not all(read_formula(one.strip(" ?.,:;")).complete for one in [*(s.latex for s in spans), *latex]):
        raise _Rejected("its LaTeX cannot be read to the end")


# -- the key as it is declared -----------------------------------------------------------------------------------------
def _declared(keys: Sequence[str | int], options: Sequence[str]) -> list[int]:
    """The options that every key given may mean, the likeliest first; raises _Rejected where there is none."""
    if not keys:
        raise _Rejected("it has no key")
    found = [_meant(key, options) for key in keys]
    common = [n for n in found[0] if all(n in other for other in found)]
    if not common:
        raise _Rejected("it names two different keys")
    return common


def _meant(key: str | int, options: Sequence[str]) -> list[int]:
    """The options a key may mean, the likeliest first; raises _Rejected where it means none."""
    told = str(key).strip()
    exact = [n for n, option in enumerate(options) if _bare(option) == _bare(told)]
    if isinstance(key, int) or re.fullmatch(r"\d", told):
        counted = [n for n in (int(told), int(told) - 1) if 0 <= n < 4]
        if not exact + counted:
            raise _Rejected(_NONE[0])
        return list(dict.fromkeys(exact + counted))
    if exact:
        return exact[:1]
    if letter := _LETTER_KEY.match(told):
        place, rest = "ABCD".index(letter[1].upper()), (letter["rest"] or "").strip()
        if rest and _bare(rest) != _bare(options[place]):
            raise _Rejected(_NONE[1])
        return [place]
    equal = [n for n, option in enumerate(options) if _same(told, option)]
    if len(equal) == 1:
        return equal
    raise _Rejected(_NONE[0])


def _bare(text: str) -> str:
    return re.sub(r"[\s$]+", "", text).rstrip(".")


def _same(one: str, other: str, kind: str = "expression") -> bool:
    return _grade(kind, one, other) is Grade.RIGHT


def _grade(kind: str, key: str, typed: str) -> Grade:
    try:
        return judge(kind, key.strip().strip("$"), typed.strip().strip("$").rstrip(".")).grade
    except (Unreadable, ValueError):
        return Grade.UNREADABLE


# -- three ways to a key -------------------------------------------------------------------------------------------------
def _gap(
    stem: str, options: Sequence[str], written: Written, passages: Sequence[Passage], names: Mapping[str, str]
) -> tuple[int, str, tuple[str, int, int]] | None:
    """A gap in words of a page: filled with exactly one option, the stem is the quote, and the quote is fair; and its place."""
    from tutor.voices.verify import verify
    from tutor.voices.voice import Draft, DraftSentence

    if not written.quote or not passages or len(_GAP.findall(stem)) != 1:
        return None
    sentence = DraftSentence(written.quote, written.quote, names.get(written.passage, f"?{written.passage}"))
    (claim,) = verify(Draft((sentence,)), passages, _cite)
    if claim.standing is not Standing.QUOTED:
        raise _Rejected(f"its quote does not pass: {claim.why}")
    filled = [n for n, option in enumerate(options) if same_words(_GAP.sub(lambda _: option, stem), claim.text)]  # noqa: B023 - used at once
    standing = [n for n, option in enumerate(options) if re.search(rf"(?<!\w){re.escape(option)}(?!\w)", claim.text)]
    if len(filled) != 1 or standing != filled:
        return None
    place = claim.citations[0]
    return filled[0], claim.why, (sentence.passage, place.start, place.end)


def _cite(passage: Passage, start: int, end: int) -> Citation:
    return Citation(
        passage.source, passage.source, passage.section, passage.page, "", start, end, passage.text[start:end], SourceKind.PDF
    )


def _by_property(stem: str, options: Sequence[str]) -> tuple[int, str] | None:
    """ "Which matrix is symmetric?", settled by definition or, for matrices and vectors of numbers, by computing."""
    if (right := members(stem, options)) is not None:
        return _only(right), f"{options[right[0]]} alone fulfils it" if right else ""
    name = asked_for(stem)
    if not name:
        return None
    known = [stated(option) for option in options]
    if all(known) and name in EQUATIONS:
        if len(set(known)) < 4:
            raise _Rejected("two of its options say the same")
        right = [n for n, one in enumerate(known) if one == name or name in IMPLIES[one]]
        return _only(right), f"{options[right[0]]} is what {name} means" if right else ""
    matrices = [_matrix(option) for option in options]
    if name not in CHECKS or not all(matrices):
        return None
    if any(a == b for n, a in enumerate(matrices) for b in matrices[:n]):
        raise _Rejected("two of its options are equal")
    right = [n for n, rows in enumerate(matrices) if rows and CHECKS[name](rows)]
    return _only(right), f"of the four matrices this one alone is {name}"


def _only(right: Sequence[int]) -> int:
    if len(right) != 1:
        raise _Rejected("none of its options is right" if not right else "more than one of its options is right")
    return right[0]


def _matrix(option: str) -> Rows | None:
    """A square matrix of numbers; None where the option is something else."""
    from tutor.maths.answers.lists import table
    from tutor.maths.evaluate import exact
    from tutor.maths.parse import read

    try:
        rows = table(read(option.strip().strip("$")))
        found = [[exact(entry) for entry in row] for row in rows] if rows else []
    except (Unreadable, ArithmeticError, ValueError):
        return None
    square = found and len(found) <= _LARGEST and all(len(row) == len(found) for row in found)
    entries = [[x for x in row if x is not None] for row in found]
    return entries if square and entries == found else None


def _computed(stem: str, options: Sequence[str]) -> tuple[int, str] | None:
    """The stem solved and every option judged against the answer; None where the stem is nothing to compute."""
    solved = _solved(stem)
    if solved is not None:
        kind, key, worked = solved
        grades = [Grade.WRONG if _other_shape(kind, key, option) else _grade(kind, key, option) for option in options]
    else:
        asked = _ASKS.sub("", stem.strip().rstrip("?.:= ").strip(), count=1)
        grades, worked = [_holds(asked, option) for option in options], ""
        kind = "vector" if re.fullmatch(_VECTOR, options[0].strip("$ ")) else "expression"
        if all(grade is Grade.UNREADABLE for grade in grades):
            return None
    if Grade.UNREADABLE in grades:
        raise _Rejected("one of its options cannot be checked")
    right = _only([n for n, grade in enumerate(grades) if grade is Grade.RIGHT])
    wrong = [option for n, option in enumerate(options) if n != right]
    if any(not (_other_shape(kind, a, b) or _grade(kind, a, b) is Grade.WRONG) for n, a in enumerate(wrong) for b in wrong[:n]):
        raise _Rejected("two of its options are equal, or cannot be told apart")
    return right, worked or f"computed here: {options[right]}"


def _other_shape(kind: str, one: str, other: str) -> bool:
    """A number beside a vector or a matrix: two readable things that cannot be equal."""
    if kind not in ("number", "expression", "vector", "matrix"):
        return False
    shapes = [_shape(text) for text in (one, other)]
    return None not in shapes and shapes[0] != shapes[1]


def _shape(text: str) -> tuple[int, ...] | None:
    """() of a number or formula, (n,) of a vector, (m, n) of a matrix; None of what cannot be read."""
    from tutor.maths.answers.lists import entries, table
    from tutor.maths.parse import read

    try:
        node = read(text.strip().strip("$").rstrip("."))
        if rows := table(node):
            return len(rows), len(rows[0])
        parts = entries(node)
    except (Unreadable, ArithmeticError, ValueError):
        return None
    return (len(parts),) if parts and len(parts) > 1 else ()


def _solved(stem: str) -> tuple[str, str, str] | None:
    """(kind, answer, how) of a stem that is a problem the maths room solves."""
    from tutor.maths.steps import solve

    if stem.count("?") > 1 or by_convention(stem):
        return None
    try:
        solution = solve(_with_matrices(stem).replace("$", " "))
    except Unreadable:
        return None
    if solution.kind in ("labelled", "words"):
        return None
    return solution.kind, solution.answer, f"${solution.answer_latex}$"


def _with_matrices(stem: str) -> str:
    """The identity and the zero matrix of a stated size, written out."""

    def written(match: re.Match[str]) -> str:
        rows, columns = int(match[1] or match[5] or match[6]), int(match[2] or match[5] or match[6])
        name = (match[3] or match[4] or "identity").lower()
        if not 1 <= rows <= _LARGEST or not 1 <= columns <= _LARGEST or (name != "zero" and rows != columns):
            return match.group()
        return str([[int(name != "zero" and i == j) for j in range(columns)] for i in range(rows)])

    return _SPECIAL.sub(written, stem)


def _holds(asked: str, option: str) -> Grade:
    """Whether a closed expression is an option: sums of vectors, values of formulas."""
    said = asked.replace("$", "").strip()
    told = option.replace("$", "").strip().rstrip(".")
    if re.search(r"[A-Za-z]", re.sub(r"\\[A-Za-z]+|\b(?:sin|cos|tan|exp|log|ln|sqrt|det|pi|e)\b", "", said + told)) or not told:
        return Grade.UNREADABLE
    if re.fullmatch(rf"{_VECTOR}(?:\s*[-+]\s*{_VECTOR})+", said):
        return _grade("vector", _summed(said), told)
    tried = try_claim(f"{said} = {told}")
    if len(tried) != 1 or tried[0].verdict not in (Tried.PROVED, Tried.FAILS):
        return Grade.UNREADABLE
    return Grade.RIGHT if tried[0].verdict is Tried.PROVED else Grade.WRONG


def _summed(said: str) -> str:
    """The sum of vectors of numbers, as it is typed.

    >>> _summed("(2,3)+(4,-1)")
    '(6, 2)'
    """
    from fractions import Fraction

    total: list[Fraction] = []
    for match in re.finditer(rf"([-+]?)\s*({_VECTOR})", said):
        sign = -1 if match[1] == "-" else 1
        parts = [sign * Fraction(x) for x in re.findall(r"-?\d+(?:\.\d+)?", match[2])]
        if total and len(parts) != len(total):
            raise _Rejected("the vectors of the question have different lengths")
        total = [a + b for a, b in zip(total, parts, strict=True)] if total else parts
    return f"({', '.join(map(str, total))})"


def _explanation(written: Written, worked: str, key_was_right: bool) -> str:
    """The model's explanation where all of it computes; else what was worked out here."""
    if key_was_right and written.explanation.strip():
        try:
            said = _clean(written.explanation)
            _clean_latex(said)
        except _Rejected:
            return worked
        if compute(said).standing in (Standing.PROVED, Standing.TESTED):
            return said
    return worked
