"""Errors in command-line terms: `--kernel 0` instead of `kernel_size=0`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from upconv import errors

# Argument names by the option that sets them.
_SYNONYMS = {
    "kernel": ("kernel_size", "kernel_shape"),
    "stride": ("strides",),
    "padding": ("pads",),
    "dilation": ("dilation_rate", "dilations"),
    "input": ("input_size",),
    "output": ("output_size",),
    "like": ("framework",),
}
# Typer's wording of a rule, and ours.
_RULES = (
    (r"greater than or equal to (\S+)$", r"must be at least \1"),
    (r"less than or equal to (\S+)$", r"must be at most \1"),
    (r"not in the range x>=(\S+?)\.?$", r"must be at least \1"),
    (r"valid (integer|number|boolean)", r"must be a \1"),
    (r"is not one of (.*?)\.?$", r"must be one of \1"),
)


def spoken(error: errors.UpconvError, command: Any) -> str:
    """Return the message with argument names replaced by the options of a command.

    A NotExpressibleError is left unchanged: its argument names are the framework's.
    """
    text = str(error)
    names = _options(command)
    if isinstance(error, errors.NotExpressibleError) or not names:
        return text
    text = re.sub(r"(?<=Received )(--[\w-]+)='([^']*)'", r"\1 \2", text)
    name = "|".join(sorted(names, key=len, reverse=True))
    text = re.sub(rf"`({name})`", lambda found: f"`{names[found[1]]}`", text)
    value = r"\{[^{}]*\}|'[^']*'|\"[^\"]*\"|\((?:[^()]|\([^()]*\))*\)|-?\d[\w.]*"
    return re.sub(
        rf"(?<![\w.`-])({name})=({value})",
        lambda found: f"{names[found[1]]} {_written(found[2])}",
        text,
    )


def mistake(error: Any, arguments: list[str]) -> str:
    """Return a usage error of Typer in upconv's own form."""
    parameter = getattr(error, "param", None)
    name = None if parameter is None else _option(parameter)
    rule = next(
        (re.sub(f".*{pattern}.*", ours, error.message) for pattern, ours in _RULES
         if re.search(pattern, error.message)),
        None,
    ) if parameter is not None else None  # fmt: skip
    text = str(error.format_message()).splitlines()[0].rstrip(".?")
    if name is not None and rule is not None:
        text = f"`{name}` {rule.replace('a integer', 'an integer')}"
        value = next(_values(parameter, arguments), None)
        if value is not None:
            text += f". Received {name} {value}"
    path = getattr(getattr(error, "ctx", None), "command_path", "").split(" ")[1:]
    return f"{text}. `{' '.join(['upconv', *path])} -h` shows the usage."


def invoked(application: Any, arguments: list[str]) -> Any:
    """Return the command that the arguments name, or the application itself."""
    command = application
    for word in arguments:
        inner = getattr(command, "commands", {}).get(word)
        command = inner or command
    return command


def _options(command: Any) -> Mapping[str, str]:
    """Return the spelling of each argument on the command line of `command`: --kernel, or INPUT."""
    found = {}
    for parameter in getattr(command, "params", ()):
        for name in (parameter.name, *_SYNONYMS.get(parameter.name, ())):
            found[name] = _option(parameter)
    return found


def _option(parameter: Any) -> str:
    long = [name for name in parameter.opts if name.startswith("--")]
    return long[0] if long else str(parameter.metavar or parameter.name.upper())


def _values(parameter: Any, arguments: list[str]) -> Iterator[str]:
    for before, word in zip(["", *arguments], arguments, strict=False):
        option, equals, value = word.partition("=")
        if equals and option in parameter.opts:
            yield value
        if before in parameter.opts:
            yield word


def _written(value: str) -> str:
    """Return a value of Python as the command line takes it.

    >>> _written("(3, 5)"), _written("((1, 0), (0, 2))"), _written("{'x': (1, 3)}")
    ('3x5', '1:0x0:2', 'x=1x3')
    """
    if value[0] in "'\"":
        return value[1:-1]
    if value[0] == "{":
        name, _, inner = value[1:-1].rpartition(": ")
        return f"{name[1:-1]}={_written(inner) if inner[0] == '(' else inner}"
    pairs = re.findall(r"\((-?\d+), (-?\d+)\)", value)
    if pairs and value.startswith("(("):
        return "x".join(f"{begin}:{end}" for begin, end in pairs)
    numbers = re.findall(r"-?\d+", value)
    return "x".join(numbers) if value[0] == "(" else value


def arguments() -> list[str]:
    """Return the command-line arguments after the program's name."""
    return sys.argv[1:]
