"""The tests that `make check` chooses."""

import subprocess
import sys

import changed


def test_a_test_file_is_chosen_if_it_or_a_module_that_it_imports_changed():
    assert changed.chosen({"src/upconv/imported_by_none.py"}) == []
    assert changed.chosen({"tests/test_solver.py", "README.md"}) == ["tests/test_solver.py"]
    assert "tests/test_ops.py" in changed.chosen({"src/upconv/ops.py"})
    assert "tests/test_geometry.py" not in changed.chosen({"src/upconv/ops.py"})


def test_names_are_those_of_both_kinds_of_import(tmp_path):
    (tmp_path / "one.py").write_text("import a.b\ndef f():\n    from c.d import e, f\n")
    assert list(changed._imported(tmp_path / "one.py")) == ["a.b", "c.d", "c.d.e", "c.d.f"]
    assert changed._module("src/upconv/engine/problem.py") == "upconv.engine.problem"
    assert changed._module("src/upconv/keras/__init__.py") == "upconv.keras"


def test_what_git_does_not_know_yet_has_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(changed, "ROOT", tmp_path)
    changed._git("init", "--quiet")
    (tmp_path / "new.py").write_text("")
    assert changed.changed() == {"new.py"}


def test_no_test_starts_when_the_time_is_used_up():
    test = f"{__file__}::{test_names_are_those_of_both_kinds_of_import.__name__}"
    for seconds, ended in ((-1, "1 skipped"), (99, "1 passed")):
        command = [sys.executable, "-m", "pytest", "-q", "--seconds", str(seconds), test]
        done = subprocess.run(command, cwd=changed.ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1].startswith(ended)
