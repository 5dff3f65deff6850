# `make run`, `make test` and `make check` each set themselves up. They need Python 3.11+, pip and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUTPUT ?= output

.PHONY: help run venv test check constraints docs clean

help:
	@echo "make run                       the demo: a bundled news site, crawled twice, no network"
	@echo "make run SOURCES=my.toml       crawl your own sources into $(OUTPUT)/"
	@echo "make test                      all tests"
	@echo "make check                     what CI runs: tests, lint, types, import contracts"
	@echo "make venv                      only the virtual environment, in $(VENV)/"
	@echo "make docs                      write the generated pages of docs/ again"
	@echo "make constraints               pin the versions that are installed now"

run: venv
ifdef SOURCES
	$(BIN)/newsdesk crawl --config $(SOURCES) --output $(OUTPUT)
else
	$(BIN)/newsdesk demo --output $(OUTPUT)/demo
endif

venv: $(VENV)/.installed

# Debian's python3 comes without ensurepip: there, virtualenv from the registry does the same.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  $(PYTHON) -m pip install --user --break-system-packages virtualenv \
	    || $(PYTHON) -m pip install --user virtualenv; $(PYTHON) -m virtualenv $(VENV); }

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	@touch $@ $(VENV)/.installed

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest --numprocesses 3 --dist loadfile

check:
	bash .ci/run

docs: $(VENV)/.installed
	$(BIN)/python -m crawler.cli.reference > docs/cli.md
	$(BIN)/python -m pipelines.record_format > docs/record-format.md
	$(BIN)/python -m pipelines.report.rejection_reasons > docs/rejection-reasons.md

constraints: $(VENV)/.installed-dev
	@{ echo "# The versions newsdesk is tested with. Made by \`make constraints\`."; \
	  $(BIN)/python -m pip list --format=freeze --exclude-editable --exclude pip --exclude setuptools --exclude newsdesk; \
	} > constraints.txt.new
	mv constraints.txt.new constraints.txt

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov
