"""Each framework's own transposed convolution on NumPy arrays, with the framework's own words.

Every `run_*` takes x as (N, C_in, *i), the weight in the layout of the framework and its own
keyword arguments, as `upconv.conventions` writes them, and returns (N, C_out, *o). A framework that
is not installed skips the test by name.
"""

from __future__ import annotations

import contextlib
import functools
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

Array = NDArray[Any]

os.environ.setdefault("KERAS_BACKEND", "torch")  # runs every dilation and output padding of Keras
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # its notes about the CPU


def module(name: str) -> ModuleType:
    """Import a framework, or skip the test with the name of what is missing."""
    return pytest.importorskip(name, reason=f"{name} is not installed: nothing to compare with")


@contextlib.contextmanager
def ignoring(message: str) -> Iterator[None]:
    """Let one warning of a framework pass; the caller says why."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message)
        yield


def channels_last(x: Array) -> Array:
    return np.moveaxis(x, 1, -1)


def channels_first(x: Array) -> Array:
    return np.moveaxis(x, -1, 1)


# The transposed convolution of each framework.


def run_torch(x: Array, weight: Array, bias: Array | None, **words: Any) -> Array:
    torch = module("torch")
    words.pop("kernel_size", None)
    operation = getattr(torch.nn.functional, f"conv_transpose{x.ndim - 2}d")
    tensors = [None if a is None else torch.from_numpy(a.copy()) for a in (x, weight, bias)]
    return operation(*tensors, **words).numpy()


def run_keras(
    x: Array,
    weight: Array,
    bias: Array | None,
    data_format: str = "channels_last",
    layer: str = "Conv{}DTranspose",
    filters: int | None = None,
    **words: Any,
) -> Array:
    keras = module("keras")
    words.setdefault("kernel_size", weight.shape[:-2])
    conv = getattr(keras.layers, layer.format(x.ndim - 2))(
        filters or weight.shape[-2],
        data_format=data_format,
        use_bias=bias is not None,
        dtype=x.dtype.name,
        **words,
    )
    last = data_format == "channels_last"
    x = np.ascontiguousarray(channels_last(x) if last else x)
    conv.build(x.shape)
    conv.set_weights([weight] if bias is None else [weight, bias])
    with ignoring("__array__ implementation doesn't accept a copy keyword"):  # torch's of NumPy 1
        y = keras.ops.convert_to_numpy(conv(x))
    return channels_first(y) if last else y


def run_tensorflow(
    x: Array, weight: Array, bias: Array | None, output_shape: Sequence[int], **words: Any
) -> Array:
    tf = module("tensorflow")
    shape = (len(x), *output_shape, weight.shape[-2])
    operation = getattr(tf.nn, f"conv{x.ndim - 2}d_transpose")
    call = functools.partial(operation, output_shape=shape, **words)
    if np.max(words.get("dilations", 1)) > 1:  # the CPU kernels have none, XLA does
        call = tf.function(call, jit_compile=True)
    y = call(tf.constant(channels_last(x)), tf.constant(weight)).numpy()
    return channels_first(y if bias is None else y + bias)


def run_jax(x: Array, weight: Array, bias: Array | None, **words: Any) -> Array:
    jax = module("jax")
    y = np.asarray(jax.lax.conv_transpose(channels_last(x), weight, **words))
    return channels_first(y if bias is None else y + bias)


def run_onnx(
    x: Array, weight: Array, bias: Array | None, operator: str = "ConvTranspose", **words: Any
) -> Array:
    inputs = {"x": x, "w": weight} | ({} if bias is None else {"b": bias})
    session = onnx_session(
        [(operator, list(inputs), words)], {k: a.ndim for k, a in inputs.items()}
    )
    return session.run(None, {k: np.ascontiguousarray(a) for k, a in inputs.items()})[0]


def run_flax(
    x: Array, weight: Array, bias: Array | None, api: str = "linen", **words: Any
) -> Array:
    """Run `flax.linen.ConvTranspose`, or `flax.nnx.ConvTranspose`."""
    module("flax")
    jax = module("jax")
    c_in, c_out = x.shape[1], len(bias) if bias is not None else None
    if c_out is None:
        c_out = weight.shape[-2] if words.get("transpose_kernel") else weight.shape[-1]
    last = np.ascontiguousarray(channels_last(x))
    weight = np.ascontiguousarray(weight)
    if api == "linen":
        from flax import linen

        layer = linen.ConvTranspose(c_out, use_bias=bias is not None, **words)
        given = {"kernel": weight} | ({} if bias is None else {"bias": bias})
        return channels_first(np.asarray(layer.apply({"params": given}, last)))
    from flax import nnx

    layer = nnx.ConvTranspose(c_in, c_out, use_bias=bias is not None, rngs=nnx.Rngs(0), **words)
    assert layer.kernel.shape == weight.shape
    layer.kernel[...] = jax.numpy.asarray(weight)
    if bias is not None:
        layer.bias[...] = jax.numpy.asarray(bias)
    return channels_first(np.asarray(layer(last)))


def run_equinox(x: Array, weight: Array, bias: Array | None, **words: Any) -> Array:
    eqx, jax = module("equinox"), module("jax")
    ndim = x.ndim - 2
    layer = eqx.nn.ConvTranspose(
        ndim, x.shape[1], len(weight), use_bias=bias is not None, key=jax.random.key(0), **words
    )
    assert layer.weight.shape == weight.shape
    weights = [jax.numpy.asarray(np.ascontiguousarray(weight))]
    if bias is not None:
        weights.append(jax.numpy.asarray(bias.reshape(-1, *[1] * ndim)))
    where = (lambda one: [one.weight]) if bias is None else (lambda one: [one.weight, one.bias])
    layer = eqx.tree_at(where, layer, weights)
    return np.stack([np.asarray(layer(jax.numpy.asarray(one))) for one in x])


def run_haiku(x: Array, weight: Array, bias: Array | None, **words: Any) -> Array:
    hk, jax = module("haiku"), module("jax")

    def forward(x: Any) -> Any:
        layer = getattr(hk, f"Conv{x.ndim - 2}DTranspose")
        return layer(weight.shape[-2], with_bias=bias is not None, name="layer", **words)(x)

    transformed = hk.without_apply_rng(hk.transform(forward))
    last = np.ascontiguousarray(channels_last(x))
    shapes = jax.eval_shape(transformed.init, jax.random.key(0), last)["layer"]
    given = {"w": np.ascontiguousarray(weight)} | ({} if bias is None else {"b": bias})
    assert {name: value.shape for name, value in shapes.items()} == {
        name: value.shape for name, value in given.items()
    }
    return channels_first(np.asarray(transformed.apply({"layer": given}, last)))


def run_mlx(x: Array, weight: Array, bias: Array | None, **words: Any) -> Array:
    mx, nn = module("mlx.core"), module("mlx.nn")
    words.setdefault("kernel_size", weight.shape[1:-1])
    if x.ndim == 3:  # on one axis MLX takes integers alone
        words = {name: kernel_of(v) if isinstance(v, tuple) else v for name, v in words.items()}
    layer = getattr(nn, f"ConvTranspose{x.ndim - 2}d")(
        x.shape[1], len(weight), bias=bias is not None, **words
    )
    assert layer.weight.shape == weight.shape
    layer.weight = mx.array(np.ascontiguousarray(weight))
    if bias is not None:
        layer.bias = mx.array(bias)
    return channels_first(np.array(layer(mx.array(np.ascontiguousarray(channels_last(x))))))


def run_paddle(x: Array, weight: Array, bias: Array | None, **words: Any) -> Array:
    paddle = module("paddle")
    words.setdefault("kernel_size", kernel_of(weight.shape[2:]))
    channels = weight.shape[1] * words.get("groups", 1)
    layer = getattr(paddle.nn, f"Conv{x.ndim - 2}DTranspose")(
        x.shape[1], channels, bias_attr=None if bias is not None else False, **words
    )
    assert tuple(layer.weight.shape) == weight.shape
    layer.weight.set_value(np.ascontiguousarray(weight))
    if bias is not None:
        layer.bias.set_value(bias)
    return layer(paddle.to_tensor(np.ascontiguousarray(x))).numpy()


def kernel_of(sizes: Sequence[int]) -> Any:
    return sizes[0] if len(sizes) == 1 else tuple(sizes)


def onnx_session(
    nodes: Iterable[tuple[str, list[str], dict[str, Any]]],
    ranks: dict[str, int],
    constants: Sequence[Any] = (),
) -> Any:
    """Return a session of ONNX Runtime with one output per node, for float32 inputs of any size."""
    onnx, runtime = module("onnx"), module("onnxruntime")
    helper, kind = onnx.helper, onnx.TensorProto.FLOAT
    made = [helper.make_node(op, names, [f"y{n}"], **w) for n, (op, names, w) in enumerate(nodes)]
    graph = helper.make_graph(
        made,
        "held_against",
        [helper.make_tensor_value_info(k, kind, [None] * rank) for k, rank in ranks.items()],
        [helper.make_tensor_value_info(node.output[0], kind, None) for node in made],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    options = runtime.SessionOptions()
    options.log_severity_level = 4  # the refusals are asserted, not printed
    options.intra_op_num_threads = 1
    return runtime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


def pad_onnx(x: Array, pads: Sequence[int]) -> Array:
    """Return what the node Pad makes of `x`, run by ONNX Runtime; negative pads remove."""
    onnx = module("onnx")
    constant = onnx.numpy_helper.from_array(np.array(pads, np.int64), "pads")
    session = onnx_session([("Pad", ["x", "pads"], {})], {"x": x.ndim}, [constant])
    return session.run(None, {"x": x})[0]


def run_tflite(
    x: Array, weight: Array, bias: Array | None, output_shape: Sequence[int], **words: Any
) -> Array:
    operator = (weight, tuple(output_shape), words["strides"], words["padding"], bias)
    (y,) = run_tflite_operators([(x, *operator)])
    return y


def run_tflite_operators(
    operators: Sequence[tuple[Array, Array, tuple[int, ...], Any, str, Array | None]],
) -> list[Array]:
    """Run many operators TRANSPOSE_CONV, (x, weight, output shape, strides, padding, bias) each."""
    tf = module("tensorflow")
    from tensorflow.lite.python.interpreter import OpResolverType

    model, inputs, outputs = _tflite_model(operators)
    with ignoring(r"\s*Warning: tf.lite.Interpreter is deprecated"):  # its heir is one more package
        interpreter = tf.lite.Interpreter(
            model_content=model,
            experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
        )
    interpreter.allocate_tensors()
    for index, x in inputs:
        interpreter.set_tensor(index, x)
    interpreter.invoke()
    return [channels_first(interpreter.get_tensor(index)) for index in outputs]


def _tflite_model(operators: Sequence[Any]) -> tuple[bytes, list[tuple[int, Array]], list[int]]:
    import flatbuffers
    from tensorflow.lite.python import schema_py_generated as schema

    tensors: list[Any] = []
    buffers = [schema.BufferT()]
    made, inputs, outputs = [], [], []

    def add(shape: Sequence[int], kind: int, data: Array | None = None) -> int:
        tensor = schema.TensorT()
        tensor.name, tensor.shape, tensor.type = f"t{len(tensors)}", list(shape), kind
        if data is not None:
            buffer = schema.BufferT()
            buffer.data = np.frombuffer(np.ascontiguousarray(data).tobytes(), np.uint8)
            buffers.append(buffer)
            tensor.buffer = len(buffers) - 1
        tensors.append(tensor)
        return len(tensors) - 1

    floats, integers = schema.TensorType.FLOAT32, schema.TensorType.INT32
    for x, weight, output_shape, strides, padding, bias in operators:
        shape = np.array([len(x), *output_shape, weight.shape[0]], np.int32)
        last = np.ascontiguousarray(channels_last(x))
        inputs.append((add(last.shape, floats), last))
        outputs.append(add(shape.tolist(), floats))
        options = schema.TransposeConvOptionsT()
        options.padding = getattr(schema.Padding, padding)
        options.strideH, options.strideW = (int(s) for s in np.broadcast_to(strides, 2))
        operator = schema.OperatorT()
        operator.builtinOptionsType = schema.BuiltinOptions.TransposeConvOptions
        operator.builtinOptions = options
        operator.inputs = [
            add(shape.shape, integers, shape),
            add(weight.shape, floats, weight),
            inputs[-1][0],
        ]
        if bias is not None:
            operator.inputs.append(add(bias.shape, floats, bias))
        operator.outputs = [outputs[-1]]
        made.append(operator)

    code = schema.OperatorCodeT()
    code.builtinCode = schema.BuiltinOperator.TRANSPOSE_CONV
    code.deprecatedBuiltinCode = schema.BuiltinOperator.TRANSPOSE_CONV
    code.version = 3  # the first with a bias
    graph = schema.SubGraphT()
    graph.tensors, graph.operators = tensors, made
    graph.inputs, graph.outputs = [index for index, _ in inputs], outputs
    model = schema.ModelT()
    model.version, model.subgraphs = 3, [graph]
    model.operatorCodes, model.buffers = [code], buffers
    builder = flatbuffers.Builder(1 << 16)
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output()), inputs, outputs


RUN: dict[str, Callable[..., Array]] = {
    "torch": run_torch,
    "keras": run_keras,
    "tensorflow": run_tensorflow,
    "onnx": run_onnx,
    "jax": run_jax,
    "tflite": run_tflite,
    "flax": run_flax,
    "equinox": run_equinox,
    "haiku": run_haiku,
    "mlx": run_mlx,
    "paddle": run_paddle,
}

MODULES = {"tflite": "tensorflow", "onnx": "onnxruntime", "mlx": "mlx.core"}  # others: by name
