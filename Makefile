# The two commands of the README, `make demo` and `make test`, set everything up themselves: they
# need Python 3.11 or newer and make. PYTHON=... chooses the interpreter, VENV=... the folder.

VENV ?= .venv
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := $(VENV)/bin
RUNS ?= runs

# A plain `torch` may bring several gigabytes of CUDA libraries; this one is what is tested.
TORCH := torch==2.13.0

.PHONY: demo docs test coverage test-isa arm test-arm soak mutate lint format clean

demo: $(VENV)/.all
	$(BIN)/upconv train autoencoder --out $(RUNS)/demo --overwrite

test: $(VENV)/.dev lint
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --durations=10

# Which lines no test runs. Kernels are not counted: they are generated.
coverage: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --cov --cov-report=term

# Everything that compares numbers, on each instruction set that this CPU has.
test-isa: $(VENV)/.dev
	@for isa in $$($(BIN)/python -c 'from upconv.engine import isa; print(*(i.name for i in isa.available()))'); do \
		echo "UPCONV_ISA=$$isa"; \
		UPCONV_ISA=$$isa $(BIN)/python -m pytest --quiet -m numeric tests || exit 1; \
	done

# What compares numbers and needs no framework, on NEON: an aarch64 Python, made once, emulated.
# Without the two files that take longest: test_ops has its layers in test_engine_drawn, and
# test_engine_exact in the files of each form.
ARM ?= build/arm
UPCONV_ARM ?= $(abspath $(ARM))
ON_ARM := activations operator pooling soak upsampling upsampling_positions $(addprefix engine_, \
	drawn isa kept panels points points_3d runs single strided tasks transforms turned workspace)
export UPCONV_ARM
arm: $(BIN)/python
	cd tests && $(abspath $(BIN))/python -m arm $(UPCONV_ARM)

test-arm: arm
	UPCONV_ISA=neon UPCONV_TESTS_CACHE=$(UPCONV_ARM)/objects $(UPCONV_ARM)/root/usr/bin/python -m pytest -n auto -p no:cacheprovider \
		-m numeric --durations=10 $(ON_ARM:%=tests/test_%.py)

# Drawn calls of every operation, framework and instruction set against loops, under trouble.
MINUTES ?= 10
soak: $(VENV)/.dev
	cd tests && ../$(BIN)/python -m soak --minutes $(MINUTES)

# One line of the source changed at a time: does a test notice?
SAMPLE ?= 300
mutate: $(VENV)/.dev
	cd tests && ../$(BIN)/python -m mutation --sample $(SAMPLE)

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# A warning is an error: links that lead nowhere, names that are not there, examples that fail.
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
	@test -n "$(PYTHON)" || { echo "upconv needs Python 3.11 or newer; none was found. Name one: make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "No virtual environment could be made. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.all: $(BIN)/python pyproject.toml
	@echo 'Installing upconv and what the README shows into $(VENV), once ...'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(TORCH) -e '.[all]'
	touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml
	@echo 'Installing upconv and what its tests need into $(VENV), once ...'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(TORCH) -e '.[dev]'
	touch $@ $(VENV)/.all
