// The chain at a glance: today beside the same weekday, store by store, live.

import { activity, onActivity, storeName } from './live.js';
import { get } from './shared/api.js';
import { makeChart } from './shared/chart.js';
import { refresh } from './shared/drawing.js';
import { html, nothing, repeat } from './shared/lit.js';
import { go } from './shared/router.js';
import { complain } from './shared/toasts.js';
import { badge, empty, figure, icon, link, stockLevel, table, waiting } from './shared/ui.js';
import { ago, money, number, roundMoney, signedPercent, t } from './shared/words.js';

const CLOCK_MILLISECONDS = 30_000;
const MOST_ALERTS = 8;
const MOST_PRODUCTS = 6;

/**
 * @typedef {ResponseOf<'get', '/analytics/today'>} Today
 * @typedef {Today['stores'][number]} StoreToday
 * @typedef {Schema<'Totals'>} Totals
 * @typedef {ResponseOf<'get', '/reports/consolidated'>} Report
 * @typedef {Report['stores'][number]['bestProducts'][number]} BestProduct
 * @typedef {import('./live.js').Activity} Activity
 */

const state = {
  /** @type {Today | undefined} undefined until it is loaded */
  today: undefined,
  /** @type {BestProduct[]} */
  bestProducts: [],
  /** @type {Schema<'Alert'>[]} */
  alerts: [],
  /** @type {ReturnType<typeof setInterval> | undefined} */
  timer: undefined,
  /** Ends the updates. */
  unsubscribe: () => {},
};

const chart = makeChart();

const load = async () => {
  try {
    const [today, report, alerts] = await Promise.all([
      get('/analytics/today'),
      get('/reports/consolidated'),
      get('/alerts', { state: 'unacknowledged', limit: MOST_ALERTS }),
    ]);
    state.today = today;
    state.bestProducts = best(report);
    state.alerts = alerts.items;
  } catch (failure) {
    complain(failure);
  }
  refresh();
};

/** The best-selling products of all stores together. @param {Report} report */
const best = (report) => {
  /** @type {Map<number, BestProduct>} */
  const sums = new Map();
  for (const product of report.stores.flatMap((store) => store.bestProducts)) {
    const { units, amount } = sums.get(product.productId) ?? { units: 0, amount: 0 };
    sums.set(product.productId, { ...product, units: units + product.units, amount: amount + product.amount });
  }
  return [...sums.values()]
    .sort((one, other) => other.units - one.units || other.amount - one.amount)
    .slice(0, MOST_PRODUCTS);
};

const share = (/** @type {Totals} */ now, /** @type {Totals} */ before) => {
  const change = now.netSales / before.netSales - 1;
  return html`<span class=${change >= 0 ? 'up' : 'down'}>${signedPercent(change)}</span>`;
};

/** Today compared with the same weekday, both in the hours that have ended. */
const trend = (/** @type {Totals} */ now, /** @type {Totals} */ before) =>
  before.netSales <= 0 ? html`<span>${t('trend.none')}</span>` : html`${share(now, before)} ${t('trend.compared')}`;

const average = (/** @type {Totals} */ { sales, salesSubtotal }) =>
  money(sales === 0 ? 0 : Math.round(salesSubtotal / sales));

const figures = (
  /** @type {Today['total']} */ { today, before, untilHour, beforeUntilHour },
) => html`<dl class="figures">
  ${figure(t('today.net'), money(today.netSales), trend(untilHour, beforeUntilHour))}
  ${figure(t('today.sales'), number(today.sales), t('today.average', { amount: average(today) }))}
  ${figure(t('today.refunds'), money(today.refundsSubtotal), t('today.refunds.count', { count: today.refunds }))}
  ${figure(t('today.before'), money(before.netSales), t('today.before.text'))}</dl>`;

const hourChart = (/** @type {Today['hours']} */ hours) =>
  chart.view({
    title: t('today.hours'),
    bars: true,
    axis: roundMoney,
    exact: money,
    labels: hours.map(({ hour }) => t('hour', { hour: String(hour) })),
    series: [
      { label: t('today'), colour: 'brand', values: hours.map(({ today }) => today.netSales) },
      {
        label: t('today.before'),
        colour: 'accent',
        dashed: true,
        values: hours.map(({ before }) => before.netSales),
      },
    ],
  });

/** @returns {Column<StoreToday>[]} */
const storeColumns = () => [
  { title: t('store'), cell: (store) => store.name },
  { title: t('today.sales'), kind: 'number', cell: (store) => number(store.today.sales) },
  { title: t('net-sales'), kind: 'number', cell: (store) => html`<b>${money(store.today.netSales)}</b>` },
  {
    title: t('trend'),
    kind: 'number',
    cell: ({ untilHour, beforeUntilHour }) =>
      beforeUntilHour.netSales > 0 ? share(untilHour, beforeUntilHour) : nothing,
  },
];

/** @returns {Column<BestProduct>[]} */
const bestColumns = () => [
  { title: t('product'), cell: ({ productId, name }) => html`<a href="#/products/${productId}">${name}</a>` },
  { title: t('units'), kind: 'number', cell: (product) => number(product.units) },
  { title: t('before-taxes'), kind: 'number', cell: (product) => money(product.amount) },
];

/** @type {Record<string, string>} */
const ICONS = {
  sale: 'shopping-cart',
  refund: 'undo-2',
  alert: 'bell',
  'restock-order': 'truck',
  'product-changed': 'package',
  'register-closed': 'file-check',
};

const activityText = (/** @type {Activity} */ { kind, payload }) => {
  const alert = state.alerts.find((one) => one.productId === payload.productId);
  const name = payload.name ?? alert?.name ?? t('product');
  const values = { store: storeName(payload.store), number: payload.number, name };
  switch (kind) {
    case 'sale':
    case 'refund':
      return t(`activity.${kind}`, { ...values, total: money(payload.total) });
    case 'alert':
      return t(`activity.alert.${payload.level}`, { ...values, count: payload.quantity });
    case 'restock-order':
      return t(`activity.order.${payload.state}`, values);
    case 'product-changed':
      return t('activity.product-changed', { ...values, price: money(payload.price) });
    default:
      return t('activity.register-closed', { ...values, difference: money(payload.difference ?? 0) });
  }
};

const activityItem = (/** @type {Activity} */ one) => html`<li>
  <span class="feed-icon ${one.kind}">${icon(ICONS[one.kind] ?? 'info')}</span>
  <span>${activityText(one)}</span><time>${ago(one.at)}</time></li>`;

const feed = () => {
  const items = repeat(activity(), (one) => one.id, activityItem);
  return html`<section class="card"><header><h2>${t('activity')}</h2></header>
    ${
      activity().length === 0
        ? html`<p class="muted">${t('activity.none')}</p>`
        : html`<ol class="feed" aria-live="polite">${items}</ol>`
    }</section>`;
};

const alertItem = (/** @type {Schema<'Alert'>} */ alert) => html`<li>${stockLevel(alert.level)}
  <span><b>${alert.name}</b> · ${storeName(alert.store)}</span>${badge(number(alert.quantity))}</li>`;

const alertList = () => html`<section class="card">
  <header><h2>${t('alerts.title')}</h2>${link(t('alerts.all'), '#/alerts', { tone: 'quiet' })}</header>
  ${
    state.alerts.length === 0
      ? html`<p class="muted">${t('alerts.none')}</p>`
      : html`<ul class="alert-list" aria-live="polite">${state.alerts.map(alertItem)}</ul>`
  }</section>`;

const storeTable = (/** @type {StoreToday[]} */ stores) =>
  table(t('stores.title'), storeColumns(), stores, {
    key: ({ store }) => store,
    onRow: ({ store }) => go(`/analytics?store=${store}`),
  });

const bestTable = () =>
  state.bestProducts.length === 0
    ? empty('package', t('best.none'))
    : table(t('best'), bestColumns(), state.bestProducts, { key: (product) => product.productId });

const card = (/** @type {string} */ title, /** @type {Content} */ content) =>
  html`<section class="card"><header><h2>${title}</h2></header>${content}</section>`;

/** @type {Page} */
export const dashboard = {
  enter: () => {
    load();
    state.unsubscribe = onActivity(load);
    state.timer = setInterval(refresh, CLOCK_MILLISECONDS);
  },
  leave: () => {
    state.unsubscribe();
    clearInterval(state.timer);
  },
  view: () => {
    const { today } = state;
    if (today === undefined) return waiting();
    return html`<div class="page-head"><h1>${t('dashboard.title')}</h1></div>${figures(today.total)}
      <div class="board"><section class="card">${hourChart(today.hours)}</section>${feed()}
        ${card(t('stores.title'), storeTable(today.stores))}${alertList()}${card(t('best'), bestTable())}</div>`;
  },
};
