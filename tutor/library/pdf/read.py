"""A PDF -> a source: pages, labels, sections from the outline or from numbered headings.

The file is opened only in worker processes (`worker.py`). A worker that dies or hangs on a page loses that page to the spare
reader, never the pages before it, and never the tutor.
"""

from __future__ import annotations

import json
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from tutor.errors import FileDamaged, FileProtected, FileScanned, FileTimedOut, FileTooBig
from tutor.library.child import child_environment
from tutor.library.pdf.clean import clean, without_running_heads
from tutor.library.progress import Progress, Stage
from tutor.library.readable import readable_share
from tutor.library.source import Page, Section, Source, SourceKind, digest

MOST_BYTES = 300 << 20
MOST_PAGES = 5_000
PAGE_SECONDS = 20.0
# Below this the whole page is garbage. Above it, `cut` still leaves out every line with unread letters in it.
_LEAST_READABLE = 0.5
_DEATHS = 5


def read_pdf(path: Path, name: str) -> Generator[Progress, None, Source]:
    """Read the PDF at `path`, yielding progress page by page; returns the source. `name` is what the learner calls it.

    Raises FileDamaged, FileProtected, FileScanned, FileTooBig or FileTimedOut, each with one sentence for the learner.
    """
    data = _checked(path, name)
    contents = _contents(path)
    pages, problems = yield from _pages(path, name)
    if not pages:
        raise FileDamaged(f"{name} opens, but none of its pages can be read; try to export it again as PDF.")
    if not any(text.strip() for text, _, _ in pages.values()):
        raise FileScanned(f"{name} has {len(pages)} pages of pictures and no text; run OCR on it and add it again.")
    labels = {n: label for n, label in enumerate(contents["labels"], start=1) if label}
    bare = without_running_heads([text for text, _, _ in pages.values()], [labels.get(n, str(n)) for n in pages])
    kept = []
    for (number, (_, width, height)), text in zip(pages.items(), bare, strict=True):
        share = readable_share(text)
        if share < _LEAST_READABLE:
            # Garbage letters would be found and quoted; the page keeps its picture and says what it is.
            problems.append(f"page {number} is not readable as text ({share:.0%} of its letters); its picture can be opened")
        kept.append(Page(number, labels.get(number, str(number)), text if share >= _LEAST_READABLE else "", width, height))
    return Source(
        id=digest(data)[:16],
        title=contents["title"].strip() or _title_from(name),
        kind=SourceKind.PDF,
        pages=tuple(kept),
        sections=tuple(_sections(kept, contents["outline"])),
        formulas=(),
        problems=tuple(problems),
    )


def page_picture(path: Path, number: int, scale: float, quote: str = "", near: int = 0) -> bytes:
    """Page `number` of the PDF at `path` as PNG, `quote` lit; FileDamaged when the page cannot be drawn."""
    command = [*_command("picture"), str(path), str(number), str(scale)]
    asked = json.dumps({"quote": quote, "near": near})
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


def _command(task: str) -> list[str]:
    # -I is not used: the package may be run from its checkout. -X utf8 keeps the lines UTF-8 on every platform.
    return [sys.executable, "-X", "utf8", "-m", "tutor.library.pdf.worker", task]


def _checked(path: Path, name: str) -> bytes:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise FileTooBig(f"{name} is {size >> 20} MB; the most we read is {MOST_BYTES >> 20} MB: split it into chapters.")
    data = path.read_bytes()
    if b"%PDF-" not in data[:1024]:
        raise FileDamaged(f"{name} is named like a PDF but does not begin like one; open it in a viewer and export it again.")
    return data


def _contents(path: Path) -> dict[str, Any]:
    """Outline, labels and title; a file whose contents cannot be read still has its pages."""
    empty = {"title": "", "labels": [], "outline": []}
    lines = list(_lines([*_command("contents"), str(path)], PAGE_SECONDS))
    return lines[-1] if lines and "outline" in lines[-1] else empty


def _pages(path: Path, name: str) -> Generator[Progress, None, tuple[dict[int, tuple[str, float, float]], list[str]]]:
    """(text, width, height) by page number, and what went wrong, page by page."""
    pages: dict[int, tuple[str, float, float]] = {}
    problems: list[str] = []
    total, first, deaths = 0, 1, 0
    while True:
        refused = ""
        for line in _lines([*_command("text"), str(path), str(first), str(MOST_PAGES)], PAGE_SECONDS):
            refused = line.get("refused", "")
            total = line.get("pages", total)
            if "page" in line:
                first = line["page"] + 1
                if not _keep(line, pages):
                    _spare(path, line["page"], pages, problems)
                yield Progress(name, Stage.READING, line["page"], min(total, MOST_PAGES))
        if refused == "password":
            raise FileProtected(f"{name} is protected by a password; save a copy without one and add that.")
        if not total:
            total = yield from _all_spare(path, name, pages)
            break
        if first > min(total, MOST_PAGES):
            break
        # The worker died on page `first`: the spare reader tries it, and a new worker goes on behind it.
        deaths += 1
        _spare(path, first, pages, problems)
        first += 1
        if deaths >= _DEATHS:
            problems.append(f"pages {first} to {total} were left out: reading stopped {deaths} times")
            break
    if total > MOST_PAGES:
        problems.append(f"only the first {MOST_PAGES} of {total} pages were read")
    return dict(sorted(pages.items())), problems


def _keep(line: dict[str, Any], pages: dict[int, tuple[str, float, float]]) -> bool:
    if "text" not in line:
        return False
    pages[line["page"]] = (clean(line["text"]).text, float(line["width"]), float(line["height"]))
    return True


def _spare(path: Path, number: int, pages: dict[int, tuple[str, float, float]], problems: list[str]) -> None:
    """Try one page with the other reader; note it when that fails too."""
    for line in _lines([*_command("spare"), str(path), str(number), str(number)], PAGE_SECONDS):
        if line.get("page") == number and _keep(line, pages):
            return
    problems.append(f"page {number} could not be read")


def _all_spare(path: Path, name: str, pages: dict[int, tuple[str, float, float]]) -> Generator[Progress, None, int]:
    """pdfium could not open the file at all: read every page with pypdf."""
    total = 0
    for line in _lines([*_command("spare"), str(path), "1", str(MOST_PAGES)], PAGE_SECONDS):
        if line.get("refused") == "password":
            raise FileProtected(f"{name} is protected by a password; save a copy without one and add that.")
        if line.get("refused"):
            raise FileDamaged(f"{name} is damaged: no page of it can be opened; download or export it again.")
        total = line.get("pages", total)
        if "page" in line:
            _keep(line, pages)
            yield Progress(name, Stage.READING, line["page"], total)
    if not total:
        raise FileDamaged(f"{name} is damaged: no page of it can be opened; download or export it again.")
    return total


def _lines(command: list[str], seconds: float) -> Iterator[dict[str, Any]]:
    """The JSON lines a worker prints; it is killed when the next line takes longer than `seconds`."""
    lines: queue.Queue[bytes | None] = queue.Queue(maxsize=64)
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet, stdin=quiet, env=child_environment()) as worker:
        listener = threading.Thread(target=_listen, args=(worker.stdout, lines), daemon=True)
        listener.start()
        try:
            while (line := lines.get(timeout=seconds)) is not None:
                try:
                    yield json.loads(line)
                except json.JSONDecodeError:
                    return  # the worker died in the middle of a line
        except queue.Empty:
            return
        finally:
            worker.kill()
            while listener.is_alive():  # it may be waiting for room to put its last lines
                with suppress(queue.Empty):
                    lines.get(timeout=0.02)


def _listen(stream: Any, lines: queue.Queue[bytes | None]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)


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
