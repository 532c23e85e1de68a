"""The words that govern a sentence: what they are, for the rules of cuts. Data only; the rules that use them stand in `cuts`."""

from __future__ import annotations

import re

# Words in front of a statement that take it back, make it depend on something, or put it in another's mouth.
DENIES = r"""not|\w+n['’]t|never|no|none|nobody|no one|nothing|neither|nor|cannot|without|fail(?:s|ed|ing|ure)?|false(?:ly
|hoods?)?
|wrong(?:ly)?|incorrect(?:ly)?|untrue|untruth|mistak\w+|myths?|misconceptions?|fallac\w+|erroneous\w*|invalid|impossible|unlikely
|hardly
|barely|rarely|seldom|few|little|den(?:y|ies|ied)|doubt\w*|refut\w+|disprov\w+|contradict\w*|absurd\w*|pretend\w*|nonsense|bogus
|counter-?examples?|contrary|opposite|unlike|instead|rather than|lacks?|stops? being|far from|anything but|an error to
|beware|pitfalls?|traps?|lies?|lied|hoax|joke"""
SUPPOSES = r"""if|unless|suppos\w+|assum\w+|imagin\w+|hypothe\w+|when|whenever|wherever|where|provided|providing|as long as
|so long as|given
|let|whether|were|would|could|should|might|may|perhaps|maybe|possibly|probably|presumably|plausibl\w+|seem\w*|appear\w*|until
|in case
|in the case|had|otherwise|lest|once|conditional\w* on|in the event"""
ASCRIBES = r"""think\w*|thought|believ\w+|beliefs?|claim\w*|say|says|said|saying|argu(?:e|es|ed|ing)|assert\w*|conjectur\w*
|guess\w*|suggest\w*
|hop(?:e|es|ed)|expects?|expected that|according|students?|people|beginners?|learners?|authors?|someone|somebody|anyone|everyone
|textbooks?
|tempt\w*|feels?|rumou?r\w*|told|heard|writes|wrote|asks?|asked|opinion|allegedly|supposedly|so-called|naive\w*|folklore
|superstition|hearsay
|question|thinks|pretends|insist\w*|maintains?|propos\w+|quot\w+|reads?"""
NARROWS = r"""only|except\w*|but|almost|nearly|approximately|roughly|at most|at least|up to|more than|less than|fewer than|some
|sometimes|often
|usually|generally|typically|mostly|many|most|several|certain|special|either|both|or|all but|apart from|other than|besides|partly
|in part
|occasionally|in general|in practice|locally|asymptotically|with probability"""
# What follows a statement and takes part of it away.
LIMITS = rf"""{DENIES}|if|unless|when|whenever|wherever|where|only|except\w*|provided|providing|as long as|so long as|until
|assum\w+|given|suppos\w+
|such that|in case|in the case|under|almost|nearly|approximately|roughly|or|up to|at most|at least|more than|less than|fewer than
|with probability|in general|sometimes|usually|often|mostly|occasionally|some|say|says|said|claim\w*|according|believ\w+|think\w*
|thought|whether|iff|but|although|though|however|yet|while|whereas|than|other than|apart from|besides|conditional\w*|subject to
|for|per
|times|respectively|resp|depending|depends?|would|could|might|may|perhaps|possibly|probably|modulo|mod|with equality|once|locally
|asymptotically|in practice|restricted|plus|minus"""


# The same, of a rest that is a consequence or a reason: what is denied in it is denied of that, what is conditioned may be both.
CONDITIONS = r"""if|unless|when|whenever|wherever|where|only|except\w*|provided|providing|as long as|so long as|until|assum\w+
|given|suppos\w+|such that
|in case|in the case|false(?:ly)?|wrong(?:ly)?|incorrect\w*|untrue|mistak\w+|myths?|misconceptions?|fallac\w+|or|but|although
|though|however|yet|while|whereas
|seem\w*|appear\w*|told|heard|legend\w*|rumou?r\w*|hop(?:e|es|ed)|guess\w*|other than|apart from|conditional\w*|subject to|up to
|almost|nearly|approximately|with probability|in general|say|says|said|claim\w*|according|believ\w+
|think\w*|thought|whether|iff|contradict\w*|absurd\w*|depending|depends?|modulo|once|restricted|respectively"""


def pattern(*groups: str) -> re.Pattern[str]:
    """One expression for whole words of the groups, capitals or not."""
    joined = "|".join(word for group in groups for word in re.sub(r"\s*\n\s*", "", group).split("|") if word)
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])", re.IGNORECASE)


BEFORE = pattern(DENIES, SUPPOSES, ASCRIBES, NARROWS)
_MILD = r"(?:little|few|would|could|should|may|might|had|question)"
DENIED = pattern(DENIES, ASCRIBES)
LEADING = pattern(*(re.sub(rf"(?<=\|){_MILD}(?=\||\s)", "", group) for group in (DENIES, SUPPOSES, ASCRIBES)))
AFTER = pattern(LIMITS)
AFTER_CONSEQUENCE = re.compile(
    rf"{pattern(CONDITIONS).pattern}|,\s+(?:for|in|on|under|over|with|within|among|at)\b", re.IGNORECASE
)
# What follows a semicolon or a colon may be a condition in the shape of a statement.
NEEDS = pattern(
    r"must|needs?|needed|requir\w+|necessar\w+|holds?|conditions?|valid|true|careful|caution|remember|think of|mind|recall"
    r"|essential|crucial|matters?"
)
FOLLOWS = re.compile(r"(?:and )?(?:so|hence|thus|therefore|consequently|because|since)\b", re.IGNORECASE)
# An equivalence is said of what stands on its two sides; it is no condition on a consequence drawn from it.
SAID_BY_RULE = re.compile(
    r"\b(?:theorem|rule|law|lemma|definition|proposition|formula|equation|principle|identity|inequality|axiom"
    r"|corollary)\w* (?:says|states|tells us|reads)\b",
    re.IGNORECASE,
)
IFF = re.compile(r"\b(?:if,? and only if|iff)\b", re.IGNORECASE)

# Openings that tie what they govern to what went before without weakening it.
CONSEQUENCE = re.compile(
    r"which (?:in turn )?(?:implies|means|gives|shows|says|yields|proves|tells|is why)\b|(?:and )?(?:so|hence|thus|therefore"
    r"|consequently)\b"
    r"|so that\b|that is\b|i\.e\.|in other words\b",
    re.IGNORECASE,
)
# An omitted rest that begins so is a statement of its own: a consequence, a reason, a remark.
OWN_STATEMENT = re.compile(
    r"which (?:in turn )?(?:implies|means|gives|shows|tells|says|yields|proves|is why|is called|are called|we (?:call|write"
    r"|denote))\b"
    r"|(?:and )?(?:so|hence|thus|therefore|consequently)\b(?! (?:they|he|she|i|we|some|people|it (?:is|was) (?:said|told)"
    r"|goes?|say|the (?:story|legend|saying)"
    r"|the \w+ (?:holds?|says?|goes|claims?|thinks?|argues?|maintains?))\b)"
    r"|because\b|since\b|that is\b|i\.e\.|in other words\b",
    re.IGNORECASE,
)
# Openings that may be left out: they vouch for what follows, or only lead over to it. A consequence keeps its "therefore".
VOUCHES = re.compile(
    r"(?:(?:and|also|however|moreover|furthermore|in fact|indeed|of course|clearly|obviously|evidently|finally|first|second"
    r"|third|now|again|in particular|in short|in other words|that is|briefly|note|notice|recall|remember|observe|it is (?:true"
    r"|clear|easy to see|well known)|we (?:see|know|find|note|conclude|recall)|for example|for instance|by definition"
    r"|equivalently|similarly|likewise|fortunately|happily)[\s,:]*)*(?:that\s*)?",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?:(?:theorem|lemma|proposition|corollary|definition|fact|remark|note|result|rule|property|axiom|summary|key idea"
    r"|in one line"
    r"|in short|in words|simple|formal|picture|intuition"
    r"|proof)\b(?:\s+[\d.]*\d[a-z]?)?(?:\s*\([^()]{0,60}\))?\s*[.:]?\s*[*_]*\s*)",
    re.IGNORECASE,
)
# Scope that a line with a colon sets for what it leads.
LEADS_SCOPE = re.compile(r"(?:for|under|with|within|over|without|among|given)\b", re.IGNORECASE)
# A phrase in front of a comma that says where the statement holds.
SETS_SCOPE = re.compile(
    r"(?:for|in|on|under|with|within|among|over|at|by|since|because|as|while|although|though|after|before|during|despite|like"
    r"|here|there"
    r"|to|from|through|between|up|every time|then|whatever|whichever|however (?:large|small|many)|next to|beyond|near|outside"
    r"|inside)\b",
    re.IGNORECASE,
)

# A sentence that says of the ones after it that they are not to be believed.
ANNOUNCES_ONE = re.compile(
    r"^\W*(?:statement|claim|option|answer|assertion|candidate) (?:[A-Z]|\d+|[ivx]+)\W*$|\b(?:student"
    r"|pupil)['’]?s?['’]? (?:answer|solution|proof)\W*$|"
    r"\b(?:here (?:is|are)|the following|this is|consider|beware|avoid|common|an? (?:\w+ )?|first|second|third|one|another"
    r"|typical)\b[^.?!]{0,40}\b(?:mistakes?|misconceptions?|myths?|fallac(?:y|ies)|falsehoods?|nonsense|pitfalls?"
    r"|traps?)\b[^.?!]{0,40}[:.]\W*$"
    r"|^\W*(?:mistakes?|misconceptions?|myths?|fallac(?:y|ies)|falsehoods?|pitfalls?|traps?)\b[^.?!]{0,40}[:.]\W*$"
    # "This is wrong." looks back; a label without a verb, or with a pointer ahead, looks on.
    r"|^(?![^.?!]*\b(?:is|are|was|were|be|abound|fails?)\b)[^.?!]{0,60}\b(?:false|wrong|incorrect|untrue|mistaken|invalid"
    r"|erroneous|bogus|flawed|fallacious)\b(?! (?:positive|negative|alarm|discover))(?: \w+){0,3}\W*$"
    r"|\b(?:following|next|below|here (?:is|are)|what comes)\b[^.?!]{0,60}\b(?:false|wrong|incorrect|untrue|mistaken|invalid"
    r"|erroneous|bogus|flawed|fallacious)\b(?! (?:positive|negative|alarm|discover))(?: \w+){0,3}\W*$"
    r"|\b(?:false|wrong|incorrect|untrue|mistaken|invalid|erroneous|bogus|flawed|fallacious|tempting|naive)\b[^.?!]*:\W*$"
    r"|^\W*(?:false|wrong|incorrect|not true|untrue|bad|no)\b\W*$"
    r"|(?<!\bwhat )\b(?:one|you|they|we|i)\b (?:\w+ ){0,2}(?:think|thought|believed?|guess|guessed)\b[^.?!]{0,60}[.:]\W*$"
    r"|\b(?:people|students?|beginners?|learners?|authors?|textbooks?|many|someone|somebody)\b (?:\w+ ){0,3}"
    r"(?:think|thinks|thought|believe|believes|believed|say|says|said|claim|claims|claimed|argue|argues|write|writes|wrote"
    r"|guess|guesses|reason|reasons)\b[^.?!]{0,60}[.:]\W*$"
    r"|\bit is (?:tempting|natural|easy) to (?:think|believe|say|guess|assume|conclude)\b"
    r"|\b(?:one|you|we) (?:might|may|could) (?:be tempted|think|believe|guess|expect|hope|say)\b"
    r"|\b(?:is|are) (?:it|this|that|the following|these) (?:true|false|right|wrong|correct)\b|\btrue or false\b"
    r"|\bwhich (?:\w+ ){0,6}(?:false|wrong|true|correct|right|incorrect)\b"
    r"|\b(?:pretend|imagine)\b|\b(?:is|are) (?:not|never) (?:true|correct|right|valid)\b[^.?!]*:\W*$|\bnone of the following\b"
    r"|\bneither of the following\b"
    r"|\b(?:conjecture|hypothesis|guess|claim|question|rumou?r|belief|opinion|quiz|exercise|problem"
    r"|myth)(?: \d[\d.]*)?\W*[:.]\W*$",
    re.IGNORECASE,
)
# A sentence that points on to the next: it must vouch for it, or the next is not to be taken from it.
POINTS_ON = re.compile(
    r"\b(?:this|the following(?: \w+){0,2}|as follows|the next (?:sentence|line|statement|claim|paragraph)|what follows)\W*$",
    re.IGNORECASE,
)
VOUCHED = re.compile(
    r"\b(?:prov(?:e|es|ed|en)|proofs?|shows?|shown|stat(?:e|es|ed|es)|notes?|defin\w+|recall|us(?:e|es|ed|ing)|needs?|have|has"
    r"|gets?|obtain\w*|know\w*"
    r"|establish\w*|holds?|true|results?|theorems?|lemmas?|rules?|propositions?|summar\w+|consider|observ\w+|finds?|found"
    r"|sees?|means?|gives?|do|does"
    r"|follow(?:s|ed)?|work\w*|look\w*|like|learn\w*|remember|understand\w*|comput\w+|calculat\w+|written|write|steps?"
    r"|examples?|after|before|of|from|for|with|in|by|at|to|about|is|are)\b(?! (?:false|wrong))",
    re.IGNORECASE,
)
_ARGUMENT = "proof|argument|reasoning|derivation|solution|calculation|computation"
_BAD = "fallacious|flawed|bogus|wrong|false|invalid|incorrect|erroneous|mistaken|faulty|broken"
# A sentence that puts all that follows it in its paragraph under a supposition that will be given up.
ANNOUNCES_ALL = re.compile(
    r"^\W*(?:proof |an? |first |second )*attempts?\b[^.?!]{0,20}\W*$|\battempted (?:proof|solution)\b|\b(?:suppose"
    r"|assume)\b[^.?!]{0,30}\bcontrary\b|"
    r"\b(?:for (?:a |the sake of )?contradiction|towards? a contradiction|by contradiction|for the sake of argument)\b"
    r"|\b(?:wrongly|falsely|mistakenly|incorrectly|erroneously|naively)\b|\bcontrary to (?:fact|truth)\b|\bcounterfactual"
    r"|\b(?:suppose|assume|pretend|imagine)\b[^.?!]{0,80}\b(?:not true|false|on the contrary|otherwise|were)\b"
    r"|\b(?:the )?following(?: \w+){0,4} (?:is|are|was|were)(?: all| both| each)? (?:false|wrong|not true|incorrect|untrue"
    r"|mistaken|myths|mistakes|misconceptions|lies)\b"
    r"|\b(?:find|spot|see|where is|where['’]s|what is|seek|look for) (?:the |an? )?(?:error|mistake|flaw|bug|gap|catch|slip"
    r"|trick|hole|fault)\b|\bdecide (?:which|whether)\b|\bprove or (?:disprove|refute|give|find)\b|\b(?:opposite|contrary"
    r"|reverse|negation) of (?:the following|this|what follows)\b"
    rf"|\b(?:{_ARGUMENT})s?\b[^.?!]{{0,40}}\b(?:{_BAD})\b|\b(?:{_BAD}) (?:\w+ ){{0,2}}(?:{_ARGUMENT})s?\b"
    r"|\bhow not to\b"
    r"|\btrue or false\b|\b(?:one|two|three|some|none|neither|which|any|not all|half|most|at most \w+|at least \w+"
    r"|exactly \w+) of the following\b"
    r"|\b(?:following|these)(?: \w+){0,2} (?:mistakes|misconceptions|myths|errors|fallacies|false \w+|wrong \w+|incorrect \w+"
    r"|lies)\b",
    re.IGNORECASE,
)
# Sentences that set a case, and those that go on in it: what comes after them in their paragraph is said of that case.
SETS_CASE = re.compile(r"^\W*(?:(?:now|so|and|first|next) )?(?:suppose|assume|imagine|pretend)\b", re.IGNORECASE)
GOES_ON_IN_CASE = re.compile(r"^\W*(?:then|in (?:this|that|such an?) (?:case|example|situation))\b", re.IGNORECASE)
# A sentence that takes back, or narrows, the one before it.
TAKES_BACK = re.compile(
    r"^\W*(?:the|where is the|can you (?:find|spot|see) the) (?:mistake|error|flaw|slip|gap|catch|problem) (?:is|lies|here)\b"
    r"|^\s*[(\[][^)\]]{0,120}\b(?:false|wrong|incorrect|untrue|not true|disputed|doubtful|dubious|citation needed|sic)\b|"
    r"^\W*(?:(?:but|however|yet|alas|unfortunately|actually|in fact|of course|and|still)\b,?\s*)*"
    r"(?:(?:no|wrong|false|not so|not quite|never|nope|untrue|incorrect|nonsense|not at all|not true"
    r"|far from it)\b(?=\s*(?:[.,:;!—]|$))"
    r"|(?:or )?so (?:people|some|many|they|it|he|she|one|students?|the (?:story|legend|myth|saying)) (?:\w+ )?(?:used|says?"
    r"|said|thinks?|thought|believed?|goes|seems?|hoped?)\b"
    r"|(?:the|quite the|just the|exactly the) (?:opposite|contrary|reverse) (?:is|holds)\b"
    r"|(?:this|that|it(?! is (?:\w+ ){0,3}(?:to|that)\b)|they|these|those|both|neither|none|nothing|all (?:of )?(?:this|these"
    r"|that)"
    r"|(?:the|this|that|such an?|these|those) (?:previous |above |last |preceding |foregoing )?(?:lines?|quotations?|quotes?"
    r"|claims?|statements?|beliefs?|arguments?|conclusions?|assertions?|reasoning|proofs?|sentences?|ideas?|views?|rules?"
    r"|guess|intuition|formulas?|equations?|identity|equality))\b"
    r"[^.?!]{0,70}?\b(?:false|wrong|incorrect|untrue|mistaken?|fallacy|myth|misconception|nonsense|fails?|invalid"
    r"|not (?:always |quite |generally |in general |necessarily )?(?:true|hold|holds|the case|correct|valid|so|right|work)"
    r"|n['’]t (?:always |quite |generally )?(?:true|hold|the case|correct|valid|so|right|work)|never (?:true|holds?|happens?"
    r"|works?)"
    r"|(?:neither|none)\b[^.?!]{0,20}\b(?:true|holds?|right|correct)|(?<!and )only (?:if|when|for|true|holds|valid|under|in)"
    r"|(?:holds?|true|valid|works?|right|correct) (?:only|provided|unless|as long as)|unless|provided that"
    r"|(?<!and )(?<!not )only)\b"
    r"|(?:neither|none)(?: of (?:them|these|this|the \w+))? (?:is|are|holds?|was)\b"
    r"|(?:this|that|it|such \w+)(?! is (?:\w+ ){0,3}(?:to|that)\b)\b[^.?!]{0,50}\b(?:absurd|ridiculous|outdated|abandoned"
    r"|disproved|disproven|refuted|discredited|superseded|obsolete|debunked)\b"
    r"|(?:nobody|no one|few|hardly anyone)\b[^.?!]{0,30}\b(?:this|that|it)\b"
    r"|(?:a|the|here is a|one|as a|for a) counter-?example\b"
    r"|(?:or (?:is|does|do|are|was|did|can|has|have) (?:it|they|he|she|this|that)|really|right|is (?:it|this|that) (?:true|so"
    r"|right)|are you sure)\b[^.!]{0,30}\?"
    r"|(?:except|unless|at least(?=,)|or rather|i mean|correction|only (?:if|when|for|in)|provided|but only|at least (?:if"
    r"|when|for|in)|or (?:almost|nearly)|almost|well,? (?:almost|nearly)|as long as"
    r"|that is,? (?:if|when|unless|provided|for)|assuming|if and only if)\b)",
    re.IGNORECASE,
)
DOUBTFUL_HEADING = re.compile(
    r"\b(?:myths?|fallac(?:y|ies)|falsehoods?|misconceptions?|(?:false|wrong|incorrect|mistaken|bad|naive|flawed) (?:beliefs?"
    r"|statements?|claims?|proofs?|ideas?|answers?|solutions?|arguments?|intuitions?|rules?|conclusions?|theorems?|formulas?"
    r"|reasoning|attempts?)"
    r"|true or false|true/false|which (?:\w+ ){0,6}(?:false|wrong|true|correct|right|incorrect)|conjectures?|counterfactuals?"
    r"|(?:what|things) (?:people|students|many|beginners) \w+|do not believe|not to do|disproved|refuted|debunk\w*"
    r"|superstitions?|wrong|false)\b",
    re.IGNORECASE,
)
NOT_DOUBTFUL = re.compile(
    r"\bfalse (?:positives?|negatives?|alarms?|discover\w+)\b|\bwhere\b.*\bgoes wrong\b|\bwhat can go wrong\b", re.IGNORECASE
)
# Questions whose answer, the paragraph right below, is no mistake: what a thing with such a name is, whether something is wrong,
# what goes wrong, and what holds although something is.
ASKS_OF_DOUBT = re.compile(
    r"^what is (?:the|an?) [\w' -]{3,40} (?:fallacy|trap|paradox)\?$|\b(?:is|am) (?:it|this|that|i|mine) (?:wrong|false)\?$"
    r"|^what goes wrong\b.*\?$|^(?:why|how|when) .{5,60} although .{3,40} (?:wrong|false)\?$",
    re.IGNORECASE,
)
# A sentence that says by itself that it speaks of mistakes needs no heading to say so.
OWNS_UP = re.compile(
    r"^\W*(?:the|a|one|two|three|some|many|most) (?:[\w-]+ ){0,3}(?:mistakes?|slips?|errors?|traps?|pitfalls?|confusions?)\b",
    re.IGNORECASE,
)
MISTAKES_HEADING = re.compile(
    r"\b(?:mistakes?|pitfalls?|traps?|(?:common|typical|frequent) errors?|errors? to avoid)\b", re.IGNORECASE
)
SUPPOSITION = re.compile(r"^\W*(?:now |first |next |so )?(?:suppose|assume|imagine|if)\b", re.IGNORECASE)
