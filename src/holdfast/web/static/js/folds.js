// What is folded on a phone stands open where there is room, and on paper in any browser.
const folds = document.querySelectorAll("details[data-wide-open]");
if (matchMedia("(min-width: 1000px)").matches) for (const each of folds) each.open = true;

if (!CSS.supports("selector(::details-content)")) {
  let shut = [];
  addEventListener("beforeprint", () => {
    shut = [...document.querySelectorAll("details.fold:not([open])")];
    for (const each of shut) each.open = true;
  });
  addEventListener("afterprint", () => { for (const each of shut) each.open = false; });
}
