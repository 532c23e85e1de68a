"""What the maths room found, as claims: solutions, worked examples, formulas read, derivations followed; and our own state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.concepts.graph import Concept, Graph, Misconception
from tutor.learner.weak_spots import Due, WeakSpot
from tutor.library.rows import SourceCard
from tutor.library.source import Citation
from tutor.maths.claims import Verdict
from tutor.maths.derivations.derivation import Derivation
from tutor.maths.explain import FormulaExplanation, Origin, Symbol
from tutor.maths.steps.solution import Solution
from tutor.maths.worked.grows import Growth
from tutor.questions.question import Question
from tutor.voices.explanation import Claim, Standing
from tutor.voices.voice import Layer

_MOST_NAMED = 5
# A formula typed as one side of a comparison: products of letters, f(x), never a word.
_FORMULA = re.compile(r"(?:[^A-Za-z]|\\[a-z]+|\b(?:det|tr|rk|rank)\b|\b[A-Z]{2,3}\b|(?<![a-z])[A-Za-z](?![a-z]))+")
_TONGUES = {"de": "German", "fr": "French", "es": "Spanish", "it": "Italian"}
_MOST_GROWTHS = 3
_MOST_OPEN = 3
_STEP = re.compile(r"when \$(?P<of>[^$]+)\$ grows by 1 and the rest stays, \$(?P<left>[^$]+)\$ grows by \$(?P<by>[^$]+)\$")
_AMOUNTS = (
    ("negative", re.compile(r"\bnegative\b|below zero|less than zero|< *0", re.IGNORECASE)),
    ("zero", re.compile(r"\bzero\b|(?<![\d.])= *0\b|\bis 0\b|vanish", re.IGNORECASE)),
    ("positive", re.compile(r"\bpositive\b|above zero|> *0", re.IGNORECASE)),
    ("grows", re.compile(r"\bgrows?\b|\bincreas|\b(?:bigger|larger|greater|higher|more)\b|\bdoubl", re.IGNORECASE)),
)
_DETERMINER = re.compile(r"\A(?:the|a|an|our|its|their|some|any|each|every|this)\s+")
# How a check says that it looked at numbers; "from the squared differences of all pairs" is exact.
_ON_NUMBERS = re.compile(
    r"\bfloat|\bdigits\b|difference quotient|differences (?:of (?:the function|\$f\$)|along|to)|\b(?:with|by) differences"
    r"|differences agree|grid of points|come closer|\bevaluator\b|points of the constraint|values closer by",
    re.IGNORECASE,
)
_LINE_STANDING = {Verdict.PROVED: Standing.PROVED, Verdict.TESTED: Standing.TESTED, Verdict.FAILS: Standing.STRUCK}
_CAN = (
    "Ask what something means, why, when or how; paste a formula, a problem or your own working; ask for an example, a picture, "
    "simpler words, the difference between two ideas, what to read before, or a quiz."
)


def solution_claims(solution: Solution) -> tuple[Claim, ...]:
    """The answer, then every step, each with how it was checked."""
    steps = [
        Claim(f"{step.says}\n\n$${step.latex}$$", _step_standing(step.checked), _how(step.checked), layer=Layer.NUMBERS)
        for step in solution.steps
    ]
    last = solution.steps[-1].checked
    # "no solution" is what is answered; 0 = -2 is why
    said = solution.kind == "words" and not solution.answer_latex.startswith("\\text{")
    answer = solution.answer if said else f"${solution.answer_latex}$"
    return (Claim(f"**Answer:** {answer}", _step_standing(last), _how(last), layer=Layer.ANSWER), *steps)


def _step_standing(checked: str) -> Standing:
    """What was only tried on draws of numbers is tested; every other step is worked out by exact algebra."""
    return Standing.TESTED if "draws of numbers" in checked else Standing.PROVED


def _how(checked: str) -> str:
    """How a step is known: where its check looked at numbers, that it was worked out exactly before is said, too."""
    exact = _step_standing(checked) is Standing.PROVED and _ON_NUMBERS.search(checked)
    return f"worked out by exact algebra, and tried on numbers: {checked}" if exact else checked


def example_claim(question: Question) -> Claim:
    """A question with its worked steps, as an example: its answer was computed on two roads that share nothing."""
    steps = "\n\n".join(question.solution)
    why = f"the answer was computed twice: by {question.proof.key_route}, and checked by {question.proof.check_route}"
    text = f"**For example.** {question.prompt}\n\n{steps}\n\n**Answer:** ${question.key_latex}$"
    return Claim(text, Standing.PROVED, why, layer=Layer.NUMBERS)


def apart_claims(one: str, other: str) -> tuple[Claim, ...]:
    """Two short formulas, tried for equality; nothing where they are words.

    >>> apart_claims("AB", "BA")[0].text.startswith("$AB = BA$ does not hold")
    True
    >>> apart_claims("rank", "nullity")
    ()
    """
    from tutor.maths.claims import try_claim

    sides = [side.strip().strip("$").strip(" ?.") for side in (one, other)]
    if not all(_FORMULA.fullmatch(side) for side in sides):
        return ()
    latex = f"{sides[0]} = {sides[1]}"
    tried = try_claim(latex)
    if len(tried) != 1 or tried[0].verdict not in (Verdict.FAILS, Verdict.PROVED):
        return ()
    if tried[0].verdict is Verdict.PROVED:
        return (Claim(f"${latex}$ always holds.", Standing.PROVED, tried[0].why, layer=Layer.ANSWER),)
    text = f"${latex}$ does not hold in general: it {tried[0].why}."
    return (Claim(text, Standing.PROVED, "one case where it fails is enough; it was computed here", layer=Layer.ANSWER),)


def formula_claims(told: FormulaExplanation, where: tuple[Citation, ...] = ()) -> tuple[Claim, ...]:
    """A formula read aloud and in plain English, with its name and what it gives on numbers; `where` its letters are told."""
    if told.refuted:  # no mark of truth beside words that say what does not hold
        text = f"*It says:* “{told.spoken}”. This does not hold."
        return (Claim(text, Standing.PROVED, told.refuted, layer=Layer.ANSWER),)
    claims = [Claim(f"*Read aloud:* {told.spoken}.", *_of_reading(told), layer=Layer.ANSWER)]
    if told.ambiguous:
        places = "\n".join(f"- {_shown(one.piece)} {one.said}" for one in told.ambiguous[:_MOST_OPEN])
        if (more := len(told.ambiguous) - _MOST_OPEN) > 0:
            places += f"\n- and {more} more, which stand under “Part by part”"
        why = "the formula alone does not tell which is meant"
        claims.append(Claim(f"*Stays open:*\n\n{places}", Standing.UNCHECKED, why, layer=Layer.ANSWER))
    if told.meaning and told.meaning != told.spoken:
        named = f"{told.naming} **{told.name.name}**. " if told.name else ""
        claims.append(Claim(f"{named}{_opened(told.meaning)}.", *_of_meaning(told, where), where, layer=Layer.SIMPLE))
    if told.example:
        given = ", ".join(f"${name} = {value}$" for name, value in told.example.given)
        text = f"*On numbers:* with {given} the value is ${told.example.result}$."
        claims.append(Claim(text, Standing.PROVED, told.example.checked, layer=Layer.NUMBERS))
    if told.grows:
        text = "*What if:* " + "; ".join(g.sentence for g in told.grows[:_MOST_GROWTHS]) + "."
        proved = all(g.standing == "proved" for g in told.grows[:_MOST_GROWTHS])
        why = "by the sign of the derivative"
        claims.append(Claim(text, Standing.PROVED if proved else Standing.TESTED, why, layer=Layer.NUMBERS))
    return tuple(claims)


def what_if_claims(told: FormulaExplanation, message: str) -> tuple[Claim, ...]:
    """What a formula says when one of its letters is negative, zero, positive, or grows, where that is what is asked.

    Whatever $y$ grows by for each step of something is what says so: y = mx + b falls where m, its step in x, is negative.
    """
    letters = set(re.findall(r"(?<![A-Za-z\\'’])[A-Za-z](?![A-Za-z'’])", message))
    amount = next((word for word, pattern in _AMOUNTS if pattern.search(message)), "")
    claims = []
    for growth in told.grows if amount else ():
        if amount == "grows" and growth.symbol in letters:
            claims.append(
                Claim(
                    f"{_opened(growth.sentence)}.", _growth_standing(growth), "by the sign of the derivative", layer=Layer.ANSWER
                )
            )
        elif amount != "grows" and (step := _STEP.fullmatch(growth.sentence)) and step["by"] in letters:
            does = {"negative": "falls", "zero": "stays the same", "positive": "rises"}[amount]
            by, left, of = (f"${step[name]}$" for name in ("by", "left", "of"))
            text = f"If {by} is {amount}, {left} {does} as {of} grows: each step of 1 changes it by {by}."
            claims.append(Claim(text, _growth_standing(growth), "by the derivative, computed here", layer=Layer.ANSWER))
    return tuple(claims)


def _growth_standing(growth: Growth) -> Standing:
    return Standing.PROVED if growth.standing == "proved" else Standing.TESTED


def _shown(symbol: str) -> str:
    """A symbol as a page shows it: a plain letter as it is, anything more between dollars."""
    return symbol if len(symbol) == 1 and symbol.isalpha() else f"${symbol}$"


def _in_row(symbols: Sequence[str]) -> str:
    return ", ".join(map(_shown, symbols))


def _of_meaning(told: FormulaExplanation, where: tuple[Citation, ...]) -> tuple[Standing, str]:
    """The sentence is the formula's own where it says it back; the meanings in it are as good as the pages that tell them."""
    said = [symbol for symbol in told.symbols if symbol.meaning and _is_said(symbol, told.meaning)]
    on_page = [one.symbol for one in said if one.origin is Origin.TEXT and one.start is not None and where]
    written = [one.symbol for one in said if one.origin is Origin.TEXT and one.symbol not in on_page]
    usual = [one.symbol for one in said if one.origin is not Origin.TEXT]
    if usual:
        return Standing.UNCHECKED, f"{_in_row(usual)}: taken as these letters are usually meant; no page here says so"
    if written:
        return Standing.UNCHECKED, f"{_in_row(written)}: as you told it; no page here says so"
    if told.symbols and not on_page:
        return Standing.UNCHECKED, "read off the formula's signs; no page here says what the letters mean"
    if doubted := {one.doubt: [other.symbol for other in said if other.doubt == one.doubt] for one in said if one.doubt}:
        return Standing.UNCHECKED, "; ".join(f"{_in_row(letters)}: {doubt}" for doubt, letters in doubted.items())
    if not told.meaning_reads_back or told.ambiguous:
        return Standing.UNCHECKED, "put together from the formula's signs, some of which can be read in more than one way"
    why = "said back into signs, this sentence gives the same formula"
    if on_page:
        why += f"; what {_listed(on_page)} {'mean' if len(on_page) > 1 else 'means'} stands on the pages named here"
    if told.name and told.name.sure:
        remarked = [remark for _, remark in told.name.remarks if remark in told.meaning]
        why += "; its name is recognised by its shape"
        why += f", and “{remarked[0]}” goes with the name" if remarked else ""
    return Standing.PROVED, why


def _is_said(symbol: Symbol, sentence: str) -> bool:
    """Whether a sentence says what a symbol is: the letter that runs through a sum is not introduced."""
    return " ".join(_DETERMINER.sub("", symbol.meaning).split()) in sentence


def _listed(letters: Sequence[str]) -> str:
    return " and ".join(filter(None, (_in_row(letters[:-1]), _shown(letters[-1]))))


def _of_reading(told: FormulaExplanation) -> tuple[Standing, str]:
    """Whether the words, read back, say the formula again."""
    taken = [one.piece for one in told.ambiguous if not one.neutral][:_MOST_OPEN]
    if told.complete and taken:
        return Standing.UNCHECKED, f"every sign of the formula is in these words; {_in_row(taken)} can be read in another way too"
    if told.complete and told.reads_back:
        return Standing.PROVED, "every sign of the formula is in these words; read back, they give the same formula"
    if told.complete:
        return Standing.UNCHECKED, "every sign of the formula is in these words; they could not be read back"
    return Standing.UNCHECKED, f"not all of it could be read: {', '.join(told.unread[:3])}"


def _opened(sentence: str) -> str:
    """A sentence with a capital, without its full stop; a letter of the formula at its head stays the letter it is."""
    if re.match(r"[A-Za-z]\s", sentence):
        return f"${sentence[0]}${sentence[1:]}".rstrip(".")
    return (sentence[:1].upper() + sentence[1:]).rstrip(".")


def followed_claims(followed: Derivation, slip: Misconception | None) -> tuple[Claim, ...]:
    """The verdict first, then every line with its own."""
    if not followed.lines:
        return (Claim(followed.why or "I found no lines of working in this.", Standing.UNCHECKED, "nothing was checked"),)
    if followed.first_bad is None:
        open_lines = sum(line.verdict is Verdict.OPEN for line in followed.lines)
        says = "Every line follows from the one before." if not open_lines else "I found no line that is wrong."
        left = f"{open_lines} of {len(followed.lines)} lines could not be decided" if open_lines else "each line was tried"
        head = Claim(says, Standing.UNCHECKED if open_lines else Standing.TESTED, left, layer=Layer.ANSWER)
    else:
        text = f"**Line {followed.first_bad + 1}** is the first that does not follow. {slip.says if slip else ''}".strip()
        head = Claim(text, Standing.TESTED, followed.why, layer=Layer.ANSWER)
    lines = [
        Claim(line.text, _LINE_STANDING.get(line.verdict, Standing.UNCHECKED), line.why or "where you begin", layer=Layer.NUMBERS)
        for line in followed.lines
    ]
    return (head, *lines)


def glossary_claims(concept: Concept, question: str) -> tuple[Claim, ...]:
    """What a term is called in English, and what the idea is called elsewhere."""
    asked = question.lower()
    said = [term for _, term in concept.abroad if term.lower() in asked]
    told = [f"“{max(said, key=len)}” is called **{concept.name.lower()}** in English."] if said else []
    others = [f"{_TONGUES[tongue]}: {term}" for tongue, term in _firsts(concept)]
    if others:
        told.append(f"{concept.name}: {', '.join(others)}.")
    return tuple(Claim(text, Standing.UNCHECKED, "from Marginalia’s own glossary", layer=Layer.ANSWER) for text in told)


def _firsts(concept: Concept) -> list[tuple[str, str]]:
    """The first term of each language."""
    found: dict[str, str] = {}
    for tongue, term in concept.abroad:
        found.setdefault(tongue, term)
    return [(tongue, term) for tongue, term in found.items() if tongue in _TONGUES]


def state_claims(cards: Sequence[SourceCard], due: Sequence[Due], weak: Sequence[WeakSpot], graph: Graph) -> tuple[Claim, ...]:
    """What the tutor can do, and how this learner's library and reviews stand."""
    counted = "counted just now"
    claims = [Claim(_CAN, Standing.UNCHECKED, "about this program", layer=Layer.ANSWER)]
    titles = "; ".join(card.title for card in cards[:_MOST_NAMED])
    more = f"; and {len(cards) - _MOST_NAMED} more" if len(cards) > _MOST_NAMED else ""
    many = "one source" if len(cards) == 1 else f"{len(cards)} sources"
    held = f"Your library holds {many}: {titles}{more}." if cards else "Your library is empty."
    claims.append(Claim(held, Standing.PROVED, counted))
    ideas = "One idea is" if len(due) == 1 else f"{len(due)} ideas are"
    ready = f"{ideas} due for review." if due else "Nothing is due for review."
    claims.append(Claim(ready, Standing.PROVED, counted))
    if weak:
        names = ", ".join(graph.concepts[spot.concept].name for spot in weak[:3] if spot.concept in graph.concepts)
        claims.append(Claim(f"What went wrong most: {names}.", Standing.PROVED, "from your own answers"))
    return tuple(claims)
