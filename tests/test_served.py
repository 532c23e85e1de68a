"""The index on a Chroma server: a real one, two writers, and readers that see what they wrote."""

from __future__ import annotations

import gc
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import warnings
from pathlib import Path

import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from tests.conftest import take_in
from tutor import Incoming, Tutor, errors

STARTS_WITHIN = 30


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory):
    """The address of a Chroma server in a folder of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("chroma")
    chroma = Path(sys.executable).with_name("chroma")
    if not chroma.exists():
        pytest.skip("the command `chroma` is not installed beside this Python")
    command = [str(chroma), "run", "--path", str(folder), "--port", str(port), "--host", "127.0.0.1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        address = f"http://127.0.0.1:{port}"
        for _ in range(STARTS_WITHIN * 5):
            try:
                urllib.request.urlopen(f"{address}/api/v2/heartbeat", timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield address
        running.terminate()
    # Chroma leaves its connections to the garbage collector, which would speak of them in the middle of another test.
    SharedSystemClient.clear_system_cache()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def note(folder: Path, n: int) -> Incoming:
    path = folder / f"note{n}.md"
    path.write_text(f"# Topic {n}\n\nThis note speaks of subject{n:02d} and of nothing else at all.\n", encoding="utf-8")
    return Incoming.at(path)


@pytest.mark.sweep
def test_two_writers_and_a_reader_share_a_server(server, tmp_path, monkeypatch):
    monkeypatch.setenv("TUTOR_CHROMA", server)
    home = tmp_path / "home"
    reader = Tutor(home)
    reader.embedder.vectors(["warm"])
    writers = [
        threading.Thread(target=lambda part=part: [take_in(Tutor(home), note(tmp_path, n)) for n in part])
        for part in (range(4), range(4, 8))
    ]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert reader.check_shelf().ok and not (home / "index" / "1").exists()
    for n in range(8):
        assert f"subject{n:02d}" in reader.find(f"subject{n:02d}", 1)[0].passage.text
    reader.remove(reader.books()[0].id)
    assert reader.check_shelf().ok and reader.rebuild_shelf() == 7 and reader.check_shelf().ok


def test_an_address_that_is_none_and_a_server_that_is_not_there_are_said(server, tmp_path, monkeypatch):
    monkeypatch.setenv("TUTOR_CHROMA", "somewhere")
    with pytest.raises(errors.InputError, match="no address"):
        take_in(Tutor(tmp_path / "home"), note(tmp_path, 1))
    monkeypatch.setenv("TUTOR_CHROMA", "http://127.0.0.1:9")
    with pytest.raises(errors.ShelfBusy, match="chroma run"):
        take_in(Tutor(tmp_path / "home"), note(tmp_path, 1))
