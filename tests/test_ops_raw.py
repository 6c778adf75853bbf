"""Whatever is given for an argument, it is taken or refused in our words: nothing is raised raw."""

import signal
import warnings

import numpy as np
import pytest

import upconv
from upconv import Geometry, initial, ops, rewrites
from upconv.errors import ArgumentError, ArgumentTypeError, ShapeError, UpconvError

X = np.ones((2, 4, 5, 6), np.float32)
W = np.ones((4, 4, 3, 2), np.float32)
Y = np.ones((2, 4, 7, 7), np.float32)  # of conv_transpose; of conv:
Z = np.ones((2, 4, 3, 5), np.float32)

CONVOLUTION = {"stride": 1, "padding": 0, "dilation": 1, "groups": 1}
TRANSPOSED = {**CONVOLUTION, "output_padding": 0, "output_size": None}
CALLED = {"data_format": "channels_first", "activation": None}
BACKWARD = {"result": None, "needs": (True, True, True), "overwrite": False}
CALLS = {
    upconv.conv_transpose: {
        "x": X,
        "weight": W,
        "bias": None,
        "out": None,
        **TRANSPOSED,
        **CALLED,
    },
    upconv.conv: {"x": X, "weight": W, "bias": None, "out": None, **CONVOLUTION, **CALLED},
    ops.conv_transpose_backward: {
        "grad_output": Y,
        "x": X,
        "weight": W,
        **TRANSPOSED,
        **CALLED,
        **BACKWARD,
    },
    ops.conv_backward: {
        "grad_output": Z,
        "x": X,
        "weight": W,
        **CONVOLUTION,
        **CALLED,
        **BACKWARD,
    },
    upconv.upsample: {
        "x": X,
        "scale": 2,
        "mode": "bilinear",
        "size": None,
        "data_format": "channels_first",
        "align_corners": False,
        "framework": "torch",
    },
    upconv.max_pool: {
        "x": X,
        "size": 2,
        "stride": None,
        "padding": 0,
        "dilation": 1,
        "ceil_mode": False,
    },
    upconv.max_unpool: {
        "values": X,
        "indices": np.zeros(X.shape, int),
        "output_size": (9, 9),
    },
    upconv.ConvOperator: {"weight": W, "input_shape": (4, 5, 6), **CONVOLUTION},
    upconv.deconvolve: {
        "y": Z[0],
        "weight": W,
        "input_shape": (4, 5, 6),
        **CONVOLUTION,
        "tolerance": 1e-3,
        "max_iterations": 300,
    },
    upconv.explain: {
        "x": np.ones((2, 2)),
        "weight": np.ones((2, 2)),
        "bias": None,
        "view": "scatter",
        **CONVOLUTION,
        "output_padding": 0,
    },
    rewrites.resize_conv_to_transposed: {
        "weight": W,
        "bias": None,
        "scale": 2,
        "mode": "nearest",
        "padding_mode": "zeros",
        "padding": 0,
        "dilation": 1,
        "groups": 1,
    },
    rewrites.from_subpixel: {
        "weight": W,
        "bias": None,
        "scale": 2,
        "padding": 0,
        "dilation": 1,
        "groups": 1,
    },
    rewrites.to_subpixel: {
        "weight": W,
        "bias": None,
        "geometry": Geometry((3, 2)),
        "groups": 1,
    },
    initial.icnr: {"weight": W, "scale": 2, "transposed": False},
    initial.icnr_shape: {"weight_shape": (4, 4, 4, 4), "scale": 2, "transposed": True},
    initial.bilinear: {"weight_shape": (4, 4, 4, 4), "stride": 2, "groups": 1},
    initial.fan: {"weight_shape": (4, 4, 4, 4), "stride": 2, "groups": 1, "transposed": True},
    Geometry: {
        "kernel_size": 3,
        "stride": 1,
        "padding": 0,
        "output_padding": 0,
        "dilation": 1,
    },
    Geometry(3, 2).output_size: {"input_size": 3},
    Geometry(3, 2).input_sizes: {"output_size": 7},
    Geometry(3, 2).reachable_sizes: {"input_size": 3},
    Geometry(3, 2).with_output_size: {"input_size": 3, "output_size": 7},
}


class Thing:
    """Of no type that any argument has."""


VALUES = [
    None, True, False, np.bool_(True), -1, 0, 2**62, 10**30, 1.5, float("nan"), float("inf"),
    1 + 2j, np.int8(1), np.float16(1), np.float32(2), np.datetime64("2020"), np.ma.masked,
    "", "x", "same", b"x", [], (), {}, set(), {1: 2}, range(2), [1], [1, 2], (1, 2, 3),
    (1, "a"), [None, None], ["a", "b"], [True, False], [[1], [2]], [[1, 2], [3, 4]],
    np.array(2), np.array([1, 2]), np.array([1.5, 2]), np.array([True, False]), np.array(None),
    np.array([None, 1]), np.array("a"), np.array(["a", "b"]), np.array([[1, 2], [1, 2]]),
    np.array([]), np.zeros((2, 2, 2)), X, [X], Thing(), Thing, len, ..., NotImplemented,
]  # fmt: skip


def name(call):
    return getattr(call, "__qualname__", str(call))


@pytest.fixture
def quick():
    """An argument that takes for ever is as wrong as one that is raised raw."""
    before = signal.signal(signal.SIGALRM, lambda *_: pytest.fail("it does not end"))
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("call", CALLS, ids=name)
def test_nothing_is_raised_raw(call):
    arguments = CALLS[call]
    call(**arguments)
    raw = []
    for argument in arguments:
        for value in VALUES:
            try:
                with warnings.catch_warnings():
                    warnings.filterwarnings("ignore", "`deconvolve` stopped", RuntimeWarning)
                    call(**{**arguments, argument: value})
            except (UpconvError, MemoryError):  # no memory is no mistake of the caller's words
                pass
            except Exception as error:
                raw.append((argument, repr(value)[:40], repr(error)[:90]))
    assert raw == []


def test_what_iterates_once_is_read_once():
    assert upconv.upsample(X, iter((2, 3))).shape == (2, 4, 10, 18)
    assert upconv.upsample(X, size=iter((9, 9))).shape == (2, 4, 9, 9)
    values, indices = upconv.max_pool(X, iter((2, 3)))
    assert values.shape == (2, 4, 2, 2)
    assert upconv.max_unpool(values, indices, output_size=iter((5, 6))).shape == X.shape
    assert upconv.conv(X, W, stride=iter((2, 3))).shape == (2, 4, 2, 2)


@pytest.mark.usefixtures("quick")
def test_a_step_over_all_of_the_input_costs_nothing():
    for stride in (7, 10**9, 10**30):
        kernel = np.arange(1.0, 4.0).reshape(1, 1, 3)
        x = np.arange(5.0).reshape(1, 1, 5)
        assert upconv.conv(x, kernel, stride=stride).tolist() == [[[8.0]]]
        gradients = ops.conv_backward(np.ones((1, 1, 1)), x, kernel, stride=stride)
        assert gradients[0].tolist() == [[[1, 2, 3, 0, 0]]]
        assert gradients[1].tolist() == [[[0, 1, 2]]]
        assert upconv.conv_transpose(x[..., 2:3], kernel, stride=stride).tolist() == [[[2, 4, 6]]]
        gradients = ops.conv_transpose_backward(
            np.ones((1, 1, 3)), x[..., 2:3], kernel, stride=stride
        )
        assert gradients[0].tolist() == [[[6]]]
        assert gradients[1].tolist() == [[[2, 2, 2]]]
        pooled = upconv.max_pool(x, 3, stride=stride)
        assert [part.tolist() for part in pooled] == [[[[2]]], [[[2]]]]


MISTAKES = [
    (
        lambda: upconv.conv(X, W, data_format=np.array(["a", "b"])),
        ArgumentError,
        "`data_format` must be one of 'channels_first', 'channels_last'. "
        "Received data_format=array(['a', 'b'], dtype='<U1').",
    ),
    (
        lambda: ops.conv_backward(Z, X, W, needs=(True, False)),
        ArgumentError,
        "`needs` must be 3 booleans. Received needs=(True, False). Write needs=(True, True, True).",
    ),
    (
        lambda: upconv.deconvolve(Z[0], W, input_shape=(4, 5, 6), tolerance=0),
        ArgumentError,
        "`tolerance` must be a positive, finite number. Received tolerance=0.",
    ),
    (
        lambda: upconv.ConvOperator(W, (2, 4, 5, 6)),
        ShapeError,
        "`input_shape` must be (C_in, H, W), the shape of one input of the convolution. Received "
        "input_shape=(2, 4, 5, 6). Omit the batch axis.",
    ),
    (
        lambda: rewrites.to_subpixel(W, None, (3, 2)),
        ArgumentTypeError,
        "`geometry` must be an upconv.Geometry. Received a tuple. "
        "Write for example geometry=upconv.Geometry(kernel_size=4, stride=2, padding=1).",
    ),
    (
        lambda: initial.fan((3, 4)),
        ArgumentError,
        "`weight_shape` must be two channel counts followed by the kernel size. Received "
        "weight_shape=(3, 4). Write the shape of a weight, such as weight_shape=(8, 16, 4, 4).",
    ),
]


@pytest.mark.parametrize(("call", "kind", "text"), MISTAKES)
def test_a_mistake_gets_one_clear_error(call, kind, text):
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == text
