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
    def roles(self) -> tuple[str, ...]:
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
        return bind(call, *(arrays[role] for role in call.roles))[0]

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
    def roles(self) -> tuple[str, ...]:
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
        results = bind(self, *arrays)
        call = Tangent(self.operation.linear, self.shapes, _present(self.roles, tangents))
        moved = dict(zip(self.roles, tangents, strict=True))
        by_role = dict(zip(self.roles, arrays, strict=True))
        slope = bind(
            call, *(moved[role] for role in call.moved), *(by_role[r] for r in call.constant_roles)
        )
        return results, (gradient_before(self.operation.activation, slope[0], results[0]),)


@dataclass(frozen=True)
class Part(_Call):
    """One array of the form <y, c(x, kernel)> from the other two."""

    role: str = Y

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(role for role in ROLES if role != self.role)

    @property
    def returned(self) -> tuple[str, ...]:
        return (self.role,)

    def by_numpy(self, *arrays: Array) -> Arrays:
        by_role = dict(zip(self.roles, arrays, strict=True))
        # A gradient reads only the shape of the array that it is for.
        by_role[self.role] = np.empty(self.shape(self.role), arrays[0].dtype)
        linear = self.operation.linear
        compute: dict[str, Callable[[], Array]] = {
            Y: lambda: linear.forward(by_role[X], by_role[KERNEL]),
            X: lambda: linear.input_gradient(by_role[Y], by_role[X], by_role[KERNEL]),
            KERNEL: lambda: linear.kernel_gradient(by_role[Y], by_role[X], by_role[KERNEL]),
        }
        return (compute[self.role](),)

    def by_operations(self, *arrays: Any) -> Arrays:
        by_role = dict(zip(self.roles, arrays, strict=True))
        linear = functools.partial(composed, self.operation.linear)
        if self.role == Y:
            return (linear(by_role[X], by_role[KERNEL]),)
        of = {
            X: lambda x: linear(x, by_role[KERNEL]),
            KERNEL: lambda kernel: linear(by_role[X], kernel),
        }
        form = jax.ShapeDtypeStruct(self.shape(self.role), arrays[0].dtype)
        results: Arrays = jax.linear_transpose(of[self.role], form)(by_role[Y])
        return results

    def derived(self, arrays: Arrays, tangents: Arrays) -> tuple[Arrays, Arrays]:
        by_role = dict(zip(self.roles, arrays, strict=True))
        terms = [
            self.part(self.role, **(by_role | {role: tangent}))
            for role, tangent in zip(self.roles, tangents, strict=True)
            if type(tangent) is not ad.Zero
        ]
        return bind(self, *arrays), (functools.reduce(jax.numpy.add, terms),)

    def turned(self, gradients: Arrays, arrays: Arrays) -> Arrays:
        by_role = dict(zip(self.roles, arrays, strict=True)) | {self.role: gradients[0]}
        return tuple(
            self.part(role, **by_role) if ad.is_undefined_primal(array) else None
            for role, array in zip(self.roles, arrays, strict=True)
        )


@dataclass(frozen=True)
class Tangent(_Call):
    """c(dx, kernel) + c(x, dkernel) + dbias, with the terms in `moved`."""

    moved: tuple[str, ...] = ()

    @property
    def constant_roles(self) -> tuple[str, ...]:
        """The roles of the arrays that the tangents or gradients are multiplied with."""
        return tuple(role for role, other in ((X, KERNEL), (KERNEL, X)) if other in self.moved)

    @property
    def roles(self) -> tuple[str, ...]:
        return (*self.moved, *self.constant_roles)

    @property
    def returned(self) -> tuple[str, ...]:
        return (Y,)

    def by_numpy(self, *arrays: Array) -> Arrays:
        moved, constants = self._split(arrays)
        linear = self.operation.linear
        bias = moved.get(BIAS)
        terms = []
        if X in moved:
            terms.append(linear.forward(moved[X], constants[KERNEL], bias))
            bias = None
        if KERNEL in moved:
            terms.append(linear.forward(constants[X], moved[KERNEL], bias))
            bias = None
        if bias is not None:
            shape = [1] * len(self.shapes[2])
            shape[self.operation.channel_axis] = -1
            terms.append(np.broadcast_to(bias.reshape(shape), self.shapes[2]))
        return (terms[0] if len(terms) == 1 else np.add(terms[0], terms[1], out=terms[0]),)

    def by_operations(self, *arrays: Any) -> Arrays:
        moved, constants = self._split(arrays)
        terms = []
        if X in moved:
            terms.append(self.part(Y, x=moved[X], kernel=constants[KERNEL]))
        if KERNEL in moved:
            terms.append(self.part(Y, x=constants[X], kernel=moved[KERNEL]))
        if BIAS in moved:
            terms.append(self.spread(moved[BIAS]))
        return (functools.reduce(jax.numpy.add, terms),)

    def derived(self, arrays: Arrays, tangents: Arrays) -> tuple[Arrays, Arrays]:
        return _derived_by_operations(self, arrays, tangents)

    def turned(self, gradients: Arrays, arrays: Arrays) -> Arrays:
        _, constants = self._split(arrays)
        call = Gradient(self.operation, self.shapes, self.moved)
        results = bind(call, gradients[0], *(constants[role] for role in call.constant_roles))
        return (*results, *(None for _ in self.constant_roles))

    def _split(self, arrays: Arrays) -> tuple[dict[str, Any], dict[str, Any]]:
        count = len(self.moved)
        moved = dict(zip(self.moved, arrays[:count], strict=True))
        return moved, dict(zip(self.constant_roles, arrays[count:], strict=True))


@dataclass(frozen=True)
class Gradient(_Call):
    """The gradients for the arrays in `wanted`, of y without activation."""

    wanted: tuple[str, ...] = ()

    @property
    def constant_roles(self) -> tuple[str, ...]:
        """The roles of the arrays that the tangents or gradients are multiplied with."""
        return tuple(role for role, other in ((X, KERNEL), (KERNEL, X)) if other in self.wanted)

    @property
    def roles(self) -> tuple[str, ...]:
        return (Y, *self.constant_roles)

    @property
    def returned(self) -> tuple[str, ...]:
        return self.wanted

    def by_numpy(self, *arrays: Array) -> Arrays:
        by_role = dict(zip(self.roles, arrays, strict=True))
        for role in (X, KERNEL):  # its shape is read
            if role not in by_role:
                by_role[role] = np.empty(self.shape(role), arrays[0].dtype)
        needs = [role in self.wanted for role in (X, KERNEL, BIAS)]
        results = self.operation.linear.gradients(
            by_role[Y], by_role[X], by_role[KERNEL], None, needs
        )
        return tuple(array for array in results if array is not None)

    def by_operations(self, *arrays: Any) -> Arrays:
        by_role = dict(zip(self.roles, arrays, strict=True))
        return tuple(
            self.summed(by_role[Y]) if role == BIAS else self.part(role, **by_role)
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
    results, slopes = call.derived(tuple(arrays), tuple(tangents))
    return list(results), list(slopes)


def _turned(gradients: Sequence[Any], *arrays: Any, call: Any) -> list[Any]:
    whole = tuple(map(ad.instantiate_zeros, gradients))
    return list(call.turned(whole, arrays))


def _batched(arrays: Sequence[Any], axes: Sequence[Any], *, call: Any) -> Any:
    pairs = list(zip(arrays, axes, strict=True))
    size = next(array.shape[axis] for array, axis in pairs if axis is not None)
    front = [a if axis is None else jax.numpy.moveaxis(a, axis, 0) for a, axis in pairs]
    named = list(zip(call.roles, front, axes, strict=True))
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
        results = bind(larger, *rows)
        shapes = [(size, *call.shape(role)) for role in call.returned]
        return [y.reshape(shape) for y, shape in zip(results, shapes, strict=True)], [0] * len(
            results
        )
    moving = tuple(array for array, axis in zip(front, axes, strict=True) if axis is not None)

    def one(operands: Arrays) -> Arrays:
        left = iter(operands)
        both = zip(front, axes, strict=True)
        return bind(call, *(array if axis is None else next(left) for array, axis in both))

    results = jax.lax.map(one, moving)
    return list(results), [0] * len(results)


def _lowered(context: Any, *operands: Any, call: Any) -> Any:
    module = context.module_context
    here = not module.lowering_parameters.for_export and tuple(module.platforms) == ("cpu",)
    function = functools.partial(_called_back, call) if here else call.by_operations
    return mlir.lower_fun(function, multiple_results=True)(context, *operands)


def _called_back(call: Any, *arrays: Any) -> Any:
    def run(*operands: Any) -> Arrays:
        return tuple(call.by_numpy(*map(np.asarray, operands)))

    forms = tuple(jax.ShapeDtypeStruct(call.shape(r), arrays[0].dtype) for r in call.returned)
    return jax.pure_callback(run, forms, *arrays, vmap_method="sequential")


_PRIMITIVE.def_impl(_run)
_PRIMITIVE.def_abstract_eval(_forms)
ad.primitive_jvps[_PRIMITIVE] = _derived
ad.primitive_transposes[_PRIMITIVE] = _turned
batching.primitive_batchers[_PRIMITIVE] = _batched
mlir.register_lowering(_PRIMITIVE, _lowered)
