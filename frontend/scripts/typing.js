// A row is added or removed by reading the form again. What is typed meanwhile stays: it is put back into the fields of
// the same name, and saved like any typing. Where a row goes, the names of those behind it move up: nothing is typed then.
const reading = new Map();

function isButton(element) {
  return element.matches?.("button[type=submit]");
}

function takesAway(button) {
  return `${button.name} ${button.value}`.includes("remove");
}

function place(field) {
  const chosen = field.type === "checkbox" || field.type === "radio";
  return `[name="${CSS.escape(field.name)}"]${chosen ? `[value="${CSS.escape(field.value)}"]` : ""}`;
}

document.addEventListener("htmx:beforeSend", (event) => {
  const asked = event.detail;
  if (!isButton(asked.elt)) return;
  if (takesAway(asked.elt)) asked.target.inert = true;
  reading.set(asked.xhr, { target: asked.target, typed: new Map(), put: [] });
});

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.name || field.type === "file") return;
  for (const held of reading.values()) {
    if (held.target.contains(field)) held.typed.set(place(field), { value: field.value, checked: field.checked });
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  const held = reading.get(event.detail.xhr);
  if (!held) return;
  held.typed.forEach((said, where) => {
    const field = document.querySelector(where);
    if (!field) return;
    if (field.type === "checkbox" || field.type === "radio") field.checked = said.checked;
    else field.value = said.value;
    held.put.push(field);
  });
  held.typed.clear();
});

document.addEventListener("htmx:afterSettle", (event) => {
  const held = reading.get(event.detail.xhr);
  reading.delete(event.detail.xhr);
  // Sums, ticks and the saving of drafts hear of it now that the new fields listen.
  for (const field of held?.put || []) field.dispatchEvent(new Event("input", { bubbles: true }));
});

// An answer that is not taken in changes nothing on the page.
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout", "htmx:sendAbort"]) {
  document.addEventListener(name, (event) => {
    const held = reading.get(event.detail.xhr);
    if (held) held.target.inert = false;
    reading.delete(event.detail.xhr);
  });
}
