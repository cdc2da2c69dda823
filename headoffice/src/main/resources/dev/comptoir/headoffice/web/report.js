// The consolidated report: every store in a period, what they come to, on the screen, on paper and as a file.

import { save } from './files.js';
import { periodOf, periodTools } from './periods.js';
import { get, request } from './shared/api.js';
import { makeChart } from './shared/chart.js';
import { attempt, refresh } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { button, figure, table, waiting } from './shared/ui.js';
import { day, money, number, roundMoney, shortDay, t } from './shared/words.js';

let period = periodOf('last7');
let found;
let series;
const chart = makeChart();

const load = () =>
  attempt(async () => {
    const days = { from: period.from, to: period.to };
    [found, series] = await Promise.all([
      get('/reports/consolidated', days),
      get('/analytics/sales', { ...days, by: 'day' }),
    ]);
    refresh();
  });

const choose = (wanted) => {
  if (!wanted.from || !wanted.to) return;
  period = wanted;
  load();
};

const exportFile = () =>
  attempt(async () => {
    const text = await request('GET', '/reports/consolidated.csv', {
      query: { from: period.from, to: period.to },
      as: 'text',
    });
    save(`comptoir-${period.from}-${period.to}.csv`, text);
  });

const columns = () => [
  { title: t('store'), cell: (one) => one.name },
  { title: t('sales.title'), kind: 'number', cell: (one) => number(one.totals.sales) },
  { title: t('report.sold'), kind: 'number', cell: (one) => money(one.totals.salesTotal) },
  { title: t('refunds'), kind: 'number', cell: (one) => money(one.totals.refundsTotal) },
  { title: t('net'), kind: 'number', cell: (one) => html`<b>${money(one.totals.net)}</b>` },
];

const foot =
  () => html`<tfoot><tr><th scope="row">${t('report.all')}</th><td class="number" data-title=${t('sales.title')}>${number(found.total.sales)}</td>
  <td class="number" data-title=${t('report.sold')}>${money(found.total.salesTotal)}</td><td class="number" data-title=${t('refunds')}>${money(found.total.refundsTotal)}</td>
  <td class="number" data-title=${t('net')}>${money(found.total.net)}</td></tr></tfoot>`;

const bestColumns = () => [
  { title: t('product'), cell: (one) => one.name },
  { title: t('units'), kind: 'number', cell: (one) => number(one.units) },
  { title: t('amount'), kind: 'number', cell: (one) => money(one.amount) },
  { title: t('stock.now'), kind: 'number', cell: (one) => number(one.stock) },
];

const chartView = () =>
  series.steps.length < 2
    ? nothing
    : html`<section class="card no-print">${chart.view({
        title: t('report.by-day'),
        bars: true,
        axis: (cents) => roundMoney(cents),
        exact: money,
        labels: series.steps.map((step) => shortDay(step.day)),
        series: [
          { label: t('net'), colour: 'brand', values: series.steps.map((step) => step.totals.net) },
          { label: t('refunds'), colour: 'accent', values: series.steps.map((step) => step.totals.refundsTotal) },
        ],
      })}</section>`;

/** The page. */
export const report = {
  enter: load,
  view: () => html`<div class="page-head"><div><h1>${t('report.title')}</h1><p>${found ? (found.from === found.to ? day(found.from) : t('report.from-to', { from: day(found.from), to: day(found.to) })) : nothing}</p></div>
    <div class="row no-print">${button(t('report.csv'), { icon: 'download', onClick: exportFile })}${button(t('print'), { icon: 'printer', onClick: () => print() })}</div></div>
    <div class="no-print">${periodTools(period, choose)}</div>
    ${
      found === undefined
        ? waiting()
        : html`<div class="stack"><dl class="figures">${figure(t('net'), money(found.total.net))}${figure(t('sales.title'), number(found.total.sales))}
      ${figure(t('refunds'), money(found.total.refundsTotal), t('today.refunds.count', { count: found.total.refunds }))}</dl>${chartView()}
      ${table(t('report.title'), columns(), found.stores, { key: (one) => one.store, foot: foot() })}
      <div class="halves">${found.stores
        .filter((store) => store.bestProducts.length > 0)
        .map(
          (store) => html`<section class="card"><header><h2>${t('report.best', { store: store.name })}</h2></header>
        ${table(t('report.best', { store: store.name }), bestColumns(), store.bestProducts, { key: (one) => one.productId })}</section>`,
        )}</div></div>`
    }`,
};
