"""Run exported models where there is no upconv, and compare.

A program: `keras_artifacts.py FOLDER WRITTEN`, with the JSON that `keras_exports.py` printed;
prints a line of JSON for each: the model, the format and the largest difference.
"""

import importlib.abc
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np


class Refused(importlib.abc.MetaPathFinder):
    """Refuses upconv, which nothing that was exported may need."""

    def find_spec(self, name, *_):
        """Raise ImportError for it."""
        if name.partition(".")[0] == "upconv":
            raise ImportError(f"{name} is not here")


def by_tensorflow(path, x):
    import tensorflow as tf

    model = tf.saved_model.load(path)
    return model.serve(tf.constant(x)).numpy()


def by_openvino(path, x):
    import openvino

    exact = {"INFERENCE_PRECISION_HINT": "f32"}
    compiled = openvino.Core().compile_model(path, "CPU", exact)
    return compiled([x])[compiled.output(0)]


def by_litert(path, x):
    if "volume" in path:  # a dilation on 3 axes takes TensorFlow's operators, of Keras' layer too
        import tensorflow as tf

        Interpreter = tf.lite.Interpreter  # noqa: N806 - a class
    else:
        from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(path)
    place = interpreter.get_input_details()[0]["index"]
    interpreter.resize_tensor_input(place, x.shape)
    interpreter.allocate_tensors()
    interpreter.set_tensor(place, x)
    interpreter.invoke()
    return interpreter.get_tensor(interpreter.get_output_details()[0]["index"])


def by_onnx(path, x):
    import onnxruntime

    session = onnxruntime.InferenceSession(path)
    return session.run(None, {session.get_inputs()[0].name: x})[0]


def by_torch(path, x):
    import torch

    with torch.no_grad():
        return torch.export.load(path).module()(torch.from_numpy(x)).numpy()


def by_jax(path, x):
    from jax import export

    return np.asarray(export.deserialize(bytearray(Path(path).read_bytes())).call(x))


RUN = {
    "tf_saved_model": by_tensorflow,
    "called": by_tensorflow,
    "openvino": by_openvino,
    "litert": by_litert,
    "onnx": by_onnx,
    "torch": by_torch,
    "jax": by_jax,
}


def slope(path, x):
    """Return the gradient that a saved function computes."""
    import tensorflow as tf

    model = tf.saved_model.load(path)
    return model.slope(tf.constant(x)).numpy()


def main(folder: Path, written: str) -> None:
    """Run everything."""
    sys.meta_path.insert(0, Refused())
    inputs, outputs = np.load(folder / "inputs.npz"), np.load(folder / "outputs.npz")
    for name, way, path in json.loads(written):
        x, expected = inputs[name], outputs[name]
        found = RUN[way](path, x)
        assert found.shape == expected.shape, (name, way, found.shape, expected.shape)
        print(json.dumps((name, way, float(np.abs(found - expected).max()))))
        moved = RUN[way](path, x * 2)  # a constant would not notice
        assert np.abs(moved - found).max() > 0.01, (name, way)
        if way == "called":
            expected = np.load(folder / f"{name}.slope.npy")
            difference = float(np.abs(slope(path, x) - expected).max() / np.abs(expected).max())
            print(json.dumps((name, "slope", difference)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
