// A hint says that something has changed, never what: elements with data-hint read themselves again through htmx.
// A lost hint costs one interval, because whoever hears nothing asks by themselves.
import htmx from "./requests.js";

const INTERVAL = 30_000;
const LONGEST_WAIT = 60_000;
const place = document.querySelector("[data-hint-desk], [data-hint-case]");

function tell(what, key) {
  for (const element of document.querySelectorAll("[data-hint]")) {
    const wanted = element.dataset.hint.split(" ").filter(Boolean);
    if (!what || !wanted.length || wanted.includes(`${what}:${key}`)) htmx.trigger(element, "hint");
  }
}

function address() {
  const query = new URLSearchParams();
  for (const key of (place.dataset.hintDesk || "").split(" ").filter(Boolean)) query.append("desk", key);
  for (const key of (place.dataset.hintCase || "").split(" ").filter(Boolean)) query.append("case", key);
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${location.host}/ws/hints/?${query}`;
}

function listen(wait) {
  const socket = new WebSocket(address());
  let heard = wait;
  socket.addEventListener("open", () => {
    heard = 1_000;
    document.documentElement.dataset.live = "on";
    // What changed while nobody listened is read now.
    if (wait > 1_000) tell();
  });
  socket.addEventListener("message", (event) => {
    const hint = JSON.parse(event.data);
    if (hint.desk) tell("desk", hint.desk);
    if (hint.case) tell("case", hint.case);
  });
  socket.addEventListener("close", () => {
    delete document.documentElement.dataset.live;
    setTimeout(() => listen(Math.min(heard * 2, LONGEST_WAIT)), heard);
  });
}

if (place) {
  listen(1_000);
  setInterval(() => {
    if (document.documentElement.dataset.live !== "on" && !document.hidden) tell();
  }, INTERVAL);
}
