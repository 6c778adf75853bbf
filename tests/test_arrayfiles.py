"""Arrays in files: read whole, or refused in one line, whatever their headers claim."""

import io
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upconv import arrayfiles
from upconv.errors import DataError


def npy(array, allow_pickle=False):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, allow_pickle=allow_pickle)
    return file.getvalue()


def claiming(shape, dtype="<f8"):
    """Return a file whose header claims a shape, and that holds a few bytes."""
    file = io.BytesIO()
    words = {"descr": dtype, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(file, words)
    return file.getvalue() + bytes(64)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int8", "uint64", "bool"])
def test_numbers_come_back(tmp_path, dtype):
    array = np.arange(6).reshape(2, 3).astype(dtype)
    for order in (array, np.asfortranarray(array), array[:, :0], array[0, 0]):
        np.save(tmp_path / "a.npy", order)
        found = arrayfiles.read(tmp_path / "a.npy")
        assert (found.dtype, found.shape, found.tolist()) == (
            order.dtype, order.shape, order.tolist(),
        )  # fmt: skip
    for save in (np.savez, np.savez_compressed):
        save(tmp_path / "a.npz", x=array, y=array.T)
        found = arrayfiles.read(tmp_path / "a.npz")
        assert list(found) == ["x", "y"]
        assert np.array_equal(found["y"], array.T)


@pytest.mark.parametrize("shape", [(10**15,), (10**9, 10**9, 10**9), (2**63,), (3, 3), (-1, 4)])
@pytest.mark.parametrize("packed", [False, True])
def test_a_header_is_not_believed(tmp_path, shape, packed):
    path = tmp_path / "a.npy"
    content = claiming(shape)
    if packed:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("x.npy", content)
    else:
        path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        arrayfiles.read(path)
    shown = f"{path} (x.npy)" if packed else str(path)
    claimed = int(np.prod([int(n) for n in shape], dtype=object)) * 8
    assert str(caught.value) == (
        f"The file must be complete. Received {shown}: its header claims {claimed} bytes of "
        "numbers, and 64 follow. Get a new copy of it."
    )


REFUSED = {
    "Python objects": np.array([{}], object),
    "<U1": np.array(["a"]),
    "complex128": np.array([1j]),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_number_is_refused_and_the_remedy_works(tmp_path, kind):
    path = tmp_path / "a.npy"
    path.write_bytes(npy(REFUSED[kind], allow_pickle=True))
    with pytest.raises(DataError) as caught:
        arrayfiles.read(path)
    assert str(caught.value) == (
        f"An array file must hold numbers. Received {path}, which holds {kind}. Save it as "
        "numbers: np.save(path, np.asarray(array, np.float32))."
    )
    remedy = str(caught.value).rpartition("numbers: ")[2].removesuffix(".")
    exec(remedy, {"np": np, "path": path, "array": [[1, 2]]})  # noqa: S102 - as the message says
    assert arrayfiles.read(path).dtype == np.float32


def test_one_array_is_asked_for(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, x=[1.0], y=[2.0])
    with pytest.raises(DataError) as caught:
        arrayfiles.read_one(path)
    assert str(caught.value) == (
        f"The file must hold one array. Received {path}, an archive of x, y. Save one of them by "
        "itself: np.save(path, archive[name])."
    )


@settings(max_examples=300)
@given(st.data())
def test_damage_is_one_error(tmp_path_factory, data):
    array = np.arange(12, dtype=np.float32).reshape(3, 4)
    packed = io.BytesIO()
    np.savez_compressed(packed, x=array)
    content = bytearray(data.draw(st.sampled_from([npy(array), packed.getvalue()])))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.npy"
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        found = arrayfiles.read(path)
    except DataError:
        return
    assert isinstance(found, np.ndarray | dict)
