// A calendar beside each box for a day, in Jalali or Gregorian months (WAI-ARIA APG, "date picker
// dialog"). The browser itself knows both calendars. Without this the day is typed, in any form.

const DAY = 86_400_000; // milliseconds
const DIGITS = { fa: "arabext", ar: "arab" };
const FIRST_WEEKDAY = 6; // Saturday, as calendars in Persian and Arabic begin

const language = document.documentElement.lang.slice(0, 2) || "fa";
const digits = DIGITS[language] ?? "latn";

function formatter(calendar, options, numbers = digits) {
  const locale = `${language}-u-ca-${calendar}-nu-${numbers}`;
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
}

const numeric = Object.fromEntries(
  ["persian", "gregory"].map((calendar) => [
    calendar,
    new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, {
      timeZone: "UTC",
      year: "numeric",
      month: "numeric",
      day: "numeric",
    }),
  ]),
);

function partsOf(time, calendar) {
  const found = {};
  for (const { type, value } of numeric[calendar].formatToParts(time)) {
    if (type === "year" || type === "month" || type === "day") {
      found[type] = Number.parseInt(value, 10);
    }
  }
  return found;
}

function isoOf(time, calendar) {
  const { year, month, day } = partsOf(time, calendar);
  return [String(year).padStart(4, "0"), month, day].map((n) => String(n).padStart(2, "0")).join("-");
}

// The first day of the month that the day is in.
function monthStart(time, calendar) {
  return time - (partsOf(time, calendar).day - 1) * DAY;
}

function addMonths(time, calendar, step) {
  const start = monthStart(time, calendar);
  return step > 0 ? monthStart(start + 32 * DAY, calendar) : monthStart(start - DAY, calendar);
}

function monthLength(start, calendar) {
  return Math.round((addMonths(start, calendar, 1) - start) / DAY);
}

// "آذر ۱۴۰۴": by itself the browser would set the year first, or an era behind it.
function monthInWords(time, calendar) {
  const parts = formatter(calendar, { year: "numeric", month: "long" }).formatToParts(time);
  const found = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${found.month} ${found.year}`;
}

// What is typed, where it is a plain Jalali or Gregorian day; else today.
function dayTyped(text) {
  const latin = text.replace(/[۰-۹٠-٩]/g, (digit) => String(digit.codePointAt(0) & 15));
  const match = /^\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})\s*$/.exec(latin);
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  if (!match) {
    return today;
  }
  const [year, month, day] = match.slice(1).map(Number);
  if (year > 1700) {
    return Date.UTC(year, month - 1, day);
  }
  // Jalali: near it by the mean length of months, then to the very day.
  let time = Date.UTC(year + 621, 2, 21) + (Math.min(month, 13) - 1) * 30.4 * DAY;
  time = Math.round(time / DAY) * DAY;
  for (let tries = 0; tries < 40; tries += 1) {
    const found = partsOf(time, "persian");
    const off = (year - found.year) * 372 + (month - found.month) * 31 + (day - found.day);
    if (off === 0) {
      return time;
    }
    time += Math.sign(off) * DAY;
  }
  return today;
}

function button(text, className, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = text;
  if (label) {
    made.setAttribute("aria-label", label);
  }
  return made;
}

class Picker {
  constructor(input) {
    this.input = input;
    this.calendar = language === "ar" ? "gregory" : "persian";
    this.time = 0;
    this.opener = button(input.dataset.open, "day-picker__open");
    this.opener.setAttribute("aria-haspopup", "dialog");
    this.opener.addEventListener("click", () => this.open());
    input.after(this.opener);
    this.dialog = this.build();
    this.opener.after(this.dialog);
  }

  build() {
    const { dataset } = this.input;
    const dialog = document.createElement("dialog");
    dialog.className = "day-picker";
    dialog.setAttribute("aria-label", dataset.title);
    this.heading = document.createElement("h2");
    this.heading.className = "day-picker__month";
    this.heading.setAttribute("aria-live", "polite");
    const earlier = button("‹", "day-picker__step", dataset.earlier);
    const later = button("›", "day-picker__step", dataset.later);
    earlier.addEventListener("click", () => this.go(addMonths(this.time, this.calendar, -1)));
    later.addEventListener("click", () => this.go(addMonths(this.time, this.calendar, 1)));
    const head = document.createElement("div");
    head.className = "day-picker__head";
    head.append(earlier, this.heading, later);
    this.table = document.createElement("table");
    this.table.className = "day-picker__days";
    this.table.setAttribute("role", "grid");
    this.switcher = button("", "day-picker__switch");
    this.switcher.addEventListener("click", () => {
      this.calendar = this.calendar === "persian" ? "gregory" : "persian";
      this.draw();
    });
    const close = button(dataset.close, "day-picker__close");
    close.addEventListener("click", () => dialog.close());
    const foot = document.createElement("div");
    foot.className = "day-picker__foot";
    foot.append(this.switcher, close);
    dialog.append(head, this.table, foot);
    this.table.addEventListener("keydown", (event) => this.key(event));
    this.table.addEventListener("click", (event) => {
      const day = event.target.closest("button");
      if (day) {
        this.choose(Number(day.dataset.time));
      }
    });
    dialog.addEventListener("close", () => this.opener.focus());
    return dialog;
  }

  open() {
    this.time = dayTyped(this.input.value);
    this.draw();
    this.dialog.showModal();
    this.focus();
  }

  choose(time) {
    this.input.value = isoOf(time, this.calendar);
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.dialog.close();
  }

  go(time) {
    this.time = time;
    this.draw();
  }

  focus() {
    this.table.querySelector("[tabindex='0']")?.focus();
  }

  draw() {
    const { calendar } = this;
    const start = monthStart(this.time, calendar);
    const length = monthLength(start, calendar);
    this.heading.textContent = monthInWords(start, calendar);
    const other = calendar === "persian" ? "gregory" : "persian";
    this.switcher.textContent = this.input.dataset[other];
    const number = formatter(calendar, { day: "numeric" });
    const words = formatter(calendar, { dateStyle: "full" });
    const blank = (new Date(start).getUTCDay() - FIRST_WEEKDAY + 7) % 7;
    const row = document.createElement("tr");
    for (let place = 0; place < 7; place += 1) {
      const time = start + (place - blank) * DAY;
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.abbr = formatter("gregory", { weekday: "long" }).format(time);
      cell.textContent = formatter("gregory", { weekday: "narrow" }).format(time);
      row.append(cell);
    }
    const head = document.createElement("thead");
    head.append(row);
    const body = document.createElement("tbody");
    for (let first = -blank; first < length; first += 7) {
      const week = document.createElement("tr");
      for (let place = first; place < first + 7; place += 1) {
        const cell = document.createElement("td");
        if (place >= 0 && place < length) {
          const time = start + place * DAY;
          const day = button(number.format(time), "day-picker__day", words.format(time));
          day.dataset.time = time;
          day.tabIndex = time === this.time ? 0 : -1;
          if (time === this.time) {
            cell.setAttribute("aria-selected", "true");
          }
          cell.append(day);
        }
        week.append(cell);
      }
      body.append(week);
    }
    this.table.replaceChildren(head, body);
  }

  key(event) {
    const forward = getComputedStyle(this.table).direction === "rtl" ? -1 : 1;
    const steps = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: 7, ArrowUp: -7 };
    let time = null;
    if (event.key in steps) {
      time = this.time + steps[event.key] * DAY;
    } else if (event.key === "PageUp" || event.key === "PageDown") {
      const step = event.key === "PageDown" ? 1 : -1;
      const start = addMonths(this.time, this.calendar, step);
      const day = partsOf(this.time, this.calendar).day;
      time = start + (Math.min(day, monthLength(start, this.calendar)) - 1) * DAY;
    } else if (event.key === "Home") {
      time = monthStart(this.time, this.calendar);
    } else if (event.key === "End") {
      time = addMonths(this.time, this.calendar, 1) - DAY;
    }
    if (time !== null) {
      event.preventDefault();
      this.go(time);
      this.focus();
    }
  }
}

document.querySelectorAll("input.day-input").forEach((input) => new Picker(input));
