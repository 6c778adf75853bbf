"""What the tests of remedies share: each raises an error and does what its message says to do."""

import ast
import contextlib
import importlib
import inspect
import pkgutil
import re
import textwrap
from pathlib import Path
from types import FunctionType

import pytest

from upconv import errors


class Refusal:
    """What was said, and by which functions of `upconv.errors`."""

    said = ""

    def __init__(self, remedy):
        self.remedy = remedy
        self.built = []

    def written(self, **names):
        """The value of the remedy, which is Python, where these names stand for the arguments."""
        return eval(self.remedy, names)  # noqa: S307 - the messages are ours


@contextlib.contextmanager
def recording(function, built):
    """Note what `function` of `upconv.errors` builds meanwhile."""
    module, name = function.split(".")
    place = getattr(errors, module)
    original = getattr(place, name)

    def noting(*arguments, **words):
        built.append(original(*arguments, **words))
        return built[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, name, noting)
        yield


@contextlib.contextmanager
def refused(function, remedy):
    """What happens inside raises the error that `function` builds, which says `remedy`."""
    refusal = Refusal(remedy)
    with recording(function, refusal.built), pytest.raises(errors.UpconvError) as caught:
        yield refusal
    refusal.said = str(caught.value)
    assert refusal.built, f"another error: {refusal.said}"
    assert remedy in refusal.said


def functions():
    """Every function that builds a message, by module and name."""
    found = {}
    for entry in pkgutil.iter_modules(errors.__path__):
        module = importlib.import_module(f"upconv.errors.{entry.name}")
        for name, value in vars(module).items():
            own = isinstance(value, FunctionType) and value.__module__ == module.__name__
            if own and entry.name != "tree":
                found[f"{entry.name}.{name}"] = value
    return found


def says_what_to_do(function):
    """Tell whether the function gives a message a remedy: the fifth argument of `compose`."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            words = {word.arg for word in call.keywords}
            if call.func.id == "compose" and ("remedy" in words or len(call.args) > 4):
                return True
    return False


def tried():
    """The functions that the tests of remedies name."""
    texts = (
        path.read_text(encoding="utf-8")
        for path in Path(__file__).parent.glob("test_errors_remedies*.py")
    )
    named = {name for text in texts for name in re.findall(r'^[^#\n]*?"(\w+\.\w+)",', text, re.M)}
    return named & set(functions())
