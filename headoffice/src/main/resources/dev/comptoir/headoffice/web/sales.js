// The sales of all stores.

import { onActivity, storeName, stores } from './live.js';
import { get } from './shared/api.js';
import { attempt, go, refresh } from './shared/frame.js';
import { makeList } from './shared/lists.js';
import { html, nothing } from './shared/lit.js';
import { badge, dayField, empty, link, selectField, table, waiting } from './shared/ui.js';
import { dateTime, money, number, rate, t } from './shared/words.js';

const list = makeList('/sales', { filter: { store: '', from: '', to: '' } });
let release;
let sale;

const columns = () => [
  { title: t('sales.number'), cell: (one) => html`<a class="row-link" href="#/sales/${one.number}">${one.number}</a>` },
  { title: t('store'), cell: (one) => storeName(one.store) },
  { title: t('sales.register'), kind: 'number', cell: (one) => one.register },
  { title: t('sales.cashier'), cell: (one) => one.cashier },
  { title: t('sales.when'), cell: (one) => dateTime(one.soldAt) },
  { title: t('total'), kind: 'number', cell: (one) => html`<b>${money(one.total)}</b>` },
];

const day = (name) =>
  dayField(name, t(name), { value: list.filter()[name], onChange: (value) => list.set({ [name]: value }) });

/** The list. */
export const sales = {
  enter: () => {
    list.restart();
    release = onActivity(() => {
      if (list.items()?.length <= 50) list.load();
    });
  },
  leave: () => release(),
  view: () => html`<div class="page-head"><h1>${t('sales.title')}</h1></div>
    <div class="tools">${selectField('store', t('store'), {
      value: list.filter().store,
      onChange: (store) => list.set({ store }),
      options: [{ value: '', text: t('report.all') }, ...stores().map((one) => ({ value: one.code, text: one.name }))],
    })}${day('from')}${day('to')}</div>
    ${
      list.items() === undefined
        ? waiting()
        : list.items().length === 0
          ? empty('receipt-text', t('sales.none'), t('sales.none.text'))
          : html`${table(t('sales.title'), columns(), list.items(), { key: (one) => one.number, onRow: (one) => go(`/sales/${one.number}`) })}${list.more()}`
    }`,
};

const lineColumns = () => [
  { title: t('product'), cell: (line) => line.name },
  { title: t('product.sku'), cell: (line) => line.sku },
  { title: t('units'), kind: 'number', cell: (line) => number(line.quantity) },
  { title: t('product.price'), kind: 'number', cell: (line) => money(line.unitPrice) },
  { title: t('amount'), kind: 'number', cell: (line) => money(line.amount) },
];

const sums = (one) => html`<dl class="sums"><div><dt>${t('subtotal')}</dt><dd>${money(one.subtotal)}</dd></div>
  ${one.taxes.map((tax) => html`<div><dt>${t(`tax.${tax.name}`)} ${rate(tax.perMillion)}</dt><dd>${money(tax.amount)}</dd></div>`)}
  <div class="total"><dt>${t('total')}</dt><dd>${money(one.total)}</dd></div></dl>`;

const refundCard = (
  refund,
) => html`<section class="card"><header><h2>${t('sales.refund', { number: refund.number })}</h2>${badge(t(`tender.${refund.tender}`), 'low')}</header>
  <p class="muted">${dateTime(refund.refundedAt)} · ${refund.cashier} · ${refund.reason}</p>${sums(refund)}</section>`;

/** One sale. */
export const saleDetail = {
  title: () => sale?.number ?? t('sales.one'),
  enter: ({ number: wanted }) =>
    attempt(async () => {
      sale = undefined;
      sale = await get(`/sales/${wanted}`);
      refresh();
    }),
  view: () =>
    sale === undefined
      ? waiting()
      : html`<div class="page-head"><div><h1>${sale.number}</h1>
    <p>${storeName(sale.store)} · ${t('sales.register')} ${sale.register} · ${sale.cashier} · ${dateTime(sale.soldAt)}</p></div>${link(t('sales.title'), '#/sales', { icon: 'arrow-left' })}</div>
    <div class="stack">${table(t('sales.lines'), lineColumns(), sale.lines, { key: (line) => line.productId })}
      <div class="halves"><section class="card"><header><h2>${t('total')}</h2></header>${sums(sale)}<dl class="sums">${sale.payments.map((payment) => html`<div><dt>${t(`tender.${payment.tender}`)}</dt><dd>${money(payment.amount)}</dd></div>`)}
        <div><dt>${t('sales.change')}</dt><dd>${money(sale.change)}</dd></div></dl></section>${sale.refunds.length === 0 ? nothing : sale.refunds.map(refundCard)}</div></div>`,
};
