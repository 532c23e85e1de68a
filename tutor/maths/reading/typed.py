r"""The patterns of typed LaTeX that the lexer cuts by: pieces, names, gaps, words glued to letters."""

from __future__ import annotations

import re

PIECE = re.compile(
    r"""(?P<blank>\s+|~|\$+|(?<!\\)%[^\n]*(?:\n|$))
      | (?P<command>\\(?:[A-Za-z]+\*?|.|$))
      | (?P<number>\d+(?:\{,\}\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)
      | (?P<letters>[A-Za-z]+)
      | (?P<parameter>\#\d)
      | (?P<define>:=|>=|<=|<<|>>|==|->|\.\*)
      | (?P<dots>\.{2,})
      | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?![\d,])(?:\.\d+)?")
NAME = re.compile(r"\s*\{\s*([^{}]*?)\s*\}")
COLUMNS = re.compile(r"\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
ROW_GAP = re.compile(r"\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in|baselineskip)?\s*\]")
SINGLE = re.compile(r"\{\w\}|\s+[A-Za-z](?![A-Za-z])")
LOW_BEFORE = re.compile(r"(?:\\[A-Za-z]+|(?<![A-Za-z])[A-Za-z]|[})\]|0-9])$")
LOW_AFTER = re.compile(r"\{|\\[A-Za-z]|[A-Za-z](?![A-Za-z])|\d")
CAMEL = re.compile(r"[A-Z][a-z]{3,}[A-Za-z]*|[A-Z][a-z]{2,}[A-Z][A-Za-z]*")
NAMED = re.compile(r"\s*(?:[_(]|$|\\left)")
JOINED = re.compile(r"([nmkKN])(log|exp)|([A-Z])(cos|sin|exp)|(log|exp)([pqPQfxyn])")  # nlog(x), logp(x), typed without a command
ITALIC = re.compile("[\U0001d434-\U0001d467\U0001d6e2-\U0001d71b]")  # pasted from a rendered page, not bold: x and bold x differ
CHANCE = re.compile(r"\s*(?:\\(?:left|[bB]igg?l?)\s*)?(?:[(\[]|\\\{)")
BRACKET = re.compile(r"\s*(?:\\(?:left|[bB]igg?l?)\s*)?\(")
DIVERGED = re.compile(r"\s*(?:\\[A-Za-z]+\s*)?\([^()]*(?:\|\||\\\||‖|\\parallel|\\[lr]?Vert)")
SCRIPT_NAME = re.compile(r"\s*\{\s*([A-Z])\s*\}([a-z]{2,})(?=\s*(?:\\left\s*)?\()")  # \mathcal{E}xp(lambda)
GAPPED = re.compile(r"\s*\{\s*([A-Za-z](?:\s+[A-Za-z]){1,11})\s*\}")  # \\mathrm { V a r }, out of a scanned page
WIDE_GAP = re.compile(r"\s*\{\s*(?:[1-9]\d*(?:\.\d+)?\s*(?:em|cm)|[2-9]\d\s*(?:pt|mm))\s*\}")  # \\hspace{3em} parts two formulas
LENGTH = re.compile(r"\s*=?\s*-?[\d.]*\s*(?:pt|em|ex|mm|cm|in|mu|sp)?")
INDEX_BEFORE = re.compile(r"_\{[^{}]*$")
ABBREVIATED = re.compile(r"[A-Za-z]{3,}$|\b(?:i\.e|e\.g)$")
PLACED = re.compile(r"\s*\[[tbc]\]")  # \begin{aligned}[t]: which line stands at the height of the text
LABEL = re.compile(r"\(\\?#\w+:[\w:-]+\)")  # (\#eq:bayes): how bookdown numbers a formula
CODE_JOINED = re.compile(r"\s*\\math(?:tt|rm|sf)\{\\?_\}\s*\\text(?:tt|rm|sf|)\{(\w+)\}")  # \texttt{log}\mathtt{\_}\texttt{pdf}
ALIGNED = re.compile(r"\s*\[[lcr|]{1,12}\]")  # \begin{bmatrix*}[r]: where the entries stand in their columns
SUCH_THAT = re.compile(r"s\.\s?t\.")
ONE_SIGN = re.compile(r"\s*\{\s*(\\[A-Za-z]+|[^\w\s{}\\])\s*\}")  # \mathbin{\diamond}
PLACE_HELD = re.compile(r"[(,]$")  # k(x, .) as a function of what the dot stands for
PARAMETER = re.compile(r"#\d")
GLUED = re.compile(r"(dim|ker|rank|span|det|deg|diag|null|range|im)([A-Z])|(log|sin|tan)([a-z])")
