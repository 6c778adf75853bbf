"""Files are written whole or not at all, and every failure is one DataError."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from upconv import files
from upconv.errors import DataError


def test_writes_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    files.write(path, b"one")
    files.write(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps open files in place")
def test_who_reads_the_old_file_reads_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    files.write(path, b"one")
    with path.open("rb") as reader:
        files.write(path, b"two")
        assert reader.read() == b"one"


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    files.write(path, b"one")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(
        DataError, match=r"a\.txt: No space left on device\. An existing file is unchanged"
    ):
        files.write(path, b"two")
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupted_write_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        files.write(tmp_path / "a.txt", b"two")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="file/run: Not a directory"):
        files.make_folder(tmp_path / "file" / "run")
    with pytest.raises(DataError, match="file: File exists"):
        files.make_folder(tmp_path / "file")
    with pytest.raises(DataError, match="missing: No such file or directory"):
        files.read(tmp_path / "missing")


posix = pytest.mark.skipif(os.name == "nt", reason="modes and links are those of POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask() -> Iterator[None]:
    """New files are 0640."""
    before = os.umask(0o027)
    yield
    os.umask(before)


@posix
def test_nothing_that_others_planted_is_opened(tmp_path: Path) -> None:
    victim, path = tmp_path / "victim", tmp_path / "a.txt"
    victim.write_bytes(b"precious")
    for name in (f".a.txt.{os.getpid()}.tmp", f".probe.{os.getpid()}.tmp"):
        (tmp_path / name).symlink_to(victim)
    files.write(path, b"one")
    files.make_folder(tmp_path)
    assert (path.read_bytes(), path.is_symlink()) == (b"one", False)
    assert victim.read_bytes() == b"precious"


@posix
def test_a_name_that_is_taken_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim, path = tmp_path / "victim", tmp_path / "a.txt"
    victim.write_bytes(b"precious")
    foreseen = iter(["0" * 16, "1" * 16])
    (tmp_path / f".a.txt.{'0' * 16}.tmp").symlink_to(victim)
    monkeypatch.setattr(files.secrets, "token_hex", lambda _: next(foreseen))
    files.write(path, b"one")
    assert (path.read_bytes(), victim.read_bytes()) == (b"one", b"precious")


@posix
@pytest.mark.usefixtures("umask")
def test_modes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    files.write(path, b"one")
    assert mode(path) == 0o640
    for asked in (0o600, 0o666, 0o444, 0o755):
        path.chmod(asked)
        files.write(path, b"two")
        assert mode(path) == asked
    path.chmod(0o4755)  # what is written does not run as its owner
    files.write(path, b"three")
    assert mode(path) == 0o755


@posix
def test_a_secret_is_at_no_time_open_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.touch(0o600)
    seen = []
    fsync, fchmod = os.fsync, os.fchmod

    def looking(handle: int, *more: int) -> None:
        seen.append(stat.S_IMODE(os.fstat(handle).st_mode))
        fchmod(handle, *more) if more else fsync(handle)

    monkeypatch.setattr(files.os, "fsync", looking)
    monkeypatch.setattr(files.os, "fchmod", looking)
    files.write(path, b"two")
    assert seen[:2] == [0o600, 0o600]


@posix
def test_the_owner_and_the_group_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    path = tmp_path / "a.txt"
    path.touch()
    os.chown(path, 1234, 4321)
    path.chmod(0o660)
    files.write(path, b"two")
    assert (path.stat().st_uid, path.stat().st_gid, mode(path)) == (1234, 4321, 0o660)

    def refused(*_: int) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(files.os, "fchown", refused)
    path.chmod(0o664)
    files.write(path, b"three")
    assert (path.stat().st_gid, mode(path)) == (os.getegid(), 0o644)  # not another group's


@posix
def test_a_link_stays_one(tmp_path: Path) -> None:
    there, link = tmp_path / "there", tmp_path / "link"
    there.mkdir()
    link.symlink_to(there / "file")
    files.check_writable(link)
    files.write(link, b"one")  # what it points to is made
    files.write(link, b"two")
    assert link.is_symlink()
    assert [file.name for file in there.iterdir()] == ["file"]
    assert (there / "file").read_bytes() == b"two"
    circle = tmp_path / "circle"
    circle.symlink_to(circle)
    with pytest.raises(DataError, match="circle: Too many levels of symbolic links"):
        files.write(circle, b"")


@posix
def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert not files.is_there(pipe)
    files.check_writable(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    files.write(pipe, b"one")
    assert os.read(reader, 9) == b"one"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert not files.is_there(Path(os.devnull))


def test_a_folder_is_no_place_for_a_file(tmp_path: Path) -> None:
    for act in (files.check_writable, lambda path: files.write(path, b"")):
        with pytest.raises(DataError, match=rf"{tmp_path.name}: Is a directory"):
            act(tmp_path)
        with pytest.raises(DataError, match="no/a: No such file or directory"):
            act(tmp_path / "no" / "a")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a" * 255, "\N{SNOWMAN}" * 85, ".a", "a\n*[x]?"])
def test_any_name_that_the_system_takes(tmp_path: Path, name: str) -> None:
    files.check_writable(tmp_path / name)
    files.write(tmp_path / name, b"one")
    assert [path.name for path in tmp_path.iterdir()] == [name]


@posix
def test_what_killed_writers_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    left = tmp_path / f".a.txt.{'0' * 16}.tmp"
    others = [".a.txt.0.tmp", f".b.txt.{'0' * 16}.tmp", f"x.a.txt.{'0' * 16}.tmp"]
    for name in (left.name, *others):
        (tmp_path / name).touch()
    with files.new_file(tmp_path, ".a.txt.", ".tmp") as writing:
        files.write(path, b"one")
        assert Path(writing.name).exists()
        assert not left.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        [*others, "a.txt", Path(writing.name).name]
    )


@posix
def test_a_file_that_was_removed_before_it_was_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flock, stolen = files.fcntl.flock, []

    def late(handle: int, how: int) -> None:
        if not stolen:
            stolen.extend(tmp_path.iterdir())
            stolen[0].unlink()
        flock(handle, how)

    monkeypatch.setattr(files.fcntl, "flock", late)
    files.write(tmp_path / "a.txt", b"one")
    assert (tmp_path / "a.txt").read_bytes() == b"one"
    assert stolen
