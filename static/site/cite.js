// A button that copies, beside each citation of an article. Without this they are text to select.

const SHOWN = 2500; // milliseconds for which a button says that it has copied

function addButton(box, form) {
  const name = form.querySelector(".cite__name");
  const button = document.createElement("button");
  button.type = "button";
  button.id = `${name.id}-copy`;
  button.className = "cite__copy";
  button.textContent = box.dataset.copy;
  button.setAttribute("aria-labelledby", `${button.id} ${name.id}`);
  button.setAttribute("aria-live", "polite");
  let timer = 0;
  button.addEventListener("click", async () => {
    const text = form.querySelector(".cite__text");
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch {
      getSelection().selectAllChildren(text); // not allowed: leave it to the reader's own keys
      return;
    }
    button.textContent = box.dataset.copied;
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = box.dataset.copy;
    }, SHOWN);
  });
  name.after(button);
}

// Browsers have no clipboard for pages that came unencrypted over a network.
if (navigator.clipboard) {
  for (const box of document.querySelectorAll(".cite")) {
    for (const form of box.querySelectorAll(".cite__form")) {
      addButton(box, form);
    }
  }
}
