// The closings of all registers: what was missing in a drawer, and which report is missing.

import { onActivity, storeName, stores } from './live.js';
import { get } from './shared/api.js';
import { attempt, go, refresh } from './shared/frame.js';
import { makeList } from './shared/lists.js';
import { html, nothing } from './shared/lit.js';
import { badge, button, dayField, empty, link, notice, selectField, table, waiting } from './shared/ui.js';
import { dateTime, money, number, rate, signedMoney, t } from './shared/words.js';

const list = makeList('/z-reports', { filter: { store: '', from: '', to: '' } });
let gaps = [];
let release;
let shown;

const load = () => {
  list.load();
  attempt(async () => {
    gaps = (await get('/missing-z-reports')).items;
  });
};

const differenceBadge = (cents) => badge(signedMoney(cents), cents === 0 ? 'ok' : 'bad');

const columns = () => [
  {
    title: t('sales.number'),
    cell: (one) => html`<a class="row-link" href="#/z-reports/${one.number}">${one.number}</a>`,
  },
  { title: t('store'), cell: (one) => storeName(one.store) },
  { title: t('z.closed'), cell: (one) => html`${dateTime(one.closedAt)} <small class="muted">${one.closedBy}</small>` },
  { title: t('report.sold'), kind: 'number', cell: (one) => money(one.salesTotal) },
  { title: t('refunds'), kind: 'number', cell: (one) => money(one.refundsTotal) },
  { title: t('z.expected'), kind: 'number', cell: (one) => money(one.expected) },
  { title: t('z.counted'), kind: 'number', cell: (one) => money(one.counted) },
  { title: t('z.difference'), kind: 'number', cell: (one) => differenceBadge(one.difference) },
];

const missing = (gap) =>
  notice(
    'bad',
    t('z.missing', {
      store: storeName(gap.store),
      register: gap.register,
      days: gap.firstDay === gap.lastDay ? String(gap.firstDay) : `${gap.firstDay} – ${gap.lastDay}`,
    }),
  );

const day = (name) =>
  dayField(name, t(name), { value: list.filter()[name], onChange: (value) => list.set({ [name]: value }) });

/** The list. */
export const zReports = {
  enter: () => {
    load();
    release = onActivity(load);
  },
  leave: () => release(),
  view: () => html`<div class="page-head"><h1>${t('z.title')}</h1></div><div class="stack">${gaps.map(missing)}</div>
    <div class="tools">${selectField('store', t('store'), {
      value: list.filter().store,
      onChange: (store) => list.set({ store }),
      options: [{ value: '', text: t('report.all') }, ...stores().map((one) => ({ value: one.code, text: one.name }))],
    })}${day('from')}${day('to')}</div>
    ${
      list.items() === undefined
        ? waiting()
        : list.items().length === 0
          ? empty('file-check', t('z.none'), t('z.none.text'))
          : html`${table(t('z.title'), columns(), list.items(), { key: (one) => one.number, onRow: (one) => go(`/z-reports/${one.number}`) })}${list.more()}`
    }`,
};

const row = (label, value, tone = '') => html`<div class=${tone}><dt>${label}</dt><dd>${value}</dd></div>`;

const ledger = ({
  drawer,
  counted,
  difference,
}) => html`<dl class="sums">${row(t('z.float'), money(drawer.openingFloat))}${row(t('z.cash-sales'), money(drawer.cashSales))}
  ${row(t('z.cash-refunds'), money(-drawer.cashRefunds))}${row(t('z.in'), money(drawer.cashIn))}${row(t('z.out'), money(-drawer.cashOut))}${row(t('z.expected'), money(drawer.expected))}
  ${row(t('z.counted'), money(counted))}${row(t('z.difference'), signedMoney(difference), `total ${difference === 0 ? 'ok' : 'bad'}`)}</dl>`;

/** One of them. */
export const zReport = {
  title: () => shown?.number ?? t('z.one'),
  enter: ({ number: wanted }) =>
    attempt(async () => {
      shown = undefined;
      shown = await get(`/z-reports/${wanted}`);
      refresh();
    }),
  view: () =>
    shown === undefined
      ? waiting()
      : html`<div class="page-head"><div><h1>${t('z.one')} ${shown.number}</h1>
    <p>${storeName(shown.store)} · ${t('z.from-to', { opener: shown.openedBy, opened: dateTime(shown.openedAt), closer: shown.closedBy, closed: dateTime(shown.closedAt) })}</p></div>
    <div class="row no-print">${link(t('z.title'), '#/z-reports', { icon: 'arrow-left' })}${button(t('print'), { icon: 'printer', onClick: () => print() })}</div></div>
    <div class="halves"><section class="card"><header><h2>${t('sales.title')}</h2></header><dl class="sums">${row(t('report.sold'), `${number(shown.sales.last - shown.sales.after)} · ${money(shown.sales.total)}`)}
      ${row(t('refunds'), `${number(shown.refunds.last - shown.refunds.after)} · ${money(shown.refunds.total)}`)}${shown.taxes.map((tax) => row(`${t(`tax.${tax.name}`)} ${rate(tax.perMillion)}`, money(tax.amount)))}
      ${shown.tenders.map((one) => row(t(`tender.${one.tender}`), money(one.net)))}${row(t('net'), money(shown.sales.total - shown.refunds.total), 'total')}</dl></section>
      <section class="card"><header><h2>${t('z.drawer')}</h2></header>${ledger(shown)}</section></div>${nothing}`,
};
