"""Transcripts of lectures -> paragraphs under the time they begin at: .srt, .vtt, and text with time stamps.

A place in a transcript is the time of the cue the words begin in. Speech is kept as it was heard, faults of recognition included:
a quote is what the file says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import pairwise, takewhile
from pathlib import Path

from tutor.errors import FileDamaged
from tutor.library.markdown import plain_lines, read_markdown
from tutor.library.readers.letters import text_of
from tutor.library.source import Source, SourceKind, marked

PARAGRAPH_SECONDS = (60, 90)
_FEWEST_STAMPS = 3
# Of the lines of a .txt and of a Markdown file, how many must be stamped before it is a transcript.
_STAMPED_SHARE, _STAMPED_SHARE_OF_MARKDOWN = 0.15, 0.5
# One run of rising stamps this large is the transcript; what lies around it (flashcards, best moments) is prose with times in it.
_ONE_RUN = 0.7
_ARROW = re.compile(r"^\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})\s+-->\s+((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})")
_TIME = r"((?:\d{1,2}:)?\d{1,3}:[0-5]\d)(?:[.,]\d{1,3})?"
_BRACKETED = re.compile(rf"^\s*(?:\[{_TIME}\]|\({_TIME}\))\s*(?:[-–—:]\s+)?(.*)$")
_BARE = re.compile(rf"^\s*{_TIME}()(?:\s*[-–—:]?\s+(\S.*)|\s*)$")
_NOISE = re.compile(
    r"[\[(]\s*(?:music|applause|laughter|laughs|laughing|silence|inaudible|noise|no audio|cheering|coughs?|sighs?|"
    r"blank_audio|background noise|foreign|__)[^\])\n]{0,30}[\])]|[♪♫]+",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]{1,60})>")
_TAG = re.compile(r"</?[a-zA-Z0-9][^<>]{0,80}>")
_LEAD = re.compile(r"^(?:\s*(?:>{2,}|&gt;&gt;|[-–—*+#>])\s*)+")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words, and the second they begin at; `line` counts from 1 in the file."""

    seconds: float
    words: str
    line: int


def clock(seconds: float) -> str:
    """A time as a player shows it.

    >>> clock(754.9), clock(3723)
    ('12:34', '1:02:03')
    """
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes:02}:{rest:02}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def seconds_of(stamp: str) -> float:
    """The seconds a stamp stands for.

    >>> seconds_of("12:34"), seconds_of("01:02:03,500")
    (754.0, 3723.5)
    """
    total = 0.0
    for part in stamp.replace(",", ".").split(":"):
        total = 60 * total + float(part)
    return total


def read_transcript(path: Path, name: str, note: bool) -> Source:
    """Read subtitles (.srt, .vtt). Raises FileDamaged when there is no cue with words in it."""
    cues = list(_cleaned(_subtitles(plain_lines(text_of(path, name)).split("\n"))))
    if not cues:
        raise FileDamaged(f"{name} has no times with words beside them; export the subtitles again.")
    return _composed([], cues, [], name, 0)


def read_stamped(text: str, name: str, *, plain: bool) -> Source | None:
    """A text with time stamps as a transcript, prose before and after it kept; None when it is no transcript.

    `plain` says the file is plain text; of a Markdown file half the lines must be stamped.
    """
    lines = plain_lines(text).split("\n")
    stamps = _stamps(lines)
    written = sum(1 for line in lines if line.strip())
    share = _STAMPED_SHARE if plain else _STAMPED_SHARE_OF_MARKDOWN
    if len(stamps) < _FEWEST_STAMPS or len(stamps) < share * written:
        return None
    cues, end = _stamped_cues(lines, stamps)
    spoken = list(_cleaned(iter(cues)))
    return _composed(lines[: stamps[0][0]], spoken, lines[end:], name, end + 1) if spoken else None


def _stamps(lines: Sequence[str]) -> list[tuple[int, float, str]]:
    """(line, seconds, the words on the same line) of the stamps that make the transcript."""
    found: list[tuple[int, float, str]] = []
    for style in (_BRACKETED, _BARE):
        matches = ((n, style.match(line)) for n, line in enumerate(lines) if ":" in line[:16])
        found = [(n, seconds_of(m.group(1) or m.group(2)), m.group(3) or "") for n, m in matches if m]
        if len(found) >= _FEWEST_STAMPS:
            break
    runs: list[list[tuple[int, float, str]]] = [[]]
    for before, stamp in pairwise([(0, 0.0, ""), *found]):
        if stamp[1] < before[1]:
            runs.append([])
        runs[-1].append(stamp)
    longest = max(runs, key=len)
    return longest if len(longest) >= _ONE_RUN * len(found) else found


def _stamped_cues(lines: Sequence[str], stamps: Sequence[tuple[int, float, str]]) -> tuple[list[Cue], int]:
    """The cues, and the line the transcript ends before: the last cue goes on no longer than the longest of the others."""
    cues, longest = [], 0
    for (at, seconds, words), (following, *_) in pairwise([*stamps, (-1, 0.0, "")]):
        if following < 0:
            rest = list(takewhile(str.strip, lines[at + 1 : at + 1 + longest]))
            following = at + 1 + len(rest)
        body = [line for line in lines[at + 1 : following] if line.strip()]
        longest = max(longest, following - at - 1)
        cues.append(Cue(seconds, " ".join([words, *body]), at + 1))
    return cues, following


def _subtitles(lines: Sequence[str]) -> Iterator[Cue]:
    """The cues of SRT and WebVTT: the lines after an arrow, up to an empty line or the number before the next arrow."""
    arrows = [(n, m) for n, m in ((n, _ARROW.match(line)) for n, line in enumerate(lines) if "-->" in line) if m]
    last: list[str] = []
    for place, (at, arrow) in enumerate(arrows):
        following = arrows[place + 1] if place + 1 < len(arrows) else None
        end = following[0] if following else len(lines)
        body = [*takewhile(str.strip, lines[at + 1 : end])]
        if following and len(body) == end - at - 1 and body and body[-1].strip().isdigit():
            body.pop()
        shown = [line for line in (re.sub(r"\s+", " ", _voiced(line)).strip() for line in body) if line]
        # Captions made while someone speaks show the line before once more: it was said only once.
        fresh = shown[1:] if shown and last and shown[0] == last[-1] else shown
        last = shown or last
        yield Cue(seconds_of(arrow.group(1)), " ".join(fresh), at + 1)


def _voiced(line: str) -> str:
    """A line of subtitles without its tags; a speaker is named as in a play.

    >>> _voiced("<v Ada>the <i>rank</i> &amp; kernel")
    'Ada: the rank & kernel'
    """
    return unescape(_TAG.sub("", _SPEAKER.sub(r"\1: ", line)))


def _cleaned(cues: Iterator[Cue]) -> Iterator[Cue]:
    """The cues that say something, without noises, and a speaker named only where the speaker changes."""
    speaker = ""
    for cue in cues:
        words = _LEAD.sub("", re.sub(r"\s+", " ", _NOISE.sub(" ", cue.words)).strip())
        named = re.match(r"([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}):\s+", words)
        if named and named.group(1) == speaker:
            words = words[named.end() :]
        speaker = named.group(1) if named else speaker
        if any(map(str.isalnum, words)):
            yield replace(cue, words=words)


def _composed(before: Sequence[str], cues: Sequence[Cue], after: Sequence[str], name: str, behind: int) -> Source:
    """The transcript as Markdown; `behind` is the line, counted from 1, that the prose after it begins at."""
    text, marks = _prose("", before, 1)
    for paragraph in _paragraphs(cues):
        text += f"## {clock(paragraph[0].seconds)}\n\n"
        for cue in paragraph:
            marks.append((len(text), clock(cue.seconds)))
            text += f"{cue.words} "
        text = f"{text.rstrip()}\n\n"
    if any(map(str.strip, after)):
        text, rest = _prose(f"{text}## After the transcript\n\n", after, behind)
        marks += rest
    source = replace(read_markdown(text, name), kind=SourceKind.TRANSCRIPT, problems=tuple(_backwards(cues, name)))
    return marked(source, marks)


def _prose(text: str, lines: Sequence[str], first: int) -> tuple[str, list[tuple[int, str]]]:
    """`text` with the lines behind it as paragraphs, and where each stands: the line of the file, counted from 1."""
    marks = []
    for number, line in enumerate(lines, start=first):
        if line.strip():
            marks.append((len(text), f"line {number}"))
            text += f"{line.strip()}\n\n"
    return text, marks


def _paragraphs(cues: Sequence[Cue]) -> Iterator[list[Cue]]:
    """Cues of about a minute: up to the first end of a sentence after that, and no longer than a minute and a half."""
    least, most = PARAGRAPH_SECONDS
    paragraph: list[Cue] = []
    for cue in cues:
        so_far = cue.seconds - paragraph[0].seconds if paragraph else 0
        if paragraph and (so_far < 0 or so_far >= most or (so_far >= least and paragraph[-1].words.endswith((".", "?", "!")))):
            yield paragraph
            paragraph = []
        paragraph.append(cue)
    if paragraph:
        yield paragraph


def _backwards(cues: Sequence[Cue], name: str) -> Iterator[str]:
    """A sentence when the clock of the file goes back."""
    for before, cue in pairwise(cues):
        if cue.seconds < before.seconds:
            yield (
                f"The times in {name} go back from {clock(before.seconds)} to {clock(cue.seconds)} at line {cue.line}; "
                "its words are kept in the order of the file."
            )
            return
