# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page in a real browser: the report of the estate, and that of a fleet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.html import html_of

from .browser import chromium
from .conftest import Audit
from .estate import HOSTILE, HOSTS
from .fleet import fleet

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
Page = Any
"""A page of playwright, which is imported only where there is a browser."""


class Browser:
    """Opens pages, and notes what goes wrong on them."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self.troubles: list[str] = []

    def open(self, file: Path, size: Mapping[str, int] | None = None, **settings: Any) -> Page:
        """A page in a window of its own. settings: of playwright's context."""
        page = self._browser.new_page(viewport=size or DESK, **settings)
        page.on("console", lambda message: self.troubles.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("request", lambda request: self._note(request.url))
        page.goto(file.as_uri())
        return page

    def _note(self, url: str) -> None:
        if not url.startswith("file:") or not url.partition("#")[0].endswith(".html"):
            self.troubles.append(f"asked for {url}")


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    """One Chromium for all."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def browser(running: Any) -> Iterator[Browser]:
    """It has had no trouble at the end."""
    browser = Browser(running)
    yield browser
    assert browser.troubles == []


@pytest.fixture
def page(browser: Browser, audit: Audit) -> Page:
    """The page of the estate, on a desk."""
    return browser.open(audit.folder / "report.html")


@pytest.fixture(scope="module")
def fleet_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a fleet of 300."""
    file = tmp_path_factory.mktemp("fleet") / "fleet.html"
    file.write_text(html_of(fleet(300)), encoding="utf-8")
    return file


def shown(page: Page) -> list[str]:
    """The hosts that can be seen, from top to bottom."""
    rows = page.locator(".hosts > tbody:visible")
    return [row.get_attribute("data-host") for row in rows.all()]


def names(*conditions: str) -> set[str]:
    """The hosts of the estate in these conditions."""
    return {host.name for host in HOSTS if host.condition in conditions}


def violations(page: Page) -> list[str]:
    """What axe-core finds, with the places."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['target']} {rule['nodes'][0]['failureSummary']}" for rule in found]


def test_the_worst_come_first(page: Page) -> None:
    assert shown(page)[0] == "unreachable"
    assert set(shown(page)) == {host.name for host in HOSTS}


def test_words_filter(page: Page) -> None:
    page.get_by_label("Find", exact=True).fill("cidr_IMMUTABLE")
    assert shown(page) == ["other-range"]
    assert page.locator("output").inner_text() == f"1 of {len(HOSTS)} hosts"
    page.get_by_label("Find", exact=True).fill("win11 by-hand")
    assert shown(page) == ["observed"]
    page.get_by_role("button", name="Show all").click()
    assert len(shown(page)) == len(HOSTS)


def test_a_condition_filters(page: Page) -> None:
    page.get_by_label("Condition", exact=True).select_option("failing")
    assert set(shown(page)) == names("failing")
    pressed = page.locator("button.tile[aria-pressed='true']")
    assert pressed.get_attribute("data-condition") == "failing"


def test_a_number_of_the_summary_filters(page: Page) -> None:
    tile = page.locator("button.tile[data-condition='not_authorized']")
    assert tile.locator("strong").inner_text() == "3"
    tile.click()
    assert set(shown(page)) == names("not_authorized")
    tile.click()
    assert len(shown(page)) == len(HOSTS)


def test_findings_filter(page: Page) -> None:
    page.get_by_label("with findings").check()
    assert set(shown(page)) == {host.name for host in HOSTS if host.findings}


def test_heads_sort(page: Page) -> None:
    head = page.get_by_role("button", name="Host")
    head.click()
    assert shown(page) == sorted(host.name for host in HOSTS)
    assert page.locator("th[aria-sort='ascending']").inner_text().startswith("Host")
    head.click()
    assert shown(page) == sorted((host.name for host in HOSTS), reverse=True)
    page.get_by_role("button", name="Images").click()
    page.get_by_role("button", name="Images").click()
    assert shown(page)[0] == "observed"


def test_details_unfold_and_have_the_remedy(page: Page) -> None:
    group = page.locator("tbody[data-host='other-range']")
    remedy = group.get_by_text("Ask for the range it has.")
    assert not remedy.is_visible()
    group.locator("summary").click()
    assert remedy.is_visible()
    assert group.get_by_text("It does not exist and would be imported").is_visible()
    page.get_by_role("button", name="Unfold").click()
    assert page.locator("details[open]").count() == len(HOSTS)
    page.get_by_role("button", name="Fold", exact=True).click()
    assert page.locator("details[open]").count() == 0


def test_keys_are_enough(page: Page) -> None:
    page.get_by_role("button", name="Account").focus()
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort='ascending']").inner_text().startswith("Account")
    page.locator("tbody[data-host='drift'] summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("tbody[data-host='drift'] details[open]").count() == 1
    page.locator("a.skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "hosts"


def test_a_cell_of_the_matrix_leads_to_its_host(page: Page) -> None:
    page.get_by_label("Find", exact=True).fill("nothing has this")
    row = page.locator(".matrix tr", has=page.get_by_role("rowheader", name="600000000003"))
    assert row.locator("a").inner_text() == "failing"
    row.locator("a").click()
    page.wait_for_selector("tbody[data-host='other-range'] details[open]")
    assert len(shown(page)) == len(HOSTS)


def test_hostile_texts_stay_texts(page: Page) -> None:
    assert page.title() == "BYOL audit"
    page.get_by_role("button", name="Unfold").click()
    assert page.get_by_text(HOSTILE).count() >= 2
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_it_is_accessible(browser: Browser, audit: Audit, scheme: str, size: dict[str, int]) -> None:
    page = browser.open(audit.folder / "report.html", size, color_scheme=scheme)
    page.get_by_role("button", name="Unfold").click()
    assert violations(page) == []


def test_nothing_is_wider_than_a_phone(browser: Browser, audit: Audit) -> None:
    page = browser.open(audit.folder / "report.html", PHONE)
    page.get_by_role("button", name="Unfold").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("tbody[data-host='drift']").get_by_text("600000000002").first.is_visible()


def test_it_can_be_read_without_javascript(browser: Browser, audit: Audit) -> None:
    page = browser.open(audit.folder / "report.html", java_script_enabled=False)
    assert set(shown(page)) == {host.name for host in HOSTS}
    assert not page.get_by_label("Find", exact=True).is_visible()
    page.locator("tbody[data-host='other-range'] summary").click()
    assert page.get_by_text("Ask for the range it has.").is_visible()


def test_paper_has_the_details_and_no_controls(page: Page) -> None:
    page.emulate_media(media="print")
    assert not page.get_by_label("Find", exact=True).is_visible()
    boxes = page.locator("tbody[data-noted='yes'] .finding").all()
    assert boxes
    assert all(box.bounding_box()["height"] > 10 for box in boxes)
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_fleet_is_filtered_and_sorted_too(browser: Browser, fleet_page: Path) -> None:
    page = browser.open(fleet_page)
    assert page.locator(".matrix tbody tr").count() == 60
    page.get_by_label("Condition", exact=True).select_option("drift")
    assert page.locator("output").inner_text() == "21 of 300 hosts"
    page.get_by_role("button", name="Account").click()
    accounts = page.locator(".hosts > tbody:visible > tr:first-child > td:nth-child(3)").all_inner_texts()
    assert len(accounts) == 21
    assert accounts == sorted(accounts)
    assert "The bars count images" in page.locator("#about-timeline").inner_text()
