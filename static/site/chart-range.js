// Dragging over the bars of a search chooses the months or years from the first to the last of
// them: the form below the chart, which works without this, is filled in and sent.

const form = document.querySelector(".chart-range");
const drawings = form ? form.parentElement.querySelectorAll(".chart__drawing") : [];
const SVG = "http://www.w3.org/2000/svg";
const BAR = 10;
const HEIGHT = 100;
const MONTHS = 12;

// The bar below the pointer, counted from the first, which is on the right.
function barAt(event, drawing) {
  const { left, width } = drawing.getBoundingClientRect();
  const steps = Number(form.dataset.steps);
  const step = Math.floor((1 - (event.clientX - left) / width) * steps);
  return Math.min(Math.max(step, 0), steps - 1);
}

function named(step) {
  const first = Number(form.dataset.first);
  if (!("months" in form.dataset)) {
    return String(first + step);
  }
  const month = String((step % MONTHS) + 1).padStart(2, "0");
  return `${String(first + Math.floor(step / MONTHS)).padStart(4, "0")}-${month}`;
}

function follow(drawing, start) {
  const chosen = document.createElementNS(SVG, "rect");
  chosen.setAttribute("class", "chart__chosen");
  chosen.setAttribute("height", HEIGHT);
  const show = (event) => {
    const ends = [start, barAt(event, drawing)].sort((one, other) => one - other);
    chosen.setAttribute("x", (Number(form.dataset.steps) - 1 - ends[1]) * BAR);
    chosen.setAttribute("width", (ends[1] - ends[0] + 1) * BAR);
    if (ends[0] < ends[1]) {
      drawing.append(chosen);
    }
    return ends;
  };
  const stop = () => {
    drawing.removeEventListener("pointermove", show);
    drawing.removeEventListener("pointerup", choose);
    drawing.removeEventListener("pointercancel", stop);
    chosen.remove();
  };
  const choose = (event) => {
    const [first, last] = show(event);
    stop();
    if (first < last) {
      form.elements.from.value = named(first);
      form.elements.to.value = named(last);
      form.requestSubmit();
    }
  };
  drawing.addEventListener("pointermove", show);
  drawing.addEventListener("pointerup", choose);
  drawing.addEventListener("pointercancel", stop);
}

for (const drawing of drawings) {
  drawing.classList.add("chart__drawing--chosen-from");
  drawing.addEventListener("dragstart", (event) => event.preventDefault());
  drawing.addEventListener("pointerdown", (event) => {
    if (event.button === 0) {
      follow(drawing, barAt(event, drawing));
    }
  });
}
