"""The tutor on the command line: the verbs of the front door, for people and, with --json or --batch, for programs.

Exit codes: 0 done; 1 the answer is "no" or nothing was found; 2 what was given cannot be used (one sentence on stderr);
3 a fault of ours (one sentence on stderr, the details in tutor.log under the data folder).
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tutor import Tutor, TutorError, errors, show
from tutor.batch import AsJson, print_json
from tutor.commands import asking, books, embedding, gate, mathematics, model, practice, serve

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None, help=__doc__)
_out = Console(highlight=False, soft_wrap=False)
_err = Console(stderr=True, highlight=False)

for group in (books, asking, mathematics, practice, gate, model, serve):
    for command in group.COMMANDS:
        # Answers and problems may begin with a minus: "-4" is no option.
        app.command(context_settings=getattr(group, "SETTINGS", {}).get(command.__name__))(command)
model.MODEL.command()(embedding.embed)
app.add_typer(model.MODEL, name="model")


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what is missing, and the line that mends it."""
    from tutor.doctor import examine

    findings = []
    for finding in examine(Tutor()):
        findings.append(finding)
        if not as_json:
            show.finding(_out, finding)
    if as_json:
        print_json({"findings": [{"name": f.name, "ok": f.ok, "says": f.says, "mend": "" if f.ok else f.mend} for f in findings]})
    if not all(f.ok for f in findings):
        raise typer.Exit(1)


@app.command()
def ui(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8501,
    headless: Annotated[bool, typer.Option("--headless", help="Do not open a browser window.")] = False,
) -> None:
    """Open the tutor in the browser, on this machine only."""
    import ui as pages

    main = Path(pages.__file__).with_name("app.py")
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(main),
        "--server.port",
        str(port),
        "--server.address",
        "127.0.0.1",
    ]
    if headless or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in ("darwin", "win32")):
        command += ["--server.headless", "true"]
    settings = {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "ANONYMIZED_TELEMETRY": "False",
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    }
    _out.print(f"Marginalia is at http://127.0.0.1:{port} (stop it with Ctrl-C).")
    with subprocess.Popen(command, env={**os.environ, **settings}) as server:
        # Whoever ends this process ends the pages too: left behind they would hold the port, with the code of yesterday.
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        try:
            code = server.wait()
        except KeyboardInterrupt:
            code = 0
    raise typer.Exit(0 if code in (0, -signal.SIGINT, -signal.SIGTERM, 130, 143) else 3)


# -- the edge ------------------------------------------------------------------------------------------------------------


@contextmanager
def _edge() -> Iterator[None]:
    """The one place where errors become a sentence and an exit code."""
    try:
        yield
    except errors.HouseError as error:
        _err.print(str(error), markup=False)
        raise SystemExit(3) from None
    except TutorError as error:
        _err.print(str(error), markup=False)
        raise SystemExit(2) from None
    except (KeyboardInterrupt, BrokenPipeError):
        raise SystemExit(130) from None
    except Exception:  # noqa: BLE001 - the edge: a fault of ours becomes one sentence, and its trace goes to the log
        _log().exception("a fault of ours")
        _err.print(
            "Something went wrong inside the tutor; nothing you saved is lost. The details are in tutor.log (see: tutor where).",
            markup=False,
        )
        raise SystemExit(3) from None


def _log() -> logging.Logger:
    log = logging.getLogger("tutor")
    if not log.handlers:
        try:
            home = Tutor().home
            home.mkdir(parents=True, exist_ok=True)
            log.addHandler(logging.FileHandler(home / "tutor.log", encoding="utf-8"))
        except OSError:
            log.addHandler(logging.NullHandler())
        log.propagate = False
    return log


def main() -> None:
    """The command `tutor`."""
    with _edge():
        app()


if __name__ == "__main__":
    main()
