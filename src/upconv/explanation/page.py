"""An animation as one self-contained HTML file: play, step, slider, keyboard, light and dark.

The script in `page.html` shows grids, texts and looks; all numbers in them are formatted here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from importlib import resources
from string import Template
from typing import Any, TypeAlias

from upconv.explanation.layout import Animation, fitted
from upconv.explanation.palette import ACTIVE, DARK, LIGHT, MEANING, Theme
from upconv.explanation.record import Role
from upconv.explanation.scene import Grid, Scene, roles_of
from upconv.explanation.svg import svg

Look: TypeAlias = tuple[Role, float]

_LEAST, _SIGN = 3, 2  # the width of a title and of a sign, in cells


def page(scenes: Sequence[Scene], title: str, about: str, seconds: float) -> str:
    """Return the document; `about` is a line below its title."""
    looks = _looks(scenes)
    content = {
        "looks": list(looks.values()),
        "milliseconds": round(seconds * 1000),
        "steps": list(_steps(scenes, {look: n for n, look in enumerate(looks)})),
    }
    # "</script>" inside a text would end the element; a backslash does not change the JSON.
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    template = Template(
        resources.files("upconv.explanation").joinpath("page.html").read_text(encoding="utf-8")
    )
    return template.substitute(
        title=escape(title),
        heading=escape(title),
        about=escape(about),
        colours=_colours(looks),
        legend="".join(
            f'<li><i class="{looks[role, ACTIVE]}"></i>{escape(MEANING[role])}</li>'
            for role in roles_of(scenes)
        ),
        count=len(scenes),
        pace="animated" if len(scenes) > 1 else "still",  # one step needs no controls
        across=max(map(_across, scenes)),
        last=svg(Animation(scenes[-1:]).drawing(0), title),
        content=text,
    )


def _across(scene: Scene) -> int:
    """Return the number of cells side by side, with room for titles and signs."""
    columns = [max(max(grid.width, _LEAST) for grid in column) for column in scene.columns]
    return sum(columns) + _SIGN * (len(columns) - 1)


def _looks(scenes: Sequence[Scene]) -> dict[Look, str]:
    """Return a class for every look in the scenes or the legend; "on" marks active cells."""
    found = {(role, ACTIVE) for role in roles_of(scenes)} | {
        (cell.role, cell.strength)
        for scene in scenes
        for grid in scene.grids
        for row in grid.rows
        for cell in row
    }
    return {
        look: f"c{n} on" if look[1] == ACTIVE else f"c{n}" for n, look in enumerate(sorted(found))
    }


def _steps(scenes: Sequence[Scene], looks: dict[Look, int]) -> Iterator[dict[str, Any]]:
    longest: dict[str, int] = {}
    for grid in (grid for scene in scenes for grid in scene.grids):
        longest[grid.title] = max(longest.get(grid.title, 1), grid.longest)
    before: list[dict[str, Any]] = []
    for scene in scenes:
        whole = [
            _whole(grid, number, longest[grid.title], looks)
            for number, column in enumerate(scene.columns)
            for grid in column
        ]
        yield {
            "heading": scene.heading,
            "sentence": scene.sentence,
            "formula": scene.formula,
            "note": scene.note,
            "grids": [
                _changes(old, new) if old is not None and _same_frame(old, new) else new
                for old, new in zip(
                    before + [None] * (len(whole) - len(before)), whole, strict=False
                )
            ],
        }
        before = whole


def _whole(grid: Grid, column: int, longest: int, looks: dict[Look, int]) -> dict[str, Any]:
    return {
        "title": grid.title,
        "note": grid.note,
        "sign": grid.sign,
        "column": column,
        "width": grid.width,
        "fit": round(fitted(longest), 3),
        "cells": [
            [cell.text, looks[cell.role, cell.strength]] for row in grid.rows for cell in row
        ],
    }


def _same_frame(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return all(old[key] == new[key] for key in new if key != "cells") and len(old["cells"]) == len(
        new["cells"]
    )


def _changes(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    pairs = enumerate(zip(old["cells"], new["cells"], strict=True))
    return {"changes": [[at, *cell] for at, (was, cell) in pairs if was != cell]}


def _colours(looks: dict[Look, str]) -> str:
    dark = _theme(DARK, looks)
    return f"{_theme(LIGHT, looks)}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}"


def _theme(theme: Theme, looks: dict[Look, str]) -> str:
    names = f"--surface: {theme.surface}; --ink: {theme.ink}; --muted: {theme.muted}; "
    rules = [f":root {{ {names}--line: {theme.line}; --focus: {theme.fill(Role.INPUT, 1)}; }}"]
    for look, name in looks.items():
        fill = theme.fill(*look)
        selector = "." + name.replace(" ", ".")
        rules.append(f"{selector} {{ background: {fill}; color: {theme.text_on(fill)}; }}")
    return "\n".join(rules)
