#!/usr/bin/env bash
# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

set -eux -o pipefail

# The hosts of the fleet have profiles, which hosts.yml writes into this file.
export AWS_SHARED_CREDENTIALS_FILE="$OUTPUT_DIR/credentials"
export ANSIBLE_ROLES_PATH=..
export ANSIBLE_SHOW_CUSTOM_STATS=true

ansible-playbook begin.yml "$@"
ansible-playbook check.yml --check --diff "$@"
ansible-playbook run.yml "$@" | tee "$OUTPUT_DIR/run.log"
ansible-playbook again.yml "$@" | tee "$OUTPUT_DIR/again.log"
ansible-playbook begin.yml "$@"

# Results for the next node of a workflow are handed over only where that is requested, by each host.
if grep "CUSTOM STATS" "$OUTPUT_DIR/run.log"; then
    exit 1
fi
grep "euc_workspaces_byol.*fleet-.*image_ids" "$OUTPUT_DIR/again.log"

# There are progress lines of each host.
if grep "fleet-us" "$OUTPUT_DIR/run.log"; then
    grep -F "[fleet-eu] BYOL account  " "$OUTPUT_DIR/run.log"
    grep -F "[fleet-us] BYOL account  " "$OUTPUT_DIR/run.log"
    grep "euc_workspaces_byol.*fleet-eu.*image_ids.*fleet-us" "$OUTPUT_DIR/again.log"
fi
