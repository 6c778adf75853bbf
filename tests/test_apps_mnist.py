"""The download, against a server on this machine that behaves well and badly."""

import gzip
import hashlib
import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from upconv.apps import data, mnist
from upconv.errors import DataError

NAME = "train-images-idx3-ubyte.gz"
IMAGES = np.random.default_rng(0).integers(0, 256, (5, 8, 8), np.uint8)
CONTENT = gzip.compress(struct.pack(">4B3I", 0, 0, 8, 3, *IMAGES.shape) + IMAGES.tobytes(), mtime=0)


class Server(BaseHTTPRequestHandler):
    """Answers as the class attributes say."""

    status = 200
    body = CONTENT
    announced = len(CONTENT)
    asked: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(self.status)
        self.send_header("Content-Length", str(self.announced))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[type[Server]]:
    class Fresh(Server):
        asked: list[str] = []  # noqa: RUF012

    with HTTPServer(("127.0.0.1", 0), Fresh) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        monkeypatch.setenv("UPCONV_MNIST_URL", f"http://127.0.0.1:{running.server_port}/mnist")
        monkeypatch.setenv("UPCONV_DATA", str(tmp_path / "cache"))
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        digest = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
        for name in mnist.MD5:
            monkeypatch.setitem(mnist.MD5, name, digest)
        yield Fresh
        running.shutdown()
        thread.join()


def cached(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "cache" / "mnist").iterdir())


def test_downloads_the_images_once_and_says_so(server: type[Server], tmp_path: Path) -> None:
    said: list[str] = []
    for _ in range(2):
        found = data.load("mnist", said.append)
    np.testing.assert_array_equal(found.train[:, 0] * 255, IMAGES)
    assert found.test is not None
    assert server.asked == [f"/mnist/{NAME}", "/mnist/t10k-images-idx3-ubyte.gz"]  # no labels
    assert len(said) == 2
    assert said[0].startswith("Downloading http://127.0.0.1")
    assert cached(tmp_path) == ["t10k-images-idx3-ubyte.gz", NAME]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"status": 404, "body": b"", "announced": 0}, "the server answered 404 Not Found"),
        ({"body": CONTENT[:100]}, f"the answer ended after 100 of {len(CONTENT)} bytes"),
        ({"body": b"x" * 7, "announced": 7}, "must have the published MD5"),
        ({"status": 500, "body": b"", "announced": 0}, "the server answered 500"),
    ],
)
def test_a_bad_answer_is_one_error_and_leaves_nothing(
    server: type[Server],
    tmp_path: Path,
    change: dict[str, object],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in change.items():
        monkeypatch.setattr(server, name, value)
    with pytest.raises(DataError, match=message):
        mnist.mnist_file(NAME, lambda _: None)
    assert cached(tmp_path) == []


def test_no_server_and_no_address(monkeypatch: pytest.MonkeyPatch, server: type[Server]) -> None:
    monkeypatch.setenv("UPCONV_MNIST_URL", "http://127.0.0.1:9")
    with pytest.raises(
        DataError, match=r"127.0.0.1:9/train-images.*Connection refused.*UPCONV_MNIST"
    ):
        mnist.mnist_file(NAME, lambda _: None)
    monkeypatch.setenv("UPCONV_MNIST_URL", "nonsense")
    with pytest.raises(DataError, match="unknown url type"):
        mnist.mnist_file(NAME, lambda _: None)
    assert server.asked == []


def test_a_damaged_file_in_the_cache(server: type[Server]) -> None:
    path = mnist.mnist_file(NAME, lambda _: None)
    path.write_bytes(CONTENT[:-1])
    with pytest.raises(DataError, match=f"{NAME} with the MD5 .* delete it if it is in the cache"):
        mnist.mnist_file(NAME, lambda _: None)
    assert len(server.asked) == 1


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("UPCONV_DATA", raising=False)
    monkeypatch.setattr(mnist.sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert mnist.cache_folder() == tmp_path / "upconv"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert mnist.cache_folder() == Path.home() / ".cache" / "upconv"
    monkeypatch.setattr(mnist.sys, "platform", "darwin")
    assert mnist.cache_folder() == Path.home() / "Library" / "Caches" / "upconv"
    monkeypatch.setattr(mnist.sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert mnist.cache_folder() == tmp_path / "local" / "upconv"
    monkeypatch.setenv("UPCONV_DATA", str(tmp_path / "mine"))
    assert mnist.cache_folder() == tmp_path / "mine"
