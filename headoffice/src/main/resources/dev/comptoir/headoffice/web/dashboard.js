// The chain at a glance: today beside the same weekday, store by store, as it happens.

import { activity, onActivity, storeName } from './live.js';
import { get } from './shared/api.js';
import { makeChart } from './shared/chart.js';
import { complain, go, refresh } from './shared/frame.js';
import { html, nothing, repeat } from './shared/lit.js';
import { badge, empty, figure, icon, link, stockLevel, table, waiting } from './shared/ui.js';
import { ago, money, number, roundMoney, signedPercent, t } from './shared/words.js';

const CLOCK = 30_000;

let today;
let report;
let alerts = [];
let timer;
let release;
const chart = makeChart();

const load = async () => {
  try {
    const [found, consolidated, open] = await Promise.all([
      get('/analytics/today'),
      get('/reports/consolidated'),
      get('/alerts', { state: 'unacknowledged', limit: 8 }),
    ]);
    today = found;
    report = consolidated;
    alerts = open.items;
  } catch (failure) {
    complain(failure);
  }
  refresh();
};

const add = (name) =>
  today.stores.reduce(
    (sum, store) => ({
      sales: sum.sales + store[name].sales,
      salesTotal: sum.salesTotal + store[name].salesTotal,
      refunds: sum.refunds + store[name].refunds,
      refundsTotal: sum.refundsTotal + store[name].refundsTotal,
      net: sum.net + store[name].net,
    }),
    { sales: 0, salesTotal: 0, refunds: 0, refundsTotal: 0, net: 0 },
  );

/** Today against the same weekday, both in the hours that have ended. */
const trend = (now, before) => {
  if (before.net <= 0) return html`<span>${t('trend.none')}</span>`;
  const share = now.net / before.net - 1;
  return html`<span class=${share >= 0 ? 'up' : 'down'}>${signedPercent(share)}</span> ${t('trend.against')}`;
};

const average = (totals) => (totals.sales === 0 ? money(0) : money(Math.round(totals.salesTotal / totals.sales)));

const figures = () => {
  const all = add('today');
  return html`<dl class="figures">${figure(t('today.net'), money(all.net), trend(add('untilHour'), add('beforeUntilHour')))}
    ${figure(t('today.sales'), number(all.sales), t('today.average', { amount: average(all) }))}
    ${figure(t('today.refunds'), money(all.refundsTotal), t('today.refunds.count', { count: all.refunds }))}
    ${figure(t('today.before'), money(add('before').net), t('today.before.text'))}</dl>`;
};

const hours = () =>
  chart.view({
    title: t('today.hours'),
    bars: true,
    axis: (cents) => roundMoney(cents),
    exact: money,
    labels: today.hours.map((one) => t('hour', { hour: String(one.hour) })),
    series: [
      { label: t('today'), colour: 'brand', values: today.hours.map((one) => one.today.net) },
      { label: t('today.before'), colour: 'accent', dashed: true, values: today.hours.map((one) => one.before.net) },
    ],
  });

const storeColumns = () => [
  { title: t('store'), cell: (one) => one.name },
  { title: t('today.sales'), kind: 'number', cell: (one) => number(one.today.sales) },
  { title: t('net'), kind: 'number', cell: (one) => html`<b>${money(one.today.net)}</b>` },
  { title: t('trend'), kind: 'number', cell: (one) => (one.beforeUntilHour.net > 0 ? trendOnly(one) : nothing) },
];

const trendOnly = (one) => {
  const share = one.untilHour.net / one.beforeUntilHour.net - 1;
  return html`<span class=${share >= 0 ? 'up' : 'down'}>${signedPercent(share)}</span>`;
};

const best = () => {
  const together = new Map();
  for (const store of report.stores) {
    for (const one of store.bestProducts) {
      const sum = together.get(one.productId) ?? { ...one, units: 0, amount: 0 };
      together.set(one.productId, { ...sum, units: sum.units + one.units, amount: sum.amount + one.amount });
    }
  }
  return [...together.values()].sort((one, other) => other.units - one.units || other.amount - one.amount).slice(0, 6);
};

const bestColumns = () => [
  { title: t('product'), cell: (one) => html`<a href="#/products/${one.productId}">${one.name}</a>` },
  { title: t('units'), kind: 'number', cell: (one) => number(one.units) },
  { title: t('amount'), kind: 'number', cell: (one) => money(one.amount) },
];

const ICONS = {
  sale: 'shopping-cart',
  refund: 'undo-2',
  alert: 'bell',
  'restock-order': 'truck',
  'product-changed': 'package',
  'register-closed': 'file-check',
};

const told = ({ kind, payload }) => {
  const alert = alerts.find((one) => one.productId === payload.productId);
  const values = {
    store: storeName(payload.store),
    number: payload.number,
    name: payload.name ?? alert?.name ?? t('product'),
  };
  if (kind === 'sale' || kind === 'refund') return t(`activity.${kind}`, { ...values, total: money(payload.total) });
  if (kind === 'alert') return t(`activity.alert.${payload.level}`, { ...values, count: payload.quantity });
  if (kind === 'restock-order') return t(`activity.order.${payload.state}`, values);
  if (kind === 'product-changed') return t('activity.product-changed', { ...values, price: money(payload.price) });
  return t('activity.register-closed', { ...values, difference: money(payload.difference ?? 0) });
};

const feed = () =>
  html`<section class="card"><header><h2>${t('activity')}</h2></header>${
    activity().length === 0
      ? html`<p class="muted">${t('activity.none')}</p>`
      : html`<ol class="feed" aria-live="polite">${repeat(
          activity(),
          (one) => one.id,
          (one) => html`<li>
    <span class="feed-icon ${one.kind}">${icon(ICONS[one.kind] ?? 'info')}</span><span>${told(one)}</span><time>${ago(one.at)}</time></li>`,
        )}</ol>`
  }</section>`;

const alertList = () =>
  html`<section class="card"><header><h2>${t('alerts.title')}</h2>${link(t('alerts.all'), '#/alerts', { tone: 'quiet' })}</header>${
    alerts.length === 0
      ? html`<p class="muted">${t('alerts.none')}</p>`
      : html`<ul class="alert-list" aria-live="polite">${alerts.map(
          (alert) => html`<li>${stockLevel(alert.level)}
    <span><b>${alert.name}</b> · ${storeName(alert.store)}</span>${badge(number(alert.quantity))}</li>`,
        )}</ul>`
  }</section>`;

/** The page. */
export const dashboard = {
  enter: () => {
    load();
    release = onActivity(load);
    timer = setInterval(refresh, CLOCK);
  },
  leave: () => {
    release();
    clearInterval(timer);
  },
  view: () =>
    today === undefined
      ? waiting()
      : html`<div class="page-head"><h1>${t('dashboard.title')}</h1></div>${figures()}
    <div class="board"><section class="card">${hours()}</section>${feed()}
      <section class="card"><header><h2>${t('stores.title')}</h2></header>${table(
        t('stores.title'),
        storeColumns(),
        today.stores,
        {
          key: (one) => one.store,
          onRow: (one) => go(`/analytics?store=${one.store}`),
        },
      )}</section>${alertList()}
      <section class="card"><header><h2>${t('best')}</h2></header>${
        best().length === 0
          ? empty('package', t('best.none'))
          : table(t('best'), bestColumns(), best(), { key: (one) => one.productId })
      }</section></div>`,
};
