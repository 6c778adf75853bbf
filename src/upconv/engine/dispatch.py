"""The front of the engine: the forms in order, fastest first; each accepts or gives a reason.

`upconv.ops` calls these with arguments that have been checked. Arrays are seen as (N, C, *spatial)
whatever their layout; weights have their operator's own layout, (C_in, C_out/groups, *k) of a
transposed convolution and (C_out, C_in/groups, *k) of a convolution.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from numpy.typing import NDArray

from upconv.axis import Axis, is_fractional
from upconv.bounded_cache import BoundedCache
from upconv.engine import fractional
from upconv.engine.calls.executable import Executable
from upconv.engine.calls.packed_weight import PackedWeight
from upconv.engine.fallback import generic
from upconv.engine.process import debug

if TYPE_CHECKING:  # LLVM loads with the first call
    from upconv.engine.calls.activation_backward import ActivationBackward
    from upconv.engine.calls.gradient_executable import GradientExecutable

Array: TypeAlias = NDArray[Any]
Axes: TypeAlias = tuple[Axis, ...]
Act: TypeAlias = tuple[str, float] | None
T = TypeVar("T")

_REFUSED: BoundedCache[Hashable, str] = BoundedCache(256, "refused")
"""What LLVM could not compile, and why: it is not asked again."""
_warned: set[str] = set()


def forward(
    x: Array,
    weight: Array,
    bias: Array | None,
    activation: Act,
    out: Array,
    axes: Axes,
    groups: int,
    transposed: bool,
    packed_weight: PackedWeight | None = None,
) -> Executable | None:
    """Write one operation on x (N, C_in, *i) into `out` (N, C_out, *o), as `generic.forward`.

    `packed_weight` has packed copies of `weight`, if the caller keeps them. Returns the executable,
    if generated code computed the call.
    """
    if out.size == 0:
        return None
    if is_fractional(axes):
        layer = (axes, groups, transposed)
        fractional.forward(forward, x, weight, bias, activation, out, *layer)
        return None
    done: Executable | str | None = _declined(x, weight, out)
    if done is None:
        done = _generated(x, weight, bias, activation, out, axes, groups, transposed, packed_weight)
    if not isinstance(done, str):
        return done
    debug.say(debug.CHOICE, f"generated: no, {done}; generic: yes")
    generic.forward(x, weight, bias, activation, out, axes, groups, transposed)
    return None


def weight_gradient(
    x: Array,
    grad: Array,
    weight_shape: tuple[int, ...],
    axes: Axes,
    groups: int,
    transposed: bool,
) -> tuple[Array, GradientExecutable | None]:
    """Return the gradient of `forward` for its weight; `grad` (N, C_out, *o) is that of `out`.

    Also the executable, if generated code computed it.
    """
    if is_fractional(axes):
        layer = (axes, groups, transposed)
        return fractional.weight_gradient(weight_gradient, x, grad, weight_shape, *layer), None
    reason = _declined(x, grad)
    if grad.size == 0:
        reason = "the batch is empty"
    if reason is None:
        channels = (x.shape[1], grad.shape[1])
        key = ("weight", x.itemsize, channels, weight_shape, axes, groups, transposed)
        arguments = (x, grad, weight_shape, axes, groups, transposed)
        made = _compiled("a weight gradient", key, lambda: _gradient(*arguments))
        if not isinstance(made, str):
            return made
        reason = made
    debug.say(debug.CHOICE, f"weight gradient generated: no, {reason}; generic: yes")
    return generic.weight_gradient(x, grad, weight_shape, axes, groups, transposed), None


def activation_backward(
    grad: Array, result: Array | None, activation: Act
) -> tuple[Array, Array, ActivationBackward | None]:
    """Return the gradient before the activation, and its sum over images and positions.

    `grad` and `result`, which an activation needs, are (N, C_out, *o). Also the executable, if
    generated code computed it.
    """
    reason = _declined(grad) if result is None else _declined(grad, result)
    if grad.size == 0:
        reason = "the batch is empty"
    if reason is None:
        name = None if activation is None else activation[0]
        key = ("activation backward", grad.itemsize, name, grad.flags.c_contiguous)
        made = _compiled(
            "a bias gradient", key, lambda: _activation_backward(grad, result, activation)
        )
        if not isinstance(made, str):
            return made
        reason = made
    debug.say(debug.CHOICE, f"gradient of the activation generated: no, {reason}; generic: yes")
    return *generic.activation_backward(grad, result, activation), None


def refused() -> list[str]:
    """Return what LLVM could not compile in this process, and why."""
    return _REFUSED.values()


def _gradient(x: Array, grad: Array, *layer: Any) -> tuple[Array, GradientExecutable]:
    from upconv.engine import generated_gradient  # noqa: PLC0415 - LLVM loads with the first call

    prepared = generated_gradient.prepare(x, grad, *layer)
    return prepared.run(x, grad), prepared


def _activation_backward(
    grad: Array, result: Array | None, activation: Act
) -> tuple[Array, Array, ActivationBackward | None]:
    from upconv.engine.calls import activation_backward  # noqa: PLC0415 - LLVM loads with the first call

    return activation_backward.activation_backward(grad, result, activation)


def _compiled(what: str, key: Hashable, make: Callable[[], T]) -> T | str:
    """Return what `make` makes with compiled code, or why there is none.

    What LLVM refuses is warned of and not tried again. Missing memory is an error of this call, and
    the next one may have it.
    """
    reason = _REFUSED.get(key)
    if reason is not None:
        return reason
    try:
        from upconv.engine.codegen.compiler import RefusedError  # noqa: PLC0415 - LLVM loads with it
    except (ImportError, OSError) as error:
        return _without_llvm(error)
    try:
        return make()
    except RefusedError as error:
        reason = f"LLVM cannot compile {what}: {error}"
        _REFUSED.put(key, reason)
        text = f"{reason}. NumPy computes it instead, which is slower."
        warnings.warn(text, RuntimeWarning, stacklevel=_of_caller())
        return reason


def _without_llvm(error: Exception) -> str:
    """Return the reason, and warn once if llvmlite is installed and does not load."""
    reason = f"llvmlite cannot be used ({error})"
    if not isinstance(error, ModuleNotFoundError) and "llvmlite" not in _warned:
        _warned.add("llvmlite")
        text = f"{reason}. NumPy computes instead, which is slower."
        warnings.warn(text, RuntimeWarning, stacklevel=_of_caller())
    return reason


def _of_caller() -> int:
    """Return the stack level of the caller of upconv, for a warning."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("upconv."):
        level, frame = level + 1, frame.f_back
    return level


def _declined(*arrays: Array) -> str | None:
    """Return why generated code cannot read these arrays, or None."""
    for array in arrays:
        if not array.flags.aligned or any(step % array.itemsize for step in array.strides):
            return "an array is not aligned to its elements"
    return None


def _generated(
    x: Array,
    weight: Array,
    bias: Array | None,
    activation: Act,
    out: Array,
    axes: Axes,
    groups: int,
    transposed: bool,
    packed_weight: PackedWeight | None,
) -> Executable | str:
    """Run generated code and return its executable, or the reason why it cannot."""
    try:
        from upconv.engine import generated  # noqa: PLC0415 - LLVM loads with the first call
    except (ImportError, OSError) as error:
        return _without_llvm(error)
    start = time.perf_counter()
    call = (x, weight, bias, activation, out, axes, groups, transposed)
    prepared = generated.cached(*call)
    if prepared is None:
        problem = generated.problem_of(x, out, axes, groups, transposed, bias, activation)
        made = _compiled(str(problem), problem, lambda: generated.prepare(*call))
        if isinstance(made, str):
            return made
        prepared = made
    generated.run(prepared, x, weight, out, bias, activation, packed_weight)
    if debug.level() >= debug.CHOICE:
        plan = prepared.plan
        took = f", {1e3 * (time.perf_counter() - start):.3f} ms"
        took = took if debug.level() >= debug.TIMING else ""
        debug.say(
            debug.CHOICE, f"generated: yes, {plan.form}, {plan.problem} {plan.isa.name}{took}"
        )
    return prepared
