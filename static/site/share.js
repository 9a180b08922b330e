// Buttons beside the permanent address of an article: to copy it, and to hand it to another program
// where the system has a way to. Without this it is a link.

const SHOWN = 2500; // milliseconds for which a button says that it has copied

function addButton(box, words, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "share__button";
  button.textContent = words;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => act(button));
  box.append(button);
}

for (const box of document.querySelectorAll(".share")) {
  const { copy, copied, share } = box.dataset;
  const link = box.querySelector("a");
  if (navigator.clipboard) {
    addButton(box, copy, async (button) => {
      try {
        await navigator.clipboard.writeText(link.href);
      } catch {
        getSelection().selectAllChildren(link); // not allowed: leave it to the reader's own keys
        return;
      }
      button.textContent = copied;
      setTimeout(() => {
        button.textContent = copy;
      }, SHOWN);
    });
  }
  if (navigator.share) {
    const sent = { title: document.querySelector("h1").textContent, url: link.href };
    addButton(box, share, () => navigator.share(sent).catch(() => {})); // it was called off
  }
}
