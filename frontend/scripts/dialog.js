// Asks before something that cannot be taken back: data-confirm holds the question, data-confirm-yes the verb.
const dialog = document.getElementById("ask");

function ask(question, verb) {
  const yes = dialog.querySelector("[data-yes]");
  dialog.querySelector("#ask-words").textContent = question;
  yes.textContent = verb || yes.dataset.yes;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
}

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button || !button.dataset.confirm || button.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await ask(button.dataset.confirm, button.dataset.confirmYes))) return;
  button.dataset.confirmed = "yes";
  button.form.requestSubmit(button);
  delete button.dataset.confirmed;
}, true);

document.addEventListener("htmx:confirm", async (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  if (await ask(event.detail.question, event.detail.elt.dataset.confirmYes)) event.detail.issueRequest(true);
});
