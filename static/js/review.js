// One key to the next: "n" and "p" lead through the review queue, and walk up and down its list.
// Without this they are links.

function isTyped(target) {
  return target.isContentEditable || target.matches?.("input, textarea, select, dialog *");
}

function step(key) {
  const links = [...document.querySelectorAll(".review-list__link")];
  if (links.length === 0) {
    document.querySelector(`.review-bar a[rel=${key === "n" ? "next" : "prev"}]`)?.click();
    return;
  }
  const place = links.indexOf(document.activeElement);
  const next = key === "n" ? place + 1 : place - 1;
  links[Math.max(0, Math.min(next, links.length - 1))].focus();
}

document.querySelectorAll(".review-bar__key, .review-hint").forEach((each) => {
  each.hidden = false;
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return;
  }
  // By the key's place, so that it is the same on Persian and Arabic keyboards.
  const key = { KeyN: "n", KeyP: "p" }[event.code];
  if (key && !event.defaultPrevented && !isTyped(event.target)) {
    event.preventDefault();
    step(key);
  }
});
