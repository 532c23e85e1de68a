r"""What people write in notes beside Markdown: Obsidian's links, callouts, highlights and block ids; Jupyter's leftovers.

The text of a note stays as it was written, so that a quote is the learner's own words, letter for letter. Only what is searched
and embedded is read as it would be shown: that is what this file knows. It leans on nothing of the library.
"""

from __future__ import annotations

import re

_DATA_PICTURE = re.compile(r"data:[\w.+-]+/[\w.+-]+;base64,[A-Za-z0-9+/=]{200,}")
_CALLOUT = re.compile(r"^((?:[ \t]*>)+[ \t]*)\[![\w-]{1,30}(?:\|[^\]\n]{0,60})?\][+-]?[ \t]*", re.MULTILINE)
_SHOWN = (
    (re.compile(r"%%[^%]{0,2000}%%"), " "),  # a comment
    (re.compile(r"!\[\[[^\[\]\n]{1,300}\]\]"), " "),  # something embedded: a picture, another note
    (re.compile(r"\[\[[^\[\]|\n]{1,300}\|([^\[\]\n]{1,300})\]\]"), r"\1"),  # a link with words of its own
    (re.compile(r"\[\[(?:[^\[\]#|\n]{0,300}#\^?)?([^\[\]#|\n]{1,300})\]\]"), r"\1"),
    (re.compile(r"!?\[([^\[\]\n]{1,300})\]\([^()\s]{1,1000}\)"), r"\1"),  # a link of Markdown, or a picture and what is on it
    (re.compile(r"==([^=\n]{1,1000})=="), r"\1"),
    (re.compile(r"[ \t]\^[A-Za-z0-9-]{1,40}[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"^([ \t]*[-*+][ \t])\[[ xX/-]\][ \t]", re.MULTILINE), r"\1"),  # a task
    (re.compile(r"(?<![\w&/#$\\^_{])#([A-Za-z][\w/-]{0,60})"), r"\1"),  # a tag
)


def shown_words(text: str) -> str:
    """The words of a note as its reader would see them.

    >>> shown_words("By the [[Rank-nullity theorem|rank theorem]] it is ==two==. ^rk1")
    'By the rank theorem it is two.'
    >>> shown_words("> [!note]- Kernel\\n> See [[Spaces#Kernel]] and #linear-algebra")
    '> Kernel\\n> See Kernel and linear-algebra'
    """
    shown = _CALLOUT.sub(r"\1", text)
    for written, read in _SHOWN:
        shown = written.sub(read, shown)
    return shown


def after_callout(text: str) -> int:
    """How many characters the mark of a callout takes at the start of `text`; 0 when there is none.

    >>> after_callout("> [!tip] Remember"), after_callout("> quoted")
    (9, 0)
    """
    mark = _CALLOUT.match(text)
    return mark.end() if mark else 0


def without_pictures(text: str) -> str:
    """The text without pictures written out as letters, which exported notes carry.

    >>> without_pictures("![](data:image/png;base64," + "A" * 400 + ") rank")
    '![](data:) rank'
    """
    return _DATA_PICTURE.sub("data:", text)


def without_quote_marks(latex: str) -> str:
    """The LaTeX of a formula that stands in a callout, without the `>` before its lines.

    >>> without_quote_marks("\\n> x = 1\\n>")
    'x = 1'
    """
    return "\n".join(re.sub(r"^[ \t]*(?:>[ \t]?)+", "", line) for line in latex.split("\n")).strip()
