// Keeps the reader's choice to see Hijri dates: whether they stand open goes from story to story.

const KEY = "hijri";

function isWanted() {
  try {
    return localStorage.getItem(KEY) === "open";
  } catch {
    return false; // where nothing may be stored, the choice holds for this page
  }
}

function keep(isOpen) {
  try {
    if (isOpen) {
      localStorage.setItem(KEY, "open");
    } else {
      localStorage.removeItem(KEY);
    }
  } catch {
    // As above.
  }
}

for (const date of document.querySelectorAll(".hijri")) {
  date.open = isWanted();
  date.addEventListener("toggle", () => keep(date.open));
}
