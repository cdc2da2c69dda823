# Comptoir: `make` lists what can be done.
SHELL := /bin/sh
.DEFAULT_GOAL := help
JDK = $(shell scripts/find-jdk)
MAVEN = JAVA_HOME="$(JDK)" ./mvnw --batch-mode --no-transfer-progress

# Runs a class that is no test: `$(call alone,tests/screens,Screenshots)`
alone = $(MAVEN) --quiet -Dspotless.check.skip -pl $(1) -am -Dtest=$(2) -Dsurefire.failIfNoSpecifiedTests=false verify

.PHONY: help run test format reset bench bench-cache bench-metrics bench-screens screenshots load observe jdk lab lab-quick lab-report lab-built
.PHONY: cluster cluster-built cluster-there scale kill stop restart pause resume cluster-status cluster-down chaos drill kubernetes-rules secrets containers-check

help: ## Lists the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST)

jdk:
	@scripts/find-jdk >/dev/null
	@command -v curl >/dev/null || command -v wget >/dev/null || test -d "$$HOME/.m2/wrapper" || \
	  { echo "Neither curl nor wget was found: install one of them, the Maven wrapper downloads Maven with it." >&2; exit 1; }

run: jdk ## Builds what is missing and starts everything with demo data; Ctrl-C ends it
	@scripts/app-is-built || $(MAVEN) --quiet -DskipTests -Dspotless.check.skip package
	@"$(JDK)/bin/java" -jar app/target/comptoir-app.jar || [ $$? -eq 130 ]

test: jdk ## Installs what the tests need, checks the format and runs every test
	@scripts/browser-code install
	@scripts/find-chromium --install >/dev/null
	@scripts/find-prometheus --install >/dev/null
	@tools/without-docker/find-deploy-tools --install >/dev/null
	$(MAVEN) --threads 2 verify

format: jdk ## Formats all sources
	$(MAVEN) --quiet spotless:apply
	@scripts/browser-code format

reset: jdk ## Empties the demo's data
	@scripts/app-is-built || $(MAVEN) --quiet -DskipTests -Dspotless.check.skip package
	@"$(JDK)/bin/java" -jar app/target/comptoir-app.jar --reset

bench: jdk ## Measures sales per second beside pgbench, the demo's start and its memory
	@command -v pgbench >/dev/null || \
	  { echo "pgbench was not found: install PostgreSQL's server package (Debian: apt install postgresql)." >&2; exit 1; }
	$(MAVEN) --quiet -DskipTests -Dspotless.check.skip package
	@"$(JDK)/bin/java" -cp "tools/target/test-classes:app/target/test-classes:platform/target/test-classes:tools/target/comptoir-tools.jar" dev.comptoir.tools.bench.SalesBench

bench-cache: jdk ## Measures kept answers beside a file of the same server, and how soon a change is seen elsewhere
	$(MAVEN) --quiet -DskipTests -Dspotless.check.skip package
	@"$(JDK)/bin/java" -cp "tools/target/test-classes:app/target/test-classes:platform/target/test-classes:tools/target/comptoir-tools.jar" dev.comptoir.tools.bench.CacheBench

bench-metrics: jdk ## Measures what the metrics cost a sale
	$(MAVEN) --quiet -DskipTests -Dspotless.check.skip package
	@"$(JDK)/bin/java" -cp "tools/target/test-classes:app/target/test-classes:platform/target/test-classes:tools/target/comptoir-tools.jar" dev.comptoir.tools.bench.MetricsBench

bench-screens: jdk ## Measures how soon a page can be used and a product found
	@scripts/find-chromium --install >/dev/null
	@$(call alone,tests/screens,ScreensBench)

screenshots: jdk ## Writes every page as pictures into target/screenshots, for looking at
	@scripts/find-chromium --install >/dev/null
	@$(call alone,tests/screens,Screenshots)
	@echo "See target/screenshots"

load: jdk ## Puts load on a running system: RPS=30 DURATION=60 SCENARIO=stock,report,update ADDRESS=http://localhost:8088
	@$(MAVEN) --quiet -DskipTests -Dspotless.check.skip -pl tools -am package
	@"$(JDK)/bin/java" --add-opens=java.base/java.lang=ALL-UNNAMED -cp tools/target/comptoir-tools.jar dev.comptoir.tools.load.LoadMain \
	  $(foreach name,RPS DURATION WARM_UP SCENARIO ADDRESS STORE HEADOFFICE LOGISTICS PASSWORDS RESULTS,$(if $($(name)),$(name)="$($(name))"))

LAB = exec "$(JDK)/bin/java" -Xmx512m -cp tools/target/comptoir-tools.jar dev.comptoir.tools.lab.LabMain $(if $(EXPERIMENT),--experiment=$(EXPERIMENT)) $(if $(RESULTS),--results=$(RESULTS))

lab-built: jdk
	@[ -f tools/target/comptoir-tools.jar ] && scripts/app-is-built || \
	  $(MAVEN) --quiet -DskipTests -Dspotless.check.skip package

lab: lab-built ## Every experiment of the report in at most 90 minutes, or some: EXPERIMENT=ramp,loss RESULTS=target/lab
	@$(LAB) --pace=full

lab-quick: lab-built ## The same at a glance on one cluster, in at most 10 minutes
	@$(LAB) --pace=quick

lab-report: lab-built ## Writes the report again from the data that is there: RESULTS=docs/lab
	@$(LAB) --pace=none

observe: ## Starts Prometheus, and Grafana where there is one, beside `make run`; Ctrl-C ends them
	@scripts/observe

CLUSTER = "$(JDK)/bin/java" -jar tools/target/comptoir-tools.jar

cluster-built: jdk
	@[ -f tools/target/comptoir-tools.jar ] && scripts/app-is-built || \
	  $(MAVEN) --quiet -DskipTests -Dspotless.check.skip package

# Never builds: the processes run from these files.
cluster-there: jdk
	@[ -f tools/target/comptoir-tools.jar ] || { echo "No cluster was built: make cluster starts one."; exit 1; }

cluster: cluster-built ## Starts instances behind Traefik: STORE=2 HEADOFFICE=1 LOGISTICS=3 STRATEGY=p2c WEIGHTS= PORT= CERT= KEY= DATABASE=
	@$(CLUSTER) up $(if $(STORE),--store=$(STORE)) $(if $(HEADOFFICE),--headoffice=$(HEADOFFICE)) \
	  $(if $(LOGISTICS),--logistics=$(LOGISTICS)) $(if $(STRATEGY),--strategy=$(STRATEGY)) $(if $(WEIGHTS),--weights=$(WEIGHTS)) \
	  $(if $(PORT),--port=$(PORT)) $(if $(CERT),--cert=$(abspath $(CERT))) $(if $(KEY),--key=$(abspath $(KEY))) $(if $(DATABASE),--database=$(DATABASE))

scale: cluster-there ## Changes how many instances there are: LOGISTICS=4
	@$(CLUSTER) scale $(if $(STORE),--store=$(STORE)) $(if $(HEADOFFICE),--headoffice=$(HEADOFFICE)) $(if $(LOGISTICS),--logistics=$(LOGISTICS))

kill: cluster-there ## Kills one process of the cluster: I=logistics-2
	@$(CLUSTER) kill $(I)

stop: cluster-there ## Stops one process of the cluster in order: I=logistics-2
	@$(CLUSTER) stop $(I)

restart: cluster-there ## Starts one process of the cluster again, or all of a service in turn: I=logistics-2
	@$(CLUSTER) restart $(I)

pause: cluster-there ## Freezes one process of the cluster: I=logistics-2
	@$(CLUSTER) pause $(I)

resume: cluster-there ## Lets a frozen process go on: I=logistics-2
	@$(CLUSTER) resume $(I)

cluster-status: cluster-there ## Shows the cluster's addresses, logins, processes and logs
	@$(CLUSTER) status

chaos: cluster-built ## Faults while people work, then their ledger against the databases: FAULT=kill RATE=50
	@$(CLUSTER) chaos $(if $(FAULT),--fault=$(FAULT)) $(if $(RATE),--rate=$(RATE)) $(if $(PORT),--port=$(PORT))

# One of the faults: kept answers may take more memory than an instance has.
drill: cluster-built ## Is what operators are shown true? Fires every alert once, by real faults, in 20 minutes
	@COMPTOIR_CACHE_MEGABYTES=4096 $(CLUSTER) drill $(if $(PORT),--port=$(PORT))

cluster-down: cluster-there ## Ends the cluster; its data stays
	@$(CLUSTER) down

secrets: ## Makes what is missing of the secrets that deploy/compose.yaml reads, in deploy/secrets
	@scripts/make-secrets

containers-check: jdk ## Builds the images and runs the stack of deploy/compose.yaml on an engine of its own, as root, some 6 minutes
	@tools/without-docker/find-deploy-tools --install >/dev/null
	$(call alone,tests/house,ContainersCheck)

kubernetes-rules: ## Writes the rules of deploy/prometheus as Kubernetes takes them
	@scripts/kubernetes-rules >deploy/kubernetes/monitoring/rules.yaml
