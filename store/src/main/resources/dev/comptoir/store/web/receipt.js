// The receipt, on the screen and on 80 mm paper. Every print after the first one is marked as a copy.

import { get } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { html, nothing } from './shared/lit.js';
import { session } from './shared/session.js';
import { attempt } from './shared/toasts.js';
import { button, link, waiting } from './shared/ui.js';
import { dateTime, money, rate, t } from './shared/words.js';
import { nameOf } from './till.js';

/**
 * @typedef {Schema<'Sale'>} Sale
 * @typedef {Schema<'Refund'>} Refund
 * @typedef {Schema<'TaxAmount'>} TaxAmount
 */

const state = {
  /** @type {Sale | undefined} undefined until it is loaded */
  sale: undefined,
};

const row = (/** @type {Content} */ label, /** @type {number} */ cents) =>
  html`<div><dt>${label}</dt><dd>${money(cents)}</dd></div>`;

const taxRow = (/** @type {TaxAmount} */ tax) => row(`${t(`tax.${tax.name}`)} ${rate(tax.perMillion)}`, tax.amount);

const sums = (/** @type {Sale | Refund} */ slip) => html`<dl>${row(t('sum.subtotal'), slip.subtotal)}
  ${slip.taxes.map(taxRow)}
  <div class="total"><dt>${t('sum.total')}</dt><dd>${money(slip.total)}</dd></div></dl>`;

/** @param {{ cashier: string, register: number }} slip */
const servedBy = ({ cashier, register }) =>
  html`<span>${t('receipt.served', { name: nameOf(cashier), register })}</span>`;

const saleLine = (/** @type {Sale['lines'][number]} */ line) => html`<li><span>${line.name}</span>
  <span>${line.quantity} × ${money(line.unitPrice)}</span><b>${money(line.amount)}</b></li>`;

/**
 * A sale on paper.
 * @param {Sale} sale
 * @param {{ copy?: boolean }} [options]
 */
export const receiptView = (sale, { copy = false } = {}) => html`<article
  class="receipt paper"
  aria-label=${t('receipt.title')}
>
  <header><strong>${session().storeName}</strong>${copy ? html`<b class="copy">${t('receipt.copy')}</b>` : nothing}
    <span>${sale.number}</span><span>${dateTime(sale.soldAt)}</span>${servedBy(sale)}</header>
  <ul>${sale.lines.map(saleLine)}</ul>
  ${sums(sale)}
  <dl>${sale.payments.map((payment) => row(t(`tender.${payment.tender}`), payment.amount))}
    ${row(t('tender.change'), sale.change)}</dl>
  <footer>${t('receipt.thanks')}</footer></article>`;

/**
 * A refund on paper.
 * @param {Refund} refund
 * @param {Sale} sale
 */
export const refundSlip = (refund, sale) => {
  const nameOfLine = (/** @type {number} */ line) => sale.lines.find((sold) => sold.line === line)?.name;
  const refundLine = (/** @type {Refund['lines'][number]} */ line) => html`<li><span>${nameOfLine(line.line)}</span>
    <span>× ${line.quantity}</span><b>${money(line.amount)}</b></li>`;
  return html`<article class="receipt paper" aria-label=${t('refund.slip')}>
    <header><strong>${session().storeName}</strong><b class="copy">${t('refund.slip')}</b><span>${refund.number}</span>
      <span>${t('refund.of', { number: refund.saleNumber })}</span><span>${dateTime(refund.refundedAt)}</span>
      ${servedBy(refund)}</header>
    <ul>${refund.lines.map(refundLine)}</ul>
    ${sums(refund)}
    <dl>${row(t('refund.refunded-to', { tender: t(`tender.${refund.tender}`) }), refund.total)}</dl>
    <footer>${refund.reason}</footer></article>`;
};

export const printReceipt = () => print();

/** The receipt at its own address. @type {Page} */
export const receipt = {
  enter: ({ number }) =>
    attempt(async () => {
      state.sale = undefined;
      state.sale = (await get(`/sales/${number}`)).sale;
      refresh();
    }),
  view: () => {
    if (state.sale === undefined) return waiting();
    const { number } = state.sale;
    return html`<div class="page-head no-print"><h1>${t('receipt.title')} ${number}</h1>
      <div class="row">${link(t('sales.back-to-sale'), `#/sales/${number}`, { icon: 'arrow-left' })}
        ${button(t('receipt.print-copy'), { tone: 'primary', icon: 'printer', onClick: printReceipt })}</div></div>
      ${receiptView(state.sale, { copy: true })}`;
  },
};
