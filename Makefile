# Comptoir: `make` lists what can be done. Commands with arguments are in bin/comptoir.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAVEN = scripts/maven
TOOLS = bin/comptoir
JAVA = "$$(scripts/find-jdk)/bin/java"

# Runs a test class that is no part of `make test`, on a Java virtual machine as in production:
# $(call alone,tests/screens,Screenshots)
alone = $(MAVEN) -Dspotless.check.skip -Dtests.jvm= -pl $(1) -am -Dtest=$(2) -Dsurefire.failIfNoSpecifiedTests=false verify

.PHONY: help run reset observe secrets setup test format screenshots upgrade-check containers-check
.PHONY: kubernetes-rules
.PHONY: bench bench-start bench-cost bench-scale bench-cache bench-delivery bench-metrics bench-overload
.PHONY: bench-reconciliation bench-screens
.PHONY: load lab cluster chaos restores drill drill-restore

help:
	@awk -F ':.*## ' '/^##@/ { printf "\n%s\n", substr($$0, 5) } /^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##@ Start
run: ## Builds what is missing and starts all services with demo data; Ctrl-C ends them
	@scripts/build
	@options=$$(scripts/aot-cache option); \
	if [ -z "$$options" ]; then nice -n 19 scripts/aot-cache app >/dev/null 2>&1 & fi; \
	$(JAVA) $$options -jar app/target/comptoir-app.jar || [ $$? -eq 130 ]

reset: ## Deletes the demo's data
	@scripts/build
	@$(JAVA) -jar app/target/comptoir-app.jar --reset

observe: ## Starts Prometheus, and Grafana if it is installed, beside `make run`; Ctrl-C ends them
	@scripts/observe

secrets: ## Makes the secrets that deploy/compose.yaml reads, in deploy/secrets; existing ones stay
	@scripts/make-secrets

##@ Test
setup: ## Installs the pre-commit hook and what the tests need
	@git config core.hooksPath scripts/hooks
	@scripts/find-for-tests

test: ## Installs what the tests need, checks the format and runs every test
	@scripts/find-for-tests
	@echo "Running every test: about 15 minutes."
	@$(MAVEN) --threads 2 verify

format: ## Formats all sources
	@$(MAVEN) spotless:apply
	@scripts/browser-code format

screenshots: ## Writes every page in every size, colour and language into target/screenshots
	@scripts/find-chromium --install >/dev/null
	@$(call alone,tests/screens,Screenshots)
	@echo "See target/screenshots"

upgrade-check: ## Upgrades from the last release and rolls back, both versions on one database, about 5 minutes
	@scripts/last-release >/dev/null
	@$(call alone,tests/chain,UpgradeCheck)

containers-check: ## Builds the images and runs the stack of deploy/compose.yaml, as root, about 6 minutes
	@tools/without-docker/find-deploy-tools --install >/dev/null
	@$(call alone,tests/house,ContainersCheck)

##@ Measure
bench: ## Measures sales per second beside pgbench's own simple update, about 12 minutes
	@$(TOOLS) bench sales

bench-start: ## Measures how soon `make run` is ready, its memory, and the first sales after a start
	@$(TOOLS) bench start

bench-cost: ## Measures the processor time of each kind of request beside its budget, about 12 minutes
	@$(TOOLS) bench cost

bench-scale: ## Measures a chain of a million sales beside a small one, and checks plans of statements, about 12 minutes
	@$(TOOLS) bench scale

bench-cache: ## Measures cached responses beside a static file, and how soon a change is seen elsewhere
	@$(TOOLS) bench cache

bench-overload: ## Measures sales beside a flood of logins, and at twice the peak, about 5 minutes
	@$(TOOLS) bench overload

bench-metrics: ## Measures what the metrics cost a sale
	@$(TOOLS) bench metrics

bench-reconciliation: ## Measures a reconciliation of a million sales, and sales meanwhile, about 3 minutes
	@$(call alone,store,ReconciliationBench)

bench-delivery: ## Measures a backlog of 100,000 sales and the re-send of a million, and sales meanwhile, about 8 minutes
	@$(call alone,tests/chain,DeliveryBench)

bench-screens: ## Measures how soon a page can be used and a product found
	@scripts/find-chromium --install >/dev/null
	@$(call alone,tests/screens,ScreensBench)

load: ## Puts load on a running system: RPS=30 DURATION=60 SCENARIO=stock,report,update ADDRESS=http://localhost:8088
	@$(TOOLS) load $(if $(RPS),--rps=$(RPS)) $(if $(DURATION),--duration=$(DURATION)) $(if $(SCENARIO),--scenario=$(SCENARIO)) $(if $(ADDRESS),--address=$(ADDRESS))

lab: ## Runs the experiments of the lab report, at most 90 minutes; bin/comptoir lab --help shows shorter runs
	@$(TOOLS) lab

##@ Operate
cluster: ## Starts an instance of each service behind Traefik; bin/comptoir cluster --help shows more
	@$(TOOLS) cluster up

chaos: ## Injects faults into a cluster under load and audits the databases, then runs `make restores`
	@$(TOOLS) chaos
	@$(MAKE) --no-print-directory restores

restores: ## Restores each database in 18 situations and compares the three (`make test`: in 6)
	@$(call alone,tests/chain,RestoreMatrixTest) -Dcomptoir.restores=all

drill: ## Fires every alert by a real fault and compares metrics with the requests sent, 20 minutes
	@$(TOOLS) drill

drill-restore: ## Loses each database in turn, restores it to a second and prints RPO, RTO and what differs, 6 minutes
	@$(TOOLS) drill-restore

kubernetes-rules: ## Writes the rules of deploy/prometheus in the form that Kubernetes takes
	@scripts/kubernetes-rules >deploy/kubernetes/monitoring/rules.yaml
