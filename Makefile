# Everything sets itself up: a virtual environment in .venv, made from pyproject.toml.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint format types laws soundness mutation bench audit golden schemas figures docs dist extras ranges pythons fuzz clean

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed (make PYTHON=python3.12 …)" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(STAMP)  ## translate a declared building and an EPD
	@echo '== A building declared under GB/T 51366-2019 (bill of materials and transport of a public demonstration project) under EN 15978 =='
	$(BIN)/crosswalk translate examples/building-materials-gbt51366.yaml --to eu/en-15978-2011
	@echo
	@echo '== An EPD to EN 15804+A2 (ready-mix concrete, NEPD-4945-3957-DK) as a carbon footprint of product under GB/T 24067-2024 =='
	$(BIN)/crosswalk translate examples/epd-ready-mix-35mpa.yaml --to cn/gbt-24067-2024

test: $(STAMP)  ## all tests, doctests included
	$(BIN)/python -m pytest -n auto

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(STAMP)  ## strict type check
	$(BIN)/mypy

laws: $(STAMP)  ## the property tests with 10 000 examples each, then `make soundness`
	HYPOTHESIS_PROFILE=laws $(BIN)/python -m pytest -n auto tests/laws
	$(MAKE) soundness

soundness: $(STAMP)  ## more than a million random completions over all pairs, held against the bounds; SEED=…, RUN='--completions … --part 1/4'
	PYTHONPATH=tests $(BIN)/python -m laws.soundness --declarations 31 --seed $(or $(SEED),1) --output build/soundness.json $(RUN)

mutation: $(STAMP)  ## changes of the code that types and tests must catch; hours: RUN='--sample 0.1' takes a tenth of them
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,mutation]'
	$(BIN)/python -m tools.mutation $(RUN)

bench: $(STAMP)  ## medians and ratios to bench/results/latest.json and docs/performance.md
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m bench

audit: $(STAMP)  ## write how far the data were confirmed into docs/data.md
	$(BIN)/python tools/write_audit.py $(ACCEPT)

golden: $(STAMP)  ## write the golden reports of the examples again; read the difference before you commit it
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest -p no:cacheprovider tests/cli/test_golden.py tests/cli/test_golden_gaps.py

schemas: $(STAMP)  ## write the JSON Schemas again
	$(BIN)/python tools/write_schemas.py

figures: $(STAMP)  ## write the totals of the examples again: BECAUSE='…' MOVES='…' where one moved
	$(BIN)/python tools/write_figures.py "$(BECAUSE)" "$(MOVES)"

dist: $(STAMP)  ## wheel and source archive, built twice and compared
	$(BIN)/python -m tools.dist

extras: $(STAMP)  ## the bare package and each extra alone, in fresh environments
	$(BIN)/python -m tools.extras

ranges: $(STAMP)  ## the core tests with the lowest and the newest versions of all dependencies
	$(BIN)/python -m tools.ranges

pythons: $(STAMP)  ## the core tests on every Python of this machine
	$(BIN)/python -m tools.pythons

fuzz: $(STAMP)  ## damaged files, a minute for each reader; what breaks one is kept in tests/corpus
	$(BIN)/python -m tools.fuzz

docs: $(STAMP)  ## the documentation site, in English and Chinese, to build/docs/site
	$(BIN)/python -m tools.docs

clean:
	rm -rf $(VENV) build mutants dist .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
