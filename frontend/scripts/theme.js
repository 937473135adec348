// Runs before the first paint: who follows the device gets its colours without a flash.
const root = document.documentElement;
const device = window.matchMedia("(prefers-color-scheme: dark)");

function follow() {
  if (root.dataset.theme === "auto") root.dataset.bsTheme = device.matches ? "dark" : "light";
}

follow();
device.addEventListener("change", follow);
