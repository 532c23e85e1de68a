"""The rarer signs of LaTeX and its symbol packages, called by their shape where no field owns them.

Laws: those of `words`, whose tables take these in. Source: the comprehensive list of LaTeX symbols (amssymb, stmaryrd, physics).
"""

from __future__ import annotations

# fmt: off
SYMBOLS = {
    "beth": "beth", "gimel": "gimel", "daleth": "daleth", "mho": "mho", "eth": "eth", "digamma": "digamma", "Finv": "turned F",
    "Game": "turned G", "maltese": "Maltese cross", "copyright": "copyright sign",
    "circledS": "circled S", "lozenge": "lozenge", "blacklozenge": "black lozenge", "Diamond": "hollow diamond",
    "bigstar": "big star", "blacktriangle": "black triangle", "diagup": "rising stroke", "diagdown": "falling stroke",
    "ddagger": "double dagger", "complement": "complement sign",
}
PRODUCTS = {
    "boxplus": "box-plus", "boxminus": "box-minus", "boxtimes": "box-times", "boxdot": "box-dot",
    "circledcirc": "circled circle", "circleddash": "circled dash", "oslash": "circled slash",
    "divideontimes": "division-times", "ltimes": "left semidirect product", "leftthreetimes": "left three-times",
    "rightthreetimes": "right three-times", "curlywedge": "curly wedge", "curlyvee": "curly vee", "barwedge": "barred wedge",
    "veebar": "barred vee", "doublebarwedge": "double-barred wedge", "amalg": "amalg sign", "wr": "wreath product",
}
RELATIONS = {
    "lll": "is very much less than", "ggg": "is very much greater than", "lessdot": "dotted less-than",
    "gtrdot": "dotted greater-than", "lessgtr": "is less or greater than", "gtrless": "is greater or less than",
    "lesseqgtr": "is less or equal or greater than", "gtreqless": "is greater or equal or less than",
    "lneq": "is less than and not equal to", "gneq": "is greater than and not equal to",
    "nless": "is not less than", "ngtr": "is not greater than", "nleq": "is neither less than nor equal to",
    "ngeq": "is neither greater than nor equal to", "nprec": "does not precede", "nsucc": "does not succeed",
    "npreceq": "neither precedes nor equals", "nsucceq": "neither succeeds nor equals",
    "precnsim": "precedes and is not about", "succnsim": "succeeds and is not about",
    "precsim": "precedes or is about", "succsim": "succeeds or is about",
    "doteqdot": "dotted equals", "risingdotseq": "rising-dot equals", "fallingdotseq": "falling-dot equals",
    "eqcirc": "circle-in equals", "circeq": "circle-above equals", "bumpeq": "bumpy equals", "Bumpeq": "doubly bumpy equals",
    "backsim": "reversed tilde sign", "backsimeq": "reversed tilde equals", "nsim": "is not similar to",
    "ncong": "is not congruent to", "Subset": "is a double subset of", "Supset": "is a double superset of",
    "sqsubset": "is a square subset of", "sqsupset": "is a square superset of",
    "sqsubseteq": "is a square subset of or equal to", "sqsupseteq": "is a square superset of or equal to",
    "supsetneq": "is a proper superset of", "nsupseteq": "is not a superset of",
    "triangleright": "right triangle sign", "trianglerighteq": "right triangle sign or equals",
    "ntriangleleft": "is not a normal subgroup of", "Vdash": "double-stroke turnstile", "Vvdash": "triple turnstile",
    "dashv": "reversed turnstile", "nvdash": "does not prove", "nvDash": "does not model", "nparallel": "is not parallel to",
    "between": "between sign", "pitchfork": "pitchfork", "bowtie": "bowtie", "smile": "smile",
    "hookleftarrow": "hooked left arrow", "leftharpoonup": "left harpoon arrow", "rightharpoondown": "lower harpoon arrow to",
    "leftharpoondown": "lower left harpoon arrow", "rightleftharpoons": "two-way harpoons",
    "leftrightharpoons": "harpoons two-way",
    "Uparrow": "double up arrow", "updownarrow": "up-down arrow", "swarrow": "arrow falling to the left",
    "nwarrow": "arrow rising to the left", "dashrightarrow": "dashed arrow to", "dashleftarrow": "dashed left arrow",
    "rightrightarrows": "pair of arrows to", "leftleftarrows": "pair of left arrows", "leftrightarrows": "left-right arrows",
    "rightleftarrows": "right-left arrows", "Lleftarrow": "triple left arrow", "Rrightarrow": "triple arrow to",
    "twoheadleftarrow": "two-headed left arrow", "leftarrowtail": "tailed left arrow", "rightarrowtail": "tailed arrow to",
    "curvearrowleft": "curved left arrow", "curvearrowright": "curved arrow to", "circlearrowleft": "circling left arrow",
    "circlearrowright": "circling arrow to", "Lsh": "hooking left arrow", "Rsh": "hooking arrow to", "multimap": "multimap to",
    "upuparrows": "pair of up arrows", "downdownarrows": "pair of down arrows", "upharpoonleft": "up harpoon arrow",
    "downharpoonleft": "down harpoon arrow", "leftrightsquigarrow": "squiggly two-way arrow", "nleftarrow": "crossed left arrow",
    "nLeftarrow": "is not implied by", "nRightarrow": "does not imply", "nleftrightarrow": "crossed two-way arrow",
    "nLeftrightarrow": "is not equivalent to",
}
FUNCTIONS = {
    "sech": "hyperbolic secant", "csch": "hyperbolic cosecant", "arsinh": "area hyperbolic sine",
    "arcosh": "area hyperbolic cosine", "artanh": "area hyperbolic tangent", "sinc": "sinc function", "supp": "support",
}
ACCENTS = {"overparen": "arc above", "undertilde": "tilde below"}
ALIASES = {
    "lneqq": "lneq", "gneqq": "gneq", "lnsim": "lneq", "gnsim": "gneq", "nleqslant": "nleq", "ngeqslant": "ngeq", "nleqq": "nleq",
    "ngeqq": "ngeq", "precapprox": "precsim", "succapprox": "succsim", "precneqq": "precnsim", "succneqq": "succnsim",
    "curlyeqprec": "preceq", "curlyeqsucc": "succeq", "eqslantless": "leq", "eqslantgtr": "geq", "doublecap": "cap",
    "subseteqq": "subseteq", "supseteqq": "supseteq", "varsubsetneq": "subsetneq", "subsetneqq": "subsetneq",
    "varsubsetneqq": "subsetneq", "varsupsetneq": "supsetneq", "supsetneqq": "supsetneq", "nsubseteqq": "nsubseteq",
    "vartriangleleft": "triangleleft", "vartriangleright": "triangleright", "rhd": "triangleright", "unrhd": "trianglerighteq",
    "smallsmile": "smile", "smallfrown": "frown", "shortmid": "mid", "shortparallel": "parallel", "Join": "bowtie",
    "Longleftarrow": "impliedby", "arcsinh": "arsinh", "arccosh": "arcosh", "arctanh": "artanh", "hslash": "hbar",
    "varkappa": "kappa", "vartriangle": "triangle", "xfrac": "frac",
    "wideparen": "overparen", "overarc": "overparen", "utilde": "undertilde", "Vec": "vec", "vv": "vec", "va": "vec", "vu": "hat",
    "vectorbold": "mathbf", "vectorarrow": "vec", "vectorunit": "hat", "Doteq": "doteqdot", "llless": "lll", "gggtr": "ggg",
    "infin": "infty", "part": "partial",
    "alef": "aleph", "alefsym": "aleph", "bull": "bullet", "darr": "downarrow", "empty": "emptyset",
    "exist": "exists", "hArr": "iff", "Harr": "iff", "harr": "leftrightarrow", "lrarr": "leftrightarrow", "isin": "in",
    "lang": "langle", "rang": "rangle", "larr": "leftarrow", "lArr": "impliedby", "Larr": "impliedby", "or": "vee",
    "and": "wedge", "plusmn": "pm", "rarr": "to", "rArr": "implies", "Rarr": "implies", "sdot": "cdot", "sub": "subset",
    "sube": "subseteq", "supe": "supseteq", "thetasym": "theta", "weierp": "wp", "uarr": "uparrow", "Dagger": "ddagger",
    "mathellipsis": "dots", "ang": "angle", "spades": "spadesuit", "clubs": "clubsuit", "hearts": "heartsuit",
    "diamonds": "diamondsuit",  # as web pages call them, by KaTeX and MediaWiki
}
# fmt: on
