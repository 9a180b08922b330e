// What is being typed into a long form is kept in this browser, until it is saved or a week has
// passed: a closed window or a power cut costs nothing. Without this the form works as it is.

const PAUSE = 500; // milliseconds without a key
const WEEK = 7 * 86_400_000;
const NEVER = new Set(["hidden", "file", "password", "submit", "button", "reset"]);

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !NEVER.has(field.type));
}

function valueOf(field) {
  return field.type === "checkbox" || field.type === "radio" ? field.checked : field.value;
}

// By name and place: names such as those of a table's columns occur more than once.
function typedIn(form) {
  const typed = {};
  for (const field of fieldsOf(form)) {
    (typed[field.name] ??= []).push(valueOf(field));
  }
  return typed;
}

function put(form, typed) {
  const seen = {};
  for (const field of fieldsOf(form)) {
    const place = seen[field.name] ?? 0;
    seen[field.name] = place + 1;
    const value = typed[field.name]?.[place];
    if (value === undefined) {
      continue;
    }
    if (typeof value === "boolean") {
      field.checked = value;
    } else {
      field.value = value;
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function keptAt(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // somebody else's, or storage is not allowed
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

function watch(bar) {
  const form = document.getElementById(bar.dataset.draft);
  if (!form) {
    return;
  }
  const key = `draft:${bar.dataset.user}:${location.pathname}`;
  const version = form.elements.opened_with?.value ?? "";
  const keep = (isSent) => {
    const draft = { time: Date.now(), version, isSent, typed: typedIn(form) };
    try {
      localStorage.setItem(key, JSON.stringify(draft));
      bar.toggleAttribute("data-kept", true);
    } catch {
      // full, or not allowed: the form works without
    }
  };
  const kept = keptAt(key);
  // A form that was sent and comes back in another version was saved.
  const isSaved = kept?.isSent && (kept.version !== version || bar.hasAttribute("data-saved"));
  if (!kept || isSaved || Date.now() - kept.time > WEEK) {
    forget(key);
  } else if (JSON.stringify(kept.typed) !== JSON.stringify(typedIn(form))) {
    bar.hidden = false;
    bar.querySelector("[data-restore]").addEventListener("click", () => {
      bar.hidden = true;
      put(form, kept.typed);
    });
    bar.querySelector("[data-discard]").addEventListener("click", () => {
      bar.hidden = true;
      forget(key);
    });
  }
  let timer = 0;
  const keepWhatWaits = () => {
    if (timer) {
      clearTimeout(timer);
      timer = 0;
      keep(false);
    }
  };
  form.addEventListener("input", (event) => {
    if (event.isTrusted) {
      clearTimeout(timer);
      timer = setTimeout(keepWhatWaits, PAUSE);
    }
  });
  addEventListener("pagehide", keepWhatWaits);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = 0;
    keep(true);
  });
}

document.querySelectorAll("[data-draft]").forEach(watch);
