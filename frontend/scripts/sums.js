// A sum that follows the typing: [data-sum] names its terms and its target by selector; amounts are exact, in millionths.
//   <div data-sum data-sum-terms="[name$=amount]" data-sum-target="#capital"><output data-sum-is="total"></output>…</div>
const UNIT = 1_000_000;

function amount(text) {
  const found = /^\s*(\d*)(?:\.(\d{0,6}))?\s*$/.exec(text || "");
  if (!found) return 0;
  return Number(found[1] || 0) * UNIT + Number((found[2] || "").padEnd(6, "0"));
}

function written(value) {
  const size = Math.abs(value);
  const rest = String(size % UNIT).padStart(6, "0").replace(/0+$/, "");
  return (value < 0 ? "−" : "") + Math.floor(size / UNIT) + (rest && `.${rest}`);
}

function count(sum) {
  const terms = [...document.querySelectorAll(sum.dataset.sumTerms)];
  const target = document.querySelector(sum.dataset.sumTarget);
  const total = terms.reduce((so_far, term) => so_far + amount(term.value), 0);
  const whole = target ? amount(target.value ?? target.textContent) : total;
  const said = { total: written(total), target: written(whole), difference: written(whole - total), number: String(terms.length) };
  for (const place of sum.querySelectorAll("[data-sum-is]")) place.textContent = said[place.dataset.sumIs];
  for (const bar of sum.querySelectorAll("progress")) {
    bar.max = whole || 1;
    bar.value = Math.min(total, whole);
    bar.classList.toggle("bad", total !== whole);
  }
  for (const gap of sum.querySelectorAll("[data-sum-gap]")) gap.hidden = total === whole;
  sum.classList.toggle("off", total !== whole);
}

const countAll = () => document.querySelectorAll("[data-sum]").forEach(count);

countAll();
document.addEventListener("input", countAll);
document.addEventListener("htmx:afterSettle", countAll);
