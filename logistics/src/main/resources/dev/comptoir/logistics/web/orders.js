// The orders that wait for a decision, live.

import { accept, isBusy, refuse } from './decisions.js';
import { receiveGoods } from './goods-receipt.js';
import { moment } from './history.js';
import { countedTitle, openOrders, requestedUnits } from './open-orders.js';
import { refresh } from './shared/drawing.js';
import { html, nothing, repeat } from './shared/lit.js';
import { button, empty, link, waiting } from './shared/ui.js';
import { number, t } from './shared/words.js';
import { stateBadge } from './states.js';

/** @typedef {import('./open-orders.js').ShownOrder} ShownOrder */

const state = {
  /** The store whose orders are shown; empty for all. */
  store: '',
};

const isShort = (/** @type {ShownOrder} */ { centralStock, quantity }) => centralStock < quantity;

const stockAfter = (/** @type {ShownOrder} */ { centralStock, quantity }) => {
  const after = centralStock - quantity;
  const text = after < 0 ? t('order.short', { count: -after }) : number(after);
  return html`<dl class="order-stock ${after < 0 ? 'short' : ''}">
    <div><dt>${t('order.central-stock')}</dt><dd>${number(centralStock)}</dd></div>
    <span aria-hidden="true">→</span><div><dt>${t('order.after')}</dt><dd>${text}</dd></div></dl>`;
};

const shortage = (/** @type {ShownOrder} */ order) => {
  const { centralStock, quantity, productId, productName: product } = order;
  const text = t(centralStock === 0 ? 'order.none-left' : 'order.too-few', { left: centralStock, wanted: quantity });
  const receiving = button(t('receipt.open'), {
    icon: 'package-plus',
    tone: 'quiet',
    label: t('receipt.of', { product }),
    onClick: () => receiveGoods({ id: productId, name: product, centralStock }),
  });
  return html`<p class="order-note bad">${text} ${receiving}</p>`;
};

const warning = (/** @type {ShownOrder} */ order) => {
  if (isShort(order)) return shortage(order);
  const all = requestedUnits(order.productId);
  if (all <= order.centralStock) return nothing;
  return html`<p class="order-note">${t('order.contested', { all, left: order.centralStock })}</p>`;
};

const decision = (/** @type {ShownOrder} */ order) => {
  const values = { quantity: order.quantity, product: order.productName, store: order.storeName };
  return html`<div class="order-actions">
    ${button(t('order.refuse'), {
      label: t('order.refuse.of', values),
      disabled: isBusy(order),
      onClick: () => refuse(order),
    })}
    ${button(t('order.accept'), {
      tone: 'primary',
      icon: 'truck',
      label: t('order.accept.of', values),
      disabled: isShort(order),
      busy: isBusy(order),
      onClick: () => accept(order),
    })}</div>`;
};

const outcome = (/** @type {ShownOrder} */ order) => html`<div class="order-outcome">${stateBadge(order.state)}
  ${order.byColleague ? html`<small>${t('order.by-colleague')}</small>` : nothing}</div>`;

const description = (/** @type {ShownOrder} */ order) => html`<div class="order-what">
  <h2><a href="#/orders/${order.id}">${order.productName}</a></h2>
  <p class="muted"><span class="sku">${order.sku}</span> · ${order.storeName}
    <span class="code">${order.store}</span></p>
  <p class="muted">${t('order.by', { name: order.requestedBy })} ${moment(order.requestedAt)}</p></div>`;

const row = (/** @type {ShownOrder} */ order) => {
  const isOpen = order.state === 'requested';
  const { quantity } = order;
  return html`<li class="order ${openOrders.isNew(order) ? 'fresh' : ''} ${isOpen ? '' : 'settled'}">
    <div class="order-quantity"><strong>${number(quantity)}</strong>
      <small>${t('units', { count: quantity })}</small></div>
    ${description(order)}
    ${isOpen ? html`${stockAfter(order)}${decision(order)}${warning(order)}` : outcome(order)}</li>`;
};

const chooseStore = (/** @type {string} */ store) => {
  state.store = store;
  refresh();
};

/** One button per store with orders, when there is more than one. @param {ShownOrder[]} orders */
const storeTabs = (orders) => {
  const names = new Map(orders.map((order) => [order.store, order.storeName]));
  if (state.store && !names.has(state.store)) state.store = '';
  if (names.size < 2) return nothing;
  const open = orders.filter((order) => order.state === 'requested');
  const tab = (/** @type {string} */ code, /** @type {string} */ name) => {
    const count = open.filter((order) => !code || order.store === code).length;
    const pressed = state.store === code;
    return button(`${name} (${number(count)})`, { tone: 'quiet', pressed, onClick: () => chooseStore(code) });
  };
  return html`<div class="tabs" role="group" aria-label=${t('orders.of-store')}>
    ${tab('', t('orders.all-stores'))}${[...names].sort().map(([code, name]) => tab(code, name))}</div>`;
};

const list = (/** @type {ShownOrder[]} */ orders) => {
  const tabs = storeTabs(orders);
  const ofStore = orders.filter((order) => !state.store || order.store === state.store);
  return html`${tabs}<ul class="orders">${repeat(ofStore, (order) => order.id, row)}</ul>`;
};

const content = (/** @type {ShownOrder[] | undefined} */ orders) => {
  if (orders === undefined) return waiting();
  if (orders.length > 0) return list(orders);
  const action = link(t('history.title'), '#/history', { icon: 'history' });
  return html`<div class="card">${empty('inbox', t('orders.none'), t('orders.none.text'), action)}</div>`;
};

/** @type {Page} */
export const orders = {
  title: () => countedTitle(t('orders.title')),
  view: () => {
    const count = openOrders.all()?.length;
    return html`<div class="page-head"><div><h1>${t('orders.title')}</h1>
        <p>${count ? t('orders.waiting', { count }) : t('orders.text')}</p></div></div>
      <p class="hidden" role="status" aria-live="polite">${openOrders.announcement()}</p>
      ${content(openOrders.shown())}`;
  },
};
