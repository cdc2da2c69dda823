// Goods that a customer brings back and exchanges: they pay for the cart until it is paid or the exchange is abandoned.

import { withApproval } from './approval.js';
import { post } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { session } from './shared/session.js';

/** Where the tab stores the goods, so that a reload does not lose them. */
const STORED = 'comptoir.exchange';

/**
 * @typedef {ResponseOf<'get', `/sales/${string}`>} SaleWithReturns
 * @typedef {object} Exchange
 * @property {{ number: string, store: string, lines: { line: number, name: string }[] }} sale of which goods come back
 * @property {SaleWithReturns['profile'] | undefined} profile of the store
 * @property {{ lines: { line: number, quantity: number, backToShelf: boolean }[], reason: string,
 *   tender: 'cash' | 'card' | undefined }} refund
 * @property {number} total of the goods, with taxes and deposits
 * @property {string} place the register at which they come back
 */

const place = () => `${session().store}/${session().register}`;

/** The goods that pay for the cart of this register, if there are any. @returns {Exchange | undefined} */
export const exchange = () => {
  const stored = JSON.parse(sessionStorage.getItem(STORED) ?? 'null');
  return stored?.place === place() ? stored : undefined;
};

/** @param {Omit<Exchange, 'place'>} goods */
export const startExchange = (goods) => {
  sessionStorage.setItem(STORED, JSON.stringify({ ...goods, place: place() }));
  refresh();
};

/** The goods stay with the customer. */
export const endExchange = () => {
  sessionStorage.removeItem(STORED);
  refresh();
};

/**
 * Refunds the goods and sells the cart.
 * @param {Exchange} goods
 * @param {{ payments: { tender: 'cash' | 'card', amount: number }[], expectedTotal: number }} sale
 * @param {string} key
 */
export const sellInExchange = ({ sale: { number }, refund }, sale, key) =>
  withApproval((approval) => post(`/sales/${number}/exchanges`, { refund: { ...refund, approval }, sale }, { key }));
