"""The companion, tried whole: `python -m eval companion`.

Its questions, the checks in its comments (Python, computed anew), and every equality and inequality of its text, tried by the
maths room.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import corpus
from eval import figures
from tutor import Tutor

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^### (.+)$", re.MULTILINE)


def main() -> None:
    """Print the table; what is refuted is printed with its question."""
    booklets = sorted((Path(corpus.__file__).parent / "companion").glob("*.md"))
    tutor = Tutor()
    found: Counter[str] = Counter()
    refuted: list[str] = []
    questions = words = comments = 0
    for page in booklets:
        text = page.read_text(encoding="utf-8").split("---\n", 2)[2]
        prose = _COMMENT.sub("", text)
        questions += len(_HEADING.findall(prose))
        words += len(prose.split())
        comments += text.count("<!-- check:")
        for section in re.split(r"^### ", prose, flags=re.MULTILINE)[1:]:
            for claim in tutor.claims(section):
                found[claim.verdict.value] += 1
                if claim.verdict.value == "fails":
                    refuted.append(f"{section.splitlines()[0]} {claim.latex} ({claim.why})")
    print(f"booklets: {len(booklets)}; questions: {questions:,}; words: {words:,}")
    print(f"comments of checks, computed anew by tests/test_companion.py: {comments:,}")
    print("claims of its text: " + ", ".join(f"{verdict} {times:,}" for verdict, times in sorted(found.items())))
    for one in refuted:
        print("refuted:", one)
    tried = found["proved"] + found["tested"] + found["fails"]
    figures.share("companion", "claims tried that hold", found["proved"] + found["tested"], tried)
