# A fresh machine needs Python 3.11 or newer and make. See the README.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := run
.PHONY: run test check bench format translations clean setup setup-tests

run: setup  ## start the portal; PORT, DATA_DIR, DATABASE_URL and REDIS_URL change where
	@$(BIN)/python -m portal.embedded

test: setup-tests  ## every test; ARGS="tests/law -k euros" for some
	@$(BIN)/pytest -n auto $(ARGS)

check: setup-tests  ## everything that needs no eye: form, types, imports, migrations, the house
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/mypy portal declarations benefits casework tests
	$(BIN)/lint-imports
	$(BIN)/python -m portal.embedded.throwaway $(BIN)/python manage.py makemigrations --check --dry-run
	BASE_URL=https://solida.example $(BIN)/python manage.py check --deploy --fail-level ERROR
	$(BIN)/pytest -q tests/house

bench: setup  ## every bench, on a database of its own
	@$(BIN)/python manage.py bench $(ARGS)

format: setup-tests
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

translations: setup  ## collect the texts for translators
	$(BIN)/python manage.py catalogues --compile

clean:  ## remove what can be made again; the data in var/ stays
	rm -rf .venv static/node_modules static/public/fonts static/public/solida.css \
		static/public/govuk-frontend.min.js .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find portal -name '*.mo' -delete

setup setup-tests:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: set PYTHON.")'
	@$(PYTHON) -m portal.embedded.setup $(if $(filter setup-tests,$@),--tests)
