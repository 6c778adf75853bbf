"""Scalars, tuples and words given as arguments."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from fractions import Fraction

from upconv.errors.tree import ArgumentError, ArgumentTypeError, UpconvError, compose, shown

_SHORT = 5  # letters


def not_an_integer(name: str, value: object, axis: int | None, minimum: int | None) -> UpconvError:
    rule = f"`{name}` must be an integer"
    if minimum is not None:
        rule += f", at least {minimum}" + ("" if axis is None else ", on every axis")
    kind = ArgumentError if isinstance(value, float) else ArgumentTypeError
    return kind(compose(rule, f"{name}={shown(value)}", axis))


def not_a_stride(value: object, axis: int | None) -> ArgumentError:
    where = "" if axis is None else " on every axis"
    rule = f"`stride` must be an integer or a fraction above 0{where}"
    remedy = ""
    if isinstance(value, float) and 0 < value < 2**53:
        near = Fraction(value).limit_denominator(64)
        remedy = f"Write {str(near) if near.denominator == 1 else repr(str(near))}"
    return ArgumentError(compose(rule, f"stride={shown(value)}", axis, remedy=remedy))


def below_minimum(name: str, value: object, axis: int | None, minimum: int) -> ArgumentError:
    rule = f"`{name}` must be at least {minimum}" + ("" if axis is None else " on every axis")
    return ArgumentError(compose(rule, f"{name}={shown(value)}", axis))


def above_maximum(name: str, value: object, maximum: int) -> ArgumentError:
    return ArgumentError(compose(f"`{name}` must be at most {maximum}", f"{name}={shown(value)}"))


def wrong_length(name: str, value: object, ndim: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`{name}` must be an integer or have one entry per spatial axis, here {ndim}",
            f"{name}={shown(value)}",
        )
    )


def wrong_padding(value: object, ndim: int, words: Sequence[str]) -> ArgumentError:
    pairs = ", ".join(["(1, 0)"] * ndim) + "," * (ndim == 1)
    remedy = f"Write one pair per axis as padding=({pairs})"
    if isinstance(value, str):
        remedy = f"Write {value.lower()!r}" if value.lower() in words else ""
    return ArgumentError(
        compose(
            "`padding` must be an integer, one integer per axis, one (begin, end) pair per axis, "
            f"or one of {', '.join(map(repr, words))}",
            f"padding={shown(value)}",
            remedy=remedy,
        )
    )


def not_a_choice(
    name: str, value: object, choices: Sequence[object], remedy: str = ""
) -> ArgumentError:
    allowed = ", ".join(map(repr, choices))
    meant = nearest(value, choices)
    return ArgumentError(
        compose(
            f"`{name}` must be one of {allowed}",
            f"{name}={shown(value)}",
            remedy=remedy or (f"Write {meant!r}" if meant else ""),
        )
    )


def nearest(value: object, choices: Sequence[object]) -> str:
    """Return the one of `choices` that was probably meant, or "".

    Case is ignored. A short word must match exactly, as a close one may be another word, like selu.
    """
    words = {word.lower(): word for word in choices if isinstance(word, str)}
    if not isinstance(value, str):
        return ""
    written = value.lower()
    close = get_close_matches(written, words, 1, 0.8) if len(written) > _SHORT else []
    return words.get(written) or (words[close[0]] if close else "")


def not_reversible(activation: object) -> ArgumentError:
    return ArgumentError(
        compose(
            "The parameter of `activation` must be at least 0 for its gradient to be computed",
            f"activation={activation!r}",
            formula="The result is positive on both sides, so it does not show which one applied",
            remedy="Compute without `activation`, and apply it and its gradient yourself",
        )
    )


def parameter_not_positive(activation: object) -> ArgumentError:
    return ArgumentError(
        compose(
            "The parameter of `activation` must be above 0",
            f"activation={activation!r}",
        )
    )


def result_needed(name: str, activation: object) -> ArgumentError:
    """Return the error for a missing `result`, or for a missing `pre_activation`."""
    without = " without its activation" if name == "pre_activation" else ""
    return ArgumentError(
        compose(
            f"`{name}` must be given with `activation`",
            f"activation={activation!r}, {name}=None",
            remedy=f"Give the array returned by the forward call{without}",
        )
    )


def not_a_scale(value: object, mode: str, integral: bool) -> ArgumentError:
    kind = "a positive integer" if integral else "a positive, finite number"
    return ArgumentError(
        compose(f"`scale` must be {kind} or one per axis for mode={mode!r}", f"scale={value!r}")
    )


def pairs_needed(padding: object, ndim: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`padding` must be one (begin, end) pair per axis, here {ndim}",
            f"padding={shown(padding)}",
            remedy=f"Write padding={[(padding, padding)] * ndim}"
            if isinstance(padding, int)
            else "",
        )
    )


def one_of_two(name: str, value: object, other: str, other_value: object) -> ArgumentError:
    return ArgumentError(
        compose(
            f"Exactly one of `{name}` and `{other}` must be given",
            f"{name}={value!r}, {other}={other_value!r}",
        )
    )


def only_for(name: str, value: object, where: str, received: str) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`{name}` may be given only for {where}",
            f"{name}={value!r}, {received}",
            remedy=f"Write {where}, or omit `{name}`",
        )
    )


def flags_needed(name: str, value: object, count: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`{name}` must be {count} booleans",
            f"{name}={value!r}",
            remedy=f"Write {name}=({', '.join(['True'] * count)})",
        )
    )


def not_positive(name: str, value: object) -> ArgumentError:
    return ArgumentError(
        compose(f"`{name}` must be a positive, finite number", f"{name}={value!r}")
    )
