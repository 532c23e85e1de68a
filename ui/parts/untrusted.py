r"""The one door for words that are not ours: book text, notes, what the learner typed, what a model said, file names.

Law of this file: what comes out may carry emphasis, lists and formulas, and nothing that acts. No HTML, no picture, no link, no
Streamlit directive, no emoji code, no stray dollar; a formula that KaTeX would stumble over is shown as code.

Why escaping alone is not enough: the browser looks for links and emoji codes again in the finished text, after escapes are gone.
So an address becomes code, and an emoji code is parted by a word joiner, which nobody sees.
"""

from __future__ import annotations

import re

from tutor import formula_spans
from ui.parts.formula_gate import drawable, tidy

MOST_FORMULAS = 400
LONGEST_LABEL = 120

_OPEN, _CLOSE, _JOINER = "\ue000", "\ue001", "\u2060"
# Bidirectional controls can show a text in another order than it is written in; C0 and C1 controls mean nothing on a page.
_INVISIBLE = re.compile(
    "[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ue000\ue001\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
)
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n]*\n(.*?)(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,300}\])")
_LINK = re.compile(r"(?<!\\)\[([^\[\]\n]{1,300})\](?:\(\s*<?([^)\s>]{0,2000})>?[^)\n]{0,300}\)|\[[^\]\n]{0,300}\])")
_ADDRESS = re.compile(
    r"<?\b(?:(?:https?|ftp|file|data|javascript|vbscript|mailto|tel):(?://)?|www\.)[^\s<>`\ue000\ue001]+>?", re.IGNORECASE
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_EMOJI = re.compile(r":(?=[\w+-]+(?:/[\w-]+)?\\?:)")
_RULE = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|={3,})\s*")
_HEADING = re.compile(r"\s{0,3}#{1,6}(?:\s+(.*?))?\s*#*\s*")
_BULLET = re.compile(r"(\s*)([-*+]|\d{1,4}[.)])\s+(\S.*)")
_BOX = re.compile(r"\[([ xX])\]\s+")
_STARTS_BLOCK = re.compile(r"(\d{1,9})([.)])(?=\s|$)|([-+=>#~|:]|\*(?=\s|$))")
_ACTS = re.compile(r"\\([!-/:-@\[-`{-~])|([\\`<>\[\]&$|])|(:)(?=\S)|(?<![~])(~)(?!~)|(?<=\w)(\*)(?=\w)")


def safe_markdown(text: str) -> str:
    r"""Markdown that shows these words and formulas and does nothing else.

    >>> safe_markdown(r"the *rank* of \(A\) is ![x](http://e.vil/p.png) 3 :smile: <b>")
    'the *rank* of $A$ is (picture: x) 3 \\:\u2060smile: \\<b\\>'
    """
    kept: list[str] = []
    marked = _set_aside(_INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")), kept)
    lines: list[str] = []
    in_list = False
    for line in marked.split("\n"):
        shown, in_list = _line(line, in_list, kept)
        lines.append(shown)
    return _put_back("\n".join(lines), kept).strip("\n")


def safe_label(text: str, longest: int = LONGEST_LABEL) -> str:
    r"""One line of plain words for a button, a title or a file name; formulas are drawn, nothing else is marked up.

    >>> safe_label("# a_file *name*.pdf\n:red[x]")
    '\\# a\\_file \\*name\\*.pdf \\:red\\[x\\]'
    """
    line = " ".join(_INVISIBLE.sub("", text).split())
    spans = list(formula_spans(line))
    if len(line) > longest and not any(span.end > longest - 1 and span.start < longest for span in spans):
        line, spans = line[: longest - 1].rstrip() + "…", [span for span in spans if span.end < longest]
    out, at = [], 0
    for span in spans:
        latex = tidy(span.latex)
        drawn = "$" not in latex and drawable(latex, display=False)
        out += [_plain(line[at : span.start]), f"${latex}$" if drawn else _plain(latex)]
        at = span.end
    return "".join((*out, _plain(line[at:])))


def safe_typed(text: str) -> str:
    r"""What a learner typed, letter for letter and line for line; only formulas between dollars are drawn.

    >>> safe_typed(r"\int_0^1 x^2 \, dx and *so*" + "\n" + "$x^2$")
    '\\\\int\\_0^1 x^2 \\\\, dx and \\*so\\*  \n$x^2$'
    """
    kept: list[str] = []
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    out, at = [], 0
    for number, span in enumerate(formula_spans(text)):
        out += [
            text[at : span.start],
            _formula(span.latex, span.display, kept) if number < MOST_FORMULAS else _code(span.latex, kept),
        ]
        at = span.end
    lines = "".join((*out, text[at:])).split("\n")
    return _put_back("  \n".join(_start(_letters(line.strip())) for line in lines), kept).strip("\n ")


def _letters(words: str) -> str:
    """Every letter as it is: no mark of Markdown acts, and no dash is made of two hyphens."""
    return _plain(words.replace("--", "-" + _JOINER + "-"))


def one_line(text: str, longest: int = LONGEST_LABEL) -> str:
    """The same words where no Markdown is read (alt text, placeholders): one line, nothing invisible."""
    line = " ".join(_INVISIBLE.sub("", text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def safe_formula(latex: str, *, display: bool = True) -> str:
    """A formula alone, drawn; as code if it cannot be."""
    return _put_back(*_alone(latex, display)).strip("\n")


def _alone(latex: str, display: bool) -> tuple[str, list[str]]:
    kept: list[str] = []
    return _formula(latex, display, kept), kept


def _plain(words: str) -> str:
    """Every mark escaped; addresses and emoji codes parted so that no browser finds them again; TeX's dashes as dashes."""
    words = re.sub(r"(?<=\w)--(?=\w)", "–", words)
    parted = re.sub(r"(?<=[:@])(?=[\w/+-])|(?<=\bwww)(?=\.)", _JOINER, words, flags=re.IGNORECASE) if _risky(words) else words
    return re.sub(r"([\\`*_{}\[\]<>#|~$&!+=]|:(?=\S)|^\s*-(?=\s)|(?<=^\d)[.)]|(?<=^\d\d)[.)])", r"\\\1", parted)


def _risky(words: str) -> bool:
    return bool(_ADDRESS.search(words) or _MAIL.search(words) or _EMOJI.search(words))


def _set_aside(text: str, kept: list[str]) -> str:
    """Replace formulas, code and comments by placeholders, so that no later rule can touch their inside."""
    out, at = [], 0
    for number, span in enumerate(formula_spans(text)):
        out.append(_code_aside(text[at : span.start], kept))
        out.append(_formula(span.latex, span.display, kept) if number < MOST_FORMULAS else _code(span.latex, kept))
        at = span.end
    out.append(_code_aside(text[at:], kept))
    return "".join(out)


def _code_aside(text: str, kept: list[str]) -> str:
    text = _COMMENT.sub("", text)
    text = _FENCE.sub(lambda m: _block(_fenced(m.group(2)), kept), text)
    return _CODE.sub(lambda m: _code(m.group(2), kept), text)


def _formula(latex: str, display: bool, kept: list[str]) -> str:
    one = tidy(latex)
    if not drawable(one, display=display):
        return _code(latex, kept)
    if display:
        return _block(f"$$\n{one}\n$$", kept)
    fence = "$$" if "$" in one else "$"
    return _keep(f"{fence}{one}{fence}", kept)


def _code(inside: str, kept: list[str]) -> str:
    """`inside` as code, in a fence that it cannot close."""
    inside = inside.replace(_OPEN, "").replace(_CLOSE, "")
    if len(inside) > 200:
        return _block(_fenced(inside), kept)
    words = " ".join(inside.split()) or " "
    ticks = "`" * (1 + max((len(run) for run in re.findall(r"`+", words)), default=0))
    pad = " " if words[0] == "`" or words[-1] == "`" else ""
    return _keep(f"{ticks}{pad}{words}{pad}{ticks}", kept)


def _fenced(inside: str) -> str:
    ticks = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", inside)), default=0))
    return f"{ticks}text\n{inside.rstrip()}\n{ticks}"


def _keep(piece: str, kept: list[str]) -> str:
    kept.append(piece)
    return f"{_OPEN}{len(kept) - 1}{_CLOSE}"


def _block(piece: str, kept: list[str]) -> str:
    return f"\n\n{_keep(piece, kept)}\n\n"


def _put_back(text: str, kept: list[str]) -> str:
    """Placeholders back to what they stand for; two formulas that touch, or one before a digit, are parted by a joiner."""
    text = re.sub(f"{_CLOSE}(?=[{_OPEN}0-9$`])", _CLOSE + _JOINER, text)
    text = re.sub(f"(?<=[$`]){_OPEN}", _JOINER + _OPEN, text)
    return re.sub(f"{_OPEN}(\\d+){_CLOSE}", lambda m: kept[int(m.group(1))], text)


def _line(line: str, in_list: bool, kept: list[str]) -> tuple[str, bool]:
    """One line made safe, and whether a list goes on after it."""
    if not line.strip():
        return "", in_list
    if _RULE.fullmatch(line):
        return "", False
    if heading := _HEADING.fullmatch(line):
        words = _inline((heading.group(1) or "").replace("**", ""), kept).strip()
        return (f"\n**{words}**\n" if words else ""), False
    if bullet := _BULLET.fullmatch(line):
        indent = " " * min(len(bullet.group(1).expandtabs(4)), 6) if in_list else ""
        words = _BOX.sub(lambda m: "☑ " if m.group(1) in "xX" else "☐ ", bullet.group(3), count=1)
        return f"{indent}{bullet.group(2)} {_start(_inline(words, kept))}", True
    return _start(_inline(line.strip(), kept)), in_list


def _start(words: str) -> str:
    """A line that opens no block: no list, quote, heading, table or rule begins with its first letters."""
    found = _STARTS_BLOCK.match(words)
    if not found:
        return words
    return f"{found.group(1) or ''}\\{words[len(found.group(1) or '') :]}"


def _inline(words: str, kept: list[str]) -> str:
    words = _IMAGE.sub(lambda m: f"(picture: {m.group(1)})" if m.group(1).strip() else "(picture)", words)
    words = _LINK.sub(lambda m: _link(m.group(1), m.group(2) or ""), words)
    words = _ADDRESS.sub(lambda m: _address(m.group(0), kept), words)
    words = _MAIL.sub(lambda m: _code(m.group(0), kept), words)
    words = _EMOJI.sub(":" + _JOINER, words)
    return _ACTS.sub(lambda m: "\\" + (m.group(1) or m.group(0)), words)


def _link(words: str, address: str) -> str:
    """A link as its words, and its address where that says more than the words."""
    web = re.match(r"(?:https?://|www\.)", address, re.IGNORECASE)
    return f"{words} ({address})" if web and words.strip() != address else words


def _address(found: str, kept: list[str]) -> str:
    address = found.strip("<>").rstrip(".,;:!?")
    if address.count(")") > address.count("("):
        address = address.rstrip(")")
    tail = found.strip("<>")[len(address) :]
    return _code(address, kept) + tail
