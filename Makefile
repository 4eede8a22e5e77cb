# Every target prepares what it needs. `make` alone starts the demonstration.
PYTHON_LOCAL = .venv/bin/python
LOCAL = exec $(PYTHON_LOCAL) -m portal.local
EXPORT = $(UV) export --quiet --frozen --no-emit-project --no-header --format requirements.txt
UV = $(shell command -v uv || echo .venv/bin/uv)

.PHONY: run stop reset test audit bench lock

run:
	@sh portal/local/environnement.sh local
	@$(LOCAL) run

stop:
	@sh portal/local/environnement.sh local
	@$(LOCAL) stop

reset:
	@sh portal/local/environnement.sh local
	@$(LOCAL) reset

test:
	@sh portal/local/environnement.sh dev
	@$(LOCAL) test

audit:
	@sh portal/local/environnement.sh dev
	@$(LOCAL) audit

bench:
	@sh portal/local/environnement.sh dev
	@$(LOCAL) exec -- "$(CURDIR)/$(PYTHON_LOCAL)" -m bench $(ARGS)

# Versions move only here. uv.lock names the registry it was made with: it is not kept.
lock:
	@$(UV) --version >/dev/null 2>&1 || { echo "Il manque uv : « pip install uv », puis relancez." >&2; exit 1; }
	@$(UV) lock --quiet --upgrade
	@$(EXPORT) --no-default-groups -o requirements/production.lock >/dev/null
	@$(EXPORT) --no-default-groups --group local -o requirements/local.lock >/dev/null
	@$(EXPORT) --no-default-groups --group dev -o requirements/dev.lock >/dev/null
	@rm -f uv.lock
