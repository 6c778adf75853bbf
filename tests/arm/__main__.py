"""Make an aarch64 Python with NumPy, SciPy and llvmlite in a folder, once.

python -m arm FOLDER        from the folder tests/; prints the path of the Python

Ends with status 3, and the reason, where it cannot be made on this machine.
"""

import hashlib
import platform
import re
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path

from arm.system import Apt, UnavailableError, run

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
UNAVAILABLE = 3

# `python3` is the release's; the libraries are those of NumPy, llvmlite and OpenMP.
SYSTEM = ("python3", "libstdc++6", "libgomp1", "zlib1g")
PACKAGES = "usr/lib/python3/dist-packages"
PLATFORMS = ("manylinux_2_28", "manylinux_2_27", "manylinux_2_17", "manylinux2014")
TESTING = ("pytest", "pytest-xdist", "hypothesis")

# What tests import seldom: not compiled beforehand.
SELDOM = "/(tests|scipy|pygments|f2py|idlelib|lib2to3|ensurepip)/"

# All that the emulator has, with SVE as wide as below, and pointer authentication the quick way.
CPU = "max,pauth-impdef=on,sve-default-vector-length=32"

# What LLVM reads to learn the CPU: without it, it would read this machine's. A Neoverse V1.
CPUINFO = """\
processor\t: 0
BogoMIPS\t: 2100.00
Features\t: fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm jscvt \
fcma lrcpc dcpop sha3 sm3 sm4 asimddp sha512 sve asimdfhm dit uscat ilrcpc flagm ssbs paca pacg \
dcpodp i8mm bf16 dgh rng
CPU implementer\t: 0x41
CPU architecture: 8
CPU variant\t: 0x1
CPU part\t: 0xd40
CPU revision\t: 1
"""

# A program of this machine's in the place of Python's: what Python starts as `sys.executable` is
# emulated too, although the kernel cannot start programs for aarch64.
STARTER = """\
#!/bin/sh
export PYTHONNOUSERSITE=1  # packages there are this machine's
exec '{emulator}' -0 '{place}' -cpu '{cpu}' -L '{root}' '{root}/usr/bin/{python}' "$@"
"""


def requirements():
    """Return what pip is asked for: what upconv needs, and what the tests need."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    tools = project["optional-dependencies"]["dev"]
    named = {re.split(r"[^\w-]", line, maxsplit=1)[0]: line for line in tools}
    return [*project["dependencies"], *(named[name] for name in TESTING)]


def made(folder):
    """Return the root in a folder; it is made where it is missing, or was made from other words."""
    root, stamp = folder / "aarch64", folder / "made-from"
    sources = [path.read_bytes() for path in sorted(HERE.glob("*.py"))]
    digest = hashlib.sha256(b"\0".join([*sources, *(r.encode() for r in requirements())]))
    if stamp.is_file() and stamp.read_text("utf-8") == digest.hexdigest():
        return root
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        raise UnavailableError("This emulates aarch64 on Linux on x86-64.")
    stamp.unlink(missing_ok=True)
    shutil.rmtree(root, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        _say("Debian's packages for arm64: Python and its libraries ...")
        count = Apt(Path(work), "arm64").unpack(root, *SYSTEM)
    _say(f"{count} packages. Wheels for aarch64: {', '.join(requirements())} ...")
    _wheels(root, _python(root).removeprefix("python"))
    _compile(root)
    (root / "proc").mkdir()
    (root / "proc/cpuinfo").write_text(CPUINFO, "utf-8")
    stamp.write_text(digest.hexdigest(), "utf-8")
    return root


def started(root, emulator):
    """Write the program that starts the root's Python, with this checkout's package; return it."""
    (root / PACKAGES / "upconv.pth").write_text(f"{PROJECT / 'src'}\n", "utf-8")
    program = root / "usr/bin/python"
    words = {"emulator": emulator, "place": program, "cpu": CPU, "root": root}
    program.write_text(STARTER.format(python=_python(root), **words), "utf-8")
    program.chmod(0o755)
    run(program, "-c", "import platform; assert platform.machine() == 'aarch64'")
    return program


def _python(root):
    """Return the name with a version of the release's Python."""
    return (root / "usr/bin/python3").readlink().name


def _emulator(folder):
    """Return the path of QEMU: this machine's, or Debian's in the folder."""
    if found := shutil.which("qemu-aarch64-static"):
        return found
    kept = folder / "qemu-aarch64-static"
    if not kept.is_file():
        _say("Debian's qemu-user-static ...")
        with tempfile.TemporaryDirectory(dir=folder) as work:
            Apt(Path(work), "amd64").unpack(Path(work, "qemu"), "qemu-user-static")
            shutil.move(Path(work, "qemu/usr/bin/qemu-aarch64-static").resolve(), kept)
    return kept


def _wheels(root, version):
    """Install wheels into the root; pip compares each with the hash that the index states."""
    run(
        *(sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"),
        *("--target", root / PACKAGES, "--only-binary=:all:", "--no-compile"),
        *("--implementation", "cp", "--python-version", version),
        *(word for name in PLATFORMS for word in ("--platform", f"{name}_aarch64")),
        *requirements(),
    )


def _compile(root):
    """Compile Python's sources here, where it takes a tenth of the time, if this Python can."""
    if _python(root) == f"python{sys.version_info[0]}.{sys.version_info[1]}":
        folder = root / "usr/lib"
        run(sys.executable, "-m", "compileall", "-q", "-x", SELDOM, folder, "-s", root, "-p", "/")


def _say(text):
    print(text, file=sys.stderr, flush=True)


def main():
    """Make the folder that the command line names."""
    folder = Path(sys.argv[1]).absolute()
    try:
        print(started(made(folder), _emulator(folder)))
    except UnavailableError as error:
        _say(f"There is no aarch64 Python here. {error}")
        sys.exit(UNAVAILABLE)


if __name__ == "__main__":
    main()
