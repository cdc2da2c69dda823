// One product: its stock in the warehouse and the stores, and its restock orders.

import { receiveGoods } from './goods-receipt.js';
import { moment, stateCell } from './history.js';
import { itemLoader } from './loaders.js';
import { countedTitle, openOrders, requestedUnits } from './open-orders.js';
import { get } from './shared/api.js';
import { html, nothing } from './shared/lit.js';
import { go } from './shared/router.js';
import { button, empty, figure, link, table } from './shared/ui.js';
import { number, t } from './shared/words.js';
import { stateBadge } from './states.js';
import { stockWarning } from './stock.js';

const MOST_ORDERS = 20;

/**
 * @typedef {Schema<'RestockOrder'>} RestockOrder
 * @typedef {ItemOf<`/products/${string}/stores`>} StoreDemand
 * @typedef {Schema<'StockedProduct'> & { orders: RestockOrder[], stores: StoreDemand[] }} Product
 */

const state = {
  /** Ends the updates. */
  unsubscribe: () => {},
};

const read = async (/** @type {string} */ id) => {
  const path = encodeURIComponent(id);
  const [product, orders, stores] = await Promise.all([
    get(`/products/${path}`),
    get('/restock-orders', { product: id, limit: MOST_ORDERS }),
    get(`/products/${path}/stores`),
  ]);
  return { ...product, orders: orders.items, stores: stores.items };
};

const shown = itemLoader(read);

const receive = async (/** @type {Product} */ product) => {
  if (await receiveGoods(product)) await shown.load();
};

const dash = (text = '—') => html`<span class="muted">${text}</span>`;

const storeLink = (/** @type {RestockOrder} */ { id, storeName }) =>
  html`<a class="row-link" href="#/orders/${id}">${storeName}</a>`;

/** @returns {Column<RestockOrder>[]} */
const orderColumns = () => [
  { title: t('order.store'), cell: storeLink },
  { title: t('order.quantity'), kind: 'number', cell: (order) => number(order.quantity) },
  { title: t('order.state'), cell: stateCell },
  { title: t('order.requested-by'), cell: (order) => order.requestedBy },
  { title: t('order.requested'), cell: (order) => moment(order.requestedAt) },
];

const onShelf = (/** @type {StoreDemand} */ { quantity }) =>
  quantity === null ? dash(t('demand.unknown')) : html`<strong>${number(quantity)}</strong>`;

const ordered = (/** @type {StoreDemand} */ { ordered: count, orderState }) => {
  if (count === 0 || orderState === null) return dash();
  return html`<span class="state-cell">${stateBadge(orderState)}${number(count)}</span>`;
};

/** @returns {Column<StoreDemand>[]} */
const storeColumns = () => [
  { title: t('order.store'), cell: (store) => store.name },
  { title: t('demand.on-shelf'), kind: 'number', cell: onShelf },
  { title: t('demand.sold'), kind: 'number', cell: (store) => number(store.soldIn14Days) },
  { title: t('demand.ordered'), kind: 'number', cell: ordered },
  { title: t('demand.as-of'), cell: ({ asOf }) => (asOf ? moment(asOf) : nothing) },
];

const head = (/** @type {Product} */ product) => html`<div class="page-head"><div><h1>${product.name}</h1>
    <p><span class="sku">${product.sku}</span> · ${product.category}${
      product.barcode ? html` · <span class="sku">${product.barcode}</span>` : nothing
    }</p></div>
  ${button(t('receipt.open'), { icon: 'package-plus', tone: 'primary', onClick: () => receive(product) })}</div>`;

const figures = (/** @type {Product} */ product) => {
  const { id, centralStock } = product;
  const requested = requestedUnits(id);
  const left = centralStock - requested;
  const leftText = left < 0 ? t('order.short', { count: -left }) : number(left);
  return html`<dl class="figures">
    ${figure(t('order.central-stock'), number(centralStock), stockWarning(product), centralStock === 0 ? 'bad' : '')}
    ${figure(t('stock.requested'), number(requested), t('stock.requested.detail'))}
    ${figure(t('stock.left'), leftText, t('stock.left.detail'), left < 0 ? 'bad' : '')}</dl>`;
};

const orderTable = (/** @type {RestockOrder[]} */ orders) => {
  if (orders.length === 0) {
    return html`<div class="card">${empty('inbox', t('stock.orders.none'), t('stock.orders.none.text'))}</div>`;
  }
  return table(t('stock.orders'), orderColumns(), orders, { onRow: (order) => go(`/orders/${order.id}`) });
};

const content = (/** @type {Product} */ product) => html`${head(product)}${figures(product)}
  <div class="product-orders"><h2>${t('demand.stores')}</h2>
    ${table(t('demand.stores'), storeColumns(), product.stores, { key: ({ store }) => store })}</div>
  <div class="product-orders"><h2>${t('stock.orders')}</h2>${orderTable(product.orders)}</div>`;

const missing = () => {
  const action = link(t('stock.title'), '#/stock', { icon: 'warehouse' });
  return html`<div class="card">${empty('search-x', t('stock.missing'), t('stock.not-found'), action)}</div>`;
};

/** @type {Page} */
export const product = {
  title: () => countedTitle(shown.item()?.name ?? t('stock.title')),
  enter: ({ id }) => {
    shown.open(id);
    state.unsubscribe = openOrders.onChange(shown.load);
  },
  leave: () => state.unsubscribe(),
  view: () => html`<nav class="crumbs" aria-label=${t('crumbs')}>
      ${link(t('stock.title'), '#/stock', { icon: 'arrow-left', tone: 'quiet' })}</nav>
    ${shown.item() ? nothing : html`<h1 class="hidden">${t('stock.title')}</h1>`}
    ${shown.view(content, missing)}`,
};
