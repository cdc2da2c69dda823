// The sales of all stores, and one of them.

import { dayFilters, storeFilter } from './filters.js';
import { onActivity, storeName } from './live.js';
import { get } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { makeList } from './shared/lists.js';
import { html } from './shared/lit.js';
import { go } from './shared/router.js';
import { attempt } from './shared/toasts.js';
import { badge, empty, link, table, waiting } from './shared/ui.js';
import { dateTime, money, number, rate, t } from './shared/words.js';

/** A list that the reader has extended is not loaded again under his eyes. */
const MOST_RELOADED = 50;

/**
 * @typedef {ItemOf<'/sales'>} ListedSale
 * @typedef {ResponseOf<'get', `/sales/${string}`>} Sale
 * @typedef {Sale['refunds'][number]} Refund
 */

const list = makeList('/sales', { filter: { store: '', from: '', to: '' } });

const state = {
  /** @type {Sale | undefined} undefined until it is loaded */
  sale: undefined,
  /** Ends the updates. */
  unsubscribe: () => {},
};

const reload = () => {
  if ((list.items()?.length ?? 0) <= MOST_RELOADED) list.load();
};

const numberLink = (/** @type {ListedSale} */ sale) =>
  html`<a class="row-link" href="#/sales/${sale.number}">${sale.number}</a>`;

/** @returns {Column<ListedSale>[]} */
const columns = () => [
  { title: t('sales.number'), cell: numberLink },
  { title: t('store'), cell: (sale) => storeName(sale.store) },
  { title: t('sales.register'), kind: 'number', cell: (sale) => sale.register },
  { title: t('sales.cashier'), cell: (sale) => sale.cashier },
  { title: t('sales.when'), cell: (sale) => dateTime(sale.soldAt) },
  { title: t('total'), kind: 'number', cell: (sale) => html`<b>${money(sale.total)}</b>` },
];

/** @type {Page} */
export const sales = {
  enter: () => {
    list.restart();
    state.unsubscribe = onActivity(reload);
  },
  leave: () => state.unsubscribe(),
  view: () => html`<div class="page-head"><h1>${t('sales.title')}</h1></div>
    <div class="tools">${storeFilter(list)}${dayFilters(list)}</div>
    ${list.view(
      (found) =>
        table(t('sales.title'), columns(), found, {
          key: (sale) => sale.number,
          onRow: (sale) => go(`/sales/${sale.number}`),
        }),
      () => empty('receipt-text', t('sales.none'), t('sales.none.text')),
    )}`,
};

/** @returns {Column<Sale['lines'][number]>[]} */
const lineColumns = () => [
  { title: t('product'), cell: (line) => line.name },
  { title: t('product.sku'), cell: (line) => line.sku },
  { title: t('units'), kind: 'number', cell: (line) => number(line.quantity) },
  { title: t('product.price'), kind: 'number', cell: (line) => money(line.unitPrice) },
  { title: t('amount'), kind: 'number', cell: (line) => money(line.amount) },
];

const row = (/** @type {string} */ label, /** @type {number} */ cents) =>
  html`<div><dt>${label}</dt><dd>${money(cents)}</dd></div>`;

const sums = (/** @type {Sale | Refund} */ { subtotal, taxes, total }) => html`<dl class="sums">
  ${row(t('subtotal'), subtotal)}
  ${taxes.map((tax) => row(`${t(`tax.${tax.name}`)} ${rate(tax.perMillion)}`, tax.amount))}
  <div class="total"><dt>${t('total')}</dt><dd>${money(total)}</dd></div></dl>`;

const refundCard = (/** @type {Refund} */ refund) => html`<section class="card">
  <header><h2>${t('sales.refund', { number: refund.number })}</h2>
    ${badge(t(`tender.${refund.tender}`), 'low')}</header>
  <p class="muted">${dateTime(refund.refundedAt)} · ${refund.cashier} · ${refund.reason}</p>
  ${sums(refund)}</section>`;

const totalCard = (/** @type {Sale} */ sale) => html`<section class="card">
  <header><h2>${t('total')}</h2></header>${sums(sale)}
  <dl class="sums">${sale.payments.map((payment) => row(t(`tender.${payment.tender}`), payment.amount))}
    ${row(t('sales.change'), sale.change)}</dl></section>`;

const saleView = (/** @type {Sale} */ sale) => {
  const register = `${t('sales.register')} ${sale.register}`;
  const origin = [storeName(sale.store), register, sale.cashier, dateTime(sale.soldAt)];
  return html`<div class="page-head"><div><h1>${sale.number}</h1><p>${origin.join(' · ')}</p></div>
      ${link(t('sales.title'), '#/sales', { icon: 'arrow-left' })}</div>
    <div class="stack">${table(t('sales.lines'), lineColumns(), sale.lines, { key: (line) => line.productId })}
      <div class="halves">${totalCard(sale)}${sale.refunds.map(refundCard)}</div></div>`;
};

/** One sale. @type {Page} */
export const saleDetail = {
  title: () => state.sale?.number ?? t('sales.one'),
  enter: ({ number: wanted }) =>
    attempt(async () => {
      state.sale = undefined;
      state.sale = await get(`/sales/${wanted}`);
      refresh();
    }),
  view: () => (state.sale === undefined ? waiting() : saleView(state.sale)),
};
