// An X or a Z report, on the screen and on paper.
import { html, nothing } from './shared/lit.js';
import { session } from './shared/session.js';
import { dateTime, money, number, rate, signedMoney, t } from './shared/words.js';
import { nameOf } from './till.js';

const row = (label, value, tone = '') => html`<div class=${tone}><dt>${label}</dt><dd>${value}</dd></div>`;

const counted = (
  report,
) => html`<h2>${t('register.counted')}</h2><dl>${report.count.counted.map((one) => row(`${number(one.count)} × ${money(one.value)}`, money(one.count * one.value)))}
  ${row(t('register.counted'), money(report.count.total))}${row(t('register.expected'), money(report.drawer.expected))}
  ${row(t('register.difference'), signedMoney(report.count.difference), `total ${report.count.difference === 0 ? 'ok' : 'bad'}`)}</dl>`;

/** The report as paper. */
export const reportView = (
  report,
) => html`<article class="receipt paper report" aria-label=${report.number ?? t('register.x')}>
  <header><strong>${session().storeName}</strong><b class="copy">${report.number ? t('z.one') : t('register.x')}</b>${report.number ? html`<span>${report.number}</span>` : nothing}
    <span>${t('report.day', { register: report.register, day: report.day })}</span>
    <span>${t('report.opened', { name: nameOf(report.openedBy), when: dateTime(report.openedAt) })}</span>
    ${report.closedAt ? html`<span>${t('report.closed', { name: nameOf(report.closedBy), when: dateTime(report.closedAt) })}</span>` : nothing}</header>
  <h2>${t('report.sales')}</h2><dl>${row(t('report.count', { count: report.sales.count }), money(report.sales.total))}
    ${report.sales.first ? row(t('report.numbers'), `${report.sales.first} – ${report.sales.last}`) : nothing}
    ${row(`${t('report.refunds')} · ${t('report.count', { count: report.refunds.count })}`, money(report.refunds.total))}
    ${row(t('report.net'), money(report.sales.total - report.refunds.total), 'total')}</dl>
  <h2>${t('report.taxes')}</h2><dl>${report.taxes.map((tax) => row(`${t(`tax.${tax.name}`)} ${rate(tax.perMillion)}`, money(tax.amount)))}</dl>
  <h2>${t('report.tenders')}</h2><dl>${report.tenders.map((one) => row(t(`tender.${one.tender}`), money(one.net)))}</dl>
  <h2>${t('register.drawer')}</h2><dl>${row(t('register.float'), money(report.drawer.openingFloat))}${row(t('report.cash-sales'), money(report.drawer.cashSales))}
    ${row(t('report.cash-refunds'), money(-report.drawer.cashRefunds))}${row(t('register.in'), money(report.drawer.cashIn))}${row(t('register.out'), money(-report.drawer.cashOut))}
    ${row(t('register.expected'), money(report.drawer.expected), 'total')}</dl>
  ${
    report.movements.length === 0
      ? nothing
      : html`<h2>${t('report.movements')}</h2><ul>${report.movements.map(
          (one) => html`<li><span>${one.reason}</span>
    <span>${nameOf(one.madeBy)}${one.approvedBy ? ` · ${nameOf(one.approvedBy)}` : ''}</span><b>${money(one.direction === 'in' ? one.amount : -one.amount)}</b></li>`,
        )}</ul>`
  }
  ${report.count ? counted(report) : nothing}</article>`;
