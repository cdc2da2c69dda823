// The orders that were decided, newest first.

import { listLoader } from './loaders.js';
import { countedTitle, openOrders } from './open-orders.js';
import { get } from './shared/api.js';
import { selectField } from './shared/fields.js';
import { html, nothing } from './shared/lit.js';
import { go } from './shared/router.js';
import { empty, table } from './shared/ui.js';
import { ago, dateTime, number, t } from './shared/words.js';
import { DECIDED, stateBadge } from './states.js';
import { loadStores, stores } from './stores.js';

const MOST_PAGES = 5;
const ON_THE_WAY_MILLISECONDS = 5_000;

/** @typedef {Schema<'RestockOrder'>} RestockOrder */

const state = {
  filter: { state: '', store: '' },
  /** Ends the updates. */
  unsubscribe: () => {},
};

/** Skips pages of open orders alone, which would look like the end of the list. @param {string | undefined} start */
const readDecided = async (start) => {
  /** @type {string | null | undefined} */
  let after = start;
  for (let page = 1; ; page += 1) {
    /** @type {ResponseOf<'get', '/restock-orders'>} */
    const found = await get('/restock-orders', { ...state.filter, after });
    const items = found.items.filter((order) => order.state !== 'requested');
    after = found.next;
    if (!after || items.length > 0 || page === MOST_PAGES) return { items, next: after };
  }
};

const list = listLoader(readDecided);

const load = () => {
  list.clear();
  list.load();
};

const change = (/** @type {Partial<typeof state.filter>} */ changes) => {
  state.filter = { ...state.filter, ...changes };
  load();
};

/** When something happened; the exact time as a tooltip. @param {string} instant */
export const moment = (instant) => html`<time datetime=${instant} title=${dateTime(instant)}>${ago(instant)}</time>`;

/** The state of an order with its reason. @param {RestockOrder} order */
export const stateCell = (order) => {
  const reason = order.reason ? html`<small class="muted">${order.reason}</small>` : nothing;
  return html`<span class="state-cell">${stateBadge(order.state)}${reason}</span>`;
};

const productLink = (/** @type {RestockOrder} */ { id, productName, sku }) =>
  html`<a class="row-link" href="#/orders/${id}">${productName}</a><small class="muted sku">${sku}</small>`;

/** @returns {Column<RestockOrder>[]} */
const columns = () => [
  { title: t('order.product'), cell: productLink },
  { title: t('order.store'), cell: (order) => order.storeName },
  { title: t('order.quantity'), kind: 'number', cell: (order) => number(order.quantity) },
  { title: t('order.state'), cell: stateCell },
  { title: t('order.decided-by'), cell: (order) => order.decidedBy ?? '—' },
  { title: t('order.decided'), cell: (order) => (order.decidedAt ? moment(order.decidedAt) : '—') },
];

const stateField = () =>
  selectField('state', t('order.state'), {
    value: state.filter.state,
    options: [
      { value: '', text: t('history.all-states') },
      ...DECIDED.map((value) => ({ value, text: t(`order.state.${value}`) })),
    ],
    onChange: (value) => change({ state: value }),
  });

const storeField = () =>
  selectField('store', t('order.store'), {
    value: state.filter.store,
    options: [
      { value: '', text: t('orders.all-stores') },
      ...stores().map(({ code, name }) => ({ value: code, text: name })),
    ],
    onChange: (store) => change({ store }),
  });

const none = () => {
  const { state: chosenState, store } = state.filter;
  const message =
    chosenState || store
      ? empty('history', t('history.none-like-this'), t('history.none-like-this.text'))
      : empty('history', t('history.none'), t('history.none.text'));
  return html`<div class="card">${message}</div>`;
};

/** @type {Page} */
export const history = {
  title: () => countedTitle(t('history.title')),
  enter: () => {
    load();
    loadStores();
    const stopUpdates = openOrders.onChange(list.reload);
    const timer = setInterval(() => {
      if (list.items()?.some((order) => order.state === 'shipped')) list.reload();
    }, ON_THE_WAY_MILLISECONDS);
    state.unsubscribe = () => {
      stopUpdates();
      clearInterval(timer);
    };
  },
  leave: () => state.unsubscribe(),
  view: () => html`<div class="page-head"><div><h1>${t('history.title')}</h1><p>${t('history.text')}</p></div></div>
    <div class="tools">${stateField()}${storeField()}</div>
    ${list.view(
      (orders) => table(t('history.title'), columns(), orders, { onRow: (order) => go(`/orders/${order.id}`) }),
      none,
    )}`,
};
