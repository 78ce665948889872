# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page in a real browser: the report of the estate, and that of a fleet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.exceptions import Acceptance
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.html import html_of

from .browser import LONG, chromium
from .conftest import Audit
from .estate import HOSTILE, HOSTS
from .fleet import fleet

FIFTY = [
    f"{continent}-{side}-{number}"
    for continent in ("eu", "us", "ap", "sa", "af")
    for side in ("central", "west", "east", "north", "south")
    for number in (1, 2)
]
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PAPER = {"width": 703, "height": 1009}
"""A4 within the margins."""

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
        page.set_default_timeout(LONG)
        page.on("console", lambda message: self.troubles.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("request", lambda request: self._note(request.url))
        page.goto(file.as_uri())
        return page

    def _note(self, url: str) -> None:
        if not url.startswith("file:") or not url.partition("#")[0].endswith(".html"):
            self.troubles.append(f"requested {url}")


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
    return [row.locator("th").first.inner_text() for row in rows.all()]


def group(page: Page, host: str) -> Page:
    """The rows of a host."""
    return page.locator(".hosts > tbody", has=page.get_by_role("rowheader", name=host, exact=True)).first


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
    assert tile.locator("strong").inner_text() == str(len(names("not_authorized")))
    tile.click()
    assert set(shown(page)) == names("not_authorized")
    tile.click()
    assert len(shown(page)) == len(HOSTS)


def test_findings_filter(page: Page) -> None:
    page.get_by_label("Findings", exact=True).select_option("any")
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
    found = group(page, "other-range")
    remedy = found.get_by_text("The management range of an account cannot be changed")
    assert not remedy.is_visible()
    found.locator("summary").click()
    assert remedy.is_visible()
    assert found.get_by_text("It does not exist and would be imported").is_visible()
    page.get_by_role("button", name="Expand all").click()
    assert page.locator("details[open]").count() == len(HOSTS)
    page.get_by_role("button", name="Collapse all").click()
    assert page.locator("details[open]").count() == 0


def test_keys_are_enough(page: Page) -> None:
    page.get_by_role("button", name="Account").focus()
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort='ascending']").inner_text().startswith("Account")
    group(page, "drift").locator("summary").focus()
    page.keyboard.press("Enter")
    assert group(page, "drift").locator("details[open]").count() == 1
    page.locator("a.skip").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'hosts'")


def test_a_cell_of_the_matrix_leads_to_its_host(page: Page) -> None:
    page.get_by_label("Find", exact=True).fill("nothing has this")
    row = page.locator(".matrix tr", has=page.get_by_role("rowheader", name="600000000003"))
    assert row.locator("a").inner_text() == "failing"
    row.locator("a").click()
    group(page, "other-range").locator("details[open]").wait_for()
    assert len(shown(page)) == len(HOSTS)


def test_hostile_texts_stay_texts(page: Page) -> None:
    assert page.title() == "BYOL audit"
    page.get_by_role("button", name="Expand all").click()
    assert page.get_by_text(HOSTILE).count() >= 2
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_it_is_accessible(browser: Browser, audit: Audit, scheme: str, size: dict[str, int]) -> None:
    page = browser.open(audit.folder / "report.html", size, color_scheme=scheme)
    page.get_by_role("button", name="Expand all").click()
    assert violations(page) == []


def test_nothing_is_wider_than_a_phone(browser: Browser, audit: Audit) -> None:
    page = browser.open(audit.folder / "report.html", PHONE)
    page.get_by_role("button", name="Expand all").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert group(page, "drift").get_by_text("600000000002").first.is_visible()


def test_five_regions_fit_a_phone(browser: Browser, fleet_page: Path) -> None:
    page = browser.open(fleet_page, PHONE)
    assert page.locator(".matrix thead th").count() == 6
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_number_of_the_summary_shows_the_hosts(browser: Browser, fleet_page: Path) -> None:
    page = browser.open(fleet_page)
    page.locator("button.tile[data-condition='drift']").click()
    assert page.locator("#hosts").bounding_box()["y"] < DESK["height"]
    assert page.evaluate("scrollY") > 0


def test_the_filter_is_in_the_url(browser: Browser, audit: Audit) -> None:
    page = browser.open(audit.folder / "report.html")
    page.get_by_label("Condition", exact=True).select_option("failing")
    page.get_by_label("Find", exact=True).fill("win11")
    page.get_by_role("button", name="Host").click()
    before = shown(page)
    url = page.evaluate("location.href")
    page.goto("about:blank")
    page.goto(url)
    assert shown(page) == before == sorted(before)
    assert page.get_by_label("Condition", exact=True).input_value() == "failing"


def test_there_is_a_way_back_from_nothing(page: Page) -> None:
    page.get_by_label("Find", exact=True).fill("nothing has this")
    assert page.get_by_text("No host matches.").is_visible()
    page.get_by_role("button", name="Show all hosts").click()
    assert len(shown(page)) == len(HOSTS)


def test_links_lead_to_documentation_and_console_alone(page: Page) -> None:
    page.get_by_role("button", name="Expand all").click()
    group(page, "compliant").locator("th a", has_text="wsi-").wait_for()
    links = page.evaluate("[...document.links].map((link) => link.href).filter((href) => !href.startsWith('file:'))")
    hosts = {link.split("/")[2] for link in links}
    # Checks of preflight rest on the documentation of AWS.
    assert hosts == {"github.com", "console.aws.amazon.com", "docs.aws.amazon.com"}
    reason = group(page, "other-range").get_by_role("link", name="cidr_immutable")
    assert reason.get_attribute("href").endswith("/docs/operations.md#reasons-of-failure")
    kind = group(page, "denied").get_by_role("link", name="not authorized")
    assert kind.get_attribute("href") == reason.get_attribute("href")


def test_texts_that_many_hosts_share_are_where_they_belong(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "shared.html"
    file.write_text(html_of(fleet(60)), encoding="utf-8")
    text = "Windows 11 Enterprise, infrastructure-configuration/byol, Windows_11"
    page = browser.open(file)
    assert page.locator("#texts").count() == 0
    page.get_by_label("Find", exact=True).fill("team01-eu-central-1 infrastructure-configuration/byol")
    (host,) = shown(page)
    group(page, host).locator("summary").click()
    assert group(page, host).get_by_text(text).count() == 2
    plain = browser.open(file, java_script_enabled=False)
    group(plain, host).locator("summary").click()
    link = group(plain, host).get_by_role("link", name="text 1").first
    assert link.get_attribute("href") == "#t1"
    assert plain.locator("#t1").inner_text() == text


def test_a_stuck_import_is_above_the_quiet_hosts(browser: Browser, fleet_page: Path) -> None:
    page = browser.open(fleet_page)
    page.get_by_label("Condition", exact=True).select_option("compliant")
    assert "stuck" in page.locator(".hosts > tbody:visible").first.inner_text()


def test_it_can_be_read_without_javascript(browser: Browser, audit: Audit) -> None:
    page = browser.open(audit.folder / "report.html", java_script_enabled=False)
    assert set(shown(page)) == {host.name for host in HOSTS}
    assert not page.get_by_label("Find", exact=True).is_visible()
    group(page, "other-range").locator("summary").click()
    assert page.get_by_text("The management range of an account cannot be changed").is_visible()


def test_the_script_is_content_without_hosts(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "none.html"
    file.write_text(html_of(fleet(0)), encoding="utf-8")
    assert browser.open(file).get_by_text("No hosts were audited.").is_visible()


def test_paper_has_the_details_and_no_controls(page: Page) -> None:
    page.emulate_media(media="print")
    assert not page.get_by_label("Find", exact=True).is_visible()
    boxes = page.locator("tbody[data-marks] .finding").all()
    assert boxes
    assert all(box.bounding_box()["height"] > 10 for box in boxes)
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    assert "counter(page)" in page.content()


def test_a_page_of_paper_may_end_between_hosts_without_details(browser: Browser, fleet_page: Path) -> None:
    """Rows that must stay with the next one would be moved to the next page together, and leave a half-empty one."""
    page = browser.open(fleet_page)
    page.emulate_media(media="print")
    breaks = """([marks]) => [...document.querySelectorAll(`.hosts > tbody${marks} > tr:first-child`)]
        .map((row) => getComputedStyle(row).breakAfter)"""
    assert set(page.evaluate(breaks, [":not([data-marks])"])) == {"auto"}
    assert set(page.evaluate(breaks, ["[data-marks]"])) == {"avoid"}


@pytest.mark.parametrize(("media", "size"), [("screen", PHONE), ("print", PAPER)], ids=["phone", "paper"])
def test_few_accounts_in_fifty_regions_go_down_the_page(
    browser: Browser, tmp_path: Path, media: str, size: dict[str, int]
) -> None:
    file = tmp_path / "fifty.html"
    file.write_text(html_of(fleet(100, regions=FIFTY)), encoding="utf-8")
    page = browser.open(file, size)
    page.emulate_media(media=media)
    assert page.locator(".matrix tbody tr").count() == 50
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    link = page.locator(".matrix tbody th a").first
    assert (link.inner_text(), link.get_attribute("href")) == (
        "af-central-1",
        "https://console.aws.amazon.com/workspaces/v2/home?region=af-central-1",
    )


def test_many_accounts_in_fifty_regions_have_icons(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "many.html"
    file.write_text(html_of(fleet(500, regions=FIFTY)), encoding="utf-8")
    page = browser.open(file, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    cell = page.locator(".matrix tbody td a").first
    assert cell.bounding_box()["width"] < 40
    assert page.get_by_role("link", name="compliant").count() > 100
    page.emulate_media(media="print")
    assert not page.locator(".matrix").is_visible()
    assert page.get_by_text("too wide for paper").is_visible()


@pytest.fixture(scope="module")
def usage_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a fleet with all sections: an earlier audit, exceptions, and what uses the images."""
    previous = fleet(40)
    previous["hosts"][0]["findings"] = [
        {"kind": "drift", "subject": "image gone", "reason": None, "message": "Was there"}
    ]
    exceptions = [Acceptance("*", "*", "drift", "Known", "euc", date(2027, 3, 31))]
    file = tmp_path_factory.mktemp("usage") / "usage.html"
    file.write_text(html_of(fleet(40, previous, usage=True, exceptions=exceptions)), encoding="utf-8")
    return file


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_all_sections_are_accessible(browser: Browser, usage_page: Path, scheme: str, size: dict[str, int]) -> None:
    page = browser.open(usage_page, size, color_scheme=scheme)
    page.get_by_role("button", name="Expand all").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_what_is_where(browser: Browser, usage_page: Path) -> None:
    page = browser.open(usage_page)
    section = page.locator("section", has=page.locator("#h-usage"))
    row = section.get_by_role("row", name="win11-2026-03")
    assert row.first.locator("td").nth(1).inner_text() == "9, 9 old"
    section.get_by_role("link", name="win11-2026-03").click()
    page.wait_for_function("document.getElementById('words').value === 'win11-2026-03'")
    assert page.locator("#hosts").bounding_box()["y"] < 100
    page.get_by_label("Findings", exact=True).select_option("old")
    assert len(shown(page)) == 9
    section.get_by_role("link", name="team01-eu-west-1").first.click()
    used = group(page, "team01-eu-west-1").get_by_role("row", name="win11-2026-03")
    assert "win11 (ring broad) since" in used.inner_text()
    assert "keep: bundle" in used.inner_text()


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
