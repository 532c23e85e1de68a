r"""What a sentence claims in formulas, computed: every equality and inequality tried, every "the rank of ... is ..." worked out.

Law: a sentence is PROVED or TESTED only where nothing of it is left over: every word that is not one of a short list of joints,
and every letter of every formula, belongs to a claim that was tried and held. A strict or weak inequality between letters that
holds at random points may fail at another, so only equalities may be TESTED.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tutor.errors import Unreadable
from tutor.library.sentences import sentences
from tutor.maths.answers.judge import Grade, judge
from tutor.maths.claims import Claim as Tried
from tutor.maths.claims import Verdict, claims, try_claim
from tutor.maths.evaluate import exact
from tutor.maths.formula import read_formula
from tutor.maths.parse import read
from tutor.maths.reading.nodes import Chain, Text, Word
from tutor.maths.spans import formula_spans
from tutor.maths.tree import walk
from tutor.voices.explanation import Standing
from tutor.voices.gate.axes import NUMBER_WORDS

MOST_CHARACTERS = 4_000
_MOST_TRIES = 8
_JOINT = re.compile(
    r"(?:so|thus|hence|therefore|and|then|also|indeed|we have|we get|we see that|that is|i\.e\.|in fact|here|this gives|now)\b",
    re.IGNORECASE,
)
_REDEFINES = re.compile(
    r"\\(?:def|newcommand|renewcommand|providecommand|let|gdef|edef|DeclareMathOperator|phantom|hphantom|vphantom|color"
    r"|textcolor|href|includegraphics|not|cancel|bcancel|xcancel|sout|text|mbox|mathrm\s*\{[^}]*\s)"
)
_RELATION = re.compile(r"=|≠|≤|≥|<|>|\\(?:leq?|geq?|neq?|lt|gt|approx)\b")
_IS = re.compile(r"\s+(?:is equal to|are equal to|is exactly|is given by|evaluates to|comes out as|equals?|is|are|=)\s+|\s*=\s*")
_SPREAD = re.compile(r"\b(?:variance|standard deviation|std|sd|covariance)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:number of|how many|count of|which|why|two|three|four|five|twice|thrice|double|half|both|each"
    r"|approximately|about|rounded|nearest)\b",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r"\b(?:if|suppose|assume|unless|whether|not|never|n['’]t|wrong|false|mistake|think\w*|believ\w*|claim\w*|would|were)\b",
    re.IGNORECASE,
)
_COMPUTES = re.compile(
    r"\b(?:rank|det|determinant|trace|inverse|transpose|eigenvalues?|eigenvectors?|nullity|derivative|gradient|hessian"
    r"|jacobian|integral|limit|norm|length"
    r"|dot product|inner product|cross product|distance|angle|entropy|cross-entropy|variance|mean|expectation|expected value"
    r"|probability|covariance|correlation"
    r"|product|sum|solutions?|singular values?|characteristic polynomial|projection|softmax|sigmoid|rref|kernel|image"
    r"|d/d[a-z])\b|\d\s*[-+*/^]\s*\d",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;:]\s+|,\s+(?=[a-z])|\b(?:that|so|as|since|because|and|but|then|hence|thus|therefore|while)\s+", re.IGNORECASE
)
_RUN = re.compile(
    r"(?:(?<![A-Za-z])[A-Za-z]\b(?:\^?[T'])?|\d+(?:\.\d+)?|[-+*/^=<>≤≥≠()\[\]{},|!·]|\\[A-Za-z]+|\b(?:sin|cos|tan|exp|log|ln|sqrt|det|tr"
    r"|rank)\b|\s)+"
)


@dataclass(frozen=True, slots=True)
class Computed:
    """What trying a sentence showed: STRUCK with the counterexample, PROVED or TESTED where it is covered whole, else
    UNCHECKED."""

    standing: Standing
    why: str = ""


_NOTHING = Computed(Standing.UNCHECKED)


def compute(text: str) -> Computed:
    r"""The claims of a sentence, tried.

    >>> compute("$2 + 2 = 5$.").why
    'the draft says 5; computed here: 4'
    >>> compute("The rank of [[1, 2], [2, 4]] is 1.").standing.value, compute("Hence $(a+b)^2 = a^2 + 2ab + b^2$.").standing.value
    ('proved', 'proved')
    >>> compute("$1 = 1$ and all matrices commute.").standing.value
    'unchecked'
    """
    if len(text) > MOST_CHARACTERS or not (_RELATION.search(text) or _COMPUTES.search(text)):
        return _NOTHING
    if any(not c.isprintable() and c not in "\n\t" for c in text):
        return _NOTHING
    tried = _tried(text)
    if wrong := next((c for c in tried if c.verdict is Verdict.FAILS), None):
        return Computed(Standing.STRUCK, wrong.why.replace("the text says", "the draft says"))
    worked = [_worked(sentence) for sentence in _parts(text)]
    if wrong_one := next((w for w in worked if w.standing is Standing.STRUCK), None):
        return wrong_one
    return _whole(text, worked)


def holding(text: str) -> int:
    r"""How many formulas of a sentence are equalities that hold, computed to their last sign, whatever the words around them say.

    >>> holding(r"So the share of the ill is $\frac{9}{108} = \frac{1}{12}$, as $p = q$.")
    1
    """
    if len(text) > MOST_CHARACTERS or not _RELATION.search(text):
        return 0
    return sum(bool(_holds(span.latex)) for span in formula_spans(text))


def doubt_of(text: str, context: str) -> str:
    """What in quoted words does not compute; the quote stands all the same. `context` is what the page says before them."""
    if len(text) > MOST_CHARACTERS or not _RELATION.search(text) or not any(True for _ in formula_spans(text)):
        return ""
    begin = len(context)
    tried = claims(context + text)
    wrong = next((c for c in tried if c.start >= begin and c.verdict is Verdict.FAILS), None)
    return f"computed here, it does not come out: {wrong.why}" if wrong else ""


def _parts(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


def _tried(text: str) -> Sequence[Tried]:
    """The claims of the formulas of a text, set in dollars or standing bare between its words."""
    if any(True for _ in formula_spans(text)):
        return claims(text)
    found: list[Tried] = []
    for run, before, after in _bare_runs(text):
        if not _DOUBTED.search(before) and not re.match(r"\s*(?:if|when|only|for|unless|is false|is wrong|fails)\b", after):
            found += claims(f"{before} ${run}$ {after}")
    return found


def _bare_runs(text: str) -> Iterator[tuple[str, str, str]]:
    """Stretches of a text that look like a formula with a relation in it, with the words of the sentence around each."""
    for a, b in sentences(text):
        part = text[a:b]
        for n, match in enumerate(_RUN.finditer(part)):
            run = match.group().strip().rstrip(",.;")
            if n > 40:
                return
            # A lone letter at the edge may be the article "a" or the word "I".
            run = re.sub(r"^(?:[aAI]\s+)(?=[^\s=<>])", "", run)
            if _RELATION.search(run) and len(re.sub(r"\s", "", run)) >= 3 and not re.search(r"[=<>≤≥≠]$|^[=<>≤≥≠]", run):
                yield run, part[: match.start()], part[match.end() :]


def _whole(text: str, worked: Sequence[Computed]) -> Computed:
    """The standing of a text all of whose sentences are covered by what was tried; UNCHECKED where one is not."""
    standings: list[Computed] = []
    for part, done in zip(_parts(text), worked, strict=True):
        found = done if done.standing is Standing.PROVED else _covered(part)
        if found.standing is Standing.UNCHECKED:
            return _NOTHING
        standings.append(found)
    if not standings:
        return _NOTHING
    return next((s for s in standings if s.standing is Standing.TESTED), standings[0])


def _covered(sentence: str) -> Computed:
    """A sentence that is nothing but formulas and joints, each formula a chain tried to its last sign."""
    spans = list(formula_spans(sentence))
    rest = sentence
    for span in reversed(spans):
        rest = f"{rest[: span.start]} {rest[span.end :]}"
    if re.sub(r"[\s,.;:]", "", _JOINT.sub(" ", rest)):
        return _NOTHING
    latex = [span.latex for span in spans] or [sentence.strip().rstrip(".")]
    if not spans and re.search(r"[A-Za-z]{2}", re.sub(r"\\[A-Za-z]+|\b(?:sin|cos|tan|exp|log|ln|sqrt|det)\b", "", sentence)):
        return _NOTHING
    found = [_holds(one) for one in latex]
    if not all(found):
        return _NOTHING
    tested = next((why for proved, why in filter(None, found) if not proved), "")
    return Computed(Standing.TESTED, tested) if tested else Computed(Standing.PROVED, (found[0] or (True, ""))[1])


def _holds(latex: str) -> tuple[bool, str] | None:
    """(proved, why) of a formula that is one chain, read to its last sign and all of it tried; None where it is not."""
    if _REDEFINES.search(latex):
        return None
    reading = read_formula(latex)
    chain = reading.tree
    if not reading.complete or not isinstance(chain, Chain) or any(isinstance(n, Text | Word) for n in walk(chain)):
        return None
    tried = try_claim(latex)
    if len(tried) != len(chain.signs) or not all(c.verdict in (Verdict.PROVED, Verdict.TESTED) for c in tried):
        return None
    if any(c.verdict is Verdict.TESTED and c.sign != "=" for c in tried):
        return None
    tested = next((c for c in tried if c.verdict is Verdict.TESTED), None)
    return (False, tested.why) if tested else (True, tried[0].why)


# -- the rank of ... is ... ------------------------------------------------------------------------------------------------
def _worked(sentence: str) -> Computed:
    """A sentence such as "the rank of [[1,2],[2,4]] is 1", worked out; STRUCK also where a clause of it comes out otherwise."""
    sentence = sentence.strip()
    if not _COMPUTES.search(sentence) or "?" in sentence:
        return _NOTHING
    tries = 0
    for match in _IS.finditer(sentence):
        for begin in _beginnings(sentence, match.start()):
            tries += 1
            if tries > _MOST_TRIES:
                return _NOTHING
            whole = not re.sub(r"[\s,:]", "", _JOINT.sub(" ", sentence[:begin]))
            found = _compared(sentence[begin : match.start()], sentence[match.end() :], whole, sentence[:begin])
            if found is not None:
                return found
    return _NOTHING


def _beginnings(sentence: str, end: int) -> Iterator[int]:
    """Where the clause that ends here may begin: the sentence, then each border inside it, nearest last."""
    yield 0
    for match in _CLAUSE.finditer(sentence, 0, end):
        if sentence.count("(", 0, match.end()) == sentence.count(")", 0, match.end()) and sentence.count(
            "[", 0, match.end()
        ) == sentence.count("]", 0, match.end()):
            yield match.end()


def _compared(problem: str, told: str, whole: bool, before: str) -> Computed | None:
    """What was computed against what is told; None where the problem is none or the answer cannot be read."""
    from tutor.maths.steps import solve

    if by_convention(problem):
        return None
    problem = _JOINT.sub(" ", problem, count=1).strip(" ,") if _JOINT.match(problem.strip()) else problem.strip()
    if not re.search(r"[\d\[(]", problem) or len(problem) > 400:
        return None
    try:
        solution = solve(problem.replace("$", " "))
    except Unreadable:
        return None
    if solution.kind in ("labelled", "words"):
        return None
    told = told.strip().rstrip(".!")
    for told_alone, rest in _answers(told, solution.kind):
        denied = re.match(r"not\s+", told_alone)
        grade = _graded(solution.kind, solution.answer, told_alone[denied.end() :] if denied else told_alone)
        if grade is Grade.UNREADABLE:
            continue
        agrees = (grade is Grade.RIGHT) != bool(denied)
        if not agrees:
            if _DOUBTED.search(before):
                return None
            return Computed(Standing.STRUCK, f"the draft says {told_alone}; computed here: {solution.answer}")
        if whole and not rest and (denied or _exactly(solution.answer, told_alone)):
            return Computed(Standing.PROVED, f"computed here: {solution.answer} ({solution.steps[-1].checked})")
        return None
    return None


def by_convention(problem: str) -> bool:
    """Whether the answer depends on a convention that the words leave open, or on words that are no part of the computation.

    >>> by_convention("the variance of 1, 2, 3"), by_convention("the population variance of 1, 2, 3")
    (True, False)
    """
    if _SPREAD.search(problem) and not re.search(r"\b(?:population|sample|random|Bin|P\(|probabilit)", problem, re.IGNORECASE):
        return True
    if re.search(r"\bentropy\b|\bKL\b|\bdivergence\b", problem, re.IGNORECASE) and not re.search(r"\b(?:bits?|nats?)\b", problem):
        return True
    return bool(_COUNTED.search(problem))


def _exactly(key: str, told: str) -> bool:
    """Whether a decimal that was told is the answer and not the answer rounded."""
    if not re.search(r"\d\.\d", told):
        return True
    try:
        return exact(read(key)) == exact(read(told.strip().strip("$"))) is not None
    except (Unreadable, ArithmeticError):
        return False


def _answers(told: str, kind: str) -> Iterator[tuple[str, str]]:
    """The answer that is told: all the words, then, of an answer that is no list, those up to a border."""
    yield told, ""
    if kind not in ("number", "expression"):
        return
    cut = re.search(r"[,;]\s|\s(?:and|so|which|because|since|but|hence|thus|as|for)\s", told)
    if cut:
        yield told[: cut.start()], told[cut.start() :]


def _graded(kind: str, key: str, told: str) -> Grade:
    told = told.strip().strip("$").strip()
    told = NUMBER_WORDS.get(told.lower(), told)
    if kind == "set":
        told = re.sub(r"\s+and\s+", ", ", told)
    try:
        return judge(kind, key, told).grade
    except (Unreadable, ValueError):
        return Grade.UNREADABLE
