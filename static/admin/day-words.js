// What is typed into a box for a day, in words of all calendars below it, as the server understands
// it. Without this the words come with the answer to the form.

const PAUSE = 300; // milliseconds without a key

for (const input of document.querySelectorAll("input.day-input")) {
  const words = document.getElementById(`${input.id}_words`);
  let timer = 0;
  let asked = input.value;
  const show = async () => {
    const text = input.value;
    if (text === asked) {
      return;
    }
    asked = text;
    const query = new URLSearchParams({ text, name: `${input.name}-sure` });
    try {
      const answer = await fetch(`${input.dataset.words}?${query}`);
      if (answer.ok && !answer.redirected && asked === text) {
        // The page of this server, which escapes what it says.
        const part = new DOMParser().parseFromString(await answer.text(), "text/html");
        words.replaceChildren(...part.body.childNodes);
      }
    } catch {
      asked = null; // tried again with the next key
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  };
  input.addEventListener("input", soon);
  input.addEventListener("change", soon);
}
