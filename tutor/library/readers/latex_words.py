"""What the commands of LaTeX's text mode mean to a reader: tables, and nothing else."""

from __future__ import annotations

# Commands that stand for letters.
LETTERS = {
    "ldots": "…", "dots": "…", "textellipsis": "…", "LaTeX": "LaTeX", "TeX": "TeX", "ss": "ß", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "S": "§", "P": "¶",
    "copyright": "©", "quad": " ", "qquad": " ", "enspace": " ", "space": " ", "newline": "\n", "par": "\n\n",
    "textbackslash": "\\\\", "textendash": "–", "textemdash": "—", "textquoteright": "’", "qed": "∎", "qedhere": "∎",
    "textasciitilde": "~", "textasciicircum": "^", "textless": "<", "textgreater": ">", "ie": "i.e.", "eg": "e.g.",
    "bigskip": "\n\n", "medskip": "\n\n", "smallskip": "\n\n", "newpage": "\n\n", "clearpage": "\n\n", "hfill": " ",
}  # fmt: skip
# A backslash and a sign.
SIGNS = {
    "%": "%", "&": "&", "#": "#", "_": "_", "$": "\\$", "{": "{", "}": "}", " ": " ", "\n": " ", ",": " ", ";": " ", ":": " ",
    "!": "", "/": "", "-": "", "@": "", "\\": "\n", "*": "", "+": "", "<": "", ">": "",
}  # fmt: skip
# An accent before a letter, as a combining character.
ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307", "c": "\u0327",
    "v": "\u030c", "H": "\u030b", "u": "\u0306", "k": "\u0328", "r": "\u030a", "b": "\u0331", "d": "\u0323",
}  # fmt: skip
# Commands whose one argument is set off by these marks.
SET_OFF = {
    "textbf": "**", "emph": "*", "textit": "*", "textsl": "*", "texttt": "`", "alert": "**", "strong": "**",
}  # fmt: skip
# Commands that vanish with this many arguments: they say how the paper looks, or name a place for the author.
GONE = {
    "label": 1, "vspace": 1, "hspace": 1, "index": 1, "bibliography": 1, "bibliographystyle": 1, "usepackage": 1, "hypersetup": 1,
    "graphicspath": 1, "includegraphics": 1, "color": 1, "pagestyle": 1, "thispagestyle": 1, "pagenumbering": 1, "phantom": 1,
    "vphantom": 1, "hphantom": 1, "setlength": 2, "addtolength": 2, "setcounter": 2, "addtocounter": 2, "stepcounter": 1,
    "fontsize": 2, "rule": 2, "addcontentsline": 3, "markboth": 2, "markright": 1, "nocite": 1, "author": 1, "date": 1,
    "thanks": 1, "affil": 1, "email": 1, "address": 1, "institute": 1, "documentclass": 1, "title": 1, "subtitle": 1,
    "theoremstyle": 1, "numberwithin": 2, "newcounter": 1, "newlength": 1, "usetikzlibrary": 1,
    "allowdisplaybreaks": 0, "cmidrule": 1, "cline": 1, "vskip": 0, "hskip": 0, "input": 1, "include": 1, "subfile": 1, "tag": 1,
    "RequirePackage": 1, "PassOptionsToPackage": 2, "definecolor": 3, "geometry": 1, "captionsetup": 1, "crefname": 3,
    "newenvironment": 3, "renewenvironment": 3,
}  # fmt: skip
# Commands with several arguments of which one is read (counted from 0).
ONE_OF = {
    "textcolor": (2, 1), "colorbox": (2, 1), "fcolorbox": (3, 2), "href": (2, 1), "hyperref": (1, 0), "parbox": (2, 1),
    "raisebox": (2, 1), "makebox": (1, 0), "framebox": (1, 0), "multicolumn": (3, 2), "multirow": (3, 2),
    "scalebox": (2, 1), "resizebox": (3, 2), "url": (1, 0), "path": (1, 0), "texorpdfstring": (2, 0),
}  # fmt: skip
# A place or a work the text points to: what is written around the author's name for it.
POINTERS = {
    "ref": "[{}]", "eqref": "({})", "cref": "[{}]", "Cref": "[{}]", "autoref": "[{}]", "nameref": "[{}]", "pageref": "[{}]",
    "vref": "[{}]", "cite": "[{}]", "citep": "[{}]", "citet": "[{}]", "citeauthor": "[{}]", "citeyear": "[{}]",
    "textcite": "[{}]", "parencite": "[{}]", "autocite": "[{}]", "footcite": "[{}]", "citealp": "[{}]", "citealt": "[{}]",
}  # fmt: skip
HEADINGS = ("part", "chapter", "section", "subsection", "subsubsection")
RUN_IN = frozenset({"paragraph", "subparagraph", "frametitle", "minisec"})

MATHS = frozenset({"equation", "align", "gather", "multline", "eqnarray", "displaymath", "math", "alignat", "flalign", "dmath"})
LISTS = frozenset({"itemize", "enumerate", "description", "compactitem", "compactenum", "inparaenum", "tasks"})
TABLES = frozenset({"tabular", "tabularx", "longtable", "tabulary", "array"})
# What is drawn or tabulated for the author only.
LEFT_OUT = frozenset(
    {"tikzpicture", "pspicture", "picture", "thebibliography", "filecontents", "pgfpicture", "axis", "CCSXML", "tikzcd"}
)
# Environments that take arguments before their body, and how many.
WITH_ARGUMENTS = {"minipage": 1, "tabular": 1, "tabularx": 2, "longtable": 1, "tabulary": 2, "alignat": 1, "multicols": 1,
                  "wrapfigure": 2, "adjustbox": 1, "tcolorbox": 0, "frame": 0, "array": 1, "spacing": 1}  # fmt: skip
THEOREMS = {
    "theorem": "Theorem", "thm": "Theorem", "lemma": "Lemma", "lem": "Lemma", "proposition": "Proposition", "prop": "Proposition",
    "corollary": "Corollary", "cor": "Corollary", "definition": "Definition", "defn": "Definition", "defi": "Definition",
    "example": "Example", "ex": "Example", "exercise": "Exercise", "problem": "Problem", "remark": "Remark", "rem": "Remark",
    "note": "Note", "proof": "Proof", "solution": "Solution", "claim": "Claim", "fact": "Fact", "conjecture": "Conjecture",
    "axiom": "Axiom", "abstract": "Abstract", "notation": "Notation", "observation": "Observation", "question": "Question",
    "theorem*": "Theorem", "lemma*": "Lemma", "definition*": "Definition", "example*": "Example", "remark*": "Remark",
}  # fmt: skip
