// Names to choose from while one is typed: the browser's own list, filled from data-choices.
// Without this the whole name is typed, and the form says what is near it.

const WAIT = 150; // milliseconds after the last letter

function upgrade(input) {
  const list = document.createElement("datalist");
  list.id = `${input.id}-choices`;
  input.after(list);
  input.setAttribute("list", list.id);
  let timer = 0;
  let request = null;

  async function ask() {
    request?.abort();
    const typed = input.value.trim();
    if (!typed) {
      list.replaceChildren();
      return;
    }
    request = new AbortController();
    const { signal } = request;
    const address = new URL(input.dataset.choices, document.baseURI);
    address.searchParams.set("q", typed);
    try {
      const answer = await fetch(address, { signal });
      const found = answer.ok ? await answer.json() : [];
      if (!signal.aborted) {
        list.replaceChildren(
          ...found.map(({ value, label }) => {
            const option = document.createElement("option");
            option.value = value;
            option.label = label;
            return option;
          }),
        );
      }
    } catch {
      // Aborted by a newer letter, or no connection: what is typed in full still works.
    }
  }

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) {
      timer = setTimeout(ask, WAIT);
    }
  });
}

document.querySelectorAll("input[data-choices]").forEach(upgrade);
