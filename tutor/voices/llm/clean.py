r"""A model's words before anybody sees them: nothing that acts, nothing invisible, formulas between dollars, damage named.

Law of this file: what comes out holds no HTML, no picture, no link, no address and no character that cannot be seen. (The pages
escape everything once more, see `ui/parts/untrusted.py`; this is for whoever prints a claim without them.)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from tutor.maths.spans import formula_spans

_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\](?:\([^)\n]{0,2000}\)?|\[[^\]\n]{0,300}\])")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(\s*<?[a-z/#.][^)\n]{0,2000}\)?", re.IGNORECASE)
_REFERENCE = re.compile(r"^\s*\[[^\]\n]{1,100}\]:\s*\S+.*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_OPEN_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ADDRESS = re.compile(
    r"<?(?:(?:https?|ftp)://|javascript:|vbscript:|\b(?:file|data|mailto|tel):|\bwww\.)[^\s<>`]{3,}>?", re.IGNORECASE
)
_ACTS = re.compile(r"\\(?:href|url|includegraphics|html[A-Za-z]*|write|input|include|openin|catcode|[gex]?def|let|newcommand)\b")
_SIGNS = re.compile(r"[$<>\[\]`]")
_MOST_ROUNDS = 5
_LEFT_OUT = "(address left out)"
# A backslash that JSON or a string literal ate: \f of \frac, \b of \beta, \t of \theta, \r of \rho, \n of \nabla, \a of \alpha.
_BARE_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")
_EATEN_TAB = re.compile(r"\t(?:heta|imes|ext|frac|au\b|ilde|op\b|o\b|an\b|riangle|herefore)")
_EATEN_LINE = re.compile(r"\n(?:abla|eq\b|eg\b|otin\b|ot\s*[=<>\\]|leq|geq|exists\b|warrow)")  # \nu is lost: "u" may begin a line
# Formulas that a page draws on a line of its own.
_OTHER_DELIMITERS = {r"\(": ("$", "$"), r"\[": ("$$", "$$")}


def visible(text: str) -> str:
    r"""A text without the characters nobody sees: zero widths, direction marks, tags, private and unpaired ones.

    >>> visible("ra\u200bnk \u202eof\U000e0041 A")
    'rank of A'
    """
    return "".join(c for c in text if c in "\n\t" or (c.isprintable() or c == " ") or unicodedata.category(c) == "Zs")


def damage(text: str) -> str:
    r"""What shows that backslashes were lost on the way, in words; empty where nothing does.

    >>> damage("$\frac{1}{2}$"), damage(r"$\frac{1}{2}$")
    ('a control character in a formula', '')
    """
    if _BARE_CONTROL.search(text) or _EATEN_TAB.search(text):
        return "a control character in a formula"
    marked = text.replace("$$", "$")
    if any(marked.count("$", 0, eaten.start()) % 2 for eaten in _EATEN_LINE.finditer(marked)):
        return "a line break where a backslash belongs"
    return ""


def with_dollars(text: str) -> str:
    r"""Every formula between dollars, which is what our pages draw.

    >>> with_dollars(r"\(a\) and \[b\]")
    '$a$ and $$b$$'
    """

    def rewritten(source: str, latex: str) -> str:
        opening, closing = _OTHER_DELIMITERS.get(source[:2], ("", ""))
        return f"{opening}{latex.strip()}{closing}" if opening else source

    return _in_parts(text, lambda words: words, rewritten)


def harmless(text: str) -> str:
    """A model's text with nothing in it that acts.

    >>> harmless("See ![x](http://e.vil/p.png?q=1) [here](http://e.vil) <b>now</b>: https://e.vil/a $a<b$")
    'See x here now: (address left out) $a<b$'
    """

    def formula(source: str, latex: str) -> str:
        acts = _ACTS.search(latex) or _ADDRESS.search(latex) or _TAG.search(latex) or "<!" in latex
        return "(formula left out)" if acts else source

    return _in_parts(visible(text), _plain, formula).strip()


def ready(text: str) -> str:
    r"""A model's text as it may be shown: harmless, its formulas between dollars, and so that doing it again changes nothing.

    Taking something out can put a stray dollar beside another, so that what was a formula is one no more: hence again, until
    it rests. A text that will not rest is shown without the signs that could act.

    >>> ready(r"So \(x\) is $</b>$ <b>small</b>")
    'So $x$ is (formula left out) small'
    """
    for _ in range(_MOST_ROUNDS):
        before, text = text, with_dollars(harmless(text))
        if text == before:
            return text
    return harmless(_SIGNS.sub(" ", text))


def _plain(words: str) -> str:
    words = _COMMENT.sub("", words)
    words = _LINK.sub(r"\1", _IMAGE.sub(r"\1", _REFERENCE.sub("", words)))
    words = _ACTS.sub("", words)
    return _OPEN_TAG.sub("< ", _ADDRESS.sub(_LEFT_OUT, _TAG.sub("", words)))


def _in_parts(text: str, words: Callable[[str], str], formula: Callable[[str, str], str]) -> str:
    """The text put together again from its words and its formulas (given with and without delimiters)."""
    out, at = [], 0
    for span in formula_spans(text):
        out += [words(text[at : span.start]), formula(text[span.start : span.end], span.latex)]
        at = span.end
    return "".join((*out, words(text[at:])))
