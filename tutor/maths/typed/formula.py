r"""What a learner types for a formula, as the LaTeX it means: the one door for the page, the chat, plots, steps and claims.

Laws: LaTeX stays as it is, except that e^-x, 10^-3 and x^10 mean what a typist means by them; a book's LaTeX never comes through
here. Plain typing is read by the grammar of typed answers and written as LaTeX; what has two readings is read by precedence and
said. Words are no formula and are not multiplied. Nothing raises, and nothing typed is ever run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tutor.errors import Unreadable
from tutor.maths.formula import read_formula
from tutor.maths.reading.proof.meaning import meaning
from tutor.maths.signs import FUNCTIONS
from tutor.maths.typed.grammar import read_typed
from tutor.maths.typed.signs import BIG_WORDS, LINKS, is_word, known_word, stands_alone, unclosed
from tutor.maths.typed.write import in_latex
from tutor.maths.unicode_signs import written_out

__all__ = ["Typed", "as_typed"]

_MOST_CHARACTERS, _MOST_NOTES, _LONGEST_NOTE, _LONGEST_LEFT = 2_000, 2, 160, 400
_WORDS = "This looks like words, not a formula; ask about it in Chat."
_DELIMITED = (("$$", "$$"), ("$", "$"), ("\\[", "\\]"), ("\\(", "\\)"))
_RUN = re.compile(r"(?<![A-Za-z\\])[A-Za-z]+")
_SIGN = re.compile(r"\w\(|[=+*/^<>_|\d²³√∑∫∂∇≤≥≠]|-(?!\w*[a-z]{3})")
_SHORT_WORDS = frozenset(
    "is of to me my we it an in on at by so if no or do be us the and for are was you how why who can not what".split()
)
_ASKS = re.compile(
    r"\s*(?:is|are|do|does|what|why|how|when|where|who|can|could|should|which|if|please|tell|show|explain)\s", re.I
)
_PLAIN_SIGNS = re.compile(r"[<>!]=|->|=>|\*|[A-Za-z]{3}|[#%&~]")  # what LaTeX draws as something else
_HANGING = re.compile(r"[-+*/^_=<>]\s*$|^\s*[*/^_]")
_ROOT = re.compile(r"(?<![A-Za-z\\{])sqrt\((?=[^()]*(?:\([^()]*\)[^()]*)*\))")
_FUNCTION = re.compile(r"(?<![A-Za-z\\{])(sin|cos|tan|exp|log|ln|tanh|sinh|cosh|arctan|max|min|det)(?![A-Za-z}])")
_SIGNED = re.compile(r"\^\s*([-+]\s*)(?=[\w\\({])")
_MOST_SIGNED = 40
_SEEN_BRACES = re.compile(r"(?<![\^_}\\])\{([^{}]*)\}")
_DIGITS = re.compile(r"([\^_])(\d{2,})")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, the LaTeX it means, and one or more sentences about it.

    `understood` is False for words and for what is broken: then `note` says what and where, and `latex` is as typed.
    `rewritten` says that the LaTeX is another text than what was typed, which is shown to the learner.
    """

    typed: str
    latex: str
    understood: bool
    note: str = ""
    words: bool = False

    @property
    def rewritten(self) -> bool:
        return self.understood and self.latex != self.typed


def as_typed(text: str) -> Typed:
    r"""Read what a learner typed; raises nothing.

    >>> as_typed("1/(1+e^-x)").latex, as_typed(r"\frac{1}{1+e^-x}").latex, as_typed("y = mx + b").rewritten
    ('\\frac{1}{1 + e^{-x}}', '\\frac{1}{1+e^{-x}}', False)
    >>> as_typed("hello world").note
    'This looks like words, not a formula; ask about it in Chat.'
    >>> as_typed(r"\frac{a}{b").note
    'A closing } is missing after b.'
    """
    bare = _bare(text)
    if not bare or len(bare) > _MOST_CHARACTERS:
        return Typed(bare, bare, bool(bare))
    if _only_words(bare):
        return Typed(bare, bare, False, _WORDS, words=True)
    try:
        if "\\" in bare:
            return _latex(bare)
        latex, notes = _plain(bare)
    except Unreadable as refusal:
        return _left_as_it_is(bare, str(refusal))
    except RecursionError:
        return Typed(bare, bare, False, "This is nested too deep to read — try a shorter form.")
    if not notes and _says_the_same(bare, latex):
        return Typed(bare, bare, True)
    return Typed(bare, latex, True, " ".join(note for note in notes[:_MOST_NOTES] if len(note) < _LONGEST_NOTE))


def _plain(text: str) -> tuple[str, tuple[str, ...]]:
    """The LaTeX of plain typing and what was settled by precedence; raises Unreadable.

    >>> _plain("|v||w|")[0]
    '|v| |w|'
    """
    try:
        tree, notes = read_typed(text)
    except Unreadable:
        if "||" not in text:
            raise
        text = text.replace("||", "| |")  # the end of one bar and the beginning of the next
        tree, notes = read_typed(text)
    return in_latex(tree, text), notes


def _bare(typed: str) -> str:
    r"""The formula without the dollars or brackets around it.

    >>> _bare("$$x^2$$"), _bare(r"\(a\)")
    ('x^2', 'a')
    """
    text = re.sub(r"^let\s+", "", typed.strip(), flags=re.IGNORECASE)
    for opening, closing in _DELIMITED:
        if len(text) > len(opening) + len(closing) and text.startswith(opening) and text.endswith(closing):
            return text[len(opening) : -len(closing)].strip()
    return text


def _latex(text: str) -> Typed:
    """LaTeX as typed: only what is raised or lowered without braces is looked at, and braces that do not match."""
    if broken := unclosed(text):
        return Typed(text, text, False, broken)
    if len(_SIGNED.findall(text)) > _MOST_SIGNED:
        return Typed(text, text, True)
    latex, notes = _braced(_commanded(text))
    return Typed(text, latex, True, " ".join(note for note in notes[:_MOST_NOTES] if len(note) < _LONGEST_NOTE))


def _commanded(text: str) -> str:
    r"""LaTeX with functions typed as plain words: sqrt(x), exp, sin.

    >>> _commanded(r"\frac{d}{dx} sqrt(x+1) + log x + \operatorname{exp}")
    '\\frac{d}{dx} \\sqrt{x+1} + \\log x + \\operatorname{exp}'
    """
    while (root := _ROOT.search(text)) is not None:
        end = _matching(text, root.end() - 1)
        text = f"{text[: root.start()]}\\sqrt{{{text[root.end() : end - 1]}}}{text[end:]}"
    return _FUNCTION.sub(r"\\\1", text)


def _braced(text: str) -> tuple[str, tuple[str, ...]]:
    r"""e^-x^2, 10^-3 and x^10 with the braces that a typist leaves out.

    >>> _braced(r"e^-\lambda t + x^10")
    ('e^{-\\lambda} t + x^{10}', ('I read e^-\\lambda as e^{-\\lambda}.', 'I read x^10 as x^{10}.'))
    """
    out, at, notes = "", 0, []
    while at < len(text):
        if digits := _DIGITS.match(text, at):
            out, said, at = out + f"{digits[1]}{{{digits[2]}}}", digits.group(), digits.end()
            braced = f"{digits[1]}{{{digits[2]}}}"
        elif signed := _SIGNED.match(text, at):
            end = _raised_end(text, signed.end())
            body, _ = _braced(text[signed.end() : end])
            braced, said, at = f"^{{{signed[1].strip()}{body}}}", text[at:end], end
            out += braced
        else:
            out, at = out + text[at], at + 1
            continue
        base = re.search(r"(?:\\[A-Za-z]+|\w|[)\]}])$", text[: at - len(said)])
        before = base.group() if base and base.group() not in ")]}" else "..."
        notes.append(f"I read {before}{said} as {before}{braced}.")
    return out, tuple(dict.fromkeys(notes))


def _raised_end(text: str, at: int) -> int:
    """Where an exponent that follows its sign without braces ends: one piece, and what that piece is raised to."""
    piece = re.compile(r"\\[A-Za-z]+|\d+(?:\.\d+)?|[A-Za-z]")
    found = piece.match(text, at)
    end = found.end() if found else at
    commanded = found is not None and found.group().startswith("\\")
    if found is None and text[at : at + 1] in "({":
        end = _matching(text, at)
    while commanded and text[end : end + 1] == "{":
        end = _matching(text, end)
    if text[end : end + 1] == "_" and (low := re.match(r"_(?:\{[^{}]*\}|\w)", text[end:])):
        end += low.end()
    if text[end : end + 1] == "^" and end < len(text) - 1:
        inner = end + 1 + (text[end + 1] in "+-")
        end = _matching(text, inner) if text[inner : inner + 1] == "{" else _raised_end(text, inner)
    return end


def _matching(text: str, at: int) -> int:
    """The place behind the bracket that closes the one at `at`; the end where there is none."""
    opening, closing = text[at], {"(": ")", "{": "}"}[text[at]]
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == opening) - (text[place] == closing)
        if depth == 0:
            return place + 1
    return len(text)


def _left_as_it_is(text: str, why: str) -> Typed:
    """What the grammar does not know: left to the reader of LaTeX where no letters would be multiplied, else why not."""
    runs = [run for run in _RUN.findall(text) if len(run) > 2 or run in FUNCTIONS]
    if len(text) > _LONGEST_LEFT or _HANGING.search(text) or re.search(r"[%#&]", text):
        return Typed(text, text, False, unclosed(text) or why)
    copied = _copied(text)
    if "\\" in copied and all(run in FUNCTIONS for run in runs):
        copied, runs = _commanded(copied), []  # log among signs that only a page shows is the function
    if not runs and not _SIGNED.search(copied) and read_formula(copied).complete and not unclosed(text):
        return Typed(text, copied, True)
    return Typed(text, text, False, unclosed(text) or why)


def _copied(text: str) -> str:
    r"""What was copied from a rendered page, in LaTeX: 𝐱ᵀ𝐲, ⌊n⌋; braces that are seen are braces there.

    >>> _copied("𝟙{x > 0}"), _copied("‖x_{i}‖₂"), _copied("{x}")
    ('\\mathbb{1}\\{x > 0\\}', '‖x_{i}‖_{2}', '{x}')
    """
    shown = written_out(text)
    return written_out(_SEEN_BRACES.sub(r"\\{\1\\}", text)) if shown != text else text


def _only_words(text: str) -> bool:
    """Whether a text is a sentence or a name: words in a row, or a word and no sign of mathematics."""
    if "\\" in text:
        return False
    runs = _RUN.findall(text)
    if re.fullmatch(r"[A-Za-z]{3,}[?.!]*", text) and not stands_alone(text) and (known_word(text) or is_word(text)):
        return True
    operated = any(run in BIG_WORDS for run in runs)  # an integral of f from a to b
    runs = [run for run in runs if f"{run}(" not in text and not (operated and run in LINKS)]
    strange = [run for run in runs if run.lower() in _SHORT_WORDS or (is_word(run) and not known_word(run))]
    beside = re.search(r"(?<![A-Za-z])[A-Za-z']{2,} +[A-Za-z']{2,}(?: |$|[?.!,])", text)
    if _ASKS.match(text):
        return True
    in_a_row = len(strange) > 1 and beside is not None and "=" not in text
    return bool(strange) and (in_a_row or not _SIGN.search(text))


def _says_the_same(typed: str, latex: str) -> bool:
    """Whether what was typed, set and read as LaTeX, means the same: then it stays as it is."""
    if not typed.isascii() or _PLAIN_SIGNS.search(typed) or any(known_word(run) for run in _RUN.findall(typed)):
        return False
    read = read_formula(typed)
    return read.complete and meaning(read.tree) == meaning(read_formula(latex).tree)
