"""What is installed and what is run: a dependency set per row of the matrix."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

# No compiler is called: what has no wheel fails, but for one package, which is Python alone.
WHEELS = ("--only-binary=:all:", "--no-binary=yattag")
RUNNERS = ("pytest", "pytest-xdist", "hypothesis", "packaging")  # what every set is tested with
TORCH = "torch==2.13.0"  # a newer one is a set of its own: on Linux it may bring CUDA's libraries
PYTORCH = ("tests/test_torch*.py", "tests/test_live_layers.py", "tests/test_frameworks_*.py")


class Set(NamedTuple):
    """Extras of upconv, packages besides them, which versions, variables, and which tests run."""

    extras: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    lowest: bool = False
    variables: Mapping[str, str] = MappingProxyType({})
    tests: tuple[str, ...] = ("tests",)


SETS: Mapping[str, Set] = {
    "core": Set(),
    "frameworks": Set(  # without PyTorch and TensorFlow, which are large and come late to a Python
        ("explain", "onnx", "keras"), ("jax",), variables={"KERAS_BACKEND": "jax"}
    ),
    "dev": Set(("dev",), (TORCH,)),
    "core-lowest": Set(lowest=True),
    "dev-lowest": Set(("dev",), lowest=True),
}


def of(name: str) -> Set:
    """Return the set of a name; of `torch==2.14.1`, the adapter with PyTorch of that version."""
    if name.startswith("torch"):
        others = _declared("onnx", "onnxruntime", "onnxscript", "expecttest")
        return Set(("torch",), (name, *others), tests=PYTORCH)
    return SETS[name]


def installs(chosen: Set, wheel: Path) -> Iterator[list[str]]:
    """Yield the arguments of each `uv pip install`: the wheel with its extras, and what tests it.

    The bounds of a wheel are not its installer's own, which `lowest-direct` lowers: then they are
    read from pyproject.toml, and the wheel comes alone.
    """
    others = [*_declared(*RUNNERS), *chosen.packages]
    if chosen.lowest:
        extras = [f"--extra={name}" for name in chosen.extras]
        yield ["--resolution=lowest-direct", "-r", str(ROOT / "pyproject.toml"), *extras, *others]
        yield ["--no-deps", str(wheel)]
    else:
        extra = f"[{','.join(chosen.extras)}]" if chosen.extras else ""
        yield ["--upgrade", f"upconv{extra} @ {wheel.as_uri()}", *others]


def _declared(*names: str) -> Iterator[str]:
    """Return requirements as pyproject.toml states them, with their bounds."""
    extras = PROJECT["optional-dependencies"].values()
    stated = [*PROJECT["dependencies"], *chain.from_iterable(extras)]
    for name in names:
        yield next((text for text in stated if re.match(r"[\w-]+", text)[0] == name), name)
