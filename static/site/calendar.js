// Arrow keys in the calendar of a month, from one day with stories to the next. Without this every
// such day is reached by Tab, as it still is with it.

const COLUMNS = 7;

function days(table) {
  return [...table.querySelectorAll("tbody td")].map((cell) => cell.querySelector("a"));
}

// The place of the next link in steps of so many days; null beyond the month.
function linkFrom(links, place, step) {
  for (let next = place + step; next >= 0 && next < links.length; next += step) {
    if (links[next]) {
      return links[next];
    }
  }
  return null;
}

function target(table, link, key) {
  const links = days(table);
  const place = links.indexOf(link);
  const forward = getComputedStyle(table).direction === "rtl" ? -1 : 1;
  const start = place - (place % COLUMNS);
  switch (key) {
    case "ArrowRight":
      return linkFrom(links, place, forward);
    case "ArrowLeft":
      return linkFrom(links, place, -forward);
    case "ArrowDown":
      return linkFrom(links, place, COLUMNS);
    case "ArrowUp":
      return linkFrom(links, place, -COLUMNS);
    case "Home":
      return links.slice(start, start + COLUMNS).find(Boolean);
    case "End":
      return links.slice(start, start + COLUMNS).findLast(Boolean);
    default:
      return undefined;
  }
}

document.querySelectorAll("table.calendar").forEach((table) => {
  table.addEventListener("keydown", (event) => {
    const link = event.target.closest("td > a");
    if (!link || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    const to = target(table, link, event.key);
    if (to !== undefined) {
      event.preventDefault(); // else the page scrolls
      to?.focus();
    }
  });
});
