// Large type, colours and keys change at once and are remembered; without script the same form asks the server.
const A_YEAR = 365 * 24 * 3600;
const root = document.documentElement;

function remember(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `tb_${name}=${value}; Path=/; Max-Age=${A_YEAR}; SameSite=Lax${secure}`;
}

function show(name, value) {
  root.dataset[name] = value;
  if (name !== "theme") return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.bsTheme = value === "dark" || (value === "auto" && dark) ? "dark" : "light";
}

// A button with data-values goes from one value to the next; the others stand for one value each.
function press(name, value) {
  for (const button of document.querySelectorAll(`[data-switch=${name}] button`)) {
    const values = (button.dataset.values || "").split(" ").filter(Boolean);
    if (values.length) {
      button.value = values[(values.indexOf(value) + 1) % values.length];
      button.setAttribute("aria-pressed", String(value !== values[0]));
    } else {
      button.setAttribute("aria-pressed", String(button.value === value));
    }
  }
}

document.addEventListener("submit", (event) => {
  const name = event.target.dataset.switch;
  if (!name || !event.submitter) return;
  event.preventDefault();
  const value = event.submitter.value;
  remember(name, value);
  show(name, value);
  press(name, value);
});
