"""What a question asks of an idea beyond its name."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.concepts.link import Link
from tutor.library.find import content_words

STEM = 5
# Words that only ask, and say nothing of what is asked.
_ASKING = frozenset(
    """find compute calculate get work works solve determine obtain make difference show prove write part each way explain tell
    mean means meaning actually really exactly simple simply words picture example examples learning machine care cares matter
    matters useful use used need want like never did give help understand idea math maths number numbers small""".split()
)


def beyond(question: str, concepts: Sequence[Link]) -> frozenset[str]:
    """Stems of what is asked of an idea, beside its names: "zero" in "what does a determinant of zero mean?"; none where no idea
    is named."""
    names = (name for link in concepts for name in (link.concept.name, *link.concept.aliases))
    named = {word[:STEM] for name in names for word in content_words(name)}
    stems = {word[:STEM] for word in content_words(question) if not word.isdigit() and word not in _ASKING}
    return frozenset(stems - named) if named & stems else frozenset()
