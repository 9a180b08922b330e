// Buttons that copy: beside each citation of an article, and beside its permanent address, which
// can be handed to another program, too, where the system has a way to. Without this they are
// text to select and a link.

const SHOWN = 2500; // milliseconds for which a button says that it has copied

function button(words, className, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = words;
  made.setAttribute("aria-live", "polite");
  made.addEventListener("click", act);
  return made;
}

// Copies a text; where that is not allowed, the element is left to the reader's own keys.
function copyButton({ copy, copied }, className, element, text) {
  let timer = 0;
  const made = button(copy, className, async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      getSelection().selectAllChildren(element);
      return;
    }
    made.textContent = copied;
    clearTimeout(timer);
    timer = setTimeout(() => {
      made.textContent = copy;
    }, SHOWN);
  });
  return made;
}

// Browsers have no clipboard for pages that came unencrypted over a network.
const canCopy = Boolean(navigator.clipboard);

for (const box of canCopy ? document.querySelectorAll(".cite") : []) {
  for (const form of box.querySelectorAll(".cite__form")) {
    const name = form.querySelector(".cite__name");
    const text = form.querySelector(".cite__text");
    const made = copyButton(box.dataset, "cite__copy", text, text.textContent);
    made.id = `${name.id}-copy`;
    made.setAttribute("aria-labelledby", `${made.id} ${name.id}`);
    name.after(made);
  }
}

for (const box of document.querySelectorAll(".share")) {
  const link = box.querySelector("a");
  if (canCopy) {
    box.append(copyButton(box.dataset, "share__button", link, link.href));
  }
  if (navigator.share) {
    const sent = { title: document.querySelector("h1").textContent, url: link.href };
    const share = () => navigator.share(sent).catch(() => {}); // it was called off
    box.append(button(box.dataset.share, "share__button", share));
  }
}
