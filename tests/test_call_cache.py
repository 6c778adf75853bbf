"""Repeated calls: found again only where nothing that matters has changed."""

import threading

import numpy as np
import pytest

import upconv
from upconv import call, ops
from upconv.engine import dispatch
from upconv.engine.calls import argument_pool, call_cache
from upconv.engine.calls.executable import Executable
from upconv.engine.calls.packed_weight import PackedWeight
from upconv.engine.process import threads
from upconv.engine.process.address import LINE, address_of
from upconv.errors import ArgumentError, ArgumentTypeError

pytest.importorskip("llvmlite")


@pytest.fixture
def looks(monkeypatch):
    """Return the list of the calls that were looked at in full."""
    call_cache.forget()
    seen = []
    forward = dispatch.forward

    def counted(*arguments):
        seen.append(arguments)
        return forward(*arguments)

    monkeypatch.setattr(dispatch, "forward", counted)
    return seen


def layer(seed=0, dtype=np.float32):
    draw = np.random.default_rng(seed)
    given = (2, 3, 5, 4), (3, 6, 3, 2), (6,)
    return [draw.integers(-4, 5, shape).astype(dtype) for shape in given]


def expected(x, weight, bias=None, **arguments):
    """Return the result from the reference, which knows nothing of repeated calls."""
    from upconv import reference

    return reference.scatter(x, weight, bias, **arguments)


def test_the_second_call_is_found_and_computes_with_its_own_arrays(looks):
    for seed in range(4):
        x, weight, bias = layer(seed)
        y = upconv.conv_transpose(x, weight, bias, stride=2)
        assert np.array_equal(y, expected(x, weight, bias, stride=2))
    assert len(looks) == 1


CHANGES = {
    "shape": lambda x, w, b: ((x[:1], w, b), {}),
    "strides of x": lambda x, w, b: ((x[:, :, ::-1], w, b), {}),
    "strides of weight": lambda x, w, b: ((x, w[..., ::-1], b), {}),
    "dtype": lambda x, w, b: ((x.astype(float), w.astype(float), b.astype(float)), {}),
    "no bias": lambda x, w, _: ((x, w, None), {}),
    "strides of bias": lambda x, w, b: ((x, w, b[::-1]), {}),
    "stride": lambda x, w, b: ((x, w, b), {"stride": 3}),
    "padding": lambda x, w, b: ((x, w, b), {"padding": 1}),
    "output padding": lambda x, w, b: ((x, w, b), {"stride": 3, "output_padding": 1}),
    "dilation": lambda x, w, b: ((x, w, b), {"dilation": 2}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_call_that_differs_is_another_one(change, looks):
    x, weight, bias = layer()
    upconv.conv_transpose(x, weight, bias, stride=2)
    arrays, arguments = CHANGES[change](x, weight, bias)
    arguments = {"stride": 2} | arguments
    y = upconv.conv_transpose(*arrays, **arguments)
    assert np.array_equal(y, expected(*arrays, **arguments))
    assert y.dtype == arrays[0].dtype
    assert len(looks) == 2


def test_the_direction_the_groups_and_the_activation_are_looked_at():
    x, weight = np.ones((1, 2, 4), np.float32), -np.ones((2, 2, 1), np.float32)
    for _ in range(2):
        assert (upconv.conv_transpose(x, weight) == -2).all()
        assert (upconv.conv(2 * x, weight) == -4).all()
        assert upconv.conv_transpose(x, weight, groups=2).shape == (1, 4, 4)
        assert (upconv.conv(x, weight, activation="relu") == 0).all()
        assert (upconv.conv(x, weight, activation=("leaky_relu", 0.5)) == -1).all()
        assert (upconv.conv(x, weight, activation=("leaky_relu", 0.25)) == -0.5).all()


MISTAKES = {
    "True for 1": ({"stride": True}, "`stride` must be an integer"),
    "1.0 for 1": ({"dilation": 1.0}, "`dilation` must be an integer"),
    "a pair with True": ({"stride": (1, True)}, "`stride` must be an integer"),
    "groups": ({"groups": True}, "`groups` must be an integer"),
    "an unknown activation": ({"activation": ["relu"]}, "`activation` must be one of"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_that_equals_what_is_known_is_still_one(name):
    x, weight, bias = layer()
    for stride in (1, (1, 1)):
        upconv.conv_transpose(x, weight, bias, stride=stride, dilation=1)
    arguments, text = MISTAKES[name]
    with pytest.raises((ArgumentError, ArgumentTypeError), match=text):
        upconv.conv_transpose(x, weight, bias, **({"stride": 1, "dilation": 1} | arguments))


def unaligned(array):
    """Return the same numbers one byte off, with the same dtype, shape and strides."""
    held = np.empty(array.nbytes + 1, np.uint8)
    view = held[1:].view(array.dtype).reshape(array.shape)
    view[...] = array
    assert view.strides == array.strides
    assert not view.flags.aligned
    return view


@pytest.mark.parametrize("which", range(3))
def test_arrays_that_do_not_lie_on_elements_go_the_other_way(which, looks):
    arrays = layer()
    for _ in range(2):
        upconv.conv_transpose(*arrays, stride=2)
    arrays[which] = unaligned(arrays[which])
    y = upconv.conv_transpose(*arrays, stride=2)
    assert np.array_equal(y, expected(*arrays, stride=2))
    assert len(looks) == 2


def test_out_is_looked_at_each_time(looks):
    x, weight, bias = layer()
    y = expected(x, weight, bias).astype(x.dtype)
    for fill in (1, 2, 3):
        out = np.full(y.shape, fill, x.dtype)
        assert upconv.conv_transpose(x, weight, bias, out=out) is out
        assert np.array_equal(out, y)
    assert len(looks) == 1
    shifted = unaligned(out)
    assert upconv.conv_transpose(x, weight, bias, out=shifted) is shifted
    assert np.array_equal(shifted, y)
    out = np.zeros_like(y)
    out.flags.writeable = False
    with pytest.raises(ArgumentError, match="`out` must be writable"):
        upconv.conv_transpose(x, weight, bias, out=out)
    for shape in (y[:1].shape, y[..., :1].shape):
        with pytest.raises(ArgumentError, match="`out` must have the shape"):
            upconv.conv_transpose(x, weight, bias, out=np.zeros(shape, x.dtype))
    with pytest.raises(ArgumentTypeError, match="`out` must be a NumPy array of the dtype of `x`"):
        upconv.conv_transpose(x, weight, bias, out=np.zeros_like(y, dtype=float))
    spread = np.zeros((*y.shape[:-1], 2 * y.shape[-1]), x.dtype)
    upconv.conv_transpose(x, weight, bias, out=spread[..., ::2])
    assert np.array_equal(spread[..., ::2], y)
    assert not spread[..., 1::2].any()


@pytest.mark.parametrize("name", ["x", "weight", "bias"])
def test_out_that_overlaps_is_seen_in_a_repeated_call(name):
    held = np.ones(64, np.float32)
    arrays = {
        "x": np.ones((1, 1, 4), np.float32),
        "weight": np.ones((1, 1, 1), np.float32),
        "bias": np.ones(1, np.float32),
    }
    upconv.conv(*arrays.values(), out=np.empty((1, 1, 4), np.float32))
    arrays[name] = held[: arrays[name].size].reshape(arrays[name].shape)
    with pytest.raises(ArgumentError, match=f"Received out overlapping {name}"):
        upconv.conv(*arrays.values(), out=held[:4].reshape(1, 1, 4))


def test_other_byte_orders_and_other_types_are_not_taken_for_the_same():
    x, weight, bias = layer()
    upconv.conv_transpose(x, weight, bias)
    for other in (x.astype(">f4"), x.astype(np.int32)):
        with pytest.raises(ArgumentTypeError, match="`x` must be a float32 or float64 array"):
            upconv.conv_transpose(other, weight, bias)
    y = expected(x, weight, bias)
    assert np.array_equal(
        upconv.conv_transpose(x.tolist(), weight.astype(float)),
        y - y * 0 - (bias.reshape(-1, 1, 1)),
    )
    assert np.array_equal(upconv.conv_transpose(x.view(np.memmap), weight, bias), y)


def test_the_variables_are_looked_at_each_time(looks, monkeypatch, capfd):
    x, weight, bias = layer()
    y = upconv.conv_transpose(x, weight, bias)
    monkeypatch.setenv("UPCONV_ISA", "generic")
    assert np.array_equal(upconv.conv_transpose(x, weight, bias), y)
    monkeypatch.setenv("UPCONV_NUM_THREADS", "1")
    upconv.conv_transpose(x, weight, bias)
    assert len(looks) == 3
    monkeypatch.setenv("UPCONV_DEBUG", "1")
    capfd.readouterr()
    for _ in range(2):
        upconv.conv_transpose(x, weight, bias)
        assert "generated: yes" in capfd.readouterr().err
    monkeypatch.setenv("UPCONV_ISA", "none")
    with pytest.raises(ArgumentError, match="`UPCONV_ISA` must be one of"):
        upconv.conv_transpose(x, weight, bias)


def test_one_example_channels_last_and_empty_batches(looks):
    x, weight, bias = layer()
    last = np.ascontiguousarray(np.moveaxis(x, 1, -1))
    y = expected(x, weight, bias, stride=2)
    for _ in range(2):
        assert np.array_equal(upconv.conv_transpose(x[0], weight, bias, stride=2), y[0])
        other = upconv.conv_transpose(last, weight, bias, stride=2, data_format="channels_last")
        assert np.array_equal(np.moveaxis(other, -1, 1), y)
        assert upconv.conv_transpose(x[:0], weight, bias).shape == (0, 6, 7, 5)
    assert len(looks) == 4  # an empty batch is not kept


def test_a_kept_weight_stays_packed(looks, monkeypatch):
    x, weight, bias = layer()
    packed = []
    pack = Executable.pack
    monkeypatch.setattr(
        Executable, "pack", lambda self, given: packed.append(given) or pack(self, given)
    )
    fixed = PackedWeight(weight)
    for seed in range(3):
        x = layer(seed)[0]
        assert np.array_equal(upconv.conv_transpose(x, fixed, bias), expected(x, weight, bias))
    assert len(packed) == 1
    assert len(looks) == 1
    other = PackedWeight(layer(9)[1])
    assert np.array_equal(upconv.conv_transpose(x, other), expected(x, other.array))


def test_calls_from_several_threads_at_once_have_a_frame_each():
    """With workspace that is shared by all small calls, one after the other, and with their own."""
    for images in (1, 200):
        draw = np.random.default_rng(images)
        weight = draw.integers(-4, 5, (3, 6, 3, 2)).astype(np.float32)
        given = [draw.integers(-4, 5, (images, 3, 5, 4)).astype(np.float32) for _ in range(4)]
        whole = [expected(x, weight) for x in given]
        wrong = []

        def work(x, y, weight=weight, wrong=wrong):
            for _ in range(200):
                if not np.array_equal(upconv.conv_transpose(x, weight), y):
                    wrong.append(x)

        threads = [
            threading.Thread(target=work, args=pair) for pair in zip(given, whole, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not wrong


def test_what_is_kept_is_bounded(monkeypatch):
    monkeypatch.setattr(call, "_FORWARD", call_cache.CallCache(4))
    for size in range(2, 9):
        upconv.conv(np.ones((1, 1, size)), np.ones((1, 1, 2)))
    assert 2 <= len(call._FORWARD) <= 4
    held = [found.executable._pool for _, found in call._FORWARD._entries.values()]
    assert all(frame.memory.nbytes <= 4096 for each in held for frame in each._free)
    assert len(argument_pool._idle) <= 16  # one for each call at the same time
    assert all(each.memory.nbytes <= argument_pool.SCRATCH + LINE for each in argument_pool._idle)


def test_the_generic_form_is_not_kept(looks, monkeypatch):
    monkeypatch.setattr(dispatch, "_declined", lambda *_: "a test says so")
    x, weight, bias = layer()
    for _ in range(2):
        assert np.array_equal(upconv.conv_transpose(x, weight, bias), expected(x, weight, bias))
    assert len(looks) == 2


def test_an_address_is_that_of_the_elements():
    held = np.arange(100.0)
    for array in (held, held[7:], held[::-1], held.reshape(4, 25).T[3:], held[:0]):
        assert address_of(array) == array.ctypes.data


def test_gradients_are_those_of_a_call_that_is_looked_at():
    x, weight, bias = layer()
    y = upconv.conv_transpose(x, weight, bias, stride=2)
    found = [ops.conv_transpose_backward(y, x, weight, stride=2) for _ in range(2)]
    for one, two in zip(*found, strict=True):
        assert np.array_equal(one, two)


# Gradients.


@pytest.fixture
def looked_at(monkeypatch):
    """Return the list of the gradients that were looked at in full."""
    call_cache.forget()
    seen = []
    gradients = call.Call.gradients

    def counted(self, *arguments):
        seen.append(arguments)
        return gradients(self, *arguments)

    monkeypatch.setattr(call.Call, "gradients", counted)
    return seen


def backward_case(seed=0, data_format="channels_first", activation="relu"):
    draw = np.random.default_rng(seed)
    x, weight, _ = layer(seed)
    if data_format == "channels_last":
        x = np.ascontiguousarray(np.moveaxis(x, 1, -1))
    words = {"stride": 2, "data_format": data_format, "activation": activation}
    y = upconv.conv_transpose(x, weight, **words)
    grad = draw.integers(-4, 5, y.shape).astype(x.dtype)
    return grad, x, weight, y, words


def without_memory(grad, x, weight, y, words, **more):
    call_cache.forget()
    return ops.conv_transpose_backward(grad.copy(), x, weight, result=y, **words, **more)


@pytest.mark.parametrize("data_format", ["channels_first", "channels_last"])
@pytest.mark.parametrize("activation", [None, "relu", ("leaky_relu", 0.5)])
def test_gradients_are_found_and_computed_from_their_own_arrays(data_format, activation, looked_at):
    wanted = [without_memory(*backward_case(n, data_format, activation)) for n in range(3)]
    looked_at.clear()
    call_cache.forget()
    for n in range(3):
        grad, x, weight, y, words = backward_case(n, data_format, activation)
        held = grad.copy()
        found = ops.conv_transpose_backward(grad, x, weight, result=y, **words)
        for ours, expected_one in zip(found, wanted[n], strict=True):
            assert np.array_equal(ours, expected_one)
            assert ours.shape == expected_one.shape
        assert np.array_equal(grad, held)
    assert len(looked_at) == 1


@pytest.mark.parametrize("needs", [(n & 1 > 0, n & 2 > 0, n & 4 > 0) for n in range(8)])
def test_only_the_gradients_that_are_needed_come(needs, looked_at):
    case = backward_case()
    wanted = without_memory(*case)
    grad, x, weight, y, words = case
    call_cache.forget()
    looked_at.clear()
    for _ in range(2):
        found = ops.conv_transpose_backward(grad, x, weight, result=y, needs=needs, **words)
        assert [gradient is not None for gradient in found] == list(needs)
        for ours, expected_one in zip(found, wanted, strict=True):
            assert ours is None or np.array_equal(ours, expected_one)
    assert len(looked_at) == 1


def test_the_slope_and_the_direction_of_gradients_are_looked_at(looked_at):
    for slope in (0.5, 0.25):
        case = backward_case(activation=("leaky_relu", slope))
        grad, x, weight, y, words = case
        found = ops.conv_transpose_backward(grad, x, weight, result=y, **words)
        assert np.array_equal(found[2], (grad * np.where(y > 0, 1, slope)).sum((0, 2, 3)))
    x, weight = np.ones((1, 2, 5), np.float32), np.ones((2, 2, 1), np.float32)
    for operation in (ops.conv_backward, ops.conv_transpose_backward):
        operation(x, x, weight)
    assert len(looked_at) == 4


@pytest.mark.parametrize("which", range(4))
def test_gradients_of_arrays_not_on_elements_go_the_other_way(which, looked_at):
    grad, x, weight, y, words = backward_case()
    wanted = without_memory(grad, x, weight, y, words)
    ops.conv_transpose_backward(grad, x, weight, result=y, **words)
    arrays = [grad, x, weight, y]
    arrays[which] = unaligned(arrays[which])
    looked_at.clear()
    found = ops.conv_transpose_backward(*arrays[:3], result=arrays[3], **words)
    assert all(map(np.array_equal, found, wanted))
    assert len(looked_at) == 1


def test_a_gradient_that_may_be_written_over_gives_the_same():
    case = backward_case()
    wanted = without_memory(*case)
    grad, x, weight, y, words = case
    for _ in range(2):
        given = grad.copy()
        found = ops.conv_transpose_backward(given, x, weight, result=y, overwrite=True, **words)
        assert all(map(np.array_equal, found, wanted))
    assert not np.array_equal(given, grad)
    grad.flags.writeable = False
    found = ops.conv_transpose_backward(grad, x, weight, result=y, overwrite=True, **words)
    assert all(map(np.array_equal, found, wanted))


def test_a_thread_with_fewer_threads_has_calls_of_its_own(monkeypatch):
    monkeypatch.setenv("UPCONV_NUM_THREADS", "2")
    runs = []
    run = threads.run
    monkeypatch.setattr(threads, "run", lambda *given: (runs.append(given[2]), run(*given))[1])
    x, weight = np.ones((8, 16, 40, 40), np.float32), np.ones((16, 8, 3, 3), np.float32)
    for _ in range(2):
        y = upconv.conv_transpose(x, weight)
        assert runs
        with threads.limited(1):
            runs.clear()
            assert threads.count() == 1
            assert np.array_equal(upconv.conv_transpose(x, weight), y)
            ops.conv_transpose_backward(y, x, weight)
            assert not runs
    assert threads.count() == 2
