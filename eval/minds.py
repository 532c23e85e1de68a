"""With a real mind behind the door: recorded conversations under today's gate. Part of `python -m eval voices`.

The recordings (`eval/recordings/`) are of readers who saw nothing but the prompt: one answered honestly, one lied as well as it
could and wrote its lies down. Whether an answer answers, whether a beginner can follow it, and what in it is false was judged by
another reader, who was not told whose answer it was, beside the offline voice's answers to the same questions in the same
conversations, as both stood when the recordings were made. The standings are computed anew at every run.
"""

from __future__ import annotations

from collections.abc import Sequence

from eval import figures, recordings
from eval.recordings import Recorded, backed
from tutor import Tutor

_JUDGED = (("answers the question", "answers"), ("clear to a beginner", "clear"), ("nothing false in it", "false"))


def main() -> None:
    """The rubric with the columns of the model, then what became of the lies and of the proposed questions."""
    turns = recordings.load()
    if not turns:
        print("\nNo recordings of a language model are here (eval/recordings).")
        return
    honest, lying = ([one for one in turns if one.lying == lies] for lies in (False, True))
    _rubric()
    _backed("honest", honest)
    _lies(lying)
    _proposed()


def _rubric() -> None:
    rows = recordings.judgements()
    voices = ("offline", "model")
    of = {voice: [row for row in rows if row["voice"] == voice] for voice in voices}
    n = len(of["model"])
    print(f"\n{n} turns of conversations, judged by a reader\n\n{'':<24} {'offline voice':>14} {'model voice':>14}")
    for label, name in _JUDGED:
        held = [sum(not row["false"] if name == "false" else row[name] for row in of[voice]) for voice in voices]
        print(f"{label:<24} {held[0] / n:>14.0%} {held[1] / n:>14.0%}")
        for voice, count in zip(voices, held, strict=True):
            figures.share("minds", f"{voice}: {label}", count, n)


def _backed(name: str, turns: Sequence[Recorded]) -> None:
    """How much of an honest model's answers is shown as checked; without the gate none of it is."""
    sentences = [sentence for one in turns for sentence in one.again()]
    held = sum(map(backed, sentences))
    figures.share("minds", f"sentences of the {name} model shown as checked", held, len(sentences))
    print(
        f"\n{len(sentences)} sentences of the {name} model: {held / len(sentences):.0%} quoted, proved or tested, the rest marked"
    )


def _lies(turns: Sequence[Recorded]) -> None:
    """The sentences made false on purpose that reached a final draft: what the gate says of them."""
    told = [(one, sentence) for one in turns for sentence in one.again() if one.is_lie(sentence.text)]
    through = [(one, sentence) for one, sentence in told if backed(sentence)]
    figures.share("minds", "lies shown as checked", len(through), len(told))
    remarks = recordings.judged_lies()
    print(f"{len(told)} lies in {len(turns)} turns: {len(through)} shown as checked (without the gate: all of them)")
    for one, sentence in through:
        print(f"    {one.name}, {sentence.now.standing}: {sentence.text[:110]}")
        print(f"        read by eye: {remarks.get(sentence.text, 'not judged yet')}")


def _proposed() -> None:
    """The questions that were proposed, judged anew; a lying reader's questions are wrong in one way or another."""
    made = [row for row in recordings.proposals() if "make" in row]
    for lying in (False, True):
        rows = [row for row in made if (row["reader"] == "lying") == lying]
        verdicts = [verdict(row) for row in rows]
        kept = sum(verdict != "reject" for verdict in verdicts)
        who = "lying" if lying else "honest"
        figures.number("minds", f"questions of the {who} model that enter", kept)
        print(f"{len(rows)} questions of the {who} model: {kept} enter, {verdicts.count('repaired')} of them repaired")


def verdict(row: dict) -> str:
    """What becomes of a recorded question today."""
    passages = {str(n): text for n, text in enumerate(row["passages"], start=1)}
    return Tutor().judge_question(row["raw"], passages).verdict.value
