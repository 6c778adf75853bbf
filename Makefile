# The two commands of the README, `make demo` and `make test`, need only Python 3.11 or newer and
# make; they install everything else. PYTHON=... selects the interpreter, VENV=... the folder.

VENV ?= .venv
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := $(VENV)/bin
RUNS ?= runs

# The version that the tests use. On Linux, PyPI's build includes several gigabytes of CUDA libraries.
TORCH := torch==2.13.0

# A worker takes whole files: what a file imports and compiles is there for all of its tests.
SIDE_BY_SIDE := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: demo docs test check coverage test-isa test-matrix test-lowest test-newest arm test-arm soak mutate lint format clean

demo: $(VENV)/.all
	$(BIN)/upconv train autoencoder --out $(RUNS)/demo --overwrite

test: $(VENV)/.dev lint
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) --durations=10

# For every save: style and types, the tests of what changed since main, then quick ones of each part.
# No test starts after so many seconds; those marked slow are left to `make test`.
LIMIT ?= 30
QUICK := geometry solver conventions reference ops rewrites operator upsampling engine_golden engine_choices \
	checkerboard errors_words docstrings cli explain_steps onnx torch
check: $(VENV)/.dev lint
	$(BIN)/python -m pytest -q $(SIDE_BY_SIDE) -m 'not slow' --seconds $(LIMIT) \
		$$($(BIN)/python tests/changed.py) $(QUICK:%=tests/test_%.py)

# Lists the lines that no test runs. Generated kernels are not counted.
coverage: $(VENV)/.dev
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) --cov --cov-report=term

# Runs all numeric tests on each instruction set of this CPU.
test-isa: $(VENV)/.dev
	@for isa in $$($(BIN)/python -c 'from upconv.engine.process import isa; print(*(i.name for i in isa.available()))'); do \
		echo "UPCONV_ISA=$$isa"; \
		UPCONV_ISA=$$isa $(BIN)/python -m pytest --quiet -m numeric tests || exit 1; \
	done

# Runs numeric tests that need no framework on NEON, in an emulated aarch64 Python, which is made once.
# Two files are left out, as they take longest: test_ops and test_engine_exact. test_engine_drawn and
# the files of each form have layers of the same kinds.
ARM ?= build/arm
UPCONV_ARM ?= $(abspath $(ARM))
ON_ARM := activations operator pooling soak upsampling upsampling_positions $(addprefix engine_, \
	as_gemm drawn igemm isa packed_weight runs strided tasks winograd winograd_3d winograd_transforms winograd_weights workspace)
export UPCONV_ARM
arm: $(BIN)/python
	cd tests && $(abspath $(BIN))/python -m arm $(UPCONV_ARM)

test-arm: arm
	UPCONV_ISA=neon UPCONV_TESTS_CACHE=$(UPCONV_ARM)/objects $(UPCONV_ARM)/aarch64/usr/bin/python -m pytest -n auto -p no:cacheprovider \
		-m numeric --durations=10 $(ON_ARM:%=tests/test_%.py)

# Each Python with each dependency set: a table of what passed, failed and was skipped, and why.
# uv finds the interpreters, or brings them; TESTS="tests/test_ops.py ..." runs less.
PYTHONS ?= 3.11 3.12 3.13 3.14 3.14t
SETS ?= core frameworks
TESTS ?=
MATRIX = cd tests && ../$(BIN)/python -m matrix $(if $(TESTS),--tests $(TESTS))
test-matrix: $(VENV)/.uv
	$(MATRIX) --pythons $(PYTHONS) --sets $(SETS)

# Every lower bound of pyproject.toml, really installed.
test-lowest: $(VENV)/.uv
	$(MATRIX) --pythons 3.11 --sets core-lowest dev-lowest --required

# The newest of everything, and the adapter for PyTorch with the releases after the tested one.
# UV_TORCH_BACKEND=cpu spares the download of CUDA's libraries.
NEWER ?= torch==2.14.1 torch==2.15.0
test-newest: $(VENV)/.uv
	$(MATRIX) --pythons 3.11 --sets dev $(NEWER) --required

# Compares random calls of every operation, framework and instruction set with plain loops, while
# faults are injected.
MINUTES ?= 10
soak: $(VENV)/.dev
	cd tests && ../$(BIN)/python -m soak --minutes $(MINUTES)

# Mutation testing: changes one line of the source at a time and checks that a test fails.
SAMPLE ?= 300
mutate: $(VENV)/.dev
	cd tests && ../$(BIN)/python -m mutation --sample $(SAMPLE)

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# Warnings are errors: broken links, unknown names, failing examples.
docs: $(VENV)/.dev
	$(BIN)/python -m sphinx -q -W --keep-going -n -b doctest docs build/doctest
	$(BIN)/python -m sphinx -q -W --keep-going -n -b html docs build/docs
	@echo 'The pages are in build/docs/index.html'

format: $(VENV)/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:
	rm -rf $(VENV) $(RUNS) build docs/_generated .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "upconv needs Python 3.11 or newer; none was found. Set it: make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "The virtual environment could not be created. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.uv: $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	touch $@

$(VENV)/.all: $(BIN)/python pyproject.toml
	@echo 'Installing upconv with all extras into $(VENV), once ...'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(TORCH) -e '.[all]'
	touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml
	@echo 'Installing upconv and its test dependencies into $(VENV), once ...'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(TORCH) -e '.[dev]'
	touch $@ $(VENV)/.all
