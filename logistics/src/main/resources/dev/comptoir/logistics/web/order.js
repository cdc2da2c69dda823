// One restock order and its steps.

import { accept, isBusy, refuse } from './decisions.js';
import { itemLoader } from './loaders.js';
import { countedTitle, openOrders } from './open-orders.js';
import { get } from './shared/api.js';
import { html, nothing } from './shared/lit.js';
import { button, empty, figure, icon, link, notice } from './shared/ui.js';
import { ago, dateTime, number, t } from './shared/words.js';
import { stateBadge } from './states.js';

const ON_THE_WAY_MILLISECONDS = 3_000;

/**
 * @typedef {Schema<'RestockOrder'>} RestockOrder
 * @typedef {object} Step
 * @property {string} picture
 * @property {'done' | 'pending' | 'bad'} tone
 * @property {string} title
 * @property {string | null} [by]
 * @property {string | null} [at]
 * @property {string | null} [text]
 */

const state = {
  /** Ends the updates. */
  unsubscribe: () => {},
};

const shown = itemLoader((id) => get(`/restock-orders/${encodeURIComponent(id)}`));

const stepTime = (/** @type {Step} */ { by, at }) => {
  if (!at) return nothing;
  return html`<p class="muted">${by ? html`${by} · ` : nothing}
    <time datetime=${at} title=${ago(at)}>${dateTime(at)}</time></p>`;
};

const stepView = (/** @type {Step} */ step) => html`<li class="step ${step.tone}">
  <span class="step-mark">${icon(step.picture)}</span>
  <div><h3>${step.title}</h3>${stepTime(step)}${step.text ? html`<p>${step.text}</p>` : nothing}</div></li>`;

/** @returns {Step} */
const requested = (/** @type {RestockOrder} */ order) => ({
  picture: 'inbox',
  tone: 'done',
  title: t('order.step.requested', { store: order.storeName }),
  by: order.requestedBy,
  at: order.requestedAt,
});

/** @returns {Step} */
const decided = (/** @type {RestockOrder} */ order) => {
  const { decidedBy: by, decidedAt: at } = order;
  if (order.state === 'requested') return { picture: 'hourglass', tone: 'pending', title: t('order.step.undecided') };
  if (order.state === 'refused') {
    return { picture: 'circle-x', tone: 'bad', title: t('order.step.refused'), by, at, text: order.reason };
  }
  return { picture: 'truck', tone: 'done', title: t('order.step.shipped', { count: order.quantity }), by, at };
};

/** @returns {Step[]} */
const arrival = (/** @type {RestockOrder} */ { state: orderState, storeName: store, receivedAt }) => {
  if (orderState === 'received') {
    return [{ picture: 'package-check', tone: 'done', title: t('order.step.received', { store }), at: receivedAt }];
  }
  if (orderState === 'shipped') {
    return [{ picture: 'package-check', tone: 'pending', title: t('order.step.on-the-way', { store }) }];
  }
  return [];
};

/**
 * @param {(order: RestockOrder) => Promise<unknown>} work
 * @param {RestockOrder} order
 */
const decide = async (work, order) => {
  await work(order);
  await shown.load();
};

/** Why an order cannot be shipped. @param {RestockOrder} order */
const shortage = ({ centralStock, quantity }) =>
  t(centralStock === 0 ? 'order.none-left' : 'order.too-few', { left: centralStock, wanted: quantity });

const actions = (/** @type {RestockOrder} */ order) => {
  const short = order.centralStock < order.quantity;
  return html`${short ? notice('low', shortage(order)) : nothing}
    <div class="actions">
      ${button(t('order.refuse'), { disabled: isBusy(order), onClick: () => decide(refuse, order) })}
      ${button(t('order.accept'), {
        tone: 'primary',
        icon: 'truck',
        disabled: short,
        busy: isBusy(order),
        onClick: () => decide(accept, order),
      })}</div>`;
};

const figures = (/** @type {RestockOrder} */ { centralStock, quantity }) => {
  const left = centralStock - quantity;
  const text = left < 0 ? t('order.short', { count: -left }) : number(left);
  return html`<dl class="figures order-figures">${figure(t('order.central-stock'), number(centralStock))}
    ${figure(t('order.after'), text, nothing, left < 0 ? 'bad' : '')}</dl>`;
};

const heading = (/** @type {RestockOrder} */ order) =>
  t('order.heading', { quantity: number(order.quantity), product: order.productName });

const head = (/** @type {RestockOrder} */ order) => html`<div class="page-head"><div><h1>${heading(order)}</h1>
    <p><span class="sku">${order.sku}</span> · ${order.storeName} <span class="code">${order.store}</span></p></div>
  <div class="row">${stateBadge(order.state)}
    ${link(t('stock.see'), `#/stock/${order.productId}`, { icon: 'warehouse' })}</div></div>`;

const content = (/** @type {RestockOrder} */ order) => {
  const isOpen = order.state === 'requested';
  return html`${head(order)}${isOpen ? figures(order) : nothing}
    <section class="card" aria-labelledby="steps"><header><h2 id="steps">${t('order.steps')}</h2></header>
      <ol class="steps">${[requested(order), decided(order), ...arrival(order)].map(stepView)}</ol>
      ${isOpen ? actions(order) : nothing}</section>`;
};

const back = (/** @type {RestockOrder | undefined} */ order) =>
  order && order.state !== 'requested'
    ? link(t('history.title'), '#/history', { icon: 'arrow-left', tone: 'quiet' })
    : link(t('orders.title'), '#/', { icon: 'arrow-left', tone: 'quiet' });

const missing = () => {
  const action = link(t('history.title'), '#/history', { icon: 'history' });
  return html`<div class="card">${empty('search-x', t('order.missing'), t('order.not-found'), action)}</div>`;
};

/** @type {Page} */
export const order = {
  title: () => {
    const found = shown.item();
    return countedTitle(found ? heading(found) : t('order.title'));
  },
  enter: ({ id }) => {
    shown.open(id);
    const stopUpdates = openOrders.onChange(shown.load);
    const timer = setInterval(() => {
      if (shown.item()?.state === 'shipped') shown.load();
    }, ON_THE_WAY_MILLISECONDS);
    state.unsubscribe = () => {
      stopUpdates();
      clearInterval(timer);
    };
  },
  leave: () => state.unsubscribe(),
  view: () => html`<nav class="crumbs" aria-label=${t('crumbs')}>${back(shown.item())}</nav>
    ${shown.item() ? nothing : html`<h1 class="hidden">${t('order.title')}</h1>`}
    ${shown.view(content, missing)}`,
};
