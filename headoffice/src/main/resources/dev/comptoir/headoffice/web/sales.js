// The sales of all stores, and one of them.

import { taxLabel, taxName } from './breakdown.js';
import { dayFilters, storeFilter } from './filters.js';
import { onActivity, storeName } from './live.js';
import { get } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { makeList } from './shared/lists.js';
import { html, nothing } from './shared/lit.js';
import { go } from './shared/router.js';
import { attempt } from './shared/toasts.js';
import { empty, link, table, waiting } from './shared/ui.js';
import { dateTime, money, number, t } from './shared/words.js';

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

/** @typedef {Sale['lines'][number]} Line */

const note = (/** @type {string} */ text) => html`<small class="muted">${text}</small>`;

/** The price, with the product's own price when it was sold at another one, and why. */
const priceText = (/** @type {Line} */ { unitPrice, listPrice, priceReason }) => html`${money(unitPrice)}
  ${listPrice === null ? nothing : note(t('sales.list-price', { price: money(listPrice) }))}
  ${priceReason === null ? nothing : note(priceReason)}`;

/** The taxes that a line bears; a line without taxes of its own, from an older version, bears those of its sale. */
const taxesText = (/** @type {Line} */ line, /** @type {Sale} */ sale) => {
  /** @type {{ name: string }[]} */
  const taxes = line.taxes ?? sale.taxes;
  return taxes.length === 0 ? t('sales.zero-rated') : taxes.map(({ name }) => taxName(name)).join(', ');
};

const moneyUnlessZero = (/** @type {number} */ cents) => (cents === 0 ? nothing : money(cents));

/** @returns {Column<Line>[]} */
const lineColumns = (/** @type {Sale} */ sale) => [
  { title: t('product'), cell: (line) => line.name },
  { title: t('product.sku'), cell: (line) => line.sku },
  { title: t('units'), kind: 'number', cell: (line) => number(line.quantity) },
  { title: t('product.price'), kind: 'number', cell: priceText },
  { title: t('sales.discount'), kind: 'number', cell: (line) => moneyUnlessZero(line.discount) },
  { title: t('amount'), kind: 'number', cell: (line) => money(line.amount) },
  { title: t('taxes'), cell: (line) => taxesText(line, sale) },
  { title: t('deposits'), kind: 'number', cell: (line) => moneyUnlessZero(line.deposit) },
];

const row = (/** @type {string} */ label, /** @type {number} */ cents) =>
  html`<div><dt>${label}</dt><dd>${money(cents)}</dd></div>`;

const rowUnlessZero = (/** @type {string} */ label, /** @type {number} */ cents) =>
  cents === 0 ? nothing : row(label, cents);

/** A tax and its base, which is the subtotal in the form without tax classes. */
const taxText = (/** @type {Sale['taxes'][number]} */ tax, /** @type {number} */ subtotal) =>
  t('sales.tax', { tax: taxLabel(tax), base: money(tax.base ?? subtotal) });

const sums = (/** @type {Sale | Refund} */ { subtotal, taxes, deposits, total }) => html`<dl class="sums">
  ${row(t('subtotal'), subtotal)}
  ${taxes.map((tax) => row(taxText(tax, subtotal), tax.amount))}
  ${rowUnlessZero(t('deposits'), deposits)}
  <div class="total"><dt>${t('total')}</dt><dd>${money(total)}</dd></div></dl>`;

/** Empties that came back reduce what is due. @param {Sale['empties'][number]} empties */
const emptiesRow = ({ containers, each }) =>
  row(t('sales.empties', { containers, deposit: money(each) }), -containers * each);

/** What an exchange paid names its other half: a refund, or a sale. @param {Sale['payments'][number]} payment */
const paymentText = ({ tender, exchange }) =>
  exchange
    ? t('sales.exchange', { number: exchange.number, tender: t(`tender.${exchange.origin}`) })
    : t(`tender.${tender}`);

/** The sales that goods of a refund paid for. @param {Refund} refund */
const exchangeLinks = ({ payments }) => {
  const numbers = new Set(payments.flatMap(({ exchange }) => (exchange ? [exchange.number] : [])));
  return [...numbers].map((sale) => link(sale, `#/sales/${sale}`, { icon: 'receipt-text' }));
};

const refundCard = (/** @type {Refund} */ refund) => html`<section class="card">
  <header><h2>${t('sales.refund', { number: refund.number })}</h2></header>
  <p class="muted">
    ${[storeName(refund.store), dateTime(refund.refundedAt), refund.cashier, refund.reason].join(' · ')}</p>
  ${sums(refund)}
  <dl class="sums">${rowUnlessZero(t('rounding'), refund.rounding)}
    ${refund.payments.map((payment) => row(paymentText(payment), payment.amount))}</dl>
  ${exchangeLinks(refund)}</section>`;

const totalCard = (/** @type {Sale} */ sale) => html`<section class="card">
  <header><h2>${t('total')}</h2></header>${sums(sale)}
  <dl class="sums">${sale.empties.map(emptiesRow)}${rowUnlessZero(t('rounding'), sale.rounding)}
    ${sale.payments.map((payment) => row(paymentText(payment), payment.amount))}
    ${row(t('sales.change'), sale.change)}</dl></section>`;

const saleView = (/** @type {Sale} */ sale) => {
  const register = `${t('sales.register')} ${sale.register}`;
  const origin = [storeName(sale.store), register, sale.cashier, dateTime(sale.soldAt)];
  return html`<div class="page-head"><div><h1>${sale.number}</h1><p>${origin.join(' · ')}</p></div>
      ${link(t('sales.title'), '#/sales', { icon: 'arrow-left' })}</div>
    <div class="stack">${table(t('sales.lines'), lineColumns(sale), sale.lines, { key: (line) => line.productId })}
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
