"""The key of a language model: from the environment or the system's keyring, never from a file of ours, never in a text.

Law of this file: a Secret shows itself to nobody; `reveal` is called where the request is made and nowhere else.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from tutor.errors import InputError

KEYRING_SERVICE = "marginalia-tutor"
OWN_VARIABLE = "TUTOR_MODEL_KEY"
VARIABLES = {
    "openai": ("OPENAI_API_KEY",),
    "anthropic": ("ANTHROPIC_API_KEY",),
    "google": ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    "mistral": ("MISTRAL_API_KEY",),
    "ollama": (),
}
_SHORTEST = 8  # a shorter "key" is a placeholder, and may be a word of the text
# What keys look like, for texts that may hold one we do not know.
_LOOKS_LIKE_A_KEY = re.compile(r"\b(?:sk|pk|rk|gsk|xai|key)[-_][A-Za-z0-9_\-]{12,}|\bAIza[A-Za-z0-9_\-]{20,}|Bearer\s+\S+")


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A key. Printing, logging or formatting it shows where it came from, not what it is.

    >>> Secret("sk-very-secret-indeed", "OPENAI_API_KEY")
    <key from OPENAI_API_KEY>
    """

    _value: str
    origin: str

    def __repr__(self) -> str:
        return f"<key from {self.origin}>"

    __str__ = __repr__

    def reveal(self) -> str:
        """The key itself."""
        return self._value

    def hidden_in(self, text: str) -> str:
        """A text of the same length without the key, should it stand there.

        >>> Secret("sk-very-secret-indeed", "here").hidden_in("bad key sk-very-secret-indeed!")
        'bad key [key]****************!'
        """
        return text.replace(self._value, _mask(self._value)) if self._value else text


def _mask(value: str) -> str:
    """As long as what it hides, so that places in a text stay where they are."""
    return "[key]".ljust(len(value), "*")[: len(value)]


def without_keys(text: str, *keys: Secret) -> str:
    """A text of the same length without these keys and without anything that looks like one.

    >>> without_keys("Authorization: Bearer abc.def")
    'Authorization: [key]*********'
    """
    for key in keys:
        text = key.hidden_in(text)
    return _LOOKS_LIKE_A_KEY.sub(lambda found: _mask(found[0]), text)


def key_for(provider: str) -> Secret | None:
    """The key for a provider: our own variable, the provider's, then the keyring; None where there is none."""
    for variable in (OWN_VARIABLE, *VARIABLES.get(provider, ())):
        if value := os.environ.get(variable, "").strip():
            return Secret(value, variable)
    value = _from_keyring(provider)
    return Secret(value, "the keyring") if value else None


def known_keys() -> tuple[Secret, ...]:
    """Every key that the environment holds, whosever it is: what must stand in no file of ours."""
    names = (OWN_VARIABLE, *(name for variables in VARIABLES.values() for name in variables))
    return tuple(Secret(os.environ[name].strip(), name) for name in names if len(os.environ.get(name, "").strip()) >= _SHORTEST)


def keep_in_keyring(provider: str, value: str) -> None:
    """Put a key into the system's keyring. Raises InputError where there is none."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise InputError(_no_keyring(provider, "pip install 'marginalia-tutor[keyring]'")) from None
    try:
        keyring.set_password(KEYRING_SERVICE, provider, value)
    except KeyringError:
        raise InputError(_no_keyring(provider, "this system has no keyring that opens")) from None


def _no_keyring(provider: str, why: str) -> str:
    variable = (VARIABLES.get(provider) or (OWN_VARIABLE,))[0]
    return f"The key cannot be kept in a keyring ({why}); set the environment variable {variable} instead."


def _from_keyring(provider: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(KEYRING_SERVICE, provider) or ""
    except KeyringError:
        return ""
