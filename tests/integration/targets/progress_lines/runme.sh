#!/usr/bin/env bash
# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

set -eux -o pipefail

export ANSIBLE_ROLES_PATH=..
export BECOME_LOG="$OUTPUT_DIR/become.log"
# ansible-core does not quote the path of a program to become another user with.
become_exe="$(mktemp)"
export become_exe
trap 'rm -f "$become_exe"' EXIT
install -m 755 become.sh "$become_exe"
# The targets may run as the very user that is become.
export ANSIBLE_BECOME_ALLOW_SAME_USER=1

# What takes hours at AWS is not waited for here: these lines are tested against the simulated AWS only.
if ! ansible localhost -m ansible.builtin.assert -a "that='emulator_url is defined'" "$@"; then
    exit 0
fi

ansible-playbook begin.yml "$@"
ansible-playbook wait.yml "$@" | tee "$OUTPUT_DIR/wait.log"

for name in "BYOL account" in-a-loop-1 in-a-loop-2 delegated as-another-user; do
    grep -F "[localhost] $name  " "$OUTPUT_DIR/wait.log"
done
grep -E "^\[localhost\] (\[#|PENDING)" "$OUTPUT_DIR/wait.log"
if grep -F "concealed" "$OUTPUT_DIR/wait.log" | grep -F "[localhost]"; then
    exit 1
fi
# In check mode there is one line, for whoever approves the run.
[ "$(grep -cF "[localhost] only-checked" "$OUTPUT_DIR/wait.log")" -eq 1 ]
grep -F "[localhost] only-checked: would import from ec2_import_task_id " "$OUTPUT_DIR/wait.log"

# With become, the start and each poll go through it.
[ "$(wc -l < "$BECOME_LOG")" -ge 2 ]

# Plain text: no control codes of terminals.
if grep -E "^\[localhost\]" "$OUTPUT_DIR/wait.log" | grep "$(printf '\033')"; then
    exit 1
fi

# An ad-hoc command is a task like any other.
ansible localhost "$@" -m euc.workspaces.workspaces_byol_account \
    -a '{"wait": true, "wait_delay": 1, "region": "us-west-2", "access_key": "{{ aws_access_key }}", "secret_key": "{{ aws_secret_key }}", "endpoint_url": "{{ aws_endpoint_url }}"}' |
    tee "$OUTPUT_DIR/adhoc.log"
grep -F "[localhost] BYOL account  COMPLETED" "$OUTPUT_DIR/adhoc.log"
