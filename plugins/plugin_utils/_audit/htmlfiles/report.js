"use strict";
// Filters, sorts and expands; the filter is kept in the URL. Texts that many hosts share take the place of the links to them.
// Without it the page can be read whole.
for (const link of document.querySelectorAll('a[href^="#t"]')) {
  link.replaceWith(document.getElementById(link.hash.slice(1)).textContent);
}
document.getElementById("texts")?.remove();
const table = document.querySelector(".hosts");
const groups = table ? [...table.tBodies] : [];
const words = document.getElementById("words");
const condition = document.getElementById("condition");
const marks = document.getElementById("marks");
const shown = document.getElementById("shown");
const nothing = document.getElementById("nothing");
const tiles = [...document.querySelectorAll("button.tile")];
const heads = table ? [...table.querySelectorAll("th[data-key]")] : [];
const texts = new Map(groups.map((group) => [group, group.textContent.toLowerCase()]));
// The hosts are written with the most severe first.
const ranks = new Map(groups.map((group, rank) => [group, String(rank)]));
const consoles = new Map([...document.querySelectorAll("a[data-region]")].map((link) => [link.dataset.region, link.href]));
const columns = ["rank", "host", "account", "region", "byol", "images", "findings"];
let sorting = "";

function matches(group, wanted) {
  return wanted.every((word) => texts.get(group).includes(word))
    && (!condition.value || group.dataset.condition === condition.value)
    && (!marks.value || (group.dataset.marks || "").split(" ").includes(marks.value));
}

function filter() {
  const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const group of groups) {
    group.hidden = !matches(group, wanted);
    count += !group.hidden;
  }
  for (const tile of tiles) {
    tile.setAttribute("aria-pressed", String(condition.value === tile.dataset.condition));
  }
  nothing.hidden = count > 0;
  table.hidden = count === 0;
  shown.value = `${count} of ${groups.length} hosts`;
}

function remember() {
  const state = new URLSearchParams();
  for (const [name, value] of [["find", words.value], ["condition", condition.value], ["findings", marks.value], ["sort", sorting]]) {
    if (value) {
      state.set(name, value);
    }
  }
  history.replaceState(null, "", `#${state}`);
}

function refilter() {
  filter();
  remember();
}

function keyOf(group, key) {
  return key === "rank" ? ranks.get(group) : group.rows[0].cells[columns.indexOf(key)].textContent;
}

function sort(key, down) {
  for (const head of heads) {
    head.removeAttribute("aria-sort");
    if (head.dataset.key === key) {
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
    }
  }
  const order = new Intl.Collator("en", {numeric: true});
  const keys = new Map(groups.map((group) => [group, keyOf(group, key)]));
  groups.sort((one, two) => (down ? -1 : 1) * order.compare(keys.get(one), keys.get(two)));
  table.append(...groups);
  sorting = (down ? "-" : "") + key;
}

function clear() {
  words.value = "";
  condition.value = "";
  marks.value = "";
  refilter();
  words.focus();
}

function reveal(group) {
  if (group.hidden) {
    clear();
  }
  group.querySelector("details").open = true;
  group.scrollIntoView({block: "start"});
}

function choose(select, value) {
  select.value = [...select.options].some((option) => option.value === value) ? value : "";
}

function restore() {
  const name = location.hash.slice(1);
  const target = name && document.getElementById(name);
  if (target) {
    if (groups.includes(target)) {
      reveal(target);
    }
    return;
  }
  const state = new URLSearchParams(name);
  words.value = state.get("find") || "";
  choose(condition, state.get("condition") || "");
  choose(marks, state.get("findings") || "");
  const key = (state.get("sort") || "").replace(/^-/, "");
  if (columns.includes(key)) {
    sort(key, state.get("sort").startsWith("-"));
  }
  filter();
}

// An image has no address of its own in the AWS console: its Region does.
function linkImages(group) {
  const url = consoles.get(group.rows[0].cells[columns.indexOf("region")].textContent);
  for (const id of url ? group.querySelectorAll("th > code") : []) {
    const link = document.createElement("a");
    link.href = url;
    id.replaceWith(link);
    link.append(id);
  }
}

function expand(open) {
  for (const group of groups.filter((each) => !each.hidden)) {
    group.querySelector("details").open = open;
  }
}

function start() {
  document.documentElement.classList.add("js");
  for (const control of [words, condition, marks]) {
    control.addEventListener("input", refilter);
  }
  for (const head of heads) {
    const button = head.querySelector("button");
    button.disabled = false;
    button.addEventListener("click", () => {
      sort(head.dataset.key, head.getAttribute("aria-sort") === "ascending");
      remember();
    });
  }
  for (const tile of tiles) {
    tile.disabled = false;
    tile.addEventListener("click", () => {
      condition.value = condition.value === tile.dataset.condition ? "" : tile.dataset.condition;
      refilter();
      document.getElementById("hosts").scrollIntoView({block: "start"});
    });
  }
  for (const group of groups) {
    group.querySelector("details").addEventListener("toggle", () => linkImages(group), {once: true});
  }
  document.getElementById("clear").addEventListener("click", clear);
  nothing.querySelector("button").addEventListener("click", clear);
  document.getElementById("unfold").addEventListener("click", () => expand(true));
  document.getElementById("fold").addEventListener("click", () => expand(false));
  addEventListener("hashchange", () => {
    restore();
    if (location.hash.includes("=")) {
      document.getElementById("hosts").scrollIntoView({block: "start"});
    }
  });
  filter();
  restore();
}

if (table) {
  start();
}
