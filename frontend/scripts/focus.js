// What went wrong is read first: the summary of errors takes the focus, its links lead to the fields.
function toErrors(within) {
  const summary = within.querySelector?.(".error-summary");
  if (summary) summary.focus();
}

toErrors(document);
document.addEventListener("htmx:afterSettle", (event) => toErrors(event.detail.elt.parentElement || document));

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.scrollIntoView({ block: "center" });
});
