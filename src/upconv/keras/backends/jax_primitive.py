"""One JAX primitive for a layer and its derivatives of every order.

A convolution without bias and activation, y = c(x, kernel), is linear in each argument, so that
everything follows from the trilinear form <y, c(x, kernel)>: a `Part` takes two of the three
arrays and returns the factor of the third. The transposed derivative of a part for one of its
arrays is another part.

`Layer` also computes bias and activation. Its forward derivative (JVP) is a `Tangent`, and the
transpose of that a `Gradient`: each is one call, since every call copies its arrays. Derivatives
of these two are composed of parts.

When compiled, a call is a callback that passes NumPy arrays to upconv and uses nothing of JAX. In
an export, which cannot contain a callback, and on other devices it is Keras' own operations.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import jax
import numpy as np
from jax.extend.core import Primitive
from jax.interpreters import ad, batching, mlir

from upconv.activations import is_reversible
from upconv.arrays import Array
from upconv.keras.composed import composed
from upconv.keras.fused import function_of, gradient_before
from upconv.keras.operation import Operation

Shape: TypeAlias = tuple[int, ...]
Arrays: TypeAlias = tuple[Any, ...]
Call: TypeAlias = "Layer | Part | Tangent | Gradient"

X, KERNEL, Y, BIAS = "x", "kernel", "y", "bias"
ROLES = (X, KERNEL, Y)
ROWS = (X, Y)  # the arrays whose first axis is the batch


@dataclass(frozen=True)
class _Call:
    """The computation of one call; hashable. `shapes` are those of x, kernel and y."""

    operation: Operation
    shapes: tuple[Shape, Shape, Shape]

    @property
    def given(self) -> tuple[str, ...]:
        """The roles of the arrays that it takes."""
        raise NotImplementedError  # defined by the subclasses

    @property
    def returned(self) -> tuple[str, ...]:
        """The roles of the arrays that it returns."""
        raise NotImplementedError  # defined by the subclasses

    def shape(self, role: str) -> Shape:
        """Return the shape of an array."""
        if role == BIAS:
            return (self.shapes[2][self.operation.channel_axis],)
        return self.shapes[ROLES.index(role)]

    def for_batch(self, size: int) -> Any:
        """Return the same call for `size` batches at once."""
        x, kernel, y = self.shapes
        larger = (size * x[0], *x[1:]), kernel, (size * y[0], *y[1:])
        return replace(self, shapes=larger)

    def part(self, returned: str, **arrays: Any) -> Any:
        """Return one part."""
        call = Part(self.operation, self.shapes, returned)
        return bind(call, *(arrays[role] for role in call.given))[0]

    def summed(self, y: Any) -> Any:
        """Return the gradient of the bias."""
        return y.sum(self.operation.summed_axes)

    def spread(self, bias: Any) -> Any:
        """Return the bias broadcast to the shape of a result."""
        shape = [1] * len(self.shapes[2])
        shape[self.operation.channel_axis] = -1
        return jax.numpy.broadcast_to(bias.reshape(shape), self.shapes[2])


@dataclass(frozen=True)
class Layer(_Call):
    """y = activation(c(x, kernel) + bias)."""

    biased: bool = False

    @property
    def given(self) -> tuple[str, ...]:
        return (X, KERNEL, BIAS) if self.biased else (X, KERNEL)

    @property
    def returned(self) -> tuple[str, ...]:
        return (Y,)

    def by_numpy(self, *arrays: Array) -> Arrays:
        return (self.operation.forward(*arrays),)

    def by_operations(self, *arrays: Any) -> Arrays:
        return (composed(self.operation, *arrays),)

    def derived(self, arrays: Arrays, tangents: Arrays) -> tuple[Arrays, Arrays]:
        ending = self.operation.activation
        if ending is not None and not is_reversible(ending):
            linear = replace(self, operation=self.operation.linear)
            (z,), (slope,) = linear.derived(arrays, tangents)
            y, slope = jax.jvp(function_of(ending), (z,), (slope,))
            return (y,), (slope,)
        found = bind(self, *arrays)
        call = Tangent(self.operation.linear, self.shapes, _present(self.given, tangents))
        moved = dict(zip(self.given, tangents, strict=True))
        held = dict(zip(self.given, arrays, strict=True))
        slope = bind(call, *(moved[role] for role in call.moved), *(held[r] for r in call.held))
        return found, (gradient_before(self.operation.activation, slope[0], found[0]),)


@dataclass(frozen=True)
class Part(_Call):
    """One array of the form <y, c(x, kernel)> from the other two."""

    role: str = Y

    @property
    def given(self) -> tuple[str, ...]:
        return tuple(role for role in ROLES if role != self.role)

    @property
    def returned(self) -> tuple[str, ...]:
        return (self.role,)

    def by_numpy(self, *arrays: Array) -> Arrays:
        held = dict(zip(self.given, arrays, strict=True))
        # A gradient reads only the shape of the array that it is for.
        held[self.role] = np.empty(self.shape(self.role), arrays[0].dtype)
        linear = self.operation.linear
        compute: dict[str, Callable[[], Array]] = {
            Y: lambda: linear.forward(held[X], held[KERNEL]),
            X: lambda: linear.input_gradient(held[Y], held[X], held[KERNEL]),
            KERNEL: lambda: linear.kernel_gradient(held[Y], held[X], held[KERNEL]),
        }
        return (compute[self.role](),)

    def by_operations(self, *arrays: Any) -> Arrays:
        held = dict(zip(self.given, arrays, strict=True))
        linear = functools.partial(composed, self.operation.linear)
        if self.role == Y:
            return (linear(held[X], held[KERNEL]),)
        of = {X: lambda x: linear(x, held[KERNEL]), KERNEL: lambda kernel: linear(held[X], kernel)}
        form = jax.ShapeDtypeStruct(self.shape(self.role), arrays[0].dtype)
        found: Arrays = jax.linear_transpose(of[self.role], form)(held[Y])
        return found

    def derived(self, arrays: Arrays, tangents: Arrays) -> tuple[Arrays, Arrays]:
        held = dict(zip(self.given, arrays, strict=True))
        terms = [
            self.part(self.role, **(held | {role: tangent}))
            for role, tangent in zip(self.given, tangents, strict=True)
            if type(tangent) is not ad.Zero
        ]
        return bind(self, *arrays), (functools.reduce(jax.numpy.add, terms),)

    def turned(self, gradients: Arrays, arrays: Arrays) -> Arrays:
        held = dict(zip(self.given, arrays, strict=True)) | {self.role: gradients[0]}
        return tuple(
            self.part(role, **held) if ad.is_undefined_primal(array) else None
            for role, array in zip(self.given, arrays, strict=True)
        )


@dataclass(frozen=True)
class Tangent(_Call):
    """c(dx, kernel) + c(x, dkernel) + dbias, with the terms in `moved`."""

    moved: tuple[str, ...] = ()

    @property
    def held(self) -> tuple[str, ...]:
        """The roles of the arrays that the tangents or gradients are multiplied with."""
        return tuple(role for role, other in ((X, KERNEL), (KERNEL, X)) if other in self.moved)

    @property
    def given(self) -> tuple[str, ...]:
        return (*self.moved, *self.held)

    @property
    def returned(self) -> tuple[str, ...]:
        return (Y,)

    def by_numpy(self, *arrays: Array) -> Arrays:
        moved, held = self._apart(arrays)
        linear = self.operation.linear
        bias = moved.get(BIAS)
        terms = []
        if X in moved:
            terms.append(linear.forward(moved[X], held[KERNEL], bias))
            bias = None
        if KERNEL in moved:
            terms.append(linear.forward(held[X], moved[KERNEL], bias))
            bias = None
        if bias is not None:
            shape = [1] * len(self.shapes[2])
            shape[self.operation.channel_axis] = -1
            terms.append(np.broadcast_to(bias.reshape(shape), self.shapes[2]))
        return (terms[0] if len(terms) == 1 else np.add(terms[0], terms[1], out=terms[0]),)

    def by_operations(self, *arrays: Any) -> Arrays:
        moved, held = self._apart(arrays)
        terms = []
        if X in moved:
            terms.append(self.part(Y, x=moved[X], kernel=held[KERNEL]))
        if KERNEL in moved:
            terms.append(self.part(Y, x=held[X], kernel=moved[KERNEL]))
        if BIAS in moved:
            terms.append(self.spread(moved[BIAS]))
        return (functools.reduce(jax.numpy.add, terms),)

    def derived(self, arrays: Arrays, tangents: Arrays) -> tuple[Arrays, Arrays]:
        return _derived_by_operations(self, arrays, tangents)

    def turned(self, gradients: Arrays, arrays: Arrays) -> Arrays:
        _, held = self._apart(arrays)
        call = Gradient(self.operation, self.shapes, self.moved)
        found = bind(call, gradients[0], *(held[role] for role in call.held))
        return (*found, *(None for _ in self.held))

    def _apart(self, arrays: Arrays) -> tuple[dict[str, Any], dict[str, Any]]:
        count = len(self.moved)
        moved = dict(zip(self.moved, arrays[:count], strict=True))
        return moved, dict(zip(self.held, arrays[count:], strict=True))


@dataclass(frozen=True)
class Gradient(_Call):
    """The gradients for the arrays in `wanted`, of y without activation."""

    wanted: tuple[str, ...] = ()

    @property
    def held(self) -> tuple[str, ...]:
        """The roles of the arrays that the tangents or gradients are multiplied with."""
        return tuple(role for role, other in ((X, KERNEL), (KERNEL, X)) if other in self.wanted)

    @property
    def given(self) -> tuple[str, ...]:
        return (Y, *self.held)

    @property
    def returned(self) -> tuple[str, ...]:
        return self.wanted

    def by_numpy(self, *arrays: Array) -> Arrays:
        held = dict(zip(self.given, arrays, strict=True))
        for role in (X, KERNEL):  # its shape is read
            if role not in held:
                held[role] = np.empty(self.shape(role), arrays[0].dtype)
        needs = [role in self.wanted for role in (X, KERNEL, BIAS)]
        found = self.operation.linear.gradients(held[Y], held[X], held[KERNEL], None, needs)
        return tuple(array for array in found if array is not None)

    def by_operations(self, *arrays: Any) -> Arrays:
        held = dict(zip(self.given, arrays, strict=True))
        return tuple(
            self.summed(held[Y]) if role == BIAS else self.part(role, **held)
            for role in self.wanted
        )

    def derived(self, arrays: Arrays, tangents: Arrays) -> tuple[Arrays, Arrays]:
        return _derived_by_operations(self, arrays, tangents)


def _derived_by_operations(call: Any, arrays: Arrays, tangents: Arrays) -> tuple[Arrays, Arrays]:
    whole = map(ad.instantiate_zeros, tangents)
    _, slopes = jax.jvp(call.by_operations, arrays, tuple(whole))
    return bind(call, *arrays), slopes


def _present(roles: tuple[str, ...], tangents: Arrays) -> tuple[str, ...]:
    each = zip(roles, tangents, strict=True)
    return tuple(role for role, tangent in each if type(tangent) is not ad.Zero)


# The primitive.

_PRIMITIVE = Primitive("upconv")
_PRIMITIVE.multiple_results = True


def bind(call: Any, *arrays: Any) -> Arrays:
    """Return the result of `call` on `arrays`, which may be tracers."""
    return tuple(_PRIMITIVE.bind(*arrays, call=call))


def _run(*arrays: Any, call: Any) -> list[Any]:
    return [jax.numpy.asarray(y) for y in call.by_numpy(*map(np.asarray, arrays))]


def _forms(*arrays: Any, call: Any) -> list[Any]:
    return [arrays[0].update(shape=call.shape(r), weak_type=False) for r in call.returned]


def _derived(arrays: Sequence[Any], tangents: Sequence[Any], *, call: Any) -> Any:
    found, slopes = call.derived(tuple(arrays), tuple(tangents))
    return list(found), list(slopes)


def _turned(gradients: Sequence[Any], *arrays: Any, call: Any) -> list[Any]:
    whole = tuple(map(ad.instantiate_zeros, gradients))
    return list(call.turned(whole, arrays))


def _batched(arrays: Sequence[Any], axes: Sequence[Any], *, call: Any) -> Any:
    pairs = list(zip(arrays, axes, strict=True))
    size = next(array.shape[axis] for array, axis in pairs if axis is not None)
    front = [a if axis is None else jax.numpy.moveaxis(a, axis, 0) for a, axis in pairs]
    named = list(zip(call.given, front, axes, strict=True))
    # If only arrays with a batch axis are mapped and returned, the mapped axis joins the batch.
    if all(role in ROWS or axis is None for role, _, axis in named) and all(
        role in ROWS for role in call.returned
    ):
        larger = call.for_batch(size)
        rows = [
            array
            if role not in ROWS
            else jax.numpy.broadcast_to(array, (size, *call.shape(role))).reshape(
                larger.shape(role)
            )
            for role, array, _ in named
        ]
        found = bind(larger, *rows)
        shapes = [(size, *call.shape(role)) for role in call.returned]
        return [y.reshape(shape) for y, shape in zip(found, shapes, strict=True)], [0] * len(found)
    moving = tuple(array for array, axis in zip(front, axes, strict=True) if axis is not None)

    def one(given: Arrays) -> Arrays:
        left = iter(given)
        both = zip(front, axes, strict=True)
        return bind(call, *(array if axis is None else next(left) for array, axis in both))

    found = jax.lax.map(one, moving)
    return list(found), [0] * len(found)


def _lowered(context: Any, *operands: Any, call: Any) -> Any:
    module = context.module_context
    here = not module.lowering_parameters.for_export and tuple(module.platforms) == ("cpu",)
    function = functools.partial(_called_back, call) if here else call.by_operations
    return mlir.lower_fun(function, multiple_results=True)(context, *operands)


def _called_back(call: Any, *arrays: Any) -> Any:
    def run(*given: Any) -> Arrays:
        return tuple(call.by_numpy(*map(np.asarray, given)))

    forms = tuple(jax.ShapeDtypeStruct(call.shape(r), arrays[0].dtype) for r in call.returned)
    return jax.pure_callback(run, forms, *arrays, vmap_method="sequential")


_PRIMITIVE.def_impl(_run)
_PRIMITIVE.def_abstract_eval(_forms)
ad.primitive_jvps[_PRIMITIVE] = _derived
ad.primitive_transposes[_PRIMITIVE] = _turned
batching.primitive_batchers[_PRIMITIVE] = _batched
mlir.register_lowering(_PRIMITIVE, _lowered)
