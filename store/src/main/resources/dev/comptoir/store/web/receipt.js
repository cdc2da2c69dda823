// The receipt, on the screen and on 80 mm paper; whatever is printed after the first time is marked as a copy.

import { get } from './shared/api.js';
import { attempt, refresh } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { session } from './shared/session.js';
import { button, link, waiting } from './shared/ui.js';
import { dateTime, money, rate, t } from './shared/words.js';
import { nameOf } from './till.js';

const sums = (slip) => html`<dl><div><dt>${t('sum.subtotal')}</dt><dd>${money(slip.subtotal)}</dd></div>
  ${slip.taxes.map((tax) => html`<div><dt>${t(`tax.${tax.name}`)} ${rate(tax.perMillion)}</dt><dd>${money(tax.amount)}</dd></div>`)}
  <div class="total"><dt>${t('sum.total')}</dt><dd>${money(slip.total)}</dd></div></dl>`;

/** A sale on paper. */
export const receiptView = (
  sale,
  { copy = false } = {},
) => html`<article class="receipt paper" aria-label=${t('receipt.title')}>
  <header><strong>${session().storeName}</strong>${copy ? html`<b class="copy">${t('receipt.copy')}</b>` : nothing}
    <span>${sale.number}</span><span>${dateTime(sale.soldAt)}</span>
    <span>${t('receipt.served', { name: nameOf(sale.cashier), register: sale.register })}</span></header>
  <ul>${sale.lines.map((line) => html`<li><span>${line.name}</span><span>${line.quantity} × ${money(line.unitPrice)}</span><b>${money(line.amount)}</b></li>`)}</ul>
  ${sums(sale)}
  <dl>${sale.payments.map((payment) => html`<div><dt>${t(`tender.${payment.tender}`)}</dt><dd>${money(payment.amount)}</dd></div>`)}
    <div><dt>${t('tender.change')}</dt><dd>${money(sale.change)}</dd></div></dl>
  <footer>${t('receipt.thanks')}</footer></article>`;

/** A refund on paper. */
export const refundSlip = (refund, sale) => html`<article class="receipt paper" aria-label=${t('refund.slip')}>
  <header><strong>${session().storeName}</strong><b class="copy">${t('refund.slip')}</b><span>${refund.number}</span>
    <span>${t('refund.of', { number: refund.saleNumber })}</span><span>${dateTime(refund.refundedAt)}</span>
    <span>${t('receipt.served', { name: nameOf(refund.cashier), register: refund.register })}</span></header>
  <ul>${refund.lines.map((line) => html`<li><span>${sale.lines.find((sold) => sold.line === line.line)?.name}</span><span>× ${line.quantity}</span><b>${money(line.amount)}</b></li>`)}</ul>
  ${sums(refund)}<dl><div><dt>${t('refund.given-back', { tender: t(`tender.${refund.tender}`) })}</dt><dd>${money(refund.total)}</dd></div></dl>
  <footer>${refund.reason}</footer></article>`;

export const printReceipt = () => print();

let shown;

/** The receipt at its own address. */
export const receipt = {
  enter: ({ number }) =>
    attempt(async () => {
      shown = undefined;
      shown = (await get(`/sales/${number}`)).sale;
      refresh();
    }),
  view: () =>
    shown === undefined
      ? waiting()
      : html`<div class="page-head no-print"><h1>${t('receipt.title')} ${shown.number}</h1>
    <div class="row">${link(t('sales.back-to-sale'), `#/sales/${shown.number}`, { icon: 'arrow-left' })}
      ${button(t('receipt.print-copy'), { tone: 'primary', icon: 'printer', onClick: printReceipt })}</div></div>${receiptView(shown, { copy: true })}`,
};
