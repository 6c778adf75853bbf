"""`upconv.torch.explain`: who computes what in a compiled model, and why."""

import pytest

torch = pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
from torch import nn  # noqa: E402 - only where PyTorch is

from compiled import anew  # noqa: E402, F401 - a fixture
from upconv.torch import explain  # noqa: E402

pytestmark = pytest.mark.usefixtures("anew")
X = torch.zeros(1, 3, 16, 16)


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.Sequential(nn.ConvTranspose2d(3, 8, 4, 2, 1), nn.BatchNorm2d(8), nn.SiLU())
        self.last = nn.Conv2d(8, 2, 3)
        self.halved = nn.Conv2d(3, 3, 1).to(torch.bfloat16)

    def forward(self, x):
        return self.last(self.up(x)).sigmoid().cumsum(1), self.halved(x.to(torch.bfloat16))


def test_it_says_who_computes_what_and_why():
    found = explain(Decoder().eval(), X)
    rows = [(e.layer, e.operation, e.computed_by, e.reason) for e in found.entries]
    unknown = "not in upconv's graph"
    assert rows == [
        ("up.0", "Transposed convolution + silu", "upconv", ""),
        ("last", "Convolution + sigmoid", "upconv", ""),
        ("", "aten.cumsum.default", "PyTorch", unknown),
        ("", "aten._to_copy.default", "PyTorch", unknown),
        ("halved", "aten.convolution.default", "PyTorch", "of bfloat16"),
    ]
    assert all(entry.milliseconds > 0 for entry in found.entries)
    assert found.graphs == 1
    assert found.absorbed == {"batch normalisations": (1, 1), "activations": (2, 2)}
    assert repr(found) == "<Explanation: 2 of 5 operations by upconv>"


def test_its_text_has_the_table_and_the_totals():
    lines = str(explain(Decoder().eval(), X)).splitlines()
    assert lines[0].split() == ["graph", "layer", "operation", "computed", "by", "ms", "why"]
    assert [line.partition(",")[0] for line in lines[-4:-2]] == [
        "upconv: 2 operations",
        "PyTorch: 3 operations",
    ]
    assert lines[-2:] == [
        "1 of 1 batch normalisations are part of a convolution",
        "2 of 2 activations are part of a convolution",
    ]
    assert all(len(line) <= 100 for line in lines)


def test_options_and_graph_breaks():
    layer = nn.Conv2d(3, 3, 3, padding=1)

    def model(x):
        y = torch.relu(layer(x))
        torch._dynamo.graph_break()
        return layer(y)

    found = explain(model, X, options={"without": "fuse_activation"})
    assert [(e.graph, e.operation) for e in found.entries] == [
        (1, "Convolution"),
        (1, "Activation"),
        (2, "Convolution"),
    ]
    assert str(found).splitlines()[-2:] == [
        "0 of 1 activations are part of a convolution",
        "2 graphs: what lies between them is Python",
    ]


def test_it_can_be_asked_often():
    model = Decoder().eval()
    for _ in range(10):
        assert len(explain(model, X).entries) == 5
