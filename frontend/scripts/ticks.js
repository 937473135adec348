// What is ticked in a queue stays ticked from page to page, until it has become an order.
const KEY = "tb-ticks";
const form = document.getElementById("bulk");
const count = document.querySelector("[data-ticks-count]");

function kept() {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(KEY) || "[]"));
  } catch {
    return new Set();
  }
}

function keep(ticked) {
  sessionStorage.setItem(KEY, JSON.stringify([...ticked]));
  if (count) count.textContent = ticked.size ? `(${ticked.size})` : "";
}

const boxes = () => document.querySelectorAll("input[name=chosen][form=bulk]");

if (form) {
  const ticked = kept();
  for (const box of boxes()) box.checked = ticked.has(box.value);
  keep(ticked);
  document.addEventListener("change", (event) => {
    if (!event.target.matches("input[name=chosen][form=bulk]")) return;
    const now = kept();
    if (event.target.checked) now.add(event.target.value);
    else now.delete(event.target.value);
    keep(now);
  });
  form.addEventListener("submit", () => {
    const here = new Set([...boxes()].map((box) => box.value));
    // One field for those of other pages: a form of a thousand fields would be refused.
    const others = [...kept()].filter((value) => !here.has(value));
    form.querySelector("[name=steps]").value = others.join(",");
  });
}

// The order is given: nothing is left to be remembered.
if (document.querySelector("[data-ticks-done]")) sessionStorage.removeItem(KEY);
