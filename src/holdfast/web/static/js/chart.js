// Says beneath the chart what the mark under the pointer or the focus is. The words are in each
// mark's own label; this only brings them where the eye is.
function say(event) {
  const mark = event.target.closest?.("svg.chart .pt");
  const readout = mark?.closest("figure").querySelector("[data-readout]");
  if (readout) readout.textContent = mark.querySelector("title")?.textContent ?? "";
}

document.addEventListener("pointerover", say);
document.addEventListener("focusin", say);
