"""Export models of upconv's Keras layers in every way that the backend has.

A program: `keras_exports.py FOLDER` writes the artifacts, `inputs.npz` and `outputs.npz` by the
name of the model, and prints what it wrote as JSON: the model, the format and the file.
"""

import json
import os
import sys
import warnings
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

import upconv.keras as own

NAME = keras.backend.backend()
KERAS = {
    "tensorflow": ("tf_saved_model", "openvino", "litert"),
    "torch": ("onnx", "openvino", "torch"),
    "jax": ("tf_saved_model",),
}
SUFFIX = {"tf_saved_model": "", "openvino": ".xml", "litert": ".tflite", "onnx": ".onnx"}


def line():
    """1-D: a causal convolution with groups, and rows of output padding."""
    x = keras.Input((7, 4))
    y = own.Conv1D(6, 3, padding="causal", dilation_rate=2, groups=2, activation="tanh")(x)
    y = own.Conv1DTranspose(4, 4, 3, padding="same", output_padding=0, activation="gelu")(y)
    return keras.Model(x, y)


def plane():
    """2-D, channels last: groups, strides with dilation, depthwise, and the layers that move."""
    x = keras.Input((6, 8, 4))
    y = own.Conv2DTranspose(
        6, (3, 2), 2, "same", 1, dilation_rate=(2, 1), groups=2, activation="leaky_relu"
    )(x)
    y = own.Conv2D(12, 3, 2, "same", dilation_rate=2, groups=2, activation="relu")(y)
    values, indices = own.MaxPooling2D(2, padding="same", return_indices=True)(y)
    back = own.MaxUnpooling2D(2, padding="same", output_size=y.shape[1:3])([values, indices])
    y = own.Conv2DTranspose(12, 4, 2, "same", groups=12)(back)
    nails = own.BedOfNails2D((2, 3))(own.Conv2D(12, 3, groups=12, padding="same")(y))
    return keras.Model(x, own.Conv2DTranspose(3, 3, 2, "same", activation="tanh")(nails))


def volume():
    """3-D, channels first."""
    x = keras.Input((4, 3, 4, 5))
    words = {"data_format": "channels_first", "groups": 2}
    y = own.Conv3D(4, 2, (1, 2, 1), padding="same", activation="relu", **words)(x)
    return keras.Model(x, own.Conv3DTranspose(6, (2, 3, 2), (2, 1, 3), dilation_rate=2, **words)(y))


def export_jax(model, x, folder, name):
    """Write two programs of `jax.export`: of the sizes of x, and of any number of rows."""
    import jax
    from jax import export

    def run(x):
        return model.stateless_call(model.trainable_variables, [], x)[0]

    (rows,) = export.symbolic_shape("rows")
    for kind, size in (("fixed", x.shape[0]), ("symbolic", rows)):
        form = jax.ShapeDtypeStruct((size, *x.shape[1:]), x.dtype)
        path = folder / f"{name}.{kind}.jax"
        path.write_bytes(export.export(jax.jit(run))(form).serialize())
        yield name, "jax", str(path)


def export_called(model, x, folder, name):
    """Save functions that have run, which hold upconv's form beside TensorFlow's."""
    import tensorflow as tf

    from upconv.keras.operation import Operation

    runs, forward = [], Operation.forward
    Operation.forward = lambda self, *arrays: runs.append(1) or forward(self, *arrays)

    class Module(tf.Module):
        def __init__(self):
            self.model = model

        @tf.function
        def serve(self, x):
            return self.model(x)

        @tf.function
        def slope(self, x):
            with tf.GradientTape() as tape:
                tape.watch(x)
                y = tf.reduce_sum(tf.sin(self.model(x)))
            return tape.gradient(y, x)

    module = Module()
    module.serve(tf.constant(x))
    assert runs, "the function ran without upconv"
    path = str(folder / f"{name}.called")
    slope = module.slope(tf.constant(x)).numpy()
    tf.saved_model.save(module, path)
    Operation.forward = forward
    yield name, "called", path
    np.save(folder / f"{name}.slope.npy", slope)


def main(folder: Path) -> None:
    """Write everything."""
    written, inputs, outputs = [], {}, {}
    for name, make in (("line", line), ("plane", plane), ("volume", volume)):
        keras.utils.set_random_seed(0)
        model = make()
        x = np.random.default_rng(0).random((2, *model.input_shape[1:]), np.float32) - 0.5
        for weight in model.weights:
            weight.assign(np.random.default_rng(1).random(weight.shape) - 0.4)
        inputs[name], outputs[name] = x, np.array(keras.ops.convert_to_numpy(model(x)))
        for way in KERAS[NAME]:
            path = str(folder / f"{name}.{way}{SUFFIX.get(way, '.pt2')}")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the converters' own
                signature = [keras.InputSpec(shape=x.shape, dtype="float32")]
                static = {"input_signature": signature} if way == "torch" else {}
                model.export(path, format=way, verbose=False, **static)
            written.append((name, way, path))
        if NAME == "jax":
            written.extend(export_jax(model, x, folder, name))
        if NAME == "tensorflow" and name != "volume":
            written.extend(export_called(model, x, folder, name))
    np.savez(folder / "inputs.npz", **inputs)
    np.savez(folder / "outputs.npz", **outputs)
    print(json.dumps(written))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
