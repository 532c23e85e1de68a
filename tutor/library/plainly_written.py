"""Where a heading writes a formula in plain signs, without dollars: "My notes on y = mx + b".

No reader of books takes such words for a formula, and yet nothing is said of the formula as plainly as under such a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.library.store import Store

__all__ = ["plainly_written"]

_TYPED = re.compile(r"[^\\$]*[=<>≤≥≈][^\\$]*")
_GOES_ON = frozenset("+-*/=<>^(·−")
_HEADING = 400  # so far behind its place a heading ends


def plainly_written(store: Store, latex: str) -> Iterator[tuple[str, int, int, int]]:
    """(source, page, start, end) of every heading that writes this very formula, letter for letter but for spaces.

    Only a formula typed without commands, with a relation in it, is looked for: x alone stands in too many headings.
    """
    if not _TYPED.fullmatch(latex):
        return
    signs = r"\s*".join(re.escape(sign) for sign in "".join(latex.split()))
    written = re.compile(rf"(?<![\w\\$^]){signs}(?![\w^])")
    for card in store.cards():
        for section in store.sections(card.id):
            if not _whole(written, section.title):
                continue
            text = store.page(card.id, section.page).text[section.start : section.start + _HEADING]
            if found := _whole(written, text):
                yield card.id, section.page, section.start + found.start(), section.start + found.end()


def _whole(written: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Where a text writes the formula, and not a longer one that it is a piece of."""
    for found in written.finditer(text):
        if text[: found.start()].rstrip()[-1:] not in _GOES_ON and text[found.end() :].lstrip()[:1] not in _GOES_ON:
            return found
    return None
