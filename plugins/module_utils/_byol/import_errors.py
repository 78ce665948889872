# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the error codes of an image import mean, how each is fixed, and where. Pure: no call is made.

Sources: "Common errors" and "Sysprep errors" of the Amazon WorkSpaces administration guide, and the tips of its page on
custom bundles for the Image Checker. An import can carry codes that are not documented: those keep the text of AWS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .._aws.text import one_line

GUEST, SOURCE, AWS = "guest", "source", "aws"
"""Where an error is fixed: inside Windows, in the AMI or disk that the import starts from, or in AWS."""

REVIEW = "Review the message of AWS and the CloudWatch logs of the build, fix the source, then import the image again."
SUPPORT = "Contact AWS Support with the id of the image."
UNKNOWN = "UnknownError"


class Explanation(NamedTuple):
    """One documented code.

    retry: whether the same source can be imported again once the remedy has been applied: it need not be changed.
    """

    meaning: str
    remedy: str
    where: str = GUEST
    retry: bool = False


EXPLANATIONS = {
    "AdditionalDrivesAttached": Explanation(
        "The machine has more than one local drive, or a removable or network drive.",
        "Keep drive C only and remove all other drives, virtual ones included.",
        SOURCE,
    ),
    "AdditionalDrivesPresent": Explanation(
        "Drives other than C and D are present.", "Remove all drives other than C and D.", SOURCE
    ),
    "AmazonSsmAgentEnabled": Explanation(
        "The Amazon SSM Agent service starts automatically.",
        "Set the startup type of the SSM Agent service to Disabled.",
    ),
    "AntiVirusInstalled": Explanation(
        "Antivirus software is installed.",
        "Uninstall the antivirus software that the Image Compatibility Checker reports.",
    ),
    "AppXPackagesInstalled": Explanation(
        "Installed AppX packages keep Sysprep from generalizing the image.",
        "Remove the packages that the Sysprep log names with Remove-AppxPackage.",
    ),
    "AutoLogonEnabled": Explanation(
        "Automatic logon is enabled.", "Turn automatic logon off: clear AutoAdminLogon in the registry (Winlogon)."
    ),
    "AutoMountDisabled": Explanation(
        "Automatic mounting of volumes is disabled.", "Run diskpart and enter automount enable."
    ),
    "AzureDomainJoined": Explanation(
        "The machine is joined to Microsoft Entra ID.", "Leave Microsoft Entra ID before the import."
    ),
    "DHCPDisabled": Explanation(
        "A network adapter does not use DHCP.", "Set all network adapters to obtain their addresses by DHCP."
    ),
    "DiskFreeSpace": Explanation(
        "The local disk has less than 20 GB of free space.", "Free 20 GB or more on the local disk."
    ),
    "DiskSizeExceeded": Explanation(
        "The local disk is not smaller than 80 GB.", "Shrink the local disk to less than 80 GB.", SOURCE
    ),
    "DomainAccountServicesFound": Explanation(
        "Services run under a domain account.", "Run all services under local accounts."
    ),
    "DomainJoined": Explanation(
        "The machine is joined to an Active Directory domain.", "Leave the domain before the import."
    ),
    "EnvironmentVariablesPathMissingEntries": Explanation(
        "The PATH variable lacks folders of Windows.",
        "Add C:\\Windows\\System32 and the folder of Windows PowerShell v1.0 to the system PATH.",
    ),
    "FirewallEnabled": Explanation(
        "Windows Firewall is on for the public profile.", "Turn Windows Firewall off for the public profile."
    ),
    "InPlaceUpgrade": Explanation(
        "Windows was upgraded from another version.",
        "Install this Windows version from scratch. Cumulative updates are fine.",
    ),
    "IncompatiblePartitioning": Explanation(
        "The partitions of the local disk do not fit the Windows version.",
        "Use MBR with legacy BIOS for Windows 10 and GPT with UEFI for Windows 11, with fewer than two partitions.",
        SOURCE,
    ),
    "InsufficientDiskSpace": Explanation(
        "There is not enough free disk space.", "Free disk space; 20 GB or more are required."
    ),
    "InsufficientRearmCount": Explanation(
        "The rearm count of Windows is too low for Sysprep.",
        "Check it with slmgr /dlv and start from a fresh installation of Windows.",
    ),
    "InvalidIp": Explanation(
        "A network adapter has a fixed or invalid IP address.",
        "Set all network adapters to obtain their addresses by DHCP.",
    ),
    "MemoryIntegrityIncompatibility": Explanation(
        "Memory integrity is enabled with UEFI lock (Credential Guard).",
        "Create the image with UEFI lock disabled.",
    ),
    "MultipleBootPartition": Explanation(
        "The disk has more than one bootable partition.",
        "Keep one bootable partition (msconfig, bootrec /fixmbr).",
    ),
    "MultipleUserProfiles": Explanation(
        "The image has more user profiles than WorkSpaces admits.",
        "Keep one WorkSpaces profile, Default and Administrator; delete all other profiles.",
    ),
    "OSNotSupported": Explanation(
        "The operating system is not supported.",
        "Use a version of Windows 10 or 11 that Amazon WorkSpaces supports for BYOL.",
        SOURCE,
    ),
    "OfficeInstalled": Explanation(
        "A stand-alone version of Microsoft Office is installed.",
        "Uninstall it. Microsoft 365 apps may stay.",
    ),
    "OutdatedPowershellVersion": Explanation(
        "Windows PowerShell is outdated, or scripts are not allowed to run.",
        "Install the newest version and set the execution policy to RemoteSigned or Unrestricted.",
    ),
    "PCoIPAgentInstalled": Explanation("A PCoIP agent is installed.", "Uninstall the PCoIP agent."),
    "PendingReboot": Explanation(
        "Windows has to be restarted to finish updates.", "Install all updates and restart Windows."
    ),
    "ProtocolOSIncompatibility": Explanation(
        "The streaming protocol does not support the operating system of the image.",
        "Choose another protocol: Windows 11 cannot be used with PCOIP.",
        AWS,
        retry=True,
    ),
    "RealTimeUniversalDisabled": Explanation(
        "The registry value RealTimeIsUniversal is not set.", "Set RealTimeIsUniversal to 1 in the registry."
    ),
    "RemoteDesktopServicesDisabled": Explanation(
        "Remote Desktop Services are disabled.",
        "Set the startup type of Remote Desktop Services to Manual or Automatic.",
    ),
    "Requires64BitOS": Explanation("The operating system is not 64-bit.", "Use a 64-bit version of Windows.", SOURCE),
    "ReservedStorageInUse": Explanation(
        "Reserved storage of Windows is in use.",
        "Install all updates, restart, run Set-WindowsReservedStorageState -State Disabled, and restart.",
    ),
    "RestrictedDriveLetterInUse": Explanation(
        "Drive letter D is in use.", "Keep drive letter D free, also of drives that are mapped at startup."
    ),
    "StagedAppxPackage": Explanation(
        "Staged AppX packages keep Sysprep from generalizing the image.",
        "Remove the staged packages with Remove-AppxPackage -AllUsers.",
    ),
    "SysPrepFileMissing": Explanation("A file that Sysprep needs is missing.", SUPPORT, AWS),
    "UEFINotSupported": Explanation(
        "Windows 10 needs legacy BIOS boot mode, and the source boots with UEFI.",
        "Import the virtual machine into EC2 with boot mode legacy-bios.",
        SOURCE,
    ),
    UNKNOWN: Explanation("AWS gives no further reason.", SUPPORT, AWS),
    "UnsupportedOsUpgrade": Explanation(
        "Windows was upgraded from another version.",
        "Install this Windows version from scratch. Cumulative updates are fine.",
    ),
    "UnsupportedSecurityProtocol": Explanation("TLS 1.2 is not enabled.", "Enable TLS 1.2."),
    "UserProfileMissing": Explanation("The user profile of WorkSpaces is missing.", SUPPORT, AWS),
    "VMWareToolsInstalled": Explanation("VMware Tools are installed.", "Uninstall VMware Tools."),
    "WindowsModulesInstallerDisabled": Explanation(
        "The service Windows Modules Installer is disabled.",
        "Set the startup type of Windows Modules Installer to Manual or Automatic.",
    ),
    "WindowsUpdatesEnabled": Explanation(
        "The service Windows Update is enabled.", "Disable the service Windows Update and restart Windows."
    ),
    "WindowsUpdatesRequired": Explanation("Windows updates are missing.", "Install all updates and restart Windows."),
    "WorkspacesBYOLAccountDisabled": Explanation(
        "The account is not enabled for BYOL in this Region.",
        "Enable the account with euc.workspaces.workspaces_byol_account, then import the image again.",
        AWS,
        retry=True,
    ),
    "WorkspacesBYOLAccountNotFound": Explanation(
        "The account has not been set up for BYOL in this Region.",
        "Opt in to BYOL in the WorkSpaces console and enable the account, then import the image again.",
        AWS,
        retry=True,
    ),
    "ZeroRearmCount": Explanation(
        "The rearm count of Windows is 0, so Sysprep cannot run.",
        "Check it with slmgr /dlv and start from a fresh installation of Windows.",
    ),
}
"""Every code of the SDK's enumeration ``WorkspaceImageErrorDetailCode``."""


def explain(image: Mapping[str, Any] | None, image_import: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return what each error of a failed image means and how it is fixed, each code once.

    Args:
        image: As DescribeWorkspaceImages returns it, in snake case.
        image_import: As DescribeCustomWorkspaceImageImport returns it, in snake case.

    Returns:
        Dicts with ``code``, ``message`` (AWS's text), ``meaning``, ``remedy``, ``where`` and ``retry``. Empty where
            neither is in ERROR: error details of an import that COMPLETED are of errors that AWS has fixed by itself.
    """
    explained: list[dict[str, Any]] = []
    for code, message in _errors(image or {}, image_import or {}):
        # The image shows a code that the enumeration lacks as UnknownError, beside the import that names it.
        member, value = ("message", message) if code == UNKNOWN else ("code", code)
        if value not in [entry[member] for entry in explained]:
            explained.append(_explained(code, message))
    return explained


def _errors(image: Mapping[str, Any], image_import: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield code and text of all errors of what is in ERROR: the import first, as it knows more codes."""
    for described in (image_import, image):
        if described.get("state") != "ERROR":
            continue
        details = described.get("error_details") or []
        for detail in details:
            yield _line(detail.get("error_code")) or UNKNOWN, _line(detail.get("error_message"))
        if not details and (described.get("error_code") or described.get("error_message")):
            yield _line(described.get("error_code")) or UNKNOWN, _line(described.get("error_message"))


def _line(text: object) -> str:
    return one_line(text or "")


def _explained(code: str, message: str) -> dict[str, Any]:
    explanation = EXPLANATIONS.get(code)
    if explanation is None or (code == UNKNOWN and message):
        explanation = Explanation(message or code, SUPPORT if code == UNKNOWN else REVIEW, AWS)
    return {"code": code, "message": message, **explanation._asdict()}
