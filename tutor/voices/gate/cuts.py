r"""May this span be cut out of its passage without changing what it means?

The rule. A span is cut at the edges of words; never inside a formula, a number with its unit, a bracket or a hyphenated word.
Where a sentence is not taken whole, what is left out before it may hold no word that denies, supposes, ascribes or narrows, and
what is left out after it no word that limits; and the edge must be one where a statement begins or ends: a consequence ("which
implies that"), a semicolon, an opening that vouches ("note that"). A list, an alternative or a coordinated phrase is never cut.
Where the sentence is whole, the words around it still count: the line that leads a list, a sentence before it that says "a common
mistake", one after it that says "this is false", the heading it stands under. What is not provably a fair cut is not one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.maths.spans import FormulaSpan, formula_spans
from tutor.voices.gate import words
from tutor.voices.gate.quotes import Around, Read

_OPENS = "([{\"“„«‘'"
_CLOSES = '.,;:!?…)]}"”»'
_CLOSING_TAIL = re.compile(r"(?:[.,;:?…)\]}\"”»]|\*\*|__|[*_](?=[.,;:)]|$))*|(?:!|’|')[.,;:?…)\]}\"”»]*")
_OPENING_HEAD = re.compile(r"(?:[(\[{\"“„«‘']|\*{1,3}|_{1,2})*")
_ENDS = re.compile(r"[.!?…][\"'”’)\]*_»]*\s*$")
_ITEM = re.compile(r"(?:^|\n)[ \t>]*(?:[-*+•]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])[ \t]+[*_\"“]*\Z")
_HANGING = re.compile(
    r"(?:[:,;—(]|\b(?:that|if|when|where|is|are|not|then|for|and|or|unless|only|by|of|the|a|an|to|with|as|than))\W{0,3}$",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.*)$")
_TITLED = re.compile(r"\s*[*_]{1,3}[^*_\n]{2,120}[.!?:]?[*_]{1,3}")
_DASH_BORDER = re.compile(r"[,;:—–(]\s*$|[ \t]-{1,3}\s*$")
_MOST_ITEMS = 60
_REMARK = 90  # a paragraph that opens so short takes back what stands above it
_SEEN = 400  # an announcement stands at the end of its sentence


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a span may not be cut out.

    `lies`: what was left out changes the meaning; else the cut is only not known to be fair. `limits`: what was left out is a
    condition, which a sentence in other words may well have kept.
    """

    why: str
    lies: bool
    limits: bool = False


def fault(read: Read, start: int, end: int, section: Sequence[str] = ()) -> Fault | None:
    """What is wrong with cutting passage[start:end] out; None where nothing is. `section` is the headings it stands under."""
    around = read.around(start, end)
    a, b = start - around.offset, end - around.offset
    return _torn(around, a, b) or _Place(around, a, b, section).fault()


def case_of(read: Read, start: int, end: int, section: Sequence[str] = ()) -> str:
    """The sentence of the page that puts a whole sentence after it into a case ("Then ..."); "" where none does."""
    around = read.around(start, end)
    place = _Place(around, start - around.offset, end - around.offset, section)
    return _short(place.case(words.GOES_ON_IN_CASE)) if around.sentences else ""


def _torn(around: Around, start: int, end: int) -> Fault | None:
    """A cut inside a formula, a word, a number or a unit."""
    text = around.text
    for at in (start, end):
        n = bisect_left(around.whole, (at, 0)) - 1
        if n >= 0 and around.whole[n][0] < at < around.whole[n][1]:
            return Fault("it is cut inside a formula of the page", True)
    head = re.search(r"[^\s—]*\Z", text[max(0, start - 80) : start])
    tail = re.match(r"[^\s—]*", text[end : end + 80])
    if head is None or tail is None:
        return None
    if not _OPENING_HEAD.fullmatch(head.group()):
        return Fault("it is cut inside a word, a number or a sign of the page", True)
    if not _CLOSING_TAIL.fullmatch(tail.group()) or _part_of_symbol(text[start:end], tail.group()):
        return Fault("it is cut inside a word, a number or a sign of the page", True)
    return None


def _part_of_symbol(kept: str, tail: str) -> bool:
    """n! without its sign, f' without its stroke, A* without its star: the mark belongs to a symbol, not to the sentence."""
    last = re.search(r"\S*\Z", kept)
    symbol = last is not None and len(re.sub(r"\W", "", last.group())) <= 2
    return bool(tail) and (tail[0] in "!'’*_" and not tail.startswith(("**", "__"))) and (symbol or tail[0] in "'’")


_BLANK = re.compile(r"\n[ \t]*\n")
_HEADINGS = re.compile(r"\A(?s:.*)^#{1,6} [^\n]*$", re.MULTILINE)  # everything up to the last heading above


class _Place:
    """A span in the sentences around it."""

    def __init__(self, around: Around, start: int, end: int, section: Sequence[str]) -> None:
        self._around, self._text, self._start, self._end, self._section = around, around.text, start, end, section
        spans = around.sentences
        self._first = max((n for n, (a, _) in enumerate(spans) if a <= start), default=0)
        self._last = min((n for n, (_, b) in enumerate(spans) if b >= end), default=len(spans) - 1)

    def fault(self) -> Fault | None:
        if not self._around.sentences:
            return Fault("it is no sentence of the page", False)
        if self._around.sentences[self._first][0] == 0 and not self._around.begins:
            return Fault("the sentence it is cut from is too long to be seen whole", False)
        return (
            self._wordless()
            or self._omitted_before()
            or self._omitted_after()
            or self._taken_back()
            or self._announced()
            or self._headed()
            or self._in_case()
        )

    def _wordless(self) -> Fault | None:
        """A formula alone may be what is stated, defined, supposed or denied: the words around it say which."""
        kept = self._text[self._start : self._end]
        spans = list(formula_spans(kept))
        if spans and not re.search(r"[^\W\d_]{2}", _without(kept, spans)):
            return Fault("it is a formula alone, and the words around it say what it is", False)
        return None

    def _in_case(self) -> Fault | None:
        """What is said under a supposition stays said under it."""
        if told := self.case(words.SETS_CASE):
            return Fault(f"the page supposes before it: “{_short(told)}”", False, True)
        return None

    def case(self, opens: re.Pattern[str]) -> str:
        """The nearest sentence before the span in its paragraph that opens a case; "" where none does."""
        n = self._first
        while n and self._same_paragraph(n - 1, n):
            n -= 1
            if opens.match(self._part(n)):
                return self._part(n)
        return ""

    def _fresh(self, lead: str) -> bool:
        """Whether a display ended the sentence before the span: a capital letter begins another."""
        return bool(re.search(r"(?:\$\$|\\\]|\\end\{\w+\*?\})\s*\Z", lead)) and self._text[self._start].isupper()

    def _part(self, n: int) -> str:
        return self._text[slice(*self._around.sentences[n])]

    # -- inside its own sentence ---------------------------------------------------------------------------------------
    def _lead(self) -> str:
        """What stands before the span in its sentence, sentences that go on in small letters or over a display joined to it."""
        n = self._first
        begin = self._around.sentences[n][0]
        for _ in range(5):
            if n == 0 or not self._goes_on(n - 1, n):
                break
            n -= 1
            begin = self._around.sentences[n][0]
        lead = self._text[begin : self._start]
        return "" if self._fresh(lead) else lead

    def _goes_on(self, before: int, after: int) -> bool:
        """Whether two neighbouring spans of sentences are one sentence of the page."""
        one, other = self._part(before), self._part(after)
        if _is_heading(one) or _is_heading(other) or self._is_item(after):
            return False
        if re.match(r"[a-z]", other) and not re.match(r"(?:i\.e|e\.g)\b", other):
            return True
        return not _ENDS.search(one) and bool(_HANGING.search(one)) and not one.lstrip().startswith("|")

    def _omitted_before(self) -> Fault | None:
        lead = self._text[self._around.sentences[self._first][0] : self._start]
        if self._fresh(lead):
            return None
        if _OPENING_HEAD.fullmatch(lead.strip()):
            joined = self._lead()
            if _OPENING_HEAD.fullmatch(joined.strip()):
                return _in_quotation(self._text, self._start, self._end)
            if joined.rstrip("*_ \n").endswith(":") and not re.match(r"[a-z]", self._text[self._start : self._end]):
                return _led_by(joined)
            lead = joined
        else:
            lead = self._lead()
        kept = self._text[self._start : self._end]
        if _unbalanced(kept):
            return Fault("it is cut inside a bracket of the page", True)
        return _left_out_before(lead, kept)

    def _omitted_after(self) -> Fault | None:
        rest = self._text[self._end : self._around.sentences[self._last][1]]
        n = self._last
        for _ in range(5):
            if n + 1 >= len(self._around.sentences) or not self._goes_on(n, n + 1):
                break
            n += 1
            rest = self._text[self._end : self._around.sentences[n][1]]
        if "?" in rest:
            return Fault("the page asks it as a question", True)
        rest = rest.lstrip('*_)]}"”» \n\t')
        if not rest.strip(' .!…"”’)»*_\n\t'):
            return None
        if _unbalanced(self._text[self._start : self._end]):
            return Fault("it is cut inside a bracket of the page", True)
        return _left_out_after(rest)

    # -- around its sentence -------------------------------------------------------------------------------------------
    def _taken_back(self) -> Fault | None:
        spans = self._around.sentences
        after = self._last + 1
        if after >= len(spans) or self._is_item(after):
            return None
        said = self._part(after)
        apart = "\n\n" in self._text[spans[self._last][1] : spans[after][0]]
        if words.TAKES_BACK.search(said[:200]) and (not apart or len(said) < _REMARK):
            return Fault(f"the page goes on: “{_short(said)}”", True)
        return None

    def _announced(self) -> Fault | None:
        n = self._first
        if self._is_item(n):
            return self._led(n)
        if n and self._same_paragraph(n - 1, n) and words.ANNOUNCES_ONE.search(self._part(n - 1)[-_SEEN:]):
            return Fault(f"the page says before it: “{_short(self._part(n - 1))}”", True)
        if (
            n
            and self._same_paragraph(n - 1, n)
            and words.POINTS_ON.search(self._part(n - 1))
            and not words.VOUCHED.search(self._part(n - 1))
        ):
            return Fault(f"the page says before it: “{_short(self._part(n - 1))}”", False)
        led = n and not self._same_paragraph(n - 1, n) and self._part(n - 1).rstrip("*_ ").endswith(":")
        if led and (wrong := _led_by(self._part(n - 1))):
            return wrong
        while n:
            if not self._same_paragraph(n - 1, n):
                # A supposition made in a line of its own reaches over the break.
                if words.ANNOUNCES_ALL.search(self._part(n - 1)[-_SEEN:]):
                    return Fault(f"the page says before it: “{_short(self._part(n - 1))}”", True)
                return None
            if words.ANNOUNCES_ALL.search(self._part(n - 1)[-_SEEN:]):
                return Fault(f"the page says before it: “{_short(self._part(n - 1))}”", True)
            n -= 1
        return None

    def _led(self, n: int) -> Fault | None:
        """The line that leads a list governs each of its entries."""
        for _ in range(_MOST_ITEMS):
            if n == 0:
                return None
            n -= 1
            if not self._is_item(n) and not self._inside_item(n):
                break
        lead = self._part(n)
        if _is_heading(lead):
            return None
        found = (
            words.ANNOUNCES_ONE.search(lead[-_SEEN:])
            or words.ANNOUNCES_ALL.search(lead[-_SEEN:])
            or lead.rstrip("*_ ").endswith("?")
        )
        if not found and lead.rstrip("*_ ").endswith(":"):
            return _led_by(lead)
        return Fault(f"the page leads the list with “{_short(lead)}”", True) if found else None

    def _inside_item(self, n: int) -> bool:
        """Whether a sentence is a later one of an entry of a list."""
        for _ in range(20):
            if self._is_item(n):
                return True
            if n == 0 or not self._same_paragraph(n - 1, n):
                return False
            n -= 1
        return False

    def _is_item(self, n: int) -> bool:
        begin = self._around.sentences[n][0]
        return bool(_ITEM.search(self._text[max(0, begin - 40) : begin]))

    def _same_paragraph(self, before: int, after: int) -> bool:
        gap = self._text[self._around.sentences[before][1] : self._around.sentences[after][0]]
        return (
            "\n\n" not in gap
            and not re.search(r"\n[ \t]*\n", gap)
            and not self._is_item(after)
            and not _is_heading(self._part(before))
        )

    def _headed(self) -> Fault | None:
        owns_up = words.OWNS_UP.match(self._text[self._start : self._end])
        answers = _BLANK.search(_HEADINGS.sub("", self._text[: self._start]).lstrip()) is None  # right below its heading
        for title in (*self._headings(), *self._section):
            if owns_up and title.rstrip().endswith("?"):
                continue  # "What do people get wrong about X?", and what answers it says itself that it tells a mistake
            if answers and words.ASKS_OF_DOUBT.search(title):
                continue
            plain = words.NOT_DOUBTFUL.sub(" ", title)
            if words.DOUBTFUL_HEADING.search(plain):
                return Fault(f"it stands under the heading “{_short(title)}”", True)
            if words.MISTAKES_HEADING.search(plain) and not self._corrects():
                return Fault(f"it stands under the heading “{_short(title)}”", True)
        return None

    def _headings(self) -> list[str]:
        """The nearest heading above the span in the passage itself."""
        at = self._text.rfind("\n#", 0, self._start)
        line = self._text[at + 1 : self._start].split("\n", 1)[0] if at >= 0 or self._text.startswith("#") else ""
        found = _HEADING.match(line)
        return [found[1]] if found else []

    def _corrects(self) -> bool:
        """Under "Common mistakes": an entry whose title names the mistake; what comes after the title says what is right."""
        n = self._first
        while n and not self._is_item(n) and self._same_paragraph(n - 1, n):
            n -= 1
        begin = self._around.sentences[n][0]
        while begin and self._text[begin - 1] in "*_":
            begin -= 1
        title = _TITLED.match(self._text, begin)
        return title is not None and self._start >= title.end()


def _left_out_before(lead: str, kept: str) -> Fault | None:
    """A judgement on what stood before the kept words in their sentence."""
    lead = lead.lstrip("*_ ")
    label = words.LABEL.match(lead)
    if label and not words.BEFORE.search(label.group()):
        lead = lead[label.end() :]
    bare = lead.strip().strip("*_").strip()
    if len(bare) < _SEEN and words.VOUCHES.fullmatch(bare):
        return None
    consequence = words.CONSEQUENCE.match(kept)
    searched = words.IFF.sub(" ", bare) if consequence and kept.lower().startswith(("which", "so that")) else bare
    if found := words.BEFORE.search(searched):
        limits = not words.DENIED.fullmatch(found.group())
        return Fault(f"the page says “{found.group()}” before it: “{_short(bare)}”", True, limits)
    if bare.rstrip(" ").endswith("?"):
        return Fault("the page asks before it", True)
    scope = words.SETS_SCOPE.match(bare)
    if scope and not consequence:
        return Fault(f"the page says where it holds: “{_short(bare)}”", True, True)
    if scope or not _DASH_BORDER.search(bare):
        return Fault("it is cut out of the middle of a statement", False)
    if bare[-1] == "(":
        return Fault("it is cut inside a bracket of the page", False)
    if bare[-1] == ";" or consequence:
        return None
    return Fault("it is cut out of the middle of a statement", False)


def _left_out_after(rest: str) -> Fault | None:
    """A judgement on what followed the kept words in their sentence."""
    border = re.match(r"[,;:—–)]+\s*|-{1,3}\s", rest)
    said = rest[border.end() :] if border else rest
    searched = words.AFTER_CONSEQUENCE if words.FOLLOWS.match(said) else words.AFTER
    if found := searched.search(said):
        limits = not words.DENIED.fullmatch(found.group())
        return Fault(f"the page goes on with “{found.group()}”: “{_short(said)}”", True, limits)
    if (
        border
        and border.group().strip()[:1] in ";:—"
        and not words.NEEDS.search(said)
        and not re.match(r"(?:this|that|it|they|these|those|such|both|here|there)\b", said)
    ):
        return None
    if words.OWN_STATEMENT.match(said) and (border or not said.lower().startswith(("which", "that", "and", "so"))):
        return None
    if re.match(r"so that\b", said):
        return None
    return Fault(f"the page goes on: “{_short(said)}”", False)


def _led_by(lead: str) -> Fault | None:
    """A judgement on a line with a colon that leads what comes after it."""
    plain = words.SAID_BY_RULE.sub(" ", words.IFF.sub(" ", " ".join(lead.split())))
    last = re.split(r"(?<=[.!?])\s", plain)[-1]
    if words.LEADING.search(last) or words.ANNOUNCES_ONE.search(last[-_SEEN:]) or words.LEADS_SCOPE.match(last):
        return Fault(f"the page leads into it with “{_short(lead)}”", True)
    return None


def _in_quotation(text: str, start: int, end: int) -> Fault | None:
    """Words between quotation marks of the page are somebody's words."""
    before, after = text[max(0, start - 3) : start].rstrip("*_ "), text[end : end + 3].lstrip(".,*_ ")
    if before[-1:] in ("“", "„", "«", '"') and after[:1] in ("”", "“", "»", '"'):
        return Fault("the page puts it between quotation marks", False)
    return None


def _without(text: str, spans: Sequence[FormulaSpan]) -> str:
    for span in reversed(spans):
        text = f"{text[: span.start]} {text[span.end :]}"
    return text


def _unbalanced(kept: str) -> bool:
    """Whether a bracket is opened and not closed in the kept words, or closed and not opened."""
    depth = 0
    for mark in re.findall(r"[()\[\]{}]", kept):
        depth += 1 if mark in "([{" else -1
        if depth < 0:
            return True
    return depth != 0


def _is_heading(part: str) -> bool:
    return part.lstrip().startswith("#")


def _short(said: str) -> str:
    said = " ".join(said.split()).strip()
    return said if len(said) <= 90 else f"{said[:88].rstrip()}…"
