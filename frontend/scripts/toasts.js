// A strip with data-seconds counts down where it says so and goes: undoing is possible as long as it stands.
function run(strip) {
  let left = Number(strip.dataset.seconds);
  strip.removeAttribute("data-seconds");
  const clock = setInterval(() => {
    left -= 1;
    for (const place of strip.querySelectorAll("[data-left]")) place.textContent = String(left);
    if (left <= 0) {
      clearInterval(clock);
      strip.remove();
    }
  }, 1_000);
}

const runAll = () => document.querySelectorAll("[data-seconds]").forEach(run);

runAll();
document.addEventListener("htmx:afterSettle", runAll);
