// htmx under the strict policy: no styles of its own, nothing evaluated, the token with every request that changes something.
import htmx from "htmx.org";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  // A form that was not accepted comes back with what is wrong; so does an act that somebody else was faster with.
  { code: "409|422", swap: true, error: false },
  { code: "[45]..", swap: false, error: true },
];

document.addEventListener("htmx:configRequest", (event) => {
  // What a page asks by itself must not keep a session alive.
  if (event.detail.triggeringEvent?.type === "hint" || event.target.closest?.("[data-poll]")) event.detail.headers["X-Hint"] = "1";
  if (event.detail.verb === "get") return;
  event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf]").content;
});

// Errors are never toasts: the note stays above the content until the next one.
function notUpdated() {
  const place = document.getElementById("messages");
  const note = document.getElementById("not-updated");
  if (place && note) place.replaceChildren(note.content.cloneNode(true));
}

document.addEventListener("htmx:responseError", notUpdated);
document.addEventListener("htmx:sendError", notUpdated);

export default htmx;
