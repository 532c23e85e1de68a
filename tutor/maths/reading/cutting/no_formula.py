r"""What stands between dollar signs and is no formula: the label of a figure, a line of R, a sentence between two lines of code.

Law: only what no formula could be is called so: prose and code without any command of LaTeX.
"""

from __future__ import annotations

import re

_LABEL = re.compile(r"(?:fig|tab|tbl|eqn?|sec|thm|lst|chap|app|lem|alg|prop|cor):[A-Za-z][\w:.-]*")
_CODE = re.compile(
    r"[A-Za-z.]::[A-Za-z]|\w\s*<-\s*(?:\w+\(|c\()|\[-c\(|[A-Za-z]\*\*(?:\s|$)|\s\*\*[A-Za-z]|=\s*(?:TRUE|FALSE|NULL)\s*[,)\]]"
)
_LENGTHS = re.compile(r"\(\s*-?\d+(?:\.\d+)?(?:em|ex|pt|cm|mm)\s*,|,\s*-?\d+(?:\.\d+)?(?:em|ex|pt|cm|mm)\s*\)")
_ADDRESS = re.compile(r"(?:https?|ftp)://\S+\Z|www\.\S+\Z")
_PROSE = re.compile(r"(?:[A-Z]?[a-z]{2,}[,.]? ){3,}[a-z]{2,}[.]?")
_WORD = re.compile(r"(?<![\w\\])[A-Za-z]{2,}(?![\w(])")
_SMALL = frozenset("the and are all with by for is of in to that this from was has as on it be can not which when were".split())
_SIGNS = re.compile(r"[=+^_<>/|]")


def is_no_formula(text: str) -> bool:
    """Whether a text between dollar signs is a label, code or prose.

    >>> is_no_formula("fig:geigen2"), is_no_formula("overview and all existing types are shown by"), is_no_formula("f: A to B")
    (True, True, False)
    """
    bare = text.strip()
    if "\\" in bare or "^" in bare:
        return False
    if _ADDRESS.match(bare) or _LABEL.fullmatch(bare) or _LENGTHS.search(bare):
        return True
    if _CODE.search(bare):
        return True
    found = _WORD.findall(bare)
    if _PROSE.fullmatch(bare) and any(word in _SMALL for word in found):
        return True  # up to your judgement
    small = sum(word.lower() in _SMALL for word in found)
    return len(found) > 4 and small > 1 and sum(len(word) > 3 for word in found) > 2 and not _SIGNS.search(bare)
