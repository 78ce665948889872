# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks of the virtual machine that an import starts from: each a function of the machine and the request."""

from __future__ import annotations

from collections.abc import Callable

from .observations import ImageRequest, Machine, NotSeen, Read
from .verdicts import Check
from .written import blocked, not_reported, passed, unknown, warned

MOST_GIB = 80
PASSING_STATES = frozenset({"pending", "transient"})
FINAL_STATES = frozenset({"disabled", "failed", "error", "invalid", "deregistered"})
BYOL_OPERATION = "RunInstances:0800"
IMPORT_AGAIN = "Import the virtual machine into EC2 again"

ARCHITECTURE_64 = "x86_64"
BLOCKED_BOOT_MODE = {"Windows_11": "legacy-bios", "Windows_10": "uefi"}
NEEDED_BOOT_MODE = {"Windows_11": "uefi", "Windows_10": "legacy-bios"}


def ami_exists(machine: Machine) -> Check:
    """Check that the AMI is there: it was described."""
    return passed("ami_exists", machine.subject, machine.subject, "The AMI exists in this Region.")


def ami_owner(machine: Machine, account_id: Read[str]) -> Check:
    """Check that the caller's account owns the AMI."""
    subject, owner = machine.subject, machine.owner_id
    if owner is None:
        return not_reported("ami_owner", subject, "who owns the AMI")
    if isinstance(account_id, NotSeen):
        reason = f"the account of the task is not known ({account_id.reason})"
        return unknown("ami_owner", subject, NotSeen(reason, account_id.remedy))
    if owner != account_id:
        return blocked(
            "ami_owner",
            subject,
            owner,
            f"The AMI is owned by account {owner}, not by {account_id}.",
            "Copy the AMI into the account that imports it.",
        )
    return passed("ami_owner", subject, owner, "The account owns the AMI.")


def ami_state(machine: Machine) -> Check:
    """Check that the AMI can be used."""
    subject, state = machine.subject, machine.state
    if state is None:
        return not_reported("ami_state", subject, "the state of the AMI")
    if state == "available":
        return passed("ami_state", subject, state, "The AMI is available.")
    if state in FINAL_STATES:
        return blocked("ami_state", subject, state, f"The AMI is {state}.", "Enable the AMI, or use another one.")
    message = f"The AMI is {state}." if state in PASSING_STATES else f"The state {state} of the AMI is not known."
    return warned("ami_state", subject, state, message, "Wait until the AMI is available, then import it.")


def encryption(machine: Machine) -> Check:
    """Check that no volume is encrypted."""
    encrypted = [volume.device for volume in machine.volumes if volume.encrypted]
    if encrypted:
        return blocked(
            "encryption",
            machine.subject,
            "encrypted",
            f"These volumes are encrypted: {', '.join(encrypted)}. Encrypted images cannot be imported.",
            "Create the AMI with unencrypted snapshots; WorkSpaces can be encrypted when they are created.",
        )
    if not machine.volumes or any(volume.encrypted is None for volume in machine.volumes):
        return not_reported("encryption", machine.subject, "whether the volumes are encrypted")
    return passed("encryption", machine.subject, "not encrypted", "No volume is encrypted.")


def volumes(machine: Machine) -> Check:
    """Check that there is one volume."""
    devices = [volume.device for volume in machine.volumes]
    listed = ", ".join([*devices, *machine.instance_store])
    remedy = "Keep drive C only and create the AMI again."
    if len(devices) > 1:
        return blocked("volumes", machine.subject, listed, f"There are {len(devices)} volumes: {listed}.", remedy)
    if machine.instance_store:
        message = f"There are also instance store volumes: {', '.join(machine.instance_store)}."
        return warned("volumes", machine.subject, listed, message, remedy)
    if not devices:
        return not_reported("volumes", machine.subject, "the volumes")
    return passed("volumes", machine.subject, listed, "There is one volume.")


def volume_size(machine: Machine) -> Check:
    """Check that each volume is smaller than 80 GB."""
    sizes = [volume.gib for volume in machine.volumes if volume.gib is not None]
    largest = max(sizes, default=0)
    observed = f"{largest:g} GiB"
    remedy = "Shrink the disk to less than 80 GB and create the AMI again."
    if largest > MOST_GIB:
        message = f"The volume has {observed}; it has to be smaller than 80 GB."
        return blocked("volume_size", machine.subject, observed, message, remedy)
    if not sizes or len(sizes) < len(machine.volumes):
        return not_reported("volume_size", machine.subject, "the size of the volume")
    if largest == MOST_GIB:
        message = f"The volume has exactly {observed}; AWS documents smaller than 80 GB."
        return warned("volume_size", machine.subject, observed, message, remedy)
    return passed("volume_size", machine.subject, observed, "The volume is smaller than 80 GB.")


def boot_mode(machine: Machine, os_version: str) -> Check:
    """Check that the boot mode fits the Windows version."""
    subject, mode = machine.subject, machine.boot_mode
    windows = os_version.replace("_", " ")
    needed = NEEDED_BOOT_MODE[os_version]
    remedy = f"{IMPORT_AGAIN} with boot mode {needed}."
    if mode == BLOCKED_BOOT_MODE[os_version]:
        message = f"The boot mode is {mode}, and {windows} needs {needed}."
        return blocked("boot_mode", subject, mode, message, remedy)
    if mode is None and os_version == "Windows_11":
        message = f"No boot mode is set, which EC2 treats as legacy BIOS; {windows} needs {needed}."
        return warned("boot_mode", subject, "not set", message, remedy)
    if mode == "uefi-preferred" and os_version == "Windows_10":
        message = f"The boot mode is {mode}, and {windows} needs {needed}."
        return warned("boot_mode", subject, mode, message, remedy)
    return passed("boot_mode", subject, mode or "not set", f"The boot mode fits {windows}.")


def architecture(machine: Machine) -> Check:
    """Check that the source is 64-bit."""
    subject, found = machine.subject, machine.architecture
    if found is None:
        return not_reported("architecture", subject, "the architecture")
    if found != ARCHITECTURE_64:
        message = f"The architecture is {found}, and only {ARCHITECTURE_64} can be imported."
        return blocked("architecture", subject, found, message, "Use a 64-bit version of Windows for x86 processors.")
    return passed("architecture", subject, found, "The source is 64-bit.")


def platform(machine: Machine) -> Check:
    """Check that the source is Windows."""
    subject, details = machine.subject, machine.platform_details
    found = machine.platform or details
    if found is None:
        return not_reported("platform", subject, "the platform")
    is_windows = machine.platform is None or machine.platform.lower() == "windows"
    if not is_windows or (details is not None and not details.startswith("Windows")):
        shown = details or found
        return blocked("platform", subject, shown, f"The platform is {shown}.", "Use a Windows 10 or 11 source.")
    return passed("platform", subject, found, "The source is Windows.")


def license_of(machine: Machine) -> Check:
    """Check that the source is licensed as bring your own license."""
    subject, remedy = machine.subject, f"{IMPORT_AGAIN} with license type BYOL."
    if not machine.is_ami:
        if machine.license_type is None:
            return not_reported("license", subject, "the license type")
        if machine.license_type.upper() == "BYOL":
            return passed("license", subject, machine.license_type, "The license type is BYOL.")
        message = f"The license type is {machine.license_type}, not BYOL."
        return warned("license", subject, machine.license_type, message, remedy)
    operation = machine.usage_operation
    if operation is None:
        return not_reported("license", subject, "the usage operation")
    observed = f"{operation} ({machine.platform_details})" if machine.platform_details else operation
    if operation == BYOL_OPERATION:
        return passed("license", subject, observed, "The AMI is licensed as BYOL.")
    message = f"The usage operation of the AMI is {operation}, and that of Windows BYOL is {BYOL_OPERATION}."
    return warned("license", subject, observed, message, remedy)


def virtualization(machine: Machine) -> Check:
    """Check that the AMI is of the kind that current instance types start."""
    found = {
        "virtualization type": (machine.virtualization_type, "hvm"),
        "root device type": (machine.root_device_type, "ebs"),
        "ENA support": (machine.ena_support, True),
    }
    reported = {what: value for what, (value, _wanted) in found.items() if value is not None}
    if not reported:
        return not_reported("virtualization", machine.subject, "the virtualization type")
    observed = ", ".join(f"{what}: {value}" for what, value in reported.items())
    wrong = [f"{what} is {value}" for what, value in reported.items() if value != found[what][1]]
    if wrong:
        message = f"The build instance may not start: {', '.join(wrong)}."
        remedy = "Use an AMI with HVM, an EBS root volume and ENA support."
        return warned("virtualization", machine.subject, observed, message, remedy)
    return passed("virtualization", machine.subject, observed, "Current instance types can start the AMI.")


AMI_ONLY: dict[str, Callable[[Machine], Check]] = {
    "ami_exists": ami_exists,
    "ami_state": ami_state,
    "virtualization": virtualization,
}
OF_ANY: dict[str, Callable[[Machine], Check]] = {
    "encryption": encryption,
    "volumes": volumes,
    "volume_size": volume_size,
    "architecture": architecture,
    "platform": platform,
    "license": license_of,
}


def of_machine(machine: Machine, image: ImageRequest, account_id: Read[str]) -> list[Check]:
    """Return all checks of a machine. An import task that has no AMI yet is checked for what it reports."""
    found = [check(machine) for check in OF_ANY.values()]
    found.append(boot_mode(machine, image.os_version))
    if not machine.is_ami:
        return [check for check in found if check.observed is not None]
    return [*found, *(check(machine) for check in AMI_ONLY.values()), ami_owner(machine, account_id)]
