# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Chromium of the system, driven by playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

LONG = 180_000
"""Milliseconds for whatever the browser does, however busy the machine is."""

# Inside of containers, where tests run as root, Chromium cannot have a sandbox of its own; it opens our own files only.
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def program() -> str | None:
    """The path of Chromium, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=OPTIONS, timeout=LONG)
        try:
            yield browser
        finally:
            browser.close()
