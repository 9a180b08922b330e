// One key to the next: "n" and "p" lead through the review queue, and walk up and down its list.
// Without this they are links. They can be switched off, since whoever speaks to the computer, or
// has an unsteady hand, presses letters unawares (WCAG 2.1.4); the choice is kept in the browser.

const KEPT = "review-keys";
const TYPED = "input:not([type=checkbox]), textarea, select, dialog *";

function isTyped(target) {
  return target.isContentEditable || target.matches?.(TYPED);
}

function areOn() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

function keep(on) {
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {
    // Where nothing may be stored, the choice holds for this page.
  }
}

let isOn = areOn();
const shortcuts = document.querySelectorAll("[aria-keyshortcuts]");
const keys = new Map([...shortcuts].map((each) => [each, each.getAttribute("aria-keyshortcuts")]));

function show() {
  document.querySelectorAll(".review-bar__key, .review-hint").forEach((each) => {
    each.hidden = !isOn;
  });
  for (const [link, key] of keys) {
    if (isOn) {
      link.setAttribute("aria-keyshortcuts", key);
    } else {
      link.removeAttribute("aria-keyshortcuts");
    }
  }
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

for (const box of document.querySelectorAll("[data-review-keys]")) {
  box.closest("label").hidden = false;
  box.checked = isOn;
  box.addEventListener("change", () => {
    isOn = box.checked;
    keep(isOn);
    show();
  });
}
show();

document.addEventListener("keydown", (event) => {
  if (!isOn || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return;
  }
  // By the key's place, so that it is the same on Persian and Arabic keyboards.
  const key = { KeyN: "n", KeyP: "p" }[event.code];
  if (key && !event.defaultPrevented && !isTyped(event.target)) {
    event.preventDefault();
    step(key);
  }
});
