import { arrivals, counted, wanted } from './arrivals.js';
import { accept, isBusy, refuse } from './decisions.js';
import { receive } from './receipt.js';
import { refresh } from './shared/frame.js';
import { html, nothing, repeat } from './shared/lit.js';
import { badge, button, empty, link, waiting } from './shared/ui.js';
import { ago, dateTime, number, t } from './shared/words.js';
import { stateBadge } from './states.js';

let store = '';

const central = (order) => {
  const after = order.centralStock - order.quantity;
  return html`<dl class="order-stock ${after < 0 ? 'short' : ''}"><div><dt>${t('order.central-stock')}</dt><dd>${number(order.centralStock)}</dd></div>
    <span aria-hidden="true">→</span><div><dt>${t('order.after')}</dt><dd>${after < 0 ? t('order.short', { count: -after }) : number(after)}</dd></div></dl>`;
};

const warning = (order) => {
  if (order.centralStock < order.quantity) {
    return html`<p class="order-note bad">${t(order.centralStock === 0 ? 'order.none-left' : 'order.too-few', { left: order.centralStock, wanted: order.quantity })}
      ${button(t('receipt.open'), {
        icon: 'package-plus',
        tone: 'quiet',
        label: t('receipt.of', { product: order.productName }),
        onClick: () => receive({ id: order.productId, name: order.productName, centralStock: order.centralStock }),
      })}</p>`;
  }
  const all = wanted(order.productId);
  return all > order.centralStock
    ? html`<p class="order-note">${t('order.contested', { all, left: order.centralStock })}</p>`
    : nothing;
};

const decision = (order) => {
  const short = order.centralStock < order.quantity;
  const of = { quantity: order.quantity, product: order.productName, store: order.storeName };
  return html`<div class="order-actions">
    ${button(t('order.refuse'), { tone: 'plain', label: t('order.refuse.of', of), disabled: isBusy(order), onClick: () => refuse(order) })}
    ${button(t('order.accept'), {
      tone: 'primary',
      icon: 'truck',
      label: t('order.accept.of', of),
      disabled: short,
      busy: isBusy(order),
      onClick: () => accept(order),
    })}</div>`;
};

const outcome = (order) =>
  html`<div class="order-outcome">${
    order.state === 'elsewhere' ? badge(t('order.state.elsewhere'), 'info', 'user-round') : stateBadge(order.state)
  }${order.byColleague ? html`<small>${t('order.by-colleague')}</small>` : nothing}</div>`;

const row = (order) => {
  const undecided = order.state === 'requested';
  return html`<li class="order ${arrivals.isFresh(order) ? 'fresh' : ''} ${undecided ? '' : 'settled'}">
    <div class="order-quantity"><strong>${number(order.quantity)}</strong><small>${t('units', { count: order.quantity })}</small></div>
    <div class="order-what"><h2><a href="#/orders/${order.id}">${order.productName}</a></h2>
      <p class="muted"><span class="sku">${order.sku}</span> · ${order.storeName} <span class="code">${order.store}</span></p>
      <p class="muted">${t('order.asked', { name: order.requestedBy })} <time datetime=${order.requestedAt} title=${dateTime(order.requestedAt)}>${ago(order.requestedAt)}</time></p></div>
    ${undecided ? html`${central(order)}${decision(order)}${warning(order)}` : outcome(order)}</li>`;
};

/** One button per store that asks for something, when there is more than one. */
const storeTabs = (shown) => {
  const names = new Map(shown.map((order) => [order.store, order.storeName]));
  if (store && !names.has(store)) store = '';
  if (names.size < 2) return nothing;
  const count = (code) =>
    shown.filter((order) => order.state === 'requested' && (!code || order.store === code)).length;
  const tab = (code, name) =>
    button(`${name} (${number(count(code))})`, {
      tone: 'quiet',
      pressed: store === code,
      onClick: () => {
        store = code;
        refresh();
      },
    });
  return html`<div class="tabs" role="group" aria-label=${t('orders.of-store')}>${tab('', t('orders.all-stores'))}
    ${[...names].sort().map(([code, name]) => tab(code, name))}</div>`;
};

const list = (shown) =>
  html`${storeTabs(shown)}<ul class="orders">${repeat(
    shown.filter((order) => !store || order.store === store),
    (order) => order.id,
    row,
  )}</ul>`;

/** The orders that wait for a decision, as they come. */
export const orders = {
  title: () => counted(t('orders.title')),
  view: () => {
    const shown = arrivals.shown();
    return html`<div class="page-head"><div><h1>${t('orders.title')}</h1><p>${
      arrivals.open()?.length ? t('orders.waiting', { count: arrivals.open().length }) : t('orders.text')
    }</p></div></div>
      <p class="hidden" role="status" aria-live="polite">${arrivals.announcement()}</p>
      ${
        shown === undefined
          ? waiting()
          : shown.length
            ? list(shown)
            : html`<div class="card">${empty('inbox', t('orders.none'), t('orders.none.text'), link(t('history.title'), '#/history', { icon: 'history' }))}</div>`
      }`;
  },
};
