// The amounts below the lines of carts, receipts and reports, and the marks of the taxes.

import { html, nothing } from './shared/lit.js';
import { has, money, rate, signedMoney, t } from './shared/words.js';

/**
 * @typedef {Schema<'TaxRate'>} TaxRate
 * @typedef {Schema<'TaxAmount'>} TaxAmount
 * @typedef {{ subtotal: number, taxes: TaxAmount[], deposits: number, total: number }} Amounts
 */

/**
 * @param {Content} label
 * @param {Content} value
 * @param {string} [tone]
 */
export const row = (label, value, tone = '') => html`<div class=${tone}><dt>${label}</dt><dd>${value}</dd></div>`;

/** The name of a tax; one without words is shown as it is. @param {{ name: string }} tax */
const nameOfTax = ({ name }) => (has(`tax.${name}`) ? t(`tax.${name}`) : name);

/** The letter of a tax, beside the lines that bear it. @param {{ name: string }} tax */
const markOf = ({ name }) => name.slice(0, 1);

/** The marks of the taxes that a line bears; none when it is zero-rated. @param {TaxRate[]} taxes */
export const marks = (taxes) =>
  html`<abbr class="marks" title=${taxes.map(nameOfTax).join(', ') || nothing}>${taxes.map(markOf).join('')}</abbr>`;

/**
 * A tax with its mark and base.
 * @param {TaxAmount} tax
 * @param {number} [subtotal] the base of a tax from before there were tax classes, where it is known
 */
export const taxRow = (tax, subtotal) => {
  const name = `${nameOfTax(tax)} ${rate(tax.perMillion)}`;
  const base = tax.base ?? subtotal;
  const label = base === undefined ? name : t('sum.tax', { tax: name, base: money(base) });
  return row(html`<b class="mark">${markOf(tax)}</b> ${label}`, money(tax.amount));
};

export const depositsRow = (/** @type {number} */ deposits) =>
  deposits === 0 ? nothing : row(t('sum.deposits'), money(deposits));

export const roundingRow = (/** @type {number} */ rounding) =>
  rounding === 0 ? nothing : row(t('sum.rounding'), signedMoney(rounding));

/** The rows from the subtotal to the total. @param {Amounts} amounts */
export const amountRows = ({ subtotal, taxes, deposits, total }) => html`${row(t('sum.subtotal'), money(subtotal))}
  ${taxes.map((tax) => taxRow(tax, subtotal))}${depositsRow(deposits)}${row(t('sum.total'), money(total), 'total')}`;
