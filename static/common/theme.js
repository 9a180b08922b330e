// The switch between light, dark and the system's colours; hidden without JavaScript, since the
// page follows the system then.

function chosen() {
  return document.documentElement.dataset.theme ?? "system";
}

function choose(theme) {
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
}

function keep(theme) {
  try {
    if (theme === "system") {
      localStorage.removeItem("theme");
    } else {
      localStorage.setItem("theme", theme);
    }
  } catch {
    // Where nothing may be stored, the choice holds for this page.
  }
}

function upgrade(group) {
  const buttons = [...group.querySelectorAll("[data-theme-choice]")];
  const show = () => {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen()));
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      choose(button.dataset.themeChoice);
      keep(button.dataset.themeChoice);
      show();
    });
  }
  // Another window of the same reader.
  window.addEventListener("storage", (event) => {
    if (event.key === "theme") {
      choose(event.newValue === "light" || event.newValue === "dark" ? event.newValue : "system");
      show();
    }
  });
  show();
  group.hidden = false;
}

document.querySelectorAll(".theme").forEach(upgrade);
