# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks of the import task or the build that an image comes from."""

from __future__ import annotations

from .observations import Absent, Build, ImportTask, NotSeen
from .verdicts import Check
from .written import blocked, passed, unknown, warned

GONE_BUILDS = frozenset({"FAILED", "CANCELLED", "DISABLED", "DELETED"})
RUNNING_BUILDS = frozenset({"PENDING", "CREATING", "BUILDING", "TESTING", "DISTRIBUTING", "INTEGRATING"})


def import_task(task_id: str, task: ImportTask | Absent | NotSeen) -> Check:
    """Check that an import task has completed."""
    name = "import_task"
    again = "Import the virtual machine into EC2 again, with license type BYOL."
    if isinstance(task, NotSeen):
        return unknown(name, task_id, task)
    if isinstance(task, Absent):
        message = f"There is no such import task in this Region ({task.answer})."
        return blocked(name, task_id, "not found", message, again)
    detail = f": {task.status_message}" if task.status_message else ""
    if task.status in ("deleted", "deleting"):
        return blocked(name, task_id, task.status, f"The import task is {task.status}{detail}.", again)
    if task.status == "completed":
        return passed(name, task_id, task.status, f"The import task created {task.ami_id or 'no AMI'}.")
    progress = f" at {task.progress} %" if task.progress else ""
    return warned(
        name,
        task_id,
        f"{task.status}{progress}",
        f"The import task is {task.status}{progress}{detail}. AWS does not document whether WorkSpaces accepts it.",
        "Wait until the import task has completed.",
    )


def image_build(arn: str, build: Build | Absent | NotSeen, region: str) -> Check:
    """Check that a build is available and has an AMI in the Region."""
    name, again = "image_build", "Build the image again, or use another build."
    if isinstance(build, NotSeen):
        return unknown(name, arn, build)
    if isinstance(build, Absent):
        message = f"The build does not exist, or its ARN is wrong ({build.answer})."
        return blocked(name, arn, "not found", message, "Check the ARN, account and Region of the build.")
    reason = f": {build.reason}" if build.reason else ""
    if build.status in GONE_BUILDS:
        return blocked(name, arn, build.status, f"The build is {build.status}{reason}.", again)
    if build.status in RUNNING_BUILDS:
        message = f"The build is {build.status}. AWS does not document whether WorkSpaces accepts it."
        return warned(name, arn, build.status, message, "Wait until the build is AVAILABLE.")
    if build.ami_id is None:
        where = f"; it has AMIs in {', '.join(build.regions)}" if build.regions else ""
        message = f"The build has no AMI in {region}{where}."
        return blocked(name, arn, build.status, message, f"Distribute the image to {region}.")
    if build.status != "AVAILABLE":
        return warned(name, arn, build.status, f"The build is {build.status}{reason}.", again)
    return passed(name, arn, build.status, f"The build is available as {build.ami_id}.")


def windows_version(arn: str, build: Build | NotSeen, os_version: str) -> Check:
    """Check that the Windows version that Image Builder recorded is the requested one."""
    name, remedy = "windows_version", "Set os_version to the Windows version of the source."
    if isinstance(build, NotSeen):
        return unknown(name, arn, build)
    recorded, windows = build.os_version or "", os_version.replace("_", " ")
    number = windows.rpartition(" ")[2]
    other = {"10": "11", "11": "10"}[number]
    if build.build_type == "IMPORT_ISO" and number == "10":
        message = "The build comes from an ISO file, and AWS imports only Windows 11 Enterprise from ISO files."
        return warned(name, arn, recorded or build.build_type, message, remedy)
    words = recorded.replace("_", " ").split()
    if "Server" in words or (other in words and number not in words):
        message = f"Image Builder recorded {recorded}, and os_version is {os_version}."
        return warned(name, arn, recorded, message, remedy)
    return passed(name, arn, recorded or "not recorded", f"Nothing indicates another version than {windows}.")
