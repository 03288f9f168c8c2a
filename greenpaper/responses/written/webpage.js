"use strict";
// Filters and sorting of the table. Without it the whole table stands there, in the order of the document.
(() => {
  const form = document.getElementById("gp_filters");
  const shown = document.getElementById("gp_shown");
  const table = document.getElementById("gp_table");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const fold = (text) => text.toLowerCase().replace(/\s+/g, " ");
  const texts = new Map(rows.map((row) => [row, fold(row.textContent)]));
  const places = new Map(rows.map((row, place) => [row, place]));
  const selects = [...form.querySelectorAll("select")];
  const search = form.querySelector("input");
  const names = new Map(selects.flatMap((select) => [...select.options]).map((option) => [option, option.text]));

  // The rows that all filters but one let through; without one, those that are shown.
  const passing = (but) => {
    const sought = fold(search.value).trim().split(" ");
    return rows.filter(
      (row) =>
        selects.every((select) => select === but || !select.value || row.dataset[select.name] === select.value) &&
        sought.every((word) => texts.get(row).includes(word)),
    );
  };

  const filter = () => {
    const kept = new Set(passing());
    for (const row of rows) row.hidden = !kept.has(row);
    for (const select of selects) {
      const counts = new Map();
      const found = passing(select);
      for (const row of found) {
        const value = row.dataset[select.name];
        counts.set(value, (counts.get(value) || 0) + 1);
      }
      for (const option of select.options) {
        const count = option.value ? counts.get(option.value) || 0 : found.length;
        option.text = `${names.get(option)} (${count})`;
      }
    }
    shown.textContent = shown.dataset.text.replace("{shown}", kept.size).replace("{total}", rows.length);
  };

  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const sort = (head) => {
    const descending = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const key = (row) => row.cells[head.cellIndex].dataset.key || fold(row.cells[head.cellIndex].textContent).trim();
    const keys = new Map(rows.map((row) => [row, key(row)]));
    const order = (one, other) =>
      collator.compare(keys.get(one), keys.get(other)) * (descending ? -1 : 1) || places.get(one) - places.get(other);
    body.append(...[...rows].sort(order));
  };

  for (const head of table.querySelectorAll("th[data-sorted]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head));
    head.append(button);
  }
  table.classList.add("sortable");
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
