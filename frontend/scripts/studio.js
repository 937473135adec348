// The selected step is brought into view in the list and in the chart, each within its own pane.
for (const pane of document.querySelectorAll(".st-panes > .pane")) {
  const selected = pane.querySelector("[data-selected], .on");
  if (!selected || pane.scrollHeight <= pane.clientHeight) continue;
  const above = selected.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  const height = selected.getBoundingClientRect().height;
  if (above < 0 || above + height > pane.clientHeight) pane.scrollTop += above - (pane.clientHeight - height) / 2;
}
