"""The ways to compute a case: an operation in a framework each.

A route takes a case and its arrays, channels first, and returns its results by name, channels
first; None where the case cannot be said that way. `ROUTES` groups them by the packages that they
import, so that a process pays for one framework.
"""

import itertools

import numpy as np

import upconv
from soak import loops
from soak.cases import laid_out
from upconv import ops


def _words(case):
    kind = case.kind
    words = {
        "stride": kind.stride,
        "padding": case.padding,
        "dilation": kind.dilation,
        "groups": kind.groups,
        "activation": kind.activation,
    }
    return words | ({"output_padding": case.rows} if kind.transposed else {})


def _last(case, values):
    """Return an array or tensor in the case's data format."""
    return np.moveaxis(values, 1, -1) if case.kind.channels_last else values


def _first(case, values):
    return np.moveaxis(values, -1, 1) if case.kind.channels_last else values


def _data_format(case):
    return "channels_last" if case.kind.channels_last else "channels_first"


def _views(case, x, weight, grad):
    x, grad = _last(case, x), _last(case, grad)
    return tuple(map(laid_out, (x, weight, grad), case.layouts))


def numpy_forward(case, x, weight, bias, grad):
    x, weight, grad = _views(case, x, weight, grad)
    function = upconv.conv_transpose if case.kind.transposed else upconv.conv
    out = (
        None
        if case.seed % 3
        else laid_out(np.full_like(grad, 7), ("plain", "strided", "reversed")[case.seed % 9 // 3])
    )
    y = function(x, weight, bias, data_format=_data_format(case), out=out, **_words(case))
    assert out is None or y is out
    return {"y": _first(case, y)}


def numpy_backward(case, x, weight, bias, grad):
    y = numpy_forward(case, x, weight, bias, grad)["y"]
    x, weight, grad = _views(case, x, weight, grad)
    function = ops.conv_transpose_backward if case.kind.transposed else ops.conv_backward
    needs = [(True, True, True), (True, False, False), (False, True, False), (False, True, True)][
        case.seed % 4
    ]
    found = function(
        grad,
        x,
        weight,
        data_format=_data_format(case),
        result=_last(case, y),
        needs=needs,
        **_words(case),
    )
    grad_x, grad_weight, grad_bias = found
    if grad_x is not None:
        grad_x = _first(case, grad_x)
    return {"y": y, "grad_x": grad_x, "grad_weight": grad_weight, "grad_bias": grad_bias}


def operator(case, x, weight, bias, grad):
    kind = case.kind
    if kind.transposed or kind.activation is not None or bias is not None or not case.batch:
        return None
    weight = laid_out(weight, case.layouts[1])
    words = {name: value for name, value in _words(case).items() if name != "activation"}
    made = upconv.ConvOperator(weight, x.shape[1:], **words)
    columns = x.reshape(len(x), -1).T
    y = (made @ columns).T.reshape(grad.shape)
    back = (made.H @ grad.reshape(len(x), -1).T).T.reshape(x.shape)
    return {"y": y, "grad_x": back}


def onnx_evaluator(case, x, weight, bias, _):
    from onnx import TensorProto, helper
    from onnx.reference import ReferenceEvaluator

    from upconv.onnx import ConvTranspose

    kind = case.kind
    if min(case.end) < 0:  # "same" with a kernel shorter than the stride
        return None
    words = {
        "strides": kind.stride,
        "dilations": kind.dilation,
        "group": kind.groups,
        "pads": (*case.begin, *case.end),
        "output_padding": case.rows,
    }
    feeds = {"x": x, "w": weight} | ({} if bias is None else {"b": bias})
    element = helper.np_dtype_to_tensor_dtype(x.dtype)
    values = {name: helper.make_tensor_value_info(name, element, None) for name in (*feeds, "y")}
    node = helper.make_node("ConvTranspose", list(feeds), ["y"], **words)
    graph = helper.make_graph([node], "soak", [values[name] for name in feeds], [values["y"]])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)])
    assert element in (TensorProto.FLOAT, TensorProto.DOUBLE)
    return {"y": ReferenceEvaluator(model, new_ops=[ConvTranspose]).run(None, feeds)[0]}


def _tensors(case, *arrays):
    import torch

    formats = {2: torch.channels_last, 3: torch.channels_last_3d}
    wanted = formats.get(len(case.size)) if case.kind.channels_last else None
    made = []
    for values, layout in zip(arrays, case.layouts, strict=False):
        tensor = torch.from_numpy(np.ascontiguousarray(values))
        if layout == "strided":
            tensor = torch.stack([tensor, tensor], -1)[..., 0]
        elif layout == "swapped":
            tensor = tensor.transpose(-1, -2).contiguous().transpose(-1, -2)
        elif wanted is not None:
            tensor = tensor.to(memory_format=wanted)
        made.append(tensor)
    return made


def _with_gradients(case, run, x, weight, bias, grad):
    """Run `run(x, weight, bias)` of tensors forward and, on two cases of three, backward."""
    import torch

    x, weight, grad = _tensors(case, x, weight, grad)
    bias = None if bias is None else torch.from_numpy(bias)
    if case.seed % 3 == 0:
        with torch.inference_mode():
            return {"y": run(x, weight, bias).numpy()}
    for tensor in (x, weight, bias):
        if tensor is not None:
            tensor.requires_grad_()
    y = run(x, weight, bias)
    y.backward(grad)
    found = {"y": y.detach().numpy(), "grad_x": x.grad.numpy(), "grad_weight": weight.grad.numpy()}
    return found | ({} if bias is None else {"grad_bias": bias.grad.numpy()})


def torch_functional(case, x, weight, bias, grad):
    import upconv.torch

    function = upconv.torch.conv_transpose if case.kind.transposed else upconv.torch.conv

    def run(x, weight, bias):
        return function(x, weight, bias, **_words(case))

    return _with_gradients(case, run, x, weight, bias, grad)


def _layer(module, case, **more):
    kind = case.kind
    name = f"Conv{'Transpose' if kind.transposed else ''}{len(case.size)}d"
    if kind.transposed:
        more["output_padding"] = case.rows
    return getattr(module, name)(
        kind.c_in,
        kind.c_out,
        kind.kernel,
        stride=kind.stride,
        dilation=kind.dilation,
        groups=kind.groups,
        bias=case.bias,
        **more,
    )


def _called(layer, x, weight, bias):
    """Call a layer with these tensors as its parameters, so that their gradients are found."""
    import torch

    values = {"weight": weight} | ({} if bias is None else {"bias": bias})
    return torch.func.functional_call(layer, values, (x,))


def torch_layer(case, x, weight, bias, grad):
    import upconv.torch

    layer = _layer(upconv.torch, case, padding=case.padding, activation=case.kind.activation)
    return _with_gradients(case, lambda *given: _called(layer, *given), x, weight, bias, grad)


def torch_accelerated(case, x, weight, bias, _):
    import torch

    import upconv.torch

    if not case.symmetric or case.kind.activation is not None:
        return None
    layer = _layer(torch.nn, case, padding=case.begin, dtype=getattr(torch, case.kind.dtype))
    upconv.torch.accelerate(layer, frozen=case.seed % 2 == 0)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(weight))
        if bias is not None:
            layer.bias.copy_(torch.from_numpy(bias))
    (x,) = _tensors(case, x)
    with torch.inference_mode():
        y = layer(x)
        again = layer(x)
    np.testing.assert_array_equal(y, again)
    return {"y": y.numpy()}


def keras_layer(case, x, weight, bias, _):
    import keras

    import upconv.keras

    kind = case.kind
    if not case.batch or (case.same and not kind.transposed and max(kind.stride) > 1):
        return None  # "same" of a strided convolution depends on its size
    name = f"Conv{len(case.size)}D{'Transpose' if kind.transposed else ''}"
    layer = getattr(upconv.keras, name)(
        kind.c_out,
        kind.kernel,
        strides=kind.stride,
        padding="same" if case.same else "valid",
        dilation_rate=kind.dilation,
        groups=kind.groups,
        use_bias=bias is not None,
        activation=kind.activation,
        data_format=_data_format(case),
        dtype=kind.dtype,
    )
    layer.build(_last(case, x).shape)
    kernel = _keras_weight(weight)
    layer.set_weights([kernel] if bias is None else [kernel, bias])
    y = keras.ops.convert_to_numpy(layer(np.ascontiguousarray(_last(case, x))))
    return {"y": _first(case, y)}


def _keras_weight(weight):
    """Return the kernel as Keras has it: (*k, C_in/groups, C_out), transposed the other way."""
    return np.moveaxis(weight, (0, 1), (-1, -2))


def resampling(case, x, *_):
    """Compare the fixed upsamplers and max pooling here: they have no weight."""
    if not case.batch:
        return None
    scale = tuple(min(s, 3) for s in case.kind.stride)
    x = laid_out(x, case.layouts[0])
    nails = upconv.upsample(x, scale, "bed_of_nails")
    steps = (..., *(slice(None, None, s) for s in scale))
    expected = np.zeros((*x.shape[:2], *(i * s for i, s in zip(case.size, scale, strict=True))))
    expected[steps] = x
    np.testing.assert_array_equal(nails, expected)
    np.testing.assert_array_equal(upconv.upsample(x, scale), _repeated(x, scale))
    size = tuple(min(k, i) for k, i in zip(case.kind.kernel, case.size, strict=True))
    values, indices = upconv.max_pool(x, size)
    best = np.full(values.shape, -np.inf)
    for tap in itertools.product(*map(range, size)):
        window = (
            ...,
            *(
                slice(t, t + (o - 1) * k + 1, k)
                for t, o, k in zip(tap, values.shape[2:], size, strict=True)
            ),
        )
        best = np.maximum(best, x[window])
    np.testing.assert_array_equal(values, best)
    plain = np.ascontiguousarray(x).reshape(*x.shape[:2], -1)
    flat = np.take_along_axis(plain, indices.reshape(*x.shape[:2], -1), -1)
    np.testing.assert_array_equal(flat.reshape(values.shape), values)
    restored = upconv.max_unpool(values, indices, output_size=case.size)
    assert np.array_equal(np.sort(restored[restored != 0]), np.sort(values[values != 0]))
    return {}


def _repeated(x, scale):
    for axis, s in enumerate(scale, start=2):
        x = np.repeat(x, s, axis)
    return x


ROUTES = {
    "numpy": (numpy_forward, numpy_forward, numpy_backward, numpy_backward, operator, resampling),
    "torch": (torch_functional, torch_layer, torch_accelerated),
    "keras-torch": (keras_layer,),
    "keras-jax": (keras_layer,),
    "keras-tensorflow": (keras_layer,),
    "onnx": (onnx_evaluator,),
}


def expected(case, x, weight, bias, grad):
    """Return what every route's results must be."""
    activation = case.kind.activation
    exact = [a.astype(np.float64) for a in (x, weight, grad)]
    y = loops.ACTIVATIONS[activation](loops.forward(case, *exact[:2], bias))
    inner = exact[2] * loops.DERIVATIVES[activation](y)
    names = ("grad_x", "grad_weight", "grad_bias")
    return {"y": y, **dict(zip(names, loops.backward(case, inner, *exact[:2]), strict=True))}


def check(case, found, right):
    """Raise AssertionError unless results are right: exactly, but behind sigmoid and tanh."""
    exact = case.kind.activation in loops.EXACT
    for name, values in found.items():
        if values is None:
            continue
        if exact:
            np.testing.assert_array_equal(values, right[name], err_msg=name)
        else:
            scale = max(np.abs(right[name]).max(initial=0), 1)
            tolerance = scale * (2e-5 if case.kind.dtype == "float32" else 1e-12)
            np.testing.assert_allclose(values, right[name], rtol=0, atol=tolerance, err_msg=name)
