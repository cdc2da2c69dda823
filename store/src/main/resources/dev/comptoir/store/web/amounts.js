// The amounts below the lines of carts, receipts and reports, and the marks of the taxes.

import { markOf } from './profile.js';
import { html, nothing } from './shared/lit.js';
import { has, money, rate, signedMoney, t } from './shared/words.js';

/**
 * @typedef {Schema<'Cart'>['lines'][number]['taxes'][number]} TaxRate
 * @typedef {Schema<'TaxAmount'>} TaxAmount
 * @typedef {Schema<'Cart'>['empties']} Empties
 * @typedef {import('./profile.js').StoreProfile} StoreProfile
 * @typedef {{ subtotal: number, taxes: TaxAmount[], deposits: number, total: number }} Amounts
 */

/**
 * @param {Content} label
 * @param {Content} value
 * @param {string} [tone]
 */
export const row = (label, value, tone = '') => html`<div class=${tone}><dt>${label}</dt><dd>${value}</dd></div>`;

/** The name of a tax; one without words is shown as it is. @param {{ name: string }} tax */
export const nameOfTax = ({ name }) => (has(`tax.${name}`) ? t(`tax.${name}`) : name);

/**
 * The marks of the taxes that a line bears; none when it is zero-rated.
 * @param {TaxRate[]} taxes
 * @param {StoreProfile} [ofDay]
 */
export const marks = (taxes, ofDay) => {
  const letters = taxes.map((tax) => markOf(tax, ofDay)).join('');
  return html`<abbr class="marks" title=${taxes.map(nameOfTax).join(', ') || nothing}>${letters}</abbr>`;
};

/**
 * A tax with its mark and base.
 * @param {TaxAmount} tax
 * @param {number} [subtotal] the base of a tax from before there were tax classes, where it is known
 * @param {StoreProfile} [ofDay]
 */
export const taxRow = (tax, subtotal, ofDay) => {
  const name = `${nameOfTax(tax)} ${rate(tax.perMillion)}`;
  const base = tax.base ?? subtotal;
  const label = base === undefined ? name : t('sum.tax', { tax: name, base: money(base) });
  return row(html`<b class="mark">${markOf(tax, ofDay)}</b> ${label}`, money(tax.amount));
};

export const depositsRow = (/** @type {number} */ deposits) =>
  deposits === 0 ? nothing : row(t('sum.deposits'), money(deposits));

export const roundingRow = (/** @type {number} */ rounding) =>
  rounding === 0 ? nothing : row(t('sum.rounding'), signedMoney(rounding));

/**
 * The empties that came back, and what is due after them.
 * @param {Empties} empties
 * @param {number} total
 */
export const emptiesRows = (empties, total) => {
  if (empties.length === 0) return nothing;
  const due = empties.reduce((rest, { containers, each }) => rest - containers * each, total);
  return html`${empties.map(({ containers, each }) =>
    row(t('sum.empties', { containers, deposit: money(each) }), money(-containers * each)),
  )}${due < 0 ? row(t('sum.hand-back'), money(-due)) : row(t('sum.due'), money(due))}`;
};

/**
 * The rows from the subtotal to the total.
 * @param {Amounts} amounts
 * @param {StoreProfile} [ofDay]
 */
export const amountRows = ({ subtotal, taxes, deposits, total }, ofDay) => html`
  ${row(t('sum.subtotal'), money(subtotal))}${taxes.map((tax) => taxRow(tax, subtotal, ofDay))}
  ${depositsRow(deposits)}${row(t('sum.total'), money(total), 'total')}`;
