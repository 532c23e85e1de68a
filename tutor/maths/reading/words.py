"""What printed signs are called: every table a reading is made from, so that adding a sign is adding a row.

Laws: a sign has one canonical name, and a name has one wording, so that a reading can be read back; `ALIASES` maps every other
spelling of a sign to its canonical name. What is in `LAYOUT` is dropped knowingly, because it only moves ink about.
"""

from __future__ import annotations

from tutor.maths.reading import rare_signs

# fmt: off
GREEK = {
    **{name: name for name in ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"]},
    **{name.capitalize(): f"capital {name}" for name in ["gamma", "delta", "theta", "lambda", "xi", "pi", "sigma", "upsilon",
    "phi", "psi", "omega"]},
}
VARIANTS = {f"var{name}": f"variant {name}" for name in ["epsilon", "theta", "phi", "rho", "sigma", "pi"]}
SYMBOLS = GREEK | VARIANTS | rare_signs.SYMBOLS | {
    "infty": "infinity", "nabla": "nabla", "partial": "partial", "emptyset": "the empty set", "ell": "ell", "hbar": "h bar",
    "top": "top", "bot": "bottom", "star": "star", "dagger": "dagger", "aleph": "aleph", "Re": "real part",
    "Im": "imaginary part",
    "dots": "dot dot dot", "circ": "circle", "square": "square", "bigcirc": "big circle", "sharp": "sharp",
    "flat": "flat", "natural": "natural sign", "triangle": "triangle",
    "checkmark": "check mark", "Box": "box",
    "heartsuit": "heart", "diamondsuit": "diamond", "clubsuit": "club", "spadesuit": "spade", "bullet": "bullet",
    "pounds": "pounds", "hash": "number sign", "prime": "prime mark", "angle": "angle", "wp": "Weierstrass p",
    "frown": "frown", "dollar": "dollar",
    "section": "section sign", "euro": "euro", "at": "at", "question": "question mark", "ampersand": "ampersand",
}
RELATIONS = rare_signs.RELATIONS | {
    "=": "equals", "<": "is less than", ">": "is greater than", ":=": "is defined as", "=:": "is the definition of",
    "leq": "is less than or equal to",
    "geq": "is greater than or equal to", "neq": "is not equal to", "approx": "is approximately equal to",
    "cong": "is congruent to", "equiv": "is identical to", "sim": "is distributed as", "simeq": "is similar or equal to",
    "propto": "is proportional to", "in": "is in", "notin": "is not in", "ni": "contains", "subset": "is a subset of",
    "subseteq": "is a subset of or equal to", "subsetneq": "is a proper subset of", "supset": "is a superset of",
    "supseteq": "is a superset of or equal to", "nsubseteq": "is not a subset of", "to": "goes to", "gets": "is assigned",
    "mapsto": "maps to", "implies": "implies", "impliedby": "is implied by", "iff": "if and only if",
    "leftrightarrow": "two-way arrow", "ll": "is much less than", "gg": "is much greater than", "perp": "is perpendicular to",
    "parallel": "is parallel to", "preceq": "precedes or equals", "succeq": "succeeds or equals", "prec": "precedes",
    "succ": "succeeds", "models": "models", "vdash": "proves", "nmid": "does not divide", "hookarrow": "hooked arrow to",
    "twoheadrightarrow": "maps onto",
    "divides": "divides", "hookrightarrow": "embeds into",
    "rightsquigarrow": "squiggly arrow to", "uparrow": "up arrow", "downarrow": "down arrow", "lesssim": "is less than or about",
    "gtrsim": "is greater than or about", "asymp": "is of the same order as", "independent": "is independent of",
    "nexists": "such that there is no", "doteq": "equals with a dot above",
    "triangleleft": "is a normal subgroup of", "trianglelefteq": "is a normal subgroup of or equal to",
    "rightharpoonup": "tends weakly to", "searrow": "decreases to",
    "nearrow": "increases to", "similar": "tilde sign",
    "perpsign": "perp sign", "congsign": "congruence sign", "leftarrow": "left arrow", "steps": "leads to",
    "doublearrow": "double arrow to",
    "harpoonsign": "harpoon arrow to", "upslope": "rising arrow to", "downslope": "falling arrow to", "turnstile": "turnstile",
    "doubleturnstile": "double turnstile", "trianglesign": "left triangle sign", "isomorphic": "is isomorphic to",
    "subgroup": "is a subgroup of",
    "dominated": "is absolutely continuous with respect to",
    "therefore": "therefore", "because": "because", "not": "not",
}
SUMS = {
    "+": "plus", "-": "minus", "pm": "plus or minus", "mp": "minus or plus", "cup": "union", "cap": "intersect",
    "setminus": "set minus", "oplus": "circled plus", "directsum": "direct sum", "xor": "exclusive or",
    "vee": "vee", "wedge": "wedge", "ominus": "circled minus",
    "sqcup": "disjoint union",
    "uplus": "union plus", "sqcap": "meet", "dash": "dash",
}
PRODUCTS = rare_signs.PRODUCTS | {
    "cdot": "dot", "times": "times", "*": "asterisk", "odot": "elementwise times", "otimes": "tensor product",
    "circ": "composed with", "ring": "small circle", "circledtimes": "circled times", "circleddot": "circled dot",
    "kronecker": "Kronecker product",
    "div": "divided by", "/": "divided by", "bmod": "mod", "circledast": "circled star", "rtimes": "semidirect product",
    "bullet": "bullet", "star": "star sign", "bigcirc": "big circle", "upharpoonright": "restricted to",
    "colon": "to", "diamond": "diamond", "backslash": "backslash", "slash": "slash", "point": "dot",  # M/M/1, rho_{12 . 3}
}
FUNCTIONS = rare_signs.FUNCTIONS | {
    "sin": "sine", "cos": "cosine", "tan": "tangent", "cot": "cotangent", "sec": "secant", "csc": "cosecant",
    "sinh": "hyperbolic sine", "cosh": "hyperbolic cosine", "tanh": "hyperbolic tangent", "coth": "hyperbolic cotangent",
    "arcsin": "arc sine",
    "arccos": "arc cosine", "arctan": "arc tangent", "log": "log", "ln": "natural log", "exp": "exponential",
    "det": "determinant", "dim": "dimension", "ker": "kernel", "deg": "degree", "gcd": "greatest common divisor",
    "lg": "lg", "tg": "tangent", "ctg": "cotangent", "cotg": "cotangent", "arctg": "arc tangent", "arcctg": "arc cotangent",
    "sen": "sine", "arcsen": "arc sine", "sh": "hyperbolic sine", "ch": "hyperbolic cosine", "cth": "hyperbolic cotangent",
    "Pr": "probability", "arg": "argument", "hom": "hom", "max": "maximum", "min": "minimum", "sup": "supremum",
    "inf": "infimum",
    "lcm": "least common multiple",
}
NAMED = {
    "tr": "trace", "Tr": "trace", "trace": "trace", "Trace": "trace", "rank": "rank", "rk": "rank", "span": "span",
    "Span": "span", "Nul": "null space",
    "Null": "null space", "null": "null space", "Col": "column space", "Row": "row space", "nullity": "nullity",
    "Var": "variance",
    "var": "variance", "Cov": "covariance", "cov": "covariance", "diag": "diagonal matrix", "proj": "projection",
    "vol": "volume",
    "dist": "distance", "adj": "adjugate", "sgn": "sign", "sign": "sign", "corr": "correlation", "Corr": "correlation",
    "Ker": "kernel", "im": "image", "image": "image", "range": "range", "vec": "vectorization", "erf": "error function",
    "nul": "null space", "col": "column space", "row": "row space", "cond": "condition number", "spec": "spectrum",
    "Proj": "projection", "dom": "domain",
} | FUNCTIONS
BARE_NAMES = frozenset(
    ["tr", "Tr", "rank", "image", "range", "trace", "rank", "rk", "Nul", "Col", "Row", "Span", "nullity", "Var", "Cov",
    "diag", "sgn", "Ker", "Res", "im", "Im", "vol", "corr", "Corr", "adj", "proj", "rref", "null", "Null", "nul"]
)
BIG = {
    "sum": "sum", "prod": "product", "int": "integral", "iint": "double integral", "iiint": "triple integral",
    "oint": "contour integral",
    "oiint": "closed surface integral", "bigcup": "union", "bigcap": "intersection", "lim": "limit", "max": "maximum",
    "min": "minimum", "sup": "supremum", "inf": "infimum", "argmax": "argument of the maximum",
    "argmin": "argument of the minimum", "bigoplus": "direct sum", "coprod": "coproduct", "limsup": "limit superior",
    "liminf": "limit inferior", "esssup": "essential supremum", "essinf": "essential infimum", "plim": "probability limit",
    "bigotimes": "tensor product", "bigwedge": "big wedge", "bigvee": "big vee", "bigsqcup": "disjoint union",
    "bigtimes": "Cartesian product",
}
INTEGRALS = frozenset(["int", "iint", "iiint", "oint", "oiint"])
REACHING = frozenset(["lim", "max", "min", "sup", "inf", "argmax", "argmin", "limsup", "liminf", "esssup", "essinf", "plim"])
ACCENTS = rare_signs.ACCENTS | {
    "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde", "dot": "dot above",
    "ddot": "double dot above", "vec": "arrow above", "check": "check", "breve": "breve", "acute": "acute", "grave": "grave",
    "mathring": "ring", "underline": "underlined", "overrightarrow": "right arrow above", "overleftarrow": "left arrow above",
    "overleftrightarrow": "double arrow above", "widecheck": "check", "cancel": "crossed out", "bcancel": "crossed out",
    "xcancel": "crossed out",
    "sim": "tilde",
    "boxed": "boxed", "fbox": "boxed", "uline": "underlined", "underbar": "underlined", "dddot": "triple dot above",
}
FONTS = {
    "mathbf": "bold", "boldsymbol": "bold", "bm": "bold", "pmb": "bold", "bf": "bold", "mathbb": "blackboard",
    "mathbbm": "blackboard",
    "Bbb": "blackboard", "mathcal": "script",
    "cal": "script", "mathscr": "script", "mathfrak": "fraktur", "mathrm": "upright", "rm": "upright", "mathsf": "sans",
    "mathsfit": "sans", "mathbbmss": "blackboard", "mathbbmtt": "blackboard", "mathbbold": "blackboard",
    "sf": "sans",
    "mathtt": "typewriter", "mathit": "", "it": "", "mathnormal": "", "mathds": "blackboard", "symbf": "bold",
    "frak": "fraktur", "mathbfit": "bold",
    "bold": "bold", "Bf": "bold", "vb": "bold", "mathbb:measure": "measure",
}
SPOKEN_FONTS = {"bold": "bold", "blackboard": "double-struck", "script": "script", "fraktur": "fraktur"}
TEXTS = frozenset(
    ["text", "textrm", "textbf", "textit", "textsf", "texttt", "mbox", "hbox", "textnormal", "textup", "textmd", "emph",
    "textsc", "fbox", "term", "textsl", "intertext", "shortintertext"]
)
NAMING = frozenset(["operatorname", "operatorname*", "DeclareMathOperator", "mathop", "operatornamewithlimits"])
NUMBER_SETS = {"R": "the real numbers", "N": "the natural numbers", "Z": "the integers", "Q": "the rational numbers",
    "C": "the complex numbers"}
SPACES = {"R": "real", "C": "complex", "Z": "integer", "N": "natural", "Q": "rational", "F": "F", "K": "K"}

ALIASES = rare_signs.ALIASES | {
    "leqq": "leq", "geqq": "geq", "lhd": "triangleleft", "unlhd": "trianglelefteq", "varlimsup": "limsup", "varliminf": "liminf",
    "vDash": "models", "restriction": "upharpoonright",
    "preccurlyeq": "preceq", "succcurlyeq": "succeq", "centernot": "not",
    "le": "leq", "ge": "geq", "leqslant": "leq", "geqslant": "geq", "ne": "neq", "rightarrow": "to", "longrightarrow": "to",
    "lt": "<",
    "gt": ">", "approxeq": "approx", "thicksim": "sim", "thickapprox": "approx", "coloneqq": ":=", "triangleq": ":=",
    "eqdef": ":=", "eqqcolon": "=:",
    "lessapprox": "lesssim", "gtrapprox": "gtrsim",
    "leftarrow": "gets", "longleftarrow": "gets", "longmapsto": "mapsto", "Rightarrow": "implies",
    "Longrightarrow": "implies", "Leftarrow": "impliedby",
    "Leftrightarrow": "iff", "Longleftrightarrow": "iff", "longleftrightarrow": "leftrightarrow", "leadsto": "rightsquigarrow",
    "lor": "vee", "land": "wedge", "ast": "*", "varnothing": "emptyset", "varepsilon": "epsilon", "vartheta": "theta",
    "varphi": "phi",
    "varrho": "rho", "varsigma": "sigma", "ldots": "dots", "cdots": "dots", "dotsc": "dots", "dotsb": "dots",
    "vdots": "dots",
    "ddots": "dots", "dotsm": "dots", "dotsi": "dots", "dotso": "dots",
    "hdots": "dots", "dfrac": "frac", "tfrac": "frac", "cfrac": "frac",
    "dbinom": "binom", "tbinom": "binom", "nicefrac": "frac", "sfrac": "frac", "flatfrac": "frac",
    "Updownarrow": "iff", "Downarrow": "implies",
    "intercal": "top", "imath": "i", "jmath": "j", "lnot": "neg", "smallsetminus": "setminus", "bigtriangleup": "triangle",
    "#": "hash", "Square": "square", "blacksquare": "square", "varDelta": "Delta",
    "varGamma": "Gamma", "varTheta": "Theta", "varLambda": "Lambda", "varXi": "Xi", "varPi": "Pi", "varSigma": "Sigma",
    "varUpsilon": "Upsilon", "varPhi": "Phi", "varPsi": "Psi", "varOmega": "Omega", "xrightarrow": "to",
    "xleftarrow": "leftarrow", "subsetneqq": "subsetneq", "Vert": "‖", "|": "‖", "vert": "|", "lvert": "|", "rvert": "|",
    "lVert": "‖", "rVert": "‖", "lbrace": "{", "rbrace": "}", "colon": ":", "degree": "circ", "cdotp": "cdot",
    "overset": "stackrel",
    "arg\\max": "argmax", "centerdot": "cdot", "triangledown": "nabla", "surd": "sqrt", "given": "mid",
    "nsubset": "nsubseteq", "bigtriangledown": "nabla", "Cup": "cup", "Cap": "cap", "sphericalangle": "angle",
    "measuredangle": "angle",
    "vcentcolon": ":",
    "asterisk": "*", "lbrack": "[", "rbrack": "]", "slash": "/", "lparen": "(", "rparen": ")", "mod": "bmod", "dotplus": "+",
    "indep": "independent", "Perp": "independent", "upvDash": "independent",
    "nrightarrow": "to", "varpropto": "propto",
    "dag": "dagger", "epsilonup": "epsilon",
}
UNICODE = {
    "−": "-", "–": "-", "×": "times", "·": "cdot", "⋅": "cdot", "∙": "cdot", "÷": "div", "≤": "leq", "≥": "geq", "≠": "neq",
    "≈": "approx", "∈": "in",
    "∉": "notin", "∞": "infty", "∅": "emptyset", "∪": "cup", "∩": "cap", "⊂": "subset", "⊆": "subseteq", "→": "to",
    "↦": "mapsto",
    "⇒": "implies", "⇔": "iff", "∇": "nabla", "∂": "partial", "∑": "sum", "∏": "prod", "∫": "int", "…": "dots", "⋯": "dots",
    "′": "'", "⫫": "independent", "≐": "doteq", "⪰": "succeq", "⪯": "preceq", "≻": "succ", "≺": "prec",
    "≲": "lesssim", "≳": "gtrsim",
    "±": "pm", "∓": "mp", "∼": "sim", "∝": "propto", "⊤": "top", "⟨": "langle", "⟩": "rangle",
    "〈": "langle", "〉": "rangle", "‖": "‖", "∥": "‖",
    "∖": "setminus",
    "∣": "mid", "∀": "forall", "∃": "exists",
    "√": "sqrt", "∘": "circ", "⊗": "otimes", "⊕": "oplus", "⊙": "odot", "≡": "equiv", "≅": "cong", "¬": "neg", "∧": "wedge",
    "∨": "vee", "⊥": "perp", "π": "pi", "ϵ": "epsilon", "ϕ": "phi", "ϑ": "theta",
    "←": "gets", "↔": "leftrightarrow", "≪": "ll", "≫": "gg", "ℓ": "ell", "’": "'", "⊇": "supseteq", "⊃": "supset",
}
PREFIXES = {"-": "minus", "+": "plus", "pm": "plus or minus", "mp": "minus or plus", "neg": "not", "forall": "for all",
    "exists": "there exists",
    "existsone": "there exists exactly one", "nexists": "there is no", "#": "number", "sim": "about", "approx": "about"}
LAYOUT = frozenset(
    ["displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle", "limits", "nolimits", "big", "Big", "bigg", "Bigg",
    "bigl", "bigr", "Bigl", "Bigr",
        "biggl", "biggr", "Biggl", "Biggr", "bigm", "Bigm", "biggm", "Biggm", "middle", "nonumber", "notag", "hline",
        "strut", "mathstrut", "enspace", "enskip", "thinspace",
        "hfill", "hfil", "hss", "small", "tiny", "large", "Large", "LARGE", "scriptsize", "footnotesize", "normalsize",
        "protect", "rlap", "llap", "allowbreak",
        "noindent", "ensuremath", "mathord", "mathbin", "mathrel", "mathopen", "mathclose", "mathpunct", "mathinner",
        "nonscript", "relax", ",", ";", ":", "!", ">", " ", "/", "\n", "\t", "null",
        "smallskip", "medskip", "bigskip", "centering", "par", "negthinspace", "negmedspace", "medspace", "thickspace",
        "break", "newline", "linebreak", "displaylimits", "displaybreak", "nobreak", "lefteqn", "alert", "tt", "ttfamily", "em",
        "unboldmath", "boldmath", "sc", "qty", "itshape", "bfseries",
        "rmfamily", "hphantomsmash", "mathrlap", "mathllap", "mathclap", "smash", "bgroup", "egroup",
        "endgroup", "begingroup", "xspace", "space", "mathsurround", "toprule", "midrule", "bottomrule"]
)
LAYOUT_WITH_ARGUMENT = frozenset(
    ["label", "tag", "tag*", "color", "textcolor", "phantom", "hphantom", "vphantom", "hspace", "hspace*", "vspace",
    "vspace*", "mspace", "cline", "eqlabel", "index", "ref", "eqref",
        "cite", "footnote", "colorbox", "kern", "raisebox", "setlength", "kerning"]
)
SPACING_LENGTHS = frozenset(["kern", "mkern", "hskip", "mskip", "vskip"])
OPENERS = {"(": "(", "[": "[", "{": "{", "langle": "⟨", "lfloor": "⌊", "lceil": "⌈", "llbracket": "⟦"}
CLOSERS = {")": ")", "]": "]", "}": "}", "rangle": "⟩", "rfloor": "⌋", "rceil": "⌉", "rrbracket": "⟧"}
DELIMITER_NAMES = {
    "(": "parenthesis", ")": "parenthesis", "[": "bracket", "]": "bracket", "{": "brace", "}": "brace", "⟨": "angle bracket",
    "⟩": "angle bracket", "⟦": "double bracket", "⟧": "double bracket", "|": "bar", "‖": "double bar", ".": "nothing",
    "/": "slash", "<": "angle bracket", ">": "angle bracket",
}
CONNECTIVES = frozenset(
    ["and", "or", "if", "where", "for", "all", "otherwise", "is", "with", "then", "subject", "to", "s.t.", "such", "that",
    "when", "so", "but", "in", "every", "some", "given", "by", "as", "implies", "only", "else", "from", "therefore", "hence",
    "because", "since", "while", "on", "not", "are", "of", "at", "let", "thus", "each", "any", "we", "have", "i.e.", "e.g.",
    "unless", "iff", "over", "via", "into", "becomes", "gives", "yields", "also", "both", "either", "minimize", "maximize",
    "per", "the", "same", "be", "it", "has", "which", "defined", "whenever", "until"]
)
# Names of several letters that books set in plain italics, without any command.
PLAIN_WORDS = frozenset(
    ["adj", "pooled", "diff", "median", "mean", "logit", "max", "min", "null", "mode", "range", "loss", "rank", "span",
    "true", "false", "log", "exp", "sin", "cos", "tan", "det", "new", "old", "test", "train", "error", "total", "within",
    "between", "obs", "exp", "control", "treatment", "softmax", "relu", "sigmoid", "tanh", "argmax", "argmin", "model",
    "data", "prior", "posterior", "input", "output", "hidden", "height", "width", "weight", "length", "left", "right",
    "lower", "upper", "point", "estimate", "margin", "score", "value", "rate", "size", "count", "odds", "prob", "area",
    "time", "row", "col", "net", "out", "gate", "bias", "step", "start", "end", "mid", "final", "initial", "best", "smoker",
    "age", "income", "price", "year", "sex", "female", "male", "yes", "no", "others", "predicted", "observed", "expected",
    "batch", "head", "key", "query", "base", "target", "source", "avg", "std", "var", "cov", "corr", "spam", "number",
    "duration", "stock", "cond", "wheels", "premium", "email", "residual", "regression", "lift", "fit", "resid", "success",
    "failure", "opt", "pred", "tot", "obj", "reg", "cls", "ref", "dif", "emp", "iid", "ind", "indep", "dev", "cum", "sym", "mkt",
    "res", "prev", "next", "eff", "err", "inv", "pri",
    "add", "idf", "tfidf", "VaR", "CVaR", "TVaR", "nCr", "nPr"]
) - {"exp", "log", "sin", "cos", "tan", "det", "max", "min", "argmax", "argmin"} | {"Var", "Cov", "Corr"}
# Names that are one word only before a bracket: abs(x), but a b s elsewhere.
CALLED = frozenset(
    (
        "ker Ker im coker adj cof gcd lcm std vol col row "
        "div fl do SE KL MI GP AR MA DP JS TV CE BF Li Ai Bi Ei Si Ci abs sqrt sign sgn floor ceil erf diag trace "
        "clip clamp lerp round sum prod softplus elu gelu argsort dist sim tr poly polylog negl erfc sinc "
        "arcsin arccos arctan atan acos asin sinh cosh concat Concat Pr Bin Ber Poi Exp Beta Gamma Normal "
        "Uniform Dir Cat Bern Unif Geom Pois Multinomial Binomial Bernoulli Poisson size len deg dim pos ReLU "
        "GELU LayerNorm Attention mod loss MLP Tr se sd"
    ).split()
)
# Groups of matrices and their Lie algebras: SO(3), so(3).
MATRIX_GROUPS = frozenset(["so", "su", "sl", "gl", "sp", "se", "SO", "SU", "SL", "GL", "SE", "PGL", "PSL"])
# Capitals side by side that are one name wherever they stand: the standard error, true positives, the residual sum of squares.
ACRONYMS = frozenset(
    (
        "SE SD TP FP TN FN TPR FPR TNR FNR MSE RMSE SSE SST SSR RSS TSS RSE MAE MAPE MLE MAP IQR CDF PDF PMF AUC ROC "
        "ELBO AIC BIC "
        "DIC OLS GLS WLS VIF MSR MSB MSW SSB SSW SSA ATE ATT ITE DCG "
        "NDCG PPV NPV MMD RBF"
    ).split()
)
BARE_FUNCTIONS = frozenset(["log", "exp", "sin", "cos", "tan", "det", "max", "min", "softmax", "relu", "sigmoid", "tanh",
    "argmax", "argmin", "logit", "ln", "lim", "rank", "sup", "inf", "dim", "ker"])
# fmt: on
