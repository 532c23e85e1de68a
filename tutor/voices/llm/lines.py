"""A reply read while it streams: one sentence to a line, with its mark at the end.

    LAYER| text of the sentence ⟦3: "exact words of passage 3"⟧

The layer and the mark may be missing. A plain line format, not JSON: it can be shown sentence by sentence while it grows, and
LaTeX keeps its backslashes, which JSON escapes eat (\\frac arrives as a form feed and "rac").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tutor.library.source import Passage
from tutor.voices.llm.clean import damage, ready
from tutor.voices.voice import DraftSentence, Layer

_MARK = re.compile(
    r"""⟦\s*(?:(?P<number>\d{1,6})\s*:\s*["“„«]?(?P<quote>[^⟦⟧]*?)["”»]?|computed\s*:\s*(?P<computed>[^⟦⟧]*?))\s*⟧"""
)
_ANY_MARK = re.compile(r"⟦[^⟧]*(?:⟧|\Z)|⟧")
_OPENING = re.compile(
    r"^\s*(?:[-*•]\s+|#{1,6}\s+|>\s+)?(?:\*\*)?(?:(?P<name>[a-z]+|\d{1,3})(?:\*\*)?\s*\|(?!\|))?\s*", re.IGNORECASE
)
_LAYERED = re.compile(rf"\s*(?:{'|'.join(layer.value for layer in Layer)}|\d{{1,3}})\s*\|", re.IGNORECASE)
_THOUGHT = re.compile(r"\A\s*<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_THINKING = re.compile(r"\A\s*<(?:think|thinking|reasoning)>", re.IGNORECASE)
_RELATION = re.compile(r"=|<|>|\\(?:le|ge|leq|geq|neq|ne|approx|equiv|in|sim)\b")
_FENCE_LINE = re.compile(r"^\s*(?:`{3,}|~{3,}|-{3,}|\*{3,})\S*\s*$")
_STRAY = re.compile(r"\\\$|\\\\")
_LONGEST_LINE = 4_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reply: the number or layer before its bar (empty where there is none), and the sentences in it."""

    name: str
    sentences: tuple[DraftSentence, ...]
    raw: str
    damage: str = ""


class LineReader:
    """Takes a reply in pieces and gives its lines as soon as they are whole: never inside a formula, never inside a mark."""

    def __init__(self) -> None:
        self._held = ""
        self._thinking = True  # until the first words show that the model does not think aloud

    def feed(self, text: str) -> Iterator[str]:
        """Add a piece; yields the lines it completes."""
        self._held += text
        if self._thinking and not self._past_thought(len(text)):
            return
        at = 0
        while (end := self._held.find("\n", at)) >= 0:
            if _open(self._held[: end + 1]) and not self._ends_anyway(end):
                at = end + 1
                continue
            line, self._held, at = self._held[:end], self._held[end + 1 :], 0
            if line.strip():
                yield line

    @classmethod
    def lines_of(cls, reply: str) -> Iterator[str]:
        """The lines of a reply that is all there."""
        reader = cls()
        yield from reader.feed(reply)
        yield from reader.rest()

    def rest(self) -> Iterator[str]:
        """The last line, which no line break ended; the thought of a model that never came to an answer is no line."""
        held, self._held = self._held, ""
        if held.strip() and not (self._thinking and _THINKING.match(held)):
            yield held

    def _past_thought(self, fresh: int) -> bool:
        """Whether the model has stopped thinking aloud; only the end of what is held, with `fresh` new letters, is looked at."""
        if "</" in self._held[-(fresh + len("</thinking>")) :]:
            self._held = _THOUGHT.sub("", self._held)
        start = self._held[:200].lstrip()
        self._thinking = bool(_THINKING.match(start)) or (len(start) < 11 and "<thinking>".startswith(start[:10].lower()))
        return not self._thinking

    def _ends_anyway(self, end: int) -> bool:
        """A blank line, a new labelled line, or too long a wait: what is open was never a formula."""
        after = self._held[end + 1 :]
        return after[:1] == "\n" or bool(_LAYERED.match(after)) or end > _LONGEST_LINE


def without_thoughts(reply: str) -> str:
    """A reply without what a model thought aloud before it.

    >>> without_thoughts("<think>2 or 3?</think>rank")
    'rank'
    """
    return _THOUGHT.sub("", reply)


def _open(text: str) -> bool:
    r"""Whether a formula or a mark that begins in `text` does not end in it.

    >>> _open("$$x"), _open("$x$"), _open(r"\(x"), _open("⟦1: "), _open("costs a dollar")
    (True, False, True, True, False)
    """
    plain = _STRAY.sub("", text)
    display = plain.count("$$")
    inline = plain.replace("$$", "").count("$")
    brackets = text.count(r"\(") > text.count(r"\)") or text.count(r"\[") > text.count(r"\]")
    return text.count("⟦") > text.count("⟧") or display % 2 == 1 or inline % 2 == 1 or brackets


def read_line(raw: str, passages: Sequence[Passage]) -> Line:
    r"""One line taken apart. `passages` are those the model was shown, numbered from 1.

    >>> line = read_line("simple| Rank counts. ⟦7: \"the rank\"⟧", ())
    >>> line.name, line.sentences[0].text, line.sentences[0].passage
    ('simple', 'Rank counts.', 'no passage 7')
    """
    if _FENCE_LINE.match(raw):
        return Line("", (), raw)
    opening = _OPENING.match(raw)
    name = ((opening and opening.group("name")) or "").lower()
    body = raw[opening.end() :] if opening else raw
    layer = next((one for one in Layer if one.value == name), None)
    if name and layer is None and not name.isdigit():
        name, body = "", raw  # "|" of a table or of an absolute value, not a label
    found = damage(body)
    return Line(name, tuple(_sentences(body, layer or Layer.ANSWER, passages)), raw, found)


def _sentences(body: str, layer: Layer, passages: Sequence[Passage]) -> Iterator[DraftSentence]:
    """The sentences of a line: each mark belongs to the words before it."""
    at = 0
    for mark in _MARK.finditer(body):
        yield from _sentence(body[at : mark.start()], mark, layer, passages)
        at = mark.end()
    rest = _words(body[at:])
    if any(c.isalnum() for c in rest):
        yield DraftSentence(rest, layer=layer)


def _sentence(before: str, mark: re.Match[str], layer: Layer, passages: Sequence[Passage]) -> Iterator[DraftSentence]:
    text = _ANY_MARK.sub("", before).strip()
    if mark["computed"] is not None:
        if shown := _with_computed(_words(text), mark["computed"]):
            yield DraftSentence(shown, layer=layer)
        return
    number, quote = int(mark["number"]), mark["quote"].strip().strip('"“”')
    passage = passages[number - 1] if 0 < number <= len(passages) else None
    text = text if any(c.isalnum() for c in text) else quote
    if passage and text == quote and _stands(quote, passage):
        yield DraftSentence(text, quote, passage.id, layer)  # the book's own words are the book's, marks and all
    elif shown := _words(text):
        yield DraftSentence(shown, quote, passage.id if passage else f"no passage {number}", layer)


def _words(text: str) -> str:
    return ready(_ANY_MARK.sub("", text))


def _stands(quote: str, passage: Passage) -> bool:
    return bool(quote) and " ".join(quote.split()) in " ".join(passage.text.split())


def _with_computed(text: str, computed: str) -> str:
    """The sentence with its equality in it, so that the gate, which tries every equality, tries this one."""
    latex = computed.strip().strip("$").strip()
    shown = "".join(text.split())
    if not _RELATION.search(latex) or "".join(latex.split()) in shown:
        return text
    return ready(_ANY_MARK.sub("", f"{text} ${latex}$"))
