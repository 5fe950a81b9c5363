# `make` builds the site, `make serve` shows it, `make test` tests it. Each target installs what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: all bench serve saved test test-all score lint checkers faults fuzz golden screenshot clean lock
.DELETE_ON_ERROR:

all: $(VENV)/build
	$(BIN)/python build.py

# Previews each change as it is saved, on the loopback interface only; for another port: make serve PORT=8001
PORT ?= 8000
serve: $(VENV)/preview
	$(BIN)/python build.py --serve $(PORT)

# Installs what build.py --new needs to read a saved page.
saved: $(VENV)/saved

# All tests that need no outside program except Chromium.
test: $(VENV)/test
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal -m "not outside"

# Everything: also checks by outside programs, hundreds of injected faults, longer fuzzing, and branch coverage.
test-all: $(VENV)/test $(VENV)/checkers lint
	$(BIN)/python -m tests.faults 200
	CLIPPING_FUZZ=100 $(BIN)/python -m pytest --numprocesses auto --dist worksteal --cov

# Scores on labelled texts; to list the misses: make score ARGS=-v; for other corpora: make score DATA=DIR
score: $(VENV)/test
	PYTHONPATH=src $(BIN)/python -m tests.score $(ARGS) $(DATA)

lint: $(VENV)/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Installs outside programs that check our output: pandoc and its styles, EPUBCheck, jing, Nu, extractors.
checkers: $(VENV)/checkers

# System errors, kills, concurrent builds and (as root, on Linux) power cuts, in hundreds of builds.
faults: $(VENV)/test
	CLIPPING_FUZZ=1 $(BIN)/python -m pytest tests/test_publish.py
	$(BIN)/python -m tests.faults $(or $(COUNT),200)

# Fuzzing with generated captures, settings, notes and pages, a thousand of each.
fuzz: $(VENV)/test
	CLIPPING_FUZZ=$(or $(COUNT),1000) $(BIN)/python -m pytest tests/test_fuzz.py

# Shows how the site differs from the files last reviewed, in tests/golden, and updates these.
golden: $(VENV)/test
	PYTHONPATH=src $(BIN)/python -m tests.site.test_golden

# Measures a build beside other generators (installed into bench/.env), larger captures, and the preview.
bench: $(VENV)/test
	-$(MAKE) bench/.env/installed
	$(BIN)/python -m bench $(ARGS)

bench/.env/installed: | $(VENV)/pyvenv.cfg
	$(BIN)/python -m venv bench/.env/floor
	bench/.env/floor/bin/python -m pip install --quiet jinja2 markdown beautifulsoup4
	$(BIN)/python -m venv bench/.env/clipping
	bench/.env/clipping/bin/python -m pip install --quiet --no-deps --require-hashes --requirement requirements/build.txt
	$(BIN)/python -m venv bench/.env/others
	bench/.env/others/bin/python -m pip install --quiet pelican markdown mkdocs
	@touch $@

# Updates the picture in README.md; needs Chromium, whose sandbox refuses to run as root.
screenshot: all
	chromium --headless --no-sandbox --hide-scrollbars --window-size=1200,900 \
		--screenshot=tests/browser/article.png file://$(CURDIR)/_site/index.html

# A file newer than the requirements shows that they are installed. They are complete, so pip resolves nothing.
$(VENV)/build $(VENV)/preview $(VENV)/saved $(VENV)/test $(VENV)/checkers: $(VENV)/%: requirements/%.txt | $(VENV)/pyvenv.cfg
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement $<
	@touch $@

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'expected Python 3.11 or newer, found ' + sys.version.split()[0] + '; run: make PYTHON=/path/to/a/newer/python3')"
	$(PYTHON) -m venv $(VENV)

# Updates the locked requirements, without the index or host they came from; needs uv on the path.
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --no-annotate pyproject.toml
lock:
	$(LOCK) --output-file requirements/build.txt
	$(LOCK) --extra preview --output-file requirements/preview.txt
	$(LOCK) --extra saved --output-file requirements/saved.txt
	$(LOCK) --extra preview --extra saved --extra test --output-file requirements/test.txt
	$(LOCK) --extra checkers --output-file requirements/checkers.txt

clean:
	rm -rf $(VENV) bench/.env .coverage _site ._site.clipping-* .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
