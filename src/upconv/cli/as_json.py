"""What `--json` prints: the same answers for programs, with stable keys.

The keys are described in docs/json.md. Figures in dB may be the strings "inf" and "-inf", as JSON
has no infinities.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upconv import conventions, errors
from upconv.about import Info
from upconv.axis import Axis
from upconv.geometry import Geometry

if TYPE_CHECKING:
    from upconv.checkerboards.report import LayerReport, Report, Spectrum

Sizes = tuple[int, ...]
Option = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def printed(value: object) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def layer(geometry: Geometry) -> dict[str, Any]:
    """Return a layer: its numbers, crop and taps per phase."""
    return {
        "kernel_size": geometry.kernel_size,
        "stride": geometry.stride,
        "dilation": geometry.dilation,
        "crop": geometry.crop,
        "overlap": [_overlap(axis) for axis in geometry.axes],
        "even": all(axis.even for axis in geometry.axes),
    }


def _overlap(axis: Axis) -> list[dict[str, int]]:
    return [{"taps": taps, "phases": phases} for taps, phases in axis.overlap_counts().items()]


def call(framework: conventions.Framework, geometry: Geometry, inputs: Sizes) -> dict[str, Any]:
    """Return the call in a framework, or why the framework cannot express the layer."""
    try:
        return {
            "call": framework.call(geometry, input_size=inputs),
            "arguments": framework.to_arguments(geometry, input_size=inputs),
        }
    except errors.NotExpressibleError as error:
        return {"refused": str(error)}


def size(geometry: Geometry, inputs: Sizes) -> dict[str, Any]:
    """Return the output of `upconv size`."""
    axes = []
    for axis, i in zip(geometry.axes, inputs, strict=True):
        zeros, before, after = axis.zero_insertion()
        back = axis.convolution_input_sizes(i)
        axes.append(
            {
                "formula": axis.formula(i),
                "zero_insertion": {"between": zeros, "before": before, "after": after},
                "convolution_input_sizes": {"from": back.start, "to": back.stop - 1},
            }
        )
    return {
        "input_size": inputs,
        "output_size": geometry.output_size(inputs),
        "layer": layer(geometry),
        "axes": axes,
        "frameworks": {
            name: call(framework, geometry, inputs)
            for name, framework in conventions.FRAMEWORKS.items()
        },
    }


def solutions(
    name: str,
    chains: Sequence[Sequence[Geometry]],
    sizes: tuple[Sizes, Sizes],
    notes: dict[str, str],
) -> dict[str, Any]:
    """Return the output of `upconv solve`: each solution is a list of layers."""
    framework = conventions.FRAMEWORKS[name]
    found = []
    for chain in chains:
        inputs, steps = sizes[0], []
        for geometry in chain:
            outputs = geometry.output_size(inputs)
            step = {"input_size": inputs, "output_size": outputs, "layer": layer(geometry)}
            steps.append(step | call(framework, geometry, inputs))
            inputs = outputs
        found.append(steps)
    return {
        "input_size": sizes[0],
        "output_size": sizes[1],
        "framework": name,
        "solutions": found,
        **notes,
    }


def info(found: Info) -> dict[str, Any]:
    """Return the output of `upconv info`."""
    return asdict(found)


def report(found: Report, limit: float | None) -> dict[str, Any]:
    """Return the output of `upconv check`."""
    return {
        "layers": [_checked(one, limit) for one in found.layers],
        "not_measured": [{"name": name, "reason": why} for name, why in found.left],
        "unmeasured": len(found.unmeasured),
        "above": len(found.above(limit)),
    }


def _checked(one: LayerReport, limit: float | None) -> dict[str, Any]:
    figures: dict[str, Any] = {"overlap": _figure(one.overlap_db)}
    if one.gain is not None:
        figures["gain"] = _figure(one.gain.db)
    if one.lattice is not None:
        figures["spectrum"] = _figure(one.lattice.db)
    return {
        "name": one.layer.name,
        "kind": one.layer.kind,
        "channels": None if one.layer.weight is None else one.layer.channels,
        "groups": one.layer.groups,
        "layer": layer(one.layer.geometry),
        "db": figures,
        "spectra": {seen.output: _seen(seen) for seen in one.spectra if seen.output},
        "decides": one.decides,
        "limit_db": one.limit(limit),
        "above": one.above(limit),
        "remedies": [
            {
                "name": remedy.name.strip(),
                "effect": remedy.effect,
                "multiply_adds": remedy.operations,
            }
            for remedy in one.remedies
        ],
    }


def _seen(one: Spectrum) -> float | str | None:
    return None if one.lattice is None else _figure(one.lattice.db)


def _figure(db: float) -> float | str:
    """Return a figure in dB; JSON has no infinities."""
    return round(db, 4) if math.isfinite(db) else str(db)
