"""A compiled model behaves as users of PyTorch expect: weights, sizes, threads, views, copies."""

import copy
import gc
import io
import pickle
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module, metadata
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
from torch import nn  # noqa: E402 - only where PyTorch is
from torch.nn.utils import parametrizations  # noqa: E402

from compiled import anew, compiled, relative  # noqa: E402, F401 - a fixture
from upconv.engine.calls import packed_weight  # noqa: E402
from upconv.torch.backend.compiling import compile_graph  # noqa: E402

pytestmark = pytest.mark.usefixtures("anew")
CLOSE = 1e-5
X = torch.linspace(-1, 1, 2 * 3 * 6 * 7).reshape(2, 3, 6, 7)


class Block(nn.Module):
    def __init__(self, channels=5):
        super().__init__()
        self.up = nn.ConvTranspose2d(3, channels, 4, stride=2, padding=1)
        self.norm = nn.BatchNorm2d(channels)
        self.last = parametrizations.weight_norm(nn.Conv2d(channels, 2, 3))

    def forward(self, x):
        return self.last(torch.relu(self.norm(self.up(x))))


def exact(model, x=X):
    return copy.deepcopy(model).double()(x.double())


# --- weights that change


def _step(model):
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    with torch.enable_grad():
        model(X).square().sum().backward()
    optimizer.step()


def _average(model):
    for parameter in model.parameters():
        parameter.data.mul_(0.9).add_(0.1)


def _replaced_memory(model):
    for module in (model.up, model.norm):
        module.weight.data = torch.rand_like(module.weight)


def _statistics(model):
    model.train()
    model(X * 3)
    model.eval()


def _loaded(model):
    torch.manual_seed(7)
    model.load_state_dict(Block().state_dict())


def _new_parameter(model):
    model.up.weight = nn.Parameter(torch.rand_like(model.up.weight))


def _through_numpy(model):
    model.up.weight.detach().numpy()[...] += 1


@pytest.mark.parametrize(
    "change",
    [_step, _average, _replaced_memory, _statistics, _loaded, _new_parameter, _through_numpy],
)
def test_changed_weights_are_used(change):
    model = Block().eval()
    fast = compiled(model)
    with torch.no_grad():
        first = fast(X)
        change(model)
        expected = exact(model)
        assert relative(first, expected) > 1e-3
        assert relative(fast(X), expected) < CLOSE


def test_packed_weights_go_with_the_model():
    gc.collect()
    before = packed_weight.usage().weights
    # No parametrisations: with any backend, what PyTorch compiles keeps those alive.
    model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Conv2d(4, 2, 3)).eval()
    fast = compiled(model)
    with torch.no_grad():
        fast(X)
    assert packed_weight.usage().weights == before + 2
    del model, fast
    gc.collect()
    assert packed_weight.usage().weights == before


def test_models_that_share_a_graph_do_not_share_weights():
    graphs = []

    class Repeated(nn.Module):
        def __init__(self):
            super().__init__()
            self.blocks = nn.ModuleList(nn.Conv2d(3, 3, 3, padding=1) for _ in range(4))
            for block in self.blocks:
                block.compile(backend=lambda *given: compile_graph(*given, listener=graphs.append))

        def forward(self, x):
            for block in self.blocks:
                x = torch.relu(block(x))
            return x

    model = Repeated()
    with torch.no_grad():
        expected = X.double()
        for block in model.blocks:
            weights = block.weight.double(), block.bias.double()
            expected = torch.relu(nn.functional.conv2d(expected, *weights, padding=1))
        for _ in range(2):
            assert relative(model(X), expected) < CLOSE


def test_several_models_in_one_process():
    models = [Block(channels).eval() for channels in (3, 4, 5)]
    fast = [compiled(model) for model in models]
    with torch.no_grad():
        for _ in range(2):
            for model, function in zip(models, fast, strict=True):
                assert relative(function(X), exact(model)) < CLOSE


def test_a_copy_has_weights_of_its_own():
    fast = compiled(Block().eval())
    with torch.no_grad():
        before = fast(X)
        other = copy.deepcopy(fast)
        for parameter in other.parameters():
            parameter.mul_(2)
        assert torch.equal(fast(X), before)
        assert relative(other(X), exact(other._orig_mod)) < CLOSE


def test_the_model_itself_is_unchanged():
    model = Block().eval()
    keys = list(model.state_dict())
    fast = compiled(model)
    with torch.no_grad():
        expected = model(X)
        fast(X)
        assert list(model.state_dict()) == keys
        assert type(model.up) is nn.ConvTranspose2d
        assert torch.equal(model(X), expected)
    plain = nn.Sequential(nn.Conv2d(3, 2, 3), nn.ReLU())
    with torch.no_grad():
        compiled(plain)(X)
        assert torch.equal(pickle.loads(pickle.dumps(plain))(X), plain(X))  # noqa: S301 - our own
    torch.save(fast.state_dict(), io.BytesIO())


# --- sizes


@pytest.mark.parametrize(("dynamic", "most"), [(True, 1), (None, 2)])
def test_other_sizes_compile_nothing_again(dynamic, most):
    model, graphs = Block().eval(), []
    fast = compiled(model, graphs, dynamic=dynamic)
    with torch.no_grad():
        for n, h, w in ((2, 6, 7), (3, 8, 9), (4, 5, 6), (5, 9, 4), (2, 12, 3)):
            x = torch.randn(n, 3, h, w)
            assert relative(fast(x), exact(model, x)) < CLOSE
    assert len(graphs) == most


# --- functions of any kind


def _several(m, x, unused):
    del unused
    y = m.up(x)
    return {"y": y, "pair": (y.flatten(1), [x, None, 3]), "relu": torch.relu(y)}


def _in_place(m, x, _):
    y = m.up(x)
    z = y[:, :2]
    y.mul_(2)
    z += 1
    y[:, 0] = 0
    return y, z


def _argument_in_place(m, x, other):
    other.add_(1)
    return m.up(x) * other.sum()


def _views(m, x, _):
    y = m.up(x)
    return y, y.view(-1), y.transpose(2, 3), y[:, 1]


def _same_twice(m, x, _):
    y = m.up(x)
    return y, y, torch.cat([y, y], 1), y + y


def _shared_layer(m, x, _):
    y = m.same(torch.relu(m.same(x)))
    return m.same(y) + y


def _residual(m, x, _):
    y = torch.relu(m.same(x))
    z = m.same(y)
    z += y
    return torch.relu(z) * 2 / 3, z.mean()


def _statistics_and_dropout(m, x, _):
    torch.manual_seed(3)
    m.train()
    return nn.functional.dropout(m.norm(m.up(x)), 0.3), torch.rand(2)


def _weights_returned(m, x, _):
    return m.same(x), m.same.weight * 2, m.same.weight.transpose(0, 1), m.norm.running_mean


def _graph_break(m, x, _):
    y = torch.relu(m.same(x))
    torch._dynamo.graph_break()
    return m.up(y)


def _numbers(m, x, _):
    y = m.up(x)
    return y.argmax(), y.shape, y.long(), (y > 0).float()


FUNCTIONS = (
    *(_several, _in_place, _argument_in_place, _views, _same_twice, _shared_layer, _residual),
    *(_statistics_and_dropout, _weights_returned, _graph_break, _numbers),
)


class Around(nn.Module):
    """Layers, and a function that does something with them."""

    def __init__(self, function):
        super().__init__()
        self.function = function
        self.up = nn.ConvTranspose2d(3, 5, 4, stride=2, padding=1)
        self.same = nn.Conv2d(3, 3, 3, padding=1)
        self.norm = nn.BatchNorm2d(5)

    def forward(self, x, other):
        return self.function(self, x, other)


def assert_alike(found, expected):
    one, form = torch.utils._pytree.tree_flatten(found)
    other, expected_form = torch.utils._pytree.tree_flatten(expected)
    assert form == expected_form
    for a, b in zip(one, other, strict=True):
        if isinstance(b, torch.Tensor):
            assert (a.dtype, a.shape, a.stride()) == (b.dtype, b.shape, b.stride())
            # Sums in another order: a value at a border of integers may round to the other side.
            assert torch.allclose(a.double(), b.double(), atol=1e-4) or not b.is_floating_point()
        else:
            assert a == b


@pytest.mark.filterwarnings("ignore:The .grad attribute of a Tensor")  # PyTorch's, at a graph break
@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode, torch.enable_grad])
@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_functions_of_any_kind(function, mode):
    eager = Around(function).eval()
    own = copy.deepcopy(eager)
    fast = compiled(own)
    with mode():
        for _ in range(3):
            arguments = [X.clone(), torch.ones(3)]
            mine = [X.clone(), torch.ones(3)]
            expected, found = eager(*arguments), fast(*mine)
            assert_alike(found, expected)
            assert_alike(mine, arguments)
            assert_alike(list(own.state_dict().values()), list(eager.state_dict().values()))
            if mode is torch.enable_grad:
                continue
            # What a caller writes to a result does not come back.
            for one in torch.utils._pytree.tree_leaves(found):
                if isinstance(one, torch.Tensor) and not _is_state(one, own):
                    one.fill_(1)


def _is_state(tensor, model):
    memory = {one.untyped_storage().data_ptr() for one in model.state_dict().values()}
    return tensor.untyped_storage().data_ptr() in memory


def test_outputs_that_are_views_of_each_other_still_are():
    fast = compiled(Around(_views))
    with torch.no_grad():
        y, flat, turned, part = fast(X, torch.ones(3))
    y.zero_()
    assert not flat.any()
    assert not turned.any()
    assert not part.any()


# --- threads, resets, registration


def test_threads_call_one_model():
    model = Block().eval()
    fast = compiled(model, dynamic=True)
    inputs = [torch.randn(2, 3, 5 + n, 6) for n in range(4)] * 4
    with torch.no_grad():
        expected = [fast(x) for x in inputs]

    def call(x):
        with torch.no_grad():
            return fast(x)

    with ThreadPoolExecutor(4) as pool:
        for y, other in zip(pool.map(call, inputs), expected, strict=True):
            assert torch.equal(y, other)


def test_a_reset_compiles_anew():
    model, graphs = Block().eval(), []
    fast = compiled(model, graphs)
    with torch.no_grad():
        expected = fast(X)
        torch._dynamo.reset()
        assert torch.equal(fast(X), expected)
    assert len(graphs) == 2


def test_the_entry_point_is_the_backend():
    text = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    points = tomllib.loads(text)["project"]["entry-points"]["torch_dynamo_backends"]
    module, _, name = points["upconv"].partition(":")
    assert getattr(import_module(module), name) is compile_graph


def test_the_backend_has_its_name():
    if not metadata.entry_points(group="torch_dynamo_backends", name="upconv"):
        pytest.skip("upconv was installed before it had the entry point")
    assert "upconv" in torch._dynamo.list_backends()
    model = Block().eval()
    with torch.no_grad():
        y = torch.compile(model, backend="upconv", options={"without": "keep_weights"})(X)
        assert relative(y, exact(model)) < CLOSE


def test_importing_upconvs_layers_loads_no_compiler():
    import subprocess

    code = "import upconv.torch, sys; print('torch._dynamo' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "False"
