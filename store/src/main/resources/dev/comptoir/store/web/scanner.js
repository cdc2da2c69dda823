// A barcode scanner types faster than a person and ends with Enter, wherever the focus is. Times are those of the keys, in
// milliseconds, so that a page that is slow for a moment loses no code.
const LONGEST_GAP = 120;
const AVERAGE_GAP = 45;
const SHORTEST_CODE = 4;

let code = '';
let began = 0;
let last = 0;
let handler;

const isScan = (now) => code.length >= SHORTEST_CODE && (now - began) / code.length <= AVERAGE_GAP;

/** Takes out of a field what the scanner typed into it. */
const clean = (field, typed) => {
  if (!(field instanceof HTMLInputElement) || !field.value.endsWith(typed)) return;
  field.value = field.value.slice(0, -typed.length);
  field.dispatchEvent(new Event('input', { bubbles: true }));
};

addEventListener('keydown', (event) => {
  const now = event.timeStamp;
  if (now - last > LONGEST_GAP) code = '';
  last = now;
  if (event.key === 'Enter' && handler && isScan(now)) {
    const scanned = code;
    code = '';
    event.preventDefault();
    event.stopImmediatePropagation();
    clean(document.activeElement, scanned);
    handler(scanned);
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
    if (code === '') began = now;
    code += event.key;
  }
}, { capture: true });

/** Gives scanned codes to `work` until another one asks for them. */
export const onScan = (work) => { handler = work; };
