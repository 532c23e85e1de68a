"""What fits into a model's window: passages go first, from the last; then the oldest turns; and the learner is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.voices.llm.faults import ModelTrouble, Trouble
from tutor.voices.voice import Turn

MOST_TURNS = 6
LONGEST_ANSWER_KEPT = 1_200  # characters of an earlier answer: what it said, not every word
_REPLY_SHARE = 4  # a quarter of the window is the reply's
_MOST_REPLY = 2_048
_PER_MESSAGE = 8


def estimate_tokens(text: str) -> int:
    r"""How many tokens a text may have: an estimate on the high side, since every model counts differently.

    A token of English prose is about four letters, of LaTeX two or three, and outside ASCII often one; so a third of the ASCII
    characters, and every other character whole.

    >>> estimate_tokens("The rank of a matrix"), estimate_tokens("矩阵的秩")
    (7, 4)
    """
    plain = sum(c < "\x80" for c in text)
    return -(-plain // 3) + len(text) - plain


def beginning(answer: str, longest: int) -> str:
    r"""The whole lines of an answer that fit into so many characters; of a single line too long, what stands before its first
    formula that does not fit.

    >>> beginning("Rank counts.\nIt is $1 + 1$.", 20), beginning("It is $1 + 1 = 2$ here.", 12)
    ('Rank counts.', 'It is')
    """
    if len(answer) <= longest:
        return answer
    cut = answer[:longest]
    lines, _, _ = cut.rpartition("\n")
    if lines:
        return lines.rstrip()
    return (cut.rpartition("$")[0] if cut.replace("$$", "").count("$") % 2 else cut.rpartition(" ")[0]).rstrip()


@dataclass(frozen=True, slots=True)
class Fit:
    """How many of the passages and which of the turns fit, and what to tell the learner."""

    passages: int
    turns: tuple[Turn, ...]
    notices: tuple[str, ...]
    tokens: int


def fit(window: int, fixed: Sequence[str], passages: Sequence[str], history: Sequence[Turn]) -> Fit:
    """Trim passages, then history, so that with `fixed` texts and room for a reply they fit into `window` tokens.

    Raises ModelTrouble where not even one passage fits.
    """
    room = window - min(_MOST_REPLY, window // _REPLY_SHARE)
    turns = tuple(Turn(t.question, beginning(t.answer, LONGEST_ANSWER_KEPT)) for t in history[-MOST_TURNS:])
    base = sum(estimate_tokens(text) + _PER_MESSAGE for text in fixed)
    costs = [estimate_tokens(text) + _PER_MESSAGE for text in passages]
    past = [estimate_tokens(t.question) + estimate_tokens(t.answer) + 2 * _PER_MESSAGE for t in turns]
    kept, dropped_turns = len(costs), 0
    while base + sum(costs[:kept]) + sum(past[dropped_turns:]) > room:
        if kept > 1:
            kept -= 1
        elif dropped_turns < len(past):
            dropped_turns += 1
        else:
            raise ModelTrouble(Trouble.OVERFLOW, f"its window is {window:,} tokens")
    said = _notice(len(costs) - kept, len(costs), dropped_turns)
    return Fit(kept, turns[dropped_turns:], said, base + sum(costs[:kept]) + sum(past[dropped_turns:]))


def _notice(passages: int, of: int, turns: int) -> tuple[str, ...]:
    if not passages:
        return ()
    earlier = f" and {turns} earlier turn{'s' if turns > 1 else ''}" if turns else ""
    return (f"To fit what the language model can read at once, {passages} of {of} passages{earlier} were left out.",)
