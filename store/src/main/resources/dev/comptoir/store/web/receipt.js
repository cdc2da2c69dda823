// The receipt, on the screen and on 80 mm paper. Every print after the first one is marked as a copy.

import { amountRows, emptiesRows, marks, nameOfTax, roundingRow, row } from './amounts.js';
import { get } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { html, nothing } from './shared/lit.js';
import { session } from './shared/session.js';
import { attempt } from './shared/toasts.js';
import { button, link, waiting } from './shared/ui.js';
import { dateTime, money, t } from './shared/words.js';
import { nameOf } from './till.js';

/**
 * @typedef {Schema<'Sale'>} Sale
 * @typedef {Sale['lines'][number]} SaleLine
 * @typedef {Schema<'Refund'>} Refund
 * @typedef {import('./amounts.js').TaxRate} TaxRate
 * @typedef {import('./profile.js').StoreProfile} StoreProfile
 * @typedef {ResponseOf<'get', `/sales/${string}`>} SaleWithReturns
 */

const state = {
  /** @type {SaleWithReturns | undefined} undefined until it is loaded */
  shown: undefined,
};

const registration = (/** @type {StoreProfile['taxes'][number]} */ tax) =>
  tax.registration === null ? nothing : html`<span>${nameOfTax(tax)} ${tax.registration}</span>`;

/** Who sold: names, address, telephone and tax registration numbers. @param {StoreProfile | undefined} profile */
const seller = (profile) => {
  if (profile === undefined) return html`<strong>${session().storeName}</strong>`;
  const { tradeName, legalName, address, telephone, taxes } = profile;
  return html`<strong>${tradeName}</strong>${legalName === tradeName ? nothing : html`<span>${legalName}</span>`}
    ${address.map((line) => html`<span>${line}</span>`)}
    ${telephone === null ? nothing : html`<span>${telephone}</span>`}${taxes.map(registration)}`;
};

/**
 * Empties and rounding are no part of the total: they stand between the total and what was paid.
 * @param {Sale | Refund} slip
 * @param {StoreProfile} [profile]
 */
const sums = (slip, profile) => html`<dl>${amountRows(slip, profile)}
  ${'empties' in slip ? emptiesRows(slip.empties, slip.total) : nothing}${roundingRow(slip.rounding)}</dl>`;

/** @param {{ cashier: string, register: number }} slip */
const servedBy = ({ cashier, register }) =>
  html`<span>${t('receipt.served', { name: nameOf(cashier), register })}</span>`;

/**
 * An amount with the marks of its taxes, which keep their place where there are none.
 * @param {number} cents
 * @param {TaxRate[]} [taxes]
 * @param {StoreProfile} [profile]
 */
const amount = (cents, taxes = [], profile = undefined) => html`<b>${money(cents)}${marks(taxes, profile)}</b>`;

/**
 * A row below a line.
 * @param {string} label
 * @param {number} cents
 */
const detail = (label, cents) => (cents === 0 ? nothing : html`<span class="detail">${label}</span>${amount(cents)}`);

const listPrice = (/** @type {SaleLine} */ line) =>
  line.listPrice === null
    ? nothing
    : html`<span class="detail whole">${t('price.now', { price: money(line.listPrice) })}</span>`;

const reason = (/** @type {SaleLine} */ { priceReason }) =>
  priceReason === null ? nothing : html`<span class="detail whole">${priceReason}</span>`;

/**
 * A line with what belongs to it: the rows of its amounts add up to the line.
 * @param {SaleLine} line
 * @param {TaxRate[]} taxes of the sale, all of which a line from before there were tax classes bears
 * @param {StoreProfile} [profile]
 */
const saleLine = (line, taxes, profile) => html`<li><span>${line.name}</span>
  <span>${line.quantity} × ${money(line.unitPrice)}</span>
  ${amount(line.amount + line.discount, line.taxes ?? taxes, profile)}${listPrice(line)}
  ${detail(t('line.discount'), -line.discount)}${reason(line)}${detail(t('line.deposit'), line.deposit)}</li>`;

/** The tender of a payment; what an exchange paid names its other half. @param {Schema<'Payment'>} payment */
const tenderText = ({ tender, exchange }) =>
  exchange
    ? t('exchange.payment', { number: exchange.number, tender: t(`tender.${exchange.origin}`) })
    : t(`tender.${tender}`);

/**
 * A sale on paper.
 * @param {Sale} sale
 * @param {{ profile: StoreProfile | undefined, copy?: boolean }} options profile: of the store when the sale was made
 */
export const receiptView = (sale, { profile, copy = false }) => html`<article
  class="receipt paper"
  aria-label=${t('receipt.title')}
>
  <header>${seller(profile)}${copy ? html`<b class="copy">${t('receipt.copy')}</b>` : nothing}
    <span>${sale.number}</span><span>${dateTime(sale.soldAt)}</span>${servedBy(sale)}</header>
  <ul>${sale.lines.map((line) => saleLine(line, sale.taxes, profile))}</ul>
  ${sums(sale, profile)}
  <dl>${sale.payments.map((payment) => row(tenderText(payment), money(payment.amount)))}
    ${row(t('tender.change'), money(sale.change))}</dl>
  <footer>${t('receipt.thanks')}</footer></article>`;

const handedBack = (/** @type {Refund['payments'][number]} */ payment) =>
  row(
    payment.exchange ? tenderText(payment) : t('refund.refunded-to', { tender: tenderText(payment) }),
    money(payment.amount),
  );

/**
 * A refund on paper.
 * @param {Refund} refund
 * @param {Sale} sale
 * @param {StoreProfile} profile of the store when the sale was made
 */
export const refundSlip = (refund, sale, profile) => {
  const nameOfLine = (/** @type {number} */ line) => sale.lines.find((sold) => sold.line === line)?.name;
  const refundLine = (/** @type {Refund['lines'][number]} */ line) => html`<li><span>${nameOfLine(line.line)}</span>
    <span>× ${line.quantity}</span>${amount(line.amount, line.taxes ?? refund.taxes, profile)}
    ${detail(t('line.deposit'), line.deposit)}</li>`;
  return html`<article class="receipt paper" aria-label=${t('refund.slip')}>
    <header>${seller(profile)}<b class="copy">${t('refund.slip')}</b><span>${refund.number}</span>
      <span>${t('refund.of', { number: refund.saleNumber })}</span><span>${dateTime(refund.refundedAt)}</span>
      ${servedBy(refund)}</header>
    <ul>${refund.lines.map(refundLine)}</ul>
    ${sums(refund, profile)}
    <dl>${refund.payments.map(handedBack)}</dl>
    <footer>${refund.reason}</footer></article>`;
};

export const printReceipt = () => print();

/** The receipt at its own address. @type {Page} */
export const receipt = {
  enter: ({ number }) =>
    attempt(async () => {
      state.shown = undefined;
      state.shown = await get(`/sales/${number}`);
      refresh();
    }),
  view: () => {
    if (state.shown === undefined) return waiting();
    const { sale, profile } = state.shown;
    const { number } = sale;
    return html`<div class="page-head no-print"><h1>${t('receipt.title')} ${number}</h1>
      <div class="row">${link(t('sales.back-to-sale'), `#/sales/${number}`, { icon: 'arrow-left' })}
        ${button(t('receipt.print-copy'), { tone: 'primary', icon: 'printer', onClick: printReceipt })}</div></div>
      ${receiptView(sale, { profile, copy: true })}`;
  },
};
