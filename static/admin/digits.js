// Numbers that Django's scripts put into sentences, such as how many rows are selected, in the
// digits of the page's language.
const ZERO = { fa: 0x6f0, ar: 0x660 }[document.documentElement.lang];
const interpolate = window.interpolate;

if (ZERO && interpolate) {
  window.interpolate = (...told) =>
    interpolate(...told).replace(/[0-9]/g, (digit) => String.fromCharCode(ZERO + Number(digit)));
}
