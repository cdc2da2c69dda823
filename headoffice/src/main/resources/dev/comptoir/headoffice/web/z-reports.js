// The Z reports of all registers: the differences in the drawers, and the reports that are missing.

import { breakdownTable, taxLabel } from './breakdown.js';
import { dayFilters, storeFilter } from './filters.js';
import { onActivity, storeName } from './live.js';
import { get } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { makeList } from './shared/lists.js';
import { html } from './shared/lit.js';
import { go } from './shared/router.js';
import { attempt } from './shared/toasts.js';
import { badge, button, empty, link, notice, table, waiting } from './shared/ui.js';
import { dateTime, money, number, signedMoney, t } from './shared/words.js';

/**
 * @typedef {ItemOf<'/z-reports'>} ListedReport
 * @typedef {ItemOf<'/missing-z-reports'>} Gap
 * @typedef {ResponseOf<'get', `/z-reports/${string}`>} Report
 */

const list = makeList('/z-reports', { filter: { store: '', from: '', to: '' } });

const state = {
  /** @type {Gap[]} */
  gaps: [],
  /** @type {Report | undefined} undefined until it is loaded */
  report: undefined,
  /** Ends the updates. */
  unsubscribe: () => {},
};

const load = () => {
  list.load();
  attempt(async () => {
    state.gaps = (await get('/missing-z-reports')).items;
  });
};

const numberLink = (/** @type {ListedReport} */ report) =>
  html`<a class="row-link" href="#/z-reports/${report.number}">${report.number}</a>`;

const difference = (/** @type {ListedReport} */ report) =>
  badge(signedMoney(report.difference), report.difference === 0 ? 'ok' : 'bad');

const closed = (/** @type {ListedReport} */ { closedAt, closedBy }) =>
  html`${dateTime(closedAt)} <small class="muted">${closedBy}</small>`;

/** @returns {Column<ListedReport>[]} */
const columns = () => [
  { title: t('sales.number'), cell: numberLink },
  { title: t('store'), cell: (report) => storeName(report.store) },
  { title: t('z.closed'), cell: closed },
  { title: t('z.sold'), kind: 'number', cell: (report) => money(report.salesTotal) },
  { title: t('z.refunded'), kind: 'number', cell: (report) => money(report.refundsTotal) },
  { title: t('z.expected'), kind: 'number', cell: (report) => money(report.expected) },
  { title: t('z.counted'), kind: 'number', cell: (report) => money(report.counted) },
  { title: t('z.difference'), kind: 'number', cell: difference },
];

const gapNotice = (/** @type {Gap} */ { store, register, firstDay, lastDay }) => {
  const days = firstDay === lastDay ? String(firstDay) : `${firstDay} – ${lastDay}`;
  return notice('bad', t('z.missing', { store: storeName(store), register, days }));
};

/** @type {Page} */
export const zReports = {
  enter: () => {
    load();
    state.unsubscribe = onActivity(load);
  },
  leave: () => state.unsubscribe(),
  view: () => html`<div class="page-head"><h1>${t('z.title')}</h1></div>
    <div class="stack">${state.gaps.map(gapNotice)}</div>
    <div class="tools">${storeFilter(list)}${dayFilters(list)}</div>
    ${list.view(
      (reports) =>
        table(t('z.title'), columns(), reports, {
          key: (report) => report.number,
          onRow: (report) => go(`/z-reports/${report.number}`),
        }),
      () => empty('file-check', t('z.none'), t('z.none.text')),
    )}`,
};

const row = (/** @type {string} */ label, /** @type {string} */ value, tone = '') =>
  html`<div class=${tone}><dt>${label}</dt><dd>${value}</dd></div>`;

/** The count and the sum of a part of the book. @param {Schema<'Entries'>} entries */
const entriesText = ({ after, last, total }) => `${number(last - after)} · ${money(total)}`;

const salesCard = (/** @type {Report} */ { sales, refunds, taxes, tenders }) => html`<section class="card">
  <header><h2>${t('sales.title')}</h2></header>
  <dl class="sums">${row(t('z.sold'), entriesText(sales))}${row(t('z.refunded'), entriesText(refunds))}
    ${taxes.map((tax) => row(taxLabel(tax), money(tax.amount)))}
    ${tenders.map((one) => row(t(`tender.${one.tender}`), money(one.net)))}
    ${row(t('balance'), money(sales.total - refunds.total), 'total')}</dl></section>`;

/** @typedef {import('./breakdown.js').Summary} Summary */

/**
 * Sales, or refunds, in the form of the tax report.
 * @param {Report['sales']} entries
 * @param {Summary['tenders']} tenders
 * @returns {Summary | undefined} undefined in a report from before there were tax classes
 */
const summary = ({ total, breakdown }, tenders) =>
  breakdown ? { ...breakdown, empties: breakdown.empties.amount, total, tenders } : undefined;

/**
 * Sales less refunds.
 * @param {Report} report
 * @param {Summary} sales
 * @param {Summary} refunds
 * @returns {Summary}
 */
const balance = ({ taxes, tenders }, sales, refunds) => ({
  net: sales.net - refunds.net,
  zeroRated: sales.zeroRated - refunds.zeroRated,
  taxes,
  deposits: sales.deposits - refunds.deposits,
  total: sales.total - refunds.total,
  empties: sales.empties - refunds.empties,
  rounding: sales.rounding - refunds.rounding,
  tenders: tenders.map(({ tender, net }) => ({ tender, amount: net })),
});

/** The parts of a report, or its sums in a report from before there were tax classes. */
const breakdownCard = (/** @type {Report} */ report) => {
  const { tenders } = report;
  const sold = tenders.map((one) => ({ tender: one.tender, amount: one.sales }));
  const refunded = tenders.map((one) => ({ tender: one.tender, amount: one.refunds }));
  const sales = summary(report.sales, sold);
  const refunds = summary(report.refunds, refunded);
  if (sales === undefined || refunds === undefined) return salesCard(report);
  const counts = t('z.counts', {
    sales: report.sales.last - report.sales.after,
    refunds: report.refunds.last - report.refunds.after,
  });
  return html`<section class="card"><header><h2>${t('sales.title')}</h2></header>
    <p class="muted">${counts}</p>
    ${breakdownTable(t('sales.title'), { sales, refunds, balance: balance(report, sales, refunds) })}</section>`;
};

const drawerCard = (/** @type {Report} */ { drawer, counted, difference: cents }) => html`<section class="card">
  <header><h2>${t('z.drawer')}</h2></header>
  <dl class="sums">${row(t('z.float'), money(drawer.openingFloat))}
    ${row(t('z.cash-sales'), money(drawer.cashSales))}
    ${row(t('z.cash-refunds'), money(-drawer.cashRefunds))}
    ${row(t('z.in'), money(drawer.cashIn))}
    ${row(t('z.out'), money(-drawer.cashOut))}
    ${row(t('z.cash-empties'), money(-drawer.cashEmpties))}
    ${row(t('z.expected'), money(drawer.expected))}
    ${row(t('z.counted'), money(counted))}
    ${row(t('z.difference'), signedMoney(cents), `total ${cents === 0 ? 'ok' : 'bad'}`)}</dl></section>`;

const reportView = (/** @type {Report} */ report) => {
  const span = t('z.from-to', {
    opener: report.openedBy,
    opened: dateTime(report.openedAt),
    closer: report.closedBy,
    closed: dateTime(report.closedAt),
  });
  return html`<div class="page-head">
      <div><h1>${t('z.one')} ${report.number}</h1><p>${storeName(report.store)} · ${span}</p></div>
      <div class="row no-print">${link(t('z.title'), '#/z-reports', { icon: 'arrow-left' })}
        ${button(t('print'), { icon: 'printer', onClick: () => print() })}</div></div>
    <div class="halves">${breakdownCard(report)}${drawerCard(report)}</div>`;
};

/** One report. @type {Page} */
export const zReport = {
  title: () => state.report?.number ?? t('z.one'),
  enter: ({ number: wanted }) =>
    attempt(async () => {
      state.report = undefined;
      state.report = await get(`/z-reports/${wanted}`);
      refresh();
    }),
  view: () => (state.report === undefined ? waiting() : reportView(state.report)),
};
