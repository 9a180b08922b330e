// "/" leads to the search box, as on other sites; not while something is being typed. It can be
// switched off where searching is explained, since whoever speaks to the computer, or has an
// unsteady hand, presses keys unawares (WCAG 2.1.4); the choice is kept in the browser.

const KEPT = "search-key";
const KEYS = ["/", "ظ"]; // the same key, as Arabic keyboards have it

function isWanted() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true; // where nothing may be stored, the choice holds for this page
  }
}

function keep(isOn) {
  try {
    if (isOn) {
      localStorage.removeItem(KEPT);
    } else {
      localStorage.setItem(KEPT, "off");
    }
  } catch {
    // As above.
  }
}

function isTyped(target) {
  return target.isContentEditable || target.matches?.("input, textarea, select");
}

const box = document.getElementById("search-text");
let isOn = isWanted();

function tell() {
  if (isOn) {
    box?.setAttribute("aria-keyshortcuts", "/");
  } else {
    box?.removeAttribute("aria-keyshortcuts");
  }
}

for (const choice of document.querySelectorAll("[data-search-key]")) {
  choice.closest("p").hidden = false;
  choice.checked = isOn;
  choice.addEventListener("change", () => {
    isOn = choice.checked;
    keep(isOn);
    tell();
  });
}
tell();

document.addEventListener("keydown", (event) => {
  if (!isOn || !KEYS.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (!box || event.defaultPrevented || isTyped(event.target)) {
    return;
  }
  event.preventDefault();
  box.focus();
  box.select();
});
