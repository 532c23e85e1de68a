"""The prompts, which are files one can read in `tutor/voices/prompts/`, and how they are filled.

Law of this file: a value is data. It is put in once, after the template was read, so braces in it mean nothing; and book text
stands between marks that it cannot imitate, because the mark is made from the text itself and then looked for in it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from tutor.library.find import Found
from tutor.voices.llm.clean import visible

_BLANK = re.compile(r"\{\{([a-z_]+)\}\}")
_FENCE_LETTERS = 10


@cache
def template(name: str) -> str:
    """The text of a prompt file, as it is written."""
    return resources.files("tutor.voices").joinpath("prompts", f"{name}.md").read_text(encoding="utf-8")


def fill(name: str, values: Mapping[str, str] | None = None) -> str:
    r"""A prompt with its blanks filled in; every blank must be given, and nothing else may be.

    >>> "{{x}} $\\frac{1}{2}$" in fill("rewrite", {"question": "{{x}} $\\frac{1}{2}$", "fence": "=", "language": "English"})
    True
    """
    given, text = dict(values or {}), template(name)
    blanks = set(_BLANK.findall(text))
    if blanks != set(given):
        raise KeyError(f"the prompt {name} has the blanks {sorted(blanks)}, not {sorted(given)}")
    # In one pass: what stands in a value is never looked at again.
    return _BLANK.sub(lambda blank: given[blank[1]], text).strip() + "\n"


@cache
def wanted() -> Mapping[str, str]:
    """What each kind of help asks of an answer, in a line: the file `wanted.md`.

    >>> wanted()["simpler"].startswith("the same idea")
    True
    """
    pairs = (line.partition(": ") for line in template("wanted").splitlines() if line.strip())
    return {name: says for name, _, says in pairs}


def fence_for(texts: Sequence[str]) -> str:
    """A mark that stands in none of the texts. The same texts give the same mark, so that a recording can be compared.

    >>> fence_for(["a", "b"]) == fence_for(["a", "b"]), fence_for(["a"]) in "a"
    (True, False)
    """
    salt = 0
    while True:
        hashed = hashlib.sha256("\x00".join((str(salt), *texts)).encode("utf-8", "replace")).hexdigest()
        fence = f"=={hashed[:_FENCE_LETTERS]}=="
        if not any(fence in text for text in texts):
            return fence
        salt += 1


def shown(passage: Found, number: int, fence: str) -> str:
    """A passage as the model reads it: numbered, headed, between its marks, without what nobody can see."""
    heading = " > ".join(" ".join(visible(title).split()) for title in passage.passage.section)
    return f"{fence} passage {number}{f' ({heading})' if heading else ''}\n{visible(passage.passage.text)}\n{fence} end"
