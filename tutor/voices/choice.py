"""Which voice speaks: the chosen model with the offline voice behind it, or the offline voice alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tutor.errors import InputError
from tutor.voices.model_voice import Around, Finished, Happening, ModelVoice, WithFallback
from tutor.voices.secret import key_for
from tutor.voices.setting import Chosen, chosen
from tutor.voices.voice import Ask, Draft, Voice


def voice_for(home: Path, plain: Voice, around: Around) -> Voice:
    """The voice of this learner, as set by `tutor model use`; opens no connection and loads nothing heavy."""
    try:
        one = chosen(home)
    except InputError as error:
        return Saying(plain, str(error))
    return plain if one is None else WithFallback(model_voice(one, around), plain)


def model_voice(one: Chosen, around: Around) -> ModelVoice:
    """The model voice for a choice, with the key that the environment or the keyring holds at this moment."""
    from tutor.voices.llm.door import LangChainMind

    return ModelVoice(LangChainMind(one, key_for(one.provider)), one, around)


class Saying:
    """The offline voice with one sentence to say about itself: why no model speaks."""

    def __init__(self, plain: Voice, notice: str) -> None:
        self._plain = plain
        self._notice = notice

    def explain(self, ask: Ask) -> Draft:
        """The offline draft, and the sentence."""
        draft = self._plain.explain(ask)
        return replace(draft, notices=(self._notice, *draft.notices))

    def stream(self, ask: Ask, stop: threading.Event | None = None) -> Iterator[Happening]:
        """The same, for a page that listens."""
        yield Finished(self.explain(ask))
