// The slip of a refund, on the page and on paper. The service makes the receipt of a sale: see sale-receipt.js.

import { amountRows, marks, nameOfTax, roundingRow, row } from './amounts.js';
import { html, nothing } from './shared/lit.js';
import { session } from './shared/session.js';
import { dateTime, money, t } from './shared/words.js';
import { nameOf } from './till.js';

/**
 * @typedef {Schema<'Sale'>} Sale
 * @typedef {Schema<'Refund'>} Refund
 * @typedef {import('./amounts.js').TaxRate} TaxRate
 * @typedef {import('./profile.js').StoreProfile} StoreProfile
 */

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
 * The rounding is no part of the total: it stands between the total and what was paid.
 * @param {Refund} slip
 * @param {StoreProfile} [profile]
 */
const sums = (slip, profile) => html`<dl>${amountRows(slip, profile)}${roundingRow(slip.rounding)}</dl>`;

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

/** The tender of a payment; what an exchange paid names its other half. @param {Refund['payments'][number]} payment */
const tenderText = ({ tender, exchange }) =>
  exchange
    ? t('exchange.payment', { number: exchange.number, tender: t(`tender.${exchange.origin}`) })
    : t(`tender.${tender}`);

const handedBack = (/** @type {Refund['payments'][number]} */ payment) =>
  row(
    payment.exchange ? tenderText(payment) : t('refund.refunded-to', { tender: tenderText(payment) }),
    money(payment.amount),
  );

/**
 * A refund on paper.
 * @param {Refund} refund
 * @param {{ store: string, lines: { line: number, name: string }[] }} sale
 * @param {StoreProfile} [profile] of the store
 */
export const refundSlip = (refund, sale, profile) => {
  const nameOfLine = (/** @type {number} */ line) => sale.lines.find((sold) => sold.line === line)?.name;
  const refundLine = (/** @type {Refund['lines'][number]} */ line) => html`<li><span>${nameOfLine(line.line)}</span>
    <span>× ${line.quantity}</span>${amount(line.amount, line.taxes ?? refund.taxes, profile)}
    ${detail(t('line.deposit'), line.deposit)}</li>`;
  return html`<article class="receipt paper" aria-label=${t('refund.slip')}>
    <header>${seller(profile)}<b class="copy">${t('refund.slip')}</b><span>${refund.number}</span>
      ${refund.store === sale.store ? nothing : html`<span>${t('refund.at-store', { store: refund.store })}</span>`}
      <span>${t('refund.of', { number: refund.saleNumber })}</span><span>${dateTime(refund.refundedAt)}</span>
      ${servedBy(refund)}</header>
    <ul>${refund.lines.map(refundLine)}</ul>
    ${sums(refund, profile)}
    <dl>${refund.payments.map(handedBack)}</dl>
    <footer>${refund.reason}</footer></article>`;
};

export const printReceipt = () => print();
