// The central stock.

import { receiveGoods } from './goods-receipt.js';
import { listLoader } from './loaders.js';
import { countedTitle, openOrders, requestedUnits } from './open-orders.js';
import { get } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { html, nothing } from './shared/lit.js';
import { debounced } from './shared/timing.js';
import { badge, button, empty, icon, stockLevel, table } from './shared/ui.js';
import { number, t } from './shared/words.js';

const PAUSE_MILLISECONDS = 15;

/** @typedef {Schema<'StockedProduct'>} StockedProduct */

const state = {
  query: '',
  /** Ends the updates. */
  unsubscribe: () => {},
};

const list = listLoader((after) => get('/stock', { query: state.query.trim(), after }));

const search = debounced(PAUSE_MILLISECONDS, list.load);

const receive = async (/** @type {StockedProduct} */ product) => {
  const received = await receiveGoods(product);
  if (received) list.replace(received);
  refresh();
};

/** A badge when the warehouse has none of a product, or less than is requested. @param {StockedProduct} product */
export const stockWarning = ({ id, centralStock }) => {
  if (centralStock === 0) return stockLevel('out');
  return requestedUnits(id) > centralStock ? badge(t('stock.not-enough'), 'low', 'triangle-alert') : nothing;
};

const productLink = (/** @type {StockedProduct} */ { id, name, sku }) =>
  html`<a class="row-link" href="#/stock/${id}">${name}</a><small class="muted sku">${sku}</small>`;

const requested = (/** @type {StockedProduct} */ { id }) => {
  const units = requestedUnits(id);
  return units ? number(units) : html`<span class="muted">—</span>`;
};

const inStock = (/** @type {StockedProduct} */ product) =>
  html`<span class="level-cell">${stockWarning(product)}<strong>${number(product.centralStock)}</strong></span>`;

const receiveButton = (/** @type {StockedProduct} */ product) =>
  button(t('receipt.open'), {
    icon: 'package-plus',
    label: t('receipt.of', { product: product.name }),
    onClick: () => receive(product),
  });

/** @returns {Column<StockedProduct>[]} */
const columns = () => [
  { title: t('order.product'), cell: productLink },
  { title: t('stock.category'), cell: (product) => product.category },
  { title: t('stock.requested'), kind: 'number', cell: requested },
  { title: t('order.central-stock'), kind: 'number', cell: inStock },
  { title: t('receipt.column'), kind: 'action', cell: receiveButton },
];

const searchInput = () => html`<div class="search">${icon('search')}<input
  type="search"
  aria-label=${t('stock.search')}
  placeholder=${t('stock.search')}
  autocomplete="off"
  maxlength="100"
  .value=${state.query}
  @input=${(event) => {
    state.query = event.target.value;
    search();
  }}
></div>`;

const none = () => {
  const message = state.query.trim()
    ? empty('package-search', t('stock.none-like-this'), t('stock.none-like-this.text'))
    : empty('package-search', t('stock.none'), t('stock.none.text'));
  return html`<div class="card">${message}</div>`;
};

/** @type {Page} */
export const stock = {
  title: () => countedTitle(t('stock.title')),
  enter: () => {
    list.load();
    state.unsubscribe = openOrders.onChange(list.reload);
  },
  leave: () => state.unsubscribe(),
  view: () => {
    const count = list.isBusy() ? undefined : list.items()?.length;
    return html`<div class="page-head"><div><h1>${t('stock.title')}</h1><p>${t('stock.text')}</p></div></div>
      <div class="tools">${searchInput()}</div>
      <p class="hidden" role="status">${count === undefined ? '' : t('stock.found', { count })}</p>
      ${list.view((products) => table(t('stock.title'), columns(), products), none)}`;
  },
};
