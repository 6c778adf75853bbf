"""The nodes of a model, as its reader recorded them, made rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from upconv.checkerboards.graph import Model, Node
from upconv.checkerboards.layers import Pad, Resize, Shuffle, Unknown
from upconv.checkerboards.work import Size, Work
from upconv.geometry import Geometry
from upconv.summaries.report import Row, Summary

Scale = tuple[Fraction, ...]


def summarized(model: Model) -> Summary:
    """Return the rows of a model that was read with a batch."""
    nodes = {node.name: node for node in model.nodes}
    scales = _scales(nodes)
    steps = list(_shown([node for node in model.nodes if node.work is not None]))
    rows = [_row(node, nodes, scales, model.last) for node in _told_apart(steps)]
    rows += [Row(one.name, "", multiply_adds=None, reason=one.reason) for one in model.left]
    works = [node.work for node in nodes.values() if node.work is not None]
    read = {key: n for work in works for key, n in work.parameters}
    unread = sum(n for key, n in model.parameters.items() if key not in read)
    return Summary(tuple(rows), {}, sum(read.values()), unread)


def _shown(steps: Sequence[Node]) -> Iterator[Node]:
    """Yield the steps but for views that others follow, or that are parts of a layer."""
    for n, node in enumerate(steps):
        around = [*steps[max(n - 1, 0) : n], *steps[n + 1 : n + 2]]
        after = steps[n + 1] if n + 1 < len(steps) else None
        part = any(other.shown == node.shown for other in around)
        if not _is_view(node) or not (part or (after is not None and _is_view(after))):
            yield node


def _is_view(node: Node) -> bool:
    """Tell whether a step moves no value to another place, as far as is known."""
    return node.work is not None and node.work.view and node.what is None


def _told_apart(steps: Sequence[Node]) -> Iterator[Node]:
    """Yield the steps, those of one layer with what its framework calls each of them."""
    for n, node in enumerate(steps):
        around = [*steps[max(n - 1, 0) : n], *steps[n + 1 : n + 2]]
        work = node.work
        if work is not None and any(other.shown == node.shown for other in around):
            kind = f"{work.kind}.{work.operation}".rstrip(".")
            yield replace(node, work=replace(work, kind=kind))
        else:
            yield node


def _row(node: Node, nodes: Mapping[str, Node], scales: Mapping[str, Scale], last: bool) -> Row:
    work = node.work or Work("")
    before = nodes.get(node.source)
    taps = _taps(node, work)
    reason = work.reason
    if isinstance(node.what, Unknown) and work.convolved is None:
        reason = reason or node.what.reason
    return Row(
        node.shown,
        work.kind,
        _words(node, work),
        None if before is None or not node.source else _as_user(before, last),
        work.shape if work.shape is not None else node.shape,
        scales.get(node.name),
        taps,
        sum(n for _, n in work.parameters),
        work.multiply_adds,
        work.size,
        reason,
    )


def _as_user(node: Node, last: bool) -> Size | None:
    """Return a shape as the framework's user has it, the channels last where `last`."""
    if node.work is not None and node.work.shape is not None:
        return node.work.shape
    shape = node.shape
    if shape is None or not last or len(shape) < 3:
        return shape
    return (shape[0], *shape[2:], shape[1])


def _words(node: Node, work: Work) -> str:
    if work.convolved is not None:
        return str(work.convolved)
    kind = work.kind.lower().replace("_", "")
    match node.what:
        case Resize(scale, "bed_of_nails"):
            return f"as zeros between pixels, scale {_by(scale)}"
        case Resize(scale, mode):
            named = kind.startswith(("interpolate", "upsampl", "resize"))
            return f"{mode if named else f'as {mode} resize'}, scale {_by(scale)}"
        case Shuffle(scale):
            named = "shuffle" in kind or kind == "depthtospace"
            return f"{'' if named else 'as pixel shuffle, '}scale {_by(scale)}"
    return ""


def _by(scale: Size) -> str:
    return "x".join(map(str, scale))


def _taps(node: Node, work: Work) -> tuple[Size, ...] | None:
    if work.convolved is not None:
        return work.convolved.overlap
    match node.what:
        case Resize(scale, "nearest"):
            return tuple((1,) * s for s in scale)
        case Resize(scale, "bed_of_nails"):
            return Geometry((1,) * len(scale), scale).overlap()
        case Shuffle(scale):
            return tuple((1,) * s for s in scale)
    return None


def _scales(nodes: Mapping[str, Node]) -> dict[str, Scale]:
    """Return outputs per input of the model, for every value that has spatial axes."""
    found: dict[str, Scale] = {}
    for node in nodes.values():
        ndim = len(node.shape or ()) - 2
        if not node.sources:
            if ndim > 0 and node.image and node.work is None:  # an input
                found[node.name] = (Fraction(1),) * ndim
            continue
        for name in node.sources:
            before = found.get(name)
            factor = None if before is None else _factor(node, nodes[name], ndim)
            if before is not None and factor is not None and len(before) == ndim:
                found[node.name] = tuple(a * b for a, b in zip(before, factor, strict=True))
                break
    return found


def _factor(node: Node, before: Node, ndim: int) -> Scale | None:
    """Return outputs per input of a step; None where its axes may not be those of an image."""
    work = node.work
    if work is not None and work.convolved is not None:
        return work.convolved.scale
    if work is not None and work.scale is not None:
        return work.scale
    match node.what:
        case Resize(scale) | Shuffle(scale):
            return tuple(map(Fraction, scale * ndim if len(scale) == 1 else scale))
        case Pad():
            return (Fraction(1),) * ndim
    if node.through:
        return (Fraction(1),) * ndim
    if node.shape is None or before.shape is None or len(node.shape) != len(before.shape):
        return None
    old, new = before.shape[2:], node.shape[2:]
    if node.linear is not None or 0 in old or not (node.image or old == new):
        return None
    return tuple(Fraction(o, i) for i, o in zip(old, new, strict=True))
