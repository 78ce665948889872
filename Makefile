# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# All commands set themselves up, below .cache/ only.
PYTHON ?= python3
ARGS ?=
ONLY ?=
KEEP ?=
VERSION ?=
export ARGS ONLY KEEP VERSION

.DEFAULT_GOAL := help
COMMANDS := demo test lint format sanity unit integration audit inventory lifecycle faults soak awx coverage matrix bench build docs changelog release setup clean
.PHONY: help $(COMMANDS)

help: ## Show this
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "make %-12s %s\n", $$1, $$2}'
	@printf '%s\n' '' \
	  'PYTHON=python3.13   the Python to use, 3.11 or newer; here: $(PYTHON)' \
	  'ARGS="..."          arguments of the test runner; a path below tests/ runs only that' \
	  'ONLY="..."          the combinations of make matrix, by words of their names' \
	  'VERSION="..."       the version of make release, as in galaxy.yml' \
	  'KEEP=1              make demo: keep the simulated AWS running for your own playbooks' \
	  '' \
	  'Times are those of two cores. The first run of a command installs what it needs, which takes minutes more.'

demo: ## Show the collection at work against the simulated AWS; needs no AWS account (2 min; KEEP=1 stays up)
test: ## Run every check: lint, sanity, unit, integration, inventory, audit, faults, AWX (22 min)
lint: ## Check style, types, words, licenses, workflows, docs, changelog, and what Galaxy checks on import (3 min)
format: ## Format the Python sources (seconds)
sanity: ## Run ansible-test sanity (2 min)
unit: ## Run the unit tests (6 min; ARGS=tests/unit/plugins/contract: seconds)
integration: ## Run the integration targets against the simulated AWS (5 min; ARGS=role_byol)
audit: ## Audit an estate with every condition, and open the report in Chromium (5 min; ARGS="-k phone")
inventory: ## Run the inventory plugin in real processes (3 min; ARGS="-k cache")
lifecycle: ## Run the roles that release and copy images in real processes (4 min; ARGS="-k release")
faults: ## Run playbooks while the service, the network or the controller fails (10 min; ARGS="-k killed")
soak: ## Run 20,000 option sets, and 2,000 tasks among random faults (hours; ARGS="--tasks 200": tasks only)
awx: ## Run what AWX runs, by ansible-runner (5 min; ARGS="-k survey")
coverage: ## Run unit and integration, and show what they cover together (20 min)
matrix: ## Run sanity, unit, inventory and integration on every ansible-core and SDK (hours; ONLY="core2.17 python3.12" ARGS=units)
bench: ## Measure calls and time (30 min)
build: ## Build the tarball into .cache/dist (seconds)
docs: ## Build the documentation as a site into .cache/docs (1 min)
changelog: ## Turn the fragments into the changelog of the version in galaxy.yml (seconds)
release: ## Build what is published of a version: tarball, SBOM, notes (1 min; VERSION=1.0.0)
setup: ## Set up what the tests need
clean: ## Remove everything that these commands made

# -S: the tools use the standard library alone, whatever this Python has installed. -B: nothing is left in the checkout.
$(COMMANDS):
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make $@ PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -BS -m tests.tools $@
