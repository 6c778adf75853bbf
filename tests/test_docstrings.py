"""Each layer's docstring describes each of its arguments, for every rank in the same words."""

import inspect
import re
import subprocess
import sys

import pytest

REPORTS = ("Acceleration", "Explanation")
LAYERS = {
    "keras": [
        *("Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"),
        *("BedOfNails2D", "MaxPooling2D", "MaxUnpooling2D"),
    ],
    "torch": [
        *("Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"),
        *("BedOfNails2d", "MaxUnpool2d"),
    ],
}
CASES = [(framework, name) for framework, names in LAYERS.items() for name in names]


def layer(framework, name):
    pytest.importorskip(framework, reason=f"{framework} is not installed")
    return getattr(__import__(f"upconv.{framework}", fromlist=[name]), name)


def described(docstring):
    """Return {argument: text} of the section "Parameters"."""
    section = re.search(
        r"^Parameters\n-+\n((?:(?:\S| ).*\n)+)", inspect.cleandoc(docstring) + "\n", re.MULTILINE
    )[1]
    entries = re.findall(r"^(\S.*)\n((?:    .*\n)+)", section, re.MULTILINE)
    return {name.strip("*"): said for names, said in entries for name in names.split(", ")}


@pytest.mark.parametrize(("framework", "name"), CASES)
def test_each_argument_is_described(framework, name):
    kind = layer(framework, name)
    parameters = inspect.signature(kind).parameters
    if "args" in parameters:  # in Keras' 3-D layer two arguments change places; the rest follow
        parameters = inspect.signature(layer(framework, "Conv2DTranspose")).parameters
    assert set(described(kind.__doc__)) == set(parameters)
    assert all(said.rstrip().endswith(".") for said in described(kind.__doc__).values())


def test_the_table_of_layers_is_complete():
    for framework, names in LAYERS.items():
        pytest.importorskip(framework, reason=f"{framework} is not installed")
        public = __import__(f"upconv.{framework}", fromlist=["__all__"]).__all__
        layers = [name for name in public if name[0].isupper() and name not in REPORTS]
        assert sorted(layers) == sorted(names)


@pytest.mark.parametrize("framework", LAYERS)
def test_every_rank_says_the_same(framework):
    suffix = "D" if framework == "keras" else "d"
    for name in ("Conv{}", "Conv{}Transpose") if suffix == "D" else ("Conv{}", "ConvTranspose{}"):
        texts = [
            described(layer(framework, name.format(f"{rank}{suffix}")).__doc__)
            for rank in (1, 2, 3)
        ]
        assert texts[0] == texts[1] == texts[2]


def test_without_docstrings_the_layers_are_there():
    pytest.importorskip("torch", reason="PyTorch is not installed")
    code = "from upconv.torch import ConvTranspose2d; print(ConvTranspose2d.__doc__)"
    done = subprocess.run(
        [sys.executable, "-OO", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.stdout == "None\n", done.stderr
