// The tax, tender and deposit report: what a bookkeeper files from, on the screen, on paper and as a file.

import { breakdownTable } from './breakdown.js';
import { save } from './files.js';
import { storeField } from './filters.js';
import { periodOf, periodTools } from './periods.js';
import { get } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { html, nothing } from './shared/lit.js';
import { attempt } from './shared/toasts.js';
import { button, figure, waiting } from './shared/ui.js';
import { day, money, t } from './shared/words.js';

/**
 * @typedef {ResponseOf<'get', '/tax-report'>} Report
 * @typedef {import('./periods.js').Period} Period
 */

const state = {
  period: periodOf('month'),
  store: 'all',
  /** @type {Report | undefined} undefined until it is loaded */
  report: undefined,
};

const query = () => ({ store: state.store, from: state.period.from, to: state.period.to });

const load = () =>
  attempt(async () => {
    state.report = await get('/tax-report', query());
    refresh();
  });

const set = (/** @type {{ period?: Period, store?: string }} */ changes) => {
  Object.assign(state, changes);
  if (state.period.from && state.period.to) load();
};

/** Saves the report for a spreadsheet. @param {'point' | 'comma'} decimals its decimal separator */
const exportFile = (decimals) =>
  attempt(async () => {
    const { from, to } = state.period;
    const text = await get('/tax-report.csv', { ...query(), decimals }, { as: 'text' });
    save(`comptoir-taxes-${from}-${to}.csv`, text);
  });

const card = (/** @type {string} */ title, /** @type {Report['total']} */ books) => html`<section class="card">
  <header><h2>${title}</h2></header>${breakdownTable(title, books)}</section>`;

const taxesOf = (/** @type {Report['total']['balance']} */ { taxes }) =>
  taxes.reduce((sum, { amount }) => sum + amount, 0);

const figures = (/** @type {Report['total']['balance']} */ balance) => html`<dl class="figures">
  ${figure(t('net-sales'), money(balance.net), t('net-sales.text'))}
  ${figure(t('taxes'), money(taxesOf(balance)))}
  ${figure(t('breakdown.zero-rated'), money(balance.zeroRated))}
  ${figure(t('deposits'), money(balance.deposits))}</dl>`;

const content = (/** @type {Report} */ { stores, total }) => html`<div class="stack">${figures(total.balance)}
  ${stores.length === 1 ? nothing : card(t('report.all'), total)}
  ${stores.map(({ name, sales, refunds, balance }) => card(name, { sales, refunds, balance }))}</div>`;

const daysText = (/** @type {Report} */ { from, to }) =>
  from === to ? day(from) : t('report.from-to', { from: day(from), to: day(to) });

const tools = () => html`<div class="row no-print">
  ${button(t('tax-report.csv-comma'), { icon: 'download', onClick: () => exportFile('comma') })}
  ${button(t('tax-report.csv-point'), { icon: 'download', onClick: () => exportFile('point') })}
  ${button(t('print'), { icon: 'printer', onClick: () => print() })}</div>`;

/** @type {Page} */
export const taxReport = {
  enter: load,
  view: () => html`<div class="page-head">
      <div><h1>${t('tax-report.title')}</h1><p>${state.report ? daysText(state.report) : nothing}</p></div>
      ${tools()}</div>
    <div class="no-print">${periodTools(state.period, (period) => set({ period }))}
      <div class="tools">${storeField(state.store, (store) => set({ store }), 'all')}</div></div>
    ${state.report ? content(state.report) : waiting()}`,
};
