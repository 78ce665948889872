# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The policy of an audit, as the variables of a host set it."""

import pytest

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.options import policy_variables


class Templar:
    """Knows one template."""

    def template(self, value):
        """Return what a value is."""
        return 90 if value == "{{ days }}" else value


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (0, {"max_image_age_days": 0}),
        ("{{ days }}", {"max_image_age_days": 90}),
        ("", {}),
        (None, {}),
    ],
)
def test_a_limit_of_nothing_is_one_and_an_empty_answer_is_none(given, expected):
    variables = {"audit_max_image_age_days": given, "audit_title": "Audit", "byol_region": "eu-west-1"}
    assert policy_variables(Templar(), variables) == expected
