// Warns before idle sign-off, in every open tab alike, and lets the person stay.
const SHARED = "holdfast.last";

function touched() {
  return Number(localStorage.getItem(SHARED) ?? 0);
}

function touch() {
  localStorage.setItem(SHARED, String(Date.now()));
}

async function stay(url) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": token } });
  return answer.ok;
}

/** Watch for `data-after` seconds without a request; warn `data-warn` seconds before. */
export function watchIdle(dialog) {
  const after = Number(dialog.dataset.after) * 1000;
  const warn = Number(dialog.dataset.warn) * 1000;
  const left = dialog.querySelector("[data-left]");
  touch();
  document.body.addEventListener("htmx:afterRequest", touch);
  addEventListener("holdfast:kept", touch);
  // Somebody who types is here, also in a form whose text is not kept.
  let typed = 0;
  document.addEventListener("input", () => (typed = Date.now()));

  dialog.querySelector("[data-stay-here]").addEventListener("click", async () => {
    if (await stay(dialog.dataset.stay)) touch();
    else window.location.reload();
    dialog.close();
  });

  setInterval(() => {
    const remaining = touched() + after - Date.now();
    if (remaining > warn) {
      if (dialog.open) dialog.close();
      return;
    }
    if (typed > touched() && !dialog.open) {
      typed = 0;
      stay(dialog.dataset.stay).then((well) => well && touch());
      return;
    }
    if (remaining < -2000) {
      // Nobody stayed: what is on the screen goes, and the server asks to sign in.
      window.location.replace(window.location.href);
      return;
    }
    left.textContent = String(Math.max(0, Math.round(remaining / 1000)));
    if (!dialog.open) dialog.showModal();
  }, 1000);
}
