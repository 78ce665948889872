# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the public contract that playbooks branch on. Adding one is a feature; removing one breaks users."""

from __future__ import annotations

REASONS = {
    "invalid_request",
    "sdk_too_old",
    "not_authorized",
    "throttled",
    "limit_exceeded",
    "credentials_expired",
    "timeout",
    "api_error",
    "connection_failed",
    "cidr_immutable",
    "cidr_not_available",
    "no_cidr_available",
    "linked_target_account",
    "modification_in_progress",
    "modification_failed",
    "image_source_differs",
    "failed_image_exists",
    "import_failed",
    "image_in_use",
    "image_pending",
    "image_not_found",
    "image_failed",
    "copy_failed",
    "bundle_differs",
    "bundle_in_use",
    "bundle_name_held",
    "bundle_not_found",
    "bundle_failed",
    "no_credentials",
    "internal_error",
    "source_not_importable",
    "image_name_not_unique",
}
