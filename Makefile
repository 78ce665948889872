# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# All commands set themselves up, below .cache/ only. PYTHON chooses the Python, ARGS goes to the test runner.
PYTHON ?= python3
ARGS ?=
ONLY ?=
export ARGS ONLY

.DEFAULT_GOAL := help
COMMANDS := demo test lint format sanity unit integration audit inventory faults awx coverage matrix bench build docs setup clean
.PHONY: help $(COMMANDS)

help: ## Show this
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "make %-12s %s\n", $$1, $$2}'

demo: ## Show the collection at work against the embedded AWS; needs no AWS account
test: ## Run every check: lint, sanity, unit, integration, bad weather, AWX
lint: ## Check style, types, docs, changelog, and what Galaxy checks on import
format: ## Format the Python sources
sanity: ## Run ansible-test sanity
unit: ## Run the unit tests (ARGS="-k import")
integration: ## Run the integration targets against the embedded AWS (ARGS="target")
audit: ## Audit an estate with every condition, and open the report in Chromium (ARGS="-k phone")
inventory: ## Read inventories of the plugin by real processes (ARGS="-k cache")
faults: ## Play the stories of bad weather with real playbooks (ARGS="-k killed")
awx: ## Run what AWX runs, by ansible-runner (ARGS="-k survey")
coverage: ## Run unit and integration, and show what they cover together
matrix: ## Run sanity, unit, inventory and integration on every ansible-core and SDK (ONLY="core2.17 python3.12")
bench: ## Measure calls and time
build: ## Build the tarball into .cache/dist
docs: ## Build the documentation as a site
setup: ## Set up what the tests need
clean: ## Remove all that these commands made

# -S: the tools use the standard library alone, whatever this Python has installed. -B: nothing is left in the checkout.
$(COMMANDS):
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make $@ PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -BS -m tests.tools $@
