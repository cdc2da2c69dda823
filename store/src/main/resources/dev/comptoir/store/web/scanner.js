// A barcode scanner types faster than a person and ends with Enter, wherever the focus is. Times are those of the keys,
// in milliseconds, so that a slow page loses no code.

const LONGEST_GAP = 120;
const AVERAGE_GAP = 45;
const SHORTEST_CODE = 4;

const state = {
  code: '',
  began: 0,
  last: 0,
  /** @type {Element | null} the element that had the focus when the code began */
  field: null,
  /** The text of that element before the code. */
  before: '',
  /** @type {((code: string) => unknown) | undefined} */
  handler: undefined,
};

const isScan = (/** @type {number} */ now) =>
  state.code.length >= SHORTEST_CODE && (now - state.began) / state.code.length <= AVERAGE_GAP;

/** Restores the text of a field that the scanner typed into. */
const restore = () => {
  if (!(state.field instanceof HTMLInputElement)) return;
  state.field.value = state.before;
  state.field.dispatchEvent(new Event('input', { bubbles: true }));
};

const onEnter = (/** @type {KeyboardEvent} */ event) => {
  const { code, handler } = state;
  const scanned = isScan(event.timeStamp);
  state.code = '';
  if (!handler || !scanned) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  restore();
  handler(code);
};

const onKey = (/** @type {KeyboardEvent} */ event) => {
  const now = event.timeStamp;
  if (now - state.last > LONGEST_GAP) state.code = '';
  state.last = now;
  if (event.key === 'Enter') {
    onEnter(event);
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
    if (state.code === '') {
      state.began = now;
      state.field = document.activeElement;
      state.before = state.field instanceof HTMLInputElement ? state.field.value : '';
    }
    state.code += event.key;
  }
};

addEventListener('keydown', onKey, { capture: true });

/** Passes scanned codes to a handler, until there is another one. @param {(code: string) => unknown} handler */
export const onScan = (handler) => {
  state.handler = handler;
};

/**
 * Does the work of a letter's key, unless the letter turns out to be part of a code.
 * @param {KeyboardEvent} event
 * @param {() => unknown} work
 */
export const unlessScanned = (event, work) => {
  event.preventDefault();
  setTimeout(() => {
    if (state.last === event.timeStamp) work();
  }, LONGEST_GAP);
};
