// The progress of a job, asked for again and again until it has ended. Without this a link looks
// again.

const EVERY = 1000; // milliseconds

const digits = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-${
  document.documentElement.lang === "ar" ? "arab" : "arabext"
}`);

function outcomeOf({ name, label, count }) {
  const entry = document.createElement("li");
  const tag = document.createElement("span");
  tag.className = `import-tag import-tag--${name}`;
  tag.textContent = label;
  const number = document.createElement("strong");
  number.textContent = digits.format(count);
  entry.append(tag, " ", number);
  return entry;
}

async function look(box) {
  let status;
  try {
    const answer = await fetch(box.dataset.status, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      throw new Error(answer.status);
    }
    status = await answer.json();
  } catch {
    setTimeout(look, 5 * EVERY, box); // the server may be starting anew
    return;
  }
  if (!status.unfinished) {
    location.reload();
    return;
  }
  const sentence = box.querySelector("[data-sentence]");
  if (sentence.textContent !== status.sentence) {
    sentence.textContent = status.sentence;
  }
  box.querySelector("[data-items]").textContent = digits.format(status.items);
  box.querySelector("[data-outcomes]").replaceChildren(...status.outcomes.map(outcomeOf));
  const bar = box.querySelector("progress");
  if (status.percent === null) {
    bar.removeAttribute("value");
  } else {
    bar.value = status.percent;
  }
  setTimeout(look, EVERY, box);
}

for (const box of document.querySelectorAll("[data-status]")) {
  box.querySelector(".import-reload").hidden = true;
  setTimeout(look, EVERY, box);
}
