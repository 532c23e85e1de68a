"""What goes wrong between us and a language model: one error, with a reason that is said in one sentence.

The providers' packages raise many unrelated types for the same fault, and for some faults none at all; what
is said here never repeats a word of the server's, which may hold the key or whatever else it likes.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from tutor.errors import HouseError
from tutor.voices.voice import DraftSentence


class Trouble(Enum):
    """Why a model's answer cannot be used; the value is the beginning of the sentence the learner reads."""

    REFUSED = "The language model cannot be reached"
    KEY = "The language model did not accept the key"
    KEYLESS = "There is no key for the language model"
    PACKAGE = "The package that speaks with this language model is not installed"
    SETTING = "The setting of the language model cannot be used"
    BUSY = "The language model is busy"
    FAILED = "The language model's server failed"
    DECLINED = "The language model's server did not accept the request"
    SLOW = "The language model took too long"
    QUIET = "The language model fell silent"
    GARBLED = "The language model's reply could not be read"
    EMPTY = "The language model answered with nothing"
    LANGUAGE = "The language model answered in another language"
    TOO_MUCH = "The language model would not stop talking"
    OVERFLOW = "The question and its passages are longer than the language model can read"
    CUT = "The connection to the language model broke off"
    UNFINISHED = "The language model stopped without saying that it was done"
    DAMAGED = "Formulas of the language model arrived damaged"
    LOOP = "The language model kept asking for tools and never answered"
    WITHHELD = "The language model's server withheld the answer"
    RECITED = "The language model recited its instructions instead of answering"
    NO_TOOLS = "The language model cannot use tools"
    STOPPED = "You stopped the language model"


# A second try may help; only before the first word, and only where the time allows it.
PASSING = frozenset({Trouble.BUSY, Trouble.FAILED})


class ModelTrouble(HouseError):
    """A language model's answer cannot be used; `kept` are the sentences that were complete when it went wrong."""

    def __init__(
        self, trouble: Trouble, detail: str = "", *, wait_seconds: float = 0.0, kept: tuple[DraftSentence, ...] = ()
    ) -> None:
        self.trouble = trouble
        self.detail = detail
        self.wait_seconds = wait_seconds
        self.kept = kept
        super().__init__(f"{trouble.value}{f' ({detail})' if detail else ''}.")


def trouble_of(error: BaseException, where: str) -> ModelTrouble:
    """What an exception of a provider's package means; `where` is the server's address, without any key.

    >>> str(trouble_of(ConnectionRefusedError(), "127.0.0.1:9"))
    'The language model cannot be reached (127.0.0.1:9).'
    """
    if isinstance(error, ModelTrouble):
        return error
    names = {type(one).__name__ for one in _chain(error)}
    if "ClientPayloadError" in names:
        return ModelTrouble(Trouble.CUT)  # aiohttp gives a stream that was cut the status of a bad request
    status = _status(error)
    if status is not None:
        return _of_status(status, error)
    if any("Timeout" in name for name in names):
        return ModelTrouble(Trouble.QUIET)
    if names & {"RemoteProtocolError", "ReadError", "IncompleteRead", "ConnectionResetError"}:
        return ModelTrouble(Trouble.CUT)
    if any(isinstance(one, OSError) or "Connect" in type(one).__name__ for one in _chain(error)):
        return ModelTrouble(Trouble.REFUSED, where)
    if any(isinstance(one, ValueError | TypeError) for one in _chain(error)):
        return ModelTrouble(Trouble.GARBLED, "it is not what this provider speaks")
    if "APIError" in names:
        # What a server says in the middle of a stream: an error event instead of the next word.
        return _of_status(500, error)
    return ModelTrouble(Trouble.GARBLED)


def _of_status(status: int, error: BaseException) -> ModelTrouble:
    says = f"{getattr(error, 'code', '')} {error}".lower()
    if status in (401, 403):
        return ModelTrouble(Trouble.KEY, f"error {status}")
    if status == 404:
        return ModelTrouble(Trouble.DECLINED, "error 404: no such model or address")
    if status == 429 or status == 529:
        wait = _wait_seconds(error)
        return ModelTrouble(Trouble.BUSY, f"it asks to wait {wait:g} seconds" if wait else "", wait_seconds=wait)
    if status == 413 or any(word in says for word in ("context_length", "context length", "maximum context", "too long")):
        return ModelTrouble(Trouble.OVERFLOW)
    if 400 <= status < 500:
        return ModelTrouble(Trouble.NO_TOOLS if "tool" in says else Trouble.DECLINED, f"error {status}")
    return ModelTrouble(Trouble.FAILED, f"error {status}")


def _status(error: BaseException) -> int | None:
    """The HTTP status an exception tells of, whichever package made it."""
    for one in _chain(error):
        for holder in (one, getattr(one, "response", None)):
            told = (getattr(holder, name, None) for name in ("status_code", "status", "code"))
            if status := next((int(one) for one in told if isinstance(one, int) and 400 <= one < 600), None):
                return status
    return None


def _wait_seconds(error: BaseException) -> float:
    """What Retry-After says, in seconds, at most an hour; 0 where it says nothing we can read."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return min(3600.0, max(0.0, float(headers.get("retry-after", 0))))
    except (TypeError, ValueError):
        return 0.0


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and what it was raised from."""
    one: BaseException | None = error
    for _ in range(10):
        if one is None:
            return
        yield one
        one = one.__cause__ or one.__context__
