"""The words that tell a quantity from the rest of a sentence: what the harvest of meanings stops at, skips, and trusts."""

from __future__ import annotations

# fmt: off
DETERMINERS = frozenset(
    "a an the some any our its their each every this these two all both one another no your my".split()
)
# Words that say which one, and nothing about what it is.
POINTING = frozenset(
    "same following above previous first last next other only resulting corresponding usual particular given certain "
    "new current respective original actual latter former entire whole single second third specific different special "
    "simple so-called desired said fancy".split()
)
# What is meant with its ordinal: "the second derivative".
ORDERED = frozenset("derivative derivatives moment moments order difference differences".split())
# Adverbs that may stand between "is" and its noun.
SOFT = frozenset(
    "just simply often usually typically commonly then now again also still sometimes here called either really "
    "precisely exactly".split()
)
# What is said only of most of a kind: "is often a matrix".
HEDGES = frozenset("often usually typically commonly sometimes generally mostly normally frequently most".split())
# How many there are of a plural.
NUMERALS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "both": 2, "several": 99, "many": 99}
STOPS = frozenset(
    "except excluding "
    "longer gave made took had went came held kept sent put got saw is are was were be been being has have do does did "
    "can could may might must shall should will would not never and or but nor if then else when while where which "
    "that who whose whom what why how because since although though unless until whereas so thus hence therefore "
    "however of in on at by for from to with without into onto over under between among within through during before "
    "after against per via as than like we you they he she it i us them there here such it's let denote denotes "
    "denoted write writes written call calls called say says define defines defined given gives give take takes taken "
    "get gets make makes use uses used using find finds found see sees seen show shows shown know known need needs "
    "want wants obtain obtained compute computes computed contain contains containing having satisfying satisfies "
    "satisfy consisting representing represents represented denoting describing describes described indicating "
    "indicates mapping corresponds corresponding respectively also just only very too more most less least many much "
    "few several e.g i.e etc namely both either neither each every become becomes equals equal minimizes maximizes "
    "minimizing maximizing suppose assume consider whether up down out about along across around depends depend "
    "belongs lies lie holds hold works work follows follow exists exist acts act yields yield produces produce "
    "returns return refers determines determine controls control measures tells tell governs specifies ranges runs "
    "goes comes appears occurs happens grows changes multiplied divided added followed based associated considered "
    "applied evaluated calculated estimated drawn chosen sampled generated parametrized parameterized indexed "
    "expressed introduced mentioned discussed assigned updated trained initialized stored combined observed varies "
    "vary performs perform receives receive outputs predicts predict learns learn maps sends rotates an a the some "
    "any our its their this these those no your my his her".split()
)
NOUNS = frozenset(
    "slope intercept matrix matrices vector vectors scalar scalars number numbers function functions constant "
    "constants parameter parameters variable variables coefficient coefficients weight weights bias biases rate size "
    "length width height depth dimension dimensions dimensionality space spaces subspace set sets event events "
    "outcome outcomes probability probabilities distribution distributions mean means variance deviation median mode "
    "average expectation covariance correlation proportion percentage fraction ratio odds risk density likelihood "
    "prior posterior evidence entropy divergence information loss cost error errors residual residuals objective "
    "reward penalty regret gain score scores logit logits statistic estimate estimates estimator hypothesis sample "
    "samples population observation observations example examples instance instances datum point points dataset data "
    "label labels target targets input inputs output outputs feature features response predictor predictors "
    "prediction predictions value values model models network layer layers unit units neuron neurons activation "
    "kernel filter channel channels gate state states action actions policy agent sequence sequences token tokens "
    "word words document image images pixel query queries key keys embedding embeddings context index position step "
    "steps time epoch iteration batch minibatch gradient gradients derivative derivatives jacobian hessian eigenvalue "
    "eigenvalues eigenvector eigenvectors singular determinant rank trace norm inverse transpose basis span nullspace "
    "column columns row rows entry entries element elements component components coordinate coordinates angle "
    "distance radius area volume plane line curve path ray segment interval region map mapping transformation "
    "operator projection rotation reflection polynomial equation system solution solutions root roots factor factors "
    "term terms sum product difference quotient power exponent degree order limit bound threshold tolerance margin "
    "temperature momentum velocity acceleration force mass energy speed pressure age price income duration count "
    "counts frequency total group groups class classes category categories cluster clusters node nodes graph tree "
    "edge edges vertex vertices neighborhood field ring identity permutation partition sigma alphabet vocabulary "
    "memory cell perceptron classifier regressor generator discriminator encoder decoder noise signal signals "
    "trajectory episode horizon return discount baseline mixture covariate covariates treatment effect level "
    "significance confidence user users item items person people student students trial trials success successes "
    "failure failures coin die card game player team minimum maximum optimum minimizer maximizer argument domain "
    "codomain range schedule window stride padding shift offset scale kernel_size multiplier multipliers lagrangian "
    "constraint constraints direction directions origin subset family collection list tensor tensors array tuple pair "
    "quantity amount part piece hyperplane hyperparameter hyperparameters regularizer measure metric similarity "
    "attention head heads lengthscale amplitude process period bandwidth statistics df freedom quantile percentile "
    "side unknown unknowns arm arms strategy strategies alphabet round rounds principal balance stride "
    "variances eigenspace eigenspaces box boxes densities metrics norms "
    "utility payoff bandwidth filters rule rules bit bits "
    "loading loadings spacing species shape "
    "axis slopes series integral antiderivative increment perturbation displacement tangent normal".split()
)
# Quantities that are told without a determiner: "with mean mu", "of length n".
BARE = frozenset(
    "mean variance slope intercept length size rate bias deviation rank radius dimension probability constant degree "
    "weight weights parameter parameters height width eigenvalue eigenvector density set depth entropy covariance matrix "
    "capacity radius bandwidth step margin threshold".split()
)
# What a symbol with an argument may be called: "the loss $L(w)$" tells what L is, "the output $f(x)$" not what f is.
APPLIED = frozenset(
    "function functions map mapping transformation distribution density loss objective kernel policy model entropy "
    "divergence likelihood probability estimator operator polynomial cost risk activation derivative gradient prior "
    "posterior variance expectation lagrangian constant normalizer penalty regularizer".split()
)
# What an equation may stand behind without its left side being meant: "the line $y = 2x$".
WHOLE = frozenset(
    "factorization factorisation decomposition formula identity inequality expression representation form "
    "line plane curve model equation relation system constraint rule hyperplane boundary condition region graph set "
    "solution dependence equality assumption restriction statement claim event case requirement "
    "relationship trend pattern notation convention normalization normalisation hypothesis example exercise figure table "
    "section experiment scenario setting".split()
)
# Plural nouns that may as well be the verb of the sentence: "which means $x_i$ ...".
VERBS = frozenset("means states counts measures lists totals orders bounds maps limits factors".split())
# What is counted by a letter before it, "$n$ rows", and the letters that count.
COUNTED = frozenset(
    "rows columns examples observations features entries classes points vectors samples elements components trials "
    "steps layers queries keys users items words tokens units channels parameters coordinates equations unknowns "
    "inputs outputs categories groups clusters neurons heads throws tosses flips documents images pixels measurements "
    "variables predictors successes failures arms rounds bits digits players agents states actions vertices edges nodes "
    "images patches frames pairs copies draws particles rules factors regressors covariates".split()
)
COUNTS = frozenset(
    "n m k d p q r h N M K D T J L C B S".split()
)
# What is named without a determiner: "given data $D$", "at time $t$".
GIVEN = frozenset(
    "data input output time evidence position velocity acceleration mass temperature pressure energy action reward matrix "
    "vector event".split()
)
LEADING = frozenset("at in of given with and for from to observed seeing on new some by".split())
# What a sentence arrives at, "the answer is $x$", which tells nothing of the symbol.
VERDICTS = frozenset(
    "answer result conclusion claim case reason idea question problem point one choice notation symbol name".split()
)
# What a letter right after it numbers: "in row $i$".
INDEXED = frozenset(
    "row column class step example layer token user item word epoch iteration channel cluster component entry state node "
    "vertex player agent arm round position neuron unit bin day year group".split()
)
INDICES = frozenset(
    "i j k l t u c n m w s".split()
)
# Words that say what kind of thing something is; a phrase that would end with one has lost its noun.
ADJECTIVES = frozenset(
    "upper lower inner outer "
    "general close similar linear nonlinear discrete finite infinite specular angular circular polar square unknown true "
    "fixed free small large big good best optimal maximal minimal positive negative nonnegative real complex convex concave "
    "smooth continuous random independent dependent identical proportional orthogonal perpendicular parallel symmetric "
    "invertible nonsingular singular dense sparse local global binary unique empty full open closed high low short long due "
    "different able likely easy hard important uniform exponential univariate multivariate bivariate joint marginal conditional "
    "nonempty closed bounded compact measurable differentiable integrable countable standard common overall "
    "latent hidden observed additive relative absolute".split()
)
ADJECTIVE_ENDINGS = tuple("ous able ible ful less ical ional ative".split())
NOT_ADJECTIVES = frozenset("variable table observable functional rational representative alternative operational".split())
NOUN_ENDINGS = tuple("tion sion ity ness ment ance ence ism ship ency ancy logue meter ogram ility".split())
# fmt: on


def is_noun(word: str) -> bool:
    """Whether a word surely names a thing.

    >>> is_noun("slope"), is_noun("predicts"), is_noun("regularization")
    (True, False, True)
    """
    bare = word.lower()
    return (
        bare in NOUNS
        or bare.endswith("-squared")
        or (bare.endswith(NOUN_ENDINGS) and bare != "expression")
        or bare.rpartition("-")[2] in NOUNS
    )


_LY = frozenset("family anomaly supply reply yearly monthly daily weekly hourly".split())


def is_content(word: str) -> bool:
    """Whether a word may stand inside a noun phrase.

    >>> is_content("learning"), is_content("is")
    (True, False)
    """
    bare = word.lower()
    return bare not in STOPS and not (bare.endswith("ly") and bare not in _LY) and len(bare) > 1


def is_adjective(word: str) -> bool:
    """Whether a word surely only says what kind of thing it is, so that no phrase ends with it.

    >>> is_adjective("general"), is_adjective("close"), is_adjective("interval")
    (True, True, False)
    """
    bare = word.lower()
    return not is_noun(bare) and (bare in ADJECTIVES or (bare.endswith(ADJECTIVE_ENDINGS) and bare not in NOT_ADJECTIVES))


def is_plural(noun: str) -> bool:
    """Whether a noun is plural, going by its end.

    >>> is_plural("weights"), is_plural("hypothesis"), is_plural("loss")
    (True, False, False)
    """
    return noun.endswith("s") and not noun.endswith(("ss", "is", "us", "bias"))
