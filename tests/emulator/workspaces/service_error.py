# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The error that an operation answers. Operations raise it; the response class turns it into HTTP."""

from __future__ import annotations


class ServiceError(Exception):
    """An error with one of the codes that the operation's model declares."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def access_denied(message: str) -> ServiceError:
    """The account, not the caller's policy, is what stands in the way."""
    return ServiceError("AccessDeniedException", message)


def already_exists(message: str) -> ServiceError:
    """The name is taken."""
    return ServiceError("ResourceAlreadyExistsException", message)


def associated(message: str) -> ServiceError:
    """Something else still uses the resource."""
    return ServiceError("ResourceAssociatedException", message)


def invalid_state(message: str) -> ServiceError:
    """The resource is in a state that does not admit the operation."""
    return ServiceError("InvalidResourceStateException", message)


def invalid_values(message: str) -> ServiceError:
    """A value is well-formed and wrong all the same."""
    return ServiceError("InvalidParameterValuesException", message)


def limit_exceeded(message: str) -> ServiceError:
    """A quota is used up."""
    return ServiceError("ResourceLimitExceededException", message)


def not_found(message: str) -> ServiceError:
    """There is no such resource."""
    return ServiceError("ResourceNotFoundException", message)


def not_supported(message: str) -> ServiceError:
    """The values do not go together."""
    return ServiceError("OperationNotSupportedException", message)


def unavailable(message: str) -> ServiceError:
    """The resource is not ready."""
    return ServiceError("ResourceUnavailableException", message)


def validation(message: str) -> ServiceError:
    """The request is malformed."""
    return ServiceError("ValidationException", message)
