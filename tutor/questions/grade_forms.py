"""Answers that are put together or given in words: several options, an order, a matching, a gap, a card, one's own words.

Laws of this file:
- what cannot be read is UNREADABLE and never wrong;
- words are never judged true or false: they equal the words asked for, or they are NOTED with what they speak of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.library.defining import term_key
from tutor.maths.answers.grade import Grade
from tutor.maths.signs import GREEK_LETTERS
from tutor.questions.lines import USED_BEFORE_KNOWN, keeps
from tutor.questions.misconceptions import sentence
from tutor.questions.question import LETTERS, Graded, Kind, Option, Question

_YES = "Yes, this is right."
_COPIED = 0.4  # share of runs of five words that stand in the source, from which on it is a copy (measured: own words stay below)
_RUN = 5
_LONGEST_SYMBOL = 2  # of symbols, x and X are different; of words, Rank and rank are not
_WORD = re.compile(r"[^\W_]+")


def grade_form(question: Question, typed: str) -> Graded:
    """Grade what was typed for a question that is not judged by mathematics."""
    match question.kind:
        case Kind.SEVERAL:
            return _several(question, typed)
        case Kind.ORDER:
            return _order(question, typed)
        case Kind.MATCH:
            return _match(question, typed)
        case Kind.CLOZE:
            return _cloze(question, typed)
        case Kind.FLASHCARD | Kind.OWN_WORDS:
            return _own_words(question, typed)
    raise ValueError(f"{question.id}: {question.kind} is judged elsewhere")


def _unreadable(why: str) -> Graded:
    return Graded(Grade.UNREADABLE, why, None, None)


def _several(question: Question, typed: str) -> Graded:
    """Letters or numbers with commas between: "a,c", "1 3", "ac"."""
    places = _places(typed, len(question.options))
    if places is None:
        return _unreadable(f"I can't tell which options '{' '.join(typed.split())[:40]}' means — type their letters, as in a,c.")
    chosen = [question.options[i] for i in sorted(set(places))]
    shown = rf"\text{{{', '.join(LETTERS[i] for i in sorted(set(places)))}}}"
    lured = [option.misconception for option in chosen if option.misconception]
    if lured:
        return Graded(Grade.WRONG, sentence(lured[0]), lured[0], shown)
    if len(chosen) < sum(option.misconception is None for option in question.options):
        return Graded(Grade.WRONG, "Not yet: what you chose is right, and more of the options are.", None, shown)
    return Graded(Grade.RIGHT, _YES, None, shown)


def _order(question: Question, typed: str) -> Graded:
    """Every number once: "3,1,2"; any order in which nothing is used before it is known is right."""
    places, size = _places(typed, len(question.options)), len(question.options)
    if places is None or sorted(places) != list(range(size)):
        return _unreadable(f"I need each number from 1 to {size} once — type them in your order, as in {_example(size)}.")
    shown = rf"\text{{{', '.join(str(i + 1) for i in places)}}}"
    if keeps(places, question.before):
        return Graded(Grade.RIGHT, _YES, None, shown)
    return Graded(Grade.WRONG, sentence(USED_BEFORE_KNOWN), USED_BEFORE_KNOWN, shown)


def _example(size: int) -> str:
    return ",".join(map(str, [*range(2, size + 1), 1]))


def _match(question: Question, typed: str) -> Graded:
    """Every term once with a letter: "1-b, 2-a", or the letters in the order of the terms: "b,a"."""
    found = _pairs(typed, len(question.terms))
    if found is None:
        return _unreadable("I need a letter for each number — type the pairs, as in 1-b, 2-a.")
    shown = rf"\text{{{_written(found)}}}"
    wanted = _pairs(question.key, len(question.terms)) or {}
    wrong = [n for n in sorted(found) if found[n] != wanted[n]]
    if not wrong:
        return Graded(Grade.RIGHT, _YES, None, shown)
    slip = "terms_confused"
    return Graded(
        Grade.WRONG, f"Not yet: {len(wrong)} of {len(found)} pairs belong elsewhere; look at number {wrong[0]}.", slip, shown
    )


def _pairs(typed: str, size: int) -> dict[int, str] | None:
    letters = LETTERS[:size]
    pairs = re.findall(rf"([1-{size}])\s*[-–:=>.)]*\s*([{letters}])(?![a-z])", typed.lower())
    rest = re.sub(rf"([1-{size}])\s*[-–:=>.)]*\s*([{letters}])(?![a-z])|[\s,;]", "", typed.lower())
    if not pairs and re.fullmatch(rf"[{letters}](?:[\s,;]*[{letters}])*", typed.lower()):
        pairs, rest = [(str(n), letter) for n, letter in enumerate(re.findall(rf"[{letters}]", typed.lower()), 1)], ""
    found = {int(number): letter for number, letter in pairs}
    whole = len(pairs) == len(found) == size and len(set(found.values())) == size
    return found if whole and not rest else None


def _written(pairs: dict[int, str]) -> str:
    return ", ".join(f"{number}-{pairs[number]}" for number in sorted(pairs))


def _places(typed: str, size: int) -> list[int] | None:
    """The places meant, counted from 0: by letters or by numbers, never by both."""
    marks = re.fullmatch(r"[\s(\[{]*((?:[a-h]|\d+)(?:(?:[\s,;>)(]|and|->)*(?:[a-h]|\d+))*)[\s)\]}.]*", typed.strip().lower())
    if not marks:
        return None
    named = re.findall(r"\d+|[a-h](?![a-z]{2})", re.sub(r"\band\b", ",", marks.group(1)))
    if any(m.isdigit() for m in named) and not all(m.isdigit() for m in named):
        return None
    places = [int(m) - 1 if m.isdigit() else LETTERS.index(m) for m in named]
    return places if all(0 <= place < size for place in places) else None


def _cloze(question: Question, typed: str) -> Graded:
    """The words of the gap, without regard to case, article and plural; a symbol, however it is written."""
    shown = rf"\text{{{_plain(typed)}}}"
    words = len(question.key) > _LONGEST_SYMBOL and "\\" not in question.key
    if symbol_key(typed) == symbol_key(question.key) or (words and term_key(typed) == term_key(question.key) != ""):
        return Graded(Grade.RIGHT, _YES, None, shown)
    if _one_letter_apart(typed.strip().casefold(), question.key.casefold()):
        return Graded(
            Grade.UNREADABLE, "This is one letter away from the word — look at its spelling and type it again.", None, shown
        )
    if any(term_key(typed) == term_key(point) for point in question.points):
        return Graded(Grade.NOTED, f"This names the same idea; the word in the book is “{question.key}”.", None, shown)
    return Graded(Grade.WRONG, "Not yet: other words stand here in the book.", "other_words_in_the_book", shown)


def symbol_key(text: str) -> str:
    r"""What two spellings of a symbol or a word share.

    >>> symbol_key(r"\lambda_{1}") == symbol_key("λ_1") == symbol_key("lambda_1")
    True
    """
    plain = text.strip().strip("$").strip()
    for letter, name in GREEK_LETTERS.items():
        plain = plain.replace(letter, name)
    return re.sub(r"[\\{}\s]", "", plain)


def _one_letter_apart(a: str, b: str) -> bool:
    """One letter more, less, or other, in words of at least five."""
    if a == b or min(len(a), len(b)) < 5 or abs(len(a) - len(b)) > 1:
        return False
    short, long = sorted((a, b), key=len)
    at = next((i for i, (x, y) in enumerate(zip(short, long)) if x != y), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


def _own_words(question: Question, typed: str) -> Graded:
    """What the words speak of and whether they are one's own; never whether they are true: other words may say the same."""
    if question.kind is Kind.FLASHCARD and _same_words(typed, question.key):
        return Graded(Grade.RIGHT, _YES, None, None)
    if copied_share(typed, question.key) > _COPIED:
        return Graded(Grade.NOTED, "These are nearly the words of the answer — try to say it once more in your own.", None, None)
    missing = not_spoken_of(typed, question.points)
    if missing == list(question.points):
        why = "Compare the two: yours uses other words throughout."
    elif missing:
        why = f"Compare the two: yours does not speak of {', '.join(missing[:4])}."
    else:
        why = "Compare the two: yours speaks of every key point."
    return Graded(Grade.NOTED, why, None, None)


def _same_words(a: str, b: str) -> bool:
    return [w.casefold() for w in _WORD.findall(a)] == [w.casefold() for w in _WORD.findall(b)]


def copied_share(typed: str, source: str) -> float:
    """The share of runs of five words that stand in the source as they are.

    >>> copied_share("one two three four five", "zero one two three four five six")
    1.0
    """
    runs, known = _runs(typed), set(_runs(source))
    return sum(run in known for run in runs) / len(runs) if runs else 0.0


def _runs(text: str) -> list[tuple[str, ...]]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return [tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)]


def not_spoken_of(typed: str, points: Sequence[str]) -> list[str]:
    """The key points of which no word is in the text.

    >>> not_spoken_of("It counts independent columns.", ("column", "row"))
    ['row']
    """
    spoken = {term_key(word) for word in _WORD.findall(typed)}
    return [point for point in points if not {term_key(word) for word in _WORD.findall(point)} & spoken]


def _plain(text: str) -> str:
    return re.sub(r"[\\{}$]", "", text)[:80]


def options_shown(options: Sequence[Option]) -> list[tuple[str, str]]:
    """Options with their letters, as they are printed."""
    return list(zip(LETTERS, (option.text for option in options), strict=False))
