// The shortcuts: what the keys do, the hints on the buttons, and the help.

import { isDialogOpen, openDialog } from './shared/dialogs.js';
import { html } from './shared/lit.js';
import { go } from './shared/router.js';
import { isSignedIn } from './shared/session.js';
import { t } from './shared/words.js';

export const KEYS = {
  search: 'F2',
  empties: 'F3',
  pay: 'F4',
  park: 'F6',
  parked: 'F7',
  sales: 'F8',
  register: 'F9',
  stock: 'F10',
  help: 'F1',
};

/** @type {[text: string, keys: string[]][]} */
const HELP = [
  ['keys.search', [KEYS.search]],
  ['keys.add', ['↑', '↓', '↵']],
  ['keys.line', ['↑', '↓']],
  ['keys.more', ['+', '−']],
  ['keys.remove', ['Delete']],
  ['keys.empty', ['Ctrl', 'Delete']],
  ['keys.empties', [KEYS.empties]],
  ['keys.pay', [KEYS.pay]],
  ['keys.cash', ['↵']],
  ['keys.card', ['C']],
  ['keys.next', ['↵']],
  ['keys.print', ['P']],
  ['keys.park', [KEYS.park]],
  ['keys.parked', [KEYS.parked]],
  ['keys.sales', [KEYS.sales]],
  ['keys.refund', ['R']],
  ['keys.refund-all', ['A']],
  ['keys.register', [KEYS.register]],
  ['keys.cash-in', ['I']],
  ['keys.cash-out', ['O']],
  ['keys.close-day', ['Z']],
  ['keys.stock', [KEYS.stock]],
  ['keys.close', ['Esc']],
  ['keys.help', [KEYS.help, '?']],
];

/** @type {Record<string, string>} */
const PAGES = {
  [KEYS.parked]: '/parked',
  [KEYS.sales]: '/sales',
  [KEYS.register]: '/register',
  [KEYS.stock]: '/stock',
};

/** @typedef {(event: KeyboardEvent) => unknown} KeyHandler */

/** @type {{ handlers: Map<string, KeyHandler> }} */
const state = { handlers: new Map() };

/**
 * Handles keys while a page is shown.
 * @param {Record<string, KeyHandler>} handlers by key: `{F4: pay}`
 * @returns {() => void} ends that
 */
export const bind = (handlers) => {
  for (const [key, handler] of Object.entries(handlers)) state.handlers.set(key, handler);
  return () => {
    for (const key of Object.keys(handlers)) state.handlers.delete(key);
  };
};

/** Whether a key types something where it was pressed. @param {EventTarget | null} target */
export const isTyping = (target) =>
  target instanceof HTMLElement &&
  (target.matches('input:not([type=checkbox],[type=radio]), textarea, select') || target.isContentEditable);

/** The key's name on the reader's keyboard. @param {string} key */
const keyName = (key) => (key === 'Delete' ? t('keys.delete') : key);

const helpLine = (/** @type {string} */ text, /** @type {string[]} */ keys) => html`<div><dt>${t(text)}</dt>
  <dd>${keys.map((key) => html`<kbd>${keyName(key)}</kbd>`)}</dd></div>`;

export const showKeys = () =>
  openDialog(() => html`<dl class="keys">${HELP.map(([text, keys]) => helpLine(text, keys))}</dl>`, {
    title: t('keys.title'),
  });

const onKey = (/** @type {KeyboardEvent} */ event) => {
  if (!isSignedIn() || isDialogOpen() || event.defaultPrevented) return;
  const key = `${event.ctrlKey ? 'Ctrl+' : ''}${event.key}`;
  const handler = state.handlers.get(key);
  if (key === KEYS.help || (key === '?' && !isTyping(event.target))) {
    event.preventDefault();
    showKeys();
  } else if (handler) {
    handler(event);
  } else if (PAGES[key]) {
    event.preventDefault();
    go(PAGES[key]);
  } else if (key === KEYS.search || key === KEYS.pay) {
    event.preventDefault();
    go('/');
  }
};

/** Starts to listen. A key that types into the focused field does only that, unless its handler decides otherwise. */
export const watchKeys = () => addEventListener('keydown', onKey);
