"""A PDF -> a source: pages, labels, sections from the outline or from numbered headings.

The file is opened only in worker processes (`worker.py`). A worker that dies or hangs on a page loses that page to the spare
reader, never the pages before it, and never the tutor.
"""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tutor.errors import FileDamaged, FileProtected, FileScanned, FileTimedOut, FileTooBig
from tutor.library.child import child_environment
from tutor.library.half import Reading
from tutor.library.pdf.clean import without_running_heads
from tutor.library.pdf.landmarks import landmarks_of, references_of
from tutor.library.pdf.talk import PAGE_SECONDS, SCAN_SECONDS, Ahead, can_read_scans, command_for, lines_of
from tutor.library.progress import Progress, Stage
from tutor.library.readable import readable_share
from tutor.library.source import Formula, FormulaStatus, Page, Section, Source, SourceKind, digest

MOST_BYTES = 300 << 20
MOST_PAGES = 5_000
# Below this the whole page is garbage. Above it, `cut` still leaves out every line with unread letters in it.
_LEAST_READABLE = 0.95
_DEATHS = 5
# A page takes some 0.02 seconds; a book that takes a hundred times as long is stopped, and keeps the pages it has.
_BOOK_SECONDS_A_PAGE, _LEAST_BOOK_SECONDS = 2.0, 60.0
# Pages that are pictures: as long as this for each, and for all of them; what is left then stays a picture.
_SECONDS_A_SCAN, _MOST_SCAN_SECONDS = 10.0, 1_800.0
# From this many pages on, starting a second worker costs less than it saves.
_WORTH_TWO_WORKERS = 40
# Of a book this long, so many pages can be asked about while the rest comes in.
_WORTH_EARLY, _EARLY_PAGES = 80, 24


@dataclass(frozen=True, slots=True)
class _Read:
    """What a worker says of one page; spans of formulas are spans of `text`."""

    text: str
    width: float
    height: float
    formulas: tuple[Formula, ...] = ()
    ocr: bool = False  # the page is a picture, and these words are what Tesseract saw in it

    @property
    def unread(self) -> bool:
        """Whether a picture of the page may say more than its text does."""
        return not self.ocr and (not self.text.strip() or readable_share(self.text) < _LEAST_READABLE)

    def without_head(self, text: str) -> tuple[Formula, ...]:
        """The formulas with their places in `text`, which is this page's text without its first line."""
        gone = len(self.text) - len(text)
        moved = (replace(f, start=f.start - gone, end=f.end - gone) for f in self.formulas)
        return tuple(f for f in moved if f.start >= 0 and f.end <= len(text))


@dataclass(frozen=True, slots=True)
class Early:
    """A book of which the first pages were read: they can be asked about while the rest comes in."""

    source: Source


def read_pdf(path: Path, name: str, kept: Reading | None = None) -> Generator[Progress | Early, None, Source]:
    """Read the PDF at `path`, yielding progress page by page; returns the source. `name` is what the learner calls it.

    Of a long book the first pages are given early, once. `kept` holds the pages of an earlier try, and takes those of this one.
    Raises FileDamaged, FileProtected, FileScanned, FileTooBig or FileTimedOut, each with one sentence for the learner.
    """
    data = _checked(path, name)
    ahead = Ahead([*command_for("contents"), str(path)])
    pages: dict[int, _Read] = {}
    problems: list[str] = []
    given = False
    try:
        for step in _pages(path, name, pages, problems, kept):
            yield step
            if not given and len(pages) >= _EARLY_PAGES and step.total >= _WORTH_EARLY:
                given = True
                early = {n: pages[n] for n in sorted(pages)}
                told = f"still being read: {len(early)} of {step.total} pages can be asked about"
                yield Early(_assembled(data, name, early, [told], _contents(ahead.lines())))
        yield from _read_scans(path, name, pages, kept)
        contents = _contents(ahead.lines())
    finally:
        ahead.stop()
    if not pages and problems and "longer than" in problems[-1]:
        raise FileTimedOut(f"{name} took longer to read than we wait for a book; export it again as PDF, or split it.")
    if not pages:
        raise FileDamaged(f"{name} opens, but none of its pages can be read; try to export it again as PDF.")
    if not any(page.text.strip() for page in pages.values()):
        many = "1 page that is a picture" if len(pages) == 1 else f"{len(pages)} pages of pictures"
        how = "" if can_read_scans() else "install Tesseract and `pip install 'marginalia-tutor[ocr]'`, or "
        raise FileScanned(f"{name} has {many} and no text; {how}run OCR on it and add it again.")
    return _assembled(data, name, dict(sorted(pages.items())), problems, contents)


def _assembled(data: bytes, name: str, pages: dict[int, _Read], problems: list[str], contents: dict[str, Any]) -> Source:
    """The source that these pages make."""
    problems = list(problems)
    labels = {n: label for n, label in enumerate(contents["labels"], start=1) if label}
    bare = without_running_heads([page.text for page in pages.values()], [labels.get(n, str(n)) for n in pages])
    kept: list[Page] = []
    formulas: list[Formula] = []
    for (number, page), text in zip(pages.items(), bare, strict=True):
        share = readable_share(text)
        if share < _LEAST_READABLE:
            # Garbage letters would be found and quoted; the page keeps its picture and says what it is.
            problems.append(f"page {number} is not readable as text ({share:.0%} of its letters); its picture can be opened")
            text = ""
        label = labels.get(number, str(number))
        kept.append(Page(number, f"{label} (OCR)" if page.ocr and text else label, text, page.width, page.height))
        formulas += page.without_head(text) if text else ()
    if seen := sum(page.ocr and bool(page.text) for page in pages.values()):
        many = "1 page is a picture; its words were" if seen == 1 else f"{seen} pages are pictures; their words were"
        problems.append(f"{many} read by OCR and may be misread: compare them with the page")
    sections = tuple(_sections(kept, contents["outline"]))
    landmarks = landmarks_of(kept, sections, formulas)
    return Source(
        id=digest(data)[:16],
        title=contents["title"].strip() or _title_from(name),
        kind=SourceKind.PDF,
        pages=tuple(kept),
        sections=sections,
        formulas=tuple(formulas),
        problems=tuple(problems),
        landmarks=landmarks,
        references=references_of(kept, landmarks),
    )


def page_picture(
    path: Path, number: int, scale: float, quote: str = "", near: int = 0, box: Sequence[float] | None = None
) -> bytes:
    """Page `number` of the PDF at `path` as PNG, `quote` lit, or only its rectangle `box` in points; FileDamaged when the page
    cannot be drawn."""
    command = [*command_for("picture"), str(path), str(number), str(scale)]
    asked = json.dumps({"quote": quote, "near": near, "box": list(box) if box else None})
    try:
        done = subprocess.run(
            command, input=asked.encode(), capture_output=True, timeout=PAGE_SECONDS, check=False, env=child_environment()
        )
    except subprocess.TimeoutExpired:
        raise FileTimedOut(
            f"Page {number} took longer than {PAGE_SECONDS:.0f} seconds to draw; its text is still there."
        ) from None
    if done.returncode or not done.stdout.startswith(b"\x89PNG"):
        raise FileDamaged(f"Page {number} cannot be drawn as a picture; its text is still there.")
    return done.stdout


def _checked(path: Path, name: str) -> bytes:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise FileTooBig(f"{name} is {size >> 20} MB; the most we read is {MOST_BYTES >> 20} MB: split it into chapters.")
    data = path.read_bytes()
    if b"%PDF-" not in data[:1024]:
        raise FileDamaged(f"{name} is named like a PDF but does not begin like one; open it in a viewer and export it again.")
    return data


def _contents(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Outline, labels and title; a file whose contents cannot be read still has its pages."""
    empty = {"title": "", "labels": [], "outline": []}
    return lines[-1] if lines and "outline" in lines[-1] else empty


def _pages(
    path: Path, name: str, pages: dict[int, _Read], problems: list[str], kept: Reading | None
) -> Generator[Progress, None, None]:
    """Fill `pages` with what was read, by page number, and `problems` with what went wrong, page by page."""
    others: list[Ahead] = []
    first = 1
    for line in kept.so_far() if kept else ():
        if not _keep(line, pages):
            problems.append(_unread(line["page"]))
        first = max(first, line["page"] + 1)
    try:
        yield from _read_pages(path, name, pages, problems, others, first, kept)
    finally:
        for other in others:
            other.stop()


def _read_pages(
    path: Path, name: str, pages: dict[int, _Read], problems: list[str], seconds: list[Ahead], first: int, kept: Reading | None
) -> Generator[Progress, None, None]:
    """Fill `pages` from page `first` on, going on with a new worker wherever one dies.

    Of a long book a second worker, put into `seconds`, reads the second half meanwhile.
    """
    total, deaths, half = 0, 0, 0
    began = time.monotonic()
    while True:
        refused = ""
        behind = bool(half) and first > half
        ahead = iter(seconds[0].lines(_seconds_left(began, total))) if behind else None
        waiting = ahead or lines_of(_text_from(path, first), PAGE_SECONDS)
        half = 0 if behind else half
        for line in waiting:
            refused = line.get("refused", "")
            total = line.get("pages", total)
            if not seconds and total - first >= _WORTH_TWO_WORKERS:
                half = first + (total - first) // 2
                seconds.append(Ahead(_text_from(path, half + 1)))
            if "page" in line:
                first = line["page"] + 1
                if not _keep(line, pages):
                    line = _spare(path, line["page"], pages, problems)
                if kept is not None:
                    kept.keep({**line, "pages": total})
                yield Progress(name, Stage.READING, line["page"], min(total, MOST_PAGES))
                if line["page"] == half or not _seconds_left(began, total):
                    break
        if refused == "password":
            raise FileProtected(f"{name} is protected by a password; save a copy without one and add that.")
        if not total:
            total = yield from _all_spare(path, name, pages)
            break
        if first > min(total, MOST_PAGES):
            break
        if not _seconds_left(began, total):
            problems.append(f"pages {first} to {total} were left out: it takes longer than {_seconds_for(total):.0f} seconds")
            break
        if half and first > half:
            continue
        # The worker died on page `first`: the spare reader tries it, and a new worker goes on behind it.
        deaths += 1
        line = _spare(path, first, pages, problems)
        if kept is not None:
            kept.keep({**line, "pages": total})
        first += 1
        if deaths >= _DEATHS:
            problems.append(f"pages {first} to {total} were left out: reading stopped {deaths} times")
            break
    if total > MOST_PAGES:
        problems.append(f"only the first {MOST_PAGES} of {total} pages were read")


def _read_scans(path: Path, name: str, pages: dict[int, _Read], kept: Reading | None) -> Generator[Progress, None, None]:
    """Have the pages that are pictures read by Tesseract, where the learner has it; a page that ends a worker stays a picture."""
    left = [number for number in sorted(pages) if pages[number].unread]
    total, deaths, began = len(left), 0, time.monotonic()
    if not left or not can_read_scans():
        return
    while left and deaths < _DEATHS:
        for line in lines_of([*command_for("scans"), str(path), ",".join(map(str, left))], SCAN_SECONDS):
            if line.get("page") != left[0]:
                break
            left.pop(0)
            if line.get("text") and readable_share(line["text"]) >= _LEAST_READABLE and _keep(line, pages) and kept is not None:
                kept.keep(line)
            yield Progress(name, Stage.READING, total - len(left), total)
            if time.monotonic() - began > min(SCAN_SECONDS + _SECONDS_A_SCAN * total, _MOST_SCAN_SECONDS):
                return
            if not left:
                return
        left, deaths = left[1:], deaths + 1


def _seconds_for(pages: int) -> float:
    return max(_LEAST_BOOK_SECONDS, _BOOK_SECONDS_A_PAGE * min(pages, MOST_PAGES))


def _seconds_left(began: float, pages: int) -> float:
    return max(0.0, began + _seconds_for(pages) - time.monotonic())


def _text_from(path: Path, first: int) -> list[str]:
    return [*command_for("text"), str(path), str(first), str(MOST_PAGES)]


def _keep(line: dict[str, Any], pages: dict[int, _Read]) -> bool:
    if "text" not in line:
        return False
    formulas = tuple(_formula(line["page"], *entry) for entry in line.get("formulas", ()))
    ocr = bool(line.get("ocr"))
    pages[line["page"]] = _Read(line["text"], float(line["width"]), float(line["height"]), formulas, ocr)
    return True


def _formula(page: int, latex: str, display: bool, start: int, end: int, status: str, box: list[float], number: str) -> Formula:
    return Formula(latex, display, page, start, end, FormulaStatus(status), (box[0], box[1], box[2], box[3]), number)


def _spare(path: Path, number: int, pages: dict[int, _Read], problems: list[str]) -> dict[str, Any]:
    """Try one page with the other reader; note it when that fails too. Returns what is to be kept of the page."""
    for line in lines_of([*command_for("spare"), str(path), str(number), str(number)], PAGE_SECONDS):
        if line.get("page") == number and _keep(line, pages):
            return line
    problems.append(_unread(number))
    return {"page": number}


def _unread(number: int) -> str:
    return f"page {number} could not be read"


def _all_spare(path: Path, name: str, pages: dict[int, _Read]) -> Generator[Progress, None, int]:
    """pdfium could not open the file at all: read every page with pypdf."""
    total = 0
    began = time.monotonic()
    for line in lines_of([*command_for("spare"), str(path), "1", str(MOST_PAGES)], PAGE_SECONDS):
        if line.get("refused") == "password":
            raise FileProtected(f"{name} is protected by a password; save a copy without one and add that.")
        if line.get("refused"):
            raise FileDamaged(f"{name} is damaged: no page of it can be opened; download or export it again.")
        total = line.get("pages", total)
        if "page" in line:
            _keep(line, pages)
            yield Progress(name, Stage.READING, line["page"], total)
        if not _seconds_left(began, total):
            break
    if not total:
        raise FileDamaged(f"{name} is damaged: no page of it can be opened; download or export it again.")
    return total


_NUMBERED = re.compile(r"^((?:\d+|[A-Z])(?:\.\d+){0,3}|Chapter \d+)\.?\s+([A-Z][^.!?]{2,70})$")


def _sections(pages: list[Page], outline: list[list[Any]]) -> Iterator[Section]:
    """From the outline where there is one, else from numbered headings on lines of their own."""
    found = _from_outline(pages, outline) if len(outline) >= 2 else []
    deep = {section.path[-1] for section in found}
    if len(found) < max(3, len(pages) // 15):
        found += [s for s in _from_headings(pages) if s.path[-1] not in deep]
    path: list[tuple[int, str]] = []
    for section in sorted(found, key=lambda s: (s.page, s.start)):
        level, title = len(section.path), section.path[-1]
        path = [*((depth, name) for depth, name in path if depth < level), (level, title)]
        yield Section(tuple(name for _, name in path), section.page, section.start)


def _from_outline(pages: list[Page], outline: list[list[Any]]) -> list[Section]:
    """One flat section per entry, its path as long as its level, at the place of its title on the page."""
    by_number = {page.number: page for page in pages}
    after: dict[int, int] = {}
    sections = []
    for level, title, number in outline:
        if number in by_number:
            start = _place(by_number[number].text, title, after.get(number, 0))
            after[number] = start
            sections.append(Section(("",) * (int(level) - 1) + (str(title),), number, start))
    return sections


def _place(text: str, title: str, after: int) -> int:
    """Where the title stands on its page, else where the last one stood."""
    words = re.findall(r"[^\W_]+", title)
    match = re.compile(r"\W+".join(map(re.escape, words)), re.IGNORECASE).search(text, after) if words else None
    if match is None:
        return after
    # The number and the word "Chapter" before it belong to the heading.
    lead = re.search(r"(?:^|\s)((?:Chapter\s+)?(?:\d[\d.]*|[A-Z]\.?))\s+$", text[max(0, match.start() - 20) : match.start()])
    return match.start() - len(lead.group().lstrip()) if lead else match.start()


def _from_headings(pages: list[Page]) -> Iterator[Section]:
    for page in pages:
        begin = 0
        for line in page.text.split("\n"):
            match = _NUMBERED.match(line.strip())
            # A line that ends in a number is a line of the contents or a running head.
            if match and not line.strip()[-1].isdigit() and sum(map(str.isalpha, line)) > 0.6 * len(line):
                depth = 1 + match.group(1).count(".")
                yield Section(("",) * (depth - 1) + (line.strip(),), page.number, begin)
            begin += len(line) + 1


def _title_from(name: str) -> str:
    return re.sub(r"[-_]+", " ", name.rsplit("/", 1)[-1].rsplit(".", 1)[0]).strip() or name
