"use strict";
// Filters, sorts and unfolds. Without it the page can be read whole.
const table = document.querySelector(".hosts");
const groups = [...table.tBodies];
const words = document.getElementById("words");
const condition = document.getElementById("condition");
const noted = document.getElementById("noted");
const shown = document.getElementById("shown");
const tiles = [...document.querySelectorAll("button.tile")];
const heads = [...table.querySelectorAll("th[data-key]")];

function filter() {
  const asked = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const group of groups) {
    const fits = asked.every((word) => group.dataset.words.includes(word))
      && (!condition.value || group.dataset.condition === condition.value)
      && (!noted.checked || group.dataset.noted === "yes");
    group.hidden = !fits;
    count += fits;
  }
  for (const tile of tiles) {
    tile.setAttribute("aria-pressed", String(condition.value === tile.dataset.condition));
  }
  shown.value = `${count} of ${groups.length} hosts`;
}

function sort(head) {
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of heads) {
    other.removeAttribute("aria-sort");
  }
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const order = new Intl.Collator("en", {numeric: true});
  const key = head.dataset.key;
  groups.sort((one, two) => (down ? -1 : 1) * order.compare(one.dataset[key], two.dataset[key]));
  table.append(...groups);
}

function reveal() {
  const group = location.hash.startsWith("#host-") && document.getElementById(location.hash.slice(1));
  if (group) {
    if (group.hidden) {
      clear();
    }
    group.querySelector("details").open = true;
    group.scrollIntoView({block: "start"});
  }
}

function clear() {
  words.value = "";
  condition.value = "";
  noted.checked = false;
  filter();
}

function unfold(open) {
  for (const group of groups.filter((each) => !each.hidden)) {
    group.querySelector("details").open = open;
  }
}

document.documentElement.classList.add("js");
for (const control of [words, condition, noted]) {
  control.addEventListener("input", filter);
}
for (const head of heads) {
  const button = head.querySelector("button");
  button.disabled = false;
  button.addEventListener("click", () => sort(head));
}
for (const tile of tiles) {
  tile.disabled = false;
  tile.addEventListener("click", () => {
    condition.value = condition.value === tile.dataset.condition ? "" : tile.dataset.condition;
    filter();
  });
}
document.getElementById("clear").addEventListener("click", clear);
document.getElementById("unfold").addEventListener("click", () => unfold(true));
document.getElementById("fold").addEventListener("click", () => unfold(false));
addEventListener("hashchange", reveal);
filter();
reveal();
