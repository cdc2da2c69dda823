// What a refund gives back, before the service makes it, by the rules of the service.

import { roundCash } from './cash.js';

/**
 * @typedef {ResponseOf<'get', `/sales/${string}`>} SaleWithReturns
 * @typedef {SaleWithReturns['sale']} Sale
 * @typedef {Sale['lines'][number] & { returned: number, back: number }} ReturnedLine back: units that come back now
 * @typedef {Schema<'TaxAmount'>} TaxAmount
 * @typedef {Schema<'Payment'>} Payment
 */

/**
 * `amount x part / whole`, half a cent up.
 * @param {number} amount
 * @param {number} part
 * @param {number} whole
 */
const share = (amount, part, whole) => {
  const doubled = 2n * BigInt(amount) * BigInt(part) + BigInt(whole);
  return Number(doubled / (2n * BigInt(whole)));
};

const add = (/** @type {number[]} */ amounts) => amounts.reduce((sum, amount) => sum + amount, 0);

const returnedBefore = (/** @type {ReturnedLine} */ line) => share(line.amount, line.returned, line.quantity);

/**
 * The part of a line's amount or deposit that its next units have: refunds in parts add up to the whole.
 * @param {ReturnedLine} line
 * @param {number} whole
 */
const next = ({ returned, back, quantity }, whole) =>
  share(whole, returned + back, quantity) - share(whole, returned, quantity);

const bears = (/** @type {ReturnedLine} */ { taxes }, /** @type {TaxAmount} */ tax) =>
  taxes === null || taxes.some((rate) => rate.name === tax.name && rate.perMillion === tax.perMillion);

/**
 * @param {TaxAmount} tax as charged
 * @param {ReturnedLine[]} lines that bear it
 * @returns {TaxAmount}
 */
const nextTax = (tax, lines) => {
  const whole = Math.max(1, add(lines.map((line) => line.amount)));
  const before = add(lines.map(returnedBefore));
  const base = add(lines.map((line) => next(line, line.amount)));
  const amount = share(tax.amount, before + base, whole) - share(tax.amount, before, whole);
  return { ...tax, base, amount };
};

/**
 * @param {Sale} sale
 * @param {ReturnedLine[]} lines all lines of the sale
 */
export const refundAmounts = (sale, lines) => {
  const subtotal = add(lines.map((line) => next(line, line.amount)));
  const deposits = add(lines.map((line) => next(line, line.deposit)));
  const taxes = sale.taxes
    .map((tax) => ({ tax, lines: lines.filter((line) => bears(line, tax)) }))
    .filter((taxed) => taxed.lines.some((line) => line.back > 0))
    .map((taxed) => nextTax(taxed.tax, taxed.lines));
  return { subtotal, taxes, deposits, total: subtotal + add(taxes.map((tax) => tax.amount)) + deposits };
};

const paidBy = (/** @type {Payment['tender']} */ tender, /** @type {Payment[]} */ payments) =>
  add(payments.filter((payment) => payment.tender === tender).map((payment) => payment.amount));

/**
 * How an amount is given back: cash is rounded over all refunds of the sale together.
 * @param {Pick<SaleWithReturns, 'sale' | 'refunds'>} sold
 * @param {number} total
 * @param {'cash' | 'card' | undefined} tender undefined for the tenders of the sale, in their order
 * @param {number} increment of cash
 * @returns {{ payments: { tender: 'cash' | 'card', amount: number }[], rounding: number }}
 */
export const handBack = ({ sale, refunds }, total, tender, increment) => {
  const earlier = refunds.flatMap((refund) => refund.payments);
  const paidByCard = paidBy('card', sale.payments);
  const cashBefore = add(refunds.map((refund) => refund.total)) - paidBy('card', earlier);
  const cash = Math.max(0, sale.total - paidByCard - cashBefore);
  const card = Math.max(0, paidByCard - paidBy('card', earlier));
  const isCardFirst = sale.payments[0]?.tender === 'card';
  const asPaid = isCardFirst ? Math.min(total, card) : total - Math.min(total, cash);
  const byCard = tender === undefined ? asPaid : tender === 'card' ? total : 0;
  const inCash = total - byCard;
  const handedBefore = roundCash(paidBy('cash', earlier), increment);
  const handed = Math.max(0, roundCash(cashBefore + inCash, increment) - handedBefore);
  const payments = /** @type {const} */ ([
    { tender: 'card', amount: byCard },
    { tender: 'cash', amount: handed },
  ]);
  const ordered = isCardFirst ? payments : payments.toReversed();
  return { payments: ordered.filter((payment) => payment.amount > 0), rounding: handed - inCash };
};
