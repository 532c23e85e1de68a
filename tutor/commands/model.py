"""Which language model words the answers, on the command line: use, show, off, try, key; and `replay` for a trace."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tutor import Tutor
from tutor.batch import AsJson, print_json
from tutor.commands import model_wire
from tutor.errors import InputError
from tutor.voices.setting import Chosen, choose, chosen, forget, parse_model

MODEL = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Choose a language model, or go back to the offline tutor.")
_out = Console(highlight=False, soft_wrap=False)
_NONE = "No language model is chosen: the offline tutor answers. Choose one with: tutor model use PROVIDER:NAME"
_TRY = "Answer with the one word yes."
_LONGEST_ECHO = 80


@MODEL.command()
def use(
    model: Annotated[
        str, typer.Argument(metavar="PROVIDER:NAME", help="openai, anthropic, google, mistral or ollama, and a model.")
    ],
    base_url: Annotated[str, typer.Option("--base-url", help="Address of a server that speaks as OpenAI's does.")] = "",
    window: Annotated[int, typer.Option("--window", min=0, help="Tokens the model reads at once; 0: as its profile says.")] = 0,
    deadline: Annotated[float, typer.Option("--deadline", help="Seconds a whole answer may take.")] = 60.0,
    quiet: Annotated[float, typer.Option("--quiet", help="Seconds without a word before the offline tutor answers.")] = 20.0,
    price_in: Annotated[float | None, typer.Option("--price-in", min=0, help="Price of a million tokens read.")] = None,
    price_out: Annotated[float | None, typer.Option("--price-out", min=0, help="Price of a million tokens written.")] = None,
    tools: Annotated[bool, typer.Option("--tools/--no-tools", help="Let the model use the maths room.")] = True,
    language: Annotated[str, typer.Option("--language", help="Answer in this language, as de; else in the question's.")] = "",
) -> None:
    """Let a language model word the answers. Its key comes from the environment or the keyring and is never stored by us."""
    provider, name = parse_model(model)
    one = Chosen(provider, name, base_url, window, deadline, quiet, price_in, price_out, tools, language.lower())
    choose(Tutor().home, one)
    for line in model_wire.described(one):
        _out.print(line, markup=False)
    _out.print("Try it with: tutor model try", markup=False)


@MODEL.command()
def show(as_json: AsJson = False) -> None:
    """Say which model is chosen, where its key would come from, and where questions go."""
    one = chosen(Tutor().home)
    if as_json:
        print_json(model_wire.choice(one))
        return
    for line in model_wire.described(one) if one else (_NONE,):
        _out.print(line, markup=False)


@MODEL.command()
def off() -> None:
    """Go back to the offline tutor."""
    was = forget(Tutor().home)
    _out.print("The offline tutor answers from now on." if was else _NONE, markup=False)


@MODEL.command(name="try")
def try_it(as_json: AsJson = False) -> None:
    """Ask the model one tiny question and say plainly what happened."""
    from tutor.voices.choice import model_voice
    from tutor.voices.llm.deadline import Deadline
    from tutor.voices.llm.faults import ModelTrouble
    from tutor.voices.llm.message import Message, Role
    from tutor.voices.model_voice import Around

    one = _chosen()
    deadline = Deadline(one.deadline_seconds, one.quiet_seconds)
    try:
        mind = model_voice(one, Around()).mind
        pieces = list(mind.stream([Message(Role.LEARNER, _TRY)], (), deadline))
    except ModelTrouble as trouble:
        tried = model_wire.Tried(one.model, False, f"{trouble} The offline tutor answers as long as this lasts.", deadline.spent)
    else:
        said = " ".join("".join(piece.text for piece in pieces).split())[:_LONGEST_ECHO]
        ended = any(piece.finish for piece in pieces)
        says = f"It answered “{said}”." if said and ended else "It was reached, but its answer was empty or broke off."
        tried = model_wire.Tried(one.model, bool(said and ended), says, deadline.spent)
    if as_json:
        print_json(model_wire.tried(tried))
    else:
        _out.print(f"{tried.model}: {tried.says} ({tried.seconds:.1f} s)", markup=False)
    if not tried.ok:
        raise typer.Exit(1)


@MODEL.command()
def key(provider: Annotated[str, typer.Argument(help="openai, anthropic, google or mistral.")]) -> None:
    """Keep a key in the system's keyring; it is asked for without being shown, or read from standard input."""
    from tutor.voices.secret import VARIABLES, keep_in_keyring

    if provider not in VARIABLES:
        raise InputError(f"{provider!r} is no provider we know; the providers are {', '.join(VARIABLES)}.")
    value = typer.prompt("Key", hide_input=True) if sys.stdin.isatty() else sys.stdin.readline()
    if not value.strip():
        raise InputError("No key was given, so nothing was changed.")
    keep_in_keyring(provider, value.strip())
    _out.print(f"The key for {provider} is in the system's keyring.", markup=False)


def replay(
    file: Annotated[Path, typer.Argument(help="A file that `tutor ask --trace` wrote.")],
    as_json: AsJson = False,
) -> None:
    """Judge a recorded answer again, without the model and the library, and show whether the verdicts are the same."""
    from tutor.voices import trace

    rows = trace.replay(trace.read(file))
    if as_json:
        print_json(model_wire.replayed(rows))
    else:
        for row in rows:
            now = row.now.standing if row.same else f"{row.then.standing} then, {row.now.standing} now: {row.now.why}"
            _out.print(f"{'same   ' if row.same else 'CHANGED'} {now}: {row.text}", markup=False)
    if not all(row.same for row in rows):
        raise typer.Exit(1)


def _chosen() -> Chosen:
    one = chosen(Tutor().home)
    if one is None:
        raise InputError(_NONE)
    return one


COMMANDS = (replay,)
