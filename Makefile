# Each target makes what it needs. The state lives in one folder per checkout (config/environment.py).
SHELL := /bin/sh
PYTHON := .venv/bin/python
PACKAGES := python3-venv gettext tzdata fonts-noto-cjk libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
LOCALES := $(wildcard config/locale/*/LC_MESSAGES/django.po)

.PHONY: help install test lint format types test-servers lock migrations messages stop clean

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

.venv/packages: .ci/packages Makefile
	@.ci/packages $(PACKAGES)
	@[ -x $(PYTHON) ] || python3 -m venv .venv
	@touch $@

.venv/runtime: requirements.lock .venv/packages
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/development: requirements-dev.lock .venv/packages
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.venv/messages: $(LOCALES) .venv/packages
	@for po in $(LOCALES); do msgfmt --check-format -o "$${po%.po}.mo" "$$po"; done
	@touch $@

install: .venv/runtime .venv/messages ## install the product and prepare its database
	@$(PYTHON) -m config.embedded prepare
	@$(PYTHON) manage.py migrate --verbosity 0

test: lint ## run every check and every test
	@$(PYTHON) -m pytest -n 2 --dist loadgroup

test-servers: .venv/development .venv/messages ## run the tests against Debian's own PostgreSQL
	@.ci/test-servers

lint: .venv/development .venv/messages ## run the linters, the type checker and the import contracts
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/lint-imports
	@.venv/bin/mypy .
	@find templates -name '*.html' | xargs -r .venv/bin/djlint --quiet --check --lint
	@$(PYTHON) -m config.embedded prepare
	@$(PYTHON) manage.py makemigrations --check --dry-run --verbosity 0

format: .venv/development ## write the code the way the linter wants it
	@.venv/bin/ruff check --quiet --fix .
	@.venv/bin/ruff format --quiet .

messages: .venv/development ## collect the texts to translate
	@$(PYTHON) manage.py makemessages --locale zh_Hans --no-obsolete --no-wrap --add-location file \
	  --ignore 'tests/*' --ignore 'var/*' --ignore '.venv/*'

lock: .venv/development ## pin every dependency anew
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  pyproject.toml -o requirements.lock
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  pyproject.toml --group dev -o requirements-dev.lock

stop: ## stop the embedded database
	@$(PYTHON) -m config.embedded stop

clean: stop ## remove what was installed; the database stays
	@rm -rf .venv
