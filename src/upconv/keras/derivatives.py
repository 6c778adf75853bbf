"""A layer without bias and activation, and its two gradients: each is a derivative of the others.

forward(x, kernel), input_gradient(g, x, kernel) and kernel_gradient(g, x, kernel) are linear in
each of the tensors that they read (a gradient for x or the kernel reads only its shape), so the
derivatives of all three, of every order, are the same three again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

Call: TypeAlias = Callable[..., Any]


def derivatives(name: str, tensors: tuple[Any, ...], gradient: Any, call: Call) -> tuple[Any, ...]:
    """Return the gradient for each of `tensors`, the arguments of the operation `name`.

    `gradient` is that of its result; None stands for zeros. `call(name, like, *tensors)` computes
    one of the three operations, with the shape of `like`, so that it can be differentiated again.
    """
    if name == "forward":
        x, kernel = tensors
        return (
            call("input_gradient", x, gradient, x, kernel),
            call("kernel_gradient", kernel, gradient, x, kernel),
        )
    grad, x, kernel = tensors
    if name == "input_gradient":
        return (
            call("forward", grad, gradient, kernel),
            None,
            call("kernel_gradient", kernel, grad, gradient, kernel),
        )
    return (
        call("forward", grad, x, gradient),
        call("input_gradient", x, grad, x, gradient),
        None,
    )
