"""The numeric tests on aarch64, emulated: `make test-arm`.

`python -m arm FOLDER` (from the folder tests/) makes a folder with an aarch64 Python, NumPy, SciPy
and llvmlite, and a command FOLDER/python that runs it on this machine. It needs a Debian machine
and no privileges: nothing is installed in the system, and neither dpkg's architectures nor the
kernel's binfmt table change. `system` brings Debian's packages, `wheels` Python's, `__main__` puts
them together.
"""
