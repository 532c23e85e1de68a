"""Which language model was chosen: a small file in the data folder, which never holds the key."""

from __future__ import annotations

import importlib.util
import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from tutor.errors import CannotWrite, InputError

FILE = "model.json"
# Our name for a provider, and LangChain's.
PROVIDERS = {
    "openai": "openai",
    "anthropic": "anthropic",
    "google": "google_genai",
    "mistral": "mistralai",
    "ollama": "ollama",
}
# The module that speaks with a provider; what installs it is the extra of our name for the provider.
PACKAGES = {
    "openai": "langchain_openai",
    "anthropic": "langchain_anthropic",
    "google": "langchain_google_genai",
    "mistral": "langchain_mistralai",
    "ollama": "langchain_ollama",
}
_HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A language model and how it may be used. Prices are per million tokens, in whatever currency the learner pays in.

    >>> Chosen("openai", "gpt-x", "http://127.0.0.1:8080/v1").model
    'openai:gpt-x'
    """

    provider: str
    name: str
    base_url: str = ""
    window: int = 0  # tokens; 0 where it is not known
    deadline_seconds: float = 60.0
    quiet_seconds: float = 20.0
    price_in: float | None = None
    price_out: float | None = None
    tools: bool = True
    language: str = ""  # the learner's, as "de"; empty: that of the question

    def __post_init__(self) -> None:
        if self.provider not in PROVIDERS:
            known = ", ".join(PROVIDERS)
            raise InputError(
                f"{self.provider!r} is no provider we know; the providers are {known}, and any server that speaks as OpenAI's "
                "does is openai with --base-url."
            )
        if not self.name or any(c.isspace() for c in self.name):
            raise InputError("Say which model, as PROVIDER:NAME, for example ollama:llama3.2.")
        if self.base_url:
            _check_address(self.base_url)
        if not (self.window == 0 or self.window >= 1000) or self.deadline_seconds <= 0 or self.quiet_seconds <= 0:
            raise InputError("A window has at least 1000 tokens, and a deadline is more than 0 seconds.")

    @property
    def model(self) -> str:
        return f"{self.provider}:{self.name}"

    @property
    def langchain_provider(self) -> str:
        return PROVIDERS[self.provider]

    @property
    def installed(self) -> bool:
        """Whether the package that speaks with this provider is here; looks, and loads nothing."""
        return importlib.util.find_spec(PACKAGES[self.provider]) is not None

    @property
    def on_this_machine(self) -> bool:
        """Whether questions stay on this machine."""
        if not self.base_url:
            return self.provider == "ollama"
        return urlsplit(self.base_url).hostname in _HERE

    @property
    def in_the_open(self) -> bool:
        """Whether questions, and the key, would travel unencrypted over a network."""
        return self.base_url.startswith("http://") and not self.on_this_machine


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        port_fits = False
    if not port_fits or parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"{address!r} is no address of a server; write it like http://127.0.0.1:8080/v1.")
    if parts.username or parts.password or parts.query:
        raise InputError("Leave names, passwords and keys out of the address; the key comes from the environment or the keyring.")


def parse_model(model: str) -> tuple[str, str]:
    """PROVIDER:NAME taken apart; only the first colon parts, since names may hold some.

    >>> parse_model("ollama:qwen3:8b")
    ('ollama', 'qwen3:8b')
    """
    provider, colon, name = model.strip().partition(":")
    if not colon:
        raise InputError(f"{model!r} does not say whose model it is; write PROVIDER:NAME, for example openai:gpt-5-mini.")
    return provider.lower(), name


def chosen(home: Path) -> Chosen | None:
    """The model that was chosen; None where none was. Raises InputError where the file was damaged."""
    try:
        kept = json.loads((home / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise InputError(_damaged(home)) from None
    known = {field.name for field in fields(Chosen)}
    if not isinstance(kept, dict):
        raise InputError(_damaged(home))
    try:
        return Chosen(**{name: value for name, value in kept.items() if name in known})
    except TypeError:
        raise InputError(_damaged(home)) from None


def _damaged(home: Path) -> str:
    return f"{home / FILE} cannot be read; choose the model again with: tutor model use PROVIDER:NAME."


def choose(home: Path, one: Chosen) -> None:
    """Keep a choice; the file is replaced whole, so that it is never half written."""
    draft = home / f"{FILE}.new"
    try:
        home.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(asdict(one), indent=1) + "\n", encoding="utf-8")
        os.replace(draft, home / FILE)
    except OSError as error:
        raise CannotWrite(f"{home / FILE} cannot be written: {error.strerror}.") from None


def forget(home: Path) -> bool:
    """Go back to the offline voice; returns whether a model had been chosen."""
    try:
        (home / FILE).unlink()
    except FileNotFoundError:
        return False
    return True
