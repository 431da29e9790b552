"""A speech model from an address: whole, broken off, or another one than it should be."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from hotline.errors import EarError
from hotline.speech.ear.install import install_model
from tests.unit.test_ear_models import FILES, bar, gladly, zipped


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Serves tmp_path's archive at /vosk-model-tiny.zip, and half of it at /half.zip."""
    whole = zipped(FILES, tmp_path / "served.zip").read_bytes()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path not in ("/vosk-model-tiny.zip", "/half.zip"):
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(whole)))
            self.end_headers()
            self.wfile.write(whole if self.path == "/vosk-model-tiny.zip" else whole[: len(whole) // 2])

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 its own name
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


def test_a_model_comes_from_an_address(tmp_path: Path, address: str) -> None:
    """By its archive's name; the bar is told how much there is."""
    total = hashlib.sha256((tmp_path / "served.zip").read_bytes()).hexdigest()
    model = install_model(tmp_path / "ear", f"{address}/vosk-model-tiny.zip", sha256=total, bar=bar, loads=gladly)
    assert model.name == "vosk-model-tiny"
    assert {file.path for file in model.files} == set(FILES)


@pytest.mark.parametrize(("path", "said"), [("half.zip", "broke off"), ("gone.zip", "by hand")])
def test_what_does_not_come_whole_is_not_installed(tmp_path: Path, address: str, path: str, said: str) -> None:
    """The sentence says what to do."""
    with pytest.raises(EarError, match=said):
        install_model(tmp_path / "ear", f"{address}/{path}", bar=bar, loads=gladly)
    assert list((tmp_path / "ear").iterdir()) == []


def test_another_model_than_the_one_wanted_is_not_installed(tmp_path: Path, address: str) -> None:
    """By its sum."""
    with pytest.raises(EarError, match="sha256"):
        install_model(tmp_path / "ear", f"{address}/vosk-model-tiny.zip", sha256="1" * 64, bar=bar, loads=gladly)
    assert list((tmp_path / "ear").iterdir()) == []
