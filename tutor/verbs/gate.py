"""The gate as a verb: other programs' sentences and questions, judged as our own voices' are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tutor.verbs.rooms import Rooms

if TYPE_CHECKING:
    from tutor.voices.explanation import Claim
    from tutor.voices.gate.proposed import Proposal
    from tutor.voices.voice import DraftSentence


class Gate(Rooms):
    """Nothing unchecked passes for true, whoever proposed it."""

    def verify(
        self, passages: Mapping[str, str], draft: Sequence[DraftSentence], sections: Mapping[str, Sequence[str]] | None = None
    ) -> tuple[Claim, ...]:
        """Judge sentences against texts by name; a sentence's `passage` is the name of the text it leans on."""
        from tutor.voices.gate.foreign import verify_texts

        return verify_texts(passages, draft, sections)

    def judge_question(self, raw: str, passages: Mapping[str, str] | None = None) -> Proposal:
        """Judge a model's reply that should hold a question: it enters only with a key that is worked out again."""
        from tutor.voices.gate.foreign import passage_named
        from tutor.voices.gate.proposed import judge_reply

        found = {name: passage_named(name, text) for name, text in (passages or {}).items() if text}
        return judge_reply(raw, tuple(found.values()), {name: passage.id for name, passage in found.items()})
