// An X report or a Z report, on the screen and on paper.

import { depositsRow, roundingRow, row, taxRow } from './amounts.js';
import { html, nothing } from './shared/lit.js';
import { session } from './shared/session.js';
import { dateTime, money, number, signedMoney, t } from './shared/words.js';
import { nameOf } from './till.js';

/**
 * @typedef {Schema<'RegisterReport'>} RegisterReport
 * @typedef {Schema<'CashMovement'>} CashMovement
 * @typedef {RegisterReport['sales']} Book
 */

const head = (/** @type {RegisterReport} */ report) => {
  const { number: zNumber, register, day, openedBy, openedAt, closedBy, closedAt } = report;
  const closed = closedBy && closedAt ? t('report.closed', { name: nameOf(closedBy), when: dateTime(closedAt) }) : '';
  return html`<header><strong>${session().storeName}</strong>
    <b class="copy">${zNumber ? t('z.one') : t('register.x')}</b>${zNumber ? html`<span>${zNumber}</span>` : nothing}
    <span>${t('report.day', { register, day })}</span>
    <span>${t('report.opened', { name: nameOf(openedBy), when: dateTime(openedAt) })}</span>
    ${closed ? html`<span>${closed}</span>` : nothing}</header>`;
};

const rounding = (/** @type {Book} */ { breakdown }) =>
  breakdown === null ? nothing : roundingRow(breakdown.rounding);

/** A report that an earlier version stored has none. @param {Book} book */
const empties = ({ breakdown }) => {
  const returned = breakdown?.empties;
  if (!returned || returned.containers === 0) return nothing;
  return row(t('report.empties', { containers: returned.containers }), money(-returned.amount));
};

const numbers = (/** @type {Book} */ { first, last }) =>
  first === null ? nothing : row(t('report.numbers'), first === last ? first : `${first} – ${last}`);

/** What the total is made up of; a report from before there were tax classes has no such rows. @param {Book} book */
const parts = ({ breakdown }) => {
  if (breakdown === null) return nothing;
  return html`${row(t('sum.subtotal'), money(breakdown.net))}
    ${row(t('report.zero-rated'), money(breakdown.zeroRated))}
    ${breakdown.taxes.map((tax) => taxRow(tax, breakdown.net))}${depositsRow(breakdown.deposits)}`;
};

/**
 * The sales, or the refunds.
 * @param {string} title
 * @param {Book} book
 */
const bookView = (title, book) => html`<h2>${title}</h2>
  <dl>${parts(book)}
    ${row(`${t('sum.total')} · ${t('report.count', { count: book.count })}`, money(book.total), 'total')}
    ${empties(book)}${rounding(book)}${numbers(book)}</dl>`;

/**
 * The sales less the refunds, without taxes and deposits; undefined in a report from before there were tax classes.
 * @param {RegisterReport} report
 */
export const netSales = ({ sales, refunds }) =>
  sales.breakdown && refunds.breakdown ? sales.breakdown.net - refunds.breakdown.net : undefined;

const books = (/** @type {RegisterReport} */ report) => {
  const { sales, refunds } = report;
  const net = netSales(report);
  return html`${bookView(t('report.sales'), sales)}${bookView(t('report.refunds'), refunds)}
    <dl>${row(t('report.net'), money(sales.total - refunds.total), 'total')}
      ${net === undefined ? nothing : row(t('report.net-sales'), money(net), 'total')}</dl>`;
};

const taxes = (/** @type {RegisterReport} */ report) => html`<h2>${t('report.taxes')}</h2>
  <dl>${report.taxes.map((tax) => taxRow(tax))}</dl>`;

const tenders = (/** @type {RegisterReport} */ report) => html`<h2>${t('report.tenders')}</h2>
  <dl>${report.tenders.map((one) => row(t(`tender.${one.tender}`), money(one.net)))}</dl>`;

const drawer = (/** @type {RegisterReport['drawer']} */ cash) => html`<h2>${t('register.drawer')}</h2>
  <dl>${row(t('register.float'), money(cash.openingFloat))}
    ${row(t('report.cash-sales'), money(cash.cashSales))}
    ${row(t('report.cash-refunds'), money(-cash.cashRefunds))}
    ${row(t('register.in'), money(cash.cashIn))}
    ${row(t('register.out'), money(-cash.cashOut))}
    ${cash.cashEmpties ? row(t('report.cash-empties'), money(-cash.cashEmpties)) : nothing}
    ${row(t('register.expected'), money(cash.expected), 'total')}</dl>`;

const movement = (/** @type {CashMovement} */ { reason, madeBy, approvedBy, direction, amount }) => html`<li>
  <span>${reason}</span><span>${nameOf(madeBy)}${approvedBy ? ` · ${nameOf(approvedBy)}` : ''}</span>
  <b>${money(direction === 'in' ? amount : -amount)}</b></li>`;

const movements = (/** @type {CashMovement[]} */ all) =>
  all.length === 0 ? nothing : html`<h2>${t('report.movements')}</h2><ul>${all.map(movement)}</ul>`;

const count = (/** @type {RegisterReport} */ report) => {
  if (!report.count) return nothing;
  const { counted, total, difference } = report.count;
  return html`<h2>${t('register.counted')}</h2>
    <dl>${counted.map((one) => row(`${number(one.count)} × ${money(one.value)}`, money(one.count * one.value)))}
      ${row(t('register.counted'), money(total))}
      ${row(t('register.expected'), money(report.drawer.expected))}
      ${row(t('register.difference'), signedMoney(difference), `total ${difference === 0 ? 'ok' : 'bad'}`)}</dl>`;
};

/** The report as paper. @param {RegisterReport} report */
export const reportView = (report) => html`<article
  class="receipt paper report"
  aria-label=${report.number ?? t('register.x')}
>${head(report)}${books(report)}${taxes(report)}${tenders(report)}${drawer(report.drawer)}
  ${movements(report.movements)}${count(report)}</article>`;
