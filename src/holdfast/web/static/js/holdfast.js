// What every page has: the warning before idle sign-off, and leaving quickly. All of it is extra:
// without script the server still signs off, and the link still leaves.
import { answerInPlace } from "./asks.js";
import { keepDrafts, keepWaiting } from "./drafts.js";
import { watchIdle } from "./idle.js";

const dialog = document.getElementById("idle");
if (dialog) watchIdle(dialog);

keepDrafts();
answerInPlace();

for (const link of document.querySelectorAll("[data-leave]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.body.hidden = true;
    keepWaiting();
    // Whoever is signed in leaves through this site, which ends the session; nobody waits for it.
    if (link.href !== link.dataset.leave) fetch(link.href, { method: "POST", keepalive: true }).catch(() => null);
    window.location.replace(link.dataset.leave);
  });
}

// A screen that was handed over shows nothing from before, in no tab and not on going back.
window.addEventListener("storage", (event) => {
  const here = "handed" in document.body.dataset;
  if (event.key === "holdfast.handed" && !here) window.location.reload();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
