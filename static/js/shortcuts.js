// "/" leads to the search box, as on other sites; not while something is being typed.

function isTyped(target) {
  return target.isContentEditable || target.matches?.("input, textarea, select");
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const box = document.getElementById("search-text");
  if (!box || event.defaultPrevented || isTyped(event.target)) {
    return;
  }
  event.preventDefault();
  box.focus();
  box.select();
});
