"""What a framework cannot say."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.errors.tree import ArgumentError, NotExpressibleError, compose


def not_expressible(framework: str, what: str, received: str, remedy: str) -> NotExpressibleError:
    return NotExpressibleError(compose(f"{framework} cannot say {what}", received, remedy=remedy))


def crop_not_expressible(
    framework: str, crop: Sequence[tuple[int, int]], axis: int | None, remedy: str
) -> NotExpressibleError:
    what, where = "this crop", ""
    if axis is not None:
        begin, end = crop[axis]
        what, where = f"a crop of {begin} at the begin and {end} at the end", f" (axis {axis})"
    return not_expressible(framework, what, f"crop={tuple(crop)}{where}", remedy)


def too_many_axes(ndim: int, most: int) -> ArgumentError:
    return ArgumentError(
        compose(f"The call of a layer must be on at most {most} axes", f"a layer on {ndim} axes")
    )


def input_size_needed(framework: str, argument: str) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`input_size` must be given where {framework} has `{argument}`",
            "input_size=None",
            remedy="Give the spatial size of the input: input_size=(7, 7)",
        )
    )
