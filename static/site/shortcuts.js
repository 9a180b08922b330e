// Ctrl+K (⌘K on a Mac) leads to the search box, from anywhere and on any keyboard: the place of the
// key counts, not the letter that it writes in Persian or Arabic.

document.addEventListener("keydown", (event) => {
  const isAsked = event.code === "KeyK" && (event.ctrlKey || event.metaKey);
  const box = document.getElementById("search-text");
  if (!box || !isAsked || event.shiftKey || event.altKey || event.defaultPrevented) {
    return;
  }
  event.preventDefault();
  box.focus();
  box.select();
});
