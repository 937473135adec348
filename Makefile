# Each target makes what it needs. The state lives in one folder per checkout (config/environment.py).
SHELL := /bin/sh
PYTHON := .venv/bin/python
PACKAGES := python3-venv gettext tzdata fonts-noto-cjk libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
# What only the tests need: the browser the pages are walked in.
TEST_PACKAGES := chromium
# The folder of real data that nobody on this project wrote.
DATA := $(or $(TONGBAN_DATA),../shared/data)
LOCALES := $(wildcard config/locale/*/LC_MESSAGES/django.po)

.PHONY: bench witness conformance help install bundle demo code test e2e chaos replay lint format test-servers lock messages backup restore stop clean

help: ## say what can be made
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

.venv/packages: .ci/packages Makefile
	@.ci/packages $(PACKAGES)
	@[ -x $(PYTHON) ] || python3 -m venv .venv
	@touch $@

.venv/runtime: requirements.lock .venv/packages
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/development: requirements-dev.lock .venv/packages
	@.ci/packages $(TEST_PACKAGES)
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.venv/messages: $(LOCALES) .venv/packages
	@for po in $(LOCALES); do msgfmt --check-format -o "$${po%.po}.mo" "$$po"; done
	@touch $@

# What browsers load: made anew when a source of it has changed.
.venv/bundle: .venv/runtime $(shell find frontend -type f -not -path '*/node_modules/*' -not -path '*/dist/*')
	@$(PYTHON) -m config.bundle
	@touch $@

bundle: .venv/bundle ## build what browsers load

install: .venv/runtime .venv/messages .venv/bundle ## install the product and prepare its database
	@$(PYTHON) -m config.embedded prepare
	@$(PYTHON) manage.py migrate --verbosity 0

demo: install ## tell the story of a made-up corridor on simulated dates, then serve it
	@$(PYTHON) -m config.demonstrate

code: ## print the password and one-time code of an account of the demonstration: make code WHO=lw.receiver
	@TONGBAN_DATABASE=tongban_demo $(PYTHON) manage.py demo_code $(WHO)

test: .venv/bundle lint ## run every check and every test
	@$(PYTHON) -m pytest -n 2 --dist loadgroup

test-servers: .venv/development .venv/messages ## run the tests against Debian's own PostgreSQL and Redis
	@.ci/test-servers

e2e: .venv/development .venv/messages .venv/bundle ## walk the pages in a browser
	@$(PYTHON) -m pytest tests/e2e

chaos: .venv/development .venv/messages ## kill processes at random moments of the story, 20 times
	@TONGBAN_CHAOS_ROUNDS=20 $(PYTHON) -m pytest -s tests/chaos

conformance: .venv/development .venv/messages ## hold the engine against real configurations: make conformance DIR=…
	@$(PYTHON) -m tests.conformance $(or $(DIR),../shared/data/digit-workflows)

witness: .venv/development .venv/messages ## walk 10,000 times through the engine and its Viewflow twins
	@TONGBAN_WITNESS_WALKS=10000 $(PYTHON) -m pytest -n 0 -s tests/witness

# The comparators live in an environment of their own: the product never imports them.
.venv-bench/comparators: tests/performance/comparators/requirements.lock
	@[ -x .venv-bench/bin/python ] || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

bench: .venv/development .venv/messages .venv-bench/comparators ## measure acts, queue and licences; TONGBAN_BENCH=quick for a short run
	@$(PYTHON) -m tests.performance

backup: install ## write a backup of database and files below var/backups
	@$(PYTHON) -m config.backup make

restore: install ## restore a backup and verify it: make restore FROM=var/backups/…
	@$(PYTHON) -m config.backup restore $(FROM)

replay: .venv/development .venv/messages ## replay the real event logs through the engine, in databases of their own
	@for log in receipt bpic15_M1_M2; do $(PYTHON) -m tests.replay $(DATA)/event-logs/$$log --anew || exit 1; done
	@$(PYTHON) -m tests.replay $(DATA)/event-logs/receipt --tamper 300 --anew

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

stop: ## stop the embedded database and Valkey, and those of the tests
	@$(PYTHON) -m config.embedded stop
	@$(PYTHON) -m tests.stop

clean: stop ## remove what was installed; the database stays
	@rm -rf .venv
