// The reader's choice of colours, before the first paint: no module, since those run after it.
(() => {
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") {
      document.documentElement.dataset.theme = theme;
    }
  } catch {
    // Where nothing may be stored, the page follows the system.
  }
})();
