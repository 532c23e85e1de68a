"""The tutor for other assistants, on the command line."""

from __future__ import annotations

from tutor import Tutor


def serve_mcp() -> None:
    """Let an assistant use your books and the checker, by the Model Context Protocol over standard input and output."""
    from tutor.ways.mcp import server

    server(Tutor()).run("stdio")


COMMANDS = (serve_mcp,)
