// The one key map: what the keys do, what the hints on the buttons say, and what the help shows.

import { go, isDialogOpen, openDialog } from './shared/frame.js';
import { html } from './shared/lit.js';
import { session } from './shared/session.js';
import { t } from './shared/words.js';

export const KEYS = {
  search: 'F2',
  pay: 'F4',
  park: 'F6',
  parked: 'F7',
  sales: 'F8',
  register: 'F9',
  stock: 'F10',
  help: 'F1',
};

const HELP = [
  ['keys.search', [KEYS.search]],
  ['keys.add', ['↑', '↓', '↵']],
  ['keys.line', ['↑', '↓']],
  ['keys.more', ['+', '−']],
  ['keys.remove', ['Delete']],
  ['keys.empty', ['Ctrl', 'Delete']],
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

const places = {
  [KEYS.parked]: '/parked',
  [KEYS.sales]: '/sales',
  [KEYS.register]: '/register',
  [KEYS.stock]: '/stock',
};
const bound = new Map();

/** While a page is shown, its keys do its work: `{F4: pay}`. Answers the way to end that. */
export const bind = (map) => {
  for (const [key, work] of Object.entries(map)) bound.set(key, work);
  return () => {
    for (const key of Object.keys(map)) bound.delete(key);
  };
};

export const isTyping = (target) =>
  target instanceof HTMLElement &&
  (target.matches('input:not([type=checkbox],[type=radio]), textarea, select') || target.isContentEditable);

export const showKeys = () =>
  openDialog(
    () =>
      html`<dl class="keys">${HELP.map(
        ([text, keys]) => html`<div><dt>${t(text)}</dt>
  <dd>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dd></div>`,
      )}</dl>`,
    { title: t('keys.title') },
  );

const nameOf = (event) => `${event.ctrlKey ? 'Ctrl+' : ''}${event.key}`;

/** Starts to listen. Keys that type something do so in a field that has the focus, except where a page says otherwise. */
export const watchKeys = () =>
  addEventListener('keydown', (event) => {
    if (session() === null || isDialogOpen() || event.defaultPrevented) return;
    const key = nameOf(event);
    if (key === KEYS.help || (key === '?' && !isTyping(event.target))) {
      event.preventDefault();
      showKeys();
    } else if (bound.has(key)) {
      bound.get(key)(event);
    } else if (places[key]) {
      event.preventDefault();
      go(places[key]);
    } else if (key === KEYS.search || key === KEYS.pay) {
      event.preventDefault();
      go('/');
    }
  });
