// The stock of all stores side by side.

import { onActivity, stores } from './live.js';
import { checkbox, searchField } from './shared/fields.js';
import { makeList } from './shared/lists.js';
import { html } from './shared/lit.js';
import { badge, empty, table } from './shared/ui.js';
import { number, t } from './shared/words.js';

/** A list that the reader has extended is not loaded again under his eyes. */
const MOST_RELOADED = 50;

/** @type {Record<string, MessageTone>} */
const TONES = { out: 'bad', low: 'low', normal: 'ok', over: 'info' };

/** @typedef {ItemOf<'/stock'>} Product */

const list = makeList('/stock', { filter: { query: '', only: '' } });

const state = {
  /** Ends the updates. */
  unsubscribe: () => {},
};

const reload = () => {
  if ((list.items()?.length ?? 0) <= MOST_RELOADED) list.load();
};

const inStore = (/** @type {Product} */ product, /** @type {string} */ code) => {
  const shelf = product.stores.find((one) => one.store === code);
  if (!shelf) return '';
  const level = html`<span class="hidden"> ${t(`level.${shelf.level}`)}</span>`;
  return badge(html`${number(shelf.quantity)}${level}`, TONES[shelf.level]);
};

const productLink = (/** @type {Product} */ { productId, name, sku }) =>
  html`<a class="row-link" href="#/products/${productId}">${name}</a> <small class="muted">${sku}</small>`;

const total = (/** @type {Product} */ product) =>
  html`<b>${number(product.stores.reduce((sum, shelf) => sum + shelf.quantity, 0))}</b>`;

/**
 * @param {Schema<'Store'>} store
 * @returns {Column<Product>}
 */
const storeColumn = ({ code, name }) => ({ title: name, kind: 'number', cell: (product) => inStore(product, code) });

/** @returns {Column<Product>[]} */
const columns = () => [
  { title: t('product'), cell: productLink },
  ...stores().map(storeColumn),
  { title: t('stock.all'), kind: 'number', cell: total },
];

const legend = () => {
  const badges = Object.entries(TONES).map(([level, tone]) => badge(t(`level.${level}`), tone));
  return html`<p class="row">${badges}</p>`;
};

/** @type {Page} */
export const stock = {
  enter: () => {
    list.load();
    state.unsubscribe = onActivity(reload);
  },
  leave: () => state.unsubscribe(),
  view: () => html`<div class="page-head"><h1>${t('stock.title')}</h1>${legend()}</div>
    <div class="tools">${searchField('stock-search', t('products.search'), {
      value: list.filter().query,
      onSearch: (query) => list.set({ query }),
    })}
      ${checkbox('only-short', t('stock.short'), {
        checked: list.filter().only === 'short',
        onChange: (checked) => list.restart({ only: checked ? 'short' : '' }),
      })}</div>
    ${list.view(
      (products) => table(t('stock.title'), columns(), products, { key: (product) => product.productId }),
      () => empty('boxes', t('products.none'), t('products.none.text')),
    )}`,
};
