// The restock orders of all stores, and their states.

import { onActivity, storeName } from './live.js';
import { makeList } from './shared/lists.js';
import { html, nothing } from './shared/lit.js';
import { badge, empty, table, tabs } from './shared/ui.js';
import { dateTime, number, t } from './shared/words.js';

const STATES = ['', 'requested', 'shipped', 'received', 'refused'];

/** @type {Record<string, MessageTone>} */
const TONES = { requested: 'info', shipped: 'low', received: 'ok', refused: 'bad' };

/** @typedef {ItemOf<'/restock-orders'>} Order */

const list = makeList('/restock-orders', { filter: { state: '' } });

const state = {
  /** Ends the updates. */
  unsubscribe: () => {},
};

const stateOf = (/** @type {Order} */ order) =>
  html`${badge(t(`order.${order.state}`), TONES[order.state])}${
    order.reason ? html` <small>${order.reason}</small>` : nothing
  }`;

const decision = (/** @type {Order} */ { decidedAt, decidedBy }) =>
  decidedAt ? html`${dateTime(decidedAt)} <small class="muted">${decidedBy}</small>` : '';

/** @returns {Column<Order>[]} */
const columns = () => [
  { title: t('product'), cell: (order) => order.name },
  { title: t('store'), cell: (order) => storeName(order.store) },
  { title: t('units'), kind: 'number', cell: ({ quantity }) => (quantity === null ? nothing : number(quantity)) },
  { title: t('state'), cell: stateOf },
  { title: t('order.by'), cell: (order) => order.requestedBy ?? '' },
  { title: t('order.when'), cell: (order) => (order.requestedAt ? dateTime(order.requestedAt) : '') },
  { title: t('order.decided'), cell: decision },
];

const stateTabs = () =>
  tabs(
    t('state'),
    STATES.map((value) => ({ value, text: t(value === '' ? 'order.all' : `order.${value}`) })),
    { value: list.filter().state, onChoose: (value) => list.restart({ state: value }) },
  );

/** @type {Page} */
export const restockOrders = {
  enter: () => {
    list.restart();
    state.unsubscribe = onActivity(list.load);
  },
  leave: () => state.unsubscribe(),
  view: () => html`<div class="page-head"><h1>${t('restock.title')}</h1></div>
    <div class="tools">${stateTabs()}</div>
    ${list.view(
      (orders) => table(t('restock.title'), columns(), orders),
      () => empty('truck', t('restock.none')),
    )}`,
};
