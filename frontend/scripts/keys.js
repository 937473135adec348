// The keys of a desk: J and K move through [data-rows], Enter opens, and an element with data-key is clicked by its key.
// Whoever has switched single keys off, types into a field or holds a modifier is left alone; Ctrl Enter always sends.
const root = document.documentElement;
const typing = (element) => element.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");

function rows() {
  return [...document.querySelectorAll("[data-rows] [data-row]")];
}

function move(step) {
  const all = rows();
  const here = all.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const next = all[Math.min(all.length - 1, Math.max(0, here + step))];
  if (next) choose(next);
}

function choose(row) {
  for (const other of rows()) {
    other.setAttribute("aria-selected", String(other === row));
    other.classList.toggle("sel", other === row);
  }
  row.scrollIntoView({ block: "nearest" });
  row.dispatchEvent(new CustomEvent("choose", { bubbles: true }));
}

function open() {
  const row = rows().find((each) => each.getAttribute("aria-selected") === "true");
  const link = row?.querySelector("a[data-open]");
  if (link) link.click();
  return Boolean(link);
}

function press(key) {
  for (const element of document.querySelectorAll("[data-key]")) {
    if (element.dataset.key.toLowerCase() !== key || element.disabled || element.getAttribute("aria-disabled") === "true") continue;
    if (element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select")) element.focus();
    else element.click();
    return true;
  }
  return false;
}

function answered(event) {
  const key = event.key.toLowerCase();
  if (event.ctrlKey && key === "enter") return press("ctrl+enter");
  if (root.dataset.keys === "off" || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (typing(event.target)) return false;
  if (key === "j") return move(1), true;
  if (key === "k") return move(-1), true;
  if (key === "enter") return event.target === document.body || event.target.matches("[data-row], main") ? open() : false;
  return press(key);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (answered(event)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const row = event.target.closest?.("[data-rows] [data-row]");
  if (row && !event.target.closest("a, button, input, label")) choose(row);
});
