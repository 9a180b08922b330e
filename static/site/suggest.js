// Suggestions below the search box: an editable combobox with a list (WAI-ARIA APG, "list
// autocomplete with manual selection"). Without this the box is a plain form.

const SHORTEST = 2;
const WAIT = 150; // milliseconds after the last letter

function option(suggestion, id) {
  const item = document.createElement("li");
  item.id = id;
  item.className = `suggestions__item suggestions__item--${suggestion.kind}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  const text = document.createElement("bdi");
  text.lang = suggestion.lang;
  text.append(...marked(suggestion));
  const kind = document.createElement("span");
  kind.className = "suggestions__kind";
  kind.textContent = suggestion.label ?? "";
  item.append(text, " ", kind);
  return item;
}

// The text, with what was typed in <mark>.
function marked({ text, marks = [] }) {
  const parts = [];
  let end = 0;
  for (const [from, to] of marks) {
    const mark = document.createElement("mark");
    mark.className = "suggestions__mark";
    mark.textContent = text.slice(from, to);
    parts.push(text.slice(end, from), mark);
    end = to;
  }
  return [...parts, text.slice(end)];
}

function upgrade(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestLabel);
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  let suggestions = [];
  let active = -1;
  let timer = 0;
  let request = null;

  function activate(number) {
    active = number;
    [...list.children].forEach((item, place) => {
      item.setAttribute("aria-selected", String(place === active));
    });
    if (active < 0) {
      input.removeAttribute("aria-activedescendant");
    } else {
      input.setAttribute("aria-activedescendant", list.children[active].id);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  }

  function show(found) {
    suggestions = found;
    list.replaceChildren(...found.map((each, place) => option(each, `${list.id}-${place}`)));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    activate(-1);
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    show([]);
  }

  async function ask() {
    request?.abort();
    const typed = input.value.trim();
    if (typed.length < SHORTEST) {
      show([]);
      return;
    }
    request = new AbortController();
    const { signal } = request;
    const address = new URL(input.dataset.suggest, document.baseURI);
    address.searchParams.set("q", typed);
    try {
      const answer = await fetch(address, { signal });
      const found = answer.ok ? await answer.json() : [];
      if (!signal.aborted) {
        show(found);
      }
    } catch {
      // Aborted by a newer letter, or no connection: the form still works.
    }
  }

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) {
      timer = setTimeout(ask, WAIT);
    }
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) {
      return;
    }
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // else the browser empties the box
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(suggestions[active].url);
    } else if (event.key === "Enter") {
      close();
    } else if (event.key === "ArrowUp" && event.altKey) {
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) {
        ask();
        return;
      }
      // One place of the ring is the box itself, with no suggestion chosen.
      const places = suggestions.length + 1;
      const step = event.key === "ArrowDown" ? 1 : -1;
      activate(((active + 1 + step + places) % places) - 1);
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
      activate(-1); // these move the cursor in the box
    }
  });

  list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus
  list.addEventListener("click", (event) => {
    const place = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (place >= 0) {
      location.assign(suggestions[place].url);
    }
  });
  input.addEventListener("blur", close);
}

document.querySelectorAll("input[data-suggest]").forEach(upgrade);
