// The consolidated report: every store in a period and their sum, on the screen, on paper and as a file.

import { save } from './files.js';
import { periodOf, periodTools } from './periods.js';
import { get } from './shared/api.js';
import { makeChart } from './shared/chart.js';
import { refresh } from './shared/drawing.js';
import { html, nothing } from './shared/lit.js';
import { attempt } from './shared/toasts.js';
import { button, figure, table, waiting } from './shared/ui.js';
import { day, money, number, roundMoney, shortDay, t } from './shared/words.js';

/**
 * @typedef {ResponseOf<'get', '/reports/consolidated'>} Report
 * @typedef {Report['stores'][number]} StoreReport
 * @typedef {ResponseOf<'get', '/analytics/sales'>['steps']} Days
 * @typedef {import('./periods.js').Period} Period
 */

const state = {
  period: periodOf('last7'),
  /** @type {Report | undefined} undefined until it is loaded */
  report: undefined,
  /** @type {Days} */
  days: [],
};

const chart = makeChart();

const load = () =>
  attempt(async () => {
    const { from, to } = state.period;
    const [report, sales] = await Promise.all([
      get('/reports/consolidated', { from, to }),
      get('/analytics/sales', { from, to, by: 'day' }),
    ]);
    state.report = report;
    state.days = sales.steps;
    refresh();
  });

const choose = (/** @type {Period} */ period) => {
  if (!period.from || !period.to) return;
  state.period = period;
  load();
};

const exportFile = () =>
  attempt(async () => {
    const { from, to } = state.period;
    const text = await get('/reports/consolidated.csv', { from, to }, { as: 'text' });
    save(`comptoir-${from}-${to}.csv`, text);
  });

/** @returns {Column<StoreReport>[]} */
const columns = () => [
  { title: t('store'), cell: (store) => store.name },
  { title: t('sales.title'), kind: 'number', cell: ({ totals }) => number(totals.sales) },
  { title: t('report.sold'), kind: 'number', cell: ({ totals }) => money(totals.salesSubtotal) },
  { title: t('refunds'), kind: 'number', cell: ({ totals }) => money(totals.refundsSubtotal) },
  { title: t('net-sales'), kind: 'number', cell: ({ totals }) => html`<b>${money(totals.netSales)}</b>` },
];

const foot = (/** @type {Report['total']} */ { sales, salesSubtotal, refundsSubtotal, netSales }) => {
  const cell = (/** @type {string} */ title, /** @type {string} */ text) =>
    html`<td class="number" data-title=${title}>${text}</td>`;
  return html`<tfoot><tr><th scope="row">${t('report.all')}</th>${cell(t('sales.title'), number(sales))}
    ${cell(t('report.sold'), money(salesSubtotal))}${cell(t('refunds'), money(refundsSubtotal))}
    ${cell(t('net-sales'), money(netSales))}</tr></tfoot>`;
};

/** @returns {Column<StoreReport['bestProducts'][number]>[]} */
const bestColumns = () => [
  { title: t('product'), cell: (product) => product.name },
  { title: t('units'), kind: 'number', cell: (product) => number(product.units) },
  { title: t('before-taxes'), kind: 'number', cell: (product) => money(product.amount) },
  { title: t('stock.now'), kind: 'number', cell: (product) => number(product.stock) },
];

const bestCard = (/** @type {StoreReport} */ { name, bestProducts }) => {
  const title = t('report.best', { store: name });
  return html`<section class="card"><header><h2>${title}</h2></header>
    ${table(title, bestColumns(), bestProducts, { key: (product) => product.productId })}</section>`;
};

const chartCard = (/** @type {Days} */ days) => {
  if (days.length < 2) return nothing;
  const view = chart.view({
    title: t('report.by-day'),
    bars: true,
    axis: roundMoney,
    exact: money,
    labels: days.map((one) => shortDay(one.day)),
    series: [
      { label: t('net-sales'), colour: 'brand', values: days.map(({ totals }) => totals.netSales) },
      { label: t('refunds'), colour: 'accent', values: days.map(({ totals }) => totals.refundsSubtotal) },
    ],
  });
  return html`<section class="card no-print">${view}</section>`;
};

const figures = (
  /** @type {Report['total']} */ { netSales, sales, refunds, refundsSubtotal },
) => html`<dl class="figures">
  ${figure(t('net-sales'), money(netSales), t('net-sales.text'))}${figure(t('sales.title'), number(sales))}
  ${figure(t('refunds'), money(refundsSubtotal), t('today.refunds.count', { count: refunds }))}</dl>`;

const content = (/** @type {Report} */ { stores, total }) => html`<div class="stack">
  ${figures(total)}${chartCard(state.days)}
  ${table(t('report.title'), columns(), stores, { key: ({ store }) => store, foot: foot(total) })}
  <div class="halves">${stores.filter((store) => store.bestProducts.length > 0).map(bestCard)}</div></div>`;

const daysText = (/** @type {Report} */ { from, to }) =>
  from === to ? day(from) : t('report.from-to', { from: day(from), to: day(to) });

/** @type {Page} */
export const report = {
  enter: load,
  view: () => html`<div class="page-head">
      <div><h1>${t('report.title')}</h1><p>${state.report ? daysText(state.report) : nothing}</p></div>
      <div class="row no-print">${button(t('report.csv'), { icon: 'download', onClick: exportFile })}
        ${button(t('print'), { icon: 'printer', onClick: () => print() })}</div></div>
    <div class="no-print">${periodTools(state.period, choose)}</div>
    ${state.report ? content(state.report) : waiting()}`,
};
