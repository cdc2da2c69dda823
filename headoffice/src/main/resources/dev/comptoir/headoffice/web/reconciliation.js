// Reconciliation: what must hold, recomputed from the rows.

import { get } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { html, nothing } from './shared/lit.js';
import { attempt } from './shared/toasts.js';
import { badge, button, notice, table, waiting } from './shared/ui.js';
import { dateTime, has, t } from './shared/words.js';

const WORDS_IN_KEY = 6;

/**
 * @typedef {ResponseOf<'get', '/reconciliation'>} Reconciliation
 * @typedef {Reconciliation['checks'][number]} Check
 * @typedef {Check['differences'][number]} Difference
 */

const state = {
  /** @type {Reconciliation | undefined} undefined until it is loaded */
  found: undefined,
  busy: false,
};

const run = () =>
  attempt(async () => {
    state.busy = true;
    refresh();
    state.found = await get('/reconciliation').finally(() => {
      state.busy = false;
    });
  });

/** The check in the reader's language; a new one has the service's name. @param {string} name */
const checkName = (name) => {
  const words = name.split(' ').slice(0, WORDS_IN_KEY).join('-').toLowerCase();
  const key = `rule.${words.replace(/[^a-z-]/g, '')}`;
  return has(key) ? t(key) : name;
};

/** @returns {Column<Difference>[]} */
const columns = () => [
  { title: t('reconciliation.subject'), cell: (difference) => difference.subject },
  { title: t('reconciliation.expected'), cell: (difference) => difference.expected },
  { title: t('reconciliation.found'), cell: (difference) => difference.found },
];

const checkView = (/** @type {Check} */ { name, differences }) => {
  const count = differences.length;
  const result =
    count === 0
      ? badge(t('reconciliation.holds'), 'ok', 'circle-check')
      : badge(t('reconciliation.differences', { count }), 'bad', 'circle-x');
  const rows =
    count === 0 ? nothing : table(checkName(name), columns(), differences, { key: (difference) => difference.subject });
  return html`<li class="card check-card"><header><h2>${checkName(name)}</h2>${result}</header>${rows}</li>`;
};

const results = (/** @type {Reconciliation} */ { ok, checkedAt, checks }) => {
  const sorted = [...checks].sort((one, other) => other.differences.length - one.differences.length);
  const text = t(ok ? 'reconciliation.ok' : 'reconciliation.bad', { when: dateTime(checkedAt) });
  return html`<div class="stack">${notice(ok ? 'ok' : 'bad', text)}
    <ul class="stack">${sorted.map(checkView)}</ul></div>`;
};

/** @type {Page} */
export const reconciliation = {
  enter: run,
  view: () => html`<div class="page-head">
      <div><h1>${t('reconciliation.title')}</h1><p>${t('reconciliation.text')}</p></div>
      ${button(t('reconciliation.run'), { icon: 'rotate-cw', tone: 'primary', busy: state.busy, onClick: run })}</div>
    ${state.found === undefined ? waiting() : results(state.found)}`,
};
