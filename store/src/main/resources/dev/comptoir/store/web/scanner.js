// A barcode scanner types faster than a person and ends with Enter, wherever the focus is. Times are those of the keys, in
// milliseconds, so that a page that is slow for a moment loses no code.
const LONGEST_GAP = 120;
const AVERAGE_GAP = 45;
const SHORTEST_CODE = 4;

let code = '';
let began = 0;
let last = 0;
let field;
let before;
let handler;

const isScan = (now) => code.length >= SHORTEST_CODE && (now - began) / code.length <= AVERAGE_GAP;

/** Gives a field back what it held before the scanner typed into it. */
const restore = () => {
  if (!(field instanceof HTMLInputElement)) return;
  field.value = before;
  field.dispatchEvent(new Event('input', { bubbles: true }));
};

addEventListener(
  'keydown',
  (event) => {
    const now = event.timeStamp;
    if (now - last > LONGEST_GAP) code = '';
    last = now;
    if (event.key === 'Enter') {
      const typed = code;
      const scanned = handler && isScan(now);
      code = '';
      if (!scanned) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      restore();
      handler(typed);
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (code === '') {
        began = now;
        field = document.activeElement;
        before = field?.value;
      }
      code += event.key;
    }
  },
  { capture: true },
);

/** Gives scanned codes to `work` until another one asks for them. */
export const onScan = (work) => {
  handler = work;
};

/** Does the work of a letter's key, unless the letter turns out to be a part of a code. */
export const unlessScanned = (event, work) => {
  event.preventDefault();
  setTimeout(() => {
    if (last === event.timeStamp) work();
  }, LONGEST_GAP);
};
