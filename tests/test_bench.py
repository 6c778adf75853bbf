"""`upconv bench`: its cases, its judge, every peer, its table and JSON. No timing is compared."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

import upconv
from upconv import errors, ops, reference

pytest.importorskip("llvmlite", reason="the roof is generated code")

from upconv.bench import cases, expected, layers, measures, peers, roof, run, session, turns
from upconv.bench.report import Report

# Groups, non-square everything, one to three axes, crops with and without a word in TFLite.
LINES = {
    "groups": "2 2 6 7x5 4 3x4 2x3 1 2",
    "line": "1 2 4 9 3 4 2 1 1",
    "volume": "3 2 4 3x4x5 3 2 2 0 1",
    "padded": "3 1 4 3x4x5 6 3 2 1 1",
    "plane": "2 2 4 6x7 3 4 2 1 1",
    "odd": "2 1 3 5x6 2 3 2 1 1",
}
DRAWN = [cases.parse(line, name) for name, line in LINES.items()]
IDS = list(LINES)
EVERYBODY = [*peers.OURS, *peers.KEPT, *peers.PEERS]
SMALL = "2 1 3 5x6 2 3 2 1 1"


@pytest.fixture(autouse=True)
def threads_as_they_were():
    """Contestants are started with one thread; PyTorch keeps that for the whole process."""
    torch = sys.modules.get("torch")
    count = torch.get_num_threads() if torch else None
    yield
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(count or os.cpu_count() or 1)


def test_the_cases_are_the_nineteen_and_their_lines_read_back():
    assert len(cases.CASES) == 19
    for case in (*cases.CASES.values(), *DRAWN):
        assert cases.parse(case.line, case.name) == case


def test_the_cost_of_a_case():
    case = cases.parse("2 3 4 5x6 8 2x3 2 0 2")
    assert case.out_spatial == (10, 13)
    assert case.flops == 2 * 3 * 4 * 5 * 6 * (8 // 2) * 2 * 3
    assert case.io_bytes == 4 * (3 * 4 * 5 * 6 + 3 * 8 * 10 * 13)
    assert case.bytes == case.io_bytes + 4 * 4 * (8 // 2) * 2 * 3


@pytest.mark.parametrize("case", DRAWN, ids=IDS)
def test_the_judge_agrees_with_the_reference(case):
    given = case.draw()
    wanted = reference.scatter(given.x, given.weight, given.bias, **case.settings)
    (found,) = expected.forward(case, given)
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("case", DRAWN, ids=IDS)
def test_the_judge_of_gradients_is_the_transpose(case):
    """The result is linear in x, in the weight and in the bias: <f(x'), g> = <x', grad>."""
    given = case.draw()
    grads = expected.backward(case, given)
    other = np.random.default_rng(1)
    for n, grad in enumerate(grads):
        changed = [np.zeros_like(a) for a in given[:3]]
        direction = changed[n][...] = other.standard_normal(given[n].shape)
        kept = [given.x, given.weight, np.zeros_like(given.bias)]
        kept[n] = direction.astype(np.float64)
        if n == 2:
            kept[0] = np.zeros_like(given.x)
        moved = reference.scatter(*kept, **case.settings)
        np.testing.assert_allclose((moved * given.grad).sum(), (direction * grad).sum(), rtol=1e-5)


def test_a_wrong_result_is_seen():
    wanted = (np.ones((2, 3)), np.arange(3.0))
    assert expected.error(wanted, wanted) == 0
    assert expected.error((np.ones((2, 3)), np.array([0, 1, 2.1])), wanted) == pytest.approx(0.05)
    assert expected.error((np.ones((3, 2)), wanted[1]), wanted) == np.inf
    assert expected.error((np.full((2, 3), np.nan), wanted[1]), wanted) == np.inf


@pytest.mark.parametrize("case", DRAWN, ids=IDS)
@pytest.mark.parametrize("what", ["forward", "backward"])
@pytest.mark.parametrize("contestant", EVERYBODY, ids=lambda c: c.key)
def test_every_contestant_computes_the_case_or_says_why_not(contestant, what, case):
    pytest.importorskip(contestant.package, reason=f"{contestant.label} is not installed")
    contestant.start(1)
    given = case.draw()
    inputs = (given.x,) if what == "forward" else (given.x, given.grad)
    if (contestant.key, what, case.name) in UNABLE:
        with pytest.raises(peers.Unable, match=r"\w+ \w+"):
            contestant.ready(what, case, given, peers.Setting(1))
        return
    ready = contestant.ready(what, case, given, peers.Setting(1))
    found = ready.take(ready.run(*map(ready.give, inputs)))
    assert expected.error(found, getattr(expected, what)(case, given)) < 1e-5


# What a framework cannot compute, on any machine.
UNABLE = (
    {("torch_channels_last", what, "line") for what in ("forward", "backward")}
    | {("tensorflow", what, "groups") for what in ("forward", "backward")}
    | {(key, "backward", name) for key in ("onnxruntime", "openvino", "litert") for name in LINES}
    | {(contestant.key, "backward", name) for contestant in peers.KEPT for name in LINES}
    | {("litert", "forward", name) for name in ("groups", "volume", "padded")}
)


@pytest.mark.parametrize("contestant", EVERYBODY, ids=lambda c: c.key)
def test_lengths_may_change(contestant):
    pytest.importorskip(contestant.package, reason=f"{contestant.label} is not installed")
    contestant.start(1)
    case = cases.parse(LINES["line"])
    given = case.draw()
    setting = peers.Setting(1, any_length=True)
    if contestant.key in ("torch_channels_last", "litert"):
        with pytest.raises(
            peers.Unable, match=r"no channels_last for one axis|the output size is fixed"
        ):
            contestant.ready("forward", case, given, setting)
        return
    ready = contestant.ready("forward", case, given, setting)
    longer = case._replace(spatial=(14,))
    data = longer.draw()._replace(weight=given.weight, bias=given.bias)
    for each, drawn in ((longer, data), (case, given)):
        found = ready.take(ready.run(ready.give(drawn.x)))
        assert expected.error(found, expected.forward(each, drawn)) < 1e-5


def test_the_contestants_take_turns_and_the_best_time_counts(monkeypatch):
    monkeypatch.setattr(turns, "TURN", 0.0)
    monkeypatch.setattr(turns, "PAUSE", 0.0)
    order, now = [], [0.0]
    costs = {"a": iter([5.0, 3, 4, 9]), "b": iter([2.0, 2, 1, 8])}

    def runner(name):
        def work():
            order.append(name)
            now[0] += next(costs[name])

        return work

    best = turns.contest({name: runner(name) for name in costs}, lambda: now[0], rounds=2)
    assert best == {"a": 3.0, "b": 1.0}
    assert order == ["a", "a", "b", "b"] * 2


def small_session(*contestants, **settings):
    return session.Session(contestants or peers.OURS, 1, 1, **settings)


def test_a_wrong_peer_is_not_timed_and_a_wrong_upconv_is_an_error(monkeypatch):
    pytest.importorskip("torch")
    contestant = peers.by_key("torch")
    case = cases.parse(SMALL, "small")
    wrong = peers.Ready(lambda a: a, lambda *_: 0, lambda _: [np.zeros((1, 2, 9, 11))])
    monkeypatch.setattr(peers.Contestant, "ready", lambda *_: wrong)
    row = session.Row("small", SMALL)
    assert small_session(contestant).ready(row, "forward", case, case.draw()) == {}
    assert row.reasons == {"torch": "its result differs by 1.0e+00 of the largest value"}
    with pytest.raises(errors.UpconvError, match=r"upconv on small that differs by 1.0e\+00 of"):
        small_session().ready(row, "forward", case, case.draw())


def test_a_peer_that_fails_is_told_with_its_reason(monkeypatch):
    case = cases.parse(SMALL, "small")

    def fail(*_):
        raise RuntimeError("no kernel\nand a long story")

    monkeypatch.setattr(peers.Contestant, "ready", fail)
    row = session.Row("small", SMALL)
    assert small_session(peers.by_key("jax")).ready(row, "forward", case, case.draw()) == {}
    assert row.reasons == {"jax": "RuntimeError: no kernel"}
    with pytest.raises(RuntimeError, match="no kernel"):
        small_session().ready(row, "forward", case, case.draw())


def test_what_happens_is_told_with_its_number():
    told = []
    held = session.Session(peers.OURS[:1], 1, 1, say=told.append)
    drawn = [cases.parse(SMALL, "a"), cases.parse(SMALL, "b")]
    list(measures.MEASURES["forward"].run(held, drawn))
    assert told == ["1 of 2, a: upconv", "1 of 2, a: 1 interleaved", "2 of 2, b: upconv", told[3]]


def test_ratio_and_share_of_a_row():
    figures = {"upconv": 2.0, "upconv_channels_last": 8.0, "torch": 6.0, "jax": 4.0}
    row = session.Row("a", "", figures=figures, least=1.0)
    assert row.best() == "jax"
    assert row.ratio("upconv") == 2.0
    assert row.ratio("upconv", "torch") == 3.0
    assert row.ratio("upconv_channels_last") == 0.5
    assert row.share("upconv") == 0.5
    assert row.ratio("upconv", "litert") is None
    alone = session.Row("a", "", figures={"upconv": 2.0})
    assert (alone.best(), alone.ratio("upconv"), alone.share("upconv")) == (None, None, None)
    row.figures["upconv"] = 0.0  # of a coarse clock
    assert (row.ratio("upconv"), row.share("upconv")) == (None, None)
    assert session.geometric_mean([2.0, None, 8.0]) == pytest.approx(4.0)
    assert session.geometric_mean([None]) is None


def test_the_thread_clock_only_where_everybody_computes_in_the_calling_thread():
    assert small_session().clock is time.thread_time
    assert small_session(*peers.OURS, peers.by_key("jax")).clock is time.perf_counter
    assert session.Session(peers.OURS, 2, 1).clock is time.perf_counter


def test_the_roof_is_the_larger_of_arithmetic_and_bytes():
    case = cases.parse(SMALL)
    assert roof.Roof(case.flops, 1e30).seconds(case) == 1
    assert roof.Roof(1e30, case.bytes / 2).seconds(case, passes=3) == 6
    found = roof.measure(2, tries=1)
    assert found.flops > 0
    assert found.bandwidth > 0


def test_lengths_are_new_in_every_call(monkeypatch):
    seen = []
    monkeypatch.setattr(turns, "TURN", 0.0)
    forward = ops.conv_transpose
    monkeypatch.setattr(
        ops, "conv_transpose", lambda x, *a, **k: seen.append(x.shape[2]) or forward(x, *a, **k)
    )
    case = cases.parse(LINES["line"], "line")
    one, changing = layers.lengths(session.Session(peers.OURS[:1], 1, 2), case)
    assert (one.state, changing.state) == ("one length", "changing lengths")
    assert set(one.figures) == set(changing.figures) == {"upconv"}
    changed = seen[-2 * layers.LENGTHS :]
    assert len(set(changed)) == 2 * layers.LENGTHS
    assert set(seen) - set(changed) == {9}


def test_every_measure_has_cases_and_a_word_on_the_command_line():
    from upconv.cli.bench import WHAT

    assert tuple(measures.MEASURES) == WHAT
    assert all(measure.cases for measure in measures.MEASURES.values())


def made_report():
    row = session.Row("k3s2", SMALL, least=0.001)
    row.figures = {"upconv": 0.002, "torch": 0.003, "jax": 0.004}
    row.reasons = {"litert": "TRANSPOSE_CONV has two axes"}
    contestants = (*peers.OURS, *map(peers.by_key, ("torch", "jax", "litert")))
    held = session.Session(contestants, 1, 1, roof=roof.Roof(1e11, 1e10))
    return Report("forward", held, [row, session.Row("lost", SMALL, figures={"upconv": 0.5})])


def test_upconv_at_its_best_setting():
    report = made_report()
    report.session = replace(report.session, contestants=(*peers.OURS, *peers.KEPT))
    report.rows[0].figures |= {"upconv_kept": 0.001, "upconv_channels_last": 0.0015}
    report.rows[1].figures |= {"torch": 0.25}
    assert report.rows[0].best() == "torch"
    assert report.rows[0].best_of_ours() == "upconv_kept"
    assert session.Row("a", "").best_of_ours() is None
    assert report.summary().splitlines()[-1] == (
        "At its best setting (data format, packed weight), upconv is 1.22 times as fast as the "
        "best peer at its best; slower: lost."
    )
    assert json.loads(report.as_json())["rows"][0]["best_of_ours"] == "upconv_kept"


def shown(table, width=80):
    from rich.console import Console

    console = Console(width=width, color_system=None)
    with console.capture() as held:
        console.print(table)
    return [line.rstrip() for line in held.get().splitlines()]


def test_the_table():
    assert shown(made_report().table()) == [
        "layer  upconv, ms  best peer, ms           times as fast  of the roof",
        "k3s2         2.00           3.00  PyTorch           1.50          50%",
        "lost          500              –                       –            –",
    ]
    assert made_report().summary() == (
        "Geometric mean: 1.50 times as fast as the best peer of each row, 50% of the roof.\n"
        "Against each, where it runs the layer: PyTorch 1.50, JAX 2.00."
    )
    wide = shown(made_report().table(everyone=True), 200)
    assert wide[0].split(", ms")[:5] == [
        "layer  upconv",
        "  upconv channels_last",
        "  PyTorch",
        "  JAX",
        "  LiteRT",
    ]
    assert wide[1].split() == [
        "k3s2",
        "2.00",
        "–",
        "3.00",
        "4.00",
        "–",
        "3.00",
        "PyTorch",
        "1.50",
        "50%",
    ]


def test_the_json():
    content = json.loads(made_report().as_json())
    assert content["complete"] is False
    assert content["geometric_mean"] == pytest.approx(1.5)
    assert content["share_of_roof"] == pytest.approx(0.5)
    assert content["versions"]["upconv"] == upconv.info().version
    first = content["rows"][0]
    assert first["figures"] == {"upconv": 0.002, "torch": 0.003, "jax": 0.004}
    assert first["reasons"] == {"litert": "TRANSPOSE_CONV has two axes"}
    assert (first["best_peer"], first["ratio"], first["share_of_roof"]) == ("torch", 1.5, 0.5)


COMMAND = [sys.executable, "-c", "from upconv.cli import main; main()", "bench"]


def command(*arguments):
    done = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=120
    )
    assert "Traceback" not in done.stderr
    return done


def test_the_command_on_a_layer_of_ones_own(tmp_path):
    file = tmp_path / "found.json"
    options = ("--rounds", "1", "--peers", "none", "--threads", "1", "--json", str(file))
    done = command("--layer", SMALL, "--layer", LINES["line"], *options)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    text = done.stdout.splitlines()
    assert text[0].startswith("Forward. ")
    assert text[1].startswith("peak ")
    assert [line.split()[:2] for line in text[4:6]] == [["layer", "1"], ["layer", "2"]]
    assert text[-1].startswith("No peer ran. Those of torch, tensorflow, jax, ")
    content = json.loads(file.read_text(encoding="utf-8"))
    assert content["complete"] is True
    assert [row["layer"] for row in content["rows"]] == [SMALL, LINES["line"]]
    for row in content["rows"]:
        assert set(row["figures"]) == {c.key for c in (*peers.OURS, *peers.KEPT)}
        assert min(row["figures"].values()) > 0
    assert [path.name for path in tmp_path.iterdir()] == ["found.json"]


@pytest.mark.parametrize("what", ["backward", "lengths", "overhead"])
def test_the_measures_in_this_process(what):
    settings = run.Settings(what=what, layers=(LINES["line"],), peers="none", threads=1, rounds=1)
    contestants = peers.OURS
    report = Report(what, session.Session(contestants, 1, 1, channels_last=True))
    for row in run.rows(report, settings):
        assert set(row.figures) == {"upconv", "upconv_channels_last"}
        assert min(row.figures.values()) > 0
    assert report.complete
    assert report.session.ours == "upconv_channels_last"


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_the_measures_in_children(tmp_path):
    file = tmp_path / "found.json"
    options = ("--peers", "none", "--threads", "1", "--json", str(file))
    assert (
        command("--what", "memory", "--layer", "2 1 4 300x300 3 2 2 0 1", *options).returncode == 0
    )
    (row,) = json.loads(file.read_text(encoding="utf-8"))["rows"]
    assert set(row["figures"]) == {"upconv", "upconv_channels_last"}
    assert max(row["figures"].values()) < 64 << 20
    again = ("--layer", SMALL, *options, "--overwrite")
    assert command("--what", "first-call", *again).returncode == 0
    rows = json.loads(file.read_text(encoding="utf-8"))["rows"]
    states = ["first of a process", "first, empty cache", "first, on disk", "again", "another size"]
    assert [row["state"] for row in rows] == states
    assert all(min(row["figures"].values()) > 0 for row in rows)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT for one process")
def test_ctrl_c_prints_what_is_there(tmp_path):
    file = tmp_path / "found.json"
    options = ("--rounds", "1000", "--peers", "none", "--threads", "1", "--json", str(file))
    code = COMMAND[2].replace(
        "main()",
        "import upconv.bench.layers as layers\n"
        "first = layers.contest\n"
        "def contest(runs, clock, rounds):\n"
        "    layers.contest = lambda *_: (print('now', flush=True), time.sleep(60))\n"
        "    return first(runs, clock, 1)\n"
        "layers.contest = contest\n"
        "main()",
    )
    begun = subprocess.Popen(
        [
            *(sys.executable, "-c", f"import time\n{code.replace('; ', chr(10))}", "bench"),
            *("--layer", SMALL, "--layer", LINES["line"], *options),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert begun.stdout.readline() == "now\n"
        os.kill(begun.pid, signal.SIGINT)
        out, err = begun.communicate(timeout=60)
    finally:
        begun.kill()
        begun.communicate()
    assert begun.returncode == 130, err
    assert err == "upconv: Stopped.\n"
    assert "layer 1" in out
    assert "layer 2" not in out
    content = json.loads(file.read_text(encoding="utf-8"))
    assert content["complete"] is False
    assert [row["case"] for row in content["rows"]] == ["layer 1"]


NINE = "`--layer` must be nine words: ndim N C_in spatial C_out kernel stride padding groups."
EXAMPLE = "Write for example --layer '2 1 64 128x128 32 2 2 0 1'."


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--layer", "2 1 3"), f"{NINE} Received '2 1 3', with 3 words. {EXAMPLE}"),
        (
            ("--layer", "2 1 3 5 2 3 2 1 1"),
            f"{NINE} Received '2 1 3 5 2 3 2 1 1', with 1 spatial sizes for ndim 2. {EXAMPLE}",
        ),
        (
            ("--layer", "2 1 3 5x5 2 3 2 0 2"),
            "`groups` must divide the input channels. "
            "Received groups=2 for 3 input channels. 3 = 2·1 + 1.",
        ),
        (
            ("--layer", "2 1 3 5x5 2 k 2 0 1"),
            f"{NINE} Received '2 1 3 5x5 2 k 2 0 1', with a word that is not a number. {EXAMPLE}",
        ),
        (("k3s3",), "`CASE` must be one of 'mnist_t1', "),
        (("--what", "speed"), "`--what` must be one of 'forward', 'backward', "),
        (
            ("--peers", "numpy,torch"),
            "`--peers` must be one of 'torch', 'tensorflow', 'jax', 'onnxruntime', 'openvino', "
            "'litert', 'none'. Received --peers numpy.",
        ),
        (
            ("--json", "no/such/folder/found.json"),
            "The output path must be writable. Received no/such/folder/found.json: No such file "
            "or directory. An existing file is unchanged.",
        ),
        (
            ("--json", __file__),
            f"`--json` must name a new file. Received --json {__file__}, which exists. Give "
            "another name, or --overwrite to replace it.",
        ),
    ],
)
def test_a_mistake_is_one_line(arguments, line, capsys, monkeypatch):
    from upconv.cli import main

    monkeypatch.setattr(sys, "argv", ["upconv", "bench", *arguments])
    monkeypatch.setattr(peers, "bind", lambda _: pytest.fail("something was begun"))
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"upconv: {line}")
    assert err.count("\n") == 1


def test_a_framework_that_is_missing_is_named(monkeypatch):
    monkeypatch.setattr(peers, "_installed", lambda package: package != "openvino")
    assert "openvino" not in [peer.key for peer in peers.chosen(None)]
    message = "must name frameworks that are installed. Received openvino, without the module"
    with pytest.raises(errors.ArgumentError, match=message):
        peers.chosen("torch,openvino")
    assert [peer.key for peer in peers.chosen("jax,torch")] == [
        "torch",
        "torch_channels_last",
        "jax",
    ]
