// Keeps what is being written on the server, sealed under the writer's own key, some seconds after
// the last key. Forms without the hidden field `draft` are left alone.
const PAUSE = 3000;
const KEEP = "/draft/";
const waiting = new Map();
const unsent = new Set();

async function keep(form, leaving) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  const fields = new FormData(form);
  for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name);
  // A page that is being left may send 64 kB at most; that is why each pause sends too.
  const answer = await fetch(KEEP, { method: "POST", body: fields, keepalive: leaving }).catch(() => null);
  if (answer) unsent.delete(form);
  else unsent.add(form);
  if (answer?.ok) dispatchEvent(new Event("holdfast:kept"));
}

/** Without a connection a form stays where it is, and is kept as soon as there is one again. */
function watchConnection() {
  const says = document.getElementById("offline");
  document.addEventListener("submit", (event) => {
    if (navigator.onLine || !marked(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    unsent.add(event.target);
    if (says) says.hidden = false;
  }, true);
  addEventListener("online", () => {
    if (says) says.hidden = true;
    for (const form of unsent) if (form.isConnected) keep(form, false);
  });
}

const marked = (form) => form?.querySelector?.("input[type=hidden][name=draft]") && form.querySelector("[name=once]");

/** Watch every form there is or will be: keep its text after a pause and when the page is left. */
export function keepDrafts() {
  watchConnection();
  document.addEventListener("input", ({ target }) => {
    const { form } = target;
    if (!marked(form)) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(keep, PAUSE, form, false));
  });
  document.addEventListener("submit", ({ target }) => {
    clearTimeout(waiting.get(target));
    waiting.delete(target);
    unsent.delete(target);
  });
  addEventListener("pagehide", keepWaiting);
}

/** Keep at once what waits for its pause. */
export function keepWaiting() {
  for (const form of [...waiting.keys()]) keep(form, true);
}
