// An X report or a Z report, on the screen and on paper.

import { html, nothing } from './shared/lit.js';
import { session } from './shared/session.js';
import { dateTime, money, number, rate, signedMoney, t } from './shared/words.js';
import { nameOf } from './till.js';

/**
 * @typedef {Schema<'RegisterReport'>} RegisterReport
 * @typedef {Schema<'CashMovement'>} CashMovement
 */

/**
 * @param {Content} label
 * @param {Content} value
 * @param {string} [tone]
 */
const row = (label, value, tone = '') => html`<div class=${tone}><dt>${label}</dt><dd>${value}</dd></div>`;

const head = (/** @type {RegisterReport} */ report) => {
  const { number: zNumber, register, day, openedBy, openedAt, closedBy, closedAt } = report;
  const closed = closedBy && closedAt ? t('report.closed', { name: nameOf(closedBy), when: dateTime(closedAt) }) : '';
  return html`<header><strong>${session().storeName}</strong>
    <b class="copy">${zNumber ? t('z.one') : t('register.x')}</b>${zNumber ? html`<span>${zNumber}</span>` : nothing}
    <span>${t('report.day', { register, day })}</span>
    <span>${t('report.opened', { name: nameOf(openedBy), when: dateTime(openedAt) })}</span>
    ${closed ? html`<span>${closed}</span>` : nothing}</header>`;
};

const sales = (/** @type {RegisterReport} */ report) => html`<h2>${t('report.sales')}</h2>
  <dl>${row(t('report.count', { count: report.sales.count }), money(report.sales.total))}
    ${report.sales.first ? row(t('report.numbers'), `${report.sales.first} – ${report.sales.last}`) : nothing}
    ${row(
      `${t('report.refunds')} · ${t('report.count', { count: report.refunds.count })}`,
      money(report.refunds.total),
    )}
    ${row(t('report.net'), money(report.sales.total - report.refunds.total), 'total')}</dl>`;

const taxes = (/** @type {RegisterReport} */ report) => html`<h2>${t('report.taxes')}</h2>
  <dl>${report.taxes.map((tax) => row(`${t(`tax.${tax.name}`)} ${rate(tax.perMillion)}`, money(tax.amount)))}</dl>`;

const tenders = (/** @type {RegisterReport} */ report) => html`<h2>${t('report.tenders')}</h2>
  <dl>${report.tenders.map((one) => row(t(`tender.${one.tender}`), money(one.net)))}</dl>`;

const drawer = (/** @type {RegisterReport['drawer']} */ cash) => html`<h2>${t('register.drawer')}</h2>
  <dl>${row(t('register.float'), money(cash.openingFloat))}
    ${row(t('report.cash-sales'), money(cash.cashSales))}
    ${row(t('report.cash-refunds'), money(-cash.cashRefunds))}
    ${row(t('register.in'), money(cash.cashIn))}
    ${row(t('register.out'), money(-cash.cashOut))}
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
>${head(report)}${sales(report)}${taxes(report)}${tenders(report)}${drawer(report.drawer)}
  ${movements(report.movements)}${count(report)}</article>`;
