"""The images: IDX files whole and damaged, folders, the embedded digits, split and batches."""

import gzip
import os
import struct
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("sklearn")

from upconv.apps import data, idx
from upconv.errors import ArgumentError, DataError


def idx_bytes(images: np.ndarray) -> bytes:
    return struct.pack(">4B3I", 0, 0, 8, 3, *images.shape) + images.tobytes()


@pytest.fixture
def images() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (5, 9, 7), np.uint8)


def silent(_: str) -> None:
    raise AssertionError("nothing is downloaded")


@pytest.mark.parametrize("packed", [False, True])
def test_reads_idx(tmp_path: Path, images: np.ndarray, packed: bool) -> None:
    content = idx_bytes(images)
    path = tmp_path / "f"
    path.write_bytes(gzip.compress(content) if packed else content)
    np.testing.assert_array_equal(idx.read_images(path), images)


DAMAGE = {
    "empty": (lambda _: b"", "begins with nothing"),
    "header": (lambda b: b[:10], "begins with 00 00 08 03"),
    "labels": (lambda b: b[:3] + b"\x01" + b[4:], "which begins with 00 00 08 01"),
    "truncated": (lambda b: b[:-1], r"330 bytes instead of 16 \+ 5·9·7 = 331 bytes"),
    "too long": (lambda b: b + b"0", r"more bytes than 16 \+ 5·9·7 = 331 bytes"),
    "no images": (lambda b: b[:4] + struct.pack(">3I", 0, 9, 7), "0 images of 9×7 pixels"),
    "gzip cut": (lambda b: gzip.compress(b)[:-9], "gzip says: Compressed file ended"),
    "gzip wrong": (
        lambda b: gzip.compress(b)[:-6] + b"00" + gzip.compress(b)[-4:],
        "gzip says: CRC check failed",
    ),
    "gzip garbage": (lambda b: b"\x1f\x8b" + b[2:], "gzip says:"),
    "gzip body": (lambda b: gzip.compress(b)[:10] + b"\xff" * 20, "gzip says: Error -3"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_file_is_one_error(tmp_path: Path, images: np.ndarray, kind: str) -> None:
    damage, message = DAMAGE[kind]
    path = tmp_path / "f"
    path.write_bytes(damage(idx_bytes(images)))
    with pytest.raises(DataError, match=message) as caught:
        idx.read_images(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("ending", ["-idx3-ubyte", "-idx3-ubyte.gz", ".idx3-ubyte"])
@pytest.mark.parametrize(
    "parts", [("train-images",), ("t10k-images",), ("train-images", "t10k-images")]
)
def test_a_folder_with_what_is_there(
    tmp_path: Path, images: np.ndarray, ending: str, parts: tuple[str, ...]
) -> None:
    for number, part in enumerate(parts):
        content = idx_bytes(images[number:])
        packed = gzip.compress(content) if ending.endswith("gz") else content
        (tmp_path / f"{part}{ending}").write_bytes(packed)
    found = data.load(str(tmp_path), silent)
    assert found.train.dtype == np.float32
    np.testing.assert_array_equal(found.train[:, 0] * 255, images)
    if len(parts) == 2:
        assert found.test is not None
        assert found.test.shape == (4, 1, 9, 7)
    else:
        assert found.test is None


def test_a_folder_without_images(tmp_path: Path, images: np.ndarray) -> None:
    with pytest.raises(
        DataError, match=r"must contain one of train-images-idx3-ubyte, .*contains none"
    ):
        data.load(str(tmp_path), silent)
    with pytest.raises(
        DataError, match=r"must be 'digits', 'mnist' or a folder.*which is not a folder"
    ):
        data.load(str(tmp_path / "missing"), silent)
    (tmp_path / "train-images-idx3-ubyte").write_bytes(idx_bytes(images))
    (tmp_path / "t10k-images-idx3-ubyte").write_bytes(idx_bytes(images[:, :8]))
    with pytest.raises(
        DataError, match=r"same size, 9×7.*t10k-images-idx3-ubyte with images of 8×7"
    ):
        data.load(str(tmp_path), silent)


def test_the_digits_are_28_by_28() -> None:
    digits = data.load("digits", silent)
    assert digits.train.shape == (1797, 1, 28, 28)
    assert digits.train.dtype == np.float32
    assert 0 <= digits.train.min() < digits.train.max() <= 1
    # 3.5 pixels for one: the centre of an old pixel lies on every seventh new one
    from sklearn.datasets import load_digits

    old = load_digits().images[:, ::2, ::2] / 16
    np.testing.assert_allclose(digits.train[:, 0, 1::7, 1::7], old, atol=0.2)
    assert digits.labels is not None
    assert np.unique(digits.labels).tolist() == list(range(10))


def test_limited_and_fingerprint() -> None:
    digits = data.load("digits", silent)
    few = digits.limited(7)
    assert few.train.shape[0] == 7
    assert few.labels is not None
    assert len(few.labels) == 7
    assert digits.limited(None) is digits
    assert few.fingerprint() == digits.limited(7).fingerprint() != digits.fingerprint()


def test_split_is_a_partition_and_a_function_of_the_seed() -> None:
    train, validation = data.split(101, 0.2, seed=3)
    assert len(validation) == 20
    assert sorted([*train, *validation]) == list(range(101))
    np.testing.assert_array_equal(validation, data.split(101, 0.2, seed=3)[1])
    assert (validation != data.split(101, 0.2, seed=4)[1]).any()
    for count, fraction in ((2, 0.1), (2, 0.9)):
        with pytest.raises(ArgumentError, match=f"validation_split={fraction} for 2 images"):
            data.split(count, fraction, seed=0)


def test_batches_are_a_function_of_seed_and_epoch() -> None:
    images = np.arange(10, dtype=np.float32).reshape(10, 1, 1, 1)

    def order(seed: int, epoch: int) -> list[float]:
        batches = data.ShuffledBatches(images, 4, seed)
        batches.set_epoch(epoch)
        chunks = [batch.flatten().tolist() for batch in batches]
        assert [len(chunk) for chunk in chunks] == [4, 4, 2]
        assert len(batches) == 3
        return [value for chunk in chunks for value in chunk]

    assert order(0, 1) == order(0, 1)
    assert sorted(order(0, 1)) == list(range(10))
    assert order(0, 1) != order(0, 2)
    assert order(0, 1) != order(1, 1)
    plain = data.Batches(images, 4)
    assert [batch.flatten().tolist() for batch in plain] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]


def mnist_folder() -> Path:
    chosen = os.environ.get("UPCONV_MNIST")
    return Path(chosen) if chosen else Path(__file__).parents[2] / "shared" / "data" / "mnist"


@pytest.mark.skipif(
    not mnist_folder().is_dir(), reason="no MNIST: set UPCONV_MNIST to a folder with its files"
)
def test_the_mnist_test_set() -> None:
    found = data.load(str(mnist_folder()), silent)
    images = found.train if found.test is None else found.test
    assert images.shape == (10_000, 1, 28, 28)
    assert abs(float(images.mean(dtype=np.float64)) - 0.1325) < 1e-4
