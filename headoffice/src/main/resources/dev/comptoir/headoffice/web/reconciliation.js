// Reconciliation: what must hold, recomputed from the rows by a job. A manager requests a run, and settles differences.

import { get, post } from './shared/api.js';
import { openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { textField } from './shared/fields.js';
import { html, nothing } from './shared/lit.js';
import { attempt } from './shared/toasts.js';
import { badge, button, notice, table, waiting } from './shared/ui.js';
import { ago, dateTime, has, t } from './shared/words.js';

const WORDS_IN_KEY = 6;
const POLL_MILLISECONDS = 1000;

/**
 * @typedef {ResponseOf<'get', '/reconciliation'>} Reconciliation
 * @typedef {Reconciliation['checks'][number]} Check
 * @typedef {Check['differences'][number]} Difference
 * @typedef {Check['settled'][number]} Settled
 */

const state = {
  /** @type {Reconciliation | undefined} undefined until it is loaded */
  found: undefined,
  /** @type {ReturnType<typeof setTimeout> | undefined} until the run under way ends */
  timer: undefined,
};

const load = () =>
  attempt(async () => {
    state.found = await get('/reconciliation');
    clearTimeout(state.timer);
    if (state.found.running) state.timer = setTimeout(load, POLL_MILLISECONDS);
    refresh();
  });

const run = () =>
  attempt(async () => {
    await post('/reconciliation');
    await load();
  });

/** Has the manager give a reason. @param {string} rule @param {Difference} difference */
const settle = async (rule, difference) => {
  const form = { reason: '' };
  const submit = (/** @type {Event} */ event, /** @type {() => void} */ close) => {
    event.preventDefault();
    attempt(async () => {
      await post('/reconciliation/settled-differences', { rule, ...difference, reason: form.reason });
      close();
      await load();
    });
  };
  await openDialog(
    (close) => html`<form class="stack" @submit=${(/** @type {Event} */ event) => submit(event, close)}>
      <p>${t('reconciliation.settle-text', { subject: difference.subject })}</p>
      ${textField('reason', t('reconciliation.reason'), {
        value: form.reason,
        focus: true,
        required: true,
        maxlength: 500,
        onInput: (value) => {
          form.reason = value;
        },
      })}
      ${button(t('reconciliation.settle'), { tone: 'primary', size: 'large full', type: 'submit' })}</form>`,
    { title: t('reconciliation.settle') },
  );
};

/** The check in the reader's language; a new one has the service's name. @param {string} name */
const checkName = (name) => {
  const words = name.split(' ').slice(0, WORDS_IN_KEY).join('-').toLowerCase();
  const key = `rule.${words.replace(/[^a-z-]/g, '')}`;
  return has(key) ? t(key) : name;
};

/** @returns {Column<Difference>[]} */
const values = () => [
  { title: t('reconciliation.subject'), cell: (difference) => difference.subject },
  { title: t('reconciliation.expected'), cell: (difference) => difference.expected },
  { title: t('reconciliation.found'), cell: (difference) => difference.found },
];

const differences = (/** @type {Check} */ { name, differences: rows }) => {
  if (rows.length === 0) return nothing;
  /** @type {Column<Difference>[]} */
  const columns = [
    ...values(),
    {
      title: '',
      kind: 'action',
      cell: (difference) =>
        button(t('reconciliation.settle'), { icon: 'check', onClick: () => settle(name, difference) }),
    },
  ];
  return table(checkName(name), columns, rows, { key: keyOf });
};

const keyOf = (/** @type {Difference} */ difference) => Object.values(difference).join(' ');

const settledDifferences = (/** @type {Check} */ { settled: rows }) => {
  if (rows.length === 0) return nothing;
  /** @type {Column<Settled>[]} */
  const columns = [
    ...values(),
    { title: t('reconciliation.reason'), cell: (difference) => difference.reason },
    { title: t('reconciliation.settled-by'), cell: ({ settledBy, settledAt }) => `${settledBy}, ${ago(settledAt)}` },
  ];
  return table(t('reconciliation.settled'), columns, rows, { key: keyOf });
};

const outcome = (/** @type {Check} */ check) => {
  if (check.outcome === 'not-checked') return badge(t('reconciliation.not-checked'), 'low', 'clock');
  const count = check.differences.length;
  return count === 0
    ? badge(t('reconciliation.holds'), 'ok', 'circle-check')
    : badge(t('reconciliation.differences', { count }), 'bad', 'circle-x');
};

const checkedAt = (/** @type {Check} */ { checkedAt: when }) =>
  when ? html`<p class="muted">${t('reconciliation.checked', { when: dateTime(when) })}</p>` : nothing;

const checkView = (/** @type {Check} */ check) => html`<li class="card check-card">
  <header><h2>${checkName(check.name)}</h2>${outcome(check)}</header>
  ${checkedAt(check)}
  ${check.failure ? html`<p class="muted">${check.failure}</p>` : nothing}
  ${differences(check)}${settledDifferences(check)}</li>`;

const summary = (/** @type {Reconciliation} */ { ok, checkedAt }) => {
  if (!checkedAt) return notice('low', t('reconciliation.never'));
  return notice(ok ? 'ok' : 'bad', t(ok ? 'reconciliation.ok' : 'reconciliation.bad', { when: dateTime(checkedAt) }));
};

const results = (/** @type {Reconciliation} */ found) => {
  const sorted = [...found.checks].sort((one, other) => other.differences.length - one.differences.length);
  return html`<div class="stack">${summary(found)}
    <ul class="stack">${sorted.map(checkView)}</ul></div>`;
};

/** @type {Page} */
export const reconciliation = {
  enter: load,
  leave: () => clearTimeout(state.timer),
  view: () => html`<div class="page-head">
      <div><h1>${t('reconciliation.title')}</h1><p>${t('reconciliation.text')}</p></div>
      ${button(t('reconciliation.run'), {
        icon: 'rotate-cw',
        tone: 'primary',
        busy: Boolean(state.found?.running),
        onClick: run,
      })}</div>
    ${state.found === undefined ? waiting() : results(state.found)}`,
};
