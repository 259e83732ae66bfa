// Is this OK?: the answer takes the place of the question on the page that is there. So going back
// finds a page that can be asked for again, and no answer that was sent for is left in the history.
let here = window.history.state?.asked ?? 0;

export function answerInPlace() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-asks]")) return;
    event.preventDefault();
    ask(event.target, event.submitter);
  });
  window.addEventListener("popstate", ({ state }) => {
    if (state && state.asked !== here) window.location.reload();
  });
}

async function ask(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (answer?.ok) return show(await answer.text(), form.action);
  delete form.dataset.asks;
  form.requestSubmit(button);
}

function show(text, address) {
  const page = new DOMParser().parseFromString(text, "text/html");
  if (!window.history.state) window.history.replaceState({ asked: here }, "");
  here += 1;
  window.history.pushState({ asked: here }, "", address);
  document.title = page.title;
  document.getElementById("main").replaceWith(page.getElementById("main"));
  window.scrollTo(0, 0);
  document.getElementById("main").focus();
}
