r"""Backslashes that a model lost on the way through JSON, put back where there is only one thing they can have been.

JSON reads `\frac` as a form feed and "rac", `\nabla` as a new line and "abla", `\theta` as a tab and "heta", and `\\` between the
rows of a matrix as one stroke. A backspace or a form feed is never meant; a tab, a new line or a return before letters is a lost
stroke only where the letters make the name of a command. What stays doubtful stays as it is, and the LaTeX is then not clean.
"""

from __future__ import annotations

import re

_COMMANDS = frozenset(
    """begin beta bar binom bf big bigl bigr bigg biggl biggr bigcup bigcap bigoplus boldsymbol bot bullet backslash because bmod
    boxed bm breve bold bmatrix frac forall frown flat nabla neq ne nu neg not notin ni nexists nmid ngeq nleq nsubseteq nearrow
    natural norm nullity nolimits nonumber rho right rangle rank rightarrow rfloor rceil rVert rvert rm rk rtimes rbrace root
    range theta times text tfrac tau tan tanh to top tilde tr trace textbf textit textrm textstyle tbinom therefore triangle
    triangleq underline underbrace uparrow upsilon uplus underset varphi vec vee vdots vert Vert""".split()
)
_LOST = {"\x08": "b", "\x0c": "f", "\t": "t", "\n": "n", "\r": "r", "\x0b": "v"}
_CONTROL = re.compile(r"[\x08\x0c\t\n\r\x0b]([A-Za-z]+)")
_MATRIX = re.compile(r"(\\begin\s*\{(\w*matrix|array|cases|aligned)\*?\})(.*?)(\\end\s*\{\2\*?\})", re.DOTALL)
_ONE_STROKE = re.compile(r"(?<!\\)\\(?=[\s\d.&-])(?![,;:!])")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_STROKE = re.compile(r"\\(\\|[A-Za-z]+|.)", re.DOTALL)
_HEX = re.compile(r"u[0-9a-fA-F]{4}")


def mended_json(text: str) -> str:
    r"""JSON text with the single strokes of LaTeX commands doubled inside its strings.

    >>> mended_json(r'{"q": "$\frac{1}{2}$"}')
    '{"q": "$\\\\frac{1}{2}$"}'
    >>> mended_json(r'{"q": "one\ntwo \\frac{1}{2}"}') == r'{"q": "one\ntwo \\frac{1}{2}"}'
    True
    """
    return _STRING.sub(lambda found: _mended_string(found.group()), text)


def _mended_string(string: str) -> str:
    raw = any(_is_command(match[1]) for match in _STROKE.finditer(string))

    def doubled(match: re.Match[str]) -> str:
        name = match[1]
        if name == "\\":
            after = re.match(r"[A-Za-z]*", string[match.end() :])
            named = after is not None and after.group() != ""
            return match.group() if not raw or named else "\\\\\\\\"
        return f"\\\\{name}" if _is_command(name) else match.group()

    return _STROKE.sub(doubled, string)


def _is_command(name: str) -> bool:
    """Whether the letters after a single stroke are a command's, and not an escape of JSON."""
    if not name[0].isalpha():
        return name[0] not in '"\\/'
    if name in _COMMANDS or name[0] in "bf":
        return True
    return name[0] not in "nrtu" or (name[0] == "u" and not _HEX.match(name))


def mended(text: str) -> str:
    r"""A text whose strokes were lost when its JSON was read, mended.

    >>> mended("$\x0crac{1}{2} \nabla f$"), mended("one\ntwo")
    ('$\\frac{1}{2} \\nabla f$', 'one\ntwo')
    """

    def put_back(match: re.Match[str]) -> str:
        letter, rest = _LOST[match.group()[0]], match[1]
        return f"\\{letter}{rest}" if letter + rest in _COMMANDS else match.group()

    return _MATRIX.sub(lambda m: m[1] + _ONE_STROKE.sub(r"\\\\\\\\", m[3]) + m[4], _CONTROL.sub(put_back, text))
